"""The styles of what stands in a box: callouts, side notes and tables."""

from __future__ import annotations

from collections.abc import Iterator

from opsdoc.document.tree import Lang
from opsdoc.render.docx.markup import hex_colour, mm
from opsdoc.render.docx.styles import Style, box, character, own_style, spacing
from opsdoc.theme import Theme


def families(theme: Theme) -> dict[str, str]:
    """The families of boxed passages and their colour tokens."""
    own = theme.callouts
    return {"Callout": own.key, "Caution": own.caution, "Rule": own.rule, "Tip": own.tip, "Example": own.example}


def callouts(theme: Theme, lang: Lang) -> Iterator[Style]:
    body = theme.type["body"]
    for name, token in families(theme).items():
        # Title and text share borders and indents: only then does Word draw one box around both.
        boxed = box(theme, hex_colour(theme.colour(token)), 20)
        ends = '<w:ind w:left="260" w:right="140" w:firstLineChars="0" w:firstLine="0"/>'
        yield own_style(
            f"{name}Title",
            lang,
            based_on="Normal",
            next=f"{name}Text",
            priority=14,
            ppr=f"<w:keepNext/><w:keepLines/>{boxed}{spacing(body, 8, 1)}{ends}",
            rpr=f'<w:b/><w:bCs/><w:color w:val="{hex_colour(theme.colour(token))}"/>',
        )
        yield own_style(
            f"{name}Text", lang, based_on="Normal", priority=14, ppr=f"<w:keepLines/>{boxed}{spacing(body, 0, 3)}{ends}"
        )
    note = theme.type["source"]
    line = f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="5" w:color="{hex_colour(theme.colours.rule)}"/></w:pBdr>'
    right = mm(theme.page.frame_mm()[0] - theme.page.aside_mm * 2.4)
    yield own_style(
        "AsideTitle",
        lang,
        based_on="Normal",
        next="AsideText",
        priority=15,
        ppr=f'<w:keepNext/>{line}{spacing(theme.type["table"], 6, 1)}<w:ind w:right="{right}"/>',
        rpr=character(theme, "table_head"),
    )
    yield own_style(
        "AsideText",
        lang,
        based_on="Normal",
        next="BodyText",
        priority=15,
        ppr=f'{spacing(theme.type["table"], 0, note.after)}<w:ind w:right="{right}"/>',
        rpr=character(theme, "table", colour="muted"),
    )


def matrices(theme: Theme, lang: Lang) -> Iterator[Style]:
    """The type of tables that are set small and close; names of rows are no heavier than on paper."""
    token = "table_dense" if "table_dense" in theme.type else "table"
    small, head = theme.type[token], theme.type["table_head"]
    type = {**theme.type, "head": head.model_copy(update={"size": small.size, "leading": small.leading})}
    dressed = theme.model_copy(update={"type": type})
    room = spacing(small, 1.2, 1.2)
    yield own_style("MatrixText", lang, based_on="TableText", priority=12, ppr=room, rpr=character(theme, token))
    named = character(dressed, "head")
    yield own_style("MatrixHead", lang, based_on="TableHead", priority=12, ppr=room, rpr=named)
    named = character(theme, token) if theme.table_rules == "grid" else named
    yield own_style("MatrixRowHead", lang, based_on="TableRowHead", priority=12, ppr=room, rpr=named)


def tables(theme: Theme, lang: Lang) -> Iterator[Style]:
    rule, ink = hex_colour(theme.colours.rule), hex_colour(theme.colours.primary)

    def line(edge: str, size: int, colour: str) -> str:
        return f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'

    def table(style_id: str, borders: str, extra: str = "", left: int = 85) -> Style:
        margins = (
            f'<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="{left}" w:type="dxa"/>'
            f'<w:bottom w:w="0" w:type="dxa"/><w:right w:w="{left}" w:type="dxa"/></w:tblCellMar>'
        )
        edges = f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""
        return own_style(
            style_id,
            lang,
            "table",
            based_on="TableNormal",
            priority=59,
            rest=f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{edges}{margins}</w:tblPr>{extra}',
        )

    # 1.1 pt above, 0.7 pt below the head, hairlines between rows, 0.8 pt at the end; no verticals.
    frame = line("top", 9, ink) + line("bottom", 6, ink) + line("insideH", 3, rule)
    if theme.table_rules == "grid":
        frame = "".join(line(edge, 4, rule) for edge in ("top", "bottom", "insideH", "insideV"))

    def first_row(ground: str = "") -> str:
        return (
            '<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders>'
            f"{line('bottom', 6, ink)}</w:tcBorders>{ground}</w:tcPr></w:tblStylePr>"
        )

    head = first_row()
    # A company's ruled tables have a ground below their heads; official documents have none.
    tint = f'<w:shd w:val="clear" w:color="auto" w:fill="{hex_colour(theme.colours.tint)}"/>'
    shaded = theme.table_rules == "grid" and "letterhead" not in theme.type
    yield table("TableGridRules", frame, first_row(tint) if shaded else head)
    across = "" if theme.table_rules == "grid" else line("insideV", 3, rule)
    yield table("TableMatrix", frame + across, head, 57)
    yield table("TableCard", line("top", 9, ink) + line("bottom", 3, rule) + line("insideH", 3, rule))
    yield table(
        "TableControl",
        "".join(line(e, 4, rule) for e in ("top", "left", "bottom", "right", "insideH", "insideV")),
    )
    yield table("TableFigures", "", left=0)
    yield table("TableLayout", "", left=0)
