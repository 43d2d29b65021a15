"""Where tall exhibits stand: no page is left white below a line of text because a drawing did not fit there.

A figure, or a table that no page may cut, which does not fit into the rest of a page is drawn a little smaller where
that helps and its letters stay readable. Otherwise the text that follows moves up before it, as a compositor would do
it: text of the same section only (never past a heading or a long table), and exhibits of one kind keep their order. A
paragraph that the page then ends in goes on below the exhibit, which opens the next page.

The boxes are put into their new order among their siblings before the layout goes on, so that every later page, and a
page that is made again, meets them so. What is left of a paragraph stands as a box of its own, `_Rest`, behind the
exhibits; its structure element is that of the paragraph.
"""

from __future__ import annotations

from math import inf
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block

_TEXT = frozenset({"p", "ul", "ol", "blockquote"})
_GENTLE = 0.9  # of its size, for a drawing that text could make room for; without text, down to its smallest letters
_FAIR, _MUCH, _AMPLE = 0.2, 0.4, 0.6  # of a page
_CLOSE = 1.0  # pixel, so that what just fits does
_FIGURE, _TABLE, _WORDS = "figure", "table", "words"

_original_in_flow_layout: Any = None


def install() -> None:
    """Replace the function that lays out one block among its siblings."""
    global _original_in_flow_layout
    if _original_in_flow_layout is not None:
        return
    _original_in_flow_layout = block._in_flow_layout
    block._in_flow_layout = in_flow_layout


def in_flow_layout(
    context: Any, box: Any, index: int, child: Any, new_children: Any, page_is_empty: bool, absolute_boxes: Any,
    fixed_boxes: Any, adjoining_margins: Any, bottom_space: float, position_y: float, skip_stack: Any,
    first_letter_style: Any, first_line_style: Any, discard: bool, next_page: Any, max_lines: Any,
) -> Any:  # fmt: skip
    """WeasyPrint's function of this name; an exhibit that does not fit lets the text behind it go first."""
    now, start, order, moved = box.children[index], skip_stack, box.children, False
    # What is tried out below is moved by its margins.
    place = child.position_x, child.position_y

    def lay_out() -> Any:
        now.position_x, now.position_y = place
        return _original_in_flow_layout(
            context, box, index, now, new_children, page_is_empty, absolute_boxes, fixed_boxes, [*adjoining_margins],
            bottom_space, position_y, start, first_letter_style, first_line_style, discard, next_page, max_lines,
        )  # fmt: skip

    if skip_stack is None:
        if (new_children or not page_is_empty) and _floats(now) and not context.in_column:
            room = _Room(context, box, child, adjoining_margins, bottom_space, discard)
            opens = bool(new_children) and _opens_a_page(box, index)
            ample = room.is_ample and now.element_tag != "figure"
            if not opens and (ample or not _is_held(new_children, now, context)):
                result = lay_out()
                if ample or result[0] or _is_placed(result, index):
                    return result
            if opens or (room.missing(now) and not room.shrink(now, _GENTLE)):
                at = _next_words(box.children, index, room)
                moved = at > index
                if moved:
                    box.children = [*order[:index], order[at], *order[index:at], *order[at + 1 :]]
                    now = box.children[index]
                elif opens:
                    turned = {"break": "any", "page": None}
                    return False, True, {index: None}, position_y, adjoining_margins, turned, new_children, max_lines
                else:
                    room.shrink(now, 0.0)
        if (first := vars(now).get("continues")) is not None:
            start = first.breaks_at
            if start is None:  # it ended before the exhibit after all
                now.breaks_at = None  # and so did what once went on from here
                return False, False, None, position_y, adjoining_margins, next_page, new_children, max_lines
            if new_children and _kind(now) == _TABLE and not context.in_column:
                room = _Room(context, box, child, adjoining_margins, bottom_space, discard)
                # A row or two below a figure would be taken for a table of their own.
                if not room.is_fair and not room.takes(now, start):
                    turned = {"break": "any", "page": None}
                    return False, True, {index: None}, position_y, adjoining_margins, turned, new_children, max_lines
    result = lay_out()
    if moved and not _is_placed(result, index):
        box.children = order
        return result
    if moved and _breaks(result, index) and "rest" not in vars(now):
        _add_rest(box, index, behind=at)
    return _behind_exhibits(result, index, now) if "rest" in vars(now) else result


def _is_held(new_children: Any, exhibit: Any, context: Any) -> bool:
    """Whether something goes along with an exhibit that does not fit: it is then better tried out before."""
    before = block.find_last_class_a_break_point_child(new_children)
    return before is None or block.avoid_page_break(block.block_level_page_break(before, exhibit), context)


def _floats(exhibit: Any) -> bool:
    """Whether text may go before a box: a drawing in one piece, or a table that no page may cut."""
    kinds = _classes(exhibit)
    if exhibit.element_tag == "figure":
        return "many" not in kinds
    return exhibit.element_tag == "div" and "exhibit" in kinds and bool({"short", "tall"} & set(kinds))


def _opens_a_page(box: Any, index: int) -> bool:
    """Whether the exhibit at `index` is a table of a page and more, which starts at the top of one unless it is the
    first thing of a chapter or of a turned page."""
    if "tall" not in _classes(box.children[index]):
        return False
    return "opening" not in _classes(box.children[index - 1]) and not ("wide" in _classes(box) and index == 1)


def _classes(box: Any) -> list[str]:
    return (box.element.get("class") or "").split() if box.element is not None else []


def _kind(sibling: Any) -> str:
    """What a sibling is here: figure, table, words, or nothing that may be moved or passed."""
    if not isinstance(sibling, boxes.BlockBox) or sibling.element is None or not sibling.is_in_normal_flow():
        return ""
    kinds = _classes(sibling)
    if sibling.element_tag == "figure":
        return _FIGURE
    if sibling.element_tag == "div" and "exhibit" in kinds:
        return _TABLE
    is_text = "pair" in kinds if sibling.element_tag == "div" else sibling.element_tag in _TEXT
    return _WORDS if is_text and "caption" not in kinds and not _has_exhibit(sibling) else ""


def _next_words(order: Any, index: int, room: _Room) -> int:
    """Where the next block stands that may go before the exhibit at `index`; `index` where there is none. An exhibit of
    the other kind that fits as a whole may, too, and a long table where much of the page would stay white."""
    waiting = {_kind(order[index])}
    for at in range(index + 1, len(order)):
        sibling, kind = order[at], _kind(order[at])
        if not kind or "page" in (sibling.style["break_before"], sibling.style["break_after"]):
            break
        if kind == _WORDS:
            if _is_over(sibling):
                continue
            leads = block.avoid_page_break(sibling.style["break_after"], room.context)
            leads = leads or _words(sibling).endswith(("：", ":"))
            noted = _has_note(sibling) and any(_has_note(one) for one in order[index:at])
            return index if leads or noted else at
        if kind not in waiting and (not room.missing(sibling) or (room.is_wide and not _floats(sibling))):
            return at
        if not _floats(sibling):
            break
        waiting.add(kind)
    return index


def _words(box: Any) -> str:
    return "".join(box.element.itertext()).rstrip()


def _has_exhibit(box: Any) -> bool:
    """Whether a block has an exhibit inside, which would go before others along with its words."""
    return any(one.tag == "figure" or "exhibit" in (one.get("class") or "").split() for one in box.element.iter())


def _has_note(box: Any) -> bool:
    """Whether a block has a footnote: those of a page stand in the order of their numbers."""
    return any(one.get("class") == "note" for one in box.element.iter("span"))


def _is_placed(result: Any, index: int) -> bool:
    placed = result[6]
    return bool(placed) and getattr(placed[-1], "index", None) == index


def _breaks(result: Any, index: int) -> bool:
    _, stop, resume_at, *_ = result
    return bool(stop and resume_at and resume_at.get(index) is not None)


def _add_rest(box: Any, index: int, behind: int) -> None:
    """Let what is left of a block at the end of its page stand behind the exhibits that it went before."""
    first = box.children[index]
    rest = first.copy()
    vars(rest).pop("continues", None)
    first.rest, rest.continues = rest, first
    box.children = [*box.children[: behind + 1], rest, *box.children[behind + 1 :]]


def _is_over(box: Any) -> bool:
    """Whether a block is the rest of one that ended before this, in whichever of its parts."""
    first = vars(box).get("continues")
    return first is not None and (first.breaks_at is None or _is_over(first))


class _BehindExhibits(dict[int, None]):
    """Where a page goes on after a block that went before exhibits: with them. Two are the same only if the block
    ended at the same place: WeasyPrint makes the next page again where this differs."""

    def __init__(self, index: int, breaks_at: Any) -> None:
        super().__init__({index: None})
        self.breaks_at = breaks_at

    def __eq__(self, other: object) -> bool:
        return super().__eq__(other) and self.breaks_at == getattr(other, "breaks_at", None)

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None


def _behind_exhibits(result: Any, index: int, first: Any) -> Any:
    first.breaks_at = result[2][index] if _breaks(result, index) else None
    if first.breaks_at is None:
        return result
    abort, stop, _, *others = result
    return abort, stop, _BehindExhibits(index + 1, first.breaks_at), *others


class _Room:
    """The rest of a page, for trying what fits there."""

    def __init__(self, context: Any, box: Any, place: Any, margins: Any, bottom_space: float, discard: bool) -> None:
        self.context, self._box, self._margins, self._discard = context, box, margins, discard
        self._x, self._y, self._bottom_space = place.position_x, place.position_y, bottom_space

    @property
    def is_fair(self) -> bool:
        """Whether enough of the page is left for some rows of a table below its head."""
        return self._left > _FAIR

    @property
    def is_wide(self) -> bool:
        """Whether much of the page is left."""
        return self._left > _MUCH

    @property
    def is_ample(self) -> bool:
        """Whether so much of the page is left that a table fits as a rule."""
        return self._left > _AMPLE

    @property
    def _left(self) -> float:
        bottom: float = self.context.page_bottom
        left: float = (bottom - self._bottom_space - self._y) / bottom
        return left

    def missing(self, exhibit: Any) -> float:
        """By how much a block is too tall; 0 where it fits."""
        over, whole = self._try(exhibit, self._bottom_space)
        if whole and over <= 0:
            return 0.0
        over, _ = self._try(exhibit, -inf)
        return max(over, _CLOSE)

    def takes(self, exhibit: Any, start: Any) -> bool:
        """Whether what is left of a block from `start` on fits."""
        over, whole = self._try(exhibit, self._bottom_space, start)
        return whole and over <= 0

    def _try(self, exhibit: Any, bottom_space: float, start: Any = None) -> tuple[float, bool]:
        """By how much a block overlaps the end of the page or the notes there when it is laid out here, and whether it
        is whole; the page keeps nothing of it."""
        exhibit.position_x, exhibit.position_y = self._x, self._y
        made, resume_at, *_ = block.block_level_layout(
            self.context, exhibit, bottom_space, start, self._box, False, [], [], [*self._margins], None, None,
            self._discard, None,
        )  # fmt: skip
        if made is None:
            return inf, False
        over = made.border_box_y() + made.border_height() - (self.context.page_bottom - self._bottom_space)
        block.remove_placeholders(self.context, [made], [], [])
        self._made = made
        return over, resume_at is None

    def shrink(self, exhibit: Any, least: float) -> bool:
        """Draw a figure smaller, so that it fits; False where its letters would be too small for that."""
        drawing = next((one for one in exhibit.children if _least(one) < 1), None)
        if drawing is None:
            return False
        over = self.missing(exhibit)
        drawn = next(one for one in self._made.descendants() if one.element is drawing.element)
        share = 1 - (over + _CLOSE) / drawn.height
        before, style = vars(drawing).get("share", 1.0), drawing.style
        if share * before < max(least, _least(drawing)):
            return False
        drawing.style = style.copy()
        drawing.style["width"] = Dimension(drawn.width * share, "px")
        drawing.style["height"] = Dimension(drawn.height * share, "px")
        if self.missing(exhibit):
            drawing.style = style
            return False
        drawing.share = share * before
        return True


def _least(drawing: Any) -> float:
    """The least share of its size at which a drawing is still readable, as its markup says."""
    return float(drawing.element.get("data-least", 1)) if isinstance(drawing, boxes.ReplacedBox) else 1.0
