"""`opsdoc compare`: options side by side, in the terminal, as data, or as a document."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opsdoc.cli import console
from opsdoc.cli.build import carry_out, split
from opsdoc.cli.paths import PLACE
from opsdoc.cli.workspace import language, opened, print_rows
from opsdoc.diagnostics import OpsdocError, environment_error, usage_error
from opsdoc.pipeline import Request
from opsdoc.text import inert_cell

if TYPE_CHECKING:
    from opsdoc.pipeline.comparison import PlainTable

EPILOG = """\b
Examples:
  opsdoc compare
  opsdoc compare as-is hybrid five-departments --lang en
  opsdoc compare hybrid seven-teams --to pdf,docx
  opsdoc compare --to csv -o comparison.csv
"""

_PRINTED = ("text", "csv", "json")
_BUILT = ("pdf", "docx", "html")


@click.command(epilog=EPILOG)
@click.argument("variants", metavar="[VARIANT]...", nargs=-1)
@click.option(
    "--to", "formats", metavar="FORMAT,...", multiple=True, help="text (default), csv, json, pdf, docx, html."
)
@click.option("--lang", metavar="LANG", default="", help="zh or en; a document also in zh-en or en-zh.")
@click.option("-o", "--output", metavar="FILE", type=PLACE, help="Write csv or json to a file.")
@click.option("--output-dir", metavar="DIR", type=PLACE, help="For documents; else output/….")
@click.option("--engagement", metavar="ID", default="", help="The engagement; opsdoc.yaml names the default.")
@click.option("--workspace", metavar="DIR", type=PLACE, help="Where opsdoc.yaml lies.")
def command(
    variants: tuple[str, ...],
    formats: tuple[str, ...],
    lang: str,
    output: Path | None,
    output_dir: Path | None,
    engagement: str,
    workspace: Path | None,
) -> None:
    """Set options side by side: structure figures, weighted scores, who has each function, what a choice would change.

    Without names, all options of the engagement; `as-is` is the present structure. Text, CSV and JSON go to stdout,
    one table after the other; PDF, Word and HTML are built like any document.
    """
    wanted = split(formats) or ("text",)
    printed, built = [f for f in wanted if f in _PRINTED], [f for f in wanted if f in _BUILT]
    for name in wanted:
        if name not in _PRINTED + _BUILT:
            raise usage_error(f'no format "{name}"', f"choose from: {', '.join(_PRINTED + _BUILT)}")
    if len(printed) > 1:
        raise usage_error(f"{printed[0]} and {printed[1]} would both go to stdout", "ask for one of them at a time")
    if output is not None and printed not in (["csv"], ["json"]):
        raise usage_error("-o is for csv and json", "documents go to --output-dir; text goes to the terminal")
    request = Request(
        documents=("comparison",),
        compared=split(variants),
        engagement=engagement,
        workspace=workspace,
        langs=(lang,) if lang else (),
        formats=tuple(built),
        output_dir=output_dir,
    )
    if printed:
        _print(_tables(request), printed[0], output)
    if built:
        carry_out(request)


def _tables(request: Request) -> tuple[PlainTable, ...]:
    from opsdoc.pipeline.comparison import plain_tables, with_comparison
    from opsdoc.pipeline.plan import check_words, plan
    from opsdoc.pipeline.trees import Trees

    held = opened(request.workspace, request.engagement)
    held.log.raise_if_errors()
    lang = language("".join(request.langs), held)
    check_words(request)
    if lang not in ("zh", "en"):
        raise usage_error(f"text, csv and json are in one language, not in {lang}", "choose zh or en")
    request = replace(request, langs=(lang,))
    workspace = with_comparison(held.workspace, held.engagement, request.documents)
    job = plan(request, workspace, held.engagement)[0]
    document, log = Trees(workspace, held.engagement, request).of(job)
    if document is None:
        raise OpsdocError(list(log))
    return plain_tables(document)


def _print(tables: tuple[PlainTable, ...], form: str, output: Path | None) -> None:
    if form == "json":
        data = [{"id": t.id, "caption": t.caption, "columns": t.columns, "rows": t.rows} for t in tables]
        text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    elif form == "csv":
        text = _csv(tables)
    else:
        for number, table in enumerate(tables):
            click.echo(("\n" if number else "") + table.caption)
            print_rows(table.columns, table.rows, "text")
        return
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        # A spreadsheet takes CSV for UTF-8 by its first bytes alone.
        output.write_bytes(text.encode("utf-8-sig" if form == "csv" else "utf-8"))
    except OSError as problem:
        raise environment_error(f"cannot write {output}: {problem.strerror}", "choose another file") from None
    console.say(f"{output} is written")


def _csv(tables: tuple[PlainTable, ...]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    for number, table in enumerate(tables):
        if number:
            writer.writerow([])
        writer.writerow([inert_cell(table.caption)])
        for row in (table.columns, *table.rows):
            writer.writerow([inert_cell(cell) for cell in row])
    return out.getvalue()
