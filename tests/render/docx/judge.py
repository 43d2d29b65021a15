"""LibreOffice as the judge of page numbers: what contents say against the pages that it makes of the same file.

`python -m tests.render.docx.judge [KIND ...]` prints the figures for sample documents in every language.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from opsdoc.render.docx import render_docx
from tests.render.docx.kinds import NAMES, context, tree

_FILTER = 'pdf:writer_pdf_Export:{"ExportBookmarksToPDFDestination":{"type":"boolean","value":"true"}}'
_entry = re.compile(r"PAGEREF (\w+) .*?\"separate\"/></w:r><w:r><w:t[^>]*>(\d+)</w:t>")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How the numbers of one file compare: how many there are, how many are wrong, and by how much at most."""

    entries: int
    wrong: int
    furthest: int
    pages: int

    @property
    def exact(self) -> float:
        """The share of right numbers."""
        return 1 - self.wrong / self.entries if self.entries else 1.0


def missing() -> str:
    """What the judge lacks on this machine, or nothing."""
    if not shutil.which("soffice"):
        return "soffice is not installed"
    for family, wanted in (("Calibri", "Carlito"), ("Cambria", "Caladea")):
        asked = ["fc-match", family, "family"]
        found = subprocess.run(asked, capture_output=True, text=True, check=False, env=office()).stdout
        if wanted not in found and family not in found:
            return f"neither {family} nor {wanted} is installed"
    return ""


def office() -> dict[str, str]:
    """The environment of LibreOffice: it has the machine's fonts, while our renderer has the bundled ones alone."""
    return {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}


def documents(names: Iterable[str]) -> dict[str, bytes]:
    """Documents of the sample engagement as DOCX, by names such as "policy.zh-en"."""
    spoken = {name: name.replace(".", " ") for name in names}
    return {n: render_docx(tree(said), context(said, docx_diagrams="group")).data for n, said in spoken.items()}


def laid_out(files: Mapping[str, bytes], folder: Path) -> dict[str, Path]:
    """PDFs that LibreOffice makes of DOCX files, with a named destination for every bookmark."""
    for name, data in files.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    sources = [str(folder / f"{name}.docx") for name in files]
    command = ["soffice", profile, "--headless", "--convert-to", _FILTER, "--outdir", str(folder), *sources]
    subprocess.run(command, capture_output=True, timeout=600, check=True, env=office())
    return {name: folder / f"{name}.pdf" for name in files}


def said(data: bytes) -> dict[str, int]:
    """The page that contents name, by bookmark."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    return {name: int(page) for name, page in _entry.findall(xml)}


def destinations(path: Path) -> tuple[dict[str, int], int]:
    """The page of every named destination of a PDF, and the number of pages."""
    with pikepdf.open(path) as pdf:
        numbers: dict[object, int] = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        found = {}
        for name, target in pdf.Root.Dests.items():
            place = target if isinstance(target, pikepdf.Array) else target.D
            found[str(name)[1:]] = numbers[place[0].objgen]
        return found, len(pdf.pages)


def judged(data: bytes, path: Path) -> Verdict:
    """A file's numbers against its pages."""
    pages, count = destinations(path)
    known = said(data)
    # LibreOffice writes what is no letter or digit as its hexadecimal code.
    off = [abs(page - pages.get(name.replace("_", "5F"), -99)) for name, page in known.items()]
    return Verdict(len(known), sum(1 for one in off if one), max(off, default=0), count)


def main(kinds: list[str]) -> None:
    """Print the figures."""
    if lacking := missing():
        sys.exit(lacking)
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        names = [name.replace(" ", ".") for name in NAMES if name.split()[0] in (kinds or ["proposal"])]
        files = documents(names)
        built = time.perf_counter()
        for name, path in laid_out(files, Path(folder)).items():
            verdict = judged(files[name], path)
            print(
                f"{name:18} {verdict.entries:4} entries  {verdict.exact:7.1%} exact  "
                f"at most {verdict.furthest} off  {verdict.pages} pages"
            )
        print(f"built in {built - started:.1f} s, judged in {time.perf_counter() - built:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
