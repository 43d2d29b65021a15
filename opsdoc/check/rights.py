"""R: who answers for an activity, who does it, and whether they may."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from opsdoc.check.facts import Facts
from opsdoc.check.records import called, nearest
from opsdoc.check.rule import ADVICE, ALWAYS, ISSUED, Finding, Rule
from opsdoc.content.models import Raci

MOST_R, MOST_C, MOST_I = 3, 4, 5
# More of all A's than this with one role make it a bottleneck; below so many rows the share says nothing.
BOTTLENECK, ENOUGH_ROWS = 0.4, 10


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
        # A column that is no role is named by R04.
        if role not in works and role in facts.actors:
            yield Finding(
                f"{called(card) if card else f'role {role}'} stands in the RACI matrix, but has no A and no R in any "
                "row",
                row.at("cells", role),
                "give it the work that is its own, or leave it out; of a body that is only asked, waive the rule",
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
)
