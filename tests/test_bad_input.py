"""Bad input from outside: every message names its place and the way out, and what was built before stays as it was."""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from tests.cli.tiny import ENGAGEMENT, WORDS, Outcome, Tiny

ENGLISH = f"{ENGAGEMENT}/sections/words.en.md"
RECORD = f"{ENGAGEMENT}/engagement.yaml"
NOTE = f"{ENGAGEMENT}/documents/note.yaml"
OUTLINE = "templates/kinds/tiny.md.j2"
TABLE = f"{ENGAGEMENT}/tables/parties"
OLD = {"note.five-departments.zh.html": b"old page", "manifest.json": b"{}"}


@pytest.fixture
def built(tiny: Tiny) -> Tiny:
    """The tiny workspace with an output that a failing build must leave alone."""
    tiny.output.mkdir(parents=True)
    for name, data in OLD.items():
        (tiny.output / name).write_bytes(data)
    return tiny


def refused(built: Tiny, code: int = 1, *arguments: str) -> Outcome:
    """Build, and see that it fails in the promised form."""
    done = built.run("build", "note", "--to", "html", *arguments)
    assert done.code == code, done.err
    assert done.out == ""
    assert "Traceback" not in done.err
    assert built.files() == OLD
    return done


def says(done: Outcome, place: str, message: str, help: str) -> None:
    """One error at a place, with its message and the way out."""
    form = rf"^{re.escape(place)}: error\[\w+\]: (.*)((?:\n +\d* ?\|.*)*)\nhelp: (.*)$"
    found = [match for match in re.finditer(form, done.err, re.MULTILINE) if message in match[1]]
    assert len(found) == 1, done.err
    assert help in found[0][3]


# ---------------------------------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("arguments", "message", "help"),
    [
        (["--variant", "five-department"], 'no variant "five-department"', 'did you mean "five-departments"?'),
        (["--lang", "zh-em"], 'no language "zh-em"', 'did you mean "zh-en"?'),
        (["--to", "pdff"], 'no format "pdff"', 'did you mean "pdf"?'),
        (["nota"], 'no document "nota"', 'did you mean "note"?'),
        (["-P", b"name=\xff".decode("utf-8", "surrogateescape")], "-P name holds bytes", "type it anew"),
        (["-P", "name=a\x07b"], "-P name holds bytes or control characters", "type it anew"),
    ],
)
def test_an_unknown_name_on_the_command_line(built: Tiny, arguments: list[str], message: str, help: str) -> None:
    done = refused(built, 2, *arguments)
    assert f"error[usage]: {message}" in done.err
    assert help in done.err


def test_a_function_that_does_not_exist(built: Tiny) -> None:
    built.write(WORDS, "文\n\n:: charter barnd\n")
    says(refused(built), f"{WORDS}:3:1", 'no function "barnd"', 'did you mean "brand"?')


def test_a_variant_that_the_engagement_names_and_nobody_has(built: Tiny) -> None:
    built.change(RECORD, "recommended_variant: five-departments", "recommended_variant: five-department")
    says(refused(built), f"{RECORD}:6:1", 'no variant "five-department"', 'did you mean "five-departments"?')


def test_a_kind_that_does_not_exist(built: Tiny) -> None:
    built.change(NOTE, "kind: tiny", "kind: tinny")
    says(refused(built), f"{NOTE}:1:1", 'no kind of document "tinny"', 'did you mean "tiny"?')


def test_a_missing_translation_is_pending_in_a_draft_and_stops_an_issued_document(built: Tiny) -> None:
    (built.root / ENGLISH).unlink()
    done = refused(built, 1, "--lang", "en", "--status", "effective")
    says(done, f"{OUTLINE}:3:1", "section words has no English text", "write words.en.md")
    draft = built.run("build", "note", "--to", "html", "--lang", "zh-en")
    assert draft.code == 0
    assert "warning[G02]: section words has no English text" in draft.err
    page = (built.output / "note.five-departments.zh-en.html").read_text("utf-8")
    assert "translation pending" in page.lower()


# ---------------------------------------------------------------------------------------------------- YAML


@pytest.mark.parametrize(
    ("text", "place", "message", "help"),
    [
        ("- id: a\n  name: [x\n- id: b\n", "3:5", "not valid YAML", "check the indentation"),
        ("- id: a\n  name: x\n  name: y\n", "3:3", 'duplicate key "name"', "the first stands in line 2"),
        ("- id: a\n  name: [1, 2]\n", "2:3", '"name" is of the wrong kind: a list', "write its fields: {zh: …, en: …}"),
        (
            "- id: a\n  name: {zh: {a: b}}\n",
            "2:10",
            '"name.zh" is of the wrong kind: a mapping',
            "write one value: zh: …",
        ),
        ("- id: a\n  nmae: x\n  name: y\n", "2:3", 'no field "nmae"', 'did you mean "name"?'),
        ("- id: a b\n  name: x\n", "1:3", "has characters that an id may not have", "letters, digits and hyphens"),
        ("- id: a\n", "1:3", '"name" is missing', "add `name: …`"),
        ("id: a\n", "1", "a table is a list of records", "start each record with `- id: …`"),
        ('- id: a\n  name: "x\\u202ey"\n', "2:9", "an invisible direction mark, U+202E", "delete it"),
        ('- id: a\n  name: "x\\x07y"\n', "2:9", "a control character, U+0007", "delete it"),
        ("- id: a\n  name: x\x07y\n", "2:10", "a control character, U+0007", "delete it"),
        ("[" * 100_000, "1:41", "nested deeper than 40 levels", "flatten the structure"),
    ],
)
def test_yaml_that_cannot_be_meant(built: Tiny, text: str, place: str, message: str, help: str) -> None:
    built.write(f"{TABLE}.yaml", text)
    says(refused(built), f"{TABLE}.yaml:{place}", message, help)


@pytest.mark.parametrize(
    ("parts", "place", "message", "help"),
    [
        ("lead: [a]\n  decide: [a, b]", "5:3", '"decide" is of the wrong kind: a list', "write one value: decide: …"),
        ("lead: []\n  decide: a", "4:3", '"lead" is empty', "write a list: lead: [ … ]"),
    ],
)
def test_a_decision_with_two_deciders_or_no_driver(
    built: Tiny, parts: str, place: str, message: str, help: str
) -> None:
    file = f"{ENGAGEMENT}/tables/decision-rights.yaml"
    built.write(file, f"- id: x\n  matter: x\n  form: daci\n  {parts}\n")
    says(refused(built), f"{file}:{place}", message, help)


def test_an_alias_bomb(built: Tiny) -> None:
    levels = ["- a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"  a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    built.write(f"{TABLE}.yaml", "\n".join(levels))
    says(refused(built, 4), f"{TABLE}.yaml:1:36", "more than 64 aliases", "write the values out")


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e400", "1e308"])
def test_a_number_that_no_page_can_show_is_refused(built: Tiny, number: str) -> None:
    built.write(f"{ENGAGEMENT}/tables/targets.yaml", f"- id: STR1\n  baseline: {number}\n")
    what = "less than or equal to" if number == "1e308" else "finite number"
    says(refused(built), f"{ENGAGEMENT}/tables/targets.yaml:2:3", what, "correct the value of `baseline`")


@pytest.mark.parametrize("limit", ["markdown_mb: 1e308", "yaml_mb: -1", "memory_mb: 99999999999999999999"])
def test_a_limit_that_is_none_is_refused(built: Tiny, limit: str) -> None:
    built.write("opsdoc.yaml", f"workspace_version: 1\nengagement: tiny\nlimits: {{{limit}}}\n")
    name = limit.partition(":")[0]
    says(refused(built), "opsdoc.yaml:3:10", f'"limits.{name}"', f"correct the value of `{name}`")


def test_a_value_of_many_figures_stays_as_it_was_typed(tiny: Tiny) -> None:
    figures = "9" * 5000
    tiny.write(WORDS, "编号{{ params.serial }}\n")
    assert tiny.run("build", "note", "--to", "html", "-P", f"serial={figures}").code == 0
    assert figures in (tiny.output / "note.five-departments.zh.html").read_text("utf-8")


# ---------------------------------------------------------------------------------------------------- tables


@pytest.mark.parametrize(
    ("data", "place", "message", "help"),
    [
        (b'id,name\na,x\nb,"y\nc,z\n', "3:1", "a quoted cell is not closed", "write a quote inside it twice"),
        (b"id,nmae\na,x\n", "1:2", 'no field for the column "nmae"', 'did you mean "name"?'),
        (b"id,name.zh,name.eng\na,x,y\n", "1:3", 'no field for the column "name.eng"', 'did you mean "name.en"?'),
        (b"name\nx\n", "1:1", 'no column "id"', "the header is: name"),
        (b"id;name\na;x\n", "1:1", 'no column "id"', "separate the cells by commas"),
        (b"id,name\na,x,y\n", "2:3", "the row has 3 cells, the header 2", "quote a cell that contains a comma"),
        ("id,name\na,café\n".encode("cp1252"), "2:6", "not UTF-8: byte E9", "save the file as UTF-8"),
    ],
)
def test_a_csv_that_cannot_be_meant(built: Tiny, data: bytes, place: str, message: str, help: str) -> None:
    built.write(f"{TABLE}.csv", "").write_bytes(data)
    says(refused(built), f"{TABLE}.csv:{place}", message, help)


def test_thousands_of_bad_rows_are_told_once_at_the_header(built: Tiny) -> None:
    built.write(f"{TABLE}.csv", "id,name,nmae\n" + "".join(f"a{n},x,y\n" for n in range(20_000)))
    done = refused(built)
    says(done, f"{TABLE}.csv:1:3", 'no field for the column "nmae"', 'did you mean "name"?')
    assert done.err.count("error[") == 1


def test_a_workbook_that_is_none(built: Tiny) -> None:
    built.write(f"{TABLE}.xlsx", "not a zip")
    says(refused(built), f"{TABLE}.xlsx", "not a readable workbook", "save it as .xlsx")


def test_a_workbook_that_unpacks_to_more_than_a_machine_holds(built: Tiny) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b" " * 101_000_000)
    built.write(f"{TABLE}.xlsx", "").write_bytes(packed.getvalue())
    says(refused(built, 4), f"{TABLE}.xlsx", "unpacks to more than 100 MB", "save the table as CSV")


@pytest.mark.parametrize(
    ("name", "help"), [("partys.yaml", 'did you mean "parties"?'), ("parties.ods", "save it as .yaml")]
)
def test_a_table_that_nobody_reads(built: Tiny, name: str, help: str) -> None:
    built.write(f"{ENGAGEMENT}/tables/{name}", "- id: board")
    built.write(f"{ENGAGEMENT}/tables/README.md", "How these tables came about.")
    says(refused(built), f"{ENGAGEMENT}/tables/{name}", f"{name} is no table that is read", help)


def test_a_word_that_an_exhibit_has_no_use_for(built: Tiny) -> None:
    built.write(WORDS, "# 说明\n\n:: orgchart five-departments\n")
    says(refused(built), f"{WORDS}:3:1", 'orgchart has no use for "five-departments"', "delete it")


def test_a_table_too_long_to_lay_out(built: Tiny) -> None:
    built.write(WORDS, "文\n\n| 甲 |\n|---|\n" + "| 乙 |\n" * 5001)
    says(refused(built, 4), f"{WORDS}:3:1", "a table of 5001 rows, more than 5000", "split it")


# ---------------------------------------------------------------------------------------------------- Markdown


@pytest.mark.parametrize(
    ("text", "place", "message", "help"),
    [
        (">" * 150 + " 文\n", "1:1", "nested deeper than 100 levels", "flatten the lists"),
        ("文\n\n:: orgchat\n", "3:1", 'no directive "orgchat"', 'did you mean "orgchart"?'),
        ("文\n\n:: orgchart depht=2\n", "3:1", 'orgchart has no argument "depht"', 'did you mean "depth"?'),
        ("文\n\n:: orgchart depth=x\n", "3:1", 'depth="x" is not a number', "write depth=1"),
        ("文\n\n:: contents depth=x\n", "3:1", 'depth="x" is not a number', "write depth=1"),
        ("文\n\n:: page-break now\n", "3:1", 'page-break has no use for "now"', "delete it"),
        ('文\n\n:: orgchart "a\n', "3:1", "a directive with an unclosed quote", "close the quotation mark"),
        ("文\n\n::: note\n内容\n", "3:1", 'container "note" is not closed', "three colons"),
        ("文\n\n:::\n", "3:1", "a line of colons that closes nothing", "delete it"),
        ("文\n\n:: section words\n", "3:1", 'section "words" calls itself', "remove the inner call"),
        ("文\n\n:: section wrods\n", "3:1", 'no section "wrods"', 'did you mean "words"?'),
        ("文\n\n见[](#nowhere)\n", "3:1", 'nothing has the id "nowhere"', "choose from: top"),
        ("# 甲 {#same}\n\n# 乙 {#same}\n", "3:1", 'the id "same" stands twice', "rename one"),
        ("文\n\n[x](smb://host/a)\n", "3:1", "a link of this kind is not allowed", "use https"),
        (
            "文\n\n| 甲 |\n|---|\n| 乙 | 丙 |\n",
            "5:1",
            "the row has 2 cells, the header 1",
            "give the header another cell",
        ),
        ("文\x1b[31m\n", "1:2", "a control character, U+001B", "delete it"),
        ("文\n\n笑😀\n", "3:2", "no bundled font has U+1F600", "other characters"),
    ],
)
def test_markdown_that_cannot_be_meant(built: Tiny, text: str, place: str, message: str, help: str) -> None:
    built.write(WORDS, text)
    says(refused(built), f"{WORDS}:{place}", message, help)


@pytest.mark.parametrize(
    ("text", "place", "message", "help"),
    [
        ("文 {{ clent.short_name }}\n", "1:3", "'clent' is not defined", 'did you mean "client"?'),
        ("文\n\n甲 {{ client.shortname }}\n", "3:3", "no attribute 'shortname'", 'did you mean "short_name"?'),
        ("{{ 1 / 0 }}\n", "1:1", "division by zero", "correct the expression"),
        ("{{ client.short_name\n", "1:1", "an expression is not closed", "close it with }}"),
        ("{{ client | }}\n", "1:1", "cannot read {{ client | }}", "correct the expression"),
        ("{{ (1).to_bytes(10**10, 'big') }}\n", "1:1", "unsafe", "correct the expression"),
        ("{{ client.__class__ }}\n", "1:1", "unsafe", "correct the expression"),
        ('# 甲 {holds_if="nothing > 1"}\n', "1:1", "'nothing' is not defined", "choose from"),
    ],
)
def test_an_expression_that_fails_in_a_section(built: Tiny, text: str, place: str, message: str, help: str) -> None:
    built.write(WORDS, text)
    says(refused(built), f"{WORDS}:{place}", message, help)


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("# 甲\n\n{% for unit in variant.units %}\n{{ unit.nme }}\n{% endfor %}\n", 4, "no attribute 'nme'"),
        ("# 甲\n\n{{ 1 / 0 }}\n", 3, "division by zero"),
        ("# 甲\n\n{% for unit %}\n", 3, "expected token 'in'"),
        ('# 甲\n\n{% include "/etc/passwd" %}\n', 3, "no loader"),
        ("# 甲\n\n{{ variant }}\n", 3, "a group of fields, not a text"),
    ],
)
def test_an_expression_that_fails_in_an_outline_names_the_author_s_line(
    built: Tiny, text: str, line: int, message: str
) -> None:
    built.write(OUTLINE, text)
    done = refused(built)
    says(done, f"{OUTLINE}:{line}", message, "correct the template")
    assert f"{line} | {text.splitlines()[line - 1]}" in done.err


def test_a_directive_in_a_loop_of_an_outline_names_the_author_s_line(built: Tiny) -> None:
    built.write(OUTLINE, "# 甲\n\n{% for unit in variant.units %}\n\n:: orgchat\n\n{% endfor %}\n")
    done = refused(built)
    assert f'{OUTLINE}:5:1: error[directive]: no directive "orgchat"\n    5 | :: orgchat\n' in done.err


# ---------------------------------------------------------------------------------------------------- images


def png(width: int, height: int) -> bytes:
    """A grey PNG of any size, in a few bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * (width + 1) * min(height, 100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "data", "code", "message", "help"),
    [
        ("图.png", None, 1, 'the image "图.png" does not exist', "check the path"),
        ("a.png", b"no picture", 1, 'the image "a.png" cannot be read as PNG', "check the file"),
        ("a.txt", b"no picture", 1, 'the image "a.txt" is not an image type', "use PNG"),
        ("../a.png", None, 4, 'the image "../a.png" lies outside the workspace', "copy it into the workspace"),
        ("/dev/zero", None, 1, 'the image "/dev/zero" is not an image type', "use PNG"),
        ("bomb.png", png(30_000, 30_000), 4, "has more than 50,000,000 pixels", "make it smaller"),
        ("a.svg", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", 1, "is not an SVG that can be used", "DTD"),
    ],
)
def test_an_image_that_cannot_be_used(
    built: Tiny, name: str, data: bytes | None, code: int, message: str, help: str
) -> None:
    if data is not None:
        (built.root / name).write_bytes(data)
    built.write(WORDS, f"文\n\n![图]({name})\n")
    says(refused(built, code), f"{WORDS}:3:1", message, help)


def test_an_image_inside_a_line_is_not_lost_in_silence(built: Tiny) -> None:
    built.write(WORDS, "文 ![图](a.png) 文\n")
    says(refused(built), f"{WORDS}:1:1", 'the image "a.png" stands inside a line of text', "a line of its own")


def test_an_image_whose_name_is_chinese_is_found(built: Tiny) -> None:
    (built.root / "图 一.png").write_bytes(png(20, 20))
    built.write(WORDS, "文\n\n![图](<图 一.png>)\n")
    assert built.run("build", "note", "--to", "html").code == 0


# ---------------------------------------------------------------------------------------------------- bytes and files


def test_bom_and_crlf_change_nothing(tiny: Tiny) -> None:
    texts = [WORDS, RECORD, NOTE, OUTLINE, "opsdoc.yaml"]
    assert tiny.run("build", "note", "--to", "html").code == 0
    before = tiny.files()["note.five-departments.zh.html"]
    for name in texts:
        path = tiny.root / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert tiny.run("build", "note", "--to", "html", "--force").code == 0
    assert tiny.files()["note.five-departments.zh.html"] == before


@pytest.mark.parametrize("name", [WORDS, RECORD, OUTLINE])
def test_bad_bytes(built: Tiny, name: str) -> None:
    text = (built.root / name).read_bytes()
    (built.root / name).write_bytes(text + b"# \xe9\n")
    line = text.count(b"\n") + 1
    says(refused(built), f"{name}:{line}:3", "not UTF-8: byte E9", "save the file as UTF-8")


def make_link(path: Path) -> None:
    path.unlink()
    path.symlink_to("/etc/hostname")


def make_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
@pytest.mark.parametrize(
    ("make", "message", "help"),
    [
        (make_link, "points outside the workspace", "copy the file into the workspace"),
        (make_pipe, "is not a regular file", "put a file with text in its place"),
        (make_folder, "is a folder, a file is needed", "move it away"),
    ],
)
def test_content_that_is_no_file(built: Tiny, make: Callable[[Path], None], message: str, help: str) -> None:
    make(built.root / WORDS)
    says(refused(built), WORDS, message, help)


@pytest.mark.skipif(os.name == "nt", reason="names are UTF-16 there")
def test_a_file_whose_name_is_not_utf_8(built: Tiny) -> None:
    folder = os.fsencode(built.root / ENGAGEMENT / "sections")
    try:
        with open(folder + b"/a\xff.md", "wb") as file:
            file.write(b"x")
    except OSError:
        pytest.skip("this file system takes no such name")
    done = refused(built)
    assert r"sections/a\udcff.md: the name does not say the language" in done.err


def test_a_workspace_that_is_named_by_a_link_has_the_same_names(tiny: Tiny) -> None:
    tiny.write(WORDS, "{{ nothing }}\n")
    (tiny.root.parent / "link").symlink_to(tiny.root)
    done = tiny.run("build", "note", "--to", "html", "--workspace", str(tiny.root.parent / "link"))
    assert f"\n{WORDS}:1:1: error[expression]" in done.err


def test_a_workspace_without_an_engagement(tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    nothing = tiny.run("build", "note")
    assert (nothing.code, "`opsdoc init DIR` makes one" in nothing.err) == (2, True)
    (tmp_path / "empty" / "opsdoc.yaml").touch()
    empty = tiny.run("build", "note")
    assert (empty.code, "name one with --engagement" in empty.err) == (2, True)


def test_an_output_that_is_read_only_is_refused_before_anything_is_rendered(built: Tiny) -> None:
    path = built.output / "note.five-departments.zh.html"
    path.chmod(0o444)
    done = refused(built, 3)
    assert f"error[environment]: {path} is read-only\nhelp: allow writing (chmod u+w)" in done.err
    assert "[1/1]" not in done.err


# A second build at the same time and kill -9 while writing: tests/cli/test_build.py and tests/test_write.py.


# ---------------------------------------------------------------------------------------------------- as typed

NASTY = 'A*B | <C> {{ 7*7 }} & "D"'


def test_a_client_is_shown_as_typed_in_every_format(tiny: Tiny) -> None:
    from pypdfium2 import PdfDocument  # type: ignore[import-untyped]

    tiny.change(RECORD, "legal_name: {zh: 小微有限公司, en: Tiny Ltd}", f"legal_name: '{NASTY}'")
    tiny.change(RECORD, "short_name: {zh: 小微, en: Tiny}", f"short_name: '{NASTY}'")
    cell = "| 甲 | 乙 |\n|---|---|\n| {{ client.short_name }} | 丙 |\n"
    tiny.write(WORDS, f"## {{{{ client.short_name }}}}\n\n**{{{{ client.short_name }}}}**\n\n{cell}")
    tiny.write(
        OUTLINE,
        f"# {{{{ client.short_name }}}} {{#top}}\n\n- {{{{ client.short_name }}}}\n\n{cell}\n:: section words\n",
    )
    done = tiny.run("build", "note", "--lang", "zh", "--to", "pdf,docx,html")
    assert done.code == 0, done.err
    made = tiny.files()
    page = unescape(re.sub("<[^>]*>", "", made["note.five-departments.zh.html"].decode()))
    with zipfile.ZipFile(io.BytesIO(made["note.five-departments.zh.docx"])) as archive:
        word = unescape(re.sub("<[^>]*>", "", archive.read("word/document.xml").decode()))
    pdf = PdfDocument(made["note.five-departments.zh.pdf"])
    paper = " ".join(" ".join(sheet.get_textpage().get_text_range().split()) for sheet in pdf)
    for text in (page, word, paper):  # no mark of it is markup, and its quotes are set like all others
        assert text.count(NASTY.replace('"D"', "“D”")) >= 6
        assert "49" not in text
