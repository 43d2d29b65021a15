"""How wide a text is, in the font that will draw it and in Word's."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from opsdoc.diagram.drawing import Run
from opsdoc.diagram.style import Style
from opsdoc.resources import FONTS
from opsdoc.text import LATIN_APOSTROPHE, SHARED_MARKS, has_han, is_east_asian_wide

# Stand-ins where our own fonts have not been built: widths agree closely enough for a first look.
_SYSTEM_FONTS = (
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc"),
)
# Advances of Calibri in 1/2048 em, as its metric-compatible twin Carlito publishes them.
_CALIBRI = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
        (
            *(981, 1076, 866, 1076, 1019, 625, 964, 1076, 470, 490, 931, 470, 1636, 1076, 1080, 1076, 1076, 714),
            *(801, 686, 1076, 925, 1464, 887, 927, 809),
            *(1185, 1114, 1092, 1260, 1000, 941, 1292, 1276, 516, 653, 1064, 861, 1751, 1322, 1356, 1058, 1378),
            *(1112, 941, 998, 1314, 1162, 1822, 1063, 998, 959),
        ),
        strict=True,
    )
) | {" ": 463, ".": 517, ",": 511, "-": 627, "(": 621, ")": 621, "&": 1397, "/": 791, ":": 548, "'": 452}
_CALIBRI |= {"‘": 512, "’": 512, "“": 856, "”": 856, "—": 1855, "…": 1414}
_CALIBRI_DIGIT = 1038
# Word may substitute a wider font, and bold is wider still.
_WORD_RESERVE = 1.08


def text_width(text: str, lang: str, size: float, weight: int, style: Style) -> float:
    """Width in points of a text on one line, without kerning; the wider of print and Word where the style says
    `both`."""
    width = 0.0
    if style.measure in ("print", "both"):
        width = _print_width(text, style.stack(lang), weight)
    if style.measure in ("word", "both"):
        width = max(width, _word_width(text))
    return width * size


def runs_width(runs: tuple[Run, ...], style: Style) -> float:
    """Width of the runs of one line."""
    return sum(text_width(run.text, run.lang, run.size, run.weight, style) for run in runs)


@lru_cache(maxsize=65536)
def _print_width(text: str, families: tuple[str, ...], weight: int) -> float:
    return sum(_advance(ord(character), families, weight) for character in text)


def by_family(text: str, lang: str, weight: int, style: Style) -> list[tuple[str, str]]:
    """A text cut into (family, piece) where the font changes, for painters that choose no fonts themselves."""
    pieces: list[tuple[str, str]] = []
    families = style.stack(lang)
    for character in text:
        family = next((f for f in families if _has(ord(character), f, weight)), families[-1])
        if pieces and pieces[-1][0] == family:
            pieces[-1] = (family, pieces[-1][1] + character)
        else:
            pieces.append((family, character))
    return pieces


@lru_cache(maxsize=65536)
def _has(codepoint: int, family: str, weight: int) -> bool:
    return any(codepoint in _advances(path) for path in font_files(family, weight))


@lru_cache(maxsize=65536)
def _word_width(text: str) -> float:
    width = 0.0
    shared = SHARED_MARKS if has_han(text) else ""
    for character in re.sub(LATIN_APOSTROPHE, "'", text):
        if is_east_asian_wide(character) or character in shared:
            width += 1
        elif character.isdigit():
            width += _CALIBRI_DIGIT / 2048 * _WORD_RESERVE
        else:
            width += _CALIBRI.get(character, 1200 if ord(character) < 0x2E80 else 2048) / 2048 * _WORD_RESERVE
    return width


@lru_cache(maxsize=65536)
def _advance(codepoint: int, families: tuple[str, ...], weight: int) -> float:
    for family in families:
        for path in font_files(family, weight):
            advance = _advances(path).get(codepoint)
            if advance is not None:
                return advance
    return 1.0 if codepoint >= 0x2E80 else 0.6


@cache
def font_files(family: str, weight: int) -> tuple[Path, ...]:
    """Files that draw a family at a weight, the best match first; the installed Noto Sans CJK stands in for families
    that have not been built."""
    own = sorted(_built().get(family, ()), key=lambda entry: (abs(entry[0] - weight), entry[0]))
    if own:
        return tuple(path for _, path in own)
    return tuple(path for pair in _SYSTEM_FONTS for name in pair[weight >= 600 :] if (path := Path(name)).exists())


@cache
def _built() -> dict[str, tuple[tuple[int, Path], ...]]:
    from fontTools.ttLib import TTFont  # heavy: only a run that draws pays for it

    families: dict[str, list[tuple[int, Path]]] = {}
    for path in sorted(FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            if font["post"].italicAngle:
                continue
            names = font["name"]
            family = names.getDebugName(16) or names.getDebugName(1)
            families.setdefault(str(family), []).append((font["OS/2"].usWeightClass, path))
    return {family: tuple(entries) for family, entries in families.items()}


@cache
def _advances(path: Path) -> dict[int, float]:
    from fontTools.ttLib import TTFont

    with TTFont(path, lazy=True, fontNumber=0) as font:
        units = font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        return {codepoint: widths[name][0] / units for codepoint, name in font.getBestCmap().items()}


@lru_cache(maxsize=16)
def drawing_files(style: Style) -> tuple[Path, ...]:
    """Every font file that the style's stacks may need, for painters that load fonts themselves."""
    files: dict[Path, None] = {}
    for _, families in style.fonts:
        for family in families:
            for weight in (400, 500, 700):
                for path in font_files(family, weight)[:1]:
                    files[path] = None
    return tuple(files)
