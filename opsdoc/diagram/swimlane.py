"""A process over units: a lane for each, its steps from top to bottom, and every hand-off numbered."""

from __future__ import annotations

from dataclasses import replace

from opsdoc.diagram.canvas import MARGIN, bounds, drawing, height_of, legend, once, paragraphs, text
from opsdoc.diagram.drawing import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    Box,
    Connector,
    DoesNotFit,
    Drawing,
    Ellipse,
    Item,
    Paragraph,
    Point,
    Rect,
    Run,
)
from opsdoc.diagram.linebreak import one_line
from opsdoc.diagram.model import Label, Lane, LaneStep, Swimlane
from opsdoc.diagram.style import Style, mixed

# Two lanes fill a portrait page, so that nothing is enlarged to fill it.
WIDEST = 236.0
PAD = 4.0
SIDE = 5.0
BADGE = 11.0
# Between the end of a box and the line to the next one: room for the number of a hand-off.
CLEAR = 8.0
DOWN = 11.0
LETTERS = 5.5


def lay_out_swimlane(chart: Swimlane, width: float, height: float, style: Style) -> Drawing:
    """Lanes side by side over the width of the frame; ValueError for a step in a lane that is not there."""
    known = {lane.id for lane in chart.lanes}
    for step in chart.steps:
        if step.lane not in known:
            raise ValueError(f'swimlane: step "{step.id}" stands in lane "{step.lane}", which is not drawn')
    if not chart.steps:
        raise ValueError("swimlane: there are no steps to draw")
    needed = (0.0, 0.0)
    for attempt in (style, style.smallest()):
        lane = min((width - 2 * MARGIN) / len(chart.lanes), WIDEST)
        least = LETTERS * attempt.label_size + 2 * (SIDE + PAD)
        result = _lay_out(chart, max(lane, least), width, attempt)
        if lane >= least and result.height <= height + 0.01:
            return result
        needed = (len(chart.lanes) * least + 2 * MARGIN, result.height)
    advice = "turn the page, or let it run on over several drawings"
    raise DoesNotFit(f"a process of {len(chart.steps)} steps", needed, (width, height), advice)


def parts_of_process(chart: Swimlane, count: int) -> tuple[Swimlane, ...]:
    """The process in `count` drawings, each with the lanes that it passes; numbers of hand-offs run on."""
    size = -(-len(chart.steps) // count)
    parts = []
    for at in range(0, len(chart.steps), size):
        steps = chart.steps[at : at + size]
        used = list(dict.fromkeys(step.lane for step in steps))
        lanes = tuple(lane for id_ in used for lane in chart.lanes if lane.id == id_)
        last = at + size >= len(chart.steps)
        parts.append(
            replace(chart, lanes=lanes, steps=steps, start=None if at else chart.start, end=chart.end if last else None)
        )
    return tuple(parts)


def _lay_out(chart: Swimlane, lane: float, width: float, style: Style) -> Drawing:
    items: list[Item] = []
    wide = lane * len(chart.lanes)
    y = _end(chart.start, 0.0, wide, items, style)
    y = _heads(chart.lanes, y, lane, items, style)
    boxes = _boxes(chart, y + 6, lane, style)
    bottom = max(box.bottom for box in boxes) + 6
    bands = _bands(chart.lanes, y, bottom, lane, style)
    edges: list[Item] = []
    badges: list[Item] = []
    for step, one, other in zip(chart.steps[1:], boxes, boxes[1:], strict=False):
        edge = _onward(one, other, style)
        edges.append(edge)
        if step.number:
            x, at = edge.points[1] if len(edge.points) == 3 else (one.centre, (one.bottom + other.y) / 2)
            badges.append(_badge(step, x, at, style))
    items += [*bands, *edges, *boxes, *badges]
    y = _end(chart.end, bottom + 3, wide, items, style)
    y = _handed(chart, y, max(wide, min(width - 2 * MARGIN, 240.0)), items, style)
    entries = _legend(chart, style)
    if entries:
        items += legend(entries, 0.0, bounds(items)[3] + 4, max(wide, min(width - 2 * MARGIN, 240.0)), style)
    return drawing(items, style, chart.steps[0].label.parts[0][0])


def _end(label: Label | None, y: float, width: float, items: list[Item], style: Style) -> float:
    """What sets the process off, or when it is done: a line over all lanes."""
    if label is None:
        return y
    rows = paragraphs(label, width - 2 * PAD, style, size=style.second_size, weight=400)
    items.append(text(0, y, width, rows, name="end"))
    return y + height_of(rows) + 3


def _heads(lanes: tuple[Lane, ...], y: float, lane: float, items: list[Item], style: Style) -> float:
    words = [
        paragraphs(
            item.label,
            lane - 2 * PAD,
            style,
            weight=700,
            colour=style.ink if item.gap else style.on_primary,
            second=style.ink if item.gap else style.on_primary,
        )
        for item in lanes
    ]
    high = max(map(height_of, words)) + 2 * PAD
    for n, (item, rows) in enumerate(zip(lanes, words, strict=True)):
        items.append(
            Box(
                f"lane-{item.id}",
                n * lane,
                y,
                lane,
                high,
                rows,
                fill=style.paper if item.gap else style.primary,
                stroke=style.muted if item.gap else style.paper,
                dashed=item.gap,
                insets=(PAD, PAD, PAD, PAD),
                role="lane",
            )
        )
    return y + high


def _bands(lanes: tuple[Lane, ...], top: float, bottom: float, lane: float, style: Style) -> list[Item]:
    bands: list[Item] = []
    for n, item in enumerate(lanes):
        fill = style.paper if item.gap or n % 2 else style.tint
        hatch = 7.0 if item.gap else 0.0
        bands.append(
            Rect(
                n * lane,
                top,
                lane,
                bottom - top,
                fill,
                style.muted if item.gap else style.rule,
                0.5,
                item.gap,
                hatch,
                mixed(style.muted, style.paper, 0.45),
                name="lane",
            )
        )
    return bands


def _boxes(chart: Swimlane, top: float, lane: float, style: Style) -> list[Box]:
    """Each step below the middle of the one before it, so that neighbours in two lanes overlap in height and the line
    between them, down and across, meets no box: every earlier box ends above it, every later one begins below."""
    at = {item.id: n for n, item in enumerate(chart.lanes)}
    boxes: list[Box] = []
    ends: dict[str, float] = {}
    for n, step in enumerate(chart.steps):
        rows = _words(step, n + 1, lane - 2 * (SIDE + PAD), style)
        high = height_of(rows) + 2 * PAD
        y = top
        if boxes:
            before, same = boxes[-1], chart.steps[n - 1].lane == step.lane
            y = before.middle + CLEAR
            lowest = max(earlier.bottom for earlier in boxes)
            y = max(y, before.bottom + DOWN if same else lowest + CLEAR - high / 2)
            y = max(y, ends.get(step.lane, 0.0) + CLEAR)
        box = Box(
            step.id,
            at[step.lane] * lane + SIDE,
            y,
            lane - 2 * SIDE,
            high,
            rows,
            align="left",
            fill=style.paper,
            stroke=style.accent,
            stroke_width=0.9,
            dashed=step.partial,
            insets=(PAD, PAD, PAD, PAD),
            role="step",
        )
        boxes.append(box)
        ends[step.lane] = box.bottom
    return boxes


def _words(step: LaneStep, number: int, room: float, style: Style) -> tuple[Paragraph, ...]:
    rows = paragraphs(step.label, room, style)
    if step.system:
        first, *rest = once(step.system).parts
        bracketed = Label(tuple((lang, f"[{words}]") for lang, words in (first, *rest)))
        rows += paragraphs(
            bracketed, room, style, size=style.min_size, weight=400, colour=style.accent, second=style.accent
        )
    return rows


def _onward(one: Box, other: Box, style: Style) -> Connector:
    """Down within a lane, else down and across."""
    if abs(one.centre - other.centre) < 0.05:
        points: tuple[Point, ...] = (one.site(BOTTOM), other.site(TOP))
        return Connector(one.id, other.id, points, BOTTOM, TOP, style.line, 1.0, arrow=True)
    side = LEFT if other.centre > one.centre else RIGHT
    corner = (one.centre, other.middle)
    return Connector(
        one.id, other.id, (one.site(BOTTOM), corner, other.site(side)), BOTTOM, side, style.line, 1.0, arrow=True
    )


def _badge(step: LaneStep, x: float, y: float, style: Style) -> Ellipse:
    lang = step.label.parts[0][0]
    number = one_line((Run(step.number, lang, style.min_size, 700, style.on_primary),), style)
    frame = (x - BADGE / 2, y - BADGE / 2, BADGE, BADGE)
    return Ellipse(
        *frame, style.primary, style.paper, 0.8, (number,), name=f"{step.number} {step.handed or ''}".strip()
    )


def _handed(chart: Swimlane, y: float, width: float, items: list[Item], style: Style) -> float:
    """What passes at each number, in columns below the lanes."""
    handed = [step for step in chart.steps if step.number and step.handed]
    if not handed:
        return y
    count = 3 if width >= 620 else 2 if width >= 300 else 1
    column = width / count
    tops = [y + 2] * count
    for n, step in enumerate(handed):
        # Read down the first column, then down the second.
        at = n * count // len(handed)
        assert step.handed is not None
        rows = paragraphs(step.handed, column - 22, style, size=style.second_size, weight=400)
        lang = step.label.parts[0][0]
        number = one_line((Run(step.number, lang, style.second_size, 700, style.primary),), style)
        items.append(text(at * column, tops[at], 12, (number,), "right", name="number"))
        items.append(text(at * column + 16, tops[at], column - 20, rows, name=str(step.handed)))
        tops[at] += height_of(rows) + 2
    return max(tops)


def _legend(chart: Swimlane, style: Style) -> list[tuple[str, str, Label]]:
    looks = {"system": ("[ ]", style.accent), "partial": ("dashed", style.accent)}
    return [(*looks.get(key, ("none", style.ink)), label) for key, label in chart.legend]
