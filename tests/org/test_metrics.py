"""Figures of a structure small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace

from opsdoc.content.models import Function, I18n, Placement, Unit, UnitFigures, Variant
from opsdoc.org.compare import weighted
from opsdoc.org.layers import profile
from opsdoc.org.metrics import hand_offs, layers, span_by_unit
from opsdoc.org.select import Option


def unit(id_: str, parent: str = "") -> Unit:
    return Unit(id=id_, name=I18n(zh=id_, en=id_), parent=parent)


def option(units: list[Unit], placements: dict[str, str]) -> Option:
    placed = tuple(Placement(function=f, unit=u, role="owner") for f, u in placements.items())
    variant = Variant(
        id="v", name=I18n(zh="v"), kind="structure", logic=I18n(zh="x"), units=tuple(units), placements=placed
    )
    return Option(variant, tuple(units), placed, (), {})


TREE = [unit("root"), unit("a", "root"), unit("b", "root"), unit("c", "root"), unit("a1", "a")]


def test_spans_count_solid_line_reports() -> None:
    assert span_by_unit(option(TREE, {})) == {"root": 3, "a": 1}


def test_layers_count_the_root_as_one() -> None:
    assert layers(option(TREE, {})) == 3


def test_a_circle_of_units_does_not_hang_it() -> None:
    assert layers(option([unit("root"), unit("x", "y"), unit("y", "x")], {})) >= 1


def test_an_output_that_leaves_its_unit_is_a_hand_off() -> None:
    def function(id_: str, *receivers: str) -> Function:
        outputs = [{"item": "x", "party": receiver} for receiver in receivers]
        return Function.model_validate({"id": id_, "name": id_, "purpose": id_, "outputs": outputs})

    functions = [function("f", "g", "h", "customers"), function("g", "f"), function("h")]
    together = option(TREE, {"f": "a", "g": "a", "h": "b"})
    assert hand_offs(together, functions) == (1, 3)
    nobody = option(TREE, {"f": "a", "g": "a"})
    assert hand_offs(nobody, functions) == (1, 3)


def test_scores_are_weighted_means() -> None:
    assert weighted({"x": 5, "y": 1}, {"x": 75, "y": 25}) == 4.0
    assert weighted({"x": 5}, {"x": 50, "y": 50}) == 2.5
    assert weighted({}, {}) == 0.0


def test_an_assistant_is_no_report_and_no_layer() -> None:
    served = [*TREE, unit("a2", "a1").model_copy(update={"type": "assistant"})]
    with_one = option(served, {})
    assert span_by_unit(with_one) == span_by_unit(option(TREE, {}))
    assert layers(with_one) == 3
    # Its post counts on the layer of the superior.
    figures = replace(with_one, figures={"a1": UnitFigures(to_be=4), "a2": UnitFigures(to_be=1)})
    assert [(layer.units, layer.fte) for layer in profile(figures)] == [(1, None), (3, None), (1, 5)]


def test_a_post_with_reports_of_its_own_is_no_assistant() -> None:
    leads = [*TREE, unit("a2", "a1").model_copy(update={"type": "assistant"}), unit("a3", "a2")]
    assert span_by_unit(option(leads, {}))["a1"] == 1
    assert layers(option(leads, {})) == 5
