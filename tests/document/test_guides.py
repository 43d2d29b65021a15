"""Guides: what leads the reader to an exhibit, and what becomes of it where there is nothing to lead to."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from opsdoc.check.rules import check_document
from opsdoc.diagnostics import Log
from opsdoc.document import tree as t
from opsdoc.document.compose import compose
from opsdoc.document.refine import refine
from opsdoc.org.select import select
from tests.document.workspace import composed, shipped

UNITS = ":: units {#tab-units}\n"
GUIDE = "::: guide\n[](#tab-units)列出单位。\n[](#tab-none)列出别的。\n:::\n\n"


def texts(document: t.Document) -> list[str]:
    found = [block for block in document.blocks if isinstance(block, t.Paragraph)]
    return ["".join(getattr(part, "text", "") for part in paragraph.content) for paragraph in found]


def test_a_line_about_an_exhibit_that_is_not_there_is_left_out(tmp_path: Path) -> None:
    document, log = composed(tmp_path, f"# 目标 {{#a}}\n\n{GUIDE}{UNITS}")
    assert texts(document) == ["表1-1列出单位。"]
    assert not log.items


def test_a_guide_to_nothing_leaves_no_empty_paragraph(tmp_path: Path) -> None:
    document, log = composed(tmp_path, f"# 目标 {{#a}}\n\n{GUIDE}正文。\n")
    assert texts(document) == ["正文。"]
    assert not log.items


@pytest.mark.parametrize(
    ("outline", "said"),
    [
        (f"# 目标 {{#a}}\n\n单位见[](#tab-units)。\n\n{GUIDE}{UNITS}", ["单位见表1-1。"]),
        (
            f"# 摘要 {{#a}}\n\n单位见[](#tab-units)。\n\n# 目标 {{#b}}\n\n{GUIDE}{UNITS}",
            ["单位见表2-1。", "表2-1列出单位。"],
        ),
    ],
    ids=["same chapter", "another chapter"],
)
def test_the_texts_of_its_own_chapter_make_a_guide_superfluous(tmp_path: Path, outline: str, said: list[str]) -> None:
    document, _ = composed(tmp_path, outline)
    assert texts(document) == said


@pytest.mark.parametrize(
    ("engagement", "variant", "lang"),
    [
        ("sample-trading", "hybrid", "zh"),
        ("sample-trading", "six-areas", "en"),
        ("sample-digital", "seven-teams", "en"),
        ("sample-digital", "five-pillars", "zh"),
    ],
)
def test_an_approved_proposal_cites_and_sources_every_exhibit(engagement: str, variant: str, lang: t.Lang) -> None:
    case = select(shipped(), engagement, "proposal", variant)
    case = replace(case, document=case.document.model_copy(update={"status": "approved"}))
    log = Log()
    check_document(case, refine(compose(case, lang, log), log), log)
    assert [d.message for d in log if d.code in ("N07", "G01")] == []
