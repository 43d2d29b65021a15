"""`opsdoc completion`: the script that teaches a shell our verbs and options."""

from __future__ import annotations

import click

from opsdoc.diagnostics import suggest, usage_error

EPILOG = """\b
Examples:
  opsdoc completion bash > ~/.local/share/bash-completion/completions/opsdoc
  opsdoc completion zsh > ~/.zfunc/_opsdoc
  opsdoc completion fish > ~/.config/fish/completions/opsdoc.fish
"""


@click.command(epilog=EPILOG)
@click.argument("shell", metavar="bash|zsh|fish")
def command(shell: str) -> None:
    """Print the completion script of a shell."""
    from click.shell_completion import get_completion_class

    from opsdoc.cli.root import opsdoc

    known = ("bash", "zsh", "fish")
    if shell not in known:
        raise usage_error(f'no completion for "{shell}"', suggest(shell, known))
    made = get_completion_class(shell)
    assert made is not None
    # The template alone: `source()` would first run the shell to ask for its version.
    complete = made(opsdoc, {}, "opsdoc", "_OPSDOC_COMPLETE")
    click.echo(complete.source_template % complete.source_vars())
