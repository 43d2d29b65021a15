"""Dotted reporting lines: at right angles, around every box, with few bends and a caption where there is room."""

from __future__ import annotations

import heapq
from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf

from opsdoc.diagram.canvas import height_of, inline, paragraphs, width_of
from opsdoc.diagram.drawing import BOTTOM, LEFT, RIGHT, TOP, Box, Connector, Paragraph, Point, Text
from opsdoc.diagram.model import DottedLine, Label
from opsdoc.diagram.style import Style

CLEAR = 4.0
WIDEST_CAPTION = 130.0
BEND = 26.0
# A dotted line on top of a solid one cannot be told from it, and crossing one costs a look.
ALONG_SOLID = 6.0
CROSS_SOLID = 8.0
_DIRECTIONS = {TOP: (0, -1), LEFT: (-1, 0), BOTTOM: (0, 1), RIGHT: (1, 0)}


def route(
    lines: Sequence[DottedLine], boxes: Sequence[Box], solid: Sequence[Connector], style: Style
) -> tuple[list[Connector], list[Text], list[tuple[str, Label]]]:
    """A connector for each dotted line whose two units are drawn, and the captions. Where a caption would cover a box
    or another caption, all lines are numbered instead: then the captions come back as (number, caption) for the
    legend."""
    by_id = {box.id: box for box in boxes}
    drawn: list[Connector] = []
    captions: list[Text] = []
    wanted = [line for line in lines if line.source in by_id and line.target in by_id and line.source != line.target]
    if not wanted:
        return [], [], []
    grid = _Grid(boxes, solid)
    for line in wanted:
        path, start, end = grid.path(by_id[line.source], by_id[line.target])
        drawn.append(Connector(line.source, line.target, path, start, end, style.line, 0.75, True))
        grid.occupy(path)
    said = [(connector.points, line.caption) for connector, line in zip(drawn, wanted, strict=True) if line.caption]
    for path, caption in said:
        frame, clear = _caption(caption, path, boxes, captions, style)
        if not clear:
            return drawn, *_numbered(said, boxes, style)
        captions.append(frame)
    return drawn, captions, []


def _numbered(
    said: Sequence[tuple[Sequence[Point], Label]], boxes: Sequence[Box], style: Style
) -> tuple[list[Text], list[tuple[str, Label]]]:
    """A number on each line, equal captions under one number, and what the numbers mean."""
    names = {caption: str(n) for n, caption in enumerate(dict.fromkeys(caption for _, caption in said), 1)}
    marks: list[Text] = []
    for path, caption in said:
        lang = caption.parts[0][0]
        marks.append(_caption(Label(((lang, names[caption]),)), path, boxes, marks, style)[0])
    return marks, [(name, caption) for caption, name in names.items()]


class _Grid:
    """Orthogonal lanes beside and between boxes, searched for the cheapest way."""

    def __init__(self, boxes: Sequence[Box], solid: Iterable[Connector]) -> None:
        self.boxes = boxes
        xs: set[float] = set()
        ys: set[float] = set()
        for box in boxes:
            xs |= {round(v, 2) for v in (box.x - CLEAR, box.right + CLEAR, box.centre)}
            ys |= {round(v, 2) for v in (box.y - CLEAR, box.bottom + CLEAR, box.middle)}
        xs |= {min(xs) - 6, max(xs) + 6}
        ys |= {min(ys) - 6, max(ys) + 6}
        self.xs, self.ys = sorted(xs), sorted(ys)
        # A point of the grid is one number: column × rows + row.
        self.rows = len(self.ys)
        self.blocked_h, self.blocked_v = self._blocked()
        # Lines already drawn, by the coordinate that they run along: (at, from, to), sorted, so that the few near a
        # lane are found without a look at the others.
        self.flat: list[tuple[float, float, float]] = []
        self.tall: list[tuple[float, float, float]] = []
        for connector in solid:
            self.occupy(connector.points)
        # What has been found out about lanes, until another line is drawn.
        self.lanes: dict[int, list[tuple[int, float]]] = {}
        self.prices: dict[tuple[int, int, int], float] = {}

    def _blocked(self) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
        """Grid edges that pass through a box: (i, j) to (i + 1, j), and (i, j) to (i, j + 1)."""
        horizontal: set[tuple[int, int]] = set()
        vertical: set[tuple[int, int]] = set()
        for box in self.boxes:
            first_x, last_x = bisect_left(self.xs, box.x - 0.9), bisect_left(self.xs, box.right + 0.9)
            first_y, last_y = bisect_left(self.ys, box.y - 0.9), bisect_left(self.ys, box.bottom + 0.9)
            for j in range(first_y, last_y):
                horizontal |= {(i, j) for i in range(max(first_x - 1, 0), last_x)}
            for i in range(first_x, last_x):
                vertical |= {(i, j) for j in range(max(first_y - 1, 0), last_y)}
        return horizontal, vertical

    def occupy(self, points: Sequence[Point]) -> None:
        """Lines already drawn, which later ones keep away from."""
        for (a, b), (c, d) in pairwise(points):
            if abs(b - d) < 0.01:
                insort(self.flat, (b, min(a, c), max(a, c)))
            else:
                insort(self.tall, (a, min(b, d), max(b, d)))
        self.lanes, self.prices = {}, {}

    def path(self, source: Box, target: Box) -> tuple[tuple[Point, ...], int, int]:
        """The cheapest way between two boxes, with the sites at its ends."""
        starts = {self._outside(source, site): site for site in _DIRECTIONS}
        ends = {self._outside(target, site): site for site in _DIRECTIONS}
        found = self._search(starts, ends)
        if not found:  # boxes that touch on all sides: a straight line says more than none
            return (source.site(BOTTOM), target.site(TOP)), BOTTOM, TOP
        start, end = starts[found[0]], ends[found[-1]]
        between = [(self.xs[node // self.rows], self.ys[node % self.rows]) for node in found]
        return _straightened([source.site(start), *between, target.site(end)]), start, end

    def _search(self, starts: dict[int, int], ends: dict[int, int]) -> list[int]:
        """The points of the cheapest way from one of `starts` to one of `ends`, both with their sites; none if there
        is no way. A state of the search is a point and the axis on which it was reached: 2 × point + axis."""
        xs, ys, rows = self.xs, self.ys, self.rows
        goals = [(xs[node // rows], ys[node % rows]) for node in ends]
        distances: dict[int, float] = {}

        def ahead(node: int) -> float:
            # No way is shorter than straight across and down: the search looks towards the target first (A*).
            distance = distances.get(node)
            if distance is None:
                x, y = xs[node // rows], ys[node % rows]
                distance = distances[node] = min([abs(x - to_x) + abs(y - to_y) for to_x, to_y in goals])
            return distance

        queue: list[tuple[float, int, float, int]] = []
        cost: dict[int, float] = {}
        before: dict[int, int] = {}
        for node, site in starts.items():
            state = 2 * node + site % 2
            cost[state] = 0.0
            heapq.heappush(queue, (ahead(node), len(cost), 0.0, state))
        counter = len(cost)
        best: tuple[float, int] | None = None
        while queue:
            estimate, _, spent, state = heapq.heappop(queue)
            if best is not None and estimate >= best[0]:
                break
            if spent > cost[state]:
                continue
            node, axis = state >> 1, state & 1
            if node in ends:
                total = spent + (BEND if ends[node] % 2 != axis else 0.0)
                if best is None or total < best[0]:
                    best = (total, state)
            around = self.lanes.get(node)
            if around is None:
                around = self.lanes[node] = self._neighbours(node)
            for neighbour, length in around:
                price = spent + length
                if neighbour & 1 != axis:
                    price += BEND
                if price < cost.get(neighbour, inf):
                    cost[neighbour], before[neighbour] = price, state
                    counter += 1
                    heapq.heappush(queue, (price + ahead(neighbour >> 1), counter, price, neighbour))
        if best is None:
            return []
        trail = [best[1]]
        while trail[-1] in before:
            trail.append(before[trail[-1]])
        return [state >> 1 for state in reversed(trail)]

    def _outside(self, box: Box, site: int) -> int:
        """The lane point just outside a site."""
        dx, dy = _DIRECTIONS[site]
        x, y = box.site(site)
        return self._nearest(self.xs, x + dx * CLEAR) * self.rows + self._nearest(self.ys, y + dy * CLEAR)

    @staticmethod
    def _nearest(values: list[float], wanted: float) -> int:
        at = bisect_left(values, wanted)
        near = [i for i in (at - 1, at) if 0 <= i < len(values)]
        return min(near, key=lambda i: abs(values[i] - wanted))

    def _neighbours(self, node: int) -> list[tuple[int, float]]:
        """The states one lane on, axis 0 vertical or 1 horizontal, each with its price."""
        rows = self.rows
        i, j = divmod(node, rows)
        around: list[tuple[int, float]] = []
        if i + 1 < len(self.xs) and (i, j) not in self.blocked_h:
            around.append((2 * (node + rows) + 1, self._price(i, j, 1)))
        if i > 0 and (i - 1, j) not in self.blocked_h:
            around.append((2 * (node - rows) + 1, self._price(i - 1, j, 1)))
        if j + 1 < rows and (i, j) not in self.blocked_v:
            around.append((2 * (node + 1), self._price(i, j, 0)))
        if j > 0 and (i, j - 1) not in self.blocked_v:
            around.append((2 * (node - 1), self._price(i, j - 1, 0)))
        return around

    def _price(self, i: int, j: int, axis: int) -> float:
        """What the lane's edge from a point on to the right (axis 1) or down (axis 0) costs, either way."""
        price = self.prices.get((i, j, axis))
        if price is None:
            x, y = self.xs[i], self.ys[j]
            end = (self.xs[i + 1], y) if axis else (x, self.ys[j + 1])
            price = self.prices[i, j, axis] = self._length((x, y), end)
        return price

    def _length(self, a: Point, b: Point) -> float:
        """Length of a lane's edge, dearer along a line that is drawn already and across one."""
        if a[1] == b[1]:
            at, first, last, along, across = a[1], min(a[0], b[0]), max(a[0], b[0]), self.flat, self.tall
        else:
            at, first, last, along, across = a[0], min(a[1], b[1]), max(a[1], b[1]), self.tall, self.flat
        length = last - first
        price = length
        for n in range(bisect_left(along, (at - 2,)), len(along)):
            where, low, high = along[n]
            if where >= at + 2:
                break
            if where > at - 2 and low < last and high > first:
                price += length * ALONG_SOLID
        for n in range(bisect_left(across, (first,)), len(across)):
            where, low, high = across[n]
            if where > last:
                break
            if low <= at <= high:
                price += CROSS_SOLID
        return price


def _straightened(points: Sequence[Point]) -> tuple[Point, ...]:
    """The points without those in the middle of a straight stretch; small offsets of the grid are taken out."""
    snapped: list[Point] = [points[0]]
    for x, y in points[1:]:
        last_x, last_y = snapped[-1]
        snapped.append((last_x if abs(x - last_x) < 0.02 else x, last_y if abs(y - last_y) < 0.02 else y))
    result: list[Point] = []
    for point in snapped:
        if result and point == result[-1]:
            continue
        if len(result) >= 2 and (
            result[-2][0] == result[-1][0] == point[0] or result[-2][1] == result[-1][1] == point[1]
        ):
            result[-1] = point
        else:
            result.append(point)
    return tuple(result)


def _caption(
    caption: Label, path: Sequence[Point], boxes: Sequence[Box], others: Sequence[Text], style: Style
) -> tuple[Text, bool]:
    """The caption on its line, at the middle of the longest stretch that keeps it off boxes and other captions, and
    whether there is such a place."""
    rows: tuple[Paragraph, ...] = (inline(caption, style, colour=style.muted),)
    if width_of(rows, style) > WIDEST_CAPTION:
        rows = paragraphs(caption, WIDEST_CAPTION, style, size=style.second_size, colour=style.muted)
    width, height = width_of(rows, style) + 4, height_of(rows)
    stretches = sorted(pairwise(path), key=lambda s: -(abs(s[0][0] - s[1][0]) + abs(s[0][1] - s[1][1])))
    choices: list[tuple[float, Text]] = []
    for at, (a, b) in enumerate(stretches):
        for share in (0.5, 0.3, 0.7, 0.15, 0.85):
            x, y = a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
            places = [(x - width / 2, y - height / 2 + shift) for shift in (0, -1, 1, -2, 2)]
            if a[0] == b[0]:
                places += [(x + 3, y - height / 2), (x - 3 - width, y - height / 2)]
            else:
                places += [(x - width / 2, y - height - 1), (x - width / 2, y + 1)]
            for left, top in places:
                frame = Text(left, top, width, height, rows, "center", "middle", style.paper, "caption")
                clash = sum(_overlap(frame, b) for b in boxes) + sum(_overlap(frame, o) for o in others)
                if clash == 0:
                    return frame, True
                choices.append((clash + at, frame))
    return min(choices, key=lambda choice: choice[0])[1], False


def _overlap(a: Text, b: Text | Box) -> float:
    width = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    height = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    return width * height if width > 0 and height > 0 else 0.0
