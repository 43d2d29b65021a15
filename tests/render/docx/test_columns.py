"""An index stands in two columns, and the layout that numbers the pages knows it."""

from __future__ import annotations

from opsdoc.document.tree import Heading, Index, Paragraph, Text
from opsdoc.render.docx.document import cut
from opsdoc.render.docx.layout import paginate
from opsdoc.render.docx.markup import declarations

HEADING = Heading(level=1, content=(Text("h"),), id="h")


def test_an_index_begins_its_columns_below_its_heading() -> None:
    assert cut((HEADING, Index(), Paragraph((Text("after"),)))) == [
        ("body", (HEADING,)),
        ("columns", (Index(),)),
        ("body", (Paragraph((Text("after"),)),)),
    ]


def pages(columns: int) -> int:
    """Pages that 60 lines of 20 pt take, 20 of which fill a page."""
    line = '<w:p><w:pPr><w:spacing w:line="400" w:lineRule="exact"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
    page = '<w:pgSz w:w="11906" w:h="8000"/><w:pgMar w:top="0" w:right="0" w:bottom="0" w:left="0"/>'
    body = f'{line * 60}<w:sectPr>{page}<w:cols w:num="{columns}" w:space="400"/></w:sectPr>'
    document = f"<w:document {declarations('w')}><w:body>{body}</w:body></w:document>"
    return paginate(document.encode(), f"<w:styles {declarations('w')}/>".encode()).count


def test_a_page_of_two_columns_holds_twice_as_many_lines() -> None:
    assert (pages(1), pages(2)) == (3, 2)
