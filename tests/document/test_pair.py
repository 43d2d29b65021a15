"""zh + en → one document: nothing is lost, whatever is missing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from opsdoc.diagnostics import Log, Severity
from opsdoc.diagram.model import Label, OrgChart, Unit
from opsdoc.document import tree as t
from opsdoc.document.pair import join_charts, pair

LABELS = {"pending": "〔译文待补〕"}


def document(lang: t.Lang, blocks: t.Blocks) -> t.Document:
    return t.Document(lang, t.Meta(title=lang), blocks, labels=LABELS)


def paired(zh: t.Blocks, en: t.Blocks, issued: bool = False) -> tuple[t.Document, Log]:
    log = Log()
    return pair(document("zh", zh), document("en", en), log, issued), log


def test_paragraphs_stand_side_by_side_and_headings_carry_both() -> None:
    zh = (t.Heading(1, t.text("背景"), number="1", id="h"), t.paragraph("甲"), t.paragraph("乙"))
    en = (t.Heading(1, t.text("Background"), number="1", id="h"), t.paragraph("a"), t.paragraph("b"))
    result, log = paired(zh, en)
    heading, first, second = result.blocks
    assert isinstance(heading, t.Heading)
    assert (t.plain(heading.content), t.plain(heading.translation)) == ("背景", "Background")
    assert isinstance(first, t.Pair)
    assert (first.first, first.second) == ((t.paragraph("甲"),), (t.paragraph("a"),))
    assert isinstance(second, t.Pair)
    assert not log.items


def test_rows_of_records_meet_by_id_whatever_their_order() -> None:
    def table(rows: dict[str, str]) -> t.Table:
        return t.Table(
            (t.Column(),),
            (),
            tuple(t.Row((t.Cell((t.paragraph(text),)),), id_) for id_, text in rows.items()),
            id="g",
        )

    result, _ = paired((table({"b": "编制", "a": "职能"}),), (table({"a": "function", "b": "establishment"}),))
    (joined,) = result.blocks
    assert isinstance(joined, t.Table)
    cells = [[t.plain(p.content) for p in row.cells[0].content if isinstance(p, t.Paragraph)] for row in joined.body]
    assert cells == [["编制", "establishment"], ["职能", "function"]]
    assert [p.lang for p in joined.body[0].cells[0].content] == [None, "en"]


def test_a_number_stands_once_in_a_cell() -> None:
    def table() -> t.Table:
        return t.Table((t.Column(),), (), (t.Row((t.Cell((t.paragraph("312"),)),), "x"),), id="g")

    result, _ = paired((table(),), (table(),))
    (joined,) = result.blocks
    assert isinstance(joined, t.Table)
    assert len(joined.body[0].cells[0].content) == 1


def test_a_block_without_partner_is_pending_in_a_draft_and_an_error_when_issued() -> None:
    zh = (t.paragraph("甲"), t.paragraph("乙"))
    en = (t.paragraph("a"),)
    result, log = paired(zh, en)
    assert [d.severity for d in log] == [Severity.WARNING]
    assert "no English partner" in log.items[0].message
    last = result.blocks[-1]
    assert isinstance(last, t.Pair)
    assert last.first == (t.paragraph("乙"),)
    assert isinstance(last.second[0], t.Paragraph)
    assert last.second[0].role == "pending"
    _, log = paired(zh, en, issued=True)
    assert [d.severity for d in log] == [Severity.ERROR]


def test_charts_are_drawn_once_with_both_labels() -> None:
    def chart(lang: str, root: str, leaf: str) -> OrgChart:
        return OrgChart(Unit("r", Label(((lang, root),)), (Unit("l", Label(((lang, leaf),))),)))

    joined = join_charts(chart("zh", "运营体系", "产品"), chart("en", "Operations", "Product"))
    assert isinstance(joined, OrgChart)
    assert joined.root.label.parts == (("zh", "运营体系"), ("en", "Operations"))
    assert joined.root.children[0].label.parts == (("zh", "产品"), ("en", "Product"))


words = st.text("甲乙丙丁戊", min_size=1, max_size=5)
blocks = st.lists(
    st.one_of(
        words.map(t.paragraph),
        words.map(lambda w: t.BulletList(((t.paragraph(w),),))),
        words.map(lambda w: t.Callout("key", (t.paragraph(w),))),
        st.tuples(st.integers(1, 3), words).map(lambda x: t.Heading(x[0], t.text(x[1]))),
        words.map(lambda w: t.Table((t.Column(),), (), (t.Row((t.Cell((t.paragraph(w),)),)),))),
    ),
    max_size=8,
).map(tuple)


@settings(deadline=None)
@given(blocks, blocks)
def test_nothing_is_lost(zh: t.Blocks, en: t.Blocks) -> None:
    result, _ = paired(zh, en)
    out = [x.text for x in t.query(result.blocks, t.Text)]
    for text in t.query((zh, en), t.Text):
        assert text.text in out


@settings(deadline=None)
@given(blocks)
def test_equal_outlines_need_no_marks(zh: t.Blocks) -> None:
    _, log = paired(zh, zh)
    assert not log.items


def test_the_terms_that_either_language_uses_stand_once_each_in_both() -> None:
    def glossary(lang: str, rows: dict[str, tuple[str, str, str]]) -> t.Table:
        def cell(words: str) -> t.Cell:
            return t.Cell((t.paragraph(words),))

        head = ("术语", "英文", "定义") if lang == "zh" else ("Term", "Chinese", "Definition")
        return t.Table(
            columns=(t.Column(),) * 3,
            head=(t.Row(tuple(map(cell, head))),),
            body=tuple(t.Row(tuple(map(cell, words)), id=name) for name, words in rows.items()),
            id="tab-glossary",
            classes=("used-terms",),
        )

    zh = glossary(
        "zh", {"sop": ("标准作业程序", "procedure", "一项作业的步骤"), "raci": ("征询", "consulted", "先问意见")}
    )
    en = glossary("en", {"kpi": ("measure", "指标", "A figure"), "raci": ("consulted", "征询", "Asked before")})
    labels = {
        "zh": {"caption_glossary": "{count}条", "term_zh": "中文"},
        "en": {"caption_glossary": "{count} terms", "term_en": "English"},
    }
    first = t.Document("zh", t.Meta(title="zh"), (zh,), labels=labels["zh"])
    second = t.Document("en", t.Meta(title="en"), (en,), labels=labels["en"])
    (made,) = pair(first, second, Log(), issued=False).blocks
    assert isinstance(made, t.Table)
    rows = [
        ["/".join(t.plain(p.content) for p in t.query(cell, t.Paragraph)) for cell in row.cells] for row in made.body
    ]
    assert rows == [
        ["标准作业程序", "procedure", "一项作业的步骤"],
        ["征询", "consulted", "先问意见/Asked before"],
        ["指标", "measure", "A figure"],
    ]
    heads = ["/".join(t.plain(p.content) for p in t.query(cell, t.Paragraph)) for cell in made.head[0].cells]
    assert heads == ["术语/Term", "英文/English", "定义/Definition"]
    assert (t.plain(made.caption), t.plain(made.caption_translation)) == ("3条", "3 terms")
