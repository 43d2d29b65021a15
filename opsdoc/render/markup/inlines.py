"""Inlines as HTML."""

from __future__ import annotations

import math
import re
from html import escape
from typing import assert_never

from opsdoc.document.tree import (
    Code,
    Emph,
    Expr,
    Foreign,
    Inline,
    Inlines,
    Lang,
    LineBreak,
    Link,
    Note,
    Ref,
    Ruby,
    SoftBreak,
    Strong,
    Term,
    Text,
    plain,
)
from opsdoc.render.markup.setting import LANGUAGE_TAGS, Setting, attributes
from opsdoc.render.markup.spacing import amounts, clauses, dotted, in_cell, spaced
from opsdoc.render.markup.widths import words_width

_AMOUNT_EM = 8.5  # RMB 2.25 million
_HIGHEST_NOTE = 0.5  # of the type area
_SAFE_TARGET = re.compile(r"(?:https?://|mailto:|tel:|#)", re.IGNORECASE)


def inlines(content: Inlines, lang: Lang, setting: Setting) -> str:
    """The content of a paragraph, heading or caption; names in a cell keep their words whole."""
    only = content[0] if len(content) == 1 else None
    if setting.room and lang == "zh" and isinstance(only, Text) and (names := in_cell(only.text, setting.room)):
        return names
    return _sequence(content, lang, setting, "", "", True, False)


def title(content: Inlines, lang: Lang, setting: Setting) -> str:
    """A display title: in Chinese its clauses stay whole where they fit, and lines end at punctuation."""
    if lang == "zh" and len(content) == 1 and isinstance(content[0], Text):
        parts = clauses(content[0].text)
        if len(parts) > 1:
            return "".join(f'<span class="clause">{spaced(part)}</span>' for part in parts)
    if lang == "en" and content and isinstance(last := content[-1], Text):
        # No line of a title is one word alone: the last two stay together.
        words = last.text.split(" ")
        if len(words) > 2 and len(words[-2]) + len(words[-1]) <= 24:
            before = inlines((*content[:-1], Text(" ".join(words[:-2]) + " ")), lang, setting)
            return f'{before}<span class="nb">{escape(" ".join(words[-2:]), quote=False)}</span>'
    return inlines(content, lang, setting)


def without_notes(content: Inlines) -> Inlines:
    """Inlines fit for a second place (contents, running heads): no notes, links or references that would repeat."""
    out: list[Inline] = []
    for inline in content:
        match inline:
            case Note():
                pass
            case Strong(inner) | Link(inner, _) | Term(inner, _):
                out.extend(without_notes(inner))
            case Ref() | Ruby():
                out.append(Text(inline.text))
            case LineBreak() | SoftBreak():
                out.append(Text(" "))
            case _:
                out.append(inline)
    return tuple(out)


def _sequence(
    content: Inlines, lang: Lang, setting: Setting, before: str, after: str, last: bool, emphasised: bool
) -> str:
    out: list[str] = []
    end = len(content) - 1
    for index, inline in enumerate(content):
        left = _edge(content[index - 1], -1) if index else before
        right = _edge(content[index + 1], 0) if index < end else after
        out.append(_inline(inline, lang, setting, left, right, last and index == end, emphasised))
    return "".join(out)


def _inline(inline: Inline, lang: Lang, setting: Setting, left: str, right: str, last: bool, emphasised: bool) -> str:
    def inside(content: Inlines, dots: bool = emphasised) -> str:
        return _sequence(content, lang, setting, left, right, last, dots)

    match inline:
        case Text(text):
            if lang == "en":
                return amounts(text, setting.narrow and setting.room < _AMOUNT_EM)
            words = spaced(text, left, right, last, narrow=setting.narrow)
            return dotted(words) if emphasised and setting.medium == "print" else words
        case Strong(content):
            return f"<strong>{inside(content)}</strong>"
        case Emph(content):
            return f"<em>{inside(content, lang == 'zh')}</em>"
        case Code(text):
            return f"<code>{escape(text, quote=False)}</code>"
        case Link(content, target):
            return _link(content, target, inside(content), setting)
        case Ref():
            return _reference(inline, lang, left, right)
        case Note():
            return _note(inline, lang, setting)
        case Term(content, _):
            return f'<span class="term">{inside(content)}</span>'
        case Ruby(text, reading):
            return _ruby(text, reading, setting)
        case Foreign(content, other):
            words = _sequence(content, other, setting, "", "", False, False)
            return f'<span class="foreign" lang="{LANGUAGE_TAGS[other]}">{words}</span>'
        case SoftBreak():
            return " "
        case LineBreak():
            return "<br>"
        case Expr():
            raise ValueError(f"an expression was left in a composed document: {inline.expression}")
        case _:
            assert_never(inline)


def _edge(inline: Inline, index: int) -> str:
    """The first (0) or last (-1) character that an inline shows; none where something else stands between."""
    match inline:
        case Text(text) | Code(text) | Ruby(text, _):
            return text[index] if text else ""
        case Ref():
            return inline.text[index] if inline.text else ""
        case Strong(content) | Emph(content) | Link(content, _) | Term(content, _) | Foreign(content, _):
            return _edge(content[index], index) if content else ""
        case Note() | SoftBreak() | LineBreak() | Expr():
            return ""
        case _:
            assert_never(inline)


def _link(content: Inlines, target: str, words: str, setting: Setting) -> str:
    if not _SAFE_TARGET.match(target):
        setting.log.warning("link", f'the link to "{target}" was left out', help="use http, https, mailto, tel or #id")
        return words
    return f"<a{attributes(href=target, title=plain(content))}>{words}</a>"


def _reference(ref: Ref, lang: Lang, left: str, right: str) -> str:
    words = spaced(ref.text, left, right) if lang == "zh" else escape(ref.text, quote=False)
    if not ref.target:
        return words
    kind = "ref page" if ref.form == "page" else "ref"
    return f"<a{attributes(class_=kind, href='#' + ref.target, title=ref.text)}>{words}</a>"


def _ruby(text: str, reading: str, setting: Setting) -> str:
    base, above = escape(text, quote=False), escape(reading, quote=False)
    if setting.medium == "screen":
        return f"<ruby>{base}<rp>（</rp><rt>{above}</rt><rp>）</rp></ruby>"
    # The renderer knows no ruby: a box with the reading as its first line. Its last line stands on the line of text.
    return f'<span class="ruby"><span class="reading">{above}</span><span class="base">{base}</span></span>'


def _refuse_if_long(note: Note, setting: Setting) -> None:
    """Notes are not parted: one that is higher than half the type area would leave its call alone, or the page."""
    width, height = setting.frame_points
    kind = setting.context.theme.type["footnote"]
    words = plain(note.content)
    lines = words_width(words) * kind.size / width
    if lines * kind.leading > height * _HIGHEST_NOTE:
        message = f'the note "{words[:20]}…" takes {math.ceil(lines)} lines: more than half a page'
        setting.log.error("note", message, help="put its words into the text or into an annex, and refer to them")


def _note(note: Note, lang: Lang, setting: Setting) -> str:
    words = inlines(note.content, lang, setting)
    if setting.medium == "print":
        _refuse_if_long(note, setting)
        return f"<span{attributes(class_='note', id=setting.anchor(note.id), data_number=note.number)}>{words}</span>"
    setting.notes.append((note, lang))
    target = note.id or f"note-{note.number}"
    return f'<sup class="call"><a href="#{escape(target)}" id="{escape(target)}-call">{note.number}</a></sup>'
