"""A case made ready for judging: whole (no audience's cut), indexed, and with the place of every nested record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar

from opsdoc.check.records import Path, Said, texts_of
from opsdoc.content.models import (
    Authority,
    Control,
    EngagementVariant,
    Forum,
    Function,
    Kpi,
    Placement,
    Raci,
    Record,
    Risk,
    Role,
    Target,
    Unit,
    Variant,
)
from opsdoc.diagnostics import Source
from opsdoc.org.select import Case, Option

R = TypeVar("R", bound=Record)
# Documents that present one structure as it is; in them the other options are not looked at.
ONE_OPTION_KINDS = frozenset({"policy", "handbook"})


@dataclass(frozen=True)
class Seen:
    """An option with what is needed to judge it. `soft`: it is shown, not proposed, so gaps in it are no errors."""

    option: Option
    own: EngagementVariant | None
    soft: bool
    as_is: bool = False

    @property
    def variant(self) -> Variant:
        """The variant that the option is made of."""
        return self.option.variant

    @property
    def name(self) -> str:
        """How messages name it."""
        return f"variant {self.variant.id}"

    @cached_property
    def _units(self) -> Mapping[str, tuple[Record, Path]]:
        found: dict[str, tuple[Record, Path]] = {}
        for record in (self.variant, self.own):
            for n, unit in enumerate(record.units if record else ()):
                if record is not None:
                    found.setdefault(unit.id, (record, ("units", n)))
        return found

    @cached_property
    def _placements(self) -> Mapping[tuple[str, str], tuple[Record, Path]]:
        found: dict[tuple[str, str], tuple[Record, Path]] = {}
        for record in (self.variant, self.own):
            for n, placement in enumerate(record.placements if record else ()):
                if record is not None:
                    found[placement.function, placement.role] = (record, ("placements", n))
        return found

    def unit_at(self, unit: Unit | str, *path: str | int) -> Source | None:
        """The place of a unit or of one of its fields."""
        record, start = self._units.get(unit if isinstance(unit, str) else unit.id, (self.variant, ("units",)))
        return record.at(*start, *path)

    def placement_at(self, placement: Placement, field: str) -> Source | None:
        """The place of a placement's field: the exact line, or the last one of the same function and role."""
        for owner in (self.variant, self.own):
            for n, known in enumerate(owner.placements if owner else ()):
                if known == placement and owner is not None:
                    return owner.at("placements", n, field)
        record, path = self._placements.get((placement.function, placement.role), (self.variant, ("placements",)))
        return record.at(*path, field)

    def exclusion_at(self, function: str, field: str = "function") -> Source | None:
        """The place of a field of the exclusion of a function."""
        for record in (self.own, self.variant):
            for n, exclusion in enumerate(record.exclusions if record else ()):
                if exclusion.function == function and record is not None:
                    return record.at("exclusions", n, field)
        return self.variant.at("exclusions")


@dataclass(frozen=True)
class Facts:
    """What the rules ask about a case. `today` decides what has expired."""

    case: Case
    today: date

    @classmethod
    def of(cls, case: Case, today: date | None = None) -> Facts:
        """The facts of a case, judged whole: to a reader who may not see a record, a reference to it is not broken."""
        library, own = case.workspace.library, case.content.layer
        functions = {**library.functions, **own.functions}
        engagement = case.engagement
        scope = engagement.in_scope or tuple(functions)
        kept = [f for f in functions.values() if f.id in scope and f.id not in engagement.out_of_scope]
        whole = replace(
            case,
            functions={f.id: f for f in sorted(kept, key=lambda f: (f.order, f.id))},
            tables={name: {**rows, **own.tables.get(name, {})} for name, rows in library.tables.items()},
            audience="",
        )
        return cls(whole, today or date.today())

    # -------------------------------------------------------------------------------------------- records

    def table(self, name: str, kind: type[R]) -> Mapping[str, R]:
        """Rows of a table."""
        return self.case.table(name, kind) if name in self.case.tables else {}

    @cached_property
    def functions(self) -> Mapping[str, Function]:
        """All functions that may be named, in scope or not."""
        return {**self.case.workspace.library.functions, **self.case.content.layer.functions}

    @cached_property
    def kpis(self) -> Mapping[str, Kpi]:
        """The KPI dictionary."""
        return self.table("kpis", Kpi)

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        """What is asked of KPIs, by the KPI's id."""
        return self.table("targets", Target)

    @cached_property
    def roles(self) -> Mapping[str, Role]:
        """The role cards."""
        return self.table("roles", Role)

    @cached_property
    def raci(self) -> Mapping[str, Raci]:
        """The RACI rows."""
        return self.table("raci", Raci)

    @cached_property
    def authority(self) -> Mapping[str, Authority]:
        """The matters of the delegation of authority."""
        return self.table("authority", Authority)

    @cached_property
    def risks(self) -> Mapping[str, Risk]:
        """The risks."""
        return self.table("risks", Risk)

    @cached_property
    def controls(self) -> Mapping[str, Control]:
        """The controls."""
        return self.table("controls", Control)

    @cached_property
    def forums(self) -> Mapping[str, Forum]:
        """The meetings and bodies."""
        return self.table("forums", Forum)

    @cached_property
    def parties(self) -> frozenset[str]:
        """Whom a function may deal with: functions and outside parties."""
        return frozenset(self.functions) | frozenset(self.case.tables.get("parties", ()))

    @cached_property
    def actors(self) -> frozenset[str]:
        """Who may decide or own: roles, forums and committees."""
        committees = {c.id for seen in self.options for c in seen.variant.committees}
        return frozenset(self.roles) | frozenset(self.forums) | committees

    @cached_property
    def records(self) -> tuple[Record, ...]:
        """All records with short texts that this case can print."""
        case = self.case
        out: list[Record] = [*case.functions.values()]
        for rows in case.tables.values():
            out.extend(rows.values())
        for seen in (*self.options, *self.as_is):
            out.append(seen.variant)
            if seen.own:
                out.append(seen.own)
        out += [case.engagement, case.document]
        return tuple(out)

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """All short texts of these records that are not empty."""
        return tuple(said for record in self.records for said in texts_of(record, record, ()))

    # -------------------------------------------------------------------------------------------- options

    @cached_property
    def options(self) -> tuple[Seen, ...]:
        """The options that the document shows; lenses and cycles, and options beside the presented one, are soft."""
        case = self.case
        shown = [case.option] if case.document.kind in ONE_OPTION_KINDS else list(case.options.values())
        binding = {case.option.id, case.engagement.recommended_variant}
        return tuple(
            Seen(
                option,
                case.content.variants.get(option.id),
                option.id not in binding or option.variant.kind in ("cycle", "lens"),
            )
            for option in shown
        )

    @cached_property
    def as_is(self) -> tuple[Seen, ...]:
        """The as-is structure, where there is one: faults in it are findings about the client."""
        option = self.case.as_is
        return (Seen(option, self.case.content.variants.get("as-is"), True, True),) if option else ()

    @property
    def structures(self) -> tuple[Seen, ...]:
        """All options and the as-is structure."""
        return self.options + self.as_is

    @cached_property
    def presented(self) -> Seen:
        """The option that the document presents."""
        return next(seen for seen in self.options if seen.option.id == self.case.option.id)

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that the document is printed in."""
        return tuple(lang for lang in ("zh", "en") if any(lang in mode for mode in self.case.document.languages))


def cycles(edges: Mapping[str, Iterable[str]]) -> list[tuple[str, ...]]:
    """The cycles of a graph, each once, starting with its smallest member; found without recursion."""
    found: dict[frozenset[str], tuple[str, ...]] = {}
    done: set[str] = set()
    for start in edges:
        if start in done:
            continue
        trail: list[str] = [start]
        position = {start: 0}
        pending = [iter(edges.get(start, ()))]
        while pending:
            following = next(pending[-1], None)
            if following is None:
                pending.pop()
                left = trail.pop()
                position.pop(left)
                done.add(left)
            elif following in position:
                ring = trail[position[following] :]
                first = ring.index(min(ring))
                found.setdefault(frozenset(ring), tuple(ring[first:] + ring[:first]))
            elif following not in done and following in edges:
                position[following] = len(trail)
                trail.append(following)
                pending.append(iter(edges[following]))
    return list(found.values())
