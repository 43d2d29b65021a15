"""Laws 1–11 and 45: what a copy editor sees of lines. Every function reads all pages and tells of each break."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from opsdoc.document.tree import Block, Callout, Pair, Paragraph, Quote, Table, plain, query
from opsdoc.text import is_han
from tests.render.finished import COLUMN_GAP, Character, Finished, Passage, Piece, squeezed

NOT_AT_START = "，。、；：？！）》」』】〕”’%％·"
NOT_AT_END = "《「『【〔（“‘"
CLOSING, OPENING = "，。、；：？！）》」』】〕”’", NOT_AT_END
_UNIT = r"(?:[年月日号个名人家项条章节页万亿元天周岁次倍份台套类组轮％%]|季度|小时|分钟)"
# A line that ends within a number and its unit, the break shown as a bar.
_PARTED = re.compile(rf"\d\|{_UNIT}|\d个\|月|\d[万亿]\|[元人]|\d小\|时|\d分\|钟|\d季\|度|\d\|[\d,.]")
_PARTED_IN_ENGLISH = re.compile(r"(?:RMB|CNY|USD|EUR)\|\d|\d\|(?:%|million\b|billion\b|m²)|\d\|[\d,.]")
_NARROW = 9  # em of a cell that need not keep a number with its unit
HALF_MARK = 0.5  # em that a full-width mark at a line's end stands over the measure
_LARGEST_GAP = 0.45  # em; a line that would need more between its characters stays ragged
_NUMBER = re.compile(r"(?:[图表]|附录)?[A-Z]?[\d.-]*(?:(?:Figure|Table|Annex)[A-Z]?[\d.-]*)?")
_AFTER_NUMBER = 0.45  # em from a number to its title
_CELLS = frozenset({"TD", "TH", "Figure", "TOCI", "Index", "Caption"})
_INDENTED = 2  # em


def where(piece: Piece) -> str:
    return f"page {piece.page + 1}: {piece.text[:40]}"


def pieces(finished: Finished) -> Iterator[Piece]:
    for page in finished.pieces:
        yield from page


def line_edges(finished: Finished) -> Iterator[str]:
    """1, 2: no line starts or ends with a mark that must not stand there; not a line of furniture either."""
    for passage in finished.passages:
        for number, line in enumerate(passage.lines):
            # A cell may hold a mark and nothing else, or say what is counted: %.
            own = number == 0 and (len(passage.text) == 1 or line.text[0] in "%％")
            if line.text[0] in NOT_AT_START and not own:
                yield f"{where(line)} starts so"
            if line.text[-1] in NOT_AT_END:
                yield f"{where(line)} ends so"
    for line in (line for page in finished.furniture for line in page):
        if len(line.text) > 1 and (line.text[0] in NOT_AT_START.replace("%", "") or line.text[-1] in NOT_AT_END):
            yield f"{where(line)} in the furniture"


def measure(finished: Finished) -> Iterator[str]:
    """3: a justified line ends within half a point of its measure, unless that took more than half an em a gap."""
    columns: dict[tuple[int, int], list[tuple[Piece, Piece]]] = {}
    for passage in _justified(finished):
        left = min(line.left for line in passage.lines)
        for line, below in passage.pairs:
            columns.setdefault((line.page, round(left / 2)), []).append((line, below))
    for lines in columns.values():
        true = Counter(round(_edge(line), 1) for line, _ in lines).most_common(1)[0][0]
        right = max(true, max(_edge(line) for line, _ in lines) if len(lines) < 3 else true)
        for line, _ in lines:
            short = right - _edge(line)
            if abs(short) > 0.5 and short / (len(line.characters) - 1) < _LARGEST_GAP * line.size:
                yield f"{where(line)} ends {-short:+.2f} pt off"


def _justified(finished: Finished) -> Iterator[Passage]:
    """Paragraphs and items in Chinese of the body's size: the rest is set flush left."""
    for passage in finished.passages:
        chinese = finished.language(passage.element) == "zh" and sum(map(is_han, passage.text)) > len(passage.text) / 2
        running = passage.element.tag == "P" and not _CELLS & set(passage.element.above)
        if chinese and running and all(_is_body(finished, line) for line in passage.lines):
            yield passage


def _is_body(finished: Finished, piece: Piece) -> bool:
    return abs(piece.size - finished.theme.type["body"].size) < 0.06


def _edge(piece: Piece) -> float:
    last = max(piece.characters, key=lambda c: c.right)
    return last.right - (last.size * HALF_MARK if last.text in CLOSING else 0)


def inseparable(finished: Finished) -> Iterator[str]:
    """4: dashes and ellipses of two characters are never split."""
    for passage in finished.passages:
        for above, below in passage.pairs:
            if above.text[-1] == below.text[0] and above.text[-1] in "—…":
                yield f"{where(above)} | {below.text[:4]}"


def units(finished: Finished) -> Iterator[str]:
    """5: a number stays whole and with its unit, in running text and in every cell that is not too narrow for it."""
    narrow = _NARROW * finished.theme.type["table"].size
    for passage in finished.passages:
        parted = _PARTED if finished.language(passage.element) == "zh" else _PARTED_IN_ENGLISH
        if passage.element.tag == "TOCI":
            continue  # its number stands in a column of its own
        in_cell = any(tag in _CELLS for tag in (passage.element.tag, *passage.element.above))
        for above, below in passage.pairs:
            if in_cell and max(line.right - line.left for line in passage.lines) < narrow:
                continue
            if found := parted.search(f"{above.text[-8:]}|{below.text[:9]}"):
                yield f"{where(above)}: {found.group()}"


def lone_characters(finished: Finished) -> Iterator[str]:
    """6: no paragraph, heading, caption, note or cell ends with a line of one ideograph, with or without its mark."""
    for passage in finished.passages:
        last = passage.lines[-1].text
        stacked = max(len(line.text) for line in passage.lines) <= _STACKED
        if len(passage.lines) > 1 and not stacked and len(last) < 3 and sum(map(is_han, last)) == 1:
            yield f"{where(passage.lines[-1])} ends {passage.text[:30]}"


_STACKED = 3  # characters on a line of the heads that stand upright, character under character


def indent(finished: Finished) -> Iterator[str]:
    """7: first lines of body paragraphs stand two characters in, where the theme says so."""
    if not finished.theme.body_indent or finished.document.lang != "zh" or finished.document.second_lang:
        return
    meant = {squeezed(plain(p.content)) for p in _body_paragraphs(finished.document.blocks)}
    for passage in _justified(finished):
        first, size = passage.lines[0], passage.lines[0].size
        if passage.text not in meant or "LI" in passage.element.above:
            continue
        # A line begins with half a mark less, where it begins with one that opens.
        edges = [line.left + size / 2 * (line.text[0] in OPENING) for line in passage.lines if line.page == first.page]
        left = edges[1] if len(edges) > 1 else finished.frame(first.page)[0]
        offset = first.left - left
        trimmed = first.text[0] in OPENING and abs(offset - 1.5 * size) < 0.2
        if abs(offset - _INDENTED * size) > 0.2 and not trimmed:
            yield f"{where(first)} stands {offset / size:.2f} em in"


def _body_paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Paragraphs of running text: not those of lists, cells, callouts and quotations."""
    blocks = tuple(blocks)
    apart = {id(p) for block in query(blocks, Table | Callout | Quote | Pair) for p in query((block,), Paragraph)}
    return (p for p in query(blocks, Paragraph) if p.role == "body" and not p.classes and id(p) not in apart)


def compressed_marks(finished: Finished) -> Iterator[str]:
    """8: two marks that adjoin advance one and a half em together in lines that are not justified, of any size."""
    for piece in pieces(finished):
        if _loose(piece):
            continue
        for a, b, c in zip(piece.characters, piece.characters[1:], piece.characters[2:], strict=False):
            closing, opening = a.text in CLOSING and b.text in CLOSING + OPENING, a.text + b.text
            # The call of a note may stand between them.
            adjoin = (closing or (a.text in OPENING and b.text in OPENING)) and b.x - a.x < 1.05 * a.size
            if adjoin and _is_han_font(a.font) and _is_han_font(b.font) and is_han(c.text) and a.size == b.size:
                advance = (c.x - a.x) / a.size
                if abs(advance - 1.5) > 0.05 and opening not in _NEVER_COMPRESSED:
                    yield f"{where(piece)}: {a.text}{b.text} {advance:.2f} em"


_NEVER_COMPRESSED = frozenset({"？！", "！！", "！？"})  # they fill their squares in 楷体


def _loose(piece: Piece) -> bool:
    """Whether a line got space between its characters."""
    steps = [b.x - a.x - a.size for a, b in pairwise(piece.characters) if is_han(a.text) and is_han(b.text)]
    return any(step > 0.01 * piece.size for step in steps)


def script_gap(finished: Finished) -> Iterator[str]:
    """9: an eighth to a quarter of an em parts Han and Latin, before and after, in lines that are not justified. The
    numbers of headings, captions and notes stand farther off."""
    for passage in finished.passages:
        for line in passage.lines:
            if _loose(line) or sum(map(is_han, line.text)) < 2:
                continue
            number = _NUMBER.match(line.text)
            for index, (a, b) in enumerate(pairwise(line.characters), 1):
                gap = _gap(a, b)
                far = gap is not None and gap > (_AFTER_NUMBER if number and index == number.end() else COLUMN_GAP)
                if gap is not None and not 0.1 <= gap <= 0.255 and not far:
                    yield f"{where(line)}: {a.text}{b.text} {gap:.2f} em"


def _gap(a: Character, b: Character) -> float | None:
    """What parts Han and Latin of one size, in em; None for any other pair."""
    if abs(a.size - b.size) > 0.06 or abs(a.y - b.y) > 0.1:
        return None
    if is_han(a.text) and b.text.isascii() and b.text.isalnum():
        return (b.x - a.x) / a.size - 1
    if is_han(b.text) and a.text.isascii() and a.text.isalnum():
        return (b.x - a.right) / b.size
    return None


def fonts_of_scripts(finished: Finished) -> Iterator[str]:
    """10, 11: Han and Latin have fonts of their own; quotes come from the Han font in Chinese, else from the Latin."""
    for passage in finished.passages:
        chinese = finished.language(passage.element) == "zh"
        for line in passage.lines:
            for before, c, after in zip(
                (None, *line.characters), line.characters, (*line.characters[1:], None), strict=False
            ):
                near = [one.text for one in (before, after) if one and (is_han(one.text) or one.text.isascii())]
                quote = c.text in "“”‘’《》" and near and all(is_han(n) == chinese for n in near)
                wants_han = is_han(c.text) or (quote and chinese)
                wants_latin = (c.text.isascii() and c.text.isalnum()) or (quote and not chinese and c.text in "“”‘’")
                if (wants_han and not _is_han_font(c.font)) or (wants_latin and _is_han_font(c.font)):
                    yield f"{where(line)}: {c.text} in {c.font}"


def _is_han_font(name: str) -> bool:
    return bool(re.search(r"SC|Kai|Fang", name))


def straight_quotes(finished: Finished) -> Iterator[str]:
    """45: no straight quote or apostrophe outside code, on pages, in bookmarks, descriptions or the title; behind a
    figure it counts feet or inches."""
    for number, page in enumerate(finished.characters, 1):
        for before, c in pairwise((None, *page)):
            if c and c.text in _STRAIGHT and "Mono" not in c.font and not (before and before.text.isdigit()):
                yield f"page {number}: {c.text} after {before.text if before else 'nothing'}"
    with finished.pdf.open_outline() as outline:
        said = list(_bookmarks(outline.root))
    said += [str(element.node.get("/Alt", "")) for element in finished.elements]
    for words in (*said, str(finished.pdf.docinfo.get("/Title", ""))):
        if _QUOTED.search(words):
            yield words[:60]


def _bookmarks(items: Iterable[Any]) -> Iterator[str]:
    for item in items:
        yield item.title
        yield from _bookmarks(item.children)


_STRAIGHT = frozenset("\"'")
_QUOTED = re.compile("(?<!\\d)[\"']")

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
    "45 straight quotes": straight_quotes,
}
