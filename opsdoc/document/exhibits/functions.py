"""The function section on its fixed template."""

from __future__ import annotations

from collections.abc import Iterable

from opsdoc.content.models import Control, Function, Kpi, Risk
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, bullets, cell, columns, head, row
from opsdoc.org.coverage import cover


def charter(call: Call) -> t.Blocks:
    """`:: charter FUNCTION form=full|short`: purpose, responsibilities, scope, flows, authority, KPIs, systems, risks.

    The order is the same in every kind of document (orgdesign §2c). Empty parts do not appear.
    """
    function = call.case.functions[call.argument("function", call.case.functions)]
    form = call.choice("form", ("full", "short"))
    w = call.word
    rows: list[t.Row] = []

    def part(key: str, content: t.Blocks) -> None:
        if content:
            rows.append(t.Row((cell(w(key), header=True), cell(content)), key))

    found = cover(call.case.option, function.id)
    holders = call.listed(call.unit(u) for u in found.units) or w("gap")
    part("owner_unit", (t.Paragraph(t.text(f"{holders}{call.quoted(w(found.status))}"), "compact"),))
    part("responsibilities", _numbered(call.say(x) for x in function.responsibilities))
    if form == "full":
        part("scope_in", bullets(call.say(x) for x in function.scope_in))
        part("scope_out", bullets(call.say(x) for x in function.scope_out))
        part("inputs", bullets(_flow(call, x.item, x.party, w("from")) for x in function.inputs))
        part("outputs", bullets(_flow(call, x.item, x.party, w("to")) for x in function.outputs))
        part("interfaces", bullets(_interface(call, function)))
        part("authority", bullets(call.say(x) for x in function.authority))
    part("kpis", _kpis(call, function))
    if form == "full":
        part("systems", _line(call, (call.say(x) for x in function.systems)))
    part("risks", bullets(_risks(call, function)))
    table = t.Table(
        columns(16, 84),
        (),
        tuple(rows),
        role="card",
        summary=w("caption_charter").format(name=call.name(function.name)),
        id=call.id,
        source=call.source,
    )
    purpose = t.Paragraph(
        t.text(call.say(function.purpose)), "lead" if form == "full" else "body", id=f"{call.id}-purpose"
    )
    return (purpose, table)


def _numbered(items: Iterable[str]) -> t.Blocks:
    texts = [item for item in items if item]
    return (t.OrderedList(tuple((t.Paragraph(t.text(x), "compact"),) for x in texts)),) if texts else ()


def _line(call: Call, items: Iterable[str]) -> t.Blocks:
    text = call.listed(items)
    # Names of systems are common nouns and begin small; the line that lists them is a sentence of its own.
    return (t.Paragraph(t.text(text[:1].upper() + text[1:]), "compact"),) if text else ()


def _flow(call: Call, item: object, party: str, direction: str) -> str:
    from opsdoc.content.models import I18n

    text = call.say(item) if isinstance(item, I18n) else ""
    return f"{text}{call.quoted(direction.format(party=call.party(party)))}"


def _interface(call: Call, function: Function) -> list[str]:
    colon = "：" if call.lang == "zh" else ": "
    return [
        f"{call.party(x.party)}{colon}{call.say(x.content)}" + (call.quoted(call.say(x.sla)) if x.sla else "")
        for x in function.interfaces
    ]


def _kpis(call: Call, function: Function) -> t.Blocks:
    kpis = call.case.table("kpis", Kpi)
    colon = "：" if call.lang == "zh" else ": "
    return bullets(
        f"{call.name(kpis[k].name)}{colon}{call.say(kpis[k].formula)}"
        + call.quoted(call.listed([call.say(kpis[k].unit), call.word("frequency_" + kpis[k].frequency)]))
        for k in function.kpis
        if k in kpis
    )


def _risks(call: Call, function: Function) -> list[str]:
    risks = call.case.table("risks", Risk)
    controls = call.case.table("controls", Control)
    arrow = " → "
    out = []
    for id_ in function.risks:
        if id_ not in risks:
            continue
        answers = call.join(call.say(controls[c].statement) for c in risks[id_].controls if c in controls)
        out.append(call.name(risks[id_].name) + (arrow + answers if answers else ""))
    return out


# Top-level categories of the cross-industry process classification framework; labels say what each looks at.
CATEGORIES = range(1, 14)


def reference(call: Call) -> t.Blocks:
    """`:: reference`: the functions under the numbers of the process classification framework, empty ones included: a
    category without a function is a question to put to the client."""
    w = call.word
    under: dict[int, list[str]] = {}
    for function in call.case.functions.values():
        for code in dict.fromkeys(text.partition(".")[0] for text in function.apqc):
            if code.isdigit():
                under.setdefault(int(code), []).append(call.name(function.name))
    if not under:
        return ()
    rows = [
        row([f"{n}.0", w(f"pcf_{n}"), call.listed(under.get(n, ())) or w("pcf_empty")], f"pcf-{n}") for n in CATEGORIES
    ]
    return (
        t.Table(
            columns("8c", 34, 58),
            head("PCF", w("pcf_looks_at"), w("function")),
            tuple(rows),
            caption=call.caption(w("caption_reference")),
            note=call.sourced(w("pcf_source")),
            id=call.id,
            source=call.source,
        ),
    )
