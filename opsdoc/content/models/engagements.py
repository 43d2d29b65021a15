"""Records of a client: findings, decisions, costs, roadmap, and what it knows about each variant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Day
from typing import Literal

from pydantic import Field, model_validator

from opsdoc.content.models.base import Amount, Count, I18n, Model, Number, Record, Slug, Slugs, Texts
from opsdoc.content.models.variants import Exclusion, Placement, Unit


class Client(Model):
    """The client, or the internal owner."""

    legal_name: I18n
    short_name: I18n
    industry: I18n = I18n()
    size_fte: Count = 0
    revenue: I18n = I18n()
    locations: Texts = ()


class Waiver(Model):
    """A rule set aside for a reason, by someone, until a date."""

    rule: str
    record: str = ""
    reason: str
    owner: str
    expires: Day


class Decision(Record):
    """A decision that the document asks for: yes or no decidable."""

    text: I18n
    decider: I18n
    due: Day
    consequence: I18n = I18n()


class Finding(Record):
    """A finding about the as-is organisation: evidence, cause, implication."""

    statement: I18n
    evidence: Texts = ()
    cause: I18n = I18n()
    implication: I18n = I18n()
    severity: Literal["high", "medium", "low"] = "medium"


class Impact(Record):
    """What changes for a group of people. `level`: 0 none, 1 low, 2 medium, 3 high; from 2 on it needs an action."""

    group: I18n
    dimension: Literal["role", "process", "system", "skill", "policy", "behaviour", "location"]
    current: I18n
    future: I18n
    level: int = Field(ge=0, le=3)
    headcount: Count = 0
    action: I18n = I18n()
    owner: I18n = I18n()
    due: Day | None = None


class PresentRole(Record):
    """A role of the present organisation, in a unit of the as-is structure, with its posts."""

    name: I18n
    unit: Slug
    posts: Amount = 1


class Headcount(Model):
    """Posts of a role: how many are established, how many are filled, and why if more than that."""

    establishment: Amount
    actual: Amount = 0
    note: I18n = I18n()


class CostItem(Record):
    """A one-off cost, a yearly cost or a yearly benefit, in the engagement's currency (amounts in units, not ten
    thousands); `low` and `high` bound it. The kind says which way it counts, so no amount is negative."""

    name: I18n
    kind: Literal["one-off", "run-rate", "benefit"]
    amount: Amount
    low: Amount | None = None
    high: Amount | None = None
    variant: str = ""
    note: I18n = I18n()

    @model_validator(mode="after")
    def _bounded(self) -> CostItem:
        low = self.amount if self.low is None else self.low
        high = self.amount if self.high is None else self.high
        if not low <= self.amount <= high:
            raise ValueError(f"the amount of {self.amount:,.0f} lies outside its range, {low:,.0f} to {high:,.0f}")
        return self


class Initiative(Record):
    """A piece of work of the roadmap."""

    name: I18n
    wave: Slug
    start: Day
    end: Day
    owner_role: str = ""
    output: I18n = I18n()
    depends_on: Slugs = ()


class MilestoneRecord(Record):
    """A dated milestone with the condition on which it counts as reached."""

    name: I18n
    wave: Slug
    date: Day
    owner_role: str = ""
    exit_criterion: I18n


class WaveRecord(Record):
    """A wave of the roadmap."""

    name: I18n
    goal: I18n = I18n()


class DayOneItem(Record):
    """Something that must be true when the first units of the target structure start work: who sees to it, and by what
    one can tell."""

    area: Literal["people", "powers", "systems", "customers", "information"]
    text: I18n
    owner_role: str = ""
    proof: I18n = I18n()


class DayOne(Model):
    """The day on which the first units of the target structure start work, and what must be true by then."""

    date: Day
    occasion: I18n = I18n()
    items: tuple[DayOneItem, ...] = Field(min_length=1)


class Roadmap(Model):
    """Waves, initiatives and milestones of an engagement; `first_days` are the 30/60/90-day lists, `day_one` the
    checklist of the first day."""

    waves: tuple[WaveRecord, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    milestones: tuple[MilestoneRecord, ...] = ()
    first_days: tuple[FirstDays, ...] = ()
    day_one: DayOne | None = None


class FirstDays(Model):
    """What is done within so many days."""

    days: Count
    items: Texts


class Engagement(Record):
    """One client, or one internal owner, laid over the library: `engagements/<id>/engagement.yaml`. `rename_roles`:
    what it calls a role of the library, by the role's id; texts that say `{{ roles.board }}` follow (underscores for
    hyphens). `max_layers`: the layers that the client wants at most."""

    client: Client
    title: I18n
    brand: str = ""
    sponsor: I18n = I18n()
    objectives: Texts = ()
    drivers: Texts = ()
    scope_in: Texts = ()
    scope_out: Texts = ()
    method: Texts = ()
    as_of: Day
    currency: str = "CNY"
    confidentiality: I18n = I18n()
    in_scope: Slugs = ()
    out_of_scope: Slugs = ()
    processes_out_of_scope: Slugs = ()
    variants: Slugs = ()
    recommended_variant: Slug
    override_reason: I18n = I18n()
    max_layers: int | None = Field(default=None, ge=1, le=20)
    decision_body: I18n = I18n()
    audiences: Slugs = ()
    decisions: tuple[Decision, ...] = ()
    findings: tuple[Finding, ...] = ()
    costs: tuple[CostItem, ...] = ()
    impacts: tuple[Impact, ...] = ()
    headcounts: Mapping[str, Headcount] = {}
    present_roles: tuple[PresentRole, ...] = ()
    roadmap: Roadmap = Roadmap()
    waivers: tuple[Waiver, ...] = ()
    weights: Mapping[str, Number] = {}
    rename_roles: Mapping[Slug, I18n] = {}
    trade_offs: Texts = ()
    reasons: Texts = ()
    options_risks: Texts = ()


class Score(Model):
    """A score of 1–5 for one criterion, with its reason."""

    criterion: Slug
    score: float = Field(ge=1, le=5)
    rationale: I18n


class UnitFigures(Model):
    """Full-time equivalents of a unit with everything below it taken out (its own staff), as is and to be, and its
    yearly cost in the engagement's currency."""

    as_is: Amount = 0
    to_be: Amount = 0
    cost: Amount = 0


class UnitMapping(Model):
    """How an as-is unit becomes a to-be one, or a present role a role of the target; `fte` are then posts."""

    from_: Slugs = Field(default=(), alias="from")
    to: Slugs = ()
    kind: Literal["keep", "rename", "merge", "split", "move", "close", "new"]
    fte: Amount = 0
    note: I18n = I18n()


class Canvas(Model):
    """A variant as an operating model on one page: what it delivers to whom, and by which processes, organisation,
    locations, information, suppliers and management system (POLISM)."""

    value: I18n
    processes: Texts = Field(min_length=1)
    organisation: Texts = Field(min_length=1)
    locations: Texts = Field(min_length=1)
    information: Texts = Field(min_length=1)
    suppliers: Texts = Field(min_length=1)
    management: Texts = Field(min_length=1)


class EngagementVariant(Record):
    """What an engagement knows about a variant: `engagements/<id>/variants/<variant>.yaml`. `scorecards`: unit → KPI →
    weight in percent. `vacant`: units whose head's post is not filled."""

    figures: Mapping[str, UnitFigures] = {}
    scorecards: Mapping[str, Mapping[str, Number]] = {}
    scores: tuple[Score, ...] = ()
    mappings: tuple[UnitMapping, ...] = ()
    role_mappings: tuple[UnitMapping, ...] = ()
    canvas: Canvas | None = None
    rename: Mapping[str, I18n] = {}
    hide: Slugs = ()
    vacant: Slugs = ()
    move: Mapping[str, str] = {}
    merge: Mapping[str, Slugs] = {}
    units: tuple[Unit, ...] = ()
    placements: tuple[Placement, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()


Roadmap.model_rebuild()
