"""Figures as HTML: charts laid out for their frame and drawn inline, images embedded."""

from __future__ import annotations

import base64
import re
from html import escape

from opsdoc.diagnostics import OpsdocError
from opsdoc.document.tree import Figure, Lang, plain, text
from opsdoc.render.charts import LARGEST_SCALE, diagram_style, heights
from opsdoc.render.images import load_image
from opsdoc.render.markup.inlines import inlines
from opsdoc.render.markup.setting import LANGUAGE_TAGS, Setting, attributes, language
from opsdoc.render.markup.spacing import spaced

_LETTERS = re.compile(r'font-size="([\d.]+)"')


def figure(block: Figure, lang: Lang, setting: Setting) -> str:
    """A figure with its caption below, its source, and the way to its data."""
    here = block.lang or lang
    drawing = _chart(block, setting) if block.chart is not None else _image(block, setting)
    kind = "figure many" if drawing.count("<svg") > 1 else "figure"
    parts = [
        f"<figure{attributes(id=setting.anchor(block.id), class_=kind, lang=language(block.lang, lang))}>{drawing}"
    ]
    parts.append(_with_data(_caption(block, here, setting), block, here, setting))
    parts.append("</figure>")
    return "".join(parts)


def _with_data(caption: str, block: Figure, lang: Lang, setting: Setting) -> str:
    """The caption and the way to the data; on paper this stands on the line of the source, if there is one."""
    if not block.alternative:
        return caption
    way, end = _data(block, lang, setting), "</p></div></figcaption>"
    if setting.medium == "screen":
        return caption + way
    if caption.endswith(end):
        return f'{caption.removesuffix(end)} <span class="data-link">{way}</span>{end}'
    return f'{caption}<p class="data-link">{way}</p>'


def _number(block: Figure, setting: Setting) -> str:
    return inlines(text(block.number), block.lang or setting.document.lang, setting)


def _caption(block: Figure, lang: Lang, setting: Setting) -> str:
    out = f'<span class="number">{_number(block, setting)}</span>' if block.number else ""
    out += f'<span class="words">{inlines(block.caption, lang, setting)}</span>' if block.caption else ""
    second = setting.document.second_lang
    if block.caption_translation and second:
        words = inlines(block.caption_translation, second, setting)
        out += f'<span class="translation" lang="{LANGUAGE_TAGS[second]}">{words}</span>'
    if block.note:
        from opsdoc.render.markup.blocks import blocks

        out += f'<div class="figure-note">{blocks(block.note, lang, setting)}</div>'
    return f"<figcaption>{out}</figcaption>" if out else ""


def _data(block: Figure, lang: Lang, setting: Setting) -> str:
    from opsdoc.render.markup.blocks import blocks

    words = setting.label("figure_data")
    if setting.medium == "screen":
        return f"<details><summary>{escape(words)}</summary>{blocks(block.alternative, lang, setting)}</details>"
    # On paper the data stand together at the end, so that they do not push the drawing off its page.
    setting.figures.append(block)
    target = f"#{block.id}-data"
    link = attributes(class_="page", href=target, title=f"{words} {block.number}")
    return f"<a{link}>{escape(words)}</a>"


def figure_data(setting: Setting) -> str:
    """The data of the charts that have not been printed yet, in a section: the lists and tables that the figures carry.
    Nothing where there are none."""
    from opsdoc.render.markup.blocks import blocks

    lang = setting.document.lang
    title = setting.label("data_of_figures") or setting.label("figure_data")
    inside = "".join(
        f'<div class="data"{attributes(id=f"{block.id}-data")}><p class="data-title">'
        f'<span class="number">{_number(block, setting)}</span>'
        f"{inlines(block.caption, block.lang or lang, setting)}</p>"
        f"{blocks(block.alternative, block.lang or lang, setting)}</div>"
        for block in setting.figures
    )
    setting.figures.clear()
    name = f"<p{attributes(class_='figure-data-title', data_running=title)}>{escape(title)}</p>"
    return f'<section class="figure-data">{name}<div class="columns">{inside}</div></section>' if inside else ""


def _chart(block: Figure, setting: Setting) -> str:
    from opsdoc.diagram.layout import lay_out_within
    from opsdoc.diagram.svg import paint

    assert block.chart is not None
    width, height = setting.frame_points
    style = diagram_style(setting.context.theme)
    frames = heights(height, setting.landscape)
    try:
        drawings, room = lay_out_within(block.chart, width * block.width, frames, style)
    except ValueError as problem:
        setting.log.error("figure", f"the chart {block.number or block.id} cannot be drawn: {problem}", block.source)
        return f"<p>{escape(block.alt)}</p>"
    # The parts of one chart have one scale.
    largest = LARGEST_SCALE if len(drawings) == 1 else 1.0
    fit = min(largest, *(min(width * block.width / d.width, room / d.height) for d in drawings))
    prefix = re.sub(r"[^A-Za-z0-9-]", "-", block.id or block.number or "figure")
    parts = []
    for index, drawing in enumerate(drawings, 1):
        svg = paint(drawing, f"{prefix}-{index}", with_size=False)
        svg = _sized(svg, drawing.width * fit, drawing.height * fit, fit, style.min_size)
        if len(drawings) > 1:
            parts.append(_part(block, index, setting))
        # The later parts of a chart that no page holds say themselves what they show.
        parts.append(_described(svg, block, f"{prefix}-{index}") if index == 1 else svg)
    return "".join(parts)


def _part(block: Figure, number: int, setting: Setting) -> str:
    """Which of the drawings of a figure one is: boxes in the others refer to it, and the caption stands below the
    last."""
    from opsdoc.diagram.words import word

    first, second = setting.document.lang, setting.document.second_lang
    words = spaced(word("part", first, number))
    if second:
        words += f' <span lang="{LANGUAGE_TAGS[second]}">{spaced(word("part", second, number))}</span>'
    figure_number = f'<span class="number">{_number(block, setting)}</span>' if block.number else ""
    return f'<p class="drawing-number">{figure_number}{words}</p>'


def _sized(svg: str, width: float, height: float, scale: float, smallest: float) -> str:
    """The SVG at its size; how much smaller it may be drawn, until its letters are the smallest allowed, goes along
    for where a page has a little too little room (see weasy/floats.py)."""
    letters = min((float(size) for size in _LETTERS.findall(svg)), default=smallest) * scale
    least = f' data-least="{smallest / letters + 0.005:.2f}"' if letters > smallest else ""
    return svg.replace("<svg ", f'<svg width="{width:.2f}pt" height="{height:.2f}pt"{least} ', 1)


def _described(svg: str, block: Figure, prefix: str) -> str:
    """The SVG with the figure's own words as title and description, whatever the painter wrote."""
    svg = re.sub(r"<(title|desc)\b[^>]*>.*?</\1>", "", svg, flags=re.DOTALL)
    name = escape(plain(block.caption) or block.number)
    words = f'<title id="{prefix}-title">{name}</title><desc id="{prefix}-desc">{escape(block.alt)}</desc>'
    return re.sub(r"<svg\b[^>]*>", lambda m: m[0] + words, svg, count=1)


def _image(block: Figure, setting: Setting) -> str:
    try:
        picture = load_image(block.image, setting.context.workspace, block.source)
    except OpsdocError as problem:
        setting.log.extend(problem.diagnostics)
        return f"<p>{escape(block.alt)}</p>"
    source = f"data:{picture.mime};base64,{base64.b64encode(picture.data).decode('ascii')}"
    return f"<img{attributes(src=source, alt=block.alt, style=f'width:{block.width * 100:.4g}%')}>"
