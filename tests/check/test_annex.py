"""The annex of findings: what it says in each language, and that it is there when it is asked for and only then."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from opsdoc.check import wording
from opsdoc.check.annex import annex
from opsdoc.check.rules import RULES
from opsdoc.diagnostics import Source, warning
from opsdoc.document import tree as t
from opsdoc.document.labels import load_labels
from opsdoc.resources import data_folder
from tests.cli.tiny import ENGAGEMENT, Tiny, copy_of_tiny

FOUND = [
    warning(
        "K03", "KPI a does not state exclusions", Source("content/tables/kpis.yaml", 7), help="say `exclusions: …`"
    ),
    warning("G05", 'the placeholder "TBD" is left', Source("content/x.md", 3, 2), help="write the text"),
    warning("font", "no glyph", None, help="choose another"),
]


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tiny:
    root = copy_of_tiny(tmp_path)
    monkeypatch.chdir(root)
    return Tiny(root, capsys)


def words(lang: t.Lang, alone: bool = True) -> list[list[str]]:
    labels = load_labels([data_folder("templates")], lang)
    blocks = annex(FOUND, lang, labels, alone)
    (table,) = t.query(blocks, t.Table)
    return [["\n".join(map(_said, cell.content)) for cell in row.cells] for row in table.body]


def _said(block: t.Block) -> str:
    assert isinstance(block, t.Paragraph)
    return t.plain(block.content)


def test_rules_come_by_code_and_what_reading_found_comes_last() -> None:
    assert [row[0] for row in words("en")] == ["G05", "K03", "font"]


def test_a_line_says_what_where_and_what_to_do() -> None:
    code, what, where, todo = words("en")[1]
    assert (code, what, todo) == ("K03", "KPI a does not state exclusions", "Say exclusions: …")
    assert where.replace("\u200b", "") == "content/tables/kpis.yaml:7"


def test_the_chinese_annex_says_the_same_in_chinese() -> None:
    for alone in (True, False):
        assert words("zh", alone)[1][1] == "指标a没有写明不计入范围"


def test_what_has_no_chinese_words_stands_in_english_under_its_rule() -> None:
    assert words("zh")[2][1] == "读取与排版\nno glyph"
    assert words("zh", alone=False)[2][1] == "读取与排版"
    assert words("zh")[2][3] == "按位置查看原文"


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (
            "variant hybrid: function sales “销售” has 2 owners: sales-team, office",
            "方案hybrid：职能“销售”（sales）有2个负责单位：sales-team、office",
        ),
        # A record that is called like a word of the list keeps its id; so does what is quoted.
        (
            'term fte: "owner unit" has two equivalents, in owner and here',
            "术语fte：“owner unit”有两个译法，另一处为owner",
        ),
        ("document p is draft, but nobody has approved it", "文件p状态为草稿，但没有批准记录"),
        ('variant a: unit "b": a sentence that nobody wrote', None),
    ],
)
def test_names_are_kept_and_words_are_translated(english: str, chinese: str | None) -> None:
    assert wording.message(english) == chinese


def test_without_findings_there_is_no_annex() -> None:
    assert annex([], "zh", {}) == ()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_has_its_words_in_both_languages(lang: str) -> None:
    labels = load_labels([data_folder("templates")], lang)
    for code, rule in RULES.items():
        assert labels[f"qa_{code}"]
        assert labels[f"qa_do_{code}"]
        if lang == "en":
            assert (labels[f"qa_{code}"], labels[f"qa_do_{code}"]) == (rule.title, rule.remedy.rstrip("."))


def test_a_build_prints_the_warnings_only_when_asked(tiny: Tiny) -> None:
    tiny.write(f"{ENGAGEMENT}/sections/words.en.md", "The cost is TBD.\n")
    plain = tiny.run("build", "memo")
    assert plain.code == 0
    assert "G05" in plain.err
    page = next(tiny.output.glob("*.html"))
    assert "annex-qa" not in page.read_text("utf-8")
    asked = tiny.run("build", "memo", "--qa-annex")
    assert "[1/1]" in asked.err
    assert "unchanged" not in asked.err
    assert "G05" in asked.err
    text = page.read_text("utf-8")
    assert "Annex A" in text
    assert "Quality check" in text
    assert text.count("sections/words: the placeholder") == 1
    record = json.loads((tiny.output / "manifest.json").read_text("utf-8"))["files"][page.name]
    assert record["qa_annex"] is True
    assert "unchanged" in tiny.run("build", "memo", "--qa-annex").err
    # Without the flag the document is as it was.
    tiny.run("build", "memo")
    assert "annex-qa" not in page.read_text("utf-8")


def test_a_document_without_warnings_has_no_annex(tiny: Tiny) -> None:
    tiny.write(f"{ENGAGEMENT}/sections/words.en.md", "Nothing is open.\n")
    assert tiny.run("build", "memo", "--qa-annex").code == 0
    assert "annex-qa" not in next(tiny.output.glob("*.html")).read_text("utf-8")
