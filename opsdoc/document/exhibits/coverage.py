"""Exhibits of coverage: which unit of which option holds each function, and what nobody holds."""

from __future__ import annotations

from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, cell, columns, head, row
from opsdoc.document.keys import table_key
from opsdoc.org.coverage import cover, totals

_MARKS = {"owner": "●", "partial": "◐", "gap": "—"}


def coverage(call: Call) -> t.Blocks:
    """`:: coverage`: functions × options, owner and how many support it, part or gap, with totals."""
    case = call.case
    options = list(case.options.values())
    w = call.word
    rows = []
    for category in ("strategic", "management", "core", "support"):
        members = [f for f in case.functions.values() if f.category == category]
        if not members:
            continue
        rows.append(row([cell(w(f"category_{category}"), colspan=len(options) + 1)], f"group-{category}", "group"))
        for function in members:
            cells: list[str | t.Cell] = [call.name(function.name)]
            for option in options:
                found = cover(option, function.id)
                names = [call.unit(u, option) for u in found.units]
                mark = _MARKS[found.status]
                text = f"{mark} {call.listed(names)}" if names else f"{mark} {w('gap')}"
                helped = f" ＋{len(found.support)}" if found.support else ""
                cells.append(cell(text + helped, tone=found.status))
            rows.append(row(cells, function.id, head_first=True))
    counted = [totals(option, case.functions) for option in options]
    rows.append(
        row(
            [w("coverage_total")] + [f"{c.owned} / {c.partial} / {c.gaps}" for c in counted],
            "total",
            "total",
            head_first=True,
        )
    )
    caption = w("caption_coverage").format(functions=len(case.functions), options=len(options))
    legend = (table_key(w("coverage_legend")),)
    named = 10.5 if call.lang == "zh" else 17
    return (
        t.Table(
            # Six characters name a function in Chinese; in English they take as much as a unit does.
            columns(named, *[(100 - named) / len(options)] * len(options)),
            head(w("function"), *[call.name(o.variant.name) for o in options]),
            tuple(rows),
            caption=call.caption(caption),
            note=legend + call.sourced(),
            role="matrix",
            summary=w("coverage_summary"),
            id=call.id,
            source=call.source,
            classes=("dense",),
        ),
    )


def gaps(call: Call) -> t.Blocks:
    """`:: gaps variant=ID`: functions without an owner, why, and what is done about each."""
    option, w = call.option_variant(), call.word
    rows = []
    for exclusion in option.exclusions:
        function = call.case.functions.get(exclusion.function)
        if function is None:
            continue
        found = cover(option, function.id)
        status = w("gap") if found.status == "gap" else w("partial")
        if found.status == "owner":
            continue
        rows.append(
            row(
                [
                    call.name(function.name),
                    cell(status, found.status),
                    call.say(exclusion.reason),
                    call.say(exclusion.remedy),
                ],
                function.id,
                head_first=True,
            )
        )
    if not rows:
        return ()
    return (
        t.Table(
            columns(18, 10, 34, 38),
            head(w("function"), w("state"), w("reason"), w("remedy")),
            tuple(rows),
            caption=call.caption(w("caption_gaps").format(name=call.name(option.variant.name))),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )
