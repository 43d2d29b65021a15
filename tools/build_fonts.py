"""Build the bundled fonts, opsdoc/fonts, from their open sources.

    python3 -m venv /tmp/fontenv && /tmp/fontenv/bin/pip install -r tools/fonts/requirements.txt
    /tmp/fontenv/bin/python tools/build_fonts.py          # builds into opsdoc/fonts
    /tmp/fontenv/bin/python tools/build_fonts.py --check  # builds elsewhere; exit 1 if bytes differ

It needs `npm`, `pip`, `apt-get` and `dpkg` (Debian 12, whose archive has LXGW WenKai 1.250) to fetch the
packages of SOURCES into a cache folder; their digests are pinned, so that a rebuild starts from the same
files. With the versions of tools/fonts/requirements.txt the result is the same byte for byte. It takes a few
minutes.

What happens to a font, and why:

- Family names become private ("OD …"): the licence reserves the original names for unmodified fonts, and a
  private name can't be confused with a font that happens to be installed.
- All get the same vertical metrics, .88 em up and .12 em down, so that a line of mixed fonts is no taller.
- Chinese dashes, quotes and the middle dot become one em wide where the source has them proportional.
- Chinese fonts get `chws`, which closes the gap between adjoining marks: 》（ takes 1.5 em, not 2.
- Variable fonts are instantiated; hinting, vertical writing and other regions' glyphs (`locl`) are dropped.
- Body weights keep all ideographs from U+4E00 to U+9FA5 (sans: and rarer ones of names), the others GB 2312.
"""

from __future__ import annotations

import argparse
import asyncio
import copy
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "opsdoc" / "fonts"
ASCENT, DESCENT = 0.88, 0.12
# 2024-01-01 in seconds since 1904: a constant, since a real date would change the bytes on each run
EPOCH = 3786912000
LIMIT = 40_000_000


@dataclass(frozen=True)
class Source:
    """A package that holds font files, and how to get it."""

    package: str
    version: str
    client: str
    archive: str
    sha256: str
    licence: str  # the file to write under LICENSES
    licence_file: str  # the package's file with the licence text; "" means the text of another source
    notices: tuple[str, ...] = ()  # copyright lines to put first, where the package's text lacks them


SOURCES = {
    "sans-sc": Source(
        "@expo-google-fonts/noto-sans-sc", "0.4.3", "npm",
        "expo-google-fonts-noto-sans-sc-0.4.3.tgz",
        "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
        "OD-Sans-SC.txt", "package/LICENSE_FONT",
        ("Copyright (c) 2014-2021 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'.",),
    ),
    "serif-sc": Source(
        "@expo-google-fonts/noto-serif-sc", "0.4.3", "npm",
        "expo-google-fonts-noto-serif-sc-0.4.3.tgz",
        "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
        "OD-Serif-SC.txt", "package/LICENSE_FONT",
        ("Copyright (c) 2017-2024 Adobe (http://www.adobe.com/).",),
    ),
    "kai-sc": Source(
        "fonts-lxgw-wenkai", "1.250+repack-1", "apt",
        "fonts-lxgw-wenkai_1.250+repack-1_all.deb",
        "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
        "OD-Kai-SC.txt", "",
        (
            "Copyright 2021-2023 LXGW (https://github.com/lxgw/LxgwWenKai), "
            "with Reserved Font Names '霞鹜' and 'LXGW'.",
            "Copyright 2020 The Klee Project Authors (https://github.com/fontworks-fonts/Klee)",
        ),
    ),
    "sans": Source(
        "fontpkg-source-sans-3", "3.52", "pip",
        "fontpkg_source_sans_3-3.52-py3-none-any.whl",
        "2e931608ceeaad770916b53a35cf87090e28133875bf770e41b266146126abd8",
        "OD-Sans.txt", "fontpkg_source_sans_3/LICENSE",
        ("Copyright (c) 2023 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'.",),
    ),
    "serif": Source(
        "fontpkg-source-serif-4", "4.4", "pip",
        "fontpkg_source_serif_4-4.4-py3-none-any.whl",
        "6c33ac5d27b0396b0ed228e400d9c7ee4445c359ce21b3d8d9b9723e8c5c49a7",
        "OD-Serif.txt", "fontpkg_source_serif_4/LICENSE",
        (
            "Copyright (c) 2014-2021 Adobe Systems Incorporated (http://www.adobe.com/), "
            "with Reserved Font Name 'Source'.",
        ),
    ),
    "mono": Source(
        "@expo-google-fonts/source-code-pro", "0.4.1", "npm",
        "expo-google-fonts-source-code-pro-0.4.1.tgz",
        "e00a889c711535f7662ed2e8158560c5dba0c36cffd4f1f2cd30d1b07e89ade1",
        "OD-Mono.txt", "package/LICENSE_FONT",
        ("Copyright (c) 2023 Adobe (http://www.adobe.com/), with Reserved Font Name 'Source'.",),
    ),
}  # fmt: skip


# ---- which characters a font keeps

URO = frozenset(range(0x4E00, 0x9FA6))
GB2312 = frozenset(
    ord(bytes((0xA0 + row, 0xA0 + cell)).decode("gb2312"))
    for row in range(16, 88)
    for cell in range(1, 95)
    if not (row == 55 and cell > 89)  # the standard leaves the last five cells of row 55 empty
)
# The ideographs of extension A that personal and place names use today
EXTENSION_A = frozenset(
    map(
        ord,
        "㑇㑊㕮㘎㙍㙘㙦㛃㛚㛹㟃㠇㠓㤘㥄㧐㧑㧟㫰㬊㬎㬚㭎㭕㮾㰀㳇㳘㳚㴔㵐㶲㸆㸌㺄㻬㽏㿠䁖䂮䃅䃎䅟䌹䎃䎖䏝䏡䏲䐃䓖䓛䓨䓫䓬䗖䗛䗪䗴䜣䝙䢺䢼䣘䥽䦃䲟䲠䲢䴓䴔䴕䴖䴗䴘䴙䶮",
    )
)
# Quotes, dashes, ellipsis and middle dot are missing on purpose: in Chinese text they are the Chinese font's.
LATIN_IN_CHINESE = frozenset({*range(0x20, 0x7F), *range(0xA0, 0x100), 0x20AC, 0x2212, 0x2264, 0x2265} - {0xB7})

Keep = Callable[[set[int]], set[int]]


def is_han(code: int) -> bool:
    return 0x3400 <= code <= 0x4DBF or 0x4E00 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or code >= 0x20000


def is_noise(code: int) -> bool:
    """Korean letters, which no document here needs, and private characters, which mean nothing elsewhere."""
    return (
        0x1100 <= code <= 0x11FF or 0x3130 <= code <= 0x318F
        or 0x3200 <= code <= 0x321E or 0x3260 <= code <= 0x327E
        or 0xA960 <= code <= 0xA97F or 0xAC00 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xF8FF or 0xFFA0 <= code <= 0xFFDC
    )  # fmt: skip


def body(have: set[int]) -> set[int]:
    return {c for c in have if c in URO or (not is_han(c) and not is_noise(c))}


def body_and_names(have: set[int]) -> set[int]:
    """The body, and the rarer ideographs of names and places; all of extension A would cost 2.4 MB more."""
    return body(have) | {c for c in have if is_han(c) and (not 0x3400 <= c <= 0x4DBF or c in EXTENSION_A)}


def display(have: set[int]) -> set[int]:
    return {c for c in have if c in GB2312 or (not is_han(c) and not is_noise(c))}


def latin(have: set[int]) -> set[int]:
    return {c for c in have if not is_noise(c)}


def latin_in_chinese(have: set[int]) -> set[int]:
    return have & LATIN_IN_CHINESE


# ---- which fonts there are


@dataclass(frozen=True)
class Face:
    family: str
    weight: int
    source: str
    path: str
    keep: Keep
    italic: bool = False
    chinese: bool = False
    location: dict[str, float] = field(default_factory=dict)

    @property
    def style(self) -> str:
        name = {300: "Light", 400: "Regular", 500: "Medium", 600: "SemiBold", 700: "Bold"}[self.weight]
        return name if not self.italic else "Italic" if self.weight == 400 else f"{name} Italic"

    @property
    def postscript(self) -> str:
        return f"{self.family.replace(' ', '')}-{self.style.replace(' ', '')}"


def latin_faces() -> Iterable[Face]:
    sans = "fontpkg_source_sans_3/files/SourceSans3{}[wght].ttf"
    serif = "fontpkg_source_serif_4/files/SourceSerif4{}[opsz,wght].ttf"
    for family, keep in (("OD Sans", latin), ("OD Sans Latin", latin_in_chinese)):
        for weight, italic in ((400, False), (400, True), (500, False), (700, False), (700, True)):
            yield Face(
                family,
                weight,
                "sans",
                sans.format("-Italic" * italic),
                keep,
                italic,
                location={"wght": weight},
            )
    for family, keep in (("OD Serif", latin), ("OD Serif Latin", latin_in_chinese)):
        for weight, italic in (
            (300, False),
            (400, False),
            (400, True),
            (600, False),
            (700, False),
            (700, True),
        ):
            # 600 is the weight of titles and big figures, the others of text: each drawn for its size
            size = 28 if weight == 600 else 12
            path = serif.format("-Italic" * italic)
            yield Face(family, weight, "serif", path, keep, italic, location={"wght": weight, "opsz": size})


FACES = (
    Face(
        "OD Sans SC",
        400,
        "sans-sc",
        "package/400Regular/NotoSansSC_400Regular.ttf",
        body_and_names,
        chinese=True,
    ),
    Face("OD Sans SC", 500, "sans-sc", "package/500Medium/NotoSansSC_500Medium.ttf", display, chinese=True),
    Face("OD Sans SC", 700, "sans-sc", "package/700Bold/NotoSansSC_700Bold.ttf", display, chinese=True),
    Face("OD Serif SC", 400, "serif-sc", "package/400Regular/NotoSerifSC_400Regular.ttf", body, chinese=True),
    Face(
        "OD Serif SC",
        600,
        "serif-sc",
        "package/600SemiBold/NotoSerifSC_600SemiBold.ttf",
        display,
        chinese=True,
    ),
    Face("OD Serif SC", 700, "serif-sc", "package/700Bold/NotoSerifSC_700Bold.ttf", display, chinese=True),
    Face(
        "OD Kai SC",
        400,
        "kai-sc",
        "usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
        display,
        chinese=True,
    ),
    *latin_faces(),
    Face("OD Mono", 400, "mono", "package/400Regular/SourceCodePro_400Regular.ttf", latin),
)

CHINESE_FEATURES = ["ccmp", "liga", "kern", "mark", "mkmk", "halt", "chws"]
LATIN_FEATURES = [
    *("ccmp", "locl", "kern", "mark", "mkmk", "liga", "lnum", "onum", "tnum", "pnum", "frac", "numr", "dnom"),
    *("sups", "subs", "sinf", "ordn", "case", "zero"),
]


# ---- fetching


def fetch(source: Source, cache: Path) -> Path:
    """The unpacked package, downloaded by its own client unless the cache has it."""
    archive = cache / source.archive
    if not archive.exists():
        wanted = {
            "npm": ["npm", "pack", "--silent", f"{source.package}@{source.version}"],
            "pip": [
                sys.executable,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--no-deps",
                f"{source.package}=={source.version}",
            ],
            "apt": ["apt-get", "download", f"{source.package}={source.version}"],
        }[source.client]
        print("fetch", source.package, source.version, flush=True)
        subprocess.run(wanted, cwd=cache, check=True, stdout=subprocess.DEVNULL)
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != source.sha256:
        sys.exit(f"{archive}: sha256 is {found}, not {source.sha256}: delete it, or pin the new version")
    folder = cache / f"{source.archive}.d"
    if not folder.exists():
        partial = Path(tempfile.mkdtemp(dir=cache))
        if source.client == "npm":
            with tarfile.open(archive) as tar:
                tar.extractall(partial, filter="data")
        elif source.client == "pip":
            with zipfile.ZipFile(archive) as wheel:
                wheel.extractall(partial)
        else:
            subprocess.run(["dpkg", "-x", archive, partial], check=True)
        partial.rename(folder)
    return folder


# ---- changing a font


def full_width_glyph(font: TTFont, code: int, side: str) -> None:
    """Map `code` to a copy of its glyph, one em wide, with the ink at the `side` of a full-width mark."""
    name = font.getBestCmap()[code]
    em = font["head"].unitsPerEm
    if font["hmtx"][name][0] == em:
        return
    glyph = copy.deepcopy(font["glyf"][name])
    if glyph.isComposite():
        sys.exit(f"U+{code:04X} is a composite glyph: full_width_glyph can't move it")
    ink, bearing = glyph.xMax - glyph.xMin, round(em * 0.06)
    left = {"left": bearing, "right": em - bearing - ink, "centre": (em - ink) // 2}[side]
    glyph.coordinates.translate((left - glyph.xMin, 0))
    glyph.recalcBounds(font["glyf"])
    new = f"{name}.full"
    font["glyf"][new] = glyph
    font["hmtx"][new] = (em, left)
    font.setGlyphOrder(font.getGlyphOrder())  # forgets the index of names, which the new one is not in
    remap(font, code, new)


def remap(font: TTFont, code: int, glyph: str) -> None:
    for table in font["cmap"].tables:
        if table.isUnicode() and code in table.cmap:
            table.cmap[code] = glyph


def full_width_variant(font: TTFont, code: int) -> None:
    """Map `code` to the glyph that the source's own `fwid` feature gives it, if it has one."""
    name = font.getBestCmap()[code]
    if "GSUB" not in font or font["hmtx"][name][0] == font["head"].unitsPerEm:
        return
    gsub = font["GSUB"].table
    for record in gsub.FeatureList.FeatureRecord:
        if record.FeatureTag == "fwid":
            for index in record.Feature.LookupListIndex:
                for sub in gsub.LookupList.Lookup[index].SubTable:
                    mapping: dict[str, str] = getattr(getattr(sub, "ExtSubTable", sub), "mapping", {})
                    if name in mapping:
                        remap(font, code, mapping[name])
                        return


def chinese_marks(font: TTFont) -> None:
    """Make the marks that Chinese shares with Latin one em wide; the sources have some for Latin."""
    full_width_variant(font, 0x2014)
    full_width_glyph(font, 0x2014, "centre")
    full_width_glyph(font, 0xB7, "centre")
    for code, side in ((0x2018, "right"), (0x201C, "right"), (0x2019, "left"), (0x201D, "left")):
        full_width_glyph(font, code, side)


def even_figures(font: TTFont) -> None:
    """Give tabular figures one width again: rounding at instantiation leaves some a unit off."""
    names = [font.getBestCmap()[code] for code in range(ord("0"), ord("9") + 1)]
    widths = [font["hmtx"][name][0] for name in names]
    if max(widths) - min(widths) <= 2:
        width = max(set(widths), key=lambda w: (widths.count(w), w))
        for name in names:
            font["hmtx"][name] = (width, font["hmtx"][name][1])


def add_chws(path: Path) -> None:
    """Add contextual half-width spacing; a font that has it already is left as it is."""
    from east_asian_spacing import Builder  # type: ignore[import-untyped]

    async def run() -> None:
        builder = Builder(path)
        await builder.build()
        if builder.has_spacings:
            builder.save(path)

    asyncio.run(run())


def subset(font: TTFont, face: Face) -> None:
    options = Options()
    options.hinting = False
    options.layout_features = CHINESE_FEATURES if face.chinese else LATIN_FEATURES
    # WenKai's substitutions serve phonetic notation, not Chinese text
    if face.source == "kai-sc":
        options.layout_features = ["chws"]
    options.name_IDs = [0, 5, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    options.drop_tables += ["DSIG", "STAT", "BASE", "vhea", "vmtx", "VORG", "meta", "prep"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=face.keep(set(font.getBestCmap())))
    subsetter.subset(font)


def rename(font: TTFont, face: Face) -> None:
    table: Any = font["name"]
    kept = {i: table.getDebugName(i) for i in (0, 5, 13, 14) if table.getDebugName(i)}
    table.names = []
    # Names 1 and 2 know four styles only: there the other weights are families; 16 and 17 say it right.
    four = face.weight in (400, 700)
    legacy = face.family if four else f"{face.family} {face.style}"
    names = {
        **kept,
        1: legacy,
        2: face.style if four else "Regular",
        3: f"OpsDoc:{face.postscript}:{SOURCES[face.source].version}",
        4: f"{face.family} {face.style}",
        6: face.postscript,
        16: face.family,
        17: face.style,
    }
    for number, text in sorted(names.items()):
        table.setName(text, number, 3, 1, 0x409)


def normalise(font: TTFont, face: Face) -> None:
    em = font["head"].unitsPerEm
    up, down = round(em * ASCENT), round(em * DESCENT)
    hhea, os2, head = font["hhea"], font["OS/2"], font["head"]
    hhea.ascent, hhea.descent, hhea.lineGap = up, -down, 0
    os2.sTypoAscender, os2.sTypoDescender, os2.sTypoLineGap = up, -down, 0
    os2.usWinAscent, os2.usWinDescent = up, down
    bold, italic = face.weight == 700, face.italic
    os2.version = max(os2.version, 4)
    os2.usWeightClass, os2.usWidthClass, os2.fsType = face.weight, 5, 0
    os2.achVendID = "OPSD"
    regular = not bold and not italic
    os2.fsSelection = (1 << 7) | (regular << 6) | (bold << 5) | (italic << 0)
    head.macStyle = (bold << 0) | (italic << 1)
    head.created = head.modified = EPOCH


def build(face: Face, packages: dict[str, Path], path: Path) -> None:
    font = TTFont(packages[face.source] / face.path, recalcTimestamp=False)
    if face.location:
        font = instantiateVariableFont(font, face.location, inplace=True)
        even_figures(font)
    if face.chinese:
        for tag in ("vhea", "vmtx"):
            del font[tag]
        chinese_marks(font)
    subset(font, face)
    font.save(path)
    if face.chinese:
        add_chws(path)
    font = TTFont(path, recalcTimestamp=False)
    rename(font, face)
    normalise(font, face)
    font.save(path)


# ---- what goes beside the fonts


def licence_text(source: Source, packages: dict[str, Path]) -> str:
    """The copyright lines of the font files themselves, then the licence as the package has it."""
    key = next(k for k, s in SOURCES.items() if s is source)
    if source.licence_file:
        text = (packages[key] / source.licence_file).read_text("utf-8")
    else:
        # The Debian package has the licence reflowed for its own format: take the text of another source.
        text = (packages["sans-sc"] / SOURCES["sans-sc"].licence_file).read_text("utf-8").split("\n", 2)[2]
    notice = f"This font was changed and renamed; its source: {source.package} {source.version}."
    lines = [line for line in source.notices if line not in text]
    return "\n".join([*lines, notice, "", *(line.rstrip() for line in text.strip().splitlines()), ""])


def ranges(codes: Iterable[int]) -> list[list[int]]:
    out: list[list[int]] = []
    for code in sorted(codes):
        if out and out[-1][1] == code - 1:
            out[-1][1] = code
        else:
            out.append([code, code])
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description="Build the bundled fonts from their open sources.")
    default = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "opsdoc-fonts"
    parser.add_argument("--cache", type=Path, default=default, help="folder for downloads (default: %(default)s)")
    parser.add_argument("--check", action="store_true", help="compare with opsdoc/fonts, don't write")
    parser.add_argument("--only", default="", help="build only files with this in their name, into --scratch")
    parser.add_argument("--scratch", type=Path, help="folder for --only")
    args = parser.parse_args()
    args.cache.mkdir(parents=True, exist_ok=True)
    packages = {key: fetch(source, args.cache.resolve()) for key, source in SOURCES.items()}

    with tempfile.TemporaryDirectory() as scratch:
        folder = args.scratch or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        entries, covered = [], set[int]()
        for face in FACES:
            path = folder / f"{face.postscript}.ttf"
            if args.only not in path.name:
                continue
            build(face, packages, path)
            data, codes = path.read_bytes(), set(TTFont(path, lazy=True).getBestCmap())
            covered |= codes
            print(f"{path.name:32} {len(data) / 1e6:6.2f} MB {len(codes):6} characters", flush=True)
            source = SOURCES[face.source]
            entries.append(
                {
                    "file": path.name,
                    "family": face.family,
                    "weight": face.weight,
                    "style": "italic" if face.italic else "normal",
                    "coverage": len(codes),
                    "bytes": len(data),
                    "sha256": hashlib.sha256(data).hexdigest(),
                    "source": source.package,
                    "version": source.version,
                    "licence": f"LICENSES/{source.licence}",
                }
            )
        if args.only:
            return
        covering = json.dumps(ranges(covered), separators=(",", ":"))
        listing = ",\n".join("  " + json.dumps(entry, ensure_ascii=False) for entry in entries)
        (folder / "fonts.json").write_text(
            f'{{"coverage": {covering},\n"fonts": [\n{listing}\n]}}\n',
            "utf-8",
        )
        (folder / "LICENSES").mkdir(exist_ok=True)
        for source in SOURCES.values():
            (folder / "LICENSES" / source.licence).write_text(licence_text(source, packages), "utf-8")

        made = sorted(p.relative_to(folder) for p in folder.rglob("*") if p.is_file())
        total = sum((folder / p).stat().st_size for p in made)
        print(f"{len(entries)} fonts, {total / 1e6:.2f} MB")
        if total > LIMIT:
            sys.exit(f"more than {LIMIT / 1e6:.0f} MB")
        if args.check:
            differing = [
                p for p in made if not (OUT / p).exists() or (OUT / p).read_bytes() != (folder / p).read_bytes()
            ]
            sys.exit("differs: " + ", ".join(map(str, differing)) if differing else 0)
        (OUT / "LICENSES").mkdir(parents=True, exist_ok=True)
        for old in OUT.glob("*.ttf"):
            old.unlink()
        for path in made:
            shutil.copyfile(folder / path, OUT / path)


if __name__ == "__main__":
    main()
