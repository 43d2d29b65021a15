"""What happens when, what it costs and what has to be decided."""

from __future__ import annotations

from datetime import date, timedelta

from opsdoc.diagram.model import Bar, Label, Milestone, Roadmap, Wave
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, bullets, cell, columns, head, row
from opsdoc.document.wording import long_date, money, month
from opsdoc.org.costs import Amount, amount_of, cost_items, summed


def roadmap(call: Call) -> t.Blocks:
    """`:: roadmap`: initiatives by wave and milestones, on a grid of months or quarters."""
    plan, w = call.case.engagement.roadmap, call.word
    if not plan.initiatives:
        return ()
    first = min(i.start for i in plan.initiatives).replace(day=1)
    last = max([i.end for i in plan.initiatives] + [m.date for m in plan.milestones])
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    step = 1 if count <= 12 else 3
    starts = [_plus_months(first, n) for n in range(0, count, step)]
    waves = tuple(
        Wave(
            wave.id,
            call.label(wave.name),
            tuple(
                Bar(i.id, call.label(i.name), _months(first, i.start), _months(first, i.end + timedelta(days=1)))
                for i in plan.initiatives
                if i.wave == wave.id
            ),
            tuple(
                Milestone(m.id, call.label(m.name), _months(first, m.date))
                for m in plan.milestones
                if m.wave == wave.id
            ),
        )
        for wave in plan.waves
    )
    chart = Roadmap(tuple(_column(call, start, step) for start in starts), step, waves)
    alt = w("alt_roadmap").format(
        start=month(first, call.lang),
        end=month(last, call.lang),
        waves=call.listed(call.name(x.name) for x in plan.waves),
        milestones=call.listed(
            f"{call.name(m.name)}{call.quoted(long_date(m.date, call.lang))}" for m in plan.milestones
        ),
    )
    return (
        t.Figure(
            alt,
            chart=chart,
            caption=call.caption(w("caption_roadmap")),
            note=call.sourced(),
            alternative=(),
            id=call.id,
            source=call.source,
        ),
    )


def _column(call: Call, start: date, step: int) -> Label:
    if step == 1:
        return call.own_label(f"{start.month}月" if call.lang == "zh" else month(start, "en")[:3])
    quarter = (start.month - 1) // 3 + 1
    return call.own_label(f"{start.year}年{quarter}季度" if call.lang == "zh" else f"Q{quarter} {start.year}")


def _plus_months(start: date, months: int) -> date:
    total = start.year * 12 + start.month - 1 + months
    return date(total // 12, total % 12 + 1, 1)


def _months(first: date, day: date) -> float:
    """Months from the first day of the roadmap; a day is a fraction of its own month."""
    following = _plus_months(day.replace(day=1), 1)
    length = (following - day.replace(day=1)).days
    return (day.year - first.year) * 12 + day.month - first.month + (day.day - 1) / length


def initiatives(call: Call) -> t.Blocks:
    """`:: initiatives`: the pieces of work with dates, owner and result."""
    plan, w = call.case.engagement.roadmap, call.word
    rows = []
    for wave in plan.waves:
        title = call.name(wave.name)
        if wave.goal:
            title += ("：" if call.lang == "zh" else ": ") + call.say(wave.goal)
        rows.append(row([cell(title, colspan=4)], f"group-{wave.id}", "group"))
        for item in plan.initiatives:
            if item.wave == wave.id:
                span = f"{month(item.start, call.lang)}—{month(item.end, call.lang)}"
                if call.lang == "en":
                    span = f"{month(item.start, 'en')} – {month(item.end, 'en')}"
                rows.append(
                    row(
                        [call.name(item.name), span, call.role(item.owner_role), call.say(item.output)],
                        item.id,
                        head_first=True,
                    )
                )
    return (
        t.Table(
            columns(26, 27, 19, 28),
            head(w("initiative"), w("period"), w("owner_role"), w("output")),
            tuple(rows),
            caption=call.caption(w("caption_initiatives")),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def milestones(call: Call) -> t.Blocks:
    """`:: milestones`: dates, owners and the condition on which each counts as reached."""
    plan, w = call.case.engagement.roadmap, call.word
    rows = [
        row(
            [call.name(m.name), long_date(m.date, call.lang), call.role(m.owner_role), call.say(m.exit_criterion)],
            m.id,
            head_first=True,
        )
        for m in sorted(plan.milestones, key=lambda m: m.date)
    ]
    return (
        t.Table(
            columns(22, 18, 19, 41),
            head(w("milestone"), w("date"), w("owner_role"), w("exit_criterion")),
            tuple(rows),
            caption=call.caption(w("caption_milestones")),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def first_days(call: Call) -> t.Blocks:
    """`:: first-days`: what is done within 30, 60 and 90 days, side by side."""
    plan, w = call.case.engagement.roadmap, call.word
    if not plan.first_days:
        return ()
    return (
        t.Table(
            columns(*[100 / len(plan.first_days)] * len(plan.first_days)),
            head(*[w("within_days").format(days=f.days) for f in plan.first_days]),
            (t.Row(tuple(cell(bullets(call.say(i) for i in f.items)) for f in plan.first_days), "days"),),
            caption=call.caption(w("caption_first_days")),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def spread(call: Call, amount: Amount) -> str:
    """The range of an amount of money, or a dash."""
    ends = [money(end, call.lang, call.case.engagement.currency) for end in (amount.low, amount.high)]
    # A dash before a minus would read as one sign.
    words = ("至", "—") if call.lang == "zh" else (" to ", " – ")
    dash = words[amount.low >= 0]
    return dash.join(ends) if amount.ranged else "—"


def costs(call: Call) -> t.Blocks:
    """`:: costs`: one-off and yearly amounts with their range, under the total of each kind."""
    w, currency = call.word, call.case.engagement.currency
    items = cost_items(call.case)
    if not items:
        return ()
    rows = []
    for kind in ("one-off", "run-rate", "benefit"):
        members = [c for c in items if c.kind == kind]
        if not members:
            continue
        total = summed(members)
        sums = [w(f"cost_{kind}"), money(total.amount, call.lang, currency), spread(call, total), ""]
        rows.append(row(sums, f"total-{kind}", "total", head_first=True))
        for item in members:
            amount = amount_of(item)
            cells = [call.name(item.name), money(amount.amount, call.lang, currency), spread(call, amount)]
            rows.append(row([*cells, call.say(item.note)], item.id, head_first=True))
    return (
        t.Table(
            # Amounts are longer in English: RMB 1.2 million is 120万元.
            columns(*((27, "11r", "22r", 40) if call.lang == "zh" else (23, "17r", "26r", 34))),
            head(w("item"), w("amount"), w("range"), w("basis")),
            tuple(rows),
            caption=call.caption(w("caption_costs")),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def decisions(call: Call) -> t.Blocks:
    """`:: decisions`: what is asked of whom, by when, and what a delay costs."""
    w = call.word
    rows = [
        row(
            [str(n), call.say(d.text), call.say(d.decider), long_date(d.due, call.lang), call.say(d.consequence)],
            d.id,
        )
        for n, d in enumerate(call.case.engagement.decisions, start=1)
    ]
    if not rows:
        return ()
    return (
        t.Table(
            columns("5c", 38, 14, 15, 28),
            head("#", w("decision"), w("decider"), w("due"), w("consequence")),
            tuple(rows),
            caption=call.caption(w("caption_decisions")),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def impacts(call: Call) -> t.Blocks:
    """`:: impacts`: what changes for whom, the hardest hit first, with what is done about it by whom and when."""
    w = call.word
    rows = []
    for item in sorted(call.case.engagement.impacts, key=lambda impact: -impact.level):
        people = w("people").format(count=item.headcount) if item.headcount else ""
        named = call.name(item.group) + (call.quoted(people) if people else "")
        when = long_date(item.due, call.lang) if item.due else ""
        done = call.sentence([call.name(item.owner), when])
        rows.append(
            row(
                [
                    named,
                    w(f"dimension_{item.dimension}"),
                    call.say(item.current),
                    call.say(item.future),
                    cell(w(IMPACT_LEVELS[item.level]), tone=IMPACT_TONES[item.level]),
                    call.say(item.action) + (call.quoted(done) if item.action and done else "") or "—",
                ],
                item.id,
                head_first=True,
            )
        )
    if not rows:
        return ()
    return (
        t.Table(
            columns(17, "12c", 17, 18, "12c", 24),
            head(*(w(key) for key in ("affected", "dimension", "today", "future", "impact_level", "impact_action"))),
            tuple(rows),
            caption=call.caption(w("caption_impacts")),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


IMPACT_LEVELS = ("level_none", "level_low", "level_medium", "level_high")
IMPACT_TONES = ("", "low", "medium", "high")
