"""`opsdoc show`: one variant or function, in the terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from opsdoc.cli.workspace import Open, language, opened, options, stdout
from opsdoc.diagnostics import suggest, usage_error

if TYPE_CHECKING:
    from opsdoc.content.models import I18n
    from opsdoc.org.select import Case, Option

EPILOG = """\b
Examples:
  opsdoc show variant five-departments
  opsdoc show function brand --lang zh
  opsdoc show variant hybrid --format json
"""


@click.command(epilog=EPILOG)
@click.argument("what", metavar="variant|function")
@click.argument("name", metavar="ID")
@click.option("--lang", type=click.Choice(["zh", "en"]), default=None, help="Language of the names.")
@options
def command(what: str, name: str, lang: str | None, workspace: Path | None, engagement: str, form: str) -> None:
    """Show a variant (its tree with functions, figures and gaps) or a function (purpose, duties, owners, KPIs)."""
    if what not in ("variant", "function"):
        raise usage_error(f'cannot show "{what}"', suggest(what, ("variant", "function")))
    held = opened(workspace, engagement)
    held.log.raise_if_errors()
    shown = language(lang or "", held)
    data = _variant(held, name, shown) if what == "variant" else _function(held, name, shown)
    if form == "json":
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    elif what == "variant":
        _draw_variant(data, shown)
    else:
        _draw_function(data, shown)


def _variant(held: Open, name: str, lang: str) -> dict[str, Any]:
    from opsdoc.org.coverage import cover
    from opsdoc.org.metrics import metrics

    case = held.case(name)
    option = case.option
    figures = metrics(case, option)
    status = {id_: cover(option, id_).status for id_ in case.functions}
    return {
        "id": option.id,
        "name": option.variant.name.get(lang),
        "kind": option.variant.kind,
        "logic": option.variant.logic.get(lang),
        "units": [
            {
                "id": unit.id,
                "name": unit.name.get(lang),
                "parent": unit.parent,
                "owns": [_named(case, f, lang) for f in option.functions_of(unit.id)],
                "holds_in_part": [_named(case, f, lang) for f in option.functions_of(unit.id, "partial")],
                "fte": option.figures[unit.id].to_be if unit.id in option.figures else None,
            }
            for unit in option.units
        ],
        "metrics": {
            "units": figures.units,
            "layers": figures.layers,
            "average_span": round(figures.average_span, 2),
            "widest_span": figures.widest_span,
            "hand_offs": figures.hand_offs,
            "interfaces": figures.interfaces,
            "fte": figures.fte,
            "owned": figures.coverage.owned,
            "partial": figures.coverage.partial,
            "gaps": figures.coverage.gaps,
        },
        "gaps": [_named(case, id_, lang) for id_, what in status.items() if what == "gap"],
        "partial": [_named(case, id_, lang) for id_, what in status.items() if what == "partial"],
    }


def _named(case: Case, id_: str, lang: str) -> str:
    function = case.functions.get(id_)
    return (function.name.get(lang) if function else "") or id_


def _draw_variant(data: dict[str, Any], lang: str) -> None:
    from rich.text import Text
    from rich.tree import Tree

    def label(unit: dict[str, Any]) -> Text:
        text = Text(unit["name"] or unit["id"], style="bold")
        text.append(f"  {unit['id']}", style="dim")
        if unit["fte"] is not None:
            text.append(f"  {unit['fte']:g} FTE")
        return text

    out = stdout()
    out.print(Text(f"{data['name']} ({data['id']}, {data['kind']})", style="bold"))
    out.print(Text(data["logic"]))
    nodes: dict[str, Tree] = {}
    root: Tree | None = None
    for unit in data["units"]:
        parent = nodes.get(unit["parent"])
        if parent is None and root is None:
            node = root = Tree(label(unit))
        else:
            node = (parent or root or Tree("")).add(label(unit))
        for function in unit["owns"]:
            node.add(Text(function))
        for function in unit["holds_in_part"]:
            node.add(Text(f"{function} (in part)", style="yellow"))
        nodes[unit["id"]] = node
    if root is not None:
        out.print(root)
    m = data["metrics"]
    out.print(
        Text(
            f"{m['units']} units, {m['layers']} layers, span {m['average_span']:g} on average, at most "
            f"{m['widest_span']}; {m['hand_offs']} of {m['interfaces']} interfaces cross units"
        )
    )
    out.print(Text(f"{m['owned']} functions owned, {m['partial']} held in part, {m['gaps']} without an owner"))
    if data["gaps"]:
        out.print(Text(f"gaps: {', '.join(data['gaps'])}", style="red"))


def _function(held: Open, name: str, lang: str) -> dict[str, Any]:
    from opsdoc.content.models import Kpi
    from opsdoc.org.coverage import cover

    case = held.case()
    if name not in case.functions:
        raise usage_error(f'no function "{name}"', suggest(name, case.functions))
    function = case.functions[name]

    def texts(items: tuple[I18n, ...]) -> list[str]:
        return [item.get(lang) for item in items]

    kpis = case.table("kpis", Kpi)
    own = [kpi for kpi in kpis.values() if kpi.id in function.kpis or name in kpi.functions]
    return {
        "id": name,
        "name": function.name.get(lang),
        "category": function.category,
        "purpose": function.purpose.get(lang),
        "responsibilities": texts(function.responsibilities),
        "owners": {id_: _holders(option, cover(option, name).units, lang) for id_, option in case.options.items()},
        "kpis": [{"id": k.id, "name": k.name.get(lang), "formula": k.formula.get(lang)} for k in own],
        "systems": texts(function.systems),
        "risks": list(function.risks),
    }


def _holders(option: Option, units: tuple[str, ...], lang: str) -> list[str]:
    return [option.by_id[unit].name.get(lang) if unit in option.by_id else unit for unit in units]


def _draw_function(data: dict[str, Any], lang: str) -> None:
    from rich.text import Text

    out = stdout()
    out.print(Text(f"{data['name']} ({data['id']}, {data['category']})", style="bold"))
    out.print(Text(data["purpose"]))
    for title, lines in (
        ("Responsibilities", data["responsibilities"]),
        ("Held by", [f"{id_}: {', '.join(units) or '—'}" for id_, units in data["owners"].items()]),
        ("KPIs", [f"{kpi['name']}: {kpi['formula']}" for kpi in data["kpis"]]),
        ("Systems", data["systems"]),
        ("Risks", data["risks"]),
    ):
        if lines:
            out.print(Text(f"\n{title}", style="bold"))
            for line in lines:
                out.print(Text(f"  {line}"))
