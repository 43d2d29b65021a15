"""How blocks fall into sections."""

from __future__ import annotations

from collections.abc import Callable

from opsdoc.document.tree import Cell, Column, Contents, Document, Heading, Landscape, Meta, Paragraph, Row, Table, Text
from opsdoc.render.artifact import Artifact
from opsdoc.render.docx.document import cut
from tests.render.docx.lint import W, stories


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


def test_no_air_stands_between_a_table_and_the_end_of_its_page(word: Callable[..., Artifact]) -> None:
    table = Table(columns=(Column(),), head=(), body=(Row((Cell((Paragraph((Text("a"),)),)),)),))
    heading = Heading(level=1, content=(Text("h"),), id="h")
    for after, style in ((heading, "CoverSpace"), (Paragraph((Text("b"),)), "TableGap")):
        document = Document(lang="en", meta=Meta(title="T"), blocks=(table, after, Paragraph((Text("c"),))))
        *_, last = stories(word(document).data)["word/document.xml"].iter(f"{W}tbl")
        assert last.getnext().find(f"{W}pPr/{W}pStyle").get(f"{W}val") == style
