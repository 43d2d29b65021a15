"""A document of each kind, shortened, as others read it: LibreOffice draws it as our PDF says it and saves it whole,
and a second validator has nothing against it that we cannot explain."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from lxml import etree

from opsdoc.document.tree import (
    Article,
    Block,
    Contents,
    Document,
    Figure,
    Heading,
    Note,
    Paragraph,
    Table,
    plain,
    query,
)
from opsdoc.pipeline.bodyonly import without_dangling
from opsdoc.render.docx import render_docx
from opsdoc.render.pdf import render_pdf
from tests.render.docx import judge, kinds
from tests.render.docx.audit import KNOWN, audited
from tests.render.docx.counting import counted
from tests.render.docx.lint import MC, W, instructions, parts, stories

pytestmark = pytest.mark.slow
# Each kind and each language once; OPSDOC_MATRIX=1 takes every kind in every language, which takes minutes.
NAMES = kinds.NAMES if os.environ.get("OPSDOC_MATRIX") else ("proposal zh", "policy en", "notice zh", "handbook zh-en")
PER_KIND = 3  # how many blocks of each sort a shortened document keeps


def shortened(document: Document) -> Document:
    """The document with its contents, all of its headings down to the second level, and the first few blocks of each
    sort: tables on upright and turned pages, a figure, articles, notes."""
    kept: list[Block] = []
    seen: dict[str, int] = {}
    for block in document.blocks:
        if isinstance(block, Heading | Contents):
            if not isinstance(block, Heading) or block.level <= 2:
                kept.append(block)
            continue
        sort = f"{type(block).__name__} {getattr(block, 'role', '')}"
        sort += " with notes" if any(True for _ in query(block, Note)) else ""
        seen[sort] = seen.get(sort, 0) + 1
        if seen[sort] <= PER_KIND:
            kept.append(block)
    return replace(document, blocks=without_dangling(tuple(kept)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("soffice"):
        pytest.skip("soffice is not installed; `tools/setup.sh dev` installs it")
    return tmp_path_factory.mktemp("libreoffice")


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {name: shortened(kinds.tree(name)) for name in NAMES}


@pytest.fixture(scope="module")
def files(documents: dict[str, Document]) -> dict[str, bytes]:
    return {name: render_docx(document, kinds.context(name)).data for name, document in documents.items()}


@pytest.fixture(scope="module")
def theirs(files: dict[str, bytes], folder: Path) -> dict[str, Path]:
    """PDFs by LibreOffice."""
    return judge.laid_out({name.replace(" ", "."): data for name, data in files.items()}, folder)


@pytest.fixture(scope="module")
def saved(files: dict[str, bytes], folder: Path, theirs: dict[str, Path]) -> dict[str, bytes]:
    """DOCX as LibreOffice saves it."""
    out = folder / "saved"
    sources = [str(folder / f"{name.replace(' ', '.')}.docx") for name in files]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(out),
        *sources,
    ]
    subprocess.run(command, capture_output=True, timeout=600, check=True, env=judge.office())
    return {name: (out / f"{name.replace(' ', '.')}.docx").read_bytes() for name in files}


def bare(text: str) -> str:
    """A text without white space, and without hyphens, which end lines in one file and not in the other; in small
    letters, since English heads of bilingual tables are set in title case on paper."""
    return re.sub(r"[\s\u00ad\u200b\ufeff\ufffe\x02\-‐‑]+", "", unicodedata.normalize("NFKC", text)).casefold()


def pages_of(pdf: bytes) -> list[str]:
    opened = pypdfium2.PdfDocument(pdf)
    return [bare(page.get_textpage().get_text_range()) for page in opened]


def held(passage: str, pages: list[str]) -> bool:
    """Whether a page says a passage, or one page its beginning and the next its end: heads and feet stand between."""
    if any(passage in page for page in pages):
        return True
    cuts = [(passage[:at], passage[at:]) for at in range(2, len(passage) - 1)]
    return any(head in page and tail in after for page, after in pairwise(pages) for head, tail in cuts)


def outline_of(pdf: bytes) -> list[tuple[int, str]]:
    """Bookmarks with their depth."""

    def walk(items: list[pikepdf.OutlineItem], depth: int) -> Iterator[tuple[int, str]]:
        for item in items:
            yield depth, bare(item.title)
            yield from walk(item.children, depth + 1)

    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        return list(walk(list(outline.root), 1))


def paragraphs(block: object) -> Iterator[str]:
    for paragraph in query(block, Paragraph):
        yield bare(plain(paragraph.content))


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_and_our_pdf_say_the_same(
    name: str, documents: dict[str, Document], theirs: dict[str, Path]
) -> None:
    document = documents[name]
    ours = render_pdf(document, kinds.context(name)).data
    other = theirs[name.replace(" ", ".")].read_bytes()
    headings = outline_of(ours)
    assert headings == outline_of(other)
    assert len(headings) >= len(list(query(document.blocks, Heading)))
    texts = {"our PDF": pages_of(ours), "LibreOffice": pages_of(other)}
    wanted = {
        "cells": [words for table in query(document.blocks, Table) for words in paragraphs((table.head, table.body))],
        "notes": [bare(plain(note.content)) for note in query(document.blocks, Note)],
        "captions": [bare(b.number + plain(b.caption)) for b in query(document.blocks, (Table, Figure)) if b.caption],
        "articles": [bare(plain(a.title)) for a in query(document.blocks, Article)],
    }
    for sort, passages in wanted.items():
        for where, pages in texts.items():
            lost = [p for p in passages if not held(p, pages)]
            assert not lost, (sort, where, lost[:5], len(lost), len(passages))


@pytest.mark.parametrize("name", NAMES)
def test_the_structure_survives_libreoffice(name: str, files: dict[str, bytes], saved: dict[str, bytes]) -> None:
    before, after = (Saved(data[name]) for data in (files, saved))
    assert after.headings == before.headings
    assert after.numbers == before.numbers
    assert after.tables == before.tables
    assert after.notes == before.notes
    assert before.bookmarks <= after.bookmarks
    for field in ("TOC", "PAGEREF", "REF", "SEQ", "PAGE", "NUMPAGES"):
        assert (field in after.fields) == (field in before.fields), field


def test_a_second_validator_finds_only_what_is_explained(files: dict[str, bytes], tmp_path: Path) -> None:
    explained = set()
    for name, data in files.items():
        unexplained, met = audited(data, tmp_path / "file.docx")
        assert unexplained == [], name
        explained |= met
    assert explained == set(KNOWN), "a finding that is gone needs no reason any more"


class Saved:
    """What must be there after any program has saved the file."""

    def __init__(self, data: bytes) -> None:
        self.parts, self.stories = parts(data), stories(data)
        body = self.stories["word/document.xml"]
        styles = etree.fromstring(self.parts["word/styles.xml"])
        names = {s.get(f"{W}styleId"): s.find(f"{W}name").get(f"{W}val").casefold() for s in styles.iter(f"{W}style")}
        # Held, so that lxml gives the same object for the same paragraph each time.
        held_paragraphs = list(body.iter(f"{W}p"))
        numbered = {id(p): n for p, n in counted(body, etree.fromstring(self.parts["word/numbering.xml"]), styles)}
        self.headings, self.numbers = [], []
        for paragraph in held_paragraphs:
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            name = "" if style is None else names[style.get(f"{W}val")]
            if name.startswith("heading "):
                self.headings.append((name, said(paragraph)))
                self.numbers.append(numbered.get(id(paragraph), ""))
        self.tables = [[said(cell) for cell in table.iter(f"{W}tc")] for table in body.iter(f"{W}tbl")]
        notes = self.stories.get("word/footnotes.xml")
        held = [] if notes is None else [n for n in notes.iter(f"{W}footnote") if n.get(f"{W}type") in (None, "normal")]
        self.notes = [said(note) for note in held]
        self.bookmarks = {b.get(f"{W}name") for b in body.iter(f"{W}bookmarkStart")}
        self.fields = {i.split()[0].upper() for root in self.stories.values() for i in instructions(root) if i}


def said(element: etree._Element) -> str:
    """Words, those of pictures' stand-ins apart."""
    shown = (t for t in element.iter(f"{W}t") if not any(a.tag == f"{MC}Choice" for a in t.iterancestors()))
    return bare("".join(t.text or "" for t in shown))
