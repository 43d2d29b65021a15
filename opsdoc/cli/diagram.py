"""`opsdoc diagram`: one exhibit alone, as SVG, PNG or PDF."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from opsdoc.cli import console
from opsdoc.cli.build import split
from opsdoc.cli.paths import PLACE
from opsdoc.diagnostics import usage_error

EPILOG = """\b
Examples:
  opsdoc diagram orgchart
  opsdoc diagram orgchart --variant hybrid --lang zh-en -P show=fte,head -o chart.pdf
  opsdoc diagram orgchart -P before=as-is --to svg,png
  opsdoc diagram risk-map --engagement sample-trading --lang en -o -
"""


@click.command(epilog=EPILOG)
@click.argument("name", metavar="NAME")
@click.argument("arguments", metavar="[WORD]...", nargs=-1)
@click.option("--engagement", metavar="ID", default="", help="The engagement; opsdoc.yaml names the default.")
@click.option("--document", metavar="ID", default="", help="Whose theme and audience count; the proposal by default.")
@click.option("--variant", "variants", metavar="ID,...", multiple=True, help="The option that is drawn.")
@click.option("--lang", "langs", metavar="LANG,...", multiple=True, help="zh, en, zh-en or en-zh; several with commas.")
@click.option(
    "--to", "formats", metavar="FORMAT,...", multiple=True, help="svg (default), png, pdf; several with commas."
)
@click.option("--theme", metavar="NAME", default="", help="The look; `opsdoc list themes` shows what there is.")
@click.option("--audience", metavar="NAME", default="", help="Leave out what this audience may not see.")
@click.option("-P", "--option", "pairs", metavar="KEY=VALUE", multiple=True, help="An option of the exhibit.")
@click.option("--workspace", metavar="DIR", type=PLACE, help="Where opsdoc.yaml lies.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=PLACE,
    help="Instead of output/<engagement>/; - is stdout.",
)
@click.option("-q", "--quiet", is_flag=True, help="Findings only.")
def command(
    variants: tuple[str, ...],
    langs: tuple[str, ...],
    formats: tuple[str, ...],
    pairs: tuple[str, ...],
    quiet: bool,
    **rest: Any,
) -> None:
    """Draw one exhibit by itself.

    NAME is a directive that draws (orgchart, roadmap, risk-map …), -P its options and WORD its words, as they would
    stand after `:: NAME` in a text. A chart that no page holds becomes several files. The SVG needs no fonts and has no
    scripts: its letters are outlines.
    """
    from opsdoc.pipeline.diagram import DiagramRequest, diagram

    named: dict[str, Any] = {"variants": split(variants), "langs": split(langs), "formats": split(formats)}
    result = diagram(DiagramRequest(options=_options(pairs), **named, **rest))
    console.report(result.diagnostics)
    if result.data:
        click.echo(result.data, nl=False)
        return
    for path in result.files if not quiet else ():
        console.say(str(path))


def _options(pairs: Iterable[str]) -> dict[str, str]:
    """`key=value` pairs as the directive takes them."""
    out: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise usage_error(f'cannot read -P "{pair}"', "write -P key=value")
        out[key] = value
    return out
