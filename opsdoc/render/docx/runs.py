"""Runs of text, split by script: Latin and Chinese take different fonts, and shared marks follow the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from opsdoc.document.tree import Lang
from opsdoc.render.docx.markup import escape
from opsdoc.text import FULL_WIDTH_MARKS, HAN, LATIN_APOSTROPHE, SHARED_MARKS

# Signs that Latin and Chinese fonts both draw; in Chinese text they take a full em like their neighbours.
_AMBIGUOUS = SHARED_MARKS + "·×①-⓿■-◿★☆※→←↑↓〇"
_WIDE = f"{HAN}{FULL_WIDTH_MARKS}\u3040-\u30ff\u31c0-\u31ef"
_in_chinese = re.compile(f"((?:(?!{LATIN_APOSTROPHE})[{_WIDE}{_AMBIGUOUS}])+)")
_in_english = re.compile(f"([{_WIDE}]+)")
_wide_runs = re.compile(f"[{_WIDE}]+")
_ambiguous = re.compile(f"[{_AMBIGUOUS}]")


@dataclass(frozen=True, slots=True)
class Face:
    """How a run differs from its paragraph's style: character style ids and the few properties that have none."""

    lang: Lang = "zh"
    style: str = ""
    bold: bool = False
    emphasis: bool = False
    colour: str = ""
    shade: str = ""
    """The ground of the words alone: a chip."""
    heavy: bool = False
    """The paragraph is bold already: Word would take Strong on top of it as a switch back to regular."""
    regular: bool = False


@lru_cache(maxsize=512)
def run_properties(face: Face, wide: bool, hint: bool, latin_emphasis: str, dots: str) -> str:
    """w:rPr of a run, children in schema order, or nothing. One character style fits into a run; emphasis takes the
    place of a weaker one, and bold stands beside it as a property."""
    style = face.style
    parts = []
    if face.emphasis:
        style = dots if wide else latin_emphasis
    if style:
        parts.append(f'<w:rStyle w:val="{style}"/>')
    if hint:
        parts.append('<w:rFonts w:hint="eastAsia"/>')
    if face.regular:
        parts.append('<w:b w:val="0"/><w:bCs w:val="0"/>')
    elif face.bold and not face.heavy:
        parts.append("<w:b/><w:bCs/>")
    if face.colour:
        parts.append(f'<w:color w:val="{face.colour}"/>')
    if face.shade:
        parts.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{face.shade}"/>')
    return f"<w:rPr>{''.join(parts)}</w:rPr>" if parts else ""


def rough_width(text: str) -> int:
    """Half ems of a text, near enough to share out widths and fast enough for every cell."""
    return len(text) + sum(map(len, _wide_runs.findall(text)))


def pieces(text: str, lang: Lang) -> Iterator[tuple[str, bool]]:
    """A text cut by script: pieces and whether they are East Asian."""
    for index, piece in enumerate((_in_chinese if lang == "zh" else _in_english).split(text)):
        if piece:
            yield piece, index % 2 == 1


def second_face(lang: Lang, style: str = "SecondLanguageChar") -> Face:
    """The face of the other language in a heading or caption: regular and muted beside the first."""
    return Face(lang="en" if lang == "zh" else "zh", style=style, heavy=True, regular=True)


def runs(text: str, face: Face, latin_emphasis: str = "Emphasis", dots: str = "EmphasisDots") -> str:
    """The runs of a text in one face."""
    out = []
    chinese = face.lang == "zh"
    for piece, wide in pieces(text, face.lang):
        hint = wide and chinese and bool(_ambiguous.search(piece))
        props = run_properties(face, wide, hint, latin_emphasis, dots)
        out.append(f'<w:r>{props}<w:t xml:space="preserve">{escape(piece)}</w:t></w:r>')
    return "".join(out)
