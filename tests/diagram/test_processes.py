"""Cycles, KPI trees and swimlanes: laws that hold for any data, what they hold, and what they refuse."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opsdoc.diagram.describe import describe, outline
from opsdoc.diagram.drawing import Box, DoesNotFit, Drawing, Ellipse, Rect, Text
from opsdoc.diagram.layout import lay_out, lay_out_pages
from opsdoc.diagram.measure import runs_width
from opsdoc.diagram.model import (
    Chart,
    Cycle,
    CycleEvent,
    CycleStage,
    KpiTree,
    Label,
    Lane,
    LaneStep,
    Measure,
    Swimlane,
)
from opsdoc.diagram.style import Style
from tests.diagram.strategies import a_label, crossed, overlapping

STYLE = Style()
# A page of any length, so that a longer label cannot be answered with smaller type.
LONG = (470.0, 100_000.0)


def both(zh: str, en: str) -> Label:
    return Label((("zh", zh), ("en", en)))


MONTHS = tuple(both(f"{n}月", name) for n, name in enumerate("JFMAMJJASOND", start=1))
YEAR = Cycle(
    both("年度经营计划", "Annual plan"),
    tuple(
        CycleStage(
            f"s{n}",
            both(f"环节{n}", f"Stage {n}"),
            both("首席运营官办公室", "COO Office"),
            both("朝哪里走？", "Where do we go?"),
            (
                CycleEvent(f"s{n}-a", both("复盘会", "Review"), (1, 4, 7, 10)),
                CycleEvent(f"s{n}-b", both("计划", "Planning"), (10, 11, 12)),
            ),
        )
        for n in range(1, 6)
    ),
    MONTHS,
)
PROFIT = KpiTree(
    Measure(
        "profit",
        both("营业利润", "Operating profit"),
        values=both("4,800 → 5,600万元", "4,800 → 5,600 RMB 10k"),
        children=(
            Measure(
                "revenue",
                both("营业收入", "Revenue"),
                "sum",
                children=(
                    Measure("customers", both("客户数", "Customers"), "product"),
                    Measure("arpu", both("每客户收入", "Revenue per customer"), "product"),
                ),
            ),
            Measure(
                "cost",
                both("成本", "Cost"),
                "difference",
                children=(Measure("save", both("节约率", "Savings"), "driver"),),
            ),
        ),
    ),
    (("sum", both("加项", "added")), ("driver", both("驱动", "driver"))),
)
DELIVER = Swimlane(
    (
        Lane("sales", both("销售中心", "Sales")),
        Lane("gap", both("无负责单位", "No owner"), True),
        Lane("stock", both("仓储物流部", "Warehouse")),
    ),
    (
        LaneStep("1", "sales", both("报滚动预测", "Submit forecast"), both("CRM", "CRM")),
        LaneStep(
            "2", "gap", both("出供应计划", "Plan supply"), number="1", handed=both("冻结的预测", "Frozen forecast")
        ),
        LaneStep("3", "stock", both("备货配送", "Pick and deliver"), both("WMS", "WMS"), number="2"),
        LaneStep("4", "stock", both("取签收", "Obtain receipt"), partial=True),
        LaneStep("5", "sales", both("告知客户", "Inform customer"), number="3"),
    ),
    both("起点：预测冻结", "Begins when: forecast frozen"),
    both("终点：订单签收", "Ends when: order received"),
    (("handed", both("跨单位交接3次", "3 hand-offs")), ("gap", both("没有负责单位", "no owner"))),
)
PROCESSES: dict[str, Chart] = {"cycle": YEAR, "KPI tree": PROFIT, "swimlane": DELIVER}


# ------------------------------------------------------------------------------------------------ any data


def a_cycle(count: int, seed: int) -> Cycle:
    chance = random.Random(seed)
    stages = tuple(
        CycleStage(
            f"s{n}",
            a_label(chance),
            chance.choice([None, a_label(chance)]),
            chance.choice([None, a_label(chance)]),
            tuple(
                CycleEvent(f"s{n}-{m}", a_label(chance), tuple(chance.sample(range(1, 13), chance.randint(1, 12))))
                for m in range(chance.randint(0, 3))
            ),
        )
        for n in range(count)
    )
    return Cycle(a_label(chance), stages, MONTHS)


def a_tree(size: int, seed: int) -> KpiTree:
    chance = random.Random(seed)
    parents = [-1, *(chance.randrange(max(0, n - 4), n) for n in range(1, size))]
    depth = [0] * size
    for n in range(1, size):
        if depth[parents[n]] == 3:
            parents[n] = 0
        depth[n] = depth[parents[n]] + 1

    def made(at: int) -> Measure:
        return Measure(
            f"k{at}",
            a_label(chance),
            chance.choice(["sum", "difference", "product", "ratio", "driver"]) if at else "",
            chance.choice([None, both("12 → 18%", "12 → 18%")]),
            tuple(made(n) for n in range(1, size) if parents[n] == at),
            chance.random() < 0.1,
        )

    return KpiTree(made(0), (("sum", both("加项", "added")),))


def a_process(lanes: int, steps: int, seed: int) -> Swimlane:
    chance = random.Random(seed)
    held = [chance.randrange(lanes) for _ in range(steps)]
    drawn = tuple(
        LaneStep(
            f"{n}",
            f"l{lane}",
            a_label(chance),
            chance.choice([None, both("WMS", "WMS"), a_label(chance)]),
            chance.random() < 0.2,
            str(n) if n and held[n - 1] != lane else "",
            a_label(chance) if n and held[n - 1] != lane and chance.random() < 0.8 else None,
        )
        for n, lane in enumerate(held)
    )
    used = dict.fromkeys(held)
    return Swimlane(tuple(Lane(f"l{n}", a_label(chance), chance.random() < 0.2) for n in used), drawn, a_label(chance))


charts = st.one_of(
    st.builds(a_cycle, st.integers(3, 8), st.integers(0, 10**6)),
    st.builds(a_tree, st.integers(1, 40), st.integers(0, 10**6)),
    st.builds(a_process, st.integers(1, 6), st.integers(1, 16), st.integers(0, 10**6)),
)


class TestAnyChart:
    @settings(max_examples=60, deadline=None)
    @given(charts)
    def test_boxes_keep_apart_and_no_edge_crosses_one(self, chart: Chart) -> None:
        drawing = lay_out(chart, *LONG, STYLE)
        assert overlapping(drawing.boxes) == []
        assert crossed(drawing) == []
        assert crossed(drawing, dotted=True) == []

    @settings(max_examples=60, deadline=None)
    @given(charts)
    def test_every_label_stands_in_its_box_and_no_words_on_other_words(self, chart: Chart) -> None:
        drawing = lay_out(chart, *LONG, STYLE)
        for box in drawing.boxes:
            left, top, right, bottom = box.insets
            for paragraph in box.paragraphs:
                for line in paragraph.lines:
                    assert runs_width(line, STYLE) <= box.width - left - right + 0.1
            assert sum(p.height for p in box.paragraphs) <= box.height - top - bottom + 0.1
        for one, other in combinations(list(_grounds(drawing)), 2):
            apart = (
                one[2] <= other[0] + 0.1
                or other[2] <= one[0] + 0.1
                or one[3] <= other[1] + 0.1
                or other[3] <= one[1] + 0.1
            )
            assert apart, (one, other)

    @settings(max_examples=40, deadline=None)
    @given(charts, st.integers(1, 24))
    def test_a_longer_label_never_makes_the_drawing_smaller(self, chart: Chart, more: int) -> None:
        before, after = lay_out(chart, *LONG, STYLE), lay_out(_longer(chart, more), *LONG, STYLE)
        assert after.width >= before.width - 0.01
        assert after.height >= before.height - 0.01

    @settings(max_examples=20, deadline=None)
    @given(charts)
    def test_everything_is_drawn_and_told(self, chart: Chart) -> None:
        drawing = lay_out(chart, *LONG, STYLE)
        shown = "|".join(paragraph.text for paragraph in drawing.paragraphs())
        for label in _labels(chart):
            assert all(" ".join(text.split()) in shown for _, text in label.parts)
        assert outline(chart)
        assert drawing == lay_out(chart, *LONG, STYLE)


def _grounds(drawing: Drawing) -> Iterator[tuple[float, float, float, float]]:
    """What no words may stand on: other words without a box, boxes, and signs on lines."""
    for item in drawing.items:
        match item:
            case Box() | Ellipse():
                yield item.x, item.y, item.x + item.width, item.y + item.height
            case Text():
                wide = max((runs_width(line, STYLE) for p in item.paragraphs for line in p.lines), default=0.0)
                high = sum(p.height for p in item.paragraphs)
                x = item.x + {"left": 0.0, "center": (item.width - wide) / 2, "right": item.width - wide}[item.align]
                y = item.y + {"top": 0.0, "middle": (item.height - high) / 2, "bottom": item.height - high}[item.anchor]
                yield x, y, x + wide, y + high


def _labels(chart: Chart) -> list[Label]:
    match chart:
        case Cycle():
            return [chart.centre, *(s.label for s in chart.stages), *(e.label for s in chart.stages for e in s.events)]
        case KpiTree():
            found, waiting = [], [chart.root]
            while waiting:
                measure = waiting.pop()
                found.append(measure.label)
                waiting.extend(measure.children)
            return found
        case Swimlane():
            return [*(lane.label for lane in chart.lanes), *(step.label for step in chart.steps)]
    raise TypeError(chart)


def _longer(chart: Chart, more: int) -> Chart:
    def grown(label: Label) -> Label:
        return Label(tuple((lang, text + ("管" if lang == "zh" else "m") * more) for lang, text in label.parts))

    match chart:
        case Cycle():
            first, *rest = chart.stages
            return replace(chart, stages=(replace(first, label=grown(first.label)), *rest))
        case KpiTree():
            return replace(chart, root=replace(chart.root, label=grown(chart.root.label)))
        case Swimlane():
            step, *others = chart.steps
            return replace(chart, steps=(replace(step, label=grown(step.label)), *others))
    raise TypeError(chart)


@pytest.mark.parametrize("name", PROCESSES)
@pytest.mark.parametrize("frame", [(470, 700), (740, 480)], ids=["portrait", "landscape"])
def test_it_stays_in_its_frame_with_type_of_seven_points_at_least(name: str, frame: tuple[float, float]) -> None:
    drawing = lay_out(PROCESSES[name], *frame, STYLE.for_word())
    assert drawing.width <= frame[0] + 0.1
    assert drawing.height <= frame[1] + 0.1
    assert min(run.size for p in drawing.paragraphs() for run in p.runs) >= 7


@pytest.mark.parametrize("name", PROCESSES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chart_has_words_in_both_languages(name: str, lang: str) -> None:
    said = describe(PROCESSES[name], lang)
    assert len(said) > 30
    assert ("。" in said) == (lang == "zh")


# ------------------------------------------------------------------------------------------------ each kind


class TestCycle:
    def test_each_stage_leads_to_the_next_and_the_last_to_the_first(self) -> None:
        lines = lay_out(YEAR, 470, 700, STYLE).connectors
        assert [(line.source, line.target) for line in lines] == [(f"s{n}", f"s{n % 5 + 1}") for n in range(1, 6)]
        assert all(line.arrow for line in lines)

    def test_months_in_a_row_are_one_mark_in_their_columns(self) -> None:
        drawing = lay_out(YEAR, 470, 700, STYLE)
        marks = [item for item in drawing.items if isinstance(item, Rect) and item.name == "mark"]
        assert len(marks) == 5 * (4 + 1)
        month, quarter = marks[0], marks[4]
        assert quarter.width > 2.5 * month.width
        assert quarter.x == pytest.approx(marks[3].x)

    @pytest.mark.parametrize(("months", "said"), [((0,), "in month 0; a year has 1 to 12"), ((), "in no month")])
    def test_a_month_that_no_year_has_is_refused(self, months: tuple[int, ...], said: str) -> None:
        bad = replace(YEAR.stages[0], events=(CycleEvent("x", both("甲", "A"), months),))
        with pytest.raises(ValueError, match=f'"x" happens {said}'):
            lay_out(replace(YEAR, stages=(bad, *YEAR.stages[1:])), 470, 700, STYLE)

    def test_two_stages_are_no_cycle(self) -> None:
        with pytest.raises(ValueError, match="2 stages are no cycle"):
            lay_out(replace(YEAR, stages=YEAR.stages[:2]), 470, 700, STYLE)


class TestKpiTree:
    def test_signs_stand_on_edges_and_drivers_are_dashed(self) -> None:
        drawing = lay_out(PROFIT, 470, 700, STYLE)
        signs = [item.paragraphs[0].text for item in drawing.items if isinstance(item, Ellipse)]
        assert sorted(signs) == sorted("+××−")
        assert [(line.target.split("/")[-1], line.dotted) for line in drawing.connectors if line.dotted] == [
            ("save", True)
        ]

    def test_the_words_are_the_formula(self) -> None:
        assert (
            describe(PROFIT, "zh") == "营业利润等于营业收入减成本。营业收入等于客户数乘每客户收入。成本由节约率驱动。"
        )
        assert describe(PROFIT, "en").startswith("Operating profit is Revenue minus Cost.")

    def test_a_tree_that_no_page_holds_is_cut_by_branch(self) -> None:
        pages = lay_out_pages(PROFIT, 470, 95, STYLE)
        assert len(pages) == 3
        assert {box.id for box in pages[1].boxes} == {"revenue", "revenue/customers", "revenue/arpu"}
        leaf = Measure("one", both("利润" * 60, "Profit " * 60))
        with pytest.raises(DoesNotFit, match="a KPI tree of 1 KPIs"):
            lay_out_pages(KpiTree(leaf), 470, 40, STYLE)


class TestSwimlane:
    def test_steps_stand_in_their_lanes_in_order_and_hand_offs_are_numbered(self) -> None:
        drawing = lay_out(DELIVER, 470, 700, STYLE)
        lanes = {box.id: box for box in drawing.boxes if box.role == "lane"}
        for step in DELIVER.steps:
            lane, box = lanes[f"lane-{step.lane}"], drawing.box(step.id)
            assert lane.x < box.x < box.right < lane.right
        assert all(drawing.box(a.id).y < drawing.box(b.id).y for a, b in pairwise(DELIVER.steps))
        assert [i.paragraphs[0].text for i in drawing.items if isinstance(i, Ellipse)] == ["1", "2", "3"]
        assert lanes["lane-gap"].dashed
        assert drawing.box("4").dashed

    def test_a_long_process_runs_on_over_several_drawings(self) -> None:
        steps = tuple(replace(DELIVER.steps[n % 5], id=f"{n}") for n in range(40))
        pages = lay_out_pages(replace(DELIVER, steps=steps), 470, 600, STYLE)
        assert len(pages) > 1
        shown = [box.id for page in pages for box in page.boxes if box.role == "step"]
        assert shown == [str(n) for n in range(40)]

    def test_more_lanes_than_the_page_holds_are_said(self) -> None:
        lanes = tuple(Lane(f"l{n}", both("单位", "Unit")) for n in range(20))
        steps = tuple(LaneStep(f"{n}", f"l{n}", both("办事", "Work")) for n in range(20))
        with pytest.raises(DoesNotFit, match="a process of 20 steps"):
            lay_out(Swimlane(lanes, steps), 470, 700, STYLE)

    def test_a_step_in_no_lane_is_refused(self) -> None:
        with pytest.raises(ValueError, match='step "x" stands in lane "nowhere"'):
            lay_out(replace(DELIVER, steps=(LaneStep("x", "nowhere", both("甲", "A")),)), 470, 700, STYLE)


@pytest.mark.parametrize("name", PROCESSES)
def test_words_stand_out_from_what_they_stand_on(name: str) -> None:
    drawing = lay_out(PROCESSES[name], 470, 700, STYLE)
    for box in drawing.boxes:
        for run in (run for paragraph in box.paragraphs for run in paragraph.runs):
            assert _contrast(run.colour, box.fill or STYLE.paper) >= 4.5, (box.id, run.text)


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.1, 1.4.3)."""

    def luminance(colour: str) -> float:
        shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
