"""Characters as typesetters see them: scripts, widths and the spaces between them."""

from __future__ import annotations

import re
import unicodedata

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
# Marks that are typeset full width in Chinese; “ ” ‘ ’ — … are shared with English and decided by language.
FULL_WIDTH_MARKS = "\u3000-\u303f\uff00-\uff60\uffe0-\uffe6"
SHARED_MARKS = "“”‘’—…"
# But an apostrophe within a word is Latin in every language: Xi’an.
LATIN_APOSTROPHE = "(?<=[A-Za-z0-9À-ɏ])’(?=[A-Za-zÀ-ɏ])"

# What a spreadsheet would carry out when a cell begins with it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[+-]?[\d,]+(?:\.\d+)?%?")

_han = re.compile(f"[{HAN}]")
_east_asian = re.compile(f"[{HAN}{FULL_WIDTH_MARKS}\u3040-\u30ff\u31c0-\u31ef]")


def is_han(character: str) -> bool:
    """Whether a character is a Chinese ideograph."""
    return bool(_han.match(character))


def has_han(text: str) -> bool:
    """Whether any ideograph stands in the text."""
    return bool(_han.search(text))


def is_east_asian_wide(character: str) -> bool:
    """Whether a character takes a full em in Chinese setting (ideographs and full-width marks)."""
    return bool(_east_asian.match(character))


def display_width(text: str) -> int:
    """Columns in a terminal: wide characters take two, combining and format characters none."""
    width = 0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width


def normalised(text: str) -> str:
    """Text without white space, for comparing what went in with what came out."""
    return re.sub(r"\s+", "", text)


def inert_cell(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: what is no number gets an apostrophe before =, +, - or @."""
    return "'" + cell if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell) else cell
