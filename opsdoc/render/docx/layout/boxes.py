"""What a layout places: paragraphs as lines, tables as rows, sections as type areas, and how tall they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from opsdoc.render.docx.layout.styles import Look


@dataclass(slots=True)
class Para:
    """A paragraph: heights of its lines, what it names, and the footnotes that it calls."""

    look: Look
    lines: list[float]
    marks: list[str]
    notes: list[str] = field(default_factory=list)
    top: float = 0.0
    bottom: float = 0.0
    """What borders add above and below."""

    @property
    def height(self) -> float:
        """Lines and borders, without the space around."""
        return self.top + sum(self.lines) + self.bottom


@dataclass(slots=True)
class Row:
    """A row: its cells' content and the least height."""

    cells: list[list[Item]]
    least: float = 0.0
    exact: bool = False
    whole: bool = False
    header: bool = False
    keep: bool = False
    padding: float = 0.0
    edge: float = 0.0
    """Thickness of the line above."""
    ends: list[int] = field(default_factory=list)
    """For every cell, how many rows it reaches over; 0 for the shadow of one above."""


@dataclass(slots=True)
class Table:
    """A table."""

    rows: list[Row]
    foot: float = 0.0


Item: TypeAlias = Para | Table


@dataclass(slots=True)
class Section:
    """What stands between two section breaks, with the size of its type area in points."""

    items: list[Item]
    width: float
    height: float
    breaks: bool = True
    columns: int = 1


def space_between(first: Item | None, second: Item) -> float:
    """The space between two neighbours: the larger of what one asks below and the other above."""
    above = first.look if isinstance(first, Para) else None
    below = second.look if isinstance(second, Para) else None
    same = above is not None and below is not None and above.style == below.style
    after = above.after if above and not (same and above.contextual) else 0.0
    before = below.before if below and not (same and below.contextual) else 0.0
    return max(after, before)


def stacked(items: list[Item]) -> float:
    """The height of items under each other, with the space before the first and after the last."""
    total = 0.0
    before: Item | None = None
    for item in items:
        total += space_between(before, item)
        total += item.height if isinstance(item, Para) else table_height(item)
        before = item
    return total + (before.look.after if isinstance(before, Para) else 0.0)


def row_heights(table: Table) -> list[float]:
    """Heights of rows; a cell that reaches over several makes the last of them tall enough, unless that is fixed."""
    heights: list[float] = []
    due: dict[int, float] = {}
    for index, row in enumerate(table.rows):
        tall = row.least
        for cell, reach in zip(row.cells, row.ends, strict=True):
            if reach == 1:
                tall = max(tall, stacked(cell) + row.padding)
            elif reach > 1:
                end = index + reach - 1
                due[end] = max(due.get(end, 0.0), stacked(cell) + row.padding + sum(heights[:index]))
        if row.exact:
            tall = row.least
        tall += row.edge
        if index in due and not row.exact:
            tall = max(tall, due[index] - sum(heights))
        heights.append(tall)
    return heights


def table_height(table: Table) -> float:
    """The height of a whole table."""
    return sum(row_heights(table)) + table.foot
