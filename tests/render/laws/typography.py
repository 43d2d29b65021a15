"""Laws 1–19: what a copy editor sees. Every function reads all pages and tells of each place that breaks its law."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from opsdoc.document.tree import Heading, Landscape, plain, query
from opsdoc.text import is_han
from tests.render.finished import Character, Finished, Piece, is_ink, squeezed

NOT_AT_START = "，。、；：？！）》」』】〕”’%"
NOT_AT_END = "《「『【〔（“‘"
CLOSING, OPENING = "，。、；：？！）》」』】〕”’", NOT_AT_END
UNITS = (*"年月日号个名人家项条章节页万亿元天周季度岁级层席次倍份台套类组轮波％%", "小时", "分钟")
HALF_MARK = 0.5  # em that a full-width mark at a line's end stands over the measure
_WHOLE_LINES = frozenset({"P", "H1", "H2", "H3", "H4", "Caption", "LBody"})
_CELLS = frozenset({"TD", "TH", "Figure", "TOCI", "Index"})
_CLEAR = 2 * 72 / 25.4  # furniture keeps this far from the edge, in points


def _where(piece: Piece) -> str:
    return f"page {piece.page + 1}: {piece.text[:40]}"


def _all(finished: Finished) -> Iterator[Piece]:
    for page in finished.pieces:
        yield from page


def line_edges(finished: Finished) -> Iterator[str]:
    """1, 2: no line starts or ends with a mark that must not stand there."""
    for piece in _all(finished):
        text = piece.text
        unit = text[0] == "%" and not is_han(text[1:2] or "x")  # a cell that says what is counted
        if len(text) > 1 and not unit and (text[0] in NOT_AT_START or text[-1] in NOT_AT_END):
            yield _where(piece)


def measure(finished: Finished) -> Iterator[str]:
    """3: a justified line ends within half a point of its measure."""
    for column in _columns(finished):
        right = Counter(round(_edge(piece)) for piece in column).most_common(1)[0]
        if right[1] < 4:
            continue
        edges = sorted(_edge(piece) for piece in column if abs(_edge(piece) - right[0]) < 1.5)
        true = edges[len(edges) // 2]
        for piece in column:
            if 0.5 < abs(_edge(piece) - true) < 0.45 * piece.size:
                yield f"{_where(piece)} ends {_edge(piece) - true:+.2f} pt off"


def _columns(finished: Finished) -> list[list[Piece]]:
    """Lines of running text in Chinese by page and column: those of the body's size that begin at one place."""
    columns: dict[tuple[int, int], list[Piece]] = {}
    ragged = {mark for e in finished.elements if e.tag in ("LI", "TD", "TH", "TOCI", "Caption") for mark in e.marks}
    for piece in _all(finished):
        if (piece.page, piece.characters[0].mark) in ragged:
            continue
        if _is_body(finished, piece) and len(piece.characters) > 12 and _mostly_han(piece):
            columns.setdefault((piece.page, round(piece.left)), []).append(piece)
    return [column for column in columns.values() if len(column) > 5]


def _is_body(finished: Finished, piece: Piece) -> bool:
    return abs(piece.size - finished.theme.type["body"].size) < 0.06


def _mostly_han(piece: Piece) -> bool:
    return sum(map(is_han, piece.text)) > len(piece.text) / 2


def _edge(piece: Piece) -> float:
    last = piece.characters[-1]
    return last.right - (last.size * HALF_MARK if last.text in CLOSING else 0)


def _pairs(finished: Finished) -> Iterator[tuple[int, Character, Character]]:
    """Characters that follow each other in the text of one passage."""
    for number, page in enumerate(finished.characters):
        ink = [c for c in page if is_ink(c.text) or c.text == " "]
        for a, b in pairwise(ink):
            if a.mark >= 0 and b.mark >= 0 and abs(a.size - b.size) < 0.06:
                yield number, a, b


def _breaks(a: Character, b: Character) -> bool:
    """Whether a line ends between two characters of one paragraph."""
    return 0.9 * a.size < a.y - b.y < 2.4 * a.size and b.x < a.x


def inseparable(finished: Finished) -> Iterator[str]:
    """4: dashes and ellipses of two characters are never split."""
    for number, a, b in _pairs(finished):
        if a.text == b.text and a.text in "—…" and _breaks(a, b) and a.mark == b.mark:
            yield f"page {number + 1}: {a.text}{b.text}"


def units(finished: Finished) -> Iterator[str]:
    """5: a number stays with its unit."""
    narrow = 9 * finished.theme.type["table"].size  # a cell that holds less cannot keep them
    for page in finished.pieces:
        for number, a, b in _pairs_of(page):
            if a.characters[-1].text.isdigit() and b.text.startswith(UNITS) and a.right - a.left > narrow:
                yield f"page {number + 1}: {a.text[-8:]} | {b.text[:8]}"


def _pairs_of(page: tuple[Piece, ...]) -> Iterator[tuple[int, Piece, Piece]]:
    """Lines of a page with the next line below in the same paragraph."""
    for index, piece in enumerate(page):
        for below in page[index + 1 :]:
            drop = piece.y - below.y
            if drop > 2.2 * piece.size:
                break
            if drop > 0.9 * piece.size and abs(below.left - piece.left) < 0.6 and abs(below.size - piece.size) < 0.06:
                yield piece.page, piece, below
                break


def lone_characters(finished: Finished) -> Iterator[str]:
    """6: no paragraph, heading or caption ends with a line of one character, nor does a cell with its mark."""
    for piece in _all(finished):
        text = piece.text
        if len(text) == 2 and is_han(text[0]) and text[1] in "。！？；":
            yield _where(piece)
    by_mark: dict[tuple[int, int], list[Character]] = {}
    for number, page in enumerate(finished.characters):
        for c in page:
            if is_ink(c.text):
                by_mark.setdefault((number, c.mark), []).append(c)
    for element in finished.elements:
        if element.tag not in _WHOLE_LINES or any(tag in _CELLS for tag in element.above):
            continue
        shown = [(mark[0], c) for mark in element.marks for c in by_mark.get(mark, ())]
        if shown:
            page, end = shown[-1]
            last = "".join(c.text for number, c in shown if number == page and abs(c.y - end.y) < 0.6)
            if len(last) < min(3, len(shown)) and sum(map(is_han, last)) == 1:
                yield f"page {page + 1}: {last} ends {finished.text_of(element)[:30]}"


def indent(finished: Finished) -> Iterator[str]:
    """7: first lines of body paragraphs stand two characters in, where the theme says so."""
    if not finished.theme.body_indent or finished.document.lang != "zh":
        return
    size = finished.theme.type["body"].size
    for column in _columns(finished):
        for piece in column:
            for other in column:
                offset = piece.left - other.left
                if 0.5 * size < offset < 3 * size and abs(offset - 2 * size) > 0.2:
                    yield f"{_where(piece)} stands {offset / size:.2f} em in"


def compressed_marks(finished: Finished) -> Iterator[str]:
    """8: two marks that adjoin advance one and a half em together in lines that are not justified."""
    for piece in _all(finished):
        if _is_body(finished, piece) and not _loose(piece):
            for a, b, c in zip(piece.characters, piece.characters[1:], piece.characters[2:], strict=False):
                if a.text in "》）」" and b.text in "（《「" and is_han(c.text):
                    advance = (c.x - a.x) / a.size
                    if abs(advance - 1.5) > 0.05:
                        yield f"{_where(piece)}: {a.text}{b.text} {advance:.2f} em"


def _loose(piece: Piece) -> bool:
    """Whether a line got space between its characters."""
    steps = [b.x - a.x - a.size for a, b in pairwise(piece.characters) if is_han(a.text) and is_han(b.text)]
    return any(step > 0.01 * piece.size for step in steps)


def script_gap(finished: Finished) -> Iterator[str]:
    """9: an eighth to a quarter of an em parts Han and Latin."""
    for piece in _all(finished):
        if not _is_body(finished, piece) or _loose(piece):
            continue
        for a, b in pairwise(piece.characters):
            if is_han(a.text) and b.text.isascii() and b.text.isalnum():
                gap = (b.x - a.x) / a.size - 1
                if not 0.1 <= gap <= 0.255:
                    yield f"{_where(piece)}: {a.text}{b.text} {gap:.2f} em"


def fonts_of_scripts(finished: Finished) -> Iterator[str]:
    """10, 11: Han and Latin have fonts of their own; quotes in Chinese come from the Han font."""
    chinese = finished.document.lang == "zh" and not finished.document.second_lang
    for piece in _all(finished):
        han = any(map(is_han, piece.text))
        for c in piece.characters:
            of_han = _is_han_font(c.font)
            wants_han = is_han(c.text) or (chinese and han and c.text in "“”")
            wants_latin = c.text.isascii() and c.text.isalnum()
            if (wants_han and not of_han) or (wants_latin and of_han):
                yield f"{_where(piece)}: {c.text} in {c.font}"


def _is_han_font(name: str) -> bool:
    return bool(re.search(r"SC|Kai|Fang", name))


def pitch(finished: Finished) -> Iterator[str]:
    """14: the lines of a paragraph stand at one distance."""
    for column in _columns(finished):
        steps = [(a, a.y - b.y) for a, b in pairwise(column)]
        common = Counter(round(step, 2) for _, step in steps).most_common(1)[0][0]
        for piece, step in steps:
            if 0.05 < abs(step - common) < 1.5:
                yield f"{_where(piece)}: {step:.2f} pt to the next line, {common:.2f} elsewhere"


def margins(finished: Finished) -> Iterator[str]:
    """15: no text outside the margins but furniture; that stands clear of the edge."""
    for number in finished.inner_pages:
        left, bottom, right, top = finished.frame(number)
        edges = finished.boxes[number]
        for c in finished.characters[number]:
            if not is_ink(c.text):
                continue
            hang = c.size * 0.55 if c.text in NOT_AT_START + NOT_AT_END else 2.0  # f hangs over its advance
            if c.mark >= 0:
                inside = left - hang <= c.x and c.right <= right + hang and bottom - 0.6 <= c.y <= top + 0.6
            else:
                inside = edges[0] + _CLEAR < c.x and c.right < edges[2] - _CLEAR
                inside = inside and edges[1] + _CLEAR < c.y < edges[3] - _CLEAR
            if not inside and not _is_stamp(finished, c):
                yield f"page {number + 1}: {c.text!r} at {c.x:.1f}, {c.y:.1f}"


def _is_stamp(finished: Finished, c: Character) -> bool:
    return c.mark < 0 and c.size > 40


def small_type(finished: Finished) -> Iterator[str]:
    """16: nothing is set under seven points, but the calls of notes, which are figures."""
    calls = {mark for e in finished.elements if e.tag in ("Reference", "Lbl") for mark in e.marks}
    for number, page in enumerate(finished.characters):
        small = {c.text for c in page if is_ink(c.text) and c.size < 6.99 and (number, c.mark) not in calls}
        if small:
            yield f"page {number + 1}: {''.join(sorted(small))[:60]}"


def headings_lead(finished: Finished) -> Iterator[str]:
    """17: a heading is followed by two lines on its page, or by a drawing."""
    for heading in query(finished.document.blocks, Heading):
        if heading.id not in finished.targets:
            continue
        number, top = finished.targets[heading.id]
        below = [p for p in finished.pieces[number] if p.y < top - 0.5]
        own = squeezed(plain(heading.content) + plain(heading.translation) + heading.number + heading.short)
        rest = {round(p.y) for p in below if squeezed(p.text) not in own}
        if len(rest) < 2:
            yield f"page {number + 1}: {plain(heading.content)[:40]}"


def cover(finished: Finished) -> Iterator[str]:
    """18: the ground of the cover reaches the edge of the trimmed page on all sides."""
    if not finished.has_cover():
        return
    import pypdfium2

    page = pypdfium2.PdfDocument(finished.data)[0]
    image = page.render(scale=1).to_pil().convert("RGB")
    full, trim = [float(v) for v in finished.pdf.pages[0].mediabox], finished.boxes[0]
    left, upper = round(trim[0] - full[0]), round(full[3] - trim[3])
    right, lower = round(trim[2] - full[0]) - 2, round(full[3] - trim[1]) - 2
    corners = [(left + 1, upper + 1), (left + 1, lower), (right, lower), ((left + right) // 2, lower)]
    ground = finished.theme.colour(finished.theme.cover.ground)
    found = {"#{:02X}{:02X}{:02X}".format(*image.getpixel(place)) for place in corners}
    if found != {ground.upper()}:
        yield f"the corners are {sorted(found)}, the ground is {ground}"


def landscape(finished: Finished) -> Iterator[str]:
    """19: landscape pages are wider than high, all others are not."""
    wide = {n for n, (left, bottom, right, top) in enumerate(finished.boxes) if right - left > top - bottom}
    meant = {
        finished.targets[block.id][0]
        for part in query(finished.document.blocks, Landscape)
        for block in query(part.content, Heading)
        if block.id in finished.targets
    }
    for number in meant - wide:
        yield f"page {number + 1} is upright"
    if wide and not list(query(finished.document.blocks, Landscape)):
        yield f"pages {sorted(n + 1 for n in wide)} lie and should not"


LAWS: Mapping[str, Callable[[Finished], Iterator[str]]] = {
    "1–2 line edges": line_edges,
    "3 measure": measure,
    "4 dashes whole": inseparable,
    "5 number and unit": units,
    "6 no lone character": lone_characters,
    "7 indent": indent,
    "8 marks compressed": compressed_marks,
    "9 space between scripts": script_gap,
    "10–11 fonts of scripts": fonts_of_scripts,
    "14 pitch": pitch,
    "15 margins": margins,
    "16 seven points": small_type,
    "17 headings lead": headings_lead,
    "18 cover": cover,
    "19 landscape": landscape,
}
