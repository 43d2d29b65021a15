"""R and D: who answers for an activity, and who decides up to which amount."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from opsdoc.check.facts import Facts, called, nearest
from opsdoc.check.rule import ADVICE, ALWAYS, ISSUED, Finding, Rule, Weight
from opsdoc.content.models import Authority, Band, Raci, Role

MOST_R, MOST_C, MOST_I = 3, 4, 5
# More of all A's than this with one role make it a bottleneck; below so many rows the share says nothing.
BOTTLENECK, ENOUGH_ROWS = 0.4, 10
COLLECTIVE = re.compile(r"会$|会议|委员会|小组|\b(board|committee|council|meeting|assembly)\b", re.IGNORECASE)


def _name(row: Raci) -> str:
    return f"RACI row {row.id} “{row.activity.zh or row.activity.en}”"


def accountable(facts: Facts) -> Iterator[Finding]:
    """Exactly one A in a row."""
    for row in facts.raci.values():
        holders = [role for role, letter in row.cells.items() if "A" in letter]
        if len(holders) == 1:
            continue
        more = len(holders) > 1
        yield Finding(
            f"{_name(row)} has {len(holders)} accountable roles: {', '.join(holders)}"
            if more
            else f"{_name(row)} has no accountable role",
            row.at("cells", holders[1]) if more else row.at("cells"),
            "keep one A; the others can be R or C" if more else "give one role an A, or A/R where it does the work too",
            (row.id,),
            "hard",
        )


def responsible(facts: Facts) -> Iterator[Finding]:
    """At least one R in a row."""
    for row in facts.raci.values():
        if not any("R" in letter for letter in row.cells.values()):
            yield Finding(
                f"{_name(row)} has nobody who does the work",
                row.at("cells"),
                "give at least one role an R; A/R where the accountable role does it",
                (row.id,),
            )


def crowded(facts: Facts) -> Iterator[Finding]:
    """Rows with many R, C or I."""
    for row in facts.raci.values():
        for letter, most, word in (("R", MOST_R, "responsible"), ("C", MOST_C, "consulted"), ("I", MOST_I, "informed")):
            holders = [role for role, cell in row.cells.items() if letter in cell]
            if len(holders) > most:
                yield Finding(
                    f"{_name(row)} has {len(holders)} {word} roles; more than {most} slow it down",
                    row.at("cells", holders[most]),
                    "split the activity, or keep those without whom it fails",
                    (row.id,),
                )


def columns(facts: Facts) -> Iterator[Finding]:
    """Columns are roles of the role table."""
    known = facts.actors | {unit.id for seen in facts.options for unit in seen.option.units}
    for row in facts.raci.values():
        for role in row.cells:
            if role not in known:
                yield Finding(
                    f'{_name(row)} has the column "{role}", which is no role',
                    row.at("cells", role),
                    nearest(role, facts.roles, "name a role of tables/roles; never a person"),
                    (row.id, role),
                    "hard",
                )


def workload(facts: Facts) -> Iterator[Finding]:
    """Roles that only look on, and roles on which everything hangs."""
    rows = list(facts.raci.values())
    works: set[str] = set()
    first: dict[str, Raci] = {}
    leads: Counter[str] = Counter()
    for row in rows:
        for role, letter in row.cells.items():
            first.setdefault(role, row)
            if "R" in letter or "A" in letter:
                works.add(role)
            leads[role] += "A" in letter
    for role, row in first.items():
        card = facts.roles.get(role)
        # Boards, legal and audit are there to be consulted and informed.
        if card is not None and card.function and role not in works:
            yield Finding(
                f"{called(card)} stands in the RACI matrix, but has no A and no R in any row",
                row.at("cells", role),
                "give it the work that is its own, or leave it out",
                (role,),
            )
    if len(rows) >= ENOUGH_ROWS:
        for role, count in leads.items():
            if count > BOTTLENECK * len(rows):
                yield Finding(
                    f"role {role} is accountable in {count} of {len(rows)} RACI rows",
                    first[role].at("cells", role),
                    "delegate: one role should not hold more than 40% of the A's",
                    (role,),
                )


def empowered(facts: Facts) -> Iterator[Finding]:
    """The accountable role may decide, where a row names its matter of the delegation of authority."""
    for row in facts.raci.values():
        matter = facts.authority.get(row.authority)
        if matter is None:
            continue
        deciders = {band.approver for band in matter.bands}
        holders = [role for role, letter in row.cells.items() if "A" in letter]
        for role in holders:
            if role not in deciders:
                yield Finding(
                    f"{_name(row)}: {role} is accountable, but {matter.id} lets {', '.join(sorted(deciders))} decide",
                    row.at("cells", role),
                    "move the A to a role with the authority, or delegate the matter",
                    (row.id, matter.id),
                )


# ------------------------------------------------------------------------------------------------ authority


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
                    elif id_ == band.proposer and field != "file_with":
                        yield Finding(
                            f"{_matter(matter)}: {id_} proposes and also stands under {field}",
                            matter.at("bands", n, field, m),
                            "give the two steps to two roles",
                            (matter.id,),
                        )


def collective(facts: Facts) -> Iterator[Finding]:
    """Matters of 三重一大 are decided by a body."""
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


def _is_body(role: Role) -> bool:
    return bool(COLLECTIVE.search(role.name.zh) or COLLECTIVE.search(role.name.en))


RULES = (
    Rule(
        "R01",
        "One accountable role in every row",
        "With two, each waits for the other; with none, nobody answers.",
        "Keep exactly one A or A/R in the row.",
        ALWAYS,
        "case",
        accountable,
    ),
    Rule(
        "R02",
        "Somebody does the work",
        "An activity without an R does not happen.",
        "Give a role an R, or the accountable one A/R.",
        ISSUED,
        "case",
        responsible,
    ),
    Rule(
        "R03",
        "Few hands on one activity",
        "More than 3 R, 4 C or 5 I turn a decision into a round of mails.",
        "Split the activity, or keep those without whom it fails.",
        ADVICE,
        "case",
        crowded,
    ),
    Rule(
        "R04",
        "Columns are roles",
        "A matrix of persons is out of date with the first change; one of unknown ids prints holes.",
        "Name roles of tables/roles.",
        ALWAYS,
        "case",
        columns,
    ),
    Rule(
        "R05",
        "Roles in the matrix work, and none is a bottleneck",
        "A role without A and R is redundant, or its work is missing; one with over 40% of the A's holds up the rest.",
        "Give it its own work, or delegate.",
        ADVICE,
        "case",
        workload,
    ),
    Rule(
        "R06",
        "Who is accountable may decide",
        "Accountability without authority is blame.",
        "Move the A, or delegate the matter that the row names under `authority`.",
        ADVICE,
        "case",
        empowered,
    ),
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
        "Major matters go to a body",
        "三重一大 matters (major decisions, appointments, projects, large funds) are decided collectively.",
        "Name a board, committee or meeting as approver.",
        ADVICE,
        "case",
        collective,
    ),
)
