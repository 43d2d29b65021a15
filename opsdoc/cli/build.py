"""`opsdoc build`: documents as PDF, Word and HTML."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from opsdoc.cli import console
from opsdoc.cli.paths import PLACE
from opsdoc.diagnostics import OpsdocError, usage_error
from opsdoc.pipeline import Request, Result, build

EPILOG = """\b
Examples:
  opsdoc build proposal
  opsdoc build proposal policy --lang zh,en --to pdf,docx
  opsdoc build proposal --all-variants -j auto
  opsdoc build proposal --variant hybrid --lang zh-en --status effective --strict
  opsdoc build proposal -P year=2027 --output-dir drafts --open
"""


@click.command(epilog=EPILOG)
@click.argument("documents", metavar="DOCUMENT...", nargs=-1)
@click.option("--engagement", metavar="ID", default="", help="The engagement; opsdoc.yaml names the default.")
@click.option("--variant", "variants", metavar="ID,...", multiple=True, help="The option that the document presents.")
@click.option("--all-variants", is_flag=True, help="One document for each variant of the engagement.")
@click.option("--lang", "langs", metavar="LANG,...", multiple=True, help="zh, en, zh-en or en-zh; several with commas.")
@click.option("--to", "formats", metavar="FORMAT,...", multiple=True, help="pdf, docx, html; several with commas.")
@click.option("--theme", metavar="NAME", default="", help="The look; `opsdoc list themes` shows what there is.")
@click.option("--paper", metavar="SIZE", default="", help="a4, letter or b5; the theme's own by default.")
@click.option("--brand", metavar="FILE", type=PLACE, help="A brand.yml: colours, fonts, logos.")
@click.option("--bleed", is_flag=True, help="PDF for the printing house: 3 mm of bleed and crop marks.")
@click.option("--attach-data", is_flag=True, help="PDF/A-3a with the data of its tables as CSV files in it.")
@click.option("--copy", "copies", metavar="N|N-M|all", multiple=True, help="Numbered copies of a controlled document.")
@click.option("--audience", metavar="NAME", default="", help="Leave out what this audience may not see.")
@click.option("--status", metavar="STATUS", default="", help="Build as draft, approved, effective …")
@click.option("-P", "params", metavar="KEY=VALUE", multiple=True, help="A value under `params.` in templates.")
@click.option("--reference-doc", metavar="FILE", type=PLACE, help="A DOCX to take styles from.")
@click.option("--docx-diagrams", metavar="HOW", default="", help="canvas (default), group or picture.")
@click.option("--body-only", is_flag=True, help="Without cover, heads and control block; metadata beside it.")
@click.option("--refresh-fields", is_flag=True, help="Have Word renew fields when it opens the DOCX.")
@click.option("--qa-annex", is_flag=True, help="Print the warnings as an annex of each document.")
@click.option("--workspace", metavar="DIR", type=PLACE, help="Where opsdoc.yaml lies.")
@click.option("--output-dir", metavar="DIR", type=PLACE, help="Instead of output/<engagement>/.")
@click.option("-j", "--jobs", metavar="N|auto", default="1", help="Render with so many processes.")
@click.option("--strict", is_flag=True, help="Finish everything, then exit 1 if there was any warning.")
@click.option("--force", is_flag=True, help="Build also what has not changed.")
@click.option("--dry-run", is_flag=True, help="Say what would be made.")
@click.option("--open", "show", is_flag=True, help="Open the first PDF when all is done.")
@click.option("-q", "--quiet", is_flag=True, help="Findings only.")
@click.option("-v", "--verbose", is_flag=True, help="Name the versions that shaped the files.")
@click.option("--log-format", type=click.Choice(["text", "json"]), default="text", help="How to report.")
@click.pass_obj
def command(
    settings: dict[str, Any],
    /,
    documents: tuple[str, ...],
    show: bool,
    quiet: bool,
    verbose: bool,
    log_format: str,
    jobs: str,
    params: tuple[str, ...],
    **options: Any,
) -> None:
    """Build documents of the workspace.

    Flags win over the document's record, which wins over opsdoc.yaml. Files are named DOCUMENT.VARIANT.LANG.EXT and
    stand in output/<engagement>/, beside manifest.json. What has not changed is not built again.
    """
    console.STYLE.json = log_format == "json"
    options = {key: split(value) if isinstance(value, tuple) else value for key, value in options.items()}
    request = Request(documents=split(documents), params=parameters(params), jobs=number_of_jobs(jobs), **options)
    result = carry_out(request, quiet, settings["debug"])
    if verbose and not request.dry_run:
        _versions()
    if show and not request.dry_run:
        _open(result)


def carry_out(request: Request, quiet: bool = False, debug: bool = False) -> Result:
    """Build with a progress bar, then report findings and a summary. Raises OpsdocError when anything failed."""
    with console.BuildProgress(quiet) as progress:
        result = build(request, progress)
    if request.dry_run:
        for file in result.files:
            click.echo(file.path)
        console.report(result.diagnostics)
        return result
    if result.exit_code:
        _summarise(result, quiet)
        for trace in result.traces if debug else ():
            console.say(trace)
        raise OpsdocError(list(result.diagnostics), result.exit_code)
    console.report(result.diagnostics)
    _summarise(result, quiet)
    return result


def split(values: Iterable[str]) -> tuple[str, ...]:
    """Values given with commas, by repetition, or both; each once."""
    parts = (part.strip() for value in values for part in value.split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def parameters(given: Iterable[str]) -> dict[str, Any]:
    """`key=value` pairs; numbers and true/false are what they look like."""
    from opsdoc.content.files import CONTROL, DIRECTION

    out: dict[str, Any] = {}
    for item in given:
        key, equals, value = item.partition("=")
        if not equals or not key.isidentifier():
            raise usage_error(f'cannot read -P "{item}"', "write -P key=value")
        if CONTROL.search(value) or DIRECTION.search(value):
            raise usage_error(f"-P {key} holds bytes or control characters that no document can show", "type it anew")
        out[key] = typed(value)
    return out


def typed(value: str) -> Any:
    """A value as YAML would read it in `params:`."""
    from opsdoc.content.yamlfile import Plain, native

    return native(Plain(value))


def number_of_jobs(given: str) -> int:
    """The number of processes; 0 stands for one per processor."""
    if given == "auto":
        return 0
    if not given.isascii() or not given.isdigit() or not 1 <= int(given) <= 64:
        raise usage_error(f'-j "{given}" is no number of processes', "write -j 4 or -j auto")
    return int(given)


def _summarise(result: Result, quiet: bool) -> None:
    if not quiet and not console.STYLE.json:
        console.say(console.summary(result))


def _versions() -> None:
    from opsdoc.pipeline.inputs import versions

    console.say(", ".join(f"{name} {version}" for name, version in versions().items()))


def _open(result: Result) -> None:
    from opsdoc.platform import open_file

    first = next((file.path for file in result.files if file.format == "pdf"), None)
    if first is None:
        console.say("--open: no PDF was asked for")
        return
    try:
        open_file(first)
    except OSError as problem:
        console.say(f"--open: no program shows {first.name}: {problem.strerror}")
