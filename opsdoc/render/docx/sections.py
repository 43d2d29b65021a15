"""Sections: page size and margins, running heads and feet, the watermark behind every page."""

from __future__ import annotations

import re

from opsdoc.document.tree import Lang
from opsdoc.render.docx.fields import field, page_run, plain_run
from opsdoc.render.docx.inlines import words
from opsdoc.render.docx.markup import HEADER, STORY, attribute, mm
from opsdoc.render.docx.package import FOOTER_TYPE, HEADER_TYPE
from opsdoc.render.docx.pictures import logo_run
from opsdoc.render.docx.runs import Face
from opsdoc.render.docx.scope import Writer
from opsdoc.render.docx.styles import COLUMN_GAP, named
from opsdoc.render.furniture import BETWEEN, page_pattern, shown_words
from opsdoc.render.markup.widths import words_width
from opsdoc.text import has_han
from opsdoc.theme import Furniture, Shown

_TAB = "<w:r><w:tab/></w:r>"

# A 45° word across the page, as Word's own gallery writes it.
_SHAPE_TYPE = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/>'
    '<v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" '
    'o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/><v:handles>'
    '<v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles><o:lock v:ext="edit" text="t" shapetype="t"/>'
    "</v:shapetype>"
)


def section(writer: Writer, kind: str, *, last: bool = False) -> str:
    """w:sectPr of a section: `cover` (no margins, a first page without furniture), `front`, `body`, `landscape` or
    `columns` (two of them, on the page where they begin)."""
    page = writer.theme.page
    landscape = kind == "landscape"
    width, height = (mm(value) for value in page.size_mm(landscape))
    orient = ' w:orient="landscape"' if landscape else ""
    size = f'<w:pgSz w:w="{width}" w:h="{height}"{orient}/>'
    sides = ("default", "even") if page.mirrored else ("default",)
    if kind == "cover":
        margins = '<w:pgMar w:top="0" w:right="0" w:bottom="0" w:left="0" w:header="0" w:footer="0" w:gutter="0"/>'
        # The first page shows none of it (titlePg); whoever lets the cover run on finds the document's furniture.
        references = "".join(_references(writer, "front", side) for side in sides)
        if writer.document.meta.watermark:
            references = f'<w:headerReference w:type="first" r:id="{_marked_cover(writer)}"/>{references}'
        page_set_up = f'<w:type w:val="nextPage"/>{size}{margins}<w:cols w:space="425"/><w:titlePg/>'
        return f"<w:sectPr>{references}{page_set_up}</w:sectPr>"
    m = page.landscape_margins_mm if landscape else page.margins_mm
    margins = (
        f'<w:pgMar w:top="{mm(m.top)}" w:right="{mm(m.right)}" w:bottom="{mm(m.bottom)}" w:left="{mm(m.left)}" '
        f'w:header="{mm(m.top * 0.45)}" w:footer="{mm(m.bottom * 0.42)}" w:gutter="0"/>'
    )
    columned = kind == "columns"
    references = "".join(_references(writer, "body" if columned else kind, side) for side in sides)
    starts, columns = "nextPage", '<w:cols w:space="425"/>'
    if columned:
        starts, columns = "continuous", f'<w:cols w:num="2" w:space="{COLUMN_GAP}"/>'
    # No empty pages before chapters: a Word file is read on a screen, the printing house gets the PDF.
    return f'<w:sectPr>{references}<w:type w:val="{starts}"/>{size}{margins}{columns}{_lines(writer, kind)}</w:sectPr>'


def _lines(writer: Writer, kind: str) -> str:
    """w:docGrid with the lines of a page, where the theme prescribes them: page set-up names 22 of them. Elsewhere Word
    would move the lines of tables and headings, whose leading is their own, to those of the text."""
    if writer.theme.page.grid is None or kind not in {"front", "body"}:
        return ""
    return f'<w:docGrid w:type="lines" w:linePitch="{round(writer.theme.type["body"].leading * 20)}"/>'


def _references(writer: Writer, kind: str, side: str) -> str:
    return "".join(
        f'<w:{what}Reference w:type="{side}" r:id="{identifier}"/>'
        for what, identifier in zip(("header", "footer"), furniture(writer, kind, side), strict=True)
    )


def _marked_cover(writer: Writer) -> str:
    """The relationship id of the cover's header: the watermark in a line of next to no height, since the cover fills
    its page from edge to edge. A band in the cover's colour closes the gap that LibreOffice leaves below a header."""
    name = "header_cover.xml"
    ground = writer.theme.colour(writer.theme.cover.ground)
    width = round(writer.theme.page.size_mm()[0] / 25.4 * 72)
    band = (
        '<w:r><w:rPr><w:noProof/></w:rPr><w:pict><v:rect id="CoverBand" o:spid="_x0000_s2047" alt="" style="position:'
        f"absolute;margin-left:-20pt;margin-top:-6pt;width:{width + 40}pt;height:18pt;z-index:-251658753;"
        'mso-position-horizontal-relative:page;mso-position-vertical-relative:page" '
        f'fillcolor="{ground}" stroked="f"/></w:pict></w:r>'
    )
    xml = writer.paragraph("CoverSpace", band + watermark(writer))
    writer.package.put(f"/word/{name}", f"{HEADER}<w:hdr {STORY}>{xml}</w:hdr>", HEADER_TYPE)
    return writer.relations.to("header", name)


def furniture(writer: Writer, kind: str, side: str = "default") -> tuple[str, str]:
    """Relationship ids of a section kind's header and footer; sections of one kind share the parts. `side` is `even`
    for left-hand pages of a mirrored theme."""
    ids = []
    writer.source = None  # furniture repeats the document's own data, not a line of its text
    corners = writer.theme.furniture.mirrored() if side == "even" else writer.theme.furniture
    for what, content_type in (("header", HEADER_TYPE), ("footer", FOOTER_TYPE)):
        name = f"/word/{what}_{kind}{'_even' if side == 'even' else ''}.xml"
        if name not in writer.package.parts:
            # Pictures of a header are relations of its own.
            document, writer.relations = writer.relations, writer.package.of(name)
            tag = "hdr" if what == "header" else "ftr"
            xml = _header(writer, kind, corners) if what == "header" else _footer(writer, kind, corners)
            writer.relations = document
            writer.package.put(name, f"{HEADER}<w:{tag} {STORY}>{xml}</w:{tag}>", content_type)
        ids.append(writer.relations.to(what, name.removeprefix("/word/")))
    return ids[0], ids[1]


def _tabs(writer: Writer, kind: str) -> str:
    if kind != "landscape":
        return ""
    portrait, landscape = (mm(writer.theme.page.frame_mm(turned)[0]) for turned in (False, True))
    return f'<w:tabs><w:tab w:val="clear" w:pos="{portrait}"/><w:tab w:val="right" w:pos="{landscape}"/></w:tabs>'


def _header(writer: Writer, kind: str, corners: Furniture) -> str:
    meta = writer.document.meta
    inner = watermark(writer) if meta.watermark else ""
    if corners.top_left:
        inner += logo_run(writer, 17, head=True)
    inner += _corner(writer, kind, corners.top_left) + _TAB + _corner(writer, kind, corners.top_right)
    return writer.paragraph("Header", inner.removesuffix(_TAB), ppr=_tabs(writer, kind))


def _footer(writer: Writer, kind: str, corners: Furniture) -> str:
    inner = _corner(writer, kind, corners.bottom_left) + _TAB + _corner(writer, kind, corners.bottom_right)
    return writer.paragraph("Footer", inner.removesuffix(_TAB), ppr=_tabs(writer, kind))


def _corner(writer: Writer, kind: str, shown: tuple[Shown, ...]) -> str:
    """The runs of a corner of the page."""
    lang: Lang = writer.document.lang
    face = Face(lang=lang)
    parts = []
    for item in shown:
        if item == "chapter" and kind != "front":
            style = "1" if not writer.eyebrows else f'"{named("RunningHead", lang)[0]}"'
            # No cached result: a reader that does not count it again would print one chapter's name on every page.
            parts.append(field(f"STYLEREF {style}", plain_run("")))
        elif item == "page":
            parts.append(_page_number(writer, face))
        elif said := shown_words(item, writer.document.meta):
            parts.append(words(writer, said, face))
    return words(writer, BETWEEN, face).join(parts)


def _page_number(writer: Writer, face: Face) -> str:
    pattern = page_pattern(writer.theme.page.page_number, writer.label("page_of", face.lang, "{page} / {pages}"))
    out = ""
    for piece in re.split(r"(\{page\}|\{pages\})", pattern):
        match piece:
            case "{page}":
                out += field("PAGE", plain_run("2"))
            case "{pages}":
                out += field("NUMPAGES", page_run())
            case _:
                out += words(writer, piece, face) if piece else ""
    return out


def watermark(writer: Writer) -> str:
    """The word behind the page, in both languages where there are two, in the form that Word's Remove Watermark
    finds."""
    meta = writer.document.meta
    text = " ".join(dict.fromkeys(filter(None, (meta.watermark, meta.watermark_translation))))
    writer.watermarks += 1
    number = writer.watermarks
    # The word fills its shape: letters as large as on paper, a tenth of an em apart, capitals lower than Han.
    ems = words_width(text) + 0.1 * (len(text) - 1)
    size = min(78.0, 405 / (ems + 0.3))
    width, height = round(size * ems), round(size * (0.94 if has_han(text) else 0.72))
    font = writer.theme.fonts.body.word.east_asian if has_han(text) else writer.theme.fonts.body.word.latin
    word = "水印：" if writer.document.lang == "zh" else "Watermark: "
    return (
        f"<w:r><w:rPr><w:noProof/></w:rPr><w:pict>{_SHAPE_TYPE}"
        f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2048 + number}" type="#_x0000_t136" '
        f'alt="{attribute(word + text)}" style="position:absolute;margin-left:0;margin-top:0;width:{width}pt;'
        f"height:{height}pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        f'mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="{writer.theme.colours.tint}" stroked="f">'
        f'<v:textpath style="font-family:&quot;{attribute(font)}&quot;;font-size:1pt;font-weight:bold" '
        f'string="{attribute(text)}"/></v:shape></w:pict></w:r>'
    )
