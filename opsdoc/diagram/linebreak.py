"""Where a label may be broken into lines: CLREQ's rules for Chinese, spaces for English, and nothing is cut off."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from opsdoc.diagram.drawing import Paragraph, Run
from opsdoc.diagram.measure import text_width
from opsdoc.diagram.style import Style
from opsdoc.text import is_east_asian_wide, is_han

# CLREQ 3.1.3 (prohibition rules for line start and line end).
NOT_AT_START = frozenset("、，。．；：！？）〕］｝〉》」』】’”…—～·%‰℃,.;:!?)]}°′″")
NOT_AT_END = frozenset("（〔［｛〈《「『【‘“([{￥$£€#№")

Width = Callable[[str], float]
# A label of more lines is a text: filling it line by line is good enough.
MOST_BALANCED = 8
# What a break inside a Chinese word costs, as a share of the line's width squared: in a word that is known, and after
# an odd number of ideographs, where it is only likely. The second outweighs the unevenness of lines of four and two.
IN_KNOWN_WORD = 0.3
IN_LIKELY_WORD = 0.14
# Words of organisation charts that are not two characters long.
LONG_WORDS = (
    *("供应链", "办公室", "委员会", "事业部", "总经理", "副总裁", "董事会", "监事会", "负责人", "首席", "共享中心"),
    *("运营官", "财务官", "技术官", "信息官", "数据官", "合规官", "执行官"),
    *("运营部", "财务部", "销售部", "市场部", "采购部", "产品部", "数据部", "法务部", "人事部", "行政部", "管理部"),
    *("技术部", "研发部", "审计部", "战略部", "信息部", "质量部", "客服部", "可视化", "标准化", "数字化", "信息化"),
    *("自动化", "一体化", "评审会", "分析会", "复盘会", "协同会", "盘点会", "计划会", "每季度", "工作日"),
)

CONJUNCTIONS = frozenset("与和及或的")
# Words of one character, unless they begin one of two: （由资源配置负责）, 上市后运营并组织复盘.
_SHORT_WORDS = re.compile(
    "由(?![于来])|交(?![付接易流通叉期货割班替互给])|后(?![续台勤备者期果援方])|并(?![购行入发存网列且])"
)


def atoms(text: str) -> list[str]:
    """The smallest pieces of a text between which a line may end; a space stays with the piece before it."""
    pieces: list[str] = []
    for character in text:
        if pieces and _holds(pieces[-1], character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _holds(piece: str, character: str) -> bool:
    """Whether no line may end between a piece and the character after it."""
    last = piece[-1]
    if character == " " or unicodedata.combining(character):
        return True
    if last == " ":
        # A lone opening mark or space never ends a line, whatever follows.
        return piece.rstrip(" ")[-1:] in NOT_AT_END or not piece.strip(" ")
    if last in NOT_AT_END or character in NOT_AT_START:
        return True
    if last in "-/–" and len(piece) > 3 and character.isalpha():
        return False
    return (
        not is_east_asian_wide(last)
        and not is_east_asian_wide(character)
        and last not in NOT_AT_START - set(",.:;%!?)]}°′″’")
    )


def broken(text: str, limit: float, width: Width) -> tuple[str, ...]:
    """The text in as few lines as fit `limit`, of nearly equal length and broken between words where that can be
    told. A word that is wider than the line is broken between its letters."""
    text = " ".join(text.split())
    if width(text) <= limit:
        return (text,)
    pieces = _fitting(atoms(text), limit, width)
    count = len(_filled(pieces, limit, width))
    if count == 1 or count > MOST_BALANCED:
        return _filled(pieces, limit, width)
    costs = _inside_words("".join(pieces))
    lines = _balanced(pieces, count, limit, width, costs)
    # One line more is better than a word torn apart: 数据与/信息/技术部, not 数据与信/息技术部.
    if count <= 2 and _torn(lines, costs):
        longer = _balanced(pieces, count + 1, limit, width, costs)
        if not _torn(longer, costs):
            return longer
    return lines


def _torn(lines: tuple[str, ...], costs: dict[int, float]) -> bool:
    """Whether a line ends inside a Chinese word (labels with spaces between their lines are not judged)."""
    return any(costs.get(sum(map(len, lines[:number]))) for number in range(1, len(lines)))


def _balanced(
    pieces: list[str], count: int, limit: float, width: Width, forbidden: dict[int, float]
) -> tuple[str, ...]:
    """The pieces in `count` lines at the least cost: uneven lines cost, and so do breaks inside Chinese words, as
    `forbidden` says by the offset of the break."""
    ideal = width("".join(pieces)) / count
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece))
    total = len(pieces)
    # best[n][end]: the cheapest way to set the first `end` pieces in n lines, with where the last line begins.
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for number in range(1, count + 1):
        row: dict[int, tuple[float, int]] = {}
        for start, (spent, _) in best[-1].items():
            for end in range(start + 1, total + 1):
                line = width("".join(pieces[start:end]).rstrip(" "))
                if line > limit + 1e-9 and end > start + 1:
                    break
                price = spent + (line - ideal) ** 2
                if end < total:
                    price += forbidden.get(offsets[end], 0.0) * limit * limit
                elif number < count:
                    continue
                if end not in row or price < row[end][0]:
                    row[end] = (price, start)
        best.append(row)
    if total not in best[count]:
        return _filled(pieces, limit, width)
    lines: list[str] = []
    end = total
    for number in range(count, 0, -1):
        start = best[number][end][1]
        lines.append("".join(pieces[start:end]).rstrip(" "))
        end = start
    return tuple(reversed(lines))


def words(text: str) -> list[str]:
    """The text in its likely words, each a piece that no line should part."""
    costs = _inside_words(text)
    pieces: list[str] = []
    at = 0
    for atom in atoms(text):
        if pieces and costs.get(at):
            pieces[-1] += atom
        else:
            pieces.append(atom)
        at += len(atom)
    # A character alone is no word to end with.
    if len(pieces) > 1 and len(pieces[-1]) == 1:
        pieces[-2:] = ["".join(pieces[-2:])]
    return pieces


def _inside_words(text: str) -> dict[int, float]:
    """What a break before each character costs: inside a known word much, after an odd number of ideographs a
    little, because most Chinese words have two. A conjunction is a word alone and begins the count anew."""
    costs: dict[int, float] = {}
    run = 0
    for at, character in enumerate(text):
        if character in CONJUNCTIONS or not is_han(character):
            run = 0
            continue
        if run % 2 == 0 and _SHORT_WORDS.match(text, at):
            run = 0
            continue
        if run % 2:
            costs[at] = IN_LIKELY_WORD
        run += 1
    for word in LONG_WORDS:
        at = text.find(word)
        while at >= 0:
            costs |= dict.fromkeys(range(at + 1, at + len(word)), IN_KNOWN_WORD)
            # Words of three shift the rhythm of two after them.
            for after in (at, at + len(word)):
                costs[after] = 0.0
            at = text.find(word, at + 1)
    return costs


def _fitting(pieces: list[str], limit: float, width: Width) -> list[str]:
    """The pieces, those too wide for a line cut between letters into equal parts."""
    fitting: list[str] = []
    for piece in pieces:
        if width(piece.rstrip(" ")) <= limit or len(piece) == 1:
            fitting.append(piece)
            continue
        part = ""
        for character in piece:
            # Two letters at least on either side of a forced break; a mark that may not begin a line stays behind.
            if part and width((part + character).rstrip(" ")) > limit and not unicodedata.combining(character):
                fitting.append(part)
                part = ""
            part += character
        fitting.append(part)
    return fitting


def _filled(pieces: list[str], limit: float, width: Width) -> tuple[str, ...]:
    lines: list[str] = []
    line = ""
    for piece in pieces:
        if line and width((line + piece).rstrip(" ")) > limit + 1e-9:
            lines.append(line.rstrip(" "))
            line = piece
        else:
            line += piece
    lines.append(line.rstrip(" "))
    return tuple(lines)


def printable(text: str) -> str:
    """The text on one line without control characters, which no font draws and XML forbids."""
    if text.isprintable():  # nearly always; unassigned characters are not printable
        return " ".join(text.split())
    kept = "".join(c if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs", "Cn") else "" for c in text)
    return " ".join(kept.split())


@lru_cache(maxsize=32768)
def paragraph(text: str, lang: str, size: float, weight: int, colour: str, limit: float, style: Style) -> Paragraph:
    """A paragraph in one language, broken to fit `limit` points."""

    def width(piece: str) -> float:
        return text_width(piece, lang, size, weight, style)

    text = printable(text)
    lines = broken(text, limit, width)
    return Paragraph(
        (Run(text, lang, size, weight, colour),),
        tuple((Run(line, lang, size, weight, colour),) for line in lines),
        round(size * style.leading, 2),
    )


def one_line(runs: tuple[Run, ...], style: Style) -> Paragraph:
    """Runs on one line, however long."""
    return Paragraph(runs, (runs,), round(max(run.size for run in runs) * style.leading, 2))
