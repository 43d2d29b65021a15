"""Notes stay on the page of their calls. To make room for one more line, WeasyPrint sends notes of lines above it on to
the next page; here the line goes there instead."""

from __future__ import annotations

from typing import Any

from weasyprint.layout import block

_original_linebox_layout: Any = None


def install() -> None:
    """Replace the function that lays out the lines of a block."""
    global _original_linebox_layout
    if _original_linebox_layout is not None:
        return
    _original_linebox_layout = block._linebox_layout
    block._linebox_layout = linebox_layout


class _Staying(list[Any]):
    """The notes of a page, of which none is there to be sent on."""

    def __bool__(self) -> bool:
        return False


def linebox_layout(context: Any, *others: Any) -> Any:
    """WeasyPrint's function of this name, which sends on no note of a line that stands."""
    context.current_page_footnotes = _Staying(context.current_page_footnotes)
    try:
        return _original_linebox_layout(context, *others)
    finally:
        context.current_page_footnotes = [*context.current_page_footnotes]
