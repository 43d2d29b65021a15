"""Numbers, dates, money and lists as each language writes them; the filters of templates and texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_HAN_DIGITS = "零一二三四五六七八九"
_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
# Enough places for any ratio of two numbers that have a value.
_EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
# What a currency is called before (en) or after (zh) an amount.
_CURRENCIES = {"CNY": ("元", "RMB"), "USD": ("美元", "USD"), "EUR": ("欧元", "EUR"), "HKD": ("港元", "HKD")}


def number(value: float | str, lang: str = "en", decimals: int | None = None) -> str:
    """A number with thousands separators; without `decimals`, as many places as it has, at most two."""
    amount = Decimal(str(value))
    if decimals is None:
        rounded = amount.quantize(Decimal("0.01"), context=_EXACT).normalize(_EXACT)
        decimals = max(0, -int(rounded.as_tuple().exponent))
    text = f"{amount.quantize(Decimal(1).scaleb(-decimals), context=_EXACT):,}"
    return text.replace("-", "−")


def between(low: float, high: float, lang: str = "en", decimals: int | None = None) -> str:
    """Two figures as a range, joined by a dash; by a word where one is negative: a dash would be read as its sign."""
    dash, word = ("—", "至") if lang == "zh" else ("–", " to ")
    return (word if min(low, high) < 0 else dash).join(number(end, lang, decimals) for end in (low, high))


def percent(value: float, lang: str = "en", decimals: int = 0) -> str:
    """A share (0–1) as a percentage, without a space in either language."""
    return number(value * 100, lang, decimals) + "%"


def signed(value: float, lang: str = "en", decimals: int | None = None) -> str:
    """A difference with its sign; zero is ±0."""
    text = number(abs(value), lang, decimals)
    if not text.strip("0.,"):
        return "±0"
    return ("+" if value > 0 else "−") + text


def money(value: float, lang: str = "en", currency: str = "CNY") -> str:
    """An amount in units of a currency: 120万元 · RMB 1.2 million. Chinese counts in 万 and 亿, English in millions;
    both keep the same precision."""
    zh, en = _CURRENCIES.get(currency, (currency, currency))
    sign = "−" if value < 0 else ""
    size = abs(Decimal(str(value)))
    if lang == "zh":
        for unit, word in ((Decimal(100_000_000), "亿"), (Decimal(10_000), "万")):
            if size >= unit:
                return f"{sign}{_short(size / unit)}{word}{zh}"
        return f"{sign}{_short(size)}{zh}"
    for unit, word in ((Decimal(1_000_000_000), " billion"), (Decimal(1_000_000), " million")):
        if size >= unit:
            return f"{sign}{en} {_short(size / unit)}{word}"
    return f"{sign}{en} {_short(size)}"


def _short(size: Decimal) -> str:
    return number(str(size))


def long_date(value: date | str, lang: str = "en") -> str:
    """2026年3月1日 · 1 March 2026."""
    day = value if isinstance(value, date) else date.fromisoformat(value)
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def month(value: date | str, lang: str = "en") -> str:
    """2026年3月 · March 2026."""
    day = value if isinstance(value, date) else date.fromisoformat(value)
    return f"{day.year}年{day.month}月" if lang == "zh" else f"{_MONTHS[day.month - 1]} {day.year}"


def words(value: int, lang: str = "en") -> str:
    """A small count in words: 五 · five; from 21 (English) or 100 (Chinese) on in figures."""
    value = int(value)
    if lang == "zh":
        return han_number(value) if 0 <= value < 100 else str(value)
    return _WORDS[value] if 0 <= value < len(_WORDS) else number(value)


def han_number(value: int) -> str:
    """Chinese numerals for chapters and articles, up to 9,999: 十, 十二, 一百零三."""
    if not 0 < value < 10_000:
        return _HAN_DIGITS[0] if value == 0 else str(value)
    out = ""
    pending_zero = False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            out += ("零" if pending_zero else "") + _HAN_DIGITS[digit] + word
            pending_zero = False
        elif out:
            pending_zero = True
    # 10–19 are said without the leading one.
    return out[1:] if out.startswith("一十") else out


def roman(value: int) -> str:
    """Roman numerals for English chapters."""
    out = ""
    for size, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"],
        strict=True,
    ):
        while value >= size:
            out += letters
            value -= size
    return out


def series(items: Iterable[str], lang: str = "en") -> str:
    """A list in a sentence: 甲、乙和丙 · A, B and C."""
    parts = [str(item) for item in items if str(item)]
    if len(parts) < 2:
        return "".join(parts)
    comma, last = ("、", "和") if lang == "zh" else (", ", " and ")
    return comma.join(parts[:-1]) + last + parts[-1]


def brackets(inner: str, lang: str) -> str:
    """A text in the language's brackets."""
    return f"（{inner}）" if lang == "zh" else f" ({inner})"


def filters(lang: str) -> Mapping[str, Callable[..., str]]:
    """Filters for templates and section texts in one language."""

    def with_lang(function: Callable[..., str]) -> Callable[..., str]:
        def call(value: Any, *args: Any, **more: Any) -> str:
            return function(value, lang, *args, **more)

        return call

    named: dict[str, Callable[..., str]] = {
        "number": number,
        "percent": percent,
        "signed": signed,
        "money": money,
        "date": long_date,
        "month": month,
        "words": words,
        "series": series,
    }
    return {name: with_lang(function) for name, function in named.items()}
