"""Organisation charts: time by number of units, and room and length of lines beside Graphviz `dot`.

`python -m benchmarks.charts` measures these alone. Graphviz is a peer for comparison, nothing that opsdoc needs; where
it is missing the benchmark says so.
"""

from __future__ import annotations

import gc
import random
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import dist, inf

from opsdoc.diagram.drawing import Drawing
from opsdoc.diagram.layout import lay_out
from opsdoc.diagram.model import Label, OrgChart, Unit
from opsdoc.diagram.style import Style

TREES = 200
# The distances between boxes that our layout keeps where nothing limits it; dot is told the same.
GAP, LEVEL_GAP = 24.0, 24.0
NAMES = (
    "产品运营部",
    "供应链运营部",
    "人力资源部",
    "客户服务中心",
    "数据分析组",
    "Customer Service",
    "Supply Chain",
    "Audit",
)


def rows() -> Iterator[str]:
    """The lines of the table: times, then the comparison."""
    yield from _times()
    if shutil.which("dot"):
        yield from _beside_dot()
    else:
        yield "organisation charts beside dot: no Graphviz on this machine (apt install graphviz)"


def organisation(size: int, seed: int) -> OrgChart:
    """A random organisation: spans of 2 to 8, as balanced as firms are."""
    chance = random.Random(seed)
    below: list[list[int]] = [[] for _ in range(size)]
    waiting, made = [0], 1
    while made < size:
        node = waiting.pop(0)
        for _ in range(min(chance.randint(2, 8), size - made)):
            below[node].append(made)
            if chance.random() < 0.75 or len(waiting) < 2:
                waiting.append(made)
            made += 1
    units: dict[int, Unit] = {}
    for node in reversed(range(size)):
        lang, name = ("zh", chance.choice(NAMES[:5])) if seed % 2 else ("en", chance.choice(NAMES[5:]))
        units[node] = Unit(f"u{node}", Label(((lang, f"{name}{seed}-{node}"),)), tuple(units[n] for n in below[node]))
    return OrgChart(units[0])


def _times() -> Iterator[str]:
    seconds = {}
    lay_out(organisation(200, 1), inf, inf, Style())  # fonts are read once
    for size in (2000, 20000):
        # Names that no earlier run has measured: a warm cache would flatter the small chart.
        seconds[size] = min(_seconds(organisation(size, seed)) for seed in (3, 5, 7))
    small, large = seconds[2000], seconds[20000]
    yield f"{'2,000 units laid out':58} {small:8.2f}s {'':9} {'':7}  ≤ 1 s"
    yield f"{'20,000 units · ten times 2,000':58} {large:8.2f}s {small * 10:8.2f}s {large / small / 10:6.2f}×  ≤ 1.2×"


def _seconds(chart: OrgChart) -> float:
    """Processor time: what other programs do on the machine does not count."""
    gc.collect()
    start = time.process_time()
    lay_out(chart, inf, inf, Style())
    return time.process_time() - start


def _beside_dot() -> Iterator[str]:
    """Medians over random trees of our drawing ÷ dot's, for the same boxes at the same distances."""
    chance = random.Random(7)
    charts = [organisation(chance.randint(10, 150), seed) for seed in range(TREES)]
    for what, stacked in (("as a chart is drawn, leaves stacked", True), ("the tree alone, nothing stacked", False)):
        ours = [lay_out(replace(chart, stacked=stacked), inf, inf, Style()) for chart in charts]
        theirs = _dot(ours)
        areas = [one.width * one.height / area for one, (area, _) in zip(ours, theirs, strict=True)]
        lengths = [_length(one) / length for one, (_, length) in zip(ours, theirs, strict=True)]
        target = "≤ 1.00×" if stacked else ""
        for name, ratios in (("area", areas), ("length of lines", lengths)):
            ratio = statistics.median(ratios)
            yield f"{f'{name} · dot, {TREES} trees, {what}':76} {'':2}{ratio:6.2f}×  {target}"


def _length(drawing: Drawing) -> float:
    return sum(dist(a, b) for line in drawing.connectors for a, b in pairwise(line.points)) or 1.0


def _dot(drawings: list[Drawing]) -> list[tuple[float, float]]:
    """Area and length of lines of dot's drawing of the same boxes; lines at right angles, as ours."""
    graphs = []
    for drawing in drawings:
        nodes = [f"{b.id} [width={b.width / 72:.4f} height={b.height / 72:.4f}]" for b in drawing.boxes]
        edges = [f"{line.source} -> {line.target}" for line in drawing.connectors]
        head = f"graph [nodesep={GAP / 72:.4f} ranksep={LEVEL_GAP / 72:.4f} splines=ortho]"
        head += ' node [shape=box fixedsize=true label=""]'
        graphs.append(f"digraph g {{ {head} edge [arrowhead=none] {'; '.join([*nodes, *edges])} }}")
    done = subprocess.run(["dot", "-Tplain"], input="\n".join(graphs), capture_output=True, text=True, check=True)
    results = []
    for block in done.stdout.split("stop\n")[: len(drawings)]:
        area = length = 0.0
        for row in block.splitlines():
            words = row.split()
            if words[0] == "graph":
                area = float(words[2]) * float(words[3]) * 72 * 72
            elif words[0] == "edge":
                count = int(words[3])
                numbers = [float(word) * 72 for word in words[4 : 4 + 2 * count]]
                points = list(zip(numbers[::2], numbers[1::2], strict=True))
                length += sum(dist(a, b) for a, b in pairwise(points))
        results.append((area, length or 1.0))
    return results


if __name__ == "__main__":
    for row in rows():
        print(row)
