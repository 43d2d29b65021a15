"""Page numbers in contents, judged by LibreOffice on the sample proposal; rules of the layout on small files."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from opsdoc.document.tree import Document, Heading, Paragraph, Ref, Text
from opsdoc.render.artifact import Artifact
from opsdoc.render.docx.layout.lines import Piece, count_lines
from opsdoc.render.docx.layout.metrics import measure
from opsdoc.render.docx.layout.styles import Face
from tests.render.docx import judge, kinds
from tests.samples import sample

# The long ones take minutes: `python -m tests.render.docx.judge handbook` judges them.
JUDGED = (*(f"{kind}.{lang}" for kind in ("proposal", "policy") for lang in kinds.LANGS), "handbook.zh")


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, judge.Verdict]:
    if lacking := judge.missing():
        pytest.skip(f"{lacking}; `tools/setup.sh dev` installs it")
    files = judge.documents(JUDGED)
    paths = judge.laid_out(files, tmp_path_factory.mktemp("judge"))
    return {name: judge.judged(files[name], path) for name, path in paths.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", JUDGED)
def test_contents_name_the_pages_that_libreoffice_makes(verdicts: dict[str, judge.Verdict], name: str) -> None:
    verdict = verdicts[name]
    assert verdict.entries > (15 if name.startswith("policy") else 90)
    assert verdict.exact >= 0.9, verdict
    assert verdict.furthest <= 1, verdict


def part(made: Artifact, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        return archive.read(f"word/{name}.xml").decode()


def test_no_number_is_left_open(made: tuple[Document, Artifact]) -> None:
    with zipfile.ZipFile(io.BytesIO(made[1].data)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml"):
                assert "\uffff" not in archive.read(name).decode(), name


def chapters(*paragraphs: int) -> Document:
    """Chapters of so many short paragraphs, each with a reference to the last chapter's page."""
    last = f"c{len(paragraphs)}"
    blocks: list[Heading | Paragraph] = []
    for number, count in enumerate(paragraphs, 1):
        blocks.append(Heading(id=f"c{number}", level=1, number=str(number), content=(Text(f"第{number}部分"),)))
        blocks.append(Paragraph((Text("见第 "), Ref(target=last, text="1", form="page"), Text(" 页。"))))
        blocks += [Paragraph((Text("一行。"),)) for _ in range(count - 1)]
    return replace(sample("zh"), blocks=tuple(blocks))


def test_chapters_start_pages_and_references_name_them(word: Callable[..., Artifact]) -> None:
    # The cover is page 1; a page holds 28 lines of 17 points with 7.4 points between them.
    xml = part(word(chapters(3, 40, 3)), "document")
    head, _, tail = xml.partition("PAGEREF")
    found = tail.split('"separate"/>', 1)[1].split("</w:t>")[0].rpartition(">")[2]
    assert found == "5", head[-80:]


def lines(text: str, width: float, **face: object) -> int:
    return count_lines([Piece(text, Face("Calibri", 10, **face))], width)  # type: ignore[arg-type]


def test_lines_break_as_chinese_is_set() -> None:
    assert lines("一二三四五六七八九十", 100) == 1
    assert lines("一二三四五六七八九十百", 100) == 2
    # A full stop may not begin a line, nor a bracket end one, so that it takes the next sign with it.
    assert lines("一二三四五六七八九十。", 100) == 2
    assert lines("一二三四五六七八九（十）", 100) == 2
    assert lines("一二三四五六七八九十！", 100) == 2


def test_lines_break_between_words_only() -> None:
    wide = measure("Calibri", False)("organisation") * 10
    assert lines("organisation design", wide + 1) == 2
    assert lines("organisation " * 3, wide + 1) == 3
    assert lines("a\nb", 100) == 2
    # A word that no line holds is cut.
    assert lines("organisation", wide / 2 + 1) == 2


def test_spaces_that_join_break_nowhere_and_are_as_wide_as_others() -> None:
    assert lines("一二三四五六七\xa0（%）", 100) == lines("一二三四五六七 （%）", 100)
    assert (lines("at 10 km at", 27), lines("at 10\xa0km at", 27)) == (2, 3)
    assert measure("Calibri", False)("\xa0") == measure("Calibri", False)(" ")


def test_pairs_of_letters_stand_closer() -> None:
    width = measure("Calibri", False)
    assert width("AV") < width("A") + width("V")
    assert measure("Consolas", False)("iiii") == measure("Consolas", False)("WWWW")


def test_the_same_document_gives_the_same_bytes(word: Callable[..., Artifact], tmp_path: Path) -> None:
    assert word(chapters(2, 2)).data == word(chapters(2, 2)).data
