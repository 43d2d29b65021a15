"""Holds PDFs against PDF/UA-1, PDF/A-2a and what a screen reader meets; exits 1 when one fails."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

PROFILES = ("PDF_UA_1", "PDF_A_2A")
SHOWN_PER_FILE = 10
# It takes what stands at the top of three pages for a running head: also the first row of tables that begin there. That
# running heads are no content, tests/render/test_pdf_structure.py asks of the tags themselves. And it counts how
# much of a page is painted in the order of the tags: a drawing is painted after the words of its page, and read in its
# place.
GUESSED = {"PAG-001", "ORD-001"}


def documents(paths: Iterable[Path]) -> list[Path]:
    """Every .pdf under the paths, each once."""
    return sorted({file for path in paths for file in (path.rglob("*.pdf") if path.is_dir() else [path])})


def findings(file: Path) -> list[str]:
    """What the validators have against a file, a line for each finding."""
    import outloud
    import page

    data, lines = file.read_bytes(), []
    for name in PROFILES:
        report = page.validate_pdf_bytes(data, profile=getattr(page.ValidationProfile, name))
        lines += [f"{name}: {failure.rule_id} {failure.message}" for failure in report.failures]
    heard = [found for found in outloud.check(str(file)).sorted_findings() if found.severity in ("error", "warning")]
    return lines + [f"outloud: {found}" for found in heard if found.rule not in GUESSED]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE|FOLDER")
    parser.add_argument("--require", action="store_true", help="fail when there is no PDF to validate")
    arguments = parser.parse_args()
    files = documents(arguments.paths)
    if not files:
        print(f"no PDF in {', '.join(map(str, arguments.paths))}", file=sys.stderr)
        return int(arguments.require)
    bad = 0
    with ProcessPoolExecutor() as pool:
        for file, lines in zip(files, pool.map(findings, files), strict=True):
            bad += bool(lines)
            for line in lines[:SHOWN_PER_FILE]:
                print(f"{file}: {line}"[:400])
    print(f"PDF/UA-1, PDF/A-2a, screen reader: {len(files)} PDF read, {bad} with findings")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
