"""Straight quotes of authors become those of print; what is no text keeps its own."""

from __future__ import annotations

import pytest

from opsdoc.diagnostics import Log
from opsdoc.diagram.model import Bar, Label, Roadmap, Wave
from opsdoc.document import tree as t
from opsdoc.document.quotes import curly
from opsdoc.document.refine import refine


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("People's \"operating unit\" list", "People’s “operating unit” list"),
        ("the units' heads and their 'quoted' words", "the units’ heads and their ‘quoted’ words"),
        ("it isn't 'done', is it", "it isn’t ‘done’, is it"),
        # nested
        ("\"It is 'done',\" she said", "“It is ‘done’,” she said"),
        ("'He said \"no\"'", "‘He said “no”’"),
        ("\"'Nested' first\"", "“‘Nested’ first”"),
        # left out, and not
        ("the '90s, the '24 budget, rock 'n' roll", "the ’90s, the ’24 budget, rock ’n’ roll"),
        ("'24' and '90s' are quoted", "‘24’ and ‘90s’ are quoted"),
        # next to dashes, brackets and each other
        ('("yes")—"no"—said', "(“yes”)—“no”—said"),
        ('"A"/"B", "C"', "“A”/“B”, “C”"),
        # inches and feet
        ("a 24\" screen, 5'10\" tall, 6' wide", "a 24\" screen, 5'10\" tall, 6' wide"),
        ('"Section 24" is quoted', "“Section 24” is quoted"),
        # Chinese, and English in it
        ("所谓\"责任\"、\"权限\"，见'说明'。", "所谓“责任”、“权限”，见‘说明’。"),
        ('2024"年度"目标', "2024“年度”目标"),
        ("由People's Bank定", "由People’s Bank定"),
        # never closed, never opened
        ('unclosed "word', "unclosed “word"),
        ('word" alone', "word” alone"),
        # what curly marks were there counts
        ("‘the owner's “list”’", "‘the owner’s “list”’"),
        # addresses, attributes, items
        ("see https://x.com/O'Brien or key=\"a b\" or x['a']", "see https://x.com/O'Brien or key=\"a b\" or x['a']"),
    ],
)  # fmt: skip
def test_quotes_are_set_by_what_stands_around_them(typed: str, printed: str) -> None:
    assert curly(typed) == printed


def refined(*blocks: t.Block, lang: t.Lang = "en", **meta: str) -> t.Document:
    labels = {"chapter_ref": "Section {number}", "figure": "Figure", "table": "Table", "issued": "the 'issue'"}
    made = t.Meta(**{"title": "x", **meta})  # type: ignore[arg-type]
    return refine(t.Document(lang, made, blocks, labels=labels), Log())


def content(document: t.Document) -> t.Inlines:
    (block,) = document.blocks
    assert isinstance(block, t.Paragraph)
    return block.content


def test_a_quotation_runs_through_emphasis_links_code_and_notes() -> None:
    note = t.Note(t.text('a "note"'))
    words = (
        t.Text('"'),
        t.Strong(t.text("People")),
        t.Text("'s "),
        t.Emph(t.text("'own' list\"")),
        t.Text(' and "'),
        note,
        t.Link(t.text("see"), "https://x.com/a'b"),
        t.Text('" "'),
        t.Code("x = 'a'"),
        t.Text('"'),
    )
    found = content(refined(t.Paragraph(words)))
    assert t.plain(found) == "“People’s ‘own’ list” and “see” “x = 'a'”"
    assert t.plain(next(t.query(found, t.Note)).content) == "a “note”"
    assert next(t.query(found, t.Link)).target == "https://x.com/a'b"


def test_every_word_that_is_printed_has_its_quotes_set() -> None:
    quoted, label = t.text("the owner's list"), Label((("en", "the owner's list"),))
    chart = Roadmap((label,), 1, (Wave("w", label, (Bar("b", label, 0, 1),)),))
    cell = t.Cell((t.Paragraph(quoted), t.CodeBlock(text="it's code")))
    document = refined(
        t.Heading(1, quoted, short="the owner's", holds_if="a == 'b'", id="h"),
        t.Table((t.Column(),), (t.Row((cell,)),), (), caption=quoted, summary="the owner's", id="t"),
        t.Figure("the owner's", chart=chart, caption=quoted, id="f"),
        t.Callout("note", (t.BulletList(((t.Paragraph(quoted),),)),), title=quoted),
        title="The owner's list",
        description='"Who" owns it',
    )
    assert document.meta.title == "The owner’s list"
    assert document.meta.description == "“Who” owns it"
    assert document.labels["issued"] == "the ‘issue’"
    heading, table, figure, callout = document.blocks
    assert isinstance(heading, t.Heading)
    assert isinstance(table, t.Table)
    assert isinstance(figure, t.Figure)
    assert isinstance(callout, t.Callout)
    assert (heading.short, heading.holds_if, table.summary, figure.alt) == (
        "the owner’s",
        "a == 'b'",
        "the owner’s",
        "the owner’s",
    )
    said = [t.plain(c) for c in (heading.content, table.caption, figure.caption, callout.title)]
    said += [t.plain(p.content) for p in t.query(document.blocks, t.Paragraph)]
    assert set(said) == {"the owner’s list"}
    assert figure.chart is not None
    assert "owner's" not in repr(figure.chart)
    assert next(t.query(document.blocks, t.CodeBlock)).text == "it's code"


def test_a_reference_repeats_a_title_with_its_quotes_set() -> None:
    heading = t.Heading(1, t.text('The "owner"'), id="h")
    document = refined(heading, t.Paragraph((t.Text("see '"), t.Ref("h", form="title"), t.Text("'"))))
    last = document.blocks[-1]
    assert isinstance(last, t.Paragraph)
    assert t.plain(last.content) == "see ‘The “owner”’"
