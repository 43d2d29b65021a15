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


def parts_of(chart: OrgChart, drawn: Callable[[Part], Drawing], first: int = 1) -> list[tuple[Part, Drawing]]:
    """The parts with their drawings, numbered from `first`; DoesNotFit when a part that cannot be split further
    does not fit."""
    cut: list[Part] = []
    waiting = [chart]
    while waiting:
        parts = _cut(waiting.pop(0), drawn)
        cut += parts
        waiting.extend(replace(chart, root=unit, committees=()) for part in parts for unit in part.opened)
    return [(part, drawn(part)) for part in _tagged(cut, chart, first)]


def _cut(chart: OrgChart, drawn: Callable[[Part], Drawing]) -> list[Part]:
    """A chart whole, or with all its branches closed, or with its branches over several parts."""
    root = chart.root
    # Three digits keep room for any number that the reference will have.
    reference = (label("see", root.label, 888),)
    whole = Part(chart, {root.id: reference})
    if _fits(whole, drawn):
        return [whole]
    opened = tuple(child for child in root.children if child.children)
    children = tuple(replace(child, children=()) for child in root.children)
    tags: dict[str, tuple[Label, ...]] = {unit.id: reference for unit in (root, *opened)}
    part = Part(replace(chart, root=replace(root, children=children)), tags, opened)
    try:
        drawn(part)
    except DoesNotFit:
        if len(children) < 2:
            raise
        middle = (len(root.children) + 1) // 2
        halves = (root.children[:middle], root.children[middle:])
        return [p for half in halves for p in _cut(replace(chart, root=replace(root, children=half)), drawn)]
    return [part]


def _fits(part: Part, drawn: Callable[[Part], Drawing]) -> bool:
    try:
        drawn(part)
    except DoesNotFit:
        return False
    return True


def _tagged(cut: list[Part], chart: OrgChart, first: int) -> list[Part]:
    """The parts with their final numbers in the references, dotted lines to other drawings among them."""
    like = chart.root.label
    number_of: dict[str, int] = {}
    for number, part in enumerate(cut, first):
        number_of.setdefault(part.chart.root.id, number)
    where: dict[str, int] = {}
    for number, part in enumerate(cut, first):
        for unit in units(part.chart.root):
            where.setdefault(unit.id, number)
    result: list[Part] = []
    for number, part in enumerate(cut, first):
        tags: dict[str, tuple[Label, ...]] = defaultdict(tuple)
        for unit in part.opened:
            tags[unit.id] += (label("see", like, number_of[unit.id]),)
        if number > first:
            root = part.chart.root.id
            tags[root] += (label("continues" if number_of[root] < number else "see", like, where[root]),)
        inside = {unit.id for unit in units(part.chart.root)}
        for line in chart.dotted:
            for here, there in ((line.source, line.target), (line.target, line.source)):
                if here in inside and there not in inside and there in where and where[here] == number:
                    tags[here] += (label("dotted_to", like, where[there]),)
        result.append(Part(part.chart, dict(tags), part.opened))
    return result
