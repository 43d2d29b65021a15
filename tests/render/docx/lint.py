"""What no validator sees in a Word file: references, fields, ids, grids and connectors that do not meet.

    findings(data) -> ["document.xml: REF to no bookmark: _Ref123456789", …]

An empty list is what every file that we make must give.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
STORIES = re.compile(r"^word/(document|header\w*|footer\w*|footnotes|endnotes|comments)\.xml$")
_bookmark_field = re.compile(r"^\s*(?:REF|PAGEREF|NOTEREF)\s+(\S+)")


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def stories(data: bytes) -> dict[str, etree._Element]:
    """The parts that hold text, parsed."""
    return {name: etree.fromstring(xml) for name, xml in parts(data).items() if STORIES.match(name)}


def findings(data: bytes) -> list[str]:
    """All findings, in the order of the parts."""
    package = parts(data)
    parsed = stories(data)
    out = [*_zip(data), *_relations(package), *_forbidden(package)]
    out += _bookmarks(parsed)
    out += _styles(package, parsed)
    out += _numbering(package, parsed)
    out += _notes(package, parsed)
    out += _unique(parsed)
    for name, root in parsed.items():
        out += [f"{name}: {text}" for check in _EACH for text in check(root)]
    return out


def _zip(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
    if names[:2] != ["[Content_Types].xml", "_rels/.rels"]:
        yield f"package begins with {names[:2]}"
    if len(set(names)) != len(names):
        yield "package holds a part twice"


def _relations(package: dict[str, bytes]) -> Iterator[str]:
    types = etree.fromstring(package["[Content_Types].xml"])
    defaults = {e.get("Extension") for e in types if e.tag.endswith("Default")}
    overrides = {e.get("PartName").lstrip("/") for e in types if e.tag.endswith("Override")}
    for missing in sorted(overrides - set(package)):
        yield f"content type of a missing part: {missing}"
    for name in package:
        if name != "[Content_Types].xml" and name not in overrides and name.rpartition(".")[2] not in defaults:
            yield f"{name}: no content type"
    reached = {"[Content_Types].xml"}
    for name, xml in package.items():
        if not name.endswith(".rels"):
            continue
        reached.add(name)
        folder = posixpath.dirname(posixpath.dirname(name))
        source = posixpath.join(folder, posixpath.basename(name)[:-5])
        used = set(re.findall(rb'r:(?:id|embed|link|pict)="([^"]+)"', package.get(source, b"")))
        known = set()
        for relation in etree.fromstring(xml):
            known.add(relation.get("Id").encode())
            if relation.get("TargetMode") == "External":
                continue
            target = relation.get("Target")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            reached.add(path)
            if path not in package:
                yield f"{name}: target {target} is missing"
        for identifier in sorted(used - known):
            yield f"{source}: relationship {identifier.decode()} is missing"
    for orphan in sorted(set(package) - reached):
        yield f"{orphan}: nothing refers to it"


def _forbidden(package: dict[str, bytes]) -> Iterator[str]:
    for name, xml in package.items():
        if "thumbnail" in name or "stylesWithEffects" in name:
            yield f"{name}: left over from a template"
        if name.endswith((".xml", ".rels")):
            if b"python-docx" in xml:
                yield f"{name}: names the library that wrote it"
            if b"<!DOCTYPE" in xml:
                yield f"{name}: has a DTD"


def _bookmarks(parsed: dict[str, etree._Element]) -> Iterator[str]:
    starts = [b for root in parsed.values() for b in root.iter(f"{W}bookmarkStart")]
    names = Counter(b.get(f"{W}name").casefold() for b in starts)
    yield from (f"bookmark twice: {name}" for name, count in names.items() if count > 1)
    ids = Counter(b.get(f"{W}id") for b in starts)
    yield from (f"bookmark id twice: {number}" for number, count in ids.items() if count > 1)
    for b in starts:
        name = b.get(f"{W}name")
        if len(name) > 40 or not re.fullmatch(r"[^\W\d]\w*", name):
            yield f"not a bookmark name: {name}"
    for part, root in parsed.items():
        ends = Counter(b.get(f"{W}id") for b in root.iter(f"{W}bookmarkEnd"))
        own = Counter(b.get(f"{W}id") for b in root.iter(f"{W}bookmarkStart"))
        if ends != own:
            yield f"{part}: bookmarks without end or beginning: {sorted(set(ends) ^ set(own))}"
        targets = [h.get(f"{W}anchor") for h in root.iter(f"{W}hyperlink") if h.get(f"{W}anchor")]
        for instruction in instructions(root):
            found = _bookmark_field.match(instruction)
            if found:
                targets.append(found.group(1))
        for target in targets:
            if target.casefold() not in names:
                yield f"{part}: reference to no bookmark: {target}"


def instructions(root: etree._Element) -> list[str]:
    """The instructions of all complex fields."""
    return [" ".join((e.text or "").split()) for e in root.iter(f"{W}instrText")]


def _styles(package: dict[str, bytes], parsed: dict[str, etree._Element]) -> Iterator[str]:
    styles = etree.fromstring(package["word/styles.xml"])
    known: dict[str, str] = {}
    names: Counter[tuple[str, str]] = Counter()
    for style in styles.iter(f"{W}style"):
        identifier, kind = style.get(f"{W}styleId"), style.get(f"{W}type")
        if identifier in known:
            yield f"style id twice: {identifier}"
        known[identifier] = kind
        names[kind, style.find(f"{W}name").get(f"{W}val").casefold()] += 1
    yield from (f"style name twice: {name}" for name, count in names.items() if count > 1)
    kinds = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
    roots = {**parsed, "word/styles.xml": styles}
    if "word/numbering.xml" in package:
        roots["word/numbering.xml"] = etree.fromstring(package["word/numbering.xml"])
    for part, root in roots.items():
        for tag, kind in kinds.items():
            for used in {e.get(f"{W}val") for e in root.iter(f"{W}{tag}")}:
                if known.get(used) != kind:
                    yield f"{part}: no {kind} style {used}"
    for tag in ("basedOn", "next", "link"):
        for element in styles.iter(f"{W}{tag}"):
            if element.get(f"{W}val") not in known:
                yield f"styles.xml: {tag} names no style: {element.get(f'{W}val')}"


def _numbering(package: dict[str, bytes], parsed: dict[str, etree._Element]) -> Iterator[str]:
    if "word/numbering.xml" not in package:
        return
    numbering = etree.fromstring(package["word/numbering.xml"])
    abstracts = [e.get(f"{W}abstractNumId") for e in numbering.iter(f"{W}abstractNum")]
    nums = [e.get(f"{W}numId") for e in numbering.iter(f"{W}num")]
    for kind, ids in (("abstractNum", abstracts), ("num", nums)):
        yield from (f"{kind} twice: {number}" for number, count in Counter(ids).items() if count > 1)
    for num in numbering.iter(f"{W}num"):
        target = num.find(f"{W}abstractNumId").get(f"{W}val")
        if target not in abstracts:
            yield f"num {num.get(f'{W}numId')} has no abstractNum {target}"
    roots = {**parsed, "word/styles.xml": etree.fromstring(package["word/styles.xml"])}
    for part, root in roots.items():
        for used in {e.get(f"{W}val") for e in root.iter(f"{W}numId")}:
            if used != "0" and used not in nums:  # 0 takes a style's numbering away
                yield f"{part}: no num {used}"


def _notes(package: dict[str, bytes], parsed: dict[str, etree._Element]) -> Iterator[str]:
    for kind in ("footnote", "endnote"):
        called = [
            e.get(f"{W}id") for name, root in parsed.items() if name == "word/document.xml"
            for e in root.iter(f"{W}{kind}Reference")
        ]  # fmt: skip
        part = parsed.get(f"word/{kind}s.xml")
        notes = [] if part is None else [n for n in part.iter(f"{W}{kind}") if n.get(f"{W}type") in (None, "normal")]
        held = [n.get(f"{W}id") for n in notes]
        if sorted(called) != sorted(held):
            yield f"{kind}s called {called} and held {held} differ"
        for note in notes:
            if next(note.iter(f"{W}{kind}Ref"), None) is None:
                yield f"{kind} {note.get(f'{W}id')} does not show its number"


def _unique(parsed: dict[str, etree._Element]) -> Iterator[str]:
    drawings = [e.get("id") for root in parsed.values() for e in root.iter(f"{WP}docPr")]
    yield from (f"docPr id twice: {number}" for number, count in Counter(drawings).items() if count > 1)
    shapes = [e.get("id") for root in parsed.values() for e in root.iter(f"{WPS}cNvPr")]
    yield from (f"shape id twice: {number}" for number, count in Counter(shapes).items() if count > 1)
    for number in sorted(set(shapes) & set(drawings)):
        yield f"docPr id is a shape id: {number}"
    for tag, what in ((f"{V}shape", "VML id"), (f"{W}sdt", "content control id")):
        found: Counter[str | None] = Counter()
        for root in parsed.values():
            for element in root.iter(tag):
                identifier = element.find(f"{W}sdtPr/{W}id") if tag == f"{W}sdt" else None
                found[element.get("id") if tag != f"{W}sdt" else identifier.get(f"{W}val")] += 1
        yield from (f"{what} twice: {name}" for name, count in found.items() if count > 1)
    paragraphs: Counter[str] = Counter()
    for root in parsed.values():
        paragraphs.update(p.get(f"{W14}paraId") for p in root.iter(f"{W}p") if p.get(f"{W14}paraId"))
    for identifier, count in paragraphs.items():
        if count > 1:
            yield f"paraId twice: {identifier}"
        if not re.fullmatch(r"[0-7][0-9A-F]{7}", identifier) or identifier == "00000000":
            yield f"not a paraId: {identifier}"


def _fields(root: etree._Element) -> Iterator[str]:
    depth: list[str] = []
    for mark in root.iter(f"{W}fldChar", f"{W}instrText"):
        if (mark.text or "").lstrip().startswith("XE ") and depth[-1:] == ["begin"]:
            depth[-1] = "separate"  # a mark for the index, which shows nothing
        match mark.get(f"{W}fldCharType"):
            case "begin":
                depth.append("begin")
            case "separate":
                if not depth or depth[-1] != "begin":
                    yield "field without beginning"
                else:
                    depth[-1] = "separate"
            case "end":
                if not depth:
                    yield "field ends twice"
                elif depth.pop() == "begin":
                    yield "field without result"
        if mark.get(f"{W}dirty") in ("1", "true"):
            yield "dirty field"
    if depth:
        yield f"{len(depth)} fields without end"
    for run in root.iter(f"{W}r"):
        if len(run.findall(f"{W}fldChar")) > 1:
            yield "two fldChar in one run"


def _tables(root: etree._Element) -> Iterator[str]:
    for table in root.iter(f"{W}tbl"):
        grid = [int(c.get(f"{W}w")) for c in table.findall(f"{W}tblGrid/{W}gridCol")]
        total = int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w"))
        if sum(grid) != total:
            yield f"table is {total} wide, its grid {sum(grid)}"
        for row in table.findall(f"{W}tr"):
            column = 0
            for cell in row.findall(f"{W}tc"):
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                count = 1 if span is None else int(span.get(f"{W}val"))
                width = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w"))
                if column + count > len(grid):
                    yield "row is wider than its grid"
                elif width != sum(grid[column : column + count]):
                    yield f"cell is {width} wide, its columns {sum(grid[column : column + count])}"
                column += count
                if len(cell) == 0 or cell[-1].tag != f"{W}p":
                    yield "cell does not end in a paragraph"
            if column != len(grid):
                yield f"row has {column} columns, its grid {len(grid)}"


def _connectors(root: etree._Element) -> Iterator[str]:
    for drawing in root.iter(f"{W}drawing"):
        shapes = {e.get("id") for e in drawing.iter(f"{WPS}cNvPr")}
        for tag in ("stCxn", "endCxn"):
            for end in drawing.iter(f"{A}{tag}"):
                if end.get("id") not in shapes:
                    yield f"connector {tag} to no shape: {end.get('id')}"
    for choice in root.iter(f"{MC}Choice"):
        for prefix in choice.get("Requires").split():
            if prefix not in choice.nsmap:
                yield f"prefix of Requires not declared: {prefix}"
    ignorable = root.get(f"{MC}Ignorable", "").split()
    for prefix in ignorable:
        if prefix not in root.nsmap:
            yield f"prefix of mc:Ignorable not declared: {prefix}"
    for prefix in {"wps", "wpg", "wpc"} & set(ignorable):
        yield f"{prefix} must not be in mc:Ignorable"


def _words(root: etree._Element) -> Iterator[str]:
    for run in root.iter(f"{W}r"):
        align = run.find(f"{W}rPr/{W}vertAlign")
        text = "".join(t.text or "" for t in run.findall(f"{W}t"))
        if align is not None and align.get(f"{W}val") == "superscript" and text.strip().isdigit():
            yield f"typed note number: {text}"
    if next(root.iter(f"{WP}anchor"), None) is not None:
        yield "drawing that floats"


_EACH = (_fields, _tables, _connectors, _words)
