"""Tables as YAML, CSV and XLSX under one schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from opsdoc.content.files import Reader
from opsdoc.content.models import Limits
from opsdoc.content.tables import read_table
from opsdoc.diagnostics import Log

HEADER = "id,name.zh,name.en\n"


def read(folder: Path, name: str, data: bytes) -> tuple[list[dict[str, object]], Log]:
    log = Log()
    path = folder / name
    path.write_bytes(data)
    rows = read_table(path, Reader(folder, folder, log), Limits())
    return [row.data for row in rows], log


def test_the_same_rows_come_out_of_all_three(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["id", "name.zh", "name.en", "order"], ["customers", "客户", "Customers", 3]):
        sheet.append(line)
    book.save(tmp_path / "x.xlsx")
    expected = [{"id": "customers", "name": {"zh": "客户", "en": "Customers"}, "order": "3"}]
    yaml = "- id: customers\n  name: {zh: 客户, en: Customers}\n  order: 3\n"
    assert read(tmp_path, "a.yaml", yaml.encode())[0] == expected
    assert read(tmp_path, "b.csv", (HEADER.strip() + ",order\ncustomers,客户,Customers,3\n").encode())[0] == expected
    assert read(tmp_path, "c.xlsx", (tmp_path / "x.xlsx").read_bytes())[0] == expected


def test_bom_and_crlf_change_nothing(tmp_path: Path) -> None:
    rows, log = read(tmp_path, "a.csv", b"\xef\xbb\xbfid,name\r\nx,y\r\n")
    assert rows == [{"id": "x", "name": "y"}]
    assert not log.items


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b'id,name\na,b\nc,"d\ne,f\n', "t.csv:3:1", "a quoted cell is not closed"),
        (b"id,name,name\na,b,c\n", "t.csv:1:3", 'column "name" stands twice'),
        (b"name,other\na,b\n", "t.csv:1:1", 'no column "id"'),
        (b"id,name\na,b,c\n", "t.csv:2:3", "the row has 3 cells, the header 2"),
        ("id,name\na,café\n".encode("cp1252"), "t.csv:2:6", "not UTF-8: byte E9"),
        (b"", "t.csv", "the table is empty"),
    ],
)
def test_a_bad_csv_names_row_and_column(tmp_path: Path, data: bytes, place: str, message: str) -> None:
    _, log = read(tmp_path, "t.csv", data)
    assert [str(e.source) for e in log.errors] == [place]
    assert message in log.errors[0].message
    assert log.errors[0].help


def test_a_workbook_that_is_none_is_one_line(tmp_path: Path) -> None:
    rows, log = read(tmp_path, "t.xlsx", b"not a zip")
    assert rows == []
    assert "not a readable workbook" in log.errors[0].message
