"""Painters of the document tree: one table of formats, each loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from opsdoc.document.tree import Document
    from opsdoc.render.artifact import Artifact, RenderContext

    Renderer: TypeAlias = Callable[[Document, RenderContext], Artifact]


def _pdf() -> Renderer:
    from opsdoc.render.pdf import render_pdf

    return render_pdf


def _docx() -> Renderer:
    from opsdoc.render.docx.document import render_docx

    return render_docx


def _html() -> Renderer:
    from opsdoc.render.html import render_html

    return render_html


# Format, which is also the ending of its files → what loads its renderer. In the order of rendering: the PDF's layout
# gives the DOCX its page numbers.
RENDERERS: Mapping[str, Callable[[], Renderer]] = {"pdf": _pdf, "docx": _docx, "html": _html}
