"""Drawings: statements 2 and 33 to 38."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from opsdoc.diagram.describe import units
from opsdoc.diagram.drawing import Drawing
from opsdoc.diagram.model import OrgChart
from opsdoc.document.tree import Figure, Landscape, query
from opsdoc.render.docx.drawings import drawings_of
from opsdoc.render.docx.markup import mm
from tests.render.docx.lint import MC, WP, WPS, A, W
from tests.render.docx.statements.file import File, bare, words

SHAPE = ("cNvPr", "cNvSpPr", "cNvCnPr", "spPr", "style", "txbx", "bodyPr")
INLINE = ["extent", "effectExtent", "docPr", "cNvGraphicFramePr", "graphic"]


def chart_pages(file: File) -> list[tuple[Figure, list[Drawing]]]:
    """The charts of a document, each with the drawings that its frame gives."""
    turned = {id(figure) for block in query(file.document.blocks, Landscape) for figure in query(block, Figure)}
    out = []
    for figure in query(file.document.blocks, Figure):
        if figure.chart is not None:
            landscape = id(figure) in turned
            width = mm(file.theme.page.frame_mm(landscape)[0]) / 20
            out.append((figure, drawings_of(figure, file.theme, width, landscape)))
    return out


def ordered(file: File) -> Iterator[str]:
    """What the SDK looks past inside a:graphicData: the order of a shape's parts, and all that each must hold."""
    for inline in file.body.iter(f"{WP}inline"):
        if [etree.QName(child).localname for child in inline] != INLINE:
            yield f"an inline of {[etree.QName(child).localname for child in inline]}"
        elif any(int(inline.find(f"{WP}extent").get(side)) <= 0 for side in ("cx", "cy")):
            yield "a drawing without a size"
    for shape in file.body.iter(f"{WPS}wsp"):
        tags = [etree.QName(child).localname for child in shape]
        if tags != sorted(tags, key=SHAPE.index):
            yield f"a shape of {tags}"
        if not {"spPr", "bodyPr"} < set(tags) or ("cNvSpPr" in tags) == ("cNvCnPr" in tags):
            yield f"a shape of {tags} lacks a part"
        if shape.find(f"{WPS}spPr/{A}xfrm/{A}ext") is None:
            yield "a shape without a size"
        for box in shape.iter(f"{W}txbxContent"):
            if len(box) == 0 or box[-1].tag != f"{W}p":
                yield "words of a shape do not end in a paragraph"


def told(file: File) -> Iterator[str]:
    """A drawing has words for those who cannot see it, or is decoration."""
    for name, root in file.stories.items():
        for one in root.iter(f"{WP}docPr"):
            if not (one.get("descr") or "").strip() and b"decorative" not in etree.tostring(one):
                yield f"{name}: drawing {one.get('id')} has no words"


def hierarchy(file: File) -> Iterator[str]:
    """An organisation chart's words tell its hierarchy, every unit of it."""
    said = [properties.get("descr") or "" for properties in file.body.iter(f"{WP}docPr")]
    for figure, drawings in chart_pages(file):
        for drawing in drawings:
            if not any(drawing.description in text for text in said):
                yield f"{figure.id}: no drawing tells {drawing.description[:40]}"
        if isinstance(figure.chart, OrgChart):
            everything = " ".join(drawing.description for drawing in drawings)
            for unit in units(figure.chart.root):
                if dict(unit.label.parts)[file.document.lang] not in everything:
                    yield f"{figure.id}: {unit.id} is not told"


def inline(file: File) -> Iterator[str]:
    """Drawings stand in the line and move with the text."""
    for name, root in file.stories.items():
        for _ in root.iter(f"{WP}anchor"):
            yield f"{name}: a drawing floats"


def drawn(file: File) -> Iterator[str]:
    """A chart is a canvas with a picture to fall back on: one shape for each box, with its words and no others, and
    one line for each connector, glued to the boxes that it joins."""
    drawings = [drawing for _, pages in chart_pages(file) for drawing in pages]
    canvases = list(file.body.iter(f"{MC}AlternateContent"))
    if len(canvases) != len(drawings):
        yield f"{len(canvases)} canvases for {len(drawings)} drawings"
    for drawing, (choice, fallback) in zip(drawings, canvases, strict=False):
        name = drawing.description[:30]
        if choice.get("Requires") != "wpc":
            yield f"{name}: {choice.get('Requires')} and no canvas"
        blips = list(fallback.iter(f"{A}blip"))
        if len(blips) != 1 or b"svgBlip" not in etree.tostring(blips[0]):
            yield f"{name}: no picture with a vector beside it"
        shapes = {s.find(f"{WPS}cNvPr").get("id"): s for s in choice.iter(f"{WPS}wsp")}
        if len(shapes) != len(drawing.items):
            yield f"{name}: {len(shapes)} shapes for {len(drawing.items)} boxes, lines and words"
        # Boxes have the first ids, in the drawing's order.
        boxes = sorted(shapes, key=int)[: len(drawing.boxes)]
        for box, identifier in zip(drawing.boxes, boxes, strict=False):
            label = "".join(bare(paragraph.text) for paragraph in box.paragraphs)
            label += bare(box.aside.text) if box.aside else ""
            if sorted(bare(words(shapes[identifier]))) != sorted(label):
                yield f"{name}: {words(shapes[identifier])!r} in the box of {label!r}"
        glued = []
        for line in choice.iter(f"{WPS}cNvCnPr"):
            ends = [line.find(f"{A}{tag}") for tag in ("stCxn", "endCxn")]
            if all(end is not None for end in ends):
                glued.append(tuple(end.get("id") for end in ends))
        by_id = dict(zip([box.id for box in drawing.boxes], boxes, strict=False))
        wanted = [(by_id.get(c.source), by_id.get(c.target)) for c in drawing.connectors]
        if glued != wanted:
            yield f"{name}: {len(glued)} glued lines, {len(wanted)} connectors, or others than the drawing's"


def labelled(file: File) -> Iterator[str]:
    """Labels of units in shapes are those of the tree, in every language of it."""
    held = [bare(words(shape)) for shape in file.body.iter(f"{WPS}wsp")]
    for figure, _ in chart_pages(file):
        if isinstance(figure.chart, OrgChart):
            for unit in units(figure.chart.root):
                label = [bare(text) for _, text in unit.label.parts]
                if not any(all(part in text for part in label) for text in held):
                    yield f"{figure.id}: no shape says {label}"


STATEMENTS = {
    "2 parts of drawings are in order": ordered,
    "33 drawings have words": told,
    "33 an organisation chart's words tell the hierarchy": hierarchy,
    "35 drawings stand in the line": inline,
    "36 37 38 charts are shapes with glued connectors": drawn,
    "38 labels of units are those of the tree": labelled,
}
