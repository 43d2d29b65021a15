"""Lists: Word's own list styles over real numbering, each ordered list counting from its own start."""

from __future__ import annotations

from dataclasses import replace

from opsdoc.document.tree import Block, Blocks, BulletList, OrderedList, Paragraph
from opsdoc.render.docx.inlines import inlines
from opsdoc.render.docx.numbering import BULLETS, TABLE_BULLETS
from opsdoc.render.docx.runs import Face
from opsdoc.render.docx.scope import Place, Writer
from opsdoc.render.docx.styles import LIST_LEVELS


def bullet_list(writer: Writer, place: Place, block: BulletList) -> str:
    """A list without order."""
    if place.inside == "cell":
        level = min(place.depth, 8)
        nested = writer.number(level, TABLE_BULLETS) if level else ""
        return _items(writer, place, block.items, "TableBullet", "TableText", nested, block.id)
    level = min(place.depth, LIST_LEVELS - 1)
    first, later = _style("ListBullet", level), _style("ListContinue", level)
    if _other(place):
        return _items(writer, place, block.items, "SecondLanguageList", later, writer.number(level, BULLETS), block.id)
    return _items(writer, place, block.items, first, later, "", block.id)


def ordered_list(writer: Writer, place: Place, block: OrderedList) -> str:
    """A list in order: the style gives the look, an instance of its own the count."""
    level = min(place.depth, LIST_LEVELS - 1)
    hanging = place.lang == "en" and writer.document.lang == "zh"
    numbered = writer.number(level, writer.lists.new(block.style, level, block.start, hanging))
    if place.inside == "cell":
        return _items(writer, place, block.items, "TableNumber", "TableText", numbered, block.id)
    first = "SecondLanguageList" if _other(place) else _style("ListNumber", level)
    return _items(writer, place, block.items, first, _style("ListContinue", level), numbered, block.id)


def _other(place: Place) -> bool:
    """Whether a list stands in the column of the other language, which has type of its own."""
    return place.second and place.inside in {"page", "article"}


def _style(base: str, level: int) -> str:
    return base if level == 0 else f"{base}{level + 1}"


def _items(writer: Writer, place: Place, items: tuple[Blocks, ...], first: str, later: str, ppr: str, key: str) -> str:
    out = []
    if place.keep:
        ppr = f"<w:keepNext/>{ppr}"
    below = replace(place, depth=place.depth + 1, style=later if place.inside != "cell" else "TableText")
    for index, item in enumerate(items):
        head, rest = _split(item)
        content = head.content if head is not None else ()
        face = Face(lang=place.lang, colour=place.colour, shade=place.shade)
        item_key = (head.id if head is not None else "") or f"{key}/{index + 1}"
        out.append(writer.paragraph(first, inlines(writer, place, content, face), key=item_key, ppr=ppr))
        for block in rest:
            # What is no list hangs under its item; a list goes one level down by itself.
            out.append(writer.paint(writer, below, (block,)))
    return "".join(out)


def _split(item: Blocks) -> tuple[Paragraph | None, tuple[Block, ...]]:
    if item and isinstance(first := item[0], Paragraph):
        return first, item[1:]
    return None, item
