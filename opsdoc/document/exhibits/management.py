"""Performance and the upkeep of texts: scorecards, function records, role cards, glossary."""

from __future__ import annotations

from dataclasses import replace

from opsdoc.content.models import Authority, Form, Forum, Kpi, Process, Role, Term
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, cell, columns, head, row
from opsdoc.document.exhibits.records import captioned, owner_unit
from opsdoc.document.exhibits.rights import rolecard
from opsdoc.document.wording import brackets, long_date

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
    """`:: glossary-index by=own|other`: all terms with their definitions in the order of the document's language
    (pinyin or A–Z), or a list of them in both languages in the order of the other one."""
    from pypinyin import lazy_pinyin

    w = call.word
    own = call.choice("by", ("own", "other")) == "own"
    first: t.Lang = call.lang if own else "en" if call.lang == "zh" else "zh"
    terms = list(call.case.table("glossary", Term).values())
    if first == "zh":
        terms.sort(key=lambda term: (lazy_pinyin(term.zh), term.zh))
    else:
        terms.sort(key=lambda term: ("".join(c for c in term.en.lower() if c.isalnum()), term.en))

    def said(term: Term, lang: t.Lang) -> t.Cell:
        named = term.zh if lang == "zh" else term.en
        # Where it has no column of its own, an abbreviation stands behind the English it is made of.
        named += brackets(term.abbr, "en") if not own and lang == "en" and term.abbr not in ("", term.en) else ""
        words = t.text(named) if lang == call.lang else (t.Foreign(t.text(named), lang),)
        return cell((t.Paragraph(words, "compact"),))

    order: tuple[t.Lang, t.Lang] = ("zh", "en") if first == "zh" else ("en", "zh")
    rows = []
    for term in terms:
        more = [term.abbr or "—", call.say(term.definition) or "—"] if own else []
        rows.append(row([*(said(term, lang) for lang in order), *more], term.id, head_first=True))
    header = head(*(w(f"term_{lang}") for lang in order), *([w("abbreviation"), w("definition")] if own else []))
    names = ((19, 28) if own else (36, 64))[:: 1 if first == "zh" else -1]
    widths = (*names, 11, 42) if own else names
    caption = w("caption_glossary_own" if own else "caption_glossary_other").format(count=len(rows))
    classes = ("glossary",) if own else ("glossary", t.LOOKUP)
    return tuple(
        replace(block, classes=(*block.classes, *classes)) for block in captioned(call, widths, header, rows, caption)
    )


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
