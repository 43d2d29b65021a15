"""Scorecards: the KPIs of a unit or function with where they stand, where they shall be, and what each weighs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from opsdoc.content.models import Kpi, Target
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, cell, columns, head, row
from opsdoc.document.keys import table_key
from opsdoc.document.wording import between, number

PERSPECTIVES = ("finance", "customer", "process", "learning")


def scorecard(call: Call) -> t.Blocks:
    """`:: scorecard UNIT|FUNCTION` (or `unit=…`): the KPIs by perspective with baseline, target, thresholds, weight,
    frequency and responsible role. Where the engagement weighs a unit's KPIs, those alone; where it sets no targets,
    the columns of the dictionary alone."""
    case = call.case
    if "unit" in call.options:
        call = replace(call, arguments=(call.options["unit"],))
    name = call.argument("unit or function", [*case.option.by_id, *case.functions])
    known = case.table("kpis", Kpi)
    unit = name in case.option.by_id
    own = case.content.variants.get(case.option.id)
    weights: Mapping[str, float] = own.scorecards.get(name, {}) if own and unit else {}
    held = case.option.functions_of(name) if unit else (name,)
    kpis = [known[k] for k in weights if k in known] or list(
        dict.fromkeys(known[k] for f in held if f in case.functions for k in case.functions[f].kpis if k in known)
    )
    targets = case.table("targets", Target)
    if not kpis:
        return ()
    title = call.unit(name) if unit else call.party(name)
    if weights or any(k.id in targets for k in kpis):
        table = _with_targets(call, kpis, targets, weights)
    else:
        table = _plain(call, kpis)
    widths, header, rows, notes = table
    return (
        t.Table(
            columns(*widths),
            header,
            tuple(rows),
            caption=call.caption(call.word("caption_scorecard").format(unit=title)),
            note=notes,
            id=call.id,
            source=call.source,
        ),
    )


_Parts = tuple[tuple[str | float, ...], tuple[t.Row, ...], list[t.Row], t.Blocks]


def _grouped(call: Call, kpis: Iterable[Kpi], width: int, line: Mapping[str, t.Row]) -> list[t.Row]:
    """Rows by perspective, each group under its name."""
    kpis, out = list(kpis), []
    for perspective in PERSPECTIVES:
        group = [line[k.id] for k in kpis if k.perspective == perspective]
        if group:
            title = cell(call.word(f"perspective_{perspective}"), colspan=width)
            out += [row([title], f"group-{perspective}", "group"), *group]
    return out


def _plain(call: Call, kpis: list[Kpi]) -> _Parts:
    w = call.word
    lines = {
        k.id: row(
            [
                f"{call.name(k.name)} {w('direction_' + k.direction)}",
                w(f"frequency_{k.frequency}"),
                w(f"kpi_{k.type}"),
                call.role(k.owner_role) if k.owner_role else "—",
            ],
            k.id,
            head_first=True,
        )
        for k in kpis
    }
    header = head(w("kpi"), w("frequency"), w("kpi_type"), w("owner_role"))
    return (44, 16, 12, 28), header, _grouped(call, kpis, 4, lines), ()


def _with_targets(call: Call, kpis: list[Kpi], targets: Mapping[str, Target], weights: Mapping[str, float]) -> _Parts:
    w, lang = call.word, call.lang

    def said(value: float | None) -> str:
        return "—" if value is None else number(value, lang)

    lines = {}
    for k in kpis:
        target = targets.get(k.id, Target(id=k.id))
        measure = call.say(k.unit)
        cells = [
            f"{call.name(k.name)}{call.quoted(measure) if measure else ''}\u00a0{w('direction_' + k.direction)}",
            said(target.baseline),
            aim(target, k, lang),
            threshold(target.green, k, lang, target),
            threshold(target.amber, k, lang),
            *([said(weights.get(k.id))] if weights else []),
            w(f"frequency_{k.frequency}"),
            call.role(k.owner_role) if k.owner_role else "—",
        ]
        lines[k.id] = row(cells, k.id, head_first=True)
    width = 8 if weights else 7
    rows = _grouped(call, kpis, width, lines)
    if weights:
        total = [w("total"), "", "", "", "", number(sum(weights.values()), lang), "", ""]
        rows.append(row(total, "total", "total", head_first=True))
    names = [w("kpi"), w("baseline"), w("target"), w("green"), w("amber")]
    names += [*([w("weight_percent")] if weights else []), w("frequency"), w("owner_role")]
    widths = (23, "10r", "9r", "9r", "9r", "10r", 12, 18) if weights else (31, "10r", "10r", "10r", "10r", 10, 19)
    legend = table_key(w("scorecard_legend"))
    return widths, head(*names), rows, (legend, *call.sourced(w("source_targets")))


def aim(target: Target, kpi: Kpi, lang: str) -> str:
    """The target of a KPI; for a range its two ends."""
    if kpi.direction == "range" and target.low is not None and target.high is not None:
        return between(target.low, target.high, lang)
    return "—" if target.target is None else number(target.target, lang)


def threshold(value: float | None, kpi: Kpi, lang: str, bounds: Target | None = None) -> str:
    """From which value on a KPI counts as green or amber, with the sign of its direction."""
    if value is None:
        return aim(bounds, kpi, lang) if bounds is not None and kpi.direction == "range" else "—"
    return {"up": "≥", "down": "≤"}.get(kpi.direction, "") + number(value, lang)
