"""What a case keeps of the tables: nothing of functions that the engagement does not have; its own names of roles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from opsdoc.content.models import I18n, Raci
from opsdoc.document.context import context
from opsdoc.document.exhibits.call import Call
from opsdoc.document.labels import load_labels
from opsdoc.org.select import Case, select
from tests.document.workspace import REPOSITORY, case, shipped


def without(*functions: str, **changes: object) -> Case:
    """The sample proposal's case without some functions."""
    workspace = shipped()
    content = workspace.engagements["sample-trading"]
    changes = {"out_of_scope": functions, **changes}
    own = replace(content, record=content.record.model_copy(update=changes))
    return select(
        replace(workspace, engagements={**workspace.engagements, "sample-trading": own}), "sample-trading", "proposal"
    )


@pytest.fixture(scope="module")
def shipping_nothing() -> Case:
    return without("logistics", "supply-planning")


def test_forums_risks_and_kpis_of_a_function_go_with_it(shipping_nothing: Case) -> None:
    tables = shipping_nothing.tables
    assert "sop-forum" not in tables["forums"]
    assert "business-review" in tables["forums"]
    assert "supply-planning-lead" not in repr(tables["forums"])
    assert not {"logistics-r1", "supply-planning-r1"} & tables["risks"].keys()
    assert "logistics-c1" not in tables["controls"]
    assert "strategy-c1" in tables["controls"]
    assert "LOG1" not in tables["kpis"]
    assert "logistics-lead" not in tables["roles"]


def test_an_activity_whose_accountable_role_is_gone_is_no_activity(shipping_nothing: Case) -> None:
    rows = shipping_nothing.table("raci", Raci)
    assert "ptd-2" not in rows
    assert "itl-3" in rows
    assert all(any("A" in letter for letter in row.cells.values()) for row in rows.values())


def test_a_process_that_the_engagement_does_not_run_is_gone_and_others_lose_foreign_steps() -> None:
    tables = without("logistics", "supply-planning", processes_out_of_scope=("plan-to-deliver",)).tables
    assert "plan-to-deliver" not in tables["processes"]
    assert "plan-to-deliver" not in {row.process for row in tables["raci"].values() if isinstance(row, Raci)}
    steps = tables["processes"]["lead-to-cash"].functions  # type: ignore[attr-defined]
    assert "sales-performance" in steps
    assert "logistics" not in steps


def test_a_role_that_an_authority_still_names_has_its_name(shipping_nothing: Case) -> None:
    call = Call(shipping_nothing, "zh", load_labels((REPOSITORY / "templates",), "zh"), {}, "x")
    assert call.role("logistics-lead") == "物流管理负责人"


def test_an_engagement_calls_a_role_as_it_likes() -> None:
    renamed = without(rename_roles={"chro": I18n(zh="人力行政部负责人", en="Head of HR")})
    assert renamed.tables["roles"]["chro"].name.zh == "人力行政部负责人"  # type: ignore[attr-defined]
    assert renamed.tables["roles"]["coo"].name.zh == "首席运营官"  # type: ignore[attr-defined]


def test_readers_learn_what_the_client_calls_a_role() -> None:
    labels = load_labels((REPOSITORY / "templates",), "en")
    assert context(case(), "en", labels)["renamed_roles"] == [
        "Chief Human Resources Officer (Head of HR and Administration)"
    ]
    assert context(case(), "en", labels)["counts"]["own_functions"] == 5


def test_texts_that_refer_to_a_role_say_what_the_client_calls_it() -> None:
    case = select(shipped(), "sample-digital", "handbook")
    goals = case.tables["kpis"]["STR1"].inclusions  # type: ignore[attr-defined]
    assert goals.zh == "经股东会批准、写明验收标准的目标"
    assert "approved by the Shareholders' Meeting" in goals.en
    texts = repr([*case.functions.values(), *(row for rows in case.tables.values() for row in rows.values())])
    assert not [body for body in ("董事会", "首席财务官", "首席人力资源官", "{{") if body in texts]
    labels = load_labels((REPOSITORY / "templates",), "en")
    assert context(case, "en", labels)["roles"]["general_manager"] == "Founder and General Manager"


def test_an_engagement_refers_to_roles_as_the_library_does() -> None:
    content = shipped().engagements["sample-trading"]
    refers = I18n(zh="由{{ roles.coo }}裁定", en="The {{ roles.coo }} rules")
    own = content.variants["hybrid"].model_copy(update={"rename": {"operations": refers}})
    record = content.record.model_copy(update={"title": refers, "rename_roles": {"coo": I18n(zh="运营总裁")}})
    changed = replace(content, record=record, variants={**content.variants, "hybrid": own})
    case = select(replace(shipped(), engagements={"sample-trading": changed}), "sample-trading", "proposal", "hybrid")
    # Where the name has no English, the Chinese one stands: no text loses its subject.
    assert (case.engagement.title.zh, case.engagement.title.en) == ("由运营总裁裁定", "The [运营总裁] rules")
    assert case.option.by_id["operations"].name.zh == "由运营总裁裁定"
