"""On which page of a Word file a bookmark stands: the file laid out as Word and LibreOffice do, without drawing it."""

from opsdoc.render.docx.layout.pages import Pages, paginate

__all__ = ["Pages", "paginate"]
