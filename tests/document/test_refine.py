"""What holds in every format: numbers, references, line ends."""

from __future__ import annotations

import pytest

from opsdoc.diagnostics import Log, Source
from opsdoc.document import tree as t
from opsdoc.document.refine import join_lines, refine

LABELS = {
    "zh": {"figure": "图", "table": "表", "annex": "附录", "chapter_ref": "第{number}章", "section_ref": "{number}节"},
    "en": {
        "figure": "Figure",
        "table": "Table",
        "annex": "Annex",
        "chapter_ref": "Section {number}",
        "section_ref": "Section {number}",
    },
}


def document(*blocks: t.Block, lang: t.Lang = "zh", numbering: str = "decimal") -> t.Document:
    return t.Document(lang, t.Meta(title="x"), blocks, numbering=numbering, labels=LABELS[lang])  # type: ignore[arg-type]


def heading(level: int, text: str, **more: object) -> t.Heading:
    return t.Heading(level, t.text(text), **more)  # type: ignore[arg-type]


def figure(id_: str) -> t.Figure:
    return t.Figure("alt", image="a.png", caption=t.text("图题"), id=id_)


def table(id_: str) -> t.Table:
    return t.Table((t.Column(),), (), (), caption=t.text("表题"), id=id_)


def numbers(document: t.Document) -> list[str]:
    return [n.number for n in t.query(document.blocks, (t.Heading, t.Table, t.Figure, t.Article))]


def test_decimal_numbers_run_by_chapter_and_annexes_by_letter() -> None:
    blocks = (
        heading(1, "前言", numbered=False),
        heading(2, "无号"),
        heading(1, "甲"),
        heading(2, "甲一"),
        heading(3, "甲一一"),
        figure("f1"),
        t.Landscape((figure("f2"), table("t1"))),
        heading(2, "甲二"),
        heading(1, "乙"),
        figure("f3"),
        heading(1, "附", annex=True),
        heading(2, "附一"),
        table("t2"),
    )
    assert numbers(refine(document(*blocks), Log())) == [
        "", "", "1", "1.1", "1.1.1", "图1-1", "图1-2", "表1-1", "1.2", "2", "图2-1", "附录A", "A.1", "表A-1",
    ]  # fmt: skip


def test_articles_run_on_through_the_chapters() -> None:
    def article(id_: str) -> t.Article:
        return t.Article(t.text("目的"), (t.paragraph("为……"),), id=id_)

    blocks = (heading(1, "总则"), article("a"), article("b"), heading(1, "附则"), article("c"))
    zh = refine(document(*blocks, numbering="chapter-article"), Log())
    en = refine(document(*blocks, lang="en", numbering="chapter-article"), Log())
    assert numbers(zh) == ["第一章", "第一条", "第二条", "第二章", "第三条"]
    assert numbers(en) == ["Chapter I", "Article 1", "Article 2", "Chapter II", "Article 3"]


def test_references_read_as_the_language_says_them() -> None:
    text = t.Paragraph((t.Ref("c"), t.Text("、"), t.Ref("s"), t.Text("、"), t.Ref("f"), t.Ref("c", form="title")))
    blocks = (heading(1, "甲", id="c"), heading(2, "乙", id="s"), figure("f"), text)
    assert t.plain(refine(document(*blocks), Log()).blocks[-1].content) == "第1章、1.1节、图1-1甲"  # type: ignore[union-attr]


def test_a_reference_to_nothing_is_an_error_with_its_line() -> None:
    log = Log()
    text = t.Paragraph((t.Ref("mapp"),), source=Source("s.zh.md", 7))
    refine(document(heading(1, "甲", id="map"), text), log)
    assert [e.format() for e in log.errors] == [
        's.zh.md:7: error[G01]: nothing has the id "mapp"\nhelp: did you mean "map"?'
    ]


def test_a_text_spliced_twice_keeps_its_ids_apart() -> None:
    blocks = (heading(1, "甲", id="x"), heading(1, "甲", id="x"), heading(1, "甲", id="x"))
    assert [b.id for b in refine(document(*blocks), Log()).blocks] == ["x", "x-2", "x-3"]


@pytest.mark.parametrize(
    ("before", "after", "joined"),
    [
        ("靠近信息，", "而不是", "靠近信息，而不是"),
        ("use", "of", "use of"),
        ("使用", "ERP", "使用 ERP"),
        ("“好”", "的", "“好”的"),
    ],
)
def test_a_line_end_is_a_space_except_between_wide_characters(before: str, after: str, joined: str) -> None:
    assert t.plain(join_lines((t.Text(before), t.SoftBreak(), t.Text(after)))) == joined


def test_notes_are_numbered_in_reading_order() -> None:
    note = t.Note(t.text("注"))
    blocks = (heading(1, "甲"), t.Paragraph((note, note)), t.Landscape((t.Paragraph((note,)),)))
    assert [n.number for n in t.query(refine(document(*blocks), Log()).blocks, t.Note)] == [1, 2, 3]


def test_a_skipped_heading_level_is_a_warning() -> None:
    log = Log()
    refine(document(heading(1, "甲"), heading(3, "乙")), log)
    assert [w.code for w in log.warnings] == ["headings"]
