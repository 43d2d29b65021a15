"""The shipped policy issued as one that affects employees: it prints what the rules on issued documents ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from opsdoc.check.rules import run
from opsdoc.content.models import Approval, I18n, Procedure, Publicity
from opsdoc.diagnostics import Log
from opsdoc.document import tree as t
from opsdoc.document.compose import compose
from opsdoc.document.refine import refine
from opsdoc.org.select import Case, select
from tests.document.workspace import shipped

BOARD = I18n(zh="董事会", en="Board of Directors")
STEPS = (
    Approval(step="prepared", role=I18n(zh="项目组", en="Project team"), date=date(2027, 1, 10)),
    Approval(step="approved", role=BOARD, date=date(2027, 2, 1)),
)
DONE: dict[str, Any] = {
    "status": "effective",
    "approvals": STEPS,
    "affects_employee_interests": True,
    "democratic_procedure": Procedure(body=I18n(zh="职工代表大会", en="Employee congress"), date=date(2027, 1, 20)),
    "publicity": Publicity(method=I18n(zh="内网公示", en="Posted on the intranet"), date=date(2027, 2, 5)),
}


def policy(**fields: Any) -> tuple[Case, t.Document]:
    case = select(shipped(), "sample-trading", "policy")
    case = replace(case, document=case.document.model_copy(update=fields))
    log = Log()
    return case, refine(compose(case, "zh", log), log)


@pytest.fixture(scope="module")
def issued() -> tuple[Case, t.Document]:
    return policy(**DONE)


def codes(case: Case, document: t.Document) -> set[str]:
    log = Log()
    run(case, [document], log, date(2027, 3, 15))
    return {item.code for item in log if item.code in ("N01", "N05", "N06")}


def test_a_policy_with_its_whole_procedure_may_be_issued(issued: tuple[Case, t.Document]) -> None:
    assert codes(*issued) == set()


def test_without_the_records_of_the_procedure_it_may_not(issued: tuple[Case, t.Document]) -> None:
    case, document = issued
    bare = case.document.model_copy(update={"publicity": None})
    assert codes(replace(case, document=bare), document) == {"N05"}


def test_employees_sign_for_it_and_printed_copies_are_uncontrolled(issued: tuple[Case, t.Document]) -> None:
    tables = {table.summary: table for table in t.query(issued[1].blocks, t.Table) if table.role == "control"}
    assert "签收确认" in tables
    said = [text.text for text in t.query(tables["文件控制"].body, t.Text)]
    assert said[said.index("打印件") + 1].startswith("非受控")


def test_a_draft_has_neither() -> None:
    _, document = policy()
    said = {text.text for text in t.query(document.blocks, t.Text)}
    assert "打印件" not in said
    assert "员工编号" not in said
