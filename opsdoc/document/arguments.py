"""What directives take: words, options and numbers, refused by name where they are not meant."""

from __future__ import annotations

import re
from collections.abc import Mapping

from opsdoc.content.markdown import Directive
from opsdoc.diagnostics import suggest
from opsdoc.document.exhibits.call import ExhibitError

# Directives that are no exhibits: how many words they take at most, and which options.
ANY_NUMBER = 99
OWN_ARGUMENTS: Mapping[str, tuple[int, tuple[str, ...]]] = {
    "section": (1, ("level",)),
    "prose": (2, ()),
    "contents": (0, ("depth",)),
    "list-of": (1, ()),
    "page-break": (0, ()),
    "landscape": (0, ()),
    "article": (ANY_NUMBER, ()),
    "lead": (0, ()),
    "quote": (0, ()),
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
