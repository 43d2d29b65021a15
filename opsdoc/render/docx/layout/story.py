"""The text of a Word file as what a layout needs of it: paragraphs with their lines, tables with their rows."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from opsdoc.render.docx.layout.boxes import Item, Para, Row, Section, Table, stacked
from opsdoc.render.docx.layout.lines import Piece, count_lines
from opsdoc.render.docx.layout.metrics import natural_line, wide
from opsdoc.render.docx.layout.styles import Face, Level, Look, Sheet, W, points
from opsdoc.render.docx.markup import NAMESPACES

_EXTENT = f"{{{NAMESPACES['wp']}}}extent"
_ALTERNATE = f"{{{NAMESPACES['mc']}}}AlternateContent"
_EMU = 12700
# A picture stands on the base line; this much of the line lies below.
_UNDER_PICTURE = 1.5


@dataclass(slots=True)
class Reader:
    """Reads the parts of one file."""

    sheet: Sheet

    def sections(self, body: Any) -> Iterator[Section]:
        """The sections of w:body."""
        waiting: list[Any] = []
        for child in _flat(body):
            if child.tag == W + "sectPr":
                yield self._section(waiting, child)
                waiting = []
                continue
            waiting.append(child)
            end = child.find(f"{W}pPr/{W}sectPr") if child.tag == W + "p" else None
            if end is not None:
                yield self._section(waiting, end)
                waiting = []

    def note(self, note: Any, width: float) -> float:
        """The height of a footnote."""
        return stacked(self.items(_flat(note), width))

    def items(self, elements: Any, width: float) -> list[Item]:
        """Paragraphs and tables in a measure."""
        out: list[Item] = []
        for element in elements:
            if element.tag == W + "p":
                out.append(self.paragraph(element, width))
            elif element.tag == W + "tbl":
                out.append(self.table(element, width))
        _join_boxes(out)
        return out

    def _section(self, elements: list[Any], properties: Any) -> Section:
        size, margins = properties.find(W + "pgSz"), properties.find(W + "pgMar")
        across, down = points(size.get(W + "w")), points(size.get(W + "h"))
        left, right, top, bottom = (points(margins.get(W + edge)) for edge in ("left", "right", "top", "bottom"))
        kind = properties.find(W + "type")
        width = across - left - right
        cols = properties.find(W + "cols")
        count = int(cols.get(W + "num", "1")) if cols is not None else 1
        if count > 1:
            width = (width - (count - 1) * points(cols.get(W + "space", "720"))) / count
        breaks = kind is None or kind.get(W + "val") != "continuous"
        return Section(self.items(elements, width), width, down - abs(top) - abs(bottom), breaks, count)

    # ------------------------------------------------------------------------------------------------ paragraphs

    def paragraph(self, element: Any, width: float) -> Para:
        """A paragraph in a measure."""
        ppr = element.find(W + "pPr")
        name = ppr.find(W + "pStyle") if ppr is not None else None
        look = self.sheet.look(name.get(W + "val") if name is not None else "")
        look = self.sheet.dressed(look, ppr)
        text = _Text(self.sheet, look)
        text.read(element)
        room = max(width - look.left - look.right, 4.0)
        first = look.first + self._label(look)
        lines = [self._pitch(look, text)] * count_lines(text.pieces, room, first)
        if text.picture:
            lines = [max(text.picture + _UNDER_PICTURE, lines[0])]
        para = Para(look, lines, text.marks, text.notes)
        for edge, thick in look.borders:
            if edge == "top":
                para.top = thick
            elif edge == "bottom":
                para.bottom = thick
        return para

    def _label(self, look: Look) -> float:
        """The room that a number takes of the first line, where it does not stand in the margin of the text."""
        level: Level | None = self.sheet.levels.get(look.numbers)
        if level is None or not level.text:
            return 0.0
        size = look.face.size
        wide_signs = len(wide.findall(level.text)) + (level.text.count("%") if wide.search(level.text) else 0)
        room = wide_signs * size + (len(level.text) - wide_signs) * size * 0.5 * (not wide_signs)
        if look.first < 0:
            return max(-look.first, 0.0) if room <= -look.first else room
        return room + (size * 0.25 if level.suffix == "space" else 0.0)

    def _pitch(self, look: Look, text: _Text) -> float:
        if look.rule == "exact":
            return look.line
        natural = max(
            (natural_line(size, han) for size, han in text.sizes), default=natural_line(look.face.size, False)
        )
        return max(look.line, natural) if look.rule == "atLeast" else natural * look.line / 12

    # ------------------------------------------------------------------------------------------------ tables

    def table(self, element: Any, width: float) -> Table:
        """A table with fixed widths."""
        properties = element.find(W + "tblPr")
        style = properties.find(W + "tblStyle") if properties is not None else None
        name = style.get(W + "val") if style is not None else ""
        left, right, top, bottom = self._margins(name, properties)
        above, between, below = self._rules(name)
        columns = [points(c.get(W + "w")) for c in element.iterfind(f"{W}tblGrid/{W}gridCol")]
        rows: list[Row] = []
        hanging: dict[int, tuple[int, int]] = {}  # grid column -> row and cell where a span began
        for tr in element.iterfind(W + "tr"):
            row = Row([])
            trpr = tr.find(W + "trPr")
            if trpr is not None:
                row.whole = trpr.find(W + "cantSplit") is not None
                row.header = trpr.find(W + "tblHeader") is not None and len(rows) == sum(r.header for r in rows)
                height = trpr.find(W + "trHeight")
                if height is not None:
                    row.least, row.exact = points(height.get(W + "val")), height.get(W + "hRule") == "exact"
            row.edge = between if rows else above
            column = 0
            for tc in tr.iterfind(W + "tc"):
                tcpr = tc.find(W + "tcPr")
                span_element = tcpr.find(W + "gridSpan")
                span = int(span_element.get(W + "val")) if span_element is not None else 1
                wide_cell = sum(columns[column : column + span])
                merge = tcpr.find(W + "vMerge")
                if merge is not None and merge.get(W + "val") != "restart" and column in hanging:
                    at_row, at_cell = hanging[column]
                    rows[at_row].ends[at_cell] += 1
                    row.cells.append([])
                    row.ends.append(0)
                else:
                    hanging.pop(column, None)
                    if merge is not None:
                        hanging[column] = (len(rows), len(row.cells))
                    row.cells.append(self.items(_cell(tc), wide_cell - left - right))
                    row.ends.append(1)
                column += span
            firsts = [cell[0] for cell in row.cells if cell]
            row.keep = bool(firsts) and isinstance(firsts[0], Para) and firsts[0].look.keep_next
            row.padding = top + bottom
            rows.append(row)
        return Table(rows, below)

    def _margins(self, name: str, properties: Any) -> tuple[float, float, float, float]:
        out = {"left": 5.4, "right": 5.4, "top": 0.0, "bottom": 0.0}
        chain = [properties] if properties is not None else []
        element = self.sheet.elements.get(name)
        while element is not None:
            found = element.find(W + "tblPr")
            if found is not None:
                chain.append(found)
            parent = element.find(W + "basedOn")
            element = self.sheet.elements.get(parent.get(W + "val")) if parent is not None else None
        for one in reversed(chain):
            for edge in one.iterfind(f"{W}tblCellMar/*"):
                out[edge.tag.rpartition("}")[2]] = points(edge.get(W + "w"))
        return out["left"], out["right"], out["top"], out["bottom"]

    def _rules(self, name: str) -> tuple[float, float, float]:
        element = self.sheet.elements.get(name)
        found = (
            {}
            if element is None
            else {
                edge.tag.rpartition("}")[2]: float(edge.get(W + "sz", "0")) / 8
                for edge in element.iterfind(f"{W}tblPr/{W}tblBorders/*")
            }
        )
        return found.get("top", 0.0), found.get("insideH", 0.0), found.get("bottom", 0.0)


class _Text:
    """The runs of a paragraph."""

    def __init__(self, sheet: Sheet, look: Look) -> None:
        self.sheet = sheet
        self.face = replace(look.face)
        self.pieces: list[Piece] = []
        self.marks: list[str] = []
        self.notes: list[str] = []
        self.sizes: set[tuple[float, bool]] = set()
        self.picture = 0.0

    def read(self, element: Any) -> None:
        for child in element:
            tag = child.tag
            if tag == W + "r":
                self._run(child)
            elif tag == W + "bookmarkStart":
                self.marks.append(child.get(W + "name"))
            elif tag in (W + "hyperlink", W + "ins", W + "fldSimple", W + "smartTag", W + "sdt", W + "sdtContent"):
                self.read(child)

    def _run(self, run: Any) -> None:
        face: Face | None = None
        for child in run:
            tag = child.tag
            if tag == W + "t":
                if face is None:
                    face = self.sheet.marked(self.face, run.find(W + "rPr"))
                text = (child.text or "").replace("\n", " ").replace("\t", " ")
                self.pieces.append(Piece(text, face))
                self.sizes.add((face.size, face.hint or wide.search(text) is not None))
            elif tag == W + "tab":
                self.pieces.append(Piece("\t", self.face))
            elif tag in (W + "br", W + "cr"):
                self.pieces.append(Piece("\n", self.face))
            elif tag == W + "footnoteReference":
                self.notes.append(child.get(W + "id"))
                self.pieces.append(Piece("1", replace(self.face, size=self.face.size * 0.58)))
            elif tag in (W + "drawing", _ALTERNATE):
                extent = next(child.iter(_EXTENT), None)
                if extent is not None:
                    self.picture = max(self.picture, int(extent.get("cy")) / _EMU)


def _flat(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child.tag == W + "sdt":
            content = child.find(W + "sdtContent")
            if content is not None:
                yield from _flat(content)
        elif child.tag in (W + "p", W + "tbl", W + "sectPr"):
            yield child


def _cell(tc: Any) -> list[Any]:
    """What stands in a cell. The empty paragraph that must follow a table at its end takes no room."""
    out = list(_flat(tc))
    if len(out) > 1 and out[-2].tag == W + "tbl" and out[-1].tag == W + "p" and out[-1].find(W + "r") is None:
        out.pop()
    return out


def _join_boxes(items: list[Item]) -> None:
    """Paragraphs with the same borders and indents share one box."""
    for first, second in itertools.pairwise(items):
        if isinstance(first, Para) and isinstance(second, Para) and first.look.borders:
            one, other = first.look, second.look
            if (one.borders, one.left, one.right) == (other.borders, other.left, other.right):
                first.bottom = second.top = 0.0
