"""What all charts share: words in place, legends, and a drawing that begins at its own top left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
    Polygon,
    Rect,
    Run,
    Text,
    moved,
)
from opsdoc.diagram.linebreak import one_line, paragraph, printable
from opsdoc.diagram.measure import runs_width
from opsdoc.diagram.model import Label
from opsdoc.diagram.style import Style

# Half a line's width on either side stays inside the drawing.
MARGIN = 1.0


def paragraphs(
    label: Label,
    limit: float,
    style: Style,
    *,
    colour: str = "",
    second: str = "",
    size: float = 0,
    weight: int = 0,
) -> tuple[Paragraph, ...]:
    """A label broken to `limit` points: its first language large, the others smaller and muted below it."""
    result = []
    for index, (lang, text) in enumerate(label.parts):
        if not printable(text):
            continue
        if index == 0:
            result.append(
                paragraph(
                    text,
                    lang,
                    size or style.label_size,
                    weight or style.label_weight,
                    colour or style.ink,
                    limit,
                    style,
                )
            )
        else:
            result.append(
                paragraph(
                    text,
                    lang,
                    min(style.second_size, size or style.second_size),
                    400,
                    second or style.muted,
                    limit,
                    style,
                )
            )
    return tuple(result)


def once(label: Label) -> Label:
    """A label without the languages that say the same: names of systems, figures."""
    kept = {text: (lang, text) for lang, text in reversed(label.parts)}
    return Label(tuple(part for part in label.parts if kept[part[1]] == part))


def inline(label: Label, style: Style, *, colour: str = "", size: float = 0, weight: int = 400) -> Paragraph:
    """A label on one line, its languages after each other."""
    size = size or style.second_size
    runs = []
    for index, (lang, text) in enumerate(label.parts):
        shown = printable(text)
        ink = (colour or style.ink) if index == 0 else style.muted
        runs.append(Run(("  " if index else "") + shown, lang, size, weight, ink))
    return one_line(tuple(runs), style)


def height_of(rows: Iterable[Paragraph]) -> float:
    """The height of paragraphs below each other."""
    return sum(row.height for row in rows)


def width_of(rows: Iterable[Paragraph], style: Style) -> float:
    """The width of the longest line."""
    return max((runs_width(line, style) for row in rows for line in row.lines), default=0.0)


def text(
    x: float,
    y: float,
    width: float,
    rows: tuple[Paragraph, ...],
    align: Align = "left",
    *,
    height: float = 0,
    anchor: Anchor = "top",
    fill: str = "",
    name: str = "",
) -> Text:
    """Words in a frame; without a height, the frame is as high as they are."""
    return Text(x, y, width, height or height_of(rows), rows, align, anchor, fill, name)


def legend(entries: Sequence[tuple[str, str, Label]], x: float, y: float, width: float, style: Style) -> list[Item]:
    """Swatches with their words, in rows of at most `width`. An entry is (swatch, colour, label); swatches are solid,
    stripe, dashed (box), dotted (line), hatch, none, or a mark to print."""
    items: list[Item] = []
    left, top, swatch = x, y, 8.0
    leading = style.second_size * style.leading
    for kind, colour, label in entries:
        words = inline(label, style)
        offset = {"none": 0.0, "dotted": 22.0}.get(kind, swatch + 4.5)
        needed = offset + runs_width(words.runs, style) + 2
        if left > x and left + needed > x + width:
            left, top = x, top + leading + 4
        middle = top + leading / 2
        box_top = middle - swatch / 2
        match kind:
            case "none":
                pass
            case "dotted":
                items.append(Line(((left, middle), (left + 17, middle)), colour, 0.75, True, name="legend"))
            case "solid":
                items.append(Rect(left, box_top, swatch, swatch, colour, name="legend"))
            case "stripe":
                items.append(Rect(left, box_top, swatch, swatch, style.paper, colour, 0.6, name="legend"))
                items.append(Rect(left, box_top, 2.2, swatch, colour, name="legend"))
            case "dashed":
                items.append(Rect(left, box_top, swatch, swatch, style.tint, colour, 0.6, True, name="legend"))
            case _:
                mark = one_line((Run(kind, label.parts[0][0], style.second_size, 700, colour),), style)
                items.append(text(left, top, swatch + 2, (mark,), "center", name="legend"))
        words_width = min(runs_width(words.runs, style) + 2, width - offset)
        if runs_width(words.runs, style) > words_width:
            rows = paragraphs(label, words_width, style, size=style.second_size, weight=400)
            items.append(text(left + offset, top, words_width, rows, name="legend"))
            left, top = x, top + height_of(rows) - leading + leading + 4
        else:
            items.append(text(left + offset, top, words_width, (words,), name="legend"))
            left += needed + 14
    return items


def bounds(items: Iterable[Item]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of everything drawn."""
    xs: list[float] = []
    ys: list[float] = []
    for item in items:
        match item:
            case Connector() | Line() | Polygon():
                xs += [x for x, _ in item.points]
                ys += [y for _, y in item.points]
            case Box() | Rect() | Ellipse() | Text():
                xs += [item.x, item.x + item.width]
                ys += [item.y, item.y + item.height]
    return (min(xs), min(ys), max(xs), max(ys)) if xs else (0.0, 0.0, 0.0, 0.0)


def drawing(items: Sequence[Item], style: Style, lang: str, notes: tuple[str, ...] = ()) -> Drawing:
    """The items moved so that they begin at the margin, in a drawing of their size."""
    left, top, right, bottom = bounds(items)
    shifted = tuple(moved(item, MARGIN - left, MARGIN - top) for item in items)
    return Drawing(right - left + 2 * MARGIN, bottom - top + 2 * MARGIN, shifted, style, lang=lang, notes=notes)
