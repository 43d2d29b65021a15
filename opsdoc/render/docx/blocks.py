"""Blocks as paragraphs and tables: every node type of the tree has its painter here or is sent to its room."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import assert_never

from opsdoc.document.tree import (
    Article,
    Block,
    Blocks,
    BulletList,
    Callout,
    CodeBlock,
    Contents,
    Figure,
    Heading,
    Index,
    Landscape,
    OrderedList,
    PageBreak,
    Pair,
    Paragraph,
    Quote,
    Table,
    Text,
)
from opsdoc.render.docx.boxstyles import families
from opsdoc.render.docx.contents import contents
from opsdoc.render.docx.drawings import figure
from opsdoc.render.docx.index import index as back_index
from opsdoc.render.docx.inlines import HEAVY, inlines, words
from opsdoc.render.docx.letterhead import to_the_right
from opsdoc.render.docx.lists import bullet_list, ordered_list
from opsdoc.render.docx.numbering import ANNEXES
from opsdoc.render.docx.openings import opening
from opsdoc.render.docx.pairs import pairs
from opsdoc.render.docx.runs import Face, second_face
from opsdoc.render.docx.scope import Place, Writer, bare
from opsdoc.render.docx.tables import cell_content, cell_xml, gap, grid, properties, table, without_air

# Paragraph styles of a body paragraph by what it stands in.
INSIDE = {
    "page": "BodyText",
    "cell": "TableText",
    "note": "Source",
    "quote": "Quote",
    "article": "ArticleText",
}
_annexed = re.compile(r"[A-Z]\.\d")
_CALLOUTS = {"risk": "Caution", "warning": "Caution", "rule": "Rule", "tip": "Tip", "example": "Example"}
# Paragraphs of a notice have places of their own.
_PLACES = {"addressee": "Addressee", "attachments": "Attachments", "signature": "Signature"}
_SECOND_PLACES = {"Addressee": "SecondLanguage", "Attachments": "SecondAttachments", "Signature": "SecondSignature"}


def painted(writer: Writer, place: Place, blocks: Blocks) -> str:
    """The XML of blocks in a place. Pairs that follow each other share one table, so that their columns meet."""
    out = []
    index = 0
    while index < len(blocks):
        block = blocks[index]
        here = place if block.lang in (None, place.lang) else place.within(place.inside, lang=block.lang, foreign=True)
        if block.source is not None:
            writer.source = block.source
        index += 1
        match block:
            case Heading():
                after_contents = index > 1 and isinstance(blocks[index - 2], Contents)
                out.append(heading(writer, here, block, after_contents))
            case Paragraph():
                # The line below a heading that says whose text this is does not end a page.
                led = block.role == "source" and index > 1 and isinstance(blocks[index - 2], Heading)
                out.append(paragraph(writer, replace(here, keep=True) if led else here, block))
            case BulletList():
                out.append(bullet_list(writer, here, block))
            case OrderedList():
                out.append(ordered_list(writer, here, block))
            case Quote():
                out.append(
                    writer.paint(
                        writer,
                        here.within("quote" if place.inside == "page" else place.inside),
                        block.content,
                    )
                )
            case Callout():
                out.append(callout(writer, here, block))
            case Table():
                out.append(table(writer, here, block))
            case Figure():
                out.append(figure(writer, here, block))
            case CodeBlock():
                out.append(code(writer, block))
            case PageBreak():
                out.append(writer.paragraph("CoverSpace", "", key=block.id, ppr="<w:pageBreakBefore/>"))
            case Landscape():
                # Sections are cut at the top of the document; inside a cell or a pair there is no page to turn.
                out.append(writer.paint(writer, here, block.content))
            case Pair():
                row = [block]
                while (
                    index < len(blocks)
                    and isinstance(follower := blocks[index], Pair)
                    and follower.layout == block.layout
                ):
                    row.append(follower)
                    index += 1
                out.append(pairs(writer, here, tuple(row)))
            case Contents():
                out.append(contents(writer, here, block))
            case Index():
                out.append(back_index(writer, here, block))
            case Article():
                out.append(article(writer, here, block))
            case _:
                assert_never(block)
        if index < len(blocks) and _starts_a_page(writer, blocks[index]):
            out[-1] = without_air(writer, out[-1])
    return "".join(out)


def _starts_a_page(writer: Writer, block: Block) -> bool:
    match block:
        case Heading(level=1):
            return writer.theme.page.chapter_starts != "none"
        case Contents(of="headings") | PageBreak():
            return True
    return False


def heading(writer: Writer, place: Place, block: Heading, after_contents: bool = False) -> str:
    """A heading in Word's own style of its level, which numbers it; both languages share the number."""
    lang = block.lang or writer.document.lang
    above = ""
    ppr = ""
    # The running head repeats what carries this style: the short name, and the heading of a chapter that has none.
    running = writer.style("RunningHead") if block.level == 1 and writer.eyebrows else ""
    led = bool(running and block.short)
    if led:
        # The short name stands above the chapter's finding.
        short = words(writer, block.short, Face(lang=lang, style=running))
        above = writer.paragraph("Eyebrow", short, key=f"{block.id}/eyebrow", ppr=opening(writer.theme, after_contents))
        if writer.theme.page.chapter_starts in ("page", "recto"):
            ppr = '<w:pageBreakBefore w:val="0"/>'
    elif block.level == 1:
        ppr = opening(writer.theme, after_contents)
    if not block.number:
        # Below the third level, and in chapters without a number, headings count nothing.
        ppr += writer.number(0, 0)
    elif block.annex or _annexed.match(block.number):
        ppr += writer.number(block.level - 1, ANNEXES)
    # The id's bookmark holds the first language alone, which is what a reference to the title repeats.
    face = Face(lang=lang, style="" if led else running, heavy=True)
    inner = writer.anchored(block, inlines(writer, place, block.content, face))
    if block.translation:
        style = "SecondHeading" if block.level == 1 else "SecondLanguageChar"
        other = second_face(lang, writer.style(style))
        inner += "<w:r><w:br/></w:r>" + inlines(writer, place, block.translation, other)
    target = writer.targets.get(block.id)
    if target is not None and target.block is block:
        inner = writer.ids.bookmark(target.field, inner)
    return above + writer.paragraph(f"Heading{block.level}", inner, key=block.id, ppr=ppr)


def paragraph(writer: Writer, place: Place, block: Paragraph) -> str:
    """A paragraph in the style of its role and place."""
    lang = block.lang or place.lang
    style = paragraph_style(place, block)
    if place.foreign and not place.second:
        # The other language of a cell or a note: below the first, quieter, and never bold beside it.
        face = Face(
            lang=lang,
            style=writer.style("SecondLanguageChar"),
            colour=place.colour,
            shade=place.shade,
            regular=style in HEAVY,
        )
        ppr = ("<w:keepNext/>" if place.keep else "") + (f'<w:jc w:val="{place.jc}"/>' if place.jc else "")
        style = "SecondColophon" if style == "Colophon" else style
        return writer.paragraph(style, inlines(writer, place, block.content, face), key=block.id, ppr=ppr)
    ppr = "<w:keepNext/>" if place.keep else ""
    if style.endswith("Signature") and place.inside == "page":
        ppr += to_the_right(writer, place, block)
    if place.jc:
        ppr += f'<w:jc w:val="{place.jc}"/>'
    face = Face(lang=lang, colour=place.colour, shade=place.shade, heavy=style in HEAVY)
    return writer.paragraph(style, inlines(writer, place, block.content, face), key=block.id, ppr=ppr)


def paragraph_style(place: Place, block: Paragraph) -> str:
    """The style id of a paragraph."""
    if place.style:
        return place.style
    named = next((_PLACES[name] for name in block.classes if name in _PLACES), "")
    if named and place.inside == "page":
        return _SECOND_PLACES[named] if place.second else named
    match block.role:
        case "lead":
            return "SecondLanguage" if place.second else "Lead"
        case "source":
            return "Source"
        case "pending":
            return "Pending"
        case "compact":
            return INSIDE.get(place.inside, "TableText") if place.inside != "page" else "TableText"
        case "body" | "guide":
            other = place.second and place.inside in {"page", "article"}
            return "SecondLanguage" if other else INSIDE.get(place.inside, "BodyText")
        case _:
            assert_never(block.role)


def callout(writer: Writer, place: Place, block: Callout) -> str:
    """A boxed passage: paragraphs with a bar and a fill where it holds nothing else, else a table of one cell."""
    family = "Aside" if block.kind == "aside" else _CALLOUTS.get(block.kind, "Callout")
    title = block.title
    if not title:
        word = writer.label(f"callout_{block.kind}", place.lang, "")
        title = (Text(word),) if word else ()
    inside = place.within("callout", style=f"{family}Text", second=False)
    head = (
        writer.paragraph(
            f"{family}Title",
            inlines(writer, place, title, Face(lang=place.lang, heavy=True)),
            key=f"{block.id}/title",
        )
        if title
        else ""
    )
    # Two boxes that touch would become one, and a box needs air before the next paragraph.
    if bare(block.content):
        return head + writer.paint(writer, inside, block.content) + gap(writer)
    colours = writer.theme.colours
    bar = writer.theme.colour(families(writer.theme).get(family, "accent"))
    edge = f'<w:left w:val="single" w:sz="20" w:space="0" w:color="{bar.lstrip("#")}"/>'
    fill = colours.tint if family != "Aside" else ""
    width = place.width
    padding = 230
    cell_place = place.within("cell", width=width - 2 * padding, style="", second=False)
    titled = (
        writer.paragraph(
            "TableHead",
            inlines(writer, place, title, Face(lang=place.lang, heavy=True)),
            key=f"{block.id}/title",
        )
        if title
        else ""
    )
    content = titled + cell_content(writer, cell_place, block.content)
    described = properties(writer, "TableLayout", [width], "", "").replace(
        "<w:tblLook",
        f'<w:tblCellMar><w:top w:w="100" w:type="dxa"/><w:left w:w="{padding}" w:type="dxa"/>'
        f'<w:bottom w:w="100" w:type="dxa"/><w:right w:w="{padding}" w:type="dxa"/></w:tblCellMar><w:tblLook',
    )
    row = f"<w:tr>{cell_xml(width, content, fill=fill, borders=edge)}</w:tr>"
    return f"<w:tbl>{described}{grid([width])}{row}</w:tbl>{gap(writer)}"


def code(writer: Writer, block: CodeBlock) -> str:
    """Literal lines in one paragraph: its box would break between several."""
    lines = block.text.rstrip("\n").split("\n")
    inner = "<w:r><w:br/></w:r>".join(words(writer, line.expandtabs(4), Face(lang="en")) for line in lines)
    return writer.paragraph("CodeBlock", inner, key=block.id)


def article(writer: Writer, place: Place, block: Article) -> str:
    """An article: its number from the running list, then its title, or its first words where it has none."""
    lang = block.lang or place.lang
    content = block.content
    inner = inlines(writer, place, block.title, Face(lang=lang, heavy=True))
    if block.title_translation:
        other = second_face(lang, writer.style("SecondLanguageChar"))
        inner += ("<w:r><w:br/></w:r>" if inner else "") + inlines(writer, place, block.title_translation, other)
    if not inner and content and isinstance(first := content[0], Paragraph):
        inner, content = inlines(writer, place, first.content, Face(lang=lang, heavy=True)), content[1:]
    target = writer.targets.get(block.id)
    if target is not None and target.block is block:
        inner = writer.ids.bookmark(target.field, inner)
    head = writer.paragraph("Article", writer.anchored(block, inner), key=block.id)
    return head + writer.paint(writer, place.within("article"), content)
