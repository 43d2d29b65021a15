"""Tables: the grid of cells with its spans, column widths that every reader agrees on, header rows and tones."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from opsdoc.document.tree import Align, Blocks, Cell, Foreign, Inline, Paragraph, Row, Table, Text, plain, query
from opsdoc.render.docx.captions import caption
from opsdoc.render.docx.letterhead import at_the_foot
from opsdoc.render.docx.markup import attribute, hex_colour, mm
from opsdoc.render.docx.runs import rough_width
from opsdoc.render.docx.scope import Place, Writer
from opsdoc.render.docx.widths import NARROW, cell_text, column_widths, dense, text_style

STYLES = {
    "grid": "TableGridRules",
    "plain": "TableGridRules",
    "matrix": "TableMatrix",
    "card": "TableCard",
    "control": "TableControl",
    "figures": "TableFigures",
}
# A row with more lines than this may break over pages: kept whole it would leave half a page white.
LONGEST_KEPT_ROW = 14
# Tables that take less than these shares of a page are not parted, as on paper: one of words, one of figures or who
# signs, one whose parts are seen side by side, a card that is read row by row. A longer one would leave much of a page
# white, and one that no page can hold loses its caption in LibreOffice.
KEPT_TABLE, KEPT_FIGURES, KEPT_OPEN, KEPT_CARD = 0.32, 0.5, 0.45, 0.15
_FIGURE_COLUMNS = 2  # a table with more of them than this is one of figures
# Share of a page up to which the rows of one name are not parted.
LONG_SPAN = 0.5
# Half an em of a table's head with the air between its letters, in points of its size.
HALF_EM_OF_HEAD = 0.525
_ALIGN = {Align.LEFT: "", Align.CENTRE: "center", Align.RIGHT: "right"}


@dataclass(frozen=True, slots=True)
class Slot:
    """A place of the grid: a cell with its spans, or the shadow that a row-spanning cell throws on rows below."""

    cell: Cell
    column: int
    span: int
    shadow: bool = False


# A row with its slots, and whether it is one of the head.
Laid: TypeAlias = tuple[Row, list[Slot], bool]


def table(writer: Writer, place: Place, block: Table) -> str:
    """A table with caption above and note below."""
    above = caption(writer, place, block)
    # The source stays with the table's end, and its parts with each other.
    last = len(block.note) - 1
    below = "".join(
        writer.paint(writer, place.within("note", keep=number < last), (note,))
        for number, note in enumerate(block.note)
    )
    if block.role == "figures":
        # Its bars stand clear of the text above.
        return (above or gap(writer)) + figures_band(writer, place, block) + (below or gap(writer))
    count = max([len(block.columns), *(sum(c.colspan for c in row.cells) for row in (*block.head, *block.body))])
    widths = column_widths(block, count, place.width, writer.theme)
    laid = _grid(block, count)
    kept = _kept(writer, place, block, laid, widths)
    kept[-1:] = [bool(below)] * bool(kept)
    rows = "".join(
        _row(writer, replace(place, keep=keep), block, row, slots, widths, header)
        for (row, slots, header), keep in zip(laid, kept, strict=True)
    )
    described = properties(writer, STYLES[block.role], widths, describe(block), _title(block), head=bool(block.head))
    if block.role == "matrix" and (dense(block) or min(widths) < NARROW):
        described = described.replace("<w:tblLook", f"<w:tblCellMar>{_edges(14)}</w:tblCellMar><w:tblLook")
    if "colophon" in block.classes:
        described = at_the_foot(described, writer.theme)
        above += gap(writer)
    return above + f"<w:tbl>{described}{grid(widths)}{rows}</w:tbl>" + (below or gap(writer))


def _edges(room: int) -> str:
    return "".join(f'<w:{edge} w:w="{room}" w:type="dxa"/>' for edge in ("left", "right"))


def gap(writer: Writer) -> str:
    """The space after a table, which Word tables cannot have; it also keeps two tables from growing together."""
    return writer.paragraph("TableGap", "")


def without_air(writer: Writer, xml: str) -> str:
    """What stands at the end of a page. After a table there the smallest paragraph takes the place of the gap: a full
    page has no room for air, which would make a page of its own."""
    air = f'<w:pStyle w:val="{writer.style("TableGap")}"/></w:pPr></w:p>'
    if not xml.endswith(air):
        return xml
    return f'{xml.removesuffix(air)}<w:pStyle w:val="{writer.style("CoverSpace")}"/></w:pPr></w:p>'


def properties(
    writer: Writer, style: str, widths: list[int], description: str, title: str, *, head: bool = False
) -> str:
    """w:tblPr: fixed layout, so that Word, WPS and LibreOffice use the same widths, and words for screen readers."""
    look = 0x0600 | (0x0020 if head else 0)  # no bands; a first row of its own
    described = (f'<w:tblCaption w:val="{attribute(title)}"/>' if title else "") + (
        f'<w:tblDescription w:val="{attribute(description)}"/>' if description else ""
    )
    return (
        f'<w:tblPr><w:tblStyle w:val="{writer.style(style)}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="{look:04X}" w:firstRow="{int(head)}" w:lastRow="0" w:firstColumn="0" '
        f'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>{described}</w:tblPr>'
    )


def grid(widths: list[int]) -> str:
    """w:tblGrid."""
    return "<w:tblGrid>" + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid>"


def cell_xml(
    width: int,
    content: str,
    *,
    span: int = 1,
    merge: str = "",
    fill: str = "",
    borders: str = "",
    anchor: str = "",
    turned: bool = False,
) -> str:
    """w:tc, its properties in schema order; `content` ends in a paragraph."""
    parts = [f'<w:tcW w:w="{width}" w:type="dxa"/>']
    if span > 1:
        parts.append(f'<w:gridSpan w:val="{span}"/>')
    if merge:
        parts.append('<w:vMerge w:val="restart"/>' if merge == "restart" else "<w:vMerge/>")
    if borders:
        parts.append(f"<w:tcBorders>{borders}</w:tcBorders>")
    if fill:
        parts.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{hex_colour(fill)}"/>')
    if turned:
        parts.append('<w:textDirection w:val="btLr"/>')
    if anchor:
        parts.append(f'<w:vAlign w:val="{anchor}"/>')
    return f"<w:tc><w:tcPr>{''.join(parts)}</w:tcPr>{content}</w:tc>"


def _grid(block: Table, count: int) -> list[Laid]:
    """Rows with their cells at grid columns. Spans reach over rows of one kind only (head or body), and every row
    is filled to the full count of columns."""
    out: list[Laid] = []
    for rows, header in ((block.head, True), (block.body, False)):
        hanging: dict[int, tuple[Cell, int, int]] = {}
        for row in rows:
            slots: list[Slot] = []
            column, waiting = 0, list(row.cells)
            while column < count:
                if column in hanging:
                    cell, span, left = hanging.pop(column)
                    slots.append(Slot(cell, column, span, shadow=True))
                    if left > 1:
                        hanging[column] = (cell, span, left - 1)
                    column += span
                    continue
                if waiting:
                    cell = waiting.pop(0)
                    span = max(1, min(cell.colspan, count - column))
                    # A band across the table spans it even when it was written as a single cell.
                    if row.role == "group" and len(row.cells) == 1:
                        span = count - column
                else:
                    cell, span = Cell(()), 1
                slots.append(Slot(cell, column, span))
                if cell.rowspan > 1:
                    hanging[column] = (cell, span, cell.rowspan - 1)
                column += span
            # What still hangs starts again as its own shadow in the next row, keyed by its column.
            out.append((row, slots, header))
    return out


def _kept(writer: Writer, place: Place, block: Table, laid: list[Laid], widths: list[int]) -> list[bool]:
    """Which rows stay on a page with the next: all rows of a short table; of a long one with a head the first two,
    the last two, the title of a group with its first row, and rows that share a cell, as on paper."""
    page = mm(writer.theme.page.frame_mm(place.landscape)[1])
    tall = [_tall(writer, block, slots, widths) / page for _, slots, _ in laid]
    if sum(tall) < _kept_share(block):
        return [True] * len(laid)
    kept = [header or row.role == "group" for row, _, header in laid]
    first = sum(header for _, _, header in laid)
    # Without a head the first row may stand alone: kept with the next, it makes LibreOffice lose a page of rows.
    beginning = (first, 2 if first else 1)
    for start, rows in (beginning, (len(laid) - 2, 2), *_spans(laid)):
        end = start + rows
        if start >= first and end <= len(laid) and sum(tall[start:end]) <= LONG_SPAN:
            kept[start : end - 1] = [True] * (rows - 1)
    return kept


def _kept_share(block: Table) -> float:
    """The share of a page up to which a table is not parted."""
    if block.role == "grid" and not block.head:
        return KEPT_OPEN
    figures = sum(column.align is not Align.LEFT for column in block.columns) > _FIGURE_COLUMNS
    if figures or block.role in {"control", "matrix"}:
        return KEPT_FIGURES
    return KEPT_CARD if block.role == "card" else KEPT_TABLE


def _spans(laid: list[Laid]) -> Iterator[tuple[int, int]]:
    """Rows that share a cell: where they start, and how many they are."""
    for index, (_, slots, _) in enumerate(laid):
        rows = max((slot.cell.rowspan for slot in slots if not slot.shadow), default=1)
        if rows > 1:
            yield index, rows


def _tall(writer: Writer, block: Table, slots: list[Slot], widths: list[int]) -> float:
    """The height of a row in twips, near enough to tell short tables from long ones."""
    style = text_style(block, writer.theme)
    tall = 0.0
    for slot in slots:
        if slot.shadow or slot.cell.rowspan > 1:
            continue
        room = sum(widths[slot.column : slot.column + slot.span]) / (style.size * 10)
        texts = [plain(block.content) for block in query(slot.cell.content, Paragraph)]
        lines = sum(math.ceil(rough_width(text) / room) for text in texts)
        tall = max(tall, lines * style.leading + len(texts) * 5)
    return tall * 20


def _row(
    writer: Writer, place: Place, block: Table, row: Row, slots: list[Slot], widths: list[int], header: bool
) -> str:
    theme = writer.theme
    cells = []
    longest = 0
    upright = _upright(writer, block, slots, widths) if header else 0
    for slot in slots:
        width = sum(widths[slot.column : slot.column + slot.span])
        cell = slot.cell
        tone = theme.tones.get(cell.tone)
        # A tone is the ground of a matrix's cell, but of the words alone in a table to be read, as on paper.
        chip = tone is not None and block.role == "grid"
        fill = tone.fill if tone and not chip else ""
        if not fill and (row.role in {"group", "total"} or (cell.header and block.role in {"card", "control"})):
            fill = theme.colours.tint
        merge = "continue" if slot.shadow else "restart" if cell.rowspan > 1 else ""
        align = block.columns[slot.column].align if slot.column < len(block.columns) else Align.LEFT
        jc = "center" if slot.span > 1 and header else _ALIGN[align]
        style = "Head" if header or row.role != "body" else "RowHead" if cell.header else "Text"
        style = f"{'Matrix' if dense(block) else 'Table'}{style}"
        if "colophon" in block.classes:
            style = "Colophon"
        inner = place.within(
            "cell",
            width=width,
            jc=jc,
            style=style,
            depth=0,
            colour=hex_colour(tone.text) if tone else "",
            shade=hex_colour(tone.fill) if tone and chip else "",
        )
        turned = bool(upright) and slot.column > 0
        blocks = () if slot.shadow else _in_one_line(cell.content) if turned else cell.content
        content = cell_content(writer, replace(inner, jc="left") if turned else inner, blocks)
        size = 0 if slot.shadow else rough_width(cell_text(cell))
        longest = max(longest, round(size * 90 / max(width, 1)))
        anchor = (
            "center" if block.role == "matrix" else "bottom" if header and merge == "" and len(block.head) == 1 else ""
        )
        cells.append(cell_xml(width, content, span=slot.span, merge=merge, fill=fill, anchor=anchor, turned=turned))
    kept = "<w:cantSplit/>" if header or longest <= LONGEST_KEPT_ROW else ""
    repeated = "<w:tblHeader/>" if header else ""
    tall = f'<w:trHeight w:val="{upright}" w:hRule="exact"/>' if upright else ""
    return f"<w:tr>{f'<w:trPr>{kept}{tall}{repeated}</w:trPr>' if kept or repeated else ''}{''.join(cells)}</w:tr>"


def _upright(writer: Writer, block: Table, slots: list[Slot], widths: list[int]) -> int:
    """The height in twips of a matrix's head whose words are longer than its columns and stand upright; else 0.
    Chinese heads need no turning: one character below the other reads well."""
    if block.role != "matrix" or len(slots) < 3:
        return 0
    heads = [cell_text(slot.cell) for slot in slots[1:] if not slot.shadow]
    words = [word for text in heads for word in text.split() if word.isascii()]
    narrowest = min(widths[slot.column] for slot in slots[1:])
    half = text_style(block, writer.theme, head=True).size * HALF_EM_OF_HEAD
    if max((rough_width(word) for word in words), default=0.0) * half * 20 <= narrowest:
        return 0
    return round((max(rough_width(text) for text in heads) * half + 14) * 20)


def _in_one_line(content: Blocks) -> Blocks:
    """Both languages of a turned head in one line: its column has no room for two."""
    parts = [block for block in content if isinstance(block, Paragraph)]
    if len(parts) < 2 or len(parts) < len(content):
        return content
    inlines: list[Inline] = list(parts[0].content)
    for part in parts[1:]:
        inlines += [Text(" "), Foreign(part.content, part.lang) if part.lang else Text(plain(part.content))]
    return (replace(parts[0], content=tuple(inlines)),)


def cell_content(writer: Writer, place: Place, content: Blocks) -> str:
    """The paragraphs of a cell; Word calls a file corrupt whose cell does not end in one."""
    xml = writer.paint(writer, place, content)
    if not xml or not xml.endswith("</w:p>"):
        # Whether a row stays with the next is asked of its first cell, be it only the shadow of one above.
        xml += writer.paragraph(place.style or "TableText", "", ppr="<w:keepNext/>" if place.keep else "")
    return xml


def figures_band(writer: Writer, place: Place, block: Table) -> str:
    """A band of large numbers: each column under a bar of its own, with air between the columns."""
    rows = [row for row in block.body if row.cells]
    count = max((len(row.cells) for row in rows), default=0)
    if not count:
        return ""
    air = mm(5)
    wide = (place.width - air * (count - 1)) // count
    widths = [wide if n % 2 == 0 else air for n in range(2 * count - 1)]
    bar = f'<w:top w:val="single" w:sz="12" w:space="0" w:color="{hex_colour(writer.theme.colours.accent)}"/>'
    out = []
    for index, row in enumerate(rows):
        cells = []
        for n in range(count):
            content = row.cells[n].content if n < len(row.cells) else ()
            style = "FigureNumber" if index == 0 else "FigureLabel"
            inner = cell_content(writer, place.within("cell", width=wide, style=style), content)
            cells.append(cell_xml(wide, inner, borders=bar if index == 0 else ""))
            if n < count - 1:
                cells.append(cell_xml(air, writer.paragraph("FigureLabel", "")))
        out.append(f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>")
    described = properties(writer, "TableFigures", widths, describe(block), _title(block))
    return f"<w:tbl>{described}{grid(widths)}{''.join(out)}</w:tbl>"


def describe(block: Table) -> str:
    """Words for those who cannot see the table: its summary, else what its columns are."""
    if block.summary:
        return block.summary
    heads = [cell_text(cell) for row in block.head for cell in row.cells]
    named = [head for head in heads if head.strip()]
    if named:
        return " · ".join(named)
    first = [cell_text(cell) for row in block.body for cell in row.cells[:1]]
    return " · ".join(label for label in first if label.strip()) or block.role


def _title(block: Table) -> str:
    return " ".join(part for part in (block.number, plain(block.caption)) if part) or block.id
