"""The forty statements about a Word file (the redline apart), each held against every kind of document.

Small documents hold every node of the tree; the sample engagement's are those that `opsdoc build` makes. What shows
that each statement can fail is in test_mutants.py.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from opsdoc.document.tree import Article, Contents, Figure, Heading, Landscape, Note, OrderedList, Ref, Table, query
from opsdoc.render.artifact import Artifact
from opsdoc.render.docx import render_docx
from tests.render.docx import kinds
from tests.render.docx.audit import audited, sdk_errors
from tests.render.docx.firms import zipped
from tests.render.docx.lint import MC, W, parts
from tests.render.docx.statements import STATEMENTS, File
from tests.samples import sample


@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_statement_holds(statement: str, file: File) -> None:
    assert list(STATEMENTS[statement](file)) == []


def test_01_the_sdk_finds_no_error(file: File, tmp_path: Path) -> None:
    assert sdk_errors(file.data, tmp_path / "file.docx") == []


def test_02_both_branches_of_an_alternative_are_valid(file: File, tmp_path: Path) -> None:
    """Paragraphs that hold an alternative, alone: the SDK does not look inside a:graphicData, openxml-audit does."""
    root = etree.fromstring(file.parts["word/document.xml"])
    body = root.find(f"{W}body")
    for block in body[:-1]:
        if next(block.iter(f"{MC}AlternateContent"), None) is None:
            body.remove(block)
    drawn = zipped({**file.parts, "word/document.xml": etree.tostring(root)})
    assert audited(drawn, tmp_path / "file.docx")[0] == []


@pytest.mark.parametrize("mode", ["group", "picture"])
def test_02_charts_drawn_in_other_ways_are_valid(mode: str, word: Callable[..., Artifact], tmp_path: Path) -> None:
    assert audited(word(sample("zh"), docx_diagrams=mode).data, tmp_path / "file.docx")[0] == []


def test_20_updates_come_on_request(word: Callable[..., Artifact]) -> None:
    settings = etree.fromstring(parts(word(sample("en"), refresh_fields=True).data)["word/settings.xml"])
    assert settings.find(f"{W}updateFields").get(f"{W}val") == "true"


def test_40_the_same_input_gives_the_same_bytes(file: File) -> None:
    assert render_docx(file.document, file.context).data == file.data


def test_40_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from tests.samples import WORKSPACE, sample; from opsdoc.theme import load_theme; "
        "from opsdoc.render.artifact import RenderContext; from opsdoc.render.docx import render_docx; "
        "made = render_docx(sample('zh'), RenderContext(load_theme('consulting'), WORKSPACE)); "
        "print(hashlib.sha256(made.data).hexdigest())"
    )
    root = Path(__file__).resolve().parents[3]
    made = set()
    for seed in ("1", "77"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True, check=True
        )
        made.add(run.stdout)
    assert len(made) == 1


@pytest.mark.parametrize("name", kinds.NAMES)
def test_the_samples_hold_what_the_statements_speak_of(name: str) -> None:
    """No statement holds because there is nothing that it could be about."""
    blocks = kinds.tree(name).blocks
    held = {
        kind.__name__: sum(1 for _ in query(blocks, kind))
        for kind in (Article, Contents, Figure, Heading, Landscape, Note, OrderedList, Ref, Table)
    }
    charts = sum(figure.chart is not None for figure in query(blocks, Figure))
    least = {
        "proposal": {
            "Contents": 3,
            "Figure": 9,
            "Heading": 60,
            "Note": 1,
            "OrderedList": 9,
            "Table": 30,
        },
        "policy": {
            "Article": 30,
            "Contents": 1,
            "Figure": 1,
            "Heading": 10,
            "Landscape": 1,
            "OrderedList": 20,
            "Table": 5,
        },
        "notice": {"OrderedList": 1},
        "handbook": {"Contents": 1, "Figure": 9, "Heading": 60, "Landscape": 1, "OrderedList": 9, "Table": 60},
    }[name.split()[0]]
    assert {kind: count for kind, count in held.items() if count < least.get(kind, 0)} == {}
    assert charts >= (name.split()[0] != "notice")
