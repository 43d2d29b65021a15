"""What stands around the text of an official document comes from the document's record."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from opsdoc.content.models import I18n
from opsdoc.content.models.dispatch import Dispatch
from opsdoc.diagnostics import Log
from opsdoc.document import tree as t
from opsdoc.document.compose import compose
from opsdoc.document.refine import refine
from opsdoc.org.select import Case, select
from tests.document.workspace import shipped


@cache
def notice(lang: t.Lang, **changes: object) -> t.Document:
    case = select(shipped(), "sample-trading", "notice", "hybrid")
    dispatch = case.document.dispatch.model_copy(update=changes)
    case = Case(**{name: getattr(case, name) for name in case.__dataclass_fields__} | {
        "document": case.document.model_copy(update={"dispatch": dispatch})
    })  # fmt: skip
    log = Log()
    return refine(compose(case, lang, log), log)


def words(document: t.Document) -> str:
    return "\n".join(t.plain(p.content) for p in t.query(document.blocks, t.Paragraph))


@pytest.mark.parametrize(("lang", "number"), [("zh", "衡川办〔2026〕2号"), ("en", "HC-GO [2026] No. 2")])
def test_mark_year_and_serial_make_the_number(lang: t.Lang, number: str) -> None:
    assert notice(lang).meta.letter_number == number


def test_without_a_serial_the_number_of_the_record_stands() -> None:
    assert notice("zh", serial=0).meta.letter_number == "HC-TZ-2026-002"


def test_copy_classification_and_urgency_stand_in_this_order() -> None:
    assert notice("zh", copy_number=12, urgency="urgent").meta.letter_lines == ("000012", "内部资料", "加急")


def test_addressees_remark_and_colophon() -> None:
    said = words(notice("zh"))
    assert "公司各部门、两家工厂：" in said
    assert "（执行中的问题请书面反馈总经理办公室）" in said
    assert said.index("抄送：董事会秘书，") < said.index("2026年11月23日印发")


def test_an_empty_dispatch_says_only_who_issued_it() -> None:
    bare = notice("zh", **{name: field.default for name, field in Dispatch.model_fields.items()})
    assert not [p for p in t.query(bare.blocks, t.Paragraph) if "addressee" in p.classes]
    assert "抄送" not in words(bare)
    assert "总经理办公室" in words(bare)


def test_items_of_a_notice_are_numbered_by_level() -> None:
    (items,) = list(t.query(notice("zh").blocks, t.OrderedList))
    assert items.style == "han"
    (english,) = list(t.query(notice("en").blocks, t.OrderedList))
    assert english.style == "decimal"


def test_items_below_a_numbered_heading_begin_with_the_next_level() -> None:
    inner = t.OrderedList(((t.Paragraph(t.text("分项")),),))
    outer = t.OrderedList(((t.Paragraph(t.text("事项")), inner),))
    document = t.Document(
        "zh",
        t.Meta(title="通知"),
        (t.Heading(1, t.text("总体要求"), id="a"), outer),
        numbering="gongwen",
        labels=notice("zh").labels,
    )
    styles = [found.style for found in t.query(refine(document, Log()).blocks, t.OrderedList)]
    assert styles == ["paren-han", "decimal"]


def test_one_document_is_issued_in_a_sentence() -> None:
    assert not [table for table in t.query(notice("zh").blocks, t.Table) if table.caption]
    assert "《衡川运营组织管理制度》，编号HC-ZD-2026-004" in words(notice("zh"))
    assert "自2027年3月1日起施行。" in words(notice("zh"))


def test_a_document_without_a_number_is_issued_in_a_table_without_a_hole_in_its_sentence() -> None:
    case = select(shipped(), "sample-trading", "notice", "hybrid")
    policy = case.content.documents["policy"].model_copy(update={"number": "", "title": I18n(zh="管理制度")})
    content = replace(case.content, documents={**case.content.documents, "policy": policy})
    log = Log()
    document = refine(compose(replace(case, content=content), "en", log), log)
    assert "[管理制度]" in words(document)
    assert ", number" not in words(document)
    assert [table for table in t.query(document.blocks, t.Table) if table.caption]
