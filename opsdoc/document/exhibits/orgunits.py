"""Units of a structure as the boxes of a chart: what they are called, show and stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from opsdoc.content.models import I18n
from opsdoc.content.models import Unit as UnitRecord
from opsdoc.diagnostics import suggest
from opsdoc.diagram.model import DottedLine, Label, OrgChart, Unit
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, ExhibitError
from opsdoc.document.wording import number
from opsdoc.org.scope import visible
from opsdoc.org.select import Option
from opsdoc.org.transition import Fate, Fates

SHOWN = ("functions", "fte", "head", "none")
# How units may change, in the order of legends and sentences.
CHANGES = ("unchanged", "changed", "moved", "new", "closed", "open")


def shown(call: Call, default: str) -> frozenset[str]:
    """What boxes show besides names: any of functions, fte and head, with commas; `none` for names alone."""
    words = [word.strip() for word in call.options.get("show", default).split(",")]
    for word in words:
        if word not in SHOWN:
            raise ExhibitError(f'show="{word}" is not known', suggest(word, SHOWN))
    if "none" in words and len(words) > 1:
        raise ExhibitError("show=none goes with nothing else", "leave out none, or the others")
    return frozenset(words) - {"none"}


def drawn_label(call: Call) -> Callable[[I18n], Label]:
    """How names become labels: in the document's language, or in that of `labels=zh|en|both`."""
    wanted = call.choice("labels", ("", "zh", "en", "both"))
    other = "en" if call.lang == "zh" else "zh"
    languages = {"": (call.lang,), "both": (call.lang, other)}.get(wanted, (wanted,))

    def label(value: I18n) -> Label:
        parts = tuple((lang, value.get(lang)) for lang in languages if value.get(lang))
        return Label(parts) if parts else call.label(value)

    return label


def label_of(call: Call, key: str) -> Label:
    """A fixed word as a label, in the languages of the chart."""
    languages = [lang for lang, _ in drawn_label(call)(I18n(zh="文", en="x")).parts]
    return Label(tuple((lang, call.word_in(lang, key)) for lang in languages))


@dataclass(slots=True)
class Drawn:
    """One structure on its way to a chart. `fates` say how its units change, `others` which committees the other
    structure has; neither where it stands alone."""

    call: Call
    option: Option
    shown: frozenset[str]
    fates: Fates | None = None
    others: set[str] | None = None

    def chart(self, root: str) -> OrgChart:
        """The chart below a unit. Raises ExhibitError for units that form no tree and for a root that is not there."""
        call, option = self.call, self.option
        refuse_broken(option)
        if root not in option.by_id:
            raise ExhibitError(f'no unit "{root}" in {option.id}', suggest(root, option.by_id))
        depth = call.number("depth", 99)
        beside = [c for c in self.committees if root == option.root.id]
        beside += [u for u in option.children.get(root, ()) if self._stands_aside(u)]
        top = self._unit(root, depth, self._totals(), "root")
        lines: tuple[DottedLine, ...] = ()
        legend: list[tuple[str, Label]] = []
        if self.fates is None:
            lines = tuple(
                DottedLine(unit.id, line.to, drawn_label(call)(line.caption) if line.caption else None)
                for unit in option.units
                for line in unit.dotted
                if line.to in option.by_id
            )
            legend = self._legend(top, bool(lines))
        return OrgChart(top, lines, tuple(self._body(c) for c in beside), legend=tuple(legend))

    @property
    def committees(self) -> tuple[UnitRecord, ...]:
        return tuple(c for c in self.option.variant.committees if visible(c, self.call.case.audience))

    def _stands_aside(self, unit: UnitRecord) -> bool:
        return unit.type == "committee" and not self.option.children.get(unit.id)

    def _legend(self, top: Unit, dotted: bool) -> list[tuple[str, Label]]:
        units = below(top)
        present = {unit.change for unit in units}
        legend: list[tuple[str, Label]] = []
        legend += ((change, label_of(self.call, f"legend_{change}")) for change in CHANGES if change in present)
        if any(unit.vacant for unit in units):
            legend.append(("vacant", label_of(self.call, "legend_vacant")))
        if dotted:
            legend.append(("dotted", label_of(self.call, "legend_dotted")))
        if "fte" in self.shown and any(unit.metric for unit in units):
            legend.append(("figures", label_of(self.call, "legend_fte")))
        return legend

    def _totals(self) -> Mapping[str, float]:
        """Full-time equivalents of units with all below them, where there are figures: of today in the present
        structure, else to be."""
        present = self.option is self.call.case.as_is
        sums: dict[str, float] = {}
        for unit in reversed(self.option.units):  # in tree order, so what is below comes first
            figures = self.option.figures.get(unit.id)
            if figures:
                sums[unit.id] = sums.get(unit.id, 0.0) + (figures.as_is if present else figures.to_be)
            if unit.id in sums:
                sums[unit.parent] = sums.get(unit.parent, 0.0) + sums[unit.id]
        return sums

    def _unit(self, id_: str, depth: int, totals: Mapping[str, float], kind: str = "") -> Unit:
        call, option = self.call, self.option
        unit = option.by_id[id_]
        below = [u for u in option.children.get(id_, ()) if not (kind == "root" and self._stands_aside(u))]
        children = [self._unit(u.id, depth - 1, totals) for u in below if depth > 1]
        if "functions" in self.shown and not children:
            owned = [f for f in option.functions_of(id_) if f in call.case.functions]
            name = drawn_label(call)
            children = [Unit(f"{id_}--{f}", name(call.case.functions[f].name), kind="function") for f in owned]
        if not kind:
            aside = unit.type == "assistant" and not children
            kind = "assistant" if aside else ("committee" if unit.type == "committee" else "unit")
        figures = "fte" in self.shown and id_ in totals
        fate = self.fates.get(id_) if self.fates is not None else None
        return Unit(
            id_,
            drawn_label(call)(unit.name),
            tuple(children),
            kind,  # type: ignore[arg-type]
            fate.change if fate else unit.change,
            number(totals[id_], call.lang, 0) if figures else "",
            drawn_label(call)(unit.head_role) if "head" in self.shown and unit.head_role else None,
            fate.change if fate else "",
            unit.vacant,
            self._how(fate) if fate else None,
        )

    def _body(self, unit: UnitRecord) -> Unit:
        change = unit.change
        if self.others is not None:
            own = "closed" if self.option is self.call.case.as_is else "new"
            change = "unchanged" if unit.id in self.others else own  # type: ignore[assignment]
        return Unit(
            unit.id,
            drawn_label(self.call)(unit.name),
            kind="committee",
            change=change,
            group=change if self.others is not None else "",
            vacant=unit.vacant,
        )

    def _how(self, fate: Fate) -> Label:
        labels = [label_of(self.call, f"way_{way}") for way in fate.ways]
        parts = []
        for n, (lang, _) in enumerate(labels[0].parts):
            words = ("、" if lang == "zh" else ", ").join(label.parts[n][1] for label in labels)
            parts.append((lang, words[:1].upper() + words[1:]))
        return Label(tuple(parts))


def refuse_broken(option: Option) -> None:
    """Raise ExhibitError where units form no tree: whatever was drawn would leave some of them out."""
    if not option.units:
        raise ExhibitError(f"{option.id} has no units to draw", "add `units:`; the first has no parent")
    root = option.root
    reached: set[str] = set()
    waiting = [root.id] if not root.parent else []
    while waiting:
        id_ = waiting.pop()
        if id_ not in reached:
            reached.add(id_)
            waiting.extend(unit.id for unit in option.children.get(id_, ()))
    lost = [unit.id for unit in option.units if unit.id not in reached]
    if lost:
        shown = ", ".join(lost[:5]) + (" …" if len(lost) > 5 else "")
        raise ExhibitError(
            f"the units of {option.id} form no tree, and a chart would leave out {shown}",
            "give every unit but one a `parent` of the same structure, without a circle",
        )


def below(root: Unit) -> list[Unit]:
    found, waiting = [], [root]
    while waiting:
        unit = waiting.pop()
        found.append(unit)
        waiting.extend(reversed(unit.children))
    return found


def items(unit: Unit, remark: Callable[[Unit], str] | None = None) -> t.Blocks:
    """A unit and all below it as the blocks of a list's item."""
    label = str(unit.label)
    said = remark(unit) if remark else ""
    if said:
        label += f"（{said}）" if unit.label.parts[0][0] == "zh" else f" ({said})"
    own: t.Blocks = (t.Paragraph(t.text(label), "compact"),)
    inner = tuple(items(child, remark) for child in unit.children)
    return (*own, t.BulletList(inner)) if inner else own
