"""Numbers as Word counts them: lists of the numbering part run over the paragraphs of the body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from tests.render.docx.lint import W

_HAN = "零一二三四五六七八九"


def han(number: int) -> str:
    """`chineseCountingThousand`: 第十二条, 第一百零三条."""
    if number < 20:
        return ("十" if number >= 10 else "") + (_HAN[number % 10] if number % 10 or number == 0 else "")
    if number < 100:
        return _HAN[number // 10] + "十" + (_HAN[number % 10] if number % 10 else "")
    hundreds, rest = divmod(number, 100)
    if not rest:
        return f"{_HAN[hundreds]}百"
    return f"{_HAN[hundreds]}百" + ("零" + han(rest) if rest < 10 else ("一" if rest < 20 else "") + han(rest))


def roman(number: int) -> str:
    """Roman figures."""
    out = ""
    for value, sign in ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
                        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):  # fmt: skip
        while number >= value:
            out, number = out + sign, number - value
    return out


FORMATS = {
    "decimal": str,
    "chineseCountingThousand": han,
    "upperRoman": roman,
    "lowerRoman": lambda n: roman(n).lower(),
    "upperLetter": lambda n: chr(64 + n),
    "lowerLetter": lambda n: chr(96 + n),
    "bullet": lambda n: "•",
}


def counted(
    body: etree._Element, numbering: etree._Element, styles: etree._Element
) -> Iterator[tuple[etree._Element, str]]:
    """Every paragraph that a list numbers, in order, with the number that a reader sees."""
    sheet = {s.get(f"{W}styleId"): s for s in styles.iter(f"{W}style")}
    abstracts = {a.get(f"{W}abstractNumId"): a for a in numbering.iter(f"{W}abstractNum")}
    nums = {n.get(f"{W}numId"): n for n in numbering.iter(f"{W}num")}
    counts: dict[str, list[int]] = {}
    started: set[str] = set()
    for paragraph in body.iter(f"{W}p"):
        place = _place(paragraph, sheet)
        if place is None or place[0] == "0":
            continue
        num, level = nums[place[0]], place[1]
        abstract = num.find(f"{W}abstractNumId").get(f"{W}val")
        levels = {int(v.get(f"{W}ilvl")): v for v in abstracts[abstract].iter(f"{W}lvl")}
        row = counts.setdefault(abstract, [int(levels[n].find(f"{W}start").get(f"{W}val")) - 1 for n in range(9)])
        if place[0] not in started:
            started.add(place[0])
            for override in num.findall(f"{W}lvlOverride"):
                row[int(override.get(f"{W}ilvl"))] = int(override.find(f"{W}startOverride").get(f"{W}val")) - 1
        row[level] += 1
        for below in range(level + 1, 9):
            row[below] = int(levels[below].find(f"{W}start").get(f"{W}val")) - 1

        def shown(found: re.Match[str], row: list[int] = row, levels: dict[int, etree._Element] = levels) -> str:
            at = int(found.group(1)) - 1
            return FORMATS[levels[at].find(f"{W}numFmt").get(f"{W}val")](row[at])

        yield paragraph, re.sub(r"%(\d)", shown, levels[level].find(f"{W}lvlText").get(f"{W}val"))


def _place(paragraph: etree._Element, sheet: dict[str, etree._Element]) -> tuple[str, int] | None:
    """List and level of a paragraph, from itself or from its style."""
    own = paragraph.find(f"{W}pPr/{W}numPr")
    number, level = _read(own) if own is not None else (None, None)
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    name = None if style is None else style.get(f"{W}val")
    while name and number is None:
        found = sheet[name].find(f"{W}pPr/{W}numPr")
        if found is not None:
            number, level = _read(found)
        parent = sheet[name].find(f"{W}basedOn")
        name = None if parent is None else parent.get(f"{W}val")
    return None if number is None else (number, level or 0)


def _read(element: etree._Element) -> tuple[str | None, int | None]:
    number, level = element.find(f"{W}numId"), element.find(f"{W}ilvl")
    return (
        None if number is None else number.get(f"{W}val"),
        None if level is None else int(level.get(f"{W}val")),
    )
