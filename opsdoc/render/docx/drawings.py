"""Figures: charts as shapes that can be edited, with a picture for readers that cannot draw them, and images."""

from __future__ import annotations

import math
from dataclasses import fields, replace
from typing import Any

from opsdoc.diagnostics import error
from opsdoc.diagram.drawing import DoesNotFit, Drawing, Run
from opsdoc.diagram.drawingml import BodyParagraph, TextBody, paint
from opsdoc.diagram.words import word
from opsdoc.document.tree import Figure, plain
from opsdoc.render.charts import IMAGE_SHARE, LARGEST_SCALE, diagram_style, heights
from opsdoc.render.docx.captions import caption
from opsdoc.render.docx.inlines import words
from opsdoc.render.docx.markup import NAMESPACES, attribute, emu, escape, half_points, hex_colour, twips
from opsdoc.render.docx.pictures import add_media, load_picture
from opsdoc.render.docx.runs import Face, pieces, second_face
from opsdoc.render.docx.scope import Place, Writer
from opsdoc.render.docx.tables import gap
from opsdoc.theme import Theme

# For readers that draw neither shapes nor the vector beside it; the dots are half of the time that a new chart takes.
FALLBACK_DPI = 120
# What a chart may take that fits no less: a firm's page may be smaller than ours. The rest holds its caption.
WHOLE_SHARE = 0.9
# Shapes are drawn from the middle of their lines; half a point of room keeps the outer ones whole.
EDGE = 9525


def figure(writer: Writer, place: Place, block: Figure) -> str:
    """A drawing or image in its own paragraph, caption and source below."""
    drawn = _chart(writer, place, block) if block.chart is not None else _image(writer, place, block)
    if not drawn:
        return ""
    below = "".join(writer.paint(writer, place.within("note"), (note,)) for note in block.note)
    captioned = bool(block.caption or block.number)
    pieces = []
    for index, content in enumerate(drawn):
        # Only the last piece belongs to the caption; the others may stand on pages of their own.
        keep = "" if captioned and index == len(drawn) - 1 else '<w:keepNext w:val="0"/>'
        if len(drawn) > 1:
            pieces.append(writer.paragraph("Source", _part(writer, index + 1), ppr="<w:keepNext/>"))
        pieces.append(writer.paragraph("Figure", content, key=block.id if index == 0 else "", ppr=keep))
    return "".join(pieces) + caption(writer, place, block) + (below or gap(writer))


def _part(writer: Writer, number: int) -> str:
    """Which of the drawings of a figure one is: boxes in the others refer to it."""
    first, second = writer.document.lang, writer.document.second_lang
    said = words(writer, word("part", first, number), Face(lang=first))
    if second:
        other = second_face(first, writer.style("SecondLanguageChar"))
        said += words(writer, f"  {word('part', second, number)}", other)
    return said


def drawings_of(figure: Figure, theme: Theme, width: float, landscape: bool) -> list[Drawing]:
    """The drawings of a figure's chart on a page `width` points wide, in the size in which they are shown: the frames
    are those of print, and boxes hold their labels in Word's fonts as well as in ours.

    Raises DoesNotFit, or ValueError when the data cannot be drawn."""
    from opsdoc.diagram.layout import lay_out_within

    assert figure.chart is not None
    whole = theme.page.frame_mm(landscape)[1] * 72 / 25.4
    wide = width * figure.width
    frames = (*heights(whole, landscape), whole * WHOLE_SHARE)
    drawings, room = lay_out_within(figure.chart, wide, frames, diagram_style(theme).for_word())
    # The parts of one chart have one scale.
    largest = LARGEST_SCALE if len(drawings) == 1 else 1.0
    fit = min(largest, *(min(wide / drawing.width, room / drawing.height) for drawing in drawings))
    return [scaled(drawing, fit) for drawing in drawings]


def _chart(writer: Writer, place: Place, block: Figure) -> list[str]:
    """The runs that hold a chart: one, or several where no page holds it in one piece."""
    try:
        drawings = drawings_of(block, writer.theme, place.width / 20, place.landscape)
    except DoesNotFit as problem:
        writer.log.add(error("chart", str(problem), block.source, help=problem.advice))
        return []
    except ValueError as problem:
        writer.log.add(error("chart", f"the chart {block.number or block.id} cannot be drawn: {problem}", block.source))
        return []
    return [_painted(writer, drawing, block) for drawing in drawings]


def _painted(writer: Writer, drawing: Drawing, block: Figure) -> str:
    picture = _fallback(writer, drawing, block)
    match writer.context.docx_diagrams:
        case "picture":
            return picture
        case "canvas" | "group" as mode:
            requires = "wpc" if mode == "canvas" else "wpg"
            return (
                f'<w:r><w:rPr><w:noProof/></w:rPr><mc:AlternateContent><mc:Choice Requires="{requires}">'
                f"{_shapes(writer, drawing, block, requires)}</mc:Choice><mc:Fallback>{_inner(picture)}</mc:Fallback>"
                "</mc:AlternateContent></w:r>"
            )


# What is a count or a name in a drawing, and not a length.
_NO_LENGTHS = {"weight", "source_site", "target_site", "style"}


def scaled(drawing: Drawing, factor: float) -> Drawing:
    """The drawing with every length, type sizes too, times a factor; type stays on half points and never grows past
    its box by rounding."""

    def change(value: Any) -> Any:
        if isinstance(value, bool | str) or value is None:
            return value
        if isinstance(value, int | float):
            return value * factor
        if isinstance(value, tuple):
            return tuple(change(item) for item in value)
        changes = {f.name: change(getattr(value, f.name)) for f in fields(value) if f.name not in _NO_LENGTHS}
        if isinstance(value, Run):
            changes["size"] = math.floor(value.size * factor * 2 + 0.001) / 2
        return replace(value, **changes)

    return change(drawing) if abs(factor - 1) > 0.01 else drawing


def _shapes(writer: Writer, drawing: Drawing, block: Figure, host: str) -> str:
    number = writer.ids.drawing()
    shapes = paint(drawing, first_id=number + 1, prefix="wps", write_text=lambda body: shape_text(writer, body))
    writer.ids.drawings = max(writer.ids.drawings, shapes.next_id - 1)
    if host == "wpc":
        inner = f"<wpc:wpc><wpc:bg><a:noFill/></wpc:bg><wpc:whole/>{shapes.xml}</wpc:wpc>"
    else:
        size = f'<a:ext cx="{shapes.width}" cy="{shapes.height}"/>'
        inner = (
            '<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/>'
            f'{size}<a:chOff x="0" y="0"/>{size.replace("a:ext", "a:chExt")}</a:xfrm></wpg:grpSpPr>'
            f"{shapes.xml}</wpg:wgp>"
        )
    return (
        '<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{shapes.width}" cy="{shapes.height}"/>'
        f'<wp:effectExtent l="{EDGE}" t="{EDGE}" r="{EDGE}" b="{EDGE}"/>'
        f'<wp:docPr id="{number}" name="{attribute(_name(block, number))}" '
        f'descr="{attribute(alternative(block, drawing))}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{NAMESPACES[host]}">{inner}</a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )


def alternative(block: Figure, drawing: Drawing) -> str:
    """Words for those who cannot see the drawing: the author's, then what the drawing says of itself."""
    parts = [block.alt.strip(), drawing.description.strip()]
    if parts[1] in parts[0] or not parts[0]:
        parts = [max(parts, key=len)]
    return " ".join(part for part in parts if part) or drawing.title


def _name(block: Figure, number: int) -> str:
    return block.number or plain(block.caption) or f"Figure {number}"


def _fallback(writer: Writer, drawing: Drawing, block: Figure) -> str:
    from opsdoc.diagram.png import rendered

    relation = add_media(writer, rendered(drawing, FALLBACK_DPI), "png")
    vector = add_media(writer, _vector(writer, drawing).encode(), "svg")
    words = alternative(block, drawing)
    return inline_picture(writer, relation, drawing.width, drawing.height, words, name=_name(block, 0), vector=vector)


def _vector(writer: Writer, drawing: Drawing) -> str:
    """The drawing as SVG in the fonts that Word looks for; the boxes have room for either."""
    from opsdoc.diagram.svg import paint as paint_svg

    word = writer.theme.fonts.body.word
    svg = paint_svg(drawing, "d")
    for _, families in drawing.style.fonts:
        svg = svg.replace(f'font-family="{", ".join(families)}"', f'font-family="{word.latin}, {word.east_asian}"')
    # Word knows regular and bold only, as in the shapes.
    return svg.replace('font-weight="500"', 'font-weight="700"').replace('font-weight="600"', 'font-weight="700"')


def _inner(run: str) -> str:
    """The drawing of a run, without the run."""
    return run[run.index("<w:drawing>") : run.rindex("</w:r>")]


def _image(writer: Writer, place: Place, block: Figure) -> list[str]:
    loaded = load_picture(writer, block)
    if loaded is None:
        return []
    data, extension, natural, tall, svg = loaded
    width = min(place.width / 20 * block.width, place.width / 20)
    frame = writer.theme.page.frame_mm(place.landscape)[1] * 72 / 25.4 * IMAGE_SHARE
    height = tall * width / natural
    if height > frame:
        width, height = width * frame / height, frame
    relation = add_media(writer, data, extension)
    vector = add_media(writer, svg, "svg") if svg else ""
    return [inline_picture(writer, relation, width, height, block.alt, name=_name(block, 0), vector=vector)]


def inline_picture(
    writer: Writer,
    relation: str,
    width: float,
    height: float,
    alt: str,
    *,
    name: str = "",
    vector: str = "",
    decorative: bool = False,
) -> str:
    """A run with a picture that stands in the line; width and height in points."""
    number = writer.ids.drawing()
    size = f'cx="{emu(width)}" cy="{emu(height)}"'
    extension = ""
    if vector:
        extension = (
            '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">'
            f'<asvg:svgBlip r:embed="{vector}"/></a:ext></a:extLst>'
        )
    mark = ""
    if decorative:
        mark = (
            '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}">'
            '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
            "</a:ext></a:extLst>"
        )
    name = attribute(name or f"Picture {number}")
    properties = f'id="{number}" name="{name}" descr="{attribute(alt)}"'
    return (
        '<w:r><w:rPr><w:noProof/></w:rPr><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/>'
        + (f"<wp:docPr {properties}>{mark}</wp:docPr>" if mark else f"<wp:docPr {properties}/>")
        + '<wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
        f'<a:graphic><a:graphicData uri="{NAMESPACES["pic"]}"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="{name}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}">{extension}</a:blip>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


_ALIGN = {"left": "left", "center": "center", "right": "right"}


def shape_text(writer: Writer, body: TextBody) -> str:
    """The words of a shape as Word's own paragraphs."""
    paragraphs = "".join(_shape_paragraph(writer, paragraph) for paragraph in body.paragraphs)
    return f"<wps:txbx><w:txbxContent>{paragraphs or writer.paragraph('Normal', '')}</w:txbxContent></wps:txbx>"


def _shape_paragraph(writer: Writer, paragraph: BodyParagraph) -> str:
    tabs = ""
    if paragraph.right_tab is not None:
        tabs = f'<w:tabs><w:tab w:val="right" w:pos="{round(paragraph.right_tab / 635)}"/></w:tabs>'
    # Boxes were measured without the air that Word puts between Han and Latin.
    ppr = (
        f'{tabs}<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{twips(paragraph.leading)}" '
        f'w:lineRule="exact"/><w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{_ALIGN[paragraph.align]}"/>'
    )
    return writer.paragraph("Normal", "".join(_shape_run(writer, run) for run in paragraph.runs), ppr=ppr)


def _shape_run(writer: Writer, run: Run) -> str:
    word = writer.theme.fonts.body.word
    size = half_points(run.size)
    bold = "<w:b/><w:bCs/>" if run.weight >= 500 else ""
    out = []
    for piece, wide in pieces(run.text, "zh" if run.lang == "zh" else "en"):
        hint = ' w:hint="eastAsia"' if wide else ""
        # Shapes take their fonts from themselves: a canvas pasted elsewhere must keep its Chinese face.
        props = (
            f'<w:rPr><w:rFonts{hint} w:ascii="{word.latin}" w:eastAsia="{word.east_asian}" w:hAnsi="{word.latin}" '
            f'w:cs="{word.latin}"/>{bold}<w:color w:val="{hex_colour(run.colour)}"/>'
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/><w:lang w:val="en-GB" w:eastAsia="zh-CN"/></w:rPr>'
        )
        parts = [f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "" for part in piece.split("\t")]
        out.append(f"<w:r>{props}{'<w:tab/>'.join(parts)}</w:r>")
    return "".join(out)
