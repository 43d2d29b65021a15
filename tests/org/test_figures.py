"""Bridges, layers, costs and rankings of organisations small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from opsdoc.content.models import UnitFigures
from opsdoc.org.bridge import establishment
from opsdoc.org.compare import ranking
from opsdoc.org.costs import Amount, Costs, costs
from opsdoc.org.interfaces import passings
from opsdoc.org.layers import BANDS, band_bounds, band_of, profile
from opsdoc.org.metrics import hand_offs, metrics
from tests.document.workspace import case
from tests.org.test_metrics import TREE, option


def test_layers_count_units_fte_and_heads_by_band() -> None:
    figures = {"root": UnitFigures(to_be=2), "a": UnitFigures(to_be=5, as_is=7), "a1": UnitFigures(to_be=3)}
    top, middle, bottom = profile(replace(option(TREE, {}), figures=figures))
    assert (top.units, middle.units, bottom.units) == (1, 3, 1)
    assert (top.fte, middle.fte, bottom.fte) == (2, 5, 3)
    assert top.heads == (0, 0, 1, 0, 0, 0, 0)
    assert middle.heads == (1, 0, 0, 0, 0, 0, 0)
    assert profile(replace(option(TREE, {}), figures=figures), "as_is")[1].fte == 7
    assert profile(option(TREE, {}))[0].fte is None


def test_every_span_has_one_band() -> None:
    for band, (low, high) in enumerate(band_bounds()):
        assert band_of(low) == band_of(high or low + 50) == band
    assert len(band_bounds()) == len(BANDS)


def test_a_bridge_closes_by_unit_and_by_kind_of_change() -> None:
    chosen = case()
    for by in ("unit", "branch", "change"):
        found = establishment(chosen, chosen.option, by)
        assert found.start + sum(step.delta for step in found.steps) == pytest.approx(found.end)
        assert found.open == 0
        signs = [step.delta > 0 for step in found.steps]
        assert signs == sorted(signs, reverse=True)


def test_people_whom_a_bridge_forgets_stand_open() -> None:
    chosen = case()
    figures = dict(chosen.option.figures)
    unit = max(figures, key=lambda id_: figures[id_].as_is)
    figures[unit] = UnitFigures(as_is=figures[unit].as_is - 4, to_be=figures[unit].to_be)
    found = establishment(chosen, replace(chosen.option, figures=figures))
    # Four people of today stand in no unit: the step grows by four, and the rest takes them off again.
    assert found.open == pytest.approx(-4)


def test_a_difference_takes_the_far_ends() -> None:
    assert Amount(10, 8, 12) - Amount(4, 3, 6) == Amount(6, 2, 9)
    assert -Amount(4, 3, 6) == Amount(-4, -6, -3)
    found = Costs(Amount(120, 100, 150), Amount(4, 3, 6), Amount(10, 8, 12), 3)
    assert found.payback_months == (240, 133, 900)
    assert Costs(Amount(120, 100, 150), Amount(9, 8, 10), Amount(10, 8, 12), 3).payback_months[2] == 0


def test_costs_belong_to_their_option_and_hide_from_those_who_may_not_see_them() -> None:
    chosen = case()
    totals = {id_: costs(chosen, o).one_off.amount for id_, o in chosen.options.items()}
    assert len(set(totals.values())) == len(totals)
    assert costs(case(audience="staff")).count == 0


def test_the_ranking_tries_every_weight_up_and_down() -> None:
    found = ranking(case())
    assert found is not None
    assert sum(found.wins.values()) == found.trials == 14
    for id_, (low, high) in found.ranges.items():
        assert low < found.scores[id_] < high


def test_the_matrix_counts_what_the_comparison_counts() -> None:
    chosen = case()
    found = passings(chosen.option, chosen.functions.values())
    assert (sum(one.crosses for one in found), len(found)) == hand_offs(chosen.option, chosen.functions.values())
    assert metrics(chosen, chosen.option).interfaces == len(found)
