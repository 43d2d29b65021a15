"""Reference documents come from outside: what is checked before anything in them is used."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from typing import NoReturn
from urllib.parse import unquote

from lxml import etree

from opsdoc.diagnostics import Diagnostic, OpsdocError, error, note
from opsdoc.render.docx.markup import NAMESPACES
from opsdoc.render.docx.package import OFFICE, Relation

MAX_PARTS = 2_000
MAX_UNPACKED = 100_000_000
MAX_RATIO = 200
# Small parts of nothing but spaces pack better than any bomb; only what unpacks large is measured.
RATIO_FROM = 100_000
PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
W = f"{{{NAMESPACES['w']}}}"
# The relationship to the template that a document was made from.
TEMPLATE = "attachedTemplate"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = re.compile(
    r"^application/vnd\.openxmlformats-officedocument\.wordprocessingml\.(document|template)\.main\+xml$"
)


def refuse(why: str, help: str, code: int = 1) -> NoReturn:
    """Stop with one clear line."""
    raise OpsdocError([error("reference-doc", f"the reference document {why}", help=help)], code)


@dataclass(slots=True)
class Reference:
    """A reference document that has passed: parts by name ("/word/styles.xml"), their types, the main part."""

    parts: dict[str, bytes]
    types: dict[str, str]
    defaults: dict[str, str]
    main: str
    notes: list[Diagnostic] = field(default_factory=list)
    """What is left out of it, and why."""

    def type_of(self, name: str) -> str:
        """The content type of a part."""
        return self.types.get(name) or self.defaults.get(name.rpartition(".")[2].lower(), "")

    def relations(self, part: str) -> list[Relation]:
        """The relationships of a part."""
        folder, name = posixpath.split(part)
        data = self.parts.get(f"{folder.rstrip('/')}/_rels/{name}.rels")
        if data is None:
            return []
        return [
            Relation(e.get("Id", ""), e.get("Type", ""), e.get("Target", ""), e.get("TargetMode") == "External")
            for e in parsed(data)
        ]

    @staticmethod
    def target(part: str, relation: Relation) -> str:
        """The part that a relationship names."""
        if relation.target.startswith("/"):
            return relation.target
        return posixpath.normpath(posixpath.join(posixpath.dirname(part), relation.target))

    def optional(self, kind: str) -> etree._Element | None:
        """The main part's part of a kind, parsed, or None."""
        for relation in self.relations(self.main):
            if relation.kind == f"{OFFICE}/{kind}" and not relation.external:
                data = self.parts.get(self.target(self.main, relation))
                if data is not None:
                    return parsed(data)
        return None

    def part_of_kind(self, kind: str) -> etree._Element:
        """The same, where the document cannot do without it."""
        found = self.optional(kind)
        if found is None:
            refuse(f"has no {kind}", "save it once in Word and try again")
        return found

    def section(self) -> etree._Element:
        """The last w:sectPr: the page set-up that goes on."""
        root = parsed(self.parts[self.main])
        section = root.find(f"{W}body/{W}sectPr")
        if section is None or section.find(f"{W}pgSz") is None or section.find(f"{W}pgMar") is None:
            refuse("has no page set-up", "save it once in Word and try again")
        return section

    def highest_id(self) -> int:
        """The highest id of a drawing in its headers and footers, so that ours count on from it."""
        found = [0]
        for name, data in self.parts.items():
            if re.match(r"^/word/(header|footer)", name):
                found += [int(n) for n in re.findall(rb'<(?:wp:docPr|wps:cNvPr|pic:cNvPr)[^>]*?\bid="(\d+)"', data)]
        return max(n for n in found if n < 2_000_000_000)


def opened(data: bytes) -> Reference:
    """The document, checked. Raises `OpsdocError`: exit 1 where the file is not fit, 4 where it is not safe."""
    if data.startswith(_OLE):
        refuse("is protected by a password, or an old .doc", "save it as .docx without a password")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = _unpacked(archive)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError):
        refuse("is not a DOCX file", "save it as .docx in Word")
    types_data = parts.get("/[Content_Types].xml")
    if types_data is None:
        refuse("is not a DOCX file", "save it as .docx in Word")
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            _no_dtd(name, part)
    types, defaults = {}, {}
    for element in parsed(types_data):
        if element.tag.endswith("}Override"):
            types[element.get("PartName", "")] = element.get("ContentType", "")
        elif element.tag.endswith("}Default"):
            defaults[element.get("Extension", "").lower()] = element.get("ContentType", "")
    if any(
        "macroenabled" in t.lower() or "vbaproject" in t.lower() for t in (*types.values(), *defaults.values())
    ) or any("vbaproject" in name.lower() for name in parts):
        refuse("holds macros", "save it as .docx without macros", 4)
    main = next((name for name, kind in types.items() if _MAIN.match(kind)), "")
    if main not in parts:
        refuse("is not a Word document", "save it as .docx in Word")
    reference = Reference(parts, types, defaults, main)
    _no_remote(reference)
    _fit(reference)
    return reference


def parsed(data: bytes) -> etree._Element:
    """XML from outside: no entities, no network."""
    try:
        return etree.fromstring(data, PARSER)
    except etree.XMLSyntaxError:
        refuse("holds damaged XML", "open it in Word, repair and save it")


def _unpacked(archive: zipfile.ZipFile) -> dict[str, bytes]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MAX_PARTS:
        refuse(f"holds {len(infos)} parts; {MAX_PARTS} are allowed", "use a document made for styles alone", 4)
    parts: dict[str, bytes] = {}
    total = 0
    for info in infos:
        if info.flag_bits & 0x1:
            refuse("is protected by a password", "save it without a password")
        name = "/" + info.filename.lstrip("/")
        if ".." in name.split("/") or "\\" in name or name in parts:
            refuse("holds parts with unsafe names", "save it once in Word and try again", 4)
        with archive.open(info) as stream:
            # What the directory says of sizes is the author's word; what comes out is counted.
            data = stream.read(MAX_UNPACKED - total + 1)
        total += len(data)
        if total > MAX_UNPACKED:
            refuse("unpacks to more than 100 MB", "use a document made for styles alone", 4)
        if len(data) > RATIO_FROM and len(data) > MAX_RATIO * max(info.compress_size, 1):
            refuse("is packed so tightly that it may be a trap", "save it once in Word and try again", 4)
        parts[name] = data
    return parts


def _no_dtd(name: str, data: bytes) -> None:
    text = data[:4096]
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = data[:8192].decode("utf-16", "ignore").encode()
    if b"<!DOCTYPE" in text or b"<!ENTITY" in data:
        refuse(f"has a document type declaration in {name}", "save it once in Word and try again", 4)


def local(target: str) -> bool:
    r"""Whether a target is a file of the machine at hand ("file:///C:\firm.dotx", "C:\firm.dotx", "firm.dotx"), which
    can ask nobody for anything, and not one of a server ("https://…", "\\server\…", "file://server/…")."""
    place = unquote(target).strip().replace("\\", "/")
    scheme = re.match(r"([a-z][a-z0-9+.-]+):", place, re.IGNORECASE)  # "C:" is a drive
    if scheme is not None and scheme[1].casefold() != "file":
        return False
    path = place[scheme.end() :] if scheme else place
    slashes = len(path) - len(path.lstrip("/"))
    return slashes < 2 or (scheme is not None and slashes == 3)


def _no_remote(reference: Reference) -> None:
    for name in reference.parts:
        if not name.endswith(".rels"):
            continue
        folder, _, file = name.rpartition("/_rels/")
        for relation in reference.relations(f"{folder}/{file.removesuffix('.rels')}"):
            kind = relation.kind.rpartition("/")[2]
            if kind == TEMPLATE and local(relation.target):
                # Word names the template that a document was made from; only whoever made it has that file.
                reference.notes.append(
                    note(
                        "reference-doc",
                        f'the reference document names its template "{relation.target[:80]}", which is left out',
                        help="nothing is to be done: its styles are taken from the document itself",
                    )
                )
                continue
            if kind == TEMPLATE:
                refuse(
                    f'loads a template from elsewhere ("{relation.target[:80]}")',
                    "detach the template in Word",
                    4,
                )
            if relation.external and kind != "hyperlink":
                refuse(f'loads {kind} from elsewhere ("{relation.target[:80]}")', "embed it in Word", 4)


def _fit(reference: Reference) -> None:
    styles = reference.part_of_kind("styles")
    ids = Counter(style.get(f"{W}styleId", "") for style in styles.iter(f"{W}style"))
    if not ids:
        refuse("has no styles", "save it once in Word and try again")
    names: Counter[tuple[str, str]] = Counter()
    for style in styles.iter(f"{W}style"):
        name = style.find(f"{W}name")
        if name is not None:
            names[style.get(f"{W}type", ""), name.get(f"{W}val", "").casefold()] += 1
    for twice in [i for i, count in ids.items() if count > 1] + [n for (_, n), count in names.items() if count > 1]:
        refuse(f'has the style "{twice}" twice', "delete one of the two in Word")
    settings = reference.optional("settings")
    if settings is not None:
        protection = settings.find(f"{W}documentProtection")
        if protection is not None and protection.get(f"{W}enforcement") in ("1", "true", "on"):
            refuse("is locked against changes", "stop the protection in Word (Review, Restrict Editing)")
