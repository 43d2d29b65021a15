"""Records of the ways to organise: units, placements, exclusions."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from opsdoc.content.models.base import I18n, Model, Record, Slug, Texts


class DottedLineRecord(Model):
    """A dotted reporting line."""

    to: Slug
    caption: I18n
    kind: Literal["functional", "project", "service"] = "functional"


class Unit(Record):
    """An organisational unit. Equal ids in two variants mean the same unit; `parent` is empty for the root only. An
    `assistant` serves its parent and leads nobody; `vacant`: the head's post is not filled."""

    name: I18n
    type: Literal["company", "office", "centre", "department", "team", "committee", "pillar", "area", "assistant"] = (
        "department"
    )
    parent: str = ""
    head_role: I18n = I18n()
    mission: I18n = I18n()
    dotted: tuple[DottedLineRecord, ...] = ()
    archetype: Literal["", "player-coach", "coach", "supervisor", "facilitator", "coordinator"] = ""
    vacant: bool = False
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
    units: tuple[Unit, ...] = Field(min_length=1)
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
