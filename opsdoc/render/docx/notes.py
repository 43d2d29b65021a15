"""The footnotes part: Word's separators first, then one note for each call in the text."""

from __future__ import annotations

from opsdoc.render.docx.markup import HEADER, STORY
from opsdoc.render.docx.scope import Writer

_SEPARATORS = (
    ("separator", -1, "<w:separator/>"),
    ("continuationSeparator", 0, "<w:continuationSeparator/>"),
)


def footnotes_xml(writer: Writer) -> str:
    """The part; notes count from 1 in the order of their calls."""
    rows = []
    for kind, number, mark in _SEPARATORS:
        paragraph = writer.paragraph(
            "Normal", f"<w:r>{mark}</w:r>", ppr='<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>'
        )
        rows.append(f'<w:footnote w:type="{kind}" w:id="{number}">{paragraph}</w:footnote>')
    style = writer.style("FootnoteReference")
    for number, inner in enumerate(writer.notes, 1):
        mark = (
            f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr><w:footnoteRef/></w:r>'
            '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
        )
        rows.append(f'<w:footnote w:id="{number}">{writer.paragraph("FootnoteText", mark + inner)}</w:footnote>')
    return f"{HEADER}<w:footnotes {STORY}>{''.join(rows)}</w:footnotes>"
