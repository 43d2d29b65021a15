"""The policy and its notice of issue, composed from the content that ships."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

import pytest

from opsdoc.content.load import load
from opsdoc.content.models import Authority
from opsdoc.diagnostics import Log
from opsdoc.document import tree as t
from opsdoc.document.compose import compose
from opsdoc.document.pair import pair
from opsdoc.document.refine import refine
from opsdoc.document.wording import han_number
from opsdoc.org.select import Case, select
from tests.document.workspace import REPOSITORY

VARIANTS = ["hybrid", "five-pillars", "five-departments", "seven-teams", "six-areas"]


@lru_cache
def case(document: str, variant: str = "hybrid") -> Case:
    log = Log()
    workspace = load(REPOSITORY, REPOSITORY, log, ["sample-trading"])
    assert [d.format() for d in log] == []
    return select(workspace, "sample-trading", document, variant)


@lru_cache
def composed(document: str, lang: t.Lang, variant: str = "hybrid") -> t.Document:
    """A document without a finding on the way."""
    log = Log()
    result = refine(compose(case(document, variant), lang, log), log)
    assert [d.format() for d in log] == []
    return result


def words(node: object) -> str:
    return "".join(x.text for x in t.query(node, t.Text))


def articles(lang: t.Lang, variant: str = "hybrid") -> list[t.Article]:
    return list(t.query(composed("policy", lang, variant).blocks, t.Article))


def article(id_: str, lang: t.Lang) -> t.Article:
    return next(a for a in articles(lang) if a.id == id_)


@pytest.mark.parametrize("variant", VARIANTS)
def test_articles_run_on_through_the_chapters_and_meet_in_both_languages(variant: str) -> None:
    zh, en = articles("zh", variant), articles("en", variant)
    assert [a.number for a in zh] == [f"第{han_number(n)}条" for n in range(1, len(zh) + 1)]
    assert [a.number for a in en] == [f"Article {n}" for n in range(1, len(en) + 1)]
    assert [a.id for a in zh] == [a.id for a in en]
    assert len({a.id for a in zh}) == len(zh) >= 35


def test_chapters_sections_and_items_have_one_tree_in_both_languages() -> None:
    def shape(lang: t.Lang) -> list[tuple[object, ...]]:
        out: list[tuple[object, ...]] = []
        for node in t.query(composed("policy", lang).blocks, (t.Heading, t.Article)):
            if isinstance(node, t.Heading):
                out.append((node.level, node.id, bool(node.number)))
            else:
                parts = [type(b).__name__ for b in node.content]
                items = [len(x.items) for x in t.query(node, (t.OrderedList, t.BulletList))]
                out.append((node.id, *parts, *items))
        return out

    assert shape("zh") == shape("en")


def test_the_parts_that_a_policy_must_have() -> None:
    chapters = [t.plain(h.content) for h in t.query(composed("policy", "zh").blocks, t.Heading) if h.level == 1]
    assert chapters[1:8] == [
        "总则", "组织与职责", "职责权限与审批", "管理内容与程序", "绩效与考核", "风险控制与监督检查", "附则",
    ]  # fmt: skip
    titles = [t.plain(a.title) for a in articles("zh")]
    for part in ("目的", "适用范围", "定义", "原则", "解释", "语言", "施行"):
        assert any(part in title for title in titles), part
    annexes = [h.number for h in t.query(composed("policy", "en").blocks, t.Heading) if h.annex]
    assert annexes == ["Annex A", "Annex B", "Annex C", "Annex D", "Annex E"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_reference_leads_somewhere(lang: t.Lang) -> None:
    blocks = composed("policy", lang).blocks
    known = {b.id for b in t.query(blocks, t.Base)}
    references = list(t.query(blocks, t.Ref))
    assert len(references) >= 12
    assert all(ref.target in known and ref.text for ref in references)


def test_duties_are_said_with_shall() -> None:
    texts = [words(block) for a in articles("en") for block in a.content if not isinstance(block, t.Table)]
    assert sum(text.count(" shall ") for text in texts) > 60
    assert not [text for text in texts if re.search(r"\b(should|must)\b", text)]


def test_limits_are_those_of_the_delegation_of_authority() -> None:
    record = case("policy").table("authority", Authority)["budget-excess"]
    for lang, amount in (("zh", "10万元"), ("en", "RMB 100,000")):
        said = words(article("a-limits", lang))
        assert amount in said
    grants = next(x for x in t.query(article("a-limits", "en"), t.OrderedList))
    assert len(grants.items) == len(record.bands)
    assert "decided by the Board of Directors" in words(grants.items[-1])


def test_units_come_from_the_structure_at_hand() -> None:
    assert "首席运营官办公室：负责战略规划" in words(article("a-units", "zh"))
    assert "32项职能均有唯一负责单位" in words(article("a-units", "zh"))
    pillars = words(next(a for a in articles("en", "five-pillars") if a.id == "a-units"))
    assert "Strategic Planning Pillar: owns strategic planning" in pillars
    assert "Functions without a single owning unit" in pillars


def test_force_and_language_are_said_as_the_record_has_them() -> None:
    effect = words(article("a-effect", "zh"))
    assert "本制度自2027年3月1日起试行，试行期至2027年12月17日" in effect
    assert "废止" not in effect  # nothing is superseded
    assert "以中文本为准" in words(article("a-language", "zh"))
    assert "the Chinese version shall prevail" in words(article("a-language", "en"))


def test_a_superseded_policy_is_repealed() -> None:
    known = case("policy")
    record = known.document.model_copy(update={"supersedes": "HC-ZD-2019-002", "params": {}})
    log = Log()
    document = refine(compose(replace(known, document=record, params={}), "zh", log), log)
    effect = next(a for a in t.query(document.blocks, t.Article) if a.id == "a-effect")
    assert words(effect.content) == "本制度自2027年3月1日起施行。自本制度施行之日起，HC-ZD-2019-002同时废止。"
    assert [d.format() for d in log] == []


@pytest.mark.parametrize("document", ["policy", "notice"])
def test_both_languages_pair_without_a_gap(document: str) -> None:
    log = Log()
    both = pair(composed(document, "zh"), composed(document, "en"), log, issued=True)
    assert [d.format() for d in log] == []
    assert not [p for p in t.query(both.blocks, t.Paragraph) if p.role == "pending"]
    assert "译文待补" not in words(both.blocks)


def test_the_notice_names_what_it_issues() -> None:
    text = words(composed("notice", "zh").blocks)
    assert "《衡川运营组织管理制度》" in text
    assert "HC-ZD-2026-004" in text
    assert "2027年3月1日" in text
    assert "Hengchuan Operations Organisation Policy" in words(composed("notice", "en").blocks)


def test_copies_are_numbered_and_every_unit_head_has_one() -> None:
    (table,) = [x for x in t.query(composed("policy", "zh").blocks, t.Table) if "回收" in t.plain(x.caption)]
    numbers = [words(row.cells[0]) for row in table.body]
    assert numbers == [f"{n:02d}" for n in range(1, len(numbers) + 1)]
    heads = {unit.head_role.zh for unit in case("policy").option.units}
    assert heads <= {words(row.cells[1]) for row in table.body}


def test_a_matter_with_one_limit_is_a_sentence_and_no_list() -> None:
    assert len(case("policy").table("authority", Authority)["employee-rules"].bands) == 1
    for lang, end in (("zh", "备案。"), ("en", ".")):
        of = article("a-employees", lang)
        assert not list(t.query(of, t.OrderedList))
        assert [words(block) for block in of.content][1].endswith(end)
