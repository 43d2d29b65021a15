"""The wheel alone makes a document: installed into an empty environment, far from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PIP = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]


def run(*command: str | Path, cwd: Path) -> str:
    """What the command writes to stdout; fails with its stderr. The checkout is not on its path."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        command, cwd=cwd, env=environment, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8"
    )
    said = f"{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    assert done.returncode == 0, f"{' '.join(map(str, command))}\n{said}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_carries_templates_content_and_fonts(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for folder, ending in (
        ("opsdoc/_data/templates/", ".yaml"),
        ("opsdoc/_data/content/", ".md"),
        ("opsdoc/fonts/", ".ttf"),
        ("opsdoc/fonts/LICENSES/", ".txt"),
    ):
        assert any(name.startswith(folder) and name.endswith(ending) for name in names), folder
    assert not [name for name in names if "__pycache__" in name or name.startswith(("tests/", "tools/"))]


@pytest.mark.slow
def test_the_wheel_builds_a_proposal_in_an_empty_environment(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    run(sys.executable, "-m", "venv", environment, cwd=tmp_path)
    python = environment / "bin" / "python"
    run(python, *PIP, "--require-hashes", "-r", ROOT / "requirements.lock", cwd=tmp_path)
    run(python, *PIP, "--no-deps", wheel, cwd=tmp_path)

    opsdoc = environment / "bin" / "opsdoc"
    run(opsdoc, "init", "x", cwd=tmp_path)
    run(opsdoc, "build", "proposal", cwd=tmp_path / "x")

    made = list((tmp_path / "x" / "output").rglob("proposal.*"))
    starts = {file.suffix: file.read_bytes()[:4] for file in made}
    assert starts == {".pdf": b"%PDF", ".docx": b"PK\x03\x04"}
