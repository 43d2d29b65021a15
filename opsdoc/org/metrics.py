"""Spans, layers, hand-offs and full-time equivalents of an option: figures that every comparison uses alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import mean, median

from opsdoc.content.models import Function, Raci
from opsdoc.org.coverage import Totals, totals
from opsdoc.org.interfaces import passings
from opsdoc.org.select import Case, Option


@dataclass(frozen=True, slots=True)
class Metrics:
    """Structure figures of an option. Spans count solid-line units (not people); shares are 0–1; FTE and cost are 0
    where the engagement gives no figures."""

    units: int
    layers: int
    root_reports: int
    average_span: float
    median_span: float
    widest_span: int
    narrow: int
    wide: int
    one_to_one: int
    coverage: Totals
    hand_offs: int
    interfaces: int
    split_raci: int
    raci_rows: int
    fte: float
    cost: float


def metrics(case: Case, option: Option) -> Metrics:
    """All figures of an option over the functions in the case's scope."""
    spans = span_by_unit(option)
    values = list(spans.values())
    crossing, all_interfaces = hand_offs(option, case.functions.values())
    split, rows = split_raci(case, option)
    return Metrics(
        units=len(option.units) - len(assistants(option)),
        layers=layers(option),
        root_reports=spans.get(option.root.id, 0),
        average_span=mean(values) if values else 0.0,
        median_span=float(median(values)) if values else 0.0,
        widest_span=max(values, default=0),
        narrow=sum(1 for v in values if v < 3),
        wide=sum(1 for v in values if v > 10),
        one_to_one=sum(1 for v in values if v == 1),
        coverage=totals(option, case.functions),
        hand_offs=crossing,
        interfaces=all_interfaces,
        split_raci=split,
        raci_rows=rows,
        fte=option.fte,
        cost=sum(f.cost for f in option.figures.values()),
    )


def assistants(option: Option) -> frozenset[str]:
    """Ids of assistants: posts that serve their superior, which no span, layer or number of units counts."""
    return frozenset(u.id for u in option.units if u.type == "assistant" and u.parent and u.id not in option.children)


def span_by_unit(option: Option) -> Mapping[str, int]:
    """Direct solid-line reports of each unit that has any, without assistants."""
    aside = assistants(option)
    spans = {parent: sum(unit.id not in aside for unit in units) for parent, units in option.children.items()}
    return {parent: span for parent, span in spans.items() if span}


def depths(option: Option) -> Mapping[str, int]:
    """The layer of each unit, the root's being 1; an assistant stands on that of its superior. A faulty cycle does not
    hang it."""
    depth: dict[str, int] = {}
    aside = assistants(option)
    for unit in option.units:
        depth[unit.id] = depth.get(unit.parent, 0) + (unit.id not in aside)
    return depth


def layers(option: Option) -> int:
    """Depth of the reporting tree."""
    return max(depths(option).values(), default=0)


def hand_offs(option: Option, functions: Iterable[Function]) -> tuple[int, int]:
    """Outputs from a function to another one: how many leave the owning unit, and how many there are. An output to or
    from a function that nobody holds counts as a hand-off."""
    found = passings(option, functions)
    return sum(one.crosses for one in found), len(found)


def split_raci(case: Case, option: Option) -> tuple[int, int]:
    """RACI rows whose accountable and some responsible role sit in different units, and all rows. A role outside the
    units (the board) and one whose function nobody holds stand for themselves."""
    rows = case.table("raci", Raci).values()
    return sum(is_split(case, option, row) for row in rows), len(rows)


def is_split(case: Case, option: Option, row: Raci) -> bool:
    """Whether some of the work lies in another unit than the accountable role."""
    accountable = {case.role_unit(r, option) or r for r, letter in row.cells.items() if "A" in letter}
    responsible = {case.role_unit(r, option) or r for r, letter in row.cells.items() if "R" in letter}
    return bool(responsible - accountable)
