"""Where options part company: the functions that they do not treat alike."""

from __future__ import annotations

from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, cell, columns, head, row
from opsdoc.org.coverage import cover


def differences(call: Call) -> t.Blocks:
    """`:: differences`: each function that some options give an owner and others hold in part or leave out, with who
    has it in each; the note counts those that all treat alike. Units have other names in every option, so a name that
    differs is no difference."""
    case, w = call.case, call.word
    options = list(case.options.values())
    rows = []
    for function in case.functions.values():
        found = [cover(option, function.id) for option in options]
        if len({each.status for each in found}) < 2:
            continue
        cells = []
        for option, each in zip(options, found, strict=True):
            names = call.listed(call.unit(unit, option) for unit in each.units)
            cells.append(cell(w(f"differs_{each.status}").format(units=names), tone=each.status))
        rows.append(row([call.name(function.name), *cells], function.id, head_first=True))
    said = w("differences_note" if rows else "differences_none")
    note = t.Paragraph(t.text(said.format(alike=len(case.functions) - len(rows), total=len(case.functions))), "source")
    if not rows:
        return (note,)
    return (
        t.Table(
            columns(19, *[81 / len(options)] * len(options)),
            head(w("function"), *[call.name(o.variant.name) for o in options]),
            tuple(rows),
            caption=call.caption(w("caption_differences").format(count=len(rows))),
            note=(note, *call.sourced()),
            id=call.id,
            source=call.source,
            classes=("dense",),
        ),
    )
