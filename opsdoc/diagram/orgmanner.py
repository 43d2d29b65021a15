"""The manners in which an organisation can be arranged, from roomy to tight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Hang = Literal["none", "leaves", "all"]


@dataclass(frozen=True, slots=True)
class Manner:
    """One way to arrange a chart. `room` is 0 for the narrowest boxes and 1 for comfortable ones; `hang` says whose
    children stand below each other; `rows` over how many rows the branches are spread; `columns` how many columns
    the leaves of one unit may take; `dense` lets heights differ and closes vertical gaps; `across` is the frame's
    width; `captions` keeps room between stacked boxes for the words of dotted lines."""

    hang: Hang
    rows: int = 1
    columns: int = 1
    dense: bool = False
    room: float = 1.0
    scale: float = 1.0
    across: float = 1e9
    captions: bool = False

    @property
    def free(self) -> bool:
        """Whether the frame sets no limit to the width."""
        return self.across >= 1e9

    @property
    def least(self) -> float:
        return (38 + 74 * self.room) * self.scale

    @property
    def most(self) -> float:
        return (42 + 140 * self.room) * self.scale

    @property
    def gap(self) -> float:
        return 6 + 18 * self.room

    @property
    def side(self) -> float:
        return min(2.6 + 6 * self.room, 7)

    @property
    def indent(self) -> float:
        return min(8 + 16 * self.room, 20)

    @property
    def level_gap(self) -> float:
        return 14 if self.dense else 24

    @property
    def stack_gap(self) -> float:
        return (8.0 if self.captions else 3.5) if self.dense else (12.0 if self.captions else 7.0)

    @property
    def roomy(self) -> float:
        return 160 * self.scale


def rows_of(count: int, rows: int) -> list[list[int]]:
    """`count` branches over `rows` rows: as equal as can be with an even number in every row but the last."""
    best = min(range(2, count + 2, 2), key=lambda even: (max(even, count - even * (rows - 1)), even))
    numbers = list(range(count))
    upper = [numbers[i * best : (i + 1) * best] for i in range(rows - 1)]
    return [row for row in (*upper, numbers[(rows - 1) * best :]) if row]
