"""Risk maps: likelihood × impact as a grid of cells, levels told by tone, hatch and word, risks by their numbers."""

from __future__ import annotations

from collections import defaultdict

from opsdoc.diagram.canvas import drawing, height_of, inline, paragraphs, text
from opsdoc.diagram.describe import level_of
from opsdoc.diagram.drawing import DoesNotFit, Drawing, Ellipse, Item, Line, Rect, Run
from opsdoc.diagram.linebreak import one_line
from opsdoc.diagram.model import Label, RiskMap, RiskPoint
from opsdoc.diagram.style import Style, mixed

SIDE = 5
CHIP = 15.0
LARGEST_CELL = 62.0
REGISTER = 130.0


def lay_out_risk_map(chart: RiskMap, width: float, height: float, style: Style) -> Drawing:
    """The grid with its list of risks beside it, or below it in a narrow frame. ValueError for a risk outside 1–5."""
    for point in chart.points:
        if not (1 <= point.likelihood <= SIDE and 1 <= point.impact <= SIDE):
            raise ValueError(
                f'risk map: "{point.id}" has likelihood {point.likelihood} and impact {point.impact}; 1 to 5 each'
            )
    needed = (0.0, 0.0)
    for attempt in (style, style.smallest()):
        result = _lay_out(chart, width, attempt)
        if result.width <= width + 0.01 and result.height <= height + 0.01:
            return result
        needed = (result.width, result.height)
    advice = "turn the page, or leave the smallest risks to the register"
    raise DoesNotFit(f"a risk map of {len(chart.points)} risks", needed, (width, height), advice)


def _lay_out(chart: RiskMap, width: float, style: Style) -> Drawing:
    cells: dict[tuple[int, int], list[RiskPoint]] = defaultdict(list)
    for point in chart.points:
        cells[point.likelihood, point.impact].append(point)
    beside = width >= 330
    axis = 34.0
    room = (width - axis - (REGISTER + 16 if beside else 0)) / SIDE
    cell = min(LARGEST_CELL, room)
    # A full cell grows its row: numbers never overlap, and empty rows take no room from the words around the map.
    per_line = max(1, int((cell - 4) // (CHIP + 2)))
    tops = [0.0]
    for impact in range(SIDE, 0, -1):
        fullest = max(len(cells[likelihood, impact]) for likelihood in range(1, SIDE + 1))
        tops.append(tops[-1] + max(cell * 0.6, 13 + -(-fullest // per_line) * (CHIP + 2) + 2))
    items: list[Item] = []
    _axes(chart, axis, cell, tops, items, style)
    for likelihood in range(1, SIDE + 1):
        for impact in range(1, SIDE + 1):
            x, y, below = axis + (likelihood - 1) * cell, tops[SIDE - impact], tops[SIDE - impact + 1]
            _cell(chart, likelihood, impact, (x, y, cell, below - y), cells[likelihood, impact], items, style)
    grid_right, grid_bottom = axis + SIDE * cell, tops[-1] + 28
    if beside:
        _register(chart, grid_right + 16, 0, width - grid_right - 18, items, style)
    else:
        _register(chart, 0, grid_bottom + 8, width - 2, items, style)
    return drawing(items, style, chart.x_label.parts[0][0])


def level_look(level: int, style: Style) -> tuple[str, float, str]:
    """Fill, hatch distance and hatch colour of low, medium and high; grey print tells them apart by the hatch."""
    strongest = style.series[4 % len(style.series)]
    middle = style.series[3 % len(style.series)]
    return (
        (mixed(style.accent, style.paper, 0.10), 0.0, ""),
        (mixed(middle, style.paper, 0.22), 7.0, mixed(middle, style.paper, 0.5)),
        (mixed(strongest, style.paper, 0.32), 3.2, mixed(strongest, style.paper, 0.62)),
    )[level]


def _axes(chart: RiskMap, axis: float, cell: float, tops: list[float], items: list[Item], style: Style) -> None:
    """The axes with their numbers and names; `tops` are the upper edges of the rows, and the lower one of the last."""
    lang, bottom = chart.x_label.parts[0][0], tops[-1]
    for n in range(1, SIDE + 1):
        digit = (one_line((Run(str(n), lang, style.second_size, 500, style.muted),), style),)
        top, below = tops[SIDE - n], tops[SIDE - n + 1]
        items.append(text(axis - 13, top, 10, digit, "right", height=below - top, anchor="middle"))
        items.append(text(axis + (n - 1) * cell, bottom + 2, cell, digit, "center"))
    top = bottom + 14
    items.append(
        text(
            axis,
            top,
            SIDE * cell - 8,
            (inline(chart.x_label, style, colour=style.primary, weight=500),),
            "right",
            name="axis",
        )
    )
    end = axis + SIDE * cell
    items.append(Line(((axis, bottom), (end + 5, bottom)), style.muted, 0.75, arrow=True, name="axis"))
    items.append(Line(((axis, bottom), (axis, -6)), style.muted, 0.75, arrow=True, name="axis"))
    words = paragraphs(chart.y_label, axis + cell * 2, style, size=style.second_size, colour=style.primary)
    items.append(text(0, -10 - height_of(words), axis + cell * 3, words, name="axis"))


def _cell(
    chart: RiskMap,
    likelihood: int,
    impact: int,
    frame: tuple[float, float, float, float],
    points: list[RiskPoint],
    items: list[Item],
    style: Style,
) -> None:
    x, y, width, height = frame
    level = level_of(chart, likelihood, impact)
    fill, hatch, hatch_colour = level_look(level, style)
    items.append(
        Rect(
            x,
            y,
            width,
            height,
            fill,
            style.paper,
            1.0,
            hatch=hatch,
            hatch_colour=hatch_colour,
            name=f"{likelihood} × {impact}",
        )
    )
    lang, word = chart.levels[level].parts[0]
    ink = mixed(style.ink, fill, 0.8)
    mark = one_line((Run(word, lang, style.min_size, 400, ink),), style)
    items.append(text(x + 3, y + 1.5, width - 6, (mark,), fill=fill if hatch and width < 0 else ""))
    per_line = max(1, int((width - 4) // (CHIP + 2)))
    for at, point in enumerate(points):
        row, column = divmod(at, per_line)
        in_row = min(per_line, len(points) - row * per_line)
        left = x + width / 2 - in_row * (CHIP + 2) / 2 + column * (CHIP + 2) + 1
        number = one_line((Run(point.number, lang, style.min_size, 700, style.on_primary),), style)
        items.append(
            Ellipse(
                left,
                y + 12.5 + row * (CHIP + 2),
                CHIP,
                CHIP,
                style.primary,
                style.paper,
                0.8,
                (number,),
                name=str(point.label),
            )
        )


def _register(chart: RiskMap, x: float, y: float, width: float, items: list[Item], style: Style) -> None:
    """The levels, and the risks by number."""
    for level in (2, 1, 0):
        fill, hatch, hatch_colour = level_look(level, style)
        items.append(
            Rect(x, y + 1, 14, 9, fill, style.muted, 0.4, hatch=hatch, hatch_colour=hatch_colour, name="legend")
        )
        words = inline(_with_range(chart, level), style)
        items.append(text(x + 19, y, width - 19, (words,), name="legend"))
        y += max(words.height, 11) + 2
    y += 5
    items.append(Line(((x, y), (x + width, y)), style.rule, 0.5, name="rule"))
    y += 5
    for point in chart.points:
        rows = paragraphs(point.label, width - 20, style, weight=400, size=max(style.min_size, style.label_size - 0.4))
        lang = point.label.parts[0][0]
        number = one_line((Run(point.number, lang, style.second_size, 700, style.primary),), style)
        items.append(text(x, y + 0.7, 18, (number,), name="number"))
        items.append(text(x + 19, y, width - 19, rows, name=str(point.label)))
        y += height_of(rows) + 3


def _with_range(chart: RiskMap, level: int) -> Label:
    low = (1, *chart.thresholds)[level]
    high = (chart.thresholds[0] - 1, chart.thresholds[1] - 1, SIDE * SIDE)[level]
    first, *rest = chart.levels[level].parts
    return Label(((first[0], f"{first[1]} {low}–{high}"), *rest))
