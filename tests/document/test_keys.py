"""Keys below tables: in full under a chapter's first table, named under the later ones that share it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from opsdoc.diagnostics import Log
from opsdoc.document import tree as t
from opsdoc.document.keys import table_key
from opsdoc.document.refine import refine

LABELS = {
    "zh": {"table": "表", "annex": "附录", "chapter_ref": "第{number}章", "key_as": "图例同{table}。"},
    "en": {"table": "Table", "annex": "Annex", "chapter_ref": "Section {number}", "key_as": "Key as in {table}."},
}


def chapter(title: str) -> t.Heading:
    return t.Heading(1, t.text(title))


def table(id_: str, words: str) -> t.Table:
    source = t.Paragraph(t.text("来源：台账"), "source")
    return t.Table((t.Column(),), (), (), caption=t.text("表题"), note=(table_key(words), source), id=id_)


def notes(blocks: tuple[t.Block, ...], lang: t.Lang = "zh") -> list[str]:
    document = refine(t.Document(lang, t.Meta(title="x"), blocks, labels=LABELS[lang]), Log())
    shown = [
        [t.plain(p.content) for p in t.query(table.note, t.Paragraph)] for table in t.query(document.blocks, t.Table)
    ]
    # The source stays whatever the key does.
    assert all(source == "来源：台账" for _, source in shown)
    return [said for said, _ in shown]


@pytest.mark.parametrize(("lang", "said"), [("zh", "图例同表1-1。"), ("en", "Key as in Table 1-1.")])
def test_a_key_stands_in_full_once_in_a_chapter(lang: t.Lang, said: str) -> None:
    blocks = (chapter("甲"), table("a", "↑ 越高越好"), table("b", "↑ 越高越好"), table("c", "↑ 越高越好"))
    assert notes(blocks, lang) == ["↑ 越高越好", said, said]


def test_a_new_chapter_and_other_letters_have_their_key_in_full() -> None:
    blocks = (chapter("甲"), table("a", "A"), table("b", "B"), table("c", "A"), chapter("乙"), table("d", "A"))
    assert notes(blocks) == ["A", "B", "图例同表1-1。", "A"]


def test_a_table_that_nobody_can_be_sent_to_keeps_its_key() -> None:
    plain = replace(table("a", "A"), caption=())
    assert notes((chapter("甲"), plain, table("b", "A"), plain)) == ["A", "A", "A"]
