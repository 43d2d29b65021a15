"""Holds PDFs against PDF/UA-1, PDF/A-2a and what a screen reader meets; exits 1 when one fails."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outloud import Document

PROFILES = ("PDF_UA_1", "PDF_A_2A")
SHOWN_PER_FILE = 10
# The first or last line of the type area is taken for furniture when three pages have the same one: the head of a
# table, the root of an organisation chart, the source under a figure. Such a finding counts unless the pages say
# otherwise: see `_furniture`.
REPEATED = "PAG-001"
# A long table head that stands once more, on the page where its table goes on, is taken for prose that nobody hears.
# Such a finding counts unless the same line is content on an earlier page: see `_unheard`.
SILENT = "TAG-002"


def documents(paths: Iterable[Path]) -> list[Path]:
    """Every .pdf under the paths, each once."""
    return sorted({file for path in paths for file in (path.rglob("*.pdf") if path.is_dir() else [path])})


def findings(file: Path) -> list[str]:
    """What the validators have against a file, a line for each finding."""
    import page

    data, lines = file.read_bytes(), []
    for name in PROFILES:
        report = page.validate_pdf_bytes(data, profile=getattr(page.ValidationProfile, name))
        lines += [f"{name}: {failure.rule_id} {failure.message}" for failure in report.failures]
    return lines + [f"outloud: {line}" for line in heard(file)]


def heard(file: Path) -> list[str]:
    """The errors and warnings of what stands for a screen reader, a line each.

    It is `outloud.check`, and what it read of the pages serves for the second look at two of its rules."""
    from outloud import Document, Result, features, run_rules

    result, document = Result(path=str(file)), None
    try:
        document = Document(str(file))
        run_rules(document, result, feats=features(document))
    except Exception as problem:  # whatever a broken file does to it
        return [f"not read: {type(problem).__name__}: {problem}"[:300]]
    else:
        found = [finding for finding in result.sorted_findings() if finding.severity in ("error", "warning")]
        rules = {finding.rule for finding in found}
        real = {REPEATED: REPEATED in rules and _furniture(document), SILENT: SILENT in rules and _unheard(document)}
        return [str(finding) for finding in found if real.get(finding.rule, True)]
    finally:
        if document is not None:
            document.close()


def _unheard(document: Document) -> list[str]:
    """Lines of eight words and more that are artifacts and stand on no earlier page as content."""
    from outloud.rules.tagging import furniture_keys, line_key

    said: set[str] = set()
    found: list[str] = []
    known = furniture_keys(document)
    for page in document.pages:
        lines = document.content(page.index).lines
        words = [line.text for line in lines if line.artifact_share >= 0.8 and line_key(line.text) not in known]
        found += [text for text in words if len(text.split()) >= 8 and text not in said]
        said |= {line.text for line in lines if line.tagged_share > 0.8}
    return found


def furniture(file: Path) -> list[str]:
    """What `heard` finds repeated at the edge of a file's pages."""
    from outloud import Document

    document = Document(str(file))
    try:
        return _furniture(document)
    finally:
        document.close()


def _furniture(document: Document, pages: int = 3) -> list[str]:
    """Lines of content that recur on so many pages at the outer edge of all that these pages show.

    A running head or foot that is taken for content has nothing beyond it. Where an artifact stands nearer to the edge
    of the page, that is the furniture, and the line belongs to the type area.
    """
    where: dict[str, set[int]] = {}
    for page in document.pages:
        lines = document.content(page.index).lines
        artifacts = [line.bbox for line in lines if line.artifact_share > 0.8]
        highest = max((box[1] for box in artifacts), default=0.0)
        lowest = min((box[1] for box in artifacts), default=page.height)
        for line in lines:
            bottom, top = line.bbox[1], line.bbox[3]
            outermost = (bottom >= 0.88 * page.height and bottom >= highest) or (
                top <= 0.12 * page.height and bottom <= lowest
            )
            if line.tagged_share > 0.8 and outermost:
                words = re.sub(r"[\d\s]+", " ", line.text.casefold()).strip()
                where.setdefault(words, set()).add(page.index)
    return [words for words, found in where.items() if len(found) >= pages]


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
