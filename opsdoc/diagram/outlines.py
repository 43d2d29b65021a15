"""Letters as outlines, for drawings that travel alone: whoever opens them need not have the fonts.

An embedded subset would keep the text selectable, but only browsers load one; Inkscape, Illustrator, Word and every
converter would set Chinese in whatever they find, at other widths. Outlines look alike everywhere, and the words are in
the drawing's title and description.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from opsdoc.diagram.drawing import Run
from opsdoc.diagram.measure import by_family, font_files
from opsdoc.diagram.style import Style


class Outlines:
    """The letters of one drawing: each is defined once and used wherever it stands."""

    def __init__(self, prefix: str, style: Style) -> None:
        self.prefix, self.style = prefix, style
        self.names: dict[tuple[Path, str], str] = {}
        self.paths: list[str] = []

    def definitions(self) -> str:
        """The outlines that have been used, as a `<defs>` element."""
        return "<defs>" + "\n".join(self.paths) + "</defs>"

    def run(self, run: Run, x: float, baseline: float, share: float) -> str:
        """The run as uses of its letters. `share` of its width stands left of `x`: 0, 0.5 or 1."""
        pen = 0.0
        uses: list[tuple[str, float]] = []
        for family, piece in by_family(run.text, run.lang, run.weight, self.style):
            for character in piece:
                path = _file_of(ord(character), family, run.weight)
                if path is None:  # reported where the text was read; its place stays empty
                    pen += 1.0
                    continue
                advance, outline = _letter(path, ord(character))
                if outline:
                    uses.append((self._name(path, character, outline), pen))
                pen += advance
        left = x - pen * run.size * share
        scale = run.size / 1000
        letters = "".join(f'<use xlink:href="#{name}" x="{_short(at * 1000)}"/>' for name, at in uses)
        place = f"translate({_short(left)} {_short(baseline)}) scale({_short(scale, 5)} {_short(-scale, 5)})"
        return f'<g fill="{run.colour}" transform="{place}">{letters}</g>' if letters else ""

    def _name(self, path: Path, character: str, outline: str) -> str:
        key = (path, character)
        if key not in self.names:
            self.names[key] = name = f"{self.prefix}-{len(self.names) + 1}"
            self.paths.append(f'<path id="{name}" d="{outline}"/>')
        return self.names[key]


def _short(value: float, digits: int = 2) -> str:
    shown = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return "0" if shown in ("-0", "") else shown


@cache
def _file_of(codepoint: int, family: str, weight: int) -> Path | None:
    return next((path for path in font_files(family, weight) if codepoint in _font(path)[1]), None)


@cache
def _font(path: Path) -> tuple[Any, dict[int, str]]:
    from fontTools.ttLib import TTFont  # heavy: only a drawing that travels alone pays for it

    font = TTFont(path, lazy=True, fontNumber=0)
    return font, font.getBestCmap()


@cache
def _letter(path: Path, codepoint: int) -> tuple[float, str]:
    """Advance in em, and outline in thousandths of an em with the y axis upwards."""
    from fontTools.pens.svgPathPen import SVGPathPen
    from fontTools.pens.transformPen import TransformPen

    font, names = _font(path)
    units = font["head"].unitsPerEm
    letters = font.getGlyphSet()
    name = names[codepoint]
    pen = SVGPathPen(letters, ntos=lambda value: _short(value, 1))
    scale = 1000 / units
    letters[name].draw(TransformPen(pen, (scale, 0, 0, scale, 0, 0)))
    return letters[name].width / units, pen.getCommands()
