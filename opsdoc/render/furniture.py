"""What stands in the corners of pages, from the theme and the document's record: one answer for all formats."""

from __future__ import annotations

import re

from opsdoc.document.tree import Meta
from opsdoc.render.markup.headings import shortened
from opsdoc.text import display_width
from opsdoc.theme import PageNumber, Shown, Theme

# Between two items of one corner.
BETWEEN = "\u3000"
# Share of the type area that a chapter needs of a page that another has begun.
CHAPTER_ROOM = 0.42
_LONGEST_TITLE = 48  # columns of half an em
_TRACKED = 1.05  # an em of the issuing body's mark with the space after it
_LATIN_EM = 0.6  # of a bold Latin letter


def page_pattern(kind: PageNumber, word: str) -> str:
    """How a page number is written: `{page}` and `{pages}` stand for the figures; `word` is the label in words."""
    return {"figures": "{page} / {pages}", "dashes": "— {page} —", "words": word}[kind]


def shown_words(item: Shown, meta: Meta) -> str:
    """The words of an item that are the same on every page; nothing for the chapter and the page number."""
    match item:
        case "client":
            return meta.client
        case "title":
            return running_title(meta.title)
        case "number":
            return meta.number
        case "version":
            return f"V{meta.version}" if meta.version else ""
        case "classification":
            own = " · ".join(filter(None, (meta.classification, meta.control)))
            other = " · ".join(filter(None, (meta.classification_translation, meta.control_translation)))
            # The second language stands behind the first, or below it where a corner has no room for both.
            return BETWEEN.join(filter(None, (own, other.replace(" ", "\u00a0"))))
        case _:
            return ""


def running_title(title: str) -> str:
    """The title as running heads show it: up to its colon or purpose, and not longer than they have room."""
    main = re.split(r"[：:—]| for ", title)[0].strip()
    return shortened(main if len(main) > 3 else title, _LONGEST_TITLE)


def fitted(theme: Theme, meta: Meta) -> Theme:
    """The theme with the issuing body's mark in the size in which it stands on one line of the type area."""
    style = theme.type.get("letterhead")
    if style is None or not meta.letterhead:
        return theme
    wide = display_width(meta.letterhead) - len(meta.letterhead)
    ems = wide * _TRACKED + (len(meta.letterhead) - wide) * _LATIN_EM
    room = theme.page.frame_mm()[0] * 72 / 25.4
    size = min(style.size, int(room / ems * 2) / 2)
    return theme.model_copy(update={"type": {**theme.type, "letterhead": style.model_copy(update={"size": size})}})
