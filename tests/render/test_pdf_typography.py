"""What a copy editor sees on the finished pages (print.md, assertions 1–19)."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest

from opsdoc.document.tree import Heading, OrderedList, Pair, paragraph, text
from opsdoc.render.pdf import render_pdf
from opsdoc.text import is_han
from tests.render.pages import Character, artifact, characters, characters_of, context, document, lines, opened

MM = 72 / 25.4
NOT_AT_START = "，。、；：？！）》」』】〕”’%"
NOT_AT_END = "《「『【〔（“‘"
FULL_WIDTH = "，。、；：？！）》」』】〕”’"


def body_lines(name: str, size: float = 10) -> list[list[Character]]:
    """Lines set in the size of running text, within one column."""
    found = []
    for page in characters(name):
        for line in lines(page):
            if line and all(abs(c.size - size) < 0.06 or c.size < 8 for c in line):
                found.append(line)
    return found


def test_justified_lines_end_at_the_measure() -> None:
    right = 595.28 - 20 * MM
    column = [line for line in body_lines("zh") if abs(line[0].x - (24 + 42) * MM) < 0.6 and len(line) > 24]
    full = [line for line in column if abs(line[-1].right - right) < 8]
    assert len(full) >= 4
    for line in full:
        mark = line[-1].text in FULL_WIDTH
        edge = line[-1].right - (line[-1].size / 2 if mark else 0)
        assert abs(edge - right) < 0.5, "".join(c.text for c in line)


def test_a_gap_of_an_eighth_to_a_quarter_em_parts_han_and_latin() -> None:
    gaps = []
    for line in body_lines("zh"):
        justified = line[-1].right > 595.28 - 20 * MM - 6
        for left, right in itertools.pairwise(line):
            if not justified and is_han(left.text) and right.text.isascii() and right.text.isalnum():
                gaps.append((right.x - left.x - left.size) / left.size)
    gaps = [gap for gap in gaps if gap < 2]  # columns share a baseline
    assert gaps
    assert all(0.1 <= gap <= 0.25 for gap in gaps), gaps


def test_the_gap_between_scripts_is_no_character() -> None:
    pages = (_text("zh", number).replace("\r\n", "") for number in range(len(characters("zh"))))
    assert any("对12个部门、1,280名员工和217项审批事项的盘点表明" in page for page in pages)


def _text(name: str, page: int) -> str:
    return "".join(c.text for c in characters(name)[page])


def test_latin_and_chinese_have_their_own_fonts_and_quotes_are_chinese() -> None:
    for page in characters("zh"):
        for c in page:
            if is_han(c.text) or c.text in "“”":
                assert "SC" in c.font, (c.text, c.font)
            elif c.text.isascii() and c.text.isalnum():
                assert "SC" not in c.font, (c.text, c.font)


def test_a_number_stays_with_its_unit() -> None:
    for page in characters("zh"):
        for line in lines(page):
            text = "".join(c.text for c in line).strip()
            assert not re.match(r"^[名项个天年月日层]\S", text) or not text[1:2].isascii(), text


def test_a_landscape_chapter_has_landscape_pages_of_its_own() -> None:
    turned = [i for i, p in enumerate(opened("zh").pages) if float(p.mediabox[2]) > float(p.mediabox[3])]
    assert [i + 1 for i in turned] == [artifact("zh").anchors["chart"]]
    assert artifact("zh").anchors["structure"] == turned[0] + 1


def test_every_item_of_a_list_stands_across_from_its_translation() -> None:
    """Also where the items of one language take more lines than those of the other."""
    short, long = "核对", "Check every item against the list, line by line, and settle each difference in writing. "
    ours = OrderedList(tuple((paragraph(f"第{n}项{short}"),) for n in "甲乙丙"))
    theirs = OrderedList(tuple((paragraph(f"{n} item: {long}"),) for n in ("First", "Second", "Third")))
    both = document("zh-en")
    head = Heading(1, text("章"), translation=text("Chapter"), number="1", id="h")
    made = render_pdf(replace(both, blocks=(head, Pair((ours,), (theirs,), "zh", "en"))), context())
    page = [c for c in characters_of(made.data)[1] if c.text.strip()]
    said = "".join(c.text for c in page)
    for ours_at, theirs_at in (("第甲项", "Firstitem"), ("第乙项", "Seconditem"), ("第丙项", "Thirditem")):
        assert page[said.index(ours_at)].y == pytest.approx(page[said.index(theirs_at)].y, abs=3)
