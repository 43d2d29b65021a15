"""What stands in the corners of pages, from the theme and the document's record: one answer for all formats."""

from __future__ import annotations

import re
from math import sqrt

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
_TITLE_LINES = 3


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
    """The theme with the issuing body's mark in the size in which it stands on one line of the type area, and a long
    title in one in which it takes no more of the cover than three lines of the theme's."""
    room = theme.page.frame_mm()[0] * 72 / 25.4
    kinds = dict(theme.type)
    if "letterhead" in kinds and meta.letterhead:
        size = min(kinds["letterhead"].size, int(room / _ems(meta.letterhead, _TRACKED) * 2) / 2)
        kinds["letterhead"] = kinds["letterhead"].model_copy(update={"size": size})
    if "cover_title" in kinds and meta.title:
        style = kinds["cover_title"]
        share = sqrt(_TITLE_LINES * room / style.size / _ems(meta.title))
        if share < 1:
            smaller = {"size": int(style.size * share * 2) / 2, "leading": int(style.leading * share * 2) / 2}
            kinds["cover_title"] = style.model_copy(update=smaller)
    return theme if kinds == dict(theme.type) else theme.model_copy(update={"type": kinds})


def _ems(words: str, wide: float = 1.0) -> float:
    """The width of bold words in em; `wide` is the advance of an ideograph."""
    doubled = display_width(words) - len(words)
    return doubled * wide + (len(words) - doubled) * _LATIN_EM
