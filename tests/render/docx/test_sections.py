"""How blocks fall into sections."""

from __future__ import annotations

from opsdoc.document.tree import Contents, Heading, Landscape, Paragraph, Text
from opsdoc.render.docx.document import cut


def test_headings_right_before_a_turned_page_turn_with_it() -> None:
    body = Paragraph((Text("a"),), id="a")
    headings = tuple(Heading(level=n, content=(Text("h"),), id=f"h{n}") for n in (1, 2))
    wide = Paragraph((Text("w"),), id="w")
    assert cut((Contents(), body, *headings, Landscape(content=(wide,)), body)) == [
        ("front", (Contents(),)),
        ("body", (body,)),
        ("landscape", (*headings, wide)),
        ("body", (body,)),
    ]


def test_a_document_has_a_section_even_when_it_is_empty() -> None:
    assert cut(()) == [("body", ())]
