"""N: numbers, versions, dates and approvals of documents, judged on their records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from opsdoc.check.facts import Facts
from opsdoc.check.records import called
from opsdoc.check.rule import ON_ISSUE, Finding, Rule
from opsdoc.content.load import Workspace
from opsdoc.content.models import DocumentRecord
from opsdoc.document import tree as t
from opsdoc.document.exhibits.front import IN_FORCE

# Kinds that hold as rules: copies of them go out of date.
CONTROLLED = frozenset({"policy", "handbook"})


def numbers_unique(workspace: Workspace) -> Iterator[Finding]:
    """One number, one document, over all engagements; a breach is named at a document of those that were read."""
    first: dict[str, DocumentRecord] = {}
    for neighbour in workspace.neighbours.values():
        for document in neighbour.documents.values():
            first.setdefault(document.number, document)
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
    if not record.affects_employee_interests:
        return
    steps = (
        ("democratic_procedure", "the discussion with employees", record.democratic_procedure, "body, date, reference"),
        ("publicity", "how employees were told", record.publicity, "method and date"),
    )
    for field, what, done, parts in steps:
        if done is None:
            yield Finding(
                f"{called(record)} affects employees' interests and has no record of {what}",
                record.at("affects_employee_interests"),
                f"add `{field}:` with {parts}",
                (record.id,),
            )
        elif record.effective and done.date > record.effective:
            yield Finding(
                f"{called(record)} takes effect on {record.effective}, before {what} on {done.date}",
                record.at(field, "date"),
                "set a later date of effect; the procedure comes first",
                (record.id,),
            )


def signed_for(facts: Facts, documents: Sequence[t.Document]) -> Iterator[Finding]:
    """Employees sign for what affects them: the page stands in the document."""
    record = facts.case.document
    for document in documents if record.affects_employee_interests else ():
        if not _has_control(document, "acknowledgement"):
            yield Finding(
                f"{called(record)} affects employees' interests and has no acknowledgement page ({document.lang})",
                record.at("affects_employee_interests"),
                "add `:: acknowledgement` to its outline or to its last section",
                (record.id,),
            )


def _has_control(document: t.Document, label: str) -> bool:
    words = document.labels.get(label, "")
    return any(table.role == "control" and table.summary == words for table in t.query(document.blocks, t.Table))


def marked(facts: Facts, documents: Sequence[t.Document]) -> Iterator[Finding]:
    """What is no longer in force says so on each page."""
    record = facts.case.document
    for document in documents:
        if record.status == "obsolete" and not document.meta.watermark:
            yield Finding(
                f"{called(record)} is obsolete, and no page says so ({document.lang})",
                record.at("status"),
                "give `watermark_obsolete` of templates/labels its words again",
                (record.id,),
            )


def copies(facts: Facts, documents: Sequence[t.Document]) -> Iterator[Finding]:
    """A rule that is in force prints its control block, which says what a printed copy is worth; of a controlled
    document each page says so too."""
    record = facts.case.document
    for document in documents if record.kind in CONTROLLED else ():
        if not _has_control(document, "document_control"):
            yield Finding(
                f"{called(record)} prints no control block ({document.lang})",
                record.at("kind"),
                "add `:: control` to its outline",
                (record.id,),
            )
        elif record.status in IN_FORCE and not _says_uncontrolled(document):
            yield Finding(
                f"the control block of {called(record)} does not say that prints are uncontrolled ({document.lang})",
                record.at("status"),
                "give `uncontrolled` of templates/labels its words again",
                (record.id,),
            )
    for document in documents:
        if record.controlled and not document.meta.control:
            yield Finding(
                f"{called(record)} is controlled, and no page says what a print is worth ({document.lang})",
                record.at("controlled"),
                "give `control_uncontrolled` of templates/labels its words again",
                (record.id,),
            )


def _says_uncontrolled(document: t.Document) -> bool:
    words = document.labels.get("uncontrolled", "")
    blocks = [table for table in t.query(document.blocks, t.Table) if table.role == "control"]
    return bool(words) and any(words in t.plain(p.content) for p in t.query(tuple(blocks), t.Paragraph))


def control_block(facts: Facts) -> Iterator[Finding]:
    """The control block is filled; nobody approves what they prepared."""
    record = facts.case.document
    missing = [f for f in ("number", "version", "owner", "classification") if not getattr(record, f)]
    if "classification" in missing and facts.case.engagement.confidentiality:
        missing.remove("classification")
    if record.kind in CONTROLLED:
        missing += [field for field in ("distribution", "review_due") if not getattr(record, field)]
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
        "Number, version, dates and approval agree with the status",
        "A document in force must show who approved it, since when it holds and when it is looked at again. Two "
        "documents under one number cannot be told apart in a register, whatever their status.",
        "Complete approvals, revisions and dates, or set the status back; give each document its own number.",
        ON_ISSUE,
        "case",
        control,
    ),
    Rule(
        "N05",
        "Rules on employees went through their procedure",
        "Rules on employees' vital interests need discussion, publicity and notice (PRC Labour Contract Law, Art. 4).",
        "Add `democratic_procedure`, `publicity` and the acknowledgement page.",
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
)
# Codes whose rule looks at records, and again at all engagements together or at the composed document.
WORKSPACE = {"N01": numbers_unique}
COMPOSED = {"N01": marked, "N05": signed_for, "N06": copies}
