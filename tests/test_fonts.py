"""The bundled fonts: coverage, names and metrics; and WeasyPrint draws with them alone."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as raw  # type: ignore[import-untyped]
import pytest
from fontTools.ttLib import TTFont

from opsdoc import fontconfig

FONTS = fontconfig.FONTS
FILES = sorted(path.name for path in FONTS.glob("*.ttf"))
CHINESE = [name for name in FILES if "SC-" in name]
LISTING = json.loads((FONTS / "fonts.json").read_text("utf-8"))
URO = set(range(0x4E00, 0x9FA6))
GB2312 = {
    ord(bytes((0xA0 + row, 0xA0 + cell)).decode("gb2312"))
    for row in range(16, 88)
    for cell in range(1, 95)
    if (row, cell) < (55, 90) or row > 55
}
SYMBOLS = (
    "　、。〇〈〉《》「」『』【】〔〕（）！，：；？％‘’“”—…·℃№①⑩⑳ⅠⅡⅫ→←↑↓⇒≤≥≠≈×÷±∑√∞│─┌●○■□▲△◆◇★☆✓āáǎàēěīǐōǒūǔǖǘǚǜαβ€£¥"
)


@cache
def font(name: str) -> TTFont:
    return TTFont(FONTS / name, lazy=True)


def covers(name: str) -> set[int]:
    return set(font(name).getBestCmap())


# ---- the files


def test_listing_matches_the_files() -> None:
    assert sorted(entry["file"] for entry in LISTING["fonts"]) == FILES
    for entry in LISTING["fonts"]:
        data = (FONTS / entry["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"], entry["file"]
        assert len(covers(entry["file"])) == entry["coverage"]


def test_they_take_at_most_forty_megabytes() -> None:
    assert sum(path.stat().st_size for path in FONTS.rglob("*") if path.is_file()) <= 40_000_000


def test_coverage_is_the_union_of_the_files() -> None:
    union = set().union(*(covers(name) for name in FILES))
    listed = {code for first, last in LISTING["coverage"] for code in range(first, last + 1)}
    assert listed == union


@pytest.mark.parametrize("name", ["ODSansSC-Regular.ttf", "ODSerifSC-Regular.ttf"])
def test_body_weights_cover_every_uro_ideograph(name: str) -> None:
    assert len(URO) == 20_902
    assert not URO - covers(name)


@pytest.mark.parametrize("name", CHINESE)
def test_chinese_fonts_cover_gb2312_and_symbols(name: str) -> None:
    assert len(GB2312) == 6763
    assert not GB2312 - covers(name)
    assert not {char for char in SYMBOLS if ord(char) not in covers(name)}


@pytest.mark.parametrize("name", [name for name in FILES if "Latin-" in name])
def test_latin_for_chinese_text_leaves_shared_marks_to_the_chinese_font(name: str) -> None:
    wanted = {*range(0x20, 0x7F), *range(0xA0, 0x100), 0x20AC, 0x2212, 0x2264, 0x2265} - {0xB7}
    assert covers(name) == wanted


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith(("ODSans-", "ODSerif-"))])
def test_latin_for_english_text_is_full(name: str) -> None:
    wanted = {*range(0x20, 0x7F), *range(0xA0, 0x180), *map(ord, "–—‘’“”†•…‰€₂²½→←≤≥≠≈−√∞")}
    # The serif has no Ĭ, Ŧ or ligature Ĳ: those come from the next family in the list.
    assert wanted - covers(name) <= set(map(ord, "ĬĭĲĳŦŧ" if "Serif" in name else ""))
    features = {record.FeatureTag for record in font(name)["GSUB"].table.FeatureList.FeatureRecord}
    assert {"liga", "onum", "pnum", "frac", "sups"} <= features
    assert "kern" in {record.FeatureTag for record in font(name)["GPOS"].table.FeatureList.FeatureRecord}


@pytest.mark.parametrize("name", [name for name in FILES if "SC-" not in name])
def test_figures_can_be_set_in_columns(name: str) -> None:
    assert len({font(name)["hmtx"][font(name).getBestCmap()[ord(digit)]][0] for digit in "0123456789"}) == 1


@pytest.mark.parametrize("name", FILES)
def test_metrics_are_equal(name: str) -> None:
    em, hhea, os2 = font(name)["head"].unitsPerEm, font(name)["hhea"], font(name)["OS/2"]
    up, down = round(0.88 * em), round(0.12 * em)
    assert (hhea.ascent, hhea.descent, hhea.lineGap) == (up, -down, 0)
    assert (os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap) == (up, -down, 0)
    assert (os2.usWinAscent, os2.usWinDescent) == (up, down)
    assert os2.fsSelection & 1 << 7


@pytest.mark.parametrize("name", FILES)
def test_names_are_private_and_true(name: str) -> None:
    table = font(name)["name"]
    entry = next(entry for entry in LISTING["fonts"] if entry["file"] == name)
    for number in (1, 3, 4, 6, 16):
        text = table.getDebugName(number)
        assert text.startswith(("OD", "OpsDoc:"))
        assert not any(reserved in text for reserved in ("Source", "Noto", "LXGW", "霞鹜"))
    assert table.getDebugName(16) == entry["family"]
    assert font(name)["OS/2"].usWeightClass == entry["weight"]
    assert table.getDebugName(0)
    assert bool(font(name)["OS/2"].fsSelection & 1) == (entry["style"] == "italic")


def test_no_two_files_share_family_weight_and_style() -> None:
    keys = [(entry["family"], entry["weight"], entry["style"]) for entry in LISTING["fonts"]]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("entry", LISTING["fonts"], ids=lambda entry: entry["file"])
def test_licences_travel_along(entry: dict[str, str]) -> None:
    text = (FONTS / entry["licence"]).read_text("utf-8")
    assert text.startswith("Copyright")
    assert "SIL OPEN FONT LICENSE Version 1.1 - 26 February 2007" in text
    assert "PERMISSION & CONDITIONS" in text
    assert "OTHER DEALINGS IN THE FONT SOFTWARE." in text


# ---- what no font has


def test_uncovered_tells_the_place() -> None:
    assert fontconfig.uncovered("组织\U0001f600设计\u0e01") == [(2, "\U0001f600"), (5, "\u0e01")]
    assert fontconfig.uncovered("镕堃玥\n\t\u200b\u200d\u00ad\ufeff“——”·€") == []
    assert fontconfig.uncovered("") == []


def test_configuration_is_written_once_and_names_extra_folders(tmp_path: Path) -> None:
    extra = tmp_path / "a & b"
    extra.mkdir()
    first = fontconfig.isolated(tmp_path / "cache", [extra])
    before = first.stat().st_mtime_ns
    assert fontconfig.isolated(tmp_path / "cache", [extra]) == first
    assert first.stat().st_mtime_ns == before
    assert "a &amp; b" in first.read_text("utf-8")
    assert fontconfig.isolated(tmp_path / "cache") != first
    with pytest.raises(NotADirectoryError, match="nowhere"):
        fontconfig.isolated(tmp_path / "cache", [tmp_path / "nowhere"])


# ---- what WeasyPrint draws


def render(folder: Path, css: str, body: str) -> Path:
    """A page drawn in a process of its own, since fontconfig reads its configuration once."""
    html, pdf = folder / "page.html", folder / "page.pdf"
    html.write_text(f"<html lang=zh-CN><meta charset=utf-8><title>x</title><style>{css}</style>{body}", "utf-8")
    environment = {**os.environ, "FONTCONFIG_FILE": str(fontconfig.isolated(folder / "cache"))}
    code = "import sys, weasyprint; weasyprint.HTML(sys.argv[1]).write_pdf(sys.argv[2])"
    subprocess.run([sys.executable, "-c", code, html, pdf], env=environment, check=True)
    return pdf


Glyph = tuple[str, str, float, float]


def drawn(pdf: Path) -> list[Glyph]:
    """Each character with its font, its left edge and its baseline."""
    page = pypdfium2.PdfDocument(pdf)[0].get_textpage()
    found = []
    for index in range(page.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(page.raw, index))
        if char.isspace():
            continue
        name, x, y = ctypes.create_string_buffer(200), ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetFontInfo(page.raw, index, name, 200, ctypes.c_int())
        raw.FPDFText_GetCharOrigin(page.raw, index, x, y)
        found.append((char, name.value.decode().split("+")[-1], x.value, y.value))
    return found


def used(glyphs: Iterable[Glyph]) -> dict[str, str]:
    return {char: name for char, name, *_ in glyphs}


@pytest.mark.parametrize(
    ("family", "weight", "strong", "plain"),
    [
        ("OD Sans SC", 500, "OD-Sans-SC-Medium", "OD-Sans-SC"),
        ("OD Sans SC", 700, "OD-Sans-SC-Bold", "OD-Sans-SC"),
        ("OD Serif SC", 600, "OD-Serif-SC-Semi-Bold", "OD-Serif-SC"),
        ("OD Serif SC", 700, "OD-Serif-SC-Bold", "OD-Serif-SC"),
    ],
)
def test_a_rare_ideograph_falls_back_to_the_body_of_its_family(
    tmp_path: Path, family: str, weight: int, strong: str, plain: str
) -> None:
    css = f"p {{ font: {weight} 12pt 'OD Sans Latin', '{family}', 'OD Sans SC', 'OD Serif SC' }}"
    fonts = used(drawn(render(tmp_path, css, "<p>朱镕基、堃玥人")))
    assert fonts == {**dict.fromkeys("朱基、人", strong), **dict.fromkeys("镕堃玥", plain)}


def test_kai_falls_back_to_the_family_named_after_it(tmp_path: Path) -> None:
    css = "p { font: 12pt 'OD Serif Latin', 'OD Kai SC', 'OD Serif SC' }"
    assert used(drawn(render(tmp_path, css, "<p>朱镕"))) == {"朱": "OD-Kai-SC", "镕": "OD-Serif-SC"}


def test_family_and_weight_alone_choose_the_file(tmp_path: Path) -> None:
    entries = [entry for entry in LISTING["fonts"] if "SC" not in entry["family"]]
    body = "".join(
        f"<p style=\"font:{entry['style']} {entry['weight']} 9pt '{entry['family']}'\">{chr(65 + number)}</p>"
        for number, entry in enumerate(entries)
    )
    fonts = used(drawn(render(tmp_path, "", body)))
    assert len(set(fonts.values())) == len(entries) == len(fonts)
    for number, entry in enumerate(entries):
        name = fonts[chr(0x41 + number)].replace("-", "")
        label = {300: "Light", 400: "", 500: "Medium", 600: "SemiBold", 700: "Bold"}[entry["weight"]]
        assert name == entry["family"].replace(" ", "") + label + "Italic" * (entry["style"] == "italic")


def test_chinese_text_takes_shared_marks_from_the_chinese_font(tmp_path: Path) -> None:
    css = "p { font: 12pt 'OD Sans Latin', 'OD Sans SC' } p.en { font-family: 'OD Sans', 'OD Sans SC' }"
    text = "“甲”‘乙’——丙……丁·戊 → ① ℃ Ⅱ ✓ ★"
    glyphs = drawn(render(tmp_path, css, f"<p>{text}"))
    assert "".join(char for char, *_ in glyphs) == text.replace(" ", "")
    assert set(used(glyphs).values()) == {"OD-Sans-SC"}
    assert set(used(drawn(render(tmp_path, css, "<p>Ab 12.5% ± 3 × 4 ≤ €5 é"))).values()) == {"OD-Sans-Latin"}
    assert set(used(drawn(render(tmp_path, css, "<p class=en lang=en>“A”—‘b’… · →"))).values()) == {"OD-Sans"}


@pytest.mark.parametrize("name", CHINESE)
def test_marks_are_one_em_and_adjoining_ones_close_up(tmp_path: Path, name: str) -> None:
    pairs = ["》（", "，”", "：“", "”，", "。）", "（“"]
    alone = ["‘", "’", "“", "”", "…", "·", "—", "——", "……"]
    entry = next(entry for entry in LISTING["fonts"] if entry["file"] == name)
    css = f"p {{ margin: 0; font: {entry['weight']} 20pt '{entry['family']}' }} .c {{ font-feature-settings: 'chws' }}"
    body = "".join(f"<p>甲{text}乙" for text in pairs + alone) + "".join(f"<p class=c>甲{text}乙" for text in pairs)
    glyphs = drawn(render(tmp_path, css, body))
    starts = [x for char, _, x, _ in glyphs if char == "甲"]
    ends = [x for char, _, x, _ in glyphs if char == "乙"]
    widths = [(end - start) / 20 - 1 for start, end in zip(starts, ends, strict=True)]
    expected = [2.0] * len(pairs) + [float(len(text)) for text in alone] + [1.5] * len(pairs)
    assert widths == pytest.approx(expected, abs=0.005)
    assert "——" in "".join(char for char, *_ in glyphs)  # the dash is one glyph where the font has a ligature


@pytest.mark.parametrize(
    "stack",
    [
        "'OD Sans Latin', 'OD Sans SC'",
        "'OD Serif Latin', 'OD Serif SC'",
        "'OD Serif Latin', 'OD Kai SC', 'OD Serif SC'",
    ],
)
@pytest.mark.parametrize("leading", [17, 12])
def test_mixed_lines_are_no_taller(tmp_path: Path, stack: str, leading: int) -> None:
    css = f"p {{ font: 10pt/{leading}pt {stack}; width: 300pt; margin: 0 }} code {{ font-family: 'OD Mono' }}"
    body = (
        "<p>" + "组织设计 Organisation 让决策靠近信息 <b>镕 Ág</b> <em>Italic</em> <code>id_1</code>，而非追逐。" * 12
    )
    lines = sorted({round(y, 2) for *_, y in drawn(render(tmp_path, css, body))}, reverse=True)
    assert len(lines) > 10
    assert {round(above - below, 1) for above, below in pairwise(lines)} == {leading}


def test_fonts_of_the_system_stay_out(tmp_path: Path) -> None:
    css = "p { font-family: 'DejaVu Sans' } i, code { font-family: monospace } b { font-family: serif }"
    pdf = render(tmp_path, css, "<p>plain 组织 \u0e01 <b>bold</b> <i>mono</i>")
    assert all(name.startswith("OD-") for _, name, *_ in drawn(pdf)), used(drawn(pdf))
    fonts = used(drawn(render(tmp_path, css, "<p><code>m</code><b>b</b><i>x")))
    assert (fonts["m"], fonts["b"], fonts["x"]) == ("OD-Mono", "OD-Serif-Bold", "OD-Mono")
