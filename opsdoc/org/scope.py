"""The tables that a case may print: an engagement's over the library's, without what it does not do or hear of."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import Any, TypeVar

from opsdoc.content.load import Layer
from opsdoc.content.models import (
    Control,
    DecisionRight,
    Engagement,
    Form,
    Forum,
    Kpi,
    Process,
    Raci,
    Record,
    Risk,
    Role,
)

R = TypeVar("R", bound=Record)


def visible(record: Record, audience: str) -> bool:
    """Whether an audience may see a record; without an audience everything is seen."""
    return not record.audience or not audience or audience in record.audience


def changed(record: R, **changes: Any) -> R:
    """A record with other values, which still knows its places."""
    copy = record.model_copy(update=changes)
    copy._places = record._places
    return copy


@dataclass(frozen=True, slots=True)
class Scope:
    """What an engagement leaves of the tables. `foreign`: functions that it does not have, whose roles, forums, KPIs,
    risks and forms are none of its own; `audience`: who reads."""

    engagement: Engagement
    foreign: Set[str]
    audience: str

    def tables(self, library: Layer, own: Layer) -> dict[str, dict[str, Record]]:
        """All tables by name: rows by id."""
        merged = {name: {**rows, **own.tables.get(name, {})} for name, rows in library.tables.items()}
        functions = {**library.functions, **own.functions}
        roles = merged.get("roles", {})
        strangers = {id_ for id_, role in roles.items() if not self._has(role)}
        gone = strangers | {id_ for id_, role in roles.items() if not visible(role, self.audience)}
        used = {id_ for f in functions.values() if f.id not in self.foreign for id_ in f.kpis}
        risks = [risk for risk in merged.get("risks", {}).values() if isinstance(risk, Risk)]
        kept = {id_ for risk in risks if self._has(risk) for id_ in risk.controls}
        answered = {id_ for risk in risks for id_ in risk.controls}
        out: dict[str, dict[str, Record]] = {}
        for name, rows in merged.items():
            seen = {}
            for id_, row in rows.items():
                if not visible(row, self.audience) or not self._has(row):
                    continue
                if isinstance(row, Kpi) and id_ not in used and row.functions and self.foreign >= {*row.functions}:
                    continue
                if isinstance(row, Control) and id_ in answered and id_ not in kept:
                    continue
                if isinstance(row, Raci) and row.process in self.engagement.processes_out_of_scope:
                    continue
                if isinstance(row, Process):
                    if id_ in self.engagement.processes_out_of_scope:
                        continue
                    row = self._walked(row)
                if isinstance(row, Raci) and any("A" in row.cells[r] for r in strangers & row.cells.keys()):
                    continue
                # Without who leads or decides it a decision says nothing.
                if isinstance(row, DecisionRight) and (row.decide in gone or gone.issuperset(row.lead)):
                    continue
                seen[id_] = self._called(_without_roles(row, gone))
            # A row of a RACI matrix says nothing without a role.
            out[name] = {id_: row for id_, row in seen.items() if not isinstance(row, Raci) or row.cells}
        return out

    def _has(self, row: Record) -> bool:
        """Whether a row belongs to a function that the engagement has, or to none."""
        return not isinstance(row, (Form, Forum, Risk, Role)) or row.function not in self.foreign

    def _walked(self, process: Process) -> Process:
        """A process without the steps of functions that the engagement does not have."""
        kept = tuple(step for step in process.steps if step.function not in self.foreign)
        return process if len(kept) == len(process.steps) else changed(process, steps=kept)

    def _called(self, row: Record) -> Record:
        own = self.engagement.rename_roles.get(row.id) if isinstance(row, Role) else None
        return changed(row, name=own) if own else row


def _without_roles(row: Record, gone: Set[str]) -> Record:
    """A row of a table without the roles that are gone."""
    if isinstance(row, Raci) and not gone.isdisjoint(row.cells):
        return changed(row, cells={role: letter for role, letter in row.cells.items() if role not in gone})
    if isinstance(row, Forum) and not gone.isdisjoint(row.members):
        return changed(row, members=tuple(role for role in row.members if role not in gone))
    if isinstance(row, DecisionRight):
        parts = {name: getattr(row, name) for name in ("lead", "agree", "input", "perform", "informed")}
        if any(role in gone for roles in parts.values() for role in roles):
            kept = {name: tuple(role for role in roles if role not in gone) for name, roles in parts.items()}
            return changed(row, **kept)
    return row
