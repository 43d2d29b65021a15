"""Responsibilities and decision rights: RACI, delegation of authority, forums and role cards."""

from __future__ import annotations

from opsdoc.content.models import Authority, Band, Forum, Kpi, Process, Raci, Role
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, bullets, cell, columns, head, row
from opsdoc.document.keys import table_key
from opsdoc.document.wording import money, number
from opsdoc.org.metrics import is_split

# Share of a matrix's width that the verdict takes, and how many of a letter a row bears (orgdesign §3.2, R01–R03).
VERDICT = 6
MOST = {"R": 3, "C": 4, "I": 5}


def raci(call: Call) -> t.Blocks:
    """`:: raci process=ID`: one matrix for a process, or one for each. Columns are the roles that take part; the last
    one says whether the row is sound, and where work and accountability lie in different units."""
    case, w = call.case, call.word
    processes = case.table("processes", Process)
    wanted = call.options.get("process", "")
    rows_by_process: dict[str, list[Raci]] = {}
    for record in case.table("raci", Raci).values():
        if not wanted or record.process == wanted:
            rows_by_process.setdefault(record.process, []).append(record)
    out: list[t.Block] = []
    ordered = [p for p in processes if p in rows_by_process] + [p for p in rows_by_process if p not in processes]
    for process in ordered:
        records = rows_by_process[process]
        roles = _roles(case.table("roles", Role), records)
        rows = [
            row(
                [call.say(r.activity), *[_letter(r.cells.get(role, "")) for role in roles], _verdict(call, r)],
                r.id,
                head_first=True,
            )
            for r in records
        ]
        name = call.name(processes[process].name) if process in processes else process
        # Many roles need the width more than the activity does.
        wide = 36 if len(roles) <= 10 else 30 if len(roles) <= 14 else 24
        out.append(
            t.Table(
                columns(wide, *[f"{(100 - wide - VERDICT) / len(roles)}c"] * len(roles), f"{VERDICT}c"),
                head(w("activity"), *[short_role(call, role) for role in roles], w("raci_check")),
                tuple(rows),
                caption=t.text(w("caption_raci").format(process=name)),
                note=(table_key(w("raci_legend")),),
                role="matrix",
                summary=w("raci_summary"),
                id=f"{call.id}-{process}",
                source=call.source,
            )
        )
    return tuple(out)


def _roles(known: object, records: list[Raci]) -> list[str]:
    # The role that is accountable most often stands first: the eye looks for it there.
    first: dict[str, tuple[int, int]] = {}
    for n, record in enumerate(records):
        for role, letter in record.cells.items():
            count, seen = first.get(role, (0, n))
            first[role] = (count - ("A" in letter), min(seen, n))
    return sorted(first, key=lambda role: (first[role], role))


def _verdict(call: Call, record: Raci) -> str:
    letters = "".join(record.cells.values())
    faults = [] if letters.count("A") == 1 else [f"A×{letters.count('A')}"]
    if not 1 <= letters.count("R") <= MOST["R"]:
        faults.append(f"R×{letters.count('R')}")
    faults += [f"{letter}×{letters.count(letter)}" for letter in "CI" if letters.count(letter) > MOST[letter]]
    return " ".join(faults) or ("⇄" if is_split(call.case, call.case.option, record) else "✓")


def _letter(letter: str) -> t.Cell:
    return cell(letter or "·", tone="A" if "A" in letter else letter)


def short_role(call: Call, role: str) -> str:
    """The name of the function that a role leads; of a governance role its own name."""
    record = call.case.table("roles", Role).get(role)
    if record is not None and record.function in call.case.functions:
        return call.name(call.case.functions[record.function].name)
    return call.role(role)


def authority(call: Call) -> t.Blocks:
    """`:: authority`: matters × bands, who proposes, reviews, countersigns and decides."""
    case, w = call.case, call.word
    rows: list[t.Row] = []
    category = ""
    for record in case.table("authority", Authority).values():
        name = call.name(record.category)
        if name != category:
            category = name
            rows.append(row([cell(name, colspan=6)], f"group-{record.id}", "group"))
        for n, band in enumerate(record.bands):
            matter = call.say(record.matter) + (call.quoted(w("collective")) if record.collective else "")
            cells: list[str | t.Cell | t.Blocks] = []
            if n == 0:
                cells.append(cell(matter, header=True, rowspan=len(record.bands)))
            cells += [
                _bounds(call, record, band),
                call.role(band.proposer),
                call.listed(call.role(r) for r in (*band.reviewers, *band.countersign)) or "—",
                call.role(band.approver),
                call.listed(call.role(r) for r in band.file_with) or "—",
            ]
            rows.append(row(cells, f"{record.id}-{n}"))
    return (
        t.Table(
            columns(16, 20, 13, 26, 11, 14),
            head(w("matter"), w("band"), w("proposer"), w("reviewers"), w("approver"), w("file_with")),
            tuple(rows),
            caption=call.caption(w("caption_authority")),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def _bounds(call: Call, record: Authority, band: Band) -> str:
    if band.condition:
        return call.say(band.condition)
    currency = record.currency or call.case.engagement.currency

    def amount(value: float) -> str:
        return money(value, call.lang, currency)

    if band.max is None:
        return call.word("band_from").format(low=amount(band.min)) if band.min else call.word("band_any")
    if not band.min:
        return call.word("band_below").format(high=amount(band.max))
    return call.word("band_between").format(low=amount(band.min), high=amount(band.max))


def forums(call: Call) -> t.Blocks:
    """`:: forums`: the rhythm of meetings, who chairs and what comes out."""
    w = call.word
    rows = [
        row(
            [call.name(f.name), call.say(f.cadence), call.role(f.chair), call.say(f.decisions), call.say(f.outputs)],
            f.id,
            head_first=True,
        )
        for f in call.case.table("forums", Forum).values()
    ]
    return (
        t.Table(
            columns(19, 15, 14, 28, 24),
            head(w("forum"), w("cadence"), w("chair"), w("decisions"), w("outputs")),
            tuple(rows),
            caption=call.caption(w("caption_forums")),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def roles(call: Call) -> t.Blocks:
    """`:: roles`: roles with their unit, grade and superior, in one table."""
    w = call.word
    rows = []
    for record in call.case.table("roles", Role).values():
        if record.function and record.function not in call.case.functions:
            continue
        unit = call.case.role_unit(record.id)
        rows.append(
            row(
                [
                    call.name(record.name),
                    call.unit(unit) if unit else "—",
                    record.grade or "—",
                    call.role(record.reports_to) if record.reports_to else "—",
                    call.say(record.purpose),
                ],
                record.id,
                head_first=True,
            )
        )
    return (
        t.Table(
            columns(18, 16, 8, 16, 42),
            head(w("role"), w("unit"), w("grade"), w("reports_to"), w("purpose")),
            tuple(rows),
            caption=call.caption(w("caption_roles")),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def rolecard(call: Call) -> t.Blocks:
    """`:: rolecard ROLE`: one role card."""
    known = call.case.table("roles", Role)
    record = known[call.argument("role", known)]
    w = call.word
    kpis = call.case.table("kpis", Kpi)
    rows: list[t.Row] = []

    def part(key: str, content: str | t.Blocks) -> None:
        if content:
            rows.append(t.Row((cell(w(key), header=True), cell(content)), key))

    unit = call.case.role_unit(record.id)
    part("unit", call.unit(unit) if unit else "")
    part("grade", record.grade)
    part("reports_to", call.role(record.reports_to) if record.reports_to else "")
    part("purpose", call.say(record.purpose))
    part(
        "duties",
        bullets(
            call.say(d.text) + (call.quoted(number(d.weight, call.lang) + "%") if d.weight else "")
            for d in record.duties
        ),
    )
    part("authority", call.say(record.authority))
    part("kpis", call.listed(call.name(kpis[k].name) for k in record.kpis if k in kpis))
    for key in ("education", "experience", "skills", "relations"):
        part(key, call.say(getattr(record, key)))
    return (
        t.Table(
            columns(16, 84),
            (),
            tuple(rows),
            role="card",
            summary=call.name(record.name),
            id=call.id,
            source=call.source,
        ),
    )
