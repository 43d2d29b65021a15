"""`:: impacts`: what changes for whom, in both languages, the hardest hit first."""

from __future__ import annotations

from pathlib import Path

import pytest

from opsdoc.document import tree as t
from tests.document.workspace import case, composed


def words(cell: t.Cell) -> str:
    return "".join(x.text for x in t.query(cell.content, t.Text))


@pytest.mark.parametrize(
    ("lang", "who", "done"),
    [
        ("zh", "客服组（26人）", "（客户服务负责人，2027年4月9日）"),
        ("en", "Service Section (26 people)", "(Customer Service Lead, 9 April 2027)"),
    ],
)
def test_a_group_reads_what_changes_and_who_sees_to_it(tmp_path: Path, lang: t.Lang, who: str, done: str) -> None:
    document, log = composed(tmp_path, "# x\n\n:: impacts {#tab-impacts}\n", lang)
    assert not log.errors
    (table,) = t.query(document.blocks, t.Table)
    rows = {words(row.cells[0]): row for row in table.body}
    assert done in words(rows[who].cells[5])
    assert table.caption
    tones = [row.cells[4].tone for row in table.body]
    assert tones == sorted(tones, key=["high", "medium", "low", ""].index)
    assert len(table.body) == len(case().engagement.impacts) >= 8


def test_the_key_terms_are_those_that_need_looking_up(tmp_path: Path) -> None:
    outline = "# x\n\n关键绩效指标、齐套与组织架构\n\n:: glossary scope=key\n"
    document, log = composed(tmp_path, outline, "zh")
    assert not log.errors
    (table,) = t.query(document.blocks, t.Table)
    assert {words(row.cells[0]) for row in table.body} == {"关键绩效指标", "齐套"}


def test_the_reference_framework_leaves_empty_categories_in_sight(tmp_path: Path) -> None:
    document, log = composed(tmp_path, "# x\n\n:: reference\n", "en")
    assert not log.errors
    (table,) = t.query(document.blocks, t.Table)
    rows = {words(row.cells[0]): words(row.cells[2]) for row in table.body}
    assert len(rows) == 13
    assert "Manufacturing management" in rows["4.0"]
    assert rows["5.0"] == "no function on this list"
