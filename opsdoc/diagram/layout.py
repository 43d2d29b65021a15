"""Charts to drawings: one table of layouts, one entry, and the splitting of what no page holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from opsdoc.diagram import describe
from opsdoc.diagram.bridge import lay_out_bridge
from opsdoc.diagram.cycle import lay_out_cycle
from opsdoc.diagram.drawing import DoesNotFit, Drawing
from opsdoc.diagram.kpitree import lay_out_kpi_tree, parts_of_tree
from opsdoc.diagram.model import (
    BeforeAfter,
    Bridge,
    Chart,
    Cycle,
    KpiTree,
    Label,
    OrgChart,
    Pillars,
    RiskMap,
    Roadmap,
    Spans,
    Swimlane,
)
from opsdoc.diagram.orgchart import lay_out_org_chart
from opsdoc.diagram.orgpages import Part, parts_of
from opsdoc.diagram.orgpair import lay_out_before_after, pages_of
from opsdoc.diagram.pillars import lay_out_pillars
from opsdoc.diagram.riskmap import lay_out_risk_map
from opsdoc.diagram.roadmap import lay_out_roadmap
from opsdoc.diagram.spans import lay_out_spans
from opsdoc.diagram.style import Style
from opsdoc.diagram.swimlane import lay_out_swimlane, parts_of_process

LAYOUTS: dict[type, Callable[[Any, float, float, Style], Drawing]] = {
    OrgChart: lay_out_org_chart,
    BeforeAfter: lay_out_before_after,
    Roadmap: lay_out_roadmap,
    RiskMap: lay_out_risk_map,
    Pillars: lay_out_pillars,
    Bridge: lay_out_bridge,
    Spans: lay_out_spans,
    Cycle: lay_out_cycle,
    KpiTree: lay_out_kpi_tree,
    Swimlane: lay_out_swimlane,
}


def lay_out(chart: Chart, width: float, height: float, style: Style) -> Drawing:
    """The chart in a frame of `width` × `height` points, with its title and description. The drawing may be smaller
    than its frame. Raises DoesNotFit when it would be larger at the smallest text allowed, ValueError when the data
    cannot be drawn."""
    return _described(LAYOUTS[type(chart)](chart, width, height, style), chart)


def lay_out_pages(chart: Chart, width: float, height: float, style: Style) -> tuple[Drawing, ...]:
    """The chart in as many drawings as it needs, each in a frame of `width` × `height` points.

    An organisation that does not fit is split by branch: an overview first, then a drawing for each branch, with
    references from one to the other; a KPI tree likewise, and a process after some of its steps. Other charts raise
    DoesNotFit."""
    try:
        return (lay_out(chart, width, height, style),)
    except DoesNotFit:
        parts = _in_parts(chart, width, height, style)
        if not parts:
            raise
        return parts


def lay_out_within(
    chart: Chart, width: float, heights: tuple[float, ...], style: Style
) -> tuple[tuple[Drawing, ...], float]:
    """The chart in the first frame that holds it whole, or else in parts in the one that takes fewer pages and drawings
    of the first that holds its parts and the largest; with the height of that frame. Frames are `width` points wide.
    Raises as `lay_out_pages` does.

    Kept for the next that asks: one process writes a document in several formats, and options share charts."""
    try:
        return _within(chart, width, heights, style)
    except RecursionError:  # thousands of units below each other: too deep for a key
        return _within.__wrapped__(chart, width, heights, style)


@lru_cache(maxsize=96)
def _within(chart: Chart, width: float, heights: tuple[float, ...], style: Style) -> tuple[tuple[Drawing, ...], float]:
    problem: DoesNotFit | None = None
    for height in heights:
        try:
            return (lay_out(chart, width, height, style),), height
        except DoesNotFit as error:
            problem = error
    found: list[tuple[tuple[int, int], tuple[Drawing, ...], float]] = []
    for height in heights:
        if found and height != heights[-1]:
            continue  # between the least frame that holds the parts and the largest, little changes
        try:
            if parts := _in_parts(chart, width, height, style):
                found.append(((_pages(parts, heights[-1]), len(parts)), parts, height))
        except DoesNotFit as error:
            problem = error
    if found:
        _, parts, height = min(found, key=lambda one: one[0])
        return parts, height
    raise problem or ValueError("no frame to draw in")


def _pages(parts: tuple[Drawing, ...], frame: float) -> int:
    """How many frames it takes to hold drawings below each other."""
    pages, left = 0, 0.0
    for part in parts:
        if part.height > left:
            pages, left = pages + 1, frame
        left -= part.height
    return pages


def _in_parts(chart: Chart, width: float, height: float, style: Style) -> tuple[Drawing, ...]:
    """The drawings of a chart that no frame of this size holds whole; none where it cannot be divided."""
    if isinstance(chart, BeforeAfter):
        return tuple(_described(page, part) for part, page in pages_of(chart, width, height, style))
    if isinstance(chart, KpiTree) and len(branches := parts_of_tree(chart)) > 1:
        return tuple(page for part in branches for page in lay_out_pages(part, width, height, style))
    if isinstance(chart, Swimlane):
        return _stretches(chart, width, height, style)
    if not isinstance(chart, OrgChart):
        return ()

    def drawn(part: Part) -> Drawing:
        return lay_out_org_chart(part.chart, width, height, style, part.tags)

    pages = parts_of(chart, drawn)
    return tuple(_described(page, part.chart) for part, page in pages)


def _stretches(chart: Swimlane, width: float, height: float, style: Style) -> tuple[Drawing, ...]:
    """A process in as few drawings as it takes."""
    for count in range(2, len(chart.steps) + 1):
        try:
            return tuple(lay_out(part, width, height, style) for part in parts_of_process(chart, count))
        except DoesNotFit:
            continue
    return (lay_out(chart, width, height, style),)


def _described(drawing: Drawing, chart: Chart) -> Drawing:
    lang = drawing.lang
    return replace(drawing, title=describe.title(chart, lang), description=describe.describe(chart, lang))


def languages(label: Label) -> tuple[str, ...]:
    """The languages of a label, in its order."""
    return tuple(lang for lang, _ in label.parts)
