"""Documents in English and in two languages: type, indents and lists of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from opsdoc.document.tree import Block, Document, Meta, OrderedList, Pair, Paragraph, Text
from opsdoc.render.artifact import Artifact
from opsdoc.render.docx.layout.styles import Look, Sheet
from opsdoc.theme import load_theme
from tests.render.docx.lint import W, parts

ITEMS = {"zh": "单位负责人组织学习。", "en": "Heads of unit take their people through the text."}
PLACES = ("addressee", "attachments", "signature")


def text(lang: str) -> tuple[Block, ...]:
    """A notice's parts in one language."""
    words = (Text(ITEMS[lang]),)
    return (
        Paragraph(words),
        OrderedList(style="decimal", items=((Paragraph(words),),)),
        *(Paragraph(words, classes=(name,)) for name in PLACES),
    )


def notice(word: Callable[..., Artifact], lang: str, second: bool = False, **meta: object) -> dict[str, Any]:
    pair = Pair(text("zh"), text("en"), first_lang="zh", second_lang="en")
    document = Document(
        lang=lang,  # type: ignore[arg-type]
        second_lang="en" if second else None,
        meta=Meta(title="T", **meta),  # type: ignore[arg-type]
        blocks=(pair,) if second else text(lang),
    )
    made = parts(word(document, theme=load_theme("official")).data)
    return {name: etree.fromstring(made[f"word/{name}.xml"]) for name in ("document", "styles", "numbering")}


def looks(package: dict[str, Any], language: str) -> Iterator[Look]:
    """How each paragraph of the text looks that holds the words of a language."""
    sheet = Sheet.of(package["styles"], package["numbering"])
    for paragraph in package["document"].iter(f"{W}p"):
        if ITEMS[language] == "".join(run.text or "" for run in paragraph.iter(f"{W}t")):
            style = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
            yield sheet.dressed(sheet.look(style), paragraph.find(f"{W}pPr"))


def suffixes(package: dict[str, Any]) -> set[str]:
    """What stands between number and words in the numbered lists that the text uses."""
    numbering = package["numbering"]
    kinds = {num.get(f"{W}numId"): num.find(f"{W}abstractNumId").get(f"{W}val") for num in numbering.iter(f"{W}num")}
    used = {kinds[number.get(f"{W}val")] for number in package["document"].iter(f"{W}numId")}
    return {
        abstract.find(f"{W}lvl/{W}suff").get(f"{W}val")
        for abstract in numbering.iter(f"{W}abstractNum")
        if abstract.get(f"{W}abstractNumId") in used
    }


def test_english_is_set_with_english_leading_and_no_indent(word: Callable[..., Artifact]) -> None:
    zh, en = (next(looks(notice(word, lang), lang)) for lang in ("zh", "en"))
    assert (zh.line, zh.first > 0) == (28.95, True)
    assert (en.line, en.first) == (21.0, 0.0)


def test_items_hang_behind_their_numbers_in_english_alone(word: Callable[..., Artifact]) -> None:
    assert suffixes(notice(word, "zh")) == {"nothing"}
    assert suffixes(notice(word, "en")) == {"tab"}
    assert suffixes(notice(word, "zh", second=True)) == {"nothing", "tab"}


def test_each_column_of_two_languages_has_one_size_and_one_leading(word: Callable[..., Artifact]) -> None:
    package = notice(word, "zh", second=True)
    for lang, size, leading in (("zh", 12.0, 21.0), ("en", 10.5, 16.0)):
        found = [(look.face.size, look.line) for look in looks(package, lang)]
        assert found == [(size, leading)] * (2 + len(PLACES))


def test_a_red_head_says_its_parts_in_both_languages(word: Callable[..., Artifact]) -> None:
    package = notice(
        word,
        "zh",
        second=True,
        letterhead="示例公司文件",
        letterhead_translation="Sample Co., Ltd.",
        letter_lines=("内部资料",),
        letter_lines_translation=("Internal",),
        letter_number="示办〔2026〕2号",
        letter_number_translation="S-GO [2026] No. 2",
    )
    heads = {}
    for paragraph in package["document"].iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        if style.startswith("Letterhead"):
            heads[style] = "".join(run.text or "" for run in paragraph.iter(f"{W}t"))
    assert heads == {
        "LetterheadClass": "内部资料 Internal",
        "Letterhead": "示例公司文件",
        "LetterheadTranslation": "Sample Co., Ltd.",
        "LetterheadNumber": "示办〔2026〕2号S-GO [2026] No. 2",
    }
