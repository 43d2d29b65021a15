"""Management cycles: stages in a ring, and a calendar of what each does in which month."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from opsdoc.diagram.canvas import drawing, height_of, inline, once, paragraphs, text, width_of
from opsdoc.diagram.drawing import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    Box,
    Connector,
    DoesNotFit,
    Drawing,
    Item,
    Line,
    Paragraph,
    Point,
    Rect,
)
from opsdoc.diagram.linebreak import one_line
from opsdoc.diagram.measure import runs_width
from opsdoc.diagram.model import Cycle, CycleEvent, CycleStage, Label
from opsdoc.diagram.style import Style, mixed

GAP = 22.0
PAD = 5.0
STRIPE = 3.0
BOX = 170.0
WIDEST = 760.0
YEAR = 12
NAME = 66.0
LEAST = 3


def lay_out_cycle(chart: Cycle, width: float, height: float, style: Style) -> Drawing:
    """The ring, and the calendar below it; ValueError for a cycle of fewer than three stages or a month that no year
    has."""
    _validated(chart)
    width = min(width, WIDEST)
    for attempt in (style, style.smallest()):
        result = _lay_out(chart, width, attempt)
        if result.height <= height + 0.01 and result.width <= width + 0.01:
            return result
    advice = "turn the page, or name fewer events"
    raise DoesNotFit(f"a cycle of {len(chart.stages)} stages", (result.width, result.height), (width, height), advice)


def _validated(chart: Cycle) -> None:
    if len(chart.stages) < LEAST:
        raise ValueError(f"cycle: {len(chart.stages)} stages are no cycle; it takes {LEAST}")
    for stage in chart.stages:
        for event in stage.events:
            wrong = [month for month in event.months if not 1 <= month <= YEAR]
            if wrong or not event.months:
                what = f"in month {wrong[0]}; a year has 1 to {YEAR}" if wrong else "in no month"
                raise ValueError(f'cycle: "{event.id}" happens {what}')


def _lay_out(chart: Cycle, width: float, style: Style) -> Drawing:
    width -= 2  # half a line's width on either side
    items: list[Item] = []
    bottom = _ring(chart, width, items, style)
    if any(stage.events for stage in chart.stages):
        _calendar(chart, bottom + GAP - 4, width, items, style)
    return drawing(items, style, chart.centre.parts[0][0])


# ------------------------------------------------------------------------------------------------ ring


def _ring(chart: Cycle, width: float, items: list[Item], style: Style) -> float:
    """Boxes clockwise from the top, one connector from each to the next; returns where the ring ends."""
    count = len(chart.stages)
    side = (count - 1) // 2
    box = min(BOX * 1.25, width / 2 - 2 * GAP)
    words = [_stage(stage, box - STRIPE - 2 * PAD, style) for stage in chart.stages]
    heights = [height_of(rows) + 2 * PAD for rows in words]
    room = width - 2 * box - 4 * PAD
    centre = paragraphs(
        chart.centre, room, style, size=style.label_size + 0.8, weight=700, colour=style.primary, second=style.ink
    )
    # Top one, then down the right side, one at the bottom where the number is even, and up the left side.
    right, left = list(range(1, side + 1)), list(range(count - 1, count - 1 - side, -1))
    places: dict[int, tuple[float, float]] = {0: ((width - box) / 2, 0.0)}
    high = dict(enumerate(heights))
    y = rows_from = heights[0] + GAP
    for one, other in zip(right, left, strict=True):
        # Neighbours across share a height, so that the line between them is straight.
        high[one] = high[other] = max(heights[one], heights[other])
        if one == 1 and side == 1:
            high[one] = high[other] = max(high[one], 2 * (height_of(centre) + PAD))
        places[one], places[other] = (width - box, y), (0.0, y)
        y += high[one] + GAP
    rows_to = y - GAP - (high[side] / 2 + PAD if count % 2 else 0)
    if not count % 2:
        places[side + 1] = ((width - box) / 2, y)
        y += high[side + 1] + GAP
    boxes = [
        _box(stage, words[n], (*places[n], box, high[n]), style.series_colour(n), style)
        for n, stage in enumerate(chart.stages)
    ]
    items += [_onward(first, boxes[(n + 1) % count], n, side, count, style) for n, first in enumerate(boxes)]
    items += boxes
    items.append(_middle(centre, box + 2 * PAD, width - box - 2 * PAD, rows_from, rows_to))
    return y - GAP


def _stage(stage: CycleStage, room: float, style: Style) -> tuple[Paragraph, ...]:
    size = style.label_size + 0.8
    rows = _words(stage.label, room, style, size, 700, style.primary)
    if stage.owner:
        rows += _words(stage.owner, room, style, style.second_size, 400, style.muted)
    if stage.question:
        rows += _words(stage.question, room, style, style.label_size, 400, style.ink)
    return rows


def _words(label: Label, room: float, style: Style, size: float, weight: int, colour: str) -> tuple[Paragraph, ...]:
    """A label on one line where all its languages fit, else one below the other."""
    label = once(label)
    line = inline(label, style, colour=colour, size=size, weight=weight)
    first, *others = line.runs
    runs = (first, *(replace(run, size=style.second_size, weight=400) for run in others))
    if runs_width(runs, style) <= room:
        return (one_line(runs, style),)
    return paragraphs(label, room, style, size=size, weight=weight, colour=colour)


def _box(
    stage: CycleStage, rows: tuple[Paragraph, ...], frame: tuple[float, float, float, float], colour: str, style: Style
) -> Box:
    x, y, wide, high = frame
    return Box(
        stage.id,
        x,
        y,
        wide,
        high,
        rows,
        align="left",
        fill=style.paper,
        stroke=mixed(colour, style.paper, 0.75),
        bar=colour,
        bar_width=STRIPE,
        insets=(STRIPE + PAD, PAD, PAD, PAD),
    )


def _onward(one: Box, other: Box, at: int, side: int, count: int, style: Style) -> Connector:
    """The line from a stage to the next, clockwise: right and down, down, across the bottom, up, up and right."""
    start, end = BOTTOM, TOP
    corner: Point | None = None
    if at == 0:
        start, end = RIGHT, TOP
        corner = (other.centre, one.middle)
    elif at == count - 1:
        start, end = TOP, LEFT
        corner = (one.centre, other.middle)
    elif at == side and count % 2:
        start, end = LEFT, RIGHT
    elif at == side:
        start, end = BOTTOM, RIGHT
        corner = (one.centre, other.middle)
    elif at == side + 1 and not count % 2:
        start, end = LEFT, BOTTOM
        corner = (other.centre, one.middle)
    elif at > side:
        start, end = TOP, BOTTOM
    points = (one.site(start), *((corner,) if corner else ()), other.site(end))
    return Connector(one.id, other.id, points, start, end, style.line, 1.1, arrow=True)


def _middle(rows: tuple[Paragraph, ...], left: float, right: float, top: float, bottom: float) -> Item:
    """What the cycle turns around, between the two sides and above the line that joins them."""
    return text(left, top, right - left, rows, "center", height=bottom - top, anchor="middle", name="centre")


# ------------------------------------------------------------------------------------------------ calendar


def _calendar(chart: Cycle, top: float, width: float, items: list[Item], style: Style) -> None:
    """A row for every event, under its stage; a mark in each month, one bar over months that follow one another."""
    stages = [(n, stage) for n, stage in enumerate(chart.stages) if stage.events]
    # As wide as the names unbroken, up to a limit: a name that grows never leaves more room to its neighbours.
    whole = max(width_of(paragraphs(stage.label, 10_000, style, weight=700), style) for _, stage in stages)
    column = min(whole + 1, NAME)
    names = {stage.id: paragraphs(stage.label, column, style, weight=700, colour=style.primary) for _, stage in stages}
    first = column + 2 * PAD + STRIPE
    left = width * 0.5
    cell = (width - left) / YEAR
    marks: list[Item] = []
    y = lines_from = _months(chart, top, left, cell, marks, style)
    for n, stage in stages:
        colour = style.series_colour(n)
        end = _stage_rows(stage, names[stage.id], y, first, left, cell, colour, marks, style)
        items.append(Rect(0, y, width, end - y, style.tint, name="band"))
        items.append(Rect(0, y, STRIPE, end - y, colour, name="band"))
        y = end + 3
    grid = [((left + n * cell, lines_from), (left + n * cell, y - 3)) for n in range(YEAR)]
    items += [Line(points, mixed(style.rule, style.muted, 0.7), 0.4, name="grid") for points in grid]
    items += marks


def _months(chart: Cycle, top: float, left: float, cell: float, items: list[Item], style: Style) -> float:
    size = style.min_size
    heads = [paragraphs(label, cell + 4, style, size=size, colour=style.primary) for label in chart.months]
    high = max((height_of(rows) for rows in heads), default=0.0)
    for n, rows in enumerate(heads):
        items.append(text(left + n * cell, top, cell, rows, "center", height=high, anchor="bottom", name="month"))
    items.append(Line(((0, top + high + 3), (left + YEAR * cell, top + high + 3)), style.primary, 0.9, name="rule"))
    return top + high + 6


def _stage_rows(
    stage: CycleStage,
    name: tuple[Paragraph, ...],
    top: float,
    first: float,
    left: float,
    cell: float,
    colour: str,
    items: list[Item],
    style: Style,
) -> float:
    """The events of a stage below one another, its name beside them; returns where they end."""
    y = top + 2
    for event in stage.events:
        rows = _words(event.label, left - first - 2 * PAD, style, style.label_size, 400, style.ink)
        high = max(height_of(rows), 11) + 2
        items.append(text(first, y, left - first - PAD, rows, height=high, anchor="middle", name=str(event.label)))
        items += _marks(event, y + high / 2, left, cell, colour)
        y += high
    bottom = max(y + 2, top + height_of(name) + 4)
    items.append(
        text(STRIPE + PAD, top, first - STRIPE - PAD, name, height=bottom - top, anchor="middle", name="stage")
    )
    return bottom


def _marks(event: CycleEvent, middle: float, left: float, cell: float, colour: str) -> list[Item]:
    """Bars over months that follow one another."""
    months = sorted(set(event.months))
    starts = [months[0], *(b for a, b in pairwise(months) if b != a + 1)]
    ends = [*(a for a, b in pairwise(months) if b != a + 1), months[-1]]
    return [
        Rect(left + (a - 1) * cell + 2, middle - 3.2, (b - a + 1) * cell - 4, 6.4, colour, name="mark")
        for a, b in zip(starts, ends, strict=True)
    ]
