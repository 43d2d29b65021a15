"""What readers, screen readers and archives find in the finished files (print.md, assertions 20–40)."""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import outloud
import page as page_validation
import pikepdf
import pytest

from opsdoc.diagnostics import OpsdocError, Source
from opsdoc.document.tree import Contents, Figure, Heading, Note, Paragraph, Table, plain, query, text
from opsdoc.render.markup.headings import bookmark
from opsdoc.render.pdf import render_pdf
from tests.render.pages import NAMES, artifact, characters, context, document, elements, lines, opened, words
from tests.samples import sample

FONTS = re.compile(r"/[A-Z]{6}\+OD-(Sans|Serif|Mono|Kai)(-|$)")


@pytest.mark.parametrize("profile", ["PDF_UA_1", "PDF_A_2A"])
@pytest.mark.parametrize("name", NAMES)
def test_the_file_passes_the_validator(name: str, profile: str) -> None:
    report = page_validation.validate_pdf_bytes(
        artifact(name).data, profile=getattr(page_validation.ValidationProfile, profile)
    )
    assert report.is_compliant, [(f.rule_id, f.message) for f in report.failures]


@pytest.mark.parametrize("name", NAMES)
def test_a_screen_reader_meets_nothing_odd(name: str, tmp_path: Path) -> None:
    file = tmp_path / "sample.pdf"
    file.write_bytes(artifact(name).data)
    result = outloud.check(str(file))
    assert (result.errors, result.warnings) == (0, 0), [str(f) for f in result.sorted_findings()]


@pytest.mark.parametrize("name", NAMES)
def test_page_numbers_of_the_contents_are_those_of_their_targets(name: str) -> None:
    made = artifact(name)
    rows = [
        "".join(c.text for c in line if c.text.strip())
        for number in {made.anchors[c.id] for c in query(document(name).blocks, Contents)}
        for line in lines(characters(name)[number - 1])
    ]
    depth = max(c.depth for c in query(document(name).blocks, Contents) if c.of == "headings")
    for heading in query(document(name).blocks, Heading):
        if heading.level <= depth:
            shown = heading.short or plain(heading.content)
            wanted = re.sub(r"\s", "", shown)
            row = next(r for r in rows if wanted in r)
            assert row.endswith(wanted + str(made.anchors[heading.id])), row


@pytest.mark.parametrize("name", NAMES)
def test_bookmarks_are_the_headings_with_their_numbers_in_order(name: str) -> None:
    with opened(name).open_outline() as outline:
        found: list[tuple[int, str]] = []

        def walk(items: Any, level: int) -> None:
            for item in items:
                found.append((level, str(item.title)))
                walk(item.children, level + 1)

        walk(outline.root, 1)
    assert found == [(h.level, bookmark(h)) for h in query(document(name).blocks, Heading)]


@pytest.mark.parametrize("name", NAMES)
def test_every_page_says_its_number_and_the_total(name: str) -> None:
    total = artifact(name).pages
    assert len(opened(name).pages) == total
    for number in range(2, total + 1):
        last = "".join(c.text for c in lines(characters(name)[number - 1])[-1])
        assert re.sub(r"\s", "", last).endswith(f"{number}/{total}")
    labels = opened(name).Root.PageLabels.Nums
    assert (int(labels[0]), str(labels[1].S)) == (0, "/D")


def test_the_running_head_names_the_chapter() -> None:
    made = artifact("zh")
    for heading in query(document("zh").blocks, Heading):
        if heading.level == 1:
            head = "".join(c.text for c in lines(characters("zh")[made.anchors[heading.id] - 1])[0])
            assert head.rstrip().endswith(heading.short)


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


def test_a_footnote_stands_on_the_page_of_its_call() -> None:
    made = artifact("zh")
    for note in query(document("zh").blocks, Note):
        holder = next(p for p in query(document("zh").blocks, Paragraph) if note in p.content)
        page = re.sub(r"\s", "", "".join(c.text for c in characters("zh")[made.anchors[holder.id] - 1]))
        assert re.sub(r"\s", "", plain(note.content))[:20] in page


@pytest.mark.parametrize("name", NAMES)
def test_every_link_has_words_and_every_inner_link_a_place(name: str) -> None:
    pdf = opened(name)
    names = {str(pdf.Root.Names.Dests.Names[i]) for i in range(0, len(pdf.Root.Names.Dests.Names), 2)}
    links = [a for page in pdf.pages for a in page.get("/Annots", []) if a.Subtype == "/Link"]
    assert links
    for link in links:
        if "/Dest" in link:
            assert str(link.Dest) in names
            assert str(link.Contents) != str(link.Dest)
        assert len(str(link.Contents)) > 1


@pytest.mark.parametrize("name", NAMES)
def test_all_fonts_are_ours_embedded_and_mapped_to_text(name: str) -> None:
    found = {
        str(font.BaseFont): font for page in opened(name).pages for font in page.Resources.get("/Font", {}).values()
    }
    assert found
    for base, font in found.items():
        assert FONTS.match(base), base
        assert "/ToUnicode" in font
        descriptor = font.DescendantFonts[0].FontDescriptor
        assert "/FontFile2" in descriptor or "/FontFile3" in descriptor


@pytest.mark.parametrize("name", NAMES)
def test_no_character_is_lost_or_private(name: str) -> None:
    assert not [c for c in words(name) if c == "\ufffd" or 0xE000 <= ord(c) <= 0xF8FF]


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
def test_heading_levels_start_at_one_and_never_skip(name: str) -> None:
    levels = [int(tag[1]) for tag, _, _ in elements(name) if re.fullmatch(r"H[1-6]", tag)]
    assert levels[0] == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(levels))


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_is_described_and_its_data_are_in_the_document(name: str) -> None:
    figures = [e for tag, e, _ in elements(name) if tag == "Figure"]
    assert len(figures) == len(list(query(document(name).blocks, Figure)))
    assert all(len(str(figure.Alt)) >= 8 for figure in figures)
    for figure in query(document(name).blocks, Figure):
        for paragraph in query(figure.alternative, Paragraph):
            assert re.sub(r"\s", "", plain(paragraph.content)) in words(name)


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
