"""D: who decides up to which amount, with whom, and until when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opsdoc.check.facts import Facts
from opsdoc.check.rule import ADVICE, ISSUED, Finding, Rule, Weight
from opsdoc.content.models import Authority, Band, Role

COLLECTIVE = re.compile(r"会$|会议|委员会|小组|\b(board|committee|council|meeting|assembly)\b", re.IGNORECASE)


def bands(facts: Facts) -> Iterator[Finding]:
    """Bands of a matter follow each other without gap or overlap; the currency is stated, the last band open."""
    for matter in facts.authority.values():
        groups: dict[str, list[tuple[int, Band]]] = {}
        for n, band in enumerate(matter.bands):
            groups.setdefault(band.condition.zh or band.condition.en, []).append((n, band))
        if not matter.bands:
            yield _band(matter, 0, "has no band", "add at least one band with proposer and approver")
        if not matter.currency and any(b.min is not None or b.max is not None for b in matter.bands):
            yield _band(matter, 0, "has amounts, but no currency", "add `currency: CNY`")
        for condition, group in groups.items():
            yield from _group(matter, condition, group)


def _group(matter: Authority, condition: str, group: list[tuple[int, Band]]) -> Iterator[Finding]:
    if len(group) == 1 and group[0][1].min is None and group[0][1].max is None:
        if not condition and len(matter.bands) > 1:
            text = "has a band without amount and condition"
            yield _band(matter, group[0][0], text, "add `min`, `max` or `condition`")
        return
    of = f" ({condition})" if condition else ""
    end: float | None = 0.0
    for position, (n, band) in enumerate(group):
        start = band.min if band.min is not None else 0.0
        if position and end is None:
            yield _band(matter, n, f"has a band above an open-ended one{of}", "give the lower band a `max`", "hard")
        elif position and end is not None and start < end:
            text = f"has bands that overlap{of}: one ends at {end:,.0f}, the next starts at {start:,.0f}"
            yield _band(matter, n, text, f"start this band at {end:,.0f}", "hard")
        elif end is not None and start > end:
            text = f"has a gap between {end:,.0f} and {start:,.0f}{of}"
            yield _band(matter, n, text, f"start this band at {end:,.0f}")
        if band.max is not None and band.max <= start:
            text = f"has a band that ends at {band.max:,.0f} before it starts{of}"
            yield _band(matter, n, text, "swap min and max", "hard")
        end = band.max
    if end is not None:
        last = group[-1][0]
        yield _band(matter, last, f"has nobody who decides from {end:,.0f} up{of}", "leave out `max` of the last band")


def _band(matter: Authority, n: int, problem: str, remedy: str, weight: Weight = "") -> Finding:
    return Finding(f"{_matter(matter)} {problem}", matter.at("bands", n, "min"), remedy, (matter.id,), weight)


def _matter(matter: Authority) -> str:
    return f"authority {matter.id} “{matter.matter.zh or matter.matter.en}”"


def separation(facts: Facts) -> Iterator[Finding]:
    """Nobody approves what they proposed; reviewing and recording are others' work too."""
    for matter in facts.authority.values():
        for n, band in enumerate(matter.bands):
            steps = (("reviewers", band.reviewers), ("countersign", band.countersign), ("file_with", band.file_with))
            if band.proposer == band.approver:
                yield Finding(
                    f"{_matter(matter)}: {band.proposer} approves its own proposal",
                    matter.at("bands", n, "approver"),
                    "let the next level up approve, or another role propose",
                    (matter.id,),
                )
            for field, ids in steps:
                for m, id_ in enumerate(ids):
                    if id_ == band.approver:
                        yield Finding(
                            f"{_matter(matter)}: {id_} approves and also stands under {field}",
                            matter.at("bands", n, field, m),
                            "give the two steps to two roles",
                            (matter.id,),
                        )
                    elif id_ == band.proposer:
                        yield Finding(
                            f"{_matter(matter)}: {id_} proposes and also stands under {field}",
                            matter.at("bands", n, field, m),
                            "give the two steps to two roles",
                            (matter.id,),
                        )


def collective(facts: Facts) -> Iterator[Finding]:
    """Matters of 三重一大 are decided by a body; what is delegated is delegated until a day."""
    for matter in facts.authority.values():
        if not matter.collective:
            continue
        for n, band in enumerate(matter.bands):
            if band.approver in facts.roles and not _is_body(facts.roles[band.approver]):
                yield Finding(
                    f"{_matter(matter)} is for collective decision, but {band.approver} approves alone",
                    matter.at("bands", n, "approver"),
                    "name a board, committee or meeting",
                    (matter.id,),
                )
    yield from _delegated(facts)


def _delegated(facts: Facts) -> Iterator[Finding]:
    for matter in facts.authority.values():
        if matter.delegated and matter.valid_to is None:
            yield Finding(
                f"{_matter(matter)} may be delegated, but nothing says until when",
                matter.at("delegated"),
                "add `valid_to: YYYY-MM-DD`",
                (matter.id,),
            )
        elif matter.valid_to is not None and matter.valid_to < facts.today:
            yield Finding(
                f"{_matter(matter)}: the delegation ended on {matter.valid_to}",
                matter.at("valid_to"),
                "renew it with a later date, or set `delegated: false`",
                (matter.id,),
            )


def _is_body(role: Role) -> bool:
    return bool(COLLECTIVE.search(role.name.zh) or COLLECTIVE.search(role.name.en))


RULES = (
    Rule(
        "D01",
        "Authority bands leave no gap and do not overlap",
        "In a gap nobody decides; in an overlap two do.",
        "Start each band where the last ended, state the currency, leave the last band open.",
        ISSUED,
        "case",
        bands,
    ),
    Rule(
        "D02",
        "Proposing, reviewing, approving and recording are separate",
        "Who approves an own proposal controls nothing.",
        "Give the steps to different roles.",
        ISSUED,
        "case",
        separation,
    ),
    Rule(
        "D03",
        "Major matters go to a body, delegations end",
        "三重一大 matters (major decisions, appointments, projects, large funds) are decided collectively; a "
        "delegation without an end outlives its reason.",
        "Name a board, committee or meeting as approver; give each delegation a `valid_to`.",
        ADVICE,
        "case",
        collective,
    ),
)
