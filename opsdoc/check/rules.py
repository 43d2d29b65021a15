"""The table of rules, and the one way to run them: findings weighed, waived and logged once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from opsdoc.check import (
    authority,
    charts,
    choice,
    composed,
    decisionrights,
    documents,
    functions,
    general,
    measures,
    plan,
    rights,
    risks,
    roles,
    size,
    structure,
    targets,
    terms,
)
from opsdoc.check.facts import Facts
from opsdoc.check.records import nearest
from opsdoc.check.rule import ADVICE, ALWAYS, Finding, Rule, nothing
from opsdoc.check.stages import STAGES
from opsdoc.content.load import Workspace
from opsdoc.diagnostics import Diagnostic, Log, Severity, Source
from opsdoc.document import tree as t
from opsdoc.document.compose import ISSUED
from opsdoc.org.select import Case

_WAIVERS = Rule(
    "W01",
    "Waivers hold",
    "A waiver is a decision for a time; past its date, or for a rule that cannot be waived, it hides something.",
    "Renew it with a reason, or mend what it waives.",
    ADVICE,
    "case",
    nothing,
)
_FAMILIES = (
    *(general, terms, structure, charts, size, choice, functions, rights, authority, decisionrights),
    *(measures, targets, risks, roles, plan, documents, composed),
)
RULES: Mapping[str, Rule] = {
    rule.code: rule
    for rule in sorted((*(rule for family in _FAMILIES for rule in family.RULES), _WAIVERS), key=lambda rule: rule.code)
}
# Second parts of rules that also look at the composed document.
_COMPOSED: Sequence[tuple[str, Callable[..., Iterable[Finding]]]] = (
    *general.COMPOSED.items(),
    *composed.COMPOSED.items(),
    *documents.COMPOSED.items(),
)


# Second parts of rules that also look at all engagements together.
_WORKSPACE: Sequence[tuple[str, Callable[..., Iterable[Finding]]]] = tuple(documents.WORKSPACE.items())


def run(case: Case, trees: Sequence[t.Document], log: Log, today: date | None = None) -> None:
    """All rules over a case and its composed, refined documents (one per language; may be empty). `today` decides what
    has expired; without it, the calendar does."""
    facts = Facts.of(case, today)
    judged = [*_over_case(facts), *_over_documents(facts, trees)]
    _report(judged, facts, log)


def check_case(case: Case, log: Log, today: date | None = None) -> None:
    """The rules over records alone."""
    facts = Facts.of(case, today)
    _report(_over_case(facts), facts, log)


def check_document(case: Case, document: t.Document, log: Log, today: date | None = None) -> None:
    """The rules over one composed and refined document."""
    facts = Facts.of(case, today)
    _report(_over_documents(facts, [document]), facts, log)


def check_workspace(workspace: Workspace, log: Log) -> None:
    """The rules over all engagements together."""
    for code, second in _WORKSPACE:
        _add(log, [_diagnostic(RULES[code], finding, Severity.ERROR) for finding in second(workspace)])


def explain(code: str) -> str:
    """What a code means, why it matters and what satisfies it; for an unknown one, a suggestion."""
    rule = RULES.get(code.upper()) or RULES.get(f"{code[:1].upper()}{code[1:]:0>2}")
    if rule is None:
        stage = STAGES.get(code.lower())
        if stage:
            return f"{code.lower()}: {stage.title}\n\n{stage.why}\n\nWhat to do: {stage.remedy}"
        otherwise = f"the codes are: {', '.join([*RULES, *STAGES])}"
        help = nearest(code.upper(), RULES, "") or nearest(code.lower(), STAGES, otherwise)
        return f'no rule "{code}"; {help}'
    words = {None: "not looked at", Severity.WARNING: "warning", Severity.ERROR: "error"}
    levels = rule.severity
    return (
        f"{rule.code}: {rule.title}\n\n{rule.why}\n\nWhat to do: {rule.remedy}\n"
        f"Severity: {words[levels.draft]} before approval, {words[levels.issued]} from approval on."
    )


def title(code: str) -> str:
    """A code in a few words: the rule's title, or what an earlier stage means by it; empty for others."""
    known = RULES.get(code) or STAGES.get(code)
    return known.title if known else ""


# ------------------------------------------------------------------------------------------------ running

Judged = tuple[Rule, Finding]


def _over_case(facts: Facts) -> Iterator[Judged]:
    for rule in RULES.values():
        if rule.over == "case":
            for finding in rule.run(facts):
                yield rule, finding


def _over_documents(facts: Facts, trees: Sequence[t.Document]) -> Iterator[Judged]:
    if not trees:
        return
    for rule in RULES.values():
        if rule.over == "document":
            for finding in rule.run(facts, trees):
                yield rule, finding
    for code, second in _COMPOSED:
        for finding in second(facts, trees):
            yield RULES[code], finding


def _report(judged: Iterable[Judged], facts: Facts, log: Log) -> None:
    waivers = facts.case.engagement.waivers
    issued = facts.case.document.status in ISSUED
    by_rule: dict[str, list[int]] = {}
    for n, waiver in enumerate(waivers):
        by_rule.setdefault(waiver.rule, []).append(n)
    found: list[Diagnostic] = []
    places: set[tuple[str, Source]] = set()
    for rule, finding in judged:
        severity = rule.severity.of(issued, finding.weight)
        if severity is None:
            continue
        if finding.weight != "hard" and _waived(finding, [waivers[n] for n in by_rule.get(rule.code, ())], facts):
            continue
        # A text that is judged as prose and again as part of the document is reported once, by its first rule run.
        if rule.code in _TWICE and finding.source is not None:
            if not finding.records and (rule.code, finding.source) in places:
                continue
            places.add((rule.code, finding.source))
        found.append(_diagnostic(rule, finding, severity))
    found.extend(_judged_waivers(facts))
    _add(log, found)


_TWICE = frozenset(code for code, _ in _COMPOSED)


def _waived(finding: Finding, waivers: Iterable[object], facts: Facts) -> bool:
    for waiver in waivers:
        expires, record = getattr(waiver, "expires", facts.today), getattr(waiver, "record", "")
        if expires >= facts.today and (not record or record in finding.records):
            return True
    return False


def _judged_waivers(facts: Facts) -> Iterator[Diagnostic]:
    engagement = facts.case.engagement
    for n, waiver in enumerate(engagement.waivers):
        if waiver.rule not in RULES:
            yield Diagnostic(
                Severity.WARNING,
                "W01",
                f'a waiver names the rule "{waiver.rule}", which does not exist',
                engagement.at("waivers", n, "rule"),
                help=nearest(waiver.rule, RULES, "see `opsdoc check --explain`"),
            )
        elif RULES[waiver.rule].severity is ALWAYS:
            yield Diagnostic(
                Severity.WARNING,
                "W01",
                f"{waiver.rule} cannot be waived: what breaks it prints wrong",
                engagement.at("waivers", n, "rule"),
                help="delete the waiver, and mend what it was to cover",
            )
        elif not (waiver.reason.strip() and waiver.owner.strip()):
            missing = "reason" if not waiver.reason.strip() else "owner"
            yield Diagnostic(
                Severity.WARNING,
                "W01",
                f"the waiver of {waiver.rule} for {waiver.record or 'all records'} has no {missing}",
                engagement.at("waivers", n, missing),
                help="say why the rule is set aside, and who answers for it",
            )
        elif waiver.expires < facts.today:
            yield Diagnostic(
                Severity.WARNING,
                "W01",
                f"the waiver of {waiver.rule} for {waiver.record or 'all records'} expired on {waiver.expires}",
                engagement.at("waivers", n, "expires"),
                help=f"mend what it waived, or let {waiver.owner} renew it with a reason",
            )


def _diagnostic(rule: Rule, finding: Finding, severity: Severity) -> Diagnostic:
    return Diagnostic(severity, rule.code, finding.message, finding.source, help=finding.help)


def _add(log: Log, found: Iterable[Diagnostic]) -> None:
    """Each finding once; where another document of the run judges it more severely, the severer one stays."""
    position = {_key(item): n for n, item in enumerate(log.items)}
    for diagnostic in found:
        known = position.get(_key(diagnostic))
        if known is None:
            position[_key(diagnostic)] = len(log.items)
            log.items.append(diagnostic)
        elif diagnostic.severity is Severity.ERROR and log.items[known].severity is Severity.WARNING:
            log.items[known] = diagnostic


def _key(diagnostic: Diagnostic) -> tuple[str, str, Source | None]:
    return diagnostic.code, diagnostic.message, diagnostic.source
