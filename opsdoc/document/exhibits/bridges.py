"""Exhibits of change: from the present establishment to the target, and from benefit to what is left of it."""

from __future__ import annotations

from opsdoc.diagram.model import Bridge, BridgeBar, Label
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, bullets
from opsdoc.document.exhibits.plan import spread
from opsdoc.document.wording import money, number, signed
from opsdoc.org.bridge import establishment
from opsdoc.org.costs import Amount, amount_of, cost_items, costs
from opsdoc.org.select import Option

# A bridge of more units than this is drawn by the branches right below the root.
MOST_UNITS = 20
# With more cost items than this, each kind is one bar.
MOST_ITEMS = 12


def bridge(call: Call) -> t.Blocks:
    """`:: bridge measure=fte|cost by=unit|change|item|kind variant=ID`: a waterfall. FTE go from the present
    establishment to the target, by unit or by kind of change; costs from the yearly benefits over running costs and
    outlay to what a full first year leaves, by item or by kind. A bridge that does not close shows what nothing
    explains (V08 names the place)."""
    option = call.option_variant()
    measure = call.choice("measure", ("fte", "cost"))
    by = call.choice("by", ("unit", "change") if measure == "fte" else ("item", "kind"))
    bars = _establishment(call, option, by) if measure == "fte" else _money(call, option, by)
    if not bars:
        return ()
    w = call.word
    legend = tuple((key, call.own_label(w(f"bridge_{key}"))) for key in _LEGEND)
    name = call.name(option.variant.name)
    alt = w(f"alt_bridge_{measure}").format(name=name, steps=call.sentence(f"{bar.label} {bar.figure}" for bar in bars))
    return (
        t.Figure(
            alt,
            chart=Bridge(tuple(bars), legend),
            caption=call.caption(w(f"caption_bridge_{measure}").format(name=name)),
            note=call.sourced(),
            alternative=bullets(_listed(call, bar) for bar in bars),
            id=call.id,
            source=call.source,
        ),
    )


_LEGEND = ("total", "increase", "decrease", "open", "range", "cut")


# ------------------------------------------------------------------------------------------------ establishment


def _establishment(call: Call, option: Option, by: str) -> list[BridgeBar]:
    if not option.figures:
        return []
    w = call.word
    if by == "change":
        found = establishment(call.case, option, "change")
    else:
        found = establishment(call.case, option, "unit")
        if len(found.steps) > MOST_UNITS:
            found = establishment(call.case, option, "branch")

    def named(id_: str, delta: float) -> Label:
        if by == "change":
            return call.own_label(w("bridge_units_" + id_) + call.quoted(w("bridge_" + _way(delta))))
        return call.own_label(call.unit(id_, option))

    def figure(value: float) -> Label:
        return call.own_label(signed(value, call.lang))

    bars = [_total(call, "start", w("bridge_fte_start"), found.start)]
    bars += [
        BridgeBar(f"{step.id}-{_way(step.delta)}", named(step.id, step.delta), step.delta, figure(step.delta))
        for step in found.steps
    ]
    if found.open:
        bars.append(BridgeBar("open", call.own_label(w("bridge_open")), found.open, figure(found.open), "open"))
    return [*bars, _total(call, "end", w("bridge_fte_end"), found.end)]


def _way(delta: float) -> str:
    return "increase" if delta >= 0 else "decrease"


def _total(call: Call, id_: str, text: str, value: float) -> BridgeBar:
    return BridgeBar(id_, call.own_label(text), value, call.own_label(number(value, call.lang)), "total")


# ------------------------------------------------------------------------------------------------ money


def _money(call: Call, option: Option, by: str) -> list[BridgeBar]:
    items = cost_items(call.case, option)
    if not items:
        return []
    w, found = call.word, costs(call.case, option)
    bars: list[BridgeBar] = []
    yearly = [item for item in items if item.kind != "one-off"]
    if by == "item" and len(yearly) <= MOST_ITEMS:
        for kind, sign in (("benefit", 1), ("run-rate", -1)):
            for item in sorted((i for i in yearly if i.kind == kind), key=lambda i: -i.amount):
                amount = amount_of(item) if sign > 0 else -amount_of(item)
                bars.append(_amount(call, item.id, call.name(item.name), amount))
    else:
        for kind, total in (("benefit", found.benefit), ("run-rate", -found.run_rate)):
            if total.amount:
                bars.append(_amount(call, kind, w(f"cost_{kind}"), total))
    bars.append(_amount(call, "net", w("bridge_net"), found.net, total=True))
    if found.one_off.amount:
        bars.append(_amount(call, "one-off", w("cost_one-off"), -found.one_off))
        bars.append(_amount(call, "first-year", w("bridge_first_year"), found.net - found.one_off, total=True))
    return bars


def _amount(call: Call, id_: str, text: str, amount: Amount, total: bool = False) -> BridgeBar:
    said = money(amount.amount, call.lang, call.case.engagement.currency)
    if not total and amount.amount > 0:
        said = "+" + said
    return BridgeBar(
        id_,
        call.own_label(text),
        amount.amount,
        call.own_label(said),
        "total" if total else "change",
        amount.low if amount.ranged else None,
        amount.high if amount.ranged else None,
    )


# ------------------------------------------------------------------------------------------------ data


def _listed(call: Call, bar: BridgeBar) -> str:
    text = f"{bar.label} {bar.figure}"
    if bar.low is None or bar.high is None:
        return text
    return text + call.quoted(spread(call, Amount(bar.value, bar.low, bar.high)))
