"""KPI trees: from the result at the left to what makes it up at the right, with the relation on every edge."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from opsdoc.diagram.canvas import bounds, drawing, height_of, legend, once, paragraphs
from opsdoc.diagram.drawing import (
    LEFT,
    RIGHT,
    Box,
    Connector,
    DoesNotFit,
    Drawing,
    Ellipse,
    Item,
    Paragraph,
    Point,
    Run,
)
from opsdoc.diagram.linebreak import one_line
from opsdoc.diagram.model import KpiTree, Label, Measure
from opsdoc.diagram.style import Style, mixed

SIGNS = {"sum": "+", "difference": "−", "product": "×", "ratio": "÷"}
ACROSS = 30.0
BUS = 8.0
BADGE = 11.0
GAP = 5.0
FAMILY = 9.0
PAD = 4.0
STRIPE = 2.6
WIDEST = 150.0
# A box narrower than this many letters of its label is no box to read.
LETTERS = 7.0


@dataclass(slots=True)
class _Node:
    """A measure with its place: `x` and `y` of its box, and `room`, the height that it and all below it take."""

    measure: Measure
    level: int
    rows: tuple[Paragraph, ...]
    high: float
    below: list[_Node] = field(default_factory=list)
    x: float = 0
    y: float = 0
    room: float = 0


def lay_out_kpi_tree(chart: KpiTree, width: float, height: float, style: Style) -> Drawing:
    """The tree in columns of one width, a column for each level."""
    levels = _levels(chart.root)
    needed = (0.0, 0.0)
    for attempt in (style, style.smallest()):
        column = min((width - 2 - ACROSS * (levels - 1)) / levels, WIDEST)
        result = _lay_out(chart, max(column, 30.0), width, attempt)
        if column >= LETTERS * attempt.label_size and result.height <= height + 0.01:
            return result
        needed = (levels * (LETTERS * attempt.label_size + ACROSS) - ACROSS + 2, result.height)
    advice = "show fewer levels, turn the page, or begin further down"
    raise DoesNotFit(f"a KPI tree of {_count(chart.root)} KPIs", needed, (width, height), advice)


def parts_of_tree(chart: KpiTree) -> tuple[KpiTree, ...]:
    """A tree that no page holds, cut: its top first, then every branch that goes on, each with its own root."""
    branches = [child for child in chart.root.children if child.children]
    if not branches:
        return (chart,)
    top = replace(chart.root, children=tuple(replace(child, children=()) for child in chart.root.children))
    return (replace(chart, root=top), *(replace(chart, root=replace(branch, relation="")) for branch in branches))


def _levels(measure: Measure) -> int:
    return 1 + max((_levels(child) for child in measure.children), default=0)


def _count(measure: Measure) -> int:
    return 1 + sum(_count(child) for child in measure.children)


def _lay_out(chart: KpiTree, column: float, width: float, style: Style) -> Drawing:
    root = _node(chart.root, 0, column, style)
    _place(root, 0.0, column)
    items: list[Item] = []
    boxes: list[Item] = []
    badges: list[Item] = []
    _draw(root, "", column, items, boxes, badges, style)
    items += [*boxes, *badges]
    entries = _legend(chart, style)
    if entries:
        left, _, right, bottom = bounds(items)
        items += legend(entries, left, bottom + 12, max(right - left, min(width - 2, 300.0)), style)
    return drawing(items, style, chart.root.label.parts[0][0])


def _node(measure: Measure, level: int, column: float, style: Style) -> _Node:
    top = level == 0
    ink = style.on_primary if top else style.ink
    room = column - STRIPE - 2 * PAD
    rows = paragraphs(
        measure.label, room, style, colour=ink, second=style.on_primary if top else "", weight=700 if level < 2 else 0
    )
    if measure.values:
        rows += paragraphs(
            once(measure.values), room, style, size=style.second_size, weight=700, colour=ink, second=ink
        )
    node = _Node(measure, level, rows, height_of(rows) + 2 * PAD)
    node.below = [_node(child, level + 1, column, style) for child in measure.children]
    return node


def _gap(node: _Node) -> float:
    """What stands between the children of a node: more where they have children of their own."""
    return FAMILY if any(child.below for child in node.below) else GAP


def _place(node: _Node, top: float, column: float) -> None:
    """Children below one another, their parent at the middle between the first and the last."""
    node.x = node.level * (column + ACROSS)
    at = top
    for child in node.below:
        _place(child, at, column)
        at += child.room + _gap(node)
    taken = at - _gap(node) - top if node.below else 0.0
    node.room = max(node.high, taken)
    if not node.below:
        node.y = top
        return
    if taken < node.high:
        for child in node.below:
            _shift(child, (node.high - taken) / 2)
    first, last = node.below[0], node.below[-1]
    middle = (first.y + first.high / 2 + last.y + last.high / 2) / 2
    node.y = min(max(middle - node.high / 2, top), top + node.room - node.high)


def _shift(node: _Node, by: float) -> None:
    node.y += by
    for child in node.below:
        _shift(child, by)


def _draw(
    node: _Node, path: str, column: float, edges: list[Item], boxes: list[Item], badges: list[Item], style: Style
) -> Box:
    """The box of a node and all below it. A KPI may stand twice in a tree: ids are the path from the root."""
    own = f"{path}/{node.measure.id}" if path else node.measure.id
    box = _box(node, own, column, style)
    boxes.append(box)
    for child in node.below:
        other = _draw(child, own, column, edges, boxes, badges, style)
        driver = child.measure.relation == "driver"
        edges.append(Connector(box.id, other.id, _bent(box, other), RIGHT, LEFT, style.line, 0.9, dotted=driver))
        sign = SIGNS.get(child.measure.relation)
        if sign:
            badges.append(_badge(sign, child.measure.label, other.x - BADGE - 4.5, other.middle, style))
    return box


def _box(node: _Node, own: str, column: float, style: Style) -> Box:
    top, again = node.level == 0, node.measure.again
    colour = style.primary if top else style.accent if node.level == 1 else style.line
    return Box(
        own,
        node.x,
        node.y,
        column,
        node.high,
        node.rows,
        align="left",
        fill=style.primary if top else style.tint if again else style.paper,
        stroke=colour if top else mixed(colour, style.paper, 0.8),
        bar="" if top or again else colour,
        bar_width=0 if top or again else STRIPE,
        dashed=again,
        insets=(STRIPE + PAD, PAD, PAD, PAD),
    )


def _bent(box: Box, other: Box) -> tuple[Point, ...]:
    """From the right edge of a box to the left one of another, by a common line near the first."""
    (x1, y1), (x2, y2) = box.site(RIGHT), other.site(LEFT)
    if abs(y1 - y2) < 0.05:
        return (x1, y1), (x2, y1)
    return (x1, y1), (x1 + BUS, y1), (x1 + BUS, y2), (x2, y2)


def _badge(sign: str, label: Label, x: float, middle: float, style: Style) -> Ellipse:
    mark = one_line((Run(sign, label.parts[0][0], style.label_size, 700, style.primary),), style)
    return Ellipse(x, middle - BADGE / 2, BADGE, BADGE, style.paper, style.line, 0.8, (mark,), name=f"{sign} {label}")


def _legend(chart: KpiTree, style: Style) -> list[tuple[str, str, Label]]:
    entries: list[tuple[str, str, Label]] = []
    for key, label in chart.legend:
        if key in SIGNS:
            entries.append((SIGNS[key], style.primary, label))
        elif key == "driver":
            entries.append(("dotted", style.line, label))
        elif key == "again":
            entries.append(("dashed", style.line, label))
        else:
            entries.append(("none", style.ink, label))
    return entries
