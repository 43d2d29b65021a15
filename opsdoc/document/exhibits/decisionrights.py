"""Decisions between units: who recommends or drives, who may say no, who decides, and what ends a deadlock."""

from __future__ import annotations

from opsdoc.content.models import DecisionRight, Forum
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, cell, columns, head, row
from opsdoc.document.exhibits.rights import short_role
from opsdoc.document.keys import table_key

# The parts of each form in the order of its work, with the field that holds them.
FORMS = {
    "rapid": ("lead", "agree", "input", "decide", "perform"),
    "daci": ("lead", "decide", "input", "informed"),
}


def decision_rights(call: Call) -> t.Blocks:
    """`:: decision-rights`: a table for decisions in which somebody may say no (RAPID), one for those within a project
    (DACI); `form=rapid` or `form=daci` prints one of the two. A form without decisions prints nothing."""
    wanted = call.choice("form", ("", *FORMS))
    records = call.case.table("decision-rights", DecisionRight).values()
    out: list[t.Block] = []
    for form in FORMS if not wanted else (wanted,):
        members = [record for record in records if record.form == form]
        if members:
            out.append(_table(call, form, members, call.id if wanted else f"{call.id}-{form}"))
    return tuple(out)


def _table(call: Call, form: str, records: list[DecisionRight], id_: str) -> t.Table:
    w = call.word
    forums = call.case.table("forums", Forum)

    def people(record: DecisionRight, part: str) -> str:
        held = getattr(record, part)
        roles = (held,) if isinstance(held, str) else held
        return call.listed(short_role(call, role) for role in roles) or "—"

    parts = FORMS[form]
    rows: list[t.Row] = []
    for record in records:
        where = call.name(forums[record.forum].name) if record.forum in forums else ""
        settled = call.join([where, call.say(record.deadlock)])
        rows.append(row([cell(call.say(record.matter), colspan=len(parts))], f"group-{record.id}", "group"))
        rows.append(row([people(record, part) for part in parts], record.id))
        if settled:
            way_out = w("deadlock") + w("colon") + settled
            rows.append(row([cell(way_out, colspan=len(parts))], f"deadlock-{record.id}"))
    return t.Table(
        columns(*[100 / len(parts)] * len(parts)),
        head(*[w(f"{form}_{part}") for part in parts]),
        tuple(rows),
        caption=call.caption(w(f"caption_{form}")),
        note=(table_key(w(f"{form}_legend")),),
        id=id_,
        source=call.source,
    )
