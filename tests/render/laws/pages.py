"""Laws 41 to 43: what a layout editor sees of whole pages. They go beyond the forty of print.md."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from opsdoc.document.tree import PageBreak, Paragraph, Table, Text, plain, query
from opsdoc.text import HAN
from tests.render.finished import Finished, squeezed

_TERM = re.compile(rf"[{HAN}]{{2,6}}")
_FILLED = 0.4  # of the type area's height, on a page whose chapter goes on overleaf
_BARE = 2  # lines that a page has at least, unless it is left empty


def bare_pages(finished: Finished) -> Iterator[str]:
    """41: no page holds a line alone, the source of a table or the last line of a list."""
    drawn = {page for element in finished.elements if element.tag == "Figure" for page, _ in element.marks}
    for number in finished.inner_pages:
        lines = {round(piece.y) for piece in finished.pieces[number]}
        if 0 < len(lines) < _BARE and number not in drawn:
            yield f"page {number + 1}: {finished.pieces[number][0].text[:40]}"


def whole_terms(finished: Finished) -> Iterator[str]:
    """42: a term of up to six ideographs stands on one line of its cell."""
    wanted: Counter[str] = Counter()
    for table in query(finished.document.blocks, Table):
        if table.role in ("grid", "plain"):
            for row in (*table.head, *table.body):
                for cell in row.cells:
                    only = cell.content[0] if cell.content else None
                    if isinstance(only, Paragraph) and len(only.content) == 1 and isinstance(only.content[0], Text):
                        wanted[only.content[0].text] += 1
    lines = Counter(squeezed(piece.text) for page in finished.pieces for piece in page)
    shown = "\n".join(lines.elements())
    for term, times in wanted.items():
        if _TERM.fullmatch(term) and shown.count(term) < times:
            yield f"{term}: {times} cells, whole on {shown.count(term)} lines"


def filled_pages(finished: Finished) -> Iterator[str]:
    """43: no page stays mostly white in the middle of a chapter, as below a text whose drawing stands overleaf."""
    openings = {page for element in finished.elements if element.tag in ("H1", "TOC") for page, _ in element.marks}
    data = finished.document.labels["figure_data"]
    asked = [squeezed(plain(p.content)) for p in _behind_breaks(finished) if isinstance(p, Paragraph)]
    for number in finished.inner_pages[:-1]:
        _, bottom, _, top = finished.frame(number)
        lowest = min((piece.y for piece in finished.pieces[number] if bottom <= piece.y <= top), default=bottom)
        filled = (top - lowest) / (top - bottom)
        above = next((squeezed(piece.text) for piece in finished.pieces[number + 1]), "")
        opens = number + 1 in openings or above.startswith(squeezed(data))
        opens |= any(words.startswith(above) for words in asked)
        if not opens and filled < _FILLED and _heads(finished, number) == _heads(finished, number + 1):
            yield f"page {number + 1}: {filled:.0%}, then {above}"


def _behind_breaks(finished: Finished) -> Iterator[object]:
    """The blocks that an author has put on a new page."""
    return (block for before, block in pairwise(finished.document.blocks) if isinstance(before, PageBreak))


def _heads(finished: Finished, number: int) -> set[str]:
    """The words above the type area, and whether the page is turned."""
    left, _, right, top = finished.frame(number)
    return {str(round(right - left)), *(squeezed(p.text) for p in finished.furniture[number] if p.y > top)}


LAWS: Mapping[str, Callable[[Finished], Iterator[str]]] = {
    "41 bare pages": bare_pages,
    "42 terms whole": whole_terms,
    "43 pages filled": filled_pages,
}
