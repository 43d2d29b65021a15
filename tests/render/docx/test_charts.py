"""Charts as Word gets them: words stay in the drawing's frame and are set as they were measured."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from opsdoc.diagram.drawingml import EMU, paint
from opsdoc.diagram.layout import lay_out_pages
from opsdoc.diagram.model import Label, OrgChart, Unit
from opsdoc.document.tree import Figure, query
from opsdoc.render.artifact import Artifact
from opsdoc.render.charts import diagram_style
from opsdoc.theme import Theme
from tests.render.docx import kinds
from tests.render.docx.lint import MC, WP, WPS, A, W, stories
from tests.samples import sample

_FRAME = re.compile(r'<a:xfrm><a:off x="(-?\d+)" y="-?\d+"/><a:ext cx="(\d+)" cy="\d+"/></a:xfrm>.*?</wps:wsp>')


def test_no_words_leave_the_frame(theme: Theme) -> None:
    """LibreOffice squeezes a group that its shapes leave, boxes, lines and all."""
    charts = {type(f.chart): f.chart for f in query(kinds.tree("handbook zh").blocks, Figure) if f.chart is not None}
    assert len(charts) > 3
    for kind, chart in charts.items():
        for drawing in lay_out_pages(chart, 470, 520, diagram_style(theme).for_word()):
            shapes = paint(drawing, 1, "wps", lambda body: "<words/>")
            seen = 0
            for found in _FRAME.finditer(shapes.xml):
                if "<words/>" in found.group():
                    x, width = (int(value) / EMU for value in found.groups())
                    assert x > -1, (kind, found.group()[:200])
                    assert x + width < drawing.width + 1, (kind, found.group()[:200])
                    seen += 1
            assert seen


def test_words_of_shapes_have_no_air_between_scripts(word: Callable[..., Artifact]) -> None:
    figure = next(f for f in query(sample("zh").blocks, Figure) if f.chart is not None)
    body = stories(word(replace(sample("zh"), blocks=(figure,))).data)["word/document.xml"]
    boxed = [p for box in body.iter(f"{W}txbxContent") for p in box.iter(f"{W}p")]
    assert boxed
    for paragraph in boxed:
        for tag in ("autoSpaceDE", "autoSpaceDN"):
            assert paragraph.find(f"{W}pPr/{W}{tag}").get(f"{W}val") == "0"


@pytest.mark.parametrize(("count", "numbers"), [(4, []), (400, ["分图1", "分图2"])])
def test_drawings_of_one_figure_bear_the_numbers_that_they_refer_to(
    word: Callable[..., Artifact], count: int, numbers: list[str]
) -> None:
    name = Label((("zh", "门店"),))
    chart = OrgChart(Unit("r", name, tuple(Unit(f"u{n}", name) for n in range(count))))
    file = word(replace(sample("zh"), blocks=(Figure("门店", chart=chart, id="f"),)))
    body = stories(file.data)["word/document.xml"].find(f"{W}body")
    own = ["".join(t.text for t in p.findall(f"{W}r/{W}t")) for p in body.findall(f"{W}p")]
    assert [words for words in own if words.startswith("分图")][:2] == numbers


def test_a_group_has_the_shapes_of_a_canvas_and_a_picture_has_none(word: Callable[..., Artifact]) -> None:
    document = sample("zh")
    made = {kind: stories(word(document, docx_diagrams=kind).data)["word/document.xml"] for kind in ("canvas", "group")}
    shapes = {}
    for kind, body in made.items():
        choices = list(body.iter(f"{MC}Choice"))
        assert {choice.get("Requires") for choice in choices} == {"wpc" if kind == "canvas" else "wpg"}
        drawn = [list(choice.iter(f"{WPS}wsp")) for choice in choices]
        glued = [len(list(choice.iter(f"{A}stCxn"))) for choice in choices]
        shapes[kind] = ([["".join(shape.itertext()) for shape in one] for one in drawn], glued)
    assert shapes["canvas"] == shapes["group"]
    assert any(shapes["group"][1])
    pictures = stories(word(document, docx_diagrams="picture").data)["word/document.xml"]
    assert next(pictures.iter(f"{MC}AlternateContent", f"{WPS}wsp"), None) is None
    told = [{d.get("descr") for d in body.iter(f"{WP}docPr")} for body in (pictures, made["canvas"])]
    assert told[0] == told[1], "who cannot see the picture hears the same"
