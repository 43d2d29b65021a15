"""The operations handbook, composed from the content that ships."""

from __future__ import annotations

from itertools import pairwise

import pytest

from opsdoc.content.models import Process, Raci, Role
from opsdoc.diagnostics import Log
from opsdoc.diagram.model import Cycle, KpiTree, Pillars, Swimlane
from opsdoc.document import tree as t
from opsdoc.document.pair import pair
from tests.document.test_policy import VARIANTS, case, composed, words


def headings(lang: t.Lang, variant: str = "hybrid") -> list[t.Heading]:
    return list(t.query(composed("handbook", lang, variant).blocks, t.Heading))


def tables(caption: str, lang: t.Lang = "en") -> list[t.Table]:
    found = t.query(composed("handbook", lang).blocks, t.Table)
    return [table for table in found if t.plain(table.caption).startswith(caption)]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_function_has_one_section_in_every_structure(variant: str, lang: t.Lang) -> None:
    functions = case("handbook", variant).functions
    assert len(functions) >= 27
    found = [h.id for h in headings(lang, variant) if h.id in functions]
    assert sorted(found) == sorted(functions)
    assert all(h.level == 2 and h.number for h in headings(lang, variant) if h.id in functions)


@pytest.mark.parametrize("variant", VARIANTS)
def test_both_outlines_are_the_same(variant: str) -> None:
    zh, en = headings("zh", variant), headings("en", variant)
    assert [(h.id, h.level, h.numbered, h.annex) for h in zh] == [(h.id, h.level, h.numbered, h.annex) for h in en]


def test_chapters_follow_the_units() -> None:
    option = case("handbook").option
    units = [h.id for h in headings("zh") if h.id.startswith("unit-")]
    assert units == [f"unit-{u.id}" for u in option.units if option.functions_of(u.id)]
    assert [h.number[-1] for h in headings("zh") if h.annex] == list("ABCDE")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_reference_leads_somewhere(lang: t.Lang) -> None:
    blocks = composed("handbook", lang).blocks
    known = {b.id for b in t.query(blocks, t.Base)}
    assert all(ref.target in known and ref.text for ref in t.query(blocks, t.Ref))


def test_both_languages_pair_without_a_gap() -> None:
    log = Log()
    both = pair(composed("handbook", "zh"), composed("handbook", "en"), log, issued=True)
    assert [d.format() for d in log] == []
    assert "译文待补" not in "".join(words(p) for p in t.query(both.blocks, t.Paragraph) if p.role == "pending")
    assert not [p for p in t.query(both.blocks, t.Paragraph) if p.role == "pending"]


def test_each_function_says_when_its_text_was_last_revised() -> None:
    found = t.query(composed("handbook", "zh").blocks, t.Paragraph)
    lines = [words(p) for p in found if p.role == "source" and "最近修订" in words(p)]
    assert len(lines) == len(case("handbook").functions)
    (strategy,) = [line for line in lines if line.startswith("代码：strategy；")]
    assert "2026年9月15日" in strategy


def test_processes_show_steps_and_one_accountable_role() -> None:
    known = case("handbook")
    processes = known.table("processes", Process)
    rows = known.table("raci", Raci)
    assert [h.id for h in headings("en") if h.id.startswith("process-")] == [f"process-{p}" for p in processes]
    for process in processes.values():
        name = process.name.en
        (steps,) = tables(f"{name}: steps")
        assert [words(row.cells[0]) for row in steps.body] == [str(n) for n in range(1, len(process.steps) + 1)]
        assert all(words(cell) not in ("", "—") for row in steps.body for cell in row.cells)
        (who,) = tables(f"{name}: who")
        assert len(who.body) == sum(r.process == process.id for r in rows.values())
        accountable = {role.name.en for role in known.table("roles", Role).values()}
        assert all(words(row.cells[1]) in accountable for row in who.body)


def test_each_process_is_drawn_over_the_units_that_own_its_steps() -> None:
    known = case("handbook")
    drawn = [f.chart for f in t.query(composed("handbook", "en").blocks, t.Figure) if isinstance(f.chart, Swimlane)]
    processes = list(known.table("processes", Process).values())
    assert [len(chart.steps) for chart in drawn] == [len(process.steps) for process in processes]
    for chart, process in zip(drawn, processes, strict=True):
        owners = [known.option.owner_of(function) for function in process.functions]
        assert [step.lane for step in chart.steps] == owners
        changes = sum(one != other for one, other in pairwise(owners))
        assert [step.number for step in chart.steps if step.number] == [str(n + 1) for n in range(changes)]


def test_a_card_for_every_role() -> None:
    found = [h.id for h in headings("en") if h.id.startswith("role-")]
    assert sorted(found) == sorted(f"role-{role}" for role in case("handbook").tables["roles"])


def test_terms_are_defined_in_the_order_of_the_language_and_listed_in_the_other() -> None:
    for lang, own, other, first in (
        ("en", "Terms and", "Terms in", "English"),
        ("zh", "术语与定义", "中英文术语", "中文"),
    ):
        (defined,), (listed,) = tables(own, lang), tables(other, lang)  # type: ignore[arg-type]
        assert {row.id for row in defined.body} == {row.id for row in listed.body}
        assert [len(defined.head[0].cells), len(listed.head[0].cells)] == [4, 2]
        assert words(defined.head[0].cells[0]) == words(listed.head[0].cells[1]) == first
    english = [words(row.cells[0]).casefold() for row in tables("Terms and")[0].body]
    assert english[:1] < english[-1:]


def test_in_two_languages_a_term_stands_once_in_its_row() -> None:
    both = pair(composed("handbook", "zh"), composed("handbook", "en"), Log(), False)
    for caption in ("术语与定义", "中英文术语"):
        (table,) = (x for x in t.query(both.blocks, t.Table) if t.plain(x.caption).startswith(caption))
        for row in table.body:
            assert [len(cell.content) for cell in row.cells[:2]] == [1, 1], row.id


def test_scorecards_list_each_unit_s_indicators_once() -> None:
    option = case("handbook").option
    for unit in option.units:
        if not option.functions_of(unit.id):
            continue
        (card,) = tables(f"{unit.name.en}: scorecard")
        ids = [row.id for row in card.body if row.role == "body"]
        assert len(ids) == len(set(ids)) >= 3


def test_the_cycle_is_drawn_and_told() -> None:
    figures = list(t.query(composed("handbook", "en").blocks, t.Figure))
    (house,) = [f.chart for f in figures if isinstance(f.chart, Pillars)]
    assert [str(heading) for heading, _ in house.pillars][:2] == ["Strategic planning", "Process management"]
    ((ring, told),) = [(f.chart, f.alternative) for f in figures if isinstance(f.chart, Cycle)]
    planning = {str(event.label): event.months for event in ring.stages[0].events}
    assert planning["Annual planning meeting"] == (10, 11, 12)
    assert "Annual planning meeting (months 10–12)" in words(told)
    assert "Risk control" in words(told)


def test_the_cycle_is_told_with_the_marks_of_chinese() -> None:
    (told,) = [
        f.alternative for f in t.query(composed("handbook", "zh").blocks, t.Figure) if isinstance(f.chart, Cycle)
    ]
    assert "年度计划会（10—12月）" in words(told)
    assert "季度资源评审会（3、6、9、12月）" in words(told)
    assert "？；" not in words(told)


def test_kpi_trees_count_what_adds_up() -> None:
    trees = [f.chart for f in t.query(composed("handbook", "en").blocks, t.Figure) if isinstance(f.chart, KpiTree)]
    profit, cash = trees
    assert [(m.id, m.relation) for m in profit.root.children] == [("SPM6", "sum"), ("FIN7", "difference")]
    assert sorted(m.relation for m in cash.root.children) == ["difference", "sum", "sum"]


def test_receipt_names_the_document_and_leaves_room_to_sign() -> None:
    (table,) = [
        x for x in t.query(composed("handbook", "en").blocks, t.Table) if x.summary == "Acknowledgement of receipt"
    ]
    filled = {words(row.cells[0]): words(row.cells[1]) for row in table.body}
    assert filled["Document"] == "Hengchuan Operations Handbook"
    assert filled["Signature"] == ""
