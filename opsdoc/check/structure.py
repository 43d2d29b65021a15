"""V01–V08 and V12: trees of units, who owns what, layers and spans, full-time equivalents.

The as-is structure is judged only where a fault would print wrong: its spans and gaps are what the engagement found.
"""

from __future__ import annotations

from collections.abc import Iterator

from opsdoc.check.facts import Facts, Seen, called, cycles
from opsdoc.check.rule import ADVICE, ALWAYS, ISSUED, Finding, Rule, Weight
from opsdoc.org.coverage import cover
from opsdoc.org.metrics import layers, span_by_unit

# Layers that an organisation below and from 500 FTE carries without strain.
SMALL, LAYERS_SMALL, LAYERS_LARGE = 500, 5, 7
# Reports that a head of each archetype can lead.
SPANS = {
    "player-coach": (3, 5),
    "coach": (6, 7),
    "supervisor": (8, 10),
    "facilitator": (11, 15),
    "coordinator": (15, 99),
    "": (3, 10),
}
# Full-time equivalents are given to one decimal.
ROUNDING = 0.1


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


def _sound(seen: Seen) -> bool:
    """Whether the units form a tree; layers and spans of anything else would only repeat what V01 says."""
    units = seen.option.units
    if sum(1 for unit in units if not unit.parent) != 1:
        return False
    known = seen.option.by_id
    return all(not u.parent or u.parent in known for u in units) and not cycles({u.id: [u.parent] for u in units})


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
    """Units without a function, KPIs and controls that nothing uses."""
    for seen in facts.options:
        busy = {p.unit for p in seen.option.placements} | {u.parent for u in seen.option.units}
        for unit in seen.option.units:
            if unit.id not in busy and unit.type != "committee":
                yield Finding(
                    f'{seen.name}: unit "{unit.id}" has no function and no unit below it',
                    seen.unit_at(unit, "id"),
                    "place a function with it, or leave the unit out",
                    (unit.id, seen.variant.id),
                    "soft" if seen.soft else "",
                )
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
            if holder and function and holder.name.zh and holder.name.zh == function.name.zh:
                yield Finding(
                    f'{seen.name}: unit "{holder.id}" is called like its function, “{holder.name.zh}”',
                    seen.unit_at(holder, "name"),
                    "say what it is: 部, 中心, 团队; department, centre, team",
                    (holder.id, seen.variant.id),
                )


def depth(facts: Facts) -> Iterator[Finding]:
    """More layers than an organisation of this size carries."""
    size = facts.case.engagement.client.size_fte
    most = LAYERS_SMALL if size < SMALL else LAYERS_LARGE
    for seen in facts.options:
        count = layers(seen.option)
        if count > most and _sound(seen):
            yield Finding(
                f"{seen.name} has {count} layers; with {size} FTE more than {most} slow decisions down",
                seen.variant.at("units"),
                "take a layer out, or waive the rule with a reason",
                (seen.variant.id,),
            )


def spans(facts: Facts) -> Iterator[Finding]:
    """Spans outside what the head's archetype can lead; without an archetype, very narrow or very wide ones."""
    for seen in filter(_sound, facts.options):
        for id_, span in span_by_unit(seen.option).items():
            unit = seen.option.by_id.get(id_)
            if unit is None or span == 1:
                continue
            low, high = SPANS[unit.archetype]
            if not low <= span <= high:
                kind = f"a {unit.archetype} leads {low}–{high}" if unit.archetype else f"usual are {low}–{high}"
                yield Finding(
                    f'{seen.name}: unit "{id_}" has {span} direct reports; {kind}',
                    seen.unit_at(unit, "archetype") if unit.archetype else seen.unit_at(unit, "id"),
                    "regroup the units below, or state the archetype that fits",
                    (id_, seen.variant.id),
                )


def one_to_one(facts: Facts) -> Iterator[Finding]:
    """A superior with a single report."""
    for seen in filter(_sound, facts.options):
        for id_, span in span_by_unit(seen.option).items():
            if span == 1 and id_ in seen.option.by_id:
                yield Finding(
                    f'{seen.name}: unit "{id_}" has one direct report only',
                    seen.unit_at(id_, "id"),
                    "merge the two, or place more below it",
                    (id_, seen.variant.id),
                )


def establishment(facts: Facts) -> Iterator[Finding]:
    """Totals of full-time equivalents that do not agree with each other or exceed the client."""
    size = facts.case.engagement.client.size_fte
    base = sum(figure.as_is for seen in facts.as_is for figure in seen.option.figures.values())
    for seen in facts.structures:
        if seen.own is None or not seen.option.figures:
            continue
        total = sum(figure.as_is for figure in seen.option.figures.values())
        records = (seen.variant.id,)
        if base and total and abs(total - base) > ROUNDING:
            yield Finding(
                f"{seen.name}: the as-is FTE of its units are {total:g} in all, those of the as-is structure {base:g}",
                seen.own.at("figures"),
                "distribute the same people in both; own staff of a unit only, without those below it",
                records,
            )
        for what, amount in (("as-is", total), ("to-be", seen.option.fte)):
            if size and amount > size + ROUNDING:
                yield Finding(
                    f"{seen.name}: {what} FTE of {amount:g} are more than the client's {size}",
                    seen.own.at("figures"),
                    "count each unit's own staff only, without that of the units below it, or correct size_fte",
                    records,
                )


def dotted(facts: Facts) -> Iterator[Finding]:
    """Dotted lines that repeat the solid one or say nothing."""
    for seen in facts.structures:
        for unit in seen.option.units:
            for n, line in enumerate(unit.dotted):
                problem = ""
                if line.to in (unit.parent, unit.id):
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
        "V05",
        "The tree is not deeper than its size needs",
        "Every layer costs time: more than 5 below 500 FTE, or more than 7 above, want a reason.",
        "Take a layer out, or waive the rule with the reason.",
        ADVICE,
        "case",
        depth,
    ),
    Rule(
        "V06",
        "Spans fit the kind of leadership",
        "A player-coach leads 3–5, a coach 6–7, a supervisor 8–10, a facilitator 11–15, a coordinator 15 and more.",
        "Regroup the units, or state the archetype that fits.",
        ADVICE,
        "case",
        spans,
    ),
    Rule(
        "V07",
        "No one-to-one reporting",
        "A superior with a single report is a layer without a purpose.",
        "Merge the two, or place more below the upper one.",
        ADVICE,
        "case",
        one_to_one,
    ),
    Rule(
        "V08",
        "Full-time equivalents add up",
        "The same people are counted in every option; a total that differs is an error or a hidden cut.",
        "Give each unit its own staff, without that of the units below it, until the totals agree.",
        ISSUED,
        "case",
        establishment,
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
