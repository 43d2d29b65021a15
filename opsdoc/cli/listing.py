"""`opsdoc list`: what there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from opsdoc.cli.workspace import Open, language, opened, options, print_rows
from opsdoc.diagnostics import suggest, usage_error

Rows = tuple[Sequence[str], list[Sequence[object]]]

EPILOG = """\b
Examples:
  opsdoc list
  opsdoc list functions --lang zh
  opsdoc list fields
  opsdoc list variants --format json
"""


@click.command(epilog=EPILOG)
@click.argument("what", metavar="[WHAT]", required=False, default="")
@click.option("--lang", type=click.Choice(["zh", "en"]), default=None, help="Language of the names.")
@options
def command(what: str, lang: str | None, workspace: Path | None, engagement: str, form: str) -> None:
    """List variants, functions, kinds, themes, documents, engagements, or the fields that templates and texts may name.

    Without WHAT: how many there are of each.
    """
    if what and what not in LISTS:
        raise usage_error(f'nothing to list called "{what}"', suggest(what, LISTS))
    held = opened(workspace, engagement)
    shown = language(lang or "", held)
    if what:
        columns, rows = LISTS[what](held, shown)
    else:
        columns = ("what", "count", "ids")
        rows = []
        for name, found in LISTS.items():
            if name != "fields":
                ids = [str(row[0]) for row in found(held, shown)[1]]
                rows.append((name, len(ids), ", ".join(ids[:6]) + (" …" if len(ids) > 6 else "")))
    print_rows(columns, rows, form)
    held.log.raise_if_errors()


def _variants(held: Open, lang: str) -> Rows:
    from opsdoc.org.coverage import totals

    content = held.content
    own = content.layer.variants if content else {}
    recommended = content.record.recommended_variant if content else ""
    rows: list[Sequence[object]] = []
    case = held.case() if content and content.documents else None
    for variant in {**held.workspace.library.variants, **own}.values():
        option = case.options.get(variant.id) if case else None
        covered = totals(option, case.functions) if case and option else None
        gaps = f"{covered.owned}/{covered.total}" if covered else ""
        mark = "recommended" if variant.id == recommended else ""
        rows.append((variant.id, variant.name.get(lang), variant.kind, len(variant.units), gaps, mark))
    return ("id", "name", "kind", "units", "owned", ""), rows


def _functions(held: Open, lang: str) -> Rows:
    content = held.content
    found = {**held.workspace.library.functions, **(content.layer.functions if content else {})}
    ordered = sorted(found.values(), key=lambda function: (function.order, function.id))
    return ("id", "name", "category"), [(f.id, f.name.get(lang), f.category) for f in ordered]


def _kinds(held: Open, lang: str) -> Rows:
    from opsdoc.document.outline import kinds

    found = kinds(held.workspace.templates)
    return ("id", "outline"), [(name, _shown(path, held)) for name, path in sorted(found.items())]


def _themes(held: Open, lang: str) -> Rows:
    from opsdoc.theme import load_theme, theme_names

    rows: list[Sequence[object]] = []
    for name in theme_names(held.workspace.templates):
        theme = load_theme(name, held.workspace.templates)
        rows.append((name, theme.title.zh if lang == "zh" else theme.title.en, theme.page.paper))
    return ("id", "name", "paper"), rows


def _documents(held: Open, lang: str) -> Rows:
    content = held.content
    rows: list[Sequence[object]] = [
        (d.id, d.title.get(lang), d.kind, d.status, " ".join(d.languages), " ".join(d.formats))
        for d in (content.documents.values() if content else ())
    ]
    return ("id", "title", "kind", "status", "languages", "formats"), rows


def _engagements(held: Open, lang: str) -> Rows:
    from opsdoc.content.load import load
    from opsdoc.diagnostics import Log

    found = load(held.root, held.base, Log()).engagements
    rows: list[Sequence[object]] = [
        (id_, e.record.title.get(lang), e.record.client.short_name.get(lang), " ".join(e.documents))
        for id_, e in found.items()
    ]
    return ("id", "title", "client", "documents"), rows


def _fields(held: Open, lang: str) -> Rows:
    from opsdoc.document.context import context
    from opsdoc.document.labels import load_labels

    data = context(held.case(), lang, load_labels(held.workspace.templates, lang))
    rows: list[Sequence[object]] = []
    _describe(data, "", rows)
    return ("field", "type", "example"), rows


def _describe(data: Mapping[str, Any], prefix: str, rows: list[Sequence[object]]) -> None:
    for key, value in data.items():
        name = f"{prefix}{key}"
        match value:
            case dict() if key == "t":
                rows.append((f"{name}.<label>", "text", "templates/labels"))
            case dict() if value:
                _describe(value, f"{name}.", rows)
            case list() if value and isinstance(value[0], dict):
                rows.append((name, f"list of {len(value)}", ""))
                # One level is enough: what a list of lists holds is named where it stands alone.
                inner = {k: v for k, v in value[0].items() if not isinstance(v, (dict, list))}
                _describe(inner, f"{name}[].", rows)
            case list():
                rows.append((name, f"list of {len(value)}", _short(value[0]) if value else ""))
            case bool() | None:
                rows.append((name, "yes or no", str(value).lower()))
            case int() | float():
                rows.append((name, "number", f"{value:g}"))
            case _:
                rows.append((name, "text", _short(value)))


def _short(value: object) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= 48 else text[:47] + "…"


def _shown(path: Path, held: Open) -> str:
    for folder, prefix in ((held.root, ""), (held.base, "opsdoc:")):
        if path.is_relative_to(folder):
            return prefix + path.relative_to(folder).as_posix()
    return path.name


LISTS: Mapping[str, Callable[[Open, str], Rows]] = {
    "variants": _variants,
    "functions": _functions,
    "kinds": _kinds,
    "themes": _themes,
    "documents": _documents,
    "engagements": _engagements,
    "fields": _fields,
}
