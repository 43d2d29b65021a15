#!/usr/bin/env python3
"""Writes docs/reference/: commands, content fields, directives, rules and themes, from the program itself.

`tools/reference.py --check` writes nothing and fails where a page is not what the program says.
"""

from __future__ import annotations

import argparse
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from pydantic import BaseModel

from opsdoc.check.rules import RULES
from opsdoc.cli.root import VERBS, opsdoc
from opsdoc.cli.schema import described
from opsdoc.document.arguments import CALLOUTS, COMMON_OPTIONS, OWN_DIRECTIVES
from opsdoc.document.exhibits import EXHIBITS
from opsdoc.theme import Theme

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "reference"
NOTE = "<!-- Made by tools/reference.py from the program; edit the docstrings and help texts that it comes from. -->\n"


def main() -> int:
    """Write or check the pages; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail where a page is not up to date")
    check = parser.parse_args().check
    stale = []
    for name, page in PAGES.items():
        file = FOLDER / f"{name}.md"
        text = "\n".join(page()).rstrip() + "\n"
        if check:
            if not file.is_file() or file.read_text("utf-8") != text:
                stale.append(file.relative_to(ROOT))
        else:
            FOLDER.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
    for file_name in stale:
        print(f"{file_name} is not what the program says: run tools/reference.py", file=sys.stderr)
    return 1 if stale else 0


def commands() -> Iterator[str]:
    """The page on the verbs of the command line."""
    yield from (
        "# Commands\n",
        NOTE,
        "Exit codes: 0 done, 1 content, 2 usage, 3 environment or output, 4 limit, 5 fault.\n",
    )
    for verb in VERBS:
        command = opsdoc.get_command(click.Context(opsdoc), verb)
        assert command is not None
        context = click.Context(command, info_name=f"opsdoc {verb}")
        yield from (f"## {verb}\n", f"```text\n{command.get_usage(context)}\n```\n", paragraphs(command.help or ""))
        rows = [parameter.get_help_record(context) for parameter in command.get_params(context)]
        yield from table(("option", "does"), ((code(row[0]), row[1]) for row in rows if row))
        examples = (command.epilog or "").partition("Examples:")[2]
        if examples:
            yield f"```text\n{inspect.cleandoc(examples)}\n```\n"


def content() -> Iterator[str]:
    """The page on the fields of every file, from the models that judge them."""
    yield from ("# Content fields\n", NOTE)
    yield (
        "`opsdoc schema NAME` prints the same as JSON Schema, for editors. A text in two languages is written "
        "`{zh: …, en: …}`; a list of one may be written without brackets.\n"
    )
    seen: dict[str, type[BaseModel]] = {}
    for name, (model, files, many) in described().items():
        yield from (f"## {name}\n", f"File: `{files}`" + (", a list of\n" if many else "\n"))
        yield from fields(model, seen, from_path=not many and "<" in files)
    yield "## Parts\n"
    done: set[str] = set()
    while parts := [name for name in seen if name not in done]:
        for name in sorted(parts):
            done.add(name)
            yield f"### {name}\n"
            yield from fields(seen[name], seen)


def fields(model: type[BaseModel], seen: dict[str, type[BaseModel]], from_path: bool = False) -> Iterator[str]:
    """A model's docstring and its fields; the models that it holds are added to `seen`. `from_path`: the path says the
    id, and the file need not repeat it."""
    yield paragraphs(inspect.getdoc(model) or "")
    rows = []
    for name, field in model.model_fields.items():
        shown, parts = shape(field.annotation, field)
        seen.update({part.__name__: part for part in parts})
        given = "the path's" if name == "id" and from_path else "required" if field.is_required() else None
        rows.append((code(field.alias or name), shown, default(field.default) if given is None else given))
    yield from table(("field", "value", "default"), rows)


def shape(annotation: Any, field: Any) -> tuple[str, list[type[BaseModel]]]:
    """A type in an author's words, and the models in it."""
    parts: list[type[BaseModel]] = []

    def say(kind: Any) -> str:
        from types import UnionType
        from typing import Annotated, Literal, Union, get_args, get_origin

        origin, inner = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return say(inner[0])
        if origin in (Union, UnionType):
            return " or ".join(say(one) for one in inner if one is not type(None))
        if origin is Literal:
            return ", ".join(code(str(one)) for one in inner if one != "")
        if origin is tuple:
            return f"list of {say(inner[0])}"
        if origin is not None and len(inner) == 2:
            return f"{say(inner[0])} → {say(inner[1])}"
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            if kind.__name__ == "I18n":
                return "text, zh and en"
            parts.append(kind)
            return f"[{kind.__name__}](#{kind.__name__.lower()})"
        return WORDS.get(getattr(kind, "__name__", ""), getattr(kind, "__name__", "any value"))

    words = say(annotation)
    bounds = [f"{SIGNS[type(m).__name__]} {vars_of(m)[0]:,.16g}" for m in field.metadata if type(m).__name__ in SIGNS]
    return words + (f" ({', '.join(bounds)})" if bounds else ""), parts


def vars_of(bound: Any) -> list[Any]:
    """The value of a bound such as `Ge(ge=1)`."""
    return [getattr(bound, name) for name in ("ge", "gt", "le", "lt") if hasattr(bound, name)]


WORDS = {"str": "text", "int": "whole number", "float": "number", "bool": "`true` or `false`", "date": "date"}
SIGNS = {"Ge": "≥", "Gt": ">", "Le": "≤", "Lt": "<"}


def default(value: Any) -> str:
    """A default as an author would write it."""
    if value in ("", (), None, {}) or isinstance(value, BaseModel) or not isinstance(value, (str, int, float, tuple)):
        return ""
    if isinstance(value, tuple):
        return code(", ".join(map(str, value)))
    return code(str(value).lower() if isinstance(value, bool) else str(value))


def directives() -> Iterator[str]:
    """The page on what can be written as `:: name`."""
    yield from ("# Directives\n", NOTE)
    yield (
        "A line `:: name argument option=value {#id}` in a text or an outline puts something there that comes from the "
        f"data. Every exhibit also takes {', '.join(code(name) for name in COMMON_OPTIONS)}.\n"
    )
    yield "## Parts of a document\n"
    yield from table(("directive", "does"), ((code(name), own.does) for name, own in OWN_DIRECTIVES.items()))
    yield "## Callouts\n"
    yield "`::: rule Title` … `:::`; the word is printed too, so that colour alone says nothing.\n"
    yield from table(("directive", "for"), ((code(name), what) for name, what in CALLOUTS.items()))
    yield "## Exhibits\n"
    exhibits = [
        (code(name), ", ".join(code(option) for option in exhibit.options), sentence(exhibit.build))
        for name, exhibit in sorted(EXHIBITS.items())
    ]
    yield from table(("directive", "options", "shows"), exhibits)


def rules() -> Iterator[str]:
    """The page on what `check` knows."""
    yield from ("# Rules\n", NOTE)
    yield "`opsdoc check` reports them under these codes; `opsdoc check --explain CODE` says the same.\n"
    for rule in RULES.values():
        levels = [level.value if level else "silent" for level in (rule.severity.draft, rule.severity.issued)]
        yield from (f"## {rule.code}: {rule.title}\n", f"{rule.why}\n", f"**What to do.** {rule.remedy}\n")
        yield f"**Severity.** Before approval: {levels[0]}. From approval on: {levels[1]}.\n"


def themes() -> Iterator[str]:
    """The page on themes: which there are, and the tokens of `theme.yaml`."""
    from opsdoc.content import yamlfile
    from opsdoc.diagnostics import Log

    yield from ("# Themes\n", NOTE)
    yield (
        "A theme is a folder in `templates/themes/` with `theme.yaml` (the tokens that PDF and Word share) and, where "
        "it needs them, `print.css` and drawings. `--theme` chooses one; so do a document's record and `opsdoc.yaml`.\n"
    )
    rows = []
    for file in sorted((ROOT / "templates" / "themes").glob("*/theme.yaml")):
        text = file.read_text("utf-8")
        parsed = yamlfile.parse(text, file.name, Log())
        assert parsed is not None
        about = " ".join(line.lstrip("# ") for line in text.splitlines()[:3] if line.startswith("#"))
        rows.append((code(file.parent.name), str(parsed.data["title"]["en"]), about))
    yield from table(("theme", "name", "for"), rows)
    yield "## Tokens\n"
    seen: dict[str, type[BaseModel]] = {}
    yield from fields(Theme, seen)
    done: set[str] = set()
    while parts := [name for name in seen if name not in done]:
        for name in parts:
            done.add(name)
            yield f"### {name}\n"
            yield from fields(seen[name], seen)


def sentence(build: Callable[..., Any]) -> str:
    """The docstring of an exhibit's function, on one line, without the directive that it begins with."""
    text = " ".join((inspect.getdoc(build) or "").split())
    return re.sub(r"^`:: [^`]*`( \([^)]*\))?: ", "", text).strip()


def paragraphs(text: str) -> str:
    """A docstring as Markdown: code in RST's double quotes becomes Markdown's."""
    return inspect.cleandoc(text).replace("``", "`") + "\n"


def code(text: str) -> str:
    """Text as code in a table."""
    return f"`{text}`" if text else ""


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """A table; nothing where it would have no rows."""
    lines = ["| " + " | ".join(cell.replace("|", r"\|").replace("\n", " ") for cell in row) + " |" for row in rows]
    if lines:
        yield "\n".join(["| " + " | ".join(head) + " |", "|" + "---|" * len(head), *lines]) + "\n"


PAGES = {"commands": commands, "content": content, "directives": directives, "rules": rules, "themes": themes}

if __name__ == "__main__":
    raise SystemExit(main())
