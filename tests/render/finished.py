"""A finished PDF as its readers meet it: characters with their places, lines, structure, links and targets."""

from __future__ import annotations

import ctypes
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import hypot
from typing import Any

import pikepdf
import pypdfium2
from pypdfium2 import raw

from opsdoc.document.tree import Document
from opsdoc.theme import Theme

NO_INK = "\r\n\x02\ufffe\xad"
HYPHENS = "[-\u2010\xad]"
_PASSAGES = frozenset({"P", "H1", "H2", "H3", "H4", "Caption", "Note", "LBody", "TH", "TD", "TOCI"})
COLUMN_GAP = 0.8  # em; cells and columns that share a baseline stand farther apart


@dataclass(frozen=True, slots=True)
class Character:
    """A character on a page: its place in points from the bottom left, its size and font; `mark` is the number of
    the marked content that holds it, -1 for an artifact."""

    text: str
    x: float
    y: float
    right: float
    size: float
    font: str
    mark: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand next to each other on one baseline, from left to right: a line of a column or of a cell."""

    page: int
    characters: tuple[Character, ...]

    @property
    def text(self) -> str:
        return "".join(c.text for c in self.characters)

    @property
    def y(self) -> float:
        return self.characters[0].y

    @property
    def left(self) -> float:
        return self.characters[0].x

    @property
    def right(self) -> float:
        return self.characters[-1].right

    @property
    def size(self) -> float:
        return max(c.size for c in self.characters)


@dataclass(frozen=True, slots=True)
class Element:
    """A structure element with the tags above it and the marked content in and below it: (page, number) pairs."""

    tag: str
    node: Any
    above: tuple[str, ...]
    marks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """An element that holds lines of its own, and these in the order of reading, over columns and pages."""

    element: Element
    lines: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(line.text for line in self.lines)

    @property
    def pairs(self) -> Iterator[tuple[Piece, Piece]]:
        """Each line with the one after it."""
        return pairwise(self.lines)


@dataclass
class Finished:
    """A PDF file, with the tree and the theme that it was made from. Pages count from 0."""

    data: bytes
    document: Document
    theme: Theme
    name: str = ""

    @cached_property
    def pdf(self) -> pikepdf.Pdf:
        return pikepdf.open(io.BytesIO(self.data))

    @cached_property
    def boxes(self) -> tuple[tuple[float, float, float, float], ...]:
        """The trimmed page of every page: left, bottom, right, top in points."""
        return tuple(tuple(float(v) for v in page.get("/TrimBox", page.mediabox)) for page in self.pdf.pages)  # type: ignore[misc]

    @cached_property
    def characters(self) -> tuple[tuple[Character, ...], ...]:
        """All characters of all pages, in the order of the text."""
        pdf = pypdfium2.PdfDocument(self.data)
        return tuple(tuple(_characters(page)) for page in pdf)

    @cached_property
    def pieces(self) -> tuple[tuple[Piece, ...], ...]:
        """The lines of every page, from the top; artifacts are left out."""
        return tuple(
            tuple(_pieces(number, [c for c in page if c.mark >= 0])) for number, page in enumerate(self.characters)
        )

    @cached_property
    def furniture(self) -> tuple[tuple[Piece, ...], ...]:
        """The lines of artifacts: running heads and feet, repeated heads of tables."""
        return tuple(
            tuple(_pieces(number, [c for c in page if c.mark < 0])) for number, page in enumerate(self.characters)
        )

    @cached_property
    def words(self) -> str:
        """The whole text without white space and the hyphens of line ends; artifacts are left out."""
        return "".join(c.text for page in self.characters for c in page if c.mark >= 0 and is_ink(c.text))

    @cached_property
    def spoken(self) -> str:
        """The whole text in the order of the structure, where pages and columns part no paragraph; no hyphens."""
        return re.sub(HYPHENS, "", self.text_of(self.elements[0]))

    @cached_property
    def targets(self) -> Mapping[str, tuple[int, float]]:
        """Named places: page and height in points from the bottom."""
        pages = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        names = self.pdf.Root.get("/Names", {}).get("/Dests", {}).get("/Names", [])
        found = {}
        for index in range(0, len(names), 2):
            place = names[index + 1]
            found[str(names[index])] = (pages[place[0].objgen], float(place[3]))
        return found

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """All structure elements in reading order."""
        pages = {page.objgen: number for number, page in enumerate(self.pdf.pages)}
        found: list[Element] = []

        def walk(node: Any, above: tuple[str, ...], page: int) -> list[tuple[int, int]]:
            if isinstance(node, pikepdf.Array):
                return [mark for item in node for mark in walk(item, above, page)]
            if isinstance(node, int):
                return [(page, node)]
            if not isinstance(node, pikepdf.Dictionary):
                return []
            page = pages[node.Pg.objgen] if "/Pg" in node else page
            if "/S" not in node:
                return [(page, int(node.MCID))] if "/MCID" in node else []
            tag, place = str(node.S)[1:], len(found)
            found.append(Element(tag, node, above, ()))
            marks = walk(node.get("/K", pikepdf.Array()), (*above, tag), page)
            found[place] = Element(tag, node, above, tuple(marks))
            return marks

        walk(self.pdf.Root.StructTreeRoot.K, (), 0)
        return tuple(found)

    @cached_property
    def _by_mark(self) -> Mapping[tuple[int, int], str]:
        found: dict[tuple[int, int], list[str]] = {}
        for number, page in enumerate(self.characters):
            for c in page:
                if c.mark >= 0 and is_ink(c.text):
                    found.setdefault((number, c.mark), []).append(c.text)
        return {key: "".join(text) for key, text in found.items()}

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Paragraphs, headings, captions, notes, and the words of cells and items that stand in none of these."""
        owners: dict[tuple[int, int], int] = {}
        for number, element in enumerate(self.elements):
            if element.tag in _PASSAGES:
                owners.update((mark, number) for mark in element.marks)
        shown: dict[tuple[int, int], list[Character]] = {}
        for page, characters in enumerate(self.characters):
            for c in characters:
                if c.mark >= 0 and is_ink(c.text):
                    shown.setdefault((page, c.mark), []).append(c)
        found = []
        for number, element in enumerate(self.elements):
            own = [(m[0], c) for m in element.marks if owners.get(m) == number for c in shown.get(m, ())]
            if own:
                found.append(Passage(element, tuple(_lines(own))))
        return tuple(found)

    def language(self, element: Element) -> str:
        """The language that an element says, by itself or by what holds it: "zh" or "en"."""
        node = element.node
        while "/Lang" not in node and "/P" in node:
            node = node.P
        return str(node.get("/Lang", self.pdf.Root.Lang))[:2]

    def text_of(self, element: Element, page: int | None = None) -> str:
        """The words in an element, without white space; of one page where that is said."""
        return "".join(self._by_mark.get(mark, "") for mark in element.marks if page in (None, mark[0]))

    def frame(self, page: int) -> tuple[float, float, float, float]:
        """The type area of a page: left, bottom, right, top in points."""
        left, bottom, right, top = self.boxes[page]
        wide, tokens = right - left > top - bottom, self.theme.page
        margins = tokens.landscape_margins_mm if wide else tokens.margins_mm
        inner, outer = margins.left, margins.right
        if tokens.mirrored and page % 2:
            inner, outer = outer, inner
        mm = 72 / 25.4
        return left + inner * mm, bottom + margins.bottom * mm, right - outer * mm, top - margins.top * mm

    def has_cover(self) -> bool:
        """Whether the first page is a cover, which has margins of its own."""
        return self.theme.cover.kind == "page"

    @property
    def inner_pages(self) -> range:
        """The pages after the cover."""
        return range(int(self.has_cover()), len(self.boxes))


def is_ink(text: str) -> bool:
    """Whether a character is more than white space or the trace of a broken line."""
    return bool(text.strip()) and text not in NO_INK


def squeezed(words: str) -> str:
    """Words without white space."""
    return re.sub(r"\s", "", words)


def _characters(page: Any) -> Iterator[Character]:
    text = page.get_textpage()
    x, y, right = ctypes.c_double(), ctypes.c_double(), raw.FS_RECTF()
    matrix, buffer, flags = raw.FS_MATRIX(), ctypes.create_string_buffer(128), ctypes.c_int()
    marks: dict[int, int] = {}
    for index in range(text.count_chars()):
        raw.FPDFText_GetCharOrigin(text, index, x, y)
        raw.FPDFText_GetMatrix(text, index, matrix)
        raw.FPDFText_GetLooseCharBox(text, index, right)
        raw.FPDFText_GetFontInfo(text, index, buffer, 128, flags)
        holder = raw.FPDFText_GetTextObject(text, index)
        address = ctypes.addressof(holder.contents) if holder else 0
        if address not in marks:
            marks[address] = raw.FPDFPageObj_GetMarkedContentID(holder) if holder else -1
        size = raw.FPDFText_GetFontSize(text, index) * hypot(matrix.c, matrix.d)
        shown = chr(raw.FPDFText_GetUnicode(text, index))
        yield Character(shown, x.value, y.value, right.right, size, buffer.value.decode(), marks[address])


def _pieces(page: int, characters: list[Character]) -> Iterator[Piece]:
    rows: dict[int, list[Character]] = {}
    for c in characters:
        if c.text in NO_INK:
            continue
        key = round(c.y)
        row = next((r for r in (key, key - 1, key + 1) if r in rows and abs(rows[r][0].y - c.y) < 0.6), key)
        rows.setdefault(row, []).append(c)
    for _, row in sorted(rows.items(), reverse=True):
        run = [c for c in sorted(row, key=lambda c: c.x) if c.text.strip()]
        if not run:
            continue
        start = 0
        for index, (a, b) in enumerate(pairwise(run), 1):
            if b.x - a.right > COLUMN_GAP * max(a.size, b.size):
                yield Piece(page, tuple(run[start:index]))
                start = index
        yield Piece(page, tuple(run[start:]))


def _lines(characters: list[tuple[int, Character]]) -> Iterator[Piece]:
    """The lines of a passage. Calls of notes and readings, which stand off the line, belong to the line they are at."""
    full = max(c.size for _, c in characters)
    run: list[Character] = []
    at: tuple[int, float, float] | None = None
    for page, c in characters:
        small = c.size < 0.8 * full
        turned = at is not None and (page != at[0] or abs(c.y - at[1]) > (1.1 if small else 0.35) * full)
        if at is not None and (turned or c.x < at[2] - 2 * full):
            yield Piece(at[0], tuple(run))
            run = []
        if not run or not small:
            at = (page, c.y, c.x)
        run.append(c)
    if at is not None:
        yield Piece(at[0], tuple(run))
