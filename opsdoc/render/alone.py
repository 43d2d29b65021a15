"""A chart as files of its own: SVG and PNG, a file for each of its drawings, and PDF, a page for each."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape

from opsdoc.diagnostics import Log, OpsdocError, error
from opsdoc.diagram.drawing import DoesNotFit, Drawing
from opsdoc.diagram.model import Chart
from opsdoc.document.tree import Figure, Lang, plain
from opsdoc.render.artifact import RenderContext
from opsdoc.render.charts import diagram_style
from opsdoc.render.markup.setting import LANGUAGE_TAGS
from opsdoc.theme import Theme

FORMATS = ("svg", "png", "pdf")
# Space around a drawing on a page of its own.
BORDER = 14.0
# A chart by itself need not leave room for words, but one that is flat by nature is not drawn tall.
SHARES = 0.62, 1.0
# What no page holds and no rule divides may be as high as this: the file is a sheet of its own.
LARGEST = 4000.0


def chart_files(
    figure: Figure, name: str, lang: Lang, context: RenderContext, formats: Sequence[str], dpi: float = 200
) -> Mapping[str, tuple[bytes, ...]]:
    """The files of a figure's chart by format; `name` begins the ids in an SVG.

    Raises OpsdocError, exit 1, for a chart that cannot be drawn and for characters without a glyph."""
    assert figure.chart is not None
    drawings = [_titled(d, n, figure) for n, d in enumerate(_drawings(figure.chart, context.theme))]
    _refuse_uncovered(drawings)
    made: dict[str, tuple[bytes, ...]] = {}
    for format in formats:
        match format:
            case "svg":
                made[format] = tuple(_svg(d, name) for d in drawings)
            case "png":
                made[format] = tuple(_png(d, dpi) for d in drawings)
            case "pdf":
                made[format] = (_pdf(drawings, figure, lang, context),)
            case _:
                raise ValueError(f"no format {format}")
    return made


def _drawings(chart: Chart, theme: Theme) -> Sequence[Drawing]:
    """The chart in the first frame that holds it in one piece: flat, a whole page upright, a page on its side; else in
    as few drawings as one of them takes, or on a sheet as high as it needs."""
    from opsdoc.diagram.layout import lay_out_pages

    style = diagram_style(theme)
    upright, aside = (tuple(x * 72 / 25.4 for x in theme.page.frame_mm(turned)) for turned in (False, True))
    fewest: Sequence[Drawing] = ()
    problem: ValueError | None = None
    sheets = [*((upright[0], upright[1] * share) for share in SHARES), aside, (aside[0], LARGEST)]
    for width, height in sheets:
        if fewest and height == LARGEST:
            break
        try:
            found = lay_out_pages(chart, width, height, style)
        except ValueError as failure:
            problem = failure
            continue
        if len(found) == 1:
            return found
        if not fewest or len(found) < len(fewest):
            fewest = found
    if not fewest:
        help = problem.advice if isinstance(problem, DoesNotFit) else "correct the data"
        raise OpsdocError([error("chart", f"the chart cannot be drawn: {problem}", help=help)], 1)
    return fewest


def _titled(drawing: Drawing, number: int, figure: Figure) -> Drawing:
    """The first drawing with the figure's own words; later ones say themselves what they show."""
    from dataclasses import replace

    if number:
        return drawing
    words = " ".join(filter(None, (plain(figure.caption), plain(figure.caption_translation))))
    return replace(drawing, title=words or drawing.title, description=figure.alt or drawing.description)


def _refuse_uncovered(drawings: Sequence[Drawing]) -> None:
    from opsdoc.fontconfig import uncovered

    text = "".join(run.text for d in drawings for p in d.paragraphs() for line in p.lines for run in line)
    log = Log()
    for character in dict.fromkeys(found for _, found in uncovered(text)):
        log.error(
            "font", f'no font has the character "{character}" (U+{ord(character):04X})', help="write it otherwise"
        )
    log.raise_if_errors()


def _svg(drawing: Drawing, name: str) -> bytes:
    from opsdoc.diagram.svg import paint

    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + paint(drawing, name, outlined=True) + "\n").encode()


def _png(drawing: Drawing, dpi: float) -> bytes:
    from opsdoc.diagram.png import rendered

    return rendered(drawing, dpi)


def _pdf(drawings: Sequence[Drawing], figure: Figure, lang: Lang, context: RenderContext) -> bytes:
    """A page of its size for each drawing; letters are text in the theme's fonts."""
    from opsdoc.diagram.svg import paint
    from opsdoc.render.pdf import pdf_of

    rules, bodies = [], []
    for number, drawing in enumerate(drawings, 1):
        # Whole points, rounded up: half a point too little would begin another page.
        width, height = (math.ceil(length + 2 * BORDER) for length in (drawing.width, drawing.height))
        rules.append(f"@page p{number} {{ size: {width}pt {height}pt; margin: {BORDER}pt }}")
        rules.append(f"#f{number} {{ page: p{number} }}")
        svg = paint(drawing, f"d{number}")
        bodies.append(f'<figure id="f{number}" style="margin:0">{svg}</figure>')
    title = escape(plain(figure.caption) or drawings[0].title)
    day = datetime.fromtimestamp(context.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    dates = f'<meta name="dcterms.created" content="{day}"><meta name="dcterms.modified" content="{day}">'
    page = (
        f'<!DOCTYPE html><html lang="{LANGUAGE_TAGS[lang]}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="generator" content="opsdoc">{dates if context.epoch else ""}'
        f"<style>{' '.join(rules)} svg {{ display: block }}</style></head><body>{''.join(bodies)}</body></html>"
    )
    data, _, _, log = pdf_of(page)
    log.raise_if_errors()
    return data
