"""Tables: statements 30 to 32."""

from __future__ import annotations

from collections.abc import Iterator

from opsdoc.document.tree import Table, plain, query
from tests.render.docx.lint import W
from tests.render.docx.statements.file import File, bare, unequal, words


def headed(file: File) -> Iterator[str]:
    """Rows that head a table repeat, stay whole, and are named in the table's look."""
    wanted = [len(t.head) for t in query(file.document.blocks, Table) if t.role != "figures"]
    found = []
    for table in file.tables:
        rows = table.findall(f"{W}tr")
        heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        found.append(sum(heads))
        if heads != sorted(heads, reverse=True):
            yield f"a head below the body of {_name(table)}"
        for row, is_head in zip(rows, heads, strict=True):
            if is_head and row.find(f"{W}trPr/{W}cantSplit") is None:
                yield f"a head of {_name(table)} may break"
        look = table.find(f"{W}tblPr/{W}tblLook")
        if any(heads) and (look is None or look.get(f"{W}firstRow") != "1"):
            yield f"the look of {_name(table)} has no first row"
    yield from unequal("rows of heads", [str(n) for n in found], [str(n) for n in wanted])


def fitting(file: File) -> Iterator[str]:
    """Columns of the grid are those of the rows, and as wide: every program draws the same."""
    for table in file.body.iter(f"{W}tbl"):
        if (kind := table.find(f"{W}tblPr/{W}tblLayout")) is None or kind.get(f"{W}type") != "fixed":
            yield f"{_name(table)} is laid out anew by each program"
        grid = [int(column.get(f"{W}w")) for column in table.findall(f"{W}tblGrid/{W}gridCol")]
        if sum(grid) != int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w")):
            yield f"{_name(table)} is not as wide as its grid"
        for row in table.findall(f"{W}tr"):
            at = 0
            for cell in row.findall(f"{W}tc"):
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                count = 1 if span is None else int(span.get(f"{W}val"))
                if int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) != sum(grid[at : at + count]):
                    yield f"a cell of {_name(table)} is not as wide as its columns"
                at += count
            if at != len(grid):
                yield f"a row of {_name(table)} has {at} columns of {len(grid)}"


def described(file: File) -> Iterator[str]:
    """Tables have a caption and a description for those who cannot see them."""
    for table in file.tables:
        for tag in ("tblCaption", "tblDescription"):
            found = table.find(f"{W}tblPr/{W}{tag}")
            if found is None or not (found.get(f"{W}val") or "").strip():
                yield f"{_name(table)} has no w:{tag}"


def complete(file: File) -> Iterator[str]:
    """Every table of the document is there with the words of its cells, in order."""
    wanted = [t for t in query(file.document.blocks, Table) if t.role != "figures"]
    if len(wanted) != len(file.tables):
        yield f"{len(file.tables)} tables, {len(wanted)} in the document"
    for ours, table in zip(file.tables, wanted, strict=False):
        said = bare(words(ours))
        for row in (*table.head, *table.body):
            for cell in row.cells:
                for block in cell.content:
                    text = bare(plain(getattr(block, "content", ())))
                    if text and text not in said:
                        yield f"{_name(ours)} lacks {text[:40]}"


def _name(table: object) -> str:
    caption = table.find(f"{W}tblPr/{W}tblCaption")  # type: ignore[attr-defined]
    return "a table" if caption is None else f"“{caption.get(f'{W}val')}”"


STATEMENTS = {
    "30 header rows are marked": headed,
    "31 grids match": fitting,
    "32 tables are described": described,
    "tables hold their cells": complete,
}
