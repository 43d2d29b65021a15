"""Chapters that end with a few lines on a page of their own: they are set tighter, the others and their pages stay."""

from __future__ import annotations

import hashlib
import inspect
from typing import Any

from opsdoc.render.pdf import _weasyprint

weasyprint: Any = _weasyprint()

from opsdoc.render import weasy  # noqa: E402
from opsdoc.render.weasy import copyfit  # noqa: E402
from opsdoc.render.weasy.page import Page  # noqa: E402

CSS = (
    "@page{size:200px 240px;margin:20px} body,p,h2,table{margin:0;padding:0;font:400 4px/5px monospace}"
    " .chapter{break-before:page} p{orphans:1;widows:1;text-align:left} .note{float:footnote}"
    " .note::footnote-call,.note::footnote-marker{content:'1'}"
    " td{padding:1px 0} table{border-collapse:collapse} tr{break-inside:avoid}"
)


def chapter(name: str, lines: int, more: str = "") -> str:
    return f'<section class="chapter"><p id="{name}">{"<br>".join([name] * lines)}</p>{more}</section>'


def pages(*chapters: str, css: str = "") -> list[list[str]]:
    """The words of the lines of each page; a page has forty lines of five pixels."""
    weasy.install()
    made = Page(string=f"<html><head><style>{CSS}{css}</style><body><main>{''.join(chapters)}").render()
    return [_words(page._page_box) for page in made.pages]


def _words(box: Any) -> list[str]:
    if hasattr(box, "text"):
        return [box.text] if box.text.strip() else []
    return [word for child in getattr(box, "children", ()) for word in _words(child)]


def test_a_few_lines_go_back_onto_the_pages_before() -> None:
    made = pages(chapter("a", 60), chapter("b", 5 * 40 + 4), chapter("c", 50))
    assert [{*lines} for lines in made] == [{"a"}] * 2 + [{"b"}] * 5 + [{"c"}] * 2
    assert [len(lines) for lines in made] == [40, 20, 41, 41, 41, 41, 40, 40, 10]


def test_more_than_the_pages_can_take_in_stays_where_it_is() -> None:
    made = pages(chapter("a", 2 * 40 + 6), chapter("b", 5 * 40 + 15))
    assert [len(lines) for lines in made] == [40, 40, 6, 40, 40, 40, 40, 40, 15]


def test_what_the_page_before_has_nearly_room_for_goes_back_to_it() -> None:
    whole = '<div style="break-inside:avoid">' + "<br>".join(["w"] * 9) + "</div>"
    assert [len(lines) for lines in pages(chapter("a", 32, whole))] == [41]
    assert [len(lines) for lines in pages(chapter("a", 34, whole))] == [34, 9]


def test_tables_close_up_too() -> None:
    rows = "".join(f"<tr><td>r{n}" for n in range(5 * 28 + 2))
    assert len(pages(f'<section class="chapter"><table>{rows}</table></section>')) == 5


def test_a_section_goes_onto_the_last_page_where_there_is_little() -> None:
    two = chapter("a", 25, "<h2>t</h2><p>s</p><h2>u</h2><p>" + "<br>".join(["v"] * 14) + "</p>")
    assert [len(lines) for lines in pages(two, chapter("c", 3))] == [27, 15, 3]
    early = chapter("a", 10, "<h2>u</h2><p>" + "<br>".join(["v"] * 32) + "</p>")
    assert [len(lines) for lines in pages(early)] == [40, 3]


def test_a_page_with_a_note_is_a_page_and_notes_stay_with_their_lines() -> None:
    note = '<p>n<span class="note">note</span></p>'
    made = pages(chapter("a", 5 * 40 + 3, note), chapter("b", 5 * 40 + 3))
    assert [sum(word == "note" for word in lines) for lines in made] == [0] * 5 + [1] + [0] * 5
    noted = "<br>".join(["b"] * 40 + ['b<span class="note">first</span>'] + ["b"] * (4 * 40 + 3))
    (with_note,) = [at for at, lines in enumerate(pages(f'<section class="chapter"><p>{noted}</p></section>'))
                    if "first" in lines]  # fmt: skip
    assert with_note in (0, 1)


def test_columns_that_go_on_at_several_places_are_no_chapter() -> None:
    sides = "".join(f"<td>{'<br>'.join([side] * 70)}" for side in "lr")
    made = pages(chapter("a", 5, f"<table><tr>{sides}</table>"), chapter("b", 3), css="tr{break-inside:auto}")
    assert [{*lines} for lines in made] == [{"a", "l", "r"}, {"l", "r"}, {"b"}]


def test_numbers_of_pages_are_those_of_the_tighter_chapter() -> None:
    contents = '<section class="chapter"><a href="#c"></a></section>'
    css = "a::after{content:target-counter(attr(href), page)}"
    made = pages(contents, chapter("b", 5 * 40 + 4), chapter("c", 1), css=css)
    assert made[0] == ["7"]
    assert made[6] == ["c"]


def test_the_functions_that_are_replaced_are_those_we_know() -> None:
    """A new WeasyPrint fails here first: read what changed, then what we put in its place."""
    weasy.install()
    known = {"make_all_pages": copyfit._original_make_all_pages, "strut": copyfit._original_strut}
    found = {name: hashlib.sha256(inspect.getsource(f).encode()).hexdigest()[:12] for name, f in known.items()}
    assert found == {"make_all_pages": "b5e403489484", "strut": "b57885b70dd0"}
