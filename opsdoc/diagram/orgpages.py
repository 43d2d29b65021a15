"""An organisation over several drawings: an overview, a drawing for each branch, and references between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from opsdoc.diagram.describe import units
from opsdoc.diagram.drawing import DoesNotFit, Drawing
from opsdoc.diagram.model import Label, OrgChart, Unit
from opsdoc.diagram.words import label


@dataclass(slots=True)
class Part:
    """One drawing of several: its chart and the words added to boxes whose rest stands elsewhere."""

    chart: OrgChart
    tags: dict[str, tuple[Label, ...]] = field(default_factory=dict)
    opened: tuple[Unit, ...] = ()
    """Units of this part whose reports stand on drawings of their own."""


def parts_of(chart: OrgChart, drawn: Callable[[Part], Drawing]) -> list[tuple[Part, Drawing]]:
    """The parts with their drawings; DoesNotFit when a part that cannot be split further does not fit."""
    cut: list[Part] = []
    waiting = [chart]
    while waiting:
        current = waiting.pop(0)
        part = _cut(current, drawn)
        cut.append(part)
        waiting.extend(replace(chart, root=unit, committees=()) for unit in part.opened)
    shown = _tagged(cut, chart)
    return [(part, drawn(part)) for part in shown]


def _cut(chart: OrgChart, drawn: Callable[[Part], Drawing]) -> Part:
    """The largest upper part of a chart that fits: whole, or with its branches closed one after another, the largest
    first."""
    root = chart.root
    like = root.label
    opened: list[Unit] = []
    by_size = sorted(
        (child for child in root.children if child.children), key=lambda child: (-len(units(child)), child.id)
    )
    failed: DoesNotFit | None = None
    # Closing few branches first keeps most on one page; doubling keeps the number of attempts small.
    closed = 0
    while True:
        shut = {child.id for child in by_size[:closed]}
        opened = [child for child in root.children if child.id in shut]
        children = tuple(replace(c, children=()) if c.id in shut else c for c in root.children)
        tags: dict[str, tuple[Label, ...]] = {unit.id: (label("see", like, 99),) for unit in opened}
        part = Part(replace(chart, root=replace(root, children=children)), tags, tuple(opened))
        try:
            drawn(part)
            return part
        except DoesNotFit as error:
            failed = error
        if closed >= len(by_size):
            break
        closed = min(max(closed * 2, 1), len(by_size))
    raise failed


def _tagged(cut: list[Part], chart: OrgChart) -> list[Part]:
    """The parts with their final numbers in the references, dotted lines to other drawings among them."""
    like = chart.root.label
    number_of = {part.chart.root.id: number for number, part in enumerate(cut, 1)}
    where: dict[str, int] = {}
    for number, part in enumerate(cut, 1):
        for unit in units(part.chart.root):
            where.setdefault(unit.id, number)
    result: list[Part] = []
    for number, part in enumerate(cut, 1):
        tags: dict[str, tuple[Label, ...]] = defaultdict(tuple)
        for unit in part.opened:
            tags[unit.id] += (label("see", like, number_of[unit.id]),)
        if number > 1:
            tags[part.chart.root.id] += (label("see", like, where[part.chart.root.id]),)
        inside = {unit.id for unit in units(part.chart.root)}
        for line in chart.dotted:
            for here, there in ((line.source, line.target), (line.target, line.source)):
                if here in inside and there not in inside and there in where and where[here] == number:
                    tags[here] += (label("dotted_to", like, where[there]),)
        result.append(Part(part.chart, dict(tags), part.opened))
    return result
