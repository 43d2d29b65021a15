"""Our additions to WeasyPrint: what they reach into is still there, and nothing gets past the fetcher."""

from __future__ import annotations

import hashlib
import inspect
import re
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from opsdoc.diagnostics import OpsdocError
from opsdoc.render.pdf import _weasyprint, pdf_of
from opsdoc.theme import load_theme
from tests.render.finished import Finished, is_ink
from tests.samples import sample

weasyprint: Any = _weasyprint()

from opsdoc.render import weasy  # noqa: E402
from opsdoc.render.weasy import boxes, justify, notes, painting, rows, styles, tags  # noqa: E402
from opsdoc.render.weasy.fetcher import SafeFetcher  # noqa: E402
from opsdoc.render.weasy.page import Page  # noqa: E402

PAGE = '<!doctype html><html lang="zh-CN"><head><title>t</title><style>{}</style></head><body>{}</body></html>'


def source(function: object) -> str:
    return hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:12]  # type: ignore[arg-type]


def test_only_the_pinned_versions_are_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    weasy.check_versions()
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    with pytest.raises(OpsdocError, match=r"weasyprint 71\.0 is installed, but PDF needs exactly 70\.0") as refused:
        weasy.check_versions()
    assert refused.value.exit_code == 3


def test_the_functions_that_are_replaced_are_those_we_know() -> None:
    """A new WeasyPrint fails here first: read what changed, then what we put in its place."""
    from weasyprint import draw, pdf
    from weasyprint.formatting_structure import build
    from weasyprint.layout import inline, table
    from weasyprint.pdf import fonts, metadata, stream
    from weasyprint.pdf import tags as their_tags
    from weasyprint.text import line_break

    weasy.install()
    assert inline.text_align is justify.text_align
    assert build.compute_content_list.__wrapped__ is not None
    assert pdf.add_tags is tags.add_tags
    known = {
        "text_align": justify._original_text_align,
        "get_first_line": justify._original_get_first_line,
        "reactivate": justify._original_reactivate,
        "justify_line": inline.justify_line,
        "linebox_layout": notes._original_linebox_layout,
        "add_tags": their_tags.add_tags,
        "add_links": inspect.unwrap(pdf.add_links),
        "paint": weasyprint.document.Page.paint,
        "render": weasyprint.document.Document._render,
        "build_layout_context": weasyprint.document.Document._build_layout_context,
        "resolve_one_percentage": boxes._original_resolve_one_percentage,
        "resolve_radii_percentages": boxes._original_resolve_radii_percentages,
        "box": boxes._original_init,
        "copy": boxes._original_copy,
        "font": fonts.Font,
        "reset_spacing": boxes._original_reset_spacing,
        "copy_with_children": boxes._original_copy_with_children,
        "generate_rdf_metadata": metadata.DocumentMetadata.generate_rdf_metadata,
        "artifact": stream.Stream.artifact,
        "create_layout": line_break.create_layout,
        "ua_stylesheets": weasyprint.HTML._ua_stylesheets,
        "compute_content_list": inspect.unwrap(build.compute_content_list),
        "dispatch": painting._original_dispatch,
        "draw_block_level": painting._original_draw_block_level,
        "layout_box_backgrounds": painting._original_layout_box_backgrounds,
        "draw_stacking_context": draw.draw_stacking_context,
        "table_layout": table.table_layout,
        "block_container_layout": rows._original_block_container_layout,
        "avoid_page_break": rows._original_avoid_page_break,
        "find_style_attributes": styles._original_find_style_attributes,
        "styles_of_elements": styles.SharedStyles.__mro__[1],
    }
    assert {name: source(function) for name, function in known.items()} == KNOWN
    kept = {
        value for room in (boxes, justify, painting, rows) for name, value in vars(room).items() if "_original" in name
    }
    assert kept <= set(known.values())


def test_what_the_layout_alone_needs_is_gone_before_the_file_is_written() -> None:
    from weasyprint.pdf.stream import Stream

    weasy.install()
    page = Page(string=PAGE.format("", f"<p>一</p><figure>{DRAWING}</figure>"))
    laid_out = page.render(pdf_variant="pdf/a-2a")
    assert set(vars(page.layout_context)) == {"font_config", "dictionaries", "get_image_from_uri"}
    tags.prepare(laid_out)
    laid_out.write_pdf(pdf_variant="pdf/a-2a", pdf_tags=True)
    assert [one._page_box for one in laid_out.pages] == [None]
    assert Stream.pdf is None


def test_elements_that_name_the_same_language_share_a_style() -> None:
    """Up to a hundred values each: without this, half of the styles of a bilingual document say what others say."""
    from weasyprint.formatting_structure.boxes import BlockBox

    weasy.install()
    markup = """<p lang="en">one<p lang="en">two<p lang="ja">三<p lang="en" style="color:red">four<p lang="en">five"""
    laid_out = Page(string=PAGE.format("", markup)).render()
    every = laid_out.pages[0]._page_box.descendants()
    found = [box for box in every if box.element_tag == "p" and isinstance(box, BlockBox)]
    one, two, three, four, five = (box.style for box in found)
    assert one is two is five
    assert [style["lang"] for style in (one, three, four)] == ["en", "ja", "en"]
    assert four["color"] != one["color"]


def test_elements_in_places_with_names_share_a_style() -> None:
    from weasyprint.formatting_structure.boxes import BlockBox

    weasy.install()
    markup = '<div id="a"><p>one</p></div><div id="b"><p>two</p></div><p><a name="c" href="#b">three</a>'
    laid_out = Page(string=PAGE.format("", markup)).render()
    page = laid_out.pages[0]
    found = [box for box in page._page_box.descendants() if box.element_tag == "p" and isinstance(box, BlockBox)]
    one, two, _ = (box.style for box in found)
    assert one is two
    assert set(page.anchors) == {"a", "b", "c"}
    assert [target for _, target, *_ in page.links] == ["b"]


def test_the_boxes_of_a_painted_page_wait_for_no_collector() -> None:
    import gc
    from weakref import ref

    weasy.install()
    markup = "<table><colgroup><col><col></colgroup><tr><td>一<td>二</table>"
    laid_out = Page(string=PAGE.format("", markup)).render(pdf_variant="pdf/a-2a")
    tags.prepare(laid_out)
    cell = next(ref(box) for box in laid_out.pages[0]._page_box.descendants() if box.element_tag == "td")
    gc.disable()
    try:
        laid_out.write_pdf(pdf_variant="pdf/a-2a", pdf_tags=True)
        assert cell() is None
    finally:
        gc.enable()


def test_a_box_holds_only_what_differs_from_its_class() -> None:
    from weasyprint.formatting_structure.boxes import BlockBox, Box

    weasy.install()
    laid_out = Page(string=PAGE.format("p{margin:3px 0 0;border-radius:2px} p+p{margin:0}", "<p>一<p>二")).render()
    every = laid_out.pages[0]._page_box.descendants()
    first, second = (box for box in every if isinstance(box, BlockBox) and box.element_tag == "p")
    assert (first.margin_top, first.margin_left, first.max_width) == (3, 0, float("inf"))
    assert (first.border_top_left_radius, second.margin_top) == ((2, 2), 0)
    assert "margin_top" in vars(first)
    assert not {"margin_left", "max_width", "remove_decoration_sides"} & set(vars(first))
    assert (Box.margin_top, Box.children, Box.remove_decoration_sides) == (0, (), frozenset())


def test_boxes_of_a_class_share_the_names_of_their_attributes() -> None:
    """Most of the memory of a long document: a dictionary of a box's own is two to three times as large."""
    from weasyprint.formatting_structure.boxes import LineBox, TableCellBox, TextBox

    weasy.install()
    markup = "<table><tr><td>一二</table><p>三<b>四</b>"
    every = list(Page(string=PAGE.format("", markup)).render().pages[0]._page_box.descendants())
    for kind in (TextBox, LineBox, TableCellBox):
        held = [vars(box) for box in every if isinstance(box, kind)]
        assert held
        for attributes in held:
            own = sys.getsizeof(dict(attributes.items())) if len(attributes) > 10 else sys.maxsize
            assert sys.getsizeof(attributes) < own, (kind, sorted(attributes))


def test_the_style_sheet_of_weasyprint_loses_its_rules_for_every_element_and_no_other() -> None:
    from weasyprint.html import UA

    from opsdoc.render.weasy.page import Page, lean

    lost = set(UA.splitlines()) - set(lean(UA).splitlines())
    assert {line.partition(" ")[0] for line in lost} == {
        "::marker", "::footnote-call", "::footnote-marker", "::note-call", "::note-marker", "::note-callback",
    }  # fmt: skip
    laid_out = Page(string="<p>a<p>b").render()
    assert "_ua_stylesheets" in vars(weasyprint.HTML)
    assert len(laid_out.pages) == 1


# SHA-256 of their sources in WeasyPrint 70.0, shortened.
KNOWN = {
    "table_layout": "6594fa40743f",
    "block_container_layout": "65842ca53a83",
    "avoid_page_break": "2810fc88d7b6",
    "text_align": "e953d41b87cc",
    "get_first_line": "bb65cbda0e27",
    "reactivate": "0b89ee097104",
    "justify_line": "f83b21ff8793",
    "linebox_layout": "e07bbe000974",
    "add_tags": "f0e74575b0ba",
    "add_links": "262e8b9b2998",
    "generate_rdf_metadata": "bc3e78ab24f1",
    "artifact": "be61e4218680",
    "create_layout": "6587192cc0ab",
    "ua_stylesheets": "4fadfde9d150",
    "compute_content_list": "3a5674cabd84",
    "paint": "b2f0dcbda755",
    "render": "ebaceeb0fa8e",
    "build_layout_context": "2b072254ab89",
    "resolve_one_percentage": "4cfaa9ad134e",
    "resolve_radii_percentages": "4980b3798c67",
    "box": "1b2ea2ec45b9",
    "copy": "22622e649386",
    "reset_spacing": "3967c7266e52",
    "copy_with_children": "6b906f6c9326",
    "font": "1888854798bf",
    "dispatch": "003563d2565b",
    "draw_block_level": "3de9ec3ad4aa",
    "draw_stacking_context": "c5811b178bdf",
    "layout_box_backgrounds": "617a870678c8",
    "find_style_attributes": "c5b4eb4d3c00",
    "styles_of_elements": "dac5a1326168",
}


def test_the_drawing_code_still_cuts_kerning_to_whole_thousandths() -> None:
    from weasyprint.draw import text

    assert "int(kerning)" in inspect.getsource(text.draw_first_line)


def test_justified_lines_are_the_same_text() -> None:
    css = "@page{size:300px 400px;margin:20px} p{text-align:justify;font-size:16px}"
    words = "战略、财务与人力三个中心对同一预算事项分别拥有“审核”“复核”“会签”权，却没有任何一方对结果单独负责。" * 3
    import pypdfium2

    data, _, _, _ = pdf_of(PAGE.format(css, f"<p>{words}</p>"))
    text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_range()
    assert "".join(text.split()) == words


def painted_and_read(body: str, css: str = "") -> tuple[list[str], list[str]]:
    """The words of a page in the order of painting, and in that of its structure; a drawing is its letters."""
    data, _, _, _ = pdf_of(PAGE.format(css, body))
    file = Finished(data, sample("zh"), load_theme("consulting"))
    passages: dict[tuple[int, int], str] = {}
    for c in file.characters[0]:
        if is_ink(c.text):
            passages[0, c.mark] = passages.get((0, c.mark), "") + c.text
    leaves = [e for e in file.elements if e.marks]
    read = [passages[mark] for e in leaves for mark in e.marks if _holds(e.node.get("/K"), mark[1])]
    page = file.pdf.pages[0]
    painted = [(0, int(on[1].MCID)) for on, act in pikepdf.parse_content_stream(page) if str(act) == "BDC"
               and "/MCID" in on[1]]  # fmt: skip
    return [passages[mark] for mark in painted if mark in passages], read


def _holds(kids: Any, number: int) -> bool:
    return any(isinstance(kid, int) and kid == number for kid in (kids if isinstance(kids, pikepdf.Array) else [kids]))


DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="20"><title>drawing</title><text y="9">二</text></svg>'
)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (f'<p>一</p><figure style="margin:0">{DRAWING.replace("<svg", "<svg style=display:block")}</figure><p>三</p>',
         "一二三"),
        ('<table><tr><td>一<td><div style="transform:rotate(-90deg)">二</div><td>三</table>', "一二三"),
        ('<p>一<a href="http://example.org/">二</a>三</p><p>四</p>', "一二三四"),
        ('<div style="position:relative">一</div><p>二</p>', "一二"),
    ],
)  # fmt: skip
def test_a_page_is_painted_in_the_order_in_which_it_is_read(body: str, words: str) -> None:
    painted, read = painted_and_read(body)
    assert "".join(painted) == "".join(read) == words


def test_the_columns_of_a_table_end_with_its_last_row_where_a_page_break_moves_up() -> None:
    from weasyprint.formatting_structure.boxes import TableBox

    weasy.install()
    css = "@page{size:200px 110px;margin:10px} table{border-collapse:collapse} col{background:#000} tr{height:20px}"
    rows = "<tr><td>一" * 4 + '<tr style="break-before:avoid"><td>二' + "<tr><td>三"
    page = Page(string=PAGE.format(css, f"<table><colgroup><col></colgroup>{rows}</table>"))
    parts = [
        box for one in page.render(pdf_variant="pdf/a-2a").pages for box in one._page_box.descendants()
        if isinstance(box, TableBox)
    ]  # fmt: skip
    assert [len(part.children[0].children) for part in parts] == [3, 3]
    for part in parts:
        last, column = part.children[0].children[-1], part.column_groups[0].children[0]
        assert column.position_y + column.height == last.position_y + last.height


def words_of_pages(body: str) -> list[str]:
    css = "@page{size:200px 110px;margin:10px} p{margin:0;line-height:20px;font-size:16px;orphans:2;widows:2}"
    css += " table{border-collapse:collapse} td,th{vertical-align:top;padding:0}"
    data, _, _, _ = pdf_of(PAGE.format(css, body))
    file = Finished(data, sample("zh"), load_theme("consulting"))
    return ["".join(c.text for c in page if is_ink(c.text)) for page in file.characters]


def test_the_head_of_a_row_goes_over_with_its_text() -> None:
    before, text = "<tr><th><p>天<td><p>一<br>二<br>三", "<p>五<br>六<br>七"
    assert words_of_pages(f"<table>{before}<tr><th><p>地<td>{text}</table>") == ["天一二三", "地五六七"]
    # What has begun goes on; a cell without words, and one that is done, are no reason to go over.
    rows = "<tr><th><p>天<td><p>一<br>二<tr><th><p>地<td><p>五<br>六<p>七<br>八<td>"
    assert words_of_pages(f"<table>{rows}</table>") == ["天一二地五六", "七八"]
    # A row that has no room on any page stays where it is.
    assert "".join(words_of_pages(f"<table><tr><th><p>天<td><p>{'一<br>' * 9}</table>")) == "天" + "一" * 9


def test_what_is_lifted_out_of_the_flow_is_still_painted_over_it() -> None:
    over = '<div style="position:absolute;top:0;overflow:hidden">上</div>'
    assert painted_and_read(f"{over}<p>下</p>")[0] == ["下", "上"]


def test_words_that_move_to_the_next_page_alone_keep_their_place_among_the_columns() -> None:
    css = "@page{size:200px 130px;margin:10px} .pair{display:table;table-layout:fixed} .pair>div{display:table-cell}"
    css += " p{margin:0;line-height:20px;font-size:16px} .whole{break-inside:avoid}"
    body = '<p>前</p><div class="pair"><div><p class="whole">' + "甲<br>" * 5 + "</p></div><div>"
    data, _, _, _ = pdf_of(PAGE.format(css, body + "<p>" + "乙<br>" * 6 + "</p></div></div>"))
    file = Finished(data, sample("zh"), load_theme("consulting"))
    assert len(file.boxes) > 1
    assert re.sub(r"(.)\1+", r"\1", file.text_of(file.elements[0])) == "前甲乙"


def test_a_line_that_recurs_at_the_edge_is_furniture_unless_some_stands_beyond_it(tmp_path: Path) -> None:
    from tools.accessible import furniture

    body = '<p style="break-after:page;margin:0">同样的一行</p>' * 4
    for name, css in (("with", "@page{margin:20px;@top-left{content:'眉'}}"), ("without", "@page{margin:20px}")):
        (tmp_path / name).write_bytes(pdf_of(PAGE.format(css, body))[0])
    assert furniture(tmp_path / "without") == ["同样的一行"]
    assert furniture(tmp_path / "with") == []


def test_prose_that_is_an_artifact_is_a_finding_unless_it_was_content_before(tmp_path: Path) -> None:
    from tools.accessible import heard

    head, row = "what must be true on the first day of it", "<tr><td>row</td></tr>"
    css = "@page{size:400px 120px;margin:20px} tr{height:40px}"
    table = f'<table><thead><tr><th scope="col">{head}</th></tr></thead>{row * 3}</table>'
    for name, body in (("table", table), ("hidden", f'<p>a</p><p aria-hidden="true">{head} too</p>')):
        (tmp_path / name).write_bytes(pdf_of(PAGE.format(css, f"<h1>h</h1>{body}"))[0])
    assert [line for line in heard(tmp_path / "table") if "TAG-002" in line] == []
    assert [line for line in heard(tmp_path / "hidden") if "TAG-002" in line] != []


@pytest.mark.parametrize(
    "inside",
    [
        '<img src="http://127.0.0.1:9/a.png" alt="aaaaaaaa">',
        '<img src="https://example.org/a.png" alt="aaaaaaaa">',
        '<img src="file:///etc/passwd" alt="aaaaaaaa">',
        '<img src="file:///proc/self/environ" alt="aaaaaaaa">',
        '<img src="ftp://example.org/a.png" alt="aaaaaaaa">',
        '<p style="background:url(file:///etc/hostname)">x</p>',
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>',
        '<img src="data:text/html,<b>x</b>" alt="aaaaaaaa">',
        '<img alt="aaaaaaaa" src="data:image/svg+xml,%3Csvg xmlns=%27http://www.w3.org/2000/svg%27%3E'
        '%3Cimage href=%27file:///etc/passwd%27/%3E%3C/svg%3E">',
        '<object data="file:///etc/passwd">x</object>',
    ],
)
def test_what_a_page_asks_for_is_refused_and_reported(inside: str) -> None:
    _, _, _, log = pdf_of(PAGE.format("", inside))
    assert "blocked" in {d.code for d in log.errors}


@pytest.mark.parametrize(
    "head",
    [
        '<link rel="stylesheet" href="file:///etc/passwd">',
        '<link rel="attachment" href="file:///etc/passwd">',
        "<style>@import url(http://example.org/a.css);</style>",
        "<style>@font-face{font-family:x;src:url(file:///etc/passwd)} body{font-family:x}</style>",
    ],
)
def test_what_a_head_asks_for_is_refused_and_reported(head: str) -> None:
    page = PAGE.format("", "<p>x</p>").replace("</head>", head + "</head>")
    data, _, _, log = pdf_of(page)
    assert "blocked" in {d.code for d in log.errors}
    assert b"root:" not in data


def test_a_link_into_the_file_system_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "a.png"
    secret.write_bytes(b"x")
    with pytest.raises(ValueError, match="workspace"):
        SafeFetcher().fetch(secret.as_uri())


def test_data_is_limited_alone_and_together() -> None:
    fetcher = SafeFetcher(max_data=1000, max_total=1500)
    small = "data:image/png;base64," + "A" * 800
    fetcher.fetch(small)
    with pytest.raises(ValueError, match="together"):
        fetcher.fetch(small)
    with pytest.raises(ValueError, match="larger"):
        SafeFetcher(max_data=100).fetch(small)
    assert len(fetcher.blocked) == 1


def test_an_ignored_declaration_is_a_warning() -> None:
    _, _, _, log = pdf_of(PAGE.format("p { writing-mode: vertical-rl }", "<p>x</p>"))
    assert [d.code for d in log.warnings] == ["style"]


def test_an_error_of_the_renderer_is_an_error() -> None:
    _, _, _, log = pdf_of(PAGE.format("", '<p><a href="#nowhere">x</a></p>'))
    assert [d.code for d in log.errors] == ["pdf"]


def test_a_missing_glyph_is_an_error_by_name() -> None:
    _, _, _, log = pdf_of(PAGE.format("", "<p>𓅃</p>"))
    assert [("U+13143" in d.message, d.code) for d in log.errors] == [(True, "font")]
