"""Fonts, sizes and colours with which a chart is laid out and painted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

Measure: TypeAlias = Literal["print", "word", "both"]


@dataclass(frozen=True, slots=True)
class Style:
    """What a theme says about drawings. Sizes are points, colours #RRGGBB.

    `fonts` are family stacks per language for SVG, `word_latin` and `word_east_asian` the fonts that Word looks for.
    `measure` says which fonts a label must fit: those that ship (`print`), Word's (`word`), or the wider of both."""

    fonts: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("zh", ("OD Sans Latin", "OD Sans SC")),
        ("en", ("OD Sans", "OD Sans SC")),
    )
    word_latin: str = "Calibri"
    word_east_asian: str = "微软雅黑"
    ink: str = "#16202B"
    primary: str = "#0A2540"
    accent: str = "#00707C"
    muted: str = "#5A6672"
    rule: str = "#D5DCE3"
    line: str = "#7A8794"
    tint: str = "#EEF3F6"
    paper: str = "#FFFFFF"
    on_primary: str = "#FFFFFF"
    series: tuple[str, ...] = ("#0A2540", "#00707C", "#3E6FB0", "#86650F", "#B5432A", "#6B4E9B")
    label_size: float = 8.6
    second_size: float = 7.2
    min_size: float = 7.0
    leading: float = 1.32
    label_weight: int = 500
    measure: Measure = "print"

    def stack(self, lang: str) -> tuple[str, ...]:
        """The family stack of a language; an unknown one takes the first."""
        for name, families in self.fonts:
            if name == lang:
                return families
        return self.fonts[0][1]

    def for_word(self) -> Style:
        """This style with boxes that hold their labels in Word's fonts too."""
        return replace(self, measure="both")

    def smallest(self) -> Style:
        """This style with every label at the smallest size allowed."""
        return replace(self, label_size=self.min_size, second_size=self.min_size)

    def series_colour(self, index: int) -> str:
        """The colour of the n-th branch or group; the first colour of the series stays with the root."""
        rest = self.series[1:] or self.series
        return rest[index % len(rest)]


def mixed(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0–1) of itself kept and the rest of `other`."""
    pairs = ((int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)
