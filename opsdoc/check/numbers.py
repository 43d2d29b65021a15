"""Numbers, dates and shares of a text in one common form, so that 120万 and 1.2 million, 上半年 and H1, compare equal.

Figures are strict: each must be found in the other language, as figures or as words. Number words are lenient (一 and
"one" are as often idiom as number): they answer figures and are not asked for. So a finding is rarely false.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_EN_BY_VALUE = {
    0: "zero",
    1: "one once first single a an each every per daily weekly monthly quarterly yearly annual annually same next",
    2: "two twice second both double pair fortnight",
    3: "three third thirds triple",
    4: "four fourth quarter quarters",
    5: "five fifth fifths",
    6: "six sixth",
    7: "seven seventh",
    8: "eight eighth",
    9: "nine ninth",
    10: "ten tenth",
    11: "eleven eleventh",
    12: "twelve twelfth dozen",
    13: "thirteen",
    14: "fourteen",
    15: "fifteen",
    16: "sixteen",
    17: "seventeen",
    18: "eighteen",
    19: "nineteen",
}
_EN_WORDS = {word: value for value, words in _EN_BY_VALUE.items() for word in words.split()}
_EN_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "双": 2, "首": 1, "半": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {
    "万": 10**4,
    "亿": 10**8,
    "千": 10**3,
    "百": 10**2,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "hundred": 10**2,
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "bn": 10**9,
}

_N = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_ZH_SCALE = r"(万亿|千万|百万|十万|[亿万千百])?"
_EN_SCALE = r"(?:\s?(thousand|million|billion|hundred|bn|mn|m|k)\b)?"
_PERCENT = r"(\s?(?:%|‰|per cent\b(?!age)|percent\b(?!age)))?"
_JOIN = r"\s?(?:[-–—~～至到]|to)\s?"
_FIGURE = {
    "zh": re.compile(rf"(?<![A-Za-z\d.])({_N})(?:{_JOIN}({_N}))?\s?{_ZH_SCALE}{_PERCENT}"),
    "en": re.compile(rf"(?<![A-Za-z\d.])({_N})(?:{_JOIN}(?:RMB\s?|USD\s?|EUR\s?)?({_N}))?{_EN_SCALE}{_PERCENT}"),
}
# A digit that a letter follows at once is a name (B2B, 5S, 3D), unless the letters are an ordinal, a scale or a unit.
_NAME = re.compile(
    r"\d+(?!(?:st|nd|rd|th|k|m|mn|bn|h|min|s|d|kg|km|t|mm|cm|px|pt|x|w)\b)[A-Za-z]\w*"
    r"|[A-Za-z]+\d+[A-Za-z]\w*"
)
_CODE = re.compile(r"(?<![A-Za-z])([A-Za-z]{1,8})[- ]?(\d+(?:-\d+)*)(?!\w)")
_HALF_ZH, _HALF_EN = re.compile(r"([上下])半年"), re.compile(r"\b(first|second) half\b(?: of the year)?", re.IGNORECASE)
_QUARTER_ZH = re.compile(r"(?<![上下每同本这某前后任])第?([一二三四1-4])季度")
_QUARTER_EN = re.compile(r"\b(first|second|third|fourth)[- ]quarter\b", re.IGNORECASE)
_PERIOD = re.compile(r"\b([HQ])([1-4])\b")
_MONTH_ZH = re.compile(r"(?<![第个])(?<!\d)(1[0-2]|[1-9])月(?!份额)")
_MONTH_EN = re.compile(r"\b(January|February|March|April|May|June|July|August|September|October|November|December)\b")
_ISO = re.compile(r"\b(\d{4})-(\d\d)(?:-(\d\d))?\b")
_HAN_RUN = re.compile("[零〇一二两三四五六七八九十百千万亿半双首]+")
_TENTHS = re.compile("([一二三四五六七八九])[成折]")


@dataclass(slots=True)
class Figures:
    """Tokens of a text: `strict` must recur in the other language, `known` is all that may answer for it."""

    strict: dict[str, str] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    letters: str = ""

    def add(self, token: str, shown: str = "") -> None:
        """A token; with `shown`, one that must recur."""
        self.known.add(token)
        if shown:
            self.strict.setdefault(token, shown.strip())

    def lacks(self, token: str) -> bool:
        """Whether nothing here answers a token of the other language."""
        if token.startswith("code:"):
            return token[5:] not in self.letters
        if token[0] == "Q":
            # "In the third quarter …, in the fourth …": the ordinal alone answers.
            return token not in self.known and token[1:] not in self.known
        return token not in self.known


@lru_cache(maxsize=20_000)
def differences(zh: str, en: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Figures that stand in the Chinese text only and in the English text only, as they are written there."""
    if not _may_differ(zh, en):
        return (), ()
    left, right = figures(zh, "zh"), figures(en, "en")
    only_zh = tuple(shown for token, shown in left.strict.items() if right.lacks(token))
    only_en = tuple(shown for token, shown in right.strict.items() if left.lacks(token))
    return only_zh, only_en


_DIGIT = re.compile(r"\d")


def _may_differ(zh: str, en: str) -> bool:
    if _DIGIT.search(zh) or _DIGIT.search(en):
        return True
    return "半年" in zh or "季度" in zh or "half" in en or "uarter" in en


def figures(text: str, lang: str) -> Figures:
    """The tokens of a text in one language."""
    text = unicodedata.normalize("NFKC", text).replace("−", "-")
    found = Figures(letters=re.sub(r"[\s\-_]", "", text).lower())
    text = _periods(text, lang, found)
    text = _NAME.sub(" ", text)
    text = _CODE.sub(lambda m: _code(m, found), text)
    _strict_numbers(text, lang, found)
    _words(text, lang, found)
    return found


def _code(match: re.Match[str], found: Figures) -> str:
    letters, digits = match[1], match[2]
    if letters.isupper() and " " not in match[0] and letters not in ("RMB", "CNY", "USD", "EUR"):
        found.add(f"code:{(letters + digits.replace('-', '')).lower()}", match[0])
        # ISO9001 answers for ISO 9001.
        found.known.add(digits)
        return " "
    return match[0] if match[0][len(letters)] == " " else f"{letters} {digits}"


def _periods(text: str, lang: str, found: Figures) -> str:
    """Halves, quarters, months and ISO dates; what they are made of must not be counted as numbers again."""

    def period(kind: str, number: int, shown: str) -> str:
        found.add(f"{kind}{number}", shown)
        found.add(str(number))
        return " "

    text = _ISO.sub(lambda m: _iso(m, found), text)
    text = _PERIOD.sub(lambda m: period(m[1], int(m[2]), m[0]), text)
    if lang == "zh":
        text = _HALF_ZH.sub(lambda m: period("H", 1 if m[1] == "上" else 2, m[0]), text)
        text = _QUARTER_ZH.sub(lambda m: period("Q", _small(m[1]), m[0]), text)
        text = re.sub(r"(\d+)[-–—~至到](?=\d+月)", r"\1月", text)
        text = re.sub(r"(\d)成", r"\g<1>0%", text)
        return _MONTH_ZH.sub(lambda m: period("month", int(m[1]), m[0]), text)
    ordinals = ["first", "second", "third", "fourth"]
    if re.search(r"\bhalf\b", text):
        found.known.update(("H1", "H2") if "half-year" in text or "each half" in text else ())
    text = _HALF_EN.sub(lambda m: period("H", ordinals.index(m[1].lower()) + 1, m[0]), text)
    text = _QUARTER_EN.sub(lambda m: period("Q", ordinals.index(m[1].lower()) + 1, m[0]), text)
    return _MONTH_EN.sub(lambda m: _month(m, found), text)


def _month(match: re.Match[str], found: Figures) -> str:
    number = _MONTHS.index(match[1].lower()) + 1
    # "May" may begin a sentence as a verb; it answers for 5月 without asking for it.
    found.add(f"month{number}", "" if match[1] == "May" else match[0])
    found.add(str(number))
    return " "


def _iso(match: re.Match[str], found: Figures) -> str:
    found.add(match[1], match[1])
    found.add(f"month{int(match[2])}", match[0])
    if match[3]:
        found.add(str(int(match[3])), match[0])
    return " "


def _small(character: str) -> int:
    return int(character) if character.isdigit() else _HAN_DIGITS[character]


def _strict_numbers(text: str, lang: str, found: Figures) -> None:
    for match in _FIGURE[lang].finditer(text):
        scale = 1
        for part in re.findall(r"[亿万千百十]", match[3] or "") if lang == "zh" else [match[3] or ""]:
            scale *= _SCALES.get(part.lower(), 10 if part == "十" else 1)
        percent = "%" if match[4] and "‰" not in match[4] else "‰" if match[4] else ""
        for n in (1, 2):
            if match[n]:
                # A range shares the unit of its end: 5–10万.
                found.add(_canonical(match[n], scale) + percent, match[0])
                if percent:
                    found.known.add(_canonical(match[n], 1))


def _canonical(number: str, scale: int) -> str:
    value = Decimal(number.replace(",", "")) * scale
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _words(text: str, lang: str, found: Figures) -> None:
    if lang == "zh":
        for run in _HAN_RUN.findall(text):
            found.known.update(str(value) for value in _han_values(run))
        for match in _TENTHS.finditer(text):
            found.known.add(f"{_HAN_DIGITS[match[1]] * 10}%")
        for match in re.finditer("百分之([零一二三四五六七八九十百]+)", text):
            found.known.update(f"{value}%" for value in _han_values(match[1]))
        if "半" in text:
            found.known.update(("0.5", "30", "6", "50%", "half"))
        if "翻倍" in text:
            found.known.add("2")
        if re.search("[每日当次单同]", text):
            found.known.add("1")
        return
    before = 0
    for word in re.findall(r"[a-z]+", text.lower()):
        value = _EN_TENS.get(word, _EN_WORDS.get(word))
        if word in _SCALES and before:
            value = before * _SCALES[word]
        elif value is not None and value < 10 and before in _EN_TENS.values():
            value += before
        if value is not None:
            found.known.add(str(value))
            if word in ("third", "thirds", "quarter", "quarters", "half"):
                found.known.add(word)
        before = value or 0
    if "half" in text.lower():
        found.known.update(("0.5", "2", "30", "6", "50%", "half"))


def _han_values(run: str) -> set[int]:
    """What a run of numerals may mean: the number as a whole (二十三), and each digit (三五, 一二)."""
    values = {_HAN_DIGITS[c] for c in run if c in _HAN_DIGITS} | {_HAN_UNITS[c] for c in run if c in _HAN_UNITS}
    total = section = digit = 0
    for character in run:
        if character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
        elif character in _HAN_UNITS:
            section += (digit or 1) * _HAN_UNITS[character]
            digit = 0
        else:
            total += (section + digit or 1) * _SCALES[character]
            section = digit = 0
    values.add(total + section + digit)
    return values
