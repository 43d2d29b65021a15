"""Lists as HTML, with their markers written out for print."""

from __future__ import annotations

from opsdoc.document.tree import Blocks, BulletList, Lang, OrderedList
from opsdoc.render.markup.setting import Setting, attributes

_DIGITS = "零一二三四五六七八九"
# What the structure tree says about the numerals (ISO 32000-1, table 347).
_NUMBERING = {
    "decimal": "Decimal",
    "han": "Ordered",
    "paren-han": "Ordered",
    "paren": "Ordered",
    "lower-alpha": "LowerAlpha",
}


def bullet_list(node: BulletList, common: str, lang: Lang, setting: Setting) -> str:
    """A list without order; `common` are the attributes that every block has."""
    spread = "" if node.tight else "loose"
    if setting.medium == "screen":
        return f"<ul{attributes(class_=spread)}{common}>{_items(node.items, [], lang, setting)}</ul>"
    items = _items(node.items, ["•"] * len(node.items), lang, setting)
    return f"<ul{attributes(class_=spread, data_numbering='Disc')}{common}>{items}</ul>"


def ordered_list(node: OrderedList, common: str, lang: Lang, setting: Setting) -> str:
    """A list in order, from its first number on."""
    classes = " ".join(filter(None, (node.style if node.style != "decimal" else "", "" if node.tight else "loose")))
    if setting.medium == "screen":
        start = node.start if node.start != 1 else ""
        return f"<ol{attributes(class_=classes, start=start)}{common}>{_items(node.items, [], lang, setting)}</ol>"
    markers = [ordinal(node.start + index, node.style) for index in range(len(node.items))]
    shown = attributes(class_=classes, data_numbering=_NUMBERING[node.style])
    return f"<ol{shown}{common}>{_items(node.items, markers, lang, setting)}</ol>"


def _items(items: tuple[Blocks, ...], markers: list[str], lang: Lang, setting: Setting) -> str:
    # Blocks hold lists and lists hold blocks: one of the two has to import late.
    from opsdoc.render.markup.blocks import blocks

    out = []
    for index, item in enumerate(items):
        inside = blocks(item, lang, setting)
        if markers:
            # A marker that the style sheet makes is painted after the whole page, so that the order of a list on
            # paper is not its order for those who hear it. A box at the start of the first line is.
            mark = f'<span class="mark" data-pdf="Lbl">{markers[index]}</span>'
            start = inside.index(">") + 1 if inside.startswith("<p") else 0
            inside = inside[:start] + mark + inside[start:] if start else f"<p>{mark}</p>{inside}"
        out.append(f"<li>{inside}</li>")
    return "".join(out)


def ordinal(number: int, style: str) -> str:
    """A number as a list shows it: 1. or 一、 or （一） or （1） or a."""
    if style == "paren-han":
        return f"（{han_number(number)}）"
    if style == "han":
        return f"{han_number(number)}、"
    if style == "paren":
        return f"（{number}）"
    if style == "lower-alpha" and 1 <= number <= 26:
        return f"{chr(96 + number)}."
    return f"{number}."


def han_number(number: int) -> str:
    """A whole number from 1 to 99 in Chinese numerals; others as digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    before = ("" if tens == 1 else _DIGITS[tens]) + "十" if tens else ""
    return before + (_DIGITS[ones] if ones else "")
