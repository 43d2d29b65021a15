"""Laws 33–40: what screen readers and archives rest on."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf

from opsdoc.document.tree import CodeBlock, Figure, Heading, Paragraph, Table, plain, query
from opsdoc.text import is_han
from tests.render.finished import HYPHENS, Finished, squeezed
from tools.accessible import heard

_SAID = frozenset({"P", "H1", "H2", "H3", "H4"})
_LEVEL = 4.5  # the lowest contrast of text on its ground (WCAG 2.1, 1.4.3)


def validators(finished: Finished) -> Iterator[str]:
    """33: the file is PDF/UA-1 and PDF/A at once."""
    import page

    part = finished.pdf.open_metadata()["pdfaid:part"]
    for profile in ("PDF_UA_1", f"PDF_A_{part}A"):
        report = page.validate_pdf_bytes(finished.data, profile=getattr(page.ValidationProfile, profile))
        if not report.is_compliant:
            yield from (f"{profile} {failure.rule_id}: {failure.message}" for failure in report.failures)


def screen_reader(finished: Finished) -> Iterator[str]:
    """34: a screen reader meets nothing odd."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file.pdf"
        file.write_bytes(finished.data)
        yield from heard(file)


def catalogue(finished: Finished) -> Iterator[str]:
    """35: the catalogue and the metadata say what the file is."""
    root, meta = finished.pdf.Root, finished.document.meta
    xmp = finished.pdf.open_metadata()
    wrong = {
        "Lang": str(root.Lang) != {"zh": "zh-CN", "en": "en-GB"}[finished.document.lang],
        "Marked": not bool(root.MarkInfo.Marked),
        "DisplayDocTitle": not bool(root.ViewerPreferences.DisplayDocTitle),
        "OutputIntents": len(root.OutputIntents) != 1,
        "Title": str(finished.pdf.docinfo.Title) != meta.title or xmp["dc:title"] != meta.title,
        "identifiers": xmp["pdfuaid:part"] != "1" or xmp["pdfaid:conformance"] != "A",
        "part": xmp["pdfaid:part"] != ("3" if "/AF" in root else "2"),
    }
    yield from (name for name, is_wrong in wrong.items() if is_wrong)


def heading_levels(finished: Finished) -> Iterator[str]:
    """36: levels of headings start at one and never skip."""
    levels = [(int(e.tag[1]), e) for e in finished.elements if re.fullmatch(r"H[1-6]", e.tag)]
    if levels and levels[0][0] != 1:
        yield f"the first heading is of level {levels[0][0]}"
    for (a, _), (b, element) in pairwise(levels):
        if b > a + 1:
            yield f"level {b} after {a}: {finished.text_of(element)[:40]}"


def figures(finished: Finished) -> Iterator[str]:
    """37: every figure is described, and the data of a chart are in the document."""
    found = [e for e in finished.elements if e.tag == "Figure"]
    for element in found:
        if len(str(element.node.get("/Alt", ""))) < 8:
            yield f"a figure without words: {element.node.get('/Alt', '')}"
    meant = list(query(finished.document.blocks, Figure))
    if len(found) < len(meant):
        yield f"{len(found)} figures, {len(meant)} in the source"
    beside = {
        figure.id
        for figure, table in pairwise(query(finished.document.blocks, Figure | Table | Heading))
        if isinstance(figure, Figure) and isinstance(table, Table)
    }
    for figure in meant:
        if figure.chart is not None and not figure.alternative and figure.id not in beside:
            yield f"{figure.number}: the chart has no data in words"
        for paragraph in query(figure.alternative, Paragraph):
            if re.sub(HYPHENS, "", squeezed(plain(paragraph.content))) not in finished.spoken:
                yield f"{figure.number}: {plain(paragraph.content)[:40]} is missing"


def tables(finished: Finished) -> Iterator[str]:
    """38: every header cell has a scope; every table of the source is one table, however many pages it takes."""
    for element in finished.elements:
        if element.tag == "TH" and str(element.node.get("/A", {}).get("/Scope", "")) not in ("/Row", "/Column"):
            yield f"no scope: {finished.text_of(element)[:40]}"
    meant = sum(_has_headers(table) for table in query(finished.document.blocks, Table))
    found = sum(e.tag == "Table" for e in finished.elements)
    if meant != found:
        yield f"{found} tables, {meant} in the source"


def _has_headers(table: Table) -> bool:
    # Figures are a list; a grid without any header is read as text.
    headers = bool(table.head) or table.role == "card" or any(c.header for row in table.body for c in row.cells)
    return table.role != "figures" and headers


def languages(finished: Finished) -> Iterator[str]:
    """39: words of the other language say so; links have words of their own."""
    other = finished.document.second_lang
    tag = {"zh": "zh-CN", "en": "en-GB"}.get(other or "")
    if other and sum(str(e.node.get("/Lang", "")) == tag for e in finished.elements) < 5:
        yield f"hardly anything is marked as {tag}"
    codes = {squeezed(code.text) for code in query(finished.document.blocks, CodeBlock)}
    for element in finished.elements:
        if element.tag not in _SAID or any(tag in _SAID for tag in element.above):
            continue
        if _holds_language(element.node):
            continue  # a term in the other language, in a span that says so
        if finished.text_of(element) in codes:
            continue  # no language of people
        words, said = finished.text_of(element), _language(element.node) or str(finished.pdf.Root.Lang)
        han, letters = sum(map(is_han, words)), sum(c.isascii() and c.isalpha() for c in words)
        if (letters > 25 and not han and said != "en-GB") or (han > 3 and letters < han and said != "zh-CN"):
            yield f"{words[:40]} is said to be {said}"
    for number, page in enumerate(finished.pdf.pages):
        for note in page.get("/Annots", []):
            words = str(note.get("/Contents", ""))
            target = str(note.get("/Dest", "") or note.get("/A", {}).get("/URI", ""))
            if note.Subtype == "/Link" and (len(words) < 2 or words == target):
                yield f"page {number + 1}: the link {words!r}"


def _holds_language(node: Any) -> bool:
    """Whether a part of an element says a language of its own."""
    kids = node.get("/K", [])
    return any(
        isinstance(kid, pikepdf.Dictionary) and "/Lang" in kid
        for kid in (kids if isinstance(kids, pikepdf.Array) else [kids])
    )


def _language(node: Any) -> str:
    """The language that an element has, by itself or from what holds it."""
    while "/Lang" not in node and "/P" in node:
        node = node.P
    return str(node.get("/Lang", ""))


def contrast(finished: Finished) -> Iterator[str]:
    """40: text stands out from its ground. (That furniture is no content, law 15 tells.)"""
    theme = finished.theme
    c = theme.colours
    pairs = {(name, ground): (getattr(c, name), getattr(c, ground))
             for name in ("ink", "primary", "accent", "muted", "warning") for ground in ("paper", "tint")}  # fmt: skip
    pairs |= {("on_primary", "primary"): (c.on_primary, c.primary), ("soft", "primary"): (c.on_primary_soft, c.primary)}
    pairs |= {(name, "tone"): (tone.text, tone.fill) for name, tone in theme.tones.items()}
    for (name, ground), (text, fill) in pairs.items():
        if _contrast(text, fill) < _LEVEL:
            yield f"{name} {text} on {ground} {fill}: {_contrast(text, fill):.2f}"


def _contrast(first: str, second: str) -> float:
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


LAWS: Mapping[str, Callable[[Finished], Iterator[str]]] = {
    "33 validators": validators,
    "34 screen reader": screen_reader,
    "35 catalogue": catalogue,
    "36 heading levels": heading_levels,
    "37 figures": figures,
    "38 tables": tables,
    "39 languages": languages,
    "40 contrast": contrast,
}
