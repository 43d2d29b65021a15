"""A document as a Word file: body, sections and every part around them, put together into one package."""

from __future__ import annotations

from dataclasses import replace

from opsdoc.document.tree import Block, Contents, Document, Heading, Index, Landscape
from opsdoc.render.artifact import Artifact, RenderContext
from opsdoc.render.docx.blocks import painted
from opsdoc.render.docx.cover import cover
from opsdoc.render.docx.fields import WAITING, with_pages
from opsdoc.render.docx.index import collect_entries
from opsdoc.render.docx.layout import paginate
from opsdoc.render.docx.markup import HEADER, STORY, mm
from opsdoc.render.docx.notes import footnotes_xml
from opsdoc.render.docx.numbering import numbering_xml
from opsdoc.render.docx.openings import settled, waits
from opsdoc.render.docx.package import Package
from opsdoc.render.docx.parts import app_xml, core_xml, custom_xml, font_table_xml, settings_xml, theme_xml
from opsdoc.render.docx.scope import Place, Writer
from opsdoc.render.docx.sections import section
from opsdoc.render.docx.styles import COLUMN_GAP
from opsdoc.render.docx.stylesheet import styles_xml
from opsdoc.render.docx.tables import without_air
from opsdoc.render.furniture import fitted

_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"


def render_docx(document: Document, context: RenderContext) -> Artifact:
    """The document as DOCX: numbering, contents, captions, notes and charts are Word's own, and can be edited.

    The same document and context give the same bytes. Raises `OpsdocError` with every error found (an image that is
    missing or that Word cannot show, a chart that fits no page); what a reader can live with is a warning of the
    artifact. With `context.reference_doc`, styles, page set-up, headers and footers are the reference's.
    """
    context = replace(context, theme=context.theme.in_languages(document.lang, document.second_lang))
    if context.reference_doc is not None:
        from opsdoc.render.docx.reference import render_into

        return render_into(document, context, context.reference_doc)
    context = replace(context, theme=fitted(context.theme, document.meta))
    package = Package()
    writer = Writer(document, context, package, painted, relations=package.of("/word/document.xml"))
    for kind, target in (
        ("styles", "styles.xml"),
        ("settings", "settings.xml"),
        ("numbering", "numbering.xml"),
        ("fontTable", "fontTable.xml"),
        ("theme", "theme/theme1.xml"),
        ("footnotes", "footnotes.xml"),
    ):
        writer.relations.to(kind, target)
    writer.collect_targets()
    collect_entries(writer)
    body = body_xml(writer)
    theme = context.theme
    package.put("/word/document.xml", document_xml(body))
    package.put("/word/footnotes.xml", footnotes_xml(writer))
    package.put("/word/numbering.xml", numbering_xml(document, theme, writer.lists, writer.first_article))
    package.put("/word/styles.xml", styles_xml(theme, document.lang))
    package.put("/word/settings.xml", settings_xml(context.refresh_fields, theme.page.mirrored))
    package.put("/word/fontTable.xml", font_table_xml(theme))
    package.put("/word/theme/theme1.xml", theme_xml(theme))
    put_properties(package, document, context.epoch)
    return finished(writer)


def number_pages(package: Package) -> None:
    """Fill in the page numbers of contents and references, and let chapters start pages where they have to: for that,
    the finished parts are laid out."""
    sign, main = WAITING.encode(), "/word/document.xml"
    waiting = {n: part.decode() for n, part in package.parts.items() if n.endswith(".xml") and sign in part}
    text = package.parts[main].decode()
    if not waiting and not waits(text):
        return
    # Two digits take the room that the number will take.
    rest = (package.parts[f"/word/{name}.xml"] for name in ("styles", "numbering", "footnotes"))
    pages = paginate(with_pages(text, lambda _: 88).encode(), *rest)
    waiting[main] = settled(text, pages.openings)
    for name, part in waiting.items():
        package.put(name, with_pages(part, lambda mark: pages.of.get(mark, 1) if mark else pages.count))


def body_xml(writer: Writer) -> str:
    """Everything between w:body's tags: cover, contents, then portrait and landscape sections in turn."""
    out = [cover(writer)]
    parts = cut(writer.document.blocks)
    portrait, landscape = (mm(writer.theme.page.frame_mm(turned)[0]) for turned in (False, True))
    for index, (kind, blocks) in enumerate(parts):
        turned = kind == "landscape"
        width = landscape if turned else (portrait - COLUMN_GAP) // 2 if kind == "columns" else portrait
        place = Place(width=width, lang=writer.document.lang, landscape=turned)
        xml = writer.paint(writer, place, blocks)
        xml = without_air(writer, xml)
        properties = section(writer, kind)
        out.append(xml + properties if index == len(parts) - 1 else ended(writer, xml, properties))
    return "".join(out)


def cut(blocks: tuple[Block, ...]) -> list[tuple[str, tuple[Block, ...]]]:
    """Blocks by section: `front` (contents before all else), `body`, `landscape` and `columns`, at least one."""
    out: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Landscape):
            # A heading right before the turned page belongs on it; alone it would end an upright page.
            led: list[Block] = []
            while out and out[-1][0] == "body" and out[-1][1] and isinstance(out[-1][1][-1], Heading):
                led.insert(0, out[-1][1].pop())
            if out and not out[-1][1]:
                out.pop()
            out.append(("landscape", [*led, *block.content]))
            continue
        front = isinstance(block, Contents) and (not out or out[-1][0] == "front")
        kind = "front" if front else "columns" if isinstance(block, Index) else "body"
        if not out or out[-1][0] != kind:
            out.append((kind, []))
        out[-1][1].append(block)
    return [(kind, tuple(part)) for kind, part in out] or [("body", ())]


def ended(writer: Writer, xml: str, properties: str) -> str:
    """The XML of a section with its w:sectPr in the last paragraph, or in a small one of its own after a table."""
    start = xml.rfind("<w:p ")
    last = xml[start:]
    # A chart's shapes hold paragraphs too: only a paragraph that ends where the text ends is the section's last.
    if start >= 0 and last.endswith("</w:p>") and last.count("</w:p>") == 1:
        return xml[:start] + last.replace("</w:pPr>", f"{properties}</w:pPr>", 1)
    return xml + writer.paragraph("CoverSpace", "", ppr=properties)


def document_xml(body: str) -> str:
    """The main part."""
    return f"{HEADER}<w:document {STORY}><w:body>{body}</w:body></w:document>"


def put_properties(package: Package, document: Document, epoch: int) -> None:
    """docProps and the package's own relationships."""
    package.put("/docProps/core.xml", core_xml(document, epoch))
    package.put("/docProps/app.xml", app_xml(document))
    package.put("/docProps/custom.xml", custom_xml(document))
    root = package.of("")
    root.to("officeDocument", "word/document.xml")
    root.to(_CORE, "docProps/core.xml")
    root.to("extended-properties", "docProps/app.xml")
    root.to("custom-properties", "docProps/custom.xml")


def finished(writer: Writer) -> Artifact:
    """The artifact; errors found while painting stop it."""
    writer.log.raise_if_errors()
    number_pages(writer.package)
    return Artifact("docx", writer.package.data(), warnings=tuple(writer.log.warnings))
