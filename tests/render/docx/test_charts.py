"""Charts as Word gets them: words stay in the drawing's frame and are set as they were measured."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from opsdoc.diagram.drawingml import EMU, paint
from opsdoc.diagram.layout import lay_out_pages
from opsdoc.document.tree import Figure, query
from opsdoc.render.artifact import Artifact
from opsdoc.render.charts import diagram_style
from opsdoc.theme import Theme
from tests.render.docx import kinds
from tests.render.docx.lint import W, stories
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
