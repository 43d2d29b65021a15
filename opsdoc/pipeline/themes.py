"""A theme by name: the workspace's own, else the packaged one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opsdoc.diagnostics import Log, OpsdocError, error, suggest, usage_error

if TYPE_CHECKING:
    from opsdoc.theme import Theme


def themes(folders: Sequence[Path]) -> dict[str, Path]:
    """Themes by name: every folder with a theme.yaml in the template folders, the first folder winning."""
    found: dict[str, Path] = {}
    for folder in reversed(folders):
        for path in sorted((folder / "themes").glob("*/theme.yaml")):
            found[path.parent.name] = path
    return found


def load_theme(name: str, folders: Sequence[Path], paper: str = "") -> Theme:
    """The tokens of a theme, on another paper if one is named."""
    from opsdoc.content import yamlfile
    from opsdoc.theme import Theme

    known = themes(folders)
    if name not in known:
        raise usage_error(f'no theme "{name}"', suggest(name, known))
    place = f"templates/themes/{name}/theme.yaml"
    log = Log()
    try:
        parsed = yamlfile.parse(known[name].read_text("utf-8-sig"), place, log)
    except (OSError, UnicodeDecodeError) as problem:
        raise OpsdocError([error("theme", f"cannot read {place}: {problem}")]) from None
    log.raise_if_errors()
    try:
        theme = Theme.model_validate(yamlfile.native(parsed.data) if parsed else None)
    except ValueError as problem:
        raise OpsdocError(_wrong(problem, parsed.places if parsed else {}, place)) from None
    if paper:
        theme = theme.model_copy(update={"page": theme.page.model_copy(update={"paper": paper})})
    return theme


def _wrong(problem: Any, places: Any, place: str) -> list[Any]:
    out = []
    for item in problem.errors():
        path = item["loc"]
        at = next((places[path[:end]] for end in range(len(path), -1, -1) if path[:end] in places), None)
        out.append(error("theme", f"{'.'.join(map(str, path))}: {item['msg']}", at, help=f"correct {place}"))
    return out
