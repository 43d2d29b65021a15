"""The styles part: paragraphs, lists, callouts, furniture, characters and tables, each from its tokens."""

from __future__ import annotations

from collections.abc import Iterator

from opsdoc.document.tree import Lang
from opsdoc.render.docx.boxstyles import callouts, matrices, tables
from opsdoc.render.docx.letterhead import letterhead_styles
from opsdoc.render.docx.markup import HEADER, declarations, half_points, hex_colour, mm, twips
from opsdoc.render.docx.openings import page_break
from opsdoc.render.docx.styles import (
    COLUMN_GAP,
    HEADING_LEVELS,
    TOC_INDENTS,
    TOC_WORDS,
    Style,
    box,
    centred,
    character,
    condensed,
    fonts,
    language,
    own_style,
    spacing,
)
from opsdoc.render.docx.textstyles import characters, lists
from opsdoc.theme import Theme


def style_list(theme: Theme, lang: Lang) -> list[Style]:
    """All styles, in the order in which they are written."""
    return [
        *_basics(theme, lang),
        *_headings(theme),
        *_paragraphs(theme, lang),
        *letterhead_styles(theme, lang),
        *lists(theme),
        *callouts(theme, lang),
        *_furniture(theme),
        *characters(theme, lang),
        *matrices(theme, lang),
        *tables(theme, lang),
    ]


def styles_xml(theme: Theme, lang: Lang) -> str:
    """The styles part."""
    body = theme.type["body"]
    size = half_points(body.size)
    # The grid of a page (w:docGrid) says how many lines it has; where lines stand is for the leading of each style.
    free = '<w:snapToGrid w:val="0"/>' if theme.page.grid else ""
    paragraph = (
        f"<w:widowControl/><w:kinsoku/><w:overflowPunct/><w:autoSpaceDE/><w:autoSpaceDN/>{free}"
        f'<w:spacing w:line="{twips(body.leading)}" w:lineRule="atLeast"/>'
    )
    run = (
        fonts(theme.fonts.body) + f'<w:color w:val="{hex_colour(theme.colours.ink)}"/><w:kern w:val="2"/>'
        f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' + language(lang)
    )
    latent = "".join(
        f'<w:lsdException w:name="{name}" w:uiPriority="{priority}" w:qFormat="1"/>'
        for name, priority in (
            ("Normal", 0),
            ("heading 1", 9),
            ("Title", 10),
            ("Strong", 22),
            ("Emphasis", 20),
        )
    )
    rows = "".join(style.xml() for style in style_list(theme, lang))
    return (
        f"{HEADER}<w:styles {declarations('w')}><w:docDefaults><w:rPrDefault><w:rPr>{run}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault><w:pPr>{paragraph}</w:pPr></w:pPrDefault></w:docDefaults>"
        '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="0" w:defUnhideWhenUsed="0" '
        f'w:defQFormat="0" w:count="376">{latent}</w:latentStyles>{rows}</w:styles>'
    )


def _basics(theme: Theme, lang: Lang) -> Iterator[Style]:
    body = theme.type["body"]
    # Two characters, counted in characters so that it follows the font size.
    indent = f'<w:ind w:firstLineChars="200" w:firstLine="{twips(2 * body.size)}"/>' if theme.body_indent else ""
    justified = '<w:jc w:val="both"/>' if lang == "zh" else ""
    yield Style("Normal", "Normal", priority=0, quick=True, default=True)
    yield Style("DefaultParagraphFont", "Default Paragraph Font", "character", priority=1, default=True)
    yield Style(
        "TableNormal",
        "Normal Table",
        "table",
        default=True,
        rest='<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
        '<w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr>",
    )
    yield Style("NoList", "No List", "numbering", default=True)
    yield Style(
        "BodyText",
        "Body Text",
        based_on="Normal",
        priority=1,
        quick=True,
        ppr=spacing(body, rule="exact") + indent + justified,
        rpr=condensed(theme, body),
    )


def _headings(theme: Theme) -> Iterator[Style]:
    for level in range(1, HEADING_LEVELS + 1):
        token = f"heading_{min(level, 4)}"
        breaks = page_break(theme) if level == 1 else ""
        yield Style(
            f"Heading{level}",
            f"heading {level}",
            based_on="Normal",
            next="BodyText",
            priority=9,
            quick=True,
            ppr=f"<w:keepNext/><w:keepLines/>{breaks}"
            f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>'
            f"{spacing(theme.type[token])}{_heading_indent(theme, level)}{centred(theme.type[token])}"
            f'<w:outlineLvl w:val="{level - 1}"/>',
            rpr=character(theme, token),
        )


def _heading_indent(theme: Theme, level: int) -> str:
    """Headings of a text in official form start two characters in, as its paragraphs do."""
    if theme.page.grid is None or level == 1:
        return ""
    return f'<w:ind w:left="0" w:firstLineChars="200" w:firstLine="{twips(2 * theme.type["body"].size)}"/>'


def _article_indent(theme: Theme) -> str:
    if not theme.body_indent:
        return '<w:ind w:left="0" w:firstLine="0"/>'
    return f'<w:ind w:left="0" w:firstLineChars="200" w:firstLine="{twips(2 * theme.type["body"].size)}"/>'


def _paragraphs(theme: Theme, lang: Lang) -> Iterator[Style]:
    kinds = theme.type
    rule = hex_colour(theme.colours.rule)

    def own(
        style_id: str,
        token: str,
        *,
        before: float | None = None,
        after: float | None = None,
        rule: str = "atLeast",
        bold: bool | None = None,
        head: str = "",
        tail: str = "",
        based_on: str = "Normal",
        next: str = "",
    ) -> Style:
        """A style from a token; `head` and `tail` are what stands before and after the spacing in the schema."""
        aligned = "" if "<w:jc " in tail else centred(kinds[token])
        ppr = head + spacing(kinds[token], before, after, rule) + tail + aligned
        rpr = character(theme, token, bold)
        return own_style(style_id, lang, based_on=based_on, next=next, priority=12, ppr=ppr, rpr=rpr)

    yield Style(
        "Title",
        "Title",
        based_on="Normal",
        next="Subtitle",
        priority=10,
        quick=True,
        ppr=spacing(kinds["cover_title"], 0, 16) + centred(kinds["cover_title"]),
        rpr=character(theme, "cover_title"),
    )
    yield Style(
        "Subtitle",
        "Subtitle",
        based_on="Normal",
        next="BodyText",
        priority=11,
        quick=True,
        ppr=spacing(kinds["cover_subtitle"], 0, 4) + centred(kinds["cover_subtitle"]),
        rpr=character(theme, "cover_subtitle"),
    )
    # Entries of the imprint stand side by side and must not touch.
    air = '<w:ind w:right="200"/>'
    yield own("CoverLabel", "cover_label", bold=False, tail=air)
    yield own("CoverValue", "cover_value", tail=air)
    yield own_style(
        "CoverSpace",
        lang,
        based_on="Normal",
        quick=False,
        ppr='<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>',
        rpr='<w:sz w:val="2"/><w:szCs w:val="2"/>',
    )
    yield own("Eyebrow", "eyebrow", head=f"<w:keepNext/><w:keepLines/>{page_break(theme)}", after=3, next="Heading1")
    yield own("Lead", "lead", rule="exact", bold=False, next="BodyText")
    # Short lines of English are torn apart by justification; of Chinese they are not.
    ragged = f'<w:jc w:val="{"left" if lang == "zh" else "both"}"/>'
    flush = '<w:ind w:firstLineChars="0" w:firstLine="0"/>' if lang == "zh" and theme.body_indent else ""
    yield own("SecondLanguage", "second", rule="exact", based_on="BodyText", tail=flush + ragged)
    tight = 0 if theme.indented_items else 3
    yield own("SecondLanguageList", "second", after=tight, rule="exact", based_on="SecondLanguage", tail=ragged)
    yield own("Pending", "second", rule="exact", based_on="BodyText")
    yield own_style(
        "Figure",
        lang,
        based_on="Normal",
        next="Caption",
        priority=12,
        ppr='<w:keepNext/><w:spacing w:before="120" w:after="0" w:line="240" w:lineRule="auto"/>',
    )
    yield Style(
        "Caption",
        "caption",
        based_on="Normal",
        next="BodyText",
        priority=35,
        quick=True,
        ppr="<w:keepLines/>" + spacing(kinds["caption"]) + centred(kinds["caption"]),
        rpr=character(theme, "caption"),
    )
    yield own("Source", "source", before=4, next="BodyText", tail="<w:contextualSpacing/>")
    yield own("TableText", "table", before=2.6, after=2.6)
    yield own("TableHead", "table_head", head="<w:keepNext/>", before=2.6, after=2.6, based_on="TableText")
    # Names of rows are bold where rows have lines, and as their text where every cell has.
    named = "table" if theme.table_rules == "grid" else "table_head"
    yield own("TableRowHead", named, before=2.6, after=2.6, based_on="TableText")
    yield own(
        "TableBullet",
        "table",
        head='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>',
        before=1,
        after=1,
        based_on="TableText",
    )
    yield own("TableNumber", "table", before=1, after=1, based_on="TableText")
    yield own_style(
        "TableGap",
        lang,
        based_on="Normal",
        quick=False,
        ppr='<w:spacing w:before="0" w:after="0" w:line="180" w:lineRule="exact"/>',
        rpr='<w:sz w:val="8"/><w:szCs w:val="8"/>',
    )
    yield own("FigureNumber", "figure_number", head="<w:keepNext/>", before=5, after=1)
    yield own("FigureLabel", "figure_label", after=4, tail="<w:contextualSpacing/>")
    yield own(
        "CodeBlock",
        "code",
        head=f"<w:keepLines/>{box(theme, rule)}",
        tail='<w:ind w:left="140" w:right="140"/>',
        before=4,
        after=9,
    )
    yield own(
        "Article",
        "body",
        head='<w:keepNext/><w:numPr><w:numId w:val="3"/></w:numPr>',
        before=8,
        after=2,
        bold=True,
        next="ArticleText",
        tail=_article_indent(theme),
    )
    yield own("ArticleText", "body", based_on="BodyText")
    yield Style(
        "Quote",
        "Quote",
        based_on="BodyText",
        priority=29,
        quick=True,
        ppr=f'<w:pBdr><w:left w:val="single" w:sz="12" w:space="12" w:color="{rule}"/></w:pBdr>'
        '<w:ind w:left="400" w:right="400" w:firstLineChars="0" w:firstLine="0"/>',
        rpr=f'<w:color w:val="{hex_colour(theme.colours.primary)}"/>',
    )


def _furniture(theme: Theme) -> Iterator[Style]:
    kinds = theme.type
    width = mm(theme.page.frame_mm()[0])
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    flat = '<w:snapToGrid w:val="0"/>'
    yield Style(
        "Header",
        "header",
        based_on="Normal",
        ppr=tabs + flat + spacing(kinds["furniture"]),
        rpr=character(theme, "furniture"),
    )
    yield Style(
        "Footer",
        "footer",
        based_on="Normal",
        ppr=tabs + flat + spacing(kinds["furniture"]),
        rpr=character(theme, "furniture"),
    )
    yield Style(
        "FootnoteText",
        "footnote text",
        based_on="Normal",
        ppr=flat + spacing(kinds["footnote"], 0, 2),
        rpr=character(theme, "footnote"),
    )
    yield Style(
        "TOCHeading",
        "TOC Heading",
        based_on="Normal",
        next="BodyText",
        priority=39,
        quick=True,
        ppr=f"<w:keepNext/><w:keepLines/>{spacing(kinds['heading_1'], 24, 10)}{centred(kinds['heading_1'])}",
        rpr=character(theme, "heading_1"),
    )
    dots = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
    plain = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    for level in (1, 2, 3):
        ppr = (plain if level == 1 else dots) + spacing(kinds["body"], 6 if level == 1 else 0, 1)
        if theme.page.chapter_number == "above":
            # All words begin in one column, as on paper, beside that of the numbers.
            ppr = ppr.replace("<w:tabs>", f'<w:tabs><w:tab w:val="left" w:pos="{TOC_WORDS}"/>')
            ppr += f'<w:ind w:left="{TOC_WORDS}" w:hanging="{TOC_WORDS}"/>'
        else:
            ppr += f'<w:ind w:left="{TOC_INDENTS[level - 1]}"/>'
        colour = hex_colour(theme.colours.primary)
        rpr = f'<w:b/><w:bCs/><w:color w:val="{colour}"/>' if level == 1 else ""
        yield Style(f"TOC{level}", f"toc {level}", based_on="Normal", next="Normal", priority=39, ppr=ppr, rpr=rpr)
    yield Style(
        "TableofFigures", "table of figures", based_on="Normal", next="Normal", ppr=dots + spacing(kinds["body"], 0, 1)
    )
    column = (width - COLUMN_GAP) // 2
    numbers = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{column}"/></w:tabs>{spacing(kinds["table"], 0, 1)}'
    look = f'{numbers}<w:ind w:left="240" w:hanging="240"/><w:jc w:val="left"/>'
    size = half_points(kinds["table"].size)
    small = f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    yield Style("Index1", "index 1", based_on="Normal", next="Normal", ppr=look, rpr=small)
    yield Style(
        "IndexHeading", "index heading", based_on="Normal", next="Index1",
        ppr=f"<w:keepNext/>{spacing(kinds['table'], 8, 2)}",
        rpr=f'<w:b/><w:bCs/><w:color w:val="{hex_colour(theme.colours.accent)}"/>',
    )  # fmt: skip
