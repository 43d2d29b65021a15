"""What a copy editor sees on the finished pages (print.md, assertions 1–19)."""

from __future__ import annotations

import itertools
import re

import pytest

from opsdoc.document.tree import Heading, Note, Paragraph, Text, plain, query
from opsdoc.text import is_han
from tests.render.pages import NAMES, Character, artifact, characters, document, lines, opened, words

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


@pytest.mark.parametrize("name", NAMES)
def test_no_line_starts_or_ends_with_a_mark_that_must_not(name: str) -> None:
    for page in characters(name):
        for line in lines(page):
            run = [c for c in line if c.text.strip()]
            # Cells and columns share a baseline: a gap of more than two ems parts them.
            starts = [0, *(i for i in range(1, len(run)) if run[i].x - run[i - 1].right > 2 * run[i].size)]
            for start, end in zip(starts, [*starts[1:], len(run)], strict=True):
                piece = "".join(c.text for c in run[start:end])
                assert piece[0] not in NOT_AT_START or len(piece) == 1, piece
                assert piece[-1] not in NOT_AT_END, piece


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
    assert "对12个部门、1,280名员工和217项审批事项的盘点表明" in "".join(
        page.replace("\r\n", "") for page in [_text("zh", 3)]
    )


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


@pytest.mark.parametrize("name", ["zh", "zh-en"])
def test_no_paragraph_ends_with_a_lone_character(name: str) -> None:
    for page in characters(name):
        for line in lines(page):
            text = "".join(c.text for c in line if c.text.strip())
            assert not (len(text) == 2 and is_han(text[0]) and text[1] in "。！？"), text


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_set_under_seven_points(name: str) -> None:
    small = {
        (c.text, round(c.size, 2))
        for page in characters(name)
        for c in page
        if c.text.strip() and c.size < 6.99 and not c.text.isdigit()  # digits: the calls of footnotes
    }
    assert not small


@pytest.mark.parametrize("name", NAMES)
def test_text_stands_inside_the_margins(name: str) -> None:
    for number, page in enumerate(opened(name).pages):
        width, height = float(page.mediabox[2]), float(page.mediabox[3])
        if number == 0:
            continue
        wide = width > height
        left, right = (18, 18) if wide else (24, 20)
        for c in characters(name)[number]:
            if not c.text.strip():
                continue
            hang = c.size * 0.55 if c.text in NOT_AT_START + NOT_AT_END else 0.6
            assert left * MM - hang <= c.x, (number, c)
            assert c.right <= width - right * MM + hang, (number, c)
            assert 10 * MM < c.y < height - 10 * MM, (number, c)


def test_a_landscape_chapter_has_landscape_pages_of_its_own() -> None:
    turned = [i for i, p in enumerate(opened("zh").pages) if float(p.mediabox[2]) > float(p.mediabox[3])]
    assert [i + 1 for i in turned] == [artifact("zh").anchors["chart"]]
    assert artifact("zh").anchors["structure"] == turned[0] + 1


@pytest.mark.parametrize("name", NAMES)
def test_a_heading_is_followed_by_two_lines_on_its_page(name: str) -> None:
    for heading in query(document(name).blocks, Heading):
        page = characters(name)[artifact(name).anchors[heading.id] - 1]
        text = plain(heading.content).replace(" ", "")
        rows = ["".join(c.text for c in line if c.text.strip()) for line in lines(page)]
        at = min(i for i, row in enumerate(rows) if i and row and (row[-6:] in text or text[-6:] in row))
        assert len(rows) - at - 1 >= 3, heading.id  # two lines and the footer


@pytest.mark.parametrize("name", NAMES)
def test_every_paragraph_of_the_source_is_in_the_text(name: str) -> None:
    shown = words(name).replace("-", "")
    for paragraph in query(document(name).blocks, Paragraph):
        # The call of a note stands between the words before and after it.
        cut = tuple(Text(" ") if isinstance(inline, Note) else inline for inline in paragraph.content)
        for piece in re.split(r"\s+", plain(cut)):
            wanted = piece.replace("-", "").replace("\u3000", "")
            assert wanted in shown, (paragraph.id, piece)


def test_the_cover_fills_its_page() -> None:
    import pypdfium2

    page = pypdfium2.PdfDocument(artifact("zh").data)[0]
    image = page.render(scale=1).to_pil().convert("RGB")
    width, height = image.size
    corners = [image.getpixel(p) for p in ((1, 1), (width - 2, height - 2), (1, height - 2), (width // 2, height - 2))]
    assert set(corners) == {(0x0A, 0x25, 0x40)}
