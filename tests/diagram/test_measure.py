"""Widths and line breaks of labels."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opsdoc.diagram.linebreak import NOT_AT_END, NOT_AT_START, atoms, broken, paragraph, printable
from opsdoc.diagram.measure import by_family, font_files, text_width
from opsdoc.diagram.style import Style

PRINT, WORD = Style(), Style().for_word()
PIECES = ("供应链", "（试行）", "《办法》", "Operations", " ERP ", "2027", "3.5%", "R&D", "customer-service", "A/B")
TEXTS = st.lists(st.sampled_from([*"组织设计，。（）：、a1 ", *PIECES]), min_size=1, max_size=24).map("".join)


def ems(text: str) -> float:
    """One em for each ideograph, half for others: a font that can be counted by hand."""
    return sum(10.0 if ord(c) >= 0x2E80 else 5.0 for c in text)


class TestWidth:
    def test_an_ideograph_is_as_wide_as_the_type_is_large(self) -> None:
        assert text_width("运营", "zh", 10, 500, PRINT) == pytest.approx(20)

    def test_latin_letters_have_their_own_widths(self) -> None:
        assert text_width("ill", "en", 10, 400, PRINT) < text_width("mmm", "en", 10, 400, PRINT) / 2

    def test_word_needs_at_least_as_much_room_as_print(self) -> None:
        for text in ("Sales Performance Management", "客户服务 CRM", "1 240"):
            assert text_width(text, "en", 8, 400, WORD) >= text_width(text, "en", 8, 400, PRINT)

    def test_every_family_of_the_style_has_a_file(self) -> None:
        for _, families in PRINT.fonts:
            for family in families:
                assert all(path.exists() for path in font_files(family, 400))
                assert font_files(family, 400)

    def test_a_text_is_cut_where_its_font_changes(self) -> None:
        assert "".join(piece for _, piece in by_family("ERP系统", "zh", 400, PRINT)) == "ERP系统"


class TestLineBreaks:
    @pytest.mark.parametrize(
        ("text", "limit", "lines"),
        [
            ("组织设计", 40, ("组织设计",)),
            ("销售业绩管理", 50, ("销售", "业绩管理")),
            ("供应链运营部", 50, ("供应链", "运营部")),
            ("安全环保管理", 40, ("安全", "环保管理")),
            ("数据与信息技术部", 40, ("数据", "与信息", "技术部")),
            ("首席运营官办公室", 40, ("首席", "运营官", "办公室")),
            ("（试行）管理办法", 50, ("（试行）", "管理办法")),
            ("战略，流程", 30, ("战略，", "流程")),
            ("Sales Performance Management", 60, ("Sales", "Performance", "Management")),
            ("ERP系统", 30, ("ERP", "系统")),
            ("", 30, ("",)),
        ],
    )
    def test_lines_end_between_words_and_in_even_lengths(self, text: str, limit: float, lines: tuple[str, ...]) -> None:
        assert broken(text, limit, ems) == lines

    @settings(max_examples=150, deadline=None)
    @given(TEXTS, st.integers(30, 200))
    def test_nothing_is_lost_and_every_line_fits(self, text: str, limit: int) -> None:
        lines = broken(text, limit, ems)
        assert "".join(lines).replace(" ", "") == printable(text).replace(" ", "")
        for line in lines:
            assert ems(line) <= limit or len(atoms(line)) == 1

    @settings(max_examples=150, deadline=None)
    @given(TEXTS, st.integers(60, 200))
    def test_no_line_starts_with_a_closing_or_ends_with_an_opening_mark(self, text: str, limit: int) -> None:
        whole = [piece.strip() for piece in atoms(printable(text))]
        if any(ems(piece) > limit for piece in whole):
            return  # a run of marks longer than the line has to be broken somewhere
        lines = broken(text, limit, ems)
        for before, after in pairwise(lines):
            assert before[-1] not in NOT_AT_END
            # After a space a mark stands alone: it was typed so.
            assert after[0] not in NOT_AT_START or f"{before} {after[0]}" in printable(text)

    def test_words_and_numbers_stay_whole_where_a_line_can_hold_them(self) -> None:
        lines = broken("预算增加 1,280.5 万元，由 Procurement 负责", 60, ems)
        assert any("1,280.5" in line for line in lines)
        assert any("Procurement" in line for line in lines)

    def test_a_word_of_200_letters_is_broken_and_kept(self) -> None:
        lines = broken("x" * 200, 60, ems)
        assert "".join(lines) == "x" * 200
        assert max(map(len, lines)) <= 12

    def test_control_characters_are_left_out(self) -> None:
        assert printable("a\x00b\x07\n c") == "ab c"
        assert paragraph("\x00", "zh", 8, 400, "#000000", 50, PRINT).text == ""
