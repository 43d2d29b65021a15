"""Every theme on paper and in Word: each node type of the tree, in one language and in two, readable and valid."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import outloud
import page as page_validation
import pikepdf
import pypdfium2
import pytest

from opsdoc.document.tree import Align, Cell, Column, Document, Heading, LineBreak, Paragraph, Row, Table, Text, text
from opsdoc.fontconfig import families
from opsdoc.render.artifact import Artifact, RenderContext
from opsdoc.render.docx.document import render_docx
from opsdoc.render.pdf import render_pdf
from opsdoc.theme import Theme, load_theme, theme_names
from tests.render.pages import EPOCH, Character, characters_of
from tests.samples import WORKSPACE, sample, sample_pair

MM = 72 / 25.4
THEMES = [name for name in theme_names() if name != "consulting"]  # the other files here are about that one
LANGUAGES = ("zh", "zh-en")


@cache
def theme(name: str) -> Theme:
    return load_theme(name)


def context(name: str) -> RenderContext:
    return RenderContext(theme(name), WORKSPACE, EPOCH)


@cache
def document(lang: str) -> Document:
    made = sample_pair("columns") if "-" in lang else sample(lang)  # type: ignore[arg-type]
    labels = {**made.labels, "page_of": "第{page}页 共{pages}页"}
    return replace(made, labels=labels, meta=replace(made.meta, letterhead="华衡控股集团文件"))


@cache
def pdf(name: str, lang: str) -> Artifact:
    return render_pdf(document(lang), context(name))


@cache
def docx(name: str, lang: str) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(render_docx(document(lang), context(name)).data))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", THEMES)
def test_the_file_is_accessible_and_archival(name: str, lang: str, tmp_path: Path) -> None:
    data = pdf(name, lang).data
    for profile in ("PDF_UA_1", "PDF_A_2A"):
        report = page_validation.validate_pdf_bytes(data, profile=getattr(page_validation.ValidationProfile, profile))
        assert report.is_compliant, [(f.rule_id, f.message) for f in report.failures]
    file = tmp_path / "sample.pdf"
    file.write_bytes(data)
    result = outloud.check(str(file))
    assert (result.errors, result.warnings) == (0, 0), [str(f) for f in result.sorted_findings()]


@pytest.mark.parametrize("name", THEMES)
def test_no_text_leaves_the_page_and_none_is_too_small(name: str) -> None:
    data = pdf(name, "zh").data
    own, (across, _) = theme(name).page, theme(name).page.size_mm()
    inner = min(
        own.margins_mm.left, own.margins_mm.right, own.landscape_margins_mm.left, own.landscape_margins_mm.right
    )
    sizes = [tuple(map(float, page.mediabox[2:])) for page in pikepdf.open(io.BytesIO(data)).pages]
    assert sizes[0][0] == pytest.approx(across * MM, abs=0.1)
    for (width, _), characters in zip(sizes, shown(name), strict=True):
        for c in characters:
            if c.text.strip():
                assert c.size >= 6.99 or c.text.isdigit(), c
                tab = name == "handbook" and c.size == pytest.approx(9) and not inner * MM < c.x < width - inner * MM
                assert tab or inner * MM - c.size * 0.6 <= c.x <= c.right <= width - inner * MM + c.size * 0.6, c


@pytest.mark.parametrize("name", THEMES)
def test_word_takes_page_and_type_from_the_same_tokens(name: str) -> None:
    own = theme(name)
    styles = docx(name, "zh").read("word/styles.xml").decode()
    body = docx(name, "zh").read("word/document.xml").decode()
    for style_id, token in (("Heading1", "heading_1"), ("Heading2", "heading_2"), ("TableText", "table"),
                            ("Caption", "caption"), ("Source", "source"), ("Header", "furniture")):  # fmt: skip
        xml = re.search(rf'<w:style [^>]*w:styleId="{style_id}">.*?</w:style>', styles)
        assert xml, style_id
        kind = own.type[token]
        assert f'<w:sz w:val="{round(kind.size * 2)}"/>' in xml[0], style_id
        assert f'<w:color w:val="{own.colour(kind.colour)[1:]}"/>' in xml[0], style_id
        assert f'w:line="{round(kind.leading * 20)}"' in xml[0], style_id
        assert f'w:eastAsia="{getattr(own.fonts, kind.font).word.east_asian}"' in xml[0], style_id
        assert ('<w:jc w:val="center"/>' in xml[0]) == (kind.align == "center"), style_id
    margins = own.page.margins_mm
    assert f'w:left="{round(margins.left * 1440 / 25.4)}"' in body
    settings = docx(name, "zh").read("word/settings.xml").decode()
    assert ("<w:mirrorMargins/>" in settings) == ("<w:evenAndOddHeaders/>" in settings) == own.page.mirrored
    assert ('w:type="even"' in body) == own.page.mirrored


@cache
def shown(name: str) -> tuple[tuple[Character, ...], ...]:
    return characters_of(pdf(name, "zh").data)


# ---------------------------------------------------------------------------------------------- corporate


def test_chapters_of_a_policy_run_on_and_number_and_title_share_a_line() -> None:
    made = pdf("corporate", "zh")
    starts = [made.anchors[b.id] for b in document("zh").blocks if isinstance(b, Heading) and b.level == 1]
    assert len(set(starts)) < len(starts)
    words = pypdfium2.PdfDocument(made.data)[starts[1] - 1].get_textpage().get_text_range()
    assert re.search(r"共\d+页", words)
    assert "HH-OD-2026-014" in words
    assert "V2.1" in words


# ---------------------------------------------------------------------------------------------- handbook


def chapter_starts(made: Artifact) -> dict[str, int]:
    """The page of each numbered chapter, by its number."""
    headings = (b for b in document("zh").blocks if isinstance(b, Heading) and b.level == 1 and b.number.isdigit())
    return {heading.number: made.anchors[heading.id] for heading in headings}


def test_chapters_of_a_handbook_have_their_tab_at_the_outer_edge() -> None:
    for number, page in chapter_starts(pdf("handbook", "zh")).items():
        outer = (lambda c: c.x > 200 * MM) if page % 2 else (lambda c: c.x < 10 * MM)
        edge = [c for c in shown("handbook")[page - 1] if outer(c) and c.text.strip()]
        assert "".join(c.text for c in edge) == number.zfill(2)


def test_no_page_of_a_handbook_for_the_screen_is_empty() -> None:
    assert min(len(page) for page in shown("handbook")[1:]) > len("草稿")


def test_chapters_of_a_printed_handbook_open_on_right_hand_pages_and_the_pages_before_are_empty() -> None:
    made = render_pdf(document("zh"), replace(context("handbook"), bleed=True))
    assert {page % 2 for page in chapter_starts(made).values()} == {1}
    short = [page for page in characters_of(made.data)[1:] if len(page) < 60]
    assert short
    assert {"".join(c.text for c in page).strip() for page in short} == {"草稿"}  # the watermark alone


# ---------------------------------------------------------------------------------------------- official

SENTENCE = "权责对等精简高效流程贯通数据同源统一标准分级授权"


@cache
def notice(paragraphs: int = 1, letterhead: str = "华衡控股集团文件", sentences: int = 70) -> Document:
    body = SENTENCE * sentences
    sample_zh = sample("zh")
    return replace(
        sample_zh,
        numbering="gongwen",
        meta=replace(sample_zh.meta, kind="notice", letterhead=letterhead, watermark=""),
        blocks=(
            Heading(id="n", level=1, content=text("关于印发《集团总部组织管理办法》的通知"), numbered=False),
            Paragraph(text("各事业部、各职能中心："), id="to", classes=("addressee",)),
            Heading(id="n1", level=2, content=text("总体要求"), number="一、"),
            Heading(id="n2", level=3, content=text("基本原则"), number="（一）"),
            *(Paragraph(text(body), id=f"p{n}") for n in range(paragraphs)),
            Paragraph(text("附件：集团总部组织管理办法"), id="enclosed", classes=("attachments",)),
            Paragraph(
                (Text("华衡控股集团有限公司"), LineBreak(), Text("2026年11月23日")), id="s", classes=("signature",)
            ),
        ),
    )  # fmt: skip


@cache
def notice_pages() -> list[list[Character]]:
    return [list(page) for page in characters_of(render_pdf(notice(), context("official")).data)]


def test_a_full_page_has_22_lines_of_28_characters() -> None:
    """GB/T 9704-2012, 5.2.1, measured in the finished file."""
    full = notice_pages()[1]
    rows = Counter(round(c.y, 1) for c in full if c.text in SENTENCE)
    assert len(rows) == 22
    assert set(rows.values()) == {28}
    ys = sorted(rows)
    assert (ys[-1] - ys[0]) / 21 == pytest.approx(28.95, abs=0.05)
    first = min(c.x for c in full if c.text in SENTENCE)
    last = max(c.right for c in full if c.text in SENTENCE)
    assert last - first == pytest.approx(156 * MM, abs=0.6)
    # A left-hand page: 26 mm outside, 28 mm at the binding edge.
    assert first == pytest.approx(26 * MM, abs=0.5)


def test_page_numbers_stand_between_dashes_at_the_outer_edge() -> None:
    right, left = notice_pages()[0], notice_pages()[1]
    for page, outer in ((right, "right"), (left, "left")):
        row = [c for c in page if c.y < 35 * MM and c.text.strip()]
        assert "".join(c.text for c in row).replace(" ", "") in ("—1—", "—2—")
        edge = 210 * MM - max(c.right for c in row) if outer == "right" else min(c.x for c in row)
        assert edge == pytest.approx(26 * MM + 14, abs=4)
        assert row[0].size == pytest.approx(14, abs=0.01)


def test_the_mark_is_red_and_stands_on_one_line_above_number_and_rule() -> None:
    first = notice_pages()[0]
    mark = [c for c in first if c.text in "华衡控股集团文件" and c.size > 30]
    assert len({round(c.y) for c in mark}) == 1
    assert "".join(c.text for c in mark) == "华衡控股集团文件"
    # The upper edge of the type area is 260 mm from the bottom, that of the mark 35 mm below.
    assert mark[0].y + 0.88 * mark[0].size == pytest.approx((297 - 37 - 35) * MM, abs=8)
    number = next(c for c in first if c.text == "H" and c.size > 15)
    assert number.y < mark[0].y


def test_in_two_languages_the_head_says_number_class_and_signer_in_both() -> None:
    made = notice(sentences=2)
    letter: dict[str, Any] = {
        "letter_lines": ("内部资料",), "letter_lines_translation": ("Internal",),
        "letter_number": "衡川办〔2026〕2号", "letter_number_translation": "HC-GO [2026] No. 2",
        "letter_signer": "签发人：董事长", "letter_signer_translation": "Signed by the Chairman",
    }  # fmt: skip
    both = replace(made, second_lang="en", labels_second=made.labels, meta=replace(made.meta, **letter))
    page = pypdfium2.PdfDocument(render_pdf(both, context("official")).data)[0]
    said = "".join(page.get_textpage().get_text_range().split())
    for words in letter.values():
        for each in (words,) if isinstance(words, str) else words:
            assert "".join(each.split()) in said


def test_without_a_letterhead_there_is_no_red_head() -> None:
    plain = render_pdf(notice(letterhead=""), context("official"))
    data = pypdfium2.PdfDocument(plain.data)[0].get_textpage().get_text_range()
    assert data.lstrip().startswith("关于印发")


def test_levels_have_faces_and_the_signature_its_place() -> None:
    first, last = notice_pages()[0], notice_pages()[-1]
    font = {c.text: c.font for c in first}
    assert "Sans" in font["总"]  # 一、黑体
    assert "Kai" in font["则"]  # （一）楷体
    assert "Serif" in next(c.font for c in first if c.text == "印" and c.size > 20)
    rows: dict[int, list[Character]] = {}
    for c in last:
        if c.text.strip() and c.y > 35 * MM:
            rows.setdefault(round(c.y), []).append(c)
    issuer, day = (rows[y] for y in sorted(rows)[:2][::-1])
    em = issuer[0].size
    assert min(c.x for c in day) - min(c.x for c in issuer) == pytest.approx(2 * em, abs=1)
    edge = 184 * MM if len(notice_pages()) % 2 else 182 * MM
    assert edge - max(c.right for c in issuer) == pytest.approx(2 * em, abs=3)


def words(said: str) -> tuple[Paragraph, ...]:
    return (Paragraph(text(said), "compact"),)


@pytest.mark.parametrize("sentences", [2, 30, 70])
def test_the_colophon_stands_at_the_foot_of_the_last_page_which_is_an_even_one(sentences: int) -> None:
    """GB/T 9704-2012, 7.4: 4号, between rules as wide as the type area, its last line the last of the page."""
    table = Table(
        (Column(width=66), Column(Align.RIGHT, 34)),
        (),
        (Row((Cell(words("抄送：董事会秘书。"), 2),)), Row((Cell(words("总经理办公室")), Cell(words("2026年印发"))))),
        role="plain",
        classes=("colophon",),
        id="colophon",
    )
    made = notice(sentences=sentences)
    pages = [*characters_of(render_pdf(replace(made, blocks=(*made.blocks, table)), context("official")).data)]
    assert len(pages) % 2 == 0
    rows = [c for c in pages[-1] if c.text in "抄送印发" and c.size == pytest.approx(14, abs=0.1)]
    assert {c.text for c in rows} == set("抄送印发")
    lowest = min(c.y for c in rows)
    assert 35 * MM < lowest < 35 * MM + 14
    assert next(c.y for c in rows if c.text == "抄") > lowest


def test_word_condenses_28_characters_into_the_line_of_an_official_document() -> None:
    styles = zipfile.ZipFile(io.BytesIO(render_docx(notice(), context("official")).data)).read("word/styles.xml")
    body = re.search(r'w:styleId="BodyText">.*?</w:style>', styles.decode())
    assert body
    condensed = re.search(r'<w:spacing w:val="(-\d+)"/>', body[0])
    line = re.search(r'w:line="(\d+)" w:lineRule="exact"', body[0])
    assert condensed
    assert line
    assert 28 * (16 + int(condensed[1]) / 20) <= 156 * MM
    assert 22 * int(line[1]) / 20 <= 225 * MM


def test_a_licensed_font_is_used_where_it_is_and_named_where_it_is_not(tmp_path: Path) -> None:
    from opsdoc.diagnostics import Log, Severity

    log = Log()
    bare = load_theme("official", (), families(tmp_path), log)
    assert bare.fonts.body.pdf["zh"] == ("OD Serif Latin", "OD Kai SC", "OD Serif SC")
    assert [d.severity for d in log] == [Severity.NOTE, Severity.NOTE]
    assert all(d.source and d.source.line and "stands in" in d.message for d in log)
    held = load_theme("official", (), {**families(tmp_path), "仿宋_GB2312": True}, Log())
    assert held.fonts.body.pdf["zh"][1] == "仿宋_GB2312"
