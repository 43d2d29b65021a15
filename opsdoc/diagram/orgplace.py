"""Where the boxes of an organisation stand, for one manner of arranging them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from opsdoc.diagram.drawing import BOTTOM, HANG, LEFT, RIGHT, TOP, Box, Connector, Point
from opsdoc.diagram.orgmanner import Manner, rows_of
from opsdoc.diagram.orgtree import Look, Tree
from opsdoc.diagram.tidy import tidy_centres

# Boxes are made equally high up to this many lines; a longer label makes only its own box higher.
EVEN_LINES = 2
# Boxes of one rank in neighbouring columns are aligned up to this many lines.
ALIGNED_LINES = 3


@dataclass(slots=True)
class _Block:
    """A unit in a row with what hangs below it: `items` are (node, level, column)."""

    node: int
    items: list[tuple[int, int, int]]
    columns: int = 1
    width: float = 0
    column: float = 0
    height: float = 0
    top: float = 0
    centre: float = 0


def place(
    tree: Tree, looks: list[Look], committees: list[Look], manner: Manner, line: str
) -> tuple[list[Box], list[Connector]]:
    """The boxes of all units and committees, and the lines between them (in colour `line`)."""
    return _Placement(tree, looks, committees, manner, line).result()


class _Placement:
    def __init__(self, tree: Tree, looks: list[Look], committees: list[Look], manner: Manner, line: str) -> None:
        self.tree, self.looks, self.committees, self.manner, self.line = tree, looks, committees, manner, line
        self.top_depth = tree.depth[tree.branching]
        self.blocks = self._blocks()
        self.boxes: dict[int, Box] = {}
        self.connectors: list[Connector] = []
        self.beside: list[Box] = []

    def result(self) -> tuple[list[Box], list[Connector]]:
        self._widths()
        self._heights()
        self._levels()
        if self.manner.rows > 1:
            self._in_rows()
        else:
            self._side_by_side()
        for block in self.blocks.values():
            self._draw(block)
        self._draw_committees()
        self._connect_rows()
        ordered = [self.boxes[node] for node in sorted(self.boxes)]
        return ordered + self.beside, self.connectors

    # Which units stand in rows, and what hangs below them.

    def _blocks(self) -> dict[int, _Block]:
        tree, manner = self.tree, self.manner
        blocks: dict[int, _Block] = {}
        hung = [False] * len(tree.units)
        for node in range(len(tree.units)):
            if hung[node] or tree.is_assistant(node):
                continue
            block = blocks[node] = _Block(node, [])
            below_top = tree.depth[node] > self.top_depth
            leaves = all(not tree.children[c] and not tree.assistants[c] for c in tree.children[node])
            if below_top and tree.children[node] and (manner.hang == "all" or (manner.hang == "leaves" and leaves)):
                block.items = self._listed(node)
                for item, _, _ in block.items:
                    hung[item] = True
                self._spread(block)
        return blocks

    def _spread(self, block: _Block) -> None:
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
                need = max(need, level * manner.indent + self._wanted(item, level * manner.indent))
            widest[depth] = max(widest.get(depth, 0), need)
        if manner.free:
            # Nothing forces economy: with boxes of one width the whole drawing grows with its longest label.
            below = max((width for depth, width in widest.items() if depth > self.top_depth), default=0.0)
            widest = {depth: below if depth > self.top_depth else width for depth, width in widest.items()}
        for node, block in self.blocks.items():
            block.column = widest[tree.depth[node]]
            block.width = block.column * block.columns + manner.gap * (block.columns - 1)
        asides = [self._wanted(a) for block in self.blocks.values() for a in self._assistants(block)]
        self.assistant_width = max(asides, default=0.0)
        if manner.free and asides:
            self.assistant_width = max(self.assistant_width, *widest.values())
        # Beside the root there is room that the rows below do not use.
        beside = (manner.across - self.blocks[0].column) / 2 - self._away()
        most = max(min(beside, manner.roomy), manner.most)
        sides = [
            max(min(max(look.natural_width(manner.side), manner.least), most), look.least_width(manner.side))
            for look in self.committees
        ]
        self.committee_width = max(sides, default=0.0)

    def _wanted(self, node: int, indented: float = 0, roomy: bool = False) -> float:
        """A width for a unit's box: what its label takes on one line, within bounds, and never less than a word."""
        manner = self.manner
        most = max(manner.most, min(manner.roomy, manner.across)) if roomy else manner.most - indented
        look = self.looks[node]
        wanted = min(max(look.natural_width(manner.side), manner.least - indented), most)
        return max(wanted, look.least_width(manner.side))

    def _away(self) -> float:
        return max(self.manner.gap, 16) * 1.4

    def _heights(self) -> None:
        manner, tree = self.manner, self.tree
        level: dict[int, float] = {}
        hanging = 0.0
        self.ranks: dict[tuple[int, int], float] = {}
        for node, block in self.blocks.items():
            height = self.looks[node].height(block.column, manner.side, EVEN_LINES)
            level[tree.depth[node]] = max(level.get(tree.depth[node], 0), height)
            if manner.dense:
                continue
            for place_in_list, (item, depth, _) in enumerate(self._ranked(block)):
                width, look = block.column - depth * manner.indent, self.looks[item]
                hanging = max(hanging, look.height(width, manner.side, EVEN_LINES))
                rank = (tree.depth[node], place_in_list)
                self.ranks[rank] = max(self.ranks.get(rank, 0), look.height(width, manner.side, ALIGNED_LINES))
        for node, block in self.blocks.items():
            block.height = max(self.looks[node].height(block.column, manner.side), level[tree.depth[node]])
        self.hanging = hanging
        self.item_height: dict[int, float] = {}
        for node, block in self.blocks.items():
            ranked = self._ranked(block)
            for place_in_list, (item, depth, _) in enumerate(block.items):
                own = self.looks[item].height(block.column - depth * manner.indent, manner.side)
                aligned = self.ranks.get((tree.depth[node], place_in_list), 0.0) if ranked else 0.0
                self.item_height[item] = max(own, hanging, aligned)

    def _ranked(self, block: _Block) -> list[tuple[int, int, int]]:
        """Items that are aligned with those of neighbouring columns: simple lists only."""
        simple = block.columns == 1 and all(level == 1 for _, level, _ in block.items)
        return block.items if simple else []

    def _assistants(self, block: _Block) -> list[int]:
        return [] if block.items else self.tree.assistants[block.node]

    def _assistant_height(self, node: int) -> float:
        return self.looks[node].height(self.assistant_width, self.manner.side)

    def _assistants_height(self, block: _Block) -> float:
        nodes = self._assistants(block)
        rows = [nodes[i : i + 2] for i in range(0, len(nodes), 2)]
        return sum(max(map(self._assistant_height, row)) + self.manner.stack_gap for row in rows)

    def _committees_height(self) -> float:
        side = [self.committees[0::2], self.committees[1::2]]
        gap = self.manner.stack_gap
        return (
            max(
                sum(look.height(self.committee_width, self.manner.side) + gap for look in looks) - gap for looks in side
            )
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
            self.bus[node] = self.level_top.get(depth, 0) - self.manner.level_gap / 2
            if node == 0:
                block.top += max(0.0, (self._committees_height() - block.height) / 2)

    def _bottom(self, block: _Block) -> float:
        y = block.top + block.height
        if not block.items:
            return y + self._assistants_height(block)
        ends = [y + self._first_gap(block)] * block.columns
        for item, _, column in block.items:
            ends[column] += self.item_height[item] + self.manner.stack_gap
        return max(ends) - self.manner.stack_gap

    def _first_gap(self, block: _Block) -> float:
        return self.manner.level_gap * 0.75 if block.columns > 1 else self.manner.stack_gap + 2

    def _side_by_side(self) -> None:
        nodes = list(self.blocks)
        index = {node: at for at, node in enumerate(nodes)}
        children = [[] if self.blocks[node].items else [index[c] for c in self.tree.children[node]] for node in nodes]
        widths: list[float] = []
        bottoms: list[float] = []
        for node, below in zip(nodes, children, strict=True):
            block = self.blocks[node]
            width = block.width
            if self._assistants(block):
                width = max(width, 2 * (self.assistant_width + max(self.manner.gap, 16)))
            widths.append(width + self.manner.gap)
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
        return self._bottom(self.blocks[node]) + self.manner.gap

    def _in_rows(self) -> None:
        """The branches in several rows; upper rows are even in number, so that the trunk passes in the middle."""
        branches = [self.blocks[node] for node in self.tree.children[self.tree.branching]]
        pitch = max(block.width for block in branches) + max(self.manner.gap, 10)
        y = branches[0].top
        for row in rows_of(len(branches), self.manner.rows):
            for place_in_row, at in enumerate(row):
                block = branches[at]
                block.top = y
                block.centre = (place_in_row - (len(row) - 1) / 2) * pitch
                self.bus[block.node] = y - self.manner.level_gap / 2
            y = max(self._bottom(branches[at]) for at in row) + self.manner.level_gap * 1.15

    # Boxes and lines.

    def _draw(self, block: _Block) -> None:
        manner = self.manner
        hang = manner.indent * 0.42 if block.items and block.columns == 1 else 0.0
        left = block.centre - block.column / 2
        self.boxes[block.node] = head = self.looks[block.node].box(
            left, block.top, block.column, block.height, manner.side, hang
        )
        start = head.bottom + self._first_gap(block)
        ends = [start] * block.columns
        for item, level, column in block.items:
            height = self.item_height[item]
            column_left = block.centre - block.width / 2 + column * (block.column + manner.gap)
            x = column_left + level * manner.indent
            deeper = self.tree.children[item] or self.tree.assistants[item]
            self.boxes[item] = box = self.looks[item].box(
                x,
                ends[column],
                block.column - level * manner.indent,
                height,
                manner.side,
                manner.indent * 0.42 if deeper else 0.0,
            )
            ends[column] += height + manner.stack_gap
            self._hang(self.boxes[self.tree.parent[item]], box, column_left + manner.indent * 0.42, block, level)
        self._draw_assistants(block, head)

    def _hang(self, parent: Box, box: Box, spine: float, block: _Block, level: int) -> None:
        end = box.site(LEFT)
        if block.columns == 1 or level > 1:
            x, y = parent.site(HANG)
            self._line(parent, box, ((x, y), (x, end[1]), end), HANG, LEFT)
        else:
            x, y = parent.site(BOTTOM)
            bus = y + self._first_gap(block) / 2
            self._line(parent, box, ((x, y), (x, bus), (spine, bus), (spine, end[1]), end), BOTTOM, LEFT)

    def _draw_assistants(self, block: _Block, head: Box) -> None:
        manner = self.manner
        y, away = head.bottom + manner.stack_gap, max(manner.gap / 2, 8)
        if block.node == 0:
            y += max(0.0, (self._committees_height() - block.height) / 2)
        nodes = self._assistants(block)
        for at in range(0, len(nodes), 2):
            height = max(map(self._assistant_height, nodes[at : at + 2]))
            for node, right in zip(nodes[at : at + 2], (True, False), strict=False):
                x = block.centre + away if right else block.centre - away - self.assistant_width
                self.boxes[node] = box = self.looks[node].box(x, y, self.assistant_width, height, manner.side)
                site = LEFT if right else RIGHT
                end = box.site(site)
                start = head.site(BOTTOM)
                self._line(head, box, (start, (start[0], end[1]), end), BOTTOM, site)
            y += height + manner.stack_gap

    def _draw_committees(self) -> None:
        root = self.boxes[0]
        manner = self.manner
        away = self._away()
        for looks, right in ((self.committees[0::2], False), (self.committees[1::2], True)):
            heights = [look.height(self.committee_width, manner.side) for look in looks]
            y = root.middle - (sum(heights) + manner.stack_gap * (len(looks) - 1)) / 2
            x = root.right + away if right else root.x - away - self.committee_width
            for look, height in zip(looks, heights, strict=True):
                box = look.box(x, y, self.committee_width, height, manner.side)
                y += height + manner.stack_gap
                self.beside.append(box)
                site, other = (RIGHT, LEFT) if right else (LEFT, RIGHT)
                start, end = root.site(site), box.site(other)
                bend = (start[0] + end[0]) / 2
                points: tuple[Point, ...] = (start, end)
                if abs(start[1] - end[1]) > 0.05:
                    points = (start, (bend, start[1]), (bend, end[1]), end)
                self._line(root, box, points, site, other, dotted=True)

    def _connect_rows(self) -> None:
        for node, block in self.blocks.items():
            parent = self.tree.parent[node]
            if parent < 0:
                continue
            upper, lower = self.boxes[parent], self.boxes[block.node]
            (x1, y1), (x2, y2) = upper.site(BOTTOM), lower.site(TOP)
            points: tuple[Point, ...] = ((x1, y1), (x2, y2))
            if abs(x1 - x2) > 0.05:
                points = ((x1, y1), (x1, self.bus[node]), (x2, self.bus[node]), (x2, y2))
            self._line(upper, lower, points, BOTTOM, TOP)

    def _line(
        self, source: Box, target: Box, points: tuple[Point, ...], start: int, end: int, dotted: bool = False
    ) -> None:
        self.connectors.append(Connector(source.id, target.id, points, start, end, self.line, 0.75, dotted))
