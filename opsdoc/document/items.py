"""Items of an article, in Chinese: ； behind each and 。 behind the last, as rules and regulations are drafted.

Authors write items without a mark at their end, for a list is often moved or made of data. Where an item holds a 。 or
a ； of its own, every item ends with 。 (GB/T 15834 forbids ； around 。). English items stay open.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from opsdoc.document import tree as t

_INNER = frozenset("。；！？")
# What ends an item already, or leads to what stands below it.
_ENDS = frozenset("。；！？：，、…—,.;:!?")


def with_item_marks(document: t.Document) -> t.Document:
    """The document whose articles' lists in Chinese end like sentences."""
    return replace(document, blocks=t.walk(document.blocks, lambda node: _article(node, document.lang)))


def _article(node: Any, lang: t.Lang) -> Any:
    return replace(node, content=_blocks(node.content, lang)) if isinstance(node, t.Article) else node


def _blocks(blocks: t.Blocks, lang: t.Lang) -> t.Blocks:
    return tuple(_block(block, lang) for block in blocks)


def _block(block: t.Block, lang: t.Lang) -> t.Block:
    match block:
        case t.Pair():
            return replace(
                block, first=_blocks(block.first, block.first_lang), second=_blocks(block.second, block.second_lang)
            )
        case t.OrderedList() if lang == "zh":
            return replace(block, items=_items(block.items))
        case _:
            return block


def _items(items: tuple[t.Blocks, ...]) -> tuple[t.Blocks, ...]:
    inner = any(set(_words(item)[:-1]) & _INNER for item in items)
    marks = ["。" if inner else "；"] * (len(items) - 1) + ["。"]
    return tuple(_ended(_blocks(item, "zh"), mark) for item, mark in zip(items, marks, strict=True))


def _ended(item: t.Blocks, mark: str) -> t.Blocks:
    last = item[-1] if item else None
    if not isinstance(last, t.Paragraph) or not (words := t.plain(last.content).rstrip()) or words[-1] in _ENDS:
        return item
    return (*item[:-1], replace(last, content=(*last.content, t.Text(mark))))


def _words(item: t.Blocks) -> str:
    return "".join(t.plain(paragraph.content) for paragraph in t.query(item, t.Paragraph)).rstrip()
