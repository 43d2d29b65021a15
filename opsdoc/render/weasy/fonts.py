"""Fonts that hold their subset alone. WeasyPrint copies each font's file, of ten megabytes in Chinese, when its first
letter is painted, and keeps it until the subset is made at the end."""

from __future__ import annotations

from typing import Any

from weasyprint.pdf import fonts


def install() -> None:
    """Make the bytes of a font's file a thing that is asked for when it is wanted."""
    fonts.Font.file_content = property(_content, _keep)


def _content(font: Any) -> bytes:
    kept: bytes | None = vars(font).get("_subset")
    return kept if kept is not None else fonts.get_hb_object_data(font.hb_face)


def _keep(font: Any, content: bytes) -> None:
    if "tables" in vars(font):  # not while it is made, when it takes the whole file
        font._subset = content
