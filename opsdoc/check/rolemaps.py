"""The second part of M01: what becomes of each present role, and where each role of the target comes from; and what
is asked of mappings of units and of roles alike.

Where an engagement does not list its present roles, there is nothing to judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from opsdoc.check.facts import Facts, Seen
from opsdoc.check.rule import Finding
from opsdoc.check.size import ROUNDING
from opsdoc.content.models import UnitMapping


def roles_mapped(facts: Facts) -> Iterator[Finding]:
    """Every present role goes somewhere, every role with posts comes from somewhere or is new, and posts add up."""
    engagement = facts.case.engagement
    for seen in facts.options:
        own = seen.own
        if own is None or not engagement.present_roles:
            continue
        if own.role_mappings:
            yield from _ends(facts, seen)
            yield from _posts(facts, seen)
        elif seen.option.id == engagement.recommended_variant and facts.case.document.kind == "proposal":
            yield Finding(
                f"{seen.name} is recommended, but nothing says what becomes of the present roles",
                own.at(),
                "add `role_mappings:`, each with from, to and kind",
                (seen.variant.id,),
            )


def _ends(facts: Facts, seen: Seen) -> Iterator[Finding]:
    own, engagement = seen.own, facts.case.engagement
    assert own is not None
    present = [role.id for role in engagement.present_roles]
    # Roles of the target are those that have posts there.
    target = [id_ for id_, posts in engagement.headcounts.items() if posts.establishment and id_ in facts.roles]
    yield from open_ends(seen, "role", own.role_mappings, present, target)


def open_ends(
    seen: Seen, what: Literal["unit", "role"], mappings: Sequence[UnitMapping], as_is: list[str], to_be: list[str]
) -> Iterator[Finding]:
    """Units or roles that no mapping of an option names, and mappings that lack an end."""
    own = seen.own
    assert own is not None
    field, one = ("mappings", "mapping") if what == "unit" else ("role_mappings", "role mapping")
    goes = {id_ for mapping in mappings for id_ in mapping.from_}
    comes = {id_ for mapping in mappings for id_ in mapping.to}
    for side, ids, mapped, word in (("as-is", as_is, goes, "from"), ("to-be", to_be, comes, "to")):
        missing = [id_ for id_ in ids if id_ not in mapped]
        if missing:
            yield Finding(
                f"{seen.name}: no mapping names the {side} {what}s {', '.join(missing)}",
                own.at(field),
                f"add a {one} with `{word}: [{missing[0]}]`"
                + (", `kind: new` where it has no predecessor" if word == "to" else ""),
                (seen.variant.id, *missing),
            )
    for n, mapping in enumerate(mappings):
        empty = "from" if not mapping.from_ and mapping.kind != "new" else ""
        empty = empty or ("to" if not mapping.to and mapping.kind != "close" else "")
        if empty:
            yield Finding(
                f"{seen.name}: a {one} of kind {mapping.kind} has no `{empty}`",
                own.at(field, n),
                f"add `{empty}: […]`, or use kind {'new' if empty == 'from' else 'close'}",
                (seen.variant.id,),
            )


def _posts(facts: Facts, seen: Seen) -> Iterator[Finding]:
    own = seen.own
    assert own is not None
    leaving: dict[str, float] = {}
    shared: set[str] = set()
    for mapping in own.role_mappings:
        for role in mapping.from_:
            leaving[role] = leaving.get(role, 0.0) + mapping.fte
            # Several roles under one figure cannot be told apart.
            if len(mapping.from_) > 1 or not mapping.fte:
                shared.add(role)
    for n, present in enumerate(facts.case.engagement.present_roles):
        total = leaving.get(present.id, 0.0)
        if present.id in leaving and present.id not in shared and abs(total - present.posts) > ROUNDING:
            yield Finding(
                f"{seen.name}: the role mappings let {total:g} posts leave {present.id}, which has {present.posts:g} "
                "today",
                facts.case.engagement.at("present_roles", n, "posts"),
                "correct the `fte` of the role mappings, or the role's `posts`",
                (seen.variant.id, present.id),
            )
