"""What a document says about itself and its grounds: control block, figures, findings, principles, glossary."""

from __future__ import annotations

import re

from opsdoc.content.models import Assumption, Criterion, Principle, SourceNote, Term
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, ExhibitError, bullets, cell, columns, head, row
from opsdoc.document.wording import long_date, number
from opsdoc.org.compare import weights

# A glossary with this class still holds every term; compose keeps those that the finished text uses.
USED_TERMS = "used-terms"
# Kinds that hold as rules, and the statuses in which they do.
RULES = frozenset({"policy", "handbook"})
IN_FORCE = frozenset({"approved", "trial", "effective"})
# What the control block says at length.
_LONG = frozenset({"distribution", "printed_copies"})


def control(call: Call) -> t.Blocks:
    """`:: control`: the document control block."""
    record, w = call.case.document, call.word
    pairs: list[tuple[str, str]] = [
        ("document_number", record.number),
        ("version", record.version),
        ("status", w(f"status_{record.status}")),
        ("document_level", w(f"level_of_{record.level}") if record.level else ""),
        ("classification", call.say(record.classification)),
        ("owner_department", call.say(record.owner)),
        ("prepared_by", call.say(record.author)),
        ("issue_date", long_date(record.date, call.lang)),
        ("effective_date", long_date(record.effective, call.lang) if record.effective else ""),
        ("review_due", long_date(record.review_due, call.lang) if record.review_due else ""),
        ("distribution", call.listed(call.say(x) for x in record.distribution)),
        ("supersedes", record.supersedes),
        ("retention", call.say(record.retention)),
        ("prevailing_language", w(f"prevailing_{record.prevailing}")),
        # A printed rule does not learn of the next version.
        ("printed_copies", w("uncontrolled") if record.kind in RULES and record.status in IN_FORCE else ""),
    ]
    filled = [(key, value) for key, value in pairs if value]
    # What takes a sentence or a list stands below the rest, in rows of its own.
    short = [item for item in filled if item[0] not in _LONG]
    lines = [short[n : n + 2] for n in range(0, len(short), 2)] + [[item] for item in filled if item[0] in _LONG]
    rows = []
    for n, line in enumerate(lines):
        cells: list[t.Cell] = []
        for key, value in line:
            cells += [cell(w(key), header=True), cell(value, colspan=5 - 2 * len(line))]
        rows.append(t.Row(tuple(cells), f"control-{2 * n}"))
    return (
        t.Table(
            columns(16, 34, 16, 34),
            (),
            tuple(rows),
            role="control",
            summary=w("document_control"),
            id=call.id,
            source=call.source,
        ),
    )


def approvals(call: Call) -> t.Blocks:
    """`:: approvals`: who prepares, reviews and approves, with room to sign."""
    w = call.word
    rows = [
        row(
            [w(f"step_{a.step}"), call.say(a.role), "", long_date(a.date, call.lang) if a.date else ""],
            f"approval-{n}",
            head_first=True,
        )
        for n, a in enumerate(call.case.document.approvals)
    ]
    if not rows:
        return ()
    return (
        t.Table(
            columns(16, 32, 28, 24),
            head(w("step"), w("role"), w("signature"), w("date")),
            tuple(rows),
            role="control",
            summary=w("approvals"),
            id=call.id,
            source=call.source,
        ),
    )


def revisions(call: Call) -> t.Blocks:
    """`:: revisions`: the history of versions, with the clauses touched where any are named."""
    w = call.word
    history = call.case.document.revisions
    if not history:
        return ()
    named, approved = any(r.clauses for r in history), any(r.approver for r in history)
    rows = []
    for n, r in enumerate(history):
        clauses = [r.clauses or "—"] if named else []
        last = [call.say(r.approver) or "—"] if approved else []
        cells = [
            r.version,
            long_date(r.date, call.lang),
            *clauses,
            call.say(r.reason),
            call.say(r.author) or "—",
            *last,
        ]
        rows.append(row(cells, f"revision-{n}", head_first=True))
    heads = [w("version"), w("date"), *([w("clauses")] if named else []), w("revision_reason"), w("author")]
    heads += [w("approved_by")] if approved else []
    widths = (10, 20, *((13,) if named else ()), *((27, 15, 15) if approved else (39 if named else 47, 18)))
    return (
        t.Table(
            columns(*widths),
            head(*heads),
            tuple(rows),
            role="control",
            summary=w("revision_history"),
            id=call.id,
            source=call.source,
        ),
    )


def figures(call: Call) -> t.Blocks:
    """`::: figures … :::` or `:: figures "27|functions" "8|units"`: a band of large numbers with labels."""
    pairs = [a.split("|", 1) for a in call.arguments]
    if not pairs or any(len(p) != 2 for p in pairs):
        raise ExhibitError('figures are written as "number|label"', 'for example :: figures "27|职能"')
    values = t.Row(tuple(cell(value) for value, _ in pairs), "values")
    labels = t.Row(tuple(cell(label) for _, label in pairs), "labels")
    return (
        t.Table(
            columns(*[1.0] * len(pairs)),
            (),
            (values, labels),
            role="figures",
            summary=call.word("key_figures"),
            id=call.id,
            source=call.source,
        ),
    )


def principles(call: Call) -> t.Blocks:
    """`:: principles`: what each says and what follows from it."""
    w = call.word
    rows = [
        row([str(n), call.say(p.statement), call.say(p.rationale), call.say(p.implication)], p.id)
        for n, p in enumerate(call.case.table("principles", Principle).values(), start=1)
    ]
    return (
        t.Table(
            columns("5c", 27, 32, 36),
            head("#", w("principle"), w("reason"), w("implication")),
            tuple(rows),
            caption=call.caption(w("caption_principles").format(count=len(rows))),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def criteria(call: Call) -> t.Blocks:
    """`:: criteria`: weighted criteria; the weights add up to 100."""
    w = call.word
    weight = weights(call.case)
    rows = [
        row([call.name(c.name), number(weight[c.id], call.lang), call.say(c.definition)], c.id, head_first=True)
        for c in call.case.table("criteria", Criterion).values()
        if c.id in weight
    ]
    rows.append(row([w("total"), number(sum(weight.values()), call.lang), ""], "total", "total", head_first=True))
    return (
        t.Table(
            columns(26, "10r", 64),
            head(w("criterion"), w("weight"), w("definition")),
            tuple(rows),
            caption=call.caption(w("caption_criteria")),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def findings(call: Call) -> t.Blocks:
    """`:: findings`: findings about the as-is structure: evidence, cause, implication."""
    w = call.word
    rows = []
    for n, f in enumerate(call.case.engagement.findings, start=1):
        rows.append(
            row(
                [
                    str(n),
                    cell(
                        (
                            t.Paragraph((t.Strong(t.text(call.say(f.statement))),), "compact"),
                            *bullets(call.say(e) for e in f.evidence),
                        )
                    ),
                    call.say(f.cause),
                    call.say(f.implication),
                ],
                f.id,
            )
        )
    if not rows:
        return ()
    return (
        t.Table(
            columns("5c", 41, 26, 28),
            head("#", w("finding"), w("cause"), w("implication")),
            tuple(rows),
            caption=call.caption(w("caption_findings")),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def glossary(call: Call) -> t.Blocks:
    """`:: glossary scope=used|key|all`: terms sorted by pinyin or A–Z; by default those that the document uses, and
    with `key` of these the abbreviated ones and the engagement's own."""
    w = call.word
    scope = call.choice("scope", ("used", "key", "all"))
    terms = list(call.case.table("glossary", Term).values())
    if scope == "key":
        own = call.case.content.layer.tables.get("glossary", {})
        terms = [term for term in terms if term.abbr or term.id in own]
    if call.lang == "zh":
        from pypinyin import lazy_pinyin

        terms.sort(key=lambda term: (lazy_pinyin(term.zh), term.zh))
    else:
        terms.sort(key=lambda term: (re.sub(r"\W", "", term.en).lower(), term.en))
    rows = []
    for term in terms:
        pair = (term.zh, term.en) if call.lang == "zh" else (term.en, term.zh)
        second: t.Inlines = (t.Foreign(t.text(pair[1]), "en" if call.lang == "zh" else "zh"),)
        rows.append(
            row(
                [
                    pair[0],
                    cell((t.Paragraph(second, "compact"),)),
                    term.abbr or "—",
                    call.say(term.definition) if term.definition else "—",
                ],
                term.id,
                head_first=True,
            )
        )
    return (
        t.Table(
            columns(22, 30, 9, 39),
            head(w("term"), w("term_other"), w("abbreviation"), w("definition")),
            tuple(rows),
            caption=call.caption(w("caption_glossary").format(count=len(rows))),
            id=call.id,
            source=call.source,
            classes=() if scope == "all" else (USED_TERMS,),
        ),
    )


def sources(call: Call) -> t.Blocks:
    """`:: sources`: where the figures come from."""
    w = call.word
    rows = [
        row(
            [
                call.say(s.title),
                call.say(s.owner) or "—",
                long_date(s.as_of, call.lang) if s.as_of else "—",
                call.say(s.note) or "—",
            ],
            s.id,
            head_first=True,
        )
        for s in call.case.table("sources", SourceNote).values()
    ]
    return (
        t.Table(
            columns(36, 20, 18, 26),
            head(w("source"), w("owner"), w("as_of"), w("note")),
            tuple(rows),
            caption=call.caption(w("caption_sources")),
            id=call.id,
            source=call.source,
        ),
    )


def assumptions(call: Call) -> t.Blocks:
    """`:: assumptions`: what had to be assumed, who vouches for it and how sure we are."""
    w = call.word
    rows = [
        row([str(n), call.say(a.text), call.say(a.owner) or "—", w(f"confidence_{a.confidence}")], a.id)
        for n, a in enumerate(call.case.table("assumptions", Assumption).values(), start=1)
    ]
    return (
        t.Table(
            columns("5c", 59, 22, 14),
            head("#", w("assumption"), w("owner"), w("confidence")),
            tuple(rows),
            caption=call.caption(w("caption_assumptions")),
            id=call.id,
            source=call.source,
        ),
    )
