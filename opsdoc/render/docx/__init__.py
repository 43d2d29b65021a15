"""The Word room: a document tree as WordprocessingML, made to be edited."""

from __future__ import annotations

from opsdoc.render.docx.document import render_docx

__all__ = ["render_docx"]
