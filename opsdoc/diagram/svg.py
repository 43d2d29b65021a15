"""Drawings as self-contained SVG: real text, inline attributes, the same bytes for the same drawing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from opsdoc.diagram.drawing import (
    Align,
    Anchor,
    Box,
    Connector,
    Drawing,
    Ellipse,
    Line,
    Paragraph,
    Point,
    Polygon,
    Rect,
    Run,
    Text,
)
from opsdoc.diagram.escaping import escape
from opsdoc.diagram.measure import by_family, runs_width, text_width
from opsdoc.diagram.outlines import Outlines
from opsdoc.diagram.style import Style

# Our fonts' metrics are normalised to an ascent of 0.88 em (tools/build_fonts.py).
ASCENT = 0.88
DASH = "3.2 2.4"
_ANCHORS: dict[Align, str] = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}


def paint(drawing: Drawing, prefix: str, with_size: bool = True, one_font: bool = False, outlined: bool = False) -> str:
    """The drawing as an `<svg>` element. `prefix` makes its ids unique in the page; `with_size` gives width and
    height in points, otherwise it fills what holds it. `one_font` names the font of every letter, for readers that
    do not walk a stack of families. `outlined` draws letters as shapes on the style's paper, for a file that travels
    alone."""
    width, height = number(drawing.width), number(drawing.height)
    size = f' width="{width}pt" height="{height}pt"' if with_size else ""
    outlines = Outlines(f"{prefix}-letter", drawing.style) if outlined else None
    painter = _Painter(drawing.style, one_font, outlines)
    items = [piece for item in drawing.items for piece in painter.item(item)]
    if outlines:
        items = [
            outlines.definitions(),
            _rectangle(0, 0, drawing.width, drawing.height) + f"{_paint(drawing.style.paper, '', 0)}/>",
            *items,
        ]
    links = ' xmlns:xlink="http://www.w3.org/1999/xlink"' if outlined else ""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg"{links} viewBox="0 0 {width} {height}"{size} role="img"'
        f' aria-labelledby="{prefix}-title {prefix}-desc" xml:lang="{escape(drawing.lang)}">',
        f'<title id="{prefix}-title">{escape(drawing.title)}</title>',
        f'<desc id="{prefix}-desc">{escape(drawing.description)}</desc>',
        *items,
        "</svg>",
    ]
    return "\n".join(parts)


def number(value: float) -> str:
    """A coordinate with at most two decimals."""
    shown = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


class _Painter:
    def __init__(self, style: Style, one_font: bool = False, outlines: Outlines | None = None) -> None:
        self.style, self.one_font, self.outlines = style, one_font, outlines

    def item(self, item: object) -> Iterator[str]:
        match item:
            case Box():
                yield from self._box(item)
            case Connector():
                yield from self._line(item.points, item.colour, item.width, item.dotted, item.arrow)
            case Line():
                yield from self._line(item.points, item.colour, item.width, item.dashed, item.arrow)
            case Rect():
                yield from self._rect(item)
            case Polygon():
                points = " ".join(f"{number(x)},{number(y)}" for x, y in item.points)
                paint = _paint(item.fill, item.stroke, item.stroke_width)
                yield f'<polygon points="{points}"{paint}/>'
            case Ellipse():
                rx, ry = item.width / 2, item.height / 2
                yield (
                    f'<ellipse cx="{number(item.x + rx)}" cy="{number(item.y + ry)}" rx="{number(rx)}"'
                    f' ry="{number(ry)}"{_paint(item.fill, item.stroke, item.stroke_width)}/>'
                )
                frame = (item.x, item.y, item.width, item.height)
                yield from self._paragraphs(item.paragraphs, frame, "center", "middle")
            case Text():
                frame = (item.x, item.y, item.width, item.height)
                if item.fill:
                    yield _rectangle(*frame) + f"{_paint(item.fill, '', 0)}/>"
                yield from self._paragraphs(item.paragraphs, frame, item.align, item.anchor)
            case _:
                raise TypeError(f"no way to paint {type(item).__name__}")

    def _box(self, box: Box) -> Iterator[str]:
        dash = f' stroke-dasharray="{DASH}"' if box.dashed else ""
        frame = (box.x, box.y, box.width, box.height)
        yield _rectangle(*frame) + f"{_paint(box.fill, box.stroke, box.stroke_width)}{dash}/>"
        if box.bar:
            yield _rectangle(box.x, box.y, box.bar_width, box.height) + f"{_paint(box.bar, '', 0)}/>"
        left, top, right, bottom = box.insets
        inner = (box.x + left, box.y + top, box.width - left - right, box.height - top - bottom)
        yield from self._paragraphs(box.paragraphs, inner, box.align, box.anchor)
        if box.aside:
            side = (right - runs_width(box.aside.runs, self.style)) / 2
            outer = (box.x, box.y, box.width - side, box.height)
            yield from self._paragraphs((box.aside,), outer, "right", "middle")

    def _rect(self, rect: Rect) -> Iterator[str]:
        dash = f' stroke-dasharray="{DASH}"' if rect.dashed else ""
        paint = _paint(rect.fill, rect.stroke if not rect.hatch else "", rect.stroke_width)
        yield _rectangle(rect.x, rect.y, rect.width, rect.height) + f"{paint}{dash}/>"
        if rect.hatch:
            path = "".join(
                f"M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}" for (x1, y1), (x2, y2) in hatching(rect)
            )
            yield f'<path d="{path}" fill="none" stroke="{rect.hatch_colour}" stroke-width="0.4"/>'
            if rect.stroke:
                paint = _paint("", rect.stroke, rect.stroke_width)
                yield _rectangle(rect.x, rect.y, rect.width, rect.height) + f"{paint}{dash}/>"

    def _line(self, points: tuple[Point, ...], colour: str, width: float, dashed: bool, arrow: bool) -> Iterator[str]:
        path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
        dash = f' stroke-dasharray="{DASH}"' if dashed else ""
        yield f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{number(width)}"{dash}/>'
        if arrow:
            head = " ".join(f"{number(x)},{number(y)}" for x, y in arrow_head(points[-2], points[-1]))
            yield f'<polygon points="{head}" fill="{colour}"/>'

    def _paragraphs(
        self,
        paragraphs: tuple[Paragraph, ...],
        frame: tuple[float, float, float, float],
        align: Align,
        anchor: Anchor,
    ) -> Iterator[str]:
        x, y, width, height = frame
        total = sum(paragraph.height for paragraph in paragraphs)
        spare = height - total
        y += {"top": 0.0, "middle": spare / 2, "bottom": spare}[anchor]
        for paragraph in paragraphs:
            for line in paragraph.lines:
                size = max(run.size for run in line)
                baseline = y + (paragraph.leading - size) / 2 + ASCENT * size
                yield from self._text_line(line, x, baseline, width, align)
                y += paragraph.leading

    def _text_line(self, runs: tuple[Run, ...], x: float, baseline: float, width: float, align: Align) -> Iterable[str]:
        if len(runs) == 1:
            at = {"left": x, "center": x + width / 2, "right": x + width}[align]
            yield self._run(runs[0], at, baseline, _ANCHORS[align])
            return
        free = width - runs_width(runs, self.style)
        at = x + {"left": 0.0, "center": free / 2, "right": free}[align]
        for run in runs:
            # Leading spaces are collapsed by SVG: they become distance.
            text = run.text.lstrip(" ")
            lead = run.text[: len(run.text) - len(text)]
            at += text_width(lead, run.lang, run.size, run.weight, self.style)
            shown = Run(text, run.lang, run.size, run.weight, run.colour)
            yield self._run(shown, at, baseline, "")
            at += text_width(text, run.lang, run.size, run.weight, self.style)

    def _run(self, run: Run, x: float, baseline: float, anchor: str) -> str:
        if not run.text:
            return ""
        if self.outlines:
            share = {"": 0.0, _ANCHORS["center"]: 0.5, _ANCHORS["right"]: 1.0}[anchor]
            return self.outlines.run(run, x, baseline, share)
        family = escape(", ".join(self.style.stack(run.lang)))
        shown = escape(run.text, quote=False)
        if self.one_font:
            shown = "".join(
                f'<tspan font-family="{escape(name)}">{escape(piece, quote=False)}</tspan>'
                for name, piece in by_family(run.text, run.lang, run.weight, self.style)
            )
        return (
            f'<text x="{number(x)}" y="{number(baseline)}"{anchor} font-family="{family}"'
            f' font-size="{number(run.size)}" font-weight="{run.weight}" fill="{run.colour}"'
            f' xml:lang="{escape(run.lang)}">{shown}</text>'
        )


def _rectangle(x: float, y: float, width: float, height: float) -> str:
    return f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}"'


def _paint(fill: str, stroke: str, width: float) -> str:
    outline = f' stroke="{stroke}" stroke-width="{number(width)}"' if stroke and width else ""
    return f' fill="{fill or "none"}"{outline}'


def arrow_head(before: Point, tip: Point, length: float = 5.0) -> tuple[Point, Point, Point]:
    """The three corners of an arrow's head."""
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    distance = (dx * dx + dy * dy) ** 0.5 or 1.0
    ux, uy = dx / distance, dy / distance
    back = (tip[0] - ux * length, tip[1] - uy * length)
    half = length * 0.4
    return tip, (back[0] - uy * half, back[1] + ux * half), (back[0] + uy * half, back[1] - ux * half)


def hatching(rect: Rect) -> list[tuple[Point, Point]]:
    """Rising diagonals inside a rectangle, `hatch` points apart; they meet across neighbours."""
    lines: list[tuple[Point, Point]] = []
    step = rect.hatch * 2**0.5
    low, high = rect.x + rect.y, rect.x + rect.width + rect.y + rect.height
    sum_ = (int(low / step) + 1) * step
    while sum_ < high:
        x1 = max(rect.x, sum_ - rect.y - rect.height)
        x2 = min(rect.x + rect.width, sum_ - rect.y)
        if x2 > x1:
            lines.append(((x1, sum_ - x1), (x2, sum_ - x2)))
        sum_ += step
    return lines
