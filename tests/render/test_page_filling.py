"""Pages are filled: chapters share one, long tables part where they are read easily, cells keep their terms whole."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2 as pdfium  # type: ignore[import-untyped]
import pytest

from opsdoc.document.tree import Block, Cell, Column, Document, Heading, Landscape, Meta, Row, Table, paragraph, text
from opsdoc.render.html import html_page
from opsdoc.render.markup.spacing import terms
from opsdoc.render.markup.widths import Metrics, balanced
from opsdoc.render.pdf import pdf_of, render_pdf
from opsdoc.theme import load_theme
from tests.render.pages import characters_of, context

METRICS = Metrics(8.8, 13.5, 10.2, 6.4)


def document(*blocks: Block) -> Document:
    return Document("zh", Meta("标题"), blocks)


def chapter(number: int, paragraphs: int) -> tuple[Block, ...]:
    words = "各单位按清单逐项核对职能的归属，差异报项目组裁定，裁定前按原分工执行。" * 4
    body = (paragraph(words, id=f"p{number}-{n}") for n in range(paragraphs))
    return (Heading(1, text(f"第{number}个结论写在这里"), id=f"c{number}", number=str(number), short="章名"), *body)


def row(*words: str, role: str = "body") -> Row:
    cells = tuple(Cell((paragraph(word),), colspan=5 if role == "group" else 1) for word in words)
    return Row(cells, role=role)  # type: ignore[arg-type]


@pytest.mark.parametrize(("paragraphs", "page"), [(3, 2), (9, 3)])
def test_a_chapter_starts_on_the_page_at_hand_where_that_has_room(paragraphs: int, page: int) -> None:
    made = render_pdf(document(*chapter(1, paragraphs), *chapter(2, 2)), context())
    assert (made.anchors["c1"], made.anchors["c2"]) == (2, page)


def test_a_theme_may_start_every_chapter_on_a_page() -> None:
    own = context()
    page = own.theme.page.model_copy(update={"chapter_starts": "page"})
    other = replace(own, theme=own.theme.model_copy(update={"page": page}))
    assert render_pdf(document(*chapter(1, 1), *chapter(2, 1)), other).anchors["c2"] == 3


def test_terms_and_words_of_names_are_pieces_and_a_sentence_is_one() -> None:
    assert terms("每季度") == ["每季度"]
    assert terms("战略规划、流程管理") == ["战略规划、", "流程管理"]
    assert terms("首席运营官办公室") == ["首席", "运营官", "办公室"]
    assert terms("风险与内控评审会")[-1] == "评审会"
    assert "|".join(terms("资源优先级的分配（由资源配置负责）")) == "资源|优先|级|的|分配|（由|资源|配置|负责）"
    assert "|".join(terms("上市后运营并组织复盘")) == "上市|后|运营|并|组织|复盘"
    sentence = "董事会每年审议一次预算，差异由首席运营官说明。"
    assert terms(sentence) == [sentence]


def test_a_short_term_stands_on_one_line_of_a_narrow_column() -> None:
    long = "各单位按清单逐项核对职能的归属，差异报项目组裁定，裁定前按原分工执行。" * 3
    table = Table(
        columns=(Column(width=4), Column(width=48), Column(width=48)),
        head=(row("频次", "事项", "输出"),),
        body=tuple(row("人力资源运营", long, long) for _ in range(3)),
    )
    shares = balanced(table, 470, METRICS)
    assert shares[0] * 470 / 100 - METRICS.beside >= 6 * METRICS.size
    markup, _ = html_page(document(table), context(), "print")
    assert '<span class="nb">人力资源运营</span>' in markup


def test_columns_of_one_width_stay_so_while_another_takes_what_it_needs() -> None:
    names = tuple(row("哪一组客户先开始自助下单由谁裁定", "同意", "同意", "意见", "执行") for _ in range(4))
    table = Table(columns=(Column(width=10), *[Column(width=22.5)] * 4), head=(), body=names)
    first, *others = balanced(table, 470, METRICS)
    assert first > 12
    assert len({round(share, 6) for share in others}) == 1


def test_an_amount_stays_on_the_line_of_its_currency() -> None:
    why = "Order, complaint and requisition flows; mid-point of two quotations and of what was paid before. " * 2
    rows = tuple(row("Process changes in the two systems", "RMB 4.24 million", why, why) for _ in range(3))
    table = Table(columns=(Column(width=34), Column(width=8), Column(width=29), Column(width=29)), head=(), body=rows)
    shares = balanced(table, 470, METRICS)
    assert shares[1] * 470 / 100 - METRICS.beside > 16 * 0.5 * METRICS.size


def test_a_list_of_figures_has_no_row_or_two_overleaf() -> None:
    page, _ = html_page(document(paragraph("总部")), context(), "print")
    entries = '<li class="caption-entry"><a href="#x">图</a></li>'

    def counts(number: int) -> list[int]:
        whole = f'{page.split("<main>")[0]}<main><nav class="contents"><ul>{entries * number}</ul></nav></main>'
        made = pdfium.PdfDocument(pdf_of(whole)[0])
        return [one.get_textpage().get_text_bounded().count("图") for one in made]

    held = max(counts(120))
    assert [n for n in counts(held + 1) if n][-1] >= 5


def test_small_groups_of_a_long_matrix_stay_whole() -> None:
    def group(name: str, rows: int) -> list[Row]:
        return [row(name, role="group"), *(row(f"{name}职能", "●", "◐", "—", "●") for _ in range(rows))]

    body = (*group("核心", 40), *group("支持", 6))
    table = Table(columns=(Column(width=20),) * 5, head=(row(*"甲乙丙丁戊"),), body=body, role="matrix")
    markup, _ = html_page(document(table), context(), "print")
    assert markup.count("<tbody>") == markup.count('<tbody class="band">') == 1


def test_the_picture_of_the_cover_goes_out_into_the_bleed() -> None:
    trimmed, _ = html_page(document(*chapter(1, 1)), context(), "print")
    bled, _ = html_page(document(*chapter(1, 1)), context(bleed=True), "print")
    assert "left: -0mm; top: -0mm; width: 210mm; height: 297mm" in trimmed
    assert "left: -3mm; top: -3mm; width: 216mm; height: 303mm" in bled


def test_rows_that_share_a_cell_stay_on_one_page_with_it() -> None:
    bands = 3
    rows = []
    for matter in range(24):
        name = Cell((paragraph(f"事项{matter}"),), header=True, rowspan=bands)
        for n in range(bands):
            cells = [Cell((paragraph(f"第{n}档"),)), Cell((paragraph("单位负责人"),))]
            rows.append(Row((name, *cells) if n == 0 else tuple(cells)))
    table = Table(columns=(Column(width=30),) * 3, head=(row("事项", "标准", "裁决"),), body=tuple(rows), id="t")
    html, _ = html_page(document(table), context(), "print")
    assert html.count('<tbody class="band">') == 24
    assert all(part.count("<tr") == bands for part in html.split('<tbody class="band">')[1:])


def test_a_column_beside_cells_that_span_rows_gets_the_width_that_its_words_need() -> None:
    spanning = Cell((paragraph("预算"),), rowspan=3)
    bands = ["低于10万元", "10万元以上（含），低于100万元，且在年度预算之内的支出，" * 3, "100万元以上（含）"]
    rows = [Row((*([spanning] if n == 0 else []), *row(band, "单位负责人").cells)) for n, band in enumerate(bands)]
    table = Table((Column(width=60), Column(width=20), Column(width=20)), (row("事项", "标准", "裁决"),), tuple(rows))
    _, band, _ = balanced(table, 445, METRICS)
    assert band > 30


def test_labels_of_a_control_block_and_dates_are_not_parted() -> None:
    cells = row("Countersigned", "Head of HR and Administration", "", "23 November 2026")
    table = Table(
        (Column(width=10), Column(width=50), Column(width=28), Column(width=12)), (), (cells,), role="control"
    )
    step, _, _, date = (share * 4.45 for share in balanced(table, 445, METRICS))
    assert step > 13 * 0.5 * METRICS.size + METRICS.beside
    assert date > 16 * 0.5 * METRICS.size + METRICS.beside


@pytest.mark.parametrize("lines", range(27, 30))
def test_no_page_is_empty_before_a_landscape_chapter(lines: int) -> None:
    """Whatever room is left below the text before it."""
    table = Table((Column(width=50), Column(width=50)), (row("事项", "裁决"),), (row("预算", "董事会"),))
    annex = Landscape((Heading(1, text("授权矩阵"), id="annex", number="附录A"), table))
    first = chapter(1, 0) + tuple(paragraph("各单位按清单逐项核对。", id=f"l{n}") for n in range(lines))
    own = replace(context(), theme=load_theme("corporate"))
    pages = [*characters_of(render_pdf(document(*first, annex), own).data)]
    assert all(any(c.size > 9 for c in page) for page in pages[1:])


def test_a_matrix_with_upright_heads_is_not_parted_below_the_heading_of_its_annex() -> None:
    heads = row("活动", *(f"第{n}项职能的负责人" for n in range(20)))
    rows = tuple(row(f"办理第{n}项活动", *"RACI" * 5) for n in range(10))
    widths = (Column(width=24), *(Column(width=3.8),) * 20)
    matrix = Table(widths, (heads,), rows, text("职责分工"), number="表 1", role="matrix", id="m")
    first = chapter(1, 0) + tuple(paragraph("各单位按清单逐项核对。", id=f"l{n}") for n in range(18))
    annex = (Heading(1, text("职责矩阵"), id="annex", number="附录A"), matrix)
    own = replace(context(), theme=load_theme("corporate"))
    made = render_pdf(document(*first, *annex), own)
    pages = ["".join(c.text for c in page) for page in characters_of(made.data)]
    assert [sum("办理第" in page for page in pages), made.anchors["annex"]] == [1, made.anchors["m"]]
