"""V01–V08 and V12: trees of units, who owns what, layers and spans, full-time equivalents.

The as-is structure is judged only where a fault would print wrong: its spans and gaps are what the engagement found.
"""

from __future__ import annotations

from collections.abc import Iterator

from opsdoc.check.facts import Facts, cycles
from opsdoc.check.records import called
from opsdoc.check.rule import ADVICE, ALWAYS, ISSUED, Finding, Rule, Weight
from opsdoc.org.coverage import cover


def tree(facts: Facts) -> Iterator[Finding]:
    """One root, superiors that exist, no cycle."""
    for seen in facts.structures:
        units = seen.option.units
        roots = [u for u in units if not u.parent]
        for unit in roots[1:]:
            yield Finding(
                f'{seen.name}: unit "{unit.id}" has no parent, and "{roots[0].id}" is the root already',
                seen.unit_at(unit, "parent"),
                f"add `parent: {roots[0].id}`, or the unit that it reports to",
                (unit.id, seen.variant.id),
                "hard",
            )
        if not roots and units:
            yield Finding(
                f"{seen.name} has no root: every unit has a parent",
                seen.variant.at("units"),
                "take the parent away from the unit at the top",
                (seen.variant.id,),
                "hard",
            )
        for unit in units:
            if unit.parent and unit.parent not in seen.option.by_id:
                yield Finding(
                    f'{seen.name}: unit "{unit.id}" reports to "{unit.parent}", which the variant does not have',
                    seen.unit_at(unit, "parent"),
                    "name a unit of this variant; where the engagement hides or merges a unit, move those below it",
                    (unit.id, seen.variant.id),
                    "hard",
                )
        for ring in cycles({u.id: [u.parent] for u in units if u.parent in seen.option.by_id}):
            yield Finding(
                f"{seen.name}: units report to each other in a circle: {' → '.join((*ring, ring[0]))}",
                seen.unit_at(ring[0], "parent"),
                "let one of them report to a unit outside the circle",
                (*ring, seen.variant.id),
                "hard",
            )


def ownership(facts: Facts) -> Iterator[Finding]:
    """One owner for each function, or an exclusion that says why not and what is done about it."""
    for seen in facts.options:
        excluded = {e.function: e for e in seen.option.exclusions}
        for function in facts.case.functions.values():
            found = cover(seen.option, function.id)
            records = (function.id, seen.variant.id)
            weight: Weight = "soft" if seen.soft else ""
            exclusion = excluded.get(function.id)
            if found.status == "owner" and len(found.units) > 1:
                placements = [p for p in seen.option.placements if p.function == function.id and p.role == "owner"]
                yield Finding(
                    f"{seen.name}: {called(function)} has {len(found.units)} owners: {', '.join(found.units)}",
                    seen.placement_at(placements[-1], "role"),
                    "keep one owner; the others can be support",
                    records,
                    weight,
                )
            elif found.status != "owner" and exclusion is None:
                state = f"is held in part only, by {', '.join(found.units)}" if found.units else "has no owner"
                parts = [p for p in seen.option.placements if p.function == function.id]
                yield Finding(
                    f"{seen.name}: {called(function)} {state}, and no exclusion says why",
                    seen.placement_at(parts[0], "role") if parts else seen.variant.at("placements"),
                    "place it with an owner, or add an entry under `exclusions` with reason and remedy",
                    records,
                    weight,
                )
            elif found.status == "owner" and exclusion is not None:
                yield Finding(
                    f"{seen.name}: {called(function)} is excluded, yet {found.units[0]} owns it",
                    seen.exclusion_at(function.id),
                    "delete the exclusion, or make the placement partial",
                    records,
                    "soft",
                )
        for exclusion in seen.option.exclusions:
            for field in ("reason", "remedy"):
                if exclusion.function in facts.functions and not getattr(exclusion, field):
                    yield Finding(
                        f"{seen.name}: the exclusion of {exclusion.function} gives no {field}",
                        seen.exclusion_at(exclusion.function),
                        f"add `{field}: {{zh: …, en: …}}`",
                        (exclusion.function, seen.variant.id),
                        "soft" if seen.soft else "",
                    )


def orphans(facts: Facts) -> Iterator[Finding]:
    """Units without a function, roles without a unit, KPIs and controls that nothing uses."""
    for seen in facts.options:
        busy = {p.unit for p in seen.option.placements} | {u.parent for u in seen.option.units}
        for unit in seen.option.units:
            # A committee meets, an assistant serves its superior: neither has a function of its own.
            if unit.id not in busy and unit.type not in ("committee", "assistant"):
                yield Finding(
                    f'{seen.name}: unit "{unit.id}" has no function and no unit below it',
                    seen.unit_at(unit, "id"),
                    "place a function with it, or leave the unit out",
                    (unit.id, seen.variant.id),
                    "soft" if seen.soft else "",
                )
    yield from _loose_roles(facts)
    functions = facts.functions.values()
    used = {id_ for f in functions for id_ in f.kpis}
    for kpi in facts.kpis.values():
        if kpi.id not in used and not kpi.functions:
            yield Finding(
                f"{called(kpi)} is used by no function",
                kpi.at("id"),
                "add `functions: […]`, or delete the KPI",
                (kpi.id,),
            )
    answered = {id_ for risk in facts.risks.values() for id_ in risk.controls}
    for control in facts.controls.values():
        if control.id not in answered:
            yield Finding(
                f"{called(control)} answers no risk",
                control.at("id"),
                "name it in the `controls` of a risk, or delete it",
                (control.id,),
                "soft",
            )


def _loose_roles(facts: Facts) -> Iterator[Finding]:
    """Roles that belong to no unit. A role stands with its function; one without a function governs, and is then named
    by a forum, a matter, a matrix or a role that reports to it."""
    named = {role.reports_to for role in facts.roles.values()}
    named |= {role for row in facts.raci.values() for role in row.cells}
    named |= {role for forum in facts.forums.values() for role in (forum.chair, *forum.members)}
    for matter in facts.authority.values():
        for band in matter.bands:
            named |= {band.proposer, band.approver, *band.reviewers, *band.countersign, *band.file_with}
    plan = facts.case.engagement.roadmap
    named |= {work.owner_role for work in plan.initiatives} | {mark.owner_role for mark in plan.milestones}
    named |= {kpi.owner_role for kpi in facts.kpis.values()}
    named |= {risk.owner_role for risk in facts.risks.values()} | {c.owner_role for c in facts.controls.values()}
    for role in facts.roles.values():
        if not role.function and role.id not in named:
            yield Finding(
                f"{called(role)} belongs to no unit: it has no function, and nothing names it",
                role.at("id"),
                "add `function: …`, or delete the role",
                (role.id,),
            )


def unit_names(facts: Facts) -> Iterator[Finding]:
    """Siblings of one name; units called exactly like a function that they hold."""
    for seen in facts.options:
        for units in seen.option.children.values():
            for lang in ("zh", "en"):
                first: dict[str, str] = {}
                for unit in units:
                    name = unit.name.get(lang)
                    if name and name in first:
                        yield Finding(
                            f'{seen.name}: "{first[name]}" and "{unit.id}" below one superior are both called “{name}”',
                            seen.unit_at(unit, "name"),
                            "give each a name of its own",
                            (unit.id, seen.variant.id),
                        )
                    first.setdefault(name, unit.id)
        for placement in seen.option.placements:
            holder, function = seen.option.by_id.get(placement.unit), facts.functions.get(placement.function)
            same = [
                name
                for lang in ("zh", "en")
                if holder and function and (name := holder.name.get(lang)) and name == function.name.get(lang)
            ]
            if holder and same:
                yield Finding(
                    f'{seen.name}: unit "{holder.id}" is called like its function, “{same[0]}”',
                    seen.unit_at(holder, "name"),
                    "say what it is: 部, 中心, 团队; department, centre, team",
                    (holder.id, seen.variant.id),
                )


def dotted(facts: Facts) -> Iterator[Finding]:
    """Dotted lines that repeat the solid one or say nothing."""
    for seen in facts.structures:
        for unit in seen.option.units:
            for n, line in enumerate(unit.dotted):
                problem = ""
                below = seen.option.by_id.get(line.to)
                if line.to in (other.to for other in unit.dotted[:n]):
                    problem, remedy = f"two dotted lines lead to {line.to}", "keep one, with one caption"
                elif line.to in (unit.parent, unit.id) or (below is not None and below.parent == unit.id):
                    problem, remedy = f"a dotted line to {line.to} repeats the solid one", "delete it"
                elif not line.caption:
                    problem, remedy = f"the dotted line to {line.to} has no caption", "say what is reported on it"
                if problem:
                    yield Finding(
                        f'{seen.name}: unit "{unit.id}": {problem}',
                        seen.unit_at(unit, "dotted", n),
                        remedy,
                        (unit.id, seen.variant.id),
                    )


RULES = (
    Rule(
        "V01",
        "Units form one tree",
        "A chart needs one top, and each unit one superior; a circle has neither.",
        "Give every unit but one a parent of the same variant.",
        ALWAYS,
        "case",
        tree,
    ),
    Rule(
        "V02",
        "Every function has one owner, or an exclusion",
        "Two owners are none; a gap that nobody explains is an oversight. Cycles and lenses leave functions without an "
        "owner by their nature, so they are asked for the exclusion and no more.",
        "Place the function with one owner, or state reason and remedy under `exclusions`.",
        ISSUED,
        "case",
        ownership,
    ),
    Rule(
        "V03",
        "Nothing stands alone",
        "A unit without work, a KPI without a function or a control without a risk has lost its reason.",
        "Connect it, or delete it.",
        ISSUED,
        "case",
        orphans,
    ),
    Rule(
        "V04",
        "Unit names tell units apart",
        "“产品运营” can be a department and a function; the reader has to see which is meant.",
        "Name siblings differently; add 部, 中心 or 团队 (department, centre, team) to a unit named like its function.",
        ADVICE,
        "case",
        unit_names,
    ),
    Rule(
        "V12",
        "Dotted lines add something",
        "A dotted line beside the solid one, or without a caption, says nothing.",
        "Delete it, or say what is reported on it.",
        ADVICE,
        "case",
        dotted,
    ),
)
