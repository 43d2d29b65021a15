"""Captions: a label, a number that Word counts, and the words; one number for both languages."""

from __future__ import annotations

import re

from opsdoc.document.tree import Figure, Table
from opsdoc.render.docx.fields import caption_number, field
from opsdoc.render.docx.inlines import inlines, words
from opsdoc.render.docx.runs import Face, second_face
from opsdoc.render.docx.scope import Place, Writer

_by_chapter = re.compile(r"^([0-9A-Z]+)([-–.])([0-9]+)$")


def caption(writer: Writer, place: Place, block: Table | Figure) -> str:
    """The caption paragraph of a table or figure, or nothing where it has neither number nor words."""
    if not block.caption and not block.number:
        return ""
    lang = writer.document.lang
    face = Face(lang=lang, heavy=True)
    inner = ""
    labels = caption_number(block.number) if block.number else []
    if labels:
        inner += _numbered(writer, block, *labels[0])
    if block.caption:
        gap = "　" if lang == "zh" else "  "
        inner += (words(writer, gap, face) if labels else "") + inlines(writer, place, block.caption, face)
    inner = writer.anchored(block, inner)
    if block.caption_translation:
        other = second_face(lang, writer.style("SecondLanguageChar"))
        inner += "<w:r><w:br/></w:r>"
        if labels:
            inner += _repeated(writer, block, _other_label(writer, block, labels), labels[0][1], other)
        inner += inlines(writer, place, block.caption_translation, other)
    # A table's caption stands above it and must not be parted from it; a figure's stands below.
    ppr = "<w:keepNext/>" if isinstance(block, Table) or block.note else ""
    return writer.paragraph("Caption", inner, key=f"{block.id}/caption", ppr=ppr)


def sequence(label: str, block: Table | Figure) -> str:
    """The name of the SEQ counter, which is also what a list of figures asks for."""
    return label.strip() or ("Table" if isinstance(block, Table) else "Figure")


# Word reads field names in any case. LibreOffice 7.4 knows SEQ but not its \\s, and would count on through the
# chapters; what it does not know it leaves as it finds it, which is the right number.
SEQ = "seq"


def _numbered(writer: Writer, block: Table | Figure, label: str, digits: str) -> str:
    face = Face(lang=writer.document.lang, heavy=True)
    counter = sequence(label, block)
    chapter = _by_chapter.match(digits)
    if chapter:
        first, dash, count = chapter.groups()
        number = (
            field("STYLEREF 1 \\s", words(writer, first, face))
            + words(writer, dash, face)
            + field(f"{SEQ} {counter} \\* ARABIC \\s 1", words(writer, count, face))
        )
    else:
        # Chapters without a number of their own start the count anew just the same.
        anew = " \\s 1" if writer.document.numbering == "decimal" else ""
        number = field(f"{SEQ} {counter} \\* ARABIC{anew}", words(writer, digits, face))
    target = writer.targets.get(block.id)
    if target is None or target.block is not block:
        return words(writer, label, face) + number
    number = writer.ids.bookmark(target.digits, number)
    return writer.ids.bookmark(target.field, words(writer, label, face) + number)


def _other_label(writer: Writer, block: Table | Figure, labels: list[tuple[str, str]]) -> str:
    if len(labels) > 1:
        return labels[1][0]
    key = "table" if isinstance(block, Table) else "figure"
    return f"{writer.document.labels_second.get(key, key.title())} "


def _repeated(writer: Writer, block: Table | Figure, label: str, digits: str, face: Face) -> str:
    target = writer.targets.get(block.id)
    cached = words(writer, digits, face)
    # Counted again, a number would take the first language's weight: the field's own letters say how it looks.
    look = f'<w:rStyle w:val="{face.style}"/><w:b w:val="0"/><w:bCs w:val="0"/>'
    known = target and target.block is block
    number = field(f"REF {target.digits} \\h \\* CHARFORMAT", cached, look) if target and known else cached
    gap = "  " if face.lang == "en" else "　"
    return words(writer, label, face) + number + words(writer, gap, face)


def caption_text(block: Table | Figure, text: str) -> str:
    """The entry of a caption in a list of figures or tables."""
    labels = caption_number(block.number) if block.number else []
    return (f"{labels[0][0]}{labels[0][1]}　" if labels else "") + text
