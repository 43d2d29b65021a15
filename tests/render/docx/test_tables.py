"""How tables are set in Word: the size of their type, the width of their columns, rows that stay together."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from opsdoc.document.tree import Cell, Column, Document, Meta, Paragraph, Row, Table, Text
from opsdoc.render.artifact import Artifact
from opsdoc.render.docx.layout.metrics import measure
from opsdoc.theme import load_theme
from tests.render.docx.lint import W, stories


def cell(words: str, **more: Any) -> Cell:
    return Cell((Paragraph((Text(words),)),), **more)


def row(*texts: str) -> Row:
    return Row(tuple(map(cell, texts)))


def drawn(word: Callable[..., Artifact], table: Table, theme: str = "corporate") -> Any:
    made = word(Document(lang="en", meta=Meta(title="T"), blocks=(table,)), theme=load_theme(theme))
    *_, found = stories(made.data)["word/document.xml"].iter(f"{W}tbl")
    return found


def raci(columns: int) -> Table:
    return Table(
        columns=(Column(width=24), *(Column(width=4) for _ in range(columns))),
        head=(row("Activity", *("Finance" for _ in range(columns))),),
        body=(row("Approve", *("A/R" for _ in range(columns))),),
        role="matrix",
    )


def styles_of(table: Any) -> list[str]:
    return sorted({style.get(f"{W}val") for style in table.iter(f"{W}pStyle")})


def widths_of(table: Any) -> list[int]:
    return [int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")]


def test_a_crowded_matrix_is_set_small_as_on_paper(word: Callable[..., Artifact]) -> None:
    assert styles_of(drawn(word, raci(8))) == ["MatrixHead", "MatrixText"]
    assert styles_of(drawn(word, raci(4))) == ["TableHead", "TableText"]


def test_both_letters_of_a_cell_stand_on_one_line(word: Callable[..., Artifact]) -> None:
    table = drawn(word, raci(22))
    assert min(widths_of(table)) > 20 * 8 * measure("Times New Roman", False)("A/R")


def test_a_column_is_as_wide_as_its_longest_word(word: Callable[..., Artifact]) -> None:
    table = Table(
        columns=(Column(width=8), Column(width=46), Column(width=46)),
        head=(row("Classification", "Reason", "Author"),),
        body=(row("0.5", "First draft", "Organisation design team"),),
    )
    found = drawn(word, table)
    assert widths_of(found)[0] > 20 * 9.5 * measure("Arial", True)("Classification")
    assert sum(widths_of(found)) == int(next(found.iter(f"{W}tblW")).get(f"{W}w"))


def test_rows_that_share_a_cell_stay_on_a_page(word: Callable[..., Artifact]) -> None:
    body = []
    for name in map(str, range(20)):
        body += [Row((cell(name, rowspan=3), cell("low"))), row("middle"), row("high")]
    table = Table(columns=(Column(), Column()), head=(row("Matter", "Band"),), body=tuple(body))
    kept = [
        next(line.iter(f"{W}p")).find(f"{W}pPr/{W}keepNext") is not None for line in drawn(word, table).iter(f"{W}tr")
    ]
    assert kept[1:] == [True, True, False] * 20
