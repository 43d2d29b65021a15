"""Where chapters begin: on a page of their own, or below the last one where the page has room for both.

Word knows no "unless half a page is left". The layout that gives the contents their numbers answers it: until then
the first paragraph of a chapter carries a page break that waits (`Look.room`), and both answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from opsdoc.render.docx.markup import twips
from opsdoc.theme import Theme

# Points between the end of a chapter and the next one on the same page.
BETWEEN_CHAPTERS = 36.0
WAITS = "room"
_BREAK = "<w:pageBreakBefore/>"
_ASKED = f'<w:pageBreakBefore w:val="{WAITS}"/>'
_SPACE = f'<w:spacing w:before="{twips(BETWEEN_CHAPTERS)}"/>'
_asked = re.compile(f"{_ASKED}(.*?)(</w:pPr>)")


def opening(theme: Theme, after_contents: bool) -> str:
    """What the first paragraph of a chapter says of pages beside its style. Lists of contents have theirs alone."""
    match theme.page.chapter_starts:
        case "room":
            return _BREAK if after_contents else _ASKED
        case "none":
            return _BREAK if after_contents else ""
        case _:
            return ""


def page_break(theme: Theme) -> str:
    """What the style of chapter heads says of pages, where every chapter starts one."""
    return "<w:pageBreakBefore/>" if theme.page.chapter_starts in ("page", "recto") else ""


def waits(xml: str) -> bool:
    """Whether chapters in a document's XML wait for an answer."""
    return _ASKED in xml


def settled(xml: str, starts: Iterable[bool]) -> str:
    """The XML with its chapters on a fresh page (True) or below the last one (False), in reading order."""
    answers = iter(starts)
    return _asked.sub(lambda m: f"{_BREAK}{m[1]}{m[2]}" if next(answers) else f"{m[1]}{_SPACE}{m[2]}", xml)
