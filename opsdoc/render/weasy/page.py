"""The page as WeasyPrint gets it, without the rules of its own style sheet that cost every element six styles; and the
document as it lays it out, without what only the layout needs."""

from __future__ import annotations

import gc
import re
from functools import cache
from typing import Any

import weasyprint
from weasyprint import DEFAULT_OPTIONS
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document
from weasyprint.html import UA

# `::marker`, `::footnote-call` and their like stand there without an element, and so for every element. They are half
# of all styles of a document and a fifth of its memory; our own style sheets say for whom they are.
_FOR_EVERY_ELEMENT = re.compile(r"^::[a-z-]+ \{[^}]*\}$", re.MULTILINE)
_MANY = 100  # pages; a search for what is left over takes a fortieth of the time, and long documents want the room
# What drawings ask of the layout when their text and their images are drawn.
_FOR_DRAWINGS = ("font_config", "dictionaries", "get_image_from_uri")


class LaidOut(Document):  # type: ignore[misc]
    """A document laid out. Its drawings hold the layout's context, which holds the boxes from before the layout: half
    of all. They are let go here, so that the PDF is written into their room."""

    @classmethod
    def _build_layout_context(cls, html: Page, *rest: Any) -> Any:
        html.layout_context = super()._build_layout_context(html, *rest)
        return html.layout_context

    @classmethod
    def _render(cls, html: Page, *rest: Any) -> Any:
        made = super()._render(html, *rest)
        context = vars(html.layout_context)
        for name in set(context) - set(_FOR_DRAWINGS):
            del context[name]
        if len(made.pages) > _MANY:
            gc.collect()
        return made


class Page(weasyprint.HTML):  # type: ignore[misc]
    """A page of markup under the lean style sheet."""

    layout_context: Any = None

    def render(self, **options: Any) -> LaidOut:
        """Lay the page out, with WeasyPrint's options."""
        made: LaidOut = LaidOut._render(self, None, None, None, {**DEFAULT_OPTIONS, **options})
        return made

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [_style_sheet()]


def lean(style_sheet: str) -> str:
    """WeasyPrint's style sheet without its rules for parts of every element."""
    return _FOR_EVERY_ELEMENT.sub("", style_sheet)


@cache
def _style_sheet() -> Any:
    return weasyprint.CSS(string=lean(UA), counter_style=CounterStyle())
