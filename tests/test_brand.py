"""brand.yml: a firm's colours, fonts and logos over any theme, and one clear line for everything that does not fit."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from opsdoc.diagnostics import Log, Severity
from opsdoc.fontconfig import families
from opsdoc.theme import Theme, load_theme, theme_names
from opsdoc.theme.brand import branded
from opsdoc.theme.brandfile import Brand, read_brand
from opsdoc.theme.colour import READABLE, contrast, readable
from tests.cli.tiny import Tiny

FULL = """\
meta: {name: {full: Hengchuan Group}, link: https://example.com}
color:
  palette: {plum: "#5B2A86", teal: "#14665F", sand: "#F6F0E6"}
  foreground: "#20202A"
  primary: plum
  secondary: teal
  light: sand
typography:
  base: {family: OD Serif, size: 11pt}
  headings: OD Sans
  monospace: {family: OD Mono}
logo:
  images: {wide: {path: logo.png, alt: Hengchuan}}
  small: wide
  large: {light: wide, dark: logo.png}
"""
LOGO = "logo: logo.png\n"


def brand_of(text: str, folder: Path) -> tuple[Brand, Log]:
    (folder / "brand.yml").write_text(text, encoding="utf-8")
    log = Log()
    return read_brand(folder / "brand.yml", "brand.yml", log), log


def themed(text: str, folder: Path, name: str = "consulting") -> tuple[Theme, Log]:
    brand, log = brand_of(text, folder)
    return branded(load_theme(name), brand, families(folder / "fonts"), log), log


def png(path: Path, size: tuple[int, int] = (90, 30), mode: str = "RGB") -> None:
    Image.new(mode, size).save(path)


@pytest.mark.parametrize("name", theme_names())
def test_every_theme_takes_the_brands_colours_and_stays_readable(name: str, tmp_path: Path) -> None:
    theme, log = themed(FULL, tmp_path, name)
    colours = theme.colours
    assert (colours.ink, colours.primary, colours.accent, colours.tint) == ("#20202A", "#5B2A86", "#14665F", "#F6F0E6")
    assert colours.series[:2] == ("#5B2A86", "#14665F")
    assert not log.warnings
    for colour in (colours.ink, colours.primary, colours.accent, colours.muted, colours.warning, *colours.series):
        assert contrast(colour, colours.tint) >= READABLE
    assert contrast(colours.on_primary, colours.primary) >= READABLE
    assert contrast(colours.on_primary_soft, colours.primary) >= READABLE
    for tone in theme.tones.values():
        assert contrast(tone.text, tone.fill) >= READABLE


def test_fonts_reach_pdf_and_word(tmp_path: Path) -> None:
    theme, _ = themed(FULL, tmp_path)
    assert theme.fonts.body.pdf["en"][0] == "OD Serif"
    assert theme.fonts.heading.pdf["en"][0] == "OD Sans"
    assert theme.fonts.body.word.latin == "OD Serif"


def test_what_is_not_taken_is_said_in_a_line_each(tmp_path: Path) -> None:
    _, log = brand_of(FULL + "defaults: {quarto: {}}\n", tmp_path)
    said = {d.message.split(" is not taken")[0]: d for d in log if d.severity is Severity.NOTE}
    assert set(said) == {"meta.link", "typography.base.size", "defaults"}
    assert all(d.source and d.source.line for d in said.values())


def test_a_weak_pair_is_reported_with_its_ratio_and_a_shade_that_passes(tmp_path: Path) -> None:
    theme, log = themed('color:\n  primary: "#F26D5B"\n', tmp_path)
    (found,) = log.warnings
    assert found.source
    assert found.source.line == 2
    assert "#F26D5B" in found.message
    assert "3.0:1" in found.message
    shade = found.help.split()[0]
    assert contrast(shade, theme.colours.paper) >= READABLE
    assert theme.colours.primary == "#F26D5B"


@pytest.mark.parametrize(
    ("text", "line", "words", "help"),
    [
        ("color:\n  primry: red\n", 2, 'no key "color.primry"', '"primary"'),
        ("colour: {}\n", 1, 'no key "colour"', '"color"'),
        ("color:\n  primary: bluish\n", 2, '"bluish" is no colour', "#1A2B3C"),
        ("color:\n  palette: {a: '#12'}\n", 2, '"#12" is no colour', "#1A2B3C"),
        ("typography:\n  base: Lato\n", 2, 'the font "Lato" is not here: "OD Sans" stands in', "fonts/"),
        ("color:\n  background: '#101010'\n", 2, "is not taken", "light background"),
        ("color: red\n", 1, '"color" holds no keys', "write color: {key: value}"),
        ("logo: [a.png]\n", 1, '"logo" holds no keys', "write logo:"),
        ("typography: {base: [Lato]}\n", 1, '"typography.base" holds no keys', "write base:"),
        ("typography:\n  base: {family: [Lato]}\n", 2, "is no name of a font", "one font"),
        ("color:\n  palette: [plum]\n", 2, '"color.palette" holds no keys', "write palette:"),
        ("color:\n  palette: {a: ['#123456']}\n", 2, '"color.palette.a"', "#1A2B3C"),
    ],
)
def test_each_thing_that_is_wrong_has_its_line_and_a_way_out(
    text: str, line: int, words: str, help: str, tmp_path: Path
) -> None:
    _, log = themed(text, tmp_path)
    found = next(d for d in log if words in d.message)
    assert found.source
    assert (found.source.line, found.severity is Severity.NOTE) == (line, False)
    assert help in found.help


def test_a_shade_is_the_nearest_that_can_be_read() -> None:
    assert readable("#5B2A86", "#FFFFFF") == "#5B2A86"
    assert READABLE <= contrast(readable("#F26D5B", "#FFFFFF"), "#FFFFFF") < READABLE + 0.4
    assert contrast(readable("#404040", "#101010"), "#101010") >= READABLE


# ---------------------------------------------------------------------------------------------- from outside


def test_a_brand_changes_the_files_and_is_named_in_the_manifest(tiny: Tiny) -> None:
    (tiny.root / "brand").mkdir()
    png(tiny.root / "brand/logo.png")
    (tiny.root / "brand/brand.yml").write_text(FULL, encoding="utf-8")
    arguments = ("build", "memo", "--lang", "zh", "--to", "docx")
    assert tiny.run(*arguments).code == 0
    (made,) = (tiny.root / "output").rglob("*.docx")
    before = made.read_bytes()
    assert tiny.run(*arguments, "--brand", "brand/brand.yml").code == 0
    word = zipfile.ZipFile(io.BytesIO(made.read_bytes()))
    assert "5B2A86" in word.read("word/styles.xml").decode()
    assert made.read_bytes() != before
    headers = [name for name in word.namelist() if name.startswith("word/header") and "rels" not in name]
    assert any("<wp:inline" in word.read(name).decode() for name in headers)
    manifest = (made.parent / "manifest.json").read_text()
    assert "brand/brand.yml" in manifest
    assert "brand/logo.png" in manifest
    # A logo that changes is a reason to build again.
    same = made.read_bytes()
    png(tiny.root / "brand/logo.png", (60, 30))
    assert tiny.run(*arguments, "--brand", "brand/brand.yml").code == 0
    assert made.read_bytes() != same


@pytest.mark.parametrize(
    ("make", "words", "code"),
    [
        (lambda path: png(path, (1, 40)), "one pixel", 1),
        (lambda path: path.write_bytes(b"\x89PNG" + b"0" * (40 << 20)), "larger than 20 MB", 4),
        (lambda path: path.write_text("no picture"), "cannot be read as PNG", 1),
        (lambda path: None, "does not exist", 1),
    ],
)
def test_a_logo_that_cannot_be_used_is_refused_in_one_line(tiny: Tiny, make: object, words: str, code: int) -> None:
    make(tiny.root / "logo.png")  # type: ignore[operator]
    (tiny.root / "brand.yml").write_text(LOGO)
    ended = tiny.run("build", "memo", "--lang", "zh", "--to", "docx", "--brand", "brand.yml")
    assert ended.code == code
    assert "logo.png" in ended.err
    assert words in ended.err
    assert "Traceback" not in ended.err


def test_a_brand_file_that_is_not_there_is_a_wrong_argument(tiny: Tiny) -> None:
    ended = tiny.run("build", "memo", "--brand", "nowhere.yml")
    assert ended.code == 2
    assert "nowhere.yml" in ended.err
