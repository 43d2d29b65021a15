"""Exhibits that have no room on their page: what follows goes before them, and nothing is lost, doubled or confused."""

from __future__ import annotations

import hashlib
import inspect
from typing import Any

import pytest

from opsdoc.render.pdf import _weasyprint, pdf_of
from opsdoc.theme import load_theme
from tests.render.finished import Finished
from tests.samples import sample

weasyprint: Any = _weasyprint()

from weasyprint.layout import block  # noqa: E402

from opsdoc.render import weasy  # noqa: E402
from opsdoc.render.weasy import floats  # noqa: E402
from opsdoc.render.weasy import rows as table_rows  # noqa: E402
from opsdoc.render.weasy.page import Page  # noqa: E402

CSS = (
    "@page{size:200px 240px;margin:20px} body{margin:0}"
    " p,ul,figure,h2,table{margin:0;padding:0;font:400 10px/20px monospace}"
    " figure,.short{break-inside:avoid} svg{display:block} p{orphans:2;widows:2;text-align:left} li{list-style:none}"
    " td{padding:0} table{border-collapse:collapse}"
    " .note{float:footnote} .note::footnote-call,.note::footnote-marker{content:'1'} .leads{break-after:avoid}"
)


def drawing(name: str, height: int, more: str = "") -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="{height}" {more}><title>t</title></svg>'
    return f'<figure class="figure">{svg}<figcaption>{name}</figcaption></figure>'


def lines(letter: str, count: int, kind: str = "") -> str:
    words = "<br>".join(f"{letter}{n}" for n in range(1, count + 1))
    return f"<p{kind}>{words}</p>"


def whole(name: str, rows: int) -> str:
    cells = "".join(f"<tr><td>{name}{n}" for n in range(1, rows + 1))
    return f'<div class="exhibit short"><table class="short">{cells}</table></div>'


def pages(*body: str, css: str = "") -> list[str]:
    """The words of each page, a page of ten lines of twenty pixels."""
    weasy.install()
    made = Page(string=f"<html><head><style>{CSS}{css}</style><body><section>{''.join(body)}").render()
    return [" ".join(_words(page._page_box)) for page in made.pages]


def _words(box: Any) -> list[str]:
    if hasattr(box, "text"):
        return [box.text] if box.text.strip() else []
    return [word for child in getattr(box, "children", ()) for word in _words(child)]


def test_the_function_that_is_replaced_is_the_one_we_know() -> None:
    """A new WeasyPrint fails here first: read what changed in the layout of blocks, then `floats`."""
    weasy.install()
    assert block._in_flow_layout is floats.in_flow_layout
    known = (floats._original_in_flow_layout, table_rows._original_block_container_layout, block.block_level_layout)
    sources = [hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:12] for function in known]
    assert sources == KNOWN


# SHA-256 of their sources in WeasyPrint 70.0, shortened.
KNOWN = ["c2537262836d", "65842ca53a83", "c1301dde9284"]


def test_text_goes_before_a_figure_that_does_not_fit_and_on_below_it() -> None:
    made = pages(lines("a", 5), drawing("F", 140), lines("b", 3), lines("c", 4), lines("d", 1))
    assert made == ["a1 a2 a3 a4 a5 b1 b2 b3 c1 c2", "F c3 c4", "d1"]


def test_a_figure_that_fits_stays_where_it_is() -> None:
    assert pages(lines("a", 2), drawing("F", 100), lines("b", 2)) == ["a1 a2 F b1 b2"]


@pytest.mark.parametrize(
    "stop",
    [
        "<h2>H</h2>",
        '<div class="exhibit"><table>' + "<tr><td>H" * 7 + "</table></div>",
        '<p class="leads">H:</p>',
        "<p>H：</p>",
    ],
)
def test_no_text_goes_past_a_heading_or_a_table_nor_away_from_what_it_leads_to(stop: str) -> None:
    made = pages(lines("a", 7), drawing("F", 140), stop, lines("b", 9))
    assert "b1" not in made[0]
    assert made[1].startswith("F")


def test_figures_keep_their_order_and_a_table_that_fits_may_go_first() -> None:
    made = pages(lines("a", 5), drawing("F", 140), drawing("G", 20), whole("T", 2), lines("b", 3), lines("c", 2))
    assert made == ["a1 a2 a3 a4 a5 T1 T2 b1 b2 b3", "F G", "c1 c2"]


def test_a_figure_a_little_too_tall_is_drawn_smaller_as_far_as_its_letters_allow() -> None:
    body = (lines("a", 5), drawing("F", 86, 'data-least="0.85"'), lines("b", 3))
    assert pages(*body) == ["a1 a2 a3 a4 a5 F", "b1 b2 b3"]
    assert pages(body[0], drawing("F", 86, 'data-least="0.99"'), body[2])[0] == "a1 a2 a3 a4 a5 b1 b2 b3"
    # Text could go before this one, but nothing else can be done for the next.
    assert pages(body[0], drawing("F", 100, 'data-least="0.7"'), body[2])[0] == "a1 a2 a3 a4 a5 b1 b2 b3"
    assert pages(body[0], drawing("F", 100, 'data-least="0.7"'), "<h2>H</h2>")[0] == "a1 a2 a3 a4 a5 F"


def rows(name: str, count: int, kind: str = "") -> str:
    return (
        f'<div class="exhibit {kind}"><table>{"".join(f"<tr><td>{name}{n}" for n in range(1, count + 1))}</table></div>'
    )


def test_a_long_table_starts_where_much_of_the_page_would_stay_white_and_goes_on_below_the_figure() -> None:
    assert pages(lines("a", 5), drawing("F", 140), rows("R", 7)) == ["a1 a2 a3 a4 a5 R1 R2 R3 R4 R5", "F R6 R7"]
    assert pages(lines("a", 8), drawing("F", 140), rows("R", 7))[0] == "a1 a2 a3 a4 a5 a6 a7 a8"


def test_a_row_or_two_of_a_table_do_not_stand_below_the_figure() -> None:
    body = (lines("a", 5), drawing("F", 140), rows("R", 12))
    assert pages(*body) == ["a1 a2 a3 a4 a5 R1 R2 R3 R4 R5", "F", "R6 R7 R8 R9 R10 R11 R12"]


def test_a_table_of_more_than_a_page_starts_one_and_text_fills_the_page_before_it() -> None:
    head = '<h2 class="opening">H</h2>'
    assert pages(lines("a", 5), rows("R", 10, "tall"), lines("b", 5)) == [
        "a1 a2 a3 a4 a5 b1 b2 b3 b4 b5",
        "R1 R2 R3 R4 R5 R6 R7 R8 R9 R10",
    ]
    assert pages(lines("a", 5), rows("R", 10, "tall"), "<h2>H</h2>")[0] == "a1 a2 a3 a4 a5"
    assert pages(head, rows("R", 10, "tall"))[0].startswith("H R1")


def test_text_with_a_note_does_not_go_before_an_exhibit_with_one() -> None:
    note = '<span class="note">n</span>'
    table = whole("W", 6).replace("W1", f"W1{note}")
    assert "b1" not in pages(lines("a", 6), table, lines("b", 2).replace("b1", f"b1{note}"))[0]


@pytest.mark.parametrize("around", ["<blockquote>{}</blockquote>", "<ul><li>{}</ul>", '<div class="pair">{}</div>'])
def test_text_with_a_figure_inside_does_not_go_before_another(around: str) -> None:
    body = (lines("a", 5), drawing("F", 140), around.format(lines("b", 1) + drawing("G", 20)), lines("c", 1))
    assert " ".join(pages(*body)).index("F") < " ".join(pages(*body)).index("G")


def test_a_note_stays_on_the_page_of_its_call_where_a_line_more_would_fit_without_it() -> None:
    noted = lines("a", 6).replace("a1", 'a1<span class="note">n</span>')
    made = pages(noted, lines("b", 6), css=" p{orphans:3}")
    assert made == ["a1 1 a2 a3 a4 a5 a6 b1 b2 b3 1 n", "b4 b5 b6"]


def test_a_page_that_is_made_again_says_the_same() -> None:
    css = "a::after{content:target-counter(attr(href),page)}"
    link = '<p><a href="#end">x</a>'
    body = (link, lines("a", 4), drawing("F", 140), lines("b", 3), lines("c", 4), '<p id="end">end</p>')
    made = pages(*body, css=css)
    assert made[0].endswith("a1 a2 a3 a4 b1 b2 b3 c1 c2")
    assert " ".join(made).count("c3") == 1


def test_what_is_left_of_a_paragraph_twice_is_printed_once_where_its_page_is_made_again() -> None:
    """A link of as many lines as the number of its page moves the paragraph onto a page that has room for all of it."""
    css = (
        r"@counter-style lines{system:symbolic;symbols:'L\A '} a::after{content:target-counter(attr(href),page,lines);"
        "white-space:pre}"
    )
    body = (lines("a", 5), drawing("F", 140), drawing("G", 140), lines("b", 8), '<h2>H</h2><p id="end">end</p>')
    made = pages("<p>L</p>", *body)
    assert made == ["L a1 a2 a3 a4 a5 b1 b2 b3 b4", "F b5 b6", "G b7 b8", "H end"]
    made = pages('<p><a href="#end"></a></p>', *body, css=css)
    assert made == ["L L L L a1 a2 a3 a4 a5", "b1 b2 b3 b4 b5 b6 b7 b8", "F", "G H end"]


def test_a_paragraph_that_goes_on_below_an_exhibit_is_one_in_the_structure() -> None:
    figure = drawing("F", 140).replace("<title>t", "<title>a drawing of ours")
    body = lines("a", 5) + figure + lines("b", 3) + lines("c", 4)
    data, _, _, _ = pdf_of(f"<html lang=zh><head><title>t</title><style>{CSS}</style><body><section>{body}")
    file = Finished(data, sample("zh"), load_theme("consulting"))
    paragraphs = [file.text_of(element) for element in file.elements if element.tag == "P"]
    assert ["".join(words.split()) for words in paragraphs] == ["a1a2a3a4a5", "b1b2b3", "c1c2c3c4"]
    # It is read where it ends: then every page is painted as it is read.
    for number, page in enumerate(file.characters):
        read = [mark for where, mark in file.elements[0].marks if where == number]
        painted = list(dict.fromkeys(c.mark for c in page if c.mark in read))
        assert painted == [mark for mark in read if mark in painted]
