"""Exhibits of units: what each is for, what becomes of the old ones, how many people each has."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from opsdoc.content.models import UnitMapping
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, columns, head, row
from opsdoc.document.wording import number, signed


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


def mapping(call: Call) -> t.Blocks:
    """`:: mapping`: what becomes of each as-is unit."""
    option = call.option_variant()
    old, new = (lambda id_: call.unit(id_, call.case.as_is)), (lambda id_: call.unit(id_, option))
    return _mapped(call, option.mappings, (old, new), ("as_is_unit", "to_be_unit", "fte"), "caption_mapping")


def role_mapping(call: Call) -> t.Blocks:
    """`:: role-mapping`: what becomes of each present role, and which roles are new."""
    present = {role.id: call.name(role.name) for role in call.case.engagement.present_roles}

    def today(id_: str) -> str:
        return present.get(id_, id_)

    heads = "as_is_role", "to_be_role", "posts"
    return _mapped(call, call.option_variant().role_mappings, (today, call.role), heads, "caption_role_mapping")


def _mapped(
    call: Call,
    mappings: Sequence[UnitMapping],
    names: tuple[Callable[[str], str], Callable[[str], str]],
    heads: tuple[str, str, str],
    caption: str,
) -> t.Blocks:
    """A table of mappings. `names`: what both ends are called; `heads`: words over both ends and the posts."""
    w = call.word
    rows = []
    for n, item in enumerate(mappings):
        old, new = (call.listed(map(name, ids)) or "—" for name, ids in zip(names, (item.from_, item.to), strict=True))
        posts = number(item.fte, call.lang) if item.fte else "—"
        cells = [old, w(f"mapping_{item.kind}"), new, posts, call.say(item.note)]
        rows.append(row(cells, f"m{n}", head_first=True))
    if not rows:
        return ()
    return (
        t.Table(
            columns(22, 10, 25, "8r", 35),
            head(w(heads[0]), w("change"), w(heads[1]), w(heads[2]), w("note")),
            tuple(rows),
            caption=call.caption(w(caption)),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def establishment(call: Call) -> t.Blocks:
    """`:: establishment`: full-time equivalents by unit, as is, to be and the difference; the total closes."""
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
