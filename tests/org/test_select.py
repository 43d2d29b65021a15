"""What an engagement lays over a variant, and what an audience does not see."""

from __future__ import annotations

from dataclasses import replace

import pytest

from opsdoc.content.models import EngagementVariant
from opsdoc.diagnostics import Log, OpsdocError
from opsdoc.document import tree as t
from opsdoc.document.compose import compose
from opsdoc.document.refine import refine
from opsdoc.org.coverage import cover, totals
from opsdoc.org.select import Option, select
from tests.document.workspace import case, shipped


def overlaid(**changes: object) -> Option:
    """The five departments under an overlay of the sample engagement's."""
    workspace = shipped()
    content = workspace.engagements["sample-trading"]
    own = EngagementVariant.model_validate({"id": "five-departments", **changes})
    changed = replace(content, variants={**content.variants, "five-departments": own})
    engagements = {**workspace.engagements, "sample-trading": changed}
    return select(replace(workspace, engagements=engagements), "sample-trading", "proposal", "five-departments").option


def test_an_overlay_renames_moves_hides_and_merges() -> None:
    name = {"zh": "商品部", "en": "Merchandise Department"}
    unit = overlaid(rename={"product-department": name}).by_id["product-department"]
    assert (unit.name.zh, unit.head_role.zh) == ("商品部", "商品部负责人")
    assert overlaid(move={"data-department": "sales-department"}).by_id["data-department"].parent == "sales-department"
    hidden = overlaid(hide=["data-department"])
    assert "data-department" not in hidden.by_id
    assert cover(hidden, "analytics").status == "gap"
    merged = overlaid(merge={"sales-department": ["marketing-department"]})
    assert "marketing-department" not in merged.by_id
    assert merged.owner_of("brand") == "sales-department"


def test_an_own_placement_takes_the_place_of_the_library_s() -> None:
    own = overlaid(placements=[{"function": "customer-service", "unit": "product-department", "role": "owner"}])
    assert cover(own, "customer-service").units == ("product-department",)
    risk = overlaid(placements=[{"function": "risk", "unit": "data-department", "role": "owner"}])
    assert cover(risk, "risk").status == "owner"
    assert "risk" not in {e.function for e in risk.exclusions}


def test_the_matrix_counts_what_the_source_s_architectures_leave_out() -> None:
    counted = {id_: totals(option, case().functions) for id_, option in case().options.items()}
    assert [counted["five-pillars"].gaps, counted["five-departments"].gaps] == [22, 7]
    assert {c.total for c in counted.values()} == {32}


def test_what_an_audience_may_not_see_is_nowhere() -> None:
    """Cost is for the board: in the staff's document no figure of it stands in text, chart, alt text or properties."""
    board = case(audience="board").engagement.costs
    assert board
    staff = case(audience="staff")
    assert staff.engagement.costs == ()
    assert staff.option.figures == {}
    log = Log()
    for lang in ("zh", "en"):
        document = refine(compose(staff, lang, log), log)
        words = "".join(x.text for x in t.query(document.blocks, t.Text))
        words += "".join(f.alt for f in t.query(document.blocks, t.Figure)) + repr(document.meta)
        for item in board:
            assert item.name.get(lang) not in words
    assert not log.errors


@pytest.mark.parametrize(
    ("arguments", "message", "help_"),
    [
        (("sample-tradin", "proposal", ""), 'no engagement "sample-tradin"', 'did you mean "sample-trading"?'),
        (("sample-trading", "proposl", ""), 'no document "proposl"', 'did you mean "proposal"?'),
        (("sample-trading", "proposal", "five-department"), "no variant", 'did you mean "five-departments"?'),
    ],
)
def test_names_that_are_not_there(arguments: tuple[str, str, str], message: str, help_: str) -> None:
    with pytest.raises(OpsdocError) as raised:
        select(shipped(), *arguments)
    assert raised.value.exit_code == 2
    assert message in raised.value.diagnostics[0].message
    assert help_ in raised.value.diagnostics[0].help
