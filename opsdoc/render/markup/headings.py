"""Headings with what hangs on them: eyebrow, running head, bookmark; and the lists of contents that point at them."""

from __future__ import annotations

from opsdoc.document.tree import Contents, Figure, Heading, Inlines, Lang, Table, plain, query, text
from opsdoc.render.markup.inlines import inlines, title, without_notes
from opsdoc.render.markup.setting import LANGUAGE_TAGS, Setting, attributes, language
from opsdoc.text import display_width

_IDEOGRAPHIC_SPACE = "\u3000"
_LONGEST_RUNNING_HEAD = 36  # columns of half an em


def heading(block: Heading, lang: Lang, setting: Setting, place: str = "") -> str:
    """A heading; of level 1 with its eyebrow, and with the words of the running head and the bookmark as data. Its
    `place` is that of the text below it, or a class for another."""
    here = block.lang or lang
    name = f"h{block.level}"
    words = title(block.content, here, setting) if block.level == 1 else inlines(block.content, here, setting)
    # A figure alone above a title reads like a page number, to people and to screen readers.
    beside = setting.context.theme.page.chapter_number == "beside" or not block.short
    if (block.level > 1 or beside) and block.number:
        words = f'<span class="number">{inlines(text(block.number), here, setting)}</span>{words}'
    second = setting.document.second_lang
    if block.translation and second:
        other = inlines(block.translation, second, setting)
        words += f'<span class="translation" lang="{LANGUAGE_TAGS[second]}">{other}</span>'
    tag = f"<{name}" + attributes(
        id=setting.anchor(block.id),
        class_=place,
        lang=language(block.lang, lang),
        data_running=_running(block) if block.level == 1 else "",
        data_number=shown_number(block.number) if block.level == 1 else "",
        data_bookmark=bookmark(block),
    )
    if block.level > 1:
        return f"{tag}>{words}</{name}>"
    above = "" if beside else _eyebrow(block)
    opening = f'<p class="eyebrow">{inlines(text(above), here, setting)}</p>' if above else ""
    return f'<header class="opening">{opening}{tag}>{words}</{name}></header>'


def bookmark(block: Heading) -> str:
    """Number and words of a heading on one line, in both languages of a bilingual document."""
    return " ".join(filter(None, (block.number, plain(block.content).strip(), plain(block.translation).strip())))


def shown_number(number: str) -> str:
    """A chapter number as the eyebrow shows it: 02 for 2, others as they are."""
    return f"{number:>02}" if number.isascii() and number.isdigit() else number


def _eyebrow(block: Heading) -> str:
    return _IDEOGRAPHIC_SPACE.join(filter(None, (shown_number(block.number), block.short)))


def _running(block: Heading) -> str:
    words = _IDEOGRAPHIC_SPACE.join(
        filter(None, (shown_number(block.number), block.short or plain(block.content).strip()))
    )
    return words if block.short else shortened(words, _LONGEST_RUNNING_HEAD)


def shortened(words: str, columns: int) -> str:
    """Words cut to a width, an ellipsis at the end; English ends after a whole word."""
    if display_width(words) <= columns:
        return words
    width, kept = 0, ""
    for character in words:
        width += display_width(character)
        if width > columns - 2:
            break
        kept += character
    if kept[-1:].isascii() and " " in kept:
        kept = kept.rpartition(" ")[0]
    return kept.rstrip("，、：,: ") + "…"


def contents(block: Contents, lang: Lang, setting: Setting) -> str:
    """A list of headings, figures or tables; page numbers come from the style sheet."""
    key = {"headings": "contents", "figures": "list_of_figures", "tables": "list_of_tables"}[block.of]
    name = block.title or text(setting.label(key))
    words = inlines(name, lang, setting)
    second = setting.document.second_lang
    if second:
        other = block.title_translation or text(setting.label(key, second))
        if other:
            foreign = inlines(other, second, setting)
            words += f'<span class="translation" lang="{LANGUAGE_TAGS[second]}">{foreign}</span>'
    entries = _headings(block, setting) if block.of == "headings" else _captions(block, setting)
    if not entries:
        return ""
    return (
        f"<nav{attributes(class_=f'contents of-{block.of}', id=setting.anchor(block.id), aria_label=plain(name))}>"
        f"<p{attributes(class_='contents-title', data_running=plain(name))}>{words}</p>"
        f'<ul data-pdf="TOC">{"".join(entries)}</ul></nav>'
    )


def _headings(block: Contents, setting: Setting) -> list[str]:
    lang = setting.document.lang
    out = []
    for found in query(setting.document.blocks, Heading):
        if found.level > block.depth:
            continue
        here = found.lang or lang
        chapter = found.level == 1
        main = text(found.short) if chapter and found.short else found.content
        # A short name is easy to find, the full title tells the story: a chapter shows both.
        below = found.content if chapter and found.short and not found.translation else ()
        number = shown_number(found.number) if chapter else found.number
        out.append(_entry(found.id, f"level-{found.level}", number, main, below, found.translation, here, setting,
                          title_attribute=bookmark(found)))  # fmt: skip
    return out


def _captions(block: Contents, setting: Setting) -> list[str]:
    blocks = setting.document.blocks
    items: list[Figure | Table] = []
    items += query(blocks, Figure) if block.of == "figures" else query(blocks, Table)
    return [
        _entry(item.id, "caption-entry", item.number, item.caption, (), item.caption_translation,
               item.lang or setting.document.lang, setting, title_attribute=f"{item.number} {plain(item.caption)}")
        for item in items
        if item.number and item.caption
    ]  # fmt: skip


def _entry(
    target: str, kind: str, number: str, main: Inlines, below: Inlines, translation: Inlines, lang: Lang,
    setting: Setting, *, title_attribute: str,
) -> str:  # fmt: skip
    second = setting.document.second_lang
    paper = setting.medium == "print"
    counted = f'<span class="number">{inlines(text(number), lang, setting)}</span>' if number or paper else ""
    words = f'<span class="words">{inlines(without_notes(main), lang, setting)}</span>'
    if below:
        words += f'<span class="story">{inlines(without_notes(below), lang, setting)}</span>'
    if translation and second:
        other = inlines(without_notes(translation), second, setting)
        words += f'<span class="translation" lang="{LANGUAGE_TAGS[second]}">{other}</span>'
    if paper:
        # After an element in another language, a number without one of its own is taken to come before it.
        of_its_own = "Span" if translation and second else ""
        at = f"<span{attributes(class_='at', data_target='#' + target, data_pdf=of_its_own)}></span>"
        # Cells of a table: a grid for each entry took a tenth of the time of the whole layout.
        words = f'<span class="line">{counted}<span class="entry">{words}</span>{at}</span>'
    else:
        words = counted + words
    kind += "" if number else " unnumbered"
    return f'<li class="{kind}"><a{attributes(href="#" + target, title=title_attribute)}>{words}</a></li>'
