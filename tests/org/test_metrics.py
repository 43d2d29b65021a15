"""Figures of a structure small enough to count by hand."""

from __future__ import annotations

from opsdoc.content.models import Function, I18n, Placement, Unit, Variant
from opsdoc.org.compare import weighted
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
