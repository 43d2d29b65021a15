"""Fields with their cached results: what Word shows before it counts again, and what other readers always show."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from opsdoc.render.docx.markup import attribute, escape

_number = re.compile(r"([^\W\d_]+[.\s\u00a0]*)((?:[0-9A-Z]+[-–.])?[0-9]+)")


def caption_number(number: str) -> list[tuple[str, str]]:
    """Labels and digits of a caption's number: "图3-1 Figure 3-1" is ("图", "3-1"), ("Figure ", "3-1")."""
    return _number.findall(number) or [("", number)]


def field(instruction: str, result: str, rpr: str = "") -> str:
    """A complex field: begin, instruction, separate, result, end, each in a run of its own. `result` is XML of runs."""
    props = f"<w:rPr>{rpr}</w:rPr>" if rpr else ""
    return (
        f'<w:r>{props}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{props}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{props}<w:fldChar w:fldCharType="separate"/></w:r>{result}'
        f'<w:r>{props}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def open_field(instruction: str) -> str:
    """The beginning of a field whose result spans paragraphs."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def close_field() -> str:
    """The end of such a field."""
    return '<w:r><w:fldChar w:fldCharType="end"/></w:r>'


def hidden_field(instruction: str) -> str:
    """A field that shows nothing, as Word marks what an index lists."""
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    return (
        f'<w:r>{hidden}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{hidden}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'<w:r>{hidden}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def plain_run(text: str, rpr: str = "") -> str:
    """One run of plain text."""
    props = f"<w:rPr>{rpr}</w:rPr>" if rpr else ""
    return f'<w:r>{props}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


# U+FFFF is no character: escaping leaves it out of every text, so that it can stand around what is filled in later.
WAITING = "\uffff"
_AND, _MAIN = "|", "!"  # between the bookmarks of an index entry, and after its main one
_waiting = re.compile(f"{WAITING}([^{WAITING}]*){WAITING}")


def page_run(bookmark: str = "") -> str:
    """A run with the page of a bookmark, or with the number of pages, to be filled in once pages are known."""
    return f"<w:r><w:t>{WAITING}{bookmark}{WAITING}</w:t></w:r>"


def pages_run(bookmarks: Sequence[tuple[str, bool]]) -> str:
    """Runs with the pages of bookmarks, each page once and in order; those of main places in bold."""
    return WAITING + _AND.join(name + _MAIN * main for name, main in bookmarks) + _AND + WAITING


def with_pages(xml: str, page_of: Callable[[str], int]) -> str:
    """XML with its page numbers filled in."""

    def filled(found: re.Match[str]) -> str:
        mark = found.group(1)
        if _AND not in mark:
            return str(page_of(mark))
        pages: dict[int, bool] = {}
        for name in filter(None, mark.split(_AND)):
            page = page_of(name.removesuffix(_MAIN))
            pages[page] = pages.get(page, False) or name.endswith(_MAIN)
        numbers = [(str(page), "<w:b/><w:bCs/>" * main) for page, main in sorted(pages.items())]
        return plain_run(", ").join(plain_run(number, bold) for number, bold in numbers)

    return _waiting.sub(filled, xml)


def hyperlink(inner: str, *, anchor: str = "", relation: str = "", tooltip: str = "") -> str:
    """A hyperlink to a bookmark or, through a relationship, to the outside."""
    target = f'w:anchor="{anchor}"' if anchor else f'r:id="{relation}"'
    tip = f' w:tooltip="{attribute(tooltip)}"' if tooltip else ""
    return f'<w:hyperlink {target}{tip} w:history="1">{inner}</w:hyperlink>'
