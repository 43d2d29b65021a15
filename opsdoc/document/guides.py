"""Guides: sentences of an outline that lead the reader to exhibits, kept only where there is something to lead to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from opsdoc.document import tree as t


def settle(blocks: t.Blocks) -> t.Blocks:
    """Guides as body text. A line of a guide is left out where an exhibit that it names is not in the document, or
    where the texts of its own chapter cite all that it names; a guide without lines is left out as a whole.

    An outline cannot know which exhibits turn out empty (an option without gaps), nor what the engagement's own texts
    already say of them."""
    present = {node.id for node in t.query(blocks, t.Base) if node.id}
    out: list[t.Block] = []
    for chapter in _chapters(blocks):
        cited = _targets(t.walk(chapter, lambda node: () if _is_guide(node) else node))

        def body(node: Any, cited: frozenset[str] = cited) -> Any:
            if not _is_guide(node):
                return node
            content = _kept(node.content, present, cited)
            return replace(node, role="body", content=content) if content else ()

        out.extend(t.walk(chapter, body))
    return tuple(out)


def _is_guide(node: Any) -> bool:
    return isinstance(node, t.Paragraph) and node.role == "guide"


def _chapters(blocks: t.Blocks) -> Iterator[t.Blocks]:
    starts = [n for n, block in enumerate(blocks) if n == 0 or (isinstance(block, t.Heading) and block.level == 1)]
    for start, end in pairwise([*starts, len(blocks)]):
        yield blocks[start:end]


def _kept(content: t.Inlines, present: set[str], cited: frozenset[str]) -> t.Inlines:
    kept: list[t.Inline] = []
    for line in _lines(content):
        named = _targets(line)
        if named <= present and not (named and named <= cited):
            kept += [t.SoftBreak(), *line] if kept else line
    return tuple(kept)


def _lines(content: t.Inlines) -> Iterator[t.Inlines]:
    breaks = [n for n, inline in enumerate(content) if isinstance(inline, t.SoftBreak)]
    for start, end in zip([0, *(n + 1 for n in breaks)], [*breaks, len(content)], strict=True):
        yield content[start:end]


def _targets(node: Any) -> frozenset[str]:
    refs = {ref.target for ref in t.query(node, t.Ref)}
    return frozenset(refs | {link.target[1:] for link in t.query(node, t.Link) if link.target.startswith("#")})
