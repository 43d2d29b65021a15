"""The document tree: every output is painted from these nodes, and nothing below them knows what an organisation is.

Blocks carry `id` (stable: an explicit `{#id}`, else section id and position) and `source` (the author's file and
line, left out of comparisons). `walk` and `query` are the only two verbs on a tree.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, Literal, TypeAlias, TypeVar

from opsdoc.diagnostics import Source
from opsdoc.diagram.model import Chart

Lang: TypeAlias = Literal["zh", "en"]


# --------------------------------------------------------------------------------------------- inlines


@dataclass(frozen=True, slots=True)
class Text:
    """Plain text; never markup, whatever characters it holds."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Strong emphasis: bold."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Emph:
    """Emphasis: italics in English, emphasis dots in Chinese."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Code:
    """Literal characters, in the fixed-width face."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink to the outside (http, https, mailto, tel) or to `#id` in this document."""

    content: Inlines
    target: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A cross-reference to a block's id. `refine` fills `text` ("图 3-2", "第十二条"), `number` being the part that
    Word keeps as a field; `missing` is set when nothing has the id."""

    target: str
    text: str = ""
    form: Literal["label", "number", "title", "page"] = "label"


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote called at this place; `number` is given by `refine`, 1.. through the document."""

    content: Inlines
    number: int = 0
    id: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary term at its first use; `id` names the glossary row."""

    content: Inlines
    id: str


@dataclass(frozen=True, slots=True)
class Ruby:
    """Words with their reading above them, in small type: pinyin over a rare character or a name."""

    text: str
    reading: str


@dataclass(frozen=True, slots=True)
class Expr:
    """A Jinja expression of a section text, filled by `compose`; none is left in a composed document."""

    expression: str
    source: Source | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Foreign:
    """A run in the document's other language (the English half of a bilingual cell or heading)."""

    content: Inlines
    lang: Lang


@dataclass(frozen=True, slots=True)
class SoftBreak:
    """A line end in the source; `refine` turns it into a space or, between wide characters, into nothing."""


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A line break that the author asked for."""


Inline: TypeAlias = (
    Text | Strong | Emph | Code | Link | Ref | Note | Term | Ruby | Expr | Foreign | SoftBreak | LineBreak
)
Inlines: TypeAlias = tuple[Inline, ...]


# --------------------------------------------------------------------------------------------- blocks


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What every block has. `lang` is set where it differs from the document's; `keep_next` keeps it with the next
    block on a page; `holds_if` is the condition that the finding in it rests on (a Jinja expression)."""

    id: str = ""
    source: Source | None = field(default=None, compare=False)
    lang: Lang | None = None
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading(Base):
    """A heading of level 1–6. `number` ("3.2", "第三章") and `eyebrow` come from `refine`; `translation` is the other
    language's text in a bilingual document. `numbered=False` for unnumbered ones (executive summary in some kinds,
    front matter); `annex=True` numbers them A, B, C. `short` is used in running heads and contents when given."""

    level: int
    content: Inlines
    number: str = ""
    numbered: bool = True
    annex: bool = False
    short: str = ""
    holds_if: str = ""
    translation: Inlines = ()


@dataclass(frozen=True, slots=True)
class Paragraph(Base):
    """A paragraph. `role` gives it a style: body (default), lead, source (below a figure or table), compact (cells).
    `pending` marks a missing translation; `guide` is for `compose` only, which leaves none."""

    content: Inlines
    role: Literal["body", "lead", "source", "compact", "pending", "guide"] = "body"


@dataclass(frozen=True, slots=True)
class BulletList(Base):
    """Items without order; every item is a tuple of blocks."""

    items: tuple[Blocks, ...]
    tight: bool = True


@dataclass(frozen=True, slots=True)
class OrderedList(Base):
    """Items in order, from `start`; `style` names the numerals."""

    items: tuple[Blocks, ...]
    start: int = 1
    tight: bool = True
    style: Literal["decimal", "han", "paren-han", "paren", "lower-alpha"] = "decimal"


@dataclass(frozen=True, slots=True)
class Quote(Base):
    """A quotation in paragraphs of its own."""

    content: Blocks


@dataclass(frozen=True, slots=True)
class Callout(Base):
    """A boxed passage. `kind`: key (take-away), note, tip, warning, rule, example, risk, aside (in the margin)."""

    kind: str
    content: Blocks
    title: Inlines = ()


class Align(enum.StrEnum):
    """Alignment of a table column."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """A table column: `width` is a share of the table's width (any positive unit; 0 = by content)."""

    align: Align = Align.LEFT
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell. `header=True` on row headers; `tone` is a token ("owner", "partial", "gap", "high", "medium",
    "low", "A", "R", "C", "I") that themes colour and that text repeats, so that no meaning hangs on colour."""

    content: Blocks
    colspan: int = 1
    rowspan: int = 1
    header: bool = False
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A table row. `id` is the record's, so that rows of two languages meet; `role`: body, group (a band that spans the
    table), total."""

    cells: tuple[Cell, ...]
    id: str = ""
    role: Literal["body", "group", "total"] = "body"


@dataclass(frozen=True, slots=True)
class Table(Base):
    """A table with header rows that repeat on every page. `caption` gets a number from `refine` ("表3-1");
    `role`: grid (default), figures (a band of large numbers, drawn without rules), matrix (narrow centred cells),
    card (label and value, no header), control (document control block), plain (no caption, no number)."""

    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    body: tuple[Row, ...]
    caption: Inlines = ()
    caption_translation: Inlines = ()
    number: str = ""
    note: Blocks = ()
    role: Literal["grid", "figures", "matrix", "card", "control", "plain"] = "grid"
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Figure(Base):
    """A drawing or an image with a caption and words for those who cannot see it. Exactly one of `chart` (laid out by
    the renderer) and `image` (path inside the workspace) is set. `alternative` repeats a chart's data as a list or
    table; `note` (source line) stands below the caption."""

    alt: str
    chart: Chart | None = None
    image: str = ""
    caption: Inlines = ()
    caption_translation: Inlines = ()
    number: str = ""
    note: Blocks = ()
    alternative: Blocks = ()
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class CodeBlock(Base):
    """Literal lines."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak(Base):
    """The next block starts a page."""


@dataclass(frozen=True, slots=True)
class Landscape(Base):
    """Blocks on landscape pages of their own."""

    content: Blocks


@dataclass(frozen=True, slots=True)
class Pair(Base):
    """The same passage in two languages, side by side or stacked; either side may be empty where a translation is
    pending and the document's status allows it."""

    first: Blocks
    second: Blocks
    first_lang: Lang
    second_lang: Lang
    layout: Literal["columns", "stacked"] = "columns"


@dataclass(frozen=True, slots=True)
class Contents(Base):
    """A list of what the document holds, with page numbers."""

    of: Literal["headings", "figures", "tables"] = "headings"
    depth: int = 3
    title: Inlines = ()
    title_translation: Inlines = ()


# Begins the ids of paragraphs that have none of their own but are listed in an index.
LISTED = "index-at-"
# A list of names in two languages to look one up in: narrow, and set in as many columns as a page holds.
LOOKUP = "lookup"


@dataclass(frozen=True, slots=True)
class Locator:
    """A place that an index names: a block's id and the number or title of its section. `main`: where the entry is
    defined, or has a section of its own."""

    target: str
    section: str = ""
    main: bool = False


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A name in an index, its abbreviation in brackets. `exact`: found as it is written only (Finance, not finance).
    `initial` is the letter under which it stands."""

    words: str
    lang: Lang
    abbreviation: str = ""
    exact: bool = False
    initial: str = ""
    places: tuple[Locator, ...] = ()


@dataclass(frozen=True, slots=True)
class Index(Base):
    """A back-of-book index: names to look for when it is composed; sorted and with their places in a finished tree.
    Entries of a bilingual document make one list for each language."""

    entries: tuple[IndexEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Article(Base):
    """A numbered article of a policy; articles run on through the chapters ("第十二条", "Article 12")."""

    title: Inlines
    content: Blocks
    number: str = ""
    ordinal: int = 0
    title_translation: Inlines = ()


Block: TypeAlias = (
    Heading
    | Paragraph
    | BulletList
    | OrderedList
    | Quote
    | Callout
    | Table
    | Figure
    | CodeBlock
    | PageBreak
    | Landscape
    | Pair
    | Contents
    | Index
    | Article
)
Blocks: TypeAlias = tuple[Block, ...]
Node: TypeAlias = Block | Inline | Row | Cell


@dataclass(frozen=True, slots=True)
class Meta:
    """What the document says about itself, in plain strings of its language; it feeds covers, headers, footers and
    the properties of the file. Keys of `fields` are label → value pairs for the cover's imprint."""

    title: str
    subtitle: str = ""
    title_translation: str = ""
    subtitle_translation: str = ""
    kind: str = "proposal"
    kind_label: str = ""
    kind_label_translation: str = ""
    author: str = ""
    client: str = ""
    client_translation: str = ""
    number: str = ""
    version: str = ""
    status: str = "draft"
    status_label: str = ""
    date: str = ""
    date_text: str = ""
    date_text_translation: str = ""
    classification: str = ""
    classification_translation: str = ""
    watermark: str = ""
    watermark_translation: str = ""
    control: str = ""
    control_translation: str = ""
    letterhead: str = ""
    letterhead_translation: str = ""
    letter_lines: tuple[str, ...] = ()
    letter_lines_translation: tuple[str, ...] = ()
    letter_number: str = ""
    letter_number_translation: str = ""
    letter_signer: str = ""
    letter_signer_translation: str = ""
    keywords: tuple[str, ...] = ()
    description: str = ""
    imprint: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document in one language, or, when `second_lang` is set, in two. `labels` are the fixed words that
    renderers need ("figure", "table", "contents", "page_of", "continued", …) in `lang`; `labels_second` in the other.
    `numbering`: decimal (1, 1.1), chapter-article (第一章, 第一条) or gongwen (一、（一）1.)."""

    lang: Lang
    meta: Meta
    blocks: Blocks
    second_lang: Lang | None = None
    numbering: Literal["decimal", "chapter-article", "gongwen"] = "decimal"
    labels: Mapping[str, str] = field(default_factory=dict)
    labels_second: Mapping[str, str] = field(default_factory=dict)
    layout: Literal["columns", "stacked"] = "columns"

    @property
    def languages(self) -> str:
        """`zh`, `en`, `zh-en` or `en-zh`, as in file names."""
        return f"{self.lang}-{self.second_lang}" if self.second_lang else self.lang


# --------------------------------------------------------------------------------------------- verbs

N = TypeVar("N")


def query(node: object, kind: type[N] | tuple[type[N], ...]) -> Iterator[N]:
    """All nodes of a type below (and including) `node`, in reading order."""
    if isinstance(node, kind):
        yield node
    if isinstance(node, tuple):
        for item in node:
            yield from query(item, kind)
    elif is_dataclass(node) and not isinstance(node, type) and type(node).__module__ == __name__:
        for name in _field_names(type(node)):
            value = getattr(node, name)
            if isinstance(value, tuple) or is_dataclass(value):
                yield from query(value, kind)


def walk(node: N, change: Callable[[Any], Any]) -> N:
    """Rebuild a tree bottom-up: `change` gets every node and gives the same node, another one, or a tuple of nodes
    to put in its place (an empty tuple removes it). Unchanged subtrees are shared, not copied."""
    result = _walk(node, change)
    return result  # type: ignore[no-any-return]


def _walk(node: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(node, tuple):
        out: list[Any] = []
        changed = False
        for item in node:
            new = _walk(item, change)
            changed = changed or new is not item
            # A tuple in place of a node is spliced; a tuple that was a tuple (list items) stays nested.
            if isinstance(new, tuple) and not isinstance(item, tuple):
                out.extend(new)
            else:
                out.append(new)
        return tuple(out) if changed else node
    if not is_dataclass(node) or isinstance(node, type) or type(node).__module__ != __name__:
        return node
    updates = {}
    for name in _field_names(type(node)):
        value = getattr(node, name)
        if isinstance(value, tuple) or (is_dataclass(value) and not isinstance(value, type)):
            new = _walk(value, change)
            if new is not value:
                updates[name] = new
    return change(replace(node, **updates) if updates else node)


_names: dict[type, tuple[str, ...]] = {}


def _field_names(kind: type) -> tuple[str, ...]:
    if kind not in _names:
        _names[kind] = tuple(f.name for f in fields(kind))
    return _names[kind]


def plain(content: Inlines) -> str:
    """The words of inlines, without notes, for bookmarks, running heads and alt texts."""
    out: list[str] = []
    for inline in content:
        match inline:
            case Text(text) | Code(text) | Ruby(text, _):
                out.append(text)
            case Strong(inner) | Emph(inner) | Link(inner, _) | Term(inner, _) | Foreign(inner, _):
                out.append(plain(inner))
            case Ref():
                out.append(inline.text)
            case SoftBreak() | LineBreak():
                out.append(" ")
            case Note() | Expr():
                pass
    return "".join(out)


def text(value: str) -> Inlines:
    """Inlines of a plain string: one Text, or none when it is empty."""
    return (Text(value),) if value else ()


def paragraph(value: str, **more: Any) -> Paragraph:
    """A paragraph of a plain string."""
    return Paragraph(text(value), **more)
