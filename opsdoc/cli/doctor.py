"""`opsdoc doctor`: what this machine has and lacks, each line ok or with the command that mends it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import click

from opsdoc import platform
from opsdoc.diagnostics import OpsdocError, environment_error

EPILOG = """\b
Examples:
  opsdoc doctor
  opsdoc doctor --format json
"""

FREE_MB = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One thing looked at. `missing` stops builds, `note` does not; `mend` is the command or deed that helps."""

    name: str
    state: Literal["ok", "missing", "note"]
    found: str
    mend: str = ""


@click.command(epilog=EPILOG)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="text or json.")
def command(form: str) -> None:
    """Say what is missing on this machine: each line is ok, or names the command that mends it."""
    lines = [line for look in LOOKS for line in look()]
    if form == "json":
        click.echo(json.dumps([asdict(line) for line in lines], ensure_ascii=False, indent=2))
    else:
        width = max(len(line.name) for line in lines)
        for line in lines:
            mark = {"ok": "ok     ", "missing": "MISSING", "note": "note   "}[line.state]
            click.echo(f"{mark}  {line.name:<{width}}  {line.found}")
            if line.mend:
                click.echo(f"{'':{width + 11}}→ {line.mend}")
    bad = [line.name for line in lines if line.state == "missing"]
    if bad:
        raise environment_error(f"not ready: {', '.join(bad)}", "do what stands after the arrows, then ask again")


def _python() -> Iterator[Line]:
    version = ".".join(map(str, sys.version_info[:3]))
    good = (3, 11) <= sys.version_info[:2] < (3, 14)
    yield Line("Python", "ok" if good else "missing", version, "" if good else "use Python 3.11, 3.12 or 3.13")


def _packages() -> Iterator[Line]:
    found = platform.package_versions()
    lacking = [name for name in platform.SHAPING if name not in found]
    listed = ", ".join(f"{name} {found[name]}" for name in ("weasyprint", "python-docx") if name in found)
    mend = f"pip install {' '.join(lacking)}" if lacking else ""
    yield Line("packages", "missing" if lacking else "ok", listed or "none", mend)


def _native() -> Iterator[Line]:
    for name, version in platform.native_versions().items():
        package = platform.NATIVE[name][1]
        install = f"apt-get install {package}" if sys.platform == "linux" else "brew install pango"
        if version:
            yield Line(name, "ok", "present" if version == "?" else version)
        elif name == "harfbuzz-subset":
            # Without it subsetting falls back to fontTools, which takes ten seconds for a Chinese font.
            yield Line(name, "note", "not found; PDFs are made, but slowly", install)
        else:
            yield Line(name, "missing", "not found", install)


def _fonts() -> Iterator[Line]:
    from opsdoc.fontconfig import bundled

    try:
        fonts = bundled()
    except (OSError, ValueError, KeyError):
        yield Line("fonts", "missing", "their listing cannot be read", "install opsdoc again")
        return
    bad = [font.path.name for font in fonts if _digest(font.path) != font.sha256]
    found = f"{len(fonts)} files, {len({font.family for font in fonts})} families"
    if bad or not fonts:
        yield Line("fonts", "missing", f"missing or changed: {', '.join(bad) or 'all'}", "install opsdoc again")
    else:
        yield Line("fonts", "ok", found)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _folders() -> Iterator[Line]:
    from opsdoc.resources import cache_folder

    cache = cache_folder()
    try:
        cache.mkdir(parents=True, exist_ok=True)
        writable = os.access(cache, os.W_OK)
    except OSError:
        writable = False
    mend = "" if writable else "set OPSDOC_CACHE to a folder that can be written"
    yield Line("cache", "ok" if writable else "missing", str(cache), mend)
    for name, place in (("disk", Path.cwd()), *((("cache disk", cache),) if writable else ())):
        free = shutil.disk_usage(place).free // 1_000_000
        mend = "" if free >= FREE_MB else "free some space"
        yield Line(name, "ok" if free >= FREE_MB else "missing", f"{free / 1000:.1f} GB free", mend)


def _locale() -> Iterator[Line]:
    import locale

    name = locale.getpreferredencoding(False)
    utf8 = name.lower().replace("-", "") in ("utf8", "cp65001")
    # opsdoc itself reads and writes UTF-8 whatever this says; a terminal may not show it.
    mend = "" if utf8 else "export LC_ALL=C.UTF-8, so that the terminal shows Chinese"
    yield Line("locale", "ok" if utf8 else "note", name, mend)


def _rendering() -> Iterator[Line]:
    """Whether a page can be drawn: the one question that all others are about."""
    from opsdoc.pipeline.trial import trial_page

    try:
        yield Line("rendering", "ok", trial_page())
    except OpsdocError as problem:
        first = problem.diagnostics[0]
        yield Line("rendering", "missing", first.message, first.help)


def _libreoffice() -> Iterator[Line]:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    yield Line("LibreOffice", "ok" if found else "note", found or "not found; only some tests use it")


LOOKS: tuple[Callable[[], Iterator[Line]], ...] = (
    _python,
    _packages,
    _native,
    _fonts,
    _folders,
    _locale,
    _rendering,
    _libreoffice,
)
