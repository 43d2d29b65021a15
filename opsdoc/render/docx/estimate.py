"""Page numbers by rule of thumb, for prefilled contents when no layout has been made: lines of text, summed up."""

from __future__ import annotations

import math

from opsdoc.document.tree import (
    Article,
    Block,
    Blocks,
    BulletList,
    Callout,
    CodeBlock,
    Contents,
    Document,
    Figure,
    Heading,
    Landscape,
    OrderedList,
    PageBreak,
    Pair,
    Paragraph,
    Quote,
    Row,
    Table,
    plain,
    query,
)
from opsdoc.render.docx.runs import rough_width
from opsdoc.render.docx.scope import anchored_blocks, bare
from opsdoc.theme import Theme


class Estimate:
    """A pen that moves down pages of the theme's size and notes where blocks with ids begin."""

    def __init__(self, theme: Theme, document: Document) -> None:
        self.theme = theme
        self.anchored = list(anchored_blocks(document.blocks))
        self.bilingual = document.second_lang is not None
        self.page = 2  # the cover is the first
        self.y = 0.0
        self.pages: dict[str, int] = {}
        self.frame(False)

    def frame(self, landscape: bool) -> None:
        """Take the type area of portrait or landscape pages."""
        width, height = self.theme.page.frame_mm(landscape)
        self.width, self.height = width * 72 / 25.4, height * 72 / 25.4

    def turn(self) -> None:
        """Begin a page, unless this one is still empty."""
        if self.y > 0:
            self.page, self.y = self.page + 1, 0.0

    def text(self, words: str, token: str, width: float | None = None) -> float:
        """The height of a paragraph in a type style."""
        style = self.theme.type[token]
        measure = width or self.width
        lines = max(1, math.ceil(rough_width(words) * style.size * 0.5 / measure))
        return lines * style.leading + style.before + style.after

    def move(self, height: float, kept: bool = False) -> None:
        """Go down; what is kept whole goes to the next page when it does not fit."""
        if kept and self.y + height > self.height:
            self.turn()
        self.y += height
        while self.y > self.height:
            self.page, self.y = self.page + 1, self.y - self.height


def estimated_pages(document: Document, theme: Theme) -> dict[str, int]:
    """Block ids of headings, tables, figures and articles with the pages on which they probably stand."""
    pen = Estimate(theme, document)
    _blocks(pen, document.blocks)
    return pen.pages


def _blocks(pen: Estimate, blocks: Blocks) -> None:
    for block in blocks:
        _block(pen, block)


def _block(pen: Estimate, block: Block) -> None:
    match block:
        case Heading():
            if block.level == 1 and pen.theme.page.chapter_starts != "none":
                pen.turn()
            words = plain(block.content) + plain(block.translation)
            # A heading keeps the next two lines with it.
            height = pen.text(words, f"heading_{min(block.level, 4)}")
            if pen.y + height + 40 > pen.height:
                pen.turn()
            pen.pages.setdefault(block.id, pen.page)
            pen.move(height + (15 if block.level == 1 and block.short else 0))
        case Paragraph():
            pen.move(pen.text(plain(block.content), "lead" if block.role == "lead" else "body"))
        case BulletList() | OrderedList():
            for item in block.items:
                _blocks(pen, item)
        case Quote() | Callout():
            pen.move(24)
            _blocks(pen, block.content)
        case Table():
            _table(pen, block)
        case Figure():
            pen.pages.setdefault(block.id, pen.page)
            pen.move(min(pen.width * block.width * 0.62, pen.height * 0.6) + 40, kept=True)
            pen.pages[block.id] = pen.page
        case CodeBlock():
            pen.move(pen.theme.type["code"].leading * (block.text.count("\n") + 1) + 20)
        case PageBreak():
            pen.turn()
        case Landscape():
            pen.turn()
            pen.frame(True)
            _blocks(pen, block.content)
            pen.turn()
            pen.frame(False)
        case Pair():
            start = (pen.page, pen.y)
            ends = []
            for side in (block.first, block.second):
                pen.page, pen.y = start
                if block.layout == "columns":
                    pen.width /= 2
                _blocks(pen, side)
                if block.layout == "columns":
                    pen.width *= 2
                else:
                    start = (pen.page, pen.y)
                ends.append((pen.page, pen.y))
            pen.page, pen.y = max(ends)
        case Contents():
            if block.of == "headings":
                pen.turn()
            pen.move(_contents_height(pen, block))
        case Article():
            pen.pages.setdefault(block.id, pen.page)
            pen.move(pen.text(plain(block.title), "body") + 8)
            _blocks(pen, block.content)


def _table(pen: Estimate, block: Table) -> None:
    if block.caption:
        caption = pen.text(plain(block.caption) + plain(block.caption_translation), "caption")
        if pen.y + caption + 60 > pen.height:
            pen.turn()
        pen.pages.setdefault(block.id, pen.page)
        pen.move(caption)
    pen.pages.setdefault(block.id, pen.page)
    total = sum(column.width for column in block.columns)
    shares = [column.width / total if total else 1 / max(len(block.columns), 1) for column in block.columns]
    for row in (*block.head, *block.body):
        pen.move(_row_height(pen, row, shares), kept=True)
    pen.move(20)


def _row_height(pen: Estimate, row: Row, shares: list[float]) -> float:
    heights = [18.0]
    for index, cell in enumerate(row.cells):
        share = shares[index] if index < len(shares) else 0.2
        width = max(pen.width * share * cell.colspan - 8.5, 20)
        paragraphs = cell.content if bare(cell.content) else tuple(query(cell.content, Paragraph))
        heights.append(
            sum(pen.text(plain(p.content), "table", width) for p in paragraphs if isinstance(p, Paragraph)) + 5.2
        )
    return max(heights)


def _contents_height(pen: Estimate, block: Contents) -> float:
    match block.of:
        case "headings":
            count = sum(1 for b in pen.anchored if isinstance(b, Heading) and b.level <= block.depth)
        case "figures":
            count = sum(1 for b in pen.anchored if isinstance(b, Figure) and b.caption)
        case "tables":
            count = sum(1 for b in pen.anchored if isinstance(b, Table) and b.caption)
    return 80 + count * pen.theme.type["body"].leading * (2.06 if pen.bilingual else 1.06) if count else 0
