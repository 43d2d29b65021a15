"""`opsdoc compare`: the same tables in the terminal, as data and as a document."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pypdfium2
import pytest

from opsdoc.text import inert_cell
from tests.cli.tiny import Tiny

TWO = ("hybrid", "five-departments")


def test_the_terminal_shows_every_option_in_every_table(tiny: Tiny) -> None:
    done = tiny.run("compare", *TWO, "--lang", "en")
    assert (done.code, done.err) == (0, "")
    heads = [line for line in done.out.splitlines() if "Hybrid of governance layer" in line and "Five dep" in line]
    assert len(heads) == 2, done.out
    assert "Talent development" in done.out.partition("What another option would change")[2]


def test_json_holds_what_the_case_says(tiny: Tiny) -> None:
    tables = {t["id"]: t for t in json.loads(tiny.run("compare", *TWO, "--to", "json", "--lang", "zh").out)}
    assert set(tables) == {"comparison", "coverage", "differences"}
    assert tables["comparison"]["columns"][1:] == ["治理层加专业团队的混合方案", "五部门十五职能"]
    shown = json.loads(tiny.run("show", "variant", "five-departments", "--format", "json").out)
    assert len(tables["coverage"]["rows"]) == 28
    assert sum(row[2].startswith("—") for row in tables["coverage"]["rows"]) == shown["metrics"]["gaps"]
    assert all(len(row) == len(t["columns"]) for t in tables.values() for row in t["rows"])


def test_csv_opens_in_a_spreadsheet(tiny: Tiny) -> None:
    assert tiny.run("compare", "--to", "csv", "-o", "out.csv", "--lang", "zh").code == 0
    data = (tiny.root / "out.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert "五部门十五职能" in next(row for row in rows if row and row[0] == "职能")


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-3", "-3"),
        ("+1,200.5", "+1,200.5"),
        ("-a", "'-a"),
        ("−3%", "−3%"),
        ("-3%", "-3%"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("x=1", "x=1"),
    ],
)
def test_no_cell_is_a_formula(cell: str, safe: str) -> None:
    assert inert_cell(cell) == safe


def test_a_document_compares_only_what_was_named(tiny: Tiny, tmp_path: Path) -> None:
    done = tiny.run("compare", *TWO, "--to", "pdf", "--lang", "en", "--output-dir", str(tmp_path))
    assert done.code == 0, done.err
    file = tmp_path / "comparison.hybrid+five-departments.en.pdf"
    text = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(file))
    text = " ".join(text.split())
    assert "Comparison of options" in text
    assert "Five departments, fifteen functions" in text
    assert "Seven operations teams" not in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["hybird", "five-departments"], 'no variant "hybird"\nhelp: did you mean "hybrid"?'),
        (["hybrid"], "hybrid has nothing to be compared with"),
        (["--to", "xls"], 'no format "xls"'),
        (["--to", "csv,json"], "csv and json would both go to stdout"),
        (["--lang", "zh-en"], "one language"),
        (["--to", "pdf", "-o", "x.pdf"], "-o is for csv and json"),
    ],
)
def test_what_cannot_be_compared_is_said(tiny: Tiny, arguments: list[str], message: str) -> None:
    done = tiny.run("compare", *arguments)
    assert done.code == 2
    assert message in done.err
    assert done.out == ""
