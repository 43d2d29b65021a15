"""Each rule over records: the valid workspace breaks none, one change breaks exactly the one that is named."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from opsdoc.check.rules import RULES
from opsdoc.diagnostics import Severity
from tests.check.broken import BROKEN, CONTROLS, SOUND, issued, many_units, targets, units
from tests.check.workspace import Files, both, findings, issue, row, said_in_chinese


def test_the_valid_workspace_breaks_no_rule(tmp_path: Path) -> None:
    assert [d.format() for d in findings(tmp_path)] == []


def test_neither_does_it_when_it_is_issued(tmp_path: Path) -> None:
    assert [d.format() for d in findings(tmp_path, issue)] == []


@pytest.mark.parametrize(
    ("code", "change", "file", "part", "stops"), BROKEN, ids=[f"{b[0]}-{n}" for n, b in enumerate(BROKEN)]
)
def test_one_change_breaks_one_rule(
    tmp_path: Path, code: str, change: Callable[[Files], Any], file: str, part: str, stops: bool
) -> None:
    found = findings(tmp_path, change)
    assert {d.code for d in found} == {code}, [d.format() for d in found]
    fitting = [d for d in found if part in d.message]
    assert fitting, [d.message for d in found]
    first = fitting[0]
    assert first.source is not None
    assert first.source.line > 0
    # A whole text, compared with its other language, begins at its first line.
    assert first.source.column > 0 or first.source.file.endswith(".md")
    assert first.source.file == file or not file
    assert first.help
    assert (first.severity is Severity.ERROR) is stops
    assert [d.format() for d in found if not said_in_chinese(d)] == []


def test_every_rule_over_records_is_broken_here() -> None:
    over_records = {code for code, rule in RULES.items() if rule.over != "document"}
    assert over_records == {code for code, *_ in BROKEN}


@pytest.mark.parametrize(("change", "in_force"), SOUND, ids=[str(n) for n in range(len(SOUND))])
def test_what_the_rules_ask_for_satisfies_them(tmp_path: Path, change: Callable[[Files], Any], in_force: bool) -> None:
    found = findings(tmp_path, issued(change) if in_force else change)
    assert [d.format() for d in found] == []


@pytest.mark.parametrize(
    ("archetype", "low", "high"),
    [
        ("", 3, 10),
        ("player-coach", 3, 5),
        ("coach", 6, 7),
        ("supervisor", 8, 10),
        ("facilitator", 11, 15),
        ("coordinator", 15, 40),
    ],
)
def test_each_archetype_leads_so_many(tmp_path: Path, archetype: str, low: int, high: int) -> None:
    def led(span: int) -> bool:
        def change(files: Files) -> None:
            many_units(span)(files)
            units(files)[3]["archetype"] = archetype

        return not [d for d in findings(tmp_path / str(span), change) if d.code == "V06"]

    assert led(low)
    assert led(high)
    assert not led(low - 1)
    assert archetype == "coordinator" or not led(high + 1)


@pytest.mark.parametrize("code", ["G02", "V02", "K01", "X01", "D02", "M01"])
def test_what_a_draft_may_have_an_issued_document_may_not(tmp_path: Path, code: str) -> None:
    change = next(change for known, change, *_ in BROKEN if known == code)
    found = [d for d in findings(tmp_path, issued(change)) if d.code == code]
    assert found
    assert {d.severity for d in found} == {Severity.ERROR}


@pytest.mark.parametrize(
    ("code", "change"),
    [
        # The risk has another control that is whole.
        (
            "X01",
            lambda f: (
                f[CONTROLS].append({**row(f, "controls", "sales-c"), "id": "bare", "evidence": None}),
                row(f, "risks", "sales-r").update(controls=["sales-c", "bare"]),
            ),
        ),
        # Two ids, but one formula.
        ("K05", lambda f: row(f, "kpis", "sales-1").update(name=row(f, "kpis", "sales-2")["name"])),
    ],
)
def test_what_is_untidy_but_not_wrong_stops_no_issue(tmp_path: Path, code: str, change: Callable[[Files], Any]) -> None:
    def tidy(files: Files) -> None:
        issued(change)(files)
        for control in files[CONTROLS]:
            if control.get("evidence", "") is None:
                del control["evidence"]

    assert [(d.code, d.severity) for d in findings(tmp_path, tidy)] == [(code, Severity.WARNING)]


def test_what_is_done_on_time_is_a_share_of_what_was_due(tmp_path: Path) -> None:
    def change(files: Files) -> None:
        row(files, "kpis", "sales-1")["name"] = both("举措按期完成率", "Initiative on-time completion")
        targets(sales_1={"target": 120})(files)

    assert ["outside the unit's domain, 0 to 100" in d.message for d in findings(tmp_path, change)] == [True]
