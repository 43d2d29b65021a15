"""Exhibits of structure: charts, units, coverage, comparison and how the old becomes the new."""

from __future__ import annotations

from opsdoc.content.models import Criterion
from opsdoc.diagram.model import DottedLine, OrgChart, Unit
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, ExhibitError, bullets, cell, columns, head, row
from opsdoc.document.wording import number
from opsdoc.org.compare import ranking, weights
from opsdoc.org.coverage import cover, totals
from opsdoc.org.metrics import metrics
from opsdoc.org.select import Option


def orgchart(call: Call) -> t.Blocks:
    """`:: orgchart depth=2 root=UNIT show=functions|fte|head|none variant=ID`: the structure of an option."""
    option = call.option_variant()
    depth = call.number("depth", 9)
    show = call.choice("show", ("functions", "fte", "head", "none"))
    root = call.options.get("root", option.root.id)
    if root not in option.by_id:
        raise ExhibitError(f'no unit "{root}" in {option.id}', "choose from: " + ", ".join(option.by_id))
    chart = OrgChart(
        _box(call, option, root, depth, show, top=True),
        tuple(
            DottedLine(unit.id, line.to, call.label(line.caption))
            for unit in option.units
            for line in unit.dotted
            if line.to in option.by_id
        ),
        tuple(
            Unit(c.id, call.label(c.name), kind="committee")
            for c in option.variant.committees
            if root == option.root.id
        ),
    )
    name = call.name(option.variant.name)
    return (
        t.Figure(
            _in_words(chart.root, call),
            chart=chart,
            caption=call.caption(call.word("caption_orgchart").format(name=name)),
            note=call.sourced(),
            alternative=_as_list(chart.root),
            id=call.id,
            source=call.source,
        ),
    )


def _box(call: Call, option: Option, id_: str, depth: int, show: str, top: bool = False) -> Unit:
    unit = option.by_id[id_]
    children = [_box(call, option, child.id, depth - 1, show) for child in option.children.get(id_, ()) if depth > 1]
    if show == "functions" and not children:
        owned = [f for f in option.functions_of(id_) if f in call.case.functions]
        children = [Unit(f"{id_}--{f}", call.label(call.case.functions[f].name), kind="function") for f in owned]
    figures = option.figures.get(id_)
    return Unit(
        id_,
        call.label(unit.name),
        tuple(children),
        "root" if top else "unit",
        unit.change,
        number(_below(option, id_), call.lang, 0) if show == "fte" and figures else "",
        call.label(unit.head_role) if show == "head" and unit.head_role else None,
    )


def _below(option: Option, id_: str) -> float:
    own = option.figures.get(id_)
    return (own.to_be if own else 0) + sum(_below(option, child.id) for child in option.children.get(id_, ()))


def _in_words(unit: Unit, call: Call) -> str:
    names = [str(child.label) for child in unit.children]
    if not names:
        return str(unit.label)
    parts = [call.word("alt_reports").format(unit=unit.label, count=len(names), names=call.listed(names))]
    parts += [_in_words(child, call) for child in unit.children if child.children]
    return ("；" if call.lang == "zh" else "; ").join(parts)


def _as_list(unit: Unit) -> t.Blocks:
    def item(node: Unit) -> t.Blocks:
        inner = tuple(item(child) for child in node.children)
        own: t.Blocks = (t.Paragraph(t.text(str(node.label)), "compact"),)
        return (*own, t.BulletList(inner)) if inner else own

    return (t.BulletList((item(unit),)),)


def units(call: Call) -> t.Blocks:
    """`:: units`: each unit with mission, head role and functions."""
    option = call.option_variant()
    rows = []
    for unit in option.units:
        if not unit.parent:
            continue
        owned = [
            call.name(call.case.functions[f].name) for f in option.functions_of(unit.id) if f in call.case.functions
        ]
        part = [
            call.name(call.case.functions[f].name)
            for f in option.functions_of(unit.id, "partial")
            if f in call.case.functions
        ]
        held = call.listed(owned)
        if part:
            held = call.join([held, call.word("in_part").format(names=call.listed(part))])
        rows.append(
            row(
                [call.name(unit.name), call.say(unit.mission), call.say(unit.head_role), held or "—"],
                unit.id,
                head_first=True,
            )
        )
    w = call.word
    return (
        t.Table(
            columns(18, 38, 16, 28),
            head(w("unit"), w("mission"), w("head_role"), w("functions_held")),
            tuple(rows),
            caption=call.caption(w("caption_units").format(name=call.name(option.variant.name))),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


_MARKS = {"owner": "●", "partial": "◐", "gap": "—"}


def coverage(call: Call) -> t.Blocks:
    """`:: coverage`: functions × options, owner, part or gap, with totals."""
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
                cells.append(cell(text, tone=found.status))
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
    legend = (t.Paragraph(t.text(w("coverage_legend")), "source"),)
    return (
        t.Table(
            columns(19, *[81 / len(options)] * len(options)),
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


def comparison(call: Call) -> t.Blocks:
    """`:: comparison`: options × structure figures, coverage and weighted score."""
    case, w = call.case, call.word
    options = list(case.options.values())
    figures = [metrics(case, option) for option in options]
    rank = ranking(case)
    lang = call.lang

    def line(key: str, values: list[str]) -> t.Row:
        return row([w(key), *values], key, head_first=True)

    rows = [
        line("kind", [w(f"kind_{o.variant.kind}") for o in options]),
        line("units_count", [str(m.units - 1) for m in figures]),
        line("layers", [str(m.layers) for m in figures]),
        line("root_reports", [str(m.root_reports) for m in figures]),
        line("average_span", [number(m.average_span, lang, 1) for m in figures]),
        line("owned_partial_gap", [f"{m.coverage.owned} / {m.coverage.partial} / {m.coverage.gaps}" for m in figures]),
        line("hand_offs", [f"{m.hand_offs} / {m.interfaces}" for m in figures]),
        line("split_raci", [f"{m.split_raci} / {m.raci_rows}" for m in figures]),
    ]
    if any(m.fte for m in figures):
        rows.append(line("fte_to_be", [number(m.fte, lang, 0) if m.fte else "—" for m in figures]))
    if rank:
        best = rank.order[0]
        rows.append(
            t.Row(
                tuple(
                    [cell(w("weighted_score"), header=True)]
                    + [
                        cell(
                            number(rank.scores[o.id], lang, 2) if o.id in rank.scores else "—",
                            "owner" if o.id == best else "",
                        )
                        for o in options
                    ]
                ),
                "score",
                "total",
            )
        )
    return (
        t.Table(
            columns(24, *[f"{76 / len(options)}c"] * len(options)),
            head(w("metric"), *[call.name(o.variant.name) for o in options]),
            tuple(rows),
            caption=call.caption(w("caption_comparison").format(options=len(options))),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def scores(call: Call) -> t.Blocks:
    """`:: scores`: options × weighted criteria, with the total and its rank."""
    case, w = call.case, call.word
    rank = ranking(case)
    if rank is None:
        return ()
    weight = weights(case)
    options = [o for o in case.options.values() if o.scores]
    names = {c.id: call.name(c.name) for c in case.table("criteria", Criterion).values()}
    rows = []
    for criterion, share in weight.items():
        points = [{s.criterion: s.score for s in o.scores}.get(criterion) for o in options]
        rows.append(
            row(
                [names.get(criterion, criterion), number(share, call.lang)]
                + [number(p, call.lang, 1) if p is not None else "—" for p in points],
                criterion,
                head_first=True,
            )
        )
    rows.append(
        row(
            [w("weighted_score"), number(sum(weight.values()), call.lang)]
            + [number(rank.scores[o.id], call.lang, 2) for o in options],
            "total",
            "total",
            head_first=True,
        )
    )
    return (
        t.Table(
            columns(30, "10r", *[f"{60 / len(options)}r"] * len(options)),
            head(w("criterion"), w("weight"), *[call.name(o.variant.name) for o in options]),
            tuple(rows),
            caption=call.caption(w("caption_scores")),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def rationale(call: Call) -> t.Blocks:
    """`:: rationale`: why the option at hand got each of its scores."""
    option, w = call.option_variant(), call.word
    if not option.scores:
        return ()
    names = {c.id: call.name(c.name) for c in call.case.table("criteria", Criterion).values()}
    rows = [
        row(
            [names.get(s.criterion, s.criterion), number(s.score, call.lang, 1), call.say(s.rationale)],
            s.criterion,
            head_first=True,
        )
        for s in option.scores
    ]
    return (
        t.Table(
            columns(26, "10r", 64),
            head(w("criterion"), w("score"), w("rationale")),
            tuple(rows),
            caption=call.caption(w("caption_rationale").format(name=call.name(option.variant.name))),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def swot(call: Call) -> t.Blocks:
    """`:: swot variant=ID`: strengths, weaknesses, when an option fits and what it presupposes."""
    option, w = call.option_variant(), call.word
    v = option.variant
    pairs = (
        (("strengths", v.strengths), ("weaknesses", v.weaknesses)),
        (("fits_when", v.fits_when), ("preconditions", v.preconditions)),
    )
    rows = []
    for n, pair in enumerate(pairs):
        cells = []
        for key, items in pair:
            title = t.Paragraph((t.Strong(t.text(w(key))),), "compact")
            cells.append(cell((title, *bullets(call.say(i) for i in items))))
        rows.append(t.Row(tuple(cells), f"row-{n}"))
    return (
        t.Table(
            columns(50, 50),
            (),
            tuple(rows),
            caption=call.caption(w("caption_swot").format(name=call.name(v.name))),
            id=call.id,
            source=call.source,
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


def mapping(call: Call) -> t.Blocks:
    """`:: mapping`: what becomes of each as-is unit."""
    option, w = call.option_variant(), call.word
    rows = []
    for n, item in enumerate(option.mappings):
        old = call.listed(call.unit(u, call.case.as_is) for u in item.from_) or "—"
        new = call.listed(call.unit(u, option) for u in item.to) or "—"
        fte = number(item.fte, call.lang, 0) if item.fte else "—"
        rows.append(row([old, w(f"mapping_{item.kind}"), new, fte, call.say(item.note)], f"m{n}", head_first=True))
    if not rows:
        return ()
    return (
        t.Table(
            columns(22, 10, 24, "8r", 36),
            head(w("as_is_unit"), w("change"), w("to_be_unit"), w("fte"), w("note")),
            tuple(rows),
            caption=call.caption(w("caption_mapping")),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def establishment(call: Call) -> t.Blocks:
    """`:: establishment`: full-time equivalents by unit, as is, to be and the difference; the total closes."""
    from opsdoc.document.wording import signed

    option, w = call.option_variant(), call.word
    rows = []
    total_old = total_new = 0.0
    for unit in option.units:
        figures = option.figures.get(unit.id)
        if figures is None:
            continue
        total_old += figures.as_is
        total_new += figures.to_be
        rows.append(
            row(
                [
                    call.name(unit.name),
                    number(figures.as_is, call.lang, 0),
                    number(figures.to_be, call.lang, 0),
                    signed(figures.to_be - figures.as_is, call.lang, 0),
                ],
                unit.id,
                head_first=True,
            )
        )
    if not rows:
        return ()
    rows.append(
        row(
            [
                w("total"),
                number(total_old, call.lang, 0),
                number(total_new, call.lang, 0),
                signed(total_new - total_old, call.lang, 0),
            ],
            "total",
            "total",
            head_first=True,
        )
    )
    return (
        t.Table(
            columns(46, "18r", "18r", "18r"),
            head(w("unit"), w("fte_as_is"), w("fte_to_be"), w("difference")),
            tuple(rows),
            caption=call.caption(w("caption_establishment")),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )
