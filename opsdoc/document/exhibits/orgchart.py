"""Organisation charts: the structure of an option, and one structure beside another with what changes."""

from __future__ import annotations

from collections.abc import Callable

from opsdoc.diagnostics import suggest
from opsdoc.diagram.model import BeforeAfter, Label, OrgChart, Unit
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, ExhibitError
from opsdoc.document.exhibits.orgunits import CHANGES, Drawn, below, drawn_label, items, label_of, shown
from opsdoc.org.select import Option
from opsdoc.org.transition import Fates, transition

OPTIONS = ("after", "before", "depth", "labels", "root", "show", "variant")


def orgchart(call: Call) -> t.Blocks:
    """`:: orgchart variant=ID root=UNIT depth=2 show=functions,fte,head|none labels=zh|en|both`: the structure of an
    option. `:: orgchart before=as-is after=ID`: one structure beside another, with what becomes of each unit."""
    if "before" in call.options or "after" in call.options:
        return _compared(call)
    option = call.option_variant()
    drawn = Drawn(call, option, shown(call, "functions"))
    root = call.options.get("root", option.root.id if option.units else "")
    chart = drawn.chart(root)
    name = call.name(option.by_id[root].name if root != option.root.id else option.variant.name)
    return (
        t.Figure(
            _in_words(chart.root, call),
            chart=chart,
            caption=call.caption(call.word("caption_orgchart").format(name=name)),
            note=call.sourced(),
            alternative=(t.BulletList(tuple(items(unit, _marks(call)) for unit in (chart.root, *chart.committees))),),
            id=call.id,
            source=call.source,
        ),
    )


def _compared(call: Call) -> t.Blocks:
    if "variant" in call.options:
        raise ExhibitError("variant= says nothing beside before= and after=", "name both structures there")
    old, new = _structure(call, "before", "as-is"), _structure(call, "after", call.case.option.id)
    if old.id == new.id:
        raise ExhibitError(f"{old.id} cannot stand beside itself", "name two structures with before= and after=")
    mapped = old is call.case.as_is
    if mapped and not new.mappings:
        raise ExhibitError(
            f"nothing says what becomes of the present units in {new.id}",
            f"add `mappings:` to variants/{new.id}.yaml of the engagement",
        )
    fates = transition(old, new, mapped)
    wanted = shown(call, "none")
    halves = [Drawn(call, option, wanted, fate) for option, fate in zip((old, new), fates, strict=True)]
    bodies = [{c.id for c in half.committees} for half in halves]
    halves[0].others, halves[1].others = bodies[1], bodies[0]
    charts = [half.chart(call.options.get("root", half.option.root.id if half.option.units else "")) for half in halves]
    label = drawn_label(call)
    titles = (
        label(old.variant.name),
        Label(
            tuple(
                (lang, call.word_in(lang, "title_target").format(name=name))
                for lang, name in label(new.variant.name).parts
            )
        )
        if mapped
        else label(new.variant.name),
    )
    found = {unit.change for chart in charts for unit in _all(chart)}
    legend = tuple((change, label_of(call, f"legend_{change}")) for change in CHANGES if change in found)
    names = {"before": call.name(old.variant.name), "after": call.name(new.variant.name)}
    lists = [
        (
            t.Paragraph(t.text(str(title)), "compact"),
            t.BulletList(
                tuple(items(unit, _fate_of(call, fate, other, key)) for unit in (chart.root, *chart.committees)),
            ),
        )
        for title, chart, fate, other, key in zip(
            titles, charts, fates, (new, old), ("fate_to", "fate_from"), strict=True
        )
    ]
    counts = [_counted(call, str(title), chart) for title, chart in zip(titles, charts, strict=True)]
    return (
        t.Figure(
            ("；" if call.lang == "zh" else "; ").join(counts),
            chart=BeforeAfter(charts[0], charts[1], titles, legend),
            caption=call.caption(call.word("caption_transition").format(**names)),
            note=call.sourced(),
            alternative=(t.BulletList(tuple(lists)),),
            id=call.id,
            source=call.source,
        ),
    )


def _structure(call: Call, option: str, default: str) -> Option:
    name = call.options.get(option, default)
    known = {**call.case.options, call.case.option.id: call.case.option}
    if call.case.as_is:
        known["as-is"] = call.case.as_is
    if name not in known:
        if name == "as-is":
            raise ExhibitError("the engagement has no as-is structure", "add as-is/variant.yaml, or name a variant")
        raise ExhibitError(f'{option}="{name}": no such structure', suggest(name, known))
    return known[name]


def _all(chart: OrgChart) -> list[Unit]:
    return [*below(chart.root), *chart.committees]


def _in_words(unit: Unit, call: Call) -> str:
    names = [str(child.label) for child in unit.children]
    if not names:
        return str(unit.label)
    parts = [call.word("alt_reports").format(unit=unit.label, count=len(names), names=call.listed(names))]
    parts += [_in_words(child, call) for child in unit.children if child.children]
    return ("；" if call.lang == "zh" else "; ").join(parts)


def _counted(call: Call, title: str, chart: OrgChart) -> str:
    """`现有架构共12个单位：不变1个、调整9个、划转2个`."""
    units = _all(chart)
    parts = []
    for change in CHANGES:
        names = [str(unit.label) for unit in units if unit.change == change]
        if names:
            word = call.word(f"change_{change}")
            parts.append(call.word("alt_change").format(change=word, count=len(names), names=call.listed(names)))
    key = "alt_changes_bodies" if chart.committees else "alt_changes"
    return call.word(key).format(title=title, count=len(units), changes=call.sentence(parts))


def _fate_of(call: Call, fates: Fates, other: Option, key: str) -> Callable[[Unit], str]:
    """What the text alternative says of a unit: how it changes, and what it becomes or came from."""

    def said(unit: Unit) -> str:
        fate = fates.get(unit.id)
        if fate is None:
            return call.word(f"change_{unit.change}") if unit.change else ""
        words = [call.listed(call.word(f"way_{way}") for way in fate.ways)]
        if fate.others:
            words.append(call.word(key).format(names=call.listed(call.unit(u, other) for u in fate.others)))
        if unit.vacant:
            words.append(call.word("vacant").lower())
        return call.sentence(words)

    return said


def _marks(call: Call) -> Callable[[Unit], str]:
    """What the text alternative of a single chart says of a unit: its figure, and that its head's post is vacant."""

    def said(unit: Unit) -> str:
        return call.sentence([unit.metric, call.word("vacant").lower() if unit.vacant else ""])

    return said
