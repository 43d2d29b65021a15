"""Tables as HTML, and the band of large figures that is a table in the tree alone."""

from __future__ import annotations

import re

from opsdoc.document.tree import Block, Cell, Inlines, Lang, Paragraph, Row, Table, plain, query
from opsdoc.render.markup.inlines import inlines
from opsdoc.render.markup.setting import LANGUAGE_TAGS, Setting, attributes, language

_SHORT = 9  # rows of a table that is not worth parting
_LONG_WORD = re.compile(r"[^\s\u2e80-\u9fff\uff00-\uffef]{28,}")


def table(block: Table, lang: Lang, setting: Setting) -> str:
    """A table with its caption above and its notes below."""
    if block.role == "figures":
        return _figures(block, lang, setting)
    here = block.lang or lang
    kind = (
        block.role + (" short" if len(block.body) <= _SHORT else "") + (" long-words" if _has_long_words(block) else "")
    )
    head = "".join(_row(row, "col", block, here, setting) for row in block.head)
    body = "".join(_row(row, "row", block, here, setting) for row in block.body)
    rows = f"{_columns(block)}{f'<thead>{head}</thead>' if head else ''}<tbody>{body}</tbody>"
    own = attributes(id=setting.anchor(block.id), lang=language(block.lang, lang))
    # A grid without any header (strengths, weaknesses …) is read cell by cell: no table for those who hear it.
    grid = bool(head) or block.role == "card" or any(cell.header for row in block.body for cell in row.cells)
    whole, part, role = ("Table", "Parent", "") if grid else ("Div", "Div", "presentation")
    named = (block.number, block.caption, block.caption_translation, here, setting)
    if setting.medium == "print" and block.caption:
        # A page may end between a <caption> and its table, but not after a paragraph that keeps with what follows.
        # The structure tree sees one table with its caption all the same.
        out = f'<div class="captioned {kind}" data-pdf="{whole}"{own}>{caption("p", *named)}'
        out += f"<table{attributes(class_=kind, data_pdf=part, role=role)}>{rows}</table></div>"
    else:
        shown = attributes(class_=kind, data_pdf="" if grid else "Div", role=role)
        out = f"<table{shown}{own}>{caption('caption', *named)}{rows}</table>"
    if block.note:
        out += f'<div class="table-note">{_blocks(block.note, here, setting)}</div>'
    return out


def caption(tag: str, number: str, words: Inlines, translation: Inlines, lang: Lang, setting: Setting) -> str:
    """A caption: number, words, and the other language on its own line."""
    if not words and not number:
        return ""
    second = setting.document.second_lang
    out = f'<span class="number">{number}</span>' if number else ""
    out += f'<span class="words">{inlines(words, lang, setting)}</span>'
    if translation and second:
        tag_of_second = LANGUAGE_TAGS[second]
        foreign = inlines(translation, second, setting)
        out += f'<span class="translation" lang="{tag_of_second}">{foreign}</span>'
    return f'<p class="caption" data-pdf="Caption">{out}</p>' if tag == "p" else f"<{tag}>{out}</{tag}>"


def _columns(block: Table) -> str:
    total = sum(column.width for column in block.columns)
    if not total:
        return ""
    share = (column.width / total * 100 for column in block.columns)
    return "<colgroup>" + "".join(f'<col style="width:{w:.4g}%">' if w else "<col>" for w in share) + "</colgroup>"


def _row(row: Row, scope: str, block: Table, lang: Lang, setting: Setting) -> str:
    cells: list[str] = []
    column = 0
    label_only = scope == "row" and row.role == "body" and _mostly_headers(block)
    for index, cell in enumerate(row.cells):
        # A card has labels on the left, and a table needs headers for those who hear it.
        header = scope == "col" or (cell.header and not label_only) or (block.role == "card" and index == 0)
        cells.append(_cell(cell, header, _scope(cell, scope, row), column, block, lang, setting))
        column += cell.colspan
    kind = row.role if row.role != "body" else ""
    return f"<tr{attributes(class_=kind)}>{''.join(cells)}</tr>"


def _scope(cell: Cell, scope: str, row: Row) -> str:
    wide = cell.colspan > 1 and scope == "col"
    return "rowgroup" if row.role == "group" else f"{scope}group" if wide else scope


def _cell(cell: Cell, header: bool, scope: str, column: int, block: Table, lang: Lang, setting: Setting) -> str:
    tag = "th" if header else "td"
    align = block.columns[column].align.value if column < len(block.columns) else "left"
    classes = [align[0]] if align != "left" else []
    if cell.header and not header:
        classes.append("row-head")
    if cell.tone:
        classes.append(f"tone tone-{re.sub(r'[^A-Za-z0-9-]', '-', cell.tone)}")
    inside = cell_content(cell.content, lang, setting)
    if cell.tone and block.role == "grid":
        inside = f'<span class="chip">{inside}</span>'
    return (
        f"<{tag}"
        + attributes(
            scope=scope if header else "",
            class_=" ".join(classes),
            colspan=cell.colspan if cell.colspan > 1 else "",
            rowspan=cell.rowspan if cell.rowspan > 1 else "",
        )
        + f">{inside}</{tag}>"
    )


def cell_content(content: tuple[Block, ...], lang: Lang, setting: Setting) -> str:
    """What stands in a cell; a single paragraph needs no element of its own."""
    if len(content) == 1 and isinstance(content[0], Paragraph) and not content[0].id:
        only = content[0]
        words = inlines(only.content, only.lang or lang, setting)
        changed = language(only.lang, lang)
        return f'<span lang="{changed}">{words}</span>' if changed else words
    return _blocks(content, lang, setting)


def _figures(block: Table, lang: Lang, setting: Setting) -> str:
    # Read aloud, "217, approval items reviewed" makes sense; a row of numbers and then a row of words does not.
    columns = zip(*(row.cells for row in block.body), strict=False)
    items = "".join(
        "<li>"
        + "".join(
            f'<span class="{"figure-number" if index == 0 else "figure-label"}">'
            f"{cell_content(cell.content, lang, setting)}</span>"
            for index, cell in enumerate(column)
        )
        + "</li>"
        for column in columns
    )
    kind = f"figures of-{len(block.columns)}"
    return f"<ul{attributes(class_=kind, id=setting.anchor(block.id), lang=language(block.lang, lang))}>{items}</ul>"


def _mostly_headers(block: Table) -> bool:
    """Whether row headers would leave more headers than data: in two columns under a head they say nothing new."""
    rows = [cell for row in block.body for cell in row.cells]
    headers = sum(cell.header for cell in rows)
    heads = sum(len(row.cells) for row in block.head)
    return bool(block.head) and heads + headers > len(rows) - headers


def _has_long_words(block: Table) -> bool:
    return any(_LONG_WORD.search(plain(p.content)) for p in query(block.body, Paragraph))


def _blocks(content: tuple[Block, ...], lang: Lang, setting: Setting) -> str:
    # Cells hold blocks and blocks hold tables: one of the two has to import late.
    from opsdoc.render.markup.blocks import blocks

    return blocks(content, lang, setting)
