"""How blocks fall into sections."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import etree

from opsdoc.document.tree import (
    Cell,
    Column,
    Contents,
    Document,
    Heading,
    Landscape,
    Lang,
    Meta,
    Paragraph,
    Row,
    Table,
    Text,
)
from opsdoc.pipeline.bodyonly import bare, body
from opsdoc.render.artifact import Artifact
from opsdoc.render.docx.document import cut
from opsdoc.theme import load_theme
from tests.render.docx.lint import W, parts, stories
from tests.samples import sample


def test_headings_right_before_a_turned_page_turn_with_it() -> None:
    body = Paragraph((Text("a"),), id="a")
    headings = tuple(Heading(level=n, content=(Text("h"),), id=f"h{n}") for n in (1, 2))
    wide = Paragraph((Text("w"),), id="w")
    assert cut((Contents(), body, *headings, Landscape(content=(wide,)), body)) == [
        ("front", (Contents(),)),
        ("body", (body,)),
        ("landscape", (*headings, wide)),
        ("body", (body,)),
    ]


def test_a_document_has_a_section_even_when_it_is_empty() -> None:
    assert cut(()) == [("body", ())]


def test_no_air_stands_between_a_table_and_the_end_of_its_page(word: Callable[..., Artifact]) -> None:
    table = Table(columns=(Column(),), head=(), body=(Row((Cell((Paragraph((Text("a"),)),)),)),))
    heading = Heading(level=1, content=(Text("h"),), id="h")
    for after, style in ((heading, "CoverSpace"), (Paragraph((Text("b"),)), "TableGap")):
        document = Document(lang="en", meta=Meta(title="T"), blocks=(table, after, Paragraph((Text("c"),))))
        *_, last = stories(word(document).data)["word/document.xml"].iter(f"{W}tbl")
        assert last.getnext().find(f"{W}pPr/{W}pStyle").get(f"{W}val") == style


def test_a_watermark_in_two_languages_keeps_its_shape(word: Callable[..., Artifact]) -> None:
    shapes = {}
    for mark, second in (("受控", ""), ("受控", "CONTROLLED")):
        meta = Meta(title="T", watermark=mark, watermark_translation=second)
        headers = stories(word(Document(lang="zh", meta=meta, blocks=(Paragraph((Text("b"),)),))).data)
        (shape,) = [e for e in headers["word/header_body.xml"].iter() if "PowerPlus" in (e.get("id") or "")]
        size = re.search(r"width:(\d+)pt;height:(\d+)pt", shape.get("style"))
        assert size is not None
        shapes[shape[-1].get("string")] = int(size[1]) / int(size[2])
    assert list(shapes) == ["受控", "受控 CONTROLLED"]
    # The word fills its shape: one as wide for its height as its letters are.
    assert 2.1 < shapes["受控"] < 2.4
    assert 9 < shapes["受控 CONTROLLED"] < 11


def test_a_cover_has_the_watermark_and_still_takes_one_page(word: Callable[..., Artifact]) -> None:
    base = sample("zh")
    heights = {}
    for mark in ("", "草稿"):
        found = stories(word(replace(base, meta=replace(base.meta, watermark=mark))).data)
        body = found["word/document.xml"]
        section = next(body.iter(f"{W}sectPr"))
        uses = {reference.get(f"{W}type") for reference in section.findall(f"{W}headerReference")}
        assert uses == ({"first", "default"} if mark else {"default"})
        assert ("word/header_cover.xml" in found) == bool(mark)
        rows = next(body.iter(f"{W}tbl")).iter(f"{W}trHeight")
        heights[mark] = sum(int(row.get(f"{W}val")) for row in rows)
    (size,) = section.findall(f"{W}pgSz")
    # LibreOffice gives the smallest header 3 points.
    assert heights["草稿"] <= int(size.get(f"{W}h")) - 24 - 60 < heights[""]


def test_a_dark_cover_has_no_seams_between_its_cells(word: Callable[..., Artifact]) -> None:
    table = next(stories(word(sample("zh")).data)["word/document.xml"].iter(f"{W}tbl"))
    fills = {shading.get(f"{W}fill") for shading in table.findall(f".//{W}tcPr/{W}shd")}
    lines = table.findall(f"{W}tblPr/{W}tblBorders/*")
    assert len(lines) == 2
    assert {line.get(f"{W}color") for line in lines} == fills


@pytest.mark.parametrize("name", ["consulting", "corporate"])
def test_a_cover_says_everything_of_its_imprint(name: str, word: Callable[..., Artifact]) -> None:
    base = sample("zh")
    entries = tuple((f"k{n}", f"标签{n}", f"内容{n}") for n in range(5))
    made = word(replace(base, meta=replace(base.meta, imprint=entries)), theme=load_theme(name))
    cover = "".join(next(stories(made.data)["word/document.xml"].iter(f"{W}tbl")).itertext())
    for _, label, value in entries:
        assert (label in cover, value in cover) == (True, True)


def test_a_body_has_neither_cover_nor_red_head(word: Callable[..., Artifact]) -> None:
    base = sample("zh")
    document = replace(base, meta=replace(base.meta, letterhead="示例公司文件"))
    official = load_theme("official")
    full, alone = (
        stories(word(made, theme=own).data)["word/document.xml"]
        for made, own in ((document, official), (body(document), bare(official)))
    )
    assert "Letterhead" in styles_of(full)
    assert not {name for name in styles_of(alone) if name.startswith(("Letterhead", "Cover", "Title"))} - {"CoverSpace"}


def styles_of(root: etree._Element) -> set[str]:
    """The ids of the paragraph styles that are in use."""
    return {style.get(f"{W}val") for style in root.iter(f"{W}pStyle")}


def test_a_colophon_stands_at_the_foot_of_its_page(word: Callable[..., Artifact]) -> None:
    row = Row((Cell((Paragraph((Text("抄送：董事会。"),)),)),))
    table = Table(columns=(Column(),), head=(), body=(row,), classes=("colophon",), summary="版记")
    document = Document(lang="zh", meta=Meta(title="T"), blocks=(Paragraph((Text("正文"),)), table))
    body = stories(word(document).data)["word/document.xml"]
    places = list(body.iter(f"{W}tblpPr"))
    assert [(place.get(f"{W}vertAnchor"), place.get(f"{W}tblpYSpec")) for place in places] == [("margin", "bottom")]


def test_a_risk_table_shades_its_words_and_a_matrix_its_cells(word: Callable[..., Artifact]) -> None:
    row = Row((Cell((Paragraph((Text("High"),)),), tone="high"),))
    found = {}
    for role in ("grid", "matrix"):
        table = Table(columns=(Column(),), head=(), body=(row,), role=role)  # type: ignore[arg-type]
        body = stories(word(Document(lang="en", meta=Meta(title="T"), blocks=(table,))).data)["word/document.xml"]
        *_, cell = body.iter(f"{W}tc")
        found[role] = [cell.find(path) is not None for path in (f"{W}tcPr/{W}shd", f"{W}p/{W}r/{W}rPr/{W}shd")]
    assert found == {"grid": [False, True], "matrix": [True, False]}


def test_chapters_of_a_handbook_leave_no_page_empty(word: Callable[..., Artifact]) -> None:
    body = stories(word(sample("zh"), theme=load_theme("handbook")).data)["word/document.xml"]
    assert {kind.get(f"{W}val") for kind in body.iterfind(f".//{W}sectPr/{W}type")} == {"nextPage"}


def test_a_cover_on_paper_gives_each_entry_a_line(word: Callable[..., Artifact]) -> None:
    made = word(sample("zh"), theme=load_theme("corporate"))
    cover = next(stories(made.data)["word/document.xml"].iter(f"{W}tbl"))
    rows = ["".join(t.text or "" for t in row.iter(f"{W}t")) for row in cover.iter(f"{W}tr")]
    wanted = sample("zh").meta.imprint[:3]
    assert [row for row in rows if row][-len(wanted) :] == [f"{label}{value}" for _, label, value in wanted]
    assert not [h for h in cover.iter(f"{W}trHeight") if h.get(f"{W}hRule") == "exact"], "no long title is cut"


@pytest.mark.parametrize(
    ("name", "lang", "grids"),
    [("official", "zh", {("lines", "579")}), ("official", "en", set()), ("consulting", "zh", set())],
)
def test_an_official_page_has_22_lines_and_moves_no_line_of_another_leading(
    name: str, lang: Lang, grids: set[tuple[str, str]], word: Callable[..., Artifact]
) -> None:
    made = parts(word(sample(lang), theme=load_theme(name)).data)
    body, styles = (etree.fromstring(made[f"word/{name}.xml"]) for name in ("document", "styles"))
    assert {(g.get(f"{W}type"), g.get(f"{W}linePitch")) for g in body.iter(f"{W}docGrid")} == grids
    free = styles.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr/{W}snapToGrid[@{W}val='0']")
    assert (free is not None) == bool(grids)
