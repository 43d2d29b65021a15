"""The zip container: parts with their content types and relationships, written the same way every time."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

from opsdoc.render.docx.markup import HEADER, attribute

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"

CONTENT_TYPES = {
    "/word/document.xml": f"{WML}.document.main+xml",
    "/word/styles.xml": f"{WML}.styles+xml",
    "/word/numbering.xml": f"{WML}.numbering+xml",
    "/word/settings.xml": f"{WML}.settings+xml",
    "/word/fontTable.xml": f"{WML}.fontTable+xml",
    "/word/footnotes.xml": f"{WML}.footnotes+xml",
    "/word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "/docProps/custom.xml": "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}
HEADER_TYPE = f"{WML}.header+xml"
FOOTER_TYPE = f"{WML}.footer+xml"
MEDIA_TYPES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "tiff": "image/tiff",
    "tif": "image/tiff",
    "emf": "image/x-emf",
    "wmf": "image/x-wmf",
    "svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship of a part."""

    id: str
    kind: str
    target: str
    external: bool = False


@dataclass(slots=True)
class Relations:
    """The relationships of one part; asking twice for the same target gives the same id."""

    items: list[Relation] = field(default_factory=list)
    _known: dict[tuple[str, str], str] = field(default_factory=dict)

    def to(self, kind: str, target: str, external: bool = False) -> str:
        """The id of the relationship to a target, made when there is none yet."""
        full = kind if kind.startswith("http") else f"{OFFICE}/{kind}"
        key = (full, target)
        if key not in self._known:
            taken = {item.id for item in self.items}
            number = len(self.items) + 1
            while f"rId{number}" in taken:
                number += 1
            self.add(Relation(f"rId{number}", full, target, external))
        return self._known[key]

    def add(self, relation: Relation) -> None:
        """Take over a relationship as it is."""
        self.items.append(relation)
        self._known[(relation.kind, relation.target)] = relation.id

    def xml(self) -> bytes:
        """The .rels part."""
        rows = "".join(
            f'<Relationship Id="{attribute(r.id)}" Type="{attribute(r.kind)}" Target="{attribute(r.target)}"'
            + (' TargetMode="External"/>' if r.external else "/>")
            for r in self.items
        )
        return f'{HEADER}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'.encode()


@dataclass(slots=True)
class Package:
    """Parts by name ("/word/document.xml"), their types, and the relationships of every part ("" = the package)."""

    parts: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    relations: dict[str, Relations] = field(default_factory=dict)

    def put(self, name: str, data: bytes | str, content_type: str = "") -> None:
        """Add or replace a part; its type is known by its name unless given."""
        self.parts[name] = data.encode("utf-8") if isinstance(data, str) else data
        kind = content_type or CONTENT_TYPES.get(name, "")
        extension = name.rpartition(".")[2].lower()
        if kind:
            self.types[name] = kind
        elif name not in self.types:
            self.defaults[extension] = MEDIA_TYPES[extension]

    def of(self, part: str) -> Relations:
        """The relationships of a part."""
        return self.relations.setdefault(part, Relations())

    def data(self) -> bytes:
        """The package as a zip file: fixed times, sorted entries, `[Content_Types].xml` and `_rels/.rels` first."""
        entries = {name.lstrip("/"): data for name, data in self.parts.items()}
        for part, relations in self.relations.items():
            if relations.items:
                folder, _, name = part.lstrip("/").rpartition("/")
                entries[f"{folder}/_rels/{name}.rels".lstrip("/")] = relations.xml()
        entries["[Content_Types].xml"] = self._content_types()
        first = {"[Content_Types].xml": 0, "_rels/.rels": 1}
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in sorted(entries, key=lambda entry: (first.get(entry, 2), entry)):
                info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
                # Pictures are compressed already; another pass costs time and gains nothing.
                packed = name.rpartition(".")[2].lower() in {"png", "jpeg", "jpg", "gif"}
                info.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
                # Without these the system that builds would show in the bytes.
                info.create_system = 3
                info.external_attr = 0o600 << 16
                archive.writestr(info, entries[name], compresslevel=6)
        return buffer.getvalue()

    def _content_types(self) -> bytes:
        defaults = self.defaults | {
            "rels": "application/vnd.openxmlformats-package.relationships+xml",
            "xml": "application/xml",
        }
        rows = [f'<Default Extension="{e}" ContentType="{t}"/>' for e, t in sorted(defaults.items())]
        rows += [
            f'<Override PartName="{attribute(name)}" ContentType="{kind}"/>'
            for name, kind in sorted(self.types.items())
            if name in self.parts
        ]
        return f'{HEADER}<Types xmlns="{PACKAGE}/content-types">{"".join(rows)}</Types>'.encode()
