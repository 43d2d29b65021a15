"""The data of a document's tables as files inside its PDF: one CSV for each table that has a number."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from opsdoc.document.tree import Document, Paragraph, Row, Table, plain, query
from opsdoc.text import inert_cell


def table_files(document: Document) -> list[tuple[str, str, bytes]]:
    """Name, description and bytes of a CSV (UTF-8 with byte order mark, as spreadsheets want it) for each numbered
    table; cells that span columns or rows are followed by empty ones, so that a column is a column throughout."""
    out: list[tuple[str, str, bytes]] = []
    for table in query(document.blocks, Table):
        if table.number and table.role != "figures":
            name = re.sub(r"[^A-Za-z0-9-]+", "-", table.id).strip("-") or f"table-{len(out) + 1}"
            buffer = io.StringIO()
            csv.writer(buffer, lineterminator="\r\n").writerows([*_rows(table.head), *_rows(table.body)])
            about = f"{table.number} {plain(table.caption)}".strip()
            out.append((f"{len(out) + 1:02d}-{name}.csv", about, buffer.getvalue().encode("utf-8-sig")))
    return out


def _rows(rows: Sequence[Row]) -> Iterator[list[str]]:
    hanging: dict[int, int] = {}  # column → rows below that a cell from above still covers
    for row in rows:
        out: list[str] = []
        covered, hanging = hanging, {column: left - 1 for column, left in hanging.items() if left > 1}
        for cell in row.cells:
            while len(out) in covered:
                out.append("")
            if cell.rowspan > 1:
                hanging |= dict.fromkeys(range(len(out), len(out) + cell.colspan), cell.rowspan - 1)
            words = "\n".join(plain(paragraph.content) for paragraph in query(cell.content, Paragraph))
            out += [inert_cell(words), *[""] * (cell.colspan - 1)]
        out += [""] * sum(column >= len(out) for column in covered)
        yield out


def attachments(document: Document, epoch: int) -> list[Any]:
    """The files as WeasyPrint takes them, dated like the document so that the same input gives the same bytes."""
    from weasyprint import Attachment

    day = datetime.fromtimestamp(epoch, UTC)
    return [
        Attachment(
            file_obj=io.BytesIO(data), name=name, description=about, created=day, modified=day, relationship="Data"
        )
        for name, about, data in table_files(document)
    ]
