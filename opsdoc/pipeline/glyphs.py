"""Characters that no bundled font has: found in the tree before anything is drawn, and named at their place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from opsdoc.diagnostics import Log, Source
from opsdoc.fontconfig import uncovered

if TYPE_CHECKING:
    from pathlib import Path

    from opsdoc.content.load import Workspace
    from opsdoc.document.tree import Document

# Fields that are read by machines or aloud, never drawn.
_UNDRAWN = frozenset(
    ["id", "alt", "summary", "target", "image", "language", "classes", "holds_if", "keywords", "description", "source"]
)


def report_uncovered(document: Document, workspace: Workspace, log: Log) -> None:
    """Log an error for each character of the document that none of the fonts can draw, at its first place."""
    parts = list(_texts((document.meta, document.blocks), None))
    missing = dict.fromkeys(character for _, character in uncovered("".join(text for text, _ in parts)))
    for character in missing:
        place = next((source for text, source in parts if character in text and source), None)
        exact, line = _exact(character, place, workspace)
        name = unicodedata.name(character, "").lower()
        log.error(
            "font",
            f"no bundled font has U+{ord(character):04X}{f' ({name})' if name else ''}",
            exact,
            excerpt=line,
            help="write it with other characters",
        )


def _texts(node: Any, source: Source | None) -> Iterator[tuple[str, Source | None]]:
    """Every string that is drawn, with the place of the innermost block around it."""
    if isinstance(node, str):
        if not isinstance(node, Enum):
            yield node, source
    elif isinstance(node, tuple):
        for item in node:
            yield from _texts(item, source)
    elif is_dataclass(node) and not isinstance(node, Source):
        source = getattr(node, "source", None) or source
        for field in fields(node):
            if field.name not in _UNDRAWN:
                yield from _texts(getattr(node, field.name), source)


def _exact(character: str, place: Source | None, workspace: Workspace) -> tuple[Source | None, str]:
    """Line, column and text of the first occurrence at or below a block's first line."""
    if place is None:
        return None, ""
    path = _path(place.file, workspace)
    try:
        lines = path.read_text("utf-8-sig").splitlines() if path else []
    except (OSError, UnicodeDecodeError):
        lines = []
    for number, line in enumerate(lines[max(0, place.line - 1) :], max(1, place.line)):
        if character in line:
            return Source(place.file, number, line.index(character) + 1), line[:160]
    return place, ""


def _path(name: str, workspace: Workspace) -> Path | None:
    if name.startswith("opsdoc:"):
        return workspace.base / name.removeprefix("opsdoc:")
    return workspace.root / name if name else None
