"""Bridges: a waterfall in rows, from one total to another; sign, hatch and place tell up from down without colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opsdoc.diagram.canvas import drawing, height_of, inline, legend, paragraphs, text, width_of
from opsdoc.diagram.drawing import DoesNotFit, Drawing, Item, Line, Paragraph, Polygon, Rect
from opsdoc.diagram.model import Bridge, BridgeBar, Label
from opsdoc.diagram.style import Style, mixed

# Shares of the width: fixed, so that a longer label makes the drawing higher and never takes another's room.
LABEL_SHARE = 0.36
THICK = 11.0
PAD = 2.0
GAP = 8.0
WIDEST = 620.0
# Totals may differ from the sum of the changes by the rounding of one decimal.
ROUNDING = 0.1
# Where the lowest level is above this share of the highest, bars from zero would hide the changes.
FLAT = 0.6


@dataclass(frozen=True, slots=True)
class Row:
    """A bar in its place on the axis: `start` and `end` are the levels before and after it."""

    bar: BridgeBar
    start: float
    end: float

    @property
    def low(self) -> float | None:
        """The level at the low end of the range; None without a range."""
        return None if self.bar.low is None else self.bar.low + self._base

    @property
    def high(self) -> float | None:
        """The level at the high end of the range; None without a range."""
        return None if self.bar.high is None else self.bar.high + self._base

    @property
    def _base(self) -> float:
        return 0.0 if self.bar.kind == "total" else self.start


def rows_of(chart: Bridge) -> tuple[Row, ...]:
    """The bars with their levels; a bridge that does not begin with a total begins at zero. ValueError for one that
    does not end with a total, or whose changes do not lead to the next one."""
    if not chart.bars or chart.bars[-1].kind != "total":
        raise ValueError("bridge: the last bar must be a total")
    rows: list[Row] = []
    level = 0.0
    for number, bar in enumerate(chart.bars):
        if bar.low is not None and bar.high is not None and not bar.low <= bar.value <= bar.high:
            raise ValueError(f'bridge: "{bar.id}" is {bar.value:g}, outside its range {bar.low:g} to {bar.high:g}')
        if bar.kind != "total":
            rows.append(Row(bar, level, level + bar.value))
        elif number and abs(bar.value - level) > ROUNDING:
            raise ValueError(f'bridge: "{bar.id}" is {bar.value:g}, and the bars before it come to {level:g}')
        else:
            rows.append(Row(bar, 0.0, bar.value))
        level = rows[-1].end
    return tuple(rows)


def lay_out_bridge(chart: Bridge, width: float, height: float, style: Style) -> Drawing:
    """The bridge over the whole width of its frame, a row for each bar. ValueError for one that does not close."""
    rows = rows_of(chart)
    needed = (0.0, 0.0)
    for attempt in (style, style.smallest()):
        result = _lay_out(chart, rows, min(width, WIDEST), attempt)
        if result.width <= width + 0.01 and result.height <= height + 0.01:
            return result
        needed = (result.width, result.height)
    advice = "turn the page, or draw it by kind of change"
    raise DoesNotFit(f"a bridge of {len(rows)} bars", needed, (width, height), advice)


@dataclass(slots=True)
class _Axis:
    """Where values lie; `floor` is the value at the left end, above zero where the axis is cut."""

    left: float
    right: float
    floor: float
    top: float

    def x(self, value: float) -> float:
        return self.left + (self.right - self.left) * (value - self.floor) / ((self.top - self.floor) or 1.0)


def _axis(rows: Sequence[Row], left: float, right: float) -> _Axis:
    ends = [level for row in rows for level in (row.end, row.low, row.high) if level is not None]
    low, high = min(ends), max(ends)
    # A cut axis begins so far below the lowest level that a third of the lowest total stays to be seen.
    floor = low - (high - low) * 0.5 if low > FLAT * high and high > low else min(low, 0.0)
    return _Axis(left, right, floor, max(high, 0.0))


def _lay_out(chart: Bridge, rows: Sequence[Row], width: float, style: Style) -> Drawing:
    label_width = width * LABEL_SHARE - GAP
    figures: list[tuple[Paragraph, ...]] = [
        (inline(row.bar.figure, style, weight=700 if row.bar.kind == "total" else 500),) for row in rows
    ]
    figure_width = max(width_of(figure, style) for figure in figures) + 1
    axis = _axis(rows, width * LABEL_SHARE, width - 4 - figure_width - GAP)
    if axis.right - axis.left < 60:
        # Figures in two languages that leave the bars no room stand below each other.
        figures = [paragraphs(row.bar.figure, width * 0.2, style, size=style.second_size) for row in rows]
        figure_width = max(width_of(figure, style) for figure in figures) + 1
        axis = _axis(rows, width * LABEL_SHARE, max(width - 4 - figure_width - GAP, width * LABEL_SHARE + 60))
    items: list[Item] = []
    places: list[tuple[float, float]] = []
    y = 0.0
    for row, figure in zip(rows, figures, strict=True):
        total = row.bar.kind == "total"
        words = paragraphs(row.bar.label, label_width, style, weight=700 if total else 400)
        high = max(height_of(words), height_of(figure), THICK + 3) + 2 * PAD
        if total:
            items.append(Rect(0, y, width - 2, high, style.tint, name="row"))
        middle = y + high / 2
        items.append(text(3, y, label_width, words, height=high, anchor="middle", name=row.bar.id))
        at = axis.right + GAP
        items.append(text(at, y, figure_width, figure, "right", height=high, anchor="middle", name="figure"))
        places.append((middle - THICK / 2, middle + THICK / 2))
        _bar(row, middle - THICK / 2, axis, items, style)
        y += high
        items.append(Line(((0, y), (width - 2, y)), style.rule, 0.4, name="rule"))
    for row, (_, bottom), (top, _) in zip(rows, places, places[1:], strict=False):
        x = axis.x(row.end)
        items.append(Line(((x, bottom), (x, top)), style.muted, 0.5, name="level"))
    if axis.floor < 0:
        zero = axis.x(0)
        items.append(Line(((zero, 0), (zero, y)), style.line, 0.6, True, name="zero"))
    items += legend(_legend(chart, rows, axis, style), 0, y + 6, width - 4, style)
    return drawing(items, style, rows[0].bar.label.parts[0][0])


def look(kind: str, style: Style) -> tuple[str, str, float, str]:
    """Fill, stroke, hatch distance and hatch colour: totals dark, increases plain, decreases hatched, and what nobody
    explains an empty dashed box."""
    up, down = style.accent, style.series[4 % len(style.series)]
    return {
        "total": (style.primary, style.primary, 0.0, ""),
        "increase": (mixed(up, style.paper, 0.75), up, 0.0, ""),
        "decrease": (mixed(down, style.paper, 0.16), down, 2.6, mixed(down, style.paper, 0.75)),
        "open": (style.paper, style.ink, 0.0, ""),
    }[kind]


def kind_of(bar: BridgeBar) -> str:
    """Total, increase, decrease or open."""
    return bar.kind if bar.kind != "change" else "increase" if bar.value >= 0 else "decrease"


def _bar(row: Row, y: float, axis: _Axis, items: list[Item], style: Style) -> None:
    kind = kind_of(row.bar)
    fill, stroke, hatch, hatch_colour = look(kind, style)
    start = max(row.start, axis.floor)
    left, right = sorted((axis.x(start), axis.x(row.end)))
    # A change of nothing is still a mark.
    bar_width = max(right - left, 0.8)
    items.append(
        Rect(left, y, bar_width, THICK, fill, stroke, 0.7, kind == "open", hatch, hatch_colour, f"bar {row.bar.id}")
    )
    if kind == "total" and axis.floor > 0:
        _cut(axis.left + 7, y, items, style)
    if row.low is not None and row.high is not None and row.high > row.low:
        low, high, under = axis.x(row.low), axis.x(row.high), y + THICK + 1.8
        items.append(Line(((low, under), (high, under)), style.ink, 0.7, name="range"))
        items += [Line(((x, under - 1.3), (x, under + 1.3)), style.ink, 0.7, name="range") for x in (low, high)]


def _cut(x: float, y: float, items: list[Item], style: Style) -> None:
    """Two slanted strokes across a bar whose left part is left out."""
    slant, gap = 3.0, 3.2
    corners = ((x, y + THICK + 1), (x + slant, y - 1), (x + slant + gap, y - 1), (x + gap, y + THICK + 1))
    items.append(Polygon(corners, style.paper, name="cut"))
    items.append(Line(corners[:2], style.ink, 0.6, name="cut"))
    items.append(Line(corners[2:], style.ink, 0.6, name="cut"))


def _legend(chart: Bridge, rows: Sequence[Row], axis: _Axis, style: Style) -> list[tuple[str, str, Label]]:
    shown = {kind_of(row.bar) for row in rows}
    if any(row.low is not None for row in rows):
        shown.add("range")
    if axis.floor > 0:
        shown.add("cut")
    marks = {
        "total": ("solid", style.primary),
        "increase": ("+", style.accent),
        "decrease": ("−", style.series[4 % len(style.series)]),
        "open": ("?", style.ink),
        "range": ("|–|", style.ink),
        "cut": ("//", style.ink),
    }
    return [(*marks[key], label) for key, label in chart.legend if key in shown and key in marks]
