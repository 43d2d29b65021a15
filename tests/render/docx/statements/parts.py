"""Package, settings and properties: statements 3 to 6 and 20, and what no validator sees (16, 17, 22, 23, 27, 34)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from lxml import etree

from opsdoc.render.docx.fields import WAITING
from tests.render.docx.lint import MC, W, findings
from tests.render.docx.statements.file import File


def prefixes(file: File) -> Iterator[str]:
    """Those of Requires and mc:Ignorable, declared in scope; each alternative has a Choice and a Fallback."""
    for name, root in file.trees.items():
        for prefix in root.get(f"{MC}Ignorable", "").split():
            if prefix not in root.nsmap:
                yield f"{name}: mc:Ignorable names {prefix}, which nothing declares"
            if prefix in ("wps", "wpg", "wpc"):
                yield f"{name}: {prefix} must not be ignorable"
        for alternate in root.iter(f"{MC}AlternateContent"):
            if [child.tag for child in alternate] != [f"{MC}Choice", f"{MC}Fallback"]:
                yield f"{name}: an alternative of {[etree.QName(child).localname for child in alternate]}"
            for prefix in alternate[0].get("Requires", "?").split():
                if prefix not in alternate[0].nsmap:
                    yield f"{name}: Requires names {prefix}, which nothing declares"


def compatibility(file: File) -> Iterator[str]:
    """Word 2013 and later, without the words "compatibility mode" in the title bar."""
    settings = file.settings.iter(f"{W}compatSetting")
    modes = [s.get(f"{W}val") for s in settings if s.get(f"{W}name") == "compatibilityMode"]
    if modes != ["15"]:
        yield f"compatibilityMode {modes}"


def leftovers(file: File) -> Iterator[str]:
    """No trace of a library's template."""
    for name, data in file.parts.items():
        if "thumbnail" in name or "stylesWithEffects" in name:
            yield name
        for sign in (b"python-docx", b"ja-JP"):
            if sign in data:
                yield f"{name} holds {sign.decode()}"


def properties(file: File) -> Iterator[str]:
    """Title, creator, language and dates, and the properties that fields can show."""
    meta = file.document.meta
    core = {etree.QName(e).localname: e.text for e in etree.fromstring(file.parts["docProps/core.xml"])}
    date = datetime.fromtimestamp(file.context.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    wanted = {
        "title": " ".join(part for part in (meta.title, meta.title_translation) if part),
        "creator": meta.author or meta.client,
        "language": "zh-CN" if file.document.lang == "zh" else "en-GB",
        "created": date,
        "modified": date,
    }
    for key, value in wanted.items():
        if not value or core.get(key) != value:
            yield f"{key} is {core.get(key)!r}, wanted {value!r}"
    custom = {e.get("name"): "".join(e.itertext()) for e in etree.fromstring(file.parts["docProps/custom.xml"])}
    for key, value in (("Document number", meta.number), ("Document version", meta.version)):
        if custom.get(key, "") != value:
            yield f"{key} is {custom.get(key)!r}, wanted {value!r}"


def quiet(file: File) -> Iterator[str]:
    """Opening the file shows no question."""
    if file.settings.find(f"{W}updateFields") is not None:
        yield "Word asks whether to update fields"
    for name, root in file.stories.items():
        for mark in root.iter(f"{W}fldChar", f"{W}fldSimple"):
            if mark.get(f"{W}dirty") is not None:
                yield f"{name}: a dirty field"


def filled(file: File) -> Iterator[str]:
    """No page number is left open: the sign that stands for one until pages are known is no character of XML."""
    for name, data in file.parts.items():
        if name.endswith(".xml") and WAITING.encode() in data:
            yield f"{name} waits for a page number"


def meeting(file: File) -> Iterator[str]:
    """References, ids, relationships and styles meet."""
    yield from findings(file.data)


STATEMENTS = {
    "3 prefixes are declared": prefixes,
    "4 compatibility mode is 15": compatibility,
    "5 nothing of a template is left": leftovers,
    "6 properties are set": properties,
    "16 17 22 23 27 34 nothing dangles or repeats": meeting,
    "19 page numbers are filled in": filled,
    "20 nobody is asked to update": quiet,
}
