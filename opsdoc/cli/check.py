"""`opsdoc check`: everything read and judged, nothing rendered."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opsdoc.cli import console
from opsdoc.cli.build import split
from opsdoc.cli.paths import PLACE
from opsdoc.diagnostics import Diagnostic, OpsdocError, usage_error

if TYPE_CHECKING:
    from opsdoc.diagnostics import Log

EPILOG = """\b
Examples:
  opsdoc check
  opsdoc check proposal --all-variants --strict
  opsdoc check --explain R01
  opsdoc check --format github
  opsdoc check --diff
  opsdoc check --fix
"""


@click.command(epilog=EPILOG)
@click.argument("documents", metavar="[DOCUMENT...]", nargs=-1)
@click.option("--engagement", metavar="ID", default="", help="The engagement; opsdoc.yaml names the default.")
@click.option("--variant", "variants", metavar="ID,...", multiple=True, help="The option that documents present.")
@click.option("--all-variants", is_flag=True, help="Check each document with each variant.")
@click.option("--status", metavar="STATUS", default="", help="Judge as if documents were approved, effective …")
@click.option("--strict", is_flag=True, help="Exit 1 also when there are only warnings.")
@click.option("--explain", metavar="CODE", default="", help="Say what a rule asks for, why, and how to satisfy it.")
@click.option("--fix", is_flag=True, help="Mend slips of typing in the workspace's files, show the diff, then check.")
@click.option("--diff", is_flag=True, help="Show what --fix would mend and change nothing; exit 1 if there is any.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How to report.")
@click.option("--workspace", metavar="DIR", type=PLACE, help="Where opsdoc.yaml lies.")
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
    fix: bool,
    diff: bool,
    form: str,
    workspace: Path | None,
) -> None:
    """Read and judge the content of all documents of the engagement, or of those named; render nothing.

    Findings go to stderr as text, or to stdout as JSON or as annotations for GitHub.

    --fix mends spaces at the ends of lines, half-width punctuation in Chinese, line ends, byte order marks, missing
    last newlines and entries that one labels file lacks, in Markdown and YAML of the workspace; in CSV tables only
    punctuation, since Excel needs their marks and line ends. Workbooks (XLSX) are never written. What would read in
    another way afterwards is left alone and named.
    """
    if explain:
        click.echo(_explained(explain))
        return
    if fix and diff:
        raise usage_error("--fix and --diff exclude each other", "--diff shows, --fix mends")
    if diff:
        ctx.exit(1 if _mend(workspace, form, write=False) else 0)
    if fix:
        _mend(workspace, form, write=True)
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
            _grouped(found)
            if not fix:
                _offer(workspace)
            console.say(console.tally(found))
    ctx.exit(code)


def _grouped(found: Sequence[Diagnostic]) -> None:
    """Findings file by file; then, where there are several, how many of each code."""
    file = ""
    for item in found:
        own = item.source.file if item.source else ""
        if file and own != file:
            console.say("")
        file = own
        console.report([item], total=False)
    counts = Counter(item.code for item in found)
    if len(found) > len(counts) > 1:
        from opsdoc.check.rules import title

        console.say("")
        width = max(len(code) for code in counts)
        for code, count in sorted(counts.items()):
            console.say(f"{count:>5} × {code:{width}}  {title(code)}".rstrip())


def _offer(workspace: Path | None) -> None:
    """Say when slips of typing can be mended."""
    from opsdoc.diagnostics import Log
    from opsdoc.pipeline.mend import mendings

    count = len(mendings(workspace, Log()))
    if count:
        console.say(
            f"slips of typing in {count} file{'' if count == 1 else 's'}: `opsdoc check --diff` shows them, "
            "--fix mends them"
        )


def _mend(workspace: Path | None, form: str, write: bool) -> int:
    """Show what is mended, on stdout where it is not taken by findings; the number of files."""
    from opsdoc.diagnostics import Log
    from opsdoc.pipeline import mend

    log = Log()
    found = mend.mendings(workspace, log)
    if write:
        found = mend.write(found, log)
    for item in found:
        for line in item.diff():
            click.echo(_coloured(line), err=form != "text")
        console.say(f"{'mended' if write else 'can be mended'}: {item.name} ({', '.join(item.what)})")
    log.raise_if_errors(exit_code=3)
    console.report(list(log), total=False)
    if not found and not log:
        console.say("nothing to mend")
    return len(found)


def _coloured(line: str) -> str:
    colours = {"+": "green", "-": "red", "@": "cyan"}
    # click takes colours away where the stream is no terminal.
    bold = line.startswith(("+++", "---"))
    colour = None if bold else colours.get(line[:1])
    return click.style(line, fg=colour, bold=bold) if (colour or bold) and not os.environ.get("NO_COLOR") else line


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
