"""Slips of typing that can be mended without a decision: line ends, spaces at the ends of lines, punctuation.

Half-width punctuation between Chinese characters becomes full-width (GB/T 15834). Code, directives, expressions,
addresses, attributes and keys are never touched. A text is mended only if it then reads as before: the blocks of a
Markdown text, the data of a YAML text and the cells of a CSV table are compared, but for what was mended.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from opsdoc.content import yamlfile
from opsdoc.content.files import decode
from opsdoc.content.markdown import parse
from opsdoc.diagnostics import Log
from opsdoc.document import tree as t
from opsdoc.text import HAN

_FULL = dict(zip(",;:?!().", "，；：？！（）。", strict=True))
_LEFT, _RIGHT = f"[{HAN}”’》）】」]", f"[{HAN}“‘《（【「]"
_BETWEEN = re.compile(rf"(?<={_LEFT})[ \t]*([,;:?!])[ \t]*(?={_RIGHT})")
# 一.总则 is a number and its mark, not the end of a sentence.
_STOP = re.compile(rf"(?<=[{HAN}][{HAN}])(?<![一二三四五六七八九十])(\.)[ \t]*(?=[{HAN}]|$)", re.MULTILINE)
_LAST = re.compile(rf"(?<=[{HAN}][{HAN}])([,;:?!])$", re.MULTILINE)
_BRACKETS = re.compile(r"[ \t]*\(([^()\n]+)\)[ \t]*")
_HAN = re.compile(f"[{HAN}]")
# What is not text: code, expressions, addresses, attributes, notes' names.
_NO_TEXT = re.compile(
    r"(`+)(?:.|\n)*?\1|\{\{.*?\}\}|\{[^{}\n]*\}|(?<=\])\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)|<[^<>\n]+>"
    r"|(?:https?|mailto|tel):[^\s，。；）]+|\[\^[^\]\n]+\]:?|^\[[^\]\n]+\]:.*$|\\.",
    re.MULTILINE,
)
_FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_SPACES = re.compile(r"[ \t]+$", re.MULTILINE)
_MASK = "\ue0ff"


@dataclass(frozen=True, slots=True)
class Mended:
    """A file's text before and after, and what was mended in it. `safe` is false where the text would no longer read
    the same; then it is left alone."""

    before: str
    after: str
    what: tuple[str, ...]
    safe: bool = True


def mend(data: bytes, name: str, kind: str) -> Mended | None:
    """A file's slips mended; None when it has none, or cannot be read. `kind`: csv, md or yaml, the last two with -zh
    where all of their text is Chinese."""
    if kind == "csv":
        return mend_csv(data)
    text = decode(data, name, Log())
    if not text or (kind.startswith("yaml") and yamlfile.parse(text, name, Log()) is None):
        return None
    what = ["byte order mark"] if data.startswith(b"\xef\xbb\xbf") else []
    what += ["line ends"] if b"\r" in data else []
    after = text
    steps = {"trailing spaces": _without_spaces, "punctuation": _punctuated, "final newline": _ended}
    for words, change in steps.items():
        changed = change(after, kind)
        if changed != after:
            what.append(words)
            after = changed
    if not what:
        return None
    return Mended(text, after, tuple(what), _reads_the_same(text, after, name, kind))


def mend_csv(data: bytes) -> Mended | None:
    """Punctuation in the Chinese columns of a table. Its byte order mark and line ends stay: Excel wants them."""
    try:
        text = data.decode("utf-8")
        before = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        return None
    header = [cell.strip().removeprefix("\ufeff") for cell in before[0]] if before else []
    chinese = {n for n, field in enumerate(header) if field.rsplit(".", 1)[-1] == "zh"}
    edits: list[tuple[int, int, str]] = []
    for row, column, start, end in _cells(text):
        if row and column in chinese:
            edits += [(start + a, start + b, new) for a, b, new in _edits(_hidden(text[start:end]))]
    if not edits:
        return None
    mended = _with(text, edits)
    after = list(csv.reader(io.StringIO(mended, newline=""), strict=True))
    safe = [len(row) for row in after] == [len(row) for row in before] and all(
        ours == theirs or (n in chinese and _levelled(ours) == _levelled(theirs))
        for old, new in zip(before, after, strict=True)
        for n, (ours, theirs) in enumerate(zip(old, new, strict=True))
    )
    return Mended(text, mended, ("punctuation",), safe)


def _cells(text: str) -> Iterator[tuple[int, int, int, int]]:
    """Row, column and the offsets of each cell of a readable CSV text, quotes included."""
    row = column = start = 0
    quoted = False
    for place, character in enumerate(text):
        if character == '"':
            quoted = not quoted
        elif not quoted and character in ",\n":
            yield row, column, start, place - (character == "\n" and text[place - 1 : place] == "\r")
            start = place + 1
            row, column = (row + 1, 0) if character == "\n" else (row, column + 1)
    if start < len(text):
        yield row, column, start, len(text)


def _ended(text: str, kind: str) -> str:
    return text if text.endswith("\n") else f"{text}\n"


def _without_spaces(text: str, kind: str) -> str:
    if kind.startswith("yaml"):
        return _SPACES.sub("", text)
    lines = text.split("\n")
    out = []
    for (line, free), following in zip(_free_lines(lines), [*lines[1:], ""], strict=True):
        stripped = line.rstrip(" \t")
        # Two spaces before a line that goes on are a line break of Markdown.
        broken = line.endswith("  ") and following.strip() and stripped and not stripped.startswith(("#", "|", ":"))
        out.append(line if not free or broken else stripped)
    return "\n".join(out)


def _free_lines(lines: Sequence[str]) -> Iterator[tuple[str, bool]]:
    """Lines, and whether each stands outside fenced code."""
    fence = ""
    for line in lines:
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
            yield line, False
        elif fence:
            yield line, False
            if mark and mark[1].startswith(fence) and not line.strip(" \t>").strip(fence[0]):
                fence = ""
        else:
            yield line, True


# ------------------------------------------------------------------------------------------------ punctuation


def _punctuated(text: str, kind: str) -> str:
    if kind == "md-zh":
        lines = text.split("\n")
        # Directives are lines of their own, code is fenced or set in.
        masked = "\n".join(
            line if free and not re.match(r"\s*::|\s{4}|\t", line) else _MASK * len(line)
            for line, free in _free_lines(lines)
        )
        return _with(text, _edits(_hidden(masked)))
    if not kind.startswith("yaml") or not re.search(rf"[{HAN}][ \t]*[,;:?!().]", text):
        return text
    edits: list[tuple[int, int, str]] = []
    for path, start, end in yamlfile.scalars(text):
        if (kind == "yaml-zh" and len(path) == 1) or (path and path[-1] == "zh"):
            value = text[start:end]
            if value[:1] in ("|", ">"):
                value, offset = _block(value), start
            else:
                quoted = value[:1] in ("'", '"') and len(value) > 1
                value, offset = (value[1:-1], start + 1) if quoted else (value, start)
            edits += [(offset + a, offset + b, new) for a, b, new in _edits(_hidden(value))]
    return _with(text, edits)


def _block(value: str) -> str:
    """A literal or folded text with its header, fenced code and directives masked. No edit leaves its line, so that
    indentation and line ends stay as they are."""
    header, newline, lines = value.partition("\n")
    free = _free_lines(lines.split("\n"))
    body = (line if open_ and not re.match(r"\s*::", line) else _MASK * len(line) for line, open_ in free)
    return _MASK * len(header) + newline + "\n".join(body)


def _hidden(text: str) -> str:
    return _NO_TEXT.sub(lambda m: "".join("\n" if c == "\n" else _MASK for c in m[0]), text)


def _edits(text: str) -> list[tuple[int, int, str]]:
    """Places and replacements in a text whose code is masked; none of them overlap."""
    found = [(m.start(), m.end(), _FULL[m[1]]) for pattern in (_BETWEEN, _STOP, _LAST) for m in pattern.finditer(text)]
    for match in _BRACKETS.finditer(text):
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if not (_HAN.match(before) or _HAN.search(match[1])) or before == "]":
            continue
        opening, closing = text.index("(", match.start()), match.end(1)
        # Full-width brackets bring their own space.
        left = match.start() if _HAN.match(before) else opening
        right = match.end() if _HAN.match(after) else closing + 1
        found += [(left, opening + 1, "（"), (closing, right, "）")]
    out: list[tuple[int, int, str]] = []
    for edit in sorted(found):
        if not out or edit[0] >= out[-1][1]:
            out.append(edit)
    return out


def _with(text: str, edits: Sequence[tuple[int, int, str]]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


# ------------------------------------------------------------------------------------------------ the same meaning


def _reads_the_same(before: str, after: str, name: str, kind: str) -> bool:
    logs = Log(), Log()
    ours: Any
    theirs: Any
    if kind.startswith("md"):
        ours, theirs = (parse(text, name, log).blocks for text, log in zip((before, after), logs, strict=True))
    else:
        read = [yamlfile.parse(text, name, log) for text, log in zip((before, after), logs, strict=True)]
        ours, theirs = (file.data if file else None for file in read)
    return len(logs[0]) == len(logs[1]) and _levelled(ours) == _levelled(theirs)


def _levelled(value: Any) -> Any:
    """A value with all that may be mended brought to one form; code and expressions as they stand."""
    if isinstance(value, str):
        text = "".join(_FULL.get(c, c) for c in _SPACES.sub("", str(value)))
        return re.sub(r"\s*([，；：？！（）。])\s*", r"\1", text)
    if isinstance(value, (t.Code, t.CodeBlock, t.Expr)):
        return repr(value)
    if is_dataclass(value) and not isinstance(value, type):
        own = (field.name for field in fields(value) if field.name != "source")
        return type(value).__name__, [_levelled(getattr(value, name)) for name in own]
    if isinstance(value, dict):
        return {key: _levelled(item) for key, item in value.items()}
    return [_levelled(item) for item in value] if isinstance(value, (list, tuple)) else value
