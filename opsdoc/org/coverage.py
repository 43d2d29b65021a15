"""Who does what: functions × options, with owner, partial or gap in each cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from opsdoc.org.select import Option

Status = Literal["owner", "partial", "gap"]


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """Status of a function in an option, and the units that hold it (the owner, or those that hold parts)."""

    status: Status
    units: tuple[str, ...]
    support: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts over the functions of a case."""

    owned: int
    partial: int
    gaps: int

    @property
    def total(self) -> int:
        """All functions looked at."""
        return self.owned + self.partial + self.gaps


def cover(option: Option, function: str) -> CoverageCell:
    """How an option covers a function."""
    here = [p for p in option.placements if p.function == function]
    support = tuple(p.unit for p in here if p.role == "support")
    owners = tuple(p.unit for p in here if p.role == "owner")
    if owners:
        return CoverageCell("owner", owners, support)
    parts = tuple(p.unit for p in here if p.role == "partial")
    return CoverageCell("partial", parts, support) if parts else CoverageCell("gap", (), support)


def totals(option: Option, functions: Iterable[str]) -> Totals:
    """Functions owned, held in part and left out by an option."""
    found = [cover(option, f).status for f in functions]
    return Totals(found.count("owner"), found.count("partial"), found.count("gap"))
