"""Content records: what the library and the engagements hold, typed, validated and free of any page.

Every record that is read from a file is a `Record` and remembers its place. Names and short texts are `I18n`; a missing
language is allowed here (a draft may have gaps) and judged by the checks. Dates are ISO 8601. Ids are bare slugs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date as Day
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, model_validator

from opsdoc.diagnostics import Source

Slug = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$", max_length=64)]
LangName = Literal["zh", "en"]
LangMode = Literal["zh", "en", "zh-en", "en-zh"]
RaciLetter = Literal["R", "A", "C", "I", "A/R"]
Frequency = Literal["day", "week", "month", "quarter", "half-year", "year", "event"]
Status = Literal["draft", "consultation", "countersign", "approved", "trial", "effective", "obsolete"]


def _as_list(value: Any) -> Any:
    # A single value where a list is meant is what people write; a list cell of a CSV or XLSX table uses ";".
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    return [] if value is None else value


class Model(BaseModel):
    """Base of all content models: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class I18n(Model):
    """A short text in both languages; an empty one is missing."""

    zh: str = ""
    en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _plain_string(cls, value: Any) -> Any:
        # A name that is the same in both languages (SAP, ISO 9001) may be written as one plain string.
        return {"zh": value, "en": value} if isinstance(value, str) else value

    def get(self, lang: str) -> str:
        """The text in a language, or an empty string."""
        return self.zh if lang == "zh" else self.en

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)


Slugs = Annotated[tuple[Slug, ...], BeforeValidator(_as_list)]
Texts = Annotated[tuple[I18n, ...], BeforeValidator(_as_list)]


class Record(Model):
    """A record with an id that knows its file and the line of each of its fields.

    `audience`: only these audiences may see the record (empty = all).
    """

    id: Slug
    audience: Slugs = ()
    _places: Mapping[tuple[str | int, ...], Source] = PrivateAttr(default_factory=dict)

    def at(self, *path: str | int) -> Source | None:
        """Where a field stands in the author's file; the nearest enclosing place if it has none of its own."""
        for end in range(len(path), -1, -1):
            place = self._places.get(path[:end])
            if place is not None:
                return place
        return None


# ------------------------------------------------------------------------------------------------ functions


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
    """A KPI that this one feeds."""

    kpi: Slug
    relation: Literal["sum", "product", "ratio", "driver"] = "driver"


class Control(Record):
    """A control activity."""

    statement: I18n
    type: Literal["preventive", "detective", "corrective"]
    mode: Literal["manual", "automated"] = "manual"
    frequency: Frequency = "event"
    owner_role: str = ""
    evidence: I18n = I18n()


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


# ------------------------------------------------------------------------------------------------ roles and rights


class Duty(Model):
    """A duty of a role and its share of the working time in percent."""

    text: I18n
    weight: float = 0


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


class Process(Record):
    """An end-to-end process; `steps` name the functions it passes, in order."""

    name: I18n
    trigger: I18n = I18n()
    end: I18n = I18n()
    steps: Slugs = ()
    sla: I18n = I18n()


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

    min: float | None = None
    max: float | None = None
    condition: I18n = I18n()
    proposer: Slug
    reviewers: Slugs = ()
    countersign: Slugs = ()
    approver: Slug
    file_with: Slugs = ()


class Authority(Record):
    """A matter of the delegation of authority. `collective`: decided by a body (三重一大)."""

    category: I18n
    matter: I18n
    basis: I18n = I18n()
    currency: str = ""
    bands: tuple[Band, ...]
    collective: bool = False
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
    forbidden_zh: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = ()
    forbidden_en: Annotated[tuple[str, ...], BeforeValidator(_as_list)] = ()
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


# ------------------------------------------------------------------------------------------------ variants


class DottedLineRecord(Model):
    """A dotted reporting line."""

    to: Slug
    caption: I18n
    kind: Literal["functional", "project", "service"] = "functional"


class Unit(Record):
    """An organisational unit. Equal ids in two variants mean the same unit; `parent` is empty for the root only."""

    name: I18n
    type: Literal["company", "office", "centre", "department", "team", "committee", "pillar", "area"] = "department"
    parent: str = ""
    head_role: I18n = I18n()
    mission: I18n = I18n()
    dotted: tuple[DottedLineRecord, ...] = ()
    archetype: Literal["", "player-coach", "coach", "supervisor", "facilitator", "coordinator"] = ""
    change: Literal["", "unchanged", "new", "changed", "closed", "moved"] = ""


class Placement(Model):
    """Where a function is done: one owner; partial where a unit does a part of it and nobody owns it."""

    function: Slug
    unit: Slug
    role: Literal["owner", "partial", "support"]


class Exclusion(Model):
    """A function that a variant deliberately leaves without an owner: why, and what is done about it."""

    function: Slug
    reason: I18n
    remedy: I18n


class Variant(Record):
    """A way to organise, free of any client: `variants/<id>/variant.yaml`; prose beside it in `<lang>.md`."""

    name: I18n
    kind: Literal["cycle", "structure", "lens", "hybrid"]
    logic: I18n
    summary: I18n = I18n()
    units: tuple[Unit, ...]
    placements: tuple[Placement, ...]
    strengths: Texts = ()
    weaknesses: Texts = ()
    fits_when: Texts = ()
    preconditions: Texts = ()
    exclusions: tuple[Exclusion, ...] = ()
    committees: tuple[Unit, ...] = ()

    @property
    def root(self) -> Unit:
        """The unit without a parent; the first, where a faulty variant has several (check V01 says so)."""
        return next((u for u in self.units if not u.parent), self.units[0])


# ------------------------------------------------------------------------------------------------ engagements


class Client(Model):
    """The client, or the internal owner."""

    legal_name: I18n
    short_name: I18n
    industry: I18n = I18n()
    size_fte: int = Field(default=0, ge=0)
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


class CostItem(Record):
    """A one-off cost, a yearly cost or a yearly benefit, in the engagement's currency (amounts in units, not ten
    thousands); `low` and `high` bound it."""

    name: I18n
    kind: Literal["one-off", "run-rate", "benefit"]
    amount: float
    low: float | None = None
    high: float | None = None
    variant: str = ""
    note: I18n = I18n()


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


class Roadmap(Model):
    """Waves, initiatives and milestones of an engagement; `first_days` are the 30/60/90-day lists."""

    waves: tuple[WaveRecord, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    milestones: tuple[MilestoneRecord, ...] = ()
    first_days: tuple[FirstDays, ...] = ()


class FirstDays(Model):
    """What is done within so many days."""

    days: int
    items: Texts


class Engagement(Record):
    """One client, or one internal owner, laid over the library: `engagements/<id>/engagement.yaml`."""

    client: Client
    title: I18n
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
    variants: Slugs = ()
    recommended_variant: Slug
    override_reason: I18n = I18n()
    decision_body: I18n = I18n()
    audiences: Slugs = ()
    decisions: tuple[Decision, ...] = ()
    findings: tuple[Finding, ...] = ()
    costs: tuple[CostItem, ...] = ()
    roadmap: Roadmap = Roadmap()
    waivers: tuple[Waiver, ...] = ()
    weights: Mapping[str, float] = {}
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

    as_is: float = Field(default=0, ge=0)
    to_be: float = Field(default=0, ge=0)
    cost: float = Field(default=0, ge=0)


class UnitMapping(Model):
    """How an as-is unit becomes a to-be one."""

    from_: Slugs = Field(default=(), alias="from")
    to: Slugs = ()
    kind: Literal["keep", "rename", "merge", "split", "move", "close", "new"]
    fte: float = 0
    note: I18n = I18n()


class EngagementVariant(Record):
    """What an engagement knows about a variant: `engagements/<id>/variants/<variant>.yaml`."""

    figures: Mapping[str, UnitFigures] = {}
    scores: tuple[Score, ...] = ()
    mappings: tuple[UnitMapping, ...] = ()
    rename: Mapping[str, I18n] = {}
    hide: Slugs = ()
    move: Mapping[str, str] = {}
    merge: Mapping[str, Slugs] = {}
    units: tuple[Unit, ...] = ()
    placements: tuple[Placement, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()


# ------------------------------------------------------------------------------------------------ documents


class Approval(Model):
    """A line of the approvals block; names of people are optional and left blank in samples."""

    step: Literal["prepared", "reviewed", "countersigned", "approved"]
    role: I18n
    date: Day | None = None


class Revision(Model):
    """A line of the revision history."""

    version: str
    date: Day
    clauses: str = ""
    reason: I18n
    author: I18n = I18n()
    approver: I18n = I18n()


class DocumentRecord(Record):
    """A document of an engagement: `engagements/<id>/documents/<id>.yaml`. `kind` names the outline."""

    kind: str
    title: I18n
    subtitle: I18n = I18n()
    number: str = ""
    version: str = "0.1"
    status: Status = "draft"
    date: Day
    effective: Day | None = None
    review_due: Day | None = None
    classification: I18n = I18n()
    owner: I18n = I18n()
    author: I18n = I18n()
    theme: str = "consulting"
    variants: Slugs = ()
    languages: Annotated[tuple[LangMode, ...], BeforeValidator(_as_list)] = ("zh", "en", "zh-en")
    formats: Annotated[tuple[Literal["pdf", "docx", "html"], ...], BeforeValidator(_as_list)] = ("pdf", "docx")
    layout: Literal["columns", "stacked"] = "columns"
    prevailing: Literal["zh", "en", "equal"] = "zh"
    numbering: Literal["decimal", "chapter-article", "gongwen"] = "decimal"
    audience: Slugs = ()
    approvals: tuple[Approval, ...] = ()
    revisions: tuple[Revision, ...] = ()
    distribution: Texts = ()
    supersedes: str = ""
    params: Mapping[str, Any] = {}


class WorkspaceConfig(Model):
    """`opsdoc.yaml`: the workspace's version, its defaults and its limits."""

    workspace_version: int = 1
    engagement: str = ""
    variant: str = ""
    languages: Annotated[tuple[LangMode, ...], BeforeValidator(_as_list)] = ()
    formats: Annotated[tuple[Literal["pdf", "docx", "html"], ...], BeforeValidator(_as_list)] = ()
    theme: str = ""
    limits: Limits = Field(default_factory=lambda: Limits())


class Limits(Model):
    """What one document may take. Seconds, megabytes and counts."""

    seconds: int = Field(default=60, ge=5, le=3600)
    memory_mb: int = Field(default=1536, ge=256)
    output_mb: int = Field(default=200, ge=1)
    markdown_mb: float = 2
    yaml_mb: float = 1
    image_mb: float = 20
    table_rows: int = 5000
    csv_rows: int = 1_000_000


def shape_at(model: type[BaseModel], path: Sequence[str | int]) -> tuple[str, list[str]]:
    """What stands at a path of a model: `record` with the names of its fields, `mapping`, `list`, or `value`."""
    current: Any = model
    for part in path:
        kind, _ = _shape(current)
        if kind == "record":
            field = next((f for name, f in current.model_fields.items() if part in (name, f.alias)), None)
            current = field.annotation if field else str
        elif kind in ("mapping", "list"):
            current = get_args(current)[1 if kind == "mapping" else 0]
        else:
            return "value", []
        while get_origin(current) in (Annotated, Union, UnionType):
            current = get_args(current)[0]
    return _shape(current)


def _shape(annotation: Any) -> tuple[str, list[str]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "record", [field.alias or name for name, field in annotation.model_fields.items()]
    kinds: Mapping[Any, str] = {Mapping: "mapping", dict: "mapping", tuple: "list", list: "list"}
    return kinds.get(get_origin(annotation), "value"), []


Kpi.model_rebuild()
Roadmap.model_rebuild()
WorkspaceConfig.model_rebuild()

# Tables under `tables/`: file stem → model of a row.
TABLES: Mapping[str, type[Record]] = {
    "kpis": Kpi,
    "controls": Control,
    "risks": Risk,
    "roles": Role,
    "processes": Process,
    "raci": Raci,
    "authority": Authority,
    "forums": Forum,
    "parties": Party,
    "principles": Principle,
    "criteria": Criterion,
    "glossary": Term,
    "sources": SourceNote,
    "assumptions": Assumption,
    "forms": Form,
}
