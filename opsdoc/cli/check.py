"""`opsdoc check`: everything read and judged, nothing rendered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opsdoc.cli import console
from opsdoc.cli.build import split
from opsdoc.diagnostics import Diagnostic, OpsdocError, usage_error

if TYPE_CHECKING:
    from opsdoc.diagnostics import Log

EPILOG = """\b
Examples:
  opsdoc check
  opsdoc check proposal --all-variants --strict
  opsdoc check --explain R01
  opsdoc check --format github
"""


@click.command(epilog=EPILOG)
@click.argument("documents", metavar="[DOCUMENT...]", nargs=-1)
@click.option("--engagement", metavar="ID", default="", help="The engagement; opsdoc.yaml names the default.")
@click.option("--variant", "variants", metavar="ID,...", multiple=True, help="The option that documents present.")
@click.option("--all-variants", is_flag=True, help="Check each document with each variant.")
@click.option("--status", metavar="STATUS", default="", help="Judge as if documents were approved, effective …")
@click.option("--strict", is_flag=True, help="Exit 1 also when there are only warnings.")
@click.option("--explain", metavar="CODE", default="", help="Say what a rule asks for, why, and how to satisfy it.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How to report.")
@click.option("--workspace", metavar="DIR", type=click.Path(path_type=Path), help="Where opsdoc.yaml lies.")
@click.pass_context
def command(
    ctx: click.Context,
    documents: tuple[str, ...],
    engagement: str,
    variants: tuple[str, ...],
    all_variants: bool,
    status: str,
    strict: bool,
    explain: str,
    form: str,
    workspace: Path | None,
) -> None:
    """Read and judge the content of all documents of the engagement, or of those named; render nothing.

    Findings go to stderr as text, or to stdout as JSON or as annotations for GitHub.
    """
    if explain:
        click.echo(_explained(explain))
        return
    from opsdoc.pipeline import Request
    from opsdoc.pipeline.judge import check

    request = Request(
        documents=split(documents),
        engagement=engagement,
        variants=split(variants),
        all_variants=all_variants,
        status=status,
        workspace=workspace,
    )
    try:
        log: Sequence[Diagnostic] | Log = check(request)
        code = 0
    except OpsdocError as problem:
        # Content that cannot be read is a finding like any other; wrong names and old workspaces are not.
        if problem.exit_code != 1:
            raise
        log, code = problem.diagnostics, 1
    found = sorted(log, key=_place)
    code = code or (1 if any(strict or d.severity == "error" for d in found) else 0)
    match form:
        case "json":
            click.echo(json.dumps([item.as_dict() for item in found], ensure_ascii=False, indent=2))
        case "github":
            for item in found:
                click.echo(annotation(item))
        case _:
            console.report(found, total=False)
            console.say(console.tally(found))
    ctx.exit(code)


def _place(item: Diagnostic) -> tuple[str, int, int, str]:
    return (item.source.file, item.source.line, item.source.column, item.code) if item.source else ("", 0, 0, item.code)


def _explained(code: str) -> str:
    from opsdoc.check.rules import explain

    text = explain(code)
    if text.startswith("no rule "):
        message, _, help = text.partition("; ")
        raise usage_error(message, help)
    return text


def annotation(item: Diagnostic) -> str:
    """A finding as a workflow command: `::error file=…,line=…,col=…,title=R01::message`."""
    fields = [f"title={_property(item.code)}"]
    if item.source:
        fields.insert(0, f"file={_property(item.source.file)}")
        if item.source.line:
            fields.insert(1, f"line={item.source.line}")
        if item.source.column:
            fields.insert(2, f"col={item.source.column}")
    text = f"{item.message}\nhelp: {item.help}" if item.help else item.message
    return f"::{item.severity} {','.join(fields)}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")
