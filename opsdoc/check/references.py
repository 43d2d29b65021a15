"""G01: every id is unique within its list, and every reference leads to a record."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from opsdoc.check.facts import Facts
from opsdoc.check.records import Path, called, nearest, texts_of
from opsdoc.check.rule import Finding
from opsdoc.content.models import (
    Criterion,
    DecisionRight,
    Engagement,
    Form,
    Initiative,
    MilestoneRecord,
    Process,
    Record,
    Stage,
)
from opsdoc.org.naming import REFERENCE

_EXPRESSION = re.compile(r"\{\{.*?\}\}")


def references(facts: Facts) -> Iterator[Finding]:
    """All references of all records of a case, and ids that stand twice in one list."""
    yield from _functions(facts)
    yield from _tables(facts)
    yield from _variants(facts)
    yield from _engagement(facts)
    yield from _audiences(facts)
    yield from _named_roles(facts)


class _Check:
    """Refers one record's fields to the ids that are known."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.name = called(record)

    def __call__(self, what: str, known: Collection[str], *items: tuple[str, Path]) -> Iterator[Finding]:
        for id_, path in items:
            if id_ and id_ not in known:
                yield Finding(
                    f'{self.name} names the {what} "{id_}", which does not exist',
                    self.record.at(*path),
                    nearest(id_, known, f"add this {what}, or correct the id"),
                    (self.record.id,),
                    "hard",
                )

    def every(self, what: str, known: Collection[str], field: str, ids: Iterable[str]) -> Iterator[Finding]:
        return self(what, known, *((id_, (field, n)) for n, id_ in enumerate(ids)))


def _functions(facts: Facts) -> Iterator[Finding]:
    glossary = facts.case.tables.get("glossary", {})
    for function in facts.case.functions.values():
        check = _Check(function)
        for field in ("inputs", "outputs", "interfaces"):
            items = getattr(function, field)
            yield from check("party", facts.parties, *((x.party, (field, n, "party")) for n, x in enumerate(items)))
        yield from check.every("KPI", facts.kpis, "kpis", function.kpis)
        yield from check.every("risk", facts.risks, "risks", function.risks)
        yield from check.every("role", facts.roles, "roles", function.roles)
        yield from check.every("term", glossary, "terms", function.terms)


def _tables(facts: Facts) -> Iterator[Finding]:
    actors = facts.actors
    for kpi in facts.kpis.values():
        check = _Check(kpi)
        yield from check.every("function", facts.functions, "functions", kpi.functions)
        yield from check("role", actors, (kpi.owner_role, ("owner_role",)))
        yield from check("KPI", facts.kpis, *((p.kpi, ("parents", n, "kpi")) for n, p in enumerate(kpi.parents)))
    for control in facts.controls.values():
        check = _Check(control)
        for field in ("owner_role", "tester_role"):
            yield from check("role", actors, (getattr(control, field), (field,)))
    for target in facts.targets.values():
        yield from _Check(target)("KPI", facts.kpis, (target.id, ("id",)))
    for risk in facts.risks.values():
        check = _Check(risk)
        yield from check("function", facts.functions, (risk.function, ("function",)))
        yield from check("role", actors, (risk.owner_role, ("owner_role",)))
        yield from check.every("control", facts.controls, "controls", risk.controls)
    for role in facts.roles.values():
        check = _Check(role)
        yield from check("function", facts.functions, (role.function, ("function",)))
        yield from check("role", actors, (role.reports_to, ("reports_to",)))
        yield from check.every("KPI", facts.kpis, "kpis", role.kpis)
    processes = facts.table("processes", Process)
    for process in processes.values():
        yield from _Check(process).every("function", facts.parties, "steps", process.functions)
    for row in facts.raci.values():
        check = _Check(row)
        yield from check("process", processes, (row.process, ("process",)))
        yield from check("authority", facts.authority, (row.authority, ("authority",)))
    for matter in facts.authority.values():
        check = _Check(matter)
        for n, band in enumerate(matter.bands):
            for field in ("proposer", "approver"):
                yield from check("role", actors, (getattr(band, field), ("bands", n, field)))
            for field in ("reviewers", "countersign", "file_with"):
                ids = getattr(band, field)
                yield from check("role", actors, *((id_, ("bands", n, field, m)) for m, id_ in enumerate(ids)))
    for forum in facts.forums.values():
        check = _Check(forum)
        yield from check("role", actors, (forum.chair, ("chair",)))
        yield from check.every("role", actors, "members", forum.members)
        yield from check("function", facts.functions, (forum.function, ("function",)))
    for form in facts.table("forms", Form).values():
        yield from _Check(form)("function", facts.functions, (form.function, ("function",)))
    for right in facts.table("decision-rights", DecisionRight).values():
        check = _Check(right)
        yield from check("role", actors, (right.decide, ("decide",)))
        for field in ("lead", "agree", "input", "perform", "informed"):
            yield from check.every("role", actors, field, getattr(right, field))
        yield from check("forum", facts.forums, (right.forum, ("forum",)))
        yield from check("authority", facts.authority, (right.authority, ("authority",)))
    for stage in facts.table("cycle", Stage).values():
        check = _Check(stage)
        yield from check("function", facts.functions, (stage.id, ("id",)))
        yield from check("forum", facts.forums, *((e.forum, ("year", n, "forum")) for n, e in enumerate(stage.year)))


def _variants(facts: Facts) -> Iterator[Finding]:
    # Units of the as-is structure are what mappings come from.
    old_units = {unit.id for seen in facts.as_is for unit in seen.option.units}
    criteria = facts.table("criteria", Criterion)
    for seen in facts.structures:
        units = seen.option.by_id
        written = {u.id for record in (seen.variant, seen.own) if record for u in record.units}
        for record in (seen.variant, seen.own):
            if record is None:
                continue
            check = _Check(record)
            yield from _twice(record, "unit", ("units",), record.units)
            for n, unit in enumerate(record.units):
                items = ((line.to, ("units", n, "dotted", m, "to")) for m, line in enumerate(unit.dotted))
                yield from check("unit", written, *items)
            for n, placement in enumerate(record.placements):
                yield from check("function", facts.functions, (placement.function, ("placements", n, "function")))
                # What the engagement hides or merges is no broken reference of the library's variant.
                yield from check("unit", written, (placement.unit, ("placements", n, "unit")))
            for n, exclusion in enumerate(record.exclusions):
                yield from check("function", facts.functions, (exclusion.function, ("exclusions", n, "function")))
        own = seen.own
        if own is None:
            continue
        check = _Check(own)
        yield from check("unit", units, *((id_, ("figures", id_)) for id_ in own.figures))
        yield from check("unit", written, *((id_, ("rename", id_)) for id_ in own.rename))
        yield from check("unit", written, *((id_, ("hide", n)) for n, id_ in enumerate(own.hide)))
        yield from check("unit", units, *((id_, ("vacant", n)) for n, id_ in enumerate(own.vacant)))
        yield from check("unit", written, *((id_, ("move", id_)) for id_ in own.move))
        yield from check("unit", units, *((to, ("move", id_)) for id_, to in own.move.items()))
        for kept, merged in own.merge.items():
            yield from check("unit", written, (kept, ("merge", kept)))
            yield from check("unit", written, *((id_, ("merge", kept, n)) for n, id_ in enumerate(merged)))
        for holder, weights in own.scorecards.items():
            yield from check("unit", units, (holder, ("scorecards", holder)))
            yield from check("KPI", facts.kpis, *((kpi, ("scorecards", holder, kpi)) for kpi in weights))
        yield from check(
            "criterion", criteria, *((s.criterion, ("scores", n, "criterion")) for n, s in enumerate(own.scores))
        )
        for n, mapping in enumerate(own.mappings):
            ends = ((u, ("mappings", n, "from", m)) for m, u in enumerate(mapping.from_))
            yield from check("as-is unit", old_units, *ends)
            yield from check("unit", units, *((u, ("mappings", n, "to", m)) for m, u in enumerate(mapping.to)))
        present = {role.id for role in facts.case.engagement.present_roles}
        for n, mapping in enumerate(own.role_mappings):
            ends = ((r, ("role_mappings", n, "from", m)) for m, r in enumerate(mapping.from_))
            yield from check("as-is role", present, *ends)
            yield from check(
                "role", facts.roles, *((r, ("role_mappings", n, "to", m)) for m, r in enumerate(mapping.to))
            )
    offered = {*facts.case.workspace.library.variants, *facts.case.content.layer.variants, "as-is"}
    for variant in facts.case.content.variants.values():
        yield from _Check(variant)("variant", offered, (variant.id, ("id",)))


def _engagement(facts: Facts) -> Iterator[Finding]:
    engagement, document = facts.case.engagement, facts.case.document
    variants = {*facts.case.workspace.library.variants, *facts.case.content.layer.variants}
    check = _Check(engagement)
    yield from check.every("function", facts.functions, "in_scope", engagement.in_scope)
    yield from check.every("function", facts.functions, "out_of_scope", engagement.out_of_scope)
    yield from check.every("variant", variants, "variants", engagement.variants)
    criteria = facts.table("criteria", Criterion)
    yield from check("criterion", criteria, *((id_, ("weights", id_)) for id_ in engagement.weights))
    processes = facts.table("processes", Process)
    yield from check.every("process", processes, "processes_out_of_scope", engagement.processes_out_of_scope)
    for field in ("rename_roles", "headcounts"):
        yield from check("role", facts.roles, *((id_, (field, id_)) for id_ in getattr(engagement, field)))
    if facts.as_is:
        units = facts.as_is[0].option.by_id
        homes = ((role.unit, ("present_roles", n, "unit")) for n, role in enumerate(engagement.present_roles))
        yield from check("as-is unit", units, *homes)
    costs = ((c.variant, ("costs", n, "variant")) for n, c in enumerate(engagement.costs))
    yield from check("variant", variants, *costs)
    for field in ("decisions", "findings", "costs", "impacts", "present_roles"):
        yield from _twice(engagement, field.rstrip("s").replace("_", " "), (field,), getattr(engagement, field))
    plan = engagement.roadmap
    waves, initiatives = {w.id for w in plan.waves}, {i.id for i in plan.initiatives}
    for field in ("waves", "initiatives", "milestones"):
        yield from _twice(engagement, field.rstrip("s"), ("roadmap", field), getattr(plan, field))
    dated: dict[str, Sequence[Initiative | MilestoneRecord]]
    dated = {"initiatives": plan.initiatives, "milestones": plan.milestones}
    for field, works in dated.items():
        for n, item in enumerate(works):
            path = ("roadmap", field, n)
            yield from check("wave", waves, (item.wave, (*path, "wave")))
            yield from check("role", facts.actors, (item.owner_role, (*path, "owner_role")))
    if plan.day_one:
        yield from _twice(engagement, "item of day one", ("roadmap", "day_one", "items"), plan.day_one.items)
        owners = enumerate(plan.day_one.items)
        items = ((item.owner_role, ("roadmap", "day_one", "items", n, "owner_role")) for n, item in owners)
        yield from check("role", facts.actors, *items)
    for n, initiative in enumerate(plan.initiatives):
        path = ("roadmap", "initiatives", n)
        before = ((id_, (*path, "depends_on", m)) for m, id_ in enumerate(initiative.depends_on))
        yield from check("initiative", initiatives, *before)
    yield from _Check(document).every("variant", variants, "variants", document.variants)


def _twice(owner: Record, what: str, path: Path, items: Sequence[Record]) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for n, item in enumerate(items):
        if item.id in first:
            before = owner.at(*path, first[item.id], "id")
            yield Finding(
                f'{called(owner)} has the {what} "{item.id}" twice; first in {before}',
                owner.at(*path, n, "id"),
                "give one of the two another id",
                (owner.id, item.id),
                "hard",
            )
        first.setdefault(item.id, n)


def _audiences(facts: Facts) -> Iterator[Finding]:
    # A misspelt audience would withhold a record from everybody, or from nobody, without a word.
    known = facts.case.engagement.audiences
    if not known:
        return
    own = facts.case.content
    records: list[Any] = [*own.layer.functions.values(), *own.documents.values()]
    for rows in own.layer.tables.values():
        records.extend(rows.values())
    for record in records:
        yield from _Check(record).every("audience", known, "audience", record.audience)
    for field in ("decisions", "findings", "costs", "impacts"):
        for n, item in enumerate(getattr(own.record, field)):
            items = ((id_, (field, n, "audience", m)) for m, id_ in enumerate(item.audience))
            yield from _Check(own.record)("audience", known, *items)


def _named_roles(facts: Facts) -> Iterator[Finding]:
    # A reference that selection left in a text leads to no role; other expressions are for prose alone.
    known = {id_.replace("-", "_") for id_ in facts.actors}
    own = facts.case.content
    records: list[Record] = [facts.case.engagement, facts.case.document, *own.variants.values()]
    records += [own.as_is] if own.as_is else []
    records += [*facts.case.functions.values(), *(o.variant for o in facts.case.options.values())]
    for rows in facts.case.tables.values():
        records.extend(rows.values())
    for record in records:
        for said in texts_of(record, record, ()):
            # A client's names are printed as they are typed, braces and all.
            if isinstance(record, Engagement) and said.path[:1] == ("client",):
                continue
            for lang in ("zh", "en"):
                path = (*said.path, lang)
                for found in _EXPRESSION.finditer(said.text.get(lang)):
                    role = REFERENCE.fullmatch(found[0])
                    if role:
                        yield from _Check(record)("role", known, (role[1], path))
                    else:
                        yield Finding(
                            f"{called(record)} has “{found[0]}”, which names no role",
                            record.at(*path),
                            "write `{{ roles.board }}`, with underscores for hyphens, or the words themselves",
                            (record.id,),
                            "hard",
                        )
