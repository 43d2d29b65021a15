"""A workspace of two short documents that builds at once, and a way to run the command line in it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from opsdoc.cli import main

CASES = Path(__file__).resolve().parents[1] / "cases"
ENGAGEMENT = "content/engagements/tiny"
WORDS = f"{ENGAGEMENT}/sections/words.zh.md"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run of the command line gave."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Tiny:
    """A copy of the tiny workspace, the current folder of its test."""

    root: Path
    capture: pytest.CaptureFixture[str]

    @property
    def output(self) -> Path:
        return self.root / "output" / "tiny"

    def run(self, *arguments: str) -> Outcome:
        self.capture.readouterr()
        code = main(arguments)
        said = self.capture.readouterr()
        return Outcome(code, said.out, said.err)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def change(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    def files(self) -> dict[str, bytes]:
        """Everything in the output folder, hidden files too."""
        return {path.name: path.read_bytes() for path in self.output.iterdir()} if self.output.is_dir() else {}


def copy_of_tiny(folder: Path) -> Path:
    return Path(shutil.copytree(CASES / "tiny", folder / "tiny"))
