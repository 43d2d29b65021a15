"""Where the boxes of an organisation stand, for one manner of arranging them: places, and nothing drawn yet.

A chart is arranged in hundreds of manners before one fits; only that one becomes boxes and lines (orgdraw.py)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from opsdoc.diagram.orgmanner import Manner, rows_of
from opsdoc.diagram.orgtree import Look, Tree
from opsdoc.diagram.tidy import tidy_centres

# Boxes are made equally high up to this many lines; a longer label makes only its own box higher.
EVEN_LINES = 2
# Boxes of one rank in neighbouring columns are aligned up to this many lines.
ALIGNED_LINES = 3

Frame: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height of a box."""


@dataclass(slots=True)
class Block:
    """A unit in a row with what hangs below it: `items` are (node, level, column)."""

    node: int
    items: list[tuple[int, int, int]]
    columns: int = 1
    width: float = 0
    column: float = 0
    height: float = 0
    top: float = 0
    centre: float = 0


class Placement:
    """The frame of every unit in `frames` by node, and those of the committees in `beside`."""

    def __init__(self, tree: Tree, looks: list[Look], committees: list[Look], manner: Manner) -> None:
        self.tree, self.looks, self.committees, self.manner = tree, looks, committees, manner
        # Asked for at every unit: manners compute them.
        self.gap, self.side, self.indent, self.stack_gap = manner.gap, manner.side, manner.indent, manner.stack_gap
        self.least, self.most = manner.least, manner.most
        self.roomy = max(manner.most, min(manner.roomy, manner.across))
        self.top_depth = tree.depth[tree.branching]
        self.blocks = self._blocks()
        self.frames: dict[int, Frame] = {}
        self.beside: list[Frame] = []
        self._widths()
        self._heights()
        self._levels()
        if self.manner.rows > 1:
            self._in_rows()
        else:
            self._side_by_side()
        for block in self.blocks.values():
            self._stand(block)
        self._stand_committees()

    def bounds(self) -> Frame:
        """Left, top, right and bottom of all boxes."""
        frames = [*self.frames.values(), *self.beside]
        return (
            min(x for x, _, _, _ in frames),
            min(y for _, y, _, _ in frames),
            max(x + width for x, _, width, _ in frames),
            max(y + height for _, y, _, height in frames),
        )

    # Which units stand in rows, and what hangs below them.

    def _blocks(self) -> dict[int, Block]:
        tree, manner = self.tree, self.manner
        blocks: dict[int, Block] = {}
        hung = [False] * len(tree.units)
        for node in range(len(tree.units)):
            if hung[node] or tree.is_assistant(node):
                continue
            block = blocks[node] = Block(node, [])
            below_top = tree.depth[node] > self.top_depth
            leaves = all(not tree.children[c] and not tree.assistants[c] for c in tree.children[node])
            if below_top and tree.children[node] and (manner.hang == "all" or (manner.hang == "leaves" and leaves)):
                block.items = self._listed(node)
                for item, _, _ in block.items:
                    hung[item] = True
                self._spread(block)
        return blocks

    def _spread(self, block: Block) -> None:
        """Deals what hangs below a unit out to columns; a subtree stays in one column."""
        starts = [at for at, (_, level, _) in enumerate(block.items) if level == 1]
        wanted = min(self.manner.columns, len(starts))
        if wanted < 2:
            return
        each = len(block.items) / wanted
        column, filled = 0, 0
        spread: list[tuple[int, int, int]] = []
        for start, end in pairwise([*starts, len(block.items)]):
            if filled and column < wanted - 1 and filled + (end - start) / 2 > each:
                column, filled = column + 1, 0
            spread += [(item, level, column) for item, level, _ in block.items[start:end]]
            filled += end - start
        block.items, block.columns = spread, column + 1

    def _listed(self, node: int) -> list[tuple[int, int, int]]:
        """Everything below a node, as an indented list; assistants come first."""
        tree = self.tree
        waiting = [(n, 1) for n in reversed(tree.assistants[node] + tree.children[node])]
        items: list[tuple[int, int, int]] = []
        while waiting:
            item, level = waiting.pop()
            items.append((item, level, 0))
            waiting += [(n, level + 1) for n in reversed(tree.assistants[item] + tree.children[item])]
        return items

    # Sizes: equal among the units of a level, since equals that look different are read as different.

    def _widths(self) -> None:
        manner, tree = self.manner, self.tree
        widest: dict[int, float] = {}
        for node, block in self.blocks.items():
            depth = tree.depth[node]
            need = self._wanted(node, 0, depth <= self.top_depth)
            for item, level, _ in block.items:
                need = max(need, level * self.indent + self._wanted(item, level * self.indent))
            widest[depth] = max(widest.get(depth, 0), need)
        if manner.free:
            # Nothing forces economy: with boxes of one width the whole drawing grows with its longest label.
            below = max((width for depth, width in widest.items() if depth > self.top_depth), default=0.0)
            widest = {depth: below if depth > self.top_depth else width for depth, width in widest.items()}
        for node, block in self.blocks.items():
            block.column = widest[tree.depth[node]]
            block.width = block.column * block.columns + self.gap * (block.columns - 1)
        asides = [self._wanted(a) for block in self.blocks.values() for a in self.assistants(block)]
        self.assistant_width = max(asides, default=0.0)
        if manner.free and asides:
            self.assistant_width = max(self.assistant_width, *widest.values())
        # Beside the root there is room that the rows below do not use.
        beside = (manner.across - self.blocks[0].column) / 2 - self._away()
        most = max(min(beside, manner.roomy), self.most)
        widths = [look.widths(self.side) for look in self.committees]
        sides = [max(min(max(natural, self.least), most), least) for natural, least in widths]
        self.committee_width = max(sides, default=0.0)

    def _wanted(self, node: int, indented: float = 0, roomy: bool = False) -> float:
        """A width for a unit's box: what its label takes on one line, within bounds, and never less than a word."""
        most = self.roomy if roomy else self.most - indented
        natural, least = self.looks[node].widths(self.side)
        return max(min(max(natural, self.least - indented), most), least)

    def _away(self) -> float:
        return max(self.gap, 16) * 1.4

    def _heights(self) -> None:
        dense, side, indent, depths = self.manner.dense, self.side, self.indent, self.tree.depth
        level: dict[int, float] = {}
        hanging = 0.0
        ranks: dict[tuple[int, int], float] = {}
        # The full height of every box on its own, before those beside it are looked at.
        alone: dict[int, float] = {}
        for node, block in self.blocks.items():
            look, depth = self.looks[node], depths[node]
            alone[node] = look.height(block.column, side)
            level[depth] = max(level.get(depth, 0), look.height(block.column, side, EVEN_LINES))
            for item, under, _ in block.items:
                alone[item] = self.looks[item].height(block.column - under * indent, side)
            if dense:
                continue
            for place_in_list, (item, under, _) in enumerate(self._ranked(block)):
                width, look = block.column - under * indent, self.looks[item]
                hanging = max(hanging, look.height(width, side, EVEN_LINES))
                rank = (depth, place_in_list)
                ranks[rank] = max(ranks.get(rank, 0), look.height(width, side, ALIGNED_LINES))
        self.item_height: dict[int, float] = {}
        for node, block in self.blocks.items():
            depth = depths[node]
            block.height = max(alone[node], level[depth])
            ranked = self._ranked(block)
            for place_in_list, (item, _, _) in enumerate(block.items):
                aligned = ranks.get((depth, place_in_list), 0.0) if ranked else 0.0
                self.item_height[item] = max(alone[item], hanging, aligned)

    def _ranked(self, block: Block) -> list[tuple[int, int, int]]:
        """Items that are aligned with those of neighbouring columns: simple lists only."""
        simple = block.columns == 1 and all(level == 1 for _, level, _ in block.items)
        return block.items if simple else []

    def assistants(self, block: Block) -> list[int]:
        return [] if block.items else self.tree.assistants[block.node]

    def _assistant_height(self, node: int) -> float:
        return self.looks[node].height(self.assistant_width, self.side)

    def _assistants_height(self, block: Block) -> float:
        nodes = self.assistants(block)
        rows = [nodes[i : i + 2] for i in range(0, len(nodes), 2)]
        return sum(max(map(self._assistant_height, row)) + self.stack_gap for row in rows)

    def _committees_height(self) -> float:
        side = [self.committees[0::2], self.committees[1::2]]
        gap = self.stack_gap
        return (
            max(sum(look.height(self.committee_width, self.side) + gap for look in looks) - gap for looks in side)
            if self.committees
            else 0.0
        )

    # Places.

    def _levels(self) -> None:
        """The top of every level; in a row all boxes begin at the same height."""
        tops: dict[int, float] = {}
        for node, block in self.blocks.items():
            depth = self.tree.depth[node]
            height = block.height
            if node == 0:  # its assistants stand below the committees, which may reach lower than the root
                height = max(height, self._committees_height())
            height += self._assistants_height(block)
            tops[depth] = max(tops.get(depth, 0), height)
        y = 0.0
        self.level_top: dict[int, float] = {}
        for depth in range(len(tops)):
            self.level_top[depth] = y
            y += tops[depth] + self.manner.level_gap
        self.bus: dict[int, float] = {}
        for node, block in self.blocks.items():
            depth = self.tree.depth[node]
            block.top = self.level_top[depth]
            self.bus[node] = self.level_top[depth] - self.manner.level_gap / 2
            if node == 0:
                block.top += max(0.0, (self._committees_height() - block.height) / 2)

    def _bottom(self, block: Block) -> float:
        y = block.top + block.height
        if not block.items:
            return y + self._assistants_height(block)
        ends = [y + self.first_gap(block)] * block.columns
        for item, _, column in block.items:
            ends[column] += self.item_height[item] + self.stack_gap
        return max(ends) - self.stack_gap

    def first_gap(self, block: Block) -> float:
        return self.manner.level_gap * 0.75 if block.columns > 1 else self.stack_gap + 2

    def _side_by_side(self) -> None:
        nodes = list(self.blocks)
        index = {node: at for at, node in enumerate(nodes)}
        children = [[] if self.blocks[node].items else [index[c] for c in self.tree.children[node]] for node in nodes]
        widths: list[float] = []
        bottoms: list[float] = []
        for node, below in zip(nodes, children, strict=True):
            block = self.blocks[node]
            width = block.width
            if self.assistants(block):
                width = max(width, 2 * (self.assistant_width + max(self.gap, 16)))
            widths.append(width + self.gap)
            bottoms.append(self._reach(node, bool(below)))
        for node, centre in zip(nodes, tidy_centres(children, widths, bottoms), strict=True):
            self.blocks[node].centre = centre

    def _reach(self, node: int, has_row_below: bool) -> float:
        """How far down a unit keeps others away. Usually in levels, and a stack keeps away all that is below it;
        a dense drawing counts points, so that subtrees may slip under a stack (from their bus down: no neighbour's
        stack then stands in the line's way)."""
        depth = self.tree.depth[node]
        if not self.manner.dense:
            return 1e9 if self.blocks[node].items else depth + 1
        if has_row_below:
            return self.level_top[depth + 1] - self.manner.level_gap / 2 - 2
        return self._bottom(self.blocks[node]) + self.gap

    def _in_rows(self) -> None:
        """The branches in several rows; upper rows are even in number, so that the trunk passes in the middle."""
        branches = [self.blocks[node] for node in self.tree.children[self.tree.branching]]
        pitch = max(block.width for block in branches) + max(self.gap, 10)
        y = branches[0].top
        for row in rows_of(len(branches), self.manner.rows):
            for place_in_row, at in enumerate(row):
                block = branches[at]
                block.top = y
                block.centre = (place_in_row - (len(row) - 1) / 2) * pitch
                self.bus[block.node] = y - self.manner.level_gap / 2
            y = max(self._bottom(branches[at]) for at in row) + self.manner.level_gap * 1.15

    # Boxes.

    def _stand(self, block: Block) -> None:
        left = block.centre - block.column / 2
        self.frames[block.node] = (left, block.top, block.column, block.height)
        ends = [block.top + block.height + self.first_gap(block)] * block.columns
        for item, level, column in block.items:
            height, indented = self.item_height[item], level * self.indent
            x = self.column_left(block, column) + indented
            self.frames[item] = (x, ends[column], block.column - indented, height)
            ends[column] += height + self.stack_gap
        self._stand_assistants(block)

    def column_left(self, block: Block, column: int) -> float:
        """The left edge of a column of what hangs below a unit."""
        return block.centre - block.width / 2 + column * (block.column + self.gap)

    def _stand_assistants(self, block: Block) -> None:
        nodes = self.assistants(block)
        y, away = block.top + block.height + self.stack_gap, max(self.gap / 2, 8)
        if block.node == 0:
            y += max(0.0, (self._committees_height() - block.height) / 2)
        for at in range(0, len(nodes), 2):
            height = max(map(self._assistant_height, nodes[at : at + 2]))
            for node, right in zip(nodes[at : at + 2], (True, False), strict=False):
                x = block.centre + away if right else block.centre - away - self.assistant_width
                self.frames[node] = (x, y, self.assistant_width, height)
            y += height + self.stack_gap

    def _stand_committees(self) -> None:
        left, top, width, height = self.frames[0]
        away = self._away()
        for looks, right in ((self.committees[0::2], False), (self.committees[1::2], True)):
            heights = [look.height(self.committee_width, self.side) for look in looks]
            y = top + height / 2 - (sum(heights) + self.stack_gap * (len(looks) - 1)) / 2
            x = left + width + away if right else left - away - self.committee_width
            for tall in heights:
                self.beside.append((x, y, self.committee_width, tall))
                y += tall + self.stack_gap
