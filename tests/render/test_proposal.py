"""The sample proposal on paper: nothing cut off, nothing left alone on a page."""

from __future__ import annotations

import re
from pathlib import Path

import outloud
import page as page_validation
import pytest

from opsdoc.document.tree import Heading, Paragraph, Table, plain, query
from tests.render.pages import PROPOSALS, artifact, characters, document, lines, opened

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
def test_no_text_stands_in_the_margins_or_is_too_small(name: str) -> None:
    for number, page in enumerate(opened(name).pages):
        width, height = float(page.mediabox[2]), float(page.mediabox[3])
        left, right = (18, 18) if width > height else (24, 20)
        for c in characters(name)[number] if number else ():
            if c.text.strip():
                hang = c.size * 0.55 if c.text in MARKS else 0.6
                assert left * MM - hang <= c.x, (number, c)
                assert c.right <= width - right * MM + hang, (number, c)
                assert 10 * MM < c.y < height - 10 * MM, (number, c)
                assert c.size >= 6.99 or c.text.isdigit(), (number, c)


@pytest.mark.parametrize("name", PROPOSALS)
def test_a_heading_has_two_lines_below_it(name: str) -> None:
    for heading in query(document(name).blocks, Heading):
        on_page = rows(name, artifact(name).anchors[heading.id])
        words = squeezed(plain(heading.content))
        at = min(i for i, row in enumerate(on_page) if words[-6:] in row)
        assert len(on_page) - at - 1 >= 2, heading.id


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
        squeezed(plain(paragraph.content))[:10]
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


@pytest.mark.parametrize("name", PROPOSALS)
def test_the_proposal_is_accessible_and_archival(name: str, tmp_path: Path) -> None:
    for profile in ("PDF_UA_1", "PDF_A_2A"):
        report = page_validation.validate_pdf_bytes(
            artifact(name).data, profile=getattr(page_validation.ValidationProfile, profile)
        )
        assert report.is_compliant, [(f.rule_id, f.message) for f in report.failures]
    file = tmp_path / "proposal.pdf"
    file.write_bytes(artifact(name).data)
    result = outloud.check(str(file))
    assert (result.errors, result.warnings) == (0, 0), [str(f) for f in result.sorted_findings()]
