"""How KPIs add up: the tree below one of them."""

from __future__ import annotations

from collections.abc import Mapping

from opsdoc.content.models import Kpi, Target
from opsdoc.diagnostics import suggest
from opsdoc.diagram.model import KpiTree, Label, Measure
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, ExhibitError
from opsdoc.document.wording import between, number

RELATIONS = ("sum", "difference", "product", "ratio", "driver")


def kpi_tree(call: Call) -> t.Blocks:
    """`:: kpi-tree root=KPI depth=N`: what a KPI is made of and driven by, with the relation on every edge; baseline
    and target where the engagement has them. Without a root, the KPI of which most is computed from others."""
    w = call.word
    known = call.case.table("kpis", Kpi)
    below = _below(known)
    root = call.options.get("root") or max(known, key=lambda id_: _counted(id_, below, ()), default="")
    if root not in known:
        raise ExhibitError(f'no KPI "{root}"', suggest(root, known))
    depth = call.number("depth", 3, highest=9)
    drawn = _Drawn(call, known, below)
    top = drawn.measure(root, "", depth, ())
    legend = [(key, call.own_label(w(f"relation_{key}"))) for key in RELATIONS if key in drawn.relations]
    if drawn.repeated:
        legend.append(("again", call.own_label(w("kpi_again"))))
    if drawn.valued:
        legend.append(("values", call.own_label(w("kpi_values"))))
    name = call.name(known[root].name)
    return (
        t.Figure(
            w("alt_kpi_tree").format(name=name, formula=call.say(known[root].formula), count=len(drawn.seen)),
            chart=KpiTree(top, tuple(legend)),
            caption=call.caption(w("caption_kpi_tree").format(name=name)),
            note=call.sourced(),
            alternative=(t.BulletList((_item(call, top),)),),
            id=call.id,
            source=call.source,
        ),
    )


def _below(known: Mapping[str, Kpi]) -> dict[str, list[tuple[str, str]]]:
    """The KPIs that feed each, with their relation; those that count come before those that drive."""
    below: dict[str, list[tuple[str, str]]] = {}
    for kpi in known.values():
        for parent in kpi.parents:
            below.setdefault(parent.kpi, []).append((kpi.id, parent.relation))
    return {id_: sorted(feeders, key=lambda one: RELATIONS.index(one[1])) for id_, feeders in below.items()}


def _counted(id_: str, below: Mapping[str, list[tuple[str, str]]], path: tuple[str, ...]) -> int:
    """How many edges of the tree below a KPI are computed, not only driven."""
    if id_ in path:
        return 0
    feeders = [(child, relation) for child, relation in below.get(id_, ()) if relation != "driver"]
    return len(feeders) + sum(_counted(child, below, (*path, id_)) for child, _ in feeders)


class _Drawn:
    """The tree while it is made: which KPIs and relations it holds. What stands twice goes on once, where it counts
    for more or comes first."""

    def __init__(self, call: Call, known: Mapping[str, Kpi], below: Mapping[str, list[tuple[str, str]]]) -> None:
        self.call, self.known, self.below = call, known, below
        self.targets = call.case.table("targets", Target) if "targets" in call.case.tables else {}
        self.seen: set[str] = set()
        self.relations: set[str] = set()
        self.repeated = self.valued = False

    def measure(self, id_: str, relation: str, depth: int, path: tuple[str, ...]) -> Measure:
        if id_ in path:
            ring = " → ".join((*path[path.index(id_) :], id_))
            raise ExhibitError(f"KPI {id_} feeds itself: {ring}", "take one of the parents out of tables/kpis.yaml")
        if relation:
            self.relations.add(relation)
        feeders = self.below.get(id_, []) if depth else []
        again = id_ in self.seen and bool(feeders)
        self.seen.add(id_)
        self.repeated = self.repeated or again
        values = self.values(id_)
        self.valued = self.valued or values is not None
        children = () if again else tuple(self.measure(c, r, depth - 1, (*path, id_)) for c, r in feeders)
        label = self.call.label(self.known[id_].name)
        return Measure(id_, label, relation, values, children, again)  # type: ignore[arg-type]

    def values(self, id_: str) -> Label | None:
        """Baseline → target with the unit, or the one of the two that is known."""
        target, call = self.targets.get(id_), self.call
        if target is None:
            return None
        shown = [number(value, call.lang) for value in (target.baseline, target.target) if value is not None]
        if target.target is None and target.low is not None and target.high is not None:
            shown.append(between(target.low, target.high, call.lang))
        if not shown:
            return None
        unit = call.say(self.known[id_].unit)
        gap = "" if call.lang == "zh" or unit in ("%", "‰") else " "
        return call.own_label(f"{' → '.join(shown)}{gap}{unit}")


def _item(call: Call, measure: Measure) -> t.Blocks:
    """A KPI with its relation and values, and those below it."""
    notes = [call.word(f"relation_{measure.relation}")] if measure.relation else []
    notes += [str(measure.values)] if measure.values else []
    line = f"{measure.label}{call.quoted(call.sentence(notes))}" if notes else str(measure.label)
    own: t.Blocks = (t.Paragraph(t.text(line), "compact"),)
    inner = tuple(_item(call, child) for child in measure.children)
    return (*own, t.BulletList(inner)) if inner else own
