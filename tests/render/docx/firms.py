"""Reference documents as different Word-like programs write them, and hostile ones, made without any of them."""

# ruff: noqa: E501  (markup reads better unbroken)

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
# The ids of the same styles: by Word in English, by a Chinese suite (numbers), by a German Word.
IDS = {
    "word": {"Normal": "Normal", "heading 1": "Heading1", "heading 2": "Heading2", "Body Text": "BodyText", "caption": "Caption"},
    "numbers": {"Normal": "1", "heading 1": "2", "heading 2": "77", "Body Text": "13", "caption": "8"},
    "german": {"Normal": "Standard", "heading 1": "berschrift1", "heading 2": "berschrift2", "Body Text": "Textkrper", "caption": "Beschriftung"},
}  # fmt: skip


def styles(ids: dict[str, str], extra: str = "") -> str:
    """A style sheet with a look of its own: 楷体, dark red headings."""
    rows = []
    for name, identifier in ids.items():
        default = ' w:default="1"' if name == "Normal" else ""
        based = "" if name == "Normal" else f'<w:basedOn w:val="{ids["Normal"]}"/>'
        level = f'<w:pPr><w:outlineLvl w:val="{int(name[-1]) - 1}"/></w:pPr>' if name.startswith("heading") else ""
        rows.append(
            f'<w:style w:type="paragraph"{default} w:styleId="{identifier}"><w:name w:val="{name}"/>{based}{level}'
            '<w:rPr><w:rFonts w:ascii="Georgia" w:hAnsi="Georgia" w:eastAsia="楷体"/><w:color w:val="8B0000"/></w:rPr></w:style>'
        )
    return f"<w:styles {W}>{''.join(rows)}{extra}</w:styles>"


def firm(
    ids: str = "word", *, extra_styles: str = "", settings: str = "", parts: dict[str, bytes] | None = None,
    document_type: str = f"{WML}.document.main+xml", header_relations: str = "", body: str = "", numbering: str = "",
    left_out: tuple[str, ...] = (),
) -> bytes:  # fmt: skip
    """A firm's document: US Letter, its header with a name, its footer, one paragraph of old text."""
    relations = [
        ("rId1", "styles", "styles.xml"), ("rId2", "settings", "settings.xml"), ("rId3", "header", "header1.xml"),
        ("rId4", "footer", "footer1.xml"), *([("rId5", "numbering", "numbering.xml")] if numbering else []),
    ]  # fmt: skip
    rels = "".join(f'<Relationship Id="{i}" Type="{OFFICE}/{k}" Target="{t}"/>' for i, k, t in relations)
    package = "http://schemas.openxmlformats.org/package/2006"
    types = {
        "word/document.xml": document_type, "word/styles.xml": f"{WML}.styles+xml", "word/settings.xml": f"{WML}.settings+xml",
        "word/header1.xml": f"{WML}.header+xml", "word/footer1.xml": f"{WML}.footer+xml",
        **({"word/numbering.xml": f"{WML}.numbering+xml"} if numbering else {}),
    }  # fmt: skip
    files: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="application/octet-stream"/>'
        + "".join(f'<Override PartName="/{n}" ContentType="{t}"/>' for n, t in types.items()) + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}/relationships">{rels}</Relationships>',
        "word/styles.xml": styles(IDS[ids], extra_styles),
        "word/settings.xml": f"<w:settings {W}>{settings}</w:settings>",
        "word/header1.xml": f'<w:hdr {W}><w:p><w:r><w:t>Firm &amp; Partners</w:t></w:r></w:p></w:hdr>',
        "word/footer1.xml": f"<w:ftr {W}><w:p><w:r><w:t>firm.example</w:t></w:r></w:p></w:ftr>",
        "word/document.xml": f"<w:document {W} {R}><w:body><w:p><w:r><w:t>Old text</w:t></w:r></w:p>{body}"
        '<w:sectPr><w:headerReference w:type="default" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:pgSz w:w="12240" w:h="15840"/><w:pgMar w:top="1440" w:right="1800" w:bottom="1440" w:left="1800" '
        'w:header="720" w:footer="720" w:gutter="0"/></w:sectPr></w:body></w:document>',
    }  # fmt: skip
    if numbering:
        files["word/numbering.xml"] = f"<w:numbering {W}>{numbering}</w:numbering>"
    if header_relations:
        files["word/_rels/settings.xml.rels"] = (
            f'<Relationships xmlns="{package}/relationships">{header_relations}</Relationships>'
        )
    files.update(parts or {})
    return zipped({name: data for name, data in files.items() if name not in left_out})


def zipped(files: Mapping[str, bytes | str]) -> bytes:
    """A zip of files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()
