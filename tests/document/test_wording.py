"""Numbers, dates and money in both languages."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsdoc.document.wording import between, han_number, long_date, money, number, percent, roman, series, signed, words


@pytest.mark.parametrize(
    ("amount", "zh", "en"),
    [
        (1_200_000, "120万元", "RMB 1.2 million"),
        (350_000_000, "3.5亿元", "RMB 350 million"),
        (1_250_000_000, "12.5亿元", "RMB 1.25 billion"),
        (9_500, "9,500元", "RMB 9,500"),
        (-800_000, "−80万元", "−RMB 800,000"),
        (0, "0元", "RMB 0"),
    ],
)
def test_money_counts_in_each_language_s_own_units(amount: int, zh: str, en: str) -> None:
    assert money(amount, "zh") == zh
    assert money(amount, "en") == en


def test_small_things() -> None:
    assert number(1234.5) == "1,234.5"
    assert number(3.0) == "3"
    assert number(2.25, decimals=1) == "2.3"
    assert percent(0.374) == "37%"
    assert signed(-3) == "−3"
    assert signed(0) == "±0"
    assert long_date(date(2026, 3, 1), "zh") == "2026年3月1日"
    assert long_date("2026-03-01", "en") == "1 March 2026"
    assert series(["甲", "乙", "丙"], "zh") == "甲、乙和丙"
    assert series(["A"], "en") == "A"
    assert words(5, "en") == "five"
    assert words(27, "zh") == "二十七"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (100, "一百"),
        (103, "一百零三"),
        (110, "一百一十"),
        (1005, "一千零五"),
    ],
)
def test_han_numbers_as_statutes_write_them(value: int, text: str) -> None:
    assert han_number(value) == text


@given(st.integers(1, 3999))
def test_roman_numerals_read_back(value: int) -> None:
    size = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    digits = [size[letter] for letter in roman(value)]
    total = sum(-d if n + 1 < len(digits) and digits[n + 1] > d else d for n, d in enumerate(digits))
    assert total == value


def test_a_range_with_a_sign_in_it_is_joined_by_a_word() -> None:
    assert (between(45, 55), between(45, 55, "zh")) == ("45–55", "45—55")
    assert (between(-5, 5), between(-5, 5, "zh")) == ("−5 to 5", "−5至5")


def test_a_ratio_of_a_tiny_figure_is_a_long_number_and_no_error() -> None:
    assert number(1e30) == "1" + ",000" * 10
