"""Keys of tables: said in full once in a chapter, named below the later tables that share them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from opsdoc.document import tree as t

# The class of a paragraph in a table's note that explains its letters and signs.
KEY = "key"


def table_key(words: str) -> t.Paragraph:
    """The key of a table, for its note."""
    return t.Paragraph(t.text(words), "source", classes=(KEY,))


def say_keys_once(blocks: t.Blocks, reference: str) -> t.Blocks:
    """The blocks, numbered already, where a table whose key stands word for word under an earlier table of the same
    chapter points to that one. `reference` holds `{table}` ("图例同{table}。")."""
    said: dict[t.Inlines, str] = {}

    def at(node: Any) -> Any:
        if isinstance(node, t.Heading) and node.level == 1:
            said.clear()
        # A table without a number cannot be pointed to, and one without a caption is found by nobody.
        if not isinstance(node, t.Table) or not node.number or not node.id:
            return node
        note = tuple(_pointing(block, said, node.id, reference) for block in node.note)
        return node if note == node.note else replace(node, note=note)

    return t.walk(blocks, at)


def _pointing(block: t.Block, said: dict[t.Inlines, str], table: str, reference: str) -> t.Block:
    if not isinstance(block, t.Paragraph) or KEY not in block.classes:
        return block
    first = said.setdefault(block.content, table)
    if first == table:
        return block
    before, _, after = reference.partition("{table}")
    return replace(block, content=(*t.text(before), t.Ref(first), *t.text(after)))
