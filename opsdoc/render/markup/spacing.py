"""Chinese text with what a typesetter adds to it: the space between Han and Latin, and words kept on one line."""

from __future__ import annotations

import re
from html import escape

from opsdoc.diagram.linebreak import words
from opsdoc.text import HAN, LATIN_APOSTROPHE, is_han

# Measure words and units that stay on the line of their number; those that take more than a character, longest first.
_UNITS = "年月日号个名人家项条章节页万亿元％%天周季度岁级层席次倍份小时分钟台套类组轮波"
_LONG_UNITS = re.compile(r"个月|[万亿](?:美元|欧元|元|人|吨|件|台|股)|平方米|千米|公里|小时|分钟|季度")
_LATIN = r"[A-Za-z0-9À-ɏΑ-ω$€£¥+−±≤≥<>#@]"
_INSIDE = rf"(?:[A-Za-z0-9À-ɏΑ-ω.,%+\-−–/&@:_#=<>≤≥']|{LATIN_APOSTROPHE})"
_RUN_IN_CELL = re.compile(rf"{_LATIN}{_INSIDE}*(?: {_LATIN}{_INSIDE}*)*")
_RUN = re.compile(rf"{_LATIN}(?:{_INSIDE}|(?<=\d)—(?=\d))*(?: {_LATIN}{_INSIDE}*)*")  # 10—11 is one run
# A middle dot or a wave starts no line, a slash neither starts nor ends one (GB/T 15834, 5.1.4–5.1.8).
_TIED = re.compile(rf"[{HAN}][·・～](?=\S)|(?:^|[{HAN}])[/／][{HAN}]")
_NUMBER = re.compile(r"[\d.,+−—-]+[%％]?")
# The last two ideographs of a paragraph with the marks after them, and the numbers that they may be the units of.
_TAIL = re.compile(rf"(?:(?:\d[\d.,]*)?[{HAN}]){{2}}[，。、；：？！）》〉」』】〕”’…]{{0,3}}$")
# What is a name or a list of names, or a few words; and no sentence.
_NAMES = re.compile(rf"[{HAN}·、（）A-Za-z0-9&/ -]{{2,90}}|[{HAN}·、（），；：A-Za-z0-9&/ -]{{2,18}}")
_TERM = re.compile(r"（?[^、，；：（）]+[、，；：）]*|[、，；：（）]")
_SHORT_NAME = 12  # letters of a name with a slash that stays on a line
_SHORT_TERM = 6  # ideographs that stay on a line
_AMOUNT = re.compile(r"(?:RMB|CNY|USD|EUR|HKD) [\d.,]*\d(?: [mb]illion\b)?|\b\d[\d.,]* [mb]illion\b")
_APOSTROPHE = re.compile(LATIN_APOSTROPHE)
_TAG_OR_HAN = re.compile(rf"(<[^>]*>)|([{HAN}])")
_CLAUSE_END = re.compile(r"(?<=[，；：。！？])(?=.)")


def spaced(text: str, before: str = "", after: str = "", last: bool = False, narrow: bool = False) -> str:
    """Chinese text as HTML, every Latin run that touches an ideograph in a span with a margin on that side.

    `before` and `after` are the characters next to the text on its line. The space (⅛ em; CLREQ 3.1.5 allows up to
    ¼) is a margin and no character, so that copied text stays clean. With `last` the final two ideographs do not part.
    A number and its unit stay together, with 第 before them: 第12个月; in a `narrow` cell the first character of
    the unit alone. Neither do names with a slash, WMS/TMS, end or start a line with it, nor spans, 10—11月, with their
    dash (GB/T 15834, 5.1). An apostrophe is Latin, though fonts of Chinese have one of a full em.
    """
    tail, before_tail = "", ""
    if last and (len(text) > 8 or before) and (match := _TAIL.search(text)):
        text, tail = text[: match.start()], match.group()
        before_tail, after = text[-1:] or before, tail[0]
    out: list[str] = []
    position = 0
    for run in (_RUN_IN_CELL if narrow else _RUN).finditer(text):
        left = text[run.start() - 1] if run.start() else before
        right = text[run.end()] if run.end() < len(text) else after
        touches_left, touches_right = bool(left) and is_han(left), bool(right) and is_han(right)
        whole = not narrow and ("—" in run.group() or ("/" in run.group() and len(run.group()) <= _SHORT_NAME))
        if not touches_left and not touches_right and not whole:
            continue
        unit = _unit(text, run.end(), narrow) if _NUMBER.fullmatch(run.group()) else ""
        ordinal = "第" if unit and left == "第" and run.start() > position and not narrow else ""
        out.append(_tied(text[position : run.start() - len(ordinal)]))
        position = run.end() + len(unit)
        span = ordinal + _latin(run.group(), touches_left, touches_right) + unit
        if unit or whole:
            span = f'<span class="nb">{span}</span>'
        out.append(span)
    out.append(_tied(text[position:]))
    if tail:
        out.append(f'<span class="nb">{spaced(tail, before_tail)}</span>')
    return _APOSTROPHE.sub('<span class="ap">’</span>', "".join(out))


def terms(text: str) -> list[str]:
    """Names in Chinese as the pieces that a narrow cell keeps whole: terms of up to six ideographs, the words of longer
    ones. A sentence is one piece, and broken as any text."""
    if not _NAMES.fullmatch(text) or not any(map(is_han, text)):
        return [text]
    pieces: list[str] = []
    for found in _TERM.finditer(text):
        term = found.group()
        pieces += [term] if len(term.strip("（、，；：）")) <= _SHORT_TERM else _with_units(words(term))
    if len(pieces) > 1 and sum(map(is_han, pieces[-1])) == 1:
        pieces[-2:] = [pieces[-2] + pieces[-1]]  # no last line of one character
    return pieces


def _with_units(pieces: list[str]) -> list[str]:
    """Words, those that begin with a unit joined to the number before them."""
    out: list[str] = []
    for piece in pieces:
        if out and out[-1][-1].isdigit() and piece[0] in _UNITS:
            out[-1] += piece
        else:
            out.append(piece)
    return out


def in_cell(text: str, room: float) -> str:
    """Names in Chinese as HTML for a cell with `room` em on a line, their terms whole; empty for any other text."""
    pieces = terms(text)
    if len(pieces) == 1 and (pieces[0] == text and len(text) > _SHORT_TERM + 1):
        return ""
    out, last = [], len(pieces) - 1
    for index, piece in enumerate(pieces):
        before = pieces[index - 1][-1] if index else ""
        shown = spaced(piece, before, pieces[index + 1][0] if index < last else "")
        out.append(f'<span class="nb">{shown}</span>' if 1 < len(piece) <= room else shown)
    return "".join(out)


def _tied(text: str) -> str:
    """Text without Latin runs as HTML, marks that must not stand at an edge of a line kept with their neighbours."""
    return _TIED.sub(r'<span class="nb">\g<0></span>', escape(text, quote=False))


def _unit(text: str, start: int, narrow: bool) -> str:
    """The unit at a place of a text; in a narrow cell its first character."""
    if not narrow and (found := _LONG_UNITS.match(text, start)):
        return found.group()
    return text[start] if start < len(text) and text[start] in _UNITS else ""


def amounts(words: str, narrow: bool = False) -> str:
    """English text as HTML: an amount stays with its currency and its million, but in a narrow cell."""
    shown = escape(words, quote=False)
    return shown if narrow else _AMOUNT.sub(r'<span class="nb">\g<0></span>', shown)


def _latin(run: str, left: bool, right: bool) -> str:
    if not left and not right:
        return escape(run, quote=False)
    side = ("lr" if right else "l") if left else "r"
    return f'<span class="la-{side}">{escape(run, quote=False)}</span>'


def dotted(markup: str) -> str:
    """Emphasis dots (CLREQ 3.2.2) for text with its spaces: a span for each ideograph, since the renderer has no
    `text-emphasis`."""
    return _TAG_OR_HAN.sub(lambda m: m[1] or f'<span class="dot">{m[2]}</span>', markup)


def clauses(text: str, longest: int = 26) -> list[str]:
    """A Chinese title cut after its punctuation, so that a line ends there; one piece when a part is too long."""
    parts = _CLAUSE_END.split(text)
    return parts if len(parts) > 1 and all(2 < len(part) <= longest for part in parts) else [text]
