"""Tables as YAML, CSV and XLSX under one schema."""

from __future__ import annotations

from pathlib import Path

import pytest

from opsdoc.content.files import Reader
from opsdoc.content.models import TABLES, Criterion, Limits, Party, Record
from opsdoc.content.tables import read_table
from opsdoc.diagnostics import Log

HEADER = "id,name.zh,name.en\n"


def read(folder: Path, name: str, data: bytes, model: type[Record] = Party) -> tuple[list[dict[str, object]], Log]:
    log = Log()
    path = folder / name
    path.write_bytes(data)
    rows = read_table(path, Reader(folder, folder, log), Limits(), model)
    return [row.data for row in rows], log


def test_the_same_rows_come_out_of_all_three(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["id", "name.zh", "name.en", "weight"], ["customers", "客户", "Customers", 3]):
        sheet.append(line)
    book.save(tmp_path / "x.xlsx")
    expected = [{"id": "customers", "name": {"zh": "客户", "en": "Customers"}, "weight": "3"}]
    yaml = "- id: customers\n  name: {zh: 客户, en: Customers}\n  weight: 3\n"
    assert read(tmp_path, "a.yaml", yaml.encode(), Criterion)[0] == expected
    assert (
        read(tmp_path, "b.csv", (HEADER.strip() + ",weight\ncustomers,客户,Customers,3\n").encode(), Criterion)[0]
        == expected
    )
    assert read(tmp_path, "c.xlsx", (tmp_path / "x.xlsx").read_bytes(), Criterion)[0] == expected


def test_bom_and_crlf_change_nothing(tmp_path: Path) -> None:
    rows, log = read(tmp_path, "a.csv", b"\xef\xbb\xbfid,name\r\nx,y\r\n")
    assert rows == [{"id": "x", "name": "y"}]
    assert not log.items


@pytest.mark.parametrize(
    ("data", "place", "message"),
    [
        (b'id,name\na,b\nc,"d\ne,f\n', "t.csv:3:1", "a quoted cell is not closed"),
        (b"id,name,name\na,b,c\n", "t.csv:1:3", 'column "name" stands twice'),
        (b"name.zh,name.en\na,b\n", "t.csv:1:1", 'no column "id"'),
        (b"id,name\na,b,c\n", "t.csv:2:3", "the row has 3 cells, the header 2"),
        ("id,name\na,café\n".encode("cp1252"), "t.csv:2:6", "not UTF-8: byte E9"),
        (b"", "t.csv", "the table is empty"),
        (b"id;name\na;b\n", "t.csv:1:1", 'no column "id"'),
        (b"id,nmae\na,b\n", "t.csv:1:1", 'no column "name"'),
        (b"id,name,name.zh\na,b,c\n", "t.csv:1:3", 'column "name.zh" stands beside "name"'),
        (b"id,name.zh.x\na,b\n", "t.csv:1:2", 'no field for the column "name.zh.x"'),
        (b"id,name,other\na,b,c\nd,e,f\n", "t.csv:1:3", 'no field for the column "other"'),
        (b"id,name\na,b\x00c\n", "t.csv:2:4", "a control character, U+0000"),
        ("id,name\na,b\u202ec\n".encode(), "t.csv:2:2", "an invisible direction mark"),
    ],
)
def test_a_bad_csv_names_row_and_column(tmp_path: Path, data: bytes, place: str, message: str) -> None:
    _, log = read(tmp_path, "t.csv", data)
    assert str(log.errors[0].source) == place
    assert len(log.errors) <= 3
    assert message in log.errors[0].message
    assert log.errors[0].help


def test_a_workbook_that_is_none_is_one_line(tmp_path: Path) -> None:
    rows, log = read(tmp_path, "t.xlsx", b"not a zip")
    assert rows == []
    assert "not a readable workbook" in log.errors[0].message


def test_items_with_fields_of_their_own_stand_in_numbered_columns(tmp_path: Path) -> None:
    header = (
        "id,category,matter,bands.1.max,bands.1.proposer,bands.1.approver,bands.2.min,bands.2.proposer,bands.2.approver"
    )
    data = f"{header}\npay,钱,付款,100,cfo,gm,100,gm,board\n".encode()
    rows, log = read(tmp_path, "a.csv", data, TABLES["authority"])
    assert not log.items
    bands = [{"max": "100", "proposer": "cfo", "approver": "gm"}, {"min": "100", "proposer": "gm", "approver": "board"}]
    assert rows == [{"id": "pay", "category": "钱", "matter": "付款", "bands": bands}]


def test_a_long_cell_is_read(tmp_path: Path) -> None:
    rows, log = read(tmp_path, "a.csv", b"id,name\na," + b"x" * 200_000 + b"\n")
    assert len(str(rows[0]["name"])) == 200_000
    assert not log.items


def test_every_table_can_be_a_csv(tmp_path: Path) -> None:
    """What a model needs can be named in a header, whichever model it is."""
    for name, model in TABLES.items():
        needed = [field for field, info in model.model_fields.items() if info.is_required()]
        _, log = read(tmp_path, f"{name}.csv", (",".join(needed) + "\n").encode(), model)
        assert not log.items, name
