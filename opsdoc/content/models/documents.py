"""Records of documents and of the workspace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date as Day
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from opsdoc.content.models.base import I18n, LangMode, Model, Record, Slugs, Status, Texts, as_list
from opsdoc.content.models.dispatch import Dispatch


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


class Procedure(Model):
    """The discussion of a rule with employees or their representatives: with whom, when, and where it is recorded."""

    body: I18n
    date: Day
    reference: str = ""


class Publicity(Model):
    """How and from which day on employees could read a rule."""

    method: I18n
    date: Day


class DocumentRecord(Record):
    """A document of an engagement: `engagements/<id>/documents/<id>.yaml`. `kind` names the outline. A rule that
    `affects_employee_interests` is discussed and made public before it takes effect, and employees sign for it. Of a
    `controlled` document every recipient of `distribution` has a numbered copy; other print-outs are uncontrolled.
    `level`: where it stands among the organisation's rules; `retention`: how long its versions are kept."""

    kind: str
    title: I18n
    subtitle: I18n = I18n()
    number: str = ""
    version: str = "0.1"
    status: Status = "draft"
    level: Literal["", "policy", "measure", "procedure", "guideline", "form"] = ""
    date: Day
    effective: Day | None = None
    review_due: Day | None = None
    classification: I18n = I18n()
    owner: I18n = I18n()
    author: I18n = I18n()
    theme: str = ""
    letterhead: I18n = I18n()
    dispatch: Dispatch = Dispatch()
    variants: Slugs = ()
    languages: Annotated[tuple[LangMode, ...], BeforeValidator(as_list)] = ("zh", "en", "zh-en")
    formats: Annotated[tuple[Literal["pdf", "docx", "html"], ...], BeforeValidator(as_list)] = ("pdf", "docx")
    layout: Literal["columns", "stacked"] = "columns"
    prevailing: Literal["zh", "en", "equal"] = "zh"
    numbering: Literal["decimal", "chapter-article", "gongwen"] = "decimal"
    audience: Slugs = ()
    approvals: tuple[Approval, ...] = ()
    revisions: tuple[Revision, ...] = ()
    distribution: Texts = ()
    controlled: bool = False
    supersedes: str = ""
    retention: I18n = I18n()
    affects_employee_interests: bool = False
    democratic_procedure: Procedure | None = None
    publicity: Publicity | None = None
    params: Mapping[str, Any] = {}


class WorkspaceConfig(Model):
    """`opsdoc.yaml`: the workspace's version, its defaults and its limits."""

    workspace_version: int = 1
    engagement: str = ""
    variant: str = ""
    languages: Annotated[tuple[LangMode, ...], BeforeValidator(as_list)] = ()
    formats: Annotated[tuple[Literal["pdf", "docx", "html"], ...], BeforeValidator(as_list)] = ()
    theme: str = ""
    brand: str = ""
    limits: Limits = Field(default_factory=lambda: Limits())


class Limits(Model):
    """What one document may take. Seconds, megabytes and counts."""

    seconds: int = Field(default=60, ge=5, le=3600)
    memory_mb: int = Field(default=1536, ge=256, le=1_000_000)
    output_mb: int = Field(default=200, ge=1, le=1_000_000)
    markdown_mb: float = Field(default=2, gt=0, le=1000)
    yaml_mb: float = Field(default=1, gt=0, le=1000)
    image_mb: float = Field(default=20, gt=0, le=1000)
    table_rows: int = Field(default=5000, ge=1, le=1_000_000_000)
    csv_rows: int = Field(default=1_000_000, ge=1, le=1_000_000_000)


WorkspaceConfig.model_rebuild()
