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
        """This label with another language's below it; what both say alike stands once."""
        said = {text for _, text in self.parts}
        return Label(self.parts + tuple(part for part in other.parts if part[1] not in said))


@dataclass(frozen=True, slots=True)
class Unit:
    """A box of an organisation chart. `children` are solid-line reports in order. `kind`: root, unit, function,
    committee (stands at the side), assistant. `change`: how it differs from the other structure (`open`: nobody has
    said what becomes of it); `how` says it more exactly than the change's own word.
    `metric` is a short figure at its right edge (FTE); `detail` a second line (head role). Units of one `group` share
    a colour; without groups every branch has its own. `vacant`: the post of its head is not filled."""

    id: str
    label: Label
    children: tuple[Unit, ...] = ()
    kind: Literal["root", "unit", "function", "committee", "assistant"] = "unit"
    change: Literal["", "unchanged", "new", "changed", "closed", "moved", "open"] = ""
    metric: str = ""
    detail: Label | None = None
    group: str = ""
    vacant: bool = False
    how: Label | None = None


@dataclass(frozen=True, slots=True)
class DottedLine:
    """A second reporting line between two units, with a caption."""

    source: str
    target: str
    caption: Label | None = None


@dataclass(frozen=True, slots=True)
class OrgChart:
    """A reporting structure. `stacked`: leaves hang under their parent in a column instead of side by side. `legend`
    explains, in this order, a group or branch (its id), a kind (committee, assistant, vacant), a change (unchanged,
    new, changed, closed, moved, open), `dotted` or, under any other key, what the figures mean."""

    root: Unit
    dotted: tuple[DottedLine, ...] = ()
    committees: tuple[Unit, ...] = ()
    stacked: bool = True
    legend: tuple[tuple[str, Label], ...] = ()


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """One structure beside another, each under its title; the units say how they differ. `legend` stands below both,
    with the keys of OrgChart."""

    before: OrgChart
    after: OrgChart
    titles: tuple[Label, Label]
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


@dataclass(frozen=True, slots=True)
class BridgeBar:
    """A row of a bridge. A `total` stands on zero and shows the level reached; a `change` floats from that level by
    its signed `value`; an `open` one is a change that nothing explains. `figure` is the value in words; `low` and
    `high` bound it, in its own unit."""

    id: str
    label: Label
    value: float
    figure: Label
    kind: Literal["total", "change", "open"] = "change"
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Bridge:
    """A waterfall from one total to another. `legend` explains, in this order, `total`, `increase`, `decrease`,
    `open`, `range` and `cut` (an axis that does not begin at zero); what the bars do not show is not drawn."""

    bars: tuple[BridgeBar, ...]
    legend: tuple[tuple[str, Label], ...] = ()


@dataclass(frozen=True, slots=True)
class SpanLayer:
    """A layer of a structure: how many units it has, what else is said of it (`figure`: units, FTE), and how many of
    its heads lead how many units, by band."""

    label: Label
    units: int
    figure: Label
    heads: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SpanStructure:
    """The layers of one structure, from the top; `figure` sums it up."""

    id: str
    label: Label
    figure: Label
    layers: tuple[SpanLayer, ...]


@dataclass(frozen=True, slots=True)
class Spans:
    """Layer pyramids with the heads of each layer by span band, one structure below the other. Bands outside `usual`
    (first and last index of the usual ones) are marked. `headings`: layer, units, bands; `legend`: usual, unusual."""

    bands: tuple[Label, ...]
    structures: tuple[SpanStructure, ...]
    headings: tuple[Label, Label, Label]
    usual: tuple[int, int]
    legend: tuple[Label, Label]


@dataclass(frozen=True, slots=True)
class CycleEvent:
    """Something that happens in some months of every year, 1–12."""

    id: str
    label: Label
    months: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CycleStage:
    """A stage of a management cycle: who keeps it, the question that it answers, and what happens when."""

    id: str
    label: Label
    owner: Label | None = None
    question: Label | None = None
    events: tuple[CycleEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Cycle:
    """Stages that follow one another and begin again, around `centre`; `months` are the names of the twelve months
    over the calendar of the stages' events."""

    centre: Label
    stages: tuple[CycleStage, ...]
    months: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A KPI in a tree: how it counts in the one above it, its values, and the KPIs that make it up. `again`: it stands
    elsewhere in the tree too, with what makes it up."""

    id: str
    label: Label
    relation: Literal["", "sum", "difference", "product", "ratio", "driver"] = ""
    values: Label | None = None
    children: tuple[Measure, ...] = ()
    again: bool = False


@dataclass(frozen=True, slots=True)
class KpiTree:
    """How KPIs add up. `legend` explains, in this order, relations (their names), `again`, and under any other key
    what the values mean."""

    root: Measure
    legend: tuple[tuple[str, Label], ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """A unit in whose lane steps are done; a `gap` lane belongs to nobody."""

    id: str
    label: Label
    gap: bool = False


@dataclass(frozen=True, slots=True)
class LaneStep:
    """A step of a process in its lane. `partial`: the lane's unit answers for a part of it only. `number` counts the
    hand-off to this step from another lane, empty where there is none; `handed` is what passes there."""

    id: str
    lane: str
    label: Label
    system: Label | None = None
    partial: bool = False
    number: str = ""
    handed: Label | None = None


@dataclass(frozen=True, slots=True)
class Swimlane:
    """A process over units: steps in order, lanes in order of first appearance. `start` and `end` say what sets the
    process off and when it is done. `legend` explains `handed`, `system` and `partial` where they occur."""

    lanes: tuple[Lane, ...]
    steps: tuple[LaneStep, ...]
    start: Label | None = None
    end: Label | None = None
    legend: tuple[tuple[str, Label], ...] = ()


Chart: TypeAlias = OrgChart | BeforeAfter | Roadmap | RiskMap | Pillars | Bridge | Spans | Cycle | KpiTree | Swimlane
