"""What goes into a renderer besides the document, and what comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from opsdoc.diagnostics import Diagnostic
from opsdoc.render.images import Picture
from opsdoc.theme import Theme


@dataclass(frozen=True, slots=True)
class Logos:
    """A firm's logo for the cover and for running heads, and the words for those who cannot see it."""

    cover: Picture
    head: Picture
    alt: str = ""


@dataclass(frozen=True, slots=True)
class RenderContext:
    """All that a renderer may know: theme, where images may come from, the document's date and switches.

    `epoch` (seconds) dates the file, so that the same input gives the same bytes. `bleed` is for the printing house:
    3 mm around the trimmed page, with crop marks. With `attach_data` a PDF holds the data of its tables as CSV files.
    """

    theme: Theme
    workspace: Path
    epoch: int = 0
    docx_diagrams: Literal["canvas", "group", "picture"] = "canvas"
    refresh_fields: bool = False
    reference_doc: bytes | None = None
    logos: Logos | None = None
    bleed: bool = False
    attach_data: bool = False


@dataclass(frozen=True, slots=True)
class Artifact:
    """A finished file. `pages` is 0 where a format has none; `anchors` maps block ids to page numbers (PDF)."""

    format: str
    data: bytes
    pages: int = 0
    warnings: tuple[Diagnostic, ...] = ()
    anchors: Mapping[str, int] = field(default_factory=dict)
