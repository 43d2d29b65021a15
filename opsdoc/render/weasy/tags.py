"""The structure tree of a PDF, in place of WeasyPrint's own tagger.

Elements that pages split stay one; furniture, decoration and repeated table heads are artifacts; every language
change, table header, list, note, contents entry and figure is what it is (ISO 14289-1, ISO 32000-1 14.8).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial, wraps
from typing import Any

import pydyf
from weasyprint import pdf as weasyprint_pdf
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream

from opsdoc.render.weasy.archive import compress

_SVG = "{http://www.w3.org/2000/svg}"
_ROLES = {
    "main": "Part", "article": "Art", "section": "Sect", "blockquote": "BlockQuote", "p": "P", "pre": "P",
    "figure": "Div", "aside": "Div", "nav": "Div", "header": "Div", "figcaption": "Caption", "caption": "Caption",
    "h1": "H1", "h2": "H2", "h3": "H3", "h4": "H4", "h5": "H5", "h6": "H6", "ul": "L", "ol": "L", "li": "LI",
    "table": "Table", "thead": "THead", "tbody": "TBody", "tr": "TR", "th": "TH", "td": "TD",
    "a": "Link", "code": "Code",
}  # fmt: skip
_HOLDS_LINES = frozenset({"P", "TD", "TH", "LBody", "Caption", "H1", "H2", "H3", "H4", "H5", "H6", "Note"})
_TABLE_PARTS = frozenset({"Table", "THead", "TBody", "TR", "TH", "TD"})
_SCOPES = {"row": "/Row", "rowgroup": "/Row", "col": "/Column", "colgroup": "/Column"}


def install() -> None:
    """Replace WeasyPrint's tagger, and the marking of content that it reads."""
    if weasyprint_pdf.add_tags is add_tags:
        return
    weasyprint_pdf.add_tags = add_tags
    weasyprint_pdf.add_links = _with_file(weasyprint_pdf.add_links)
    Stream.marked = _marked


def prepare(document: Any) -> None:
    """Say which boxes are no content: margin boxes, what is hidden from assistive technology, and table heads after
    their first page. Call it on the laid-out document before it is written.

    Each page is tagged as soon as it is painted, and its boxes are let go: they are most of the memory of a long
    document, and the next pages are written into their room."""
    seen: set[int] = set()
    tagger = document.tagger = Tagger(document)
    for number, page in enumerate(document.pages):
        page.paint = partial(_paint, page.paint, tagger, page, number)
        # WeasyPrint makes every box inside a link a link of its own.
        page.links = [link for link in page.links if link[3].element is not None and link[3].element.tag == "a"]
        _find_artifacts(page._page_box, seen)
        # A page that stands in an index entry already is not shown again; what would lead to it has no area.
        page.links = [link for link in page.links if not hasattr(link[3], "artifact_kind")]


class Tagger:
    """The structure tree of a document while its pages are painted."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._pdf: Any = None

    def begin(self, pdf: Any) -> None:
        """Take the file that is written; WeasyPrint's functions for a page do not pass it on."""
        if self._pdf is pdf:
            return
        self._pdf = pdf
        self._parents = pydyf.Dictionary({"Nums": pydyf.Array()})
        pdf.add_object(self._parents)
        self._root = pydyf.Dictionary(
            {"Type": "/StructTreeRoot", "ParentTree": self._parents.reference, "K": pydyf.Array()}
        )
        pdf.add_object(self._root)
        self._tree = _Tree(pdf, self._document, self._root)

    def add_page(self, page: Any, number: int, stream: Any) -> None:
        """Add what a painted page shows."""
        nums = self._tree.add_page(page, number, stream)
        self._parents["Nums"].extend((number, pydyf.Array(nums)))

    def finish(self) -> None:
        """Write the links' part of the tree, and what the catalogue says of it."""
        pages, catalog = len(self._document.pages), self._pdf.catalog
        for index, (element, annotation) in enumerate(self._tree.annotations, start=pages):
            self._parents["Nums"].extend((index, element.reference))
            annotation["StructParent"] = index
        self._root["ParentTreeNextKey"] = pages + len(self._tree.annotations)
        catalog["StructTreeRoot"] = self._root.reference
        catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
        catalog["Lang"] = pydyf.String(self._document.metadata.lang or "und")


def _with_file(add_links: Callable[..., None]) -> Callable[..., None]:
    """WeasyPrint's first function for a page, which is given the file."""

    @wraps(add_links)
    def add(links_and_anchors: Any, matrix: Any, pdf: Any, *rest: Any) -> None:
        Stream.pdf = pdf
        add_links(links_and_anchors, matrix, pdf, *rest)

    return add


def _paint(paint: Callable[..., None], tagger: Tagger, page: Any, number: int, stream: Any, scale: float = 1) -> None:
    """Stands for a page's `paint`."""
    paint(stream, scale)
    tagger.begin(Stream.pdf)
    tagger.add_page(page, number, stream)
    stream._tags.clear()
    _let_go(page._page_box)
    page._page_box, page.links = None, []
    compress(stream)


def _let_go(page_box: Any) -> None:
    """Undo the circles of a page's boxes: a column knows its cells by a function that holds the table. Without it they
    would wait for the collector, and with them most of a page of tables."""
    for box in page_box.descendants():
        if isinstance(box, boxes.TableBox):
            for group in box.column_groups:
                for column in group.children:
                    vars(column).pop("get_cells", None)


def add_tags(pdf: Any, document: Any, pdf_version: object, page_streams: list[Any]) -> None:
    """Stands for WeasyPrint's tagger, which is called when all pages are painted."""
    document.tagger.finish()
    Stream.pdf = None  # the file is as large as the document, and the class stays


def _real(box: Any) -> Any:
    return box._box if isinstance(box, AbsolutePlaceholder) else box


def _find_artifacts(box: Any, seen: set[int]) -> None:
    box = _real(box)
    if isinstance(box, boxes.MarginBox):
        _make_artifact(box, "Pagination")
        return
    element = box.element
    if element is not None and not isinstance(box, boxes.PageBox):
        if isinstance(box, boxes.InlineBox) and element.get("data-places") and not _has_text(box):
            _make_artifact(box, "Layout")
            return
        if element.get("aria-hidden") == "true" or (box.element_tag == "img" and element.get("alt") == ""):
            _make_artifact(box, "Layout")
            return
        if isinstance(box, boxes.TableRowGroupBox) and (box.is_header or box.is_footer):
            if id(element) in seen:
                _make_artifact(box, "Pagination")
                return
            seen.add(id(element))
    for child in getattr(box, "children", ()):
        _find_artifacts(child, seen)


def _has_text(box: Any) -> bool:
    return any(isinstance(child, boxes.TextBox) or _has_text(child) for child in getattr(box, "children", ()))


def _make_artifact(box: Any, kind: str) -> None:
    box = _real(box)
    box.artifact_kind = kind
    for child in getattr(box, "children", ()):
        _make_artifact(child, kind)


@contextmanager
def _marked(self: Any, box: Any, tag: str) -> Iterator[None]:
    """Stands for `Stream.marked`: artifacts get their kind, content its number within the page."""
    if self._tags is None:
        yield
        return
    kind = getattr(box, "artifact_kind", None)
    if kind:
        pydyf.Stream.begin_marked_content(self, "Artifact", pydyf.Dictionary({"Type": "/" + kind}))
    else:
        number = len(self._tags)
        self._tags[box] = {"tag": tag, "mcid": number}
        pydyf.Stream.begin_marked_content(self, tag, pydyf.Dictionary({"MCID": number}))
    try:
        yield
    finally:
        self.end_marked_content()


class _Element:
    """A structure element while the tree grows: its dictionary, tag, language and page. Words after its `last` child
    go into a span of their own, `rest`, for readers that take an element's words before its children."""

    __slots__ = ("dictionary", "lang", "last", "page", "parent", "rest", "tag")

    def __init__(self, dictionary: Any, tag: str, lang: str | None, parent: _Element | None, page: int = 0) -> None:
        self.dictionary, self.tag, self.lang, self.parent, self.page = dictionary, tag, lang, parent, page
        self.last: _Element | None = None
        self.rest: _Element | None = None

    @property
    def reference(self) -> bytes:
        reference: bytes = self.dictionary.reference
        return reference


class _Tree:
    """The tree of one document. An element of the page's markup is one structure element, however many boxes and
    pages it is split over: `_by_element` finds it again."""

    def __init__(self, pdf: Any, document: Any, root: Any) -> None:
        self.annotations: list[tuple[_Element, Any]] = []
        self._pdf = pdf
        self._document = document
        self._by_element: dict[tuple[int, str], _Element] = {}
        self._notes = 0
        self._page = 0
        dictionary = self._dictionary("Document", root)
        self._top = _Element(dictionary, "Document", document.metadata.lang, None)

    def add_page(self, page: Any, number: int, stream: Any) -> list[Any]:
        """Add what a page shows; returns the page's entry of the parent tree."""
        self._page, self._page_height = number, page.height
        self._content: dict[Any, Any] = stream._tags
        self._nums: list[Any] = ["null"] * len(stream._tags)
        self._walk(page._page_box, self._top)
        return self._nums

    # ------------------------------------------------------------------ elements

    def _dictionary(self, tag: str, parent: Any) -> Any:
        page = self._pdf.page_references[self._page]
        made = pydyf.Dictionary(
            {"Type": "/StructElem", "S": "/" + tag, "P": parent.reference, "Pg": page, "K": pydyf.Array()}
        )
        self._pdf.add_object(made)
        parent["K"].append(made.reference)
        return made

    def _new(self, tag: str, parent: _Element) -> _Element:
        made = _Element(self._dictionary(tag, parent.dictionary), tag, parent.lang, parent, self._page)
        parent.last = made
        return made

    def _get(self, markup: Any, tag: str, parent: _Element, box: Any = None) -> _Element:
        key = (id(markup), tag)
        found = self._by_element.get(key)
        if found is None:
            found = self._by_element[key] = self._new(tag, parent)
            if box is not None:
                self._describe(found, box)
        return found

    def _describe(self, element: _Element, box: Any) -> None:
        lang = box.style["lang"]
        if lang and lang != element.lang:
            element.dictionary["Lang"] = pydyf.String(lang)
            element.lang = lang
        if element.tag in ("TH", "TD"):
            self._describe_cell(element, box)
        elif element.tag == "L":
            numbering = _numbering(box)
            element.dictionary["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
        elif element.tag == "Note":
            self._notes += 1
            element.dictionary["ID"] = pydyf.String(f"note-{self._notes}")

    def _describe_cell(self, element: _Element, box: Any) -> None:
        about = pydyf.Dictionary({"O": "/Table"})
        if box.colspan != 1:
            about["ColSpan"] = box.colspan
        if box.rowspan != 1:
            about["RowSpan"] = box.rowspan
        if element.tag == "TH":
            about["Scope"] = _SCOPES.get(box.element.get("scope"), "/Column")
        if len(about) > 1:
            element.dictionary["A"] = about

    def _hold(self, element: _Element, number: int) -> None:
        """Put marked content into an element."""
        if element.last is not None:
            if element.rest is not element.last:
                element.rest = self._new("Span", element)
            element = element.rest
        self._nums[number] = element.reference
        kids = element.dictionary["K"]
        if element.page == self._page:
            kids.append(number)
        else:
            page = self._pdf.page_references[self._page]
            kids.append(pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": number}))

    # ------------------------------------------------------------------ boxes

    def _walk(self, box: Any, parent: _Element) -> None:
        box = _real(box)
        if getattr(box, "artifact_kind", None):
            return
        if isinstance(box, boxes.TextBox):
            content = self._content.pop(box, None)
            if content is not None:
                self._hold(parent, content["mcid"])
            return
        if isinstance(box, boxes.PageBox) or box.element is None:
            self._walk_children(box, parent)
            return
        if isinstance(box, boxes.ReplacedBox):
            self._figure(box, parent)
            return
        element = self._element(box, parent)
        if "continues" in vars(box) and element.parent is not None and element is not parent:
            # What goes on below an exhibit that it went before is read where it ends, as it is painted (floats.py).
            siblings = element.parent.dictionary["K"]
            siblings.remove(element.reference)
            siblings.append(element.reference)
        annotation = getattr(box, "link_annotation", None)
        if annotation is not None:
            element = self._link(box, element, annotation)
        if element.tag == "LI":
            element = self._get(box.element, "LBody", element)
        self._walk_children(box, element)

    def _walk_children(self, box: Any, element: _Element) -> None:
        for child in getattr(box, "children", ()):
            self._walk(child, element)

    def _element(self, box: Any, parent: _Element) -> _Element:
        """The structure element of a box: its own, or the parent's where the box has no meaning."""
        markup, name = box.element, box.element_tag or ""
        if "::" in name:
            return self._pseudo_element(box, name.partition("::")[2], parent)
        note = self._by_element.get((id(markup), "Note"))
        if note is not None:
            return note
        role = markup.get("data-pdf") or _ROLES.get(name)
        if role == "Parent":
            return parent
        if role in _TABLE_PARTS and role != "Table" and parent.tag not in _TABLE_PARTS:
            role = "Div"  # inside a table that is none
        if role == "Lbl":
            return self._label(markup, parent)
        if role:
            if name == "li" and parent.tag == "TOC":
                role = "TOCI"
            elif name == "a" and parent.tag == "TOCI":
                parent = self._get(markup, "Reference", parent)
            return self._get(markup, role, parent, box)
        if name == "div" and parent.tag not in _HOLDS_LINES:
            if isinstance(box, boxes.TableCellBox):  # of a pair; it may have no words before the next page
                return self._get(markup, "Div", parent, box)
            if _holds_lines(box):
                return self._get(markup, "P", parent, box)
        if name not in ("html", "body") and not isinstance(box, boxes.LineBox) and box.style["lang"] != parent.lang:
            return self._get(markup, "Span" if isinstance(box, boxes.InlineBox) else "Div", parent, box)
        return parent

    def _label(self, markup: Any, parent: _Element) -> _Element:
        """A list marker written into the item's text: it goes before the body, into the item itself."""
        item = parent
        while item.tag != "LI" and item.parent is not None:
            item = item.parent
        found = self._by_element.get((id(markup), "Lbl"))
        if found is None:
            found = self._by_element[id(markup), "Lbl"] = self._new("Lbl", item)
            item.dictionary["K"].insert(0, item.dictionary["K"].pop())
        return found

    def _pseudo_element(self, box: Any, kind: str, parent: _Element) -> _Element:
        markup = box.element
        if kind == "footnote-call":
            reference = self._new("Reference", parent)
            self._get(markup, "Note", parent, box)
            return reference
        if kind == "footnote-marker":
            return self._new("Lbl", self._by_element.get((id(markup), "Note"), parent))
        return parent

    def _link(self, box: Any, element: _Element, annotation: Any) -> _Element:
        markup = box.element
        if element.tag != "Link":
            element = self._get(markup, "Link", element, box)
        page = self._pdf.page_references[self._page]
        element.dictionary["K"].append(pydyf.Dictionary({"Type": "/OBJR", "Obj": annotation.reference, "Pg": page}))
        self.annotations.append((element, annotation))
        words = markup.get("title") or " ".join("".join(markup.itertext()).split())
        annotation["Contents"] = pydyf.String(words or "link")
        return element

    def _figure(self, box: Any, parent: _Element) -> None:
        content = self._content.pop(box, None)
        if content is None:
            return
        figure = self._new("Figure", parent)
        left, top = box.content_box_x(), box.content_box_y()
        corners = (left, self._page_height - top - box.height, left + box.width, self._page_height - top)
        figure.dictionary["A"] = pydyf.Dictionary({
            "O": "/Layout", "Placement": "/Block", "BBox": pydyf.Array(round(value * 0.75, 2) for value in corners),
        })  # fmt: skip
        figure.dictionary["Alt"] = pydyf.String(_alternative(box.element))
        self._hold(figure, content["mcid"])


def _holds_lines(box: Any) -> bool:
    return any(isinstance(child, boxes.LineBox) for child in box.children)


def _numbering(box: Any) -> str:
    return "/" + str(box.element.get("data-numbering", "None"))


def _alternative(markup: Any) -> str:
    words = [markup.get("aria-label"), markup.get("alt")]
    if markup.tag == _SVG + "svg":
        words += [found.text for name in ("title", "desc") for found in [markup.find(_SVG + name)] if found is not None]
    return " — ".join(part for part in words if part) or "figure"
