"""Exhibits over the shipped content: what a reader would count and miss."""

from __future__ import annotations

from pathlib import Path

import pytest

from opsdoc.diagram.model import KpiTree, OrgChart, RiskMap, Roadmap, Swimlane
from opsdoc.document import tree as t
from opsdoc.document.exhibits import EXHIBITS
from tests.document.workspace import case, composed

LANGS: tuple[t.Lang, ...] = ("zh", "en")
ARGUMENTS = {
    "charter": "strategy",
    "clause": "effective",
    "figures": '"27|functions"',
    "gaps": "variant=six-areas",
    "grant": "annual-plan",
    "identity": "strategy",
    "key-controls": "strategy",
    "measures": "STR1",
    "process-steps": "lead-to-cash",
    "rolecard": "strategy-lead",
    "scorecard": "coo-office",
    "upkeep": "strategy",
    "agreed": "strategy finance-operations",
}
# Empty unless the document's record says what they print.
MAY_BE_EMPTY = {"issued", "unowned", "clause", "addressees", "remark"}


def words(node: object) -> str:
    return " ".join(x.text for x in t.query(node, t.Text))


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", sorted(EXHIBITS))
def test_every_exhibit_speaks_both_languages(tmp_path: Path, name: str, lang: t.Lang) -> None:
    document, log = composed(tmp_path, f"# x\n\n:: {name} {ARGUMENTS.get(name, '')}\n", lang)
    assert [d.format() for d in log] == []
    assert len(document.blocks) > 1 or name in MAY_BE_EMPTY
    for figure in t.query(document.blocks, t.Figure):
        assert len(figure.alt) >= 8
    for table in t.query(document.blocks, t.Table):
        widths = {sum(c.colspan for c in row.cells) for row in (*table.head, *table.body) if row.role != "group"}
        spans = any(c.rowspan > 1 for row in table.body for c in row.cells)
        assert spans or widths == {len(table.columns)}


@pytest.mark.parametrize(
    ("variant", "counts"),
    [
        ("five-pillars", "5 / 5 / 22"),
        ("five-departments", "20 / 5 / 7"),
        ("seven-teams", "19 / 7 / 6"),
        ("six-areas", "13 / 6 / 13"),
        ("hybrid", "32 / 0 / 0"),
    ],
)
def test_coverage_counts_what_the_matrix_says(tmp_path: Path, variant: str, counts: str) -> None:
    document, _ = composed(tmp_path, "# x\n\n:: coverage\n", "en")
    (table,) = t.query(document.blocks, t.Table)
    column = [o.id for o in case().options.values()].index(variant) + 1
    total = table.body[-1]
    assert total.role == "total"
    assert words(total.cells[column]) == counts
    tones = [row.cells[column].tone for row in table.body if row.role == "body" and len(row.cells) > column]
    assert f"{tones.count('owner')} / {tones.count('partial')} / {tones.count('gap')}" == counts


def test_every_raci_row_has_one_accountable_role(tmp_path: Path) -> None:
    document, _ = composed(tmp_path, "# x\n\n:: raci\n", "zh")
    rows = [row for table in t.query(document.blocks, t.Table) for row in table.body]
    assert len(rows) >= 40
    for row in rows:
        letters = [words(cell) for cell in row.cells[1:]]
        assert sum("A" in letter for letter in letters) == 1
        assert any("R" in letter for letter in letters)


def test_the_chart_s_words_tell_the_hierarchy(tmp_path: Path) -> None:
    document, _ = composed(tmp_path, "# x\n\n:: orgchart\n", "zh", "five-departments")
    (figure,) = t.query(document.blocks, t.Figure)
    assert isinstance(figure.chart, OrgChart)
    assert len(figure.chart.root.children) == 6
    assert sum(len(unit.children) for unit in figure.chart.root.children[:5]) == 16
    for name in ("产品运营部", "产品策划", "数据挖掘"):
        assert name in figure.alt
        assert name in words(figure.alternative)


def test_roadmap_and_risk_map_hold_data_not_lines(tmp_path: Path) -> None:
    document, _ = composed(tmp_path, "# x\n\n:: roadmap\n\n:: risk-map top=9\n\n:: risks top=9\n", "en")
    roadmap, risk_map = (figure.chart for figure in t.query(document.blocks, t.Figure))
    assert isinstance(roadmap, Roadmap)
    assert all(bar.start < bar.end for wave in roadmap.waves for bar in wave.bars)
    assert isinstance(risk_map, RiskMap)
    (register,) = t.query(document.blocks, t.Table)
    assert [p.number for p in risk_map.points] == [words(row.cells[0]) for row in register.body]


def test_a_value_reaches_a_directive_as_it_is(tmp_path: Path) -> None:
    document, log = composed(tmp_path, """# x\n\n:: figures "{{ 0.54 | percent }}|{{ 'a_b "c"' }} | d"\n""")
    (table,) = t.query(document.blocks, t.Table)
    assert [words(row.cells[0]) for row in table.body] == ["54%", "a_b “c” | d"]
    assert not log.items


def test_establishment_closes(tmp_path: Path) -> None:
    document, _ = composed(tmp_path, "# x\n\n:: establishment\n", "en")
    (table,) = t.query(document.blocks, t.Table)

    def value(row: t.Row, n: int) -> int:
        return int(words(row.cells[n]).replace(",", "").replace("−", "-").replace("±", "").replace("+", ""))

    *units, total = table.body
    for column in (1, 2, 3):
        assert sum(value(row, column) for row in units) == value(total, column)
    assert value(total, 2) - value(total, 1) == value(total, 3)


@pytest.mark.parametrize(
    ("line", "message", "help_"),
    [
        (":: orgchrt", 'no directive "orgchrt"', 'did you mean "orgchart"?'),
        (":: orgchart dept=2", 'orgchart has no argument "dept"', 'did you mean "depth"?'),
        (":: orgchart depth=x", 'depth="x" is not a number from 1 to 99', ""),
        (":: orgchart root=coo", 'no unit "coo" in hybrid', "choose from"),
        (":: orgchart variant=hybird", 'no variant "hybird"', 'did you mean "hybrid"?'),
        (":: charter", "the name of a function is missing", "choose from"),
        (":: charter stratgy", 'no function "stratgy"', 'did you mean "strategy"?'),
        (":: section nothing-here", 'no section "nothing-here"', ""),
        (":: list-of maps", 'no list of "maps"', "figures, tables"),
    ],
)
def test_a_directive_that_cannot_be_meant_names_its_line(tmp_path: Path, line: str, message: str, help_: str) -> None:
    _, log = composed(tmp_path, f"# x\n\n{{% for n in [1] %}}\n\n{line}\n{{% endfor %}}\n")
    (found,) = log.errors
    assert message in found.message
    assert help_ in found.help
    assert found.source is not None
    assert (found.source.file, found.source.line) == ("templates/kinds/proposal.md.j2", 5)


@pytest.mark.parametrize(
    ("outline", "line", "message"),
    [
        ("# x\n\n{{ client.shrt_name }}\n", 3, "shrt_name"),
        ("# x\n{% for a in %}\n{% endfor %}\n", 2, "Expected an expression"),
        ("# x\n\n\n{{ 1 / 0 }}\n", 4, "division by zero"),
    ],
)
def test_a_template_that_fails_names_the_author_s_line(tmp_path: Path, outline: str, line: int, message: str) -> None:
    _, log = composed(tmp_path, outline)
    (found,) = log.errors
    assert message in found.message
    assert found.source is not None
    assert found.source.line == line
    assert found.help


@pytest.mark.parametrize(
    ("directive", "said", "way_out"),
    [
        ("kpi-tree root=FIN66", 'no KPI "FIN66"', "FIN6"),
        ("kpi-tree depth=0", 'depth="0" is not a number from 1 to 9', "depth=1"),
        ("swimlane plan-to-delivr", 'no process "plan-to-delivr"', "plan-to-deliver"),
        ("swimlane plan-to-deliver variant=hybird", 'no variant "hybird"', "hybrid"),
        ("cycle strategie", 'no function "strategie"', "strategy"),
        ("cycle show=ring", 'show="ring" is not known', "drawing"),
    ],
)
def test_what_cannot_be_drawn_is_said_with_its_line(tmp_path: Path, directive: str, said: str, way_out: str) -> None:
    document, log = composed(tmp_path, f"# x\n\n:: {directive}\n")
    (found,) = log
    assert said in found.message
    assert not list(t.query(document.blocks, t.Figure))
    assert way_out in (found.help or "")
    assert found.source is not None
    assert found.source.line == 3


def test_the_process_as_it_is_shows_its_gaps_and_more_hand_offs(tmp_path: Path) -> None:
    document, _ = composed(
        tmp_path, "# x\n\n:: swimlane plan-to-deliver variant=as-is\n\n:: swimlane plan-to-deliver\n", "en"
    )
    before, after = (figure.chart for figure in t.query(document.blocks, t.Figure))
    assert isinstance(before, Swimlane)
    assert isinstance(after, Swimlane)
    assert any(lane.gap for lane in before.lanes)
    assert not any(lane.gap for lane in after.lanes)
    assert sum(bool(s.number) for s in before.steps) > sum(bool(s.number) for s in after.steps)


def test_a_kpi_tree_carries_baseline_and_target(tmp_path: Path) -> None:
    document, _ = composed(tmp_path, "# x\n\n:: kpi-tree root=FIN6 depth=1\n", "en")
    (figure,) = t.query(document.blocks, t.Figure)
    assert isinstance(figure.chart, KpiTree)
    assert str(figure.chart.root.values).replace(",", "").startswith("4800 → 5600")
    assert str(figure.chart.root.values) in words(figure.alternative)
