"""The checklist of the first day: what must be true when the first units of the target structure start work."""

from __future__ import annotations

from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, cell, columns, head, row
from opsdoc.document.wording import long_date

AREAS = ("people", "powers", "systems", "customers", "information")


def day_one(call: Call) -> t.Blocks:
    """`:: day-one`: what must be true on the first day by area, who sees to it, and by what one can tell. Nothing where
    the engagement has no first day."""
    plan, w = call.case.engagement.roadmap.day_one, call.word
    if plan is None:
        return ()
    rows: list[t.Row] = []
    for area in AREAS:
        members = [item for item in plan.items if item.area == area]
        if members:
            rows.append(row([cell(w(f"day_one_{area}"), colspan=4)], f"group-{area}", "group"))
        for item in members:
            role = call.role(item.owner_role) if item.owner_role else "—"
            cells = [call.say(item.text), role, call.say(item.proof) or "—", "☐"]
            rows.append(row(cells, item.id, head_first=True))
    what = call.quoted(call.sentence([long_date(plan.date, call.lang), call.say(plan.occasion)]))
    return (
        t.Table(
            columns(43, 20, 32, "5c"),
            head(w("day_one_item"), w("owner_role"), w("day_one_proof"), ""),
            tuple(rows),
            caption=call.caption(w("caption_day_one") + what),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )
