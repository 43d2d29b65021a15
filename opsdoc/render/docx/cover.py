"""The cover: a table in the page's own size, since only cells can be filled from edge to edge."""

from __future__ import annotations

from opsdoc.diagram.style import mixed
from opsdoc.document.tree import Lang, Meta
from opsdoc.render.docx.drawings import inline_picture
from opsdoc.render.docx.inlines import words
from opsdoc.render.docx.letterhead import letterhead
from opsdoc.render.docx.markup import hex_colour, mm
from opsdoc.render.docx.pictures import add_media, logo_run, raster
from opsdoc.render.docx.runs import Face
from opsdoc.render.docx.scope import Writer
from opsdoc.render.docx.sections import section
from opsdoc.render.docx.tables import cell_xml, grid, properties

# Twips that the section's last paragraph needs below the table; the watermark's header takes some above it.
ENDING, MARKED = 24, 60
# Where the page's bands begin, in shares of its height: label, imprint.
_LABEL_TOP, _IMPRINT_TOP = 0.078, 0.868


def cover(writer: Writer) -> str:
    """The cover and the end of its section; without a cover the issuing body's mark, where the document has one."""
    if writer.theme.cover.kind == "none":
        return letterhead(writer)
    if writer.theme.cover.ground == "paper":
        return _on_paper(writer)
    page = writer.theme.page
    width, height = (mm(value) for value in page.size_mm())
    left, right = mm(page.margins_mm.left), mm(page.margins_mm.right)
    third = (width - left - right) // 3
    # The middle column is halved: the label stands over one half, the drawing over the other.
    middle = third // 2, third - third // 2
    columns = [left, third, *middle, width - left - right - 2 * third, right]
    fill = writer.theme.colour(writer.theme.cover.ground)
    marks = [round(height * share) for share in (_LABEL_TOP, writer.theme.cover.title_at, _IMPRINT_TOP)]
    foot = height - ENDING - (MARKED if writer.document.meta.watermark else 0)

    def empty(span_width: int, span: int = 1, merge: str = "") -> str:
        return cell_xml(span_width, writer.paragraph("CoverSpace", ""), span=span, fill=fill, merge=merge)

    def row(tall: int, cells: str) -> str:
        return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{tall}" w:hRule="exact"/></w:trPr>{cells}</w:tr>'

    meta = writer.document.meta
    label_width, text_width, art_width = sum(columns[1:3]), sum(columns[1:5]), sum(columns[3:6])
    label = cell_xml(label_width, _logo(writer) + _label(writer, meta), span=2, fill=fill)
    picture = cell_xml(art_width, _art(writer, art_width, marks[1]), span=3, merge="restart", fill=fill)
    titles = cell_xml(text_width, _titles(writer, meta), span=4, fill=fill)
    imprint = _imprint(writer, meta, (columns[1], sum(middle), columns[4]), fill)
    rows = (
        row(marks[0], empty(left, merge="restart") + empty(label_width, 2) + picture),
        row(marks[1] - marks[0], empty(left, merge="continue") + label + empty(art_width, 3, "continue")),
        row(marks[2] - marks[1], empty(left, merge="continue") + titles + empty(right, merge="restart")),
        row(
            foot - marks[2],
            empty(left, merge="continue") + imprint + empty(right, merge="continue"),
        ),
    )
    filled = f'<w:shd w:val="clear" w:color="auto" w:fill="{hex_colour(fill)}"/>'
    described = _without_seams(properties(writer, "TableLayout", columns, meta.title, meta.title), fill)
    end = writer.paragraph("CoverSpace", "", ppr=filled + section(writer, "cover"))
    return f"<w:tbl>{described}{grid(columns)}{''.join(rows)}</w:tbl>{end}"


def _without_seams(described: str, fill: str) -> str:
    """Lines in the colour of the ground between the cells: readers show light seams between filled cells."""
    lines = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{hex_colour(fill)}"/>'
        for edge in ("insideH", "insideV")
    )
    return described.replace("<w:tblLayout", f"<w:tblBorders>{lines}</w:tblBorders><w:tblLayout", 1)


def _on_paper(writer: Writer) -> str:
    """The cover of a company's rules, as on paper: the kind on top, the title between two rules, the imprint in lines
    of its own, all about the middle of the page."""
    page, meta, lang = writer.theme.page, writer.document.meta, writer.document.lang
    width, height = (mm(value) for value in page.size_mm())
    left, right = mm(page.margins_mm.left), mm(page.margins_mm.right)
    text = width - left - right
    air, label = text * 12 // 100, text * 22 // 100
    columns = [left, air, label, text - 2 * air - label, air, right]
    colours = writer.theme.colours

    def empty(wide: int, span: int) -> str:
        return cell_xml(wide, writer.paragraph("CoverSpace", ""), span=span)

    def row(tall: int, cells: str) -> str:
        return f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{tall}" w:hRule="atLeast"/></w:trPr>{cells}</w:tr>'

    def rule(edge: str, size: int, colour: str) -> str:
        return f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="{hex_colour(colour)}"/>'

    centred = _label(writer, meta).replace("</w:pPr>", '<w:jc w:val="center"/></w:pPr>', 1)
    edges = rule("top", 12, colours.primary) + rule("bottom", 8, colours.rule)
    titles = cell_xml(text, _titles(writer, meta), span=4, borders=edges, anchor="center")
    marks = [round(height * share) for share in (0.095, writer.theme.cover.title_at, 0.14, 0.76)]
    line, entries = 500, meta.imprint
    # Three lines end where they do on paper; more of them begin higher.
    marks[3] -= line * max(0, len(entries) - 3)
    out = [
        row(marks[0], empty(width, 6)),
        row(marks[1] - marks[0], empty(left, 1) + cell_xml(text, _logo(writer) + centred, span=4) + empty(right, 1)),
        row(marks[2], empty(left, 1) + titles + empty(right, 1)),
        row(marks[3] - marks[1] - marks[2], empty(width, 6)),
    ]
    for _, said, value in entries:
        named = cell_xml(
            columns[2], writer.paragraph("CoverLabel", words(writer, said, Face(lang=lang))), anchor="center"
        )
        held = writer.paragraph("CoverValue", words(writer, value, Face(lang=lang)))
        valued = cell_xml(columns[3], held, borders=rule("bottom", 4, colours.rule), anchor="center")
        out.append(row(line, empty(left + air, 2) + named + valued + empty(air + right, 2)))
    # Nothing fills the rest of a white page: long titles and entries have room to grow.
    described = properties(writer, "TableLayout", columns, meta.title, meta.title)
    end = writer.paragraph("CoverSpace", "", ppr=section(writer, "cover"))
    return f"<w:tbl>{described}{grid(columns)}{''.join(out)}</w:tbl>{end}"


def _other(lang: Lang) -> Lang:
    return "en" if lang == "zh" else "zh"


def _logo(writer: Writer) -> str:
    logo = logo_run(writer, 40)
    return (
        writer.paragraph("CoverLabel", logo, ppr='<w:spacing w:after="240" w:lineRule="auto" w:line="240"/>')
        if logo
        else ""
    )


def _label(writer: Writer, meta: Meta) -> str:
    lang = writer.document.lang
    text = meta.kind_label
    if meta.kind_label_translation:
        text, lang = meta.kind_label_translation, _other(lang)
    return writer.paragraph("CoverLabel", words(writer, text.upper() if lang == "en" else text, Face(lang=lang)))


def _titles(writer: Writer, meta: Meta) -> str:
    lang = writer.document.lang
    out = [writer.paragraph("Title", words(writer, meta.title, Face(lang=lang)), key="cover/title")]
    for text, language in (
        (meta.title_translation, _other(lang)),
        (meta.subtitle, lang),
        (meta.subtitle_translation, _other(lang)),
    ):
        if text:
            out.append(writer.paragraph("Subtitle", words(writer, text, Face(lang=language))))
    return "".join(out)


def _imprint(writer: Writer, meta: Meta, widths: tuple[int, ...], fill: str) -> str:
    lang = writer.document.lang
    entries = meta.imprint
    gold = hex_colour(writer.theme.colours.highlight)
    rule = f'<w:pBdr><w:top w:val="single" w:sz="8" w:space="0" w:color="{gold}"/></w:pBdr>'
    cells = []
    for index, width in enumerate(widths):
        # A paragraph's border, not the cell's: beside a cell with a border, others let the paper shine through.
        content = writer.paragraph("CoverSpace", "", ppr=f'{rule}<w:spacing w:before="0" w:after="120"/>')
        for number, (_, label, value) in enumerate(entries[index :: len(widths)]):
            below = '<w:spacing w:before="120"/>' if number else ""
            content += writer.paragraph("CoverLabel", words(writer, label, Face(lang=lang)), ppr=below)
            content += writer.paragraph("CoverValue", words(writer, value, Face(lang=lang)))
        cells.append(cell_xml(width, content, span=2 if index == 1 else 1, fill=fill))
    return "".join(cells)


def _art(writer: Writer, width: int, height: int) -> str:
    """A tree of boxes that fades downwards, running off the page at the top and the right; or blocks in the colours of
    the chapters, a stair up to the right edge; decoration only."""
    colours, art = writer.theme.colours, writer.theme.cover.art
    if art == "none":
        return writer.paragraph("CoverSpace", "")
    across, down = width / 20, min(height / 20, 370.0)
    if art == "tree":
        svg = tree_svg(across, down, colours.primary, colours.accent, colours.highlight, colours.on_primary_soft)
    else:
        svg = blocks_svg(across, down, colours.series)
    relation = add_media(writer, raster(svg, round(across * 2.5)), "png")
    picture = inline_picture(writer, relation, across, down, "", decorative=True)
    return writer.paragraph(
        "CoverSpace",
        picture,
        ppr='<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:jc w:val="right"/>',
    )


def blocks_svg(width: float, height: float, colours: tuple[str, ...]) -> str:
    """The drawing, in points: columns that rise to the right, each of two blocks."""
    shapes = []
    step = width / 5
    for n in range(5):
        top = height * (0.72 - 0.15 * n)
        middle = top + (height - top) * (0.38 if n % 2 else 0.6)
        for y, end, colour in (
            (top, middle, colours[n % len(colours)]),
            (middle, height, colours[(n + 2) % len(colours)]),
        ):
            box = f'x="{n * step:.1f}" y="{y:.1f}" width="{step + 0.4:.1f}" height="{end - y + 0.4:.1f}"'
            shapes.append(f'<rect {box} fill="{colour}"/>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.1f} {height:.1f}">{"".join(shapes)}</svg>'
    )


def tree_svg(width: float, height: float, ground: str, accent: str, highlight: str, soft: str) -> str:
    """The drawing, in points."""
    centre = width * 0.652
    step = width * 0.44
    levels = (
        # centre of the first box, distance, count, top, width, height, fill
        (centre, 0.0, 1, 0.23, 0.28, 0.085, highlight),
        (centre - step, step, 3, 0.452, 0.275, 0.076, mixed(accent, soft, 0.8)),
        (centre - step * 1.25, step / 2, 5, 0.65, 0.168, 0.066, mixed(soft, ground, 0.3)),
        (centre - step * 1.375, step / 4, 10, 0.806, 0.085, 0.052, mixed(soft, ground, 0.2)),
        (centre - step * 1.375, step / 4, 10, 0.91, 0.085, 0.036, mixed(soft, ground, 0.09)),
    )
    shapes = [f'<path d="M{centre:.1f} 0V{0.23 * height:.1f}" stroke="{mixed(soft, ground, 0.55)}" stroke-width=".7"/>']
    for index, (first, distance, count, top, wide, tall, fill) in enumerate(levels):
        y, w, h = top * height, wide * width, tall * height
        stroke = f'stroke="{mixed(soft, ground, (0.9, 0.75, 0.6, 0.45, 0.25)[index])}" stroke-width=".7" fill="none"'
        if index:
            above, above_distance, _, above_top, _, above_tall, _ = levels[index - 1]
            foot = (above_top + above_tall) * height
            middle = (foot + y) / 2 if index < 4 else foot
            for n in range(count):
                x = first + n * distance
                parent = above + above_distance * (0, 0, n // 2, n // 2, n)[index]
                shapes.append(f'<path d="M{parent:.1f} {foot:.1f}V{middle:.1f}H{x:.1f}V{y:.1f}" {stroke}/>')
        for n in range(count):
            x = first + n * distance - w / 2
            shapes.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" rx="1.6" fill="{fill}"/>')
    body = "".join(shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.1f} {height:.1f}">{body}</svg>'
    )
