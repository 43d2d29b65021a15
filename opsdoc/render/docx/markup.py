"""XML as text: the namespaces of WordprocessingML, escaping, and the characters that XML cannot hold."""

from __future__ import annotations

import re

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wpc": "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wp14": "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
HEADER = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# XML 1.0 §2.2: everything below U+0020 but tab and line ends, surrogates, U+FFFE and U+FFFF.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_special = re.compile('[&<>"\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')
_entities = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def escape(text: str) -> str:
    """Text for an element or an attribute; characters that XML forbids are left out."""
    if not _special.search(text):
        return text
    return _special.sub(lambda match: _entities.get(match.group(), ""), text)


def attribute(text: str) -> str:
    """Text for an attribute: on one line, since XML turns line ends there into spaces anyway."""
    return escape(" ".join(text.split()))


def declarations(*prefixes: str) -> str:
    """The `xmlns` attributes of these prefixes."""
    return " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in prefixes)


# Every part that can hold drawings declares all prefixes that its content may name in `mc:Choice Requires`.
# wps, wpg and wpc stand outside mc:Ignorable: a reader that does not know them takes the Fallback.
STORY = declarations("w", "r", "wp", "a", "pic", "mc", "wps", "wpg", "wpc", "w14", "wp14", "asvg", "v", "o")
STORY += ' mc:Ignorable="w14 wp14"'


def twips(points: float) -> int:
    """Twentieths of a point."""
    return round(points * 20)


def mm(millimetres: float) -> int:
    """Millimetres in twips."""
    return round(millimetres * 1440 / 25.4)


def half_points(points: float) -> int:
    """Font sizes in half points."""
    return round(points * 2)


def emu(points: float) -> int:
    """Points in English Metric Units."""
    return round(points * 12700)


def hex_colour(colour: str) -> str:
    """`RRGGBB` of a `#RRGGBB` token."""
    return colour.lstrip("#").upper()
