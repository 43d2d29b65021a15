"""What stands around the text of an official document: whom it addresses, its remark, its colophon."""

from __future__ import annotations

from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, cell, columns
from opsdoc.document.wording import long_date

COLOPHON = "colophon"


def addressees(call: Call) -> t.Blocks:
    """`:: addressees`: the bodies that a notice addresses, flush left and with a colon (GB/T 9704-2012, 7.3.2)."""
    names = call.listed(call.say(name) for name in call.case.document.dispatch.to)
    if not names:
        return ()
    words = t.text(call.word("addressed").format(names=names))
    return (t.Paragraph(words, id=f"{call.id}-1", source=call.source, classes=("addressee",)),)


def remark(call: Call) -> t.Blocks:
    """`:: remark`: the remark in brackets under the date (7.3.8), such as whom to ask."""
    said = call.say(call.case.document.dispatch.remark)
    if not said:
        return ()
    words = t.text(call.quoted(said).strip())
    return (t.Paragraph(words, id=f"{call.id}-1", source=call.source, classes=("remark",)),)


def colophon(call: Call) -> t.Blocks:
    """`:: colophon`: who receives copies, who printed the document and when, at the foot of the last page (7.4)."""
    record, w = call.case.document, call.word
    dispatch = record.dispatch
    printer = (
        call.say(dispatch.printed_by) or call.say(record.owner) or call.name(call.case.engagement.client.legal_name)
    )
    printed = w("printed_on").format(date=long_date(dispatch.printed_on or record.date, call.lang))
    rows = []
    if dispatch.copied_to:
        names = ("，" if call.lang == "zh" else ", ").join(call.say(name) for name in dispatch.copied_to)
        rows.append(t.Row((cell(w("copied_to").format(names=names), colspan=2),), "copied"))
    rows.append(t.Row((cell(printer), cell(printed)), "printed"))
    return (
        t.Table(
            columns(60, "40r"),
            (),
            tuple(rows),
            role="plain",
            summary=w("colophon"),
            classes=(COLOPHON,),
            id=call.id,
            source=call.source,
        ),
    )
