"""Where lines of a paragraph end: words and Han characters, marks that may not begin or end a line.

LibreOffice hangs no stop over the edge. Word does; a line that only this saves is rare.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from opsdoc.render.docx.layout.metrics import WIDE, hinted, measure, wide
from opsdoc.render.docx.layout.styles import Face

GLUE = "\xa0\u202f\u2060"  # spaces that join
NO_START = frozenset(GLUE + "!%),.:;?]}¢°’”†‡›℃∶、。〃〆〕〗〞〉》」』】！＂％＇），．：；？］｝～…·")
NO_END = frozenset(GLUE + "$([{£¥‘“〈《「『【〔〖〝＄（．［｛￡￥")
# Between Han and Latin letters or digits, in ems.
SCRIPT_GAP = 0.2

_SPACE = " \\t\\n\\r"
_atom = re.compile(f"[{WIDE}]|[{_SPACE}]+|[^{_SPACE}{WIDE}]+")
_hinted_atom = re.compile(f"{hinted.pattern}|[{_SPACE}]+|[^{_SPACE}{hinted.pattern[1:-1]}]+")
_after = re.compile(r"(?<=[A-Za-z0-9)][-–—])(?=[A-Za-z])|(?<=[–—])(?=[A-Za-z])")


@dataclass(frozen=True, slots=True)
class Piece:
    """Text in one face. `\\n` and `\\t` in it are breaks and tabs."""

    text: str
    face: Face


@dataclass(slots=True)
class _Cluster:
    """What stands on one line whole."""

    width: float = 0.0
    space: float = 0.0
    sign: str = ""
    letters: list[float] = field(default_factory=list)
    """Widths of the letters of a word that no line may hold whole."""


def count_lines(pieces: Sequence[Piece], width: float, first: float = 0.0) -> int:
    """Lines that pieces take in a measure, the first of them indented by `first`."""
    lines = 1
    x = first
    tabs = 0
    for cluster in _clusters(pieces, width):
        if cluster.sign == "\n":
            lines, x, tabs = lines + 1, 0.0, 0
            continue
        if cluster.sign == "\t":
            tabs += 1
            x = max(x, 0.0) if first < 0 and tabs == 1 and lines == 1 else x + 4.0
            continue
        if x + cluster.width > width + 0.05 and x > min(first, 0.0):
            lines, x = lines + 1, 0.0
        if cluster.width > width:
            # A word longer than the line is cut where the line ends.
            for letter in cluster.letters:
                if x + letter > width and x > 0:
                    lines, x = lines + 1, 0.0
                x += letter
            x += cluster.space
            continue
        x += cluster.width + cluster.space
    return lines


def _clusters(pieces: Sequence[Piece], room: float) -> Iterator[_Cluster]:
    current = _Cluster()
    last = ""  # the last character before this one, nothing at a start
    last_wide = False
    for piece in pieces:
        face = piece.face
        size = face.size
        latin = measure(face.latin, face.bold)
        east = hinted if face.hint else wide
        for atom in (_hinted_atom if face.hint else _atom).findall(piece.text):
            head = atom[0]
            if head in "\n\t":
                yield current
                for sign in atom:
                    if sign in "\n\t":
                        yield _Cluster(sign=sign)
                current, last = _Cluster(), ""
                continue
            if atom.isspace() and head not in GLUE:
                current.space += latin(atom) * size
                last = " "
                continue
            is_wide = east.match(head) is not None
            parts = (atom,) if is_wide else _after.split(atom)
            for index, part in enumerate(parts):
                head = part[0]
                if (
                    last == " "
                    or index
                    or (last and (is_wide or last_wide) and head not in NO_START and last not in NO_END)
                ):
                    yield current
                    current = _Cluster()
                gap = 0.0
                if last and last != " " and is_wide != last_wide and head.isalnum() and last.isalnum():
                    gap = SCRIPT_GAP * size
                wide_part = gap + (size if is_wide else latin(part) * size)
                if wide_part > room:
                    current.letters += [latin(letter) * size for letter in part]
                elif room < 60:
                    current.letters.append(wide_part)
                current.width += wide_part
                last, last_wide = part[-1], is_wide
    yield current
