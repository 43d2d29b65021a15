"""An index on a small document: one number for each page, in every format."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from opsdoc.document.index import indexed
from opsdoc.document.tree import (
    Cell,
    Column,
    Document,
    Heading,
    Index,
    IndexEntry,
    Meta,
    PageBreak,
    Paragraph,
    Row,
    Table,
    Text,
)
from opsdoc.render.docx import render_docx
from opsdoc.render.html import render_html
from opsdoc.render.pdf import render_pdf
from opsdoc.render.weasy.locators import shown
from tests.render.docx.lint import W, findings, stories
from tests.render.finished import Finished
from tests.render.laws.structure import index_pages, links_resolve
from tests.render.pages import context

NAMES = (IndexEntry("授权", "zh"), IndexEntry("备案", "zh"), IndexEntry("关键绩效指标", "zh", "KPI"))


@cache
def document() -> Document:
    """备案 stands in two sections of page 2 and on page 3, where its own section is."""

    def said(words: str, id: str) -> Paragraph:
        return Paragraph((Text(words),), id=id)

    def section(title: str, id: str, number: str) -> Heading:
        return Heading(2, (Text(title),), id=id, number=number)

    blocks = (
        Heading(1, (Text("规则"),), id="one", number="1"),
        section("事前", "s1", "1.1"), said("先备案，再授权。", "a"),
        section("事后", "s2", "1.2"), said("补办备案。", "b"),
        PageBreak(id="break"),
        section("例外", "s4", "1.3"), said("免于备案的，也看KPI。", "d"),
        section("备案", "s3", "1.4"), said("备案的办法。", "c"),
        Heading(1, (Text("索引"),), id="index", numbered=False),
        Index(id="entries", entries=NAMES),
    )  # fmt: skip
    return indexed(Document("zh", Meta("手册"), blocks, labels={"h_index": "索引", "index_note": "粗体为专节。"}))


def test_two_places_on_a_page_share_a_number_and_the_main_place_is_the_one() -> None:
    pages = {"a": 2, "b": 2, "c": 3, "d": 3, "e": 5}
    assert shown("a b d c! e", pages.__getitem__) == ["a", "c", "e"]
    assert shown("c! d", pages.__getitem__) == ["c"]


def test_a_section_that_goes_on_overleaf_covers_its_pages() -> None:
    pages = {"a": 2, "b": 3, "c": 4, "d": 6, "end-of-b": 5}
    assert shown("a b!end-of-b c d", pages.__getitem__) == ["a", "b", "d"]
    assert shown("b!end-of-b d", {**pages, "end-of-b": 3}.__getitem__) == ["b", "d"]


def test_paper_names_the_first_and_the_last_page_of_a_section_that_ends_with_a_table() -> None:
    rows = tuple(Row((Cell((Paragraph((Text(f"第{n}步"),), "compact", id=f"r{n}"),)),)) for n in range(70))
    steps = Table((Column(),), (), rows, id="steps")
    *before, title, entries = document().blocks
    whole = indexed(replace(document(), blocks=(*before, steps, title, entries)))
    made = Finished(render_pdf(whole, context()).data, whole, context().theme)
    assert [*index_pages(made), *links_resolve(made)] == []
    words = {made.text_of(e) for e in made.elements if e.tag == "LI" and "Index" in e.above}
    first, last = made.targets["s3"][0] + 1, made.targets["end-of-s3"][0] + 1
    assert last > first
    assert f"备案{first - 1}、{first}～{last}" in words


def test_numbers_on_paper_stand_once_ascend_and_lead_to_their_pages() -> None:
    made = Finished(render_pdf(document(), context()).data, document(), context().theme)
    assert [*index_pages(made), *links_resolve(made)] == []
    items = [made.text_of(e) for e in made.elements if e.tag == "LI" and "Index" in e.above]
    first = made.targets["s1"][0] + 1
    assert items == [f"备案{first}、{first + 1}", f"关键绩效指标（KPI）{first + 1}", f"授权{first}"]
    (bold,) = {
        c.font for page in made.characters[-1:] for c in page if c.text == str(first + 1) and "Medium" not in c.font
    } - {c.font for page in made.characters[-1:] for c in page if c.text == str(first) and c.mark >= 0}
    assert bold


def test_the_law_sees_a_number_that_is_missing() -> None:
    data = render_pdf(document(), context()).data
    less = replace(NAMES[0], places=())
    blocks = (*document().blocks[:-1], Index(id="entries", entries=(less, *NAMES[1:])))
    assert list(index_pages(Finished(data, replace(document(), blocks=blocks), context().theme)))


def test_a_screen_shows_sections() -> None:
    page = render_html(document(), context()).data.decode()
    entry = re.search(r"<li>备案.*?</li>", page)
    assert entry is not None
    assert re.findall(r'href="#(\w+)"[^>]*>(?:<strong>)?([\d.]+)', entry.group()) == [
        ("a", "1.1"), ("b", "1.2"), ("d", "1.3"), ("s3", "1.4"),
    ]  # fmt: skip


def test_word_gets_marks_in_the_text_and_a_filled_index() -> None:
    data = render_docx(document(), context()).data
    assert findings(data) == []
    body = stories(data)["word/document.xml"]
    fields = [(found.text or "").strip() for found in body.iter(f"{W}instrText")]
    marks = [instruction for instruction in fields if instruction.startswith("XE ")]
    assert sorted(marks) == sorted(
        ['XE "备案"'] * 3 + ['XE "备案" \\b', 'XE "关键绩效指标（KPI）"', 'XE "授权"'],
    )
    assert sum(instruction.startswith('INDEX \\c "2"') for instruction in fields) == 1
    entries = [p for p in body.iter(f"{W}p") if p.find(f"{W}pPr/{W}pStyle[@{W}val='Index1']") is not None]
    lines = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in entries]
    assert [re.sub(r"\d+", "#", line) for line in lines] == ["备案#, #", "关键绩效指标（KPI）#", "授权#"]
    numbers = [int(n) for n in re.findall(r"\d+", lines[0])]
    assert numbers == sorted(set(numbers))
