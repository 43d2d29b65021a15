"""Chapters whose last page would hold a few lines only are set a little tighter, as a compositor would do it.

When a chapter that starts and ends its own pages is laid out and its last page is nearly empty, its lines and the cells
of its tables are closed up by a twentieth, if that brings the few lines back onto the page before, and its pages are
made again before the layout goes on. A chapter has one leading throughout; a page that is made again later has it too.
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
GAINED = 0.04  # of a page, by every page before the last
FEW = 0.25  # of a page; what is longer looks like a page
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
    while True:
        at = len(made)
        opened = _opened(context.page_maker[at], root_box)
        if opened is not None:
            start = _Start.of(context, at, opened)
        context.page_maker[at][-1].update(_NOTHING_YET, anchors=[], content_lookups=[])
        page, resume_at = remake_page(at, context, root_box, html)
        notes = context.reported_footnotes
        made.append(page)
        ended = resume_at is None or _opened(context.page_maker[at + 1], root_box) is not None
        if ended and not notes and start is not None and start.may_gain(page, at):
            start.again(context)
            del made[start.page :]
            start = None
            continue
        if resume_at is None and not notes:
            context.page_maker = context.page_maker[: at + 2]
            context.broken_out_of_flow.clear()
            context.reported_footnotes.clear()
            yield from made
            return


@dataclass(slots=True)
class _Start:
    """The first page of a chapter, and what of the layout has to be as it was for it to be made again."""

    page: int
    chapter: Any
    footnotes: list[Any]
    out_of_flow: dict[Any, Any]

    @classmethod
    def of(cls, context: Any, page: int, chapter: Any) -> _Start | None:
        if context.reported_footnotes or "tight" in vars(chapter.style):
            return None
        return cls(page, chapter, list(context.footnotes), dict(context.broken_out_of_flow))

    def may_gain(self, last: Any, at: int) -> bool:
        """Whether the pages up to the one before the last can take in what stands on the last."""
        return 0 < _filled(last) <= min(FEW, GAINED * (at - self.page))

    def again(self, context: Any) -> None:
        """Tighten the chapter, and go back to its first page."""
        for style in {id(box.style): box.style for box in self.chapter.descendants()}.values():
            style.tight = LINES
        cells = {id(b.style): b.style for b in self.chapter.descendants() if isinstance(b, boxes.TableCellBox)}
        for style in cells.values():
            for side in ("padding_top", "padding_bottom"):
                if isinstance(style[side], Dimension):
                    style[side] = Dimension(style[side].value * CELLS, style[side].unit)
        del context.page_maker[self.page + 1 :]
        context.footnotes[:] = self.footnotes
        context.broken_out_of_flow.clear()
        context.broken_out_of_flow.update(self.out_of_flow)


def _opened(entry: Any, root_box: Any) -> Any:
    """The chapter (a `section` of class "chapter") with whose beginning a page begins, if a page has to begin there."""
    resume_at, next_page, *_ = entry
    if resume_at is not None and next_page["break"] == "any" and not next_page["page"]:
        return None
    box = root_box
    while resume_at:
        ((index, resume_at),) = resume_at.items()
        if index >= len(box.children):
            return None
        box = box.children[index]
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
