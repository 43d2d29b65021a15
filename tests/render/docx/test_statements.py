"""The forty statements about a Word file (the redline apart), each read from the XML of every kind of sample."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from opsdoc.diagram.describe import units
from opsdoc.diagram.drawing import Drawing
from opsdoc.diagram.model import OrgChart
from opsdoc.document.tree import (
    Article,
    BulletList,
    Contents,
    Document,
    Figure,
    Heading,
    Landscape,
    Note,
    OrderedList,
    Table,
    plain,
    query,
)
from opsdoc.render.artifact import Artifact
from opsdoc.render.docx.drawings import drawings_of
from opsdoc.render.docx.markup import mm
from opsdoc.render.furniture import running_title
from opsdoc.text import has_han
from opsdoc.theme import Theme
from tests.render.docx.audit import audited, sdk_errors
from tests.render.docx.counting import counted
from tests.render.docx.lint import MC, WP, WPS, A, W, findings, instructions, parts, stories
from tests.samples import sample

Made = tuple[Document, Artifact]
XML = "{http://www.w3.org/XML/1998/namespace}"
SLOTS = {"ascii", "hAnsi", "eastAsia", "cs"}


@dataclass
class File:
    """A Word file with the look-ups that the statements need."""

    document: Document
    data: bytes

    @cached_property
    def parts(self) -> dict[str, bytes]:
        return parts(self.data)

    @cached_property
    def stories(self) -> dict[str, etree._Element]:
        return stories(self.data)

    @cached_property
    def body(self) -> etree._Element:
        return self.stories["word/document.xml"].find(f"{W}body")

    @cached_property
    def styles(self) -> dict[str, etree._Element]:
        root = etree.fromstring(self.parts["word/styles.xml"])
        return {style.get(f"{W}styleId"): style for style in root.iter(f"{W}style")}

    @cached_property
    def names(self) -> dict[str, str]:
        return {identifier: style.find(f"{W}name").get(f"{W}val") for identifier, style in self.styles.items()}

    @cached_property
    def paragraphs(self) -> list[etree._Element]:
        """All paragraphs of the body; held, so that each is one object."""
        return list(self.body.iter(f"{W}p"))

    @cached_property
    def numbered(self) -> list[tuple[etree._Element, str]]:
        """Paragraphs that a list numbers, with the number that a reader sees."""
        assert self.paragraphs
        return list(counted(self.body, self.xml("word/numbering.xml"), self.xml("word/styles.xml")))

    def runs(self) -> Iterator[tuple[str, etree._Element]]:
        """Every run of every part that holds text, with the part's name."""
        for name, root in self.stories.items():
            for run in root.iter(f"{W}r"):
                yield name, run

    def resolved(self, run: etree._Element, tag: str, attribute: str) -> str:
        """A property of a run as Word finds it: its own, its character style's, its paragraph style's, the default's;
        a switch without a value is "on"."""
        sources = [run.find(f"{W}rPr")]
        for owner, reference in ((run, f"{W}rPr/{W}rStyle"), (_paragraph_of(run), f"{W}pPr/{W}pStyle")):
            style = None if owner is None else owner.find(reference)
            chain = self.chain(None if style is None else style.get(f"{W}val"))
            sources += [one.find(f"{W}rPr") for one in chain]
        sources.append(self.xml("word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"))
        for source in sources:
            found = None if source is None else source.find(f"{W}{tag}")
            if found is not None and (tag != "rFonts" or found.get(f"{W}{attribute}")):
                return found.get(f"{W}{attribute}", "on")
        return ""

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.parts[name])

    def styled(self, *names: str) -> list[etree._Element]:
        """Paragraphs of the body in styles of these names."""
        return [p for p in self.body.iter(f"{W}p") if self.style_name(p) in names]

    def style_name(self, paragraph: etree._Element) -> str:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return "" if style is None else self.names[style.get(f"{W}val")]

    def chain(self, identifier: str | None) -> list[etree._Element]:
        out = []
        while identifier:
            style = self.styles[identifier]
            out.append(style)
            based = style.find(f"{W}basedOn")
            identifier = None if based is None else based.get(f"{W}val")
        return out


def _paragraph_of(run: etree._Element) -> etree._Element | None:
    return next(run.iterancestors(f"{W}p"), None)


def words(element: etree._Element) -> str:
    """The visible words of a paragraph, fields' instructions apart; a line break is a space."""
    out = []
    for node in element.iter(f"{W}t", f"{W}tab", f"{W}br"):
        out.append(node.text or "" if node.tag == f"{W}t" else " ")
    return "".join(out)


def results(paragraph: etree._Element) -> Iterator[tuple[str, str]]:
    """The complex fields that begin and end in a paragraph: instruction and cached words."""
    open_fields: list[list[str]] = []
    for node in paragraph.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
        kind = node.get(f"{W}fldCharType")
        if kind == "begin":
            open_fields.append(["", "", ""])
        elif kind == "separate" and open_fields:
            open_fields[-1][2] = "shown"
        elif kind == "end" and open_fields:
            instruction, result, _ = open_fields.pop()
            yield " ".join(instruction.split()), result
        elif open_fields:
            open_fields[-1][1 if open_fields[-1][2] else 0] += node.text or ""


@pytest.fixture(scope="session")
def file(made: Made) -> File:
    """Parsed once for all statements; none of them changes it."""
    return File(made[0], made[1].data)


def chart_pages(document: Document, theme: Theme) -> list[tuple[Figure, list[Drawing]]]:
    """The charts of a document, each with the drawings that its frame gives."""
    turned = {id(figure) for block in query(document.blocks, Landscape) for figure in query(block, Figure)}
    out = []
    for figure in query(document.blocks, Figure):
        if figure.chart is not None:
            landscape = id(figure) in turned
            width = mm(theme.page.frame_mm(landscape)[0]) / 20
            out.append((figure, drawings_of(figure, theme, width, landscape)))
    return out


def test_01_the_sdk_finds_no_error(file: File, tmp_path: Path) -> None:
    assert sdk_errors(file.data, tmp_path / "file.docx") == []


@pytest.mark.parametrize("mode", ["canvas", "group", "picture"])
def test_02_both_branches_of_an_alternative_are_valid(mode: str, word: Callable[..., Artifact], tmp_path: Path) -> None:
    unexplained, _ = audited(word(sample("zh"), docx_diagrams=mode).data, tmp_path / "file.docx")
    assert unexplained == []


def test_02_drawings_of_every_kind_are_in_order(file: File) -> None:
    """What the SDK looks past inside a:graphicData: the order of a shape's parts, and all that each must hold."""
    for alternate in file.body.iter(f"{MC}AlternateContent"):
        for shape in alternate.iter(f"{WPS}wsp"):
            order = ("cNvPr", "cNvSpPr", "cNvCnPr", "spPr", "style", "txbx", "bodyPr")
            tags = [etree.QName(child).localname for child in shape]
            assert tags == sorted(tags, key=order.index)
            assert {"spPr", "bodyPr"} < set(tags)
            assert ("cNvSpPr" in tags) != ("cNvCnPr" in tags)
            assert shape.find(f"{WPS}spPr/{A}xfrm/{A}ext") is not None
            for box in shape.iter(f"{W}txbxContent"):
                assert box[-1].tag == f"{W}p"
        for inline in alternate.iter(f"{WP}inline"):
            tags = [etree.QName(child).localname for child in inline]
            assert tags == ["extent", "effectExtent", "docPr", "cNvGraphicFramePr", "graphic"]
            assert all(int(inline.find(f"{WP}extent").get(side)) > 0 for side in ("cx", "cy"))


def test_03_prefixes_are_declared(file: File) -> None:
    assert [f for f in findings(file.data) if "prefix" in f] == []
    for root in file.stories.values():
        for alternate in root.iter(f"{MC}AlternateContent"):
            assert [child.tag for child in alternate] == [f"{MC}Choice", f"{MC}Fallback"]


def test_04_compatibility_mode_is_15(file: File) -> None:
    modes = [
        s.get(f"{W}val")
        for s in file.xml("word/settings.xml").iter(f"{W}compatSetting")
        if s.get(f"{W}name") == "compatibilityMode"
    ]
    assert modes == ["15"]


def test_05_nothing_of_a_template_is_left(file: File) -> None:
    assert not [name for name in file.parts if "thumbnail" in name or "stylesWithEffects" in name]
    assert not [name for name, data in file.parts.items() if b"python-docx" in data or b"ja-JP" in data]


def test_06_properties_are_set(file: File) -> None:
    core = file.xml("docProps/core.xml")
    values = {etree.QName(e).localname: e.text for e in core}
    assert file.document.meta.title in values["title"]
    assert values["creator"] == file.document.meta.author
    assert values["language"] == ("zh-CN" if file.document.lang == "zh" else "en-GB")
    assert values["created"] == values["modified"] == "2026-11-23T00:00:00Z"


def test_07_default_fonts_have_four_slots(file: File) -> None:
    fonts = file.xml("word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    assert {etree.QName(a).localname for a in fonts.attrib} == SLOTS
    # Whoever names a font elsewhere names it for every script; a hint alone names none.
    for name, root in {**file.stories, "styles": file.xml("word/styles.xml")}.items():
        for one in root.iter(f"{W}rFonts"):
            named = {etree.QName(a).localname for a in one.attrib} - {"hint"}
            assert named in (set(), SLOTS), (name, dict(one.attrib))


def test_08_languages_of_latin_and_han_are_set(file: File) -> None:
    lang = file.xml("word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert (lang.get(f"{W}val"), lang.get(f"{W}eastAsia")) == ("en-GB", "zh-CN")


def test_09_chinese_runs_resolve_to_a_chinese_font(file: File, theme: Theme) -> None:
    chinese = {role.word.east_asian for _, role in theme.fonts}
    seen = 0
    for name, run in file.runs():
        if has_han(words(run)):
            seen += 1
            assert file.resolved(run, "rFonts", "eastAsia") in chinese, (name, words(run))
    assert seen or file.document.lang == "en"


def test_09_runs_are_split_by_script(file: File) -> None:
    for text in file.body.iter(f"{W}t"):
        value = text.text or ""
        assert not (has_han(value) and re.search("[A-Za-z]", value)), value


def test_10_no_chinese_run_is_italic(file: File) -> None:
    for name, run in file.runs():
        if has_han(words(run)):
            assert file.resolved(run, "i", "val") in ("", "0", "false"), (name, words(run))


def test_11_curly_quotes_in_chinese_carry_the_hint(file: File) -> None:
    for name, root in file.stories.items():
        for paragraph in root.iter(f"{W}p"):
            pieces = [(run, "".join(t.text or "" for t in run.findall(f"{W}t"))) for run in paragraph.findall(f"{W}r")]
            line = "".join(text for _, text in pieces)
            at = 0
            for run, text in pieces:
                # A mark is Chinese where a Chinese character touches it.
                touching = [line[max(at + m.start() - 1, 0) : at + m.end() + 1] for m in re.finditer("[“”‘’—…]", text)]
                at += len(text)
                if any(has_han(each) for each in touching) and not re.search("[A-Za-z]", "".join(touching)):
                    assert file.resolved(run, "rFonts", "hint") == "eastAsia", (name, line)


def test_12_headings_stand_in_heading_styles_with_outline_levels(file: File) -> None:
    wanted = [(f"heading {h.level}", plain(h.content)) for h in query(file.document.blocks, Heading)]
    found = [p for p in file.body.iter(f"{W}p") if file.style_name(p).startswith("heading ")]
    for (name, text), paragraph in zip(wanted, found, strict=True):
        assert file.style_name(paragraph) == name
        assert words(paragraph).startswith(text)
        style = file.styles[paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")]
        assert style.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val") == str(int(name[-1]) - 1)


def test_13_no_level_is_skipped(file: File) -> None:
    before = 0
    for paragraph in file.body.iter(f"{W}p"):
        name = file.style_name(paragraph)
        if name.startswith("heading "):
            assert int(name[-1]) <= before + 1
            before = int(name[-1])


def test_14_heading_numbers_come_from_lists(file: File) -> None:
    headings = [p for p in file.body.iter(f"{W}p") if file.style_name(p).startswith("heading ")]
    for heading, paragraph in zip(query(file.document.blocks, Heading), headings, strict=True):
        number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        if heading.number:
            assert not words(paragraph).startswith(heading.number)
            assert number is None or number.get(f"{W}val") != "0"
        else:
            assert number is not None
            assert number.get(f"{W}val") == "0"


def test_14_word_counts_what_the_document_says(file: File) -> None:
    numbers = list(counted(file.body, file.xml("word/numbering.xml"), file.xml("word/styles.xml")))
    for kind, named in ((Heading, "heading "), (Article, ("条", "Article"))):
        wanted = [b.number for b in query(file.document.blocks, kind) if b.number]
        shown = [n for p, n in numbers if file.style_name(p).startswith(named) and file.style_name(p) != "条文"]
        assert shown == wanted


def test_15_levels_and_styles_point_at_each_other(file: File) -> None:
    numbering = file.xml("word/numbering.xml")
    abstracts = {a.get(f"{W}abstractNumId"): a for a in numbering.iter(f"{W}abstractNum")}
    nums = {n.get(f"{W}numId"): n.find(f"{W}abstractNumId").get(f"{W}val") for n in numbering.iter(f"{W}num")}
    linked = 0
    for identifier, style in file.styles.items():
        number = style.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is None:
            continue
        level = style.find(f"{W}pPr/{W}numPr/{W}ilvl")
        ilvl = "0" if level is None else level.get(f"{W}val")
        definition = abstracts[nums[number.get(f"{W}val")]]
        there = next(v for v in definition.iter(f"{W}lvl") if v.get(f"{W}ilvl") == ilvl)
        assert there.find(f"{W}pStyle").get(f"{W}val") == identifier
        linked += 1
    assert linked >= 6
    for number, definition in abstracts.items():
        for level in definition.iter(f"{W}lvl"):
            linked_style = level.find(f"{W}pStyle")
            if linked_style is not None:
                back = file.styles[linked_style.get(f"{W}val")].find(f"{W}pPr/{W}numPr/{W}numId")
                assert back is not None
                assert nums[back.get(f"{W}val")] == number


def test_16_17_22_23_27_34_nothing_dangles_or_repeats(file: File) -> None:
    assert findings(file.data) == []


def test_18_lists_use_numbering(file: File) -> None:
    items = file.styled("List Bullet", "List Number", "List Bullet 2", "List Number 2")
    for paragraph in items:
        style = file.styles[paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val")]
        assert style.find(f"{W}pPr/{W}numPr") is not None
        assert not re.match(r"[•·\-–]|\d+[.)]", words(paragraph))
    kinds = (BulletList, OrderedList)
    listed = sum(len(one.items) for one in query(file.document.blocks, kinds))
    # The data of a chart, which paper lists at its end, are the chart's own text here.
    listed -= sum(len(one.items) for f in query(file.document.blocks, Figure) for one in query(f, kinds))
    numbered = counted(file.body, file.xml("word/numbering.xml"), file.xml("word/styles.xml"))
    named = [file.style_name(p) for p, _ in numbered]
    shown = sum(not name.startswith(("heading ", "Article")) and name != "条" for name in named)
    assert shown == listed, "every item of a list is one of Word's"


def test_19_contents_hold_the_headings_in_order(file: File) -> None:
    lists = [i for i in instructions(file.body) if i.startswith("TOC \\o")]
    asked = [block for block in query(file.document.blocks, Contents) if block.of == "headings"]
    # As deep as the contents of the PDF.
    assert lists == [f'TOC \\o "1-{min(block.depth, 3)}" \\h \\z \\u' for block in asked]
    assert len(asked) == (file.document.meta.kind != "notice" and bool(asked))
    wanted = [h for h in query(file.document.blocks, Heading) if h.level <= asked[0].depth] if asked else []
    entries = file.styled("toc 1", "toc 2", "toc 3")
    assert len(entries) == len(wanted)
    before = 1
    for heading, entry in zip(wanted, entries, strict=True):
        assert file.style_name(entry) == f"toc {heading.level}"
        text = re.sub(r"\s+", "", words(entry))
        expected = f"{heading.number}{plain(heading.content)}{plain(heading.translation)}"
        page = re.fullmatch(re.escape(re.sub(r"\s+", "", expected)) + r"(\d+)", text)
        assert page is not None, text
        assert int(page.group(1)) >= before, "pages never go back"
        before = int(page.group(1))


def test_20_nobody_is_asked_to_update(file: File) -> None:
    assert file.xml("word/settings.xml").find(f"{W}updateFields") is None
    for root in file.stories.values():
        assert not [mark for mark in root.iter(f"{W}fldChar") if mark.get(f"{W}dirty")]


def test_20_updates_come_on_request(word: Callable[..., Artifact]) -> None:
    asked = File(sample("en"), word(sample("en"), refresh_fields=True).data)
    assert asked.xml("word/settings.xml").find(f"{W}updateFields") is not None


def test_21_fields_have_cached_results(file: File) -> None:
    for name, root in file.stories.items():
        for paragraph in root.iter(f"{W}p"):
            marks = [m.get(f"{W}fldCharType") for m in paragraph.iter(f"{W}fldChar")]
            if marks.count("begin") == marks.count("end") and "STYLEREF" not in " ".join(instructions(paragraph)):
                assert marks.count("separate") == marks.count("begin"), name


def test_24_captions_count_with_fields(file: File) -> None:
    captioned = [b for b in query(file.document.blocks, (Table, Figure)) if b.caption]
    paragraphs = file.styled("caption")
    assert len(paragraphs) == len(captioned)
    for block, paragraph in zip(captioned, paragraphs, strict=True):
        first = block.number.split(" Figure")[0].split(" Table")[0] if file.document.second_lang else block.number
        assert words(paragraph).startswith(first)
        fields = instructions(paragraph)
        assert sum(1 for field in fields if field.upper().startswith("SEQ ")) == 1, "one number, in two languages too"
        assert any(field.startswith("STYLEREF 1 \\s") for field in fields) == ("-" in first)


def test_24_cached_numbers_are_those_that_word_counts(file: File) -> None:
    """Every SEQ of the body, counted as Word does: on and on, or anew at each heading of the first level."""
    counts: dict[str, int] = {}
    chapter = ""
    numbers = {id(p): n for p, n in file.numbered}
    for paragraph in file.paragraphs:
        if file.style_name(paragraph) == "heading 1":
            chapter = numbers.get(id(paragraph), "")
            counts = {name: 0 if name.endswith(" anew") else count for name, count in counts.items()}
        for instruction, result in results(paragraph):
            if instruction.upper().startswith("SEQ "):
                name = instruction.split()[1] + (" anew" if "\\s 1" in instruction else "")
                counts[name] = counts.get(name, 0) + 1
                assert result == str(counts[name]), (instruction, words(paragraph))
            elif instruction.startswith("STYLEREF 1 \\s"):
                assert result == re.sub(r"^(附录|Annex)\s*", "", chapter).strip(), words(paragraph)


def test_25_captions_stand_where_they_belong(file: File) -> None:
    for paragraph in file.styled("caption"):
        is_table = any(i.upper().startswith(("SEQ 表", "SEQ TABLE")) for i in instructions(paragraph))
        if is_table:
            assert paragraph.getnext().tag == f"{W}tbl"
            assert paragraph.find(f"{W}pPr/{W}keepNext") is not None
        else:
            above = paragraph.getprevious()
            assert next(above.iter(f"{W}drawing"), None) is not None
            style = file.styles[above.find(f"{W}pPr/{W}pStyle").get(f"{W}val")]
            assert style.find(f"{W}pPr/{W}keepNext") is not None


def test_25_a_source_stays_with_its_table(file: File) -> None:
    for paragraph in file.styled("来源", "Source"):
        above = paragraph.getprevious()
        if above is not None and above.tag == f"{W}tbl":
            *_, last = above.findall(f"{W}tr")
            first = next(last.iter(f"{W}p"))
            style = first.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
            assert style == "CoverSpace" or first.find(f"{W}pPr/{W}keepNext") is not None, words(paragraph)


def test_26_footnotes_are_notes(file: File) -> None:
    notes = list(query(file.document.blocks, Note))
    part = file.stories["word/footnotes.xml"]
    held = [n for n in part.iter(f"{W}footnote") if n.get(f"{W}type") is None]
    called = [n.get(f"{W}id") for n in file.body.iter(f"{W}footnoteReference")]
    assert called == [str(n) for n in range(1, len(notes) + 1)]
    for note, element in zip(notes, held, strict=True):
        assert words(element).strip() == plain(note.content).strip()
    separators = {n.get(f"{W}id") for n in file.xml("word/settings.xml").find(f"{W}footnotePr")}
    assert separators == {"-1", "0"}


def test_28_sections_have_heads_and_feet_with_fields(file: File) -> None:
    sections = list(file.body.iter(f"{W}sectPr"))
    relations = {r.get("Id"): r.get("Target") for r in file.xml("word/_rels/document.xml.rels")}
    covered = sections[0].find(f"{W}titlePg") is not None
    assert covered == (
        next(file.body.iterfind(f"{W}tbl/{W}tr/{W}tc/{W}p/{W}pPr/{W}pStyle[@{W}val='Title']"), None) is not None
    )
    assert not any(section.find(f"{W}titlePg") is not None for section in sections[1:])
    for section in sections:
        kinds: dict[str, list[etree._Element]] = {}
        for kind in ("header", "footer"):
            for reference in section.findall(f"{W}{kind}Reference"):
                (identifier,) = [v for k, v in reference.attrib.items() if k.endswith("}id")]
                kinds.setdefault(kind, []).append(file.stories[f"word/{relations[identifier]}"])
        for footer in kinds["footer"]:
            assert {"PAGE", "NUMPAGES"} <= set(instructions(footer))
        for header in kinds["header"]:
            assert running_title(file.document.meta.title) in words(header)


def test_28_the_watermark_stands_in_every_header(file: File) -> None:
    headers = [root for name, root in file.stories.items() if "header" in name]
    assert headers
    for header in headers:
        shown = [shape for shape in header.iter() if "PowerPlusWaterMarkObject" in (shape.get("id") or "")]
        wanted = file.document.meta.watermark
        assert len(shown) == (1 if wanted else 0)
        if wanted:
            assert wanted in (shown[0].get("alt") or "")
            assert shown[0].find("{urn:schemas-microsoft-com:vml}textpath").get("string").startswith(wanted)


def test_29_landscape_pages_are_turned(file: File) -> None:
    found = {}
    for section in file.body.iter(f"{W}sectPr"):
        size = section.find(f"{W}pgSz")
        turned = size.get(f"{W}orient") == "landscape"
        assert (int(size.get(f"{W}w")) > int(size.get(f"{W}h"))) == turned
        reference = section.find(f"{W}headerReference")
        if reference is not None:
            found.setdefault(turned, set()).add(tuple(v for k, v in reference.attrib.items() if k.endswith("}id")))
    assert not found.get(True, set()) & found.get(False, set()), "tab stops differ, so headers do"


def test_30_header_rows_repeat(file: File) -> None:
    wanted = [len(t.head) for t in query(file.document.blocks, Table) if t.role != "figures"]
    layout = {"TableLayout", "TableFigures"}
    tables = [t for t in file.body.iter(f"{W}tbl") if t.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") not in layout]
    assert [
        sum(1 for r in t.findall(f"{W}tr") if r.find(f"{W}trPr/{W}tblHeader") is not None) for t in tables
    ] == wanted
    for table in tables:
        for row in table.findall(f"{W}tr"):
            if row.find(f"{W}trPr/{W}tblHeader") is not None:
                assert row.find(f"{W}trPr/{W}cantSplit") is not None


def test_31_32_grids_match_and_tables_are_described(file: File) -> None:
    for table in file.body.iter(f"{W}tbl"):
        properties = table.find(f"{W}tblPr")
        assert properties.find(f"{W}tblLayout").get(f"{W}type") == "fixed"
        style = properties.find(f"{W}tblStyle").get(f"{W}val")
        if style != "TableLayout":
            assert properties.find(f"{W}tblCaption").get(f"{W}val")
            assert properties.find(f"{W}tblDescription").get(f"{W}val")


def test_33_drawings_have_words_or_are_decoration(file: File) -> None:
    for root in file.stories.values():
        for properties in root.iter(f"{WP}docPr"):
            assert properties.get("descr") or b"decorative" in etree.tostring(properties)


def test_33_an_org_charts_words_tell_the_hierarchy(file: File, theme: Theme) -> None:
    told = [properties.get("descr") or "" for properties in file.body.iter(f"{WP}docPr")]
    for figure, drawings in chart_pages(file.document, theme):
        if not isinstance(figure.chart, OrgChart):
            continue
        for drawing in drawings:
            assert any(drawing.description in text for text in told), figure.id
        everything = " ".join(drawing.description for drawing in drawings)
        for unit in units(figure.chart.root):
            assert dict(unit.label.parts)[file.document.lang] in everything, unit.id


def test_35_drawings_stand_in_the_line(file: File) -> None:
    for root in file.stories.values():
        assert next(root.iter(f"{WP}anchor"), None) is None


def test_36_37_38_charts_are_shapes_with_glued_connectors(file: File, theme: Theme) -> None:
    drawings = [drawing for _, pages in chart_pages(file.document, theme) for drawing in pages]
    canvases = list(file.body.iter(f"{MC}AlternateContent"))
    assert len(canvases) == len(drawings)
    for drawing, (choice, fallback) in zip(drawings, canvases, strict=True):
        assert choice.get("Requires") == "wpc"
        (blip,) = fallback.iter(f"{A}blip")
        assert b"svgBlip" in etree.tostring(blip), "the picture has a vector beside it"
        shapes = {s.find(f"{WPS}cNvPr").get("id"): s for s in choice.iter(f"{WPS}wsp")}
        glued = [
            (c.find(f"{A}stCxn").get("id"), c.find(f"{A}endCxn").get("id"))
            for c in choice.iter(f"{WPS}cNvCnPr")
            if c.find(f"{A}stCxn") is not None and c.find(f"{A}endCxn") is not None
        ]
        assert len(glued) == len(drawing.connectors)
        # Boxes have the first ids, in the drawing's order: one shape for each, with its own words and no others.
        boxes = sorted(shapes, key=int)[: len(drawing.boxes)]
        for box, identifier in zip(drawing.boxes, boxes, strict=True):
            label = "".join("".join(paragraph.text.split()) for paragraph in box.paragraphs)
            aside = "".join(box.aside.text.split()) if box.aside else ""
            said = "".join(words(shapes[identifier]).split())
            assert sorted(said) == sorted(label + aside), box.id
        by_id = dict(zip([box.id for box in drawing.boxes], boxes, strict=True))
        assert [(by_id[c.source], by_id[c.target]) for c in drawing.connectors] == glued


def test_38_labels_of_units_are_those_of_the_tree(file: File, theme: Theme) -> None:
    held = ["".join(words(shape).split()) for shape in file.body.iter(f"{WPS}wsp")]
    for figure, _ in chart_pages(file.document, theme):
        if isinstance(figure.chart, OrgChart):
            for unit in units(figure.chart.root):
                label = ["".join(text.split()) for _, text in unit.label.parts]
                assert any(all(part in text for part in label) for text in held), unit.id


def test_40_the_same_input_gives_the_same_bytes(made: Made, word: Callable[..., Artifact]) -> None:
    document, artifact = made
    assert word(document).data == artifact.data


def test_40_the_same_bytes_in_another_process() -> None:
    code = (
        "import hashlib; from tests.samples import WORKSPACE, sample; from opsdoc.theme import load_theme; "
        "from opsdoc.render.artifact import RenderContext; from opsdoc.render.docx import render_docx; "
        "made = render_docx(sample('zh'), RenderContext(load_theme('consulting'), WORKSPACE)); "
        "print(hashlib.sha256(made.data).hexdigest())"
    )
    root = Path(__file__).resolve().parents[3]
    made = set()
    for seed in ("1", "77"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", code], cwd=root, env=environment, capture_output=True, text=True, check=True
        )
        made.add(run.stdout)
    assert len(made) == 1


def test_articles_count_on_through_chapters(file: File) -> None:
    articles = list(query(file.document.blocks, Article))
    paragraphs = [p for p in file.body.iter(f"{W}p") if file.style_name(p) in ("条", "Article")]
    assert len(paragraphs) == len(articles)
    if articles:
        levels = file.xml("word/numbering.xml").findall(f"{W}abstractNum")[2].findall(f"{W}lvl")
        assert levels[0].find(f"{W}start").get(f"{W}val") == str(articles[0].ordinal)
        shown = levels[0].find(f"{W}lvlText").get(f"{W}val").split("%1")
        assert all(a.number.startswith(shown[0]) and a.number.endswith(shown[1]) for a in articles)


def test_body_text_has_no_formatting_of_its_own(file: File) -> None:
    allowed = {"rStyle", "rFonts", "noProof"}
    for paragraph in file.styled("Body Text", "List Bullet", "List Number", "导语", "Lead"):
        for properties in paragraph.iter(f"{W}rPr"):
            tags: set[Any] = {etree.QName(e).localname for e in properties}
            assert tags <= allowed
            for fonts in properties.findall(f"{W}rFonts"):
                assert [etree.QName(a).localname for a in fonts.attrib] == ["hint"]
