"""The operating model of an option on one page: value, and the six parts that bring it about (POLISM)."""

from __future__ import annotations

from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, bullets, cell, columns

# In the order of the acronym, three to a row.
PARTS = ("processes", "organisation", "locations", "information", "suppliers", "management")


def canvas(call: Call) -> t.Blocks:
    """`:: canvas variant=ID`: what an option delivers, and by which processes, organisation, locations, information,
    suppliers and management system. Nothing where the engagement says nothing of it."""
    option, w = call.option_variant(), call.word
    own = call.case.content.variants.get(option.id)
    record = own.canvas if own else None
    if record is None:
        return ()

    def box(part: str) -> t.Cell:
        title = t.Paragraph((t.Strong(t.text(w(f"canvas_{part}"))),), "compact")
        return cell((title, *bullets(call.say(item) for item in getattr(record, part))))

    value = t.Paragraph(
        (t.Strong(t.text(w("canvas_value") + w("colon"))), *t.text(call.say(record.value))),
        "compact",
    )
    rows = [t.Row((cell((value,), colspan=3),), "value")]
    rows += [t.Row(tuple(box(part) for part in PARTS[n : n + 3]), f"parts-{n}") for n in (0, 3)]
    return (
        t.Table(
            columns(33, 34, 33),
            (),
            tuple(rows),
            caption=call.caption(w("caption_canvas").format(name=call.name(option.variant.name))),
            note=call.sourced(),
            classes=("short",),  # one page is the point of it
            id=call.id,
            source=call.source,
        ),
    )
