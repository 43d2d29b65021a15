"""The command line: verbs, what they print, and the one place that turns failures into messages and exit codes."""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `opsdoc` and give its exit code: 0 ok, 1 content, 2 usage, 3 environment or output, 4 limit or blocked,
    5 internal, 130 interrupted, 143 terminated."""
    import click

    from opsdoc.cli import console
    from opsdoc.cli.root import opsdoc
    from opsdoc.diagnostics import OpsdocError, error
    from opsdoc.platform import Terminated, end_on_sigterm

    # The process is short: what it loads and composes stays, so that looking for rubbish costs time and finds none.
    gc.set_threshold(100_000, 20, 50)
    given = list(sys.argv[1:] if arguments is None else arguments)
    console.use_utf8()
    console.STYLE.json = False
    # In another thread than the main one, whoever runs us has handlers of their own.
    with contextlib.suppress(ValueError):
        end_on_sigterm()
    try:
        code = opsdoc.main(given, prog_name="opsdoc", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except OpsdocError as problem:
        console.report(problem.diagnostics)
        return problem.exit_code
    except click.ClickException as problem:
        console.usage(problem)
        return 2
    except (KeyboardInterrupt, click.Abort):
        console.say("interrupted")
        return 130
    except Terminated:
        console.say("terminated")
        return 143
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        console.drop_stdout()
        return 0
    except Exception as problem:
        if "--debug" in given:
            raise
        fault = f"{type(problem).__name__}: {problem}"
        console.report([error("internal", fault, help="this is opsdoc's fault; `opsdoc --debug …` shows the trace")])
        return 5
