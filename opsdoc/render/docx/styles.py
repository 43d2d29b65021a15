"""The style sheet of our own base document: every look in it comes from theme tokens, none from a template."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from opsdoc.document.tree import Lang
from opsdoc.render.docx.markup import half_points, hex_colour, twips
from opsdoc.theme import FontRole, Theme, TypeStyle

# Names that Word translates itself stay as they are; our own have a Chinese and an English name, and the one of the
# document's language comes first, the other as an alias.
OWN_NAMES = {
    "Lead": ("导语", "Lead"),
    "SecondLanguage": ("译文", "Second Language"),
    "SecondLanguageList": ("译文列表", "Second Language List"),
    "Eyebrow": ("章名", "Eyebrow"),
    "CoverLabel": ("封面标签", "Cover Label"),
    "CoverValue": ("封面内容", "Cover Value"),
    "Colophon": ("版记", "Colophon"),
    "CoverSpace": ("封面留白", "Cover Space"),
    "Figure": ("图", "Figure"),
    "Source": ("资料来源", "Source"),
    "TableText": ("表格正文", "Table Text"),
    "TableHead": ("表头", "Table Head"),
    "TableRowHead": ("行标题", "Table Row Head"),
    "MatrixText": ("矩阵正文", "Matrix Text"),
    "MatrixHead": ("矩阵表头", "Matrix Head"),
    "MatrixRowHead": ("矩阵行标题", "Matrix Row Head"),
    "TableBullet": ("表格项目符号", "Table Bullet"),
    "TableNumber": ("表格编号", "Table Number"),
    "TableGap": ("表后间距", "Table Gap"),
    "FigureNumber": ("关键数字", "Figure Number"),
    "FigureLabel": ("关键数字说明", "Figure Label"),
    "CalloutTitle": ("要点标题", "Callout Title"),
    "CalloutText": ("要点正文", "Callout Text"),
    "CautionTitle": ("警示标题", "Caution Title"),
    "CautionText": ("警示正文", "Caution Text"),
    "TipTitle": ("提示标题", "Tip Title"),
    "TipText": ("提示正文", "Tip Text"),
    "ExampleTitle": ("示例标题", "Example Title"),
    "ExampleText": ("示例正文", "Example Text"),
    "RuleTitle": ("规则标题", "Rule Title"),
    "RuleText": ("规则正文", "Rule Text"),
    "AsideTitle": ("旁注标题", "Aside Title"),
    "AsideText": ("旁注正文", "Aside Text"),
    "Letterhead": ("发文机关标志", "Letterhead"),
    "LetterheadNumber": ("发文字号", "Letterhead Number"),
    "LetterheadClass": ("密级", "Letterhead Classification"),
    "Addressee": ("主送", "Addressee"),
    "Attachments": ("附件说明", "Attachments"),
    "Signature": ("落款", "Signature Block"),
    "SecondColophon": ("译文版记", "Second Language Colophon"),
    "SecondAttachments": ("译文附件说明", "Second Language Attachments"),
    "SecondSignature": ("译文落款", "Second Language Signature"),
    "LetterheadTranslation": ("发文机关译名", "Letterhead Translation"),
    "Pending": ("待补", "Pending"),
    "CodeBlock": ("代码", "Code Block"),
    "Article": ("条", "Article"),
    "ArticleText": ("条文", "Article Text"),
    "EmphasisDots": ("着重号", "Emphasis Dots"),
    "RunningHead": ("页眉章名", "Running Head"),
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
# Between two columns of short entries, in twips.
COLUMN_GAP = 454
TOC_INDENTS = (0, 480, 1080)
# Where words begin in contents whose numbers have a column of their own, in twips.
TOC_WORDS = 700


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
        parts = [f'<w:style w:type="{self.kind}"{default}{custom} w:styleId="{self.id}"><w:name w:val="{self.name}"/>']
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
        + condensed(theme, style)
        + f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
    )


def condensed(theme: Theme, style: TypeStyle) -> str:
    """w:spacing of a theme with a grid: Word sets type in half points, and 28 characters of 16 pt are longer than the
    line of 156 mm that they have to fill. Not by w:docGrid, which LibreOffice reads as wider cells."""
    grid = theme.page.grid
    if grid is None or style.size != theme.type["body"].size:
        return ""
    cell = theme.page.frame_mm()[0] * 72 / 25.4 / grid.characters
    return f'<w:spacing w:val="{math.floor((cell - half_points(style.size) / 2) * 20)}"/>'


def spacing(style: TypeStyle, before: float | None = None, after: float | None = None, rule: str = "atLeast") -> str:
    """Space and leading. "At least" lets larger type grow; running text takes "exact", so that columns in two
    languages share their baselines whatever fonts they have, and every reader breaks pages alike."""
    above = style.before if before is None else before
    below = style.after if after is None else after
    return (
        f'<w:spacing w:before="{twips(above)}" w:after="{twips(below)}" '
        f'w:line="{twips(style.leading)}" w:lineRule="{rule}"/>'
    )


def centred(style: TypeStyle) -> str:
    """w:jc of a style that stands in the middle of its measure."""
    return '<w:jc w:val="center"/>' if style.align == "center" else ""


def named(style_id: str, lang: Lang) -> tuple[str, str]:
    """Name and alias of one of our own styles."""
    zh, en = OWN_NAMES[style_id]
    return (zh, en) if lang == "zh" else (en, zh)


def language(lang: Lang) -> str:
    """w:lang: Latin text is British English, East Asian text is Chinese, in a document of either language."""
    return '<w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'


def box(theme: Theme, bar: str, thick: int = 0) -> str:
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


def own_style(style_id: str, lang: Lang, kind: str = "paragraph", quick: bool | None = None, **more: Any) -> Style:
    """A style of ours under its two names; all but tables stand in Word's gallery."""
    name, alias = named(style_id, lang)
    return Style(style_id, name, kind, alias=alias, quick=kind != "table" if quick is None else quick, **more)
