"""`opsdoc` itself: its verbs, each imported when it is called."""

from __future__ import annotations

import importlib
import sys
from typing import Any

import click

from opsdoc import __version__

# Verb → module and what it does. The texts stand here, so that `opsdoc --help` need not import the verbs.
VERBS = {
    "init": ("opsdoc.cli.init", "Make a workspace with the starter content, ready to build."),
    "list": ("opsdoc.cli.listing", "List variants, functions, kinds, themes, documents, engagements or fields."),
    "show": ("opsdoc.cli.show", "Show a variant or a function: its tree, figures and gaps."),
    "check": ("opsdoc.cli.check", "Read and judge everything, render nothing."),
    "build": ("opsdoc.cli.build", "Build documents as PDF, Word and HTML."),
    "compare": (
        "opsdoc.cli.compare",
        "Set options side by side: figures, scores, functions, what a choice would change.",
    ),
    "diagram": ("opsdoc.cli.diagram", "Draw one exhibit alone, as SVG, PNG or PDF."),
    "doctor": ("opsdoc.cli.doctor", "Say what is missing on this machine, and the command that mends it."),
    "schema": ("opsdoc.cli.schema", "Print the JSON Schema of a YAML file, for editors."),
    "completion": ("opsdoc.cli.completion", "Print the completion script of a shell."),
}

EPILOG = """\b
Examples:
  opsdoc init my-client && cd my-client
  opsdoc build proposal
  opsdoc build proposal --variant hybrid --lang zh-en --to pdf
  opsdoc check --strict
"""


class LazyGroup(click.Group):
    """A group that knows its verbs' names and imports only the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in VERBS:
            return None
        command: click.Command = importlib.import_module(VERBS[name][0]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            from opsdoc.diagnostics import suggest, usage_error

            raise usage_error(f'no command "{args[0]}"', suggest(args[0], VERBS))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, what) for name, (_, what) in VERBS.items()])


def _version(ctx: click.Context, option: click.Parameter, wanted: Any) -> None:
    if wanted and not ctx.resilient_parsing:
        from opsdoc import platform

        click.echo(f"opsdoc {__version__}")
        native = platform.native_versions()
        shaping = {"python": ".".join(map(str, sys.version_info[:3])), **platform.package_versions(), **native}
        for name, version in shaping.items():
            click.echo(f"{name} {version or 'missing'}" if version != "?" else f"{name} found")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EPILOG,
    no_args_is_help=False,
    invoke_without_command=True,
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help="Show the versions of all that shapes a page.",
)
@click.option("--debug", is_flag=True, help="Show the trace of a fault of opsdoc itself.")
@click.pass_context
def opsdoc(ctx: click.Context, debug: bool) -> None:
    """Bilingual organisation-design documents, in PDF, Word and HTML, from Markdown, YAML and tables."""
    ctx.obj = {"debug": debug}
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
