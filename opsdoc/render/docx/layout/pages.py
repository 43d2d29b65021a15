"""Pages: paragraphs and rows go down a page, what belongs together stays together, and bookmarks note their page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from opsdoc.render.docx.layout.boxes import Item, Para, Row, Section, Table, row_heights, space_between
from opsdoc.render.docx.layout.story import Reader
from opsdoc.render.docx.layout.styles import Sheet, W
from opsdoc.render.docx.openings import BETWEEN_CHAPTERS
from opsdoc.render.furniture import CHAPTER_ROOM

# The line above footnotes, with the space around it.
_NOTE_RULE = 8.0
_SLACK = 0.05


@dataclass(frozen=True, slots=True)
class Pages:
    """The page of every bookmark, how many pages there are, and which chapters that asked for room start a page."""

    of: Mapping[str, int]
    count: int
    openings: Sequence[bool] = ()


@dataclass(slots=True)
class _Slice:
    """What stands on one page whole. `above` is the space before it, left out at the top of a page."""

    height: float
    above: float = 0.0
    keep: bool = False
    breaks: bool = False
    room: bool = False
    """A chapter that starts a page unless it has room on this one."""
    marks: Sequence[str] = ()
    notes: Sequence[str] = ()
    table: Table | None = None
    row: Row | None = None
    """A row that may break over pages."""
    repeat: float = 0.0
    """The header rows that come again at the top of a page that begins with this slice."""
    first: bool = True
    foot: float = 0.0
    """The line below a table: a page need not hold it."""


@dataclass(slots=True)
class _Pen:
    """Where the next line goes."""

    notes: Mapping[str, Any]
    reader: Reader
    page: int = 0
    y: float = 0.0
    room: float = 0.0
    height: float = 0.0
    width: float = 0.0
    columns: int = 1
    column: int = 0
    top: float = 0.0
    """Where the columns of a section begin on this page."""
    pages: dict[str, int] = field(default_factory=dict)
    places: dict[str, float] = field(default_factory=dict)
    openings: list[bool] = field(default_factory=list)
    begun: dict[int, int] = field(default_factory=dict)
    """The page on which each table of the section began."""
    fresh: bool = True
    opened: bool = False
    """A section begins here: its first paragraph keeps the space above it."""

    def turn(self, opened: bool = False) -> None:
        """Begin a page, or the next column of one."""
        if self.column + 1 < self.columns:
            self.column += 1
            self.y, self.fresh, self.opened = self.top, True, opened
            return
        self.page += 1
        self.column, self.top = 0, 0.0
        self.y, self.room, self.fresh, self.opened = 0.0, self.height, True, opened

    def section(self, section: Section) -> None:
        """Set a section."""
        self.height, self.width, self.columns = section.height, section.width, 1
        self.column = 0
        if section.breaks or not self.page:
            self.turn(opened=True)
        self.columns, self.top = section.columns, self.y
        self.begun.clear()
        slices = list(_slices(section.items))
        index = 0
        while index < len(slices):
            end = index
            while slices[end].keep and end + 1 < len(slices) and not _parts(slices[end + 1]):
                if slices[end + 1].table is not slices[end].table and self._parted(slices[end]):
                    break
                end += 1
            self._chain(slices[index : end + 1])
            index = end + 1

    def _parted(self, one: _Slice) -> bool:
        """Whether a row's table began on an earlier page: LibreOffice keeps no such row with the text below."""
        return self.begun.get(id(one.table), self.page) < self.page

    def _chain(self, chain: list[_Slice]) -> None:
        """Slices that stay together, unless they are longer than a page."""
        head = chain[0]
        if head.breaks and not self.fresh:
            self.turn()
        needed = sum(s.height + s.above for s in chain) + self._noted(chain) - chain[-1].foot
        if chain[-1].row is not None:
            needed += self._least(chain[-1].row) - chain[-1].height
        alone = needed - head.above + head.repeat
        if head.room:
            left = self.room - self.y
            starts = self.fresh or left < max(needed + BETWEEN_CHAPTERS, CHAPTER_ROOM * self.height)
            self.openings.append(starts)
            if not starts:
                head.above = max(head.above, BETWEEN_CHAPTERS)
            elif not self.fresh:
                self.turn(opened=True)
        if not self.fresh and self.y + needed > self.room + _SLACK and alone <= self.height + _SLACK:
            self.turn()
        for one in chain:
            self._place(one)

    def _place(self, one: _Slice) -> None:
        if one.row is not None:
            self._row(one, one.row)
            return
        noted = self._noted([one])
        above = 0.0 if self.fresh and not (one.breaks or self.opened) else one.above
        if not self.fresh and self.y + above + one.height - one.foot + noted > self.room + _SLACK:
            self.turn()
            above = 0.0
        if self.fresh and self.page and one.repeat:
            self.y += one.repeat
        self.y += above
        self._mark(one)
        self._begin(one)
        self.y += one.height
        self.room -= noted
        self.fresh = False

    def _row(self, one: _Slice, row: Row) -> None:
        """A row whose cells go on over pages side by side."""
        if not self.fresh and self.y + one.above + self._least(row) > self.room + _SLACK:
            self.turn()
        self._begin(one)
        if self.fresh and one.repeat:
            self.y += one.repeat
        self.y += 0.0 if self.fresh and not self.opened else one.above
        queues = [list(_slices(cell, loose=True)) for cell in row.cells]
        ends = [cell[-1] if cell else None for cell in row.cells]
        tails = [end.look.after if isinstance(end, Para) else 0.0 for end in ends]
        self.y += row.edge
        begun = False
        while True:
            bottoms = [self.y]
            for queue, after in zip(queues, tails, strict=True):
                y, top = self.y, True
                while queue:
                    piece = queue[0]
                    above = 0.0 if begun and top else piece.above
                    follower = queue[1] if piece.keep and len(queue) > 1 else None
                    needed = piece.height + (follower.above + follower.height if follower else 0.0)
                    if y + above + needed > self.room + _SLACK and not (top and self.fresh):
                        break
                    y += above + piece.height
                    top = False
                    for name in piece.marks:
                        self.pages.setdefault(name, self.page)
                    queue.pop(0)
                bottoms.append(y if top or queue else y + after)
            self.y = max(bottoms)
            self.fresh = False
            if not any(queues):
                break
            self.turn()
            self.y += one.repeat
            begun = True
        self.y = min(self.room, self.y + row.padding)

    def _least(self, row: Row) -> float:
        """What of a row must fit before it begins on a page."""
        firsts = []
        for cell in row.cells:
            queue = list(_slices(cell, loose=True))
            if queue:
                firsts.append(queue[0].above + queue[0].height)
        return max(firsts, default=0.0) + row.edge

    def _noted(self, slices: Sequence[_Slice]) -> float:
        total = 0.0
        for one in slices:
            for name in one.notes:
                note = self.notes.get(name)
                if note is not None:
                    total += self.reader.note(note, self.width)
                    if self.room >= self.height:
                        total += _NOTE_RULE
        return total

    def _begin(self, one: _Slice) -> None:
        if one.table is not None:
            self.begun.setdefault(id(one.table), self.page)

    def _mark(self, one: _Slice) -> None:
        for name in one.marks:
            self.pages.setdefault(name, self.page)
            self.places.setdefault(name, self.y)


def paginate(document: bytes, styles: bytes, numbering: bytes = b"", notes: bytes = b"") -> Pages:
    """The pages of a file's bookmarks, from the XML of its parts."""
    pen = laid_out(document, styles, numbering, notes)
    return Pages(pen.pages, pen.page, pen.openings)


def laid_out(document: bytes, styles: bytes, numbering: bytes = b"", notes: bytes = b"") -> _Pen:
    """The pen after the last page, with every bookmark's page and place on it."""
    sheet = Sheet.of(_root(styles), _root(numbering) if numbering else None)
    reader = Reader(sheet)
    known = {note.get(W + "id"): note for note in _root(notes)} if notes else {}
    pen = _Pen(known, reader)
    body = _root(document).find(W + "body")
    for section in reader.sections(body):
        pen.section(section)
    return pen


def _root(part: bytes) -> Any:
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _slices(items: Sequence[Item], loose: bool = False) -> Iterator[_Slice]:
    """Paragraphs and tables cut where pages may break."""
    before: Item | None = None
    for item in items:
        # A chapter has the space above it that it has on a fresh page, or the one between chapters, which is larger.
        breaks = isinstance(item, Para) and (item.look.page_break or item.look.room)
        above = space_between(None if breaks else before, item)
        before = item
        if isinstance(item, Para):
            yield from _cut(item, above, loose)
        else:
            yield from _rows(item, above)


def _cut(para: Para, above: float, loose: bool) -> Iterator[_Slice]:
    """A paragraph: whole, or with two lines at least on each side of a break."""
    look, lines = para.look, para.lines
    count = len(lines)
    ends = 2 if look.widows and not loose else 1
    if look.keep_lines or count < 2 * ends:
        groups = [lines]
    else:
        groups = [lines[:ends], *([line] for line in lines[ends : count - ends]), lines[count - ends :]]
    for index, group in enumerate(groups):
        head, tail = index == 0, index == len(groups) - 1
        yield _Slice(
            sum(group) + (para.top if head else 0.0) + (para.bottom if tail else 0.0),
            above if head else 0.0,
            keep=look.keep_next and tail,
            breaks=look.page_break and head,
            room=look.room and head,
            marks=para.marks if head else (),
            notes=para.notes if head else (),
            first=head,
        )


def _parts(one: _Slice) -> bool:
    """Whether nothing before a slice keeps it on its page."""
    return one.breaks or one.room


def _rows(table: Table, above: float) -> Iterator[_Slice]:
    heights = row_heights(table)
    headers = sum(h for h, row in zip(heights, table.rows, strict=True) if row.header)
    for index, (row, height) in enumerate(zip(table.rows, heights, strict=True)):
        last = index == len(table.rows) - 1
        yield _Slice(
            height + (table.foot if last else 0.0),
            above if index == 0 else 0.0,
            keep=row.header or row.keep,
            marks=_marks(row),
            notes=_notes(row),
            table=table,
            row=None if row.whole or row.exact else row,
            repeat=0.0 if row.header else headers,
            foot=table.foot if last else 0.0,
        )


def _paras(row: Row) -> Iterator[Para]:
    for cell in row.cells:
        for item in cell:
            if isinstance(item, Para):
                yield item
            else:
                for inner in item.rows:
                    yield from _paras(inner)


def _marks(row: Row) -> list[str]:
    return [] if not (row.whole or row.exact) else [name for para in _paras(row) for name in para.marks]


def _notes(row: Row) -> list[str]:
    return [name for para in _paras(row) for name in para.notes]
