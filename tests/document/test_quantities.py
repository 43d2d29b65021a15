"""Exhibits of quantities: scorecards, bridges, spans and matrices over the shipped content."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from opsdoc.content.models import EngagementVariant, Interface, UnitFigures
from opsdoc.diagnostics import Log
from opsdoc.diagram.model import Bridge, Spans
from opsdoc.document import tree as t
from opsdoc.document.compose import compose
from opsdoc.document.exhibits.interfaces import letters
from opsdoc.document.quotes import curly
from opsdoc.document.refine import refine
from opsdoc.org.metrics import metrics
from opsdoc.org.select import Case
from tests.document.test_exhibits import words
from tests.document.workspace import REPOSITORY, case, composed


def said(tmp_path: Path, chosen: Case, line: str, lang: t.Lang = "en") -> t.Document:
    """A document of one directive, about a case of the test's own."""
    folder = tmp_path / "templates" / "kinds"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "proposal.md.j2").write_text(f"# x\n\n{line}\n", encoding="utf-8")
    log = Log()
    workspace = replace(chosen.workspace, templates=(tmp_path / "templates", REPOSITORY / "templates"))
    document = refine(compose(replace(chosen, workspace=workspace), lang, log), log)
    assert [d.format() for d in log] == []
    return document


def only(document: t.Document) -> t.Table:
    (table,) = t.query(document.blocks, t.Table)
    return table


class TestScorecard:
    def test_a_unit_has_targets_thresholds_and_weights_that_make_a_hundred(self, tmp_path: Path) -> None:
        table = only(composed(tmp_path, "# x\n\n:: scorecard supply-department\n", "en")[0])
        assert [words(c) for c in table.head[0].cells] == [
            "KPI", "Baseline", "Target", "Green", "Amber", "Weight (%)", "Frequency", "Responsible role",
        ]  # fmt: skip
        rows = {row.id: [words(c) for c in row.cells] for row in table.body if row.role == "body"}
        chosen = case()
        target = chosen.tables["targets"]["LOG1"]
        assert rows["LOG1"][1:4] == [f"{target.baseline:g}", f"{target.target:g}", f"≥{target.green:g}"]  # type: ignore[attr-defined]
        assert sum(float(cells[5]) for cells in rows.values()) == 100
        assert words(table.body[-1].cells[5]) == "100"

    def test_less_is_better_turns_the_sign(self, tmp_path: Path) -> None:
        table = only(composed(tmp_path, "# x\n\n:: scorecard unit=finance-team\n", "en")[0])
        rows = {row.id: [words(c) for c in row.cells] for row in table.body if row.role == "body"}
        assert rows["FIN3"][3].startswith("≤")
        assert rows["FIN1"][2] == "−5 to 5"

    def test_a_function_has_all_its_kpis_and_no_weights(self, tmp_path: Path) -> None:
        table = only(composed(tmp_path, "# x\n\n:: scorecard logistics\n", "en")[0])
        assert "Weight (%)" not in [words(c) for c in table.head[0].cells]
        ids = [row.id for row in table.body if row.role == "body"]
        assert sorted(ids) == sorted(case().functions["logistics"].kpis)

    def test_without_targets_the_dictionary_alone_is_printed(self, tmp_path: Path) -> None:
        chosen = case()
        bare = replace(chosen, tables={**chosen.tables, "targets": {}}, content=replace(chosen.content, variants={}))
        table = only(said(tmp_path, bare, ":: scorecard supply-department"))
        assert len(table.columns) == 4

    def test_weights_that_do_not_add_up_are_not_hidden(self, tmp_path: Path) -> None:
        chosen = case()
        own = EngagementVariant(id="hybrid", scorecards={"supply-department": {"LOG1": 60, "SCC2": 30}})
        wrong = replace(chosen, content=replace(chosen.content, variants={"hybrid": own}))
        table = only(said(tmp_path, wrong, ":: scorecard supply-department"))
        assert words(table.body[-1].cells[5]) == "90"

    def test_an_unknown_unit_is_named_with_its_line(self, tmp_path: Path) -> None:
        _, log = composed(tmp_path, "# x\n\n:: scorecard unit=suply-department\n", "en")
        (found,) = log.errors
        assert 'no unit or function "suply-department"' in found.message
        assert "supply-department" in found.help
        assert found.source is not None
        assert found.source.line == 3


class TestBridge:
    def figure(self, tmp_path: Path, line: str, chosen: Case | None = None) -> t.Figure:
        (figure,) = t.query(said(tmp_path, chosen or case(), line).blocks, t.Figure)
        assert isinstance(figure.chart, Bridge)
        return figure

    def test_it_leads_from_the_present_to_the_target(self, tmp_path: Path) -> None:
        figure = self.figure(tmp_path, ":: bridge")
        chart = figure.chart
        assert isinstance(chart, Bridge)
        assert chart.bars[-1].value == case().option.fte
        assert chart.bars[0].value + sum(bar.value for bar in chart.bars[1:-1]) == chart.bars[-1].value
        for bar in chart.bars:
            assert str(bar.figure) in words(figure.alternative)
            assert str(bar.label) in figure.alt

    def test_money_ends_with_what_a_full_year_leaves(self, tmp_path: Path) -> None:
        chart = self.figure(tmp_path, ":: bridge measure=cost by=kind").chart
        assert isinstance(chart, Bridge)
        benefit, running, net, outlay, left = (bar.value for bar in chart.bars)
        assert (benefit + running, net + outlay) == (net, left)
        assert running < 0
        assert outlay < 0
        last = chart.bars[-1]
        assert last.low is not None
        assert last.high is not None
        assert last.low < left < last.high

    def test_people_whom_nobody_explains_have_a_bar_of_their_own(self, tmp_path: Path) -> None:
        chosen = case()
        figures = dict(chosen.option.figures)
        own = figures["supply-department"]
        figures["supply-department"] = UnitFigures(as_is=own.as_is - 5, to_be=own.to_be)
        wrong = replace(chosen, option=replace(chosen.option, figures=figures))
        chart = self.figure(tmp_path, ":: bridge", wrong).chart
        assert isinstance(chart, Bridge)
        assert [bar.value for bar in chart.bars if bar.kind == "open"] == [-5]

    def test_what_an_audience_may_not_see_is_not_drawn(self, tmp_path: Path) -> None:
        document = said(tmp_path, case(audience="staff"), ":: bridge measure=cost")
        assert not list(t.query(document.blocks, t.Figure))


def test_spans_stand_beside_the_present_structure(tmp_path: Path) -> None:
    for line, names in ((":: spans", ["as-is", "hybrid"]), (":: spans beside=none variant=six-areas", ["six-areas"])):
        (figure,) = t.query(said(tmp_path, case(), line).blocks, t.Figure)
        assert isinstance(figure.chart, Spans)
        assert [s.id for s in figure.chart.structures] == names
        units = sum(layer.units for s in figure.chart.structures[-1:] for layer in s.layers)
        assert units == metrics(case(), case().options[names[-1]]).units


class TestInterfaces:
    def test_totals_are_those_of_the_comparison(self, tmp_path: Path) -> None:
        table = only(composed(tmp_path, "# x\n\n:: interfaces show=matrix\n", "en")[0])
        figures = metrics(case(), case().option)
        assert words(table.body[-1].cells[-1]) == str(figures.hand_offs)
        cells = [words(c).strip("()") for row in table.body[:-1] for c in row.cells[1:-1]]
        assert sum(int(text) for text in cells if text.isdigit()) == figures.interfaces
        assert {len(row.cells) for row in table.body} == {len(table.columns)}

    def test_every_item_stands_below_with_its_service_level(self, tmp_path: Path) -> None:
        table = only(composed(tmp_path, "# x\n\n:: interfaces show=items\n", "en")[0])
        text = words(table.body)
        levels: list[Interface] = [i for f in case().functions.values() for i in f.interfaces if i.sla]
        crossing = [
            i.sla.en
            for f in case().functions.values()
            for i in f.interfaces
            if i.sla and case().option.owner_of(f.id) != case().option.owner_of(i.party) != ""
        ]
        assert len(levels) >= len(crossing) > 0
        assert all(curly(sla) in text for sla in crossing)

    def test_many_units_take_a_landscape_page_and_then_more_tables(self, tmp_path: Path) -> None:
        chosen = case()
        # Every function in a unit of its own.
        units = tuple(
            chosen.option.units[1].model_copy(update={"id": f"u-{f}", "parent": chosen.option.root.id})
            for f in chosen.functions
        )
        placed = tuple(
            chosen.option.placements[0].model_copy(update={"function": f, "unit": f"u-{f}", "role": "owner"})
            for f in chosen.functions
        )
        many = replace(chosen.option, units=(chosen.option.root, *units), placements=placed)
        document = said(tmp_path, replace(chosen, option=many), ":: interfaces show=matrix")
        (page,) = t.query(document.blocks, t.Landscape)
        tables = list(t.query(page.content, t.Table))
        assert len(tables) == 2
        rows = {len(table.body) for table in tables}
        assert len(rows) == 1

    @pytest.mark.parametrize(("place", "letter"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ")])
    def test_columns_have_letters(self, place: int, letter: str) -> None:
        assert letters(place) == letter


def test_options_are_compared_by_cost_and_under_other_weights(tmp_path: Path) -> None:
    table = only(composed(tmp_path, "# x\n\n:: comparison\n", "en")[0])
    rows = {row.id: [words(c) for c in row.cells[1:]] for row in table.body}
    at = list(case().options).index("hybrid")
    assert rows["compared_net"][at].startswith("RMB")
    low, high = map(float, rows["sensitivity_range"][at].split("–"))
    assert low <= float(rows["score"][at]) <= high
    assert sum(int(text.split(" / ")[0]) for text in rows["sensitivity_wins"]) == 14


def test_a_row_without_accountability_is_told_beside_it(tmp_path: Path) -> None:
    chosen = case()
    raci = dict(chosen.tables["raci"])
    id_, record = next((i, r) for i, r in raci.items() if r.process == "lead-to-cash")  # type: ignore[attr-defined]
    raci[id_] = record.model_copy(update={"cells": {"sales-performance-lead": "R", "brand-lead": "C"}})
    table = only(
        said(tmp_path, replace(chosen, tables={**chosen.tables, "raci": raci}), ":: raci process=lead-to-cash")
    )
    verdicts = {row.id: words(row.cells[-1]) for row in table.body}
    assert verdicts[id_] == "A×0"
    assert set(verdicts.values()) - {"A×0"} <= {"✓", "⇄"}
