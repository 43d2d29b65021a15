"""The sample proposal on paper: nothing cut off, nothing left alone on a page."""

from __future__ import annotations

import re

import pytest

from opsdoc.document.tree import Paragraph, Table, plain, query
from tests.render.pages import PROPOSALS, artifact, characters, document, lines

MM = 72 / 25.4
MARKS = "，。、；：？！）》」』】〕”’《「『【〔（“‘"
LONGEST = {"proposal-zh": 70, "proposal-en": 70}


def rows(name: str, number: int) -> list[str]:
    """The lines of a page without white space, furniture left out."""
    found = ["".join(c.text for c in line if c.text.strip()) for line in lines(characters(name)[number - 1])]
    return [row for row in found if row][1:-1]


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


@pytest.mark.parametrize("name", PROPOSALS)
def test_the_proposal_is_no_longer_than_it_has_to_be(name: str) -> None:
    assert artifact(name).pages <= LONGEST[name]


@pytest.mark.parametrize("name", PROPOSALS)
def test_a_caption_stands_over_its_table(name: str) -> None:
    for table in query(document(name).blocks, Table):
        if table.caption and table.role != "figures":
            on_page = rows(name, artifact(name).anchors[table.id])
            at = min(i for i, row in enumerate(on_page) if row.startswith(squeezed(table.number)))
            assert len(on_page) - at - 1 >= 3, table.id


@pytest.mark.parametrize("name", PROPOSALS)
def test_no_page_starts_with_the_note_of_a_table(name: str) -> None:
    notes = {
        squeezed(plain(paragraph.content))[:20]  # longer than what a head has in common with it
        for table in query(document(name).blocks, Table)
        for paragraph in query(table.note, Paragraph)
    }
    for number in range(2, artifact(name).pages + 1):
        first = rows(name, number)[0]
        assert not first.startswith(tuple(notes)), (number, first)


@pytest.mark.parametrize("name", PROPOSALS)
def test_a_matrix_is_seen_at_one_glance(name: str) -> None:
    matrices = [t for t in query(document(name).blocks, Table) if t.role == "matrix"]
    assert len(matrices) >= 2
    whole = 0
    for table in matrices:
        notes = [squeezed(plain(p.content))[:12] for p in query(table.note, Paragraph)]
        on_page = rows(name, artifact(name).anchors[table.id])
        at = min(i for i, row in enumerate(on_page) if row.startswith(squeezed(table.number)))
        whole += any(row.startswith(notes[0]) for row in on_page[at:])
    assert whole >= len(matrices) - (name == "proposal-en")  # the longest names take a second page in English
