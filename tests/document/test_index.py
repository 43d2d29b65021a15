"""The index: which names a document uses, in which places, in which order."""

from __future__ import annotations

from opsdoc.document import tree as t
from opsdoc.document.index import MOST_PLACES, indexed

NAMES = (
    t.IndexEntry("组织架构", "zh"),
    t.IndexEntry("组织架构图", "zh"),
    t.IndexEntry("备案", "zh"),
    t.IndexEntry("授权", "zh"),
    t.IndexEntry("关键绩效指标", "zh", "KPI"),
    t.IndexEntry("财务运营", "zh", exact=True),
)


def entries(*blocks: t.Block, names: tuple[t.IndexEntry, ...] = NAMES, lang: t.Lang = "zh") -> dict[str, t.IndexEntry]:
    document = t.Document(lang, t.Meta("手册"), (*blocks, t.Index(id="index", entries=names)))
    filled = indexed(document)
    (index,) = t.query(filled.blocks, t.Index)
    known = {block.id for block in t.query(filled.blocks, t.Base)}
    assert all(place.target in known for entry in index.entries for place in entry.places)
    return {entry.words: entry for entry in index.entries}


def chapter(number: str, level: int = 1, title: str = "题目") -> t.Heading:
    return t.Heading(level, t.text(title), id=f"h{number}", number=number)


def said(words: str, id: str = "") -> t.Paragraph:
    return t.Paragraph(t.text(words), id=id)


def targets(entry: t.IndexEntry) -> list[str]:
    return [place.target for place in entry.places]


def test_entries_are_the_names_that_the_text_uses_by_pinyin() -> None:
    found = entries(chapter("1"), said("先备案，再授权，KPI随后。", "a"))
    assert [(e.initial, e.words) for e in found.values()] == [("B", "备案"), ("G", "关键绩效指标"), ("S", "授权")]


def test_a_longer_name_is_not_taken_for_the_shorter_one_in_it() -> None:
    assert list(entries(said("见组织架构图。", "a"))) == ["组织架构图"]


def test_a_section_counts_once_and_its_definition_comes_first() -> None:
    found = entries(
        chapter("1", title="备案"), said("备案一。", "a"), said("备案二。", "b"),
        chapter("2"), said("备案三。", "c"), said("备案四。", "d"),
    )  # fmt: skip
    assert targets(found["备案"]) == ["h1", "c"]
    assert [(place.section, place.main) for place in found["备案"].places] == [("1", True), ("2", False)]


def test_an_entry_has_few_places_and_texts_count_more_than_cells() -> None:
    cell = t.Cell((said("备案"),))
    table = t.Table((t.Column(),), (), (t.Row((cell,)),), id="table")
    many = [block for n in range(9) for block in (chapter(f"{n}"), said("须备案。", f"p{n}"))]
    places = targets(entries(chapter("x"), table, *many)["备案"])
    assert len(places) == MOST_PLACES
    assert places == [f"p{n}" for n in range(MOST_PLACES)]
    assert len(targets(entries(chapter("x"), table)["备案"])) == 1


def test_a_term_that_the_glossary_alone_has_is_left_out() -> None:
    rows = tuple(t.Row((t.Cell((said(name),)), t.Cell((said("组织架构图"),)))) for name in ("备案", "授权"))
    glossary = t.Table((t.Column(), t.Column()), (), rows, id="glossary", classes=("glossary",))
    found = entries(chapter("1"), said("须授权。", "a"), chapter("A"), glossary)
    assert list(found) == ["授权"]
    assert [place.main for place in found["授权"].places] == [False, True]


def test_english_names_are_found_in_the_plural_and_functions_as_they_are_written() -> None:
    names = (t.IndexEntry("policy", "en"), t.IndexEntry("Finance", "en", exact=True), t.IndexEntry("span", "en"))
    found = entries(said("Policies of finance.", "a"), names=names, lang="en")
    assert list(found) == ["policy"]
    assert list(entries(said("Finance spans units; policymakers do not.", "a"), names=names, lang="en")) == [
        "finance",
        "span",
    ]


def test_a_bilingual_index_lists_the_documents_own_language_first() -> None:
    names = (t.IndexEntry("approval", "en"), t.IndexEntry("授权", "zh"))
    both = t.Pair((said("授权", "a"),), (said("Approval", "a"),), "zh", "en")
    assert [(e.lang, e.words) for e in entries(both, names=names).values()] == [("zh", "授权"), ("en", "approval")]
