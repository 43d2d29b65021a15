"""From the present establishment to the target: which unit, or which kind of change, adds and takes how many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from opsdoc.org.select import Case, Option
from opsdoc.org.transition import transition

# Full-time equivalents are given to one decimal.
ROUNDING = 0.1


@dataclass(frozen=True, slots=True)
class Step:
    """A change of the establishment: by the unit `id`, or by a kind of change (unchanged, changed, moved, new)."""

    id: str
    delta: float


@dataclass(frozen=True, slots=True)
class Establishment:
    """`start` plus the steps plus `open` (what nothing explains; 0 where the bridge closes) is `end`, in FTE."""

    start: float
    end: float
    steps: tuple[Step, ...]
    open: float


def establishment(case: Case, option: Option, by: Literal["unit", "branch", "change"] = "unit") -> Establishment:
    """The bridge of an option, increases first, largest first. It starts from the as-is structure's own figures where
    it has any, so that people whom the option's units forget show as `open`."""
    figures = {unit.id: option.figures[unit.id] for unit in option.units if unit.id in option.figures}
    start = sum(f.as_is for f in figures.values())
    if case.as_is and case.as_is.figures:
        start = sum(f.as_is for f in case.as_is.figures.values())
    origins = transition(case.as_is, option, bool(option.mappings))[1] if case.as_is else {}
    sums: dict[tuple[str, bool], float] = {}
    for id_, figure in figures.items():
        delta = figure.to_be - figure.as_is
        if abs(delta) < ROUNDING / 2:
            continue
        if by == "change":
            # Growth and decline of one kind stand apart: netted, they would hide each other.
            key = (str(origins[id_].change if id_ in origins else "changed"), delta > 0)
        else:
            key = (_branch(option, id_) if by == "branch" else id_, True)
        sums[key] = sums.get(key, 0.0) + delta
    steps = [Step(id_, delta) for (id_, _), delta in sums.items() if abs(delta) >= ROUNDING / 2]
    steps.sort(key=lambda step: (step.delta < 0, -abs(step.delta)))
    end = sum(f.to_be for f in figures.values())
    rest = end - start - sum(step.delta for step in steps)
    return Establishment(start, end, tuple(steps), rest if abs(rest) > ROUNDING else 0.0)


def _branch(option: Option, id_: str) -> str:
    """The unit right below the root that a unit belongs to; the root for itself."""
    passed = {id_}
    while (unit := option.by_id.get(id_)) and unit.parent and unit.parent != option.root.id:
        if unit.parent in passed or unit.parent not in option.by_id:
            break
        id_ = unit.parent
        passed.add(id_)
    return id_
