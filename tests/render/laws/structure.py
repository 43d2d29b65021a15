"""Laws 20–31: what those meet who look for something, follow a link or copy text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pikepdf
from pypinyin import lazy_pinyin

from opsdoc.document.tree import Contents, Figure, Heading, Index, Note, Paragraph, Ruby, Table, Text, plain, query
from opsdoc.render.markup.headings import bookmark
from tests.render.finished import HYPHENS, Character, Finished, is_ink, squeezed

_CUT = "\x00"
FONTS = re.compile(r"/[A-Z]{6}\+OD-(Sans|Serif|Mono|Kai|Fang|Song)(-|$)")


def contents_pages(finished: Finished) -> Iterator[str]:
    """20: every entry of a list of contents ends with a number, which is the page of its target."""
    for entry in (e for e in finished.elements if e.tag == "TOCI"):
        links = {
            str(kid.Obj.Dest)
            for e in _below(finished, entry)
            for kid in _kids(e)
            if "/Obj" in kid and "/Dest" in kid.Obj
        }
        words, pages = (
            finished.text_of(entry),
            {finished.targets[link][0] + 1 for link in links & finished.targets.keys()},
        )
        shown = finished.text_of(replace(entry, marks=entry.marks[-1:]))
        if {shown} != {str(page) for page in pages}:
            yield f"{words[-40:]} shows {shown}, it is on {sorted(pages)}"


def _links(finished: Finished) -> Iterator[tuple[int, Any]]:
    for number, page in enumerate(finished.pdf.pages):
        for note in page.get("/Annots", []):
            if note.Subtype == "/Link":
                yield number, note


def bookmarks(finished: Finished) -> Iterator[str]:
    """21, 22: bookmarks are the headings with their numbers, in order; the contents are the first levels of them."""
    found: list[tuple[int, str]] = []

    def walk(items: Any, level: int) -> None:
        for item in items:
            found.append((level, str(item.title)))
            walk(item.children, level + 1)

    with finished.pdf.open_outline() as outline:
        walk(outline.root, 1)
    headings = list(query(finished.document.blocks, Heading))
    wanted = [(h.level, bookmark(h)) for h in headings]
    for heading, (_, shown) in zip(headings, found, strict=False):
        if heading.number and not squeezed(shown).startswith(squeezed(heading.number)):
            yield f"{shown} has not the number {heading.number}"
    for a, b in zip(found, wanted, strict=False):
        if a != b:
            yield f"{a} instead of {b}"
            return
    if len(found) != len(wanted):
        yield f"{len(found)} bookmarks, {len(wanted)} headings"
    yield from _entries(finished, headings)


def _entries(finished: Finished, headings: list[Heading]) -> Iterator[str]:
    depth = max((c.depth for c in query(finished.document.blocks, Contents) if c.of == "headings"), default=0)
    wanted = [h.id for h in headings if h.level <= depth]
    tops = {heading.id for heading in headings}
    entries = [e for e in finished.elements if e.tag == "TOCI"]
    listed = []
    for entry in entries:
        links = [
            kid.Obj.Dest for e in _below(finished, entry) for kid in _kids(e) if "/Obj" in kid and "/Dest" in kid.Obj
        ]
        listed += [str(links[0])] if links and str(links[0]) in tops else []
    if listed != wanted:
        odd = next((pair for pair in zip(listed, wanted, strict=False) if pair[0] != pair[1]), ("end", "end"))
        yield f"the contents have {len(listed)} entries of {len(wanted)}; first difference: {odd}"


def _below(finished: Finished, entry: Any) -> list[Any]:
    at = finished.elements.index(entry)
    out = []
    for e in finished.elements[at + 1 :]:
        if len(e.above) <= len(entry.above):
            break
        out.append(e)
    return out


def _kids(element: Any) -> list[Any]:
    kids = element.node.get("/K", [])
    return [kid for kid in kids if isinstance(kid, pikepdf.Dictionary)]


def page_numbers(finished: Finished) -> Iterator[str]:
    """23: every page says its number and that of all (official documents their own alone); page labels agree."""
    total = len(finished.boxes)
    for number in finished.inner_pages:
        bottom = finished.frame(number)[1]
        if not finished.pieces[number]:
            continue  # left empty, so that a chapter starts on the right
        foot = squeezed(" ".join(p.text for p in finished.furniture[number] if p.y < bottom))
        n = number + 1
        of_all = rf"(?<!\d){n}/{total}(?!\d)|第{n}页共{total}页|[Pp]age{n}of{total}(?!\d)"
        alone = rf"(?<!\d){n}(?!\d)"
        if not re.search(alone if finished.theme.name == "official" else of_all, foot):
            yield f"page {n} of {total} says {foot!r}"
    labels = finished.pdf.Root.PageLabels.Nums
    if (int(labels[0]), str(labels[1].S)) != (0, "/D") or "/St" in labels[1] or "/P" in labels[1] or len(labels) > 2:
        yield "the page labels count otherwise"


def running_heads(finished: Finished) -> Iterator[str]:
    """24: the running head names the chapter that the page is in."""
    chapters = [h for h in query(finished.document.blocks, Heading) if h.level == 1 and h.id in finished.targets]
    shown = any("chapter" in corner for _, corner in finished.theme.furniture)
    unnamed = _without_chapter(finished, chapters) if shown else set()
    for number in finished.inner_pages if shown else ():
        top = finished.frame(number)[3]
        here = [h for h in chapters if finished.targets[h.id][0] <= number]
        starts = [h for h in chapters if finished.targets[h.id][0] == number]
        if not here or number in unnamed or not finished.pieces[number]:
            continue
        words = squeezed("".join(p.text for p in finished.furniture[number] if p.y > top))
        # A page names the chapter that begins on it first, else the one that goes on.
        current = starts[0] if starts else here[-1]
        name = squeezed(current.short or plain(current.content))
        if name[:12].casefold() not in words.casefold():
            yield f"page {number + 1}: {words} instead of {name}"


def _without_chapter(finished: Finished, chapters: list[Heading]) -> set[int]:
    """Pages of the lists of contents and of the data of the charts, which have names of their own."""
    places = finished.targets
    starts = sorted(places[h.id][0] for h in chapters)
    out: set[int] = set()
    for lists in query(finished.document.blocks, Contents):
        if lists.id in places:
            first = places[lists.id][0]
            out |= set(range(first, min((s for s in starts if s > first), default=first + 1)))
    data = [place[0] for name, place in places.items() if name.endswith("-data")]
    return out | set(range(min(data), len(finished.boxes)) if data else ())


def repeated_heads(finished: Finished) -> Iterator[str]:
    """25: a table that goes on has its heads above its rows on each of its pages, every letter where it stood first."""
    for at, element in enumerate(finished.elements):
        if element.tag != "THead" or not element.marks:
            continue
        body = next((e for e in finished.elements[at + 1 :] if e.tag == "TBody"), None)
        if body is None:
            continue
        first = element.marks[0][0]
        head = [c for c in finished.characters[first] if (first, c.mark) in set(element.marks) and is_ink(c.text)]
        for number in sorted({page for page, _ in body.marks} - {first}):
            rows = {mark for page, mark in body.marks if page == number}
            top = max((c.y for c in finished.characters[number] if c.mark in rows and is_ink(c.text)), default=0.0)
            left, _, right, limit = finished.frame(number)
            inside = (c for c in finished.characters[number] if left - 1 < c.x < right and top < c.y < limit + 0.6)
            above = [c for c in inside if c.mark < 0 and is_ink(c.text)]
            if missing := list(_letters(head) - _letters(above)) if _turned(head) else _missing(head, above):
                yield f"page {number + 1}: {''.join(missing)[:30]} is missing from the head"


def _missing(head: list[Character], above: list[Character]) -> list[str]:
    """Letters of a head that do not stand as far from its first one as they do where it stood first."""
    places = [(c.text, c.x - min(c.x for c in above)) for c in above] if above else []
    left, out = min(c.x for c in head), []
    for c in head:
        found = next((p for p in places if p[0] == c.text and abs(p[1] - (c.x - left)) < 1), None)
        if found:
            places.remove(found)
        elif not re.match(HYPHENS, c.text):
            out.append(c.text)
    return out


def _letters(characters: list[Character]) -> Counter[str]:
    return Counter(c.text for c in characters)


def _turned(characters: list[Character]) -> bool:
    """Whether words run upwards, so that no line of them has more letters than there are columns."""
    rows = Counter(round(c.y) for c in characters)
    return len(rows) > len(characters) / 3


def notes_with_calls(finished: Finished) -> Iterator[str]:
    """26: a note begins on the page of its call."""
    late = 0
    for at, call in enumerate(finished.elements):
        if call.tag != "Reference" or "TOCI" in call.above or not call.marks:
            continue
        note = next((e for e in finished.elements[at + 1 : at + 4] if e.tag == "Note" and e.above == call.above), None)
        if note and note.marks and not 0 <= min(note.marks)[0] - call.marks[0][0] <= late:
            yield f"page {call.marks[0][0] + 1}: its note is on page {min(note.marks)[0] + 1}"
    called = len(list(query(finished.document.blocks, Note)))
    found = sum(e.tag == "Note" for e in finished.elements)
    if called > found:
        yield f"{called} notes in the source, {found} on the pages"


def links_resolve(finished: Finished) -> Iterator[str]:
    """27: every link inside the file has a place."""
    for number, link in _links(finished):
        if "/Dest" in link and str(link.Dest) not in finished.targets:
            yield f"page {number + 1}: {link.Dest}"


def index_pages(finished: Finished) -> Iterator[str]:
    """28: every index entry of the document is there, in the order of pinyin or of the alphabet; its numbers ascend,
    stand once, lead to their pages, and name every page of its places."""
    entries = [e for index in query(finished.document.blocks, Index) for e in index.entries]
    items = [e for e in finished.elements if e.tag == "LI" and "Index" in e.above]
    if len(items) != len(entries):
        yield f"{len(entries)} entries, {len(items)} of them are printed"
    for lang, key in (("zh", lazy_pinyin), ("en", lambda w: "".join(c for c in w.casefold() if c.isalnum()))):
        words = [e.words for e in entries if e.lang == lang]
        if words != sorted(words, key=key):
            yield f"the entries in {lang} are in disorder"
    for item, entry in zip(items, entries, strict=False):
        links = [e for e in _below(finished, item) if e.tag == "Link"]
        shown = [re.findall(r"\d+", finished.text_of(link)) for link in links]
        numbers = [found[0] for found in shown if found]
        targets = [{str(kid.Obj.Dest) for kid in _kids(link) if "/Obj" in kid} for link in links]
        pages = [str(finished.targets[name][0] + 1) for found in targets for name in found]
        lost = [place.target for place in entry.places if place.target not in finished.targets]
        if lost:
            yield f"{entry.words}: {lost} are nowhere"
        # A section's range speaks of what stands on its later pages.
        inside = {page for first, *last in shown for page in range(int(first) + 1, int((last or [first])[0]) + 1)}
        wanted = sorted(
            {finished.targets[place.target][0] + 1 for place in entry.places if place.target not in lost} - inside
        )
        if not squeezed(finished.text_of(item)).startswith(squeezed(entry.words)) or not numbers:
            yield f"{entry.words} reads {finished.text_of(item)!r}"
        if numbers != pages or numbers != [str(page) for page in wanted]:
            yield f"{entry.words}: {numbers} lead to {pages}, its places are on {wanted}"


def fonts(finished: Finished) -> Iterator[str]:
    """29: all fonts of the file, those of drawings too, are embedded subsets of ours, with a way back to the text."""
    for font in (o for o in finished.pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"):
        if font.get("/Subtype") in ("/CIDFontType0", "/CIDFontType2"):
            continue  # the descendant of the one that is named
        base = str(font.get("/BaseFont"))
        descriptor = font.DescendantFonts[0].FontDescriptor if "/DescendantFonts" in font else {}
        embedded = "/FontFile2" in descriptor or "/FontFile3" in descriptor
        if not FONTS.match(base) or "/ToUnicode" not in font or not embedded:
            yield base


def strange_characters(finished: Finished) -> Iterator[str]:
    """30: no character is lost or private."""
    for number, page in enumerate(finished.characters):
        odd = {f"U+{ord(c.text):04X}" for c in page if c.text == "\ufffd" or 0xE000 <= ord(c.text) <= 0xF8FF}
        if odd:
            yield f"page {number + 1}: {sorted(odd)}"


def nothing_lost(finished: Finished) -> Iterator[str]:
    """31: the text holds every paragraph, heading and caption of the source."""
    shown = finished.spoken.casefold()  # the style sheet may change the case
    for block in query(finished.document.blocks, Heading | Table | Figure):
        titles = (
            (block.content, block.translation)
            if isinstance(block, Heading)
            else (block.caption, block.caption_translation)
        )
        for words in titles:
            for piece in plain(words).split():
                if re.sub(HYPHENS, "", piece).casefold() not in shown:
                    yield f"{block.id}: {piece[:60]}"
    for paragraph in query(finished.document.blocks, Paragraph):
        # The call of a note stands between the words before and after it, and so does a reading.
        cut = tuple(Text(_CUT) if isinstance(inline, Note | Ruby) else inline for inline in paragraph.content)
        for piece in squeezed(plain(cut)).split(_CUT):
            if re.sub(HYPHENS, "", piece).casefold() not in shown:
                yield f"{paragraph.id}: {piece[:60]}"


LAWS: Mapping[str, Callable[[Finished], Iterator[str]]] = {
    "20 pages of the contents": contents_pages,
    "21–22 bookmarks and contents": bookmarks,
    "23 page numbers": page_numbers,
    "24 running heads": running_heads,
    "25 repeated heads": repeated_heads,
    "26 notes": notes_with_calls,
    "27 links": links_resolve,
    "28 index": index_pages,
    "29 fonts": fonts,
    "30 characters": strange_characters,
    "31 nothing lost": nothing_lost,
}
