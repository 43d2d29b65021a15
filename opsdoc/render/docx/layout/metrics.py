"""Widths of words and heights of lines in the fonts that a Word file names."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

from opsdoc.render.docx.layout import advances
from opsdoc.render.docx.layout import advances_print as printed
from opsdoc.text import FULL_WIDTH_MARKS, HAN, SHARED_MARKS

WIDE = f"{HAN}{FULL_WIDTH_MARKS}\u3040-\u30ff\u31c0-\u31ef"
# In a run that asks for the East Asian font, these take a full em as well.
SHARED = f"{SHARED_MARKS}·×①-⓿■-◿★☆※→←↑↓〇"
wide = re.compile(f"[{WIDE}]")
hinted = re.compile(f"[{WIDE}{SHARED}]")

_UNKNOWN = 0.6
_MONO = 0.55
_MONOS = ("Consolas", "Courier", "Mono")
_Packed: TypeAlias = tuple[tuple[str, str], tuple[str, str]]  # advances and pairs, regular and bold
_CALIBRI: _Packed = (
    (advances.CALIBRI, advances.CALIBRI_PAIRS),
    (advances.CALIBRI_BOLD, advances.CALIBRI_BOLD_PAIRS),
)
# Parts of families' names and what their letters are measured as; all others are nearest to Calibri.
_KNOWN: tuple[tuple[tuple[str, ...], _Packed], ...] = (
    (
        ("Times", "Liberation Serif", "Nimbus Roman", "Song", "宋"),
        ((printed.TIMES, printed.TIMES_PAIRS), (printed.TIMES_BOLD, printed.TIMES_BOLD_PAIRS)),
    ),
    (
        ("Arial", "Helvetica", "Liberation Sans"),
        ((printed.ARIAL, printed.ARIAL_PAIRS), (printed.ARIAL_BOLD, printed.ARIAL_BOLD_PAIRS)),
    ),
    (
        ("Cambria", "Georgia", "Garamond", "Serif", "Caladea"),
        ((advances.CAMBRIA, advances.CAMBRIA_PAIRS), (advances.CAMBRIA_BOLD, advances.CAMBRIA_BOLD_PAIRS)),
    ),
)
# Height of a line in ems where the leading is the font's own.
_LATIN_LINE, _HAN_LINE = 1.22, 1.45


def _table(packed: str) -> dict[str, float]:
    return {char: int(width) / 1000 for char, width in zip(advances.CHARACTERS, packed.split(), strict=True)}


def _pairs(packed: str) -> dict[str, float]:
    out = {}
    for row in packed.split("\n"):
        firsts, *rest = row.split(" ")
        for distance, seconds in zip(rest[::2], rest[1::2], strict=True):
            out.update({first + second: int(distance) / 1000 for first in firsts for second in seconds})
    return out


@lru_cache(maxsize=64)
def measure(family: str, bold: bool) -> Callable[[str], float]:
    """A function that gives a word's width in ems in a Latin font; fonts that are not known count as the nearest."""
    if any(word in family for word in _MONOS):
        return lambda word: len(word) * _MONO
    packed = next((fonts for words, fonts in _KNOWN if any(word in family for word in words)), _CALIBRI)[bold]
    table, pairs = _table(packed[0]), _pairs(packed[1])
    table |= {"\xa0": table[" "], "\u202f": table[" "] / 2, "\u2060": 0.0}

    @lru_cache(maxsize=20_000)
    def width(word: str) -> float:
        apart = sum(pairs.get(first + second, 0.0) for first, second in pairwise(word))
        return apart + sum(table.get(char, _UNKNOWN) for char in word)

    return width


def natural_line(size: float, han: bool) -> float:
    """The height of a line of the font's own, in points."""
    return size * (_HAN_LINE if han else _LATIN_LINE)
