"""The same passage in two languages: rows of a table that may break over pages, or one below the other."""

from __future__ import annotations

from opsdoc.document.tree import Blocks, Heading, Lang, Pair, Paragraph, Text, query
from opsdoc.render.docx.markup import mm
from opsdoc.render.docx.scope import Place, Writer
from opsdoc.render.docx.tables import cell_content, cell_xml, gap, grid, properties


def pairs(writer: Writer, place: Place, blocks: tuple[Pair, ...]) -> str:
    """Pairs that follow each other, all in one layout."""
    if blocks[0].layout == "stacked":
        return "".join(_stacked(writer, place, block) for block in blocks)
    air = mm(7)
    wide = (place.width - air) // 2
    widths = [wide, air, place.width - air - wide]
    rows = []
    for block in blocks:
        first = _side(writer, place, block, block.first, block.first_lang, widths[0], second=False)
        other = _side(writer, place, block, block.second, block.second_lang, widths[2], second=True)
        between = cell_xml(air, writer.paragraph("TableGap", ""))
        # No cantSplit: a row is as long as its passage, and pages break within it.
        rows.append(f"<w:tr>{cell_xml(widths[0], first)}{between}{cell_xml(widths[2], other)}</w:tr>")
    title = writer.label("bilingual_table", place.lang, "中英对照" if place.lang == "zh" else "Text in two languages")
    described = properties(writer, "TableLayout", widths, title, title)
    return f"<w:tbl>{described}{grid(widths)}{''.join(rows)}</w:tbl>{gap(writer)}"


def _side(writer: Writer, place: Place, block: Pair, content: Blocks, lang: Lang, width: int, *, second: bool) -> str:
    side = place.within("page", width=width, lang=lang, second=second)
    if not content:
        content = (Paragraph((Text(_pending(writer, lang)),), role="pending", id=f"{block.id}/pending"),)
    if any(True for _ in query(content, Heading)):
        # Headings carry both languages themselves; one inside a pair would be numbered twice.
        writer.log.warning("pair-heading", "a heading stands inside a passage in two languages", block.source)
    return cell_content(writer, side, content)


def _stacked(writer: Writer, place: Place, block: Pair) -> str:
    sides = []
    for content, lang, second in (
        (block.first, block.first_lang, False),
        (block.second, block.second_lang, True),
    ):
        side = place.within("page", lang=lang, second=second)
        filled = content or (Paragraph((Text(_pending(writer, lang)),), role="pending", id=f"{block.id}/pending"),)
        sides.append(writer.paint(writer, side, filled))
    return "".join(sides)


def _pending(writer: Writer, lang: Lang) -> str:
    word = writer.label("translation_pending", lang, "译文待补" if lang == "zh" else "translation pending")
    return f"「{word}」" if lang == "zh" else f"[{word}]"
