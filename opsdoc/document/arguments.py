"""What directives take: words, options and numbers, refused by name where they are not meant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from opsdoc.content.markdown import Directive
from opsdoc.diagnostics import suggest
from opsdoc.document.exhibits.call import ExhibitError

ANY_NUMBER = 99
# What every exhibit takes besides its own options.
COMMON_OPTIONS = ("caption", "source")


class OwnDirective(NamedTuple):
    """A directive that is no exhibit: how many words it takes at most, which options, and what it does."""

    words: int
    options: tuple[str, ...]
    does: str


OWN_DIRECTIVES: Mapping[str, OwnDirective] = {
    "section": OwnDirective(
        1,
        ("level",),
        "`:: section ID level=N`: a section's text in the document's language, its headings moved so that the first "
        "stands N levels below the chapter; the engagement's own text wins over the library's.",
    ),
    "prose": OwnDirective(2, (), "`:: prose function|variant ID`: the prose beside a function's or variant's record."),
    "contents": OwnDirective(
        0,
        ("depth",),
        "`:: contents depth=N`: the contents list, N levels deep; in Word at most three.",
    ),
    "list-of": OwnDirective(1, (), "`:: list-of figures|tables`: the list of figures or of tables."),
    "page-break": OwnDirective(0, (), "`:: page-break`: what follows begins a page."),
    "landscape": OwnDirective(0, (), "`::: landscape` … `:::`: what stands between is printed on landscape pages."),
    "article": OwnDirective(
        ANY_NUMBER,
        (),
        "`::: article Title {#id}` … `:::`: a numbered article (第一条, Article 1); numbers run on through chapters.",
    ),
    "lead": OwnDirective(0, (), "`::: lead` … `:::`: the opening paragraph under a heading, set larger."),
    "guide": OwnDirective(
        0,
        (),
        "`::: guide` … `:::`: leads the reader to exhibits. A line whose exhibit is not there, or which the chapter's "
        "own texts cite, is left out.",
    ),
    "quote": OwnDirective(0, (), "`::: quote` … `:::`: words of somebody else."),
}
CALLOUTS: Mapping[str, str] = {
    "key": "what a reader must take away",
    "note": "something worth knowing",
    "tip": "a way to do it better",
    "warning": "what goes wrong otherwise",
    "rule": "what is binding",
    "example": "a case",
    "risk": "a risk and what limits it",
    "aside": "a note in the margin",
}


def check_arguments(directive: Directive, words: int, options: tuple[str, ...]) -> None:
    """Raise ExhibitError for what a directive does not take, rather than pass over it."""
    for name, _ in directive.options:
        if name not in options:
            way = suggest(name, options) or "it takes no words with an equals sign"
            raise ExhibitError(f'{directive.name} has no argument "{name}"', way)
    if len(directive.arguments) > words:
        raise ExhibitError(f'{directive.name} has no use for "{directive.arguments[words]}"', "delete it")


def whole_number(directive: Directive, option: str, lowest: int, highest: int) -> int | None:
    """A number among the options, None where it is not given. Raises ExhibitError outside its bounds."""
    text = directive.option(option)
    if not text:
        return None
    if not re.fullmatch("[0-9]{1,2}", text) or not lowest <= int(text) <= highest:
        message = f'{option}="{text}" is not a number from {lowest} to {highest}'
        raise ExhibitError(message, f"write {option}={lowest} to {option}={highest}")
    return int(text)
