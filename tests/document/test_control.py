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


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_said_at_length_stands_below_in_rows_of_its_own_and_no_cell_is_empty(lang: t.Lang) -> None:
    _, (control, *_) = tables(policy(), lang)
    assert all(all(row) for row in said(control))
    assert {sum(cell.colspan for cell in row.cells) for row in control.body} == {4}
    assert said(control)[-1][0] == {"zh": "分发范围", "en": "Distribution"}[lang]
    assert len(control.body[-1].cells) == 2


def test_a_controlled_rule_says_so_on_its_cover() -> None:
    case = policy()
    free = replace(case, document=case.document.model_copy(update={"controlled": False}))
    assert ("受控状态", "受控文件") in {(label, value) for _, label, value in compose(case, "zh", Log()).meta.imprint}
    assert "control" not in {key for key, *_ in compose(free, "zh", Log()).meta.imprint}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_who_is_named_twice_gets_one_copy(lang: t.Lang) -> None:
    document = compose(policy(), lang, Log())
    (table,) = (x for x in t.query(document.blocks, t.Table) if any(row.id == "copy-1" for row in x.body))
    numbers, names = zip(*((row[0], row[1]) for row in said(table)[1:]), strict=True)
    assert len(set(names)) == len(names)
    assert list(numbers) == [f"{n:02d}" for n in range(1, len(names) + 1)]
    assert {"zh": "一号工厂厂长", "en": "Manager of Plant 1"}[lang] in names
