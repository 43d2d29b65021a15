"""Chapters whose last page would hold a few lines only are set a little tighter, as a compositor would do it.

When a chapter that starts and ends its own pages is laid out and its last page is nearly empty, its lines and the cells
of its tables are closed up by a twentieth, if that brings the few lines back onto the page before, and its pages are
made again before the layout goes on. A chapter has one leading throughout; a page that is made again later has it too.
Where that is too little, the last section of the page before goes onto the last page, for them to have company.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from weasyprint import layout
from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.layout.page import remake_page

LINES, CELLS = 0.965, 0.85  # of the leading, and of the room above and below the words of a cell
GAINED = 0.05  # of a page, by every page before the last
FEW = 0.25  # of a page; what is longer looks like a page
ALONE = 0.15  # of a page; what is shorter looks lost there
LEFT = 0.45  # of the page before, at least, when its last section leaves
_NOTHING_YET = {"content_changed": False, "pages_wanted": False}

_original_make_all_pages: Any = None
_original_strut: Any = None


def install() -> None:
    """Replace the function that makes all pages, and the one that tells the height of a line."""
    global _original_make_all_pages, _original_strut
    if _original_make_all_pages is not None:
        return
    _original_make_all_pages, _original_strut = layout.make_all_pages, inline.strut
    layout.make_all_pages = make_all_pages
    inline.strut = strut


def strut(style: Any) -> tuple[float, float]:
    """WeasyPrint's function of this name: the height of a line and where its letters stand, closed up in tight text."""
    height, baseline = _original_strut(style)
    known = vars(style)
    share = known["tight"] if "tight" in known else vars(style.parent_style or style).get("tight", 1.0)
    return height * share, baseline - height * (1 - share) / 2


def make_all_pages(context: Any, root_box: Any, html: Any, pages: Any) -> Iterator[Any]:
    """WeasyPrint's function of this name. Pages that are made for the first time are made here, chapter by chapter;
    those that are made again where a number on them changed, by WeasyPrint."""
    if pages:
        yield from _original_make_all_pages(context, root_box, html, pages)
        return
    context.rendered_notes = []
    made: list[Any] = []
    start: _Start | None = None
    before: _State | None = None
    while True:
        at = len(made)
        opened = _opened(context.page_maker[at], root_box)
        state = _State.of(context, at)
        if opened is not None:
            start = _Start(opened, state) if state is not None else None
        context.page_maker[at][-1].update(_NOTHING_YET, anchors=[], content_lookups=[])
        page, resume_at = remake_page(at, context, root_box, html)
        notes = context.reported_footnotes
        made.append(page)
        ended = resume_at is None or _opened(context.page_maker[at + 1], root_box) is not None
        if ended and not notes and start is not None:
            back: _State | None = None
            if start.may_gain(made, at):
                back = start.tightened()
            elif before is not None and start.may_balance(made, at):
                back = before
            if back is not None:
                back.restore(context)
                del made[back.page :]
                continue
        before = state
        if resume_at is None and not notes:
            context.page_maker = context.page_maker[: at + 2]
            context.broken_out_of_flow.clear()
            context.reported_footnotes.clear()
            yield from made
            return


@dataclass(slots=True)
class _State:
    """What of the layout has to be as it was for a page to be made again."""

    page: int
    footnotes: list[Any]
    out_of_flow: dict[Any, Any]

    @classmethod
    def of(cls, context: Any, page: int) -> _State | None:
        if context.reported_footnotes:
            return None
        return cls(page, list(context.footnotes), dict(context.broken_out_of_flow))

    def restore(self, context: Any) -> None:
        del context.page_maker[self.page + 1 :]
        context.footnotes[:] = self.footnotes
        context.broken_out_of_flow.clear()
        context.broken_out_of_flow.update(self.out_of_flow)


@dataclass(slots=True)
class _Start:
    """The beginning of a chapter."""

    chapter: Any
    state: _State

    def may_gain(self, made: list[Any], at: int) -> bool:
        """Whether the pages up to the one before the last can take in what stands on the last."""
        if at <= self.state.page or "tight" in vars(self.chapter.style):
            return False
        few, free = _filled(made[at]), 1 - _filled(made[at - 1])
        return 0 < few <= FEW and few <= free + GAINED * (at - self.state.page)

    def tightened(self) -> _State:
        """Where to go back to, now that the chapter is tighter."""
        # Chapters share their styles where they match the same rules: this one gets its own.
        own: dict[int, Any] = {}
        kept = []  # or another might get the id of one that is gone
        for box in self.chapter.descendants():
            shared = box.style
            if id(shared) not in own:
                style = own[id(shared)] = shared.copy()
                kept.append(shared)
                style.tight = LINES
                for side in ("padding_top", "padding_bottom") if isinstance(box, boxes.TableCellBox) else ():
                    if isinstance(style[side], Dimension):
                        style[side] = Dimension(style[side].value * CELLS, style[side].unit)
            box.style = own[id(shared)]
        return self.state

    def may_balance(self, made: list[Any], at: int) -> bool:
        """Whether the last section of the page before the last has room on the last, where there are few lines; then
        it begins there."""
        few = _filled(made[at])
        if not 0 < few <= ALONE or at <= self.state.page:
            return False
        page = made[at - 1]
        sections = {child.element: child for child in self.chapter.children if child.element_tag == "h2"}
        found = [box for box in page.children[0].descendants() if box.element_tag == "h2" and box.element in sections]
        if not found or page.children[1].children:
            return False
        left = (found[-1].position_y - page.content_box_y()) / page.height
        if left < LEFT or few + _filled(page) - left > 1 - ALONE:
            return False
        section = sections[found[-1].element]
        section.style = section.style.copy()  # which its like share
        section.style["break_before"] = "page"
        return True


def _opened(entry: Any, root_box: Any) -> Any:
    """The chapter (a `section` of class "chapter") with whose beginning a page begins, if a page has to begin there."""
    resume_at, next_page, *_ = entry
    if resume_at is not None and next_page["break"] == "any" and not next_page["page"]:
        return None
    box = root_box
    while resume_at:
        index, *others = resume_at
        if others or index >= len(box.children):  # amid the cells of a row
            return None
        box, resume_at = box.children[index], resume_at[index]
    # The break before a chapter is that before the block that it is the first of.
    while box.element_tag in ("html", "body", "main") and box.children:
        box = box.children[0]
    opens = box.element_tag == "section" and "chapter" in (box.element.get("class") or "").split()
    return box if opens else None


def _filled(page: Any) -> float:
    """How much of a page's type area is used, from its top down to the last line or drawing; 1 with a footnote."""
    root, footnotes, *_ = page.children
    if footnotes.children:
        return 1.0
    marks = (
        box.position_y + box.height
        for box in root.descendants()
        if isinstance(box, (boxes.LineBox, boxes.ReplacedBox, boxes.TableCellBox))
    )
    top: float = page.content_box_y()
    return (max(marks, default=top) - top) / float(page.height)
