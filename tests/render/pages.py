"""Finished PDFs of the samples, and what they show: characters with their places, words, structure."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from math import hypot
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
from pypdfium2 import raw

from opsdoc.content.load import load
from opsdoc.diagnostics import Log
from opsdoc.document.compose import compose
from opsdoc.document.index import indexed
from opsdoc.document.outline import default_theme
from opsdoc.document.pair import pair
from opsdoc.document.refine import refine
from opsdoc.document.tree import Base, Block, Document, Heading, Index, Ref, Text, query, walk
from opsdoc.org.select import Case, select
from opsdoc.render.artifact import Artifact, RenderContext
from opsdoc.render.pdf import render_pdf
from opsdoc.theme import Theme, load_theme
from tests.render.finished import Finished
from tests.samples import WORKSPACE, sample, sample_pair

NAMES = ("zh", "en", "zh-en", "zh-en-stacked")
EPOCH = 1_795_392_000  # 2026-11-23


def context(**more: Any) -> RenderContext:
    return RenderContext(theme=load_theme("consulting"), workspace=WORKSPACE, epoch=EPOCH, **more)


PROPOSALS = ("proposal-zh", "proposal-en")
KINDS = ("proposal", "policy", "handbook", "notice")
_ROOT = Path(__file__).resolve().parents[2]


@cache
def document(name: str) -> Document:
    if name in PROPOSALS:
        return whole("proposal", "zh" if name.endswith("zh") else "en")
    if name in ("zh", "en"):
        return sample(name)  # type: ignore[arg-type]
    kind, _, lang = name.partition("-")
    if kind in KINDS:
        return indexed(excerpt(finished_tree(kind, lang)))
    return sample_pair("stacked" if name.endswith("stacked") else "columns")


@cache
def case(kind: str) -> Case:
    """The case of a document of the sample engagement."""
    return select(load(_ROOT, _ROOT, Log()), "sample-trading", kind, "hybrid")


@cache
def whole(kind: str, languages: str) -> Document:
    """A document of the sample engagement as it enters the renderers."""
    return indexed(finished_tree(kind, languages))


@cache
def finished_tree(kind: str, languages: str) -> Document:
    """Such a document before its index is filled."""
    log = Log()
    singles = [refine(compose(case(kind), "zh" if lang == "zh" else "en", log), log) for lang in languages.split("-")]
    return singles[0] if len(singles) == 1 else pair(singles[0], singles[1], log, issued=False)


def excerpt(made: Document, chapters: int = 6) -> Document:
    """The front of a document and some chapters of it: the shortest of each sixth. References to the rest are words."""
    groups: list[list[Block]] = [[]]
    for block in made.blocks:
        if isinstance(block, Heading) and block.level == 1:
            groups.append([])
        groups[-1].append(block)
    front, body = groups[:2], groups[2:]
    step = max(1, -(-len(body) // chapters))
    parts = [body[start : start + step] for start in range(0, len(body), step)]
    kept = front + [min(part, key=lambda group: len(repr(group))) for part in parts]
    kept += [group for group in groups if not any(group is one for one in kept) and any(map(_is_index, group))]
    blocks = tuple(block for group in kept for block in group)
    ids = {block.id for block in query(blocks, Base)}

    def cut(node: Any) -> Any:
        return Text(node.text) if isinstance(node, Ref) and node.target not in ids else node

    return replace(made, blocks=walk(blocks, cut))


def _is_index(block: Block) -> bool:
    return isinstance(block, Index)


def theme(name: str) -> Theme:
    """The theme of a document: the record's own, or the one that the hand-made samples are set in."""
    kind = name.partition("-")[0]
    if kind not in KINDS:
        return load_theme("consulting")
    return load_theme(case(kind).document.theme or default_theme(kind, case(kind).workspace.templates) or "consulting")


@cache
def finished(name: str) -> Finished:
    """A finished file with its tree and its theme."""
    return Finished(artifact(name).data, document(name), theme(name), name)


@cache
def artifact(name: str) -> Artifact:
    return render_pdf(document(name), replace(context(), theme=theme(name)))


@cache
def opened(name: str) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(artifact(name).data))


@dataclass(frozen=True)
class Character:
    """A character on a page: its place in points from the bottom left, size, and font."""

    text: str
    x: float
    y: float
    right: float
    size: float
    font: str


@cache
def characters(name: str) -> tuple[tuple[Character, ...], ...]:
    """All characters of all pages, in the order of the text."""
    return characters_of(artifact(name).data)


def characters_of(data: bytes) -> tuple[tuple[Character, ...], ...]:
    """All characters of all pages of a file."""
    return tuple(tuple(_characters(page)) for page in pypdfium2.PdfDocument(data))


def _characters(page: Any) -> Iterator[Character]:
    text = page.get_textpage()
    for index in range(text.count_chars()):
        x, y, size = ctypes.c_double(), ctypes.c_double(), raw.FPDFText_GetFontSize(text, index)
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(text, index, matrix)
        box = raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(text, index, box)
        buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        raw.FPDFText_GetFontInfo(text, index, buffer, 128, flags)
        yield Character(
            chr(raw.FPDFText_GetUnicode(text, index)),
            x.value,
            y.value,
            box.right,
            size * hypot(matrix.c, matrix.d),
            buffer.value.decode(),
        )


def lines(page: tuple[Character, ...]) -> list[list[Character]]:
    """The characters of a page by baseline, from the top, each line from left to right."""
    rows: dict[float, list[Character]] = {}
    for character in page:
        if character.text not in "\r\n\x02\ufffe":
            key = next((y for y in rows if abs(y - character.y) < 0.6), character.y)
            rows.setdefault(key, []).append(character)
    return [sorted(rows[y], key=lambda c: c.x) for y in sorted(rows, reverse=True)]


def words(name: str) -> str:
    """The text of a file without white space, soft hyphens and the hyphens that line ends added."""
    pdf = pypdfium2.PdfDocument(artifact(name).data)
    text = "".join(page.get_textpage().get_text_range() for page in pdf)
    return "".join(c for c in text if not c.isspace() and c not in "\x02\ufffe\xad")


def elements(name: str) -> list[tuple[str, Any, tuple[str, ...]]]:
    """All structure elements of a file in reading order: tag, dictionary, and the tags above it."""
    pdf = opened(name)
    found: list[tuple[str, Any, tuple[str, ...]]] = []

    def walk(node: Any, above: tuple[str, ...]) -> None:
        if isinstance(node, pikepdf.Array):
            for item in node:
                walk(item, above)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            tag = str(node.S)[1:]
            found.append((tag, node, above))
            walk(node.get("/K", pikepdf.Array()), (*above, tag))

    walk(pdf.Root.StructTreeRoot.K, ())
    return found
