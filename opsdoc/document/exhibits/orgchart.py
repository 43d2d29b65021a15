"""Exhibits of structure: charts."""

from __future__ import annotations

from opsdoc.diagram.model import DottedLine, OrgChart, Unit
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, ExhibitError
from opsdoc.document.wording import number
from opsdoc.org.select import Option


def orgchart(call: Call) -> t.Blocks:
    """`:: orgchart depth=2 root=UNIT show=functions|fte|head|none variant=ID`: the structure of an option."""
    option = call.option_variant()
    depth = call.number("depth", 9)
    show = call.choice("show", ("functions", "fte", "head", "none"))
    root = call.options.get("root", option.root.id)
    if root not in option.by_id:
        raise ExhibitError(f'no unit "{root}" in {option.id}', "choose from: " + ", ".join(option.by_id))
    chart = OrgChart(
        _box(call, option, root, depth, show, top=True),
        tuple(
            DottedLine(unit.id, line.to, call.label(line.caption))
            for unit in option.units
            for line in unit.dotted
            if line.to in option.by_id
        ),
        tuple(
            Unit(c.id, call.label(c.name), kind="committee")
            for c in option.variant.committees
            if root == option.root.id
        ),
    )
    name = call.name(option.variant.name)
    return (
        t.Figure(
            _in_words(chart.root, call),
            chart=chart,
            caption=call.caption(call.word("caption_orgchart").format(name=name)),
            note=call.sourced(),
            alternative=_as_list(chart.root),
            id=call.id,
            source=call.source,
        ),
    )


def _box(call: Call, option: Option, id_: str, depth: int, show: str, top: bool = False) -> Unit:
    unit = option.by_id[id_]
    children = [_box(call, option, child.id, depth - 1, show) for child in option.children.get(id_, ()) if depth > 1]
    if show == "functions" and not children:
        owned = [f for f in option.functions_of(id_) if f in call.case.functions]
        children = [Unit(f"{id_}--{f}", call.label(call.case.functions[f].name), kind="function") for f in owned]
    figures = option.figures.get(id_)
    return Unit(
        id_,
        call.label(unit.name),
        tuple(children),
        "root" if top else "unit",
        unit.change,
        number(_below(option, id_), call.lang, 0) if show == "fte" and figures else "",
        call.label(unit.head_role) if show == "head" and unit.head_role else None,
    )


def _below(option: Option, id_: str) -> float:
    own = option.figures.get(id_)
    return (own.to_be if own else 0) + sum(_below(option, child.id) for child in option.children.get(id_, ()))


def _in_words(unit: Unit, call: Call) -> str:
    names = [str(child.label) for child in unit.children]
    if not names:
        return str(unit.label)
    parts = [call.word("alt_reports").format(unit=unit.label, count=len(names), names=call.listed(names))]
    parts += [_in_words(child, call) for child in unit.children if child.children]
    return ("；" if call.lang == "zh" else "; ").join(parts)


def _as_list(unit: Unit) -> t.Blocks:
    def item(node: Unit) -> t.Blocks:
        inner = tuple(item(child) for child in node.children)
        own: t.Blocks = (t.Paragraph(t.text(str(node.label)), "compact"),)
        return (*own, t.BulletList(inner)) if inner else own

    return (t.BulletList((item(unit),)),)
