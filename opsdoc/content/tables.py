"""Tables as YAML, CSV or XLSX under one schema: each row becomes plain nested data that knows its row and column.

CSV and XLSX headers name fields by dots (`name.zh`, `cells.coo`); lists stand in one cell, separated by `;`, or, where
their items have fields of their own, in numbered columns (`bands.1.approver`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opsdoc.content import yamlfile
from opsdoc.content.files import CONTROL, DIRECTION, Reader, decode, excerpt
from opsdoc.content.models import Limits, Record, shape_at
from opsdoc.diagnostics import Log, Source, suggest

SUFFIXES = (".yaml", ".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class RawRecord:
    """Data of one record as read, and the place of each of its fields by path."""

    data: dict[str, Any]
    places: dict[yamlfile.Path, Source]


def read_table(path: Path, reader: Reader, limits: Limits, model: type[Record]) -> list[RawRecord]:
    """All rows of a table file of a model's records; what cannot be read is logged and left out."""
    if path.suffix == ".yaml":
        text = reader.read_text(path, limits.yaml_mb)
        return [] if text is None else _yaml_rows(text, reader.name(path), reader.log)
    data = reader.read_bytes(path, limits.image_mb)
    if data is None:
        return []
    name = reader.name(path)
    if path.suffix == ".csv":
        text = decode(data, name, reader.log)
        return [] if text is None else _csv_rows(text, name, limits, model, reader.log)
    return _xlsx_rows(data, name, limits, model, reader.log)


def _yaml_rows(text: str, name: str, log: Log) -> list[RawRecord]:
    parsed = yamlfile.parse(text, name, log)
    if parsed is None:
        return []
    if parsed.data is None:
        # A table of comments is one that is not begun; one without anything has lost its rows.
        if not text.strip():
            log.warning("yaml", "the table is empty", Source(name, 1, 1), help="write its records, or delete the file")
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


def _csv_rows(text: str, name: str, limits: Limits, model: type[Record], log: Log) -> list[RawRecord]:
    # The limit is the module's, shared by whoever reads CSV in this process: it only ever grows.
    csv.field_size_limit(max(csv.field_size_limit(), len(text) + 1))
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

    return _grid_rows(list(rows()), name, limits, model, log)


def _xlsx_rows(data: bytes, name: str, limits: Limits, model: type[Record], log: Log) -> list[RawRecord]:
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
    return _grid_rows(grid, name, limits, model, log)


def _cell_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    isoformat = getattr(cell, "isoformat", None)
    return str(isoformat())[:10] if isoformat else str(cell)


def _grid_rows(
    grid: Sequence[tuple[int, list[str]]], name: str, limits: Limits, model: type[Record], log: Log
) -> list[RawRecord]:
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
    if not _known_columns(header, Source(name, first, 1), model, log):
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
        bad = next((n for n, cell in enumerate(cells) if CONTROL.search(cell) or DIRECTION.search(cell)), None)
        if bad is not None:
            message = "the cell holds a control character or an invisible direction mark"
            log.error("csv", message, Source(name, line, bad + 1), help="type the cell anew")
            continue
        rows.append(_nested(header, cells, name, line))
    return rows


def _known_columns(header: Sequence[str], place: Source, model: type[Record], log: Log) -> bool:
    """Whether a header names fields of the model, all that a record needs among them; else errors at the header."""
    before = len(log.errors)
    needed = [name for name, field in model.model_fields.items() if field.is_required()]
    present = {column.split(".")[0] for column in header}
    for name in (name for name in needed if name not in present):
        hint = f"the header is: {', '.join(header)}"
        if len(header) == 1 and re.search("[;\t]", header[0]):
            hint = "separate the cells by commas"
        log.error("csv", f'no column "{name}"', place, help=hint)
    for number, column in enumerate(header, start=1):
        problem = _column_problem(column, header, model)
        if problem:
            log.error("csv", problem[0], Source(place.file, place.line, number), help=problem[1])
    return len(log.errors) == before


def _column_problem(column: str, header: Sequence[str], model: type[Record]) -> tuple[str, str] | None:
    """What is wrong with a column's name, and the way out."""
    keys = column.split(".")
    for depth, key in enumerate(keys):
        outer = ".".join(keys[:depth])
        if depth and outer in header:
            return f'column "{column}" stands beside "{outer}"', "keep one of the two"
        kind, fields = shape_at(model, keys[:depth])
        known = {"record": key in fields, "mapping": bool(key), "list": key.isdecimal(), "value": False}[kind]
        if not known:
            choices = [f"{outer}.{field}" if outer else field for field in fields]
            ways = {"list": f"number the items: {outer}.1", "value": f'"{outer}" has no parts'}
            return f'no field for the column "{column}"', ways.get(kind) or suggest(column, choices)
    return None


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
    if any(key.isdecimal() for field in header for key in field.split(".")):
        places = {_numbered(path, data): place for path, place in places.items()}
        data = _with_lists(data)
    return RawRecord(data, places)


def _with_lists(value: Any) -> Any:
    """Mappings whose keys are numbers as lists, in the order of the numbers."""
    if not isinstance(value, dict):
        return value
    if _is_list(value):
        return [_with_lists(value[key]) for key in sorted(value, key=int)]
    return {key: _with_lists(item) for key, item in value.items()}


def _numbered(path: yamlfile.Path, data: Any) -> yamlfile.Path:
    """A path through data as `_with_lists` leaves it."""
    out: list[str | int] = []
    for key in path:
        out.append(sorted(data, key=int).index(key) if _is_list(data) else key)
        data = data[key]
    return tuple(out)


def _is_list(value: dict[str, Any]) -> bool:
    return bool(value) and all(key.isdecimal() for key in value)
