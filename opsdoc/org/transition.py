"""What becomes of each unit between two structures: what stays, changes, moves, closes and what is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from opsdoc.content.models import UnitMapping
from opsdoc.org.select import Option

Change: TypeAlias = Literal["unchanged", "new", "changed", "closed", "moved", "open"]
"""`open`: nothing says what becomes of the unit."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of an old unit, or where a new one comes from. `ways` name how in more detail: keep,
    rename, move, merge, split, part (gives a part away), grow, form (of several), found (of a part of one), close, new,
    reorder, open; `others` are the units at the other end that bear another id."""

    change: Change
    ways: tuple[str, ...]
    others: tuple[str, ...] = ()


Fates: TypeAlias = Mapping[str, Fate]


def transition(old: Option, new: Option, mapped: bool) -> tuple[Fates, Fates]:
    """The fate of every unit of the old structure and the origin of every unit of the new one.

    `mapped`: the new one's mappings lead from the old one; otherwise equal ids are the same unit."""
    leaving: dict[str, list[UnitMapping]] = {}
    arriving: dict[str, list[UnitMapping]] = {}
    for mapping in new.mappings if mapped else ():
        for unit in mapping.from_:
            leaving.setdefault(unit, []).append(mapping)
        for unit in mapping.to:
            arriving.setdefault(unit, []).append(mapping)
    before = {id_: _leaves(id_, old, new, leaving.get(id_, []), mapped) for id_ in old.by_id}
    after = {id_: _arrives(id_, old, new, arriving.get(id_, [])) for id_ in new.by_id}
    return before, after


def _leaves(id_: str, old: Option, new: Option, mappings: list[UnitMapping], mapped: bool) -> Fate:
    if not mappings:
        if id_ in new.by_id:
            return _same(id_, old, new)
        # Where mappings lead from one structure to the other, a unit that none of them names is an oversight.
        return Fate("open", ("open",)) if mapped else Fate("closed", ("close",))
    kinds = {m.kind for m in mappings}
    others = _others(id_, (unit for m in mappings for unit in m.to))
    if kinds <= {"keep", "new"}:
        return Fate("unchanged", ("keep",))
    if kinds == {"close"}:
        return Fate("closed", ("close",), others)
    if kinds == {"move"}:
        return Fate("moved", ("move",), others)
    first = next((kind for kind in ("rename", "move", "merge", "keep") if kind in kinds), "")
    # A unit that lives on and gives a part away; one that only gives parts away is split up.
    ways = (first, "part") if first and "split" in kinds else (first or "split",)
    return Fate("changed", tuple(way for way in ways if way != "keep"), others)


def _arrives(id_: str, old: Option, new: Option, mappings: list[UnitMapping]) -> Fate:
    sources = _others("", (unit for m in mappings for unit in m.from_))
    if not sources:
        return _same(id_, old, new) if not mappings and id_ in old.by_id else Fate("new", ("new",))
    kinds = {m.kind for m in mappings}
    others = tuple(unit for unit in sources if unit != id_)
    base = next((kind for kind in ("keep", "rename", "move") if kind in kinds), "")
    if base and len(sources) > 1:
        return Fate("moved" if base == "move" else "changed", (base, "grow") if base != "keep" else ("grow",), others)
    if base == "keep":
        return Fate("unchanged", ("keep",))
    if base:
        return Fate("moved" if base == "move" else "changed", (base,), others)
    return Fate("changed", ("form",) if len(sources) > 1 else ("found",), others)


def _same(id_: str, old: Option, new: Option) -> Fate:
    """A unit that both structures have, and no mapping names."""
    one, two = old.by_id[id_], new.by_id[id_]
    if one.parent != two.parent:
        return Fate("moved", ("move",))
    if one.name != two.name:
        return Fate("changed", ("rename",))
    if set(old.functions_of(id_)) != set(new.functions_of(id_)):
        return Fate("changed", ("reorder",))
    return Fate("unchanged", ("keep",))


def _others(id_: str, units: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(unit for unit in units if unit != id_))
