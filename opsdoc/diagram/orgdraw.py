"""The boxes of an organisation in their places, and the lines between them."""

from __future__ import annotations

from opsdoc.diagram.drawing import BOTTOM, HANG, LEFT, RIGHT, TOP, Box, Connector, Point
from opsdoc.diagram.orgplace import Block, Placement

# Where the line to hanging units leaves the one above, as a share of their indent.
SPINE = 0.42


def draw(placement: Placement, line: str) -> tuple[list[Box], list[Connector]]:
    """The boxes of all units and committees, and the lines between them (in colour `line`)."""
    return _Pen(placement, line).result()


class _Pen:
    def __init__(self, placement: Placement, line: str) -> None:
        self.placement, self.line = placement, line
        self.tree, self.looks = placement.tree, placement.looks
        self.boxes: dict[int, Box] = {}
        self.connectors: list[Connector] = []

    def result(self) -> tuple[list[Box], list[Connector]]:
        for block in self.placement.blocks.values():
            self._box(block.node, bool(block.items) and block.columns == 1)
            self._hanging(block)
            self._assistants(block)
        beside = self._committees()
        self._rows()
        return [*(self.boxes[node] for node in sorted(self.boxes)), *beside], self.connectors

    def _box(self, node: int, hangs: bool = False) -> Box:
        hang = self.placement.indent * SPINE if hangs else 0.0
        box = self.looks[node].box(*self.placement.frames[node], self.placement.side, hang)
        self.boxes[node] = box
        return box

    def _hanging(self, block: Block) -> None:
        placement, tree = self.placement, self.tree
        for item, level, column in block.items:
            box = self._box(item, bool(tree.children[item] or tree.assistants[item]))
            parent, end = self.boxes[tree.parent[item]], box.site(LEFT)
            if block.columns == 1 or level > 1:
                x, y = parent.site(HANG)
                self._line(parent, box, ((x, y), (x, end[1]), end), HANG, LEFT)
            else:
                spine = placement.column_left(block, column) + placement.indent * SPINE
                x, y = parent.site(BOTTOM)
                bus = y + placement.first_gap(block) / 2
                self._line(parent, box, ((x, y), (x, bus), (spine, bus), (spine, end[1]), end), BOTTOM, LEFT)

    def _assistants(self, block: Block) -> None:
        head = self.boxes[block.node]
        for at, node in enumerate(self.placement.assistants(block)):
            box, site = self._box(node), RIGHT if at % 2 else LEFT
            start, end = head.site(BOTTOM), box.site(site)
            self._line(head, box, (start, (start[0], end[1]), end), BOTTOM, site)

    def _committees(self) -> list[Box]:
        """Their boxes: those of even place to the left of the root, the others to its right."""
        root, placement = self.boxes[0], self.placement
        ordered = [*placement.committees[0::2], *placement.committees[1::2]]
        boxes = [look.box(*frame, placement.side) for look, frame in zip(ordered, placement.beside, strict=True)]
        for box in boxes:
            site, other = (RIGHT, LEFT) if box.x > root.x else (LEFT, RIGHT)
            start, end = root.site(site), box.site(other)
            bend = (start[0] + end[0]) / 2
            points: tuple[Point, ...] = (start, end)
            if abs(start[1] - end[1]) > 0.05:
                points = (start, (bend, start[1]), (bend, end[1]), end)
            self._line(root, box, points, site, other, dotted=True)
        return boxes

    def _rows(self) -> None:
        for node in self.placement.blocks:
            parent = self.tree.parent[node]
            if parent < 0:
                continue
            upper, lower = self.boxes[parent], self.boxes[node]
            (x1, y1), (x2, y2) = upper.site(BOTTOM), lower.site(TOP)
            points: tuple[Point, ...] = ((x1, y1), (x2, y2))
            if abs(x1 - x2) > 0.05:
                bus = self.placement.bus[node]
                points = ((x1, y1), (x1, bus), (x2, bus), (x2, y2))
            self._line(upper, lower, points, BOTTOM, TOP)

    def _line(
        self, source: Box, target: Box, points: tuple[Point, ...], start: int, end: int, dotted: bool = False
    ) -> None:
        self.connectors.append(Connector(source.id, target.id, points, start, end, self.line, 0.75, dotted))
