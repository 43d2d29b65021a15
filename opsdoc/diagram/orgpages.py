"""An organisation over several drawings: an overview, a drawing for each branch, and references between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from opsdoc.diagram.describe import units
from opsdoc.diagram.drawing import DoesNotFit, Drawing
from opsdoc.diagram.model import Label, OrgChart, Unit
from opsdoc.diagram.words import label

# An overview shows at most so many levels: below, a page is a page of references.
DEEPEST = 5


@dataclass(slots=True)
class Part:
    """One drawing of several: its chart and the words added to boxes whose rest stands elsewhere."""

    chart: OrgChart
    tags: dict[str, tuple[Label, ...]] = field(default_factory=dict)
    opened: tuple[Unit, ...] = ()
    """Units of this part whose reports stand on drawings of their own."""
    covers: tuple[str, ...] = ()
    """Units whose reports this part shows, and which other parts therefore refer to."""


def parts_of(chart: OrgChart, drawn: Callable[[Part], Drawing], first: int = 1) -> list[tuple[Part, Drawing]]:
    """The parts with their drawings, numbered from `first`; DoesNotFit when a part that cannot be split further
    does not fit."""
    drawn = _remembered(drawn)
    cut: list[Part] = []
    waiting = [Part(chart, covers=(chart.root.id,))]
    while waiting:
        parts = _cut(waiting.pop(0), drawn)
        cut += parts
        for part in parts:
            waiting.extend(_sheets(part, chart, drawn))
    return [(part, drawn(part)) for part in _tagged(cut, chart, first)]


def _remembered(drawn: Callable[[Part], Drawing]) -> Callable[[Part], Drawing]:
    """The same, drawing no part twice: what fits is asked of a branch alone, beside others, and when it is cut."""
    known: dict[object, Drawing | DoesNotFit] = {}

    def remembered(part: Part) -> Drawing:
        inside = tuple(unit.id for unit in units(part.chart.root))
        key = (inside, len(part.chart.committees), tuple(sorted(part.tags.items(), key=lambda tag: tag[0])))
        if key not in known:
            try:
                known[key] = drawn(part)
            except DoesNotFit as problem:
                known[key] = problem
        found = known[key]
        if isinstance(found, DoesNotFit):
            raise found
        return found

    return remembered


def _cut(wanted: Part, drawn: Callable[[Part], Drawing]) -> list[Part]:
    """A chart whole, or with its lower levels closed, or with its branches over several parts."""
    chart, root = wanted.chart, wanted.chart.root
    # Three digits keep room for any number that the reference will have.
    reference = (label("see", root.label, 888),)
    whole = Part(chart, {root.id: reference}, covers=wanted.covers)
    if _fits(whole, drawn):
        return [whole]
    overviews = (_closed(wanted, level, reference) for level in range(min(_levels(root) - 1, DEEPEST), 0, -1))
    found = [part for part in overviews if _fits(part, drawn)]
    # The fewer levels the better the overview, as long as what it leaves to other drawings fits them in one piece.
    for part in reversed(found):
        if all(_fits(_below(chart, unit, reference), drawn) for unit in part.opened):
            return [part]
    if found:
        return [found[0]]
    if len(root.children) < 2:
        drawn(_closed(wanted, 1, reference))  # raises DoesNotFit, with the size that it needs
    middle = (len(root.children) + 1) // 2
    halves = (root.children[:middle], root.children[middle:])
    return [
        part
        for half in halves
        for part in _cut(Part(replace(chart, root=replace(root, children=half)), covers=wanted.covers), drawn)
    ]


def _closed(wanted: Part, level: int, reference: tuple[Label, ...]) -> Part:
    """The chart without what stands more than `level` levels below its root."""
    opened: list[Unit] = []

    def closed(unit: Unit, left: int) -> Unit:
        if not left and unit.children:
            opened.append(unit)
        return replace(unit, children=tuple(closed(child, left - 1) for child in unit.children) if left else ())

    root = closed(wanted.chart.root, level)
    tags = {unit.id: reference for unit in (root, *opened)}
    return Part(replace(wanted.chart, root=root), tags, tuple(opened), wanted.covers)


def _below(chart: OrgChart, unit: Unit, reference: tuple[Label, ...]) -> Part:
    return Part(replace(chart, root=unit, committees=()), {unit.id: reference}, covers=(unit.id,))


def _levels(root: Unit) -> int:
    """How many levels stand below the root."""
    levels, row = 0, root.children
    while row:
        levels, row = levels + 1, tuple(child for unit in row for child in unit.children)
    return levels


def _sheets(part: Part, chart: OrgChart, drawn: Callable[[Part], Drawing]) -> list[Part]:
    """The drawings that a part refers to: neighbours below one superior share one as long as they fit it."""
    whole = {unit.id: unit for unit in part.opened}
    above = {child.id: unit for unit in units(part.chart.root) for child in unit.children}
    sheets: list[Part] = []
    group: list[Unit] = []
    for unit in part.opened:
        superior = above[unit.id]
        tried = Part(
            replace(chart, root=replace(superior, children=(*group, whole[unit.id])), committees=()),
            {superior.id: (label("see", superior.label, 888),)},
            covers=(*(member.id for member in group), unit.id),
        )
        if group and above[group[-1].id] is superior and _fits(tried, drawn):
            sheets[-1] = tried
            group.append(unit)
        else:
            group = [unit]
            sheets.append(_below(chart, whole[unit.id], ()))
    return sheets


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
        for id_ in part.covers:
            number_of.setdefault(id_, number)
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
            tags[root] += (
                label("continues" if number_of.get(root, where[root]) < number else "see", like, where[root]),
            )
        inside = {unit.id for unit in units(part.chart.root)}
        for line in chart.dotted:
            for here, there in ((line.source, line.target), (line.target, line.source)):
                if here in inside and there not in inside and there in where and where[here] == number:
                    tags[here] += (label("dotted_to", like, where[there]),)
        result.append(Part(part.chart, dict(tags), part.opened, part.covers))
    return result
