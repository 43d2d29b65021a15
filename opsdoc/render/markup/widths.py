"""How wide the columns of a table should be and how tall it will come out, estimated from the length of its words.

Columns come with the shares that an exhibit gives them for any content in any language. Here width moves from columns
that have too much of it to those that wrap, as long as the table grows shorter. Nothing is measured in a font: a
page more or less hangs on lines, not on points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import permutations

from opsdoc.document.tree import BulletList, Cell, OrderedList, Paragraph, Row, Table, plain, query
from opsdoc.render.markup.spacing import amounts, terms

_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘—…●◐]|(?<![A-Za-z0-9])’")
_LATIN_EM = 0.5  # advance of an average Latin character
_RAGGED = 1.06  # what lines that end between words lose
_LONGEST = 18.5  # em of a word that a column is widened for
_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|\d{1,2} [A-Z][a-z]+ \d{4}")
_CHIP = 5.0  # points that a chip adds to a cell's padding
_TERM = 6  # characters of a term that is not parted
_AMOUNT = re.compile(r'<span class="nb">([^<]*)</span>')
_FEW = 5  # columns; in tables of fewer amounts are not parted
_STEPS = (4.0, 2.0, 1.0)  # percent of the table's width that move at once
_FAITH = 0.012  # lines that a percent away from the given share has to save
_LISTS = (BulletList, OrderedList)
_TWO_LISTS = 36.0  # em of a cell that has room for two lists next to each other
_HALF = 0.46  # of its width, for each of them
_BALANCED = frozenset({"grid", "plain", "control"})


@dataclass(frozen=True, slots=True)
class Metrics:
    """The type of a table in points: size, leading, what a cell adds to its words on both sides, above and below."""

    size: float
    leading: float
    beside: float
    around: float


def words_width(text: str) -> float:
    """The width of a line of words in em."""
    wide = len(_WIDE.findall(text))
    return wide + (len(text) - wide) * _LATIN_EM


def balanced(block: Table, width: float, metrics: Metrics) -> tuple[float, ...]:
    """The share of every column in percent; none where the columns have no widths."""
    given = [column.width for column in block.columns]
    total = sum(given)
    if not total or not all(given):
        return ()
    shares = [100 * value / total for value in given]
    if block.role not in _BALANCED or len(given) < 3:
        return tuple(shares)
    rows = [row for part in (block.head, block.body) for row in _in_columns(part, len(given))]
    columns = [_Column(rows, n, width, metrics, len(given) < _FEW) for n in range(len(given))]
    _make_room(shares, [column.least for column in columns])
    # The options of a comparison are as wide as each other, and give and take together.
    groups = [tuple(n for n, other in enumerate(given) if other == value) for value in dict.fromkeys(given)]
    groups = [part for group in groups for part in ([group] if len(group) > 2 else [(n,) for n in group])]
    declared = tuple(shares)

    def cost(trial: list[float]) -> float:
        lines = [column.lines(share) for column, share in zip(columns, trial, strict=True)]
        drift = sum(abs(a - b) for a, b in zip(trial, declared, strict=True))
        tallest: Iterator[float] = map(max, *lines)
        return sum(tallest) + _FAITH * drift

    best = cost(shares)
    for step in _STEPS:
        moved = True
        while moved:
            moved = False
            for giver, taker in permutations(groups, 2):
                trial = [*shares]
                for n in giver:
                    trial[n] -= step / len(giver)
                for n in taker:
                    trial[n] += step / len(taker)
                if any(trial[n] < columns[n].least for n in giver):
                    continue
                found = cost(trial)
                if found < best - 1e-9:
                    shares, best, moved = trial, found, True
    return tuple(shares)


def _make_room(shares: list[float], least: list[float]) -> None:
    """Widen columns that are too narrow for their longest word, at the cost of the one with most to spare."""
    for taker, needed in enumerate(least):
        while shares[taker] < needed:
            giver = max(range(len(shares)), key=lambda n: shares[n] - least[n])
            step = min(needed - shares[taker], 1.0)
            if shares[giver] - least[giver] < step:
                return
            shares[giver] -= step
            shares[taker] += step


def row_heights(block: Table, shares: tuple[float, ...], width: float, metrics: Metrics) -> list[float]:
    """The heights of a table's rows in points, heads first."""
    if not shares:
        shares = (100 / max(len(block.columns), 1),) * len(block.columns)
    heights = []
    for row in (*block.head, *block.body):
        lines, column = 1.0, 0
        for one in row.cells:
            room = sum(shares[column : column + one.colspan]) * width / 100 - metrics.beside
            parts = [tuple(_paragraphs(one))]
            if beside(one, room / metrics.size):
                parts, room = [tuple(_paragraphs(Cell((block,)))) for block in one.content], room * _HALF
            lines = max(lines, *(_lines(texts, room, metrics.size) for texts in parts))
            column += one.colspan
        heights.append(lines * metrics.leading + metrics.around)
    return heights


def beside(one: Cell, room: float) -> bool:
    """Whether a cell with so many em on a line sets its list and the same in the second language side by side."""
    if room < _TWO_LISTS or len(one.content) != 2:
        return False
    first, second = one.content
    return isinstance(first, _LISTS) and isinstance(second, _LISTS) and first.lang != second.lang


def _in_columns(rows: tuple[Row, ...], count: int) -> Iterator[Row]:
    """Rows with a cell in every column, an empty one below a cell that spans rows; without rows that have a cell across
    columns."""
    covered = [0] * count
    for row in rows:
        own, cells = iter(row.cells), []
        for n in range(count):
            found = None if covered[n] else next(own, None)
            covered[n] = covered[n] - 1 if covered[n] else found.rowspan - 1 if found else 0
            cells.append(found or Cell(()))
        if all(one.colspan == 1 for one in cells):
            yield replace(row, cells=tuple(cells))


class _Column:
    """A column's words, and how many lines each row of it takes at a width."""

    def __init__(self, rows: list[Row], at: int, width: float, metrics: Metrics, whole_amounts: bool) -> None:
        self._cells = [tuple(_paragraphs(row.cells[at])) for row in rows]
        self._spans = [row.cells[at].rowspan for row in rows]
        self._width, self._metrics = width, metrics
        self._known: dict[float, list[float]] = {}
        longest = max((_needed(w) for texts in self._cells for text, _ in texts for w in _unbroken(text)), default=1)
        if whole_amounts:
            found = (_AMOUNT.findall(amounts(text)) for texts in self._cells for text, _ in texts)
            longest = max(longest, *(_needed(amount) for one in found for amount in one), 0)
        # A word that carries a tone stands on a chip, with room on both sides, and is not parted.
        toned = [row.cells[at] for row in rows if row.cells[at].tone]
        chips = (_needed(text) + _CHIP / metrics.size for found in toned for text, _ in _paragraphs(found))
        longest = max(longest, *chips, 0)
        # Words stay whole; a column of Chinese keeps room for four characters.
        self.least = 100 * (min(longest, _LONGEST) * metrics.size + metrics.beside) / width

    def lines(self, share: float) -> list[float]:
        known = self._known.get(share)
        if known is None:
            room = share * self._width / 100 - self._metrics.beside
            found = (_lines(texts, room, self._metrics.size) for texts in self._cells)
            # What spans rows has the lines of all of them for itself.
            known = self._known[share] = [-(-lines // span) for lines, span in zip(found, self._spans, strict=True)]
        return known


def _paragraphs(one: Cell) -> Iterator[tuple[str, float]]:
    """The paragraphs of a cell and their indent in em."""
    for block in one.content:
        indent = 1.2 if isinstance(block, (BulletList, OrderedList)) else 0.0
        for paragraph in query(block, Paragraph):
            yield plain(paragraph.content), indent


def _lines(texts: tuple[tuple[str, float], ...], room: float, size: float) -> float:
    total = 0.0
    for text, indent in texts:
        space = max(room - indent * size, size)
        total += max(1, -(-words_width(text) * size * _RAGGED // space))
    return total


def _unbroken(text: str) -> list[str]:
    """Pieces that no line end may part: words of Latin, dates, short terms and words of Chinese, and a few ideographs
    of a sentence for the look of it."""
    pieces = [piece for piece in re.split(r"[\s\u2e80-\uffef/]+|(?<=[a-z]-)(?=[a-z])", text) if piece]
    whole = terms(text)
    if len(whole) == 1 and len(text) > _TERM:
        whole = ["字字字字"] if len(_WIDE.findall(text)) > 3 else []
    return [*pieces, *_DATE.findall(text), *whole, "字"]


def _needed(piece: str) -> float:
    """The em that a piece on one line needs; of Latin only the average is known."""
    wide = len(_WIDE.findall(piece))
    # Between Han and figures stands an eighth of an em, which a date has on both sides of its characters.
    if _DATE.fullmatch(piece):
        return wide * 1.27 + (len(piece) - wide) * _LATIN_EM * 1.06
    return wide * 1.02 + (len(piece) - wide) * _LATIN_EM * 1.16
