"""The document as a PDF that is accessible (PDF/UA-1) and archival (PDF/A-2a) at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

from opsdoc.diagnostics import Diagnostic, Log, OpsdocError, Source, error
from opsdoc.document.tree import Base, Code, CodeBlock, Document, Ruby, Table, Text, query
from opsdoc.render.artifact import Artifact, RenderContext
from opsdoc.render.attachments import attachments
from opsdoc.render.html import html_page

VARIANT, WITH_FILES = "pdf/a-2a", "pdf/a-3a"


def render_pdf(document: Document, context: RenderContext) -> Artifact:
    """The document as a PDF file, with the page of every block that has an id.

    Raises OpsdocError: 1 when something of the document cannot be drawn (a character that no font has, an image),
    3 for a WeasyPrint that this was not written for, 4 when the page asked for something outside itself.
    """
    page, log = html_page(document, context, "print")
    log.extend(_undrawable(document))
    log.raise_if_errors()
    files: list[Any] = []
    if context.attach_data:
        _weasyprint()
        files = attachments(document, context.epoch)
    data, pages, anchors, found = pdf_of(page, files)
    # GB/T 9704-2012 has the colophon stand on the last page's back: on which page it falls, only the layout knows.
    if "letterhead" in context.theme.type and any(anchors.get(id_, 0) % 2 for id_ in _colophons(document)):
        page = page.replace('class="exhibit colophon', 'class="exhibit colophon overleaf').replace(
            'class="exhibit short colophon', 'class="exhibit short colophon overleaf'
        )
        data, pages, anchors, found = pdf_of(page, files)
    log.extend(_located(found, document))
    blocked = any(finding.code == "blocked" for finding in log.errors)
    log.raise_if_errors(exit_code=4 if blocked else 1)
    return Artifact("pdf", data, pages, tuple(log.warnings), anchors)


def pdf_of(page: str, files: Sequence[Any] = ()) -> tuple[bytes, int, dict[str, int], Log]:
    """A page of markup as PDF: its bytes, number of pages, page of every anchor, and what WeasyPrint said. With files
    inside it, it is PDF/A-3a: PDF/A-2 allows none but PDF/A."""
    variant = WITH_FILES if files else VARIANT
    _weasyprint()
    from opsdoc.render.weasy import install
    from opsdoc.render.weasy.archive import ArchiveMetadata, finish
    from opsdoc.render.weasy.fetcher import SafeFetcher
    from opsdoc.render.weasy.log import LogWatch
    from opsdoc.render.weasy.page import Page
    from opsdoc.render.weasy.tags import prepare

    install()
    fetcher = SafeFetcher()
    with LogWatch() as watch:
        laid_out = Page(string=page, url_fetcher=fetcher, base_url=None).render(pdf_variant=variant)
        prepare(laid_out)
        laid_out.metadata = ArchiveMetadata.of(laid_out.metadata)
        data: bytes = laid_out.write_pdf(pdf_variant=variant, pdf_tags=True, finisher=finish, attachments=list(files))
    anchors: dict[str, int] = {}
    for number, one in enumerate(laid_out.pages, 1):
        for name in one.anchors:
            anchors.setdefault(name, number)
    log = watch.found
    for url, reason in fetcher.blocked:
        log.error("blocked", f'"{url}" was not loaded: {reason}', help="put the file into the workspace")
    for character in watch.missing:
        log.add(_missing_character(character, None))
    return data, len(laid_out.pages), anchors, log


def _weasyprint() -> Any:
    """WeasyPrint, loaded with the bundled fonts alone. Pango reads the font configuration once, when it starts."""
    if "weasyprint" not in sys.modules and "FONTCONFIG_FILE" not in os.environ:
        from opsdoc.fontconfig import isolated
        from opsdoc.resources import cache_folder

        os.environ["FONTCONFIG_FILE"] = str(isolated(cache_folder()))
    import weasyprint

    return weasyprint


def _undrawable(document: Document) -> list[Diagnostic]:
    """The characters that no bundled font has, at the blocks that hold them."""
    from opsdoc.fontconfig import uncovered

    missing = dict.fromkeys(character for _, character in uncovered(_words(document.blocks)))
    return [_missing_character(character, _source_of(character, document)) for character in missing]


def _colophons(document: Document) -> list[str]:
    return [table.id for table in query(document.blocks, Table) if "colophon" in table.classes]


def _words(node: object) -> str:
    texts = [leaf.text for leaf in query(node, Text)]
    texts += [leaf.text for leaf in query(node, Code)]
    texts += [leaf.text + leaf.reading for leaf in query(node, Ruby)]
    return "".join(texts + [block.text for block in query(node, CodeBlock)])


def _missing_character(character: str, source: Source | None) -> Diagnostic:
    name = f"U+{ord(character):04X}"
    message = f'no font has the character "{character}" ({name})'
    return error("font", message, source, help="write it otherwise, or give the theme a font that has it")


def _source_of(character: str, document: Document) -> Source | None:
    # The innermost block with a place comes last in reading order of the tree.
    holders = [block.source for block in query(document.blocks, Base) if block.source and character in _words(block)]
    return holders[-1] if holders else None


def _located(found: Log, document: Document) -> list[Diagnostic]:
    """What WeasyPrint said, with the place of missing characters where the tree knows it."""
    out = []
    for finding in found:
        if finding.code == "font" and finding.source is None:
            character = finding.message.split('"')[1]
            finding = _missing_character(character, _source_of(character, document))
        out.append(finding)
    return out


__all__ = ["OpsdocError", "pdf_of", "render_pdf"]
