"""Random organisations for property tests, and helpers to look at what was drawn."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise

from hypothesis import strategies as st

from opsdoc.diagram.drawing import Box, Drawing, Point
from opsdoc.diagram.model import Label, OrgChart, Unit

WORDS = ("运营", "供应链", "人力资源", "战略规划", "Operations", "Customer Service", "Supply Chain", "Risk & Audit")


def a_label(chance: random.Random) -> Label:
    zh = "".join(chance.choices(WORDS[:4], k=chance.randint(1, 3)))
    en = " ".join(chance.choices(WORDS[4:], k=chance.randint(1, 3)))
    return chance.choice([Label((("zh", zh),)), Label((("en", en),)), Label((("zh", zh), ("en", en)))])


def an_organisation(
    size: int, seed: int, *, stacked: bool = True, assistants: bool = False, committees: int = 0
) -> OrgChart:
    """An organisation of `size` units; the seed decides its shape and labels."""
    chance = random.Random(seed)
    reach = chance.choice([2, 8, 60, size])
    below: list[list[int]] = [[] for _ in range(size)]
    for node in range(1, size):
        below[chance.randrange(max(0, node - reach), node)].append(node)
    made: dict[int, Unit] = {}
    for node in reversed(range(size)):
        leaf = not below[node]
        kind = "assistant" if assistants and leaf and node and chance.random() < 0.1 else "unit"
        if leaf and kind == "unit" and chance.random() < 0.3:
            kind = "function"
        made[node] = Unit(
            f"u{node}",
            a_label(chance),
            tuple(made[child] for child in below[node]),
            kind,  # type: ignore[arg-type]
            chance.choice(["", "", "new", "closed", "moved"]),
            chance.choice(["", "7", "1 240"]),
        )
    side = tuple(Unit(f"c{n}", a_label(chance), (), "committee") for n in range(committees))
    return OrgChart(made[0], (), side, stacked)


def a_firm(size: int) -> OrgChart:
    """An organisation of `size` units with spans of two to eight, as balanced as firms are."""
    chance = random.Random(size)
    below: list[list[int]] = [[] for _ in range(size)]
    waiting, made = [0], 1
    while made < size:
        node = waiting.pop(0)
        below[node] = list(range(made, min(made + chance.randint(2, 8), size)))
        waiting += below[node]
        made += len(below[node])
    units: dict[int, Unit] = {}
    for node in reversed(range(size)):
        units[node] = Unit(f"u{node}", a_label(chance), tuple(units[child] for child in below[node]))
    return OrgChart(units[0])


small_organisations = st.builds(
    an_organisation, st.integers(1, 30), st.integers(0, 10**6), stacked=st.booleans(), committees=st.integers(0, 2)
)
organisations = st.builds(
    an_organisation,
    st.integers(1, 90),
    st.integers(0, 10**6),
    stacked=st.booleans(),
    assistants=st.booleans(),
    committees=st.integers(0, 3),
)


def mirrored(unit: Unit) -> Unit:
    """The unit with its children in the opposite order, at every level."""
    order, waiting = [], [unit]
    while waiting:
        current = waiting.pop()
        order.append(current)
        waiting.extend(current.children)
    done: dict[str, Unit] = {}
    for current in reversed(order):
        done[current.id] = replace(current, children=tuple(done[c.id] for c in reversed(current.children)))
    return done[unit.id]


def all_units(chart: OrgChart) -> list[Unit]:
    found, waiting = [], [chart.root, *chart.committees]
    while waiting:
        unit = waiting.pop()
        found.append(unit)
        waiting.extend(unit.children)
    return found


def overlapping(boxes: tuple[Box, ...]) -> list[tuple[str, str]]:
    """Pairs of boxes that share ground, found by a sweep from left to right."""
    pairs: list[tuple[str, str]] = []
    active: list[Box] = []
    for box in sorted(boxes, key=lambda b: b.x):
        active = [other for other in active if other.right > box.x + 0.01]
        pairs += [(other.id, box.id) for other in active if other.y < box.bottom - 0.01 and box.y < other.bottom - 0.01]
        active.append(box)
    return pairs


def crosses(a: Point, b: Point, box: Box) -> bool:
    """Whether a straight piece of a line runs through the inside of a box."""
    margin = 0.05
    return (
        min(a[0], b[0]) < box.right - margin
        and max(a[0], b[0]) > box.x + margin
        and min(a[1], b[1]) < box.bottom - margin
        and max(a[1], b[1]) > box.y + margin
    )


def crossed(drawing: Drawing, *, dotted: bool = False) -> list[tuple[str, str, str]]:
    """Lines that cross boxes: (source, target, box)."""
    return [
        (line.source, line.target, box.id)
        for line in drawing.connectors
        if line.dotted == dotted
        for a, b in pairwise(line.points)
        for box in drawing.boxes
        if crosses(a, b, box)
    ]
