"""Readings above words: from the text to the page and the Word file."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace

import pytest

from opsdoc.content.markdown import parse
from opsdoc.diagnostics import Log, OpsdocError
from opsdoc.document.tree import Heading, Paragraph, Ruby, Text, plain, query, text
from opsdoc.render.docx.document import render_docx
from opsdoc.render.html import render_html
from opsdoc.render.pdf import render_pdf
from opsdoc.theme import load_theme
from tests.render.finished import Finished
from tests.render.laws import LAWS
from tests.render.pages import context
from tests.samples import sample

WORDS = Paragraph((Text("工厂设在"), Ruby("鄞州", "yín zhōu"), Text("区的工业园里，" * 12 + "两地共用采购。")), id="q")
DOCUMENT = replace(sample("zh"), blocks=(Heading(1, text("章"), number="1", id="h"), WORDS))


def test_a_reading_is_written_as_an_attribute() -> None:
    log = Log()
    (found,) = query(parse('镇海[鄞州]{ruby="yín zhōu"}工厂。', "a.md", log).blocks, Ruby)
    assert (found, list(log)) == (Ruby("鄞州", "yín zhōu"), [])


def test_a_reading_over_more_than_words_is_an_error_with_the_way_out() -> None:
    log = Log()
    blocks = parse('[**鄞州**和]{ruby="yín zhōu"}', "a.md", log).blocks
    assert "鄞州" in plain(next(query(blocks, Paragraph)).content)
    assert [(d.source.line if d.source else 0, "write [words]" in (d.help or "")) for d in log.errors] == [(1, True)]


def test_the_reading_stands_above_its_words_and_moves_no_line() -> None:
    file = Finished(render_pdf(DOCUMENT, context()).data, DOCUMENT, load_theme("consulting"))
    above = next(p for p in file.pieces[1] if "zhōu" in p.text)
    line = next(p for p in file.pieces[1] if "鄞州" in p.text)
    base = [c for c in line.characters if c.text in "鄞州"]
    assert 6 < above.y - line.y < 14
    assert abs((above.left + above.right) / 2 - (base[0].x + base[1].right) / 2) < 1
    for law in ("3 measure", "14 pitch", "16 seven points", "33 validators", "34 screen reader"):
        assert list(LAWS[law](file)) == []


def test_other_formats_have_the_ruby_of_their_own() -> None:
    page = render_html(DOCUMENT, context()).data.decode()
    assert "<ruby>鄞州<rp>（</rp><rt>yín zhōu</rt><rp>）</rp></ruby>" in page
    with zipfile.ZipFile(io.BytesIO(render_docx(DOCUMENT, context()).data)) as archive:
        body = archive.read("word/document.xml").decode()
    assert body.index("<w:rt>") < body.index("yín") < body.index("<w:rubyBase>") < body.index("鄞州")


def test_a_character_of_a_reading_without_a_font_is_named() -> None:
    words = replace(WORDS, content=(Ruby("鄞州", "\U00013143"),))
    with pytest.raises(OpsdocError, match=r"U\+13143"):
        render_pdf(replace(DOCUMENT, blocks=(DOCUMENT.blocks[0], words)), context())
