"""Rules that hold in every format: quotes, line ends, numbers of headings, captions, articles and notes, references."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from opsdoc.diagnostics import Log, Source, suggest
from opsdoc.document import tree as t
from opsdoc.document.items import with_item_marks
from opsdoc.document.keys import say_keys_once
from opsdoc.document.quotes import with_curly_quotes
from opsdoc.document.wording import han_number, roman
from opsdoc.text import SHARED_MARKS, is_east_asian_wide

# Deeper headings carry no number: 1.2.3.4 tells nobody where they are.
NUMBERED_LEVELS = 3


def refine(document: t.Document, log: Log) -> t.Document:
    """The document with quotes set, everything numbered and every reference resolved.

    Logs: ids that stand twice, references to nothing, heading levels that skip.
    """
    document = with_item_marks(with_curly_quotes(document))
    blocks = _unique_ids(document.blocks, log)
    blocks = t.walk(blocks, _tidy_inlines(document.lang))
    numbering = _Numbering(document)
    blocks = tuple(numbering.block(block) for block in blocks)
    blocks = say_keys_once(blocks, document.labels.get("key_as", "{table}"))
    blocks = renumber_notes(blocks)
    targets = _targets(blocks, document)
    blocks = _resolve(blocks, targets, document, log)
    _check_levels(blocks, log)
    return replace(document, blocks=blocks)


# ------------------------------------------------------------------------------------------------ ids


def _unique_ids(blocks: t.Blocks, log: Log) -> t.Blocks:
    seen: dict[str, Source | None] = {}

    def own(node: Any) -> Any:
        if not isinstance(node, t.Base) or not node.id:
            return node
        id_ = node.id
        if id_ in seen:
            if node.source and seen[id_] and node.source != seen[id_] and not re.search(r"-\d+$", id_):
                log.error("G01", f'the id "{id_}" stands twice; first in {seen[id_]}', node.source, help="rename one")
            # A text that is spliced twice repeats its ids; positions keep them apart and stable.
            number = 2
            while f"{id_}-{number}" in seen:
                number += 1
            id_ = f"{id_}-{number}"
            node = replace(node, id=id_)
        seen[id_] = node.source
        return node

    return t.walk(blocks, own)


# ------------------------------------------------------------------------------------------------ inlines


def _tidy_inlines(lang: str) -> Any:
    def tidy(node: Any) -> Any:
        match node:
            case t.Paragraph() | t.Heading() | t.Strong() | t.Emph() | t.Link() | t.Note() | t.Term() | t.Foreign():
                joined = join_lines(node.content)
                return node if joined == node.content else replace(node, content=joined)
            case _:
                return node

    return tidy


def join_lines(content: t.Inlines) -> t.Inlines:
    """Soft breaks as a space, or as nothing between wide characters (a Chinese line end is no space); neighbouring
    texts become one."""
    out: list[t.Inline] = []
    for n, inline in enumerate(content):
        if isinstance(inline, t.SoftBreak):
            before = _edge(content[:n], last=True)
            after = _edge(content[n + 1 :], last=False)
            if _wide(before) and _wide(after):
                continue
            inline = t.Text(" ")
        if isinstance(inline, t.Text) and out and isinstance(out[-1], t.Text):
            out[-1] = t.Text(out[-1].text + inline.text)
        else:
            out.append(inline)
    return tuple(out)


def _edge(content: t.Inlines, last: bool) -> str:
    words = t.plain(tuple(i for i in content if not isinstance(i, (t.SoftBreak, t.Note))))
    return words[-1:] if last else words[:1]


def _wide(character: str) -> bool:
    return bool(character) and (is_east_asian_wide(character) or character in SHARED_MARKS)


# ------------------------------------------------------------------------------------------------ numbers


@dataclass(slots=True)
class _Numbering:
    document: t.Document
    counts: list[int] = field(default_factory=lambda: [0] * NUMBERED_LEVELS)
    annexes: int = 0
    chapter: str = ""
    chapter_numbered: bool = False
    captions: dict[str, int] = field(default_factory=dict)
    articles: int = 0

    @property
    def _by_chapter(self) -> bool:
        return self.document.numbering == "decimal"

    def block(self, block: Any) -> Any:
        match block:
            case t.Heading():
                return replace(block, number=self._heading(block))
            case t.Table() if block.caption:
                return replace(block, number=self._caption("table"))
            case t.Figure() if block.caption:
                return replace(block, number=self._caption("figure"))
            case t.Article():
                self.articles += 1
                number = self._article(self.articles)
                content = tuple(self._item(self.block(inner)) for inner in block.content)
                return replace(block, number=number, ordinal=self.articles, content=content)
            case t.OrderedList() if self.document.numbering == "gongwen" and self.document.lang == "zh":
                return _official_list(block, sum(map(bool, self.counts)) if self.chapter_numbered else 0)
            case t.Quote() | t.Callout() | t.Landscape():
                return replace(block, content=tuple(self.block(inner) for inner in block.content))
            case _:
                return block

    def _item(self, block: Any) -> Any:
        # What stands below an article are items: （一）（二） in Chinese (orgdesign §6.3).
        if isinstance(block, t.OrderedList) and self.document.lang == "zh":
            return replace(block, style="paren-han")
        return block

    def _heading(self, heading: t.Heading) -> str:
        level = heading.level
        if level > NUMBERED_LEVELS:
            return ""
        if level == 1:
            if self._by_chapter:
                self.captions.clear()
            self.counts[1:] = [0] * (NUMBERED_LEVELS - 1)
            self.chapter_numbered = heading.numbered
            if not heading.numbered:
                self.chapter = ""
                return ""
            if heading.annex:
                self.annexes += 1
                self.chapter = chr(ord("A") + self.annexes - 1)
                return self._annex(self.chapter)
            self.counts[0] += 1
            self.chapter = str(self.counts[0])
            return self._chapter(self.counts[0])
        if not heading.numbered or not self.chapter_numbered:
            return ""
        self.counts[level - 1] += 1
        self.counts[level:] = [0] * (NUMBERED_LEVELS - level)
        lower = self.counts[1:level]
        match self.document.numbering:
            case "decimal":
                return ".".join([self.chapter, *map(str, lower)])
            case "chapter-article":
                if level == 2:
                    count = self.counts[1]
                    return f"第{han_number(count)}节" if self.document.lang == "zh" else f"Section {count}"
                return ""
            case "gongwen":
                return f"（{han_number(self.counts[1])}）" if level == 2 else f"{self.counts[2]}."

    def _chapter(self, count: int) -> str:
        zh = self.document.lang == "zh"
        match self.document.numbering:
            case "decimal":
                return str(count)
            case "chapter-article":
                return f"第{han_number(count)}章" if zh else f"Chapter {roman(count)}"
            case "gongwen":
                return f"{han_number(count)}、" if zh else f"{roman(count)}."

    def _annex(self, letter: str) -> str:
        return (
            f"{self.document.labels['annex']}{letter}"
            if self.document.lang == "zh"
            else (f"{self.document.labels['annex']} {letter}")
        )

    def _article(self, count: int) -> str:
        return f"第{han_number(count)}条" if self.document.lang == "zh" else f"Article {count}"

    def _caption(self, what: str) -> str:
        self.captions[what] = count = self.captions.get(what, 0) + 1
        number = f"{self.chapter}-{count}" if self._by_chapter and self.chapter else str(count)
        gap = "" if self.document.lang == "zh" else " "  # what parts Han and Latin is set, not typed
        return f"{self.document.labels[what]}{gap}{number}"


_OFFICIAL_LEVELS: tuple[Literal["han", "paren-han", "decimal", "paren"], ...] = ("han", "paren-han", "decimal", "paren")


def _official_list(block: t.OrderedList, level: int) -> t.OrderedList:
    """A list below so many levels of headings: 一、 then （一） then 1. then （1） (GB/T 9704-2012, 7.3.3)."""

    def inside(inner: t.Block) -> t.Block:
        return _official_list(inner, level + 1) if isinstance(inner, t.OrderedList) else inner

    items = tuple(tuple(inside(inner) for inner in item) for item in block.items)
    return replace(block, items=items, style=_OFFICIAL_LEVELS[min(level, len(_OFFICIAL_LEVELS) - 1)])


def renumber_notes(blocks: t.Blocks) -> t.Blocks:
    """Footnotes numbered 1.. in reading order."""
    count = 0

    def number(node: Any) -> Any:
        nonlocal count
        if isinstance(node, t.Note):
            count += 1
            return replace(node, number=count)
        return node

    return t.walk(blocks, number)


# ------------------------------------------------------------------------------------------------ references


@dataclass(frozen=True, slots=True)
class _Target:
    label: str
    number: str
    title: str


def _targets(blocks: t.Blocks, document: t.Document) -> Mapping[str, _Target]:
    found: dict[str, _Target] = {}
    labels = document.labels
    for node in t.query(blocks, (t.Heading, t.Table, t.Figure, t.Article, t.Callout)):
        match node:
            case t.Heading():
                title = t.plain(node.content)
                number = node.number
                form = "chapter_ref" if node.level == 1 and not node.annex else "section_ref"
                if node.annex or document.numbering != "decimal":
                    label = number
                else:
                    label = labels[form].format(number=number) if number else title
                found[node.id] = _Target(label or title, number, title)
            case t.Table() | t.Figure():
                found[node.id] = _Target(node.number or t.plain(node.caption), node.number, t.plain(node.caption))
            case t.Article():
                found[node.id] = _Target(node.number, node.number, t.plain(node.title))
            case t.Callout():
                found[node.id] = _Target(t.plain(node.title), "", t.plain(node.title))
    return found


def _resolve(blocks: t.Blocks, targets: Mapping[str, _Target], document: t.Document, log: Log) -> t.Blocks:
    def resolve(node: Any, source: Source | None) -> Any:
        if isinstance(node, t.Ref):
            target = targets.get(node.target)
            if target is None:
                log.error("G01", f'nothing has the id "{node.target}"', source, help=suggest(node.target, targets))
                return t.Text("⟨?⟩")
            text = {"number": target.number or target.title, "title": target.title}.get(node.form, target.label)
            return replace(node, text=text)
        return node

    def at_block(node: Any) -> Any:
        if isinstance(node, t.Base) and any(True for _ in _own_refs(node)):
            source = node.source
            return t.walk(node, lambda inner: resolve(inner, source))
        return node

    return t.walk(blocks, at_block)


def _own_refs(node: Any) -> Iterator[t.Ref]:
    for ref in t.query(node, t.Ref):
        if not ref.text:
            yield ref


def _check_levels(blocks: t.Blocks, log: Log) -> None:
    before = 0
    for heading in t.query(blocks, t.Heading):
        if heading.level > before + 1:
            log.warning(
                "headings",
                f"a heading of level {heading.level} follows one of level {before}",
                heading.source,
                help="use the next level; readers of the tagged file lose their way otherwise",
            )
        before = heading.level
