"""Every law can be broken: a finished file is spoiled in one way, and the law that is meant for it speaks."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pikepdf
import pytest

from opsdoc.document.tree import Heading, paragraph, text
from opsdoc.text import is_han
from opsdoc.theme import load_theme
from tests.render.finished import Character, Element, Finished, Passage, Piece
from tests.render.laws import LAWS
from tests.render.pages import finished


def changed(file: Finished, **parts: Any) -> Finished:
    """The file with some of what was read from it replaced, and the rest as it is."""
    copy = replace(file)
    copy.__dict__.update({**file.__dict__, **parts})
    return copy


def reopened(file: Finished, change: Callable[[Finished], None]) -> Finished:
    """The file with its objects changed; its letters stand where they stood."""
    copy = replace(file)
    copy.__dict__["characters"] = file.characters
    change(copy)
    return copy


def saved(file: Finished, change: Callable[[pikepdf.Pdf], None]) -> Finished:
    """The file written anew after a change."""
    pdf, out = pikepdf.open(io.BytesIO(file.data)), io.BytesIO()
    change(pdf)
    pdf.save(out)
    return replace(file, data=out.getvalue())


# ------------------------------------------------------------------------------------------------------- letters


def lines_changed(file: Finished, change: Callable[[Piece, Piece], tuple[Piece, Piece]]) -> Finished:
    """The first two lines of a paragraph of running text changed."""
    size = file.theme.type["body"].size
    for number, passage in enumerate(file.passages):
        first = passage.lines[0]
        running = passage.element.tag == "P" and not {"TD", "TH", "LI"} & set(passage.element.above)
        whole = len(passage.lines) > 2 and all(line.page == first.page for line in passage.lines)
        if running and whole and abs(first.size - size) < 0.06 and sum(map(is_han, passage.text)) > 30:
            lines = (*change(*passage.lines[:2]), *passage.lines[2:])
            made = replace(passage, lines=lines)
            return changed(file, passages=(*file.passages[:number], made, *file.passages[number + 1 :]))
    raise AssertionError("no such paragraph")


def letter(piece: Piece, index: int, **parts: Any) -> Piece:
    """A line with one of its characters changed."""
    letters = list(piece.characters)
    letters[index] = replace(letters[index], **parts)
    return replace(piece, characters=tuple(letters))


def moved(piece: Piece, x: float = 0, y: float = 0) -> Piece:
    letters = (replace(c, x=c.x + x, right=c.right + x, y=c.y + y) for c in piece.characters)
    return replace(piece, characters=tuple(letters))


def at_the_break(end: str, start: str) -> Callable[[Finished], Finished]:
    """A line that ends with a letter, and the next that starts with one."""
    return partial(lines_changed, change=lambda a, b: (letter(a, -1, text=end), letter(b, 0, text=start)))


def one_letter_of_a_line(file: Finished, **parts: Any) -> Finished:
    return lines_changed(file, lambda a, b: (letter(a, 3, text="甲", **parts), b))


def set_line(file: Finished, words: str, advances: tuple[float, ...]) -> Piece:
    """A line set by hand: words and the advance of each letter in em."""
    like = next(c for c in file.passages[-1].lines[0].characters if c.text.strip())
    han = next(c.font for page in file.characters for c in page if is_han(c.text))
    x, letters = 100.0, []
    for shown, advance in zip(words, advances, strict=True):
        letters.append(replace(like, text=shown, x=x, right=x + advance * 10, y=400.0, size=10.0, font=han))
        x += advance * 10
    return Piece(1, tuple(letters))


def with_line(file: Finished, line: Piece) -> Finished:
    last = file.passages[-1]
    pieces = (*file.pieces[:1], (*file.pieces[1], line), *file.pieces[2:])
    return changed(file, pieces=pieces, passages=(*file.passages, Passage(last.element, (line,))))


def one_letter(file: Finished, **parts: Any) -> Finished:
    """A letter of the second page changed."""
    page = list(file.characters[1])
    at = next(index for index, c in enumerate(page) if c.mark >= 0 and is_han(c.text))
    page[at] = replace(page[at], **parts)
    return changed(file, characters=(file.characters[0], tuple(page), *file.characters[2:]))


def of_one_line(file: Finished) -> Finished:
    drawn = {page for element in file.elements if element.tag == "Figure" for page, _ in element.marks}
    number = next(n for n in file.inner_pages if n not in drawn and file.pieces[n])
    return changed(file, pieces=(*file.pieces[:number], file.pieces[number][:1], *file.pieces[number + 1 :]))


def without_artifacts(file: Finished) -> Finished:
    def content(page: tuple[Character, ...]) -> tuple[Character, ...]:
        return tuple(c for c in page if c.mark >= 0)

    return changed(file, characters=tuple(map(content, file.characters)), furniture=tuple(() for _ in file.pieces))


# ----------------------------------------------------------------------------------------------------- structure


def elements_changed(file: Finished, kind: str, **parts: Any) -> Finished:
    """The last element of a kind changed."""
    at = max(number for number, element in enumerate(file.elements) if element.tag == kind)
    found = list(file.elements)
    found[at] = replace(found[at], **parts)
    return changed(file, elements=tuple(found))


def later(file: Finished, tag: str) -> Finished:
    """The marks of elements of a kind, a page later."""

    def marks(element: Element) -> tuple[tuple[int, int], ...]:
        return tuple((page + (element.tag == tag), mark) for page, mark in element.marks)

    return changed(file, elements=tuple(replace(e, marks=marks(e)) for e in file.elements))


def nodes_changed(tag: str, key: str, value: Any) -> Callable[[Finished], None]:
    def change(copy: Finished) -> None:
        for element in copy.elements:
            if element.tag == tag:
                element.node[key] = value

    return change


def silent(copy: Finished) -> None:
    for element in copy.elements:
        if "/Lang" in element.node:
            del element.node["/Lang"]


def renamed_font(copy: Finished) -> None:
    next(iter(copy.pdf.pages[1].Resources.Font.values())).BaseFont = pikepdf.Name("/ABCDEF+Arial")


def mark_info(copy: Finished) -> None:
    copy.pdf.Root.MarkInfo.Marked = False


def without_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


def with_more(file: Finished) -> Finished:
    more = (Heading(1, text("没有印出来的一章"), id="x"), paragraph("没有印出来的一段。", id="y"))
    return replace(file, document=replace(file.document, blocks=(*file.document.blocks, *more)))


def pale(file: Finished) -> Finished:
    colours = file.theme.colours.model_copy(update={"muted": "#CCCCCC"})
    return changed(file, theme=file.theme.model_copy(update={"colours": colours}))


def turned_upright(file: Finished) -> Finished:
    return changed(file, boxes=tuple((a, b, min(c, d), max(c, d)) for a, b, c, d in file.boxes))


def on_the_next_page(file: Finished) -> Finished:
    return changed(file, targets={name: (page + 1, y) for name, (page, y) in file.targets.items()})


def at_the_foot(file: Finished) -> Finished:
    return changed(file, targets={name: (page, 64.0) for name, (page, _) in file.targets.items()})


def without_places(file: Finished) -> Finished:
    return changed(file, targets={})


Spoiled = Callable[[Finished], Finished]
WAYS: Mapping[str, tuple[str, Spoiled]] = {
    "1–2 line edges": ("zh", partial(lines_changed, change=lambda a, b: (a, letter(b, 0, text="，")))),
    "3 measure": ("policy-zh", partial(lines_changed, change=lambda a, b: (moved(a, x=3), b))),
    "4 dashes whole": ("zh", at_the_break("—", "—")),
    "5 number and unit": ("zh", at_the_break("3", "年")),
    "6 no lone character": ("zh", lambda file: changed(file, passages=tuple(
        replace(p, lines=(*p.lines, Piece(p.lines[0].page, p.lines[0].characters[:1]))) for p in file.passages))),
    "7 indent": ("policy-zh", partial(lines_changed, change=lambda a, b: (moved(a, x=-a.size), b))),
    "8 marks compressed": ("zh", lambda file: with_line(file, set_line(file, "甲》（乙", (1, 1, 1, 1)))),
    "9 space between scripts": ("zh", lambda file: with_line(file, set_line(file, "甲乙A丙", (1, 1, 0.6, 1)))),
    "10–11 fonts of scripts": ("zh", partial(one_letter_of_a_line, font="ODSans")),
    "14 pitch": ("policy-zh", partial(lines_changed, change=lambda a, b: (a, moved(b, y=-3)))),
    "15 margins": ("zh", partial(one_letter, x=9.0)),
    "16 seven points": ("zh", partial(one_letter, size=6.5)),
    "17 headings lead": ("zh", at_the_foot),
    "18 cover": ("zh", lambda file: changed(file, theme=load_theme("handbook"))),
    "19 landscape": ("zh", turned_upright),
    "20 pages of the contents": ("zh", on_the_next_page),
    "21–22 bookmarks and contents": ("zh", with_more),
    "23 page numbers": ("zh", without_artifacts),
    "24 running heads": ("zh", without_artifacts),
    "25 repeated heads": ("zh", without_artifacts),
    "26 notes": ("zh", partial(later, tag="Note")),
    "27 links": ("zh", without_places),
    "28 index": ("handbook-zh", on_the_next_page),
    "29 fonts": ("zh", partial(reopened, change=renamed_font)),
    "30 characters": ("zh", partial(one_letter, text="\ue000")),
    "31 nothing lost": ("zh", with_more),
    "33 validators": ("notice-en", partial(saved, change=without_language)),
    "34 screen reader": ("notice-en", partial(saved, change=without_language)),
    "35 catalogue": ("zh", partial(reopened, change=mark_info)),
    "36 heading levels": ("zh", lambda file: elements_changed(file, "H2", tag="H5")),
    "37 figures": ("zh", partial(reopened, change=nodes_changed("Figure", "/Alt", "x"))),
    "38 tables": ("zh", partial(reopened, change=nodes_changed("TH", "/A", pikepdf.Dictionary()))),
    "39 languages": ("zh-en", partial(reopened, change=silent)),
    "40 contrast": ("zh", pale),
    "41 bare pages": ("zh", of_one_line),
    "42 terms whole": ("zh", lambda file: changed(file, pieces=tuple(() for _ in file.pieces))),
    "43 pages filled": ("zh", lambda file: changed(file, pieces=tuple(page[:2] for page in file.pieces))),
    "45 straight quotes": ("zh", partial(one_letter, text="'")),
    "44 copied text": ("zh", lambda file: changed(file, characters=tuple(page[::-1] for page in file.characters))),
}  # fmt: skip


def test_there_is_a_way_to_break_every_law() -> None:
    assert WAYS.keys() >= LAWS.keys()


@pytest.mark.parametrize("name", LAWS)
def test_a_law_that_is_broken_speaks(name: str) -> None:
    sample, spoil = WAYS[name]
    assert list(_lines(name, finished(sample))) == []
    assert next(_lines(name, spoil(finished(sample))), "")


def _lines(name: str, file: Finished) -> Iterator[str]:
    return iter(LAWS[name](file))
