"""The first page of an official document: the issuing body's mark, and the places of addressee and signature."""

from __future__ import annotations

from collections.abc import Iterator

from opsdoc.document.tree import Lang, LineBreak, Paragraph, plain
from opsdoc.render.docx.inlines import words
from opsdoc.render.docx.markup import hex_colour, mm, twips
from opsdoc.render.docx.runs import Face, rough_width, second_face
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
        # In English, which has no such rule, it stands higher, as on paper.
        down = (35 if lang == "zh" else 20) / 25.4 * 72 - line
        apart = 2 if lang == "zh" else 1
        translated = kinds["letterhead"].model_copy(update={"size": 15.0, "leading": 22.0})
        dressed = theme.model_copy(update={"type": {**kinds, "translated": translated}})
        yield own_style(
            "LetterheadTranslation",
            lang,
            based_on="Normal",
            ppr=spacing(translated, 4, 0) + centred(translated),
            rpr=character(dressed, "translated"),
        )
        for style_id, token, ppr in (
            ("LetterheadClass", "heading_2", spacing(kinds["heading_2"], 0, 0)),
            ("Letterhead", "letterhead", spacing(kinds["letterhead"], down, 0) + centred(kinds["letterhead"])),
            (
                "LetterheadNumber",
                "letterhead_number",
                rule + spacing(number, apart * line, apart * line) + centred(number),
            ),
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
    yield own_style(
        "SecondColophon",
        lang,
        based_on="Colophon",
        priority=16,
        ppr=spacing(kinds["source"], 0, 2),
        rpr=character(theme, "source"),
    )
    size = kinds["body"].size
    yield own_style("Addressee", lang, based_on="BodyText", next="BodyText", priority=16, ppr=flat)
    hang = f'<w:ind w:left="{twips(5 * size)}" w:firstLineChars="0" w:hanging="{twips(3 * size)}"/>'
    above = spacing(kinds["body"], line, 0, "exact")
    yield own_style("Attachments", lang, based_on="BodyText", priority=16, ppr=above + (hang if lang == "zh" else flat))
    # Both languages begin on one line: their lines differ in height, what stands above them does not.
    for style_id, token, based_on, apart in (
        ("Signature", "body", "BodyText", 2 if lang == "zh" else 1),
        ("SecondSignature", "second", "SecondLanguage", 2),
    ):
        drop = spacing(kinds[token], apart * line, 0, "exact")
        left = '<w:jc w:val="left"/>'
        yield own_style(style_id, lang, based_on=based_on, priority=16, ppr=f"<w:keepLines/>{drop}{flat}{left}")
    above = spacing(kinds["second"], line, 0, "exact")
    yield own_style("SecondAttachments", lang, based_on="SecondLanguage", priority=16, ppr=above + flat)


def letterhead(writer: Writer) -> str:
    """The issuing body's mark with classification and number, where the document's record has one."""
    meta, lang = writer.document.meta, writer.document.lang
    if not meta.letterhead or "letterhead" not in writer.theme.type:
        return ""
    other = writer.document.second_lang
    lines = meta.letter_lines or (meta.classification,)
    seconds = meta.letter_lines_translation + ("",) * len(lines)
    gap = "\u3000\u3000"
    parts = [
        *(("LetterheadClass", line, second) for line, second in zip(lines, seconds, strict=False)),
        ("Letterhead", meta.letterhead, ""),
        ("LetterheadTranslation", "", meta.letterhead_translation),
        (
            "LetterheadNumber",
            gap.join(filter(None, (meta.letter_number or meta.number, meta.letter_signer))),
            gap.join(filter(None, (meta.letter_number_translation, meta.letter_signer_translation))),
        ),
    ]
    out = []
    for style, said, second in parts:
        inner = words(writer, said, Face(lang=lang)) if said else ""
        if other and second and second != said:
            between = "<w:r><w:br/></w:r>" if style == "LetterheadNumber" else words(writer, " ", Face(lang=lang))
            quiet = style != "LetterheadTranslation"
            face = second_face(lang, writer.style("SecondLanguageChar")) if quiet else Face(lang=other)
            inner += (between if inner else "") + words(writer, second, face)
        # The number's style draws the red line, so that it stands there without a number too.
        if inner or style == "LetterheadNumber":
            out.append(writer.paragraph(style, inner, key=f"letterhead/{style}"))
    return "".join(out)


def to_the_right(writer: Writer, place: Place, block: Paragraph) -> str:
    """The indent with which issuer and date end two characters from the right edge, the date's first character two
    after the issuer's (GB/T 9704-2012, 7.3.6.2). English has no such rule: both begin at one edge."""
    size = writer.theme.type["second" if place.second else "body"].size
    cut = next((n for n, inline in enumerate(block.content) if isinstance(inline, LineBreak)), len(block.content))
    name, day = (rough_width(plain(part)) / 2 for part in (block.content[:cut], block.content[cut + 1 :]))
    if (block.lang or place.lang) == "en":
        return f'<w:ind w:left="{max(0, place.width - twips(max(name, day) * size))}" w:firstLine="0"/>'
    left = max(0, place.width - twips((2 + max(name, day + 2)) * size))
    return f'<w:ind w:left="{left + twips(2 * size)}" w:firstLineChars="0" w:hanging="{twips(2 * size)}"/>'


# Rules of 0.35 mm around the colophon and of 0.25 mm inside it, none upright.
_FOOT_RULES = "<w:tblBorders>{}</w:tblBorders>".format(
    "".join(
        f'<w:{edge} w:val="{"single" if wide else "nil"}" w:sz="{wide}" w:space="0" w:color="auto"/>'
        for edge, wide in (("top", 8), ("left", 0), ("bottom", 8), ("right", 0), ("insideH", 6), ("insideV", 0))
    )
)


def at_the_foot(properties: str, theme: Theme) -> str:
    """The w:tblPr of a table that stands as a colophon at the foot of the last page, whatever stands above it
    (GB/T 9704-2012, 7.4). Its left edge is told from the page's: told from the margin, LibreOffice leaves a table as
    wide as the text where it is. The page is a left-hand one, whose margins are turned round."""
    margins = theme.page.margins_mm
    left = mm(margins.right if theme.page.mirrored else margins.left)
    place = (
        '<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:topFromText="280" w:vertAnchor="margin" '
        f'w:horzAnchor="page" w:tblpX="{left}" w:tblpYSpec="bottom"/>'
    )
    # LibreOffice would shift the table by the room that its cells leave.
    flush = "".join(f'<w:{edge} w:w="0" w:type="dxa"/>' for edge in ("left", "right"))
    properties = properties.replace("<w:tblW", f"{place}<w:tblW", 1)
    properties = properties.replace("<w:tblLayout", f"{_FOOT_RULES}<w:tblLayout", 1)
    return properties.replace("<w:tblLook", f"<w:tblCellMar>{flush}</w:tblCellMar><w:tblLook", 1)
