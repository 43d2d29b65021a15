"""Blocks as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
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
    Lang,
    LineBreak,
    Locator,
    OrderedList,
    PageBreak,
    Pair,
    Paragraph,
    Quote,
    Strong,
    Table,
    plain,
    query,
)
from opsdoc.render.markup.figures import figure, figure_data
from opsdoc.render.markup.headings import contents, heading
from opsdoc.render.markup.index import index as back_index
from opsdoc.render.markup.inlines import inlines
from opsdoc.render.markup.lists import bullet_list, ordered_list
from opsdoc.render.markup.setting import LANGUAGE_TAGS, Setting, attributes, language
from opsdoc.render.markup.tables import table
from opsdoc.render.markup.widths import words_width

# Blocks of full measure: a heading right above one stands at the same edge.
_WIDE = (Table, Figure, Pair, Callout)
_LEADING = 220  # characters of a paragraph that may keep with what follows it
_FEW_WORDS = 110  # em of a paragraph that takes up to five lines of a narrow column
_BESIDE_AN_ASIDE = 3  # blocks that may share its row: the column is narrow, and a long row leaves the margin empty


def chapters(content: Blocks, setting: Setting) -> str:
    """All blocks of a document, every level-1 heading with what follows it in a section of its own."""
    lang = setting.document.lang
    groups: list[list[Block]] = [[]]
    for block in _headed(content):
        if _opening(block) is not None:
            groups.append([])
        groups[-1].append(block)
    out = []
    numbered = 0
    setting.ends = _ends(content, setting)
    for group in filter(None, groups):
        if any(isinstance(block, Index) for block in group):
            out.append(figure_data(setting))  # an index is the last of a book
        inside = blocks(group, lang, setting)
        opening = _opening(group[0])
        if opening is not None:
            numbered += bool(opening.number and not opening.annex)
            kind = "chapter" + f" numbered chapter-{numbered}" * bool(opening.number and not opening.annex)
            kind += " lying" * isinstance(group[0], Landscape)
            inside = f'<section class="{kind}">{inside}</section>'
        out.append(inside)
    return "".join(out)


def _headed(content: Blocks) -> list[Block]:
    """Landscape blocks take the headings right above them along: those would stand alone on an upright page."""
    out: list[Block] = []
    for block in content:
        if isinstance(block, Landscape):
            above: list[Block] = []
            while out and isinstance(out[-1], Heading):
                above.insert(0, out.pop())
            block = replace(block, content=(*above, *block.content))
        out.append(block)
    return out


def _ends(content: Blocks, setting: Setting) -> dict[int, str]:
    """The tables with which sections end that an index names, by identity."""
    if setting.medium != "print":
        return {}
    wanted = {place.target for place in query(content, Locator) if place.main}
    out: dict[int, str] = {}
    within: list[Heading] = []
    before: Block | None = None
    for block in (*content, None):
        if block is None or isinstance(block, Heading):
            level = block.level if block is not None else 0
            if isinstance(before, Table):
                # A section of its own in another ends with it: the inner one is what the index names.
                out |= {id(before): section.id for section in within if section.level >= level and section.id in wanted}
            within = [section for section in within if section.level < level] + ([block] if block else [])
        before = block
    return out


def _opening(block: Block) -> Heading | None:
    """The heading of level 1 with which a block opens a chapter."""
    if isinstance(block, Landscape) and block.content:
        block = block.content[0]
    return block if isinstance(block, Heading) and block.level == 1 else None


def blocks(content: Sequence[Block], lang: Lang, setting: Setting) -> str:
    """Blocks one after the other; an aside takes the paragraphs that follow it beside itself."""
    out: list[str] = []
    position = 0
    while position < len(content):
        current = content[position]
        position += 1
        if isinstance(current, Callout) and current.kind == "aside":
            beside = _beside(content[position:]) if setting.context.theme.page.aside_mm else []
            position += len(beside)
            out.append(_aside(current, beside, lang, setting))
        elif isinstance(current, Heading) and current.level > 1 and position < len(content):
            place = "over-wide" if _meets_wide(content[position:]) else ""
            if setting.context.theme.page.aside_mm and _names_a_list(current, content[position]):
                place = "in-margin"
            out.append(heading(current, lang, setting, place))
        elif _leads(content, position - 1):
            out.append(block(replace(current, classes=(*current.classes, "keep")), lang, setting))
        else:
            out.append(block(current, lang, setting))
    return "".join(out)


def _leads(content: Sequence[Block], at: int) -> bool:
    """Whether a paragraph under a heading only leads to what follows: it then keeps with it, as the heading does."""
    paragraph = _paragraph(content[at])
    above = at - 1 - (at > 1 and _is_data(content[at - 1]))
    if paragraph is None or not at or not isinstance(content[above], Heading):
        return False
    if paragraph.role == "source":
        return at + 1 < len(content)
    if at + 1 == len(content) or len(plain(paragraph.content)) > _LEADING:
        return False
    # A heading with its drawing may need the next page for itself; the words above it stay where they are.
    if isinstance(content[at + 1], Heading) and any(isinstance(after, Figure) for after in content[at + 2 : at + 3]):
        return False
    all_strong = len(paragraph.content) == 1 and isinstance(paragraph.content[0], Strong)
    return all_strong or isinstance(content[at + 1], (Heading, Table, Figure))


def _paragraph(block: Block) -> Paragraph | None:
    """A paragraph, or the first language's of a pair of them."""
    inner = block.first[0] if isinstance(block, Pair) and len(block.first) == 1 else block
    return inner if isinstance(inner, Paragraph) else None


def _is_data(block: Block) -> bool:
    """Whether a paragraph is small print, such as the line of data below the heading of a function."""
    paragraph = _paragraph(block)
    return paragraph is not None and paragraph.role == "source"


def _meets_wide(following: Sequence[Block]) -> bool:
    """Whether a heading is followed by a block of full measure, or by its line of data and a lead above a table. A
    heading below another stands at the same edge as that."""
    if isinstance(following[0], Heading) and following[0].level > 1 and len(following) > 1:
        return _meets_wide(following[1:])
    if not isinstance(following[0], _WIDE) and _is_data(following[0]):
        return any(isinstance(block, _WIDE) for block in following[1:3])
    return isinstance(following[0], _WIDE)


def _names_a_list(title: Heading, below: Block) -> bool:
    """Whether a heading without a number only names the list below it: it then stands in the margin, next to it."""
    return not title.number and isinstance(below, (BulletList, OrderedList))


def _beside(following: Sequence[Block]) -> list[Block]:
    """The blocks that can stand next to an aside: one heading, then paragraphs and lists."""
    taken: list[Block] = []
    for index, candidate in enumerate(following):
        fits = (isinstance(candidate, Heading) and candidate.level > 1 and index == 0) or (
            isinstance(candidate, Paragraph) and candidate.role == "body"
        )
        if not fits or len(taken) == _BESIDE_AN_ASIDE:
            break
        taken.append(candidate)
    if len(taken) == 1 and isinstance(taken[0], Heading):
        return []  # the heading belongs to what comes after it
    return taken


def _aside(note: Callout, beside: list[Block], lang: Lang, setting: Setting) -> str:
    here = note.lang or lang
    label = f'<p class="label">{inlines(note.title, here, setting)}</p>' if note.title else ""
    kind = "side" if beside else "side alone"
    side = (
        f"<aside{attributes(class_=kind, id=setting.anchor(note.id), lang=language(note.lang, lang))}>"
        f"{label}{blocks(note.content, here, setting)}</aside>"
    )
    if not beside:
        return side
    return f'<div class="row">{side}<div class="main">{blocks(beside, lang, setting)}</div></div>'


def block(node: Block, lang: Lang, setting: Setting) -> str:
    """One block."""
    here = node.lang or lang

    def common() -> str:
        text = isinstance(node, Paragraph | BulletList | OrderedList | Quote)
        anchor = setting.anchor_of_text(node.id) if text else setting.anchor(node.id)
        return attributes(id=anchor, lang=language(node.lang, lang))

    match node:
        case Heading():
            return heading(node, lang, setting)
        case Paragraph():
            kind = " ".join([node.role] * (node.role != "body") + list(node.classes))
            width = _signature_width(node) if "signature" in node.classes else ""
            return f"<p{attributes(class_=kind, style=width)}{common()}>{inlines(node.content, here, setting)}</p>"
        case BulletList():
            return bullet_list(node, common(), here, setting)
        case OrderedList():
            return ordered_list(node, common(), here, setting)
        case Quote():
            return f"<blockquote{common()}>{blocks(node.content, here, setting)}</blockquote>"
        case Callout():
            return _aside(node, [], lang, setting) if node.kind == "aside" else _callout(node, common(), here, setting)
        case Table():
            return table(node, lang, setting)
        case Figure():
            return figure(node, lang, setting)
        case CodeBlock():
            language_of_code = attributes(data_language=node.language)
            return f"<pre{language_of_code}{common()}><code>{escape(node.text, quote=False)}</code></pre>"
        case PageBreak():
            return f'<div class="page-break" aria-hidden="true"{common()}></div>'
        case Landscape():
            return _landscape(node, common(), here, setting)
        case Pair():
            return _pair(node, common(), setting)
        case Contents():
            return contents(node, here, setting)
        case Index():
            return back_index(node, here, setting)
        case Article():
            return _article(node, common(), here, setting)
        case _:
            assert_never(node)


def _signature_width(node: Paragraph) -> str:
    """The width of a signature, so that it can stand at the right edge: a float would be painted before the text that
    it follows, and heard before it too."""
    lines, rest = [], list(node.content)
    while any(isinstance(inline, LineBreak) for inline in rest):
        at = next(n for n, inline in enumerate(rest) if isinstance(inline, LineBreak))
        lines.append(plain(tuple(rest[:at])))
        rest = rest[at + 1 :]
    longest = max((*lines, plain(tuple(rest))), key=words_width)
    # Two characters from the edge (GB/T 9704-2012, 7.3.6); Latin letters are only estimated and need some more.
    room = 2 if words_width(longest) == len(longest) else 3
    return f"width:{words_width(longest) + room:.1f}em"


def _callout(node: Callout, common: str, lang: Lang, setting: Setting) -> str:
    fixed = setting.label(f"callout_{node.kind}", lang)
    words = inlines(node.title, lang, setting) or escape(fixed)
    label = f'<p class="label">{words}</p>' if words else ""
    inside = blocks(node.content, lang, setting)
    return f'<div class="callout {escape(node.kind)}" role="note"{common}>{label}{inside}</div>'


def _landscape(node: Landscape, common: str, lang: Lang, setting: Setting) -> str:
    setting.landscape = True
    inside = blocks(node.content, lang, setting)
    setting.landscape = False
    return f'<section class="wide"{common}>{inside}</section>'


def _item_by_item(node: Pair) -> list[Pair]:
    """A list and its translation as a pair for each item, so that every item stands across from its own; the pair as it
    is where they have not as many."""
    if node.layout != "columns" or len(node.first) != 1 or len(node.second) != 1:
        return [node]
    ours, theirs = node.first[0], node.second[0]
    lists = (BulletList, OrderedList)
    if not (isinstance(ours, lists) and isinstance(theirs, lists) and len(ours.items) == len(theirs.items)):
        return [node]

    def item(whole: BulletList | OrderedList, at: int) -> Blocks:
        # References lead to the list where it begins.
        id_ = whole.id if at == 0 else ""
        if isinstance(whole, OrderedList):
            return (replace(whole, items=whole.items[at : at + 1], start=whole.start + at, id=id_),)
        return (replace(whole, items=whole.items[at : at + 1], id=id_),)

    return [
        replace(node, first=item(ours, at), second=item(theirs, at), id=node.id if at == 0 else "")
        for at in range(len(ours.items))
    ]


def _pair(node: Pair, common: str, setting: Setting) -> str:
    parts = _item_by_item(node) if setting.medium == "print" else [node]
    return "".join(_one_pair(part, common if at == 0 else "", setting) for at, part in enumerate(parts))


def _one_pair(node: Pair, common: str, setting: Setting) -> str:
    def side(content: Blocks, lang: Lang) -> str:
        if content:
            inside = blocks(content, lang, setting)
        else:
            inside = f'<p class="pending">{escape(setting.label("pending", lang))}</p>'
        return f'<div class="{lang}" lang="{LANGUAGE_TAGS[lang]}">{inside}</div>'

    kind = f"pair {node.layout} {node.first_lang}-{node.second_lang}" + " keep" * ("keep" in node.classes)
    kind += " few" * _is_short(node)
    return f'<div class="{kind}"{common}>{side(node.first, node.first_lang)}{side(node.second, node.second_lang)}</div>'


def _is_short(node: Pair) -> bool:
    """Whether a paragraph and its translation take a few lines: of three lines next to four, a page would end amid
    the four and show none of the three."""
    both = (*node.first, *node.second)
    if len(both) != 2 or not all(isinstance(one, Paragraph) for one in both):
        return False
    return all(words_width(plain(one.content)) <= _FEW_WORDS for one in both if isinstance(one, Paragraph))


def _article(node: Article, common: str, lang: Lang, setting: Setting) -> str:
    words = f'<span class="number">{escape(node.number)}</span>{inlines(node.title, lang, setting)}'
    second = setting.document.second_lang
    if node.title_translation and second:
        other = inlines(node.title_translation, second, setting)
        words += f'<span class="translation" lang="{LANGUAGE_TAGS[second]}">{other}</span>'
    return f'<article{common}><p class="article-title">{words}</p>{blocks(node.content, lang, setting)}</article>'
