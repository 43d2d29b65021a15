"""The index at the end of a book: where a finished document speaks of the names that its `:: index` lists.

An entry gets one place of each section, the best there: its definition or its own section first, then headings, then
texts. Places are blocks; a renderer turns them into page numbers, and shows a number once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from opsdoc.document import tree as t

# More page numbers than this send the reader looking rather than to a place.
MOST_PLACES = 6
_MAIN, _HEADING, _TEXT, _CELL = range(4)


def indexed(document: t.Document) -> t.Document:
    """The document with its indexes filled: entries that it uses, sorted, with their places. Call it on the finished
    tree; one without an index comes back as it is."""
    indexes = [block for block in document.blocks if isinstance(block, t.Index)]
    entries = [entry for index in indexes for entry in index.entries if entry.words]
    wanted = {(entry.lang, entry.words): entry for entry in reversed(entries)}
    if not wanted:
        return document
    reader = _Reader(_Names(wanted.values()))
    reader.read(document.blocks)
    chosen = {key: _chosen(reader.uses.get(key, ())) for key in wanted}
    named = _named(use.block for uses in chosen.values() for use in uses)

    def located(key: tuple[t.Lang, str]) -> tuple[t.Locator, ...]:
        return tuple(
            t.Locator(named.get(id(use.block), use.block.id), use.title, use.rank == _MAIN) for use in chosen[key]
        )

    def fill(node: Any) -> Any:
        if isinstance(node, t.Index):
            once = {(entry.lang, entry.words): entry for entry in reversed(node.entries)}
            entries = [
                replace(entry, words=_shown(entry), places=located(key), initial=_initial(entry))
                for key, entry in once.items()
                if chosen.get(key)
            ]
            return replace(node, entries=tuple(sorted(entries, key=lambda e: _order(e, document))))
        return replace(node, id=named[id(node)]) if isinstance(node, t.Paragraph) and id(node) in named else node

    return replace(document, blocks=t.walk(document.blocks, fill))


# ------------------------------------------------------------------------------------------------ names


class _Names:
    """What to look for: the variants of every name, the longest first, so that 组织架构图 is not found as 组织架构."""

    def __init__(self, entries: Iterable[t.IndexEntry]) -> None:
        self.loose: dict[str, list[t.IndexEntry]] = {}
        self.exact: dict[str, list[t.IndexEntry]] = {}
        for entry in entries:
            for variant in _variants(entry.words):
                found, name = (self.exact, variant) if entry.exact else (self.loose, variant.casefold())
                found.setdefault(name, []).append(entry)
            if len(entry.abbreviation) > 1:  # a letter alone is a word of any text
                self.exact.setdefault(entry.abbreviation, []).append(entry)
        self._loose, self._exact = _patterns(self.loose), _patterns(self.exact)

    def inside(self, words: str) -> list[t.IndexEntry]:
        """The entries that words speak of."""
        out: list[t.IndexEntry] = []
        for pattern in self._loose:
            out += [entry for found in pattern.findall(words.casefold()) for entry in self.loose[found]]
        for pattern in self._exact:
            out += [entry for found in pattern.findall(words) for entry in self.exact[found]]
        return out

    def named(self, words: str) -> list[t.IndexEntry]:
        """The entries whose name words are."""
        return [*self.loose.get(words.strip().casefold(), ()), *self.exact.get(words.strip(), ())]


def _variants(name: str) -> list[str]:
    if not name.isascii():
        return [name]
    return [name, f"{name}s", *([f"{name[:-1]}ies"] if name.endswith("y") else [])]


def _patterns(names: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """Patterns for names in Chinese and in Latin letters. Bare alternatives are ten times as fast as those with edges
    of their own or that pass over case."""
    longest = sorted(names, key=lambda name: (-len(name), name))
    latin = "|".join(re.escape(name) for name in longest if name.isascii()) or "(?!)"
    chinese = "|".join(re.escape(name) for name in longest if not name.isascii()) or "(?!)"
    return re.compile(rf"(?<![A-Za-z0-9])(?:{latin})(?![A-Za-z0-9])"), re.compile(chinese)


def _initial(entry: t.IndexEntry) -> str:
    letter = (_reading(entry)[:1] or "#").upper()
    return letter if letter.isascii() and letter.isalpha() else "#"


def _shown(entry: t.IndexEntry) -> str:
    """An entry as it is printed: names of functions begin small in English, like terms, unless with an abbreviation."""
    words = entry.words
    small = entry.exact and entry.lang == "en" and words[1:2].islower()
    return words[:1].lower() + words[1:] if small else words


def _reading(entry: t.IndexEntry) -> str:
    if entry.lang == "en":
        return "".join(c for c in entry.words.casefold() if c.isalnum())
    from pypinyin import lazy_pinyin

    return " ".join(lazy_pinyin(entry.words)).casefold()


def _order(entry: t.IndexEntry, document: t.Document) -> tuple[bool, bool, str, str]:
    # Signs and digits before the letters; what has the same reading stands in the order of its characters.
    return entry.lang != document.lang, entry.initial != "#", _reading(entry), entry.words


# ------------------------------------------------------------------------------------------------ places


@dataclass(frozen=True, slots=True)
class _Use:
    """A block that speaks of an entry, in the section of this number and title; `place` counts in reading order."""

    block: t.Base
    rank: int
    place: int
    section: int
    title: str


@dataclass(slots=True)
class _Reader:
    names: _Names
    uses: dict[tuple[t.Lang, str], list[_Use]] = field(default_factory=dict)
    _place: int = 0
    _section: int = 0
    _title: str = ""

    def read(self, blocks: Sequence[t.Block], rank: int = _TEXT) -> None:
        for block in blocks:
            match block:
                case t.Heading():
                    self._heading(block)
                case t.Paragraph():
                    self._note(block, self.names.inside(t.plain(block.content)), rank)
                case t.BulletList() | t.OrderedList():
                    for item in block.items:
                        self.read(item, rank)
                case t.Article() | t.Callout():
                    self._note(block, self.names.inside(t.plain(block.title)), _HEADING)
                    self.read(block.content, rank)
                case t.Quote() | t.Landscape():
                    self.read(block.content, rank)
                case t.Pair():
                    self.read((*block.first, *block.second), rank)
                case t.Table() if block.role not in ("control", "figures"):
                    self._table(block)
                case _:
                    pass

    def _note(self, block: t.Base, entries: Iterable[t.IndexEntry], rank: int) -> None:
        self._place += 1
        for entry in entries:
            use = _Use(block, rank, self._place, self._section, self._title)
            self.uses.setdefault((entry.lang, entry.words), []).append(use)

    def _heading(self, block: t.Heading) -> None:
        names = [t.plain(block.content), t.plain(block.translation)]
        if block.level <= 2:
            self._section += 1
            self._title = block.number or block.short or names[0]
        self._note(block, [entry for name in names for entry in self.names.named(name)], _MAIN)
        self._note(block, [entry for name in names for entry in self.names.inside(name)], _HEADING)

    def _table(self, block: t.Table) -> None:
        # A glossary defines its terms; that their names stand in it too is no news.
        glossary = "glossary" in block.classes
        for row in block.body:
            for cell in row.cells[: 2 if glossary else None]:
                for paragraph in cell.content:
                    if glossary and isinstance(paragraph, t.Paragraph):
                        self._note(paragraph, self.names.named(t.plain(paragraph.content)), _MAIN)
                    elif not glossary:
                        self.read((paragraph,), _CELL)


def _chosen(uses: Sequence[_Use]) -> list[_Use]:
    """The places that an entry names, in reading order; none when the document only defines it."""
    mains = [use for use in uses if use.rank == _MAIN]
    texts = [use for use in uses if use.rank in (_HEADING, _TEXT)]
    others = texts or [use for use in uses if use.rank == _CELL]
    if not others:
        return []
    sections = {mains[0].section} if mains else set()
    best: dict[int, _Use] = {}
    for use in sorted(others, key=lambda use: (use.rank, use.place)):
        if use.section not in sections:
            best.setdefault(use.section, use)
    kept = mains[:1] + sorted(best.values(), key=lambda use: (use.rank, use.place))[: MOST_PLACES - len(mains[:1])]
    return sorted(kept, key=lambda use: use.place)


def _named(blocks: Iterable[t.Base]) -> dict[int, str]:
    """New ids, by identity, for the blocks that have none."""
    return {key: f"{t.LISTED}{n}" for n, key in enumerate(dict.fromkeys(id(b) for b in blocks if not b.id), start=1)}
