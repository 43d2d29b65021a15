"""What a policy and a handbook keep on file: forms, systems, processes, distribution and receipts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from opsdoc.content.models import DocumentRecord, Form, Function, Process, Raci, Role
from opsdoc.diagnostics import suggest
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, ExhibitError, cell, columns, head, row
from opsdoc.document.exhibits.swimlanes import swimlane
from opsdoc.document.wording import brackets, long_date


def captioned(
    call: Call, widths: Iterable[str | float], header: tuple[t.Row, ...], rows: list[t.Row], caption: str
) -> t.Blocks:
    """A table with a caption; nothing where there are no rows."""
    if not rows:
        return ()
    return (
        t.Table(columns(*widths), header, tuple(rows), caption=call.caption(caption), id=call.id, source=call.source),
    )


def owner_unit(call: Call, function: str) -> str:
    """The unit that owns a function in the option at hand, or a dash."""
    unit = call.case.option.owner_of(function)
    return call.unit(unit) if unit else "—"


# ------------------------------------------------------------------------------------------------ forms and systems


def forms(call: Call) -> t.Blocks:
    """`:: forms`: forms and records with the function and unit that keep them, and for how long."""
    w = call.word
    known = [f for f in call.case.table("forms", Form).values() if not f.function or f.function in call.case.functions]
    rows = [
        row(
            [
                str(n),
                call.name(form.name),
                call.party(form.function) if form.function else "—",
                owner_unit(call, form.function),
                call.say(form.retention) or "—",
            ],
            form.id,
        )
        for n, form in enumerate(known, start=1)
    ]
    header = head("#", w("form"), w("function"), w("kept_by"), w("retention"))
    return captioned(call, ("6c", 27, 19, 24, 24), header, rows, w("caption_forms").format(count=len(rows)))


def systems(call: Call) -> t.Blocks:
    """`:: systems`: systems with the functions that use them; the first one's unit answers for the data."""
    w = call.word
    found: dict[str, tuple[str, list[Function]]] = {}
    for function in call.case.functions.values():
        for system in function.systems:
            # The Chinese name is the key in both languages, so that rows of the two stay together.
            found.setdefault(system.zh or system.en, (call.name(system), []))[1].append(function)
    rows = [
        row(
            [name[:1].upper() + name[1:], call.listed(call.name(f.name) for f in users), owner_unit(call, users[0].id)],
            f"system-{n}",
            head_first=True,
        )
        for n, (name, users) in enumerate(found.values(), start=1)
    ]
    header = head(w("system"), w("used_by"), w("data_owner"))
    return captioned(call, (38, 34, 28), header, rows, w("caption_systems").format(count=len(rows)))


# ------------------------------------------------------------------------------------------------ processes


def processes(call: Call) -> t.Blocks:
    """`:: processes`: the end-to-end processes, where each begins and ends, and its service level."""
    w = call.word
    rows = [
        row([call.name(p.name), call.say(p.trigger), call.say(p.end), call.say(p.sla)], p.id, head_first=True)
        for p in call.case.table("processes", Process).values()
    ]
    header = head(w("process"), w("trigger"), w("process_end"), w("service_level"))
    return captioned(call, (16, 24, 24, 36), header, rows, w("caption_processes").format(count=len(rows)))


def process_steps(call: Call) -> t.Blocks:
    """`:: process-steps PROCESS`: what is done at each step, by which function and unit, and what it hands on."""
    w = call.word
    known = call.case.table("processes", Process)
    process = known[call.argument("process", known)]
    steps = [step for step in process.steps if step.function in call.case.functions]
    told = any(step.activity for step in steps)
    rows = []
    for n, step in enumerate(steps):
        later = [other.function for other in steps[n + 1 :]]
        done = [call.say(step.activity) + (call.quoted(call.say(step.system)) if step.system else "")]
        rows.append(
            row(
                [
                    str(n + 1),
                    *(done if told else []),
                    call.party(step.function),
                    owner_unit(call, step.function),
                    call.say(step.hands_on) or _handed_on(call, step.function, later) or call.say(process.end),
                ],
                f"{process.id}-{n + 1}-{step.function}",
            )
        )
    header = head("#", *([w("activity")] if told else []), w("function"), w("owner_unit"), w("handed_on"))
    caption = w("caption_process_steps").format(process=call.name(process.name))
    widths = ("6c", 28, 16, 20, 30) if told else ("6c", 20, 26, 48)
    return captioned(call, widths, header, rows, caption)


def _handed_on(call: Call, giver: str, later: list[str]) -> str:
    """What a step passes on: an agreed interface with the next step, else an output to it or to a later one, else the
    function's first output; nothing after the last step."""
    if not later:
        return ""
    functions, taker = call.case.functions, later[0]
    for one, other in ((giver, taker), (taker, giver)):
        for interface in functions[one].interfaces:
            if interface.party == other:
                return call.say(interface.content) + (call.quoted(call.say(interface.sla)) if interface.sla else "")
    outputs = functions[giver].outputs
    expected = [flow for flow in functions[taker].inputs if flow.party == giver]
    direct = [flow for flow in outputs if flow.party == taker] or expected
    if direct:
        return call.say(direct[0].item)
    onward = [flow for flow in outputs if flow.party in later] or list(outputs)
    if not onward:
        return "—"
    return call.say(onward[0].item) + call.quoted(call.word("to").format(party=call.party(onward[0].party)))


def process_book(call: Call) -> t.Blocks:
    """`:: process-book`: every end-to-end process: where it begins and ends, its steps, and who does what."""
    w, case = call.word, call.case
    roles = case.table("roles", Role)
    out: list[t.Block] = []
    for process in case.table("processes", Process).values():
        id_ = f"process-{process.id}"
        out.append(t.Heading(call.level + 1, t.text(call.name(process.name)), id=id_, source=call.source))
        parts = {"trigger": process.trigger, "process_end": process.end, "service_level": process.sla}
        card = [row([cell(w(key), header=True), call.say(text)], key) for key, text in parts.items() if text]
        out.append(
            t.Table(
                columns(16, 84),
                (),
                tuple(card),
                role="card",
                summary=call.name(process.name),
                id=f"{id_}-card",
                source=call.source,
            )
        )
        out += swimlane(replace(call, id=f"{id_}-lanes", arguments=(process.id,), options={}))
        out += process_steps(replace(call, id=f"{id_}-steps", arguments=(process.id,), options={}))
        rows = []
        for record in case.table("raci", Raci).values():
            if record.process != process.id:
                continue
            by_letter = {
                letter: call.listed(call.role(r) for r in roles if letter in record.cells.get(r, "").split("/"))
                for letter in "ARCI"
            }
            rows.append(
                row([call.say(record.activity), *[by_letter[x] or "—" for x in "ARCI"]], record.id, head_first=True)
            )
        header = head(w("activity"), *[w(f"raci_{letter}") for letter in "ARCI"])
        caption = w("caption_raci").format(process=call.name(process.name))
        out += captioned(replace(call, id=f"{id_}-raci"), (26, 16, 20, 19, 19), header, rows, caption)
    return tuple(out)


# ------------------------------------------------------------------------------------------------ copies and receipts


def distribution(call: Call) -> t.Blocks:
    """`:: distribution units=none|heads`: numbered copies, who received each, and room to record its return.

    Recipients are the document's own, and with `heads` the head of every unit who is not among them.
    """
    w, option = call.word, call.case.option
    people = [*call.case.document.distribution]
    if call.choice("units", ("none", "heads")) == "heads":
        people += [unit.head_role if call.name(unit.head_role) else unit.name for unit in option.units]
    # Who is named twice gets one copy, in whichever language.
    names = [call.name(person) for person in {person.zh or person.en: person for person in people}.values()]
    rows = [row([f"{n:02d}", name, "", "", ""], f"copy-{n}") for n, name in enumerate(names, start=1)]
    header = head(w("copy_number"), w("recipient"), w("received_by"), w("returned_on"), w("destroyed_by"))
    return captioned(call, ("10c", 32, 22, 18, 18), header, rows, w("caption_distribution"))


def issued(call: Call) -> t.Blocks:
    """`:: issued DOCUMENT …`: the engagement's documents that a notice issues, with number, version and dates: in a
    table, or in a sentence where an official document issues one alone."""
    w, documents = call.word, call.case.content.documents
    rows = []
    for name in call.arguments:
        if name not in documents:
            raise ExhibitError(f'no document "{name}"', suggest(name, documents))
        record: DocumentRecord = documents[name]
        title = call.name(record.title)
        rows.append(
            row(
                [
                    f"《{title}》" if call.lang == "zh" else title,
                    record.number,
                    f"V{record.version}{brackets(w('status_' + record.status), call.lang)}",
                    long_date(record.effective, call.lang) if record.effective else w("on_issue"),
                ],
                record.id,
                head_first=True,
            )
        )
    # A sentence without a number would have a hole.
    if len(rows) == 1 and record.number and call.case.document.numbering == "gongwen":
        title, number, version, effective = (t.plain(p.content) for p in t.query(rows[0], t.Paragraph))
        said = w("issued_one").format(title=title, number=number, version=version, effective=effective)
        return (t.Paragraph(t.text(said), id=f"{call.id}-1", source=call.source),)
    header = head(w("document"), w("document_number"), w("version"), w("effective_date"))
    return captioned(call, (40, 20, 20, 20), header, rows, w("caption_issued"))


def acknowledgement(call: Call) -> t.Blocks:
    """`:: acknowledgement`: the page that an employee signs: what was received, by whom and when."""
    w, record = call.word, call.case.document
    filled = {"document": record.title.get(call.lang), "document_number": record.number, "version": record.version}
    blank = ("employee_name", "employee_number", "unit", "role", "signature", "date")
    rows = [row([cell(w(key), header=True), filled.get(key, "")], key) for key in (*filled, *blank)]
    return (
        t.Table(
            columns(28, 72),
            (),
            tuple(rows),
            role="control",
            summary=w("acknowledgement"),
            id=call.id,
            source=call.source,
        ),
    )


def issuer(call: Call) -> t.Blocks:
    """`:: issuer`: who issues a notice, and when."""
    client, record = call.case.engagement.client, call.case.document
    name, day = t.Text(call.name(client.legal_name)), t.Text(long_date(record.date, call.lang))
    return (t.Paragraph((name, t.LineBreak(), day), id=f"{call.id}-1", source=call.source, classes=("signature",)),)


def attachments(call: Call) -> t.Blocks:
    """`:: attachments DOCUMENT …`: what a notice encloses, as GB/T 9704-2012 (7.3.5) has it: named, numbered when there
    are several, and without a mark at the end."""
    w, documents = call.word, call.case.content.documents
    lines: list[t.Inline] = [t.Text(w("attachment"))]
    for count, name in enumerate(call.arguments, start=1):
        if name not in documents:
            raise ExhibitError(f'no document "{name}"', suggest(name, documents))
        record: DocumentRecord = documents[name]
        number = f"{count}. " if len(call.arguments) > 1 and call.lang == "en" else ""
        number = f"{count}." if len(call.arguments) > 1 and call.lang == "zh" else number
        lines += [t.LineBreak()] * (count > 1) + [t.Text(f"{number}{record.title.get(call.lang)}")]
    return (t.Paragraph(tuple(lines), id=f"{call.id}-1", source=call.source, classes=("attachments",)),)
