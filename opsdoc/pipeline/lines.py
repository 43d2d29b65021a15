"""The author's own line under each error, where the stage that found it had only its number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from opsdoc.content.files import excerpt
from opsdoc.diagnostics import Diagnostic, Severity

# Tables can be large; who reads one line of them need not wait for more.
_LIMIT = 5_000_000


def with_lines(found: Iterable[Diagnostic], root: Path, base: Path) -> list[Diagnostic]:
    """The findings, with the line of the file in each error that has a place and no line yet."""
    texts: dict[str, str] = {}
    out = []
    for item in found:
        place = item.source
        if item.severity is Severity.ERROR and place and place.line and not item.excerpt:
            if place.file not in texts:
                texts[place.file] = _text(place.file, root, base)
            item = replace(item, excerpt=excerpt(texts[place.file], place.line))
        out.append(item)
    return out


def _text(name: str, root: Path, base: Path) -> str:
    packaged = name.removeprefix("opsdoc:")
    for path in (root / name, base / packaged):
        # What is no text, such as a workbook, has rows and no lines.
        if path.suffix != ".xlsx" and path.is_file() and path.stat().st_size < _LIMIT:
            return path.read_text("utf-8-sig", "replace")
    return ""
