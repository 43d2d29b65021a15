"""Files and folders on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from opsdoc.diagnostics import usage_error


class Place(click.Path):
    """A path. An empty one, as an unset variable of a script leaves it, is not the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and not value.strip():
            name = (
                param.opts[-1]
                if param and param.opts[-1].startswith("-")
                else param.human_readable_name
                if param
                else ""
            )
            raise usage_error(
                f"{name} is empty" if name else "a path is empty",
                "name a file or folder, or leave it out; . is the current folder",
            )
        return super().convert(value, param, ctx)


PLACE = Place(path_type=Path)
