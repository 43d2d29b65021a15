"""The page as WeasyPrint gets it, without the rules of its own style sheet that cost every element six styles."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import weasyprint
from weasyprint.css.counters import CounterStyle
from weasyprint.html import UA

# `::marker`, `::footnote-call` and their like stand there without an element, and so for every element. They are half
# of all styles of a document and a fifth of its memory; our own style sheets say for whom they are.
_FOR_EVERY_ELEMENT = re.compile(r"^::[a-z-]+ \{[^}]*\}$", re.MULTILINE)


class Page(weasyprint.HTML):  # type: ignore[misc]
    """A page of markup under the lean style sheet."""

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [_style_sheet()]


def lean(style_sheet: str) -> str:
    """WeasyPrint's style sheet without its rules for parts of every element."""
    return _FOR_EVERY_ELEMENT.sub("", style_sheet)


@cache
def _style_sheet() -> Any:
    return weasyprint.CSS(string=lean(UA), counter_style=CounterStyle())
