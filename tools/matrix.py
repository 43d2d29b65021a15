"""Builds the samples that are looked over before a release: one per document and language, or all."""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
from collections.abc import Collection
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from opsdoc.pipeline.plan import Job
    from opsdoc.pipeline.trees import Trees

ROOT = Path(__file__).resolve().parent.parent
OPSDOC = Path(sys.executable).with_name("opsdoc")
LANGUAGES = "zh,en,zh-en"
EVERY_LANGUAGE = "zh,en,zh-en,en-zh"
EVERY_FORMAT = "pdf,docx,html"


def default_engagement() -> str:
    """The engagement that `opsdoc.yaml` names."""
    for place in (ROOT / "opsdoc.yaml", ROOT / "content/opsdoc.yaml"):
        if place.exists():
            return str(yaml.safe_load(place.read_text(encoding="utf-8"))["engagement"])
    folders = [path for path in (ROOT / "content/engagements").iterdir() if path.is_dir()]
    if len(folders) != 1:
        raise SystemExit("matrix: no opsdoc.yaml says which engagement is the default")
    return folders[0].name


def records(folder: Path) -> list[str]:
    """The ids of the records in a folder: `proposal` of `proposal.yaml`, `hybrid` of `hybrid/`."""
    return sorted(path.stem for path in folder.iterdir() if path.is_dir() or path.suffix == ".yaml")


def commands(*, everything: bool) -> list[list[str]]:
    """The builds, as arguments of `opsdoc build`."""
    documents = records(ROOT / "content/engagements" / default_engagement() / "documents")
    variants = records(ROOT / "content/variants")
    if everything:
        return [[*documents, "--all-variants", "--lang", EVERY_LANGUAGE, "--to", EVERY_FORMAT]]
    return [
        [*documents, "--lang", LANGUAGES, "--to", "pdf,docx"],
        ["notice", "--lang", "en-zh", "--to", "html"],
        ["proposal", "--variant", ",".join(variants), "--lang", "zh", "--to", "pdf,docx"],
    ]


def laws_broken(folder: Path) -> int:
    """1 when a PDF of the folder breaks a law of print, each said in a line, or when a kind of document in one of its
    languages, a theme or a variant has no PDF there; 0 otherwise.

    Among the laws are the validators and the screen reader of `tools/accessible.py`."""
    files = sorted(folder.glob("*.pdf"), key=lambda file: -file.stat().st_size)
    bad = 0 if files else 1
    # The longest first, so that no process waits for the last one.
    with ProcessPoolExecutor() as pool:
        for file, lines in zip(files, pool.map(findings, files), strict=True):
            bad += bool(lines)
            for line in lines:
                print(f"{file.name}: {line}"[:300], flush=True)
    missing = uncovered({file.name for file in files})
    for name in missing:
        print(f"no PDF of {name} was held against the laws")
    print(f"laws of print: {len(files)} PDF read, {bad} with findings")
    return int(bad > 0 or bool(missing))


def uncovered(files: Collection[str]) -> list[str]:
    """What none of the files shows, of kinds × languages, themes, and variants."""
    from opsdoc.theme import theme_names

    trees, jobs = _planned()
    workspace = trees.workspace
    kinds = workspace.engagements[default_engagement()].documents
    wanted = {f"{kind} in {lang}" for kind in kinds for lang in LANGUAGES.split(",")}
    wanted |= {f"the theme {name}" for name in theme_names(workspace.templates)}
    wanted |= {f"the variant {name}" for name in records(ROOT / "content/variants")}
    for job in (jobs[name] for name in files if name in jobs):
        wanted -= {f"{job.record.id} in {job.lang}", f"the theme {job.theme}", f"the variant {job.variant}"}
    return sorted(wanted)


def findings(file: Path) -> list[str]:
    """What a PDF of the matrix breaks, a line for each finding."""
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))
    from opsdoc.theme import load_theme
    from tests.render.finished import Finished
    from tests.render.laws import broken

    trees, jobs = _planned()
    if file.name not in jobs:
        return ["no document of the engagement makes this file: take it away"]
    job = jobs[file.name]
    document, log = trees.of(job)
    if document is None:
        return [item.format() for item in log]
    return broken(Finished(file.read_bytes(), document, load_theme(job.theme, trees.workspace.templates), file.name))


@cache
def _planned() -> tuple[Trees, dict[str, Job]]:
    """Every document of the default engagement, and the job that makes each PDF by its name; once per process."""
    from opsdoc.content.load import load
    from opsdoc.diagnostics import Log
    from opsdoc.pipeline import Request
    from opsdoc.pipeline.plan import plan
    from opsdoc.pipeline.trees import Trees

    workspace = load(ROOT, ROOT, Log())
    engagement = default_engagement()
    documents = tuple(workspace.engagements[engagement].documents)
    request = Request(documents=documents, all_variants=True, langs=tuple(EVERY_LANGUAGE.split(",")), formats=("pdf",))
    return Trees(workspace, engagement, request), {
        job.files["pdf"]: job for job in plan(request, workspace, engagement)
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true", help="document × variant × language × format")
    parser.add_argument("--output-dir", type=Path, default=ROOT / "build/matrix")
    arguments = parser.parse_args()
    arguments.output_dir.mkdir(parents=True, exist_ok=True)
    for command in commands(everything=arguments.all):
        line = [str(OPSDOC), "build", *command, "-j", "auto", "--output-dir", str(arguments.output_dir)]
        print("$ opsdoc " + shlex.join(line[1:]), flush=True)
        status = subprocess.run(line, cwd=ROOT, check=False).returncode
        if status:
            return status
    return laws_broken(arguments.output_dir)


if __name__ == "__main__":
    sys.exit(main())
