"""Performance and the upkeep of texts: scorecards, function records, role cards, glossary."""

from __future__ import annotations

from dataclasses import replace

from opsdoc.content.models import Authority, Form, Forum, Kpi, Process, Role, Term
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, cell, columns, head, row
from opsdoc.document.exhibits.records import captioned, owner_unit
from opsdoc.document.exhibits.rights import rolecard
from opsdoc.document.wording import long_date

# ------------------------------------------------------------------------------------------------ performance


def drivers(call: Call) -> t.Blocks:
    """`:: drivers`: the KPI tree as a table: each KPI that others feed, and those that feed it."""
    w = call.word
    known = call.case.table("kpis", Kpi)
    feeders: dict[str, list[str]] = {}
    for kpi in known.values():
        for parent in kpi.parents:
            feeders.setdefault(parent.kpi, []).append(call.name(kpi.name))
    rows = [
        row(
            [
                call.name(known[k].name),
                call.listed(feeders[k]),
                call.listed(call.name(known[p.kpi].name) for p in known[k].parents if p.kpi in known) or w("kpi_top"),
            ],
            k,
            head_first=True,
        )
        for k in known
        if k in feeders
    ]
    return captioned(call, (26, 48, 26), head(w("kpi"), w("fed_by"), w("feeds")), rows, w("caption_drivers"))


# ------------------------------------------------------------------------------------------------ upkeep of texts


def identity(call: Call) -> t.Blocks:
    """`:: identity FUNCTION`: one line with the function's id, process class, text owner and last revision."""
    function = call.case.functions[call.argument("function", call.case.functions)]
    w, colon = call.word, "：" if call.lang == "zh" else ": "
    parts = [
        (w("function_id"), function.id),
        (w("apqc"), call.listed(function.apqc)),
        (w("text_owner"), call.say(function.text_owner)),
        (w("last_revised"), long_date(function.reviewed, call.lang) if function.reviewed else w("not_reviewed")),
    ]
    line = call.join(f"{label}{colon}{value}" for label, value in parts if value)
    return (t.Paragraph(t.text(line), "source", id=call.id, source=call.source),)


def upkeep(call: Call) -> t.Blocks:
    """`:: upkeep FUNCTION`: what belongs to a function besides its charter: posts, powers, meetings, forms, rules."""
    case, w = call.case, call.word
    function = case.functions[call.argument("function", case.functions)]
    matters = [
        a
        for a in case.table("authority", Authority).values()
        if any(f"{function.id}-lead" in (b.proposer, b.approver) for b in a.bands)
    ]
    parts = {
        "roles": [call.role(r) for r in function.roles],
        "authority_matters": [call.say(a.matter) for a in matters],
        "forums": [call.name(f.name) for f in case.table("forums", Forum).values() if f.function == function.id],
        "processes": [
            call.name(p.name) for p in case.table("processes", Process).values() if function.id in p.functions
        ],
        "forms": [call.name(f.name) for f in case.table("forms", Form).values() if f.function == function.id],
        "related_policies": list(dict.fromkeys(call.say(a.basis) for a in matters if a.basis)),
    }
    rows = [row([cell(w(key), header=True), call.listed(names)], key) for key, names in parts.items() if names]
    if not rows:
        return ()
    summary = w("summary_upkeep").format(name=call.name(function.name))
    return (t.Table(columns(16, 84), (), tuple(rows), role="card", summary=summary, id=call.id, source=call.source),)


def reviews(call: Call) -> t.Blocks:
    """`:: reviews`: when the text of each function was last revised, and by whom."""
    w = call.word
    rows = [
        row(
            [
                call.name(f.name),
                owner_unit(call, f.id),
                call.say(f.text_owner) or "—",
                long_date(f.reviewed, call.lang) if f.reviewed else w("not_reviewed"),
            ],
            f.id,
            head_first=True,
        )
        for f in call.case.functions.values()
    ]
    header = head(w("function"), w("owner_unit"), w("text_owner"), w("last_revised"))
    return captioned(call, (26, 28, 26, 20), header, rows, w("caption_reviews"))


# ------------------------------------------------------------------------------------------------ annexes


def rolecards(call: Call) -> t.Blocks:
    """`:: rolecards`: a card for every role, grouped by job family."""
    known = [r for r in call.case.table("roles", Role).values() if not r.function or r.function in call.case.functions]
    families: dict[str, list[Role]] = {}
    for record in known:
        families.setdefault(record.family.zh or record.family.en, []).append(record)
    out: list[t.Block] = []
    for n, group in enumerate(families.values(), start=1):
        title = call.name(group[0].family) or call.word("role")
        out.append(t.Heading(call.level + 1, t.text(title), id=f"{call.id}-family-{n}", source=call.source))
        for record in group:
            id_ = f"role-{record.id}"
            out.append(t.Heading(call.level + 2, t.text(call.name(record.name)), id=id_, source=call.source))
            out.extend(rolecard(replace(call, id=f"{id_}-card", arguments=(record.id,), options={})))
    return tuple(out)


def glossary_index(call: Call) -> t.Blocks:
    """`:: glossary-index by=pinyin|latin`: terms in two fixed columns, Chinese and English, in either order."""
    from pypinyin import lazy_pinyin

    w = call.word
    by = call.choice("by", ("pinyin", "latin"))
    terms = list(call.case.table("glossary", Term).values())
    if by == "pinyin":
        terms.sort(key=lambda term: (lazy_pinyin(term.zh), term.zh))
    else:
        terms.sort(key=lambda term: ("".join(c for c in term.en.lower() if c.isalnum()), term.en))

    def said(text: str, lang: t.Lang) -> t.Cell:
        words = t.text(text) if lang == call.lang else (t.Foreign(t.text(text), lang),)
        return cell((t.Paragraph(words, "compact"),))

    rows = []
    for term in terms:
        pair = [said(term.zh, "zh"), said(term.en, "en")]
        more = [call.say(term.definition) or "—"] if by == "pinyin" else []
        rows.append(row([*(pair if by == "pinyin" else pair[::-1]), term.abbr or "—", *more], term.id, head_first=True))
    names = [w("term_zh"), w("term_en")]
    meaning = [w("definition")] if by == "pinyin" else []
    header = head(*(names if by == "pinyin" else names[::-1]), w("abbreviation"), *meaning)
    widths = (19, 28, 11, 42) if by == "pinyin" else (48, 36, 16)
    made = captioned(call, widths, header, rows, w(f"caption_glossary_{by}").format(count=len(rows)))
    return tuple(replace(block, classes=(*block.classes, "glossary")) for block in made)


def index(call: Call) -> t.Blocks:
    """`:: index of=terms|functions`: the index at the end of a book: the terms of the glossary and the functions that
    the document speaks of, or one of the two, with the pages on which it does."""
    of = call.choice("of", ("all", "terms", "functions"))
    entries: list[t.IndexEntry] = []
    if of != "functions":
        for term in call.case.table("glossary", Term).values():
            words = term.zh if call.lang == "zh" else term.en
            # 章, 条 and 款 are on every page.
            if len(term.zh) > 1:
                entries.append(t.IndexEntry(words, call.lang, "" if term.abbr == words else term.abbr))
    if of != "terms":
        terms = {entry.words.casefold() for entry in entries}
        names = [call.name(function.name) for function in call.case.functions.values()]
        entries += [t.IndexEntry(name, call.lang, exact=True) for name in names if name.casefold() not in terms]
    return (t.Index(id=call.id, source=call.source, entries=tuple(entries)),)
