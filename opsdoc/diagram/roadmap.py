"""Roadmaps: waves as bands over a grid of months, initiatives as bars, milestones as diamonds."""

from __future__ import annotations

from dataclasses import dataclass

from opsdoc.diagram.canvas import drawing, height_of, paragraphs, text, width_of
from opsdoc.diagram.drawing import DoesNotFit, Drawing, Item, Line, Paragraph, Polygon, Rect
from opsdoc.diagram.model import Bar, Label, Milestone, Roadmap, Wave
from opsdoc.diagram.style import Style, mixed

PAD = 4.0
BAR_GAP = 2.6
DIAMOND = 4.2


def lay_out_roadmap(chart: Roadmap, width: float, height: float, style: Style) -> Drawing:
    """The roadmap over the whole width of its frame; ValueError for a bar that ends before it starts or lies outside
    the columns."""
    _validated(chart)
    width = min(width, 900.0)
    result = _lay_out(chart, width, style)
    if result.height > height:
        result = _lay_out(chart, width, style.smallest())
    if result.height > height or result.width > width + 0.01:
        raise DoesNotFit(
            f"a roadmap of {sum(len(w.bars) for w in chart.waves)} initiatives",
            (result.width, result.height),
            (width, height),
            "turn the page or draw it by wave",
        )
    return result


def _validated(chart: Roadmap) -> None:
    last = len(chart.columns) * chart.months_per_column
    for wave in chart.waves:
        for bar in wave.bars:
            if not 0 <= bar.start < bar.end <= last:
                raise ValueError(
                    f'roadmap: "{bar.id}" runs from month {bar.start:g} to {bar.end:g}; the columns hold 0 to {last}'
                )
        for event in wave.milestones:
            if not 0 <= event.at <= last:
                raise ValueError(f'roadmap: milestone "{event.id}" at month {event.at:g}; the columns hold 0 to {last}')


@dataclass(slots=True)
class _Grid:
    """Where months lie."""

    left: float
    right: float
    months: float

    def x(self, month: float) -> float:
        return self.left + (self.right - self.left) * month / self.months


def _lay_out(chart: Roadmap, width: float, style: Style) -> Drawing:
    names = [paragraphs(wave.label, 84, style) for wave in chart.waves]
    name_width = max([width_of(rows, style) for rows in names] + [40]) + 2 * PAD + 4
    grid = _Grid(name_width + 6, width - 10, len(chart.columns) * chart.months_per_column)
    items: list[Item] = []
    y = _header(chart, grid, items, style)
    lines_from = y
    bands: list[Item] = []
    for index, (wave, name) in enumerate(zip(chart.waves, names, strict=True)):
        y = _band(wave, name, index, y, name_width, width, grid, bands, items, style) + 3
    verticals: list[Item] = [
        Line(((x, lines_from), (x, y - 3)), style.rule, 0.4, name="grid")
        for x in (grid.x(n * chart.months_per_column) for n in range(len(chart.columns) + 1))
    ]
    lang = chart.waves[0].label.parts[0][0] if chart.waves else "zh"
    return drawing([*bands, *verticals, *items], style, lang)


def _header(chart: Roadmap, grid: _Grid, items: list[Item], style: Style) -> float:
    """The columns' names above a rule; returns where the bands begin."""
    cell = (grid.right - grid.left) / max(len(chart.columns), 1)
    heads = [
        paragraphs(label, cell - 2, style, size=style.second_size, colour=style.primary) for label in chart.columns
    ]
    high = max((height_of(rows) for rows in heads), default=0.0)
    for index, rows in enumerate(heads):
        x = grid.left + index * cell
        items.append(text(x, 0, cell, rows, "center", height=high, anchor="bottom", name="column"))
    items.append(Line(((0, high + 3), (grid.right + 8, high + 3)), style.primary, 0.9, name="rule"))
    return high + 6


def _band(
    wave: Wave,
    name: tuple[Paragraph, ...],
    index: int,
    top: float,
    name_width: float,
    width: float,
    grid: _Grid,
    bands: list[Item],
    items: list[Item],
    style: Style,
) -> float:
    colour = style.series_colour(index)
    y = top + PAD
    for bar in wave.bars:
        y = _bar(bar, y, grid, colour, items, style) + BAR_GAP
    y = _milestones(wave.milestones, y, grid, colour, items, style)
    bottom = max(y, top + height_of(name) + 2 * PAD)
    bands.append(Rect(0, top, width - 2, bottom - top, style.tint, name="wave"))
    bands.append(Rect(0, top, 2.6, bottom - top, colour, name="wave"))
    items.append(
        text(2.6 + PAD, top, name_width - 2.6 - 2 * PAD + 1, name, height=bottom - top, anchor="middle", name="wave")
    )
    return bottom


def _bar(bar: Bar, y: float, grid: _Grid, colour: str, items: list[Item], style: Style) -> float:
    """A bar with its label inside where it fits on one line each, else beside it on the roomier side, else below."""
    left, right = grid.x(bar.start), grid.x(bar.end)
    inside = paragraphs(bar.label, 10_000, style, colour=style.on_primary, second=style.on_primary)
    need = width_of(inside, style)
    # One bar per line: everything beside it is free.
    after, before = grid.right - right - 2 * PAD, left - grid.left - 2 * PAD
    high = height_of(inside) + 3
    if need + 2 * PAD <= right - left:
        items.append(Rect(left, y, right - left, high, colour, name=str(bar.label)))
        items.append(text(left + PAD, y, right - left - 2 * PAD, inside, height=high, anchor="middle"))
        return y + high
    room = max(after, before)
    if room >= min(need, 90) + 1:
        beside = paragraphs(bar.label, max(room, 1), style)
        high, wide = height_of(beside) + 3, width_of(beside, style) + 1
        items.append(Rect(left, y, right - left, high, colour, name=str(bar.label)))
        at = right + PAD if after >= before or need <= after else left - PAD - wide
        # On the band's own colour: the grid would strike the words through.
        items.append(text(at, y + 1, wide, beside, height=high - 2, anchor="middle", fill=style.tint))
        return y + high
    within = right - left >= grid.right - grid.left - 180
    if within:
        wrapped = paragraphs(bar.label, right - left - 2 * PAD, style, colour=style.on_primary, second=style.on_primary)
        high = height_of(wrapped) + 3
        items.append(Rect(left, y, right - left, high, colour, name=str(bar.label)))
        items.append(text(left + PAD, y, right - left - 2 * PAD, wrapped, height=high, anchor="middle"))
        return y + high
    below = paragraphs(bar.label, grid.right - grid.left - 2 * PAD, style)
    items.append(Rect(left, y, right - left, 6, colour, name=str(bar.label)))
    wide = width_of(below, style)
    x = min(max(left, grid.left), grid.right - wide - PAD)
    items.append(text(x, y + 7, wide + 1, below, fill=style.tint))
    return y + 7 + height_of(below)


def _milestones(
    events: tuple[Milestone, ...], y: float, grid: _Grid, colour: str, items: list[Item], style: Style
) -> float:
    """Diamonds on as few lines as keep their labels apart; a label stands at the right, or at the left near the end."""
    lanes: list[tuple[float, list[tuple[float, float]]]] = []
    placed: list[tuple[int, Milestone, tuple[Paragraph, ...], float, bool]] = []
    for event in sorted(events, key=lambda e: (e.at, e.id)):
        x = grid.x(event.at)
        before, after = x - grid.left, grid.right - x
        rows = paragraphs(event.label, 10_000, style)
        onward = width_of(rows, style) + 2 * DIAMOND + 2 <= after or after >= before
        room = (after if onward else before) - DIAMOND - PAD
        rows = paragraphs(event.label, max(room, 40), style)
        wide = width_of(rows, style) + DIAMOND + PAD
        span = (x - DIAMOND, x + wide) if onward else (x - wide, x + DIAMOND)
        for lane, (high, taken) in enumerate(lanes):
            if all(span[1] + 4 <= a or span[0] - 4 >= b for a, b in taken):
                lanes[lane] = (max(high, height_of(rows)), [*taken, span])
                break
        else:
            lane = len(lanes)
            lanes.append((height_of(rows), [span]))
        placed.append((lane, event, rows, x, onward))
    tops = [y]
    for high, _ in lanes:
        tops.append(tops[-1] + max(high, 2 * DIAMOND) + 2)
    for lane, event, rows, x, onward in placed:
        high = max(lanes[lane][0], 2 * DIAMOND)
        middle = tops[lane] + high / 2
        points = ((x, middle - DIAMOND), (x + DIAMOND, middle), (x, middle + DIAMOND), (x - DIAMOND, middle))
        items.append(Polygon(points, mixed(colour, style.ink, 0.75), style.paper, 0.6, name=_name(event.label)))
        wide = width_of(rows, style) + 1
        left = x + DIAMOND + 2 if onward else x - DIAMOND - 2 - wide
        items.append(
            text(
                left,
                tops[lane],
                wide,
                rows,
                "left" if onward else "right",
                height=high,
                anchor="middle",
                fill=style.tint,
            )
        )
    return tops[-1] + (PAD - 2 if lanes else 0)


def _name(label: Label) -> str:
    return str(label)
