"""V05–V08: layers and spans, full-time equivalents that add up.

The as-is structure is judged only where a fault would print wrong: its spans are what the engagement found.
"""

from __future__ import annotations

from collections.abc import Iterator

from opsdoc.check.facts import Facts, Seen, cycles
from opsdoc.check.rule import ADVICE, ISSUED, Finding, Rule
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


def sound(seen: Seen) -> bool:
    """Whether the units form a tree; layers and spans of anything else would only repeat what V01 says."""
    units = seen.option.units
    if sum(1 for unit in units if not unit.parent) != 1:
        return False
    known = seen.option.by_id
    return all(not u.parent or u.parent in known for u in units) and not cycles({u.id: [u.parent] for u in units})


def depth(facts: Facts) -> Iterator[Finding]:
    """More layers than the engagement's target; without one, more than an organisation of this size carries."""
    engagement = facts.case.engagement
    size = engagement.client.size_fte
    # Of a client whose size is not stated, only what is too deep for any is said.
    most = engagement.max_layers or (LAYERS_SMALL if 0 < size < SMALL else LAYERS_LARGE)
    why = f"with {size} FTE" if size else "in a client of any size"
    for seen in facts.options:
        count = layers(seen.option)
        if count > most and sound(seen):
            yield Finding(
                f"{seen.name} has {count} layers; the engagement's target is {most} at most"
                if engagement.max_layers
                else f"{seen.name} has {count} layers; {why} more than {most} slow decisions down",
                seen.variant.at("units"),
                "take a layer out, correct `max_layers` of the engagement, or waive the rule with a reason",
                (seen.variant.id,),
            )


def spans(facts: Facts) -> Iterator[Finding]:
    """Spans outside what the head's archetype can lead; without an archetype, very narrow or very wide ones."""
    for seen in filter(sound, facts.options):
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
    for seen in filter(sound, facts.options):
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
        yield from _paid(seen)
    yield from _posts(facts)


def _paid(seen: Seen) -> Iterator[Finding]:
    # A total over units of which some have no cost is too low, and nobody sees it.
    figures = seen.option.figures
    free = [id_ for id_, own in figures.items() if own.to_be and not own.cost]
    if free and len(free) < len([own for own in figures.values() if own.to_be]) and seen.own:
        yield Finding(
            f"{seen.name}: {', '.join(free)} have staff, but no cost: what the others cost is no total",
            seen.own.at("figures", free[0]),
            "add `cost:` to each unit with staff, or to none",
            (seen.variant.id, *free),
        )


def _posts(facts: Facts) -> Iterator[Finding]:
    """The posts of a unit's roles are among its full-time equivalents."""
    seen = facts.presented
    posts: dict[str, float] = {}
    named: dict[str, str] = {}
    for id_, count in facts.case.engagement.headcounts.items():
        unit = facts.case.role_unit(id_, seen.option)
        if unit in seen.option.figures:
            posts[unit] = posts.get(unit, 0.0) + count.establishment
            named[unit] = id_
    for unit, total in posts.items():
        staff = seen.option.figures[unit].to_be
        if total > staff + ROUNDING:
            yield Finding(
                f"{seen.name}: the posts of the roles of {unit} are {total:g}, its own staff to be is {staff:g}",
                facts.case.engagement.at("headcounts", named[unit], "establishment"),
                "correct the posts, or the unit's `to_be`",
                (seen.variant.id, unit),
            )


RULES = (
    Rule(
        "V05",
        "The tree is not deeper than its size needs",
        "Every layer costs time: more than the engagement's `max_layers`, or without that more than 5 below 500 FTE "
        "and more than 7 otherwise, want a reason.",
        "Take a layer out, set `max_layers` in the engagement, or waive the rule with the reason.",
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
)
