"""Pillars under a roof on a base: a strategy house."""

from __future__ import annotations

from opsdoc.diagram.canvas import drawing, height_of, paragraphs, text
from opsdoc.diagram.drawing import Box, DoesNotFit, Drawing, Item, Polygon, Rect
from opsdoc.diagram.model import Label, Pillars
from opsdoc.diagram.style import Style, mixed

GAP = 8.0
PAD = 6.0


def lay_out_pillars(chart: Pillars, width: float, height: float, style: Style) -> Drawing:
    """The house over the whole width of its frame."""
    if not chart.pillars:
        raise ValueError("pillars: there are none to draw")
    needed = (0.0, 0.0)
    for attempt in (style, style.smallest()):
        column = (min(width, 760.0) - 4 - GAP * (len(chart.pillars) - 1)) / len(chart.pillars)
        result = _lay_out(chart, column, attempt)
        if column >= 6 * attempt.label_size and result.height <= height + 0.01:
            return result
        needed = (len(chart.pillars) * (6 * attempt.label_size + GAP) - GAP + 4, result.height)
    advice = "turn the page, or give the pillars fewer words"
    raise DoesNotFit(f"a house of {len(chart.pillars)} pillars", needed, (width, height), advice)


def _lay_out(chart: Pillars, column: float, style: Style) -> Drawing:
    count = len(chart.pillars)
    column = max(column, 40.0)
    width = column * count + GAP * (count - 1)
    items: list[Item] = []
    y = _roof(chart.roof, width, items, style) + GAP
    heads = [
        paragraphs(head, column - 2 * PAD, style, colour=style.on_primary, second=style.on_primary)
        for head, _ in chart.pillars
    ]
    head_height = max(map(height_of, heads)) + 2 * PAD
    bodies = [
        [paragraphs(line, column - 2 * PAD - 4, style, weight=400) for line in lines] for _, lines in chart.pillars
    ]
    # Lines of one rank stand at one height, so that the eye compares across.
    ranks = max(map(len, bodies))
    heights = [max((height_of(body[n]) for body in bodies if n < len(body)), default=0.0) + 5 for n in range(ranks)]
    body_height = sum(heights) + (PAD if ranks else 0)
    ids = chart.ids or tuple(f"pillar-{n + 1}" for n in range(count))
    for n in range(count):
        x = n * (column + GAP)
        colour = style.series_colour(n) if count < len(style.series) else style.accent
        items.append(Rect(x, y, column, head_height + body_height, style.paper, colour, 0.75, name="pillar"))
        items.append(Box(ids[n], x, y, column, head_height, heads[n], None, "center", "middle", colour, colour))
        line_y = y + head_height + PAD
        for rank, rows in enumerate(bodies[n]):
            if rank:
                items.append(Rect(x + PAD, line_y - 3, column - 2 * PAD, 0.4, style.rule, name="rule"))
            items.append(text(x + PAD, line_y, column - 2 * PAD, rows, name="line"))
            line_y += heights[rank]
    y += head_height + body_height + GAP
    base = paragraphs(chart.base, width - 4 * PAD, style, colour=style.primary)
    items.append(
        Box(
            "base",
            0,
            y,
            width,
            height_of(base) + 2 * PAD,
            base,
            None,
            "center",
            "middle",
            style.tint,
            mixed(style.primary, style.paper, 0.6),
            0.75,
        )
    )
    return drawing(items, style, chart.roof.parts[0][0])


def _roof(label: Label, width: float, items: list[Item], style: Style) -> float:
    """A low gable over a lintel that holds the words; returns where it ends."""
    words = paragraphs(
        label, width - 12 * PAD, style, colour=style.on_primary, second=style.on_primary, size=style.label_size + 1.4
    )
    gable = min(26.0, width / 12)
    lintel = height_of(words) + 2 * PAD
    points = ((0.0, gable), (width / 2, 0.0), (width, gable), (width, gable + lintel), (0.0, gable + lintel))
    items.append(Polygon(points, style.primary, name=str(label)))
    items.append(
        text(6 * PAD, gable - 3, width - 12 * PAD, words, "center", height=lintel, anchor="middle", name=str(label))
    )
    return gable + lintel
