"""What the verbs that read share: the workspace, one engagement of it, and tables of names."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from opsdoc.cli.paths import PLACE
from opsdoc.diagnostics import Log, OpsdocError, usage_error

if TYPE_CHECKING:
    from rich.console import Console

    from opsdoc.content.load import EngagementContent, Workspace
    from opsdoc.org.select import Case

C = TypeVar("C", bound=Callable[..., Any])


def options(function: C) -> C:
    """`--workspace`, `--engagement` and `--format text|json`."""
    for decorate in (
        click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="text or json."),
        click.option("--engagement", metavar="ID", default="", help="The engagement; opsdoc.yaml names the default."),
        click.option("--workspace", metavar="DIR", type=PLACE, help="Where opsdoc.yaml lies."),
    ):
        function = decorate(function)
    return function


@dataclass(frozen=True, slots=True)
class Open:
    """A workspace that was read, with what was found wrong in it; `content` is the engagement at hand."""

    root: Path
    base: Path
    workspace: Workspace
    engagement: str
    log: Log

    @property
    def content(self) -> EngagementContent | None:
        """The engagement at hand; None where it could not be read."""
        return self.workspace.engagements.get(self.engagement)

    def case(self, variant: str = "") -> Case:
        """A case of the engagement's first document, for figures that need one."""
        from opsdoc.org.select import select

        content = self.content
        if content is None or not content.documents:
            self.log.raise_if_errors()
            raise usage_error("the engagement has no documents", "add content/engagements/<id>/documents/<id>.yaml")
        return select(self.workspace, self.engagement, next(iter(content.documents)), variant)


def opened(workspace: Path | None, engagement: str) -> Open:
    """Read a workspace as far as it can be read. Raises OpsdocError when there is none or the engagement is unknown."""
    from opsdoc.content.load import load
    from opsdoc.pipeline.plan import engagement_id, workspace_root
    from opsdoc.resources import data_folder

    root, base = workspace_root(workspace), data_folder("content").parent
    chosen = engagement_id(engagement, root, base)
    log = Log()
    held = load(root, base, log, [chosen])
    older = [d for d in log.errors if d.code == "workspace"]
    if older:
        raise OpsdocError(older, 3)
    return Open(root, base, held, chosen, log)


def language(given: str, held: Open) -> str:
    """The language to show names in: the one asked for, else the locale's, else the workspace's first."""
    if given:
        return given
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    if locale[:2] in ("zh", "en"):
        return locale[:2]
    return (held.workspace.config.languages or ("zh",))[0][:2]


def stdout() -> Console:
    """A console for data: as wide as the terminal, or unbroken where it is none."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=400, color_system=None)
    return console


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[object]], form: str) -> None:
    """Rows as a table for people or as JSON for programs."""
    if form == "json":
        data = [dict(zip(columns, row, strict=True)) for row in rows]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(value)) for value in row))
    out = stdout()
    with out.capture() as captured:
        out.print(table)
    # Columns are padded to their width; the last one need not be.
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))
