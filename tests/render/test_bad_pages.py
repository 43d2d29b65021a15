"""What no page is made for: too long, too wide, too high, or of no script that is set here. Nothing is cut off."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from opsdoc.diagnostics import OpsdocError
from opsdoc.document.tree import (
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    Landscape,
    Note,
    Paragraph,
    Row,
    Table,
    Text,
    paragraph,
    text,
)
from opsdoc.render.artifact import Logos
from opsdoc.render.images import load_image
from opsdoc.render.pdf import render_pdf
from opsdoc.theme import load_theme, theme_names
from tests.render.finished import Finished
from tests.render.laws import LAWS
from tests.render.pages import characters_of, context
from tests.samples import sample

LONG_WORD = "Donaudampfschifffahrtsgesellschaft" * 6
LONG_HEADING = "总部职能的设置、权限的划分与流程的衔接应当同时考虑经营规模、管控模式和人员能力" * 3
LONG_NOTE = "一九九三年以来历次修订的条文、理由和适用情形逐条列出，供核对。" * 50
KEPT = (
    "1–2 line edges", "15 margins", "16 seven points", "26 notes", "31 nothing lost", "33 validators",
    "34 screen reader",
)  # fmt: skip


def made(*blocks: Block, workspace: Path | None = None) -> Finished:
    """A file of one chapter with these blocks."""
    chapter = (Heading(1, text("章"), number="1", id="h"), paragraph("正文在前。", id="p"), *blocks)
    document = replace(sample("zh"), blocks=chapter)
    own = replace(context(), workspace=workspace) if workspace else context()
    return Finished(render_pdf(document, own).data, document, load_theme("consulting"))


def grid(*rows: tuple[str, ...]) -> Table:
    """A table of words under a head."""
    lines = tuple(Row(tuple(Cell((paragraph(words),)) for words in row), f"r{n}") for n, row in enumerate(rows))
    return Table(tuple(Column() for _ in rows[0]), lines[:1], lines[1:], text("表"), number="表 1", id="t")


@cache
def long_word() -> Finished:
    return made(grid(("项目", "名称", "说明"), ("甲", LONG_WORD, "普通的一句话。")))


@cache
def wide_table() -> Finished:
    heads, cells = tuple(f"第{n}列的名称" for n in range(22)), tuple(f"attributions{n}" for n in range(22))
    return made(Landscape((grid(heads, cells, cells),), id="l"))


@cache
def long_heading() -> Finished:
    return made(Heading(2, text(LONG_HEADING[:120]), number="1.1", id="long"), paragraph("其下的正文。", id="q"))


@cache
def long_note() -> Finished:
    return made(Paragraph((Text("此处有注"), Note(text(LONG_NOTE), 1, "n"), Text("。")), id="q"))


@pytest.mark.parametrize("law", KEPT)
@pytest.mark.parametrize("file", [long_word, wide_table, long_heading, long_note])
def test_what_is_too_large_is_set_whole(file: object, law: str) -> None:
    assert list(LAWS[law](file())) == []  # type: ignore[operator]


@pytest.mark.parametrize("times", [2, 20])
def test_a_note_longer_than_a_page_is_refused_by_its_words(times: int) -> None:
    with pytest.raises(OpsdocError, match=r"一九九三年.*more than half a page") as refused:
        made(Paragraph((Text("此处有注"), Note(text(LONG_NOTE * times), 1, "n"), Text("。")), id="q"))
    assert "annex" in (refused.value.diagnostics[0].help or "")


def test_an_image_higher_than_a_page_is_made_to_fit(tmp_path: Path) -> None:
    Image.new("RGB", (300, 4000), "teal").save(tmp_path / "high.png")
    finished = made(
        Figure("一张很高的照片，整幅可见", image="high.png", caption=text("照片"), id="f"), workspace=tmp_path
    )
    (element,) = [e for e in finished.elements if e.tag == "Figure"]
    left, bottom, right, top = (float(v) for v in element.node.A.BBox)
    frame = finished.frame(element.marks[0][0])
    assert frame[1] <= bottom < top <= frame[3]
    assert left >= frame[0] - 0.1
    assert right <= frame[2] + 0.1


def test_a_table_wider_than_a_landscape_page_is_refused_with_the_way_out() -> None:
    row = tuple(f"列{n}" for n in range(40))
    with pytest.raises(
        OpsdocError, match="a table of 40 columns is wider than the page, which has room for"
    ) as refused:
        made(Landscape((grid(row, row),), id="l"))
    assert refused.value.diagnostics[0].help == "exchange rows and columns, or split it"


@pytest.mark.parametrize(("words", "name"), [("完成😀了", "U+1F600"), ("שלום", "U+05E9"), ("مرحبا", "U+0645")])
def test_a_script_without_a_font_is_refused_by_name(words: str, name: str) -> None:
    with pytest.raises(OpsdocError) as refused:
        made(paragraph(words, id="q"))
    first = refused.value.diagnostics[0]
    assert name in first.message
    assert "write it otherwise" in (first.help or "")


def test_a_logo_of_inks_is_seen_in_its_colours_on_the_cover_and_in_running_heads(tmp_path: Path) -> None:
    inks = Image.new("CMYK", (300, 60))
    for n, ink in enumerate([(255, 0, 0, 0), (0, 255, 0, 0), (0, 0, 255, 0)]):
        inks.paste(ink, (n * 100, 0, n * 100 + 100, 60))
    inks.save(tmp_path / "logo.jpg", quality=95, icc_profile=b"damaged")
    logo = load_image("logo.jpg", tmp_path)
    document = replace(sample("zh"), blocks=(Heading(1, text("章"), number="1", id="h"), paragraph("正文。", id="p")))
    made = render_pdf(document, replace(context(), workspace=tmp_path, logos=Logos(logo, logo, "标志")))
    for page in pypdfium2.PdfDocument(made.data):
        colours = page.render(scale=2).to_pil().convert("RGB").quantize(64).convert("RGB").getcolors(99999)
        shown = [colour for _, colour in colours]
        for wanted in ((0, 255, 255), (255, 0, 255), (255, 255, 0)):
            assert any(sum(abs(a - b) for a, b in zip(wanted, c, strict=True)) < 60 for c in shown), wanted


def test_a_chapter_title_of_120_characters_leaves_its_running_head_on_the_page() -> None:
    title = Heading(1, text(LONG_HEADING[:120]), number="2", id="two")
    document = replace(sample("zh"), blocks=(title, *(paragraph(LONG_NOTE, id=f"p{n}") for n in range(2))))
    file = Finished(render_pdf(document, context()).data, document, load_theme("consulting"))
    for law in ("15 margins", "17 headings lead", "31 nothing lost", "34 screen reader"):
        assert list(LAWS[law](file)) == []
    head = [piece for piece in file.furniture[2] if piece.y > file.frame(2)[3]]
    assert sum(len(piece.text) for piece in head) > 10
    assert all(a.right <= b.left or abs(a.y - b.y) > a.size for a in head for b in head if a.left < b.left)


@pytest.mark.parametrize("name", theme_names())
def test_a_title_of_120_characters_stands_on_the_cover_above_what_follows_it(name: str) -> None:
    shown = replace(sample("zh"), blocks=(Heading(1, text("章"), number="1", id="h"), paragraph("正文。", id="p")))
    title = LONG_HEADING[:120]
    shown = replace(shown, meta=replace(shown.meta, title=title, watermark=""))
    cover = characters_of(render_pdf(shown, replace(context(), theme=load_theme(name))).data)[0]
    said = "".join(c.text for c in cover if c.text.strip())
    at = said.index(title)
    own = [c for c in cover if c.text.strip()]
    lines, below = own[at : at + len(title)], own[at + len(title) :]
    assert shown.meta.subtitle in "".join(c.text for c in below)
    assert min(c.y for c in lines) > max(c.y for c in below if c.y < lines[0].y) > 0
    assert max(c.right for c in lines) < 200 * 72 / 25.4
