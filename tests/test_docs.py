"""The guide is true: every command of every page is run, in order, in a fresh folder, and prints what the page shows.

A fence of `sh` is run; `sh fails` must exit with an error; `sh elsewhere` takes a file that is not ours and is not run.
A fence of `text` after it shows some of its lines, `…` standing for anything. The Chinese pages have the commands of
the English ones, and every verb and option that any page names exists.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from opsdoc.cli.root import VERBS, opsdoc

DOCS = Path(__file__).resolve().parents[1] / "docs"
GUIDES = sorted(path for path in (DOCS / "tutorial.md", *(DOCS / "how-to").glob("*.md")))
FENCE = re.compile(r"^```(\S+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its manner (`fails`, `elsewhere` or nothing), its text and its line."""

    language: str
    manner: str
    text: str
    line: int


def blocks(page: Path) -> list[Block]:
    text = page.read_text("utf-8")
    return [
        Block(m[1], m[2] or "", m[3], text.count("\n", 0, m.start()) + 1)
        for m in FENCE.finditer(text)
        if m[1] in ("sh", "text")
    ]


def commands(page: Path) -> list[tuple[str, str]]:
    """(manner, command) of a page, without comments, so that two languages can be compared."""
    found = []
    for block in blocks(page):
        if block.language == "sh":
            lines = [re.sub(r"\s+#\s.*", "", line) for line in block.text.splitlines() if not line.startswith("#")]
            found.append((block.manner, "\n".join(lines)))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_every_command_does_what_the_page_says(page: Path, tmp_path: Path) -> None:
    assert commands(page), f"{page.name} shows no command"
    # The shell goes on from block to block: it says after each where it stands.
    here, said = tmp_path, ""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": path, "NO_COLOR": "1", "LANG": "C.UTF-8", "COLUMNS": "200"}
    for block in blocks(page):
        place = f"{page.name}:{block.line}"
        if block.language == "text":
            for line in filter(str.strip, block.text.splitlines()):
                wanted = ".*".join(re.escape(part.strip()) for part in line.split("…"))
                assert re.search(wanted, said), f"{place}: not printed: {line}\n{said}"
        elif block.manner != "elsewhere":
            script = f"cd {shlex.quote(str(here))}\n{block.text}\npwd > {shlex.quote(str(tmp_path / '.here'))}\n"
            done = subprocess.run(["bash", "-euc", script], capture_output=True, text=True, env=env, timeout=300)
            said = done.stdout + done.stderr
            assert (done.returncode != 0) == (block.manner == "fails"), f"{place} exits {done.returncode}\n{said}"
            if done.returncode == 0:
                here = Path((tmp_path / ".here").read_text("utf-8").strip())


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_the_chinese_page_has_the_same_commands(page: Path) -> None:
    chinese = DOCS / "zh" / page.relative_to(DOCS)
    assert commands(chinese) == commands(page)


def test_every_verb_and_option_that_the_guide_names_exists() -> None:
    runner = CliRunner()
    helps = {verb: runner.invoke(opsdoc, [verb, "--help"]).output for verb in VERBS}
    for page in DOCS.rglob("*.md"):
        if "reference" in page.parts:
            continue
        fenced = [command for _, command in commands(page)]
        inline = re.findall(r"`([^`\n]+)`", FENCE.sub("", page.read_text("utf-8")))
        for line in re.findall(r"^opsdoc [a-z][^\n#&]*", "\n".join([*fenced, *inline]), re.MULTILINE):
            verb, *rest = line.split()[1:]
            assert verb in VERBS, f"{page.name}: {line}"
            for option in (word.partition("=")[0] for word in rest if word.startswith("--")):
                assert option in helps[verb], f"{page.name}: {line}"


def test_the_reference_is_what_the_program_says() -> None:
    tool = DOCS.parent / "tools" / "reference.py"
    done = subprocess.run([sys.executable, str(tool), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_links_between_pages_lead_somewhere() -> None:
    for page in DOCS.rglob("*.md"):
        for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.relative_to(DOCS)} links to {target}"
