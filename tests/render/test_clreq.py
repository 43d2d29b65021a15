"""Chinese typography by CLREQ and GB/T 15834, a test for each rule: one text in sixty measures, all faces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import pairwise
from statistics import pstdev

import pypdfium2
import pytest
from pypdfium2 import raw

from opsdoc.document.tree import Emph, Heading, Inlines, Paragraph, Strong, Text, text
from opsdoc.render.html import html_page
from opsdoc.render.markup.inlines import inlines
from opsdoc.render.markup.setting import Setting
from opsdoc.render.pdf import pdf_of, render_pdf
from opsdoc.text import is_han
from opsdoc.theme import load_theme
from tests.render.finished import Finished, Passage, Piece
from tests.render.pages import context
from tests.samples import sample

WORDS = (
    "董事会——由五名董事组成——依据《公司章程》（2026年修订）审议：“谁负责、谁签字”……占全部事项的38％，比上年高3.5%；"
    "欧·亨利式的结尾／开头～收尾，财务/人力【注】共1,280名员工、217项审批（含会签），‘例外’由CRM/ERP在第10个工作日前处理，"
    "满12个月复盘（10—11月）；投入1.2万元，两年后收回。"
)
NEVER_FIRST = "，。、；：？！）》〉」』】〕”’%％·～／/"
NEVER_LAST = "《〈「『【〔（“‘／/"
CLOSING, OPENING = "，。、；：？！）》〉」』】〕”’", "《〈「『【〔（“‘"
WHOLE = ("2026年", "3.5%", "38％", "1,280名", "217项", "CRM/ERP", "第10个", "12个月", "10—11月", "1.2万元")
PAIRS = ("」「", "》《", "）（", "》（", "。」", "。”", "）。", "），", "》，", "”，", "）、", "：“", "：《", "，“",
         "、《", "。《", "；（", "（《", "“《", "“‘", "’”", "）；", "”（")  # fmt: skip
MEASURES = tuple(width / 2 for width in range(36, 88))  # em


def page_of(*paragraphs: tuple[Inlines, str], lang: str = "zh", theme: str = "consulting") -> Finished:
    """Paragraphs with a style of their own each, in the style sheet of a theme."""
    marked = Paragraph(text("@@"), id="here")
    document = replace(sample(lang), blocks=(Heading(1, text("甲"), number="1", id="h"), marked))  # type: ignore[arg-type]
    setting = Setting(document, replace(context(), theme=load_theme(theme)), "print")
    page, _ = html_page(document, setting.context, "print")
    ours = "".join(f'<p style="{style}">{inlines(words, lang, setting)}</p>' for words, style in paragraphs)  # type: ignore[arg-type]
    page, count = re.subn("<p[^>]*>@@</p>", lambda _: ours, page)
    assert count == 1
    return Finished(pdf_of(page)[0], document, setting.context.theme)


@cache
def in_all_measures() -> tuple[Passage, ...]:
    """The words in measures of 18 to 43 em."""
    file = page_of(*((text(WORDS), f"width:{width}em") for width in MEASURES))
    found = tuple(p for p in file.passages if p.text == WORDS.replace(" ", ""))
    assert len(found) == len(MEASURES)
    return found


def breaks() -> Iterator[tuple[Piece, Piece]]:
    for passage in in_all_measures():
        yield from passage.pairs


def advances(line: Piece) -> list[float]:
    """From each ideograph to the next character, in em."""
    return [(b.x - a.x) / a.size for a, b in pairwise(line.characters) if is_han(a.text) and is_han(b.text)]


def test_lines_are_justified_between_their_characters_to_one_measure() -> None:
    spread = 0
    for passage, width in zip(in_all_measures(), MEASURES, strict=True):
        size = passage.lines[0].size
        left = min(c.x for line in passage.lines for c in line.characters[:1] if c.text not in OPENING)
        for line in passage.lines[:-1]:
            last = line.characters[-1]
            edge = last.right - (size / 2 if last.text in CLOSING else 0)
            assert edge - left == pytest.approx(width * size, abs=0.5), line.text
            steps = advances(line)
            assert pstdev(steps) < 0.01, line.text  # every gap has its share
            spread += max(steps) > 1.01
    assert spread > 100


def test_no_line_starts_or_ends_with_a_mark_that_must_not_stand_there() -> None:
    seen = 0
    for above, below in breaks():
        assert below.text[0] not in NEVER_FIRST, (above.text, below.text)
        assert above.text[-1] not in NEVER_LAST, (above.text, below.text)
        assert not (above.text[-1] == below.text[0] and above.text[-1] in "—…"), (above.text, below.text)
        seen += below.text[0] in OPENING or above.text[-1] in CLOSING
    assert seen > 50


def test_full_width_marks_give_up_their_empty_half_at_the_edges_of_a_line() -> None:
    started = ended = 0
    for passage, width in zip(in_all_measures(), MEASURES, strict=True):
        size = passage.lines[0].size
        left = min(line.left for line in passage.lines if line.text[0] not in OPENING)
        for above, below in passage.pairs:
            if below.text[0] in OPENING:
                assert below.left - left == pytest.approx(-size / 2, abs=0.05), below.text
                started += 1
            if above.text[-1] in CLOSING:
                assert above.right - left == pytest.approx((width + 0.5) * size, abs=0.5), above.text
                ended += 1
    assert started > 10
    assert ended > 10


@pytest.mark.parametrize("theme", ["consulting", "corporate", "official", "handbook"])
def test_adjoining_marks_take_one_and_a_half_em(theme: str) -> None:
    blocks = (Paragraph(text(f"甲{pair}乙"), id=f"p{n}") for n, pair in enumerate(PAIRS))
    document = replace(sample("zh"), blocks=(Heading(1, text("章"), number="1", id="h"), *blocks))
    made = Finished(render_pdf(document, replace(context(), theme=load_theme(theme))).data, document, load_theme(theme))
    lines = [line for page in made.pieces for line in page if line.text[1:-1] in PAIRS]
    assert len(lines) == len(PAIRS)
    for line in lines:
        advance = (line.characters[3].x - line.characters[1].x) / line.size
        assert advance == pytest.approx(1.5, abs=0.05), line.text


def test_space_between_han_and_latin_is_no_text_and_falls_away_at_the_edge_of_a_line() -> None:
    gaps = []
    for passage in in_all_measures():
        left = min(line.left for line in passage.lines if line.text[0] not in OPENING)
        for line in passage.lines:
            if line.text[0].isascii():
                assert line.left == pytest.approx(left, abs=0.05)
        last = passage.lines[-1]  # it is not justified
        for a, b in pairwise(last.characters):
            if is_han(a.text) and b.text.isascii() and b.text.isalnum():
                gaps.append((b.x - a.x) / a.size - 1)
            if is_han(b.text) and a.text.isascii() and a.text.isalnum():
                gaps.append((b.x - a.right) / b.size)
    assert len(gaps) > 50
    assert all(0.12 <= gap <= 0.255 for gap in gaps), (min(gaps), max(gaps))


def test_the_space_between_scripts_is_no_character_of_the_file() -> None:
    file = page_of((text(WORDS), "width:30em"))
    shown = ""
    for page in pypdfium2.PdfDocument(file.data):
        letters = page.get_textpage()
        for index in range(letters.count_chars()):
            if not raw.FPDFText_IsGenerated(letters, index):  # a space that a reader supposes
                shown += chr(raw.FPDFText_GetUnicode(letters, index))
    assert WORDS in shown


def test_numbers_stay_with_their_units_and_the_last_character_is_not_alone() -> None:
    for passage in in_all_measures():
        lines = [line.text for line in passage.lines]
        for words in WHOLE:
            assert any(words in line for line in lines), (words, lines)
        assert sum(map(is_han, lines[-1])) >= 2, lines


def test_emphasis_is_a_dot_under_every_ideograph_and_no_text() -> None:
    words = (Text("同一事项"), Emph(text("有且只有1个")), Text("负责单位"))
    file = page_of((words, "font-size:40px;line-height:80px"))
    (passage,) = (p for p in file.passages if p.text.startswith("同一"))
    assert passage.text == "同一事项有且只有1个负责单位"
    scale = 4
    image = pypdfium2.PdfDocument(file.data)[passage.lines[0].page].render(scale=scale).to_pil().convert("L")
    dotted = []
    for c in passage.lines[0].characters:
        middle, below = (c.x + c.right) / 2, file.boxes[0][3] - c.y + 0.3 * c.size
        place = [round(scale * value) for value in (middle - 2, below - 4, middle + 2, below + 4)]
        dotted.append(image.crop(tuple(place)).getextrema()[0] < 100)  # type: ignore[arg-type]
    assert "".join(c.text for c, dot in zip(passage.lines[0].characters, dotted, strict=True) if dot) == "有且只有个"


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "《章程》的“一事一主”见第2条"), ("en", "The “one owner” rule is article 2")]
)
def test_marks_come_from_the_font_of_their_language(lang: str, words: str) -> None:
    (passage,) = (p for p in page_of((text(words), ""), lang=lang).passages if "“" in p.text)
    for c in passage.lines[0].characters:
        chinese = is_han(c.text) or (lang == "zh" and c.text in "《》“”")
        assert ("SC" in c.font) == chinese, c


def test_english_is_hyphenated_in_its_own_face() -> None:
    words = "Accountability for organisational responsibilities cannot be delegated to an interdepartmental committee."
    passage = next(p for p in page_of((text(words), "width:9em"), lang="en").passages if p.text.startswith("Account"))
    assert sum(line.text[-1] in "-\u2010\xad" for line in passage.lines) > 1
    assert all("SC" not in c.font for line in passage.lines for c in line.characters)


def test_marks_that_adjoin_in_two_boxes_take_one_and_a_half_em_too() -> None:
    words = (Text("包括"), Strong(text("结果数据（含对照组）")), Text("（交数据挖掘）。"))
    line = next(p.lines[0] for p in page_of((words, "")).passages if p.text.startswith("包括"))
    at = line.text.index("）（")
    assert (line.characters[at + 2].x - line.characters[at].x) / line.size == pytest.approx(1.5, abs=0.05)
