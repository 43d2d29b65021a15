"""Drawings as PNG, for readers of Word files that draw no shapes."""

from __future__ import annotations

from functools import lru_cache

from opsdoc.diagram.drawing import Drawing
from opsdoc.diagram.measure import drawing_files
from opsdoc.diagram.svg import paint


def rendered(drawing: Drawing, dpi: float = 220) -> bytes:
    """The drawing on white as PNG bytes; only the style's own font files are read, so that every machine draws
    alike."""
    return _rendered(
        paint(drawing, "d", one_font=True),
        drawing.style.paper,
        tuple(str(path) for path in drawing_files(drawing.style)),
        dpi,
    )


# A process that writes several documents, or one in two languages and options, draws most of its charts again.
@lru_cache(maxsize=64)
def _rendered(svg: str, background: str, fonts: tuple[str, ...], dpi: float) -> bytes:
    import resvg_py  # heavy, and only Word's fallback pictures need it

    # With width and height in points, resvg's own unit is the CSS pixel (1/96 in).
    data: bytes = bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            background=background,
            skip_system_fonts=True,
            font_files=list(fonts),
            zoom=dpi / 96,
            dpi=96,
        )
    )
    return data
