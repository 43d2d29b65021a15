"""How wide the columns of a table are in Word: whole words where the page has room for them."""

from __future__ import annotations

import re

from opsdoc.document.tree import Cell, Paragraph, Table, plain, query
from opsdoc.render.docx.layout.metrics import measure
from opsdoc.render.docx.runs import rough_width
from opsdoc.render.docx.scope import bare
from opsdoc.render.markup.widths import Metrics, balanced
from opsdoc.text import FULL_WIDTH_MARKS, HAN
from opsdoc.theme import Theme, TypeStyle

MANY = 9  # columns from which a matrix is set small, as on paper
# Columns of a matrix below this many twips give up their padding: "A/R" is one word.
NARROW = 400
_BESIDE = 190  # twips that a cell's padding takes on both sides, with a little to spare
_BESIDE_DENSE = 44
_LONGEST = 0.3  # share of the table up to which a column is widened for one word
_parted = re.compile(f"[\\s/{HAN}{FULL_WIDTH_MARKS}]+|(?<=[-–—])")
_letters = re.compile("[A-Za-z]/[A-Za-z]")


def dense(block: Table) -> bool:
    """Whether a table is set small and close."""
    return "dense" in block.classes or (block.role == "matrix" and len(block.columns) >= MANY)


def text_style(block: Table, theme: Theme, *, head: bool = False) -> TypeStyle:
    """The type in which a table's words are measured."""
    name = "table_dense" if dense(block) and "table_dense" in theme.type else "table"
    return theme.type["table_head" if head and name == "table" else name]


def cell_text(cell: Cell) -> str:
    """The words of a cell."""
    if bare(cell.content):
        return " ".join(plain(block.content) for block in cell.content if isinstance(block, Paragraph))
    return " ".join(plain(block.content) for block in query(cell.content, Paragraph))


def column_widths(block: Table, count: int, total: int, theme: Theme) -> list[int]:
    """Widths in twips that add up to the total: the shares that columns ask for; the others by what they hold. A
    column that is narrower than its longest word takes room from those that can spare it."""
    asked = [column.width for column in block.columns] + [0.0] * (count - len(block.columns))
    held = [3.0] * count
    least = [0.0] * count
    for row, header in (*((row, True) for row in block.head), *((row, False) for row in block.body)):
        column = 0
        for cell in row.cells:
            if cell.colspan == 1 and column < count and (row.role != "group"):
                text = cell_text(cell)
                # A long text wraps: its root is nearer to the room it wants than its length.
                size = rough_width(text)
                held[column] = max(held[column], size if size < 12 else 12 + (size - 12) ** 0.62)
                # The heads of a crowded matrix stand upright and need no room across.
                if not (header and column and dense(block)):
                    least[column] = max(least[column], _longest_word(text, block, theme, header or cell.header))
            column += cell.colspan
    style = text_style(block, theme)
    beside = (_BESIDE_DENSE if dense(block) else _BESIDE) / 20
    # As on paper: width moves from columns that have too much of it to those that wrap.
    fitted = balanced(block, total / 20, Metrics(style.size, style.leading, beside, 5.2)) if count == len(asked) else ()
    if fitted:
        shares = list(fitted)
    elif not any(asked):
        shares = held if block.role != "figures" else [1.0] * count
    else:
        known = [width for width in asked if width]
        mean = sum(known) / len(known)
        shares = [width or mean for width in asked]
    widths = [total * share / sum(shares) for share in shares]
    if block.role != "figures":
        _make_room(widths, [min(needed, total * _LONGEST) for needed in least])
    whole = [round(width) for width in widths]
    whole[-1] += total - sum(whole)
    return whole


def _longest_word(text: str, block: Table, theme: Theme, head: bool) -> float:
    """Twips that a cell needs for its longest word."""
    style = text_style(block, theme, head=head)
    width = measure(getattr(theme.fonts, style.font).word.latin, head or style.weight >= 500)
    # "A/R" is not parted.
    words = _parted.split(text) + _letters.findall(text)
    ems = max((width(word) for word in words if word), default=0.0)
    return ems * style.size * 20 + (_BESIDE_DENSE if dense(block) else _BESIDE) if ems else 0.0


def _make_room(widths: list[float], least: list[float]) -> None:
    """Widen what is too narrow for its words; those give that have most to spare, in turn."""
    for taker, needed in enumerate(least):
        while widths[taker] < needed - 1e-6:
            spare, giver = max((width - low, n) for n, (width, low) in enumerate(zip(widths, least, strict=True)))
            step = min(needed - widths[taker], max(spare / 4, 5.0))
            if spare < step:
                return
            widths[giver] -= step
            widths[taker] += step
