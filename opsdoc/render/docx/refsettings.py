"""The settings of a firm's document, for the text that we write into it."""

from __future__ import annotations

from lxml import etree

from opsdoc.render.docx.markup import NAMESPACES, declarations
from opsdoc.render.docx.parts import settings_xml
from opsdoc.render.docx.preflight import Reference

W = f"{{{NAMESPACES['w']}}}"


def house_settings(reference: Reference, refresh: bool) -> bytes:
    """The firm's settings, with our footnotes' separators, and without what belonged to its text."""
    settings = reference.optional("settings")
    if settings is None:
        return settings_xml(refresh).encode()
    for tag in (
        "updateFields",
        "footnotePr",
        "attachedTemplate",
        "docVars",
        "rsids",
        "trackRevisions",
        "mailMerge",
    ):
        for element in settings.findall(f"{W}{tag}"):
            settings.remove(element)
    fragment = f"<root {declarations('w')}>"
    fragment += '<w:updateFields w:val="true"/>' if refresh else ""
    fragment += '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr></root>'
    # Both stand before w:endnotePr and w:compat in the schema's sequence.
    after = (
        "endnotePr",
        "compat",
        "docVars",
        "rsids",
        "mathPr",
        "attachedSchema",
        "themeFontLang",
        "clrSchemeMapping",
        "doNotIncludeSubdocsInStats",
        "shapeDefaults",
        "decimalSymbol",
        "listSeparator",
    )
    place = next((i for i, e in enumerate(settings) if etree.QName(e).localname in after), len(settings))
    for index, element in enumerate(list(etree.fromstring(fragment)), place):
        settings.insert(index, element)
    return bytes(etree.tostring(settings, xml_declaration=True, encoding="UTF-8", standalone=True))
