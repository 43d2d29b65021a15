"""An organisation as arrays: its units in drawing order, their depth, branch and look, and what their boxes need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

from opsdoc.diagram.drawing import Box, Paragraph, Run
from opsdoc.diagram.linebreak import atoms, one_line, paragraph, printable
from opsdoc.diagram.measure import text_width
from opsdoc.diagram.model import Label, OrgChart, Unit
from opsdoc.diagram.style import Style, mixed
from opsdoc.diagram.words import MARKS, label
from opsdoc.text import is_han

BAR = 2.6
# Words up to this many em are never broken.
LONGEST_WORD = 10


def _column(text: str) -> str:
    """What a narrow box must hold of a label that begins in Chinese on one line, so that it is not read letter below
    letter: words of four characters whole, longer ones by half, and never more than four."""
    word = "".join(takewhile(is_han, text))
    return word[: len(word) if len(word) <= 4 else min(-(-len(word) // 2), 4)]


@dataclass(slots=True)
class Tree:
    """Units in preorder: node 0 is the root, `children` are indices without assistants, which stand apart."""

    units: list[Unit] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)
    depth: list[int] = field(default_factory=list)
    children: list[list[int]] = field(default_factory=list)
    assistants: list[list[int]] = field(default_factory=list)
    branching: int = 0
    """The first node with several children: those above it are the top of the house, those below its branches."""

    def in_rows(self) -> list[int]:
        """All nodes but assistants, parents before children."""
        return [node for node in range(len(self.units)) if not self.is_assistant(node)]

    def is_assistant(self, node: int) -> bool:
        return self.units[node].kind == "assistant" and node > 0


def flattened(root: Unit) -> Tree:
    """The tree as arrays; ValueError when two units have one id."""
    tree = Tree()
    waiting = [(root, -1, 0)]
    seen: set[str] = set()
    while waiting:
        unit, parent, depth = waiting.pop()
        if unit.id in seen:
            raise ValueError(f'organisation chart: unit "{unit.id}" stands in it twice')
        seen.add(unit.id)
        node = len(tree.units)
        tree.units.append(unit)
        tree.parent.append(parent)
        tree.depth.append(depth)
        tree.children.append([])
        tree.assistants.append([])
        if parent >= 0:
            (tree.assistants if unit.kind == "assistant" else tree.children)[parent].append(node)
        # An assistant's own reports would have no row to stand in: they become its superior's.
        waiting.extend((child, node, depth + 1) for child in reversed(unit.children))
    for node, unit in enumerate(tree.units):
        if tree.is_assistant(node) and unit.children:
            raise ValueError(f'organisation chart: assistant "{unit.id}" has reports; make it a unit')
    while len(tree.children[tree.branching]) == 1:
        tree.branching = tree.children[tree.branching][0]
    if not tree.children[tree.branching]:
        tree.branching = 0
    return tree


def branch_colours(chart: OrgChart, tree: Tree, style: Style) -> tuple[list[str], dict[str, str]]:
    """The colour of every node, and that of each group and branch id for the legend.

    More branches than colours would repeat a colour without meaning: then all take the accent."""
    named: dict[str, str] = {}
    groups = list(dict.fromkeys(unit.group for unit in tree.units if unit.group))
    branches = tree.children[tree.branching]
    for index, group in enumerate(groups):
        named[group] = change_colour(group, style) if group in MARKS else style.series_colour(index)
    few = len(branches) <= max(len(style.series) - 1, 1)
    colours: list[str] = []
    top_depth = tree.depth[tree.branching]
    for node, unit in enumerate(tree.units):
        parent = tree.parent[node]
        if unit.group:
            colour = named[unit.group]
        elif tree.is_assistant(node):
            colour = colours[parent]
        elif tree.depth[node] <= top_depth:
            colour = style.primary
        elif parent == tree.branching:
            colour = style.series_colour(branches.index(node)) if few and not groups else style.accent
        else:
            colour = colours[parent]
        colours.append(colour)
        named.setdefault(unit.id, colour)
    return colours, named


def change_colour(change: str, style: Style) -> str:
    """The colour of units grouped by how they change: what stays recedes, and a colour means one change everywhere."""
    if change in ("unchanged", "open"):
        return style.muted
    return style.series_colour(("changed", "moved", "new", "closed").index(change))


@dataclass(frozen=True)
class Look:
    """How one unit is drawn, before its place is known: `solid` boxes are filled, others carry a stripe."""

    unit: Unit
    colour: str
    solid: bool
    style: Style
    tags: tuple[Label, ...] = ()

    @cached_property
    def aside(self) -> Paragraph | None:
        """The figure at the right edge of a box with a stripe; a filled box shows it below its label."""
        if self.solid or not self.unit.metric:
            return None
        lang = self.unit.label.parts[0][0]
        run = Run(printable(self.unit.metric), lang, self.style.second_size, self.style.label_weight, self.colour)
        return one_line((run,), self.style)

    @property
    def ink(self) -> str:
        return self.style.on_primary if self.solid else self.style.ink

    @property
    def second_ink(self) -> str:
        return self.style.on_primary if self.solid else self.style.muted

    def insets(self, side: float) -> tuple[float, float, float, float]:
        """Space between border and text: left, top, right, bottom."""
        reserved = self._reserved + side if self.aside else 0.0
        left = side if self.solid else BAR + side
        return (left, 3.6, side + reserved, 3.6)

    def texts(self) -> list[tuple[str, str, float, int, str]]:
        """What is written: text, language, size, weight, colour of each paragraph."""
        style, unit = self.style, self.unit
        rows: list[tuple[str, str, float, int, str]] = []
        for index, (lang, text) in enumerate(unit.label.parts):
            if index == 0:
                rows.append((text, lang, style.label_size, style.label_weight, self.ink))
            else:
                rows.append((text, lang, style.second_size, 400, self.second_ink))
        for extra in (unit.detail, *self.tags):
            if extra:
                rows += [(text, lang, style.second_size, 400, self.second_ink) for lang, text in extra.parts]
        if unit.change in MARKS:
            rows.append(self._said(MARKS[unit.change], unit.how or label(unit.change, unit.label)))
        if unit.vacant:
            rows.append(self._said("○", label("vacant", unit.label)))
        if self.solid and unit.metric:
            rows.append((unit.metric, unit.label.parts[0][0], style.second_size, 400, self.second_ink))
        return [row for row in rows if printable(row[0])] or [("", "zh", style.label_size, 400, self.ink)]

    def _said(self, mark: str, words: Label) -> tuple[str, str, float, int, str]:
        text = " ".join((mark, *(part for _, part in words.parts)))
        return (text, words.parts[0][0], self.style.second_size, self.style.label_weight, self.tag_ink)

    @property
    def tag_ink(self) -> str:
        return self.style.on_primary if self.solid else self.colour

    @cached_property
    def _written(self) -> list[tuple[str, str, float, int, str]]:
        return self.texts()

    @cached_property
    def _last(self) -> list[tuple[tuple[float, float], tuple[tuple[Paragraph, ...], dict[int, float]]]]:
        return []

    @cached_property
    def _widths(self) -> dict[float, tuple[float, float]]:
        return {}

    @cached_property
    def _widest(self) -> float:
        return max(
            text_width(printable(text), lang, size, weight, self.style) for text, lang, size, weight, _ in self._written
        )

    @cached_property
    def _longest_word(self) -> float:
        return max(
            text_width(piece.rstrip(" "), lang, size, weight, self.style)
            for text, lang, size, weight, _ in self._written
            for piece in (*atoms(printable(text)), _column(printable(text)))
        )

    @cached_property
    def _reserved(self) -> float:
        run = self.aside.runs[0] if self.aside else None
        return text_width(run.text, run.lang, run.size, run.weight, self.style) if run else 0.0

    def widths(self, side: float) -> tuple[float, float]:
        """The width that holds every paragraph on one line, and that below which a word would be broken; very long
        words (a mistake, or a chemical) do not count."""
        known = self._widths.get(side)
        if known is None:
            left, _, right, _ = self.insets(side)
            word = min(self._longest_word, self.style.label_size * LONGEST_WORD)
            known = self._widths[side] = (left + self._widest + right + 0.5, left + word + right + 0.5)
        return known

    def paragraphs(self, width: float, side: float) -> tuple[Paragraph, ...]:
        """The words broken to fit a box of a width."""
        return self._sized(width, side)[0]

    def height(self, width: float, side: float, most_lines: int = 1_000_000) -> float:
        """The height of its box at a width, no paragraph counted with more than `most_lines`."""
        rows, heights = self._sized(width, side)
        height = heights.get(most_lines)
        if height is None:
            _, top, _, bottom = self.insets(side)
            lines = sum(p.leading * min(len(p.lines), most_lines) for p in rows)
            height = heights[most_lines] = round(lines + top + bottom, 2)
        return height

    def _sized(self, width: float, side: float) -> tuple[tuple[Paragraph, ...], dict[int, float]]:
        """The words at a width, and the heights that were asked for by the most lines counted. The last answer is
        kept: heights, ranks and the box ask for the same width in turn."""
        key = (width, side)
        if self._last and self._last[0][0] == key:
            return self._last[0][1]
        left, _, right, _ = self.insets(side)
        limit = max(width - left - right, self.style.label_size * 1.2)
        rows = tuple(
            paragraph(text, lang, size, weight, colour, limit, self.style)
            for text, lang, size, weight, colour in self._written
        )
        answer: tuple[tuple[Paragraph, ...], dict[int, float]] = (rows, {})
        self._last[:] = [(key, answer)]
        return answer

    def box(self, x: float, y: float, width: float, height: float, side: float, hang: float = 0) -> Box:
        """Its box at a place."""
        unit, style, solid = self.unit, self.style, self.solid
        ends = unit.change in ("closed", "open") or unit.vacant
        return Box(
            unit.id,
            x,
            y,
            width,
            height,
            self.paragraphs(width, side),
            self.aside,
            "center" if solid else "left",
            "middle",
            self.colour if solid else (style.tint if ends else style.paper),
            self.colour,
            1.5 if unit.change == "new" else 0.75,
            "" if solid else (mixed(self.colour, style.paper, 0.5) if ends else self.colour),
            0 if solid else BAR,
            ends,
            self.insets(side),
            unit.kind,
            hang,
        )


def looks(
    chart: OrgChart, tree: Tree, style: Style, tags: Mapping[str, tuple[Label, ...]]
) -> tuple[list[Look], dict[str, str]]:
    """The look of every node of the tree, and the colours by name for the legend."""
    colours, named = branch_colours(chart, tree, style)
    top = tree.depth[tree.branching]
    result: list[Look] = []
    for node, unit in enumerate(tree.units):
        high = tree.depth[node] <= top + 1
        ends = unit.change in ("closed", "open") or unit.vacant
        solid = high and unit.kind in ("root", "unit") and not ends
        result.append(Look(unit, colours[node], solid, style, tags.get(unit.id, ())))
    return result, named
