"""Lists of contents, figures and tables: real fields, filled in advance, so that nobody is asked to update them."""

from __future__ import annotations

from opsdoc.document.tree import (
    Contents,
    Figure,
    Heading,
    Inlines,
    Note,
    Ref,
    Table,
    Text,
    plain,
    query,
    walk,
)
from opsdoc.render.docx.captions import sequence
from opsdoc.render.docx.fields import caption_number, close_field, field, hyperlink, open_field, page_run
from opsdoc.render.docx.inlines import inlines, words
from opsdoc.render.docx.runs import Face, second_face
from opsdoc.render.docx.scope import Place, Target, Writer
from opsdoc.render.docx.styles import TOC_INDENTS, TOC_WORDS

NUMBER_TABS = {1: 480, 2: 1080, 3: 1840}  # where the words of a numbered entry begin, where levels are indented


def contents(writer: Writer, place: Place, block: Contents) -> str:
    """A list of contents; one without entries is left out, since Word would print an error in its place."""
    match block.of:
        case "headings":
            # Word styles nine levels of entries, ours three; the list is as deep as the one on paper.
            depth = min(block.depth, 3)
            targets = [t for t in writer.targets.values() if isinstance(t.block, Heading) and t.block.level <= depth]
            entries = [_heading_entry(writer, place, target) for target in targets]
            instruction = f'TOC \\o "1-{depth}" \\h \\z \\u'
        case "figures" | "tables":
            kind = Figure if block.of == "figures" else Table
            captioned = [
                t for t in writer.targets.values() if isinstance(t.block, kind) and t.block.number and t.block.caption
            ]
            entries = [_caption_entry(writer, place, target) for target in captioned]
            first = captioned[0].block if captioned else None
            counter = sequence(caption_number(first.number)[0][0], first) if isinstance(first, Table | Figure) else ""
            instruction = f'TOC \\h \\z \\c "{counter}"'
    if not entries:
        return ""
    title = _title(writer, place, block)
    body = "".join(
        writer.paragraph(
            style,
            (open_field(instruction) if index == 0 else "") + inner,
            ppr=ppr,
        )
        for index, (style, ppr, inner) in enumerate(entries)
    )
    # The end stands in a paragraph of its own, as Word writes it: LibreOffice loses the page numbers otherwise. It is
    # next to nothing high: a list that fills its page must leave none empty.
    body += writer.paragraph("CoverSpace", close_field())
    if block.of != "headings":
        return title + body
    return (
        f'<w:sdt><w:sdtPr><w:id w:val="{writer.ids.control()}"/><w:docPartObj>'
        '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{title}{body}</w:sdtContent></w:sdt>"
    )


def _title(writer: Writer, place: Place, block: Contents) -> str:
    default = {
        "headings": ("目录", "Contents"),
        "figures": ("图目录", "Figures"),
        "tables": ("表目录", "Tables"),
    }[block.of]
    key = {"headings": "contents"}.get(block.of, block.of)
    lang = writer.document.lang
    inner = (
        inlines(writer, place, block.title, Face(lang=lang))
        if block.title
        else words(writer, writer.label(key, lang, default[lang == "en"]), Face(lang=lang))
    )
    if block.title_translation:
        other = second_face(lang, writer.style("SecondLanguageChar"))
        inner += words(writer, "  ", other) + inlines(writer, place, block.title_translation, other)
    # The first list starts a page, the lists of figures and tables follow it.
    ppr = "<w:pageBreakBefore/>" if block.of == "headings" else ""
    return writer.paragraph("TOCHeading", inner, key=block.id, ppr=ppr)


def _heading_entry(writer: Writer, place: Place, target: Target) -> tuple[str, str, str]:
    heading = target.block
    assert isinstance(heading, Heading)
    lang = writer.document.lang
    face = Face(lang=lang)
    number = ""
    columned = writer.theme.page.chapter_number == "above" and not writer.context.reference_doc
    # The style's hanging indent is the column of numbers: what has none begins beside it.
    ppr = f'<w:ind w:left="{TOC_WORDS}" w:firstLine="0"/>' if columned else ""
    if heading.numbered and heading.number:
        ppr = ""
        tab = NUMBER_TABS[heading.level]
        wide = len(heading.number) > 4 or not heading.number[:1].isdigit()
        # Word writes the number's tab into the entry as well; long numbers ("第十二章") take a space.
        number = words(writer, heading.number + ("　" if wide and lang == "zh" else "  " if wide else ""), face)
        if not wide:
            number += "<w:r><w:tab/></w:r>"
        if not wide and not columned:
            leader = ' w:leader="dot"' if heading.level > 1 else ""
            ppr = (
                f'<w:tabs><w:tab w:val="left" w:pos="{tab}"/>'
                f'<w:tab w:val="right"{leader} w:pos="{place.width}"/></w:tabs>'
                f'<w:ind w:left="{tab}" w:hanging="{tab - TOC_INDENTS[heading.level - 1]}"/>'
            )
    inner = number + _both(writer, place, heading.content, heading.translation)
    return f"TOC{heading.level}", ppr, _paged(target.field, inner)


def _caption_entry(writer: Writer, place: Place, target: Target) -> tuple[str, str, str]:
    block = target.block
    assert isinstance(block, Table | Figure)
    lang = writer.document.lang
    label, digits = caption_number(block.number)[0]
    inner = words(writer, f"{label}{digits}{'　' if lang == 'zh' else '  '}", Face(lang=lang))
    return (
        "TableofFigures",
        "",
        _paged(target.name, inner + _both(writer, place, block.caption, block.caption_translation)),
    )


def _both(writer: Writer, place: Place, content: Inlines, translation: Inlines) -> str:
    lang = writer.document.lang
    inner = inlines(writer, place, _without_notes(content), Face(lang=lang))
    if translation:
        other = second_face(lang, writer.style("SecondLanguageChar"))
        inner += "<w:r><w:br/></w:r>" + inlines(writer, place, _without_notes(translation), other)
    return inner


def _without_notes(content: Inlines) -> Inlines:
    def change(node: object) -> object:
        match node:
            case Note():
                return ()
            case Ref():
                return Text(plain((node,)))
        return node

    return walk(content, change) if any(True for _ in query(content, (Note, Ref))) else content


def _paged(bookmark: str, inner: str) -> str:
    number = field(f"PAGEREF {bookmark} \\h", page_run(bookmark))
    return hyperlink(f"{inner}<w:r><w:tab/></w:r>{number}", anchor=bookmark)
