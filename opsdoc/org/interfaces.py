"""Who gives what to whom: outputs between functions, seen from the units that hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from opsdoc.content.models import Function, I18n, Interface
from opsdoc.org.select import Option


@dataclass(frozen=True, slots=True)
class Passing:
    """An output from one function to another; `giver` and `taker` are the units that hold them, empty where nobody
    does."""

    item: I18n
    source: str
    target: str
    giver: str
    taker: str

    @property
    def crosses(self) -> bool:
        """Whether it leaves the unit; what comes from or goes to a function that nobody holds does."""
        return not self.giver or self.giver != self.taker


def passings(option: Option, functions: Iterable[Function]) -> tuple[Passing, ...]:
    """All outputs from a function to another one, in order."""
    functions = list(functions)
    holder = {f.id: option.owner_of(f.id) for f in functions}
    return tuple(
        Passing(output.item, f.id, output.party, holder[f.id], holder[output.party])
        for f in functions
        for output in f.outputs
        if output.party in holder and output.party != f.id
    )


def agreements(option: Option, functions: Mapping[str, Function]) -> dict[tuple[str, str], list[Interface]]:
    """Interfaces with a service level between different units: (unit of the function, unit of its counterpart)."""
    out: dict[tuple[str, str], list[Interface]] = {}
    for function in functions.values():
        giver = option.owner_of(function.id)
        for item in function.interfaces:
            taker = option.owner_of(item.party) if item.party in functions else ""
            if item.sla and taker and giver != taker:
                out.setdefault((giver, taker), []).append(item)
    return out
