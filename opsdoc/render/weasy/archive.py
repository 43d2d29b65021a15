"""What makes one file PDF/UA-1 and PDF/A-2a at once: WeasyPrint writes the identifier of one standard only."""

from __future__ import annotations

import zlib
from html import escape
from typing import Any

import pydyf
from weasyprint.pdf.metadata import DocumentMetadata

_RDF_END = b"</rdf:RDF>"
_PDFUA = '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>'
_LANGUAGE = (
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    "<dc:language><rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag></dc:language></rdf:Description>"
)
# PDF/A wants a schema for every property that it does not know itself (ISO 19005-2, 6.6.2.3).
_SCHEMA = (
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"'
    ' xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>"
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)


class ArchiveMetadata(DocumentMetadata):  # type: ignore[misc]
    """WeasyPrint's metadata with the PDF/UA identifier and the language beside the PDF/A identifier, uncompressed."""

    @classmethod
    def of(cls, metadata: DocumentMetadata) -> ArchiveMetadata:
        """The same metadata, archival."""
        return cls(**vars(metadata))

    def include_in_pdf(self, pdf: Any, variant: str, version: Any, conformance: Any, compress: bool) -> None:
        super().include_in_pdf(pdf, variant, version, conformance, compress=False)

    def generate_rdf_metadata(self, variant: str, version: Any, conformance: Any) -> bytes:
        rdf: bytes = super().generate_rdf_metadata(variant, version, conformance)
        added = _PDFUA + _LANGUAGE.format(escape(self.lang or "")) + _SCHEMA
        before, _, after = rdf.rpartition(_RDF_END)
        return before + added.encode() + _RDF_END + after


_data_of_a_stream = pydyf.Stream.data.fget


def _data(stream: Any) -> bytes:
    if stream.compress:
        compress(stream)
    data: bytes = _data_of_a_stream(stream)
    return data


def install() -> None:
    """Have the streams that pydyf makes while it writes, of objects and their places, end as all others do."""
    pydyf.Stream.data = property(_data)


def finish(document: Any, pdf: Any) -> None:
    """Page labels, and streams whose length no reader can mistake; WeasyPrint calls this before it writes."""
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, pydyf.Dictionary({"S": "/D"})])})
    if "AF" in pdf.catalog:  # WeasyPrint names each file twice
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream):
            if item.extra.get("Subtype") == "/Image":
                item.extra["Interpolate"] = "false"  # ISO 19005-2, 6.2.8
            if item.compress:
                compress(item)


def compress(stream: Any) -> None:
    """Compress a stream that is complete. A last byte of 0x0D reads as the start of the line end before `endstream`, so
    that readers disagree about the length; a byte after the end of the deflated data belongs to nobody."""
    data = b"\n".join(pydyf._to_bytes(part) for part in stream.stream)
    packed = zlib.compress(data)
    stream.stream = [packed + b"\0" if packed.endswith(b"\r") else packed]
    stream.extra["Filter"] = "/FlateDecode"
    stream.compress = False
