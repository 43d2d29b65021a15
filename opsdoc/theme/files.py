"""Themes as files: found by name, laid over the theme that they extend, every wrong token named with its line."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from opsdoc.content.yamlfile import YamlFile, native, parse
from opsdoc.diagnostics import Log, OpsdocError, Source, error, suggest
from opsdoc.fontconfig import bundled
from opsdoc.resources import data_folder
from opsdoc.theme.tokens import Colours, Theme

_MOST_GENERATIONS = 5
_FONT_HELP = "put its file into fonts/ of the workspace"


def theme_names(templates: Sequence[Path] = ()) -> list[str]:
    """The themes that the template folders hold, in order of name."""
    found = {file.parent.name for folder in _folders(templates) for file in folder.glob("themes/*/theme.yaml")}
    return sorted(found)


def load_theme(
    name: str, templates: Sequence[Path] = (), families: Container[str] | None = None, log: Log | None = None
) -> Theme:
    """The theme of a name from the first template folder that holds it (the packaged one comes last), over the one
    that its `extends` names. With `families`, the fonts at hand, only those are left in its stacks, and the log says
    which stand in for others.

    Raises OpsdocError: exit 2 for an unknown name, 1 for tokens that do not fit, all of them at once.
    """
    generations = _generations(name, templates)
    merged: dict[str, Any] = {}
    for _, parsed in generations:
        merged = _over(merged, native(parsed.data))
    merged.pop("extends", None)
    merged |= {"name": name, "lineage": tuple(one for one, _ in generations)}
    try:
        theme = Theme.model_validate(merged)
    except ValidationError as problem:
        log = Log()
        for item in problem.errors():
            _report(item, [parsed for _, parsed in reversed(generations)], log)
        raise OpsdocError(list(log)) from None
    if families is None or log is None:
        return theme
    return _at_hand(theme, [parsed for _, parsed in reversed(generations)], families, log)


def _at_hand(theme: Theme, files: Sequence[YamlFile], families: Container[str], log: Log) -> Theme:
    """The theme with the families that are there. A licensed font that is missing is a note, a bundled font's name
    that is misspelt a warning, a stack without any an error."""
    roles = {}
    for name, role in theme.fonts:
        stacks = {}
        for lang, stack in role.pdf.items():
            held = tuple(family for family in stack if family in families)
            place, text = _place(("fonts", name, "pdf", lang), files)
            if not held:
                log.error("font", f"none of these fonts is here: {', '.join(stack)}", place, excerpt=_line(text, place),
                          help=_FONT_HELP)  # fmt: skip
            for family in stack if held else ():
                if family not in families:
                    stands_in = next((one for one in stack[stack.index(family) :] if one in families), held[-1])
                    misspelt = family.startswith("OD ")
                    help = suggest(family, [font.family for font in bundled()]) if misspelt else _FONT_HELP
                    (log.warning if misspelt else log.note)(
                        "font", f'the font "{family}" is not here: "{stands_in}" stands in', place, help=help
                    )
            stacks[lang] = held
        roles[name] = role.model_copy(update={"pdf": stacks})
    log.raise_if_errors()
    return theme.model_copy(update={"fonts": theme.fonts.model_copy(update=roles)})


def _generations(name: str, templates: Sequence[Path]) -> list[tuple[str, YamlFile]]:
    """The theme and what it extends, the most general first."""
    out: list[tuple[str, YamlFile]] = []
    place: Source | None = None
    known = theme_names(templates)
    while name or not out:
        if name not in known:
            # The command line's own word is a wrong argument, a file's word an error of the file.
            code, exit_code = ("theme", 1) if place else ("usage", 2)
            raise OpsdocError([error(code, f'no theme "{name}"', place, help=suggest(name, known))], exit_code)
        if len(out) == _MOST_GENERATIONS or name in (one for one, _ in out):
            message = f'the theme "{out[0][0]}" extends itself, or more than {_MOST_GENERATIONS} others'
            raise OpsdocError([error("theme", message, place, help="let it extend a theme that extends no other")])
        parsed = _read(name, templates)
        out.insert(0, (name, parsed))
        place = parsed.places.get(("extends",))
        name = str(parsed.data.get("extends") or "")
    return out


def _read(name: str, templates: Sequence[Path]) -> YamlFile:
    files = (folder / "themes" / name / "theme.yaml" for folder in _folders(templates))
    file = next(path for path in files if path.is_file())
    log, shown = Log(), f"templates/themes/{name}/theme.yaml"
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise OpsdocError([error("file", f"cannot read {shown}: {problem}", Source(shown))]) from None
    parsed = parse(text, shown, log)
    log.raise_if_errors()
    if parsed is None or not isinstance(parsed.data, dict):
        raise OpsdocError([error("theme", "the file holds no tokens", Source(shown, 1), help="write `key: value`")])
    return parsed


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """One mapping over another, mapping by mapping; lists and values replace what was there."""
    out = dict(below)
    for key, value in above.items():
        old = out.get(key)
        out[key] = _over(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return out


def _report(item: Any, files: Sequence[YamlFile], log: Log) -> None:
    where = tuple(item["loc"])
    named = re.match(r"Value error, ([a-z_0-9.]+): ", item["msg"])
    if not where and named:  # found by the theme as a whole
        where = tuple(named[1].split("."))
    place, text = _place(where, files)
    shown = ".".join(str(part) for part in where)
    message, help = item["msg"].removeprefix("Value error, "), ""
    if item["type"] == "extra_forbidden":
        message, help = "no such token", suggest(str(where[-1]), _known(where[:-1]))
    elif item["type"] == "string_pattern_mismatch":
        message, help = f'"{item["input"]}" is no colour', 'write it as "#1A2B3C"'
    elif named:
        message = message.removeprefix(f"{named[1]}: ")
        help = suggest(message.split('"')[1], Colours.model_fields)
    log.error("theme", f'"{shown}": {message}', place, help=help, excerpt=_line(text, place))


def _place(where: tuple[str | int, ...], files: Sequence[YamlFile]) -> tuple[Source | None, str]:
    """The nearest node that one of the files has, with the file's text: the theme's own before what it extends."""
    return next(
        ((file.places[where[:n]], file.text) for n in range(len(where), 0, -1) for file in files
         if where[:n] in file.places),
        (files[0].places.get(()), files[0].text),
    )  # fmt: skip


def _line(text: str, place: Source | None) -> str:
    lines = text.split("\n")
    return lines[place.line - 1][:160] if place and 0 < place.line <= len(lines) else ""


def _known(where: tuple[str | int, ...]) -> list[str]:
    """The tokens that a place may hold."""
    kind: Any = Theme
    for part in where:
        field = kind.model_fields.get(str(part)) if isinstance(kind, type) and issubclass(kind, BaseModel) else None
        kind = field.annotation if field else None
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return sorted(set(kind.model_fields) - {"lineage"} | ({"extends"} if kind is Theme else set()))
    return []


def _folders(templates: Sequence[Path]) -> list[Path]:
    return list(dict.fromkeys((*templates, data_folder("templates"))))
