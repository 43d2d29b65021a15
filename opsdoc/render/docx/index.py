"""The index at the end of a book: XE fields where its entries stand in the text, and an INDEX field that is filled
already, so that nobody is asked to update it; when Word does, it sorts and counts by itself."""

from __future__ import annotations

from itertools import groupby

from opsdoc.document.tree import Index, IndexEntry, Lang, text
from opsdoc.render.docx.fields import close_field, open_field, pages_run
from opsdoc.render.docx.inlines import inlines
from opsdoc.render.docx.runs import Face
from opsdoc.render.docx.scope import Listed, Place, Writer

# Chinese entries in the order of their pinyin.
_SWITCHES = {"zh": '\\o "P" \\z "2052"', "en": '\\z "2057"'}


def collect_entries(writer: Writer) -> None:
    """Note at which blocks entries of the index stand, before the first of them is written."""
    for block in writer.document.blocks:
        if not isinstance(block, Index):
            continue
        for entry in block.entries:
            for place in entry.places:
                listed = writer.listed.get(place.target)
                if listed is None:
                    name = writer.ids.hidden("_Idx", place.target)
                    listed = writer.listed[place.target] = Listed(name)
                bold = " \\b" if place.main else ""
                listed.fields.append(f'XE "{_quoted(shown(entry))}"{_kept_apart(writer, entry.lang)}{bold}')


def shown(entry: IndexEntry) -> str:
    """The words of an entry with its abbreviation."""
    if not entry.abbreviation:
        return entry.words
    return f"{entry.words}（{entry.abbreviation}）" if entry.lang == "zh" else f"{entry.words} ({entry.abbreviation})"


def _kept_apart(writer: Writer, lang: Lang) -> str:
    """The switch that keeps the lists of two languages apart."""
    return f' \\f "{lang}"' if writer.document.second_lang else ""


def _quoted(words: str) -> str:
    # A colon begins a subentry, and a quotation mark ends the words.
    return words.replace("\\", "\\\\").replace('"', '\\"').replace(":", "\\:")


def index(writer: Writer, place: Place, block: Index) -> str:
    """An index, in a bilingual document a list for each language; nothing where it has no entries."""
    out = []
    lists = [(lang, list(entries)) for lang, entries in groupby(block.entries, key=lambda entry: entry.lang)]
    for lang, entries in lists:
        title = writer.label("index_list", lang, "") if len(lists) > 1 else ""
        filled = _list(writer, lang, entries)
        if filled:
            face = Face(lang=lang)
            out += [writer.paragraph("IndexHeading", inlines(writer, place, text(title), face))] if title else []
            out += filled
    if not out:
        return ""
    note = writer.label("index_note", writer.document.lang, "")
    above = inlines(writer, place, text(note), Face(lang=writer.document.lang))
    return (writer.paragraph("Source", above, key=block.id) if note else "") + "".join(out)


def _list(writer: Writer, lang: Lang, entries: list[IndexEntry]) -> list[str]:
    face = Face(lang=lang)
    paragraphs: list[tuple[str, str]] = []
    for initial, group in groupby(entries, key=lambda entry: entry.initial):
        rows = []
        for entry in group:
            places = [(writer.listed[p.target].name, p.main) for p in entry.places if writer.listed[p.target].written]
            if places:
                words = inlines(writer, Place(0, lang), text(shown(entry)), face)
                rows.append(words + "<w:r><w:tab/></w:r>" + pages_run(places))
        if rows:
            paragraphs.append(("IndexHeading", inlines(writer, Place(0, lang), text(initial), face)))
            paragraphs += [("Index1", row) for row in rows]
    if not paragraphs:
        return []
    # LibreOffice 7 falls over letters (\h) in a list that is kept apart (\f).
    kind = _kept_apart(writer, lang) or ' \\h "A"'
    begin = open_field(f'INDEX \\c "2" \\e "\t"{kind} {_SWITCHES[lang]}')
    style, first = paragraphs[0]
    out = [writer.paragraph(style, begin + first)]
    out += [writer.paragraph(style, inner) for style, inner in paragraphs[1:]]
    return [*out, writer.paragraph("TableGap", close_field())]
