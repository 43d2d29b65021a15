"""Each statement about a Word file can fail: a file is broken in one place, and the statement says so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.render.docx.audit import audited, sdk_errors
from tests.render.docx.firms import zipped
from tests.render.docx.statements import STATEMENTS, File

DOCUMENT, STYLES, NUMBERING = "word/document.xml", "word/styles.xml", "word/numbering.xml"
SETTINGS, NOTES, CORE = "word/settings.xml", "word/footnotes.xml", "docProps/core.xml"
MEETING = "16 17 22 23 27 34 nothing dangles or repeats"
HAN = r'(<w:r>)(<w:t xml:space="preserve">[一-鿿])'
BODY = r'(<w:pStyle w:val="BodyText"/></w:pPr>)<w:r>(<w:t)'
HEAD1, HEAD2 = (rf'(<w:p w14:paraId="\w+"><w:pPr><w:pStyle w:val="Heading{n}"/>)' for n in (1, 2))
FONT = '<w:rFonts w:ascii="Calibri" w:eastAsia="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/>'
SECOND_SEQ = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> SEQ 图 </w:instrText></w:r>'

# Statement, part (a pattern of names), what is found there once or more, and what stands in its place. All places are
# changed where `*` stands before the part; the file is the small Chinese one unless the part says `name:`.
MUTANTS: list[tuple[str, str, str, str]] = [
    ("3 prefixes are declared", DOCUMENT, 'Requires="wpc"', 'Requires="wpx"'),
    ("3 prefixes are declared", DOCUMENT, 'mc:Ignorable="', 'mc:Ignorable="wpx '),
    ("3 prefixes are declared", DOCUMENT, "<mc:Fallback>.*?</mc:Fallback>", ""),
    ("4 compatibility mode is 15", SETTINGS, '("compatibilityMode"[^>]*w:val=)"15"', r'\1"14"'),
    ("5 nothing of a template is left", "docProps/app.xml", "opsdoc", "python-docx"),
    ("6 properties are set", CORE, "<dc:title>.*?</dc:title>", ""),
    ("6 properties are set", CORE, "zh-CN", "en-US"),
    ("6 properties are set", CORE, "<dc:creator>.*?</dc:creator>", ""),
    ("6 properties are set", CORE, "(<dcterms:modified.*?>)2026", r"\g<1>2025"),
    ("7 fonts have four slots", STYLES, r'(<w:rFonts[^>]*) w:cs="[^"]*"', r"\1"),
    ("8 languages of Latin and Han are set", STYLES, ' w:eastAsia="zh-CN"', ""),
    ("9 Chinese runs resolve to a Chinese font", DOCUMENT, HAN, rf"\1<w:rPr>{FONT}</w:rPr>\2"),
    ("9 runs are split by script", DOCUMENT, HAN, r"\1\2Word"),
    ("10 no Chinese run is italic", DOCUMENT, HAN, r"\1<w:rPr><w:i/></w:rPr>\2"),
    ("11 curly quotes in Chinese carry the hint", f"*{DOCUMENT}", '<w:rFonts w:hint="eastAsia"/>', ""),
    ("styles carry everything", DOCUMENT, BODY, r'\1<w:r><w:rPr><w:color w:val="FF0000"/></w:rPr>\2'),
    ("styles carry everything", DOCUMENT, HEAD2, r'\1<w:jc w:val="center"/>'),
    ("style names are Word's", STYLES, '<w:name w:val="heading 2"/>', '<w:name w:val="Überschrift 2"/>'),
    ("style names are Word's", STYLES, '<w:aliases w:val="Table Text"/>', ""),
    ("12 headings stand in heading styles", DOCUMENT, HEAD1, r'<w:p><w:pPr><w:pStyle w:val="BodyText"/>'),
    ("12 headings stand in heading styles", STYLES, '<w:outlineLvl w:val="1"/>', ""),
    ("13 no level is skipped", f"*{DOCUMENT}", '"Heading2"', '"Heading3"'),
    ("14 numbers come from lists", DOCUMENT, HEAD2, r'\1<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'),
    ("14 numbers come from lists", NUMBERING, 'w:val="%1.%2"', 'w:val="%1-%2"'),
    ("14 numbers come from lists", f"policy zh:{NUMBERING}", "第%1条", "第%1款"),
    ("14 numbers come from lists", f"policy en:{NUMBERING}", "Article %1", "Clause %1"),
    ("15 levels and styles point at each other", NUMBERING, '<w:pStyle w:val="Heading2"/>', ""),
    ("18 lists use numbering", STYLES, r'("ListBullet">.*?)<w:numPr>.*?</w:numPr>', r"\1"),
    ("18 lists use numbering", DOCUMENT, r'("ListBullet"/></w:pPr><w:r>)', r"\1<w:t>• </w:t></w:r><w:r>"),
    ("18 lists in order count anew", NUMBERING, r'<w:startOverride w:val="1"/>', '<w:startOverride w:val="2"/>'),
    ("19 contents hold the headings in order", DOCUMENT, "<w:sdt>.*?</w:sdt>", ""),
    ("19 contents hold the headings in order", DOCUMENT, r'"TOC2"', '"TOC3"'),
    ("19 contents hold the headings in order", DOCUMENT, r'(PAGEREF .*?"separate"/></w:r><w:r><w:t>)\d+', r"\g<1>0"),
    ("19 contents hold the headings in order", DOCUMENT, r'(w:hyperlink w:anchor="_Toc)\d+', r"\g<1>000000000"),
    ("19 contents hold the headings in order", DOCUMENT, r'<w:p [^>]*><w:pPr><w:pStyle w:val="TOC2"/>.*?</w:p>', ""),
    ("19 contents hold the headings in order", DOCUMENT, r"TOC \\o &quot;1-\d&quot;|TOC \\o \"1-\d\"", 'TOC "1-1"'),
    (
        "19 lists of figures and tables hold the captions", DOCUMENT,
        r'("TableofFigures"/>.*?<w:t xml:space="preserve">)[图表]', r"\1式",
    ),
    ("19 page numbers are filled in", DOCUMENT, "(<w:t>)\\d", "\\1\uffff"),
    ("20 nobody is asked to update", SETTINGS, "<w:footnotePr>", "<w:updateFields/><w:footnotePr>"),
    ("20 nobody is asked to update", DOCUMENT, 'w:fldCharType="begin"', 'w:fldCharType="begin" w:dirty="1"'),
    ("21 fields are balanced and have results", DOCUMENT, '<w:r><w:fldChar w:fldCharType="end"/></w:r>', ""),
    ("21 fields are balanced and have results", DOCUMENT, r'(PAGEREF .*?"separate"/></w:r><w:r>)<w:t>\d+</w:t>', r"\1"),
    ("22 references show their targets", DOCUMENT, r"( REF _Ref.*?<w:t[^>]*>)[^<]+", r"\1图9-9"),
    ("24 captions have one number", DOCUMENT, r'("Caption"/>.*?<w:r>)', rf"\1<w:t/></w:r>{SECOND_SEQ}<w:r>"),
    ("24 cached numbers are those that Word counts", DOCUMENT, r"( seq .*?<w:t[^>]*>)\d+", r"\g<1>77"),
    ("25 captions stand where they belong", f"*{DOCUMENT}", r'("Caption"/>)<w:keepNext/>', r"\1"),
    ("25 captions stand where they belong", STYLES, r'("Figure">.*?)<w:keepNext/>', r"\1"),
    (
        "25 captions stand where they belong", DOCUMENT,
        r'(<w:p [^>]*><w:pPr><w:pStyle w:val="Caption"/><w:keepNext/>.*?</w:p>)(<w:tbl>.*?</w:tbl>)', r"\2\1",
    ),
    ("25 a source stays with its table", f"*{DOCUMENT}", "<w:keepNext/>", ""),
    ("26 footnotes are notes", NOTES, r"(<w:footnote w:id=\"1\".*?<w:t[^>]*>)[^<]{2,}", r"\1x"),
    ("26 footnotes are notes", DOCUMENT, '<w:footnoteReference w:id="1"/>', ""),
    ("26 footnotes are notes", SETTINGS, "<w:footnotePr>.*?</w:footnotePr>", ""),
    (
        "27 no note is typed", DOCUMENT, BODY,
        r'\1<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>[1]</w:t></w:r><w:r>\2',
    ),
    ("28 sections have headers, footers and page numbers", r"*word/footer_\w+.xml", "NUMPAGES", "PAGE"),
    ("28 sections have headers, footers and page numbers", DOCUMENT, '<w:headerReference w:type="default"[^>]*/>', ""),
    ("28 sections have headers, footers and page numbers", r"*word/header_\w+.xml", "<w:t [^>]*>[^<]*", "<w:t>"),
    ("28 a policy says how many pages it has", r"*sample policy zh:word/footer_\w+.xml", "共", "/"),
    ("28 the watermark stands in every header", r"policy zh:word/header_body.xml", "PowerPlusWaterMarkObject", "Mark"),
    ("29 landscape pages are turned", DOCUMENT, ' w:orient="landscape"', ""),
    ("30 header rows are marked", DOCUMENT, "<w:tblHeader/>", ""),
    ("30 header rows are marked", f"*{DOCUMENT}", "<w:cantSplit/>", ""),
    ("31 grids match", DOCUMENT, r'<w:gridCol w:w="\d+"/>', '<w:gridCol w:w="7"/>'),
    ("31 grids match", DOCUMENT, '<w:tblLayout w:type="fixed"/>', ""),
    ("32 tables are described", f"*{DOCUMENT}", r'<w:tblDescription w:val="[^"]*"/>', ""),
    ("tables hold their cells", DOCUMENT, r'("TableText"/>.*?<w:t[^>]*>)[^<]+', r"\1?"),
    ("2 parts of drawings are in order", DOCUMENT, r"(<wps:wsp>)(<wps:cNvPr.*?/>)(<wps:cNvSpPr.*?>)", r"\1\3\2"),
    ("2 parts of drawings are in order", DOCUMENT, r"<wp:effectExtent[^>]*/>", ""),
    ("33 drawings have words", f"*{DOCUMENT}", r'(<wp:docPr [^>]*descr=)"[^"]*"', r'\1""'),
    (
        "33 an organisation chart's words tell the hierarchy", f"*{DOCUMENT}",
        r'(<wp:docPr [^>]*descr=)"[^"]*"', r'\1"组织结构图"',
    ),
    ("35 drawings stand in the line", DOCUMENT, "<wp:inline (.*?)</wp:inline>", r"<wp:anchor \1</wp:anchor>"),
    ("36 37 38 charts are shapes with glued connectors", DOCUMENT, r"<a:stCxn [^>]*/>", ""),
    ("36 37 38 charts are shapes with glued connectors", DOCUMENT, r"<wps:wsp>.*?</wps:wsp>", ""),
    ("36 37 38 charts are shapes with glued connectors", f"*{DOCUMENT}", r"<asvg:svgBlip[^>]*/>", ""),
    ("36 37 38 charts are shapes with glued connectors", DOCUMENT, "<mc:Fallback>.*?</mc:Fallback>", "<mc:Fallback/>"),
    ("38 labels of units are those of the tree", f"*{DOCUMENT}", r"(<w:txbxContent>.*?<w:t[^>]*>)[^<]+", r"\1某部"),
    (MEETING, STYLES, '(w:basedOn w:val=)"BodyText"', r'\1"NoStyle"'),
    (MEETING, DOCUMENT, '(<w:pStyle w:val=)"BodyText"', r'\1"NoStyle"'),
    (MEETING, DOCUMENT, '(<w:numId w:val=)"2[0-9]"', r'\1"999"'),
    (MEETING, DOCUMENT, "<w:bookmarkEnd [^>]*/>", ""),
    (MEETING, DOCUMENT, r'(<w:bookmarkStart w:id=")2"', r'\g<1>1"'),
    (MEETING, DOCUMENT, r'(<w:bookmarkStart w:id="\d+" w:name=")[^"]*', r"\1a b"),
    (MEETING, DOCUMENT, r" REF _Ref\d+", " REF _Ref000000001"),
    (MEETING, DOCUMENT, r'w:anchor="[^"]*"', 'w:anchor="nowhere"'),
    (MEETING, DOCUMENT, '<w:fldChar w:fldCharType="separate"/>', ""),
    (MEETING, DOCUMENT, "(<w:sdt>.*?</w:sdt>)", r"\1\1"),
    (MEETING, DOCUMENT, r'w14:paraId="\w+"', 'w14:paraId="80000001"'),
    (MEETING, DOCUMENT, r'<w:gridCol w:w="\d+"/>', ""),
    (MEETING, DOCUMENT, r'(<a:endCxn id=)"\d+"', r'\1"99999"'),
    (MEETING, DOCUMENT, r'(<wp:docPr id=)"\d+"(.*?<wps:cNvPr id=)"\d+"', r'\1"5"\2"5"'),
    (MEETING, DOCUMENT, r"(<w:tc><w:tcPr>.*?</w:tcPr>).*?</w:tc>", r"\1</w:tc>"),
    (MEETING, DOCUMENT, r'r:embed="[^"]*"', 'r:embed="rId999"'),
    (MEETING, "word/_rels/document.xml.rels", 'Target="styles.xml"', 'Target="style.xml"'),
    (MEETING, NOTES, "<w:footnoteRef/>", ""),
]  # fmt: skip


def broken(file: File, part: str, found: str, instead: str) -> File:
    """The file with one place changed, or all where a `*` stands before the part."""
    everywhere, names = part.startswith("*"), part.lstrip("*")
    parts = dict(file.parts)
    for name, data in file.parts.items():
        if re.fullmatch(names, name):
            text = data.decode()
            parts[name] = re.sub(found, instead, text, count=0 if everywhere else 1, flags=re.DOTALL).encode()
    assert parts != file.parts, "nothing to break"
    return replace(file, data=zipped(parts), _properties={})


def mutants() -> Iterator[object]:
    counts: dict[str, int] = {}
    for statement, part, found, instead in MUTANTS:
        counts[statement] = counts.get(statement, 0) + 1
        yield pytest.param(statement, part, found, instead, id=f"{statement} ({counts[statement]})")


@pytest.mark.parametrize(("statement", "part", "found", "instead"), list(mutants()))
def test_a_broken_file_is_noticed(
    statement: str, part: str, found: str, instead: str, file_of: Callable[[str], File]
) -> None:
    star = "*" * part.startswith("*")
    name, _, inner = part.lstrip("*").rpartition(":")
    file = broken(file_of(name or "zh"), star + inner, found, instead)
    assert list(STATEMENTS[statement](file))


def test_every_statement_has_a_mutant() -> None:
    assert set(STATEMENTS) == {statement for statement, *_ in MUTANTS}


def test_validators_notice_a_broken_file(file_of: Callable[[str], File], tmp_path: Path) -> None:
    """The SDK a child out of order (1), openxml-audit one inside a:graphicData, which the SDK does not read (2)."""
    swapped = broken(file_of("zh"), DOCUMENT, r"(<w:pStyle [^>]*/>)(<w:keepNext/>)", r"\2\1")
    assert sdk_errors(swapped.data, tmp_path / "file.docx")
    inside = broken(file_of("zh"), DOCUMENT, "<wps:bodyPr.*?</wps:bodyPr>|<wps:bodyPr[^>]*/>", "")
    assert audited(inside.data, tmp_path / "file.docx")[0]
