"""The index at the end of a book: names under their letters, with the pages on paper and the sections on a screen."""

from __future__ import annotations

from itertools import groupby

from opsdoc.document.tree import Index, IndexEntry, Lang, Locator, text
from opsdoc.render.markup.inlines import inlines
from opsdoc.render.markup.setting import END_OF, Setting, attributes, language


def index(block: Index, lang: Lang, setting: Setting) -> str:
    """An index; in a bilingual document a list for each language. Nothing where it has no entries."""
    lists = [(its, list(entries)) for its, entries in groupby(block.entries, key=lambda entry: entry.lang)]
    parts = [_list(its, entries, len(lists) > 1, lang, setting) for its, entries in lists]
    if not any(parts):
        return ""
    note = setting.label("index_note")
    if note and setting.medium == "print":
        parts.insert(0, f'<p class="index-note">{inlines(text(note), lang, setting)}</p>')
    name = attributes(
        class_="index", id=setting.anchor(block.id), data_pdf="Index", aria_label=setting.label("h_index")
    )
    return f"<nav{name}>{''.join(parts)}</nav>"


def _list(its: Lang, entries: list[IndexEntry], titled: bool, around: Lang, setting: Setting) -> str:
    groups = []
    for initial, group in groupby(entries, key=lambda entry: entry.initial):
        items = "".join(_entry(entry, its, setting) for entry in group)
        if items:
            groups.append(f'<p class="initial">{initial}</p><ul>{items}</ul>')
    if not groups:
        return ""
    words = setting.label("index_list", its) if titled else ""
    title = f'<p class="index-title">{inlines(text(words), its, setting)}</p>' if words else ""
    return f"<div{attributes(class_='index-list', lang=language(its, around))}>{title}{''.join(groups)}</div>"


def _entry(entry: IndexEntry, lang: Lang, setting: Setting) -> str:
    # Blocks that a medium does not show have no anchor.
    places = [place for place in entry.places if place.target in setting.anchors]
    if not places:
        return ""
    words = entry.words
    if entry.abbreviation:
        words += f"（{entry.abbreviation}）" if lang == "zh" else f" ({entry.abbreviation})"
    name = inlines(text(words), lang, setting)
    if setting.medium == "screen":
        gap, joint = ("　", "、") if lang == "zh" else (" ", ", ")
        return f"<li>{name}{gap}{joint.join(_section(place) for place in places)}</li>"
    # Which of them show a number is known when pages are (see weasy/locators.py).
    all_of_them = " ".join(place.target + _main(place, setting) for place in places)
    numbers = "".join(_number(entry, place, all_of_them) for place in places)
    return f"<li>{name}<span{attributes(class_='pages')}>{numbers}</span></li>"


def _main(place: Locator, setting: Setting) -> str:
    """The mark of a main place, with the end of its section where that can be told."""
    end = END_OF + place.target
    return "!" + end * (end in setting.anchors) if place.main else ""


def _section(place: Locator) -> str:
    words = place.section or "→"
    inside = f"<strong>{words}</strong>" if place.main else words
    return f"<a{attributes(href='#' + place.target, title=words)}>{inside}</a>"


def _number(entry: IndexEntry, place: Locator, places: str) -> str:
    said = f"{entry.words}: {place.section}" if place.section else entry.words
    shown = attributes(
        class_="locator main" if place.main else "locator",
        href="#" + place.target,
        title=said,
        data_target="#" + place.target,
        data_places=places,
    )
    return f"<a{shown}></a>"
