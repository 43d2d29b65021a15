"""Drawings as editable DrawingML shapes and glued connectors, for any host that can hold them.

    from opsdoc.diagram.drawingml import TextBody, paint

    def words(body: TextBody) -> str:                     # the host's own rich text, with its fonts and languages
        return "<wps:txbx><w:txbxContent>" + "".join(
            paragraph(p) for p in body.paragraphs) + "</w:txbxContent></wps:txbx>"

    shapes = paint(drawing, first_id=100, prefix="wps", write_text=words)
    shapes.xml       # <wps:wsp>…</wps:wsp><wps:wsp>…</wps:wsp>…   connectors first, so that boxes lie on top
    shapes.next_id   # the first shape id that is free again
    shapes.width, shapes.height                           # EMU, for wp:extent and the canvas or group

One shape per unit (its stripe is part of it), one connector per edge; rules and swatches are shapes of their own.
Ids run from `first_id` without a gap, boxes first. Prefixes used are `a` and the host's; the host declares both.
Sites are 0 top, 1 left, 2 bottom, 3 right, and 4 where hanging children begin. Each paragraph of a body holds its
text as logical `runs` (no forced line breaks: the host breaks lines again), the language of each run ("zh", "en"),
size in points, weight (500 and up: bold) and colour #RRGGBB; `right_tab` (EMU from the text's left edge) is set where
the last run stands at the right edge behind a tab character "\\t", which is part of the runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from opsdoc.diagram.drawing import (
    Align,
    Anchor,
    Box,
    Connector,
    Drawing,
    Ellipse,
    Item,
    Line,
    Paragraph,
    Point,
    Polygon,
    Rect,
    Run,
    Text,
)
from opsdoc.diagram.escaping import escape
from opsdoc.diagram.measure import runs_width

EMU = 12700


@dataclass(frozen=True, slots=True)
class BodyParagraph:
    """A paragraph of a shape: runs, alignment, exact line distance in points, and a right tab where it has one."""

    runs: tuple[Run, ...]
    align: Align
    leading: float
    right_tab: int | None = None


@dataclass(frozen=True, slots=True)
class TextBody:
    """The words of a shape."""

    paragraphs: tuple[BodyParagraph, ...]
    anchor: Anchor = "middle"


@dataclass(frozen=True, slots=True)
class Shapes:
    """What a host puts into its canvas or group: shapes as XML, the next free id, and the extent in EMU."""

    xml: str
    next_id: int
    width: int
    height: int


def paint(drawing: Drawing, first_id: int, prefix: str, write_text: Callable[[TextBody], str]) -> Shapes:
    """The drawing as shapes. `write_text` returns the element that holds a shape's words."""
    painter = _Painter(drawing, first_id, prefix, write_text)
    xml = "".join(piece for item in drawing.items for piece in painter.item(item))
    return Shapes(xml, painter.next_id, emu(drawing.width), emu(drawing.height))


def emu(points: float) -> int:
    """Points as English Metric Units."""
    return round(points * EMU)


class _Painter:
    def __init__(self, drawing: Drawing, first_id: int, prefix: str, write_text: Callable[[TextBody], str]) -> None:
        self.drawing, self.prefix, self.write_text = drawing, prefix, write_text
        # Connectors are painted first and name boxes that come later: boxes have the first ids.
        self.box_ids = {box.id: first_id + at for at, box in enumerate(drawing.boxes)}
        self.hangs = {box.id: box for box in drawing.boxes}
        self.next_id = first_id + len(self.box_ids)

    def item(self, item: Item) -> Iterable[str]:
        match item:
            case Box():
                yield from self._box(item)
            case Connector():
                yield self._connector(item)
            case Rect():
                yield self._rect(item)
            case Line():
                yield self._polyline(item)
            case Polygon():
                geometry, frame = _path_geometry(item.points, closed=True)
                yield self._shape(
                    item.name or "shape", frame, geometry + _fill(item.fill) + _outline(item.stroke, item.stroke_width)
                )
            case Ellipse():
                frame = (item.x, item.y, item.width, item.height)
                look = _ellipse(item.width, item.height) + _fill(item.fill) + _outline(item.stroke, item.stroke_width)
                yield self._shape(
                    item.name or _plain(item.paragraphs),
                    frame,
                    look,
                    self._body(item.paragraphs, "center", "middle"),
                    wrap=False,
                )
            case Text():
                yield self._text(item)

    def _text(self, item: Text) -> str:
        """Words without a box. Those that stand on one line are not wrapped again, whatever font the reader has."""
        # Not every reader obeys `wrap="none"`: a wider frame keeps the line whole there too.
        single = all(len(paragraph.lines) == 1 for paragraph in item.paragraphs)
        more = item.width * (0.25 if single else 0.04) + 2
        # Inside the drawing: a group that its shapes leave is squeezed until they fit.
        before, after = max(item.x, 0.0), max(self.drawing.width - item.x - item.width, 0.0)
        match item.align:
            case "left":
                before, after = 0.0, min(more, after)
            case "right":
                before, after = min(more, before), 0.0
            case "center":
                before = after = min(more / 2, before, after)
        frame = (item.x - before, item.y, before + item.width + after, item.height)
        look = _preset("rect") + _fill(item.fill) + _outline("", 0)
        body = self._body(item.paragraphs, item.align, item.anchor)
        return self._shape(
            item.name or _plain(item.paragraphs),
            frame,
            look,
            body,
            (0, 0, 0, 0),
            item.anchor,
            wrap=not (single and item.align == "left"),
        )

    def _box(self, box: Box) -> Iterable[str]:
        frame = (box.x, box.y, box.width, box.height)
        geometry = _unit_rectangle(box) if box.hang or box.bar else _preset("rect")
        look = geometry + _fill(box.fill) + _outline(box.stroke, box.stroke_width, box.dashed)
        left, top, right, bottom = box.insets
        paragraphs = [BodyParagraph(p.runs, box.align, p.leading) for p in box.paragraphs]
        if box.aside:
            # Behind a tab at the label's last line: there is room, since lines that print breaks early run on.
            side = max((right - runs_width(box.aside.runs, self.drawing.style)) / 2, 1.0)
            first = paragraphs[0]
            figure = Run("\t" + box.aside.text, *_look_of(box.aside.runs[0]))
            paragraphs[0] = BodyParagraph(
                (*first.runs, figure), first.align, first.leading, emu(box.width - left - side)
            )
            right = side
        body = self.write_text(TextBody(tuple(paragraphs), box.anchor)) if paragraphs else ""
        yield self._shape(
            box.text, frame, look, body, (left, top, right, bottom), box.anchor, number=self.box_ids[box.id]
        )

    def _connector(self, connector: Connector) -> str:
        number = self._take()
        start, end = self.box_ids[connector.source], self.box_ids[connector.target]
        transform, geometry = _connector_geometry(connector.points)
        line = _outline(connector.colour, connector.width, connector.dotted, connector.arrow)
        name = f"{self.hangs[connector.source].text} – {self.hangs[connector.target].text}"
        p = self.prefix
        return (
            f'<{p}:wsp><{p}:cNvPr id="{number}" name="{escape(name)}"/><{p}:cNvCnPr>'
            f'<a:stCxn id="{start}" idx="{connector.source_site}"/>'
            f'<a:endCxn id="{end}" idx="{connector.target_site}"/></{p}:cNvCnPr>'
            f"<{p}:spPr>{transform}{geometry}<a:noFill/>{line}</{p}:spPr><{p}:bodyPr/></{p}:wsp>"
        )

    def _rect(self, rect: Rect) -> str:
        fill = _fill(rect.fill)
        if rect.hatch:
            fill = (
                f'<a:pattFill prst="ltUpDiag"><a:fgClr>{_colour(rect.hatch_colour)}</a:fgClr>'
                f"<a:bgClr>{_colour(rect.fill or '#FFFFFF')}</a:bgClr></a:pattFill>"
            )
        look = _preset("rect") + fill + _outline(rect.stroke, rect.stroke_width, rect.dashed)
        return self._shape(rect.name or "rectangle", (rect.x, rect.y, rect.width, rect.height), look)

    def _polyline(self, line: Line) -> str:
        geometry, frame = _path_geometry(line.points, closed=False)
        outline = _outline(line.colour, line.width, line.dashed, line.arrow)
        return self._shape(line.name or "line", frame, f"{geometry}<a:noFill/>{outline}")

    def _body(self, paragraphs: tuple[Paragraph, ...], align: Align, anchor: Anchor) -> str:
        if not paragraphs:
            return ""
        return self.write_text(TextBody(tuple(BodyParagraph(p.runs, align, p.leading) for p in paragraphs), anchor))

    def _take(self) -> int:
        self.next_id += 1
        return self.next_id - 1

    def _shape(
        self,
        name: str,
        frame: tuple[float, float, float, float],
        look: str,
        body: str = "",
        insets: tuple[float, float, float, float] = (0, 0, 0, 0),
        anchor: Anchor = "middle",
        number: int | None = None,
        wrap: bool = True,
    ) -> str:
        p = self.prefix
        number = self._take() if number is None else number
        left, top, right, bottom = (emu(inset) for inset in insets)
        wrapping = "square" if wrap else "none"
        stands = {"top": "t", "middle": "ctr", "bottom": "b"}[anchor]
        return (
            f'<{p}:wsp><{p}:cNvPr id="{number}" name="{escape(name)}"/><{p}:cNvSpPr/>'
            f"<{p}:spPr>{_transform(*frame)}{look}</{p}:spPr>{body}"
            f'<{p}:bodyPr rot="0" vert="horz" wrap="{wrapping}" lIns="{left}" tIns="{top}"'
            f' rIns="{right}" bIns="{bottom}" anchor="{stands}" anchorCtr="0"><a:noAutofit/></{p}:bodyPr></{p}:wsp>'
        )


def _look_of(run: Run) -> tuple[str, float, int, str]:
    return run.lang, run.size, run.weight, run.colour


def _plain(paragraphs: tuple[Paragraph, ...]) -> str:
    return " ".join(paragraph.text for paragraph in paragraphs)


def _colour(colour: str) -> str:
    return f'<a:srgbClr val="{colour.lstrip("#").upper()}"/>'


def _fill(colour: str) -> str:
    return f"<a:solidFill>{_colour(colour)}</a:solidFill>" if colour else "<a:noFill/>"


def _outline(colour: str, width: float, dashed: bool = False, arrow: bool = False) -> str:
    if not colour or not width:
        return "<a:ln><a:noFill/></a:ln>"
    dash = '<a:prstDash val="dash"/>' if dashed else ""
    tail = '<a:tailEnd type="triangle" w="med" len="med"/>' if arrow else ""
    return f'<a:ln w="{emu(width)}">{_fill(colour)}{dash}<a:miter lim="800000"/>{tail}</a:ln>'


def _preset(shape: str, adjust: Iterable[tuple[str, int]] = ()) -> str:
    guides = "".join(f'<a:gd name="{name}" fmla="val {value}"/>' for name, value in adjust)
    return f'<a:prstGeom prst="{shape}"><a:avLst>{guides}</a:avLst></a:prstGeom>'


def _transform(x: float, y: float, width: float, height: float, turn: str = "") -> str:
    return (
        f'<a:xfrm{turn}><a:off x="{emu(x)}" y="{emu(y)}"/>'
        f'<a:ext cx="{emu(x + width) - emu(x)}" cy="{emu(y + height) - emu(y)}"/></a:xfrm>'
    )


def _ellipse(width: float, height: float) -> str:
    """An ellipse whose words may use all of its frame; the preset's stop at the inscribed rectangle."""
    w, h = emu(width), emu(height)
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{w}" h="{h}"><a:moveTo><a:pt x="0" y="{h // 2}"/></a:moveTo>'
        f'<a:arcTo wR="{w // 2}" hR="{h // 2}" stAng="10800000" swAng="21600000"/><a:close/></a:path></a:pathLst>'
        "</a:custGeom>"
    )


def _unit_rectangle(box: Box) -> str:
    """A rectangle with what no preset has: a fifth connection site at the bottom, where the line to hanging children
    begins and stays glued (ECMA-376 part 1, 20.1.9.4), and the stripe at the left, as strokes side by side, so that
    the unit remains one shape."""
    width, height, hang = emu(box.width), emu(box.height), emu(box.hang)
    sites = [
        ("16200000", width // 2, 0),
        ("10800000", 0, height // 2),
        ("5400000", width // 2, height),
        ("0", width, height // 2),
    ]
    if hang:
        sites.append(("5400000", hang, height))
    listed = "".join(f'<a:cxn ang="{angle}"><a:pos x="{x}" y="{y}"/></a:cxn>' for angle, x, y in sites)
    stripe: list[int] = []
    if box.bar:
        pen = box.stroke_width * 0.8
        last = box.bar_width - box.stroke_width / 2
        strokes = max(1, round(last / pen))
        stripe = [emu(last * (at + 1) / strokes) for at in range(strokes)]
    corners = ((0, 0), (width, 0), (width, height), (0, height))
    return _custom(corners, width, height, closed=True, sites=listed, strokes=stripe)


def _custom(
    points: Iterable[tuple[int, int]],
    width: int,
    height: int,
    closed: bool,
    sites: str = "",
    strokes: Iterable[int] = (),
) -> str:
    """A path through points; `strokes` are the places of vertical lines over the whole height."""
    first, *rest = (f'<a:pt x="{x}" y="{y}"/>' for x, y in points)
    lines = "".join(f"<a:lnTo>{point}</a:lnTo>" for point in rest)
    end = "<a:close/>" if closed else ""
    fill = "" if closed else ' fill="none"'
    size = f'w="{width}" h="{height}"'
    paths = f"<a:path {size}{fill}><a:moveTo>{first}</a:moveTo>{lines}{end}</a:path>"
    vertical = "".join(
        f'<a:moveTo><a:pt x="{x}" y="0"/></a:moveTo><a:lnTo><a:pt x="{x}" y="{height}"/></a:lnTo>' for x in strokes
    )
    if vertical:
        paths += f'<a:path {size} fill="none">{vertical}</a:path>'
    return (
        f"<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst>{sites}</a:cxnLst>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{paths}</a:pathLst></a:custGeom>'
    )


def _path_geometry(points: tuple[Point, ...], closed: bool) -> tuple[str, tuple[float, float, float, float]]:
    """A path through points as geometry, and its frame."""
    left, top = min(x for x, _ in points), min(y for _, y in points)
    width, height = max(x for x, _ in points) - left, max(y for _, y in points) - top
    inside = [(emu(x - left), emu(y - top)) for x, y in points]
    return _custom(inside, emu(width), emu(height), closed), (left, top, width, height)


def _connector_geometry(points: tuple[Point, ...]) -> tuple[str, str]:
    """Transform and geometry of a connector. Presets run from left to right first; a line that begins downwards is
    one of them turned by 90°, and mirrored when it goes right (measured in ../design/word.md's prototypes)."""
    (x1, y1), (x2, y2) = points[0], points[-1]
    dx, dy = x2 - x1, y2 - y1
    downwards = abs(points[1][0] - x1) < 0.01
    if len(points) == 2:
        flip = (' flipH="1"' if dx < 0 else "") + (' flipV="1"' if dy < 0 else "")
        frame = (min(x1, x2), min(y1, y2), abs(dx), abs(dy))
        return _transform(*frame, flip), _preset("straightConnector1")
    if len(points) in (3, 4) and downwards and dy > 0 and abs(dx) > 0.01:
        turn = ' rot="5400000"' if dx < 0 else ' rot="16200000" flipH="1"'
        frame = ((x1 + x2) / 2 - dy / 2, (y1 + y2) / 2 - abs(dx) / 2, dy, abs(dx))
        if len(points) == 3:
            return _transform(*frame, turn), _preset("bentConnector2")
        share = round((points[1][1] - y1) / dy * 100000)
        return _transform(*frame, turn), _preset("bentConnector3", [("adj1", share)])
    if len(points) == 3 and downwards and dy < 0 and abs(dx) > 0.01:
        # Up, then to a side.
        turn = ' rot="5400000" flipH="1"' if dx < 0 else ' rot="16200000"'
        frame = ((x1 + x2) / 2 + dy / 2, (y1 + y2) / 2 - abs(dx) / 2, -dy, abs(dx))
        return _transform(*frame, turn), _preset("bentConnector2")
    if len(points) in (3, 4) and not downwards and abs(dx) > 1:
        flip = (' flipH="1"' if dx < 0 else "") + (' flipV="1"' if dy < 0 else "")
        frame = (min(x1, x2), min(y1, y2), abs(dx), abs(dy))
        if len(points) == 3:
            return _transform(*frame, flip), _preset("bentConnector2")
        share = round((points[1][0] - x1) / dx * 100000)
        return _transform(*frame, flip), _preset("bentConnector3", [("adj1", share)])
    geometry, frame = _path_geometry(points, closed=False)
    return _transform(*frame), geometry
