"""What every function that writes markup has to know, and the small helpers for attributes."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Literal, TypeAlias

from opsdoc.diagnostics import Log
from opsdoc.document.tree import Document, Figure, Lang, Link, Locator, Note, Ref, query
from opsdoc.render.artifact import RenderContext

Medium: TypeAlias = Literal["print", "screen"]
# Words that a reader must not miss even where a document brings no label for them.
_WORDS: dict[Lang, dict[str, str]] = {
    "zh": {"contents": "目录", "notes": "注释", "figure_data": "图中数据", "pending": "译文待补"},
    "en": {
        "contents": "Contents",
        "notes": "Notes",
        "figure_data": "Data in the figures",
        "pending": "translation pending",
    },
}
# Begins the ids of the last rows of sections that an index names.
END_OF = "end-of-"
LANGUAGE_TAGS: dict[Lang, str] = {"zh": "zh-CN", "en": "en-GB"}


@dataclass(slots=True)
class Setting:
    """The document, the medium, and what gathers while the markup is written: findings, notes for the end of a
    screen page, figures whose data are printed at the end."""

    document: Document
    context: RenderContext
    medium: Medium
    log: Log = field(default_factory=Log)
    notes: list[tuple[Note, Lang]] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    landscape: bool = False
    room: float = 0.0  # em on a line of the cell that is being written; 0: in none
    narrow: bool = False  # whether that cell holds only short words on a line
    anchors: set[str] = field(default_factory=set)
    targets: frozenset[str] = frozenset()
    ends: dict[int, str] = field(default_factory=dict)  # of tables, by identity: the section that each is the end of

    def __post_init__(self) -> None:
        blocks = self.document.blocks
        links = {link.target.removeprefix("#") for link in query(blocks, Link)}
        places = {place.target for place in query(blocks, Locator)}
        self.targets = frozenset({ref.target for ref in query(blocks, Ref)} | links | places)

    def anchor(self, id: str) -> str:
        """A block's id where it stands first: the same block in a second language has the same."""
        if id in self.anchors:
            return ""
        self.anchors.add(id)
        return id

    def anchor_of_text(self, id: str) -> str:
        """The same for a paragraph or a list: in print only where something leads to it, since every id is a style of
        its own to WeasyPrint (25 MiB in a handbook of 300 pages); on screen always, for links from elsewhere."""
        return self.anchor(id) if self.medium == "screen" or id in self.targets else ""

    def label(self, key: str, lang: Lang | None = None) -> str:
        """A fixed word in a language of the document, or nothing."""
        second = lang is not None and lang == self.document.second_lang
        labels = self.document.labels_second if second else self.document.labels
        return labels.get(key) or _WORDS[lang or self.document.lang].get(key, "")

    @property
    def frame_points(self) -> tuple[float, float]:
        """Width and height of the type area that is being filled, in points."""
        width, height = self.context.theme.page.frame_mm(self.landscape)
        return width * 72 / 25.4, height * 72 / 25.4


def attributes(**values: object) -> str:
    """` name="value"` for every value that is not empty; `class_` and `data_pdf` lose their underscores."""
    return "".join(
        f' {name.strip("_").replace("_", "-")}="{escape(str(value))}"'
        for name, value in values.items()
        if value not in ("", None, False)
    )


def language(lang: Lang | None, around: Lang) -> str:
    """The `lang` attribute's value where the language changes, else nothing."""
    return LANGUAGE_TAGS[lang] if lang and lang != around else ""
