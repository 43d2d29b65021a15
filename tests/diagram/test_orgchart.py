"""Laws of organisation charts, over random organisations."""

from __future__ import annotations

import math
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from opsdoc.diagram.drawing import Box, DoesNotFit, Drawing, Text
from opsdoc.diagram.layout import lay_out, lay_out_pages, lay_out_within
from opsdoc.diagram.measure import runs_width
from opsdoc.diagram.model import BeforeAfter, DottedLine, Label, OrgChart, Unit
from opsdoc.diagram.style import Style
from tests.diagram.strategies import (
    a_firm,
    all_units,
    an_organisation,
    crossed,
    mirrored,
    organisations,
    overlapping,
    small_organisations,
)

STYLE = Style()
FREE = math.inf
PORTRAIT, LANDSCAPE = (470.0, 700.0), (740.0, 480.0)


def drawn(chart: OrgChart, width: float = FREE, height: float = FREE, style: Style = STYLE) -> Drawing:
    return lay_out(chart, width, height, style)


def label(zh: str = "", en: str = "") -> Label:
    return Label(tuple((lang, text) for lang, text in (("zh", zh), ("en", en)) if text))


DEPARTMENTS = (
    ("产品运营部", "Product Operations"),
    ("市场运营部", "Marketing Operations"),
    ("销售运营部", "Sales Operations"),
    ("供应链运营部", "Supply Chain Operations"),
    ("数据运营部", "Data Operations"),
)
FUNCTIONS = (
    ("产品策划", "Product Planning"),
    ("产品管理", "Product Management"),
    ("产品运营", "Product Operations"),
    ("品牌管理", "Brand Management"),
    ("市场推广", "Promotion"),
    ("用户运营", "User Operations"),
    ("销售战略规划", "Sales Strategy"),
    ("销售业绩管理", "Sales Performance Management"),
    ("客户服务", "Customer Service"),
    ("采购管理", "Procurement"),
    ("物流管理", "Logistics"),
    ("供应链协调", "Supply Planning"),
    ("数据分析", "Analytics"),
    ("运营监控", "Monitoring"),
    ("数据挖掘", "Data Mining"),
)
LANGUAGES = {"zh": (True, False), "en": (False, True), "both": (True, True)}


def five_departments(languages: str) -> OrgChart:
    zh, en = LANGUAGES[languages]

    def named(chinese: str, english: str) -> Label:
        return label(chinese if zh else "", english if en else "")

    return OrgChart(
        Unit(
            "coo",
            named("首席运营官", "Chief Operating Officer"),
            tuple(
                Unit(
                    f"d{at}",
                    named(*department),
                    tuple(
                        Unit(f"d{at}f{n}", named(*FUNCTIONS[at * 3 + n]), (), "function", "", str(n + 4))
                        for n in range(3)
                    ),
                    "unit",
                    "",
                    "29",
                )
                for at, department in enumerate(DEPARTMENTS)
            ),
            "root",
        ),
        (DottedLine("d4f0", "d1f1", named("数据支持", "Data support")),),
        (Unit("audit", named("审计委员会", "Audit Committee"), (), "committee"),),
        legend=(("dotted", named("虚线汇报", "Dotted line")),),
    )


class TestEveryChart:
    @settings(max_examples=40, deadline=None)
    @given(organisations)
    def test_no_two_boxes_overlap_and_no_line_crosses_a_box(self, chart: OrgChart) -> None:
        drawing = drawn(chart)
        assert overlapping(drawing.boxes) == []
        assert crossed(drawing) == []

    @settings(max_examples=25, deadline=None)
    @given(organisations, st.sampled_from([PORTRAIT, LANDSCAPE, (900.0, 900.0)]))
    def test_the_same_holds_in_a_frame_and_nothing_leaves_it(self, chart: OrgChart, frame: tuple[float, float]) -> None:
        try:
            drawing = drawn(chart, *frame)
        except DoesNotFit as error:
            too_wide, too_high = error.needed[0] > frame[0], error.needed[1] > frame[1]
            if not (too_wide or too_high):
                pytest.fail(f"refused although it fits: {error}")
            return
        assert overlapping(drawing.boxes) == []
        assert crossed(drawing) == []
        assert drawing.width <= frame[0] + 0.1
        assert drawing.height <= frame[1] + 0.1
        for box in drawing.boxes:
            assert box.x >= 0
            assert box.right <= drawing.width
            assert box.bottom <= drawing.height

    @settings(max_examples=25, deadline=None)
    @given(organisations)
    def test_every_unit_is_drawn_once_and_every_report_has_its_line(self, chart: OrgChart) -> None:
        drawing = drawn(chart)
        units = all_units(chart)
        assert sorted(box.id for box in drawing.boxes) == sorted(unit.id for unit in units)
        edges = {(line.source, line.target) for line in drawing.connectors if not line.dotted}
        assert edges == {(unit.id, child.id) for unit in units for child in unit.children}
        for line in drawing.connectors:
            assert line.points[0] == pytest.approx(drawing.box(line.source).site(line.source_site))
            assert line.points[-1] == pytest.approx(drawing.box(line.target).site(line.target_site))

    @settings(max_examples=25, deadline=None)
    @given(organisations, st.sampled_from(["print", "both"]))
    def test_every_label_is_whole_and_inside_its_box(self, chart: OrgChart, measure: str) -> None:
        style = replace(STYLE, measure=measure)  # type: ignore[arg-type]
        drawing = drawn(chart, style=style)
        labels = {unit.id: unit.label for unit in all_units(chart)}
        for box in drawing.boxes:
            _fits(box, style)
            for lang, text in labels[box.id].parts:
                shown = [p for p in box.paragraphs if p.runs[0].lang == lang and p.text == text]
                assert shown, (box.id, text)
                letters = "".join(run.text for line in shown[0].lines for run in line)
                assert letters.replace(" ", "") == text.replace(" ", "")

    @settings(max_examples=25, deadline=None)
    @given(organisations)
    def test_siblings_keep_their_order(self, chart: OrgChart) -> None:
        drawing = drawn(chart)
        boxes = {box.id: box for box in drawing.boxes}
        for unit in all_units(chart):
            line = [boxes[child.id] for child in unit.children if child.kind != "assistant"]
            for a, b in pairwise(line):
                assert a.right <= b.x + 0.01 or a.bottom <= b.y + 0.01

    @settings(max_examples=20, deadline=None)
    @given(organisations, st.integers(0, 10**6), st.integers(1, 30))
    def test_a_longer_label_never_makes_the_drawing_smaller(self, chart: OrgChart, which: int, more: int) -> None:
        units = all_units(OrgChart(chart.root))
        chosen = units[which % len(units)].id
        longer = OrgChart(_relabelled(chart.root, chosen, more), chart.dotted, chart.committees, chart.stacked)
        before, after = drawn(chart), drawn(longer)
        assert after.width >= before.width - 0.01
        assert after.height >= before.height - 0.01

    def test_the_same_chart_gives_the_same_drawing(self) -> None:
        assert drawn(five_departments("both"), *PORTRAIT) == drawn(five_departments("both"), *PORTRAIT)


class TestUnstackedTrees:
    @settings(max_examples=30, deadline=None)
    @given(st.integers(1, 120), st.integers(0, 10**6))
    def test_a_parent_is_centred_over_its_children(self, size: int, seed: int) -> None:
        chart = an_organisation(size, seed, stacked=False)
        boxes = {box.id: box for box in drawn(chart).boxes}
        for unit in all_units(chart):
            if unit.children:
                first, last = boxes[unit.children[0].id], boxes[unit.children[-1].id]
                assert boxes[unit.id].centre == pytest.approx((first.centre + last.centre) / 2, abs=0.01)

    @settings(max_examples=30, deadline=None)
    @given(st.integers(1, 120), st.integers(0, 10**6))
    def test_a_mirrored_tree_gives_the_mirrored_layout(self, size: int, seed: int) -> None:
        chart = an_organisation(size, seed, stacked=False)
        one = drawn(chart)
        other = {box.id: box for box in drawn(replace(chart, root=mirrored(chart.root))).boxes}
        for box in one.boxes:
            twin = other[box.id]
            assert box.x == pytest.approx(one.width - twin.right, abs=0.01)
            assert box.y == pytest.approx(twin.y, abs=0.01)


class TestLargeTrees:
    @pytest.mark.parametrize("stacked", [True, False])
    def test_two_thousand_units_keep_the_laws(self, stacked: bool) -> None:
        drawing = drawn(an_organisation(2000, 11, stacked=stacked))
        assert len(drawing.boxes) == 2000
        assert overlapping(drawing.boxes) == []

    def test_time_grows_with_the_number_of_units(self) -> None:
        drawn(an_organisation(300, 5))
        small, large = an_organisation(1000, 5), an_organisation(8000, 5)
        assert _seconds(large) < 8 * 4 * max(_seconds(small), 0.02)

    def test_a_chain_of_thousands_needs_no_recursion(self) -> None:
        unit = Unit("bottom", label("底"))
        for level in range(3000):
            unit = Unit(f"level-{level}", label("层"), (unit,))
        assert len(drawn(OrgChart(unit)).boxes) == 3001


class TestTheSample:
    @pytest.mark.parametrize("languages", LANGUAGES)
    @pytest.mark.parametrize("style", [STYLE, STYLE.for_word()], ids=["print", "word"])
    def test_five_departments_fit_a_portrait_page_in_readable_type(self, languages: str, style: Style) -> None:
        drawing = drawn(five_departments(languages), *PORTRAIT, style)
        assert len({round(drawing.box(f"d{n}").y, 2) for n in range(5)}) == 1, "departments stand in one row"
        assert min(run.size for p in drawing.paragraphs() for run in p.runs) >= 7
        for at in range(5):
            for n in range(3):
                stacked = drawing.box(f"d{at}f{n}")
                assert stacked.bar
                assert stacked.align == "left"

    @pytest.mark.parametrize("languages", LANGUAGES)
    def test_dotted_lines_run_around_all_boxes(self, languages: str) -> None:
        drawing = drawn(five_departments(languages), *PORTRAIT)
        assert [line for line in drawing.connectors if line.dotted and line.target == "d1f1"]
        assert crossed(drawing, dotted=True) == []

    def test_seven_units_on_a_narrow_page_stand_in_rows(self) -> None:
        root = Unit(
            "coo",
            label("首席运营官"),
            tuple(Unit(f"t{n}", label("人力资源运营团队", "Human Resources Operations")) for n in range(9)),
        )
        drawing = drawn(OrgChart(root), *PORTRAIT)
        assert len({box.y for box in drawing.boxes}) == 3
        assert crossed(drawing) == []

    def test_branches_have_their_own_colours_and_the_root_none_of_them(self) -> None:
        drawing = drawn(five_departments("zh"), *PORTRAIT)
        assert len({drawing.box(f"d{n}").fill for n in range(5)} | {drawing.box("coo").fill}) == 6

    def test_a_vacant_post_and_a_unit_without_a_destination_are_told_by_mark_and_word(self) -> None:
        empty = Unit("v", label("审计部", "Audit"), vacant=True)
        root = Unit("r", label("总部"), (empty, Unit("o", label("旧部门"), change="open")))
        drawing = drawn(OrgChart(root))
        assert "○ 空缺 Vacant" in drawing.box("v").text
        assert "? 去向未定" in drawing.box("o").text
        assert drawing.box("v").dashed

    def test_a_narrow_box_keeps_a_short_chinese_name_on_one_line(self) -> None:
        root = Unit("r", label("总部"), tuple(Unit(f"u{n}", label("一号工厂")) for n in range(9)))
        drawing = drawn(OrgChart(root), 330, 200)
        assert all(len(box.paragraphs[0].lines) == 1 for box in drawing.boxes)

    def test_changes_are_told_by_mark_and_word(self) -> None:
        root = Unit(
            "r",
            label("总部"),
            (Unit("n", label("新部门"), (), "unit", "new"), Unit("c", label("旧部门"), (), "unit", "closed")),
        )
        drawing = drawn(OrgChart(root))
        assert "+ 新设" in drawing.box("n").text
        assert "× 撤销" in drawing.box("c").text
        assert drawing.box("c").dashed


class TestBadInput:
    def test_what_does_not_fit_is_said_with_the_room_it_needs(self) -> None:
        with pytest.raises(DoesNotFit) as failure:
            drawn(an_organisation(400, 3), *PORTRAIT)
        assert str(failure.value).startswith("an organisation chart of 400 units needs ")
        assert "and has 470 × 700 pt at the smallest text allowed" in str(failure.value)
        assert "show fewer levels" in str(failure.value)

    def test_a_unit_that_stands_in_the_chart_twice_is_refused(self) -> None:
        twice = Unit("a", label("甲"))
        with pytest.raises(ValueError, match='unit "a" stands in it twice'):
            drawn(OrgChart(Unit("r", label("总部"), (twice, twice))))

    def test_a_label_of_400_characters_and_one_of_control_characters_are_drawn(self) -> None:
        root = Unit("r", label("运营" * 200), (Unit("a", label("\x00\x07")), Unit("b", label(en="x" * 200))))
        drawing = drawn(OrgChart(root), *PORTRAIT)
        for box in drawing.boxes:
            _fits(box, STYLE)


class TestPages:
    def test_a_large_organisation_is_split_by_branch_with_references(self) -> None:
        chart = OrgChart(
            Unit(
                "r",
                label("集团", "Group"),
                tuple(
                    Unit(
                        f"b{b}",
                        label(f"事业部{b}", f"Division {b}"),
                        tuple(
                            Unit(
                                f"b{b}k{k}",
                                label(f"部门{k}", f"Department {k}"),
                                tuple(Unit(f"b{b}k{k}t{t}", label(f"小组{t}", f"Team {t}")) for t in range(6)),
                            )
                            for k in range(6)
                        ),
                    )
                    for b in range(4)
                ),
            )
        )
        pages = lay_out_pages(chart, *LANDSCAPE, STYLE)
        # An overview, then two divisions to a page below the group.
        assert [len({box.id[:2] for box in page.boxes} - {"r"}) for page in pages] == [4, 2, 2]
        assert {box.id for page in pages for box in page.boxes} == {unit.id for unit in all_units(chart)}
        assert "见分图2" in pages[0].box("b0").text
        assert "见分图3" in pages[0].box("b3").text
        assert "续分图1" in pages[1].box("r").text
        for page in pages:
            assert overlapping(page.boxes) == []
            assert page.width <= LANDSCAPE[0] + 0.1
            assert page.height <= LANDSCAPE[1] + 0.1

    def test_more_reports_than_a_page_holds_go_on_in_the_next_drawing(self) -> None:
        chart = OrgChart(Unit("r", label("总部"), tuple(Unit(f"u{n}", label(f"门店{n}")) for n in range(400))))
        pages = lay_out_pages(chart, *PORTRAIT, STYLE)
        assert len(pages) > 1
        assert {box.id for page in pages for box in page.boxes} == {"r", *(f"u{n}" for n in range(400))}
        assert "续分图1" in pages[1].box("r").text

    @pytest.mark.parametrize(("size", "frame", "most"), [(5, PORTRAIT, 1), (600, LANDSCAPE, 24)])
    def test_any_number_of_units_is_drawn_in_readable_type(
        self, size: int, frame: tuple[float, float], most: int
    ) -> None:
        chart = a_firm(size)
        pages = lay_out_pages(chart, *frame, STYLE)
        assert len(pages) <= most
        assert {box.id for page in pages for box in page.boxes} == {unit.id for unit in all_units(chart)}
        assert min(run.size for page in pages for p in page.paragraphs() for run in p.runs) >= 7

    def test_eighty_units_stand_on_one_landscape_page(self) -> None:
        teams = [
            tuple(Unit(f"d{d}t{t}", label(f"客户服务{t}组", f"Customer Service {t}")) for t in range(9))
            for d in range(8)
        ]
        root = Unit(
            "r", label("总部", "Head Office"), tuple(Unit(f"d{d}", label("运营部"), t) for d, t in enumerate(teams))
        )
        drawing = drawn(OrgChart(root), *LANDSCAPE)
        assert len(drawing.boxes) == 81
        assert overlapping(drawing.boxes) == []


class TestDottedLines:
    def test_captions_without_room_become_numbers_that_the_legend_explains(self) -> None:
        root = Unit("r", label("总部"), tuple(Unit(f"u{n}", label(f"部门{n}")) for n in range(12)))
        words = [label(f"第{n}条虚线汇报的内容说明文字", f"What is reported on dotted line {n}") for n in range(8)]
        lines = tuple(DottedLine(f"u{n}", f"u{11 - n}" if n < 5 else f"u{n + 3}", words[n]) for n in range(8))
        drawing = drawn(OrgChart(root, lines), 300, 300)
        said = [item.paragraphs[0].text for item in drawing.items if isinstance(item, Text)]
        assert all(any(w.parts[0][1] in one for one in said) for w in words), "each caption is in the legend"
        marks = [item for item in drawing.items if isinstance(item, Text) and item.name == "caption"]
        assert sorted(mark.paragraphs[0].text for mark in marks) == [str(n) for n in range(1, 9)]


class TestBeforeAndAfter:
    TITLES = (label("现有架构", "Present"), label("目标架构", "Target"))
    LEGEND = (
        ("unchanged", label("不变", "Unchanged")),
        ("closed", label("撤销", "Closed")),
        ("new", label("新设", "New")),
    )

    def charts(self) -> BeforeAfter:
        def side(leaver: str, change: str) -> OrgChart:
            keeper = Unit("k", label("财务部", "Finance"), change="unchanged", group="unchanged")
            other = Unit(leaver, label("数据组", "Data"), change=change, group=change)  # type: ignore[arg-type]
            return OrgChart(
                Unit("r", label("总部", "Head Office"), (keeper, other), "root", "unchanged", group="unchanged")
            )

        return BeforeAfter(side("o", "closed"), side("n", "new"), self.TITLES, self.LEGEND)

    @pytest.mark.parametrize(("frame", "beside"), [(LANDSCAPE, True), (PORTRAIT, False)])
    def test_both_stand_in_one_drawing_told_apart_by_mark_and_word(
        self, frame: tuple[float, float], beside: bool
    ) -> None:
        drawing = lay_out(self.charts(), *frame, STYLE)
        assert "× 撤销" in drawing.box("before--o").text
        assert "+ 新设" in drawing.box("after--n").text
        assert "= 不变" in drawing.box("before--k").text
        assert drawing.box("before--o").dashed
        before, after = drawing.box("before--r"), drawing.box("after--r")
        assert (before.right < after.x) == beside
        assert (before.bottom < after.y) != beside
        assert overlapping(drawing.boxes) == []
        assert crossed(drawing) == []
        words = [item.paragraphs[0].text for item in drawing.items if isinstance(item, Text)]
        assert any("现有架构" in text for text in words)
        assert any("撤销" in text for text in words)

    # Shrinking two organisations takes minutes and tells little.
    @settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.generate))
    @given(small_organisations, small_organisations)
    def test_whatever_the_two_are_nothing_is_lost(self, one: OrgChart, other: OrgChart) -> None:
        pages = lay_out_pages(BeforeAfter(one, other, self.TITLES), *PORTRAIT, STYLE)
        drawn_ids = [box.id.partition("--")[2] or box.id for page in pages for box in page.boxes]
        for unit in (*all_units(one), *all_units(other)):
            assert unit.id in drawn_ids
        for page in pages:
            assert overlapping(page.boxes) == []
            assert page.width <= PORTRAIT[0] + 0.1
            assert page.height <= PORTRAIT[1] + 0.1
            assert min(run.size for p in page.paragraphs() for run in p.runs) >= 7

    def test_the_words_for_those_who_do_not_see_it_tell_the_changes(self) -> None:
        drawing = lay_out(self.charts(), *PORTRAIT, STYLE)
        assert drawing.description == (
            "现有架构：总部（不变）下设财务部（不变）、数据组（撤销）。目标架构：总部（不变）下设财务部（不变）、数据组（新设）。"
        )


def _fits(box: Box, style: Style) -> None:
    left, top, right, bottom = box.insets
    for paragraph in box.paragraphs:
        for line in paragraph.lines:
            assert runs_width(line, style) <= box.width - left - right + 0.6, (box.id, line)
    assert sum(p.height for p in box.paragraphs) <= box.height - top - bottom + 0.1


def _relabelled(unit: Unit, chosen: str, more: int) -> Unit:
    parts = unit.label.parts
    longer = unit.label
    if unit.id == chosen:
        longer = Label(tuple((lang, text + ("管" if lang == "zh" else "m") * more) for lang, text in parts))
    return replace(unit, label=longer, children=tuple(_relabelled(c, chosen, more) for c in unit.children))


def _seconds(chart: OrgChart) -> float:
    start = time.perf_counter()
    drawn(chart)
    return time.perf_counter() - start


class TestFramesOfAPage:
    """A page offers a chart frames of several heights."""

    def test_a_higher_frame_is_better_than_parts(self) -> None:
        chart = a_firm(25)
        whole = next(h for h in range(200, 700, 60) if len(lay_out_pages(chart, 470, h, STYLE)) == 1)
        assert len(lay_out_pages(chart, 470, whole - 60, STYLE)) > 1
        drawings, height = lay_out_within(chart, 470, (whole - 60.0, float(whole), 900.0), STYLE)
        assert (len(drawings), height) == (1, whole)

    def test_parts_stand_in_the_first_frame_that_holds_them(self) -> None:
        chart = a_firm(90)
        drawings, height = lay_out_within(chart, 470, (320.0, 500.0), STYLE)
        assert len(drawings) > 1
        assert all(drawing.height <= height + 0.01 for drawing in drawings)

    def test_each_of_two_structures_has_a_page_of_its_own_where_no_page_holds_both(self) -> None:
        titles = (label("现有架构", "Present structure"), label("目标架构", "Target structure"))
        chart = BeforeAfter(a_firm(22), a_firm(22), titles)
        frames = next(
            (float(high), float(high) * 2)
            for high in range(200, 700, 40)
            if len(lay_out_within(chart, 470, (high, high), STYLE)[0]) > 2
            and len(lay_out_within(chart, 470, (high * 2, high * 2), STYLE)[0]) == 2
        )
        drawings, height = lay_out_within(chart, 470, frames, STYLE)
        assert (len(drawings), height) == (2, frames[1])

    def test_what_was_tried_before_changes_nothing(self) -> None:
        chart = a_firm(25)
        before = drawn(chart, 470, 500)
        for height in (150, 300, 620):
            try:
                drawn(chart, 470, height)
            except DoesNotFit:
                continue
        assert drawn(chart, 470, 500) == before

    def test_a_chain_that_is_too_deep_for_a_key(self) -> None:
        unit = Unit("u3000", label("末", "End"))
        for number in range(2999, 0, -1):
            unit = Unit(f"u{number}", label("层", "Level"), children=(unit,))
        drawings, _ = lay_out_within(OrgChart(unit), FREE, (FREE,), STYLE)
        assert len(drawings[0].boxes) == 3000
