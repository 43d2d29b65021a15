"""M and T: what becomes of each unit, and a roadmap that can be walked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from opsdoc.check.choice import CHOOSING
from opsdoc.check.facts import Facts, Seen, cycles
from opsdoc.check.records import called
from opsdoc.check.rolemaps import open_ends, roles_mapped
from opsdoc.check.rule import ADVICE, ISSUED, Finding, Rule
from opsdoc.check.size import ROUNDING
from opsdoc.content.models import Initiative, MilestoneRecord

# From this level on an impact needs an answer.
FELT = 2


def mapped(facts: Facts) -> Iterator[Finding]:
    """Every as-is unit goes somewhere, every to-be unit comes from somewhere, and the full-time equivalents close."""
    case = facts.case
    for seen in facts.options:
        own = seen.own
        if own is None or not facts.as_is:
            continue
        if not own.mappings:
            if seen.option.id == case.engagement.recommended_variant and case.document.kind == "proposal":
                yield Finding(
                    f"{seen.name} is recommended, but nothing says what becomes of the present units",
                    own.at(),
                    "add `mappings:`, each with from, to and kind",
                    (seen.variant.id,),
                )
            continue
        old, new = ([u.id for u in x.option.units if u.parent] for x in (facts.as_is[0], seen))
        yield from open_ends(seen, "unit", own.mappings, old, new)
        yield from _bridge(facts.as_is[0], seen)
    yield from roles_mapped(facts)


def _bridge(old: Seen, new: Seen) -> Iterator[Finding]:
    own = new.own
    assert own is not None
    # The FTE of a mapping are people of today: they add up to each present unit, and to what the unit they go to has
    # `as_is`; what grows or shrinks after that is `to_be`.
    leaving: dict[str, float] = {}
    arriving: dict[str, float] = {}
    shared: set[str] = set()
    for mapping in own.mappings:
        if mapping.kind == "new":
            shared.update(mapping.to)
        for units, sums in ((mapping.from_, leaving), (mapping.to, arriving)):
            for unit in units:
                sums[unit] = sums.get(unit, 0.0) + mapping.fte
                # A merge of two units states one figure for both, which cannot be told apart.
                if len(units) > 1:
                    shared.add(unit)
    if not any(mapping.fte for mapping in own.mappings):
        return
    for what, seen, sums in (("leave", old, leaving), ("arrive in", new, arriving)):
        for unit, total in sums.items():
            figures = seen.option.figures.get(unit)
            if figures is not None and unit not in shared and abs(total - figures.as_is) > ROUNDING:
                yield Finding(
                    f"{new.name}: the mappings let {total:g} FTE {what} {unit}, its as-is figure is {figures.as_is:g}",
                    own.at("mappings"),
                    "correct the `fte` of the mappings or the unit's figure until both agree",
                    (new.variant.id, unit),
                )


def roadmap(facts: Facts) -> Iterator[Finding]:
    """Periods run forwards, dependencies do not run in circles, milestones have an owner and a criterion."""
    engagement = facts.case.engagement
    plan = engagement.roadmap
    index = {item.id: n for n, item in enumerate(plan.initiatives)}
    for n, item in enumerate(plan.initiatives):
        if item.start > item.end:
            yield Finding(
                f"{called(item)} ends on {item.end} before it starts on {item.start}",
                engagement.at("roadmap", "initiatives", n, "end"),
                "swap the dates, or correct one",
                (item.id,),
                "hard",
            )
        if not item.owner_role:
            yield Finding(
                f"{called(item)} has no owner",
                engagement.at("roadmap", "initiatives", n),
                "add `owner_role: …`",
                (item.id,),
            )
        for m, id_ in enumerate(item.depends_on):
            before = plan.initiatives[index[id_]] if id_ in index else None
            if before is not None and before.start > item.end:
                yield Finding(
                    f"{called(item)} ends before {id_}, on which it depends, starts",
                    engagement.at("roadmap", "initiatives", n, "depends_on", m),
                    "correct the dates or the dependency",
                    (item.id, id_),
                )
    for ring in cycles({item.id: item.depends_on for item in plan.initiatives if item.depends_on}):
        yield Finding(
            f"initiatives wait for each other: {' → '.join((*ring, ring[0]))}",
            engagement.at("roadmap", "initiatives", index[ring[0]], "depends_on"),
            "take one dependency out",
            ring,
            "hard",
        )
    for n, milestone in enumerate(plan.milestones):
        missing = [f for f in ("owner_role", "exit_criterion") if not getattr(milestone, f)]
        if missing:
            yield Finding(
                f"{called(milestone)} has no {' and no '.join(missing)}",
                engagement.at("roadmap", "milestones", n),
                "say who answers for it and when it counts as reached",
                (milestone.id,),
            )
    for n, line in enumerate(plan.day_one.items if plan.day_one else ()):
        missing = [f for f in ("owner_role", "proof") if not getattr(line, f)]
        if missing:
            yield Finding(
                f"the item {line.id} of day one has no {' and no '.join(missing)}",
                engagement.at("roadmap", "day_one", "items", n),
                "say who sees to it and by what one can tell",
                (line.id,),
            )
    yield from _after_approval(facts)


def _after_approval(facts: Facts) -> Iterator[Finding]:
    """Nothing goes live before it is approved: by the date of approval, else by the first decision asked for."""
    engagement, record = facts.case.engagement, facts.case.document
    plan = engagement.roadmap
    given = [a.date for a in record.approvals if a.step == "approved" and a.date] if record.kind in CHOOSING else []
    dues = given or [decision.due for decision in engagement.decisions]
    if not dues:
        return
    day, what = min(dues), "its approval" if given else "the first decision"
    dated: list[tuple[Initiative | MilestoneRecord, date, str, tuple[str, int, str]]] = [
        *((item, item.start, "starts", ("initiatives", n, "start")) for n, item in enumerate(plan.initiatives)),
        *((item, item.date, "falls", ("milestones", n, "date")) for n, item in enumerate(plan.milestones)),
    ]
    if plan.day_one and record.date <= plan.day_one.date < day:
        yield Finding(
            f"day one is {plan.day_one.date}, before {what} on {day}",
            engagement.at("roadmap", "day_one", "date"),
            "move it behind the decision, or ask for the decision earlier",
            ("day_one",),
        )
    for item, begins, verb, path in dated:
        # Work that was under way when the document was written is no go-live.
        if record.date <= begins < day:
            yield Finding(
                f"{called(item)} {verb} on {begins}, before {what} on {day}",
                engagement.at("roadmap", *path),
                "move it behind the decision, or ask for the decision earlier",
                (item.id,),
            )


def acted_on(facts: Facts) -> Iterator[Finding]:
    """What changes much for people has an action, somebody who sees to it, and a date."""
    engagement = facts.case.engagement
    for n, impact in enumerate(engagement.impacts):
        missing = [field for field in ("action", "owner", "due") if not getattr(impact, field)]
        if impact.level >= FELT and missing:
            yield Finding(
                f"impact {impact.id} “{impact.group.zh or impact.group.en}” is of level {impact.level} and has no "
                f"{', no '.join(missing)}",
                engagement.at("impacts", n),
                "say what is done about it, by whom and until when",
                (impact.id,),
            )


RULES = (
    Rule(
        "M01",
        "Every unit and role goes somewhere, and the FTE bridge closes",
        "A unit or role without a mapping is a surprise for those who work in it; a bridge that does not close hides a "
        "cut.",
        "Map every as-is and to-be unit and role; the FTE of the mappings add up to the as-is figures on both sides.",
        ISSUED,
        "case",
        mapped,
    ),
    Rule(
        "M02",
        "Whoever is affected knows what is done about it",
        "A change of level 2 or 3 without action, owner and date is a worry that nobody takes up.",
        "Add `action`, `owner` and `due` to the impact.",
        ADVICE,
        "case",
        acted_on,
    ),
    Rule(
        "T01",
        "The roadmap can be walked",
        "A start after the end, a circle of dependencies, a milestone without criterion or a start before the approval "
        "cannot be carried out.",
        "Correct dates and dependencies; give each milestone an owner and an exit criterion, each item of day one an "
        "owner and a proof.",
        ISSUED,
        "case",
        roadmap,
    ),
)
