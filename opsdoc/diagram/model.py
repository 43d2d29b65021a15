"""What a chart says: nodes, edges, bars and labels, before anyone decides where they stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Label:
    """A label in one or two languages: `(lang, text)` in the order in which they are drawn."""

    parts: tuple[tuple[str, str], ...]

    def __str__(self) -> str:
        return " ".join(text for _, text in self.parts)

    def joined(self, other: Label) -> Label:
        """This label with another language's below it."""
        return Label(self.parts + tuple(part for part in other.parts if part not in self.parts))


@dataclass(frozen=True, slots=True)
class Unit:
    """A box of an organisation chart. `children` are solid-line reports in order. `kind`: root, unit, function,
    committee (stands at the side), assistant, vacant. `change`: how it differs from the as-is structure.
    `metric` is a short figure at its right edge (FTE); `detail` a second line (head role). Units of one `group` share
    a colour; without groups every branch has its own."""

    id: str
    label: Label
    children: tuple[Unit, ...] = ()
    kind: Literal["root", "unit", "function", "committee", "assistant", "vacant"] = "unit"
    change: Literal["", "unchanged", "new", "changed", "closed", "moved"] = ""
    metric: str = ""
    detail: Label | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class DottedLine:
    """A second reporting line between two units, with a caption."""

    source: str
    target: str
    caption: Label | None = None


@dataclass(frozen=True, slots=True)
class OrgChart:
    """A reporting structure. `stacked`: leaves hang under their parent in a column instead of side by side. `legend`
    explains, in this order, a group or branch (its id), a kind (committee, assistant, vacant), a change (new, changed,
    closed, moved), `dotted` or, under any other key, what the figures mean."""

    root: Unit
    dotted: tuple[DottedLine, ...] = ()
    committees: tuple[Unit, ...] = ()
    stacked: bool = True
    legend: tuple[tuple[str, Label], ...] = ()


@dataclass(frozen=True, slots=True)
class Bar:
    """An initiative of a roadmap: `start` and `end` are months counted from the roadmap's first (0-based, end
    exclusive, fractions allowed)."""

    id: str
    label: Label
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated event of a roadmap, in months from its first."""

    id: str
    label: Label
    at: float


@dataclass(frozen=True, slots=True)
class Wave:
    """A named group of initiatives, drawn as a band."""

    id: str
    label: Label
    bars: tuple[Bar, ...]
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True)
class Roadmap:
    """A Gantt chart: `columns` are the labels of its months or quarters, `months` how many months each spans."""

    columns: tuple[Label, ...]
    months_per_column: int
    waves: tuple[Wave, ...]


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """A risk on the map: `number` is drawn in the cell and repeated in the register."""

    id: str
    number: str
    label: Label
    likelihood: int
    impact: int


@dataclass(frozen=True, slots=True)
class RiskMap:
    """Likelihood × impact, 5 × 5; `x_label` is likelihood, `y_label` impact; `levels` name low, medium, high, in this
    order, and `thresholds` are the smallest likelihood × impact product of medium and of high."""

    points: tuple[RiskPoint, ...]
    x_label: Label
    y_label: Label
    levels: tuple[Label, Label, Label]
    thresholds: tuple[int, int] = (6, 12)


@dataclass(frozen=True, slots=True)
class Pillars:
    """Pillars under a roof on a base; every pillar has a heading and short lines."""

    roof: Label
    base: Label
    pillars: tuple[tuple[Label, tuple[Label, ...]], ...]
    ids: tuple[str, ...] = field(default=())


Chart: TypeAlias = OrgChart | Roadmap | RiskMap | Pillars
