"""The management cycle: its stages in a ring over their year, its pillars, and both as a table."""

from __future__ import annotations

from opsdoc.content.models import Forum, Kpi, Stage, YearEvent
from opsdoc.diagnostics import suggest
from opsdoc.diagram.model import Cycle, CycleEvent, CycleStage, Label, Pillars
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, ExhibitError, bullets, columns, head, row

# How many KPIs stand under a pillar: more do not fit its width.
PILLAR_LINES = 3
MONTHS = range(1, 13)
ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def cycle(call: Call) -> t.Blocks:
    """`:: cycle FUNCTION … variant=ID show=both|drawing|table`: the management cycle in a ring with its year, and what
    each stage decides where. Without functions, all stages of the table `cycle` in its order."""
    w, case = call.word, call.case
    show = call.choice("show", ("both", "drawing", "table"))
    option = call.option_variant()
    chosen = _chosen(call)
    stages = case.table("cycle", Stage)
    drawn = tuple(_stage(call, id_, stages.get(id_)) for id_ in chosen)
    names = [call.name(case.functions[f].name) for f in chosen]
    blocks: list[t.Block] = []
    if show != "table":
        words = [t.Paragraph(t.text(_in_words(call, stage)), "compact") for stage in drawn]
        blocks.append(
            t.Figure(
                w("alt_cycle").format(count=len(chosen), names=" → ".join((*names, names[0]))),
                chart=Cycle(
                    call.own_label(w("cycle_roof")),
                    drawn,
                    tuple(call.own_label(f"{n}月" if call.lang == "zh" else ENGLISH[n - 1]) for n in MONTHS),
                ),
                caption=call.caption(w("caption_cycle")),
                note=call.sourced(),
                alternative=(t.BulletList(tuple((paragraph,) for paragraph in words)),),
                id=call.id if show == "drawing" else f"{call.id}-ring",
                source=call.source,
            )
        )
    if show != "drawing":
        forums = case.table("forums", Forum).values()
        rows = []
        for id_ in chosen:
            function, unit = case.functions[id_], option.owner_of(id_)
            meetings = [call.name(f.name) + call.quoted(call.say(f.cadence)) for f in forums if f.function == id_]
            results = call.join(call.say(flow.item) for flow in function.outputs)
            cells = [call.name(function.name), call.unit(unit, option) if unit else "—", bullets(meetings) or "—"]
            rows.append(row([*cells, results], id_, head_first=True))
        header = head(w("function"), w("owner_unit"), w("forum"), w("outputs"))
        caption = w("caption_calendar") if show == "both" else call.options.get("caption", w("caption_calendar"))
        blocks.append(
            t.Table(
                columns(16, 20, 32, 32),
                header,
                tuple(rows),
                caption=t.text(caption),
                id=call.id,
                source=call.source,
            )
        )
    return tuple(blocks)


def pillars(call: Call) -> t.Blocks:
    """`:: pillars FUNCTION …`: functions as pillars under the plan, each with its first KPIs."""
    w, case = call.word, call.case
    known = case.table("kpis", Kpi)
    chosen = _chosen(call)
    columns_ = tuple(
        (
            call.label(case.functions[id_].name),
            tuple(call.label(known[k].name) for k in case.functions[id_].kpis[:PILLAR_LINES] if k in known),
        )
        for id_ in chosen
    )
    names = [call.name(case.functions[f].name) for f in chosen]
    items = tuple((t.Paragraph(t.text(f"{a}{call.quoted(call.listed(map(str, b)))}"), "compact"),) for a, b in columns_)
    return (
        t.Figure(
            w("alt_pillars").format(count=len(chosen), names=call.listed(names)),
            chart=Pillars(call.own_label(w("cycle_roof")), call.own_label(w("cycle_base")), columns_, tuple(chosen)),
            caption=call.caption(w("caption_pillars")),
            note=call.sourced(),
            alternative=(t.BulletList(items),),
            id=call.id,
            source=call.source,
        ),
    )


def _chosen(call: Call) -> list[str]:
    """The functions that the directive names, else the stages of the cycle; those out of the engagement's scope are
    left out."""
    case = call.case
    for name in call.arguments:
        if name not in case.functions:
            raise ExhibitError(f'no function "{name}"', suggest(name, case.functions))
    chosen = [id_ for id_ in call.arguments or case.table("cycle", Stage) if id_ in case.functions]
    if not chosen:
        raise ExhibitError("there is no function to show", "name functions, or add them to tables/cycle.yaml")
    return chosen


def _stage(call: Call, id_: str, record: Stage | None) -> CycleStage:
    option = call.option_variant()
    unit = option.owner_of(id_)
    return CycleStage(
        id_,
        call.label(call.case.functions[id_].name),
        call.label(option.by_id[unit].name) if unit in option.by_id else call.own_label(call.word("no_owner")),
        call.label(record.question) if record and record.question else None,
        tuple(
            CycleEvent(f"{id_}-{n}", _event(call, event), event.months)
            for n, event in enumerate(record.year if record else (), start=1)
            if not event.forum or event.forum in call.case.tables["forums"]
        ),
    )


def _event(call: Call, event: YearEvent) -> Label:
    forum = call.case.table("forums", Forum).get(event.forum)
    return call.label(forum.name if forum else event.item)


def _in_words(call: Call, stage: CycleStage) -> str:
    """A line of the list beside the drawing: who, the question, and what happens in which months."""
    zh = call.lang == "zh"
    who = call.quoted(str(stage.owner)) if stage.owner else ""
    events = call.join(
        f"{event.label}{call.quoted(('{}月' if zh else 'months {}').format(_spread(event.months, call.lang)))}"
        for event in stage.events
    )
    parts = [part for part in (str(stage.question or ""), events) if part]
    # No second mark behind that of a question.
    gap = " " if not zh else "" if parts and parts[0].endswith("？") else "；"
    return f"{stage.label}{who}{'：' if zh else ': '}{gap.join(parts)}" if parts else f"{stage.label}{who}"


def _spread(months: tuple[int, ...], lang: str) -> str:
    """Months as numbers, those in a row as a range."""
    comma, dash = ("、", "—") if lang == "zh" else ("/", "–")
    out: list[list[int]] = []
    for month in sorted(set(months)):
        if out and month == out[-1][-1] + 1:
            out[-1].append(month)
        else:
            out.append([month])
    return comma.join(f"{run[0]}" if len(run) == 1 else f"{run[0]}{dash}{run[-1]}" for run in out)
