"""Who gives what to whom: units × units with counts, and the items behind the counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, cell, columns, head, row
from opsdoc.org.interfaces import Passing, agreements, passings

# So many columns a portrait page takes, the total included, so many a landscape one; more are split.
PORTRAIT, LANDSCAPE = 13, 26
# Share of the width that the total takes.
TOTAL = 9
# A pair of units that passes so many items deserves an agreement before others do.
BUSY = 3


def interfaces(call: Call) -> t.Blocks:
    """`:: interfaces show=both|matrix|items`: units that give × units that take, with the number of items; then the
    items and the service levels agreed on them. The numbers are those of the comparison."""
    show = call.choice("show", ("both", "matrix", "items"))
    option, functions = call.case.option, call.case.functions
    found = passings(option, functions.values())
    if not found:
        return ()
    ends = {one.giver for one in found} | {one.taker for one in found}
    units = [unit.id for unit in option.units if unit.id in ends] + [""] * ("" in ends)
    out: list[t.Block] = []
    if show != "items":
        out += _matrix(call, found, units)
    if show != "matrix":
        out += _items(call, found, units)
    return tuple(out)


def _name(call: Call, unit: str) -> str:
    return call.unit(unit) if unit else call.word("unowned_functions")


# ------------------------------------------------------------------------------------------------ matrix


def _matrix(call: Call, found: Sequence[Passing], units: list[str]) -> list[t.Block]:
    counts = Counter((one.giver, one.taker) for one in found)
    crossing = Counter((one.giver, one.taker) for one in found if one.crosses)
    # The columns are letters, so that the table holds any names; the last one is the total.
    size = LANDSCAPE if len(units) + 1 > PORTRAIT else PORTRAIT
    chunks = [units[n : n + size - 1] for n in range(0, len(units), size - 1)]
    out: list[t.Block] = []
    for number, chunk in enumerate(chunks, 1):
        out.append(_part(call, counts, crossing, units, chunk, f"-{number}" if number > 1 else ""))
    if len(units) + 1 > PORTRAIT:
        return [t.Landscape(tuple(out), id=f"{call.id}-landscape", source=call.source)]
    return out


def _part(
    call: Call,
    counts: Counter[tuple[str, str]],
    crossing: Counter[tuple[str, str]],
    units: list[str],
    chunk: list[str],
    suffix: str,
) -> t.Table:
    w = call.word
    last = chunk[-1] == units[-1]
    place = {unit: letters(n) for n, unit in enumerate(units)}
    rows = []
    for giver in units:
        cells: list[str | t.Cell] = [f"{place[giver]} {_name(call, giver)}"]
        for taker in chunk:
            count = counts[giver, taker]
            if giver == taker and giver:
                cells.append(cell(f"({count})" if count else "—"))
            else:
                cells.append(cell(str(count or "·"), "R" if count >= BUSY else ""))
        if last:
            cells.append(str(sum(n for (one, _), n in crossing.items() if one == giver)))
        rows.append(row(cells, giver or "unowned", head_first=True))
    taken = [str(sum(n for (_, one), n in crossing.items() if one == taker)) for taker in chunk]
    rows.append(
        row([w("takes_in_all"), *taken, *([str(crossing.total())] if last else [])], "total", "total", head_first=True)
    )
    names = [w("giver_taker"), *(place[unit] for unit in chunk), *([w("gives_in_all")] if last else [])]
    # The total's heading is words, not a letter.
    share = (66 - TOTAL * last) / len(chunk)
    inside = counts.total() - crossing.total()
    caption = w("caption_interface_matrix").format(crossing=crossing.total(), total=counts.total())
    return t.Table(
        columns(34, *[f"{share:.3f}c"] * len(chunk), *[f"{TOTAL}c"] * last),
        head(*names),
        tuple(rows),
        caption=call.caption(caption),
        note=(t.Paragraph(t.text(w("interface_legend").format(busy=BUSY, inside=inside)), "source"), *call.sourced()),
        role="matrix",
        summary=w("interface_summary"),
        id=f"{call.id}{suffix}",
        source=call.source,
    )


def letters(place: int) -> str:
    """A to Z, then AA to ZZ."""
    first, last = divmod(place, 26)
    return (chr(ord("A") + first - 1) if first else "") + chr(ord("A") + last)


# ------------------------------------------------------------------------------------------------ items


def _items(call: Call, found: Sequence[Passing], units: list[str]) -> list[t.Block]:
    w = call.word
    agreed = agreements(call.case.option, call.case.functions)
    rows: list[t.Row] = []
    for giver in units:
        group: list[t.Row] = []
        for taker in units:
            if giver == taker and giver:
                continue
            items = [call.say(one.item) for one in found if (one.giver, one.taker) == (giver, taker)]
            # Agreements are made once for a pair, on whichever side wrote them down.
            levels = [
                f"{call.say(one.content)}{call.quoted(call.say(one.sla))}" for one in agreed.get((giver, taker), [])
            ]
            if items or levels:
                id_ = f"{giver or 'unowned'}-{taker or 'unowned'}"
                cells = [_name(call, taker), call.join(items) or "—", call.join(levels) or "—"]
                group.append(row(cells, id_, head_first=True))
        if group:
            title = w("gives_to").format(unit=_name(call, giver))
            rows += [row([cell(title, colspan=3)], f"group-{giver or 'unowned'}", "group"), *group]
    if not rows:
        return []
    return [
        t.Table(
            columns(22, 40, 38),
            head(w("unit_to"), w("content"), w("service_level")),
            tuple(rows),
            caption=t.text(w("caption_interfaces")),
            note=call.sourced(),
            id=f"{call.id}-items",
            source=call.source,
        )
    ]
