"""The numbering part: multilevel lists for headings, annexes and articles, and the lists of the text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from opsdoc.document.tree import Document, Lang
from opsdoc.render.docx.markup import HEADER, declarations, hex_colour, twips
from opsdoc.render.docx.styles import HEADING_LEVELS, LIST_STEP
from opsdoc.theme import Theme

HEADINGS, ANNEXES, ARTICLES, BULLETS, TABLE_BULLETS, NUMBERS = 1, 2, 3, 4, 5, 6
FIRST_INSTANCE = 20
HEADING_INDENT = 680

ListStyle = Literal["decimal", "han", "paren-han", "paren", "lower-alpha"]
# Formats of a list's levels by its style: the first is the style itself, the others what stands below it.
_LEVELS: dict[ListStyle, tuple[tuple[str, str], ...]] = {
    "decimal": (("decimal", "%1."), ("lowerLetter", "%2)"), ("lowerRoman", "%3.")),
    "han": (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3.")),
    "paren": (("decimal", "（%1）"), ("lowerLetter", "%2)"), ("lowerRoman", "%3.")),
    "paren-han": (("chineseCountingThousand", "（%1）"), ("decimal", "%2."), ("lowerLetter", "%3)")),
    "lower-alpha": (("lowerLetter", "%1)"), ("lowerRoman", "%2."), ("decimal", "%3.")),
}


@dataclass(slots=True)
class Lists:
    """The instances of numbered lists that a document has asked for; each counts from its own start."""

    instances: list[tuple[int, int, int, int]] = field(default_factory=list)
    # Level d of a definition holds the numerals of a list that stands d deep, so a definition is for a style and depth.
    # Those that hang do so in themes too whose items turn over flush: an English list beside a Chinese one.
    definitions: dict[tuple[ListStyle, int, bool], int] = field(
        default_factory=lambda: {("decimal", 0, False): NUMBERS}
    )

    def new(self, style: ListStyle, level: int, start: int, hanging: bool = False) -> int:
        """The numId of a new ordered list that stands at a level (0-based)."""
        definition = self.definitions.setdefault((style, level, hanging), NUMBERS + len(self.definitions))
        number = FIRST_INSTANCE + len(self.instances)
        self.instances.append((number, definition, level, start))
        return number


def numbering_xml(document: Document, theme: Theme, lists: Lists, first_article: int = 1) -> str:
    """The numbering part."""
    scheme = _headings(document)
    accent = f'<w:rPr><w:color w:val="{hex_colour(theme.colours.accent)}"/></w:rPr>'
    # Numbers are coloured where they stand out before their titles, as on paper.
    above = theme.page.chapter_number == "above"
    abstracts = [
        _abstract(
            HEADINGS,
            [
                _level(
                    level,
                    fmt,
                    text,
                    style=f"Heading{level + 1}" if level < HEADING_LEVELS else "",
                    legal=legal,
                    indent=indent,
                    hanging=indent,
                    suffix="tab" if indent else "space",
                    rpr=accent if indent and (level == 0 or above) else "",
                    first=_two_characters(theme, level),
                )
                for level, (fmt, text, legal, indent) in enumerate(scheme)
            ],
        ),
        _abstract(
            ANNEXES,
            [
                _level(
                    level,
                    "upperLetter" if level == 0 else "decimal",
                    _annex_text(document.lang) if level == 0 else ".".join(f"%{n + 1}" for n in range(level + 1)),
                    suffix="space" if level == 0 else "tab",
                    indent=0 if level == 0 else HEADING_INDENT,
                    hanging=0 if level == 0 else HEADING_INDENT,
                    rpr=accent if above else "",
                )
                for level in range(9)
            ],
        ),
        _abstract(ARTICLES, _articles(document.lang, first_article)),
        _abstract(
            BULLETS,
            [
                _bullet(level, LIST_STEP, f"ListBullet{'' if level == 0 else level + 1}" if level < 3 else "", theme)
                for level in range(9)
            ],
        ),
        _abstract(
            TABLE_BULLETS, [_bullet(level, 170, "TableBullet" if level == 0 else "", theme) for level in range(9)]
        ),
    ]
    for (style, depth, hanging), number in lists.definitions.items():
        flush, own = theme.indented_items and not hanging, number == NUMBERS
        abstracts.append(_abstract(number, [_ordered(style, depth, level, theme, flush, own) for level in range(9)]))
    nums = [
        _num(HEADINGS, 1),
        _num(ANNEXES, 2),
        _num(ARTICLES, 3),
        _num(BULLETS, 4),
        _num(TABLE_BULLETS, 5),
        _num(NUMBERS, 6),
        *(_num(number, abstract, level, start) for number, abstract, level, start in lists.instances),
    ]
    return f"{HEADER}<w:numbering {declarations('w')}>{''.join(abstracts)}{''.join(nums)}</w:numbering>"


def _two_characters(theme: Theme, level: int) -> int:
    """The indent of headings below the first in an official document."""
    return twips(2 * theme.type["body"].size) if theme.page.grid and level else 0


def _headings(document: Document) -> list[tuple[str, str, bool, int]]:
    """Format, text, whether higher levels show as digits, and indent of the nine heading levels."""
    decimal = [
        ("decimal", ".".join(f"%{n + 1}" for n in range(level + 1)), False, HEADING_INDENT) for level in range(9)
    ]
    han = "chineseCountingThousand"
    match document.numbering:
        case "decimal":
            return decimal
        case "gongwen":
            first = (han, "%1、", False, 0) if document.lang == "zh" else ("upperRoman", "%1.", False, 0)
            top = [first, (han, "（%2）", False, 0), ("decimal", "%3.", False, 0), ("decimal", "（%4）", False, 0)]
        case "chapter-article" if document.lang == "zh":
            top = [
                (han, "第%1章", False, 0),
                (han, "第%2节", False, 0),
                (han, "%3、", False, 0),
                (han, "（%4）", False, 0),
            ]
        case "chapter-article":
            top = [("upperRoman", "Chapter %1", False, 0), ("decimal", "Section %2", False, 0), *decimal[2:4]]
    return top + decimal[4:]


def _annex_text(lang: Lang) -> str:
    return "附录%1" if lang == "zh" else "Annex %1"


def _articles(lang: Lang, first: int) -> list[str]:
    han = "chineseCountingThousand"
    top = (han, "第%1条") if lang == "zh" else ("decimal", "Article %1")
    below = ((han, "（%2）"), ("decimal", "%3.")) if lang == "zh" else (("lowerLetter", "(%2)"), ("lowerRoman", "(%3)"))
    rows = [top, *below, *((("decimal", f"({'%'}{n})")) for n in range(4, 10))]
    return [
        _level(
            level,
            fmt,
            text,
            start=first if level == 0 else 1,
            style="Article" if level == 0 else "",
            suffix="space" if level == 0 else "tab",
            indent=0 if level == 0 else LIST_STEP * (level - 1) + 560,
            hanging=0 if level == 0 else 560,
        )
        for level, (fmt, text) in enumerate(rows)
    ]


def _ordered(style: ListStyle, depth: int, level: int, theme: Theme, flush: bool, own: bool) -> str:
    """A level of an ordered list; the styles are linked to those of their `own` definition alone."""
    fmt, text = _LEVELS[style][(level - depth) % 3]
    text = re.sub(r"%\d", f"%{level + 1}", text)
    linked = f"ListNumber{'' if level == 0 else level + 1}" if own and level < 3 else ""
    if flush and level == depth == 0:
        # As a paragraph: two characters in, turned over flush.
        return _level(level, fmt, text, style=linked, suffix="nothing", first=twips(2 * theme.type["body"].size))
    step = 560 if "（" in text or "、" in text else LIST_STEP
    return _level(level, fmt, text, style=linked, indent=LIST_STEP * level + step, hanging=step)


def _abstract(number: int, levels: list[str]) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="0D0C{number:04X}"/>'
        f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="0D0D{number:04X}"/>{"".join(levels)}</w:abstractNum>'
    )


def _level(
    level: int,
    fmt: str,
    text: str,
    *,
    style: str = "",
    legal: bool = False,
    suffix: str = "tab",
    indent: int = 0,
    hanging: int = 0,
    first: int = 0,
    start: int = 1,
    rpr: str = "",
) -> str:
    linked = f'<w:pStyle w:val="{style}"/>' if style else ""
    tab = f'<w:tabs><w:tab w:val="num" w:pos="{indent}"/></w:tabs>' if suffix == "tab" and indent else ""
    turned = f'w:hanging="{hanging}"' if hanging else f'w:firstLine="{first}"'
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/>{linked}'
        f'{"<w:isLgl/>" if legal else ""}<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr>{tab}<w:ind w:left="{indent}" {turned}/></w:pPr>{rpr}</w:lvl>'
    )


def _bullet(level: int, step: int, style: str, theme: Theme) -> str:
    sign = ("•", "–", "·")[level % 3]
    # The bullet's font is named, else a Chinese face would draw it in a full em.
    latin = theme.fonts.body.word.latin
    rpr = (
        f'<w:rPr><w:rFonts w:ascii="{latin}" w:eastAsia="{latin}" w:hAnsi="{latin}" w:cs="{latin}"/>'
        f'<w:color w:val="{hex_colour(theme.colours.accent)}"/></w:rPr>'
    )
    return _level(level, "bullet", sign, style=style, indent=step * (level + 1), hanging=step, rpr=rpr)


def _num(number: int, abstract: int, level: int = 0, start: int = 0) -> str:
    override = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>' if start else ""
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'
