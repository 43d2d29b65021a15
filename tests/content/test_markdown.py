"""Markdown → blocks: what authors may write, and what they are told when it cannot be meant."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opsdoc.content.markdown import Directive, parse
from opsdoc.diagnostics import Log
from opsdoc.document import tree as t


def read(text: str) -> tuple[tuple[Any, ...], Log]:
    log = Log()
    return parse(text, "s.zh.md", log, "s").blocks, log


def test_a_heading_takes_attributes_as_pandoc_writes_them() -> None:
    (heading,), log = read('# 五类职能无人负责 {#gaps .unnumbered short="缺口" holds_if="coverage.gaps == 5"}\n')
    assert heading.id == "gaps"
    assert t.plain(heading.content) == "五类职能无人负责"
    assert (heading.short, heading.numbered, heading.holds_if) == ("缺口", False, "coverage.gaps == 5")
    assert not log.items


def test_a_pipe_in_an_expression_does_not_split_a_cell() -> None:
    (table,), _ = read("| a | b |\n|---|--:|\n| {{ x | number }} | 2 |\n")
    assert [len(row.cells) for row in table.body] == [2]
    (expression,) = t.query(table, t.Expr)
    assert expression.expression == "x | number"
    assert str(expression.source) == "s.zh.md:3:3"
    assert table.columns[1].align is t.Align.RIGHT


def test_an_image_on_a_line_of_its_own_is_a_figure_with_the_name_that_was_typed() -> None:
    for typed in ("img/组织图.png", "<img/组织图.png>", "img/%E7%BB%84%E7%BB%87%E5%9B%BE.png"):
        (figure,), log = read(f"![图]({typed})\n")
        assert isinstance(figure, t.Figure)
        assert figure.image == "img/组织图.png"
        assert not log.items


def test_an_error_names_the_column_of_what_stands_inside() -> None:
    (quote,), _ = read("> :: orgchart\n")
    assert str(quote.content[0].source) == "s.zh.md:1:3"


def test_raw_html_stays_text() -> None:
    (paragraph,), _ = read("a <script>alert(1)</script> <b>c</b>\n")
    assert t.plain(paragraph.content) == "a <script>alert(1)</script> <b>c</b>"


def test_footnotes_stand_where_they_are_called() -> None:
    (paragraph,), _ = read("正文[^1]。\n\n[^1]: 注**文**。\n")
    (note,) = t.query(paragraph, t.Note)
    assert t.plain(note.content) == "注文。"


def test_an_empty_link_to_an_id_is_a_reference() -> None:
    (paragraph,), _ = read("见[](#map)第[](#map){.page}页\n")
    assert [(r.target, r.form) for r in t.query(paragraph, t.Ref)] == [("map", "label"), ("map", "page")]


def test_directives_keep_arguments_options_and_their_line() -> None:
    blocks, log = read('文\n\n:: orgchart depth=2 "A B" {#chart}\n\n::: key 要点\n内容\n:::\n')
    chart, box = blocks[1], blocks[2]
    assert isinstance(chart, Directive)
    assert isinstance(box, Directive)
    assert (chart.name, chart.arguments, chart.options, chart.id) == ("orgchart", ("A B",), (("depth", "2"),), "chart")
    assert chart.source is not None
    assert chart.source.line == 3
    assert (box.name, box.arguments) == ("key", ("要点",))
    assert t.plain(box.content[0].content) == "内容"
    assert not log.items


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("文\n\n::: warning\n内容\n", 3, 'container "warning" is not closed'),
        ("文 {{ client.name\n", 1, "an expression is not closed"),
        ("[x](javascript:alert)\n", 1, "a link of this kind is not allowed"),
        ("[x](//host/a)\n", 1, "a link of this kind is not allowed"),
        ("文 ![图](a.png) 文\n", 1, 'the image "a.png" stands inside a line of text'),
        ("| a |\n|---|\n| x | 丙 |\n", 3, "the row has 2 cells, the header 1"),
        ("文[^1]\n\n[^1]: 甲\n\n[^2]: 丙\n", 5, "the note [^2] is written and never called"),
        ("[x](https://{{ client.site }}/)\n", 1, "an expression cannot stand in the address of a link"),
        ("文\n:::\n", 2, "a line of colons that closes nothing"),
        ("::: note\n::: tip\nx\n:::\n:::\n", 5, "a line of colons that closes nothing"),
        (':: orgchart "a\n', 1, "a directive with an unclosed quote"),
        (">" * 150 + " x\n", 1, "nested deeper than 100 levels"),
        ("".join(" " * 2 * n + "- a\n" for n in range(60)), 1, "nested deeper than 100 levels"),
    ],
)
def test_what_cannot_be_meant_is_an_error_with_its_line(text: str, line: int, message: str) -> None:
    _, log = read(text)
    assert any(message in e.message for e in log.errors)
    assert log.errors[0].help
    if "deeper" not in message:
        assert log.errors[0].source is not None
        assert log.errors[0].source.line == line


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text("甲乙丙 abc，。*_[]()|#>-1.\n", min_size=1, max_size=40), min_size=1, max_size=8))
def test_no_word_is_lost(paragraphs: list[str]) -> None:
    """Every Han character and letter that goes in comes out, whatever markup surrounds it."""
    text = "\n\n".join(paragraphs)
    blocks, log = read(text)
    if log.errors:
        return
    out = "".join(x.text for x in t.query(blocks, t.Text)) + "".join(x.text for x in t.query(blocks, t.Code))
    out += "".join(x.text for x in t.query(blocks, t.CodeBlock))
    out += "".join(x.target for x in t.query(blocks, t.Link)) + "".join(x.target for x in t.query(blocks, t.Ref))
    for character in "甲乙丙abc":
        assert out.count(character) >= text.count(character) or "](" in text or "]:" in text
