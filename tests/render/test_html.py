"""The HTML file: everything in it, nothing outside it, every word escaped."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from opsdoc.diagnostics import OpsdocError
from opsdoc.diagram.model import Label, OrgChart, Unit
from opsdoc.document.tree import (
    Cell,
    Code,
    CodeBlock,
    Figure,
    Heading,
    Link,
    Meta,
    Note,
    Paragraph,
    Row,
    SoftBreak,
    Table,
    Text,
    query,
    text,
)
from opsdoc.render.html import html_page, render_html
from opsdoc.render.markup.lists import han_number
from opsdoc.render.markup.spacing import amounts, clauses, dotted, spaced, terms
from tests.render.pages import NAMES, context, document
from tests.samples import sample


@pytest.mark.parametrize("name", NAMES)
def test_the_file_needs_nothing_from_outside(name: str) -> None:
    page = render_html(document(name), context()).data.decode()
    loaded = re.findall(r'(?:src|data|poster)="([^"]*)"|url\(([^)]*)\)|<link\b|<script\b|@import', page)
    assert all((first or second).strip("\"'").startswith("data:") for first, second in loaded)


@pytest.mark.parametrize("name", NAMES)
def test_ids_are_unique_and_inner_links_have_targets(name: str) -> None:
    page = render_html(document(name), context()).data.decode()
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_notes_stand_at_the_end_and_lead_back() -> None:
    page = render_html(sample("zh"), context()).data.decode()
    for note in query(sample("zh").blocks, Note):
        assert f'<a href="#{note.id}" id="{note.id}-call">{note.number}</a>' in page
        assert f'<li id="{note.id}" value="{note.number}">' in page
        assert f'<a href="#{note.id}-call"' in page


def test_the_same_document_gives_the_same_bytes() -> None:
    assert render_html(sample("en"), context()).data == render_html(sample("en"), context()).data


EVIL = "A*B | <C> {{ 7*7 }} & \"D\" 'E' </style><script>alert(1)</script>"


@pytest.mark.parametrize("medium", ["print", "screen"])
def test_words_never_become_markup(medium: str) -> None:
    blocks = (
        Heading(1, text(EVIL), short=EVIL, number=EVIL, id="a"),
        Paragraph((Text(EVIL), Code(EVIL), Link(text(EVIL), "https://example.org/?a=1&b=\"'<>"))),
        CodeBlock(EVIL, language=EVIL),
        Table((), (), (Row((Cell((Paragraph(text(EVIL)),), tone=EVIL),)),), caption=text(EVIL), number="表 1", id="t"),
    )
    meta = Meta(
        title=EVIL, subtitle=EVIL, kind_label=EVIL, author=EVIL, client=EVIL, classification=EVIL, watermark=EVIL,
        description=EVIL, keywords=(EVIL,), imprint=(("client", EVIL, EVIL),),
    )  # fmt: skip
    page, log = html_page(replace(sample("en"), blocks=blocks, meta=meta), context(), medium)  # type: ignore[arg-type]
    assert not log
    assert "<script" not in page
    assert page.count("</style>") == 1
    assert "&lt;C&gt; {{ 7*7 }} &amp;" in page


def test_a_link_to_somewhere_unsafe_is_words_and_a_warning() -> None:
    for target in ("javascript:alert(1)", "file:///etc/passwd", "smb://host/x", "//host/x", "\\\\host\\x", "ms-msdt:x"):
        blocks = (Paragraph((Link(text("hier"), target),)),)
        page, log = html_page(replace(sample("en"), blocks=blocks), context(), "screen")
        assert "<a " not in page.split("<main>")[1]
        assert [d.code for d in log.warnings] == ["link"]


@pytest.mark.parametrize(
    "path", ["../samples.py", "/etc/passwd", "assets/../../x.png", "assets/none.png", "samples.py"]
)
def test_an_image_that_cannot_be_used_is_an_error(path: str) -> None:
    blocks = (Figure("words about it", image=path, id="f"),)
    with pytest.raises(OpsdocError, match="image"):
        render_html(replace(sample("en"), blocks=blocks), context())


@pytest.mark.parametrize(("count", "numbers"), [(4, []), (400, ["Chart 1", "Chart 2"])])
def test_drawings_of_one_figure_bear_the_numbers_that_they_refer_to(count: int, numbers: list[str]) -> None:
    name = Label((("en", "Shop"),))
    chart = OrgChart(Unit("r", name, tuple(Unit(f"u{n}", name) for n in range(count))))
    page, _ = html_page(replace(sample("en"), blocks=(Figure("shops", chart=chart, id="f"),)), context(), "print")
    found = re.findall(r'<p class="drawing-number">([^<]*)</p><svg', page)
    assert found[:2] == numbers


def test_a_line_break_of_the_source_is_a_space_where_refine_left_one() -> None:
    page, _ = html_page(
        replace(sample("en"), blocks=(Paragraph((Text("a"), SoftBreak(), Text("b"))),)), context(), "screen"
    )
    assert "<p>a b</p>" in page


@pytest.mark.parametrize(
    ("source", "markup"),
    [
        ("纯中文", "纯中文"),
        ("共12个部门", '共<span class="nb"><span class="la-lr">12</span>个</span>部门'),
        ("由OA系统", '由<span class="la-lr">OA</span>系统'),
        ("（A）", "（A）"),
        ("对Group Executive办公会", '对<span class="la-lr">Group Executive</span>办公会'),
        ("a < b", "a &lt; b"),
    ],
)
def test_space_between_scripts_is_a_margin(source: str, markup: str) -> None:
    assert spaced(source) == markup


def test_space_looks_at_the_neighbours_of_a_run() -> None:
    assert spaced("RACI", before="以", after="矩") == '<span class="la-lr">RACI</span>'
    assert spaced("RACI", before="（", after="矩") == '<span class="la-r">RACI</span>'


@pytest.mark.parametrize(
    ("source", "whole", "in_a_narrow_cell"),
    [
        ("每月第10个工作日前", ["第10个"], ["10个"]),
        ("投用满12个月复盘", ["12个月"], ["12个"]),
        ("签订（10—11月）", ["10—11月"], ["11月"]),
        ("投入1.2万元", ["1.2万元"], ["1.2万"]),
        ("系统；WMS/TMS）", ["WMS/TMS"], []),
    ],
)
def test_a_number_and_its_unit_stay_on_one_line(source: str, whole: list[str], in_a_narrow_cell: list[str]) -> None:
    for narrow, wanted in ((False, whole), (True, in_a_narrow_cell)):
        kept = re.findall(r'<span class="nb">((?:[^<]|<span[^>]*>[^<]*</span>)*)</span>', spaced(source, narrow=narrow))
        assert [re.sub("<[^>]+>", "", words) for words in kept] == wanted


def test_an_amount_stays_with_its_currency_and_its_million() -> None:
    assert amounts("turns over RMB 9.6 million a year") == 'turns over <span class="nb">RMB 9.6 million</span> a year'
    assert amounts("RMB 9.6 million & more", narrow=True) == "RMB 9.6 million &amp; more"


def test_the_last_two_ideographs_of_a_paragraph_stay_together() -> None:
    assert spaced("每一事项只设一名责任人。", last=True).endswith('<span class="nb">任人。</span>')
    assert spaced("短句子。", last=True) == "短句子。"
    day = spaced("最近修订：2026年4月9日", last=True).partition("年</span>")[2]
    assert day.startswith('<span class="nb">')
    assert re.sub("<[^>]+>", "", day) == "4月9日"


def test_a_number_in_a_cell_keeps_its_unit() -> None:
    assert "90天复盘" in terms("上市后运营并组织90天复盘")


def test_emphasis_dots_stand_under_ideographs_alone() -> None:
    assert dotted(spaced("把3次")) == (
        '<span class="dot">把</span><span class="nb"><span class="la-lr">3</span><span class="dot">次</span></span>'
    )


def test_titles_part_at_their_punctuation() -> None:
    assert clauses("总部职能重叠，一事一主可缩短周期") == ["总部职能重叠，", "一事一主可缩短周期"]
    assert clauses("没有标点的标题") == ["没有标点的标题"]


def test_chinese_numerals() -> None:
    assert [han_number(n) for n in (1, 10, 11, 20, 35, 99, 100)] == [
        "一",
        "十",
        "十一",
        "二十",
        "三十五",
        "九十九",
        "100",
    ]


def test_a_workspace_theme_stands_before_the_packaged_one(tmp_path: Path) -> None:
    folder = tmp_path / "templates/themes/consulting"
    folder.mkdir(parents=True)
    (folder / "screen.css").write_text("main { color: var(--accent) }")
    (folder / "page.html.j2").write_text('{% extends "_base/page.html.j2" %}{% block cover %}<p>mine</p>{% endblock %}')
    page, _ = html_page(sample("zh"), replace(context(), workspace=tmp_path), "screen")
    assert "<p>mine</p>" in page
    assert "main { color: #00707C }" in page


def test_a_template_outside_its_folder_is_not_found(tmp_path: Path) -> None:
    import jinja2

    folder = tmp_path / "templates/themes/consulting"
    folder.mkdir(parents=True)
    (tmp_path / "secret").write_text("secret")
    (folder / "link.html").symlink_to(tmp_path / "secret")
    (folder / "page.html.j2").write_text('{% include "link.html" %}')
    with pytest.raises(jinja2.TemplateNotFound):
        html_page(sample("zh"), replace(context(), workspace=tmp_path), "screen")


def test_an_unknown_token_of_a_style_sheet_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "templates/themes/consulting"
    folder.mkdir(parents=True)
    (folder / "screen.css").write_text("main { color: var(--pink) }")
    with pytest.raises(OpsdocError, match="pink"):
        html_page(sample("zh"), replace(context(), workspace=tmp_path), "screen")
