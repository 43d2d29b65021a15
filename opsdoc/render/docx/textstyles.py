"""The styles of lists and of characters."""

from __future__ import annotations

from collections.abc import Iterator

from opsdoc.document.tree import Lang
from opsdoc.render.docx.markup import half_points, hex_colour
from opsdoc.render.docx.styles import LIST_LEVELS, LIST_STEP, Style, fonts, own_style, spacing
from opsdoc.theme import Theme


def lists(theme: Theme) -> Iterator[Style]:
    body = theme.type["body"]
    tight = spacing(body, 0, 0 if theme.indented_items else 3, "exact")
    # Word lets an indent in characters, as body text has it, win over the hanging indent of a list's level.
    hanging = '<w:ind w:firstLineChars="0"/>' if theme.body_indent else ""
    for level in range(1, LIST_LEVELS + 1):
        suffix = "" if level == 1 else f" {level}"
        ident = "" if level == 1 else str(level)
        number = f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="4"/></w:numPr>'
        yield Style(
            f"ListBullet{ident}",
            f"List Bullet{suffix}",
            based_on="BodyText",
            priority=13,
            quick=True,
            ppr=f"{number}{tight}{hanging}",
        )
        yield Style(
            f"ListNumber{ident}",
            f"List Number{suffix}",
            based_on="BodyText",
            priority=13,
            quick=True,
            ppr=f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="6"/></w:numPr>{tight}'
            + ("" if theme.indented_items and level == 1 else hanging),
        )
        yield Style(
            f"ListContinue{ident}",
            f"List Continue{suffix}",
            based_on="BodyText",
            priority=13,
            ppr=f'{tight}<w:ind w:left="{LIST_STEP * level}" w:firstLineChars="0" w:firstLine="0"/>',
        )


def characters(theme: Theme, lang: Lang) -> Iterator[Style]:
    base = "DefaultParagraphFont"
    muted = f'<w:color w:val="{hex_colour(theme.colours.muted)}"/>'
    yield Style("Strong", "Strong", "character", base, priority=22, quick=True, rpr="<w:b/><w:bCs/>")
    yield Style("Emphasis", "Emphasis", "character", base, priority=20, quick=True, rpr="<w:i/><w:iCs/>")
    yield own_style("EmphasisDots", lang, "character", based_on=base, priority=20, rpr='<w:em w:val="dot"/>')
    # It looks like the text around it: a running head finds its words by it.
    yield own_style("RunningHead", lang, "character", quick=False, based_on=base, priority=20)
    yield own_style("SecondLanguageChar", lang, "character", based_on=base, priority=20, rpr=muted)
    small = half_points(theme.type["heading_1"].size * 0.65)
    yield own_style(
        "SecondHeading",
        lang,
        "character",
        based_on=base,
        priority=20,
        rpr=fonts(theme.fonts.body) + muted + f'<w:sz w:val="{small}"/><w:szCs w:val="{small}"/>',
    )
    code = half_points(theme.type["code"].size + 0.5)
    yield Style(
        "HTMLCode",
        "HTML Code",
        "character",
        base,
        rpr=f'{fonts(theme.fonts.mono)}<w:sz w:val="{code}"/><w:szCs w:val="{code}"/>',
    )
    yield Style(
        "Hyperlink",
        "Hyperlink",
        "character",
        base,
        rpr=f'<w:color w:val="{hex_colour(theme.colours.accent)}"/><w:u w:val="single"/>',
    )
    yield Style("FootnoteReference", "footnote reference", "character", base, rpr='<w:vertAlign w:val="superscript"/>')
