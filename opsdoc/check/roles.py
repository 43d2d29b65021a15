"""P: role cards that add up, report to somebody and ask for nothing unlawful."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opsdoc.check.facts import Facts, cycles
from opsdoc.check.records import called
from opsdoc.check.rule import ADVICE, ISSUED, Finding, Rule

_UNLAWFUL = re.compile(
    r"年龄|性别|\d+\s*周?岁|限(?:男|女)|男性|女性|男士|女士|未婚|已婚|婚育|婚姻|户籍|户口|民族|籍贯|身高|"
    r"\bage[ds]?\b(?! of)|\byears old\b|\b(?:under|over) \d\d\b(?! (?:people|staff|employees))|"
    r"\b(?:fe)?male\b|\bgender\b|\bmarital\b|\b(?:un)?married\b|\bhousehold registration\b|\bhukou\b|"
    r"\bethnic\w*|\bnationality\b",
    re.IGNORECASE,
)


def duties(facts: Facts) -> Iterator[Finding]:
    """Weights of duties add up to 100 where they are given; reporting lines lead upwards."""
    for role in facts.roles.values():
        for n, duty in enumerate(role.duties):
            if duty.weight < 0:
                yield Finding(
                    f"{called(role)}: the weight of duty {n + 1} is {duty.weight:g}",
                    role.at("duties", n, "weight"),
                    "give the share of working time, 0–100",
                    (role.id,),
                    "hard",
                )
        total = sum(duty.weight for duty in role.duties)
        if total and abs(total - 100) > 0.01:
            yield Finding(
                f"{called(role)}: the weights of its duties add up to {total:g}, not 100",
                role.at("duties"),
                f"{'take away' if total > 100 else 'add'} {abs(total - 100):g}",
                (role.id,),
                "hard",
            )
    yield from _superiors(facts)
    lines = {role.id: [role.reports_to] for role in facts.roles.values() if role.reports_to in facts.roles}
    for ring in cycles(lines):
        role = facts.roles[ring[0]]
        yield Finding(
            f"{called(role)} reports to itself: {' → '.join((*ring, ring[0]))}",
            role.at("reports_to"),
            "let one of them report outside the circle",
            ring,
            "hard",
        )


def _superiors(facts: Facts) -> Iterator[Finding]:
    # A role stands where its function has a unit; its superior has to stand in the same structure.
    placed = {p.function for p in facts.presented.option.placements if p.role != "support"} & set(facts.case.functions)
    for role in facts.roles.values():
        above = facts.roles.get(role.reports_to)
        if above is not None and role.function in placed and above.function and above.function not in placed:
            yield Finding(
                f"{called(role)} reports to {above.id}, whose function {above.function} has no unit in "
                f"{facts.presented.name}",
                role.at("reports_to"),
                "let it report to a role of this structure, or place the function",
                (role.id, above.id),
                "soft" if facts.presented.soft else "",
            )


def posts(facts: Facts) -> Iterator[Finding]:
    """No more posts filled than established, unless a note says why."""
    engagement = facts.case.engagement
    for id_, posts in engagement.headcounts.items():
        if posts.actual > posts.establishment and not posts.note:
            role = facts.roles.get(id_)
            yield Finding(
                f"{called(role) if role else f'role {id_}'} has {posts.actual:g} posts filled, "
                f"{posts.establishment:g} established",
                engagement.at("headcounts", id_, "actual"),
                "correct the figures, or say in `note` until when more are filled",
                (id_,),
            )


def lawful(facts: Facts) -> Iterator[Finding]:
    """Conditions of age, sex, marriage, origin or household registration."""
    for role in facts.roles.values():
        for field in ("education", "experience", "skills"):
            text = getattr(role, field)
            for lang in ("zh", "en"):
                match = _UNLAWFUL.search(text.get(lang))
                if match:
                    yield Finding(
                        f'{called(role)}: {field} sets a condition that the law does not allow: "{match[0]}"',
                        role.at(field, lang),
                        "ask for what the work needs: knowledge, experience, skill",
                        (role.id,),
                    )


RULES = (
    Rule(
        "P01",
        "Duties weigh 100 in all, reporting lines lead upwards",
        "Shares of working time that do not add up cannot be planned with; a circle has no head.",
        "Correct the weights, or the reports_to.",
        ISSUED,
        "case",
        duties,
    ),
    Rule(
        "P02",
        "Posts filled are posts established",
        "Posts above the establishment are paid for by nobody's budget.",
        "Correct the figures, or say in `note` why and until when more are filled.",
        ADVICE,
        "case",
        posts,
    ),
    Rule(
        "P03",
        "Requirements are about the work",
        "Conditions of age, sex, marriage, origin or household registration are unlawful in most places.",
        "Delete the condition.",
        ADVICE,
        "case",
        lawful,
    ),
)
