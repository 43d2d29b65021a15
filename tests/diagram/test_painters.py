"""What painters make of drawings: SVG, DrawingML and PNG."""

from __future__ import annotations

import io
import re
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree
from PIL import Image

from opsdoc.diagram import drawingml, png, svg
from opsdoc.diagram.drawing import Connector, Drawing
from opsdoc.diagram.drawingml import Shapes, TextBody
from opsdoc.diagram.layout import lay_out
from opsdoc.diagram.model import Chart, Label, OrgChart, Unit
from opsdoc.diagram.style import Style
from tests.diagram.test_charts import CHARTS
from tests.diagram.test_figures import FIGURES
from tests.diagram.test_orgchart import five_departments
from tests.diagram.test_processes import PROCESSES

SVG = "{http://www.w3.org/2000/svg}"
WPS, A = "{urn:wps}", "{urn:a}"
ALL: dict[str, Chart] = {**CHARTS, **PROCESSES, **FIGURES, "five departments": five_departments("both")}


@pytest.fixture(params=ALL, scope="module")
def drawing(request: pytest.FixtureRequest) -> Drawing:
    return lay_out(ALL[request.param], 470, 700, Style())


def words(body: TextBody) -> str:
    return "".join(f"<t>{run.text.replace('&', '&amp;')}</t>" for p in body.paragraphs for run in p.runs)


def parsed(shapes: Shapes) -> Element:
    root: Element = ElementTree.fromstring(f'<g xmlns:wps="urn:wps" xmlns:a="urn:a">{shapes.xml}</g>')
    return root


class TestSvg:
    def test_it_is_well_formed_and_says_what_it_shows(self, drawing: Drawing) -> None:
        root = ElementTree.fromstring(svg.paint(drawing, "fig-1"))
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title is not None
        assert title.text
        assert description is not None
        assert description.text
        assert root.get("aria-labelledby") == "fig-1-title fig-1-desc"
        assert root.get("width") == f"{svg.number(drawing.width)}pt"

    def test_every_line_of_every_label_is_text_in_its_own_font(self, drawing: Drawing) -> None:
        root = ElementTree.fromstring(svg.paint(drawing, "d"))
        shown = [(t.text, t.get("font-family")) for t in root.iter(f"{SVG}text")]
        stacks = {lang: ", ".join(families) for lang, families in drawing.style.fonts}
        for paragraph in drawing.paragraphs():
            for line in paragraph.lines:
                for run in line:
                    if run.text.strip():
                        assert (run.text.lstrip(), stacks[run.lang]) in shown

    def test_it_needs_nothing_from_outside(self, drawing: Drawing) -> None:
        painted = svg.paint(drawing, "d")
        for forbidden in ("<script", "<style", "currentColor", "Gradient", "href", "url(", "nan", "inf"):
            assert forbidden not in painted

    def test_the_same_drawing_gives_the_same_bytes(self, drawing: Drawing) -> None:
        assert svg.paint(drawing, "d") == svg.paint(drawing, "d")

    def test_markup_in_a_label_stays_text(self) -> None:
        chart = OrgChart(Unit("r", Label((("en", 'A*B | <C> & "D"'),))))
        painted = svg.paint(lay_out(chart, 470, 700, Style()), "d")
        assert "A*B | &lt;C&gt; &amp;" in painted

    def test_ids_differ_between_two_drawings_of_a_page(self, drawing: Drawing) -> None:
        ids = re.findall(r' id="([^"]+)"', svg.paint(drawing, "a") + svg.paint(drawing, "b"))
        assert len(ids) == len(set(ids))


class TestDrawingMl:
    def test_one_shape_per_unit_and_one_glued_connector_per_line(self, drawing: Drawing) -> None:
        shapes = drawingml.paint(drawing, 100, "wps", words)
        root = parsed(shapes)
        ids = [int(str(e.get("id"))) for e in root.iter(f"{WPS}cNvPr")]
        assert sorted(ids) == list(range(100, shapes.next_id))
        connectors = [e for e in root.iter(f"{WPS}wsp") if e.find(f"{WPS}cNvCnPr") is not None]
        assert len(connectors) == len(drawing.connectors)
        boxes = {100 + at: box for at, box in enumerate(drawing.boxes)}
        for element, line in zip(connectors, drawing.connectors, strict=True):
            start, end = element.find(f".//{A}stCxn"), element.find(f".//{A}endCxn")
            assert start is not None
            assert end is not None
            assert boxes[int(str(start.get("id")))].id == line.source
            assert boxes[int(str(end.get("id")))].id == line.target
            assert int(str(end.get("idx"))) == line.target_site

    def test_shapes_hold_the_labels_as_they_are_in_the_chart(self, drawing: Drawing) -> None:
        root = parsed(drawingml.paint(drawing, 1, "wps", words))
        shown = ["".join(t.text or "" for t in e.iter("t")) for e in root.iter(f"{WPS}wsp")]
        for box in drawing.boxes:
            figure = "\t" + box.aside.text if box.aside else ""
            first, *rest = box.paragraphs
            assert first.text + figure + "".join(p.text for p in rest) in shown

    def test_measures_are_whole_numbers_and_nothing_is_smaller_than_nothing(self, drawing: Drawing) -> None:
        root = parsed(drawingml.paint(drawing, 1, "wps", words))
        for extent in root.iter(f"{A}ext"):
            assert int(str(extent.get("cx"))) >= 0
            assert int(str(extent.get("cy"))) >= 0

    @pytest.mark.parametrize(
        ("points", "transform", "geometry"),
        [
            (((50, 0), (50, 20), (90, 20), (90, 40)), 'rot="16200000" flipH="1"', "bentConnector3"),
            (((50, 0), (50, 20), (10, 20), (10, 40)), 'rot="5400000"', "bentConnector3"),
            (((50, 0), (50, 40)), "<a:xfrm>", "straightConnector1"),
            (((50, 0), (50, 40), (70, 40)), 'rot="16200000" flipH="1"', "bentConnector2"),
            (((50, 40), (50, 0), (90, 0)), '<a:xfrm rot="16200000">', "bentConnector2"),
            (((50, 40), (50, 0), (10, 0)), 'rot="5400000" flipH="1"', "bentConnector2"),
            (((0, 0), (10, 0), (10, 5), (30, 5)), "<a:xfrm>", "bentConnector3"),
            (((50, 0), (50, 9), (5, 9), (5, 40), (9, 40)), "<a:xfrm>", "custGeom"),
        ],
    )
    def test_a_line_takes_the_preset_that_runs_as_it_does(
        self, points: tuple[tuple[float, float], ...], transform: str, geometry: str
    ) -> None:
        chart = OrgChart(Unit("a", Label((("zh", "甲"),)), (Unit("b", Label((("zh", "乙"),))),)))
        base = lay_out(chart, 470, 700, Style())
        line = Connector("a", "b", points, 2, 0, "#000000")
        painted = drawingml.paint(
            Drawing(base.width, base.height, (*base.boxes, line), base.style), 1, "wps", words
        ).xml
        connector = painted[painted.index("cNvCnPr") :]
        assert transform in connector
        assert geometry in connector


class TestPng:
    def test_it_has_ink_where_the_labels_stand(self, drawing: Drawing) -> None:
        data = png.rendered(drawing, 144)
        image = Image.open(io.BytesIO(data)).convert("L")
        assert image.width == pytest.approx(drawing.width * 2, abs=2)
        for box in drawing.boxes:
            left, top, right, bottom = box.insets
            inside = image.crop(
                tuple(round(v * 2) for v in (box.x + left, box.y + top, box.right - right, box.bottom - bottom))
            )
            low, high = inside.getextrema()
            assert int(high) - int(low) > 80, box.id

    def test_the_same_drawing_gives_the_same_picture(self, drawing: Drawing) -> None:
        assert png.rendered(drawing, 96) == png.rendered(drawing, 96)
