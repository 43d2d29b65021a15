"""Items of an article end as rules are drafted."""

from __future__ import annotations

from dataclasses import replace

from opsdoc.document import tree as t
from opsdoc.document.items import with_item_marks
from tests.samples import sample


def _ends(*items: str, lang: t.Lang = "zh") -> list[str]:
    listed = t.OrderedList(tuple((t.paragraph(item),) for item in items))
    pair = t.Pair((listed,), (listed,), lang, "en")
    document = with_item_marks(replace(sample("zh"), blocks=(t.Article(t.text("职责"), (pair,)), listed)))
    article, plain_list = document.blocks
    assert isinstance(article, t.Article)
    inner = article.content[0]
    assert isinstance(inner, t.Pair)
    assert inner.second == (listed,)
    assert plain_list == listed
    return [t.plain(paragraph.content) for paragraph in t.query(inner.first, t.Paragraph)]


def test_items_end_with_semicolons_and_the_last_with_a_full_stop() -> None:
    assert _ends("提出预算", "审定流程", "指挥处置") == ["提出预算；", "审定流程；", "指挥处置。"]


def test_around_a_semicolon_or_full_stop_all_items_end_with_full_stops() -> None:
    assert _ends("负责销售；支持物流", "负责采购") == ["负责销售；支持物流。", "负责采购。"]
    assert _ends("提出预算。逾期不办", "负责采购") == ["提出预算。逾期不办。", "负责采购。"]


def test_what_the_author_typed_stays() -> None:
    assert _ends("提出预算；", "下列事项：", "指挥处置。") == ["提出预算；", "下列事项：", "指挥处置。"]
    assert _ends("Propose a budget", lang="en") == ["Propose a budget"]
