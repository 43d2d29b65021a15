"""Tables as HTML, and the band of large figures that is a table in the tree alone."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from opsdoc.document.tree import LISTED, Align, Block, Cell, Inlines, Lang, Paragraph, Row, Table, plain, query, text
from opsdoc.render.markup.inlines import inlines
from opsdoc.render.markup.setting import END_OF, LANGUAGE_TAGS, Setting, attributes, language
from opsdoc.render.markup.widths import Metrics, balanced, beside, row_heights, words_width

# The share of a page's height up to which a table is not worth parting; one read across is seen whole or not at all.
_SHORT, _SHORT_NUMBERS, _SHORT_MATRIX, _SHORT_CARD = 0.32, 0.44, 0.96, 0.15
_SHORT_GRID = 0.45  # of a page, for one without heads: its parts are seen side by side
_FILLING = 0.7  # of a page, from which no heading of a chapter fits above a table that is not parted
_FIGURE_COLUMNS = 2  # a table with more columns of figures is read across
_MANY = 9  # columns from which the heads of a matrix stand upright
_BESIDE, _AROUND = 10.2, 6.4  # points that a cell's padding adds
_BAND = 1 / 3  # share of a long table's rows up to which a group of them stays on one page
_LONG_SPAN, _LONG_SPAN_WIDE = 0.4, 0.6  # share of an upright and a landscape page up to which such rows are not parted
_LONG_ROW = 0.22  # share of a page above which a row may be parted
_LONG_ROW_WIDE = 0.4  # of a landscape page, which holds few lines
_TOGETHER = 2  # rows that a page holds at least of a table that goes on
_NARROW = 11.0  # em; the longest number with its unit that a line of running text keeps whole
_ANY = 99.0  # em on a line of a column that is as wide as its words
_LONG_WORD = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]{28,}")


def table(block: Table, lang: Lang, setting: Setting) -> str:
    """A table with its caption above and its notes below."""
    if block.role == "figures":
        return _figures(block, lang, setting)
    here = block.lang or lang
    shape = _shape(block, setting)
    kinds = shape.kinds
    kind = " ".join(kinds)
    head = "".join(_row(row, "col", block, here, setting, shape) for row in block.head)
    # The last row does not stand alone, nor a total with one row; a grid of two rows may part between them.
    last = len(block.body) - (_TOGETHER if block.body[-1:] and block.body[-1].role == "total" else 1)
    last = len(block.body) if "open" in kinds else last
    most = _LONG_ROW_WIDE if setting.landscape else _LONG_ROW
    body = [
        _row(row, "row", block, here, setting, shape, kept=0 < last <= index and index > 0, long=height > most)
        for index, (row, height) in enumerate(zip(block.body, shape.heights, strict=True))
    ]
    if body and (section := setting.ends.get(id(block))):
        body[-1] = body[-1].replace("<tr", f"<tr{attributes(id=setting.anchor(END_OF + section))}", 1)
    inside = _bands(block, body, shape, setting)
    rows = f"{_columns(block, shape.shares)}{f'<thead>{head}</thead>' if head else ''}{inside}"
    own = attributes(id=setting.anchor(block.id), lang=language(block.lang, lang))
    # A grid without any header (strengths, weaknesses …) is read cell by cell: no table for those who hear it.
    grid = bool(head) or block.role == "card" or any(cell.header for row in block.body for cell in row.cells)
    outer, part, role = ("Table", "Parent", "") if grid else ("Div", "Div", "presentation")
    named = (block.number, block.caption, block.caption_translation, here, setting)
    if setting.medium == "print" and block.caption:
        # A page may end between a <caption> and its table, but not after a paragraph that keeps with what follows.
        # The structure tree sees one table with its caption all the same.
        out = f'<div class="captioned {kind}" data-pdf="{outer}"{own}>{caption("p", *named)}'
        out += f"<table{attributes(class_=kind, data_pdf=part, role=role)}>{rows}</table></div>"
    else:
        shown = attributes(class_=kind, data_pdf="" if grid else "Div", role=role)
        out = f"<table{shown}{own}>{caption('caption', *named)}{rows}</table>"
    if block.note:
        out += f'<div class="table-note">{_blocks(block.note, here, setting)}</div>'
    # Table and note are one exhibit; on paper no two tables then stand next to each other as if one had been cut.
    whole = "".join(f" {name}" for name in ("short", "filling", "tall", "colophon") if name in kinds)
    return f'<div class="exhibit{whole}" data-pdf="Div">{out}</div>' if setting.medium == "print" else out


def _bands(block: Table, rows: list[str], shape: _Shape, setting: Setting) -> str:
    """The rows as bodies of a table: rows that share a cell stay on one page with it, or the next page would show them
    without their name; in a table that takes more than a page, so do the rows of a small group."""
    groups = {index for index, row in enumerate(block.body) if row.role == "group"}
    spans = ((index, max((cell.rowspan for cell in row.cells), default=1)) for index, row in enumerate(block.body))
    ends = {index: index + rows for index, rows in spans if rows > 1}
    inside = {at for start, end in ends.items() for at in range(start + 1, end)}
    # The title of a group right above goes along.
    shared = {at - (at - 1 in groups) for at in ends if at not in inside}
    tall, most = "tall" in shape.kinds, _LONG_SPAN_WIDE if setting.landscape else _LONG_SPAN
    bounds = sorted(({0, len(rows), *shared, *ends.values()} | (groups if tall else set())) - inside)
    out = []
    for start, end in pairwise(bounds):
        few = start in shared or (tall and end - start <= len(rows) * _BAND)
        whole = few and sum(shape.heights[start:end]) <= most
        out.append(f"<tbody{attributes(class_='band' * whole)}>{''.join(rows[start:end])}</tbody>")
    return "".join(out)


def caption(tag: str, number: str, words: Inlines, translation: Inlines, lang: Lang, setting: Setting) -> str:
    """A caption: number, words, and the other language on its own line."""
    if not words and not number:
        return ""
    second = setting.document.second_lang
    out = f'<span class="number">{inlines(text(number), lang, setting)}</span>' if number else ""
    out += f'<span class="words">{inlines(words, lang, setting)}</span>'
    if translation and second:
        tag_of_second = LANGUAGE_TAGS[second]
        foreign = inlines(translation, second, setting)
        out += f'<span class="translation" lang="{tag_of_second}">{foreign}</span>'
    return f'<p class="caption" data-pdf="Caption">{out}</p>' if tag == "p" else f"<{tag}>{out}</{tag}>"


class _Shape(NamedTuple):
    """The widths of a table's columns in percent and how many em stand on a line of each, the classes that say how it
    is set and parted, and how much of a page each row takes."""

    shares: tuple[float, ...]
    room: tuple[float, ...]
    kinds: list[str]
    heights: list[float]


def _shape(block: Table, setting: Setting) -> _Shape:
    theme, (width, page) = setting.context.theme, setting.frame_points
    style = theme.type["table_dense" if _dense(block) and "table_dense" in theme.type else "table"]
    leading = style.leading * (0.83 if setting.document.lang == "en" else 1)
    metrics = Metrics(style.size, leading, *((5.0, 3.4) if _dense(block) else (_BESIDE, _AROUND)))
    _refuse_too_many_columns(block, width, metrics, setting)
    shares = balanced(block, width, metrics)
    heights = row_heights(block, shares, width, metrics)
    turned = block.role == "matrix" and len(block.columns) >= _MANY
    if turned:
        # Upright words are as high as the longest of them is long.
        upright = [max((words_width(name) for name in _names(row)), default=0.0) for row in block.head]
        heights[: len(upright)] = [longest * style.size * 1.04 + metrics.around for longest in upright]
    tall = sum(heights)
    kind = [block.role, *block.classes]
    if block.role == "grid" and not block.head:
        kind += ["open"] + ["short"] * (tall <= page * _SHORT_GRID)
    else:
        numbers = sum(column.align is not Align.LEFT for column in block.columns) > _FIGURE_COLUMNS
        whole = numbers or block.role == "control"  # who signs is seen at once
        most = _SHORT_MATRIX if block.role == "matrix" else _SHORT_NUMBERS if whole else _SHORT
        # A card is read row by row: it may go on overleaf rather than leave half a page white.
        kind += ["short"] * (tall <= page * (_SHORT_CARD if block.role == "card" else most))
        kind += ["filling"] * (tall > page * _FILLING)
        kind += ["tall"] * (block.role == "matrix" and tall > page * most)  # starts at the top of its first page
    kind += ["turned"] * turned + ["dense"] * (turned and "dense" not in kind)
    crowded = block.role != "matrix" and len(block.columns) >= _MANY
    kind += ["long-words"] * (crowded or _has_long_words(block))
    kind += ["fixed"] * bool(shares)
    # Without widths of their own, columns take what their words need; many would need too much.
    room = tuple((share * width / 100 - metrics.beside) / metrics.size for share in shares)
    room = room or (0.0 if crowded or block.role == "matrix" else _ANY,) * len(block.columns)
    return _Shape(shares, room, kind, [found / page for found in heights[len(block.head) :]])


def _refuse_too_many_columns(block: Table, width: float, metrics: Metrics, setting: Setting) -> None:
    """Log an error for a table of words whose columns would be narrower than two characters."""
    most = int(width / (metrics.beside + 2 * metrics.size))
    if block.role != "matrix" and len(block.columns) > most:
        turn = "" if setting.landscape else "put it on a landscape page, "
        message = f"a table of {len(block.columns)} columns is wider than the page, which has room for {most}"
        setting.log.error("table", message, block.source, help=f"{turn}exchange rows and columns, or split it")


def _dense(block: Table) -> bool:
    return "dense" in block.classes or (block.role == "matrix" and len(block.columns) >= _MANY)


def _columns(block: Table, shares: tuple[float, ...]) -> str:
    if shares:
        return "<colgroup>" + "".join(f'<col style="width:{share:.4g}%">' for share in shares) + "</colgroup>"
    total = sum(column.width for column in block.columns)
    if not total:
        return ""
    share = (column.width / total * 100 for column in block.columns)
    return "<colgroup>" + "".join(f'<col style="width:{w:.4g}%">' if w else "<col>" for w in share) + "</colgroup>"


def _row(
    row: Row, scope: str, block: Table, lang: Lang, setting: Setting, shape: _Shape,
    kept: bool = False, long: bool = False,
) -> str:  # fmt: skip
    cells: list[str] = []
    column = 0
    label_only = scope == "row" and row.role == "body" and _mostly_headers(block)
    upright = scope == "col" and block.role == "matrix" and len(block.columns) >= _MANY
    for index, cell in enumerate(row.cells):
        # A card has labels on the left, and a table needs headers for those who hear it.
        header = scope == "col" or (cell.header and not label_only) or (block.role == "card" and index == 0)
        turn = _turned(block, row, shape.shares[column], lang, setting) if upright and index and shape.shares else ""
        setting.room = 0.0 if turn else sum(shape.room[column : column + cell.colspan])
        setting.narrow = setting.room < _NARROW
        cells.append(_cell(cell, header, _scope(cell, scope, row), column, block, lang, setting, turn))
        setting.room, setting.narrow = 0.0, False
        column += cell.colspan
    kind = " ".join([row.role] * (row.role != "body") + ["kept"] * kept + ["long"] * long)
    return f"<tr{attributes(class_=kind)}>{''.join(cells)}</tr>"


def _names(row: Row) -> list[str]:
    return [plain(p.content) for cell in row.cells[1:] for p in query(cell, Paragraph)]


def _turned(block: Table, row: Row, share: float, lang: Lang, setting: Setting) -> str:
    """The start of the box in which the head of a narrow column stands: Chinese character under character, English
    turned to the left. The box is laid out lying and turned when it is drawn."""
    names = _names(row)
    if setting.document.second_lang is None and lang == "zh":
        return '<div class="stack">'
    if setting.medium == "screen":
        return '<div class="turn">'
    style = setting.context.theme.type.get("table_dense") or setting.context.theme.type["table"]
    across = setting.frame_points[0] * share / 100
    longest = max(words_width(name) for name in names) * style.size * 1.04
    one_line = setting.document.second_lang is not None or across < 2 * style.size * 1.2
    along = longest if one_line else max(longest * 0.56 + style.size, 44)
    return (
        f'<div style="padding-top:{along - across:.1f}pt;height:{across:.1f}pt">'
        f'<div class="turn" style="width:{along:.1f}pt;height:{across:.1f}pt;'
        f'transform:translateX({across:.1f}pt) rotate(-90deg)"><div class="turn-words">'
    )


def _scope(cell: Cell, scope: str, row: Row) -> str:
    wide = cell.colspan > 1 and scope == "col"
    return "rowgroup" if row.role == "group" else f"{scope}group" if wide else scope


def _cell(
    cell: Cell, header: bool, scope: str, column: int, block: Table, lang: Lang, setting: Setting, turn: str = ""
) -> str:
    tag = "th" if header else "td"
    align = block.columns[column].align.value if column < len(block.columns) else "left"
    classes = [align[0]] if align != "left" else []
    if cell.header and not header:
        classes.append("row-head")
    if cell.tone:
        classes.append(f"tone tone-{re.sub(r'[^A-Za-z0-9-]', '-', cell.tone)}")
    inside = cell_content(cell.content, lang, setting)
    if cell.tone and block.role == "grid":
        box = "span" if len(cell.content) == 1 else "div"  # in two languages: a paragraph for each
        inside = f'<{box} class="chip">{inside}</{box}>'
    if turn:
        inside = f"{turn}{inside}{'</div>' * turn.count('<div')}"
    return (
        f"<{tag}"
        + attributes(
            scope=scope if header else "",
            class_=" ".join(classes),
            colspan=cell.colspan if cell.colspan > 1 else "",
            rowspan=cell.rowspan if cell.rowspan > 1 else "",
        )
        + f">{inside}</{tag}>"
    )


def cell_content(content: tuple[Block, ...], lang: Lang, setting: Setting) -> str:
    """What stands in a cell; a single paragraph needs no element of its own."""
    only = content[0] if len(content) == 1 else None
    if isinstance(only, Paragraph) and (not only.id or only.id.startswith(LISTED)):
        words = inlines(only.content, only.lang or lang, setting)
        shown = attributes(id=setting.anchor(only.id) if only.id else "", lang=language(only.lang, lang))
        return f"<span{shown}>{words}</span>" if shown else words
    if setting.medium == "print" and beside(Cell(content), setting.room):
        return _beside(content, lang, setting)
    return _blocks(content, lang, setting)


def _beside(content: tuple[Block, ...], lang: Lang, setting: Setting) -> str:
    """Two lists next to each other: below each other, the second is read a page away from the first."""
    sides = ((block, block.lang or lang) for block in content)
    inside = "".join(
        f'<div class="{its}" lang="{LANGUAGE_TAGS[its]}">{_blocks((replace(block, lang=None),), its, setting)}</div>'
        for block, its in sides
    )
    return f'<div class="beside">{inside}</div>'


def _figures(block: Table, lang: Lang, setting: Setting) -> str:
    # Read aloud, "217, approval items reviewed" makes sense; a row of numbers and then a row of words does not.
    columns = zip(*(row.cells for row in block.body), strict=False)
    items = "".join(
        "<li>"
        + "".join(
            f'<span class="{"figure-number" if index == 0 else "figure-label"}">'
            f"{cell_content(cell.content, lang, setting)}</span>"
            for index, cell in enumerate(column)
        )
        + "</li>"
        for column in columns
    )
    kind = f"figures of-{len(block.columns)}"
    return f"<ul{attributes(class_=kind, id=setting.anchor(block.id), lang=language(block.lang, lang))}>{items}</ul>"


def _mostly_headers(block: Table) -> bool:
    """Whether row headers would leave more headers than data: in two columns under a head they say nothing new."""
    rows = [cell for row in block.body for cell in row.cells]
    headers = sum(cell.header for cell in rows)
    heads = sum(len(row.cells) for row in block.head)
    return bool(block.head) and heads + headers > len(rows) - headers


def _has_long_words(block: Table) -> bool:
    return any(_LONG_WORD.search(plain(p.content)) for p in query(block.body, Paragraph))


def _blocks(content: tuple[Block, ...], lang: Lang, setting: Setting) -> str:
    # Cells hold blocks and blocks hold tables: one of the two has to import late.
    from opsdoc.render.markup.blocks import blocks

    return blocks(content, lang, setting)
