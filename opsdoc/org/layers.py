"""Layers of a structure: units, full-time equivalents, and how many units the heads of each layer lead."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from opsdoc.org.metrics import assistants, depths, span_by_unit
from opsdoc.org.select import Option

# Smallest span of each band: 1, 2, 3–5 (player-coach), 6–7 (coach), 8–10 (supervisor), 11–15 (facilitator), 16 and more
# (coordinator); orgdesign §3.2, V06.
BANDS = (1, 2, 3, 6, 8, 11, 16)
# First and last band of the spans that need no reason: 3–10.
USUAL = (2, 4)


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer, the root's being 1: its units, their own FTE (None where no unit has figures), and by band how many of
    their heads lead so many units."""

    number: int
    units: int
    fte: float | None
    heads: tuple[int, ...]


def band_of(span: int) -> int:
    """The index of the band of a span of 1 or more."""
    return sum(span >= low for low in BANDS) - 1


def band_bounds() -> tuple[tuple[int, int | None], ...]:
    """Smallest and largest span of each band; the last has no upper end."""
    return (*((low, high - 1) for low, high in pairwise(BANDS)), (BANDS[-1], None))


def profile(option: Option, state: Literal["as_is", "to_be"] = "to_be") -> tuple[Layer, ...]:
    """The layers from the top. Units without a way to the root (a fault that V01 names) count as a top of their own."""
    depth, aside, spans = depths(option), assistants(option), span_by_unit(option)
    out = []
    for number in range(1, max(depth.values(), default=0) + 1):
        ids = [id_ for id_, layer in depth.items() if layer == number]
        heads = [0] * len(BANDS)
        for id_ in ids:
            if id_ in spans:
                heads[band_of(spans[id_])] += 1
        known = [getattr(option.figures[id_], state) for id_ in ids if id_ in option.figures]
        out.append(Layer(number, sum(id_ not in aside for id_ in ids), sum(known) if known else None, tuple(heads)))
    return tuple(out)
