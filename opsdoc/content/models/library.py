"""Records of the library: functions, their measures, risks, roles and rights, and the tables beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Day
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from opsdoc.content.models.base import (
    Frequency,
    I18n,
    Model,
    Number,
    RaciLetter,
    Record,
    Slug,
    Slugs,
    Texts,
    as_list,
)


class Flow(Model):
    """An input or output of a function; `party` is a function or a party of `tables/parties`."""

    item: I18n
    party: Slug


class Interface(Model):
    """What passes between a function and another, with its service level."""

    party: Slug
    content: I18n
    sla: I18n = I18n()


class Function(Record):
    """A canonical function: `functions/<id>/function.yaml`; its charter prose stands beside it in `<lang>.md`."""

    name: I18n
    order: int = 999
    category: Literal["strategic", "management", "core", "support"] = "core"
    apqc: tuple[str, ...] = ()
    purpose: I18n
    responsibilities: Texts = ()
    scope_in: Texts = ()
    scope_out: Texts = ()
    inputs: tuple[Flow, ...] = ()
    outputs: tuple[Flow, ...] = ()
    interfaces: tuple[Interface, ...] = ()
    authority: Texts = ()
    kpis: Slugs = ()
    systems: Texts = ()
    risks: Slugs = ()
    roles: Slugs = ()
    terms: Slugs = ()
    text_owner: I18n = I18n()
    reviewed: Day | None = None


class Kpi(Record):
    """A row of the KPI dictionary. `direction`: which way is better; `relation` of a parent: how it adds up."""

    name: I18n
    definition: I18n = I18n()
    formula: I18n
    unit: I18n
    direction: Literal["up", "down", "range"]
    frequency: Frequency
    type: Literal["leading", "lagging"]
    perspective: Literal["finance", "customer", "process", "learning"] = "process"
    functions: Slugs = ()
    owner_role: str = ""
    source_system: I18n = I18n()
    inclusions: I18n = I18n()
    exclusions: I18n = I18n()
    null_rule: I18n = I18n()
    parents: tuple[KpiParent, ...] = ()


class KpiParent(Model):
    """A KPI that this one feeds: added to it (sum), taken off it (difference), a factor (product), a divisor (ratio),
    or a driver that moves it without adding up."""

    kpi: Slug
    relation: Literal["sum", "difference", "product", "ratio", "driver"] = "driver"


class Target(Record):
    """What an engagement asks of a KPI, under the KPI's id and in its unit: where it stands, where it shall be, and
    from which value on it counts as green or amber. `low` and `high` bound a KPI whose direction is a range."""

    baseline: Number | None = None
    target: Number | None = None
    green: Number | None = None
    amber: Number | None = None
    low: Number | None = None
    high: Number | None = None
    note: I18n = I18n()


class Control(Record):
    """A control activity. `tester_role` tests that it works, and is not the one who carries it out."""

    statement: I18n
    type: Literal["preventive", "detective", "corrective"]
    mode: Literal["manual", "automated"] = "manual"
    frequency: Frequency = "event"
    owner_role: str = ""
    evidence: I18n = I18n()
    tester_role: str = ""
    test_method: I18n = I18n()


class Rating(Model):
    """Likelihood and impact, 1–5 each."""

    likelihood: int = Field(ge=1, le=5)
    impact: int = Field(ge=1, le=5)


class Risk(Record):
    """A risk: cause → event → consequence, rated before controls; `residual` after them."""

    name: I18n
    description: I18n = I18n()
    category: Literal["strategic", "market", "financial", "operational", "compliance", "people", "data"] = "operational"
    function: Slug
    owner_role: str = ""
    likelihood: int = Field(ge=1, le=5)
    impact: int = Field(ge=1, le=5)
    response: Literal["avoid", "reduce", "transfer", "accept"] = "reduce"
    controls: Slugs = ()
    residual: Rating | None = None
    kri: I18n = I18n()


class Duty(Model):
    """A duty of a role and its share of the working time in percent."""

    text: I18n
    weight: Number = 0


class Role(Record):
    """A role card. A role names its function; its unit is that function's owner in the variant at hand. Governance
    roles (board, general manager) have none."""

    name: I18n
    function: str = ""
    family: I18n = I18n()
    grade: str = ""
    reports_to: str = ""
    purpose: I18n = I18n()
    duties: tuple[Duty, ...] = ()
    authority: I18n = I18n()
    kpis: Slugs = ()
    education: I18n = I18n()
    experience: I18n = I18n()
    skills: I18n = I18n()
    relations: I18n = I18n()


class Step(Model):
    """A step of a process: the function that does it, what it does, in which system, and what it hands on. A step may
    be written as the function's id alone."""

    function: Slug
    activity: I18n = I18n()
    system: I18n = I18n()
    hands_on: I18n = I18n()

    @model_validator(mode="before")
    @classmethod
    def _plain_function(cls, value: Any) -> Any:
        return {"function": value} if isinstance(value, str) else value


class Process(Record):
    """An end-to-end process and its steps in order."""

    name: I18n
    trigger: I18n = I18n()
    end: I18n = I18n()
    steps: Annotated[tuple[Step, ...], BeforeValidator(as_list)] = ()
    sla: I18n = I18n()

    @property
    def functions(self) -> tuple[str, ...]:
        """The functions that the process passes, in order; one may come twice."""
        return tuple(step.function for step in self.steps)


class Raci(Record):
    """A row of a RACI matrix: activity × role → letter. `authority` names the matter of the delegation of authority
    that the activity decides, if it does."""

    process: Slug
    activity: I18n
    cells: Mapping[str, RaciLetter] = Field(min_length=1)
    deliverable: I18n = I18n()
    authority: str = ""


class Band(Model):
    """One band of an authority: by amount (`min` inclusive, `max` exclusive, in `currency`; no `max` = open) or by
    `condition`."""

    min: Number | None = None
    max: Number | None = None
    condition: I18n = I18n()
    proposer: Slug
    reviewers: Slugs = ()
    countersign: Slugs = ()
    approver: Slug
    file_with: Slugs = ()


class Authority(Record):
    """A matter of the delegation of authority. `collective`: decided by a body (三重一大). `delegated`: the
    approver may hand it on until `valid_to`."""

    category: I18n
    matter: I18n
    basis: I18n = I18n()
    currency: str = ""
    bands: tuple[Band, ...]
    collective: bool = False
    delegated: bool = False
    valid_to: Day | None = None
    group_step: I18n = I18n()


class Forum(Record):
    """A meeting or body with its rhythm."""

    name: I18n
    chair: Slug
    members: Slugs = ()
    cadence: I18n
    purpose: I18n = I18n()
    inputs: I18n = I18n()
    decisions: I18n = I18n()
    outputs: I18n = I18n()
    function: str = ""


Month = Annotated[int, Field(ge=1, le=12)]


class YearEvent(Model):
    """Something that happens in the same months of every year: a forum's meeting, or work of its own."""

    forum: str = ""
    item: I18n = I18n()
    months: tuple[Month, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _named(self) -> YearEvent:
        if bool(self.forum) == bool(self.item):
            raise ValueError("name either a `forum` or an `item`")
        return self


class Stage(Record):
    """A stage of the management cycle, under the id of its function: the question it answers, and its year."""

    question: I18n = I18n()
    year: tuple[YearEvent, ...] = ()


class Party(Record):
    """A counterpart outside the 27 functions: customers, suppliers, the board, legal, IT."""

    name: I18n


class Principle(Record):
    """A design principle: what it says, why, and what follows for the structure."""

    statement: I18n
    rationale: I18n = I18n()
    implication: I18n = I18n()


class Criterion(Record):
    """A criterion for comparing options; the weights of all add up to 100."""

    name: I18n
    weight: float = Field(gt=0, le=100)
    definition: I18n = I18n()


class Term(Record):
    """A glossary row: one fixed pair; `forbidden` variants are reported."""

    zh: str
    en: str
    abbr: str = ""
    definition: I18n = I18n()
    forbidden_zh: Annotated[tuple[str, ...], BeforeValidator(as_list)] = ()
    forbidden_en: Annotated[tuple[str, ...], BeforeValidator(as_list)] = ()
    group: str = ""


class SourceNote(Record):
    """Where a figure or statement comes from."""

    title: I18n
    owner: I18n = I18n()
    as_of: Day | None = None
    note: I18n = I18n()


class Assumption(Record):
    """What had to be assumed, with its owner and how sure we are."""

    text: I18n
    owner: I18n = I18n()
    confidence: Literal["high", "medium", "low"] = "medium"


class Form(Record):
    """A form or record and how long it is kept."""

    name: I18n
    function: str = ""
    retention: I18n = I18n()


Kpi.model_rebuild()
