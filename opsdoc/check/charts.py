"""V13 and V14: what an organisation chart would print, and nobody could read or believe."""

from __future__ import annotations

from collections.abc import Iterator

from opsdoc.check.facts import Facts
from opsdoc.check.rule import ADVICE, Finding, Rule

# Three lines of a roomy box, in letters; beyond them a chart is a text.
LONGEST = {"zh": 30, "en": 70}


def readable(facts: Facts) -> Iterator[Finding]:
    """Names and heads of units that a box of a chart can hold."""
    for seen in facts.structures:
        for unit in seen.option.units:
            for field in ("name", "head_role"):
                for lang, most in LONGEST.items():
                    length = len(getattr(unit, field).get(lang))
                    if length > most:
                        yield Finding(
                            f'{seen.name}: the {field} of unit "{unit.id}" has {length} characters ({lang}); a box of '
                            f"a chart holds {most}",
                            seen.unit_at(unit, field),
                            "shorten it; what the unit is for stands in its mission",
                            (unit.id, seen.variant.id),
                        )


def staffed(facts: Facts) -> Iterator[Finding]:
    """Units of a structure with figures that have nobody, neither themselves nor below them."""
    for seen in facts.structures:
        figures = seen.option.figures
        field = "as_is" if seen in facts.as_is else "to_be"
        if not any(getattr(own, field) for own in figures.values()):
            continue
        for id_, own in figures.items():
            unit = seen.option.by_id.get(id_)
            if unit is None or getattr(own, field) or seen.option.children.get(id_):
                continue
            yield Finding(
                f'{seen.name}: unit "{id_}" stands in the structure and has 0 FTE ({field})',
                seen.own.at("figures", id_, field) if seen.own else seen.unit_at(unit, "id"),
                "give it the people that it has, or take the unit out of the structure",
                (id_, seen.variant.id),
            )


RULES = (
    Rule(
        "V13",
        "Names fit a box of a chart",
        "A name of four lines makes every box of its row as large, and the chart too small to read.",
        "Shorten it; 30 Chinese or 70 English characters are read at a glance.",
        ADVICE,
        "case",
        readable,
    ),
    Rule(
        "V14",
        "Units have people",
        "A box with 0 FTE is a unit that closed without anybody saying so, or a figure that was forgotten.",
        "State its full-time equivalents, or take it out.",
        ADVICE,
        "case",
        staffed,
    ),
)
