"""Laws 14–19: what a copy editor sees of pages. Every function reads all of them and tells of each break."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from opsdoc.document.tree import Base, Heading, Landscape, plain, query
from opsdoc.text import is_han
from tests.render.finished import Character, Finished, is_ink, squeezed
from tests.render.laws.typography import NOT_AT_END, NOT_AT_START, where

_CLEAR = 2 * 72 / 25.4  # furniture keeps this far from the edge, in points
_PITCH = 0.05  # points


def pitch(finished: Finished) -> Iterator[str]:
    """14: the lines of body paragraphs stand at one distance, the same on every page."""
    steps = []
    size = finished.theme.type["body"].size
    for passage in finished.passages:
        running = passage.element.tag == "P" and not {"TD", "TH", "Figure", "TOCI"} & set(passage.element.above)
        if running and sum(map(is_han, passage.text)) > len(passage.text) / 2:
            for line, below in passage.pairs:
                if line.page == below.page and below.y < line.y and abs(line.size - size) < 0.06:
                    steps.append((line, _base(line) - _base(below)))
    pages: dict[int, list[float]] = {}
    for line, step in steps:
        pages.setdefault(line.page, []).append(step)
    for line, step in steps:
        common = Counter(round(s, 2) for s in pages[line.page]).most_common(1)[0][0]
        if abs(step - common) > _PITCH:
            yield f"{where(line)}: {step:.2f} pt to the next line, {common:.2f} elsewhere"


def _base(line: object) -> float:
    """The baseline of a line: where most of its characters stand."""
    return Counter(round(c.y, 3) for c in line.characters).most_common(1)[0][0]  # type: ignore[attr-defined]


def margins(finished: Finished) -> Iterator[str]:
    """15: no text outside the margins but furniture; that stands clear of the edge."""
    for number in finished.inner_pages:
        left, bottom, right, top = finished.frame(number)
        edges = finished.boxes[number]
        for c in finished.characters[number]:
            if not is_ink(c.text):
                continue
            hang = c.size * 0.55 if c.text in NOT_AT_START + NOT_AT_END else 2.0  # f hangs over its advance
            if c.mark >= 0:
                inside = left - hang <= c.x and c.right <= right + hang and bottom - 0.6 <= c.y <= top + 0.6
            else:
                inside = edges[0] + _CLEAR < c.x and c.right < edges[2] - _CLEAR
                inside = inside and edges[1] + _CLEAR < c.y < edges[3] - _CLEAR
            if not inside and not _is_stamp(c):
                yield f"page {number + 1}: {c.text!r} at {c.x:.1f}, {c.y:.1f}"


def _is_stamp(c: Character) -> bool:
    return c.mark < 0 and c.size > 40


def small_type(finished: Finished) -> Iterator[str]:
    """16: nothing is set under seven points."""
    for number, page in enumerate(finished.characters):
        small = {c.text for c in page if is_ink(c.text) and c.size < 6.99}
        if small:
            yield f"page {number + 1}: {''.join(sorted(small))[:60]}"


def headings_lead(finished: Finished) -> Iterator[str]:
    """17: a heading is followed by two lines on its page, or by a drawing; the notes at its foot do not count."""
    notes = {mark for element in finished.elements if element.tag == "Note" for mark in element.marks}
    for heading in query(finished.document.blocks, Heading):
        if heading.id not in finished.targets:
            continue
        number, top = finished.targets[heading.id]
        below = [p for p in finished.pieces[number] if p.y < top - 0.5 and (number, p.characters[0].mark) not in notes]
        own = squeezed(plain(heading.content) + plain(heading.translation) + heading.number + heading.short)
        rest = {round(p.y) for p in below if squeezed(p.text) not in own}
        if len(rest) < 2:
            yield f"page {number + 1}: {plain(heading.content)[:40]}"


def cover(finished: Finished) -> Iterator[str]:
    """18: the ground of the cover reaches the edge of the trimmed page on all sides."""
    if not finished.has_cover():
        return
    import pypdfium2

    page = pypdfium2.PdfDocument(finished.data)[0]
    image = page.render(scale=1).to_pil().convert("RGB")
    full, trim = [float(v) for v in finished.pdf.pages[0].mediabox], finished.boxes[0]
    left, upper = round(trim[0] - full[0]), round(full[3] - trim[3])
    right, lower = round(trim[2] - full[0]) - 2, round(full[3] - trim[1]) - 2
    corners = [(left + 1, upper + 1), (left + 1, lower), (right, lower), ((left + right) // 2, lower)]
    ground = finished.theme.colour(finished.theme.cover.ground)
    found = {"#{:02X}{:02X}{:02X}".format(*image.getpixel(place)) for place in corners}
    if found != {ground.upper()}:
        yield f"the corners are {sorted(found)}, the ground is {ground}"


def landscape(finished: Finished) -> Iterator[str]:
    """19: what is meant for landscape pages stands on pages wider than high, and no other page is wide."""
    wide = {n for n, (left, bottom, right, top) in enumerate(finished.boxes) if right - left > top - bottom}
    parts = list(query(finished.document.blocks, Landscape))
    meant = {
        finished.targets[block.id][0]
        for part in parts
        for block in query(part.content, Base)
        if block.id in finished.targets
    }
    for number in sorted(meant - wide):
        yield f"page {number + 1} is upright"
    if wide and not parts:
        yield f"pages {sorted(n + 1 for n in wide)} lie and should not"


LAWS: Mapping[str, Callable[[Finished], Iterator[str]]] = {
    "14 pitch": pitch,
    "15 margins": margins,
    "16 seven points": small_type,
    "17 headings lead": headings_lead,
    "18 cover": cover,
    "19 landscape": landscape,
}
