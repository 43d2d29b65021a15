"""Contents, lists of figures and tables, and fields: statements 19, 21 and 22."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from opsdoc.document.tree import Contents, Figure, Heading, Table, plain, query
from tests.render.docx.lint import W, instructions
from tests.render.docx.statements.file import File, bare, first_number, results, words

WITHOUT_CONTENTS = ("notice",)  # a letter of two pages


def headed(file: File) -> Iterator[str]:
    """One list of contents with cached entries: the headings of its levels in order, and pages that never go back."""
    found = [i for i in instructions(file.body) if i.startswith("TOC \\o")]
    asked = [block for block in query(file.document.blocks, Contents) if block.of == "headings"]
    if len(asked) != (file.document.meta.kind not in WITHOUT_CONTENTS):
        yield f"{len(asked)} lists of contents in a {file.document.meta.kind}"
    # As deep as the contents of the PDF.
    wanted = [f'TOC \\o "1-{min(block.depth, 3)}" \\h \\z \\u' for block in asked]
    if found != wanted:
        yield f"fields {found}, wanted {wanted}"
    controls = [e for e in file.body.iter(f"{W}docPartGallery") if e.get(f"{W}val") == "Table of Contents"]
    if len(controls) != len(wanted):
        yield f"{len(controls)} content controls say that they are contents"
    listed = [h for h in query(file.document.blocks, Heading) if asked and h.level <= asked[0].depth]
    entries = file.styled("toc 1", "toc 2", "toc 3")
    if len(entries) != len(listed):
        yield f"{len(entries)} entries for {len(listed)} headings"
    before = 1
    targets = [p for p in file.headings if asked and int(file.style_name(p)[-1]) <= asked[0].depth]
    at = [{b.get(f"{W}name") for b in p.iter(f"{W}bookmarkStart")} for p in targets]
    for heading, entry, bookmarks in zip(listed, entries, at, strict=False):
        if file.style_name(entry) != f"toc {heading.level}":
            yield f"{words(entry)} is in {file.style_name(entry)}"
        expected = bare(f"{heading.number}{plain(heading.content)}{plain(heading.translation)}")
        page = re.fullmatch(re.escape(expected) + r"(\d+)", bare(words(entry)))
        if page is None or not before <= int(page.group(1)):
            yield f"{words(entry)!r} after page {before}, wanted {expected!r} and a page"
        before = int(page.group(1)) if page else before
        yield from _leads(entry, bookmarks)


def _leads(entry: etree._Element, bookmarks: set[str]) -> Iterator[str]:
    """An entry and its page number lead to the heading that it names."""
    link = entry.find(f"{W}hyperlink")
    pages = [i.split()[1] for i in instructions(entry) if i.startswith("PAGEREF ")]
    if link is None or not {link.get(f"{W}anchor"), *pages} <= bookmarks or len(pages) != 1:
        yield f"{words(entry)!r} leads elsewhere"


def captioned(file: File) -> Iterator[str]:
    """Lists of figures and of tables hold the captions in order."""
    found = [i for i in instructions(file.body) if i.startswith("TOC ") and " \\c " in i]
    wanted, filled = [], 0
    for block in query(file.document.blocks, Contents):
        if block.of != "headings":
            kind = Figure if block.of == "figures" else Table
            numbered = [b for b in query(file.document.blocks, kind) if b.number and b.caption]
            filled += bool(numbered)
            wanted += [bare(first_number(b.number) + plain(b.caption)) for b in numbered]
    if len(found) != filled:
        yield f"{len(found)} lists of figures and tables, wanted {filled}"
    entries = [bare(words(p)) for p in file.styled("table of figures")]
    if len(entries) != len(wanted):
        yield f"{len(entries)} entries for {len(wanted)} captions"
    for entry, caption in zip(entries, wanted, strict=False):
        if not entry.startswith(caption) or not entry[-1].isdigit():
            yield f"{entry!r}, wanted {caption!r} and a page"
    counters = {i.split('"')[1] for i in found}
    counted = {i.split()[1] for i in instructions(file.body) if i.upper().startswith("SEQ ")}
    if not counters <= counted:
        yield f"lists of {sorted(counters - counted)}, which nothing counts"


def balanced(file: File) -> Iterator[str]:
    """Each field begins, shows a cached result, and ends; marks for the index show nothing."""
    for name, root in file.stories.items():
        open_fields: list[list[str]] = []
        for node in root.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
            kind = node.get(f"{W}fldCharType")
            if kind == "begin":
                open_fields.append(["", "", ""])
            elif kind == "separate" and open_fields:
                open_fields[-1][2] = "shown"
            elif kind == "end":
                if not open_fields:
                    yield f"{name}: a field ends twice"
                    continue
                instruction, result, shown = open_fields.pop()
                # A chapter's name in a running head may be empty before the first chapter.
                quiet = instruction.split()[:1] in (["XE"], ["STYLEREF"], ["RD"], ["TC"])
                if not quiet and not (shown and result.strip()):
                    yield f"{name}: a field without a result: {instruction}"
                if open_fields and open_fields[-1][2]:
                    open_fields[-1][1] += result
            elif open_fields:
                open_fields[-1][1 if open_fields[-1][2] else 0] += node.text or ""
        if open_fields:
            yield f"{name}: {len(open_fields)} fields without end"


def referred(file: File) -> Iterator[str]:
    """References show what stands at their target: REF the text of its bookmark, as Word would when it updates."""
    held: dict[str, str] = {}
    at: dict[str, etree._Element] = {}
    for paragraph in file.paragraphs:
        for start in paragraph.iter(f"{W}bookmarkStart"):
            at[start.get(f"{W}name")] = paragraph
            held[start.get(f"{W}name")] = bare(_between(paragraph, start.get(f"{W}id")))
    for paragraph in file.paragraphs:
        for instruction, result in results(paragraph):
            parts = instruction.split()
            if parts[:1] != ["REF"] or parts[1] not in held:
                continue
            counted = {"\\r", "\\n", "\\w"} & set(parts)
            shown = bare(file.numbers.get(id(at[parts[1]]), "")) if counted else held[parts[1]]
            if bare(result) != shown:
                yield f"{instruction} shows {result!r}, its target {shown!r}"


def _between(paragraph: etree._Element, identifier: str) -> str:
    """The visible words between the marks of a bookmark."""
    out, inside = [], False
    for node in paragraph.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}t"):
        if node.tag == f"{W}t":
            out.append(node.text or "" if inside else "")
        elif node.get(f"{W}id") == identifier:
            inside = node.tag == f"{W}bookmarkStart"
    return "".join(out)


STATEMENTS = {
    "19 contents hold the headings in order": headed,
    "19 lists of figures and tables hold the captions": captioned,
    "21 fields are balanced and have results": balanced,
    "22 references show their targets": referred,
}
