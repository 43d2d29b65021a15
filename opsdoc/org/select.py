"""One document record's view of the content: its engagement, variant and audience applied, nothing rendered yet."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

from opsdoc.content.load import EngagementContent, Workspace
from opsdoc.content.markdown import Parsed
from opsdoc.content.models import (
    DocumentRecord,
    Engagement,
    EngagementVariant,
    Exclusion,
    Function,
    I18n,
    Placement,
    Record,
    Role,
    Score,
    Unit,
    UnitFigures,
    UnitMapping,
    Variant,
)
from opsdoc.diagnostics import Diagnostic, OpsdocError, Severity, suggest
from opsdoc.org.naming import named, named_throughout, role_names
from opsdoc.org.scope import Scope, changed, visible

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Option:
    """A variant as one engagement sees it: renamed, merged, moved and with figures. Units are in tree order."""

    variant: Variant
    units: tuple[Unit, ...]
    placements: tuple[Placement, ...]
    exclusions: tuple[Exclusion, ...]
    figures: Mapping[str, UnitFigures]
    scores: tuple[Score, ...] = ()
    mappings: tuple[UnitMapping, ...] = ()
    role_mappings: tuple[UnitMapping, ...] = ()

    @property
    def id(self) -> str:
        """The variant's id."""
        return self.variant.id

    @property
    def root(self) -> Unit:
        """The unit without a parent."""
        return next((u for u in self.units if not u.parent), self.units[0])

    @cached_property
    def by_id(self) -> Mapping[str, Unit]:
        """Units by id."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def children(self) -> Mapping[str, tuple[Unit, ...]]:
        """Solid-line reports by the superior's id, in order."""
        out: dict[str, list[Unit]] = {}
        for unit in self.units:
            if unit.parent:
                out.setdefault(unit.parent, []).append(unit)
        return {parent: tuple(units) for parent, units in out.items()}

    def functions_of(self, unit: str, role: str = "owner") -> tuple[str, ...]:
        """Ids of the functions that a unit owns (or holds in part, or supports)."""
        return tuple(p.function for p in self.placements if p.unit == unit and p.role == role)

    def owner_of(self, function: str) -> str:
        """Id of the unit that owns a function; of the first that holds a part of it; else empty."""
        for role in ("owner", "partial"):
            for placement in self.placements:
                if placement.function == function and placement.role == role:
                    return placement.unit
        return ""

    @property
    def fte(self) -> float:
        """Sum of all units' own full-time equivalents, to be."""
        return sum(f.to_be for f in self.figures.values())


@dataclass(frozen=True)
class Case:
    """What one document says about one organisation, before it is said in a language."""

    workspace: Workspace
    content: EngagementContent
    document: DocumentRecord
    option: Option
    options: Mapping[str, Option]
    as_is: Option | None
    functions: Mapping[str, Function]
    tables: Mapping[str, Mapping[str, Record]]
    audience: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def engagement(self) -> Engagement:
        """The engagement's record, without what the audience may not see."""
        record = self.content.record
        withheld: dict[str, Any] = {
            name: tuple(item for item in getattr(record, name) if visible(item, self.audience))
            for name in ("decisions", "findings", "costs", "impacts")
        }
        plan: dict[str, Any] = {
            name: tuple(item for item in getattr(record.roadmap, name) if visible(item, self.audience))
            for name in ("waves", "initiatives", "milestones")
        }
        first = record.roadmap.day_one
        if first is not None:
            items = tuple(item for item in first.items if visible(item, self.audience))
            plan["day_one"] = first.model_copy(update={"items": items}) if items else None
        withheld["roadmap"] = record.roadmap.model_copy(update=plan)
        return changed(record, **withheld)

    def table(self, name: str, kind: type[R]) -> Mapping[str, R]:
        """Rows of a table by id, of the type that the caller names."""
        return {id_: row for id_, row in self.tables[name].items() if isinstance(row, kind)}

    def role_unit(self, role: str, option: Option | None = None) -> str:
        """The unit of a role: the owner of its function in the option at hand; empty for governance roles."""
        record = self.tables["roles"].get(role)
        if not isinstance(record, Role) or not record.function:
            return ""
        return (option or self.option).owner_of(record.function)

    def prose(self, folder: str, id_: str, lang: str) -> Parsed | None:
        """Prose of a function or variant: the engagement's own, else the library's."""
        for layer in (self.content.layer, self.workspace.library):
            found = layer.prose.get((folder, id_, lang))
            if found is not None:
                return found
        return None

    def section(self, id_: str, lang: str) -> Parsed | None:
        """A section text: engagement/variant, engagement, kind, common, in this order."""
        kind = self.document.kind
        own = self.content.layer.prose
        library = self.workspace.library.prose
        for layer, folder in (
            (own, f"sections/{self.option.id}"),
            (own, f"sections/{kind}"),
            (own, "sections"),
            (library, f"sections/{kind}/{self.option.id}"),
            (library, f"sections/{kind}"),
            (library, "sections/common"),
        ):
            found = layer.get((folder, id_, lang))
            if found is not None:
                return found
        return None


def select(
    workspace: Workspace, engagement: str, document: str, variant: str = "", audience: str = "", **params: Any
) -> Case:
    """The case of a document: engagement and variant looked up and overlaid.

    Raises OpsdocError with exit code 2 for names that are not there, with a suggestion.
    """
    content = workspace.engagements.get(engagement)
    if content is None:
        raise _unknown("engagement", engagement, workspace.engagements)
    names = role_names(content.record, workspace.library, content.layer)
    content = named_throughout(content, names)
    record = content.documents.get(document)
    if record is None:
        raise _unknown("document", document, content.documents)
    variants = {**workspace.library.variants, **content.layer.variants}
    chosen = variant or (record.variants[0] if record.variants else content.record.recommended_variant)
    if chosen not in variants:
        raise _unknown("variant", chosen, variants)
    offered = content.record.variants or tuple(variants)
    wanted = [id_ for id_ in variants if id_ in offered or id_ == chosen]
    order = {id_: n for n, id_ in enumerate(offered)}
    who = audience or (record.audience[0] if record.audience else "")
    secret = bool(content.record.costs) and not any(visible(item, who) for item in content.record.costs)
    options = {
        id_: _seen_by(who, _option(named(variants[id_], names), content.variants.get(id_)), secret)
        for id_ in sorted(wanted, key=lambda id_: order.get(id_, 99))
        if id_ == chosen or visible(variants[id_], who)
    }
    as_is = _seen_by(who, _option(content.as_is, content.variants.get("as-is"))) if content.as_is else None
    functions = {**workspace.library.functions, **content.layer.functions}
    scope = content.record.in_scope or tuple(functions)
    kept = [f for f in functions.values() if f.id in scope and f.id not in content.record.out_of_scope]
    return Case(
        workspace,
        content,
        record,
        options[chosen],
        options,
        as_is,
        {
            f.id: named(_without_parties(f, {g.id for g in functions.values() if not visible(g, who)}), names)
            for f in sorted(kept, key=lambda f: (f.order, f.id))
            if visible(f, who)
        },
        {
            table: {id_: named(row, names) for id_, row in rows.items()}
            for table, rows in Scope(content.record, functions.keys() - {f.id for f in kept}, who)
            .tables(workspace.library, content.layer)
            .items()
        },
        who,
        {**record.params, **params},
    )


def _unknown(what: str, name: str, known: Any) -> OpsdocError:
    message = f'no {what} "{name}"'
    return OpsdocError([Diagnostic(Severity.ERROR, "usage", message, help=suggest(name, known))], 2)


def _seen_by(audience: str, option: Option, secret: bool = False) -> Option:
    """The option without the units that an audience may not see: what they hold shows at the unit above them. `secret`:
    it may see no cost item at all, and so no number of posts to come either, from which cuts can be read."""
    if secret:
        option = replace(
            option,
            figures={},
            mappings=_without_new_posts(option.mappings),
            role_mappings=_without_new_posts(option.role_mappings),
        )
    hidden = {unit.id: unit.parent for unit in option.units if unit.parent and not visible(unit, audience)}
    if not hidden:
        return option

    def shown(unit: str) -> str:
        passed: set[str] = set()
        while unit in hidden and unit not in passed:
            passed.add(unit)
            unit = hidden[unit]
        return unit

    figures: dict[str, UnitFigures] = {}
    for unit, own in option.figures.items():
        at = shown(unit)
        sums = {name: getattr(own, name) + getattr(figures.get(at), name, 0) for name in ("as_is", "to_be", "cost")}
        figures[at] = UnitFigures(**sums)
    mappings = (m.model_copy(update={"to": tuple(dict.fromkeys(map(shown, m.to)))}) for m in option.mappings)
    return replace(
        option,
        units=tuple(
            changed(
                unit,
                parent=shown(unit.parent),
                dotted=tuple(line for line in unit.dotted if line.to not in hidden),
            )
            for unit in option.units
            if unit.id not in hidden
        ),
        placements=tuple(p.model_copy(update={"unit": shown(p.unit)}) for p in option.placements),
        figures=figures,
        mappings=tuple(mappings),
    )


def _without_new_posts(mappings: tuple[UnitMapping, ...]) -> tuple[UnitMapping, ...]:
    """Mappings with the people of today alone: how many posts are created is not said."""
    return tuple(m.model_copy(update={"fte": 0.0}) if m.kind == "new" else m for m in mappings)


def _without_parties(function: Function, hidden: Set[str]) -> Function:
    """A function without what passes between it and functions that the audience may not see."""
    flows = {name: getattr(function, name) for name in ("inputs", "outputs", "interfaces")}
    if not any(flow.party in hidden for items in flows.values() for flow in items):
        return function
    kept = {name: tuple(flow for flow in items if flow.party not in hidden) for name, items in flows.items()}
    return changed(function, **kept)


def _option(variant: Variant, own: EngagementVariant | None) -> Option:
    if own is None:
        return Option(variant, _in_tree_order(variant.units), variant.placements, variant.exclusions, {})
    merged = {old: kept for kept, others in own.merge.items() for old in others}
    gone = {*own.hide, *merged}
    units = []
    for unit in (*variant.units, *own.units):
        if unit.id in gone:
            continue
        changes: dict[str, Any] = {}
        if unit.id in own.rename:
            name = changes["name"] = own.rename[unit.id]
            changes["head_role"] = _renamed(unit.head_role, unit.name, name)
        parent = own.move.get(unit.id, unit.parent)
        parent = merged.get(parent, parent)
        if parent != unit.parent:
            changes["parent"] = parent
        if unit.id in own.vacant:
            changes["vacant"] = True
        units.append(changed(unit, **changes) if changes else unit)
    replaced = {p.function for p in own.placements if p.role == "owner"}
    placements = tuple(
        p.model_copy(update={"unit": merged.get(p.unit, p.unit)})
        for p in variant.placements
        if p.unit not in own.hide and not (p.function in replaced and p.role in ("owner", "partial"))
    )
    # What the overlay gives an owner needs no reason for having none.
    excluded = {e.function for e in own.exclusions} | replaced
    return Option(
        variant,
        _in_tree_order(tuple(units)),
        placements + own.placements,
        tuple(e for e in variant.exclusions if e.function not in excluded) + own.exclusions,
        own.figures,
        own.scores,
        own.mappings,
        own.role_mappings,
    )


def _renamed(role: I18n, old: I18n, new: I18n) -> I18n:
    """The title of a unit's head, where it holds the unit's name, with the new name in its place."""
    pairs = ((role.zh, old.zh, new.zh), (role.en, old.en, new.en))
    zh, en = (title.replace(was, now) if was and now else title for title, was, now in pairs)
    return I18n(zh=zh, en=en)


def _in_tree_order(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    children: dict[str, list[Unit]] = {}
    ids = {unit.id for unit in units}
    for unit in units:
        children.setdefault(unit.parent if unit.parent in ids else "", []).append(unit)
    for below in children.values():
        below.sort(key=lambda unit: unit.type != "assistant")  # who serves the superior stands next to it
    out: list[Unit] = []
    seen: set[str] = set()
    stack = list(reversed(children.get("", [])))
    while stack:
        unit = stack.pop()
        if unit.id in seen:
            continue
        seen.add(unit.id)
        out.append(unit)
        stack.extend(reversed(children.get(unit.id, [])))
    # Units in a cycle have no way to the root; they are kept, so that check V01 can name them.
    return tuple(out) + tuple(unit for unit in units if unit.id not in seen)
