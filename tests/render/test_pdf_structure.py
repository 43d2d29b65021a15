"""What readers, screen readers and archives find in the finished files (print.md, assertions 20–40)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

import pikepdf
import pytest

from opsdoc.diagnostics import OpsdocError, Source
from opsdoc.document.tree import Heading, Paragraph, Table, query, text
from opsdoc.render.pdf import render_pdf
from tests.render.pages import NAMES, artifact, characters, context, document, elements, lines, opened
from tests.samples import sample

FONTS = re.compile(r"/[A-Z]{6}\+OD-(Sans|Serif|Mono|Kai)(-|$)")


def test_the_running_head_names_the_first_chapter_that_starts_on_its_page() -> None:
    made = artifact("zh")
    first: dict[int, str] = {}
    for heading in query(document("zh").blocks, Heading):
        if heading.level == 1:
            first.setdefault(made.anchors[heading.id], heading.short)
    assert len(first) >= 3
    for number, short in first.items():
        head = "".join(c.text for c in lines(characters("zh")[number - 1])[0])
        assert head.rstrip().endswith(short)


def test_a_table_over_pages_repeats_its_head_and_stays_one_table() -> None:
    first = artifact("zh").anchors["register"]
    heads = [
        number
        for number in range(first, first + 3)
        if any("编号" in "".join(c.text for c in line) and "应对" in "".join(c.text for c in line)
               for line in lines(characters("zh")[number - 1]))
    ]  # fmt: skip
    assert len(heads) >= 2
    tables = [t for t in query(document("zh").blocks, Table) if t.role != "figures" and t.id != "swot"]  # no headers
    assert len([1 for tag, _, _ in elements("zh") if tag == "Table"]) == len(tables)


@pytest.mark.parametrize("name", ["zh", "zh-en"])
def test_two_builds_are_the_same_bytes(name: str) -> None:
    again = render_pdf(document(name), context()).data
    assert hashlib.sha256(again).digest() == hashlib.sha256(artifact(name).data).digest()


@pytest.mark.parametrize("name", NAMES)
def test_the_catalogue_and_the_metadata_say_what_the_file_is(name: str) -> None:
    pdf, meta = opened(name), document(name).meta
    assert str(pdf.Root.Lang) == ("en-GB" if name == "en" else "zh-CN")
    assert bool(pdf.Root.MarkInfo.Marked)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert len(pdf.Root.OutputIntents) == 1
    assert str(pdf.docinfo.Title) == meta.title
    assert str(pdf.docinfo.CreationDate).startswith("D:20261123")
    xmp = pdf.open_metadata()
    assert (xmp["pdfuaid:part"], xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("1", "2", "A")
    assert (xmp["dc:title"], xmp["dc:creator"]) == (meta.title, [meta.author])


@pytest.mark.parametrize("name", NAMES)
def test_header_cells_have_a_scope_and_lists_have_bodies(name: str) -> None:
    for tag, element, above in elements(name):
        if tag == "TH":
            assert str(element.A.Scope) in ("/Row", "/Column")
        if tag == "LI":
            assert above[-1] == "L"
            assert "LBody" in [str(kid.S)[1:] for kid in element.K if isinstance(kid, pikepdf.Dictionary)]


def test_the_other_language_is_marked_as_such() -> None:
    foreign = [e for _, e, _ in elements("zh-en") if str(e.get("/Lang", "")) == "en-GB"]
    assert len(foreign) > 20


def test_a_character_without_a_font_stops_the_build_at_its_line() -> None:
    strange = Paragraph(text("一只鸟：𓅃。"), id="bird", source=Source("content/sections/bird.zh.md", 7))
    changed = replace(sample("zh"), blocks=(*sample("zh").blocks, strange))
    with pytest.raises(OpsdocError) as stopped:
        render_pdf(changed, context())
    (finding,) = stopped.value.diagnostics
    assert "U+13143" in finding.message
    assert finding.source == Source("content/sections/bird.zh.md", 7)


@pytest.mark.parametrize("name", NAMES)
def test_the_style_sheets_use_nothing_that_is_ignored(name: str) -> None:
    assert [d.format() for d in artifact(name).warnings] == []
