"""`:: decision-rights`, `:: canvas`, `:: day-one`: how a structure decides, works and starts."""

from __future__ import annotations

from pathlib import Path

import pytest

from opsdoc.diagram.model import OrgChart
from opsdoc.document import tree as t
from tests.document.workspace import case, composed

RAPID = {"zh": ["R 提议", "A 同意", "I 意见", "D 裁定", "P 执行"], "en": ["R recommend", "A agree", "I input"]}
DACI = {
    "zh": ["D 牵头", "A 批准", "C 参与", "I 知会"],
    "en": ["D driver", "A approver", "C contributors", "I informed"],
}


def words(cell: t.Cell) -> str:
    return "".join(x.text for x in t.query(cell.content, t.Text))


def tables(tmp_path: Path, outline: str, lang: t.Lang = "zh", variant: str = "hybrid") -> list[t.Table]:
    document, log = composed(tmp_path, f"# x\n\n{outline}\n", lang, variant)
    assert not log.errors, [d.format() for d in log]
    return list(t.query(document.blocks, t.Table))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_letters_of_both_forms_have_names_in_either_language(tmp_path: Path, lang: t.Lang) -> None:
    rapid, daci = tables(tmp_path, ":: decision-rights {#d}", lang)
    for table, names in ((rapid, RAPID[lang]), (daci, DACI[lang])):
        heads = [words(cell) for cell in table.head[0].cells]
        assert heads[: len(names)] == names
        assert table.caption
        assert table.note
    assert (rapid.id, daci.id) == ("d-rapid", "d-daci")


def test_a_decision_reads_who_may_say_no_who_decides_and_what_ends_a_deadlock(tmp_path: Path) -> None:
    (rapid,) = tables(tmp_path, ":: decision-rights form=rapid {#d}")
    assert rapid.id == "d"
    at = next(n for n, r in enumerate(rapid.body) if r.id == "concession")
    assert words(rapid.body[at - 1].cells[0]) == "赶船期的不合格批次能否让步放行"
    assert words(rapid.body[at + 1].cells[0]) == "场合与僵局：质量不同意或客户未书面同意的，改配下一船"
    parts = [words(cell) for cell in rapid.body[at].cells]
    assert parts == ["制造管理", "质量管理、客户关系管理", "物流管理", "首席运营官", "物流管理"]


def test_the_canvas_has_all_six_parts_of_the_recommended_structure_and_no_other_has_one(tmp_path: Path) -> None:
    (canvas,) = tables(tmp_path, ":: canvas {#c}")
    value, *boxes = [words(cell) for row in canvas.body for cell in row.cells]
    assert value.startswith("交付的价值：")
    assert [box[:2] for box in boxes] == ["流程", "组织", "地点", "信息", "供应", "管理"]
    assert canvas.body[0].cells[0].colspan == 3
    assert tables(tmp_path, ":: canvas variant=seven-teams") == []


@pytest.mark.parametrize(("lang", "day"), [("zh", "2027年4月1日"), ("en", "1 April 2027")])
def test_day_one_says_for_each_item_who_and_by_what_one_can_tell(tmp_path: Path, lang: t.Lang, day: str) -> None:
    (table,) = tables(tmp_path, ":: day-one {#first}", lang)
    assert day in "".join(x.text for x in t.query(table.caption, t.Text))
    plan = case().engagement.roadmap.day_one
    assert plan is not None
    items = [row for row in table.body if row.role == "body"]
    assert [row.id for row in items] == [item.id for item in plan.items]
    for row in items:
        what, who, proof, box = (words(cell) for cell in row.cells)
        assert box == "☐"
        assert all(text and text != "—" for text in (what, who, proof))
    assert sum(row.role == "group" for row in table.body) == len({item.area for item in plan.items})


@pytest.mark.parametrize(
    ("lang", "vacant"), [("zh", "首席运营官办公室（23，空缺）"), ("en", "COO Office (23, vacant)")]
)
def test_an_assistant_and_vacant_posts_are_in_the_chart_and_in_its_words(
    tmp_path: Path, lang: t.Lang, vacant: str
) -> None:
    document, log = composed(tmp_path, "# x\n\n:: orgchart show=fte {#o}\n", lang)
    assert not log.errors
    (figure,) = t.query(document.blocks, t.Figure)
    said = ["".join(x.text for x in t.query(p.content, t.Text)) for p in t.query(figure.alternative, t.Paragraph)]
    assert vacant in said
    assert isinstance(figure.chart, OrgChart)
    root = figure.chart.root
    assert [unit.kind for unit in root.children].count("assistant") == 1
    assert {unit.id for unit in (root, *root.children) if unit.vacant} == {"operations", "coo-office"}
