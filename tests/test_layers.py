"""Imports run one way: cli → pipeline → the stages; data and helpers import next to nothing.

Two tables say what may be imported where; the most exact entry that fits a module counts (`document.tree`
before `document`). A place may also be one name of a module (`content.load.Workspace`): a room that may know
what load hands over need not call it. Imports inside functions and under TYPE_CHECKING count like any other.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "opsdoc"

# What everybody may use: errors with a place, and plain functions on text.
COMMON = {"diagnostics", "text"}

# What load hands over: shapes without behaviour, which the stages after it take apart.
LOADED = {
    "content.models",
    "content.load.EngagementContent",
    "content.load.Layer",
    "content.load.Workspace",
    "content.markdown.Directive",
    "content.markdown.Parsed",
}

# A module or folder of opsdoc → the modules and folders of opsdoc it may import.
ROOMS: dict[str, set[str]] = {
    "__init__": {"pipeline", "diagnostics"},
    "__main__": {"cli"},
    # The verbs that do not render (list, show, check, schema, init, doctor) ask the early stages directly.
    "cli": COMMON
    | {"cli", "pipeline", "content", "org", "check"}
    # `list kinds` and `list fields` show what outlines there are and what they may name.
    | {"document.outline", "document.context", "document.labels"}
    | {"theme", "resources", "platform", "fontconfig"},
    "pipeline": COMMON
    | {"pipeline", "content", "org", "document", "check", "render", "write"}
    # Characters without a glyph are errors of the content, found before anything is drawn.
    | {"theme", "resources", "platform", "fontconfig"},
    # Records and texts. Markdown becomes blocks of the tree here, so the tree's node types are known.
    "content": COMMON | {"content", "document.tree", "resources", "platform"},
    "content.models": COMMON | {"content.models"},
    "org": COMMON | LOADED | {"org"},
    "document": COMMON | LOADED | {"document", "org", "diagram.model"},
    # An outline is Markdown once Jinja has run, and is parsed like any text.
    "document.outline": COMMON | LOADED | {"document", "org", "content.markdown", "content.files", "content.yamlfile"},
    "document.labels": COMMON | {"content.yamlfile", "resources"},
    "document.tree": {"diagnostics", "diagram.model"},
    "check": COMMON | LOADED | {"check", "document", "org"},
    # Nothing down here knows what an organisation is.
    "diagram": COMMON | {"diagram", "fonts", "theme", "resources"},
    "diagram.model": set(),
    "render": COMMON
    | {"render", "document.tree", "diagram"}
    | {"theme", "resources", "platform", "fonts", "fontconfig"},
    "write": COMMON | {"render.artifact", "platform"},
    "theme": COMMON | {"theme", "content.yamlfile", "resources", "fontconfig"},
    "fonts": COMMON | {"fonts", "resources"},
    "fontconfig": COMMON | {"fonts", "resources", "platform"},
    "resources": COMMON | {"platform"},
    "platform": {"diagnostics"},
    "diagnostics": {"text"},
    "text": set(),
}

# A package from outside → the modules and folders of opsdoc that may import it.
THIRD_PARTIES: dict[str, set[str]] = {
    "click": {"cli"},
    "rich": {"cli"},
    "pydantic": {"content.models", "content.load", "theme"},
    "pydantic_core": {"content.models", "content.load"},
    "yaml": {"content.yamlfile"},
    "openpyxl": {"content.tables"},
    "markdown_it": {"content.markdown", "content.blocks", "content.inlines"},
    "mdit_py_plugins": {"content.markdown"},
    # Jinja's three uses: outlines, expressions in texts, pages.
    "jinja2": {"document.outline", "document.expressions", "render.html"},
    "markupsafe": {"document.outline", "document.expressions", "render.html"},
    "pypinyin": {"document"},
    "fontTools": {"diagram.measure", "diagram.outlines", "fonts", "fontconfig", "render"},
    "resvg_py": {"diagram", "render"},
    "lxml": {"diagram.drawingml", "render.docx"},
    "docx": {"render.docx"},
    "weasyprint": {"render"},
    "pydyf": {"render"},
    "defusedxml": {"content", "render"},
    "PIL": {"content", "render", "theme"},
    "filelock": {"write", "platform"},
    "platformdirs": {"platform", "resources"},
}

# `opsdoc --help` answers at once because these are loaded when they are needed, not before.
HEAVY = {"PIL", "docx", "fontTools", "jinja2", "lxml", "markdown_it", "openpyxl", "pydantic", "rich"}
HEAVY |= {"weasyprint", "yaml"}


class Import(NamedTuple):
    """What is imported, `lxml.etree`, `opsdoc.text`, `opsdoc.text.is_wide`; and the line that does it."""

    name: str
    line: int


def module_name(file: Path, package: Path = PACKAGE) -> str:
    """`document.tree` for opsdoc/document/tree.py, `document` for its `__init__`, `__init__` for opsdoc."""
    parts = file.relative_to(package).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 1 else parts)


def imports(file: Path, package: Path = PACKAGE) -> Iterator[Import]:
    """Every import of a source file, wherever it stands in it."""
    home = [package.name, *file.relative_to(package).parts[:-1]]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"), str(file))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = home[: len(home) - node.level + 1] if node.level else []
            origin = ".".join([*base, *([node.module] if node.module else [])])
            ours = origin.split(".")[0] == package.name
            for alias in node.names:
                yield Import(f"{origin}.{alias.name}" if ours else origin, node.lineno)


def within(name: str, places: set[str]) -> bool:
    """Whether a module is one of the places or lies in one of them."""
    return any(name == place or name.startswith(f"{place}.") for place in places)


def room_of(module: str) -> str | None:
    """The most exact entry of ROOMS that fits the module."""
    fitting = [room for room in ROOMS if within(module, {room})]
    return max(fitting, key=len, default=None)


def objection(module: str, imported: str) -> str | None:
    """Why the module may not import that, or None when it may."""
    top, _, rest = imported.partition(".")
    if top in sys.stdlib_module_names:
        return None
    if top != "opsdoc":
        places = THIRD_PARTIES.get(top)
        if places is None:
            return f"{top} is not in THIRD_PARTIES: declare it in pyproject.toml and say there who may use it"
        return None if within(module, places) else f"{top} belongs in {', '.join(sorted(places))} only"
    room = room_of(module)
    if room is None:
        return "the module has no entry in ROOMS: say there what it may import"
    if rest in ("", "__version__") or within(rest, ROOMS[room] | {module}):
        return None
    return f"{room} may import {', '.join(sorted(ROOMS[room])) or 'nothing of opsdoc'}"


def sources() -> list[Path]:
    return sorted(file for file in PACKAGE.rglob("*.py") if "_data" not in file.parts)


@pytest.mark.parametrize("file", sources(), ids=module_name)
def test_a_module_imports_only_what_its_room_may(file: Path) -> None:
    module = module_name(file)
    wrong = [
        f"opsdoc/{file.relative_to(PACKAGE)}:{found.line}: {module} imports {found.name}; {why}"
        for found in imports(file)
        if (why := objection(module, found.name))
    ]
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("render.pdf", "opsdoc.content.models"),
        ("render.docx.package", "opsdoc.org.select"),
        ("diagram.svg", "opsdoc.document.tree"),
        ("document.tree", "opsdoc.document.compose"),
        ("org.metrics", "opsdoc.content.load.load"),
        ("org.metrics", "opsdoc.content"),
        ("check.rules", "opsdoc.render.html"),
        ("content.load", "opsdoc.pipeline"),
        ("text", "opsdoc.diagnostics"),
        ("pipeline", "click"),
        ("render.html", "docx"),
        ("render.pdf", "jinja2"),
        ("org.select", "pydantic"),
        ("write", "requests"),
    ],
)
def test_the_map_refuses_what_runs_the_other_way(module: str, imported: str) -> None:
    assert objection(module, imported)


def test_imports_are_found_wherever_they_stand(tmp_path: Path) -> None:
    room = tmp_path / "opsdoc" / "render"
    room.mkdir(parents=True)
    file = room / "pdf.py"
    file.write_text(
        "import lxml.etree as etree\n"
        "from opsdoc import text\n"
        "from . import html\n"
        "def draw():\n"
        "    from ..content.models import Unit\n"
        "    from pathlib import Path\n"
    )
    assert list(imports(file, tmp_path / "opsdoc")) == [
        ("lxml.etree", 1),
        ("opsdoc.text", 2),
        ("opsdoc.render.html", 3),
        ("opsdoc.content.models.Unit", 5),
        ("pathlib", 6),
    ]


def test_the_command_line_loads_nothing_heavy() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", "import sys, opsdoc.cli; print(*sys.modules)"],
        cwd=PACKAGE.parent,
        capture_output=True,
        check=True,
        text=True,
    ).stdout.split()
    assert not HEAVY & set(loaded)
