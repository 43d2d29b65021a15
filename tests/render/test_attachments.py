"""A PDF that carries the data of its tables: PDF/A-3a, and still accessible."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pikepdf

from opsdoc.document.tree import Cell, Column, Paragraph, Row, Table, Text, query
from opsdoc.render.attachments import table_files
from opsdoc.render.pdf import render_pdf
from tests.render.finished import Finished
from tests.render.laws import LAWS
from tests.render.pages import context, document, theme


def test_every_numbered_table_is_a_file_with_its_words() -> None:
    tables = [t for t in query(document("zh").blocks, Table) if t.number and t.role != "figures"]
    files = table_files(document("zh"))
    assert [about.partition(" ")[0] for _, about, _ in files] == [t.number.partition(" ")[0] for t in tables]
    for table, (_, _, data) in zip(tables, files, strict=True):
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert len(rows) == len(table.head) + len(table.body)
        assert any("".join(row) for row in rows)


def test_a_cell_over_several_rows_moves_no_other_out_of_its_column() -> None:
    def cell(words: str, colspan: int = 1, rowspan: int = 1) -> Cell:
        return Cell((Paragraph((Text(words),)),), colspan, rowspan)

    head = Row((cell("Matter"), cell("Amount"), cell("Approver")))
    body = (
        Row((cell("Contracts", rowspan=2), cell("below 1"), cell("=CFO()"))),
        Row((cell("from 1"), cell("-@board"))),
        Row((cell("Hiring", colspan=2), cell("COO"))),
    )
    columns = (Column(), Column(), Column())
    table = Table(columns=columns, caption=(Text("Rights"),), head=(head,), body=body, number="1", id="tab-rights")
    ((name, about, data),) = table_files(replace(document("zh"), blocks=(table,)))
    assert (name, about) == ("01-tab-rights.csv", "1 Rights")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig")))) == [
        ["Matter", "Amount", "Approver"],
        ["Contracts", "below 1", "'=CFO()"],
        ["", "from 1", "'-@board"],
        ["Hiring", "", "COO"],
    ]


def test_the_file_is_archival_with_the_data_in_it_and_the_same_twice() -> None:
    with_data = replace(context(), attach_data=True)
    data = render_pdf(document("zh"), with_data).data
    assert data == render_pdf(document("zh"), with_data).data
    file = Finished(data, document("zh"), theme("zh"))
    assert file.pdf.open_metadata()["pdfaid:part"] == "3"
    for law in ("33 validators", "34 screen reader", "35 catalogue"):
        assert list(LAWS[law](file)) == []
    specs = [file.pdf.attachments[name].obj for name in file.pdf.attachments]
    assert len(specs) == len(table_files(document("zh")))
    assert all(spec.AFRelationship == pikepdf.Name.Data for spec in specs)
    assert len(file.pdf.Root.AF) == len(specs)
