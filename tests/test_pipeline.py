"""From a request to files: names, defaults, what is made again, and failures that stay with their document."""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

import opsdoc
from opsdoc import OpsdocError
from opsdoc.document import tree as t
from opsdoc.pipeline import Request, build
from opsdoc.render.artifact import RenderContext
from opsdoc.render.pool import Made, Pool, RenderFailed, Task
from opsdoc.theme import load_theme
from tests.cli.tiny import ENGAGEMENT, WORDS, Tiny


def states(result: opsdoc.pipeline.Result) -> dict[str, str]:
    return {file.path.name: file.state for file in result.files}


def test_the_python_api_builds_and_says_what_it_made(tiny: Tiny) -> None:
    result = opsdoc.build("note")
    assert states(result) == {
        "note.five-departments.zh.pdf": "built",
        "note.five-departments.zh.docx": "built",
    }
    assert result.folder == tiny.output
    assert result.exit_code == 0
    assert result.files[0].pages >= 1
    assert result.files[0].path.read_bytes().startswith(b"%PDF")
    assert result.files[1].path.read_bytes().startswith(b"PK")
    assert sorted(tiny.files()) == ["manifest.json", *sorted(states(result))]


def test_the_python_api_raises_one_error_with_all_findings(tiny: Tiny) -> None:
    tiny.write(WORDS, "甲 {{ nowhere }}\n\n乙 {{ client.nothing }}\n")
    with pytest.raises(OpsdocError) as caught:
        opsdoc.build(["note", "memo"])
    assert caught.value.exit_code == 1
    assert [str(d.source) for d in caught.value.diagnostics] == [f"{WORDS}:1:3", f"{WORDS}:3:3"]
    # The other document was made.
    assert sorted(tiny.files()) == ["manifest.json", "memo.five-departments.en.html"]


def test_flags_win_over_the_record_which_wins_over_the_workspace(tiny: Tiny) -> None:
    def names(**more: object) -> list[str]:
        return [f.path.name for f in build(Request(documents=("plain", "note"), dry_run=True, **more)).files]  # type: ignore[arg-type]

    tiny.write(f"{ENGAGEMENT}/documents/plain.yaml", "kind: tiny\ntitle: Plain\ndate: 2026-03-01\n")
    assert names() == [
        *(f"plain.five-departments.{lang}.{ending}" for lang in ("zh", "en", "zh-en") for ending in ("pdf", "docx")),
        "note.five-departments.zh.pdf",
        "note.five-departments.zh.docx",
    ]
    with (tiny.root / "opsdoc.yaml").open("a") as file:
        file.write("languages: [en]\nformats: [html]\nvariant: hybrid\n")
    assert names() == ["plain.hybrid.en.html", "note.hybrid.zh.pdf", "note.hybrid.zh.docx"]
    assert names(langs=("en-zh",), formats=("html", "pdf"), variants=("six-areas",)) == [
        "plain.six-areas.en-zh.pdf",
        "plain.six-areas.en-zh.html",
        "note.six-areas.en-zh.pdf",
        "note.six-areas.en-zh.html",
    ]
    assert names(all_variants=True, formats=("pdf",)) == [
        "plain.five-departments.en.pdf",
        "plain.hybrid.en.pdf",
        "note.five-departments.zh.pdf",
        "note.hybrid.zh.pdf",
    ]


def test_both_languages_stand_in_a_bilingual_document(tiny: Tiny) -> None:
    build(Request(("note",), langs=("zh-en",), formats=("html",)))
    page = re.sub(r"<[^>]*>", "", (tiny.output / "note.five-departments.zh-en.html").read_text("utf-8"))
    assert "组织设计让决策靠近信息。" in page
    assert "Organisation design brings decisions close to information." in page


def test_the_same_input_gives_the_same_bytes(tiny: Tiny) -> None:
    formats = ("pdf", "docx", "html")
    build(Request(("note",), formats=formats, output_dir=tiny.root / "first"))
    build(Request(("note",), formats=formats, output_dir=tiny.root / "second"))
    first = {path.name: path.read_bytes() for path in (tiny.root / "first").iterdir()}
    assert first == {path.name: path.read_bytes() for path in (tiny.root / "second").iterdir()}


def test_source_date_epoch_dates_the_files(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    build(Request(("note",), formats=("docx",)))
    path = tiny.output / "note.five-departments.zh.docx"
    assert b"2026-03-01T00:00:00Z" in zipfile.ZipFile(path).read("docProps/core.xml")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert states(build(Request(("note",), formats=("docx",)))) == {path.name: "built"}
    assert b"2023-11-14T22:13:20Z" in zipfile.ZipFile(path).read("docProps/core.xml")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(OpsdocError, match="SOURCE_DATE_EPOCH") as caught:
        build(Request(("note",)))
    assert caught.value.exit_code == 2


# ---------------------------------------------------------------------------------------------------- unchanged


def test_nothing_changed_nothing_rendered(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    first = build(Request(("note", "memo")))
    before = tiny.files()
    monkeypatch.setattr(Pool, "start", lambda self: pytest.fail("a renderer was started"))
    again = build(Request(("note", "memo")))
    assert set(states(again).values()) == {"unchanged"}
    assert [(f.path, f.pages) for f in again.files] == [(f.path, f.pages) for f in first.files]
    assert tiny.files() == before


def test_only_the_documents_that_use_a_changed_text_are_made_again(tiny: Tiny) -> None:
    request = Request(("note", "memo"))
    build(request)
    tiny.change(WORDS, "信息", "事实")
    assert states(build(request)) == {
        "note.five-departments.zh.pdf": "built",
        "note.five-departments.zh.docx": "built",
        "memo.five-departments.en.html": "unchanged",
    }
    # Another engagement's file concerns nobody here.
    tiny.write("content/engagements/other/sections/words.zh.md", "别的")
    assert set(states(build(request)).values()) == {"unchanged"}


def test_a_file_that_was_changed_or_removed_is_made_again(tiny: Tiny) -> None:
    request = Request(("note",), formats=("docx", "html"))
    build(request)
    good = tiny.files()
    (tiny.output / "note.five-departments.zh.html").write_text("changed")
    assert states(build(request)) == {
        "note.five-departments.zh.docx": "unchanged",
        "note.five-departments.zh.html": "built",
    }
    (tiny.output / "manifest.json").unlink()
    assert set(states(build(request)).values()) == {"built"}
    assert tiny.files() == good


def test_force_makes_everything_again(tiny: Tiny) -> None:
    build(Request(("memo",)))
    assert set(states(build(Request(("memo",), force=True))).values()) == {"built"}


def test_a_damaged_cache_counts_as_none(tiny: Tiny) -> None:
    build(Request(("memo",)))
    for path in Path(os.environ["OPSDOC_CACHE"]).glob("runs/*.json"):
        path.write_text(path.read_text("utf-8").replace('"sha256": "', '"sha256": "0', 1), "utf-8")
    assert states(build(Request(("memo",)))) == {"memo.five-departments.en.html": "unchanged"}


def test_warnings_of_what_is_unchanged_are_repeated(tiny: Tiny) -> None:
    (tiny.root / ENGAGEMENT / "sections/words.en.md").unlink()
    request = Request(("memo",))
    first, again = build(request), build(request)
    assert set(states(again).values()) == {"unchanged"}
    assert [d.code for d in first.warnings] == ["G02"]
    assert again.diagnostics == first.diagnostics
    assert build(Request(("memo",), strict=True)).exit_code == 1


def test_contents_of_a_docx_have_the_same_pages_without_a_pdf(tiny: Tiny) -> None:
    tiny.write(
        "templates/kinds/tiny.md.j2",
        ":: contents\n\n# A {#a}\n\n:: section words\n\n:: page-break\n\n# B {#b}\n\n:: section words\n",
    )
    name = "note.five-departments.zh.docx"
    build(Request(("note",), formats=("docx",), output_dir=tiny.root / "alone"))
    build(Request(("note",), formats=("pdf", "docx"), output_dir=tiny.root / "both"))
    assert (tiny.root / "alone" / name).read_bytes() == (tiny.root / "both" / name).read_bytes()


# ---------------------------------------------------------------------------------------------------- manifest


def test_the_manifest_says_what_each_file_was_made_from(tiny: Tiny) -> None:
    build(Request(("note",)))
    build(Request(("memo",)))
    data = json.loads((tiny.output / "manifest.json").read_text("utf-8"))
    assert sorted(data["files"]) == [
        "memo.five-departments.en.html",
        "note.five-departments.zh.docx",
        "note.five-departments.zh.pdf",
    ]
    record = data["files"]["note.five-departments.zh.pdf"]
    written = (tiny.output / "note.five-departments.zh.pdf").read_bytes()
    assert record["sha256"] == hashlib.sha256(written).hexdigest()
    assert record["bytes"] == len(written)
    assert (record["document"], record["variant"], record["lang"], record["format"]) == (
        "note",
        "five-departments",
        "zh",
        "pdf",
    )
    assert record["pages"] >= 1
    assert record["warnings"] == []
    assert record["versions"]["opsdoc"] == opsdoc.__version__
    assert record["versions"]["weasyprint"]
    inputs = data["inputs"][record["inputs"]]
    assert inputs[WORDS] == hashlib.sha256((tiny.root / WORDS).read_bytes()).hexdigest()
    assert "opsdoc:content/variants/five-departments/variant.yaml" in inputs
    text = (tiny.output / "manifest.json").read_text("utf-8")
    assert str(tiny.root) not in text
    assert not re.search(r"\d\d:\d\d:\d\d", text)


# ---------------------------------------------------------------------------------------------------- failures


def test_a_failed_document_leaves_its_old_files_and_the_others_are_made(tiny: Tiny) -> None:
    build(Request(("note",)))
    good = tiny.files()
    tiny.change(WORDS, "信息", "信息 {{ 1 / 0 }}")
    result = build(Request(("note", "memo")))
    assert result.exit_code == 1
    assert states(result) == {
        "note.five-departments.zh.pdf": "failed",
        "note.five-departments.zh.docx": "failed",
        "memo.five-departments.en.html": "built",
    }
    assert {name: data for name, data in tiny.files().items() if name.startswith("note")} == {
        name: data for name, data in good.items() if name.startswith("note")
    }


def test_a_character_without_a_glyph_is_named_at_its_place(tiny: Tiny) -> None:
    tiny.write(WORDS, "第一行\n第二行有 😀 在此\n")
    for formats in (("pdf",), ("docx",)):
        result = build(Request(("note",), formats=formats))
        (found,) = result.diagnostics
        assert found.format().splitlines()[:2] == [
            f"{WORDS}:2:6: error[font]: no bundled font has U+1F600 (grinning face)",
            "    2 | 第二行有 😀 在此",
        ]
        assert result.exit_code == 1


def test_a_client_with_markup_in_its_name_is_printed_as_typed(tiny: Tiny) -> None:
    name = 'A*B | <C> {{ 7*7 }} & "D"'
    tiny.change(f"{ENGAGEMENT}/engagement.yaml", "zh: 小微有限公司", f"zh: '{name}'")
    tiny.change("templates/kinds/tiny.md.j2", "{{ document.title }}", "{{ client.legal_name }}")
    tiny.write(WORDS, "{{ client.legal_name }}\n")
    assert build(Request(("note",), formats=("docx", "html"))).exit_code == 0
    escaped = "A*B | &lt;C&gt; {{ 7*7 }} &amp; "
    assert (tiny.output / "note.five-departments.zh.html").read_text("utf-8").count(escaped) >= 3
    with zipfile.ZipFile(tiny.output / "note.five-departments.zh.docx") as package:
        body = package.read("word/document.xml").decode()
    assert "A*B | &lt;C&gt; {{ 7*7 }} &amp; " in body
    assert "49" not in re.sub(r"<[^>]*>", "", body)


def test_what_a_dead_renderer_took_with_it_is_reported_and_the_rest_made(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    render = Pool.render

    def killed(self: Pool, task: Task, made: object) -> object:
        if task.document.lang == "zh":
            for child in self._all:
                child.kill()
        return render(self, task, made)  # type: ignore[arg-type]

    monkeypatch.setattr(Pool, "render", killed)
    result = build(Request(("note", "memo")))
    assert result.exit_code == 4
    assert result.diagnostics[0].message.startswith(
        "note · five-departments · zh: the rendering process died (signal SIG"
    )
    assert states(result)["memo.five-departments.en.html"] == "built"
    assert not [name for name in tiny.files() if name.startswith("note")]


def test_a_fault_of_a_renderer_is_internal_and_keeps_its_trace(tiny: Tiny) -> None:
    context = RenderContext(load_theme("consulting"), tiny.root)
    broken = t.Document("zh", t.Meta("x"), ("not a block",))  # type: ignore[arg-type]
    good = t.Document("zh", t.Meta("x"), (t.paragraph("x"),), labels={"notes": "", "figure_data": ""})
    made: list[Made] = []
    with Pool(("html",)) as pool:
        with pytest.raises(RenderFailed) as caught:
            pool.render(Task(broken, context, ("html",), 60), made.append)
        assert caught.value.exit_code == 5
        assert "Traceback" in caught.value.trace
        pool.render(Task(good, context, ("html",), 60), made.append)
    assert [item.artifact.format for item in made] == ["html"]


def paragraphs(count: int) -> t.Document:
    blocks: Sequence[t.Block] = [t.paragraph("组织设计让决策靠近信息。" * 12, id=f"p{n}") for n in range(count)]
    return t.Document("zh", t.Meta("x"), tuple(blocks), labels={"notes": "", "figure_data": ""})


@pytest.mark.slow
def test_a_document_that_takes_too_long_or_too_much_is_stopped(tiny: Tiny) -> None:
    context = RenderContext(load_theme("consulting"), tiny.root)
    made: list[Made] = []
    with Pool(("pdf",), seconds=1) as pool:
        with pytest.raises(RenderFailed, match="limit `seconds`") as caught:
            pool.render(Task(paragraphs(4000), context, ("pdf",), 1), made.append)
        assert caught.value.exit_code == 4
        pool.render(Task(paragraphs(1), context, ("html",), 60), made.append)
    # Seconds enough for a busy machine, where time would run out before memory.
    with (
        Pool(("pdf",), seconds=600, memory_mb=256) as pool,
        pytest.raises(RenderFailed, match="more than 256 MB") as caught,
    ):
        pool.render(Task(paragraphs(4000), context, ("pdf",), 60), made.append)
    assert caught.value.exit_code == 4
    assert [item.artifact.format for item in made] == ["html"]


def test_an_output_beyond_the_limit_is_not_written(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    from opsdoc.content.models import Limits

    monkeypatch.setattr(Limits.model_fields["output_mb"], "default", 0)
    Limits.model_rebuild(force=True)
    try:
        result = build(Request(("memo",)))
    finally:
        monkeypatch.undo()
        Limits.model_rebuild(force=True)
    assert result.exit_code == 4
    assert "limit `output_mb`" in result.diagnostics[0].message


def test_several_processes_make_the_same_files(tiny: Tiny) -> None:
    request = Request(("note", "memo"), langs=("zh", "en"), formats=("html",))
    build(request)
    alone = tiny.files()
    build(Request(("note", "memo"), langs=("zh", "en"), formats=("html",), jobs=2, force=True))
    assert tiny.files() == alone
