"""Straight quotes as a typesetter sets them: “ ” ‘ ’ in text of every format, in both languages.

People type " and ' because keyboards have no others. Double stays double and single stays single; an apostrophe is ’.
A mark is judged by its neighbours, and by the marks that are open before it, across emphasis and links. Code, addresses
and attributes keep what was typed, and so do inches and feet behind a figure. A mark takes the place of a mark, so
that nothing else in a text moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from opsdoc.diagram.model import Label
from opsdoc.document import tree as t
from opsdoc.text import is_east_asian_wide

_STRAIGHT = "\"'"
_CURLY = {'"': "“”", "'": "‘’"}
_KIND = {mark: straight for straight, pair in _CURLY.items() for mark in pair}
_BRACKETS = frozenset("([{（〔［｛〈《「『【“‘")
_AHEAD = _BRACKETS | frozenset("—–-/／…|")  # what an opening mark may follow without a space
_CLOSING = frozenset(",.;:?!)]}，。、；：？！）》」』】”’—–")
_OBJECT = "\ufffc"  # stands for code, a reference or ruby, and for letters left out: a word that is not looked into
# ’tis, rock ’n’ roll, the ’90s: letters or a century left out.
_LEFT_OUT = re.compile(
    r"(?<!\w)'(?=(?:(?:tis|twas|em|til)\b|\d\ds\b)(?!'))|(?<=\w )'(?=n' \w)|(?<=\w 'n)'(?= \w)", re.IGNORECASE
)
# Addresses, attributes (key="…") and items (x['…']) stand as they were typed.
_LITERAL = re.compile(
    r"(?:https?://|www\.|mailto:)[^\s\"<>\u2018-\u201d\u2e80-\uffef]*[^\s\"'<>.,;:!?)\u2018-\u201d\u2e80-\uffef]"
    r"|\b[\w.-]+=(?:\"[^\"]*\"|'[^']*')|\w\[(?:\"[^\"]*\"|'[^']*')\]"
)
# Fields that hold inlines, and those that hold plain words; what is no text (ids, conditions, targets) is in neither.
_INLINES = ("content", "caption", "caption_translation", "title", "title_translation", "translation")
_WORDS = ("short", "summary", "alt", "words", "abbreviation")
_BLOCKS = (t.Paragraph, t.Heading, t.Table, t.Figure, t.Callout, t.Article, t.Contents, t.IndexEntry, t.Note)


def with_curly_quotes(document: t.Document) -> t.Document:
    """The document without straight quotes in its text, charts, metadata and fixed words."""
    return replace(
        document,
        blocks=t.walk(document.blocks, _own),
        meta=_every_word(document.meta),
        labels={key: curly(words) for key, words in document.labels.items()},
    )


def curly(text: str) -> str:
    """A text with typographic quotes; as long as before."""
    if '"' not in text and "'" not in text:
        return text
    kept = {place for found in _LITERAL.finditer(text) for place in range(*found.span())}
    elided = {found.start() for found in _LEFT_OUT.finditer(text)} - kept
    out = ["’" if place in elided else c for place, c in enumerate(text)]
    text = "".join(_OBJECT if place in elided else c for place, c in enumerate(text))
    open_: list[str] = []
    for place, mark in enumerate(text):
        if place in kept or place in elided:
            continue
        if mark in _STRAIGHT:
            out[place] = _set(mark, place, text, out[place - 1] if place else "", open_)
        shown = out[place]
        if shown in ("“", "‘"):
            open_.append(_KIND[shown])
        elif shown in _KIND and _KIND[shown] in open_ and not _inside_word(text, place):
            # What was opened within and never closed was an apostrophe.
            while open_.pop() != _KIND[shown]:
                pass
    return "".join(out)


def _set(mark: str, place: int, text: str, before: str, open_: list[str]) -> str:
    """The character that a straight mark becomes; itself where it is one of inches or feet."""
    opening, closing = _CURLY[mark][0], _CURLY[mark][1]
    after = next((c for c in text[place + 1 :] if c not in _STRAIGHT), "")
    starts = before in ("", " ", "\u00a0") or before in _BRACKETS
    ends = after in ("", " ", "\u00a0") or after in _CLOSING
    if mark == "'" and _inside_word(text, place):
        return mark if before.isdigit() and after.isdigit() else closing
    if mark in open_:
        return opening if starts and not ends else closing
    if before.isdigit() and not (_letter(after) and _closes_later(mark, place, text)):
        return mark
    if mark == '"':
        return closing if ends and not starts else opening
    if not (starts or before in _AHEAD or is_east_asian_wide(before)):
        return closing
    return opening if not (ends and not starts) and _closes_later(mark, place, text) else closing


def _closes_later(mark: str, place: int, text: str) -> bool:
    """Whether a mark that may close stands behind a place."""
    for later in range(place + 1, len(text)):
        if text[later] in (mark, _CURLY[mark][1]) and not (mark == "'" and _inside_word(text, later)):
            before = text[later - 1]
            if not before.isspace() and before not in _BRACKETS:
                return True
    return False


def _inside_word(text: str, place: int) -> bool:
    """Whether a mark stands between two letters or figures of other scripts than Han."""
    left, right = text[place - 1 : place], text[place + 1 : place + 2]
    return text[place] in "'’" and all(_letter(c) and not is_east_asian_wide(c) for c in (left, right))


def _letter(character: str) -> bool:
    return character.isalnum() or character == _OBJECT


# ------------------------------------------------------------------------------------------------ trees


def _own(node: Any) -> Any:
    """A block or note with quotes set in its own words; those of notes in it are words of their own."""
    if not isinstance(node, _BLOCKS):
        return node
    changes: dict[str, Any] = {}
    for name in _names(node):
        value = getattr(node, name)
        new = curly(value) if isinstance(value, str) else value
        if name in _INLINES and value and isinstance(value, tuple) and not isinstance(value[0], t.Base):
            new = _inlines(value)
        elif name == "chart" and value is not None:
            new = _labels(value)
        if new is not value:
            changes[name] = new
    return replace(node, **changes) if changes else node


def _names(node: Any) -> Iterator[str]:
    return (f.name for f in fields(node) if f.name in _INLINES or f.name in _WORDS or f.name == "chart")


def _inlines(content: t.Inlines) -> t.Inlines:
    """The words of inlines set as one text, whatever emphasis or link they stand in."""
    stream = "".join(_stream(content))
    if not any(mark in stream for mark in _STRAIGHT):
        return content
    return _taken(content, iter(curly(stream)))


def _stream(content: t.Inlines) -> Iterator[str]:
    for inline in content:
        match inline:
            case t.Text(text):
                yield text
            case t.Strong(inner) | t.Emph(inner) | t.Link(inner, _) | t.Term(inner, _) | t.Foreign(inner, _):
                yield from _stream(inner)
            case t.SoftBreak() | t.LineBreak():
                yield " "
            case t.Note():
                pass
            case _:
                yield _OBJECT


def _taken(content: t.Inlines, letters: Iterator[str]) -> t.Inlines:
    """The inlines with their letters taken from a stream of the same length."""
    out: list[t.Inline] = []
    for inline in content:
        match inline:
            case t.Text(text):
                out.append(t.Text("".join(next(letters) for _ in text)))
            case t.Strong(inner) | t.Emph(inner) | t.Link(inner, _) | t.Term(inner, _) | t.Foreign(inner, _):
                out.append(replace(inline, content=_taken(inner, letters)))
            case t.Note():
                out.append(inline)
            case _:
                next(letters)
                out.append(inline)
    return tuple(out)


def _labels(value: Any) -> Any:
    """A chart with quotes set in its labels."""
    if isinstance(value, Label):
        parts = tuple((lang, curly(words)) for lang, words in value.parts)
        return value if parts == value.parts else Label(parts)
    if isinstance(value, tuple):
        new = tuple(_labels(item) for item in value)
        return value if all(a is b for a, b in zip(new, value, strict=True)) else new
    if is_dataclass(value) and not isinstance(value, type):
        changes = {f.name: _labels(getattr(value, f.name)) for f in fields(value)}
        return replace(value, **changes) if any(changes[n] is not getattr(value, n) for n in changes) else value
    return value


def _every_word(value: Any) -> Any:
    """Metadata with quotes set in all of its strings."""
    if isinstance(value, str):
        return curly(value)
    if isinstance(value, tuple):
        return tuple(map(_every_word, value))
    return replace(value, **{f.name: _every_word(getattr(value, f.name)) for f in fields(value)})
