"""Exhibits of choice: options beside each other, their scores and the reasons, what speaks for and against."""

from __future__ import annotations

from opsdoc.content.models import Criterion
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, bullets, cell, columns, head, row
from opsdoc.document.wording import between, money, number
from opsdoc.org.compare import Ranking, ranking, weights
from opsdoc.org.costs import costs
from opsdoc.org.metrics import metrics


def comparison(call: Call) -> t.Blocks:
    """`:: comparison`: options × structure figures, coverage, FTE, cost, weighted score, and how it stands when each
    weight in turn goes 20 % up and down."""
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
    money_of = [costs(case, option) for option in options]
    if any(found.count for found in money_of):
        for key in ("one_off", "net"):
            amounts = [getattr(found, key).amount if found.count else None for found in money_of]
            said = ["—" if x is None else money(x, lang, case.engagement.currency) for x in amounts]
            rows.append(line(f"compared_{key}", said))
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
        rows.append(line("sensitivity_range", [_range(rank, o.id, lang) for o in options]))
        rows.append(
            line(
                "sensitivity_wins",
                [f"{rank.wins[o.id]} / {rank.trials}" if o.id in rank.wins else "—" for o in options],
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


def _range(rank: Ranking, option: str, lang: str) -> str:
    if option not in rank.ranges:
        return "—"
    return between(*rank.ranges[option], lang, 2)


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
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )
