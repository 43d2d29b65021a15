"""N: numbers, versions, dates and approvals of documents, judged on their records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from opsdoc.check.facts import Facts, called
from opsdoc.check.rule import ALWAYS, ON_ISSUE, Finding, Rule
from opsdoc.content.load import Workspace
from opsdoc.content.models import DocumentRecord


def numbers_unique(workspace: Workspace) -> Iterator[Finding]:
    """One number, one document, over all engagements."""
    first: dict[str, DocumentRecord] = {}
    for content in workspace.engagements.values():
        for document in content.documents.values():
            known = first.setdefault(document.number, document) if document.number else document
            # A cut of a document for another audience bears the number of the whole.
            if known is not document and known.audience == document.audience:
                yield Finding(
                    f"document {document.id} has the number {document.number} of {known.id} ({known.at('number')})",
                    document.at("number"),
                    "give each document its own number",
                    (document.id, known.id),
                    "hard",
                )


def control(facts: Facts) -> Iterator[Finding]:
    """Version, dates and approvals that agree with each other and with the status."""
    record = facts.case.document
    name, records = called(record), (record.id,)
    approved = [a.date for a in record.approvals if a.step == "approved" and a.date]
    if record.revisions and record.revisions[-1].version != record.version:
        last = len(record.revisions) - 1
        yield Finding(
            f"{name} is version {record.version}, its last revision row says {record.revisions[-1].version}",
            record.at("revisions", last, "version"),
            f'add a revision row for version "{record.version}"',
            records,
        )
    if not record.revisions:
        yield Finding(f"{name} has no revision history", record.at("version"), "add `revisions:`", records)
    if record.status in ("trial", "effective") and not record.effective:
        yield Finding(
            f"{name} is in force without a date of effect", record.at("status"), "add `effective: YYYY-MM-DD`", records
        )
    if not approved:
        yield Finding(
            f"{name} is {record.status}, but nobody has approved it",
            record.at("status"),
            "add the date to the approval of step approved, or set the status back",
            records,
        )
    if record.effective and approved and record.effective < max(approved):
        yield Finding(
            f"{name} takes effect on {record.effective}, before its approval on {max(approved)}",
            record.at("effective"),
            "set a date of effect on or after the approval",
            records,
        )
    if record.review_due and record.effective and record.review_due <= record.effective:
        yield Finding(
            f"{name} is due for review on {record.review_due}, not after its date of effect",
            record.at("review_due"),
            "set a review date after the date of effect",
            records,
        )
    if record.review_due and record.review_due < facts.today and record.status != "obsolete":
        yield _overdue(record, record.review_due)


def _overdue(record: DocumentRecord, due: date) -> Finding:
    return Finding(
        f"{called(record)} was due for review on {due}",
        record.at("review_due"),
        "review it and set the next date, or make it obsolete",
        (record.id,),
        "soft",
    )


def employees(facts: Facts) -> Iterator[Finding]:
    """Rules that touch employees' interests went through discussion and publicity."""
    record = facts.case.document
    if not record.params.get("affects_employee_interests"):
        return
    for key, what in (
        ("democratic_procedure", "the record of discussion with employees"),
        ("publicity", "the record of publicity or notice"),
        ("acknowledgement", "the acknowledgement page"),
    ):
        if not record.params.get(key):
            yield Finding(
                f"{called(record)} affects employees' interests and lacks {what}",
                record.at("params"),
                f"add `{key}:` under `params` with body, date and reference",
                (record.id,),
            )


def control_block(facts: Facts) -> Iterator[Finding]:
    """The control block is filled; nobody approves what they prepared."""
    record = facts.case.document
    missing = [f for f in ("number", "version", "owner", "classification") if not getattr(record, f)]
    if "classification" in missing and facts.case.engagement.confidentiality:
        missing.remove("classification")
    steps = {approval.step for approval in record.approvals}
    missing += [f"approvals: {step}" for step in ("prepared", "approved") if step not in steps]
    if missing:
        yield Finding(
            f"the control block of {called(record)} lacks {', '.join(missing)}",
            record.at(),
            "fill in the document's record",
            (record.id,),
        )
    prepared = {a.role.zh or a.role.en for a in record.approvals if a.step == "prepared"}
    for n, approval in enumerate(record.approvals):
        if approval.step == "approved" and (approval.role.zh or approval.role.en) in prepared:
            yield Finding(
                f"{called(record)} is prepared and approved by the same role",
                record.at("approvals", n, "role"),
                "let another role approve",
                (record.id,),
            )


RULES = (
    Rule(
        "N01",
        "Version, dates and approval agree with the status",
        "A document in force must show who approved it, since when it holds and when it is looked at again.",
        "Complete approvals, revisions and dates, or set the status back.",
        ON_ISSUE,
        "case",
        control,
    ),
    Rule(
        "N05",
        "Rules on employees went through their procedure",
        "Rules on employees' vital interests need discussion, publicity and notice (Labour Contract Law, Art. 4).",
        "Add the records under `params`.",
        ON_ISSUE,
        "case",
        employees,
    ),
    Rule(
        "N06",
        "The control block is complete",
        "Number, version, owner and approvals tell a valid copy from a stray one.",
        "Fill in the document's record; another role than the author approves.",
        ON_ISSUE,
        "case",
        control_block,
    ),
    Rule(
        "N08",
        "A document's number is its own",
        "Two documents under one number cannot be told apart in a register.",
        "Give each document its own number.",
        ALWAYS,
        "workspace",
        numbers_unique,
    ),
)
