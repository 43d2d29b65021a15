"""What the painters of one document share: ids, bookmarks, notes, relationships, and where a block stands."""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from opsdoc.diagnostics import Log, Source
from opsdoc.document.tree import (
    Article,
    Blocks,
    BulletList,
    Callout,
    Document,
    Figure,
    Heading,
    Landscape,
    Lang,
    OrderedList,
    Pair,
    Paragraph,
    Quote,
    Table,
)
from opsdoc.render.artifact import RenderContext
from opsdoc.render.docx.fields import hidden_field
from opsdoc.render.docx.numbering import Lists
from opsdoc.render.docx.package import Package, Relations
from opsdoc.theme import Theme

_not_a_name = re.compile(r"\W+")


@dataclass(slots=True)
class Ids:
    """Counters and names that must not repeat anywhere in the package."""

    bookmarks: int = 0
    drawings: int = 0
    controls: int = 0
    _paragraphs: set[int] = field(default_factory=set)
    _names: set[str] = field(default_factory=set)
    _key: str = ""
    _count: int = 0

    def paragraph(self, key: str = "") -> str:
        """w14:paraId of a block's paragraph: 8 hex digits below 80000000, the same in every build as long as the
        block keeps its id. Paragraphs without an id of their own count on from the last one that had one."""
        if key and key != self._key:
            self._key, self._count = key, 0
        value = zlib.crc32(f"{self._key}/{self._count}".encode()) & 0x7FFFFFFF
        self._count += 1
        while value in self._paragraphs or value == 0:
            value = (value + 1) & 0x7FFFFFFF
        self._paragraphs.add(value)
        return f"{value:08X}"

    def name(self, wanted: str) -> str:
        """A bookmark name from a block id: a letter first, letters, digits and underscores, at most 40, unique."""
        name = _not_a_name.sub("_", wanted).strip("_")
        if not name[:1].isalpha():
            name = f"b_{name}"
        if len(name) > 40 or name.casefold() in self._names:
            digest = hashlib.sha256(wanted.encode()).hexdigest()[:8]
            name = f"{name[:31]}_{digest}"
        while name.casefold() in self._names:
            name = f"{name[:36]}_{len(self._names) % 1000}"
        self._names.add(name.casefold())
        return name

    def hidden(self, prefix: str, wanted: str) -> str:
        """A hidden bookmark as Word makes them: `_Toc` or `_Ref` and nine digits, from the block id."""
        number = zlib.crc32(wanted.encode()) % 900_000_000 + 100_000_000
        while f"{prefix}{number}" in self._names:
            number = number % 999_999_999 + 1
        name = f"{prefix}{number:09d}"
        self._names.add(name)
        return name

    def drawing(self) -> int:
        """An id for a drawing object (wp:docPr), unique over all parts."""
        self.drawings += 1
        return self.drawings

    def control(self) -> int:
        """An id for a content control."""
        self.controls += 1
        return 710_000_000 + self.controls

    def bookmark(self, name: str, inner: str) -> str:
        """Content inside a bookmark."""
        self.bookmarks += 1
        return (
            f'<w:bookmarkStart w:id="{self.bookmarks}" w:name="{name}"/>{inner}<w:bookmarkEnd w:id="{self.bookmarks}"/>'
        )


Anchored: TypeAlias = Heading | Table | Figure | Article


@dataclass(frozen=True, slots=True)
class Target:
    """A block that can be referred to: its bookmark by id, the hidden one that fields use, and for captions one
    around the digits alone, for the other language's label."""

    block: Anchored
    name: str
    field: str
    digits: str = ""


@dataclass(slots=True)
class Listed:
    """A block that an index lists: its bookmark, its XE fields, and whether they have been written."""

    name: str
    fields: list[str] = field(default_factory=list)
    written: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands: measure in twips, language, and which styles its paragraphs take."""

    width: int
    lang: Lang
    inside: str = "page"
    depth: int = 0
    second: bool = False
    jc: str = ""
    colour: str = ""
    shade: str = ""
    style: str = ""
    landscape: bool = False
    foreign: bool = False
    """In the document's other language, beside or below the first."""
    keep: bool = False
    """Paragraphs stay on a page with what follows: the rows of a short table."""

    def within(self, inside: str, **changes: object) -> Place:
        """The place inside something."""
        return replace(self, inside=inside, **changes)  # type: ignore[arg-type]


@dataclass(slots=True)
class Writer:
    """The state of one build. `styles` maps our style ids to those of the document that is written into."""

    document: Document
    context: RenderContext
    package: Package
    paint: Callable[[Writer, Place, Blocks], str]
    styles: Mapping[str, str] = field(default_factory=dict)
    ids: Ids = field(default_factory=Ids)
    lists: Lists = field(default_factory=Lists)
    log: Log = field(default_factory=Log)
    targets: dict[str, Target] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    listed: dict[str, Listed] = field(default_factory=dict)
    relations: Relations = field(default_factory=Relations)
    source: Source | None = None
    eyebrows: bool = False
    """Whether chapters have their short names above them; the running head then follows a character style."""
    first_article: int = 1
    watermarks: int = 0
    # With a firm's styles: how far its own lists push ours, and numbering that its styles lack.
    offset: int = 0
    direct: Mapping[str, str] = field(default_factory=dict)

    @property
    def theme(self) -> Theme:
        return self.context.theme

    def style(self, style_id: str) -> str:
        """The id that a style has in the document that is written into."""
        return self.styles.get(style_id, style_id)

    def label(self, key: str, lang: Lang, default: str) -> str:
        """A fixed word in a language of the document."""
        labels = self.document.labels if lang == self.document.lang else self.document.labels_second
        return labels.get(key, default)

    def number(self, level: int, number: int) -> str:
        """w:numPr of a list of ours; 0 takes a style's number away."""
        shifted = number + self.offset if number else 0
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{shifted}"/></w:numPr>'

    def paragraph(self, style: str, inner: str, *, key: str = "", ppr: str = "") -> str:
        """A w:p: our style id, runs, and what of its properties no style can carry (after w:pStyle in the schema)."""
        if style in self.direct and "<w:numPr>" not in ppr:
            # In the schema's order: w:keepNext and page breaks first, then the number.
            cut = max((ppr.rfind(tag) for tag in ("<w:keepNext", "<w:pageBreakBefore")), default=-1)
            cut = ppr.find("/>", cut) + 2 if cut >= 0 else 0
            ppr = ppr[:cut] + self.direct[style] + ppr[cut:]
        listed = self.listed.get(key) if key else None
        if listed and not listed.written:
            listed.written = True
            inner = self.ids.bookmark(listed.name, "".join(map(hidden_field, listed.fields))) + inner
        return (
            f'<w:p w14:paraId="{self.ids.paragraph(key)}"><w:pPr><w:pStyle w:val="{self.style(style)}"/>{ppr}</w:pPr>'
            f"{inner}</w:p>"
        )

    def collect_targets(self) -> None:
        """Find what can be referred to, before the first reference is written."""
        found = list(anchored_blocks(self.document.blocks))
        for block in found:
            if not block.id or block.id in self.targets:
                continue
            prefix = "_Toc" if isinstance(block, Heading) else "_Ref"
            name, hidden = self.ids.name(block.id), self.ids.hidden(prefix, block.id)
            digits = self.ids.hidden(prefix, f"{block.id}#digits") if isinstance(block, Table | Figure) else ""
            self.targets[block.id] = Target(block, name, hidden, digits)
        ordinals = [block.ordinal for block in found if isinstance(block, Article) and block.ordinal]
        self.first_article = min(ordinals, default=1)
        chapters = [block for block in found if isinstance(block, Heading) and block.level == 1]
        above = self.theme.page.chapter_number == "above"
        self.eyebrows = above and any(heading.short for heading in chapters)

    def anchored(self, block: Anchored, inner: str) -> str:
        """Content inside the bookmark that carries a block's id."""
        target = self.targets.get(block.id)
        if target is None or target.block is not block:
            return inner
        return self.ids.bookmark(target.name, inner)


def bare(blocks: Blocks) -> bool:
    """Whether blocks are nothing but paragraphs."""
    return all(isinstance(block, Paragraph) for block in blocks)


def anchored_blocks(blocks: Blocks) -> Iterator[Anchored]:
    """Headings, tables, figures and articles in reading order, cells and words left out: there are none in them."""
    for block in blocks:
        if isinstance(block, Heading | Table | Figure | Article):
            yield block
        match block:
            case Article() | Landscape() | Callout() | Quote():
                yield from anchored_blocks(block.content)
            case Pair():
                yield from anchored_blocks((*block.first, *block.second))
            case BulletList() | OrderedList():
                for item in block.items:
                    yield from anchored_blocks(item)
            case _:
                pass
