"""What rendering draws with: a font configuration that knows the bundled fonts alone, and what they cover."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

FONTS = Path(__file__).resolve().parent / "fonts"

# CSS's generic names would else pick whichever bundled font sorts first.
GENERIC = {
    "sans-serif": ("OD Sans", "OD Sans SC"),
    "serif": ("OD Serif", "OD Serif SC", "OD Sans SC"),
    "monospace": ("OD Mono", "OD Sans SC"),
}

# Characters that instruct the layout rather than mark the paper, so that no font needs a glyph for them.
_UNPRINTED = (
    (0x00, 0x1F),  # controls: the parsers have judged them before
    (0x7F, 0x9F),
    (0xAD, 0xAD),  # soft hyphen
    (0x034F, 0x034F),  # combining grapheme joiner
    (0x061C, 0x061C),  # direction marks, here and below
    (0x200B, 0x200F),  # zero-width space and joiners
    (0x2028, 0x202E),
    (0x2060, 0x206F),  # word joiner, isolates
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFEFF, 0xFEFF),  # byte-order mark
    (0xE0100, 0xE01EF),
)


@dataclass(frozen=True, slots=True)
class FontFile:
    """A bundled font file."""

    path: Path
    family: str
    weight: int
    italic: bool
    sha256: str
    licence: Path
    source: str


@cache
def bundled() -> tuple[FontFile, ...]:
    """The bundled fonts, as their listing has them."""
    return tuple(
        FontFile(
            path=FONTS / entry["file"],
            family=entry["family"],
            weight=entry["weight"],
            italic=entry["style"] == "italic",
            sha256=entry["sha256"],
            licence=FONTS / entry["licence"],
            source=f"{entry['source']} {entry['version']}",
        )
        for entry in _listing()["fonts"]
    )


def families(folder: Path) -> dict[str, bool]:
    """The families of the bundled fonts and of a folder's font files → whether they hold Chinese. A file that is no
    font counts for nothing."""
    out = {font.family: font.family.endswith("SC") for font in bundled()}
    if folder.is_dir():
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in (".ttf", ".otf", ".ttc", ".otc"):
                out |= _names(path)
    return out


def _names(path: Path) -> dict[str, bool]:
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    try:
        fonts = TTCollection(path).fonts if path.suffix.lower().endswith("c") else [TTFont(path, lazy=True)]
        return {
            str(record): 0x7684 in (font.getBestCmap() or {})
            for font in fonts
            for record in font["name"].names
            # Family and typographic family, in every language: 仿宋_GB2312 is FangSong_GB2312 too.
            if record.nameID in (1, 16)
        }
    except (TTLibError, OSError, KeyError, ValueError, AssertionError):
        return {}


def isolated(cache_dir: Path, extra: Sequence[Path] = ()) -> Path:
    """Write a configuration that lists the bundled fonts and the folders in `extra` alone; return its path.

    The process that renders must have it in FONTCONFIG_FILE before its first use of a font: it is read once.
    """
    # Fontconfig passes over a missing folder in silence, and with it over the client's licensed font.
    for folder in extra:
        if not folder.is_dir():
            raise NotADirectoryError(f"font folder not found: {folder}")
    cache_dir = cache_dir.resolve()
    text = _configuration([FONTS, *(folder.resolve() for folder in extra)], cache_dir / "fontconfig")
    # Named by content: builds with different themes may share a cache folder, and none sees another's fonts.
    path = cache_dir / f"fonts-{hashlib.sha256(text.encode()).hexdigest()[:12]}.conf"
    if not (path.is_file() and path.read_text("utf-8") == text):
        (cache_dir / "fontconfig").mkdir(parents=True, exist_ok=True)
        _write(path, text)
    return path


def uncovered(text: str) -> list[tuple[int, str]]:
    """The characters that no bundled font has, each with its index in the text."""
    bad = {char for char in set(text) if not _drawable(ord(char))}
    return [(index, char) for index, char in enumerate(text) if char in bad] if bad else []


def _drawable(code: int) -> bool:
    return _within(code, *_covered()) or any(first <= code <= last for first, last in _UNPRINTED)


def _within(code: int, firsts: Sequence[int], lasts: Sequence[int]) -> bool:
    at = bisect_right(firsts, code) - 1
    return at >= 0 and code <= lasts[at]


@cache
def _covered() -> tuple[tuple[int, ...], tuple[int, ...]]:
    ranges: list[list[int]] = _listing()["coverage"]
    return tuple(first for first, _ in ranges), tuple(last for _, last in ranges)


@cache
def _listing() -> dict[str, Any]:
    listing: dict[str, Any] = json.loads((FONTS / "fonts.json").read_text("utf-8"))
    return listing


def _configuration(folders: Sequence[Path], cachedir: Path) -> str:
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
        "<fontconfig>",
        *(f"  <dir>{escape(str(folder))}</dir>" for folder in folders),
        f"  <cachedir>{escape(str(cachedir))}</cachedir>",
    ]
    for generic, families in GENERIC.items():
        prefer = "".join(f"<family>{family}</family>" for family in families)
        lines.append(f'  <alias binding="same"><family>{generic}</family><prefer>{prefer}</prefer></alias>')
    # Advances must not be rounded to a screen's pixels.
    lines += [
        '  <match target="font"><edit name="hinting" mode="assign"><bool>false</bool></edit></match>',
        "</fontconfig>",
        "",
    ]
    return "\n".join(lines)


def _write(path: Path, text: str) -> None:
    """Replace the file as a whole, so that a second process never reads half of it."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".fonts-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
