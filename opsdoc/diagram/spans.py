"""Spans and layers: a pyramid of units by layer, and beside it how many heads of the layer lead how many units."""

from __future__ import annotations

from dataclasses import dataclass

from opsdoc.diagram.canvas import drawing, height_of, inline, paragraphs, text, width_of
from opsdoc.diagram.drawing import Align, DoesNotFit, Drawing, Item, Line, Paragraph, Rect, Run
from opsdoc.diagram.linebreak import one_line
from opsdoc.diagram.model import Spans, SpanStructure
from opsdoc.diagram.style import Style, mixed

# Shares of the width: layer, pyramid, its figures; the bands take the rest. Fixed, so that a longer label makes the
# drawing higher and never smaller.
LAYER, PYRAMID, FIGURE = 0.12, 0.22, 0.19
WIDEST = 680.0
PAD = 2.5
CELL = 15.0


def lay_out_spans(chart: Spans, width: float, height: float, style: Style) -> Drawing:
    """The structures below each other over the whole width of the frame. ValueError for figures that cannot be."""
    _validated(chart)
    needed = (0.0, 0.0)
    for attempt in (style, style.smallest()):
        result = _lay_out(chart, min(width, WIDEST), attempt)
        if result.width <= width + 0.01 and result.height <= height + 0.01:
            return result
        needed = (result.width, result.height)
    layers = sum(len(structure.layers) for structure in chart.structures)
    raise DoesNotFit(f"a chart of {layers} layers", needed, (width, height), "turn the page, or draw one structure")


def _validated(chart: Spans) -> None:
    if not any(structure.layers for structure in chart.structures):
        raise ValueError("spans: there are no layers to draw")
    for structure in chart.structures:
        for number, layer in enumerate(structure.layers, 1):
            where = f'spans: layer {number} of "{structure.id}"'
            if len(layer.heads) != len(chart.bands):
                raise ValueError(f"{where} has {len(layer.heads)} counts for {len(chart.bands)} bands")
            if layer.units < 1 or min(layer.heads, default=0) < 0:
                raise ValueError(f"{where} has {layer.units} units and heads {layer.heads}; none can be negative")
            if sum(layer.heads) > layer.units:
                raise ValueError(f"{where} has {sum(layer.heads)} heads for {layer.units} units")


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where columns lie; `most` is the number of units of the widest layer of all structures."""

    width: float
    bands: int
    most: int

    @property
    def pyramid(self) -> float:
        return self.width * LAYER

    @property
    def figure(self) -> float:
        return self.width * (LAYER + PYRAMID)

    @property
    def matrix(self) -> float:
        return self.width * (LAYER + PYRAMID + FIGURE)

    @property
    def cell(self) -> float:
        return (self.width - self.matrix) / self.bands


def _lay_out(chart: Spans, width: float, style: Style) -> Drawing:
    most = max(layer.units for structure in chart.structures for layer in structure.layers)
    grid = _Grid(width - 4, len(chart.bands), most)
    items: list[Item] = []
    y = _head(chart, grid, items, style)
    for structure in chart.structures:
        y = _structure(chart, structure, y, grid, items, style)
    _legend(chart, y + 4, grid, items, style)
    return drawing(items, style, chart.headings[0].parts[0][0])


def _head(chart: Spans, grid: _Grid, items: list[Item], style: Style) -> float:
    """Headings over the columns, and under the last of them the bands; returns where the first structure begins."""
    layer, units, bands = chart.headings
    spots = (
        (layer, 0.0, grid.pyramid - 3),
        (units, grid.pyramid, grid.matrix - grid.pyramid - 6),
        (bands, grid.matrix, grid.width - grid.matrix),
    )
    words = [
        (paragraphs(label, room, style, size=style.second_size, colour=style.primary, weight=700), x, room)
        for label, x, room in spots
    ]
    names = [paragraphs(band, grid.cell - 2, style, size=style.second_size, weight=500) for band in chart.bands]
    over = max(height_of(rows) for rows, _, _ in words)
    under = max(height_of(rows) for rows in names)
    for number, (rows, x, room) in enumerate(words):
        # The last heading stands over the bands; the others reach down to the rule.
        room_below = over if number == 2 else over + under + PAD
        align: Align = "center" if number == 2 else "left"
        items.append(text(x, 0, room, rows, align, height=room_below, anchor="bottom", name="heading"))
    for number, rows in enumerate(names):
        x = grid.matrix + number * grid.cell
        items.append(text(x + 1, over + PAD, grid.cell - 2, rows, "center", height=under, anchor="bottom", name="band"))
    y = over + under + 2 * PAD
    items.append(Line(((0, y), (grid.width, y)), style.primary, 0.9, name="rule"))
    return y + PAD


def _structure(chart: Spans, structure: SpanStructure, y: float, grid: _Grid, items: list[Item], style: Style) -> float:
    name = paragraphs(structure.label, grid.figure - 6, style, weight=700, colour=style.primary)
    figure = paragraphs(structure.figure, grid.width - grid.figure - 3, style, weight=400, size=style.second_size)
    high = max(height_of(name), height_of(figure)) + 2 * PAD
    items.append(Rect(0, y, grid.width, high, style.tint, name="structure"))
    items.append(text(3, y, grid.figure - 6, name, height=high, anchor="middle", name=structure.id))
    room = grid.width - grid.figure - 3
    items.append(text(grid.figure, y, room, figure, height=high, anchor="middle", name="figure"))
    y += high + PAD
    for layer in structure.layers:
        words = paragraphs(layer.label, grid.pyramid - 6, style, weight=400)
        said = paragraphs(layer.figure, grid.matrix - grid.figure - 8, style, weight=400, size=style.second_size)
        high = max(height_of(words), height_of(said), CELL)
        items.append(text(3, y, grid.pyramid - 6, words, height=high, anchor="middle", name="layer"))
        # The bars lie centred on each other: together they are the pyramid.
        room = grid.figure - grid.pyramid - 8
        long = max(room * layer.units / grid.most, 1.2)
        left = grid.pyramid + (room - long) / 2
        items.append(Rect(left, y + 1, long, high - 2, style.accent, style.accent, 0.5, name="pyramid"))
        items.append(text(grid.figure, y, grid.matrix - grid.figure - 8, said, height=high, anchor="middle"))
        for band, count in enumerate(layer.heads):
            _cell(chart, band, count, (grid.matrix + band * grid.cell, y, grid.cell, high), items, style)
        y += high + 1.5
    return y + PAD


def look(unusual: bool, style: Style) -> tuple[str, float, str]:
    """Fill, hatch distance and hatch colour of a cell that counts heads; the hatch tells unusual spans in grey too."""
    if unusual:
        colour = style.series[3 % len(style.series)]
        return mixed(colour, style.paper, 0.22), 3.4, mixed(colour, style.paper, 0.5)
    return mixed(style.accent, style.paper, 0.2), 0.0, ""


def _cell(
    chart: Spans,
    band: int,
    count: int,
    frame: tuple[float, float, float, float],
    items: list[Item],
    style: Style,
) -> None:
    x, y, width, height = frame
    first, last = chart.usual
    fill, hatch, hatch_colour = look(not first <= band <= last, style) if count else ("", 0.0, "")
    items.append(
        Rect(x + 0.75, y, width - 1.5, height, fill, style.rule, 0.4, False, hatch, hatch_colour, name=f"band {band}")
    )
    lang = chart.headings[0].parts[0][0]
    weight, ink = (700, style.ink) if count else (400, style.muted)
    word = (one_line((Run(str(count or "·"), lang, style.label_size, weight, ink),), style),)
    # The figure stands on a plain patch, so that no hatch runs through it.
    patch = width_of(word, style) + 4
    items.append(
        text(x + (width - patch) / 2, y + 1, patch, word, "center", height=height - 2, anchor="middle", fill=fill)
    )


def _legend(chart: Spans, y: float, grid: _Grid, items: list[Item], style: Style) -> None:
    for unusual, label in zip((False, True), chart.legend, strict=True):
        fill, hatch, hatch_colour = look(unusual, style)
        words: tuple[Paragraph, ...] = (inline(label, style),)
        if width_of(words, style) > grid.width - 18:
            words = paragraphs(label, grid.width - 20, style, size=style.second_size, weight=400)
        items.append(Rect(0, y + 0.5, 12, 8, fill, style.rule, 0.4, False, hatch, hatch_colour, name="legend"))
        items.append(text(17, y, grid.width - 18, words, name="legend"))
        y += height_of(words) + 2
