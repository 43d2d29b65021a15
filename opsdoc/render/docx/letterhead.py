"""The first page of an official document: the issuing body's mark, and the places of addressee and signature."""

from __future__ import annotations

from collections.abc import Iterator

from opsdoc.document.tree import Lang, LineBreak, Paragraph, plain
from opsdoc.render.docx.inlines import words
from opsdoc.render.docx.markup import hex_colour, twips
from opsdoc.render.docx.runs import Face, rough_width
from opsdoc.render.docx.scope import Place, Writer
from opsdoc.render.docx.styles import Style, centred, character, own_style, spacing
from opsdoc.theme import Theme


def letterhead_styles(theme: Theme, lang: Lang) -> Iterator[Style]:
    """The parts of an official document's first page (GB/T 9704-2012, 7.2 and 7.3)."""
    kinds = theme.type
    line = kinds["body"].leading
    if "letterhead" in kinds:
        number = kinds["letterhead_number"]
        red = hex_colour(theme.colour(kinds["letterhead"].colour))
        rule = f'<w:pBdr><w:bottom w:val="single" w:sz="9" w:space="11" w:color="{red}"/></w:pBdr>'
        # The mark's upper edge stands 35 mm below that of the type area.
        down = 35 / 25.4 * 72 - line
        for style_id, token, ppr in (
            ("LetterheadClass", "heading_2", spacing(kinds["heading_2"], 0, 0)),
            ("Letterhead", "letterhead", spacing(kinds["letterhead"], down, 2 * line) + centred(kinds["letterhead"])),
            ("LetterheadNumber", "letterhead_number", rule + spacing(number, 0, 2 * line) + centred(number)),
        ):
            yield own_style(style_id, lang, based_on="Normal", ppr=ppr, rpr=character(theme, token))
    flat = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    # 7.4: the colophon in 四号, a character from the edges.
    foot = kinds["cover_label" if "letterhead" in kinds else "table"]
    edge = twips(foot.size)
    yield own_style(
        "Colophon",
        lang,
        based_on="Normal",
        priority=16,
        ppr=spacing(foot, 2, 2) + f'<w:ind w:left="{edge}" w:right="{edge}"/>',
        rpr=character(theme, "cover_label" if "letterhead" in kinds else "table"),
    )
    size = kinds["body"].size
    yield own_style("Addressee", lang, based_on="BodyText", next="BodyText", priority=16, ppr=flat)
    hang = f'<w:ind w:left="{twips(5 * size)}" w:firstLineChars="0" w:hanging="{twips(3 * size)}"/>'
    above = spacing(kinds["body"], line, 0, "exact")
    yield own_style("Attachments", lang, based_on="BodyText", priority=16, ppr=above + (hang if lang == "zh" else flat))
    yield own_style(
        "Signature",
        lang,
        based_on="BodyText",
        priority=16,
        ppr=f"<w:keepLines/>{spacing(kinds['body'], 2 * line, 0, 'exact')}{flat}" + '<w:jc w:val="left"/>',
    )


def letterhead(writer: Writer) -> str:
    """The issuing body's mark with classification and number, where the document's record has one."""
    meta, lang = writer.document.meta, writer.document.lang
    if not meta.letterhead or "letterhead" not in writer.theme.type:
        return ""
    parts = [
        *(("LetterheadClass", line) for line in meta.letter_lines or (meta.classification,)),
        ("Letterhead", meta.letterhead),
        ("LetterheadNumber", "　　".join(filter(None, (meta.letter_number or meta.number, meta.letter_signer)))),
    ]
    # The number's style draws the red line, so that it stands there without a number too.
    return "".join(
        writer.paragraph(style, words(writer, said, Face(lang=lang)), key=f"letterhead/{style}")
        for style, said in parts
        if said or style == "LetterheadNumber"
    )


def to_the_right(writer: Writer, place: Place, block: Paragraph) -> str:
    """The indent with which issuer and date end two characters from the right edge, the date's first character two
    after the issuer's (GB/T 9704-2012, 7.3.6.2)."""
    size = writer.theme.type["second" if place.second else "body"].size
    cut = next((n for n, inline in enumerate(block.content) if isinstance(inline, LineBreak)), len(block.content))
    name, day = (rough_width(plain(part)) / 2 for part in (block.content[:cut], block.content[cut + 1 :]))
    left = max(0, place.width - twips((2 + max(name, day + 2)) * size))
    return f'<w:ind w:left="{left + twips(2 * size)}" w:firstLineChars="0" w:hanging="{twips(2 * size)}"/>'
