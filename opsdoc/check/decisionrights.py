"""D04, D05: decisions between units, who may stop them, and whether who decides them may."""

from __future__ import annotations

from collections.abc import Iterator

from opsdoc.check.facts import Facts
from opsdoc.check.rule import ADVICE, ISSUED, Finding, Rule
from opsdoc.content.models import DecisionRight

# Parts of a decision that belong to the other form alone.
FOREIGN_PARTS = {"rapid": ("informed",), "daci": ("agree", "perform")}


def _name(right: DecisionRight) -> str:
    return f"decision right {right.id} “{right.matter.zh or right.matter.en}”"


def decided(facts: Facts) -> Iterator[Finding]:
    """A decision is taken by somebody who neither recommends it nor could stop it; each form has its own parts, and
    says what ends a deadlock."""
    for right in facts.table("decision-rights", DecisionRight).values():
        twice = [field for field in ("lead", "agree") if right.decide in getattr(right, field)]
        if twice:
            yield Finding(
                f"{_name(right)}: {right.decide} decides and also stands under {' and '.join(twice)}",
                right.at(twice[0]),
                "let another role recommend or agree, or the next level up decide",
                (right.id,),
            )
        foreign = [field for field in FOREIGN_PARTS[right.form] if getattr(right, field)]
        if foreign:
            yield Finding(
                f"{_name(right)}: {right.form.upper()} has no {' and no '.join(foreign)}, which is not printed",
                right.at(foreign[0]),
                f"leave it out, or write `form: {'daci' if right.form == 'rapid' else 'rapid'}`",
                (right.id,),
                "hard",
            )
        if right.form == "rapid" and not right.agree:
            yield Finding(
                f"{_name(right)} is RAPID, but nobody has to agree",
                right.at("form"),
                "name under `agree` who may say no, or write `form: daci`",
                (right.id,),
            )
        if not right.deadlock:
            yield Finding(
                f"{_name(right)} does not say what happens in a deadlock",
                right.at(),
                "add `deadlock:`, with a time limit and what holds until then",
                (right.id,),
            )


def authorised(facts: Facts) -> Iterator[Finding]:
    """Who decides may do so under the matter of the delegation of authority that the decision names."""
    for right in facts.table("decision-rights", DecisionRight).values():
        matter = facts.authority.get(right.authority)
        deciders = sorted({band.approver for band in matter.bands}) if matter else []
        if matter and right.decide not in deciders:
            yield Finding(
                f"{_name(right)}: {right.decide} decides, but {matter.id} lets {', '.join(deciders)} decide",
                right.at("decide"),
                "name a role with the authority, or delegate the matter",
                (right.id, matter.id),
            )


RULES = (
    Rule(
        "D04",
        "A decision between units has one decider, apart from those who recommend and agree",
        "Who decides on an own recommendation decides alone; a veto that nobody holds is none; without a way out of a "
        "deadlock the matter goes up the line after all.",
        "Separate the parts; RAPID names who must agree, DACI is for decisions within a project; add `deadlock`.",
        ISSUED,
        "case",
        decided,
    ),
    Rule(
        "D05",
        "Who decides between units has the authority",
        "A right to decide that the delegation of authority contradicts is disputed on first use.",
        "Name a role that approves the matter under `authority`, or delegate the matter.",
        ADVICE,
        "case",
        authorised,
    ),
)
