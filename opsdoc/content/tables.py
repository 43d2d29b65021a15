"""Tables as YAML, CSV or XLSX under one schema: each row becomes plain nested data that knows its row and column.

CSV and XLSX headers name fields by dots (`name.zh`, `cells.coo`); lists stand in one cell, separated by `;`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opsdoc.content import yamlfile
from opsdoc.content.files import Reader, decode, excerpt
from opsdoc.content.models import Limits
from opsdoc.diagnostics import Log, Source

SUFFIXES = (".yaml", ".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class RawRecord:
    """Data of one record as read, and the place of each of its fields by path."""

    data: dict[str, Any]
    places: dict[yamlfile.Path, Source]


def read_table(path: Path, reader: Reader, limits: Limits) -> list[RawRecord]:
    """All rows of a table file; what cannot be read is logged and left out."""
    if path.suffix == ".yaml":
        text = reader.read_text(path, limits.yaml_mb)
        return [] if text is None else _yaml_rows(text, reader.name(path), reader.log)
    data = reader.read_bytes(path, limits.image_mb)
    if data is None:
        return []
    name = reader.name(path)
    if path.suffix == ".csv":
        text = decode(data, name, reader.log)
        return [] if text is None else _csv_rows(text, name, limits, reader.log)
    return _xlsx_rows(data, name, limits, reader.log)


def _yaml_rows(text: str, name: str, log: Log) -> list[RawRecord]:
    parsed = yamlfile.parse(text, name, log)
    if parsed is None or parsed.data is None:
        return []
    if not isinstance(parsed.data, list):
        log.error("yaml", "a table is a list of records", Source(name, 1), help="start each record with `- id: …`")
        return []
    rows = []
    by_row: dict[int, dict[yamlfile.Path, Source]] = {}
    for path, place in parsed.places.items():
        if path and isinstance(path[0], int):
            by_row.setdefault(path[0], {})[path[1:]] = place
    for number, data in enumerate(parsed.data):
        if isinstance(data, dict):
            rows.append(RawRecord(data, by_row[number]))
        else:
            log.error("yaml", "a record is a mapping", by_row[number][()], help="write `- id: …` and its fields below")
    return rows


def _csv_rows(text: str, name: str, limits: Limits, log: Log) -> list[RawRecord]:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)

    def rows() -> Iterator[tuple[int, list[str]]]:
        start = 1
        try:
            for cells in lines:
                yield start, cells
                start = lines.line_num + 1
        except csv.Error as problem:
            message = "a quoted cell is not closed" if "end of data" in str(problem) else str(problem)
            log.error(
                "csv",
                message,
                Source(name, start, 1),
                excerpt=excerpt(text, start),
                help="every cell that starts with a quote must end with one; write a quote inside it twice",
            )

    return _grid_rows(list(rows()), name, limits, log)


def _xlsx_rows(data: bytes, name: str, limits: Limits, log: Log) -> list[RawRecord]:
    import zipfile

    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > 100_000_000:
            log.error("limit", f"{name} unpacks to more than 100 MB", Source(name), help="save the table as CSV")
            return []
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        grid = []
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            grid.append((number, ["" if cell is None else _cell_text(cell) for cell in row]))
            if number > limits.csv_rows:
                break
    except Exception as problem:  # openpyxl raises whatever its parsers raise; the user needs one line
        log.error(
            "xlsx", f"not a readable workbook: {problem}", Source(name), help="open it in Excel and save it as .xlsx"
        )
        return []
    return _grid_rows(grid, name, limits, log)


def _cell_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    isoformat = getattr(cell, "isoformat", None)
    return str(isoformat())[:10] if isoformat else str(cell)


def _grid_rows(grid: Sequence[tuple[int, list[str]]], name: str, limits: Limits, log: Log) -> list[RawRecord]:
    if not grid:
        log.error(
            "csv", "the table is empty", Source(name), help="the first row names the fields: id, name.zh, name.en …"
        )
        return []
    first, header = grid[0]
    header = [cell.strip() for cell in header]
    while header and not header[-1]:
        header.pop()
    seen: set[str] = set()
    for column, field in enumerate(header, start=1):
        if not field or field in seen:
            problem = f'column "{field}" stands twice' if field else f"column {column} has no name"
            log.error("csv", problem, Source(name, first, column), help="every column needs a name of its own")
            return []
        seen.add(field)
    if "id" not in seen:
        log.error("csv", 'no column "id"', Source(name, first, 1), help=f"the header is: {', '.join(header)}")
        return []
    if len(grid) - 1 > limits.csv_rows:
        log.error("limit", f"more than {limits.csv_rows} rows", Source(name), help="split the table")
        return []
    rows = []
    for line, cells in grid[1:]:
        if not any(cell.strip() for cell in cells):
            continue
        if len([c for c in cells[len(header) :] if c.strip()]):
            log.error(
                "csv",
                f"the row has {len(cells)} cells, the header {len(header)}",
                Source(name, line, len(header) + 1),
                help="quote a cell that contains a comma",
            )
            continue
        rows.append(_nested(header, cells, name, line))
    return rows


def _nested(header: Sequence[str], cells: Sequence[str], name: str, line: int) -> RawRecord:
    data: dict[str, Any] = {}
    places: dict[yamlfile.Path, Source] = {(): Source(name, line, 1)}
    for column, (field, cell) in enumerate(zip(header, cells, strict=False), start=1):
        if not cell.strip():
            continue
        keys = field.split(".")
        target = data
        for depth, key in enumerate(keys[:-1], start=1):
            target = target.setdefault(key, {})
            places.setdefault(tuple(keys[:depth]), Source(name, line, column))
        target[keys[-1]] = cell.strip()
        places[tuple(keys)] = Source(name, line, column)
    return RawRecord(data, places)
