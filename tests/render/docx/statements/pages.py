"""Sections, headers, footers and the watermark: statements 28 and 29."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from opsdoc.document.tree import Landscape, query
from opsdoc.render.furniture import running_title
from tests.render.docx.lint import R, W, instructions
from tests.render.docx.statements.file import File, bare, words


def _references(file: File, section: etree._Element, kind: str) -> dict[str, str]:
    """Parts that a section names, by their use (default, first, even)."""
    relations = {r.get("Id"): r.get("Target") for r in etree.fromstring(file.parts["word/_rels/document.xml.rels"])}
    found = section.findall(f"{W}{kind}Reference")
    return {one.get(f"{W}type"): f"word/{relations[one.get(f'{R}id')]}" for one in found}


def furnished(file: File) -> Iterator[str]:
    """Each section has headers that name the document and footers with PAGE and NUMPAGES; a cover alone has neither."""
    sections = list(file.body.iter(f"{W}sectPr"))
    covered = any(style.get(f"{W}val") == "Title" for style in file.body.iterfind(f"{W}tbl//{W}pStyle"))
    corners = file.theme.furniture
    titled = "title" in (*corners.top_left, *corners.top_right)
    # The page numbers of official documents stand between dashes, without their count (GB/T 9704-2012, 7.5).
    fields = {"PAGE"} if file.theme.page.page_number == "dashes" else {"PAGE", "NUMPAGES"}
    even = file.settings.find(f"{W}evenAndOddHeaders") is not None
    for index, section in enumerate(sections):
        if (section.find(f"{W}titlePg") is not None) != (covered and index == 0):
            yield f"section {index + 1}: a first page of its own is missing or too much"
        headers, footers = (_references(file, section, kind) for kind in ("header", "footer"))
        for furniture in (headers, footers):
            # A first page of its own is the cover: it shows a watermark at most.
            furniture.pop("first", None)
        for what, parts in (("header", headers), ("footer", footers)):
            if "default" not in parts or (even and "even" not in parts):
                yield f"section {index + 1} has no {what} for every page"
        for part in footers.values():
            if not fields <= set(instructions(file.stories[part])):
                yield f"{part} counts no pages"
        # A cover's own header holds the watermark alone.
        for part in (name for use, name in headers.items() if use != "first"):
            if titled and running_title(file.document.meta.title) not in words(file.stories[part]):
                yield f"{part} does not name the document"


def counted(file: File) -> Iterator[str]:
    """A policy says how many pages it has, in the words of its language."""
    if file.document.meta.kind != "policy" or file.theme.page.page_number != "words":
        return
    pattern = r"第\d+页共\d+页" if file.document.lang == "zh" else r"Page\d+of\d+"
    for name, root in file.stories.items():
        if "footer" in name and not re.search(pattern, bare(words(root)).replace("，", "")):
            yield f"{name} says {words(root)!r}"


def marked(file: File) -> Iterator[str]:
    """The watermark stands in every header, the first page's too."""
    headers = {name: root for name, root in file.stories.items() if "header" in name}
    wanted = file.document.meta.watermark
    if not headers:
        yield "no header"
    covers = [s for s in file.body.iter(f"{W}sectPr") if s.find(f"{W}titlePg") is not None]
    if wanted and any("first" not in _references(file, cover, "header") for cover in covers):
        yield "a cover without a watermark"
    for name, header in headers.items():
        shown = [shape for shape in header.iter() if "PowerPlusWaterMarkObject" in (shape.get("id") or "")]
        if len(shown) != bool(wanted):
            yield f"{name}: {len(shown)} watermarks"
        for shape in shown:
            text = shape.find("{urn:schemas-microsoft-com:vml}textpath").get("string")
            if wanted not in (shape.get("alt") or "") or not text.startswith(wanted):
                yield f"{name}: {text!r}, wanted {wanted!r}"


def turned(file: File) -> Iterator[str]:
    """Landscape pages say so, are wider than high, and have a header and a footer of their own."""
    own: dict[bool, set[str]] = {True: set(), False: set()}
    count = 0
    for section in file.body.iter(f"{W}sectPr"):
        size = section.find(f"{W}pgSz")
        landscape = size.get(f"{W}orient") == "landscape"
        count += landscape
        if (int(size.get(f"{W}w")) > int(size.get(f"{W}h"))) != landscape:
            yield f"a page of {size.get(f'{W}w')} × {size.get(f'{W}h')} is turned: {landscape}"
        for kind in ("header", "footer"):
            own[landscape] |= set(_references(file, section, kind).values())
        if landscape and not all(_references(file, section, kind) for kind in ("header", "footer")):
            yield "a turned page has no header or footer"
    if own[True] & own[False]:
        yield f"upright and turned pages share {sorted(own[True] & own[False])}; their tab stops differ"
    if bool(count) != any(True for _ in query(file.document.blocks, Landscape)):
        yield f"{count} turned sections"


STATEMENTS = {
    "28 sections have headers, footers and page numbers": furnished,
    "28 a policy says how many pages it has": counted,
    "28 the watermark stands in every header": marked,
    "29 landscape pages are turned": turned,
}
