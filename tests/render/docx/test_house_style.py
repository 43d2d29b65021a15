"""A firm's reference document: what stays of it, what is added, and what is refused."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from opsdoc.diagnostics import OpsdocError
from opsdoc.diagram.model import RiskMap
from opsdoc.document.tree import Figure, query
from opsdoc.render.artifact import Artifact
from opsdoc.theme import Theme, load_theme, theme_names
from tests.render.docx import kinds
from tests.render.docx.audit import audited, sdk_errors
from tests.render.docx.firms import IDS, OFFICE, WML, W, firm, zipped
from tests.render.docx.lint import W as WNS
from tests.render.docx.lint import findings, parts, stories
from tests.samples import sample

WPC = "{http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas}"
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
)


@pytest.mark.parametrize("ids", list(IDS))
@pytest.mark.parametrize("numbering", ["", NUMBERING])
def test_styles_are_met_by_name_whatever_their_ids(ids: str, numbering: str, word: Callable[..., Artifact]) -> None:
    data = word(sample("zh"), reference_doc=firm(ids, numbering=numbering)).data
    assert findings(data) == []
    body = stories(data)["word/document.xml"]
    used = {e.get(f"{WNS}val") for e in body.iter(f"{WNS}pStyle")}
    assert {IDS[ids]["heading 1"], IDS[ids]["Body Text"], IDS[ids]["caption"]} <= used
    styles = etree.fromstring(parts(data)["word/styles.xml"])
    heading = next(s for s in styles.iter(f"{WNS}style") if s.get(f"{WNS}styleId") == IDS[ids]["heading 1"])
    assert heading.find(f"{WNS}rPr/{WNS}color").get(f"{WNS}val") == "8B0000", "the firm's look stays"
    names = [s.find(f"{WNS}name").get(f"{WNS}val") for s in styles.iter(f"{WNS}style")]
    assert "表格正文" in names, "what is missing is added"


@pytest.mark.parametrize("ids", ["numbers", "german"])
@pytest.mark.parametrize("name", theme_names())
def test_themes_in_a_house_style_are_valid(ids: str, name: str, word: Callable[..., Artifact], tmp_path: Path) -> None:
    theme = load_theme(name)
    for lang, numbering in ((("zh", "") if ids == "numbers" else ("en", NUMBERING)),):
        data = word(sample(lang), theme=theme, reference_doc=firm(ids, numbering=numbering)).data  # type: ignore[arg-type]
        assert findings(data) == []
        assert sdk_errors(data, tmp_path / "file.docx") == []
        assert audited(data, tmp_path / "file.docx")[0] == []


def test_page_headers_and_footers_stay_and_old_text_goes(word: Callable[..., Artifact]) -> None:
    data = word(sample("en"), reference_doc=firm()).data
    held = parts(data)
    assert b"Firm &amp; Partners" in held["word/header1.xml"]
    assert b"PowerPlusWaterMarkObject" in held["word/header1.xml"], "the watermark joins the firm's header"
    assert b"Old text" not in held["word/document.xml"]
    sizes = [
        (s.find(f"{WNS}pgSz").get(f"{WNS}w"), s.find(f"{WNS}pgSz").get(f"{WNS}h"))
        for s in stories(data)["word/document.xml"].iter(f"{WNS}sectPr")
    ]
    assert set(sizes) == {("12240", "15840"), ("15840", "12240")}


def test_charts_find_room_on_a_firms_smaller_page(word: Callable[..., Artifact]) -> None:
    figures = [f for f in query(kinds.tree("proposal zh").blocks, Figure) if isinstance(f.chart, RiskMap)]
    assert figures
    document = replace(sample("zh"), blocks=tuple(figures))
    body = stories(word(document, reference_doc=firm()).data)["word/document.xml"]
    assert len(list(body.iter(f"{WPC}wpc"))) == len(figures)


def test_a_body_alone_has_no_title_page(word: Callable[..., Artifact], theme: Theme) -> None:
    for kind, count in (("page", 1), ("none", 0)):
        own = theme.model_copy(update={"cover": theme.cover.model_copy(update={"kind": kind})})
        body = stories(word(sample("en"), reference_doc=firm(), theme=own).data)["word/document.xml"]
        names = [e.get(f"{WNS}val") for e in body.iter(f"{WNS}pStyle")]
        assert names.count("Title") == count


@pytest.mark.parametrize("left", ["footerReference", "neither"])
def test_a_watermark_finds_a_place_where_the_firm_has_no_header(left: str, word: Callable[..., Artifact]) -> None:
    with zipfile.ZipFile(io.BytesIO(firm())) as archive:
        main = archive.read("word/document.xml").decode()
    kept = re.sub(
        r"<w:headerReference[^>]*/>" if left != "neither" else r"<w:(header|footer)Reference[^>]*/>", "", main
    )
    assert kept != main
    base = sample("zh")
    document = replace(base, meta=replace(base.meta, watermark="草稿"))
    data = word(document, reference_doc=firm(parts={"word/document.xml": kept.encode()})).data
    assert findings(data) == []
    shown = stories(data)
    referred = list(shown["word/document.xml"].iter(f"{WNS}headerReference"))
    assert len(referred) >= len(list(shown["word/document.xml"].iter(f"{WNS}sectPr")))
    assert any("PowerPlusWaterMarkObject" in etree.tostring(r).decode() for n, r in shown.items() if "header" in n)


@pytest.mark.parametrize(
    ("use", "more", "settings"),
    [
        ("first", "<w:titlePg/>", ""),
        ("first", "", ""),
        ("even", "", "<w:evenAndOddHeaders/>"),
        ("default", "<w:titlePg/>", "<w:evenAndOddHeaders/>"),
    ],
)
def test_every_page_of_a_firms_document_has_the_watermark(
    use: str, more: str, settings: str, word: Callable[..., Artifact]
) -> None:
    with zipfile.ZipFile(io.BytesIO(firm())) as archive:
        main = archive.read("word/document.xml").decode()
    main = main.replace('<w:headerReference w:type="default"', f'<w:headerReference w:type="{use}"')
    # A header without a paragraph is no file of Word's, but other programs write it.
    changed = {
        "word/document.xml": main.replace("</w:sectPr>", f"{more}</w:sectPr>").encode(),
        "word/header1.xml": re.sub(rb"<w:p>.*</w:p>", b"", _header(firm())),
    }
    base = sample("zh")
    document = replace(base, meta=replace(base.meta, watermark="草稿"))
    data = word(document, reference_doc=firm(settings=settings, parts=changed)).data
    assert findings(data) == []
    shown = stories(data)
    targets = {r.get("Id"): r.get("Target") for r in etree.fromstring(parts(data)["word/_rels/document.xml.rels"])}
    wanted = {"default", use, *(["first"] if more else []), *(["even"] if settings else [])}
    for section in shown["word/document.xml"].iter(f"{WNS}sectPr"):
        used = {r.get(f"{WNS}type"): r for r in section.findall(f"{WNS}headerReference")}
        assert set(used) == wanted
        for reference in used.values():
            (identifier,) = [value for key, value in reference.attrib.items() if key.endswith("}id")]
            assert b"PowerPlusWaterMarkObject" in etree.tostring(shown[f"word/{targets[identifier]}"])


def _header(data: bytes) -> bytes:
    return parts(data)["word/header1.xml"]


def test_headings_are_numbered_where_the_firms_are_not(word: Callable[..., Artifact]) -> None:
    body = stories(word(sample("en"), reference_doc=firm()).data)["word/document.xml"]
    headings = [p for p in body.iter(f"{WNS}p") if p.find(f"{WNS}pPr/{WNS}pStyle").get(f"{WNS}val") == "Heading2"]
    assert headings
    assert all(p.find(f"{WNS}pPr/{WNS}numPr") is not None for p in headings)


def test_the_same_reference_gives_the_same_bytes(word: Callable[..., Artifact]) -> None:
    assert word(sample("zh"), reference_doc=firm()).data == word(sample("zh"), reference_doc=firm()).data


def _doctype(name: str) -> dict[str, bytes]:
    return {name: f'<!DOCTYPE a [<!ENTITY b "c">]><w:styles {W}/>'.encode()}


def _template(mode: str) -> str:
    return f'<Relationship Id="rId1" Type="{OFFICE}/attachedTemplate" Target="https://evil.example/t.dotm" {mode}/>'


TWICE = '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{1}"/></w:style>'
HOSTILE: dict[str, tuple[bytes, str, int]] = {
    "not a zip": (b"hello", "is not a DOCX file", 1),
    "an old doc or a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "protected by a password", 1),
    "a zip of something else": (zipped({"a.txt": "a"}), "is not a DOCX file", 1),
    "no styles": (firm(left_out=("word/styles.xml",)), "has no styles", 1),
    "a style id twice": (firm(extra_styles=TWICE.format("Heading1", "Other")), 'has the style "Heading1" twice', 1),
    "a style name twice": (firm(extra_styles=TWICE.format("X", "Heading 1")), 'has the style "heading 1" twice', 1),
    "locked": (
        firm(settings='<w:documentProtection w:edit="readOnly" w:enforcement="1"/>'),
        "is locked against changes",
        1,
    ),
    "macros": (firm(parts={"word/vbaProject.bin": b"x"}), "holds macros", 4),
    "a macro document": (
        firm(document_type="application/vnd.ms-word.document.macroEnabled.main+xml"),
        "holds macros",
        4,
    ),
    "a remote template": (
        firm(header_relations=_template('TargetMode="External"')),
        "loads a template from elsewhere",
        4,
    ),
    "a DTD": (firm(parts=_doctype("word/styles.xml")), "document type declaration", 4),
    "a bomb": (firm(parts={"word/media/a.bin": b"\0" * 30_000_000}), "may be a trap", 4),
    "too many parts": (firm(parts={f"word/media/{n}.bin": b"" for n in range(2100)}), "2000 are allowed", 4),
    "a path that climbs": (firm(parts={"word/../../x.bin": b""}), "unsafe names", 4),
    "damaged XML": (firm(parts={"word/styles.xml": b"<w:styles"}), "damaged XML", 1),
    "no page": (
        firm(parts={"word/document.xml": f"<w:document {W}><w:body/></w:document>".encode()}),
        "has no page set-up",
        1,
    ),
    "a spreadsheet": (
        firm(document_type=WML.replace("wordprocessingml", "spreadsheetml") + ".sheet.main+xml"),
        "is not a Word document",
        1,
    ),
}


@pytest.mark.parametrize("name", list(HOSTILE))
def test_what_is_not_fit_or_not_safe_is_refused_in_one_line(name: str, word: Callable[..., Artifact]) -> None:
    data, line, code = HOSTILE[name]
    with pytest.raises(OpsdocError) as caught:
        word(sample("en"), reference_doc=data)
    (found,) = caught.value.diagnostics
    assert line in found.message
    assert re.search(r"\w", found.help)
    assert caught.value.exit_code == code
