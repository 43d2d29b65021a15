"""Tidy trees: where the boxes of a hierarchy stand side by side, in linear time.

A. van der Ploeg, "Drawing Non-layered Tidy Trees in Linear Time", Software: Practice and Experience 44 (2014), with
its recursion unrolled, because an organisation may be thousands of levels deep.
"""

from __future__ import annotations

from collections.abc import Sequence


def tidy_centres(children: Sequence[Sequence[int]], widths: Sequence[float], bottoms: Sequence[float]) -> list[float]:
    """The horizontal centre of every node. Node 0 is the root and parents come before their children; `widths`
    include the space between neighbours, `bottoms` are the lowest points (growing downwards) of the nodes.

    The algorithm pushes from left to right, so that a mirrored tree would not give the mirrored drawing. Every
    constraint (distance, order, parent in the middle) is linear: the mean of the layout and of the mirrored layout of
    the mirrored tree keeps all of them, and is symmetric."""
    forwards = _Layout(children, widths, bottoms).centres()
    mirrored = [tuple(reversed(below)) for below in children]
    backwards = _Layout(mirrored, widths, bottoms).centres()
    shift_f, shift_b = forwards[0], backwards[0]
    return [((a - shift_f) - (b - shift_b)) / 2 for a, b in zip(forwards, backwards, strict=True)]


class _Layout:
    """The state of one run; names follow the paper: `prelim` and `mod` are relative places, threads link contours,
    `el` and `er` are the lowest nodes of the left and right contour with their sums of modifiers."""

    def __init__(self, children: Sequence[Sequence[int]], widths: Sequence[float], bottoms: Sequence[float]) -> None:
        count = len(children)
        self.children, self.widths, self.bottoms = children, widths, bottoms
        self.prelim, self.mod = [0.0] * count, [0.0] * count
        self.shift, self.change = [0.0] * count, [0.0] * count
        self.left_thread, self.right_thread = [-1] * count, [-1] * count
        self.el, self.er = list(range(count)), list(range(count))
        self.msel, self.mser = [0.0] * count, [0.0] * count

    def centres(self) -> list[float]:
        for node in range(len(self.children) - 1, -1, -1):
            if self.children[node]:
                self._place_children(node)
        return self._absolute()

    def _place_children(self, node: int) -> None:
        below = self.children[node]
        # Siblings whose subtrees reach lowest, nearest first: who is in the way at a given depth.
        lowest = [(self.bottoms[self.el[below[0]]], 0)]
        for position in range(1, len(below)):
            reach = self.bottoms[self.er[below[position]]]
            self._separate(node, position, lowest)
            while lowest and reach >= lowest[-1][0]:
                lowest.pop()
            lowest.append((reach, position))
        first, last = below[0], below[-1]
        self.prelim[node] = (
            self.prelim[first]
            + self.mod[first]
            + self.widths[first] / 2
            + self.prelim[last]
            + self.mod[last]
            + self.widths[last] / 2
        ) / 2 - self.widths[node] / 2
        self.el[node], self.msel[node] = self.el[first], self.msel[first]
        self.er[node], self.mser[node] = self.er[last], self.mser[last]

    def _separate(self, node: int, position: int, lowest: list[tuple[float, int]]) -> None:
        below = self.children[node]
        right, left = below[position - 1], below[position]
        sum_right, sum_left = self.mod[right], self.mod[left]
        index = len(lowest) - 1
        while right >= 0 and left >= 0:
            while index > 0 and self.bottoms[right] > lowest[index][0]:
                index -= 1
            overlap = sum_right + self.prelim[right] + self.widths[right] - sum_left - self.prelim[left]
            if overlap > 0:
                sum_left += overlap
                self._move(below, position, lowest[index][1], overlap)
            bottom_right, bottom_left = self.bottoms[right], self.bottoms[left]
            if bottom_right <= bottom_left:
                right = self._next_right(right)
                sum_right += self.mod[right] if right >= 0 else 0
            if bottom_right >= bottom_left:
                left = self._next_left(left)
                sum_left += self.mod[left] if left >= 0 else 0
        first, current, before = below[0], below[position], below[position - 1]
        if right < 0 <= left:
            end = self.el[first]
            self.left_thread[end] = left
            difference = sum_left - self.mod[left] - self.msel[first]
            self.mod[end] += difference
            self.prelim[end] -= difference
            self.el[first], self.msel[first] = self.el[current], self.msel[current]
        elif left < 0 <= right:
            end = self.er[current]
            self.right_thread[end] = right
            difference = sum_right - self.mod[right] - self.mser[current]
            self.mod[end] += difference
            self.prelim[end] -= difference
            self.er[current], self.mser[current] = self.er[before], self.mser[before]

    def _next_left(self, node: int) -> int:
        return self.children[node][0] if self.children[node] else self.left_thread[node]

    def _next_right(self, node: int) -> int:
        return self.children[node][-1] if self.children[node] else self.right_thread[node]

    def _move(self, below: Sequence[int], position: int, obstacle: int, distance: float) -> None:
        current = below[position]
        self.mod[current] += distance
        self.msel[current] += distance
        self.mser[current] += distance
        between = position - obstacle
        if between > 1:
            # Siblings between the two that touch share the gap.
            self.shift[below[obstacle + 1]] += distance / between
            self.shift[current] -= distance / between
            self.change[current] -= distance - distance / between

    def _absolute(self) -> list[float]:
        sums = [0.0] * len(self.children)
        centres = [0.0] * len(self.children)
        for node, below in enumerate(self.children):
            total = sums[node] + self.mod[node]
            centres[node] = self.prelim[node] + total + self.widths[node] / 2
            running = spacing = 0.0
            for child in below:
                running += self.shift[child]
                spacing += running + self.change[child]
                self.mod[child] += spacing
                sums[child] = total
        return centres
