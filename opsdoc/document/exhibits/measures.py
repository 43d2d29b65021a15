"""KPIs, risks and controls."""

from __future__ import annotations

from opsdoc.content.models import Control, Kpi, Risk
from opsdoc.diagram.model import Label, RiskMap, RiskPoint
from opsdoc.document import tree as t
from opsdoc.document.context import HIGH_RISK, MEDIUM_RISK
from opsdoc.document.exhibits.call import Call, ExhibitError, cell, columns, head, row


def kpis(call: Call) -> t.Blocks:
    """`:: kpis unit=ID`: the dictionary, or the rows of one unit's functions; each KPI stands once."""
    case, w = call.case, call.word
    option = case.option
    unit = call.options.get("unit", "")
    if unit and unit not in option.by_id:
        raise ExhibitError(f'no unit "{unit}" in {option.id}', "choose from: " + ", ".join(option.by_id))
    known = case.table("kpis", Kpi)
    rows = []
    seen: set[str] = set()
    for function in case.functions.values():
        owner = option.owner_of(function.id)
        if unit and owner != unit:
            continue
        fresh = [k for k in function.kpis if k in known and k not in seen]
        if not fresh:
            continue
        rows.append(row([cell(call.name(function.name), colspan=5)], f"group-{function.id}", "group"))
        for id_ in fresh:
            seen.add(id_)
            record = known[id_]
            rows.append(
                row(
                    [
                        call.name(record.name),
                        call.say(record.formula),
                        f"{call.say(record.unit)} {w('direction_' + record.direction)}",
                        w(f"frequency_{record.frequency}"),
                        w(f"kpi_{record.type}"),
                    ],
                    id_,
                    head_first=True,
                )
            )
    if not rows:
        return ()
    default = w("caption_kpis_unit").format(unit=call.unit(unit)) if unit else w("caption_kpis").format(count=len(seen))
    return (
        t.Table(
            columns(24, 42, 13, 11, 10),
            head(w("kpi"), w("formula"), w("unit_of_measure"), w("frequency"), w("kpi_type")),
            tuple(rows),
            caption=call.caption(default),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def _level(risk: Risk) -> str:
    size = risk.likelihood * risk.impact
    return "high" if size >= HIGH_RISK else "medium" if size >= MEDIUM_RISK else "low"


def _ranked(call: Call) -> list[Risk]:
    risks = [r for r in call.case.table("risks", Risk).values() if r.function in call.case.functions]
    risks.sort(key=lambda r: (-r.likelihood * r.impact, r.id))
    return risks[: call.number("top", 99)]


def risks(call: Call) -> t.Blocks:
    """`:: risks top=N`: the register, highest first, with controls and who owns them."""
    w = call.word
    controls = call.case.table("controls", Control)
    rows = []
    for n, risk in enumerate(_ranked(call), start=1):
        level = _level(risk)
        answers = call.join(call.say(controls[c].statement) for c in risk.controls if c in controls)
        owner = call.case.option.owner_of(risk.function)
        rows.append(
            row(
                [
                    str(n),
                    cell(
                        (
                            t.Paragraph((t.Strong(t.text(call.name(risk.name))),), "compact"),
                            t.Paragraph(t.text(call.say(risk.description)), "compact"),
                        )
                        if risk.description
                        else call.name(risk.name)
                    ),
                    cell(f"{risk.likelihood} × {risk.impact} {w('level_' + level)}", tone=level),
                    answers or "—",
                    call.unit(owner) if owner else w("gap"),
                ],
                risk.id,
            )
        )
    return (
        t.Table(
            columns("5c", 38, "12c", 30, 15),
            head("#", w("risk"), w("rating"), w("controls"), w("owner_unit")),
            tuple(rows),
            caption=call.caption(w("caption_risks").format(count=len(rows))),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def risk_map(call: Call) -> t.Blocks:
    """`:: risk-map top=N`: likelihood × impact before controls; the numbers are those of the register."""
    w = call.word
    ranked = _ranked(call)
    points = tuple(
        RiskPoint(r.id, str(n), call.label(r.name), r.likelihood, r.impact) for n, r in enumerate(ranked, start=1)
    )
    levels: tuple[Label, Label, Label] = (
        call.own_label(w("level_low")),
        call.own_label(w("level_medium")),
        call.own_label(w("level_high")),
    )
    chart = RiskMap(
        points, call.own_label(w("likelihood")), call.own_label(w("impact")), levels, (MEDIUM_RISK, HIGH_RISK)
    )
    high = [r for r in ranked if _level(r) == "high"]
    alt = w("alt_risk_map").format(
        count=len(ranked), high=len(high), names=call.listed(call.name(r.name) for r in high)
    )
    items = tuple(
        (t.Paragraph(t.text(f"{p.number} {p.label} {p.likelihood} × {p.impact}"), "compact"),) for p in points
    )
    return (
        t.Figure(
            alt,
            chart=chart,
            caption=call.caption(w("caption_risk_map")),
            note=call.sourced(),
            alternative=(t.BulletList(items),) if items else (),
            id=call.id,
            source=call.source,
        ),
    )
