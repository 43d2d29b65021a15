"""What a rule shows of itself: type and retention in its control block, number and effect on its cover, approvers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from opsdoc.content.models import I18n
from opsdoc.diagnostics import Log
from opsdoc.document import tree as t
from opsdoc.document.compose import compose
from opsdoc.org.select import Case, select
from tests.document.workspace import shipped


def policy() -> Case:
    return select(shipped(), "sample-trading", "policy")


def said(table: t.Table) -> list[list[str]]:
    return [["".join(x.text for x in t.query(c.content, t.Text)) for c in row.cells] for row in table.head + table.body]


def tables(case: Case, lang: t.Lang) -> tuple[t.Document, list[t.Table]]:
    document = compose(case, lang, Log())
    return document, [table for table in t.query(document.blocks, t.Table) if table.role == "control"]


@pytest.mark.parametrize(
    ("lang", "level", "kept"), [("zh", ["文件类别", "制度"], "废止后保存5年"), ("en", ["Type", "Policy"], "5 years")]
)
def test_a_policy_says_what_it_is_and_how_long_it_is_kept(lang: t.Lang, level: list[str], kept: str) -> None:
    document, (control, *_) = tables(policy(), lang)
    cells = [cell for row in said(control) for cell in row]
    assert any(cells[n : n + 2] == level for n in range(len(cells)))
    assert any(kept in cell for cell in cells)
    imprint = {key: value for key, _, value in document.meta.imprint}
    assert "HC-ZD-2026-004" in imprint["number"]
    assert ("2027年3月1日" if lang == "zh" else "1 March 2027") in imprint["date"]


def test_who_approved_a_version_stands_in_its_history_where_anybody_did() -> None:
    case = policy()
    board = I18n(zh="董事会", en="Board")
    rows = [r.model_copy(update={"approver": board}) if n == 0 else r for n, r in enumerate(case.document.revisions)]
    signed = replace(case, document=case.document.model_copy(update={"revisions": tuple(rows)}))
    for one, heads in ((case, 4), (signed, 5)):
        _, made = tables(one, "zh")
        history = next(table for table in made if table.head and said(table)[0][0] == "版本")
        assert [len(row) for row in said(history)] == [heads] * (len(rows) + 1)
    assert said(history)[0][-1] == "批准人"
    assert [row[-1] for row in said(history)[1:]] == ["董事会", "—"]
