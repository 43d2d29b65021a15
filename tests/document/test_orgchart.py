"""The organisation chart's directive: what its options show, what becomes of each unit, what it refuses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from opsdoc.content.models import Unit as UnitRecord
from opsdoc.diagram.model import BeforeAfter, OrgChart, Unit
from opsdoc.document import tree as t
from opsdoc.document.alone import figures
from opsdoc.document.exhibits.call import ExhibitError
from opsdoc.org.select import Case
from tests.document.workspace import case


def chart(of: Case, langs: tuple[t.Lang, ...] = ("zh",), **options: str) -> OrgChart:
    found = figures(of, langs, "orgchart", (), options)[0].chart
    assert isinstance(found, OrgChart)
    return found


def with_units(*extra: dict[str, Any], **changes: dict[str, Any]) -> Case:
    """The sample case with more units, and others changed by id."""
    base = case()
    units = [u.model_copy(update=changes.get(u.id.replace("-", "_"), {})) for u in base.option.units]
    units += [UnitRecord.model_validate({"parent": "operations", **one}) for one in extra]
    return replace(base, option=replace(base.option, units=tuple(units)))


def by_id(found: OrgChart) -> dict[str, Unit]:
    out, waiting = {}, [found.root, *found.committees]
    while waiting:
        unit = waiting.pop()
        out[unit.id] = unit
        waiting.extend(unit.children)
    return out


def test_a_chart_shows_several_things_at_once_or_names_alone() -> None:
    full = by_id(chart(case(), show="fte,head,functions"))
    assert full["coo-office"].metric == "23"
    assert str(full["coo-office"].detail) == "首席运营官办公室主任"
    assert any(unit.kind == "function" for unit in full.values())
    bare = by_id(chart(case(), show="none"))
    assert not any(unit.metric or unit.detail or unit.kind == "function" for unit in bare.values())


def test_labels_are_in_the_documents_language_unless_told_otherwise() -> None:
    assert [lang for lang, _ in chart(case()).root.label.parts] == ["zh"]
    assert [lang for lang, _ in chart(case(), labels="en").root.label.parts] == ["en"]
    assert [lang for lang, _ in chart(case(), ("en",), labels="both").root.label.parts] == ["en", "zh"]
    assert [lang for lang, _ in chart(case(), ("zh", "en"), labels="both").root.label.parts] == ["zh", "en"]


def test_assistants_committees_and_vacant_posts_are_told_apart() -> None:
    found = chart(
        with_units(
            {"id": "pa", "name": {"zh": "助理", "en": "Assistant"}, "type": "assistant"},
            {"id": "body", "name": {"zh": "预算委员会", "en": "Budget Committee"}, "type": "committee"},
            data_team={"vacant": True},
        ),
        show="fte",
    )
    units = by_id(found)
    assert units["pa"].kind == "assistant"
    assert units["pa"].metric == "", "no figure is not 0"
    assert "body" in {unit.id for unit in found.committees}
    assert units["data-team"].vacant
    assert "vacant" in dict(found.legend)


def test_depth_and_root_cut_the_tree() -> None:
    assert not any(child.children for child in chart(case(), depth="2", show="none").root.children)
    below = chart(case(), root="coo-office", show="none")
    assert (below.root.id, below.committees) == ("coo-office", ())


def test_before_and_after_say_what_becomes_of_each_unit() -> None:
    figure = figures(case(), ("zh",), "orgchart", (), {"before": "as-is"})[0]
    found = figure.chart
    assert isinstance(found, BeforeAfter)
    before, after = by_id(found.before), by_id(found.after)
    assert (before["general-office"].change, str(before["general-office"].how)) == ("changed", "更名")
    assert (before["service-section"].change, str(before["service-section"].how)) == ("moved", "划转")
    assert str(before["sales-centre"].how) == "拆分"
    assert str(before["finance-department"].how) == "更名、部分划出"
    assert str(after["supply-department"].how) == "合并组建"
    assert after["operations"].change == "unchanged"
    assert {key for key, _ in found.legend} == {unit.change for unit in (*before.values(), *after.values())}
    words = "".join(x.text for x in t.query(figure.alternative, t.Text))
    assert "采购部（合并，去向：供应链运营部）" in words
    assert "现有架构" in figure.alt
    assert "划转" in figure.alt


def test_structures_without_mappings_are_compared_by_the_ids_of_their_units() -> None:
    options = {"before": "seven-teams", "after": "hybrid"}
    found = figures(case(), ("en",), "orgchart", (), options)[0].chart
    assert isinstance(found, BeforeAfter)
    assert by_id(found.after)["supply-department"].change == "new"
    assert by_id(found.before)["data-team"].change in ("unchanged", "changed")


def test_a_unit_that_no_mapping_names_has_no_destination() -> None:
    base = case()
    kept = tuple(m for m in base.option.mappings if "purchasing-department" not in m.from_)
    less = replace(base, option=replace(base.option, mappings=kept))
    found = figures(less, ("en",), "orgchart", (), {"before": "as-is"})[0].chart
    assert isinstance(found, BeforeAfter)
    assert by_id(found.before)["purchasing-department"].change == "open"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"root": "nowhere"}, 'no unit "nowhere" in hybrid'),
        ({"depth": "0"}, "not a number from 1 to 99"),
        ({"depth": "-1"}, "not a number from 1 to 99"),
        ({"show": "fte,none"}, "show=none goes with nothing else"),
        ({"show": "ftes"}, 'show="ftes" is not known'),
        ({"labels": "fr"}, 'labels="fr" is not known'),
        ({"variant": "hybird"}, 'no variant "hybird"'),
        ({"before": "as-was"}, 'before="as-was": no such structure'),
        ({"before": "hybrid"}, "hybrid cannot stand beside itself"),
        ({"before": "as-is", "variant": "hybrid"}, "variant= says nothing beside before="),
        ({"before": "as-is", "after": "six-areas"}, "nothing says what becomes of the present units in six-areas"),
    ],
)
def test_what_cannot_be_shown_is_refused_with_a_way_out(options: dict[str, str], message: str) -> None:
    with pytest.raises(ExhibitError) as failure:
        figures(case(), ("en",), "orgchart", (), options)
    assert message in failure.value.message
    assert failure.value.help


@pytest.mark.parametrize(
    "broken",
    [
        with_units({"id": "lost", "name": {"zh": "失联部", "en": "Lost"}, "parent": "nowhere"}),
        with_units({"id": "lost", "name": {"zh": "二号总部", "en": "Other head"}, "parent": ""}),
        with_units({"id": "lost", "name": {"zh": "自环部", "en": "Ring"}, "parent": "lost"}),
    ],
    ids=["unknown superior", "two roots", "cycle"],
)
def test_units_that_form_no_tree_are_not_drawn(broken: Case) -> None:
    with pytest.raises(ExhibitError, match="form no tree, and a chart would leave out lost"):
        chart(broken)
