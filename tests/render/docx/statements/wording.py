"""Fonts, languages and formatting of runs: statements 7 to 11, and text that styles alone format."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from opsdoc.text import has_han
from tests.render.docx.lint import W
from tests.render.docx.statements.file import File, words

SLOTS = {"ascii", "hAnsi", "eastAsia", "cs"}
_latin = re.compile("[A-Za-z]")
_shared = re.compile("[“”‘’—…]")


def slots(file: File) -> Iterator[str]:
    """Whoever names a font names it for every script; a hint alone names none."""
    defaults = file.sheet.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    if defaults is None or {etree.QName(a).localname for a in defaults.attrib} != SLOTS:
        yield "the defaults lack a slot"
    for name, root in {**file.stories, "styles": file.sheet, "numbering": file.numbering}.items():
        for one in root.iter(f"{W}rFonts"):
            named = {etree.QName(a).localname for a in one.attrib} - {"hint"}
            if named not in (set(), SLOTS):
                yield f"{name}: a font for {sorted(named)} alone"


def languages(file: File) -> Iterator[str]:
    """The defaults and every w:lang that names one script name the other."""
    lang = file.sheet.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if lang is None or (lang.get(f"{W}val"), lang.get(f"{W}eastAsia")) != ("en-GB", "zh-CN"):
        yield "the defaults' languages are not en-GB and zh-CN"
    for name, run in file.runs():
        own = run.find(f"{W}rPr/{W}lang")
        if own is not None and not (own.get(f"{W}val") and own.get(f"{W}eastAsia")):
            yield f"{name}: {words(run)} has one language"


def chinese_fonts(file: File) -> Iterator[str]:
    """Each Chinese run takes one of the theme's Chinese fonts."""
    chinese = {role.word.east_asian for _, role in file.theme.fonts}
    seen = False
    for name, run in file.runs():
        if has_han(text := words(run)):
            seen = True
            font = file.resolved(run, "rFonts", "eastAsia")
            if font not in chinese:
                yield f"{name}: {text} in {font or 'no font'}"
    if not seen and file.document.lang == "zh":
        yield "no Chinese run"


def scripts(file: File) -> Iterator[str]:
    """A run is of one script."""
    for name, root in file.stories.items():
        for text in root.iter(f"{W}t"):
            value = text.text or ""
            if has_han(value) and _latin.search(value):
                yield f"{name}: {value}"


def upright(file: File) -> Iterator[str]:
    """Chinese is never slanted."""
    for name, run in file.runs():
        if has_han(text := words(run)) and file.resolved(run, "i", "val") not in ("", "0", "false"):
            yield f"{name}: {text}"


def hints(file: File) -> Iterator[str]:
    """A mark that both scripts have is Chinese where a Chinese character touches it."""
    for name, root in file.stories.items():
        for paragraph in root.iter(f"{W}p"):
            pieces = [(run, "".join(t.text or "" for t in run.findall(f"{W}t"))) for run in paragraph.findall(f"{W}r")]
            line = "".join(text for _, text in pieces)
            if not _shared.search(line):
                continue
            at = 0
            for run, text in pieces:
                touching = [line[max(at + m.start() - 1, 0) : at + m.end() + 1] for m in _shared.finditer(text)]
                at += len(text)
                chinese = any(has_han(each) for each in touching) and not _latin.search("".join(touching))
                if chinese and file.resolved(run, "rFonts", "hint") != "eastAsia":
                    yield f"{name}: {line}"


# What a paragraph of text may carry beside its style: its place in a list, how pages and sections break. Alignment is
# a column's, so paragraphs of cells have it, as Word writes it there.
_PARAGRAPH = {"pStyle", "keepNext", "numPr", "sectPr", "pageBreakBefore"}
_CELL = _PARAGRAPH | {"jc"}
# A run: a character style, the script of its marks, what the reader does not see.
_RUN = {"rStyle", "rFonts", "noProof", "vanish"}
_TEXT = ("Body Text", "List Bullet", "List Number", "List Continue", "译文", "Second Language", "译文列表",
         "Second Language List", "导语", "Lead", "条", "Article", "caption", "heading 1", "heading 2", "heading 3",
         "heading 4", "footnote text", "资料来源", "Source", "要点正文", "Callout Text")  # fmt: skip
_TABLE = ("表格正文", "Table Text", "表头", "Table Head", "行标题", "Table Row Head", "表格项目符号", "Table Bullet",
          "表格编号", "Table Number")  # fmt: skip


def styled_only(file: File) -> Iterator[str]:
    """Styles carry everything: no text has formatting of its own.

    Three things no style can say: that the other language is regular where the paragraph is bold (bold of a character
    style would switch, not set), that a term is bold beside another character style, and the tone of a level in a
    table, which is the value's and not the text's."""
    for paragraph in file.paragraphs:
        name = re.sub(r"^(List \w+) \d$", r"\1", file.style_name(paragraph))
        in_text, in_table = name in _TEXT, name in _TABLE
        if not in_text and not in_table:
            continue
        # A chapter that begins below the end of the last one keeps its distance.
        allowed = _CELL if in_table else _PARAGRAPH | ({"spacing"} if name == "heading 1" else set())
        for one in paragraph.iterfind(f"{W}pPr/*"):
            if (tag := etree.QName(one).localname) not in allowed:
                yield f"{name}: w:{tag} of its own: {words(paragraph)[:30]}"
        for properties in paragraph.iterfind(f".//{W}rPr"):
            allowed = _RUN | ({"color", "shd", "bdr"} if in_table else set())
            if properties.find(f"{W}rStyle") is not None:
                allowed = allowed | {"b", "bCs"}
            for one in properties:
                tag = etree.QName(one).localname
                if tag not in allowed or (tag == "rFonts" and [*one.attrib] != [f"{W}hint"]):
                    yield f"{name}: a run with w:{tag} of its own: {words(paragraph)[:30]}"


# Names that Word shows in the language of its menus; a style of another name is its author's and says so.
BUILT_IN = {
    "Normal", "Title", "Subtitle", "Body Text", "Quote", "caption", "header", "footer", "footnote text",
    "index heading", "TOC Heading", "table of figures", "Strong", "Emphasis", "Hyperlink", "HTML Code",
    "footnote reference", "Default Paragraph Font", "Normal Table", "No List",
    *(f"heading {n}" for n in range(1, 10)), *(f"toc {n}" for n in range(1, 10)), *(f"index {n}" for n in range(1, 10)),
    *(f"List {kind}{n}" for kind in ("Bullet", "Number", "Continue") for n in ("", " 2", " 3", " 4", " 5")),
}  # fmt: skip
_EXPECTED = {"Normal", "Body Text", "heading 1", "heading 2", "List Bullet", "List Number", "caption", "toc 1", "Title"}


def named(file: File) -> Iterator[str]:
    """Style names are those that Word localises; our own are marked as such and have a name in both languages."""
    names = set(file.names.values())
    yield from (f"no style {name}" for name in sorted(_EXPECTED - names))
    for style in file.styles.values():
        name, custom = style.find(f"{W}name").get(f"{W}val"), style.get(f"{W}customStyle") == "1"
        if custom == (name in BUILT_IN):
            yield f"{name} is " + ("Word's own" if custom else "not Word's")
        alias = style.find(f"{W}aliases")
        if custom and (alias is None or has_han(name) == has_han(alias.get(f"{W}val"))):
            yield f"{name} has no name in the other language"


STATEMENTS = {
    "style names are Word's": named,
    "7 fonts have four slots": slots,
    "8 languages of Latin and Han are set": languages,
    "9 Chinese runs resolve to a Chinese font": chinese_fonts,
    "9 runs are split by script": scripts,
    "10 no Chinese run is italic": upright,
    "11 curly quotes in Chinese carry the hint": hints,
    "styles carry everything": styled_only,
}
