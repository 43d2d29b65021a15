"""House style: a firm's own document keeps its styles, page, headers and footers, and takes our text."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from opsdoc.document.tree import Document, Lang
from opsdoc.render.artifact import Artifact, RenderContext
from opsdoc.render.docx.blocks import painted
from opsdoc.render.docx.document import cut, document_xml, ended, finished, put_properties
from opsdoc.render.docx.index import collect_entries
from opsdoc.render.docx.inlines import words
from opsdoc.render.docx.markup import HEADER, NAMESPACES, STORY, declarations, mm
from opsdoc.render.docx.notes import footnotes_xml
from opsdoc.render.docx.numbering import numbering_xml
from opsdoc.render.docx.package import HEADER_TYPE, OFFICE, Package, Relations
from opsdoc.render.docx.parts import font_table_xml, theme_xml
from opsdoc.render.docx.preflight import PARSER, TEMPLATE, Reference, opened
from opsdoc.render.docx.refsettings import house_settings
from opsdoc.render.docx.runs import Face
from opsdoc.render.docx.scope import Place, Writer
from opsdoc.render.docx.sections import furniture, watermark
from opsdoc.render.docx.styles import COLUMN_GAP
from opsdoc.render.docx.stylesheet import style_list
from opsdoc.render.docx.tables import without_air
from opsdoc.theme import Margins, Theme

W = f"{{{NAMESPACES['w']}}}"
R = f"{{{NAMESPACES['r']}}}"
# What a house style is made of; everything else of the firm's document belonged to its text.
_KEPT = ("styles", "settings", "theme", "fontTable", "webSettings", "header", "footer")
# What stands before the columns in a w:sectPr.
_BEFORE_COLUMNS = {"headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc"}
_BEFORE_COLUMNS |= {"pgBorders", "lnNumType", "pgNumType"}
_NUMBERED = re.compile(r"^(Heading\d|ListBullet\d?|ListNumber\d?|Article|TableBullet)$")


def render_into(document: Document, context: RenderContext, data: bytes) -> Artifact:
    """The document in a firm's house style: its styles by name, its page set-up, headers and footers; what its style
    sheet lacks is added. Raises `OpsdocError` when the file is not a DOCX, is locked, or is not safe to open."""
    reference = opened(data)
    page = reference.section()
    context = replace(context, theme=_framed(context.theme, page))
    package, styles, known = _house(reference, context.theme)
    writer = Writer(document, context, package, painted, relations=package.of("/word/document.xml"))
    writer.ids.drawings = reference.highest_id()
    writer.styles = dict(known)
    offset = _numbering_offset(reference)
    injected = _add_styles(writer, styles, known, offset)
    writer.offset = offset
    writer.direct = _direct_numbers(styles, writer, injected, offset)
    writer.collect_targets()
    collect_entries(writer)
    writer.eyebrows = False  # the firm's Heading 1 is the chapter's head
    body = _body(writer, page, reference.optional("settings"))
    package.put("/word/document.xml", document_xml(body))
    package.put("/word/footnotes.xml", footnotes_xml(writer))
    package.put("/word/numbering.xml", _numbering(writer, reference, injected, offset))
    package.put("/word/styles.xml", etree.tostring(styles, xml_declaration=True, encoding="UTF-8", standalone=True))
    package.put("/word/settings.xml", house_settings(reference, context.refresh_fields))
    for kind in ("styles", "settings", "numbering", "footnotes"):
        writer.relations.to(kind, f"{kind}.xml")
    _add_parts(writer, reference)
    put_properties(package, document, context.epoch)
    made = finished(writer)
    return replace(made, warnings=(*reference.notes, *made.warnings))


def _add_parts(writer: Writer, reference: Reference) -> None:
    """A font table and a theme where the firm's file has none: it opens all the same, but validators miss them."""
    held = {relation.kind.rpartition("/")[2] for relation in reference.relations(reference.main)}
    for kind, target, made in (
        ("fontTable", "fontTable.xml", font_table_xml),
        ("theme", "theme/theme1.xml", theme_xml),
    ):
        if kind not in held and f"/word/{target}" not in writer.package.parts:
            writer.package.put(f"/word/{target}", made(writer.theme))
            writer.relations.to(kind, target)


def _framed(theme: Theme, page: etree._Element) -> Theme:
    """The theme with margins that give the firm's type area, so that tables and charts are as wide as its text."""

    def frame(element: etree._Element) -> tuple[float, float, Margins]:
        size, margins = element.find(f"{W}pgSz"), element.find(f"{W}pgMar")
        assert size is not None, "the preflight has seen it"
        assert margins is not None, "the preflight has seen them"
        values = {e: abs(int(margins.get(f"{W}{e}", "1440"))) * 25.4 / 1440 for e in ("top", "right", "bottom", "left")}
        values["left"] += int(margins.get(f"{W}gutter", "0")) * 25.4 / 1440
        width, height = (int(size.get(f"{W}{side}", "0")) * 25.4 / 1440 for side in ("w", "h"))
        return min(width, height), max(width, height), Margins(**values)

    width, height, margins = frame(page)
    own = theme.page.size_mm()
    # The theme knows three papers; what the firm's differs by goes into the margins.
    portrait = Margins(
        top=margins.top,
        bottom=margins.bottom + own[1] - height,
        left=margins.left,
        right=margins.right + own[0] - width,
    )
    turned = Margins(
        top=margins.top,
        bottom=margins.bottom + own[0] - width,
        left=margins.left,
        right=margins.right + own[1] - height,
    )
    # Whether a chapter starts a page is for the firm's Heading 1 to say, or for ours where it has none.
    starts = "page" if theme.page.chapter_starts == "room" else theme.page.chapter_starts
    changes = {"margins_mm": portrait, "landscape_margins_mm": turned, "chapter_starts": starts}
    new = theme.page.model_copy(update=changes)
    return theme.model_copy(update={"page": new})


def _house(reference: Reference, theme: Theme) -> tuple[Package, etree._Element, dict[str, str]]:
    """A package with the firm's parts at our names, its style sheet, and our style ids by its own."""
    package = Package()
    relations = package.of("/word/document.xml")
    for relation in reference.relations(reference.main):
        kind = relation.kind.rpartition("/")[2]
        if kind not in _KEPT or not relation.kind.startswith(OFFICE) or relation.external:
            continue
        name = reference.target(reference.main, relation)
        if kind in ("styles", "settings"):
            continue  # written anew, under our names
        _copy(reference, package, name)
        target = name.removeprefix("/word/") if name.startswith("/word/") else name
        relations.add(replace(relation, target=target))
    styles = reference.part_of_kind("styles")
    known: dict[str, str] = {}
    by_name: dict[tuple[str, str], str] = {}
    for style in styles.iter(f"{W}style"):
        title = style.find(f"{W}name")
        if title is not None:
            by_name[style.get(f"{W}type", "paragraph"), title.get(f"{W}val", "").casefold()] = style.get(
                f"{W}styleId", ""
            )
    # "heading 1", not "Heading1": the id is the writing program's own affair ("2", "77", "berschrift1").
    languages: tuple[Lang, ...] = ("zh", "en")
    for lang in languages:
        for ours in style_list(theme, lang):
            for wanted in (ours.name, ours.alias):
                found = by_name.get((ours.kind, wanted.casefold())) if wanted else None
                if found:
                    known.setdefault(ours.id, found)
    return package, styles, known


def _copy(reference: Reference, package: Package, name: str) -> None:
    """A part with everything it refers to."""
    if name in package.parts or name not in reference.parts:
        return
    package.put(name, reference.parts[name], reference.type_of(name))
    for relation in reference.relations(name):
        if relation.kind.rpartition("/")[2] == TEMPLATE:
            continue
        package.of(name).add(relation)
        if not relation.external:
            _copy(reference, package, reference.target(name, relation))


def _add_styles(writer: Writer, styles: etree._Element, known: dict[str, str], offset: int) -> set[str]:
    """Put our styles that the firm's sheet lacks into it; their ids are ours where those are free."""
    taken = {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    # On the firm's white page the cover's colours would not be seen.
    colours = writer.theme.colours
    dark = colours.model_copy(update={"on_primary": colours.primary, "on_primary_soft": colours.muted})
    ours = style_list(writer.theme.model_copy(update={"colours": dark}), writer.document.lang)
    missing = [style for style in ours if style.id not in known]
    for style in missing:
        identifier = style.id
        while identifier in taken:
            identifier = f"Ops{identifier}"
        taken.add(identifier)
        known[style.id] = identifier
    writer.styles = known
    for style in missing:
        xml = f"<root {declarations('w')}>{replace(style, default=False).xml()}</root>"
        element = etree.fromstring(xml)[0]
        element.set(f"{W}styleId", known[style.id])
        for tag in ("basedOn", "next", "link"):
            for link in element.findall(f"{W}{tag}"):
                link.set(f"{W}val", known.get(link.get(f"{W}val", ""), known["Normal"]))
        for number in element.iter(f"{W}numId"):
            number.set(f"{W}val", str(int(number.get(f"{W}val", "0")) + offset))
        styles.append(element)
    return {style.id for style in missing}


def _direct_numbers(styles: etree._Element, writer: Writer, injected: set[str], offset: int) -> dict[str, str]:
    """Numbering for the firm's own styles that have none: it goes onto our paragraphs, and the style stays as it is."""
    by_id = {style.get(f"{W}styleId"): style for style in styles.iter(f"{W}style")}

    def numbered(identifier: str | None) -> bool:
        seen: set[str] = set()
        while identifier and identifier in by_id and identifier not in seen:
            seen.add(identifier)
            style = by_id[identifier]
            if style.find(f"{W}pPr/{W}numPr") is not None:
                return True
            parent = style.find(f"{W}basedOn")
            identifier = parent.get(f"{W}val") if parent is not None else None
        return False

    out = {}
    for style in style_list(writer.theme, writer.document.lang):
        found = re.search(r'<w:numPr>(?:<w:ilvl w:val="(\d)"/>)?<w:numId w:val="(\d+)"/></w:numPr>', style.ppr)
        if found and _NUMBERED.match(style.id) and style.id not in injected and not numbered(writer.style(style.id)):
            level, number = found.group(1) or "0", int(found.group(2))
            out[style.id] = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number + offset}"/></w:numPr>'
    return out


def _numbering_offset(reference: Reference) -> int:
    existing = reference.optional("numbering")
    if existing is None:
        return 0
    numbers = [
        int(e.get(f"{W}{key}", "0"))
        for tag, key in (("num", "numId"), ("abstractNum", "abstractNumId"))
        for e in existing.iter(f"{W}{tag}")
    ]
    return max(numbers, default=0)


def _numbering(writer: Writer, reference: Reference, injected: set[str], offset: int) -> bytes:
    """The firm's lists and ours in one part: w:abstractNum before w:num, ours counted on from theirs."""
    ours = etree.fromstring(
        numbering_xml(writer.document, writer.theme, writer.lists, writer.first_article).encode(), PARSER
    )
    for tag, key in (("abstractNum", "abstractNumId"), ("num", "numId")):
        for element in ours.findall(f"{W}{tag}"):
            element.set(f"{W}{key}", str(int(element.get(f"{W}{key}", "0")) + offset))
    for element in ours.iter(f"{W}abstractNumId"):
        element.set(f"{W}val", str(int(element.get(f"{W}val", "0")) + offset))
    for element in list(ours.iter(f"{W}pStyle")):
        style = element.get(f"{W}val", "")
        if style in injected:
            element.set(f"{W}val", writer.style(style))
        else:
            # A firm's style keeps its own list, or none: two levels must not both claim it.
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
    existing = reference.optional("numbering")
    if existing is None:
        return bytes(etree.tostring(ours, xml_declaration=True, encoding="UTF-8", standalone=True))
    for picture in existing.findall(f"{W}numPicBullet"):
        existing.remove(picture)
    for picture in list(existing.iter(f"{W}lvlPicBulletId")):
        parent = picture.getparent()
        if parent is not None:
            parent.remove(picture)
    last = max((i for i, e in enumerate(existing) if e.tag == f"{W}abstractNum"), default=-1)
    for index, element in enumerate(ours.findall(f"{W}abstractNum"), last + 1):
        existing.insert(index, element)
    nums = max((i for i, e in enumerate(existing) if e.tag in (f"{W}num", f"{W}abstractNum")), default=-1)
    for index, element in enumerate(ours.findall(f"{W}num"), nums + 1):
        existing.insert(index, element)
    return bytes(etree.tostring(existing, xml_declaration=True, encoding="UTF-8", standalone=True))


def _body(writer: Writer, page: etree._Element, settings: etree._Element | None) -> str:
    meta = writer.document.meta
    plain = page.find(f"{W}headerReference") is None and page.find(f"{W}footerReference") is None
    if meta.watermark:
        if not plain:
            _bare_headers(writer, page, settings)
        _watermark(writer, page)
    out = []
    if writer.theme.cover.kind != "none":
        out.append(ended(writer, _title_page(writer), _section(writer, page, "front", plain)))
    parts = cut(writer.document.blocks)
    frames = [mm(writer.theme.page.frame_mm(turned)[0]) for turned in (False, True)]
    for index, (kind, blocks) in enumerate(parts):
        turned = kind == "landscape"
        width = (frames[0] - COLUMN_GAP) // 2 if kind == "columns" else frames[turned]
        place = Place(width=width, lang=writer.document.lang, landscape=turned)
        xml = writer.paint(writer, place, blocks)
        xml = without_air(writer, xml)
        properties = _section(writer, page, kind, plain)
        out.append(xml + properties if index == len(parts) - 1 else ended(writer, xml, properties))
    return "".join(out)


def _title_page(writer: Writer) -> str:
    """Title and imprint in the firm's styles; a cover of our own would stand against its house style."""
    meta = writer.document.meta
    lang = writer.document.lang
    out = [writer.paragraph("Title", words(writer, meta.title, Face(lang=lang)), key="cover/title")]
    for text in (meta.title_translation, meta.subtitle, meta.subtitle_translation):
        if text:
            out.append(writer.paragraph("Subtitle", words(writer, text, Face(lang=lang))))
    for _, label, value in meta.imprint:
        separator = "：" if lang == "zh" else ": "
        out.append(writer.paragraph("BodyText", words(writer, f"{label}{separator}{value}", Face(lang=lang))))
    return "".join(out)


def _section(writer: Writer, page: etree._Element, kind: str, plain: bool) -> str:
    """The firm's w:sectPr for one of our sections, turned for landscape pages."""
    section = etree.fromstring(etree.tostring(page))
    columned, kind = kind == "columns", "body" if kind == "columns" else kind
    size = section.find(f"{W}pgSz")
    if kind == "landscape" and size is not None:
        width, height = sorted(int(size.get(f"{W}{side}", "0")) for side in ("w", "h"))
        size.set(f"{W}w", str(height))
        size.set(f"{W}h", str(width))
        size.set(f"{W}orient", "landscape")
    kept = section.find(f"{W}type")
    if kept is None:
        kept = etree.Element(f"{W}type")
        after = [
            i
            for i, e in enumerate(section)
            if etree.QName(e).localname in ("headerReference", "footerReference", "footnotePr", "endnotePr")
        ]
        section.insert(max(after, default=-1) + 1, kept)
    kept.set(f"{W}val", "continuous" if columned else "nextPage")
    if columned:
        for columns in section.findall(f"{W}cols"):
            section.remove(columns)
        columns = etree.Element(f"{W}cols")
        columns.set(f"{W}num", "2")
        columns.set(f"{W}space", str(COLUMN_GAP))
        before = [i for i, e in enumerate(section) if etree.QName(e).localname in _BEFORE_COLUMNS]
        section.insert(max(before, default=-1) + 1, columns)
    for number in section.findall(f"{W}pgNumType"):
        # Pages run on: a start of one in every section would begin again at each landscape page.
        if number.get(f"{W}start") is not None:
            del number.attrib[f"{W}start"]
    if plain:
        for own in section.findall(f"{W}titlePg"):
            section.remove(own)  # a first page without any header would lack the watermark
        for index, (what, identifier) in enumerate(zip(("header", "footer"), furniture(writer, kind), strict=True)):
            element = etree.Element(f"{W}{what}Reference")
            element.set(f"{W}type", "default")
            element.set(f"{R}id", identifier)
            section.insert(index, element)
    return str(etree.tostring(section, encoding="unicode"))


def _bare_headers(writer: Writer, page: etree._Element, settings: etree._Element | None) -> None:
    """Empty headers for the pages that have none of the firm's: a watermark has no other place to stand."""
    wanted = ["default"]
    if page.find(f"{W}titlePg") is not None:
        wanted.append("first")
    if settings is not None and settings.find(f"{W}evenAndOddHeaders") is not None:
        wanted.append("even")
    held = {reference.get(f"{W}type", "default") for reference in page.findall(f"{W}headerReference")}
    for use in wanted:
        if use in held:
            continue
        name = f"header_watermark_{use}.xml"
        header = f"{HEADER}<w:hdr {STORY}>{writer.paragraph('Header', '')}</w:hdr>"
        writer.package.put(f"/word/{name}", header, HEADER_TYPE)
        element = etree.Element(f"{W}headerReference")
        element.set(f"{W}type", use)
        element.set(f"{R}id", writer.relations.to("header", name))
        page.insert(0, element)


def _watermark(writer: Writer, page: etree._Element) -> None:
    """The watermark in every header of the firm."""
    relations: Relations = writer.relations
    targets = {relation.id: relation.target for relation in relations.items}
    named = dict.fromkeys(targets.get(r.get(f"{R}id", ""), "") for r in page.findall(f"{W}headerReference"))
    for target in named:
        name = f"/word/{target}" if not target.startswith("/") else target
        if name not in writer.package.parts:
            continue
        header = etree.fromstring(writer.package.parts[name], PARSER)
        paragraph = next(header.iter(f"{W}p"), None)
        if paragraph is None:
            paragraph = etree.SubElement(header, f"{W}p")
        fragment = f"<root {declarations('w', 'v', 'o', 'r')}>{watermark(writer)}</root>"
        first = 1 if len(paragraph) and paragraph[0].tag == f"{W}pPr" else 0
        paragraph.insert(first, etree.fromstring(fragment)[0])
        writer.package.parts[name] = etree.tostring(header, xml_declaration=True, encoding="UTF-8", standalone=True)
