"""The style sheet of our own base document: every look in it comes from theme tokens, none from a template."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from opsdoc.document.tree import Lang
from opsdoc.render.docx.markup import HEADER, declarations, half_points, hex_colour, mm, twips
from opsdoc.theme import FontRole, Theme, TypeStyle

# Names that Word translates itself stay as they are; our own have a Chinese and an English name, and the one of the
# document's language comes first, the other as an alias.
OWN_NAMES = {
    "Lead": ("导语", "Lead"),
    "SecondLanguage": ("译文", "Second Language"),
    "Eyebrow": ("章名", "Eyebrow"),
    "CoverLabel": ("封面标签", "Cover Label"),
    "CoverValue": ("封面内容", "Cover Value"),
    "CoverSpace": ("封面留白", "Cover Space"),
    "Figure": ("图", "Figure"),
    "Source": ("资料来源", "Source"),
    "TableText": ("表格正文", "Table Text"),
    "TableHead": ("表头", "Table Head"),
    "TableRowHead": ("行标题", "Table Row Head"),
    "TableBullet": ("表格项目符号", "Table Bullet"),
    "TableNumber": ("表格编号", "Table Number"),
    "TableGap": ("表后间距", "Table Gap"),
    "FigureNumber": ("关键数字", "Figure Number"),
    "FigureLabel": ("关键数字说明", "Figure Label"),
    "CalloutTitle": ("要点标题", "Callout Title"),
    "CalloutText": ("要点正文", "Callout Text"),
    "CautionTitle": ("警示标题", "Caution Title"),
    "CautionText": ("警示正文", "Caution Text"),
    "RuleTitle": ("规则标题", "Rule Title"),
    "RuleText": ("规则正文", "Rule Text"),
    "AsideTitle": ("旁注标题", "Aside Title"),
    "AsideText": ("旁注正文", "Aside Text"),
    "Pending": ("待补", "Pending"),
    "CodeBlock": ("代码", "Code Block"),
    "Article": ("条", "Article"),
    "ArticleText": ("条文", "Article Text"),
    "EmphasisDots": ("着重号", "Emphasis Dots"),
    "SecondLanguageChar": ("译文字符", "Second Language Character"),
    "SecondHeading": ("译文标题", "Second Language Heading"),
    "TableGridRules": ("横线表", "Ruled Table"),
    "TableMatrix": ("矩阵表", "Matrix Table"),
    "TableCard": ("卡片表", "Card Table"),
    "TableControl": ("文件控制表", "Control Table"),
    "TableLayout": ("版面表", "Layout Table"),
    "TableFigures": ("关键数字带", "Figures Band"),
}
HEADING_LEVELS = 6
LIST_LEVELS = 3
LIST_STEP = 360
TOC_INDENTS = (0, 480, 1080)


@dataclass(frozen=True, slots=True)
class Style:
    """One style: `name` as Word stores it, properties as XML in schema order."""

    id: str
    name: str
    kind: str = "paragraph"
    based_on: str = ""
    next: str = ""
    priority: int = 99
    quick: bool = False
    ppr: str = ""
    rpr: str = ""
    rest: str = ""
    alias: str = ""
    default: bool = False

    def xml(self) -> str:
        """The w:style element."""
        custom = ' w:customStyle="1"' if self.alias else ""
        default = ' w:default="1"' if self.default else ""
        parts = [
            f'<w:style w:type="{self.kind}"{default}{custom} w:styleId="{self.id}"><w:name w:val="{self.name}"/>'
        ]
        if self.alias:
            parts.append(f'<w:aliases w:val="{self.alias}"/>')
        if self.based_on:
            parts.append(f'<w:basedOn w:val="{self.based_on}"/>')
        if self.next:
            parts.append(f'<w:next w:val="{self.next}"/>')
        parts.append(f'<w:uiPriority w:val="{self.priority}"/>')
        if self.quick:
            parts.append("<w:qFormat/>")
        if self.ppr:
            parts.append(f"<w:pPr>{self.ppr}</w:pPr>")
        if self.rpr:
            parts.append(f"<w:rPr>{self.rpr}</w:rPr>")
        return "".join(parts) + self.rest + "</w:style>"


def fonts(role: FontRole) -> str:
    """All four slots of w:rFonts."""
    latin, han = role.word.latin, role.word.east_asian
    return f'<w:rFonts w:ascii="{latin}" w:eastAsia="{han}" w:hAnsi="{latin}" w:cs="{latin}"/>'


def character(theme: Theme, token: str, bold: bool | None = None, colour: str = "") -> str:
    """Run properties of a type style; Word has regular and bold only, so that 500 and more is bold."""
    style = theme.type[token]
    role: FontRole = getattr(theme.fonts, style.font)
    heavy = style.weight >= 500 if bold is None else bold
    size = half_points(style.size)
    return (
        fonts(role)
        + ("<w:b/><w:bCs/>" if heavy else '<w:b w:val="0"/><w:bCs w:val="0"/>')
        + f'<w:color w:val="{hex_colour(theme.colour(colour or style.colour))}"/>'
        + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )


def spacing(
    style: TypeStyle, before: float | None = None, after: float | None = None, rule: str = "atLeast"
) -> str:
    """Space and leading. "At least" lets larger type grow; running text takes "exact", so that columns in two
    languages share their baselines whatever fonts they have, and every reader breaks pages alike."""
    above = style.before if before is None else before
    below = style.after if after is None else after
    return (
        f'<w:spacing w:before="{twips(above)}" w:after="{twips(below)}" '
        f'w:line="{twips(style.leading)}" w:lineRule="{rule}"/>'
    )


def named(style_id: str, lang: Lang) -> tuple[str, str]:
    """Name and alias of one of our own styles."""
    zh, en = OWN_NAMES[style_id]
    return (zh, en) if lang == "zh" else (en, zh)


def style_list(theme: Theme, lang: Lang) -> list[Style]:
    """All styles, in the order in which they are written."""
    return [*_basics(theme, lang), *_headings(theme), *_paragraphs(theme, lang), *_lists(theme),
            *_callouts(theme, lang), *_furniture(theme), *_characters(theme, lang), *_tables(theme, lang)]  # fmt: skip


def styles_xml(theme: Theme, lang: Lang) -> str:
    """The styles part."""
    body = theme.type["body"]
    size = half_points(body.size)
    paragraph = (
        '<w:widowControl/><w:kinsoku/><w:overflowPunct/><w:autoSpaceDE/><w:autoSpaceDN/>'
        f'<w:spacing w:line="{twips(body.leading)}" w:lineRule="atLeast"/>'
    )  # fmt: skip
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


def language(lang: Lang) -> str:
    """w:lang: Latin text is British English, East Asian text is Chinese, in a document of either language."""
    return '<w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'


def _own(style_id: str, lang: Lang, kind: str = "paragraph", **more: object) -> Style:
    name, alias = named(style_id, lang)
    more.setdefault("quick", kind != "table")
    return Style(style_id, name, kind, alias=alias, **more)  # type: ignore[arg-type]


def _basics(theme: Theme, lang: Lang) -> Iterator[Style]:
    body = theme.type["body"]
    # Two characters, counted in characters so that it follows the font size.
    indent = (
        f'<w:ind w:firstLineChars="200" w:firstLine="{twips(2 * body.size)}"/>' if theme.body_indent else ""
    )
    justified = '<w:jc w:val="both"/>' if lang == "zh" else ""
    yield Style("Normal", "Normal", priority=0, quick=True, default=True)
    yield Style("DefaultParagraphFont", "Default Paragraph Font", "character", priority=1, default=True)
    yield Style("TableNormal", "Normal Table", "table", default=True,
                rest='<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
                '<w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
                "</w:tblCellMar></w:tblPr>")  # fmt: skip
    yield Style("NoList", "No List", "numbering", default=True)
    yield Style("BodyText", "Body Text", based_on="Normal", priority=1, quick=True,
                ppr=spacing(body, rule="exact") + indent + justified)  # fmt: skip


def _headings(theme: Theme) -> Iterator[Style]:
    for level in range(1, HEADING_LEVELS + 1):
        token = f"heading_{min(level, 4)}"
        breaks = "<w:pageBreakBefore/>" if level == 1 and theme.page.chapter_starts != "none" else ""
        yield Style(
            f"Heading{level}", f"heading {level}", based_on="Normal", next="BodyText", priority=9, quick=True,
            ppr=f'<w:keepNext/><w:keepLines/>{breaks}<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="1"/></w:numPr>'
            f'{spacing(theme.type[token])}<w:outlineLvl w:val="{level - 1}"/>',
            rpr=character(theme, token),
        )  # fmt: skip


def _paragraphs(theme: Theme, lang: Lang) -> Iterator[Style]:
    kinds = theme.type
    rule = hex_colour(theme.colours.rule)

    def own(style_id: str, token: str, ppr: str = "", based_on: str = "Normal", **more: object) -> Style:
        bold = more.pop("bold", None)
        before, after = more.pop("before", None), more.pop("after", None)
        rule = more.pop("rule", "atLeast")
        head, tail = more.pop("head", ""), more.pop("tail", "")
        return _own(style_id, lang, based_on=based_on, priority=12,
                    ppr=f"{head}{spacing(kinds[token], before, after, rule)}{ppr}{tail}",  # type: ignore[arg-type]
                    rpr=character(theme, token, bold), **more)  # type: ignore[arg-type]  # fmt: skip

    yield Style("Title", "Title", based_on="Normal", next="Subtitle", priority=10, quick=True,
                ppr=spacing(kinds["cover_title"], 0, 16), rpr=character(theme, "cover_title"))  # fmt: skip
    yield Style("Subtitle", "Subtitle", based_on="Normal", next="BodyText", priority=11, quick=True,
                ppr=spacing(kinds["cover_subtitle"], 0, 4), rpr=character(theme, "cover_subtitle"))  # fmt: skip
    yield own("CoverLabel", "cover_label", bold=False)
    yield own("CoverValue", "cover_value")
    yield _own("CoverSpace", lang, based_on="Normal", quick=False,
               ppr='<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>',
               rpr='<w:sz w:val="2"/><w:szCs w:val="2"/>')  # fmt: skip
    breaks = "<w:pageBreakBefore/>" if theme.page.chapter_starts != "none" else ""
    yield own("Eyebrow", "eyebrow", head=f"<w:keepNext/><w:keepLines/>{breaks}", after=3, next="Heading1")
    yield own("Lead", "lead", rule="exact", bold=False, next="BodyText")
    yield own("SecondLanguage", "second", rule="exact", based_on="BodyText")
    yield own("Pending", "second", rule="exact", based_on="BodyText")
    yield _own("Figure", lang, based_on="Normal", next="Caption", priority=12,
               ppr='<w:keepNext/><w:spacing w:before="120" w:after="0" w:line="240" w:lineRule="auto"/>')  # fmt: skip
    yield Style("Caption", "caption", based_on="Normal", next="BodyText", priority=35, quick=True,
                ppr="<w:keepLines/>" + spacing(kinds["caption"]), rpr=character(theme, "caption"))  # fmt: skip
    yield own("Source", "source", before=4, next="BodyText")
    yield own("TableText", "table", before=2.6, after=2.6)
    yield own("TableHead", "table_head", before=2.6, after=2.6, based_on="TableText")
    yield own("TableRowHead", "table_head", before=2.6, after=2.6, based_on="TableText")
    yield own("TableBullet", "table", head='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="5"/></w:numPr>',
              before=1, after=1, based_on="TableText")  # fmt: skip
    yield own("TableNumber", "table", before=1, after=1, based_on="TableText")
    yield _own("TableGap", lang, based_on="Normal", quick=False,
               ppr='<w:spacing w:before="0" w:after="0" w:line="180" w:lineRule="exact"/>',
               rpr='<w:sz w:val="8"/><w:szCs w:val="8"/>')  # fmt: skip
    yield own("FigureNumber", "figure_number", head="<w:keepNext/>", before=5, after=1)
    yield own("FigureLabel", "figure_label", after=4)
    yield own("CodeBlock", "code", head=f'<w:keepLines/>{_box(theme, rule)}', tail='<w:ind w:left="140" w:right="140"/>',
              before=4, after=9)  # fmt: skip
    yield own("Article", "body", head=f'<w:keepNext/><w:numPr><w:numId w:val="3"/></w:numPr>', before=8, after=2,
              bold=True, next="ArticleText", tail='<w:ind w:left="0" w:firstLine="0"/>')  # fmt: skip
    yield own("ArticleText", "body", based_on="BodyText")
    yield Style("Quote", "Quote", based_on="BodyText", priority=29, quick=True,
                ppr=f'<w:pBdr><w:left w:val="single" w:sz="12" w:space="12" w:color="{rule}"/></w:pBdr>'
                '<w:ind w:left="400" w:right="400" w:firstLineChars="0" w:firstLine="0"/>',
                rpr=f'<w:color w:val="{hex_colour(theme.colours.primary)}"/>')  # fmt: skip


def _box(theme: Theme, bar: str, thick: int = 0) -> str:
    """Borders and fill of a boxed paragraph: edges in the fill's colour make the padding, a bar stands at the left."""
    fill = hex_colour(theme.colours.tint)
    edge = f'w:val="single" w:sz="4" w:color="{fill}"'
    left = (
        f'<w:left w:val="single" w:sz="{thick}" w:space="10" w:color="{bar}"/>'
        if thick
        else f'<w:left {edge} w:space="6"/>'
    )
    return (
        f'<w:pBdr><w:top {edge} w:space="7"/>{left}<w:bottom {edge} w:space="7"/><w:right {edge} w:space="6"/></w:pBdr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'
    )


def _callouts(theme: Theme, lang: Lang) -> Iterator[Style]:
    body = theme.type["body"]
    for name, token in (("Callout", "accent"), ("Caution", "warning"), ("Rule", "primary")):
        # Title and text share borders and indents: only then does Word draw one box around both.
        box = _box(theme, hex_colour(theme.colour(token)), 20)
        ends = '<w:ind w:left="260" w:right="140" w:firstLineChars="0" w:firstLine="0"/>'
        yield _own(f"{name}Title", lang, based_on="Normal", next=f"{name}Text", priority=14,
                   ppr=f"<w:keepNext/><w:keepLines/>{box}{spacing(body, 8, 1)}{ends}",
                   rpr=f'<w:b/><w:bCs/><w:color w:val="{hex_colour(theme.colour(token))}"/>')  # fmt: skip
        yield _own(f"{name}Text", lang, based_on="Normal", priority=14,
                   ppr=f"<w:keepLines/>{box}{spacing(body, 0, 3)}{ends}")  # fmt: skip
    note = theme.type["source"]
    line = f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="5" w:color="{hex_colour(theme.colours.rule)}"/></w:pBdr>'
    right = mm(theme.page.frame_mm()[0] - theme.page.aside_mm * 2.4)
    yield _own("AsideTitle", lang, based_on="Normal", next="AsideText", priority=15,
               ppr=f'<w:keepNext/>{line}{spacing(theme.type["table"], 6, 1)}<w:ind w:right="{right}"/>',
               rpr=character(theme, "table_head"))  # fmt: skip
    yield _own("AsideText", lang, based_on="Normal", next="BodyText", priority=15,
               ppr=f'{spacing(theme.type["table"], 0, note.after)}<w:ind w:right="{right}"/>',
               rpr=character(theme, "table", colour="muted"))  # fmt: skip


def _lists(theme: Theme) -> Iterator[Style]:
    body = theme.type["body"]
    tight = spacing(body, 0, 3, "exact")
    for level in range(1, LIST_LEVELS + 1):
        suffix = "" if level == 1 else f" {level}"
        ident = "" if level == 1 else str(level)
        number = f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="4"/></w:numPr>'
        yield Style(f"ListBullet{ident}", f"List Bullet{suffix}", based_on="BodyText", priority=13, quick=True,
                    ppr=f"{number}{tight}")  # fmt: skip
        yield Style(f"ListNumber{ident}", f"List Number{suffix}", based_on="BodyText", priority=13, quick=True,
                    ppr=f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="6"/></w:numPr>{tight}')  # fmt: skip
        yield Style(f"ListContinue{ident}", f"List Continue{suffix}", based_on="BodyText", priority=13,
                    ppr=f'{tight}<w:ind w:left="{LIST_STEP * level}" w:firstLineChars="0" w:firstLine="0"/>')  # fmt: skip


def _furniture(theme: Theme) -> Iterator[Style]:
    kinds = theme.type
    width = mm(theme.page.frame_mm()[0])
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    flat = '<w:snapToGrid w:val="0"/>'
    yield Style("Header", "header", based_on="Normal",
                ppr=tabs + flat + spacing(kinds["furniture"]), rpr=character(theme, "furniture"))  # fmt: skip
    yield Style("Footer", "footer", based_on="Normal",
                ppr=tabs + flat + spacing(kinds["furniture"]), rpr=character(theme, "furniture"))  # fmt: skip
    yield Style("FootnoteText", "footnote text", based_on="Normal",
                ppr=flat + spacing(kinds["footnote"], 0, 2), rpr=character(theme, "footnote"))  # fmt: skip
    yield Style("TOCHeading", "TOC Heading", based_on="Normal", next="BodyText", priority=39, quick=True,
                ppr=f'<w:keepNext/><w:keepLines/>{spacing(kinds["heading_1"], 24, 10)}',
                rpr=character(theme, "heading_1"))  # fmt: skip
    dots = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{width}"/></w:tabs>'
    plain = f'<w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs>'
    for level in (1, 2, 3):
        ppr = (plain if level == 1 else dots) + spacing(kinds["body"], 6 if level == 1 else 0, 1)
        ppr += f'<w:ind w:left="{TOC_INDENTS[level - 1]}"/>'
        colour = hex_colour(theme.colours.primary)
        rpr = f'<w:b/><w:bCs/><w:color w:val="{colour}"/>' if level == 1 else ""
        yield Style(
            f"TOC{level}", f"toc {level}", based_on="Normal", next="Normal", priority=39, ppr=ppr, rpr=rpr
        )
    yield Style("TableofFigures", "table of figures", based_on="Normal", next="Normal",
                ppr=dots + spacing(kinds["body"], 0, 1))  # fmt: skip


def _characters(theme: Theme, lang: Lang) -> Iterator[Style]:
    base = "DefaultParagraphFont"
    muted = f'<w:color w:val="{hex_colour(theme.colours.muted)}"/>'
    yield Style("Strong", "Strong", "character", base, priority=22, quick=True, rpr="<w:b/><w:bCs/>")
    yield Style("Emphasis", "Emphasis", "character", base, priority=20, quick=True, rpr="<w:i/><w:iCs/>")
    yield _own("EmphasisDots", lang, "character", based_on=base, priority=20, rpr='<w:em w:val="dot"/>')
    yield _own("SecondLanguageChar", lang, "character", based_on=base, priority=20, rpr=muted)
    small = half_points(theme.type["heading_1"].size * 0.65)
    yield _own("SecondHeading", lang, "character", based_on=base, priority=20,
               rpr=fonts(theme.fonts.body) + muted + f'<w:sz w:val="{small}"/><w:szCs w:val="{small}"/>')  # fmt: skip
    code = half_points(theme.type["code"].size + 0.5)
    yield Style("HTMLCode", "HTML Code", "character", base,
                rpr=f'{fonts(theme.fonts.mono)}<w:sz w:val="{code}"/><w:szCs w:val="{code}"/>')  # fmt: skip
    yield Style("Hyperlink", "Hyperlink", "character", base,
                rpr=f'<w:color w:val="{hex_colour(theme.colours.accent)}"/><w:u w:val="single"/>')  # fmt: skip
    yield Style(
        "FootnoteReference", "footnote reference", "character", base, rpr='<w:vertAlign w:val="superscript"/>'
    )


def _tables(theme: Theme, lang: Lang) -> Iterator[Style]:
    rule, ink = hex_colour(theme.colours.rule), hex_colour(theme.colours.primary)

    def line(edge: str, size: int, colour: str) -> str:
        return f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'

    def table(style_id: str, borders: str, extra: str = "", left: int = 85) -> Style:
        margins = (
            f'<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="{left}" w:type="dxa"/>'
            f'<w:bottom w:w="0" w:type="dxa"/><w:right w:w="{left}" w:type="dxa"/></w:tblCellMar>'
        )
        edges = f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""
        return _own(style_id, lang, "table", based_on="TableNormal", priority=59,
                    rest=f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{edges}{margins}</w:tblPr>{extra}')  # fmt: skip

    # 1.1 pt above, 0.7 pt below the head, hairlines between rows, 0.8 pt at the end; no verticals.
    frame = line("top", 9, ink) + line("bottom", 6, ink) + line("insideH", 3, rule)
    head = (
        '<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders>'
        f"{line('bottom', 6, ink)}</w:tcBorders></w:tcPr></w:tblStylePr>"
    )
    yield table("TableGridRules", frame, head)
    yield table("TableMatrix", frame + line("insideV", 3, rule), head, 57)
    yield table("TableCard", line("top", 9, ink) + line("bottom", 3, rule) + line("insideH", 3, rule))
    yield table(
        "TableControl",
        "".join(line(e, 4, rule) for e in ("top", "left", "bottom", "right", "insideH", "insideV")),
    )
    yield table("TableFigures", "", left=0)
    yield table("TableLayout", "", left=0)
