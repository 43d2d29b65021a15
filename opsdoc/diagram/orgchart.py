"""Organisation charts: a tidy tree with stacked leaves, in the roomiest manner that its frame allows."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from opsdoc.diagram.canvas import MARGIN, bounds, drawing, legend
from opsdoc.diagram.drawing import Box, Connector, DoesNotFit, Drawing, Item
from opsdoc.diagram.model import Label, OrgChart
from opsdoc.diagram.orgdraw import draw
from opsdoc.diagram.orgmanner import Hang, Manner
from opsdoc.diagram.orgplace import Placement
from opsdoc.diagram.orgtree import Look, Tree, change_colour, flattened, looks
from opsdoc.diagram.routing import route
from opsdoc.diagram.style import Style
from opsdoc.diagram.words import MARKS

# From here on boxes are comfortable to read; below it another arrangement is tried before boxes get narrower.
COMFORTABLE = 0.3
ENOUGH = 0.12
ROOMIEST = 1.0
LESS_NARROW = 0.1, 0.2, 0.35, 0.55
WIDE = 1.45

Structure = tuple[Hang, int, int]


def lay_out_org_chart(
    chart: OrgChart,
    width: float,
    height: float,
    style: Style,
    tags: Mapping[str, tuple[Label, ...]] | None = None,
) -> Drawing:
    """The chart in a frame. `tags` are words added below the labels of units (references to other drawings).

    Tried in turn: the asked arrangement, branches as indented lists, branches in several rows, each with comfortable
    boxes; then whichever leaves the widest boxes; then all again with labels at the smallest size."""
    smallest: tuple[float, float] | None = None
    tagged = tuple(sorted((tags or {}).items(), key=lambda entry: entry[0]))
    for attempt, scale in ((style, 1.0), (style.smallest(), style.min_size / style.label_size)):
        setting = _Setting(_known(chart, attempt, tagged), width, height, scale)
        found = setting.best()
        if found:
            return found
        need = setting.closest
        if need and (smallest is None or _excess(need, width, height) < _excess(smallest, width, height)):
            smallest = need
    needed = smallest or (0.0, 0.0)
    advice = "show fewer levels, turn the page, or let it be split by branch"
    raise DoesNotFit(f"an organisation chart of {len(setting.tree.units)} units", needed, (width, height), advice)


def _excess(size: tuple[float, float], width: float, height: float) -> float:
    return max(size[0] / width, size[1] / height)


def reads_easily(drawing: Drawing) -> bool:
    """Whether no label needs more than three lines, and few more than two."""
    counts = [len(paragraph.lines) for box in drawing.boxes for paragraph in box.paragraphs]
    return max(counts) <= 3 and sum(count > 2 for count in counts) <= len(counts) / 10


@dataclass(slots=True)
class _Cast:
    """What stands in a chart, whatever its frame: units and their looks, and the size of every manner tried so far."""

    chart: OrgChart
    tree: Tree
    style: Style
    looks: list[Look]
    named: Mapping[str, str]
    committees: list[Look]
    sizes: dict[Manner, tuple[float, float]] = field(default_factory=dict)


Tagged = tuple[tuple[str, tuple[Label, ...]], ...]


def _known(chart: OrgChart, style: Style, tags: Tagged) -> _Cast:
    """What was found out about a chart before, or a new start."""
    try:
        return _cast(chart, style, tags)
    except RecursionError:  # thousands of units below each other: too deep for a key
        return _cast.__wrapped__(chart, style, tags)


# A chart is tried in one frame after another, most of which differ in height alone.
@lru_cache(maxsize=64)
def _cast(chart: OrgChart, style: Style, tags: Tagged) -> _Cast:
    tagged = dict(tags)
    tree = flattened(chart.root)
    drawn, named = looks(chart, tree, style, tagged)
    committees = [
        Look(
            replace(unit, kind="committee"),
            change_colour(unit.group, style) if unit.group in MARKS else style.primary,
            False,
            style,
            tagged.get(unit.id, ()),
        )
        for unit in chart.committees
    ]
    return _Cast(chart, tree, style, drawn, named, committees)


class _Setting:
    """One chart at one text size in one frame."""

    def __init__(self, cast: _Cast, width: float, height: float, scale: float) -> None:
        self.cast = cast
        self.chart, self.tree, self.style = cast.chart, cast.tree, cast.style
        self.looks, self.named, self.committees = cast.looks, cast.named, cast.committees
        self.width, self.height, self.scale = width, height, scale
        self.closest: tuple[float, float] | None = None
        self.last = (0.0, 0.0)

    def best(self) -> Drawing | None:
        """The first comfortable arrangement, or else the one with the widest boxes; None: none fits."""
        if self._hopeless():
            self._drawn(Manner("leaves", 1, 1, True, 0.0, self.scale))
            return None
        fallback: tuple[float, Drawing] | None = None
        for structure in self._structures():
            found = self._roomiest(structure)
            if found is None:
                continue
            if found[0] >= COMFORTABLE or (found[0] >= ENOUGH and reads_easily(found[1])):
                return found[1]
            if fallback is None or found[0] > fallback[0] + 0.05:
                fallback = found
        return fallback[1] if fallback else None

    def _hopeless(self) -> bool:
        """Whether the boxes alone, as narrow as they can be and with no label broken, at the least distances, cover
        more than the frame."""
        if math.isinf(self.width) or math.isinf(self.height):
            return False
        least = Manner("leaves", dense=True, room=0.0, scale=self.scale)
        gap, stack = least.gap, least.stack_gap
        area = sum(
            (look.widths(least.side)[1] + gap) * (look.height(self.width + 1e6, least.side) + stack)
            for look in self.looks
        )
        return area > (self.width + gap) * (self.height + stack)

    def _structures(self) -> Iterator[Structure]:
        """Arrangements from the most to the least like an organisation chart: who hangs, rows, columns of leaves."""
        tree = self.tree
        branches = len(tree.children[tree.branching])
        if not self.chart.stacked:
            yield ("none", 1, 1)
        yield ("leaves", 1, 1)
        deep = max(tree.depth, default=0) > tree.depth[tree.branching] + 2
        if deep:
            yield ("all", 1, 1)
        plain = not tree.assistants[tree.branching] or tree.branching == 0
        if plain:
            for rows in (2, 3, 4, 6, 8, 10):
                if branches > rows:
                    yield ("all", rows, 1)
        for columns in (2, 3, 4, 6):
            yield ("leaves", 1, columns)
        if deep:
            yield ("all", 1, 2)
            yield ("all", 1, 3)
        if plain and branches > 2:
            yield ("all", 2, 2)

    def _roomiest(self, structure: Structure) -> tuple[float, Drawing] | None:
        hang, rows, columns = structure
        for dense in (False, True):

            def drawn(room: float, dense: bool = dense) -> Drawing | None:
                across = 1e9 if math.isinf(self.width) else self.width - 2 * MARGIN
                captions = any(line.caption for line in self.chart.dotted)
                manner = Manner(hang, rows, columns, dense, room, self.scale, across, captions)
                return self._drawn(manner)

            top = ROOMIEST if math.isinf(self.width) else WIDE
            # In a real frame most arrangements fail, and the narrowest boxes tell so at once.
            low = 0.0 if top == WIDE else top
            found = drawn(low)
            # Too high for narrow boxes, whose labels take more lines, may still be low enough for wider ones.
            for room in LESS_NARROW if not found and top == WIDE else ():
                if self.last[0] > self.width or found:
                    break
                low, found = room, drawn(room)
            if not found:
                continue
            widest = drawn(top) if top == WIDE else found
            if widest:
                return top, widest
            high = top
            for _ in range(6):
                middle = (low + high) / 2
                attempt = drawn(middle)
                if attempt:
                    low, found = middle, attempt
                else:
                    high = middle
            return low, found
        return None

    def _drawn(self, manner: Manner) -> Drawing | None:
        """The drawing when it fits; else its size is remembered if it came closer than others."""
        size = self.cast.sizes.get(manner)
        if size is None or self._fits(size):
            placement = Placement(self.tree, self.looks, self.committees, manner)
            left, top, right, bottom = placement.bounds()
            size = self.cast.sizes[manner] = (right - left + 2 * MARGIN, bottom - top + 2 * MARGIN)
        self.last = size
        if self._fits(size):
            result = self._finished(*draw(placement, self.style.line))
            size = (result.width, result.height)
            if self._fits(size):
                return result
        if self.closest is None or (
            _excess(size, self.width, self.height) < _excess(self.closest, self.width, self.height)
        ):
            self.closest = size
        return None

    def _fits(self, size: tuple[float, float]) -> bool:
        return size[0] <= self.width + 0.01 and size[1] <= self.height + 0.01

    def _finished(self, boxes: list[Box], connectors: list[Connector]) -> Drawing:
        dotted, captions, numbered = route(self.chart.dotted, boxes, connectors, self.style)
        items: list[Item] = [*connectors, *dotted, *boxes, *captions]
        entries = [*self._legend(), *((name, self.style.muted, caption) for name, caption in numbered)]
        if entries:
            left, _, right, bottom = bounds(items)
            room = min(max(right - left, 240.0), self.width - 2 * MARGIN)
            items += legend(entries, left, bottom + 14, room, self.style)
        return drawing(items, self.style, self.chart.root.label.parts[0][0])

    def _legend(self) -> list[tuple[str, str, Label]]:
        style = self.style
        entries: list[tuple[str, str, Label]] = []
        grouped = any(unit.group in MARKS for unit in self.tree.units)
        for key, label in self.chart.legend:
            if key in self.named and key not in MARKS:
                entries.append(("solid", self.named[key], label))
            elif key == "committee":
                entries.append(("stripe", style.primary, label))
            elif key == "dotted":
                entries.append(("dotted", style.line, label))
            elif key in MARKS:
                entries.append((MARKS[key], change_colour(key, style) if grouped else style.ink, label))
            elif key == "vacant":
                entries.append(("dashed", style.muted, label))
            else:
                entries.append(("none", style.ink, label))
        return entries
