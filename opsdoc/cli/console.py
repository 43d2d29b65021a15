"""What a person sees: findings and progress on stderr, plain where it is no terminal; stdout is for data alone."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from opsdoc.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from opsdoc.pipeline import Event, FileResult, Result


def use_utf8() -> None:
    """UTF-8 whatever the locale says; a character that cannot be shown is spelled out and never stops a run."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def drop_stdout() -> None:
    """Send what is left for stdout nowhere, so that closing it does not fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(text: str) -> None:
    """A line for people."""
    click.echo(text, err=True)


def coloured() -> bool:
    """Whether stderr takes colour."""
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


@dataclass(slots=True)
class Style:
    """How this run talks: set by the options of a verb, read by `report`."""

    json: bool = False
    quiet: bool = False


STYLE = Style()


def report(diagnostics: Sequence[Diagnostic], total: bool = True) -> None:
    """Print findings, and how many there were of more than a few."""
    for item in diagnostics:
        if STYLE.json:
            click.echo(item.as_json(), err=True)
        else:
            click.echo(painted(item), err=True)
    if total and len(diagnostics) > 3 and not STYLE.json:
        say(tally(diagnostics))


def painted(item: Diagnostic) -> str:
    """A finding as text, its severity coloured on a terminal."""
    text = item.format()
    if not coloured():
        return text
    word = f"{item.severity}[{item.code}]:"
    colour = {Severity.ERROR: "red", Severity.WARNING: "yellow"}.get(item.severity, "cyan")
    return text.replace(word, click.style(word, fg=colour, bold=True), 1)


def tally(diagnostics: Sequence[Diagnostic]) -> str:
    """`2 errors, 1 warning`."""
    counts = [(sum(d.severity is severity for d in diagnostics), str(severity)) for severity in Severity]
    return ", ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in counts if n) or "no findings"


def usage(problem: click.ClickException) -> None:
    """What click itself found wrong with the arguments, in the form of all other findings."""
    from opsdoc.diagnostics import error

    context = getattr(problem, "ctx", None)
    path = context.command_path if context else "opsdoc"
    report([error("usage", problem.format_message().rstrip("."), help=f"`{path} --help` shows what there is")])


@dataclass(slots=True)
class BuildProgress:
    """Lines and, on a terminal, a bar for the files of a build."""

    quiet: bool = False
    bar: Any = None
    task: Any = None
    console: Any = field(default=None, repr=False)

    def __enter__(self) -> BuildProgress:
        if not self.quiet and not STYLE.json and coloured():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            self.console = Console(stderr=True, highlight=False)
            self.bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=self.console,
                transient=True,
            )
            self.bar.start()
            self.task = self.bar.add_task("reading", total=None)
        return self

    def __exit__(self, *problem: object) -> None:
        if self.bar:
            self.bar.stop()
            self.bar = None

    def __call__(self, event: Event) -> None:
        if self.bar:
            words = {"description": event.stage} if event.stage else {}
            self.bar.update(self.task, total=event.total or None, completed=event.number, **words)
        if event.file is None:
            return
        if STYLE.json:
            click.echo(json.dumps(_as_data(event), ensure_ascii=False), err=True)
        elif not self.quiet:
            line = progress_line(event)
            if self.bar:
                from rich.text import Text

                self.console.print(Text(line), soft_wrap=True)
            else:
                say(line)


def progress_line(event: Event) -> str:
    """`[2/6] proposal · five-departments · zh → pdf  31 pages  1.9 s`."""
    file = event.file
    assert file is not None
    line = f"[{event.number}/{event.total}] {file.document} · {file.variant} · {file.lang} → {file.format}"
    if file.state == "failed":
        return f"{line}  failed"
    parts = [line]
    if file.pages:
        parts.append(f"{file.pages} page{'' if file.pages == 1 else 's'}")
    parts.append("unchanged" if file.state == "unchanged" else f"{file.seconds:.1f} s")
    return "  ".join(parts)


def _as_data(event: Event) -> dict[str, Any]:
    file = event.file
    assert file is not None
    return {"number": event.number, "total": event.total, **file_data(file)}


def file_data(file: FileResult) -> dict[str, Any]:
    """A file of a build as plain data."""
    return {
        "file": str(file.path),
        "document": file.document,
        "variant": file.variant,
        "lang": file.lang,
        "format": file.format,
        "state": file.state,
        "pages": file.pages,
        "seconds": round(file.seconds, 3),
    }


def summary(result: Result) -> str:
    """What a build has made, where, and how long it took."""
    count = {state: sum(f.state == state for f in result.files) for state in ("built", "unchanged", "failed")}
    words = [f"{n} {state}" for state, n in count.items() if n]
    if result.warnings:
        words.append(tally(result.warnings))
    lines = [f"{', '.join(words)} in {result.seconds:.1f} s: {shown(result.folder)}"]
    lines += [f"  {file.path.name}" for file in result.files if file.state != "failed"]
    return "\n".join(lines)


def shown(path: Path) -> str:
    """A path as short as it can be: below the current folder without it."""
    try:
        return path.relative_to(Path.cwd()).as_posix() + "/"
    except ValueError:
        return f"{path}/"
