"""Chinese lines set flush on both sides: space between characters, marks trimmed at the edges of a line.

WeasyPrint stretches U+0020 and U+00A0 alone. Here a line with Chinese in it gets equal space at every place where
CLREQ 3.1.6 allows it, a full-width mark at either edge gives up its empty half (CLREQ 3.1.4), and the margin between
Han and Latin falls away at a line's end. Widths are kept in thousandths of an em, the unit in which the PDF moves.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from weakref import WeakKeyDictionary

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi

OPENING = frozenset("《〈「『【〔〖（［｛“‘")
CLOSING = frozenset("，。、；：？！）》〉」』】〕〗］｝”’")
_WIDE = re.compile(
    "[\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
    "\u2014\u2018\u2019\u201c\u201d\u2026\U00020000-\U0003ffff]"
)
_QUOTES, _DASHES = frozenset("“”‘’"), frozenset("—…")
_SPACES = frozenset(" \u00a0")
_INSEPARABLE = frozenset({("—", "—"), ("…", "…")})
_OBJECT = "\ufffc"  # stands for an inline block or image
_AFTER = -1  # in place of a character: behind the box
_LONGEST_CHARACTER = 4  # bytes
_LARGEST_GAP = 0.5  # em; a line that would need more stays ragged
_SPACING_CLASSES = frozenset({"la-l", "la-r", "la-lr"})

_original_text_align: Any = None
_original_get_first_line: Any = None
_original_reactivate: Any = None
# Advance of a mark in em, by font configuration and style: `chws` and half-width glyphs have no half to give up.
_advances: WeakKeyDictionary[Any, dict[tuple[object, ...], float]] = WeakKeyDictionary()


def install() -> None:
    """Replace the three functions of WeasyPrint that this needs."""
    global _original_text_align, _original_get_first_line, _original_reactivate
    if _original_text_align is not None:
        return
    _original_text_align = inline.text_align
    _original_get_first_line = line_break.Layout.get_first_line
    _original_reactivate = line_break.Layout.reactivate
    inline.text_align = text_align
    line_break.Layout.get_first_line = _get_first_line
    line_break.Layout.reactivate = _reactivate


def text_align(context: Any, line: Any, available_width: float, last: bool) -> float:
    """The offset of a line, as WeasyPrint's function of this name gives it; justified lines are spaced in place."""
    leaves = _leaves(line, [])
    offset: float = 0.0
    if not any(isinstance(leaf, boxes.TextBox) and _has_wide(leaf) for leaf in leaves):
        offset = _original_text_align(context, line, available_width, last)
        return offset
    align = line.style["text_align_all"]
    if last and line.style["text_align_last"] != "auto":
        align = line.style["text_align_last"]
    elif last and align == "justify":
        align = "start"
    if line.style["direction"] == "rtl" or align == "center":
        offset = _original_text_align(context, line, available_width, last)
        return offset
    _close_marks(line, leaves)
    start, end = _start_trim(line, leaves), _end_trim(line, leaves)
    spare = available_width - line.width + start + end
    if align == "justify" and line.style["white_space"] in ("normal", "nowrap", "pre-line"):
        return 0 if _spread(line, leaves, spare, start) else -start
    if align in ("end", "right"):
        offset = max(0.0, available_width - line.width + end)
        return offset
    return -start


def _leaves(box: Any, found: list[Any]) -> list[Any]:
    """The text boxes and atomic boxes of a line, in order."""
    if isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        for child in box.children:
            if child.is_in_normal_flow():
                _leaves(child, found)
    else:
        found.append(box)
    return found


def _close_marks(line: Any, leaves: list[Any]) -> None:
    """Let marks that adjoin take one and a half em together where they stand in two boxes; in one, `chws` does it."""
    cuts: dict[int, dict[int, float]] = {}
    for left, right in pairwise(leaves):
        if not (isinstance(left, boxes.TextBox) and isinstance(right, boxes.TextBox) and left.text and right.text):
            continue
        a, b = left.text[-1], right.text[0]
        if a in CLOSING and b in CLOSING | OPENING:
            half = _empty_half(left, a)
        elif a in OPENING and b in OPENING:
            half = _empty_half(right, b)
        else:
            continue
        cuts[id(left)] = {_AFTER: -half}
    if cuts:
        _move(line, 0, cuts)


def _spread(line: Any, leaves: list[Any], spare: float, start: float) -> bool:
    """Put the spare width between the characters of a line; False when it stays ragged."""
    gaps = _gaps(leaves)
    first_text = next(leaf for leaf in leaves if isinstance(leaf, boxes.TextBox))
    em = first_text.style["font_size"]
    if spare <= 0 or not gaps or spare / len(gaps) > _LARGEST_GAP * em:
        return False
    widths = _shares(leaves, gaps, spare)
    _move(line, -start, widths)
    return True


def _gaps(leaves: list[Any]) -> list[tuple[int, int]]:
    """Where space may go: (leaf, character) pairs after which it is added."""
    sequence = [
        (number, position, _as_set(leaf, character), is_call)
        for number, leaf in enumerate(leaves)
        for is_call in [str(leaf.element_tag).endswith("::footnote-call")]
        for position, character in enumerate(leaf.text if isinstance(leaf, boxes.TextBox) else _OBJECT)
    ]
    while sequence and sequence[-1][2] == " ":
        sequence.pop()
    gaps = []
    for (number, position, left, _), (_, _, right, call) in pairwise(sequence):
        if left == _OBJECT or call or right in _SPACES:
            continue
        wide = _WIDE.match(left) or _WIDE.match(right)
        # Marks stay with what they open or close.
        tied = left in OPENING or right in CLOSING or (left, right) in _INSEPARABLE
        if left in _SPACES or (wide and not tied):
            gaps.append((number, position))
    return gaps


def _has_wide(leaf: Any) -> bool:
    return any(_WIDE.match(_as_set(leaf, mark)) for mark in _WIDE.findall(leaf.text))


def _as_set(leaf: Any, mark: str) -> str:
    """A character of a leaf; a mark that is not wide in it, an apostrophe or dash of English, as the straight one."""
    if mark in _DASHES:
        return mark if str(leaf.style["lang"]).startswith("zh") else "-"
    return mark if mark not in _QUOTES or _empty_half(leaf, mark) else "'"


def _shares(leaves: list[Any], gaps: list[tuple[int, int]], spare: float) -> dict[int, dict[int, float]]:
    """The width of every gap by leaf (its `id`) and character, in whole thousandths of an em; together `spare`."""
    widths: dict[int, dict[int, float]] = {}
    given = 0.0
    for index, (number, position) in enumerate(gaps, 1):
        leaf = leaves[number]
        unit = leaf.style["font_size"] / 1000
        width = round((spare * index / len(gaps) - given) / unit) * unit
        given += width
        widths.setdefault(id(leaf), {})[position] = width
    return widths


def _move(box: Any, advance: float, widths: dict[int, dict[int, float]]) -> float:
    """Shift a box by `advance`, widen it by its gaps; returns the advance of what follows."""
    if isinstance(box, boxes.TextBox):
        box.position_x += advance
        gaps = widths.get(id(box))
        if gaps:
            box.pango_layout.gaps = _by_byte(box.text, gaps, box.style["font_size"])
            added = sum(gaps.values())
            box.width += added
            advance += added
    elif isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        before = advance
        box.position_x += advance
        for child in box.children:
            if child.is_in_normal_flow():
                advance = _move(child, advance, widths)
        box.width += advance - before
    else:
        box.translate(advance, 0)
    return advance


def _by_byte(text: str, gaps: dict[int, float], size: float) -> dict[int, int]:
    """Gap widths in Pango units by byte offset, with half a thousandth more: the drawing code cuts fractions off."""
    out: dict[int, int] = {}
    offset = 0
    for position, character in enumerate(text):
        if position in gaps:
            out[offset] = int((gaps[position] + size / 2000) * TO_UNITS)
        offset += len(character.encode())
    return out


def _start_trim(line: Any, leaves: list[Any]) -> float:
    margin = _edge_margin(line, 0)
    if margin:
        return margin
    first = leaves[0]
    if isinstance(first, boxes.TextBox) and first.text[:1] in OPENING and first.text:
        at_edge = abs(first.position_x - line.position_x) < 0.01
        return _empty_half(first, first.text[0]) if at_edge else 0.0
    return 0.0


def _end_trim(line: Any, leaves: list[Any]) -> float:
    margin = _edge_margin(line, -1)
    if margin:
        return margin
    last = leaves[-1]
    if isinstance(last, boxes.TextBox) and last.text and last.text[-1] in CLOSING:
        return _empty_half(last, last.text[-1])
    return 0.0


def _edge_margin(line: Any, index: int) -> float:
    """The Han–Latin margin that stands at the start (0) or end (-1) of a line, where nothing needs it."""
    box = line
    while isinstance(box, (boxes.LineBox, boxes.InlineBox)) and box.children:
        if box.element is not None and box is not line and box.element.get("class") in _SPACING_CLASSES:
            margin: float = box.margin_left if index == 0 else box.margin_right
            return margin
        box = box.children[index]
    return 0.0


def _empty_half(box: Any, mark: str) -> float:
    style = box.style
    cache = _advances.setdefault(style.font_config, {})
    key = (mark, tuple(style["font_family"]), style["font_weight"], str(style["font_feature_settings"]), style["lang"])
    if key not in cache:
        layout = line_break.create_layout(mark, style, None, None, 0)
        first_line, _ = _original_get_first_line(layout)
        cache[key] = line_break.line_size(first_line, style)[0] / style["font_size"]
    half: float = style["font_size"] / 2
    return half if cache[key] > 0.9 else 0.0


def _reactivate(self: Any, style: Any) -> None:
    self.drawn_line = None
    _original_reactivate(self, style)


def _get_first_line(self: Any) -> Any:
    """WeasyPrint's function of this name; while a page is drawn, the glyphs of a justified line get their gaps."""
    result = _original_get_first_line(self)
    gaps = getattr(self, "gaps", None)
    if gaps is None or not hasattr(self, "drawn_line"):
        return result
    line = result[0]
    address = int(ffi.cast("uintptr_t", line))
    if self.drawn_line == address:
        return result
    self.drawn_line = address
    run = line.runs
    while run != ffi.NULL:
        item = run.data
        run = run.next
        glyphs, count, start = item.glyphs, item.glyphs.num_glyphs, item.item.offset
        for index in range(count):
            cluster = glyphs.log_clusters[index]
            end = glyphs.log_clusters[index + 1] if index + 1 < count else item.item.length
            if end == cluster:
                continue  # the last glyph of a cluster carries its gap
            gap = gaps.get(start + cluster, 0)
            if end - cluster > _LONGEST_CHARACTER:  # a ligature, ——, carries those of all its characters
                gap += sum(gaps.get(start + offset, 0) for offset in range(cluster + 1, end))
            if gap:
                glyphs.glyphs[index].geometry.width += gap
    return result
