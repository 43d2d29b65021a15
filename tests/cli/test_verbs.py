"""The verbs that do not build: what they print to stdout, and what they say to wrong names."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

import opsdoc
from opsdoc.cli.root import VERBS
from tests.cli.tiny import Tiny


def test_help_names_every_verb_and_imports_none(tiny: Tiny) -> None:
    done = tiny.run("--help")
    assert done.code == 0
    assert all(f"\n  {verb} " in done.out for verb in VERBS)
    code = "import sys; from opsdoc.cli import main; main(['--help']); print(*sys.modules, file=sys.stderr)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stderr.split()
    assert not {"pydantic", "rich", "yaml", "weasyprint", "opsdoc.pipeline", "opsdoc.cli.build"} & set(loaded)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_examples(tiny: Tiny, verb: str) -> None:
    done = tiny.run(verb, "--help")
    assert done.code == 0
    assert done.out.startswith(f"Usage: opsdoc {verb}")
    assert f"  opsdoc {verb}" in done.out.partition("Examples:")[2]


def test_version_is_the_packages(tiny: Tiny) -> None:
    first, *others = tiny.run("--version").out.splitlines()
    assert first == f"opsdoc {opsdoc.__version__}"
    named = dict(line.split() for line in others)
    assert named["weasyprint"] == version("weasyprint")
    assert re.fullmatch(r"\d+\.\d+\.\d+", named["pango"])
    assert "missing" not in named.values()
    declared = Path(opsdoc.__file__).parents[1] / "pyproject.toml"
    assert f'\nversion = "{opsdoc.__version__}"\n' in declared.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["biuld"], 'no command "biuld"\nhelp: did you mean "build"?'),
        (["list", "variant"], 'nothing to list called "variant"\nhelp: did you mean "variants"?'),
        (["show", "variant", "hybird"], 'no variant "hybird"\nhelp: did you mean "hybrid"?'),
        (["show", "function", "brandd"], 'no function "brandd"\nhelp: did you mean "brand"?'),
        (["show", "unit", "x"], 'cannot show "unit"'),
        (["show", "variant"], "Missing argument"),
        (["schema", "functoin"], 'no schema "functoin"\nhelp: did you mean "function"?'),
        (["completion", "cmd"], 'no completion for "cmd"'),
        (["init", "."], ". is not empty"),
        (["init", "opsdoc.yaml"], "opsdoc.yaml is a file"),
        (["list", "--engagement", "tinny"], 'no engagement "tinny"'),
    ],
)
def test_a_wrong_name_exits_2_and_says_the_way_out(tiny: Tiny, arguments: list[str], message: str) -> None:
    done = tiny.run(*arguments)
    assert done.code == 2
    assert message in done.err
    assert "\nhelp: " in done.err
    assert done.out == ""


def test_lists_are_tables_or_json(tiny: Tiny) -> None:
    lines = tiny.run("list", "documents", "--lang", "en").out.splitlines()
    assert [line.split() for line in lines] == [
        ["id", "title", "kind", "status", "languages", "formats"],
        ["memo", "Memo", "tiny", "draft", "en", "html"],
        ["note", "Note", "tiny", "draft", "zh", "pdf", "docx"],
    ]
    found = json.loads(tiny.run("list", "variants", "--format", "json", "--lang", "zh").out)
    assert {row["id"]: row["name"] for row in found}["five-departments"] == "五部门十五职能"
    assert tiny.run("list").code == 0


@pytest.mark.parametrize("what", ["variants", "functions", "kinds", "themes", "documents", "engagements", "fields"])
def test_everything_can_be_listed(tiny: Tiny, what: str) -> None:
    done = tiny.run("list", what)
    assert (done.code, done.err) == (0, "")
    assert len(done.out.splitlines()) >= 2


def test_fields_are_those_that_texts_may_name(tiny: Tiny) -> None:
    fields = {row["field"]: row["type"] for row in json.loads(tiny.run("list", "fields", "--format", "json").out)}
    assert fields["client.short_name"] == "text"
    assert fields["metrics.span"] == "number"
    assert fields["variant.units[].name"] == "text"


def test_a_variant_is_shown_as_a_tree_with_its_gaps(tiny: Tiny) -> None:
    text = tiny.run("show", "variant", "five-departments", "--lang", "zh").out
    assert "├── " in text
    assert "五部门十五职能" in text
    assert "7 without an owner" in text
    data = json.loads(tiny.run("show", "variant", "five-departments", "--format", "json").out)
    assert data["metrics"]["gaps"] == len(data["gaps"]) == 7


def test_a_function_is_shown_with_its_owners(tiny: Tiny) -> None:
    text = tiny.run("show", "function", "brand", "--lang", "zh").out
    assert "品牌" in text
    assert "five-departments: 市场运营部" in text


def test_schemas_are_json_schema(tiny: Tiny) -> None:
    names = [line.split()[0] for line in tiny.run("schema").out.splitlines()[1:]]
    assert {"workspace", "function", "document", "raci"} <= set(names)
    for name in names:
        data = json.loads(tiny.run("schema", name).out)
        assert data["$schema"].startswith("https://json-schema.org/")
        assert data["type"] == ("array" if "items" in data else "object")
    assert json.loads(tiny.run("schema", "raci").out)["type"] == "array"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_call_opsdoc(tiny: Tiny, shell: str) -> None:
    assert "_OPSDOC_COMPLETE" in tiny.run("completion", shell).out


def test_init_makes_a_workspace_that_builds(tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = tiny.run("init", "new", "--yes")
    assert (done.code, done.out) == (0, "")
    assert "cd new" in done.err
    made = tiny.root / "new"
    assert sorted(path.name for path in made.iterdir()) == [
        ".gitignore",
        "README.md",
        "content",
        "opsdoc.yaml",
        "templates",
    ]
    assert sorted(path.name for path in (made / "templates").iterdir()) == ["kinds", "labels"]
    assert not [path for path in tiny.root.iterdir() if path.name.startswith(".new")]
    monkeypatch.chdir(made)
    planned = tiny.run("build", "proposal", "--dry-run")
    assert planned.code == 0, planned.err
    assert "proposal." in planned.out
    assert tiny.run("init", str(made)).code == 2


def test_doctor_says_ok_line_by_line(tiny: Tiny) -> None:
    done = tiny.run("doctor", "--format", "json")
    lines = {line["name"]: line for line in json.loads(done.out)}
    assert {"Python", "pango", "harfbuzz", "fonts", "cache", "disk", "locale", "rendering"} <= set(lines)
    assert done.code == 0, done.err
    assert all(line["state"] in ("ok", "note") for line in lines.values())


def test_doctor_names_what_is_missing_and_the_command_that_mends_it(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {"pango": "", "pangoft2": "?", "harfbuzz": "9.0", "harfbuzz-subset": "", "fontconfig": "2.15.0"}
    monkeypatch.setattr("opsdoc.platform.native_versions", lambda: found)
    done = tiny.run("doctor")
    assert done.code == 3
    assert "→ apt-get install libpango-1.0-0" in done.out
    assert "→ apt-get install libharfbuzz-subset0" in done.out
    assert "error[environment]: not ready: pango\n" in done.err


@pytest.mark.parametrize("locale", ["C", "POSIX"])
def test_output_is_utf_8_whatever_the_locale(tiny: Tiny, locale: str) -> None:
    environment = {**os.environ, "LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, "-m", "opsdoc", "list", "variants", "--lang", "zh"]
    done = subprocess.run(command, env=environment, capture_output=True)
    assert "五部门十五职能" in done.stdout.decode("utf-8")


def test_no_colour_without_a_terminal(tiny: Tiny) -> None:
    assert "\x1b" not in tiny.run("show", "variant", "hybrid").out
    assert "\x1b" not in tiny.run("build", "nota").err
