"""Items and clauses of a policy that are made of records, so that a change of data changes the policy."""

from __future__ import annotations

from collections.abc import Iterable

from opsdoc.content.models import Authority, Band, Control, Kpi, Risk
from opsdoc.diagnostics import suggest
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, ExhibitError, cell, columns, head, row
from opsdoc.document.exhibits.rights import _bounds as bounds
from opsdoc.document.wording import long_date, series
from opsdoc.org.coverage import cover


def _items(call: Call, texts: Iterable[str]) -> t.Blocks:
    said = [text for text in texts if text]
    if len(said) == 1:
        # One item is no list: it stands as a sentence of the article.
        return (t.Paragraph(t.text(said[0] + call.word("stop")), id=call.id, source=call.source),)
    items = tuple((t.Paragraph(t.text(text), "compact"),) for text in said)
    return (t.OrderedList(items, id=call.id, source=call.source),) if items else ()


def _colon(call: Call) -> str:
    return "：" if call.lang == "zh" else ": "


def _inside(call: Call, name: str) -> str:
    """A function's name within an English sentence: small first letter, unless it begins with an abbreviation."""
    return name[:1].lower() + name[1:] if call.lang == "en" and name[1:2].islower() else name


def unit_duties(call: Call) -> t.Blocks:
    """`:: unit-duties`: each unit with the functions that it owns, holds in part and supports."""
    option, w = call.case.option, call.word

    def named(unit: str, role: str) -> str:
        found = [f for f in option.functions_of(unit, role) if f in call.case.functions]
        names = series([_inside(call, call.name(call.case.functions[f].name)) for f in found], call.lang)
        return w(f"duty_{role}").format(names=names) if names else ""

    lines: list[str] = []
    for unit in option.units:
        parts = call.join(named(unit.id, role) for role in ("owner", "partial", "support"))
        if parts:
            lines.append(f"{call.name(unit.name)}{_colon(call)}{parts}")
    return _items(call, lines)


def unowned(call: Call) -> t.Blocks:
    """`:: unowned`: functions without one owner, with the remedy; a sentence that there is none, where all have one."""
    option, w = call.case.option, call.word
    remedies = {e.function: e for e in option.exclusions}
    lines = []
    for function in call.case.functions.values():
        found = cover(option, function.id)
        if found.status == "owner":
            continue
        remedy = remedies.get(function.id)
        state = call.join([w(found.status), call.say(remedy.remedy) if remedy else ""])
        lines.append(f"{call.name(function.name)}{_colon(call)}{state}")
    if lines:
        intro = t.Paragraph(t.text(w("unowned_some").format(count=len(lines))), id=f"{call.id}-intro")
        return (intro, *_items(call, lines))
    sentence = w("unowned_none").format(count=len(call.case.functions))
    return (t.Paragraph(t.text(sentence), id=call.id, source=call.source),)


def bodies(call: Call) -> t.Blocks:
    """`:: bodies`: the committees of the variant, who chairs each and what it decides."""
    w = call.word
    return _items(
        call,
        (
            w("body_line").format(
                name=call.name(c.name), chair=call.name(c.head_role), mission=_inside(call, call.say(c.mission))
            )
            for c in call.case.option.variant.committees
        ),
    )


def dotted(call: Call) -> t.Blocks:
    """`:: dotted`: dotted reporting lines: who owes what to whom beside the solid line."""
    w, option = call.word, call.case.option
    return _items(
        call,
        (
            w("dotted_line").format(
                unit=call.name(unit.name),
                to=call.unit(line.to),
                matter=_inside(call, call.say(line.caption)),
                kind=w(f"dotted_{line.kind}"),
            )
            for unit in option.units
            for line in unit.dotted
            if line.to in option.by_id
        ),
    )


def collective(call: Call) -> t.Blocks:
    """`:: collective`: the matters that a body decides, never one person."""
    found = [a for a in call.case.table("authority", Authority).values() if a.collective]
    return _items(
        call,
        (
            f"{call.say(a.matter)}{call.quoted(call.word('decided_by').format(names=_deciders(call, a.bands)))}"
            for a in found
        ),
    )


def _deciders(call: Call, bands: tuple[Band, ...]) -> str:
    return series(dict.fromkeys(call.role(b.approver) for b in bands), call.lang)


def grant(call: Call) -> t.Blocks:
    """`:: grant MATTER`: the bands of one matter in words: who proposes, reviews, countersigns, decides and files."""
    known = call.case.table("authority", Authority)
    record = known[call.argument("matter", known)]
    w = call.word

    def part(key: str, roles: Iterable[str]) -> str:
        names = series([w("grant_role").format(role=call.role(r)) for r in roles], call.lang)
        return w(f"grant_{key}").format(names=names) if names else ""

    def sentence(band: Band) -> str:
        steps = call.sentence(
            [
                part("proposer", (band.proposer,)),
                part("reviewers", band.reviewers),
                part("countersign", band.countersign),
                part("approver", (band.approver,)),
                part("file", band.file_with),
            ]
        )
        return f"{bounds(call, record, band)}{_colon(call)}{steps}"

    return _items(call, (sentence(band) for band in record.bands))


def group_steps(call: Call) -> t.Blocks:
    """`:: group-steps`: what a subsidiary does with each matter before or instead of the company's own bands."""
    matters: dict[str, list[str]] = {}
    for record in call.case.table("authority", Authority).values():
        if record.group_step:
            matters.setdefault(call.say(record.group_step), []).append(call.say(record.matter))
    return _items(call, (f"{step}{_colon(call)}{call.listed(names)}" for step, names in matters.items()))


def agreed(call: Call) -> t.Blocks:
    """`:: agreed FUNCTION PARTY …`: what a function and these counterparts have agreed to pass on, and by when."""
    functions = call.case.functions
    if not call.arguments or call.arguments[0] not in functions:
        raise ExhibitError("the name of a function is missing", suggest("".join(call.arguments[:1]), functions))
    function, parties = functions[call.arguments[0]], call.arguments[1:]
    return _items(
        call,
        (
            call.word("agreed_line").format(
                function=call.name(function.name),
                party=call.party(x.party),
                content=call.say(x.content),
                sla=call.say(x.sla),
            )
            for x in function.interfaces
            if x.sla and x.party in parties
        ),
    )


def measures(call: Call) -> t.Blocks:
    """`:: measures KPI …`: indicators with formula and frequency, as items of an article."""
    known = call.case.table("kpis", Kpi)
    for name in call.arguments:
        if name not in known:
            raise ExhibitError(f'no KPI "{name}"', "choose from the KPI dictionary")
    return _items(
        call,
        (
            f"{call.name(known[k].name)}{_colon(call)}{call.say(known[k].formula)}"
            + call.quoted(call.word(f"frequency_{known[k].frequency}"))
            for k in call.arguments
        ),
    )


def key_controls(call: Call) -> t.Blocks:
    """`:: key-controls FUNCTION …`: controls against the risks of these functions, with owner and evidence."""
    w, case = call.word, call.case
    controls = case.table("controls", Control)
    rows: list[t.Row] = []
    for risk in case.table("risks", Risk).values():
        if risk.function not in call.arguments or risk.function not in case.functions:
            continue
        known = [id_ for id_ in risk.controls if id_ in controls]
        for n, id_ in enumerate(known):
            control = controls[id_]
            cells: list[str | t.Cell | t.Blocks] = []
            if n == 0:
                cells.append(cell(call.name(risk.name), header=True, rowspan=len(known)))
            cells += [
                call.say(control.statement),
                w(f"frequency_{control.frequency}"),
                call.role(control.owner_role) if control.owner_role else "—",
                call.say(control.evidence) or "—",
            ]
            rows.append(row(cells, id_))
    if not rows:
        return ()
    return (
        t.Table(
            columns(17, 35, 11, 16, 21),
            head(w("risk"), w("controls"), w("frequency"), w("owner_role"), w("evidence")),
            tuple(rows),
            caption=call.caption(w("caption_key_controls")),
            id=call.id,
            source=call.source,
        ),
    )


def clause(call: Call) -> t.Blocks:
    """`:: clause effective|prevailing|supersedes`: what the document's record says about its force, in words."""
    record, w = call.case.document, call.word
    which = call.argument("clause", ("effective", "prevailing", "supersedes"))
    this = w(f"this_{record.kind}") if f"this_{record.kind}" in call.labels else w("this_document")
    if which == "supersedes":
        text = w("clause_supersedes").format(this=this, old=record.supersedes) if record.supersedes else ""
    elif which == "prevailing":
        text = w(f"clause_prevailing_{record.prevailing}").format(this=this)
    else:
        start = long_date(record.effective, call.lang) if record.effective else ""
        until = str(call.case.params.get("trial_until", ""))
        key = "clause_trial" if start and until else "clause_effective" if start else "clause_on_issue"
        text = w(key).format(
            this=this, start=start, until=long_date(until, call.lang) if until else "", owner=call.say(record.owner)
        )
    return (t.Paragraph(t.text(text), id=call.id, source=call.source),) if text else ()
