"""Roadmaps, risk maps and pillars: what they hold, what they refuse, and what is said of them."""

from __future__ import annotations

from itertools import combinations

import pytest

from opsdoc.diagram.describe import describe, outline
from opsdoc.diagram.drawing import DoesNotFit, Drawing, Ellipse, Polygon, Rect, Text
from opsdoc.diagram.layout import lay_out
from opsdoc.diagram.measure import runs_width
from opsdoc.diagram.model import (
    Bar,
    Chart,
    DottedLine,
    Label,
    Milestone,
    OrgChart,
    Pillars,
    RiskMap,
    RiskPoint,
    Roadmap,
    Unit,
    Wave,
)
from opsdoc.diagram.style import Style

STYLE = Style()


def both(zh: str, en: str) -> Label:
    return Label((("zh", zh), ("en", en)))


QUARTERS = tuple(both(f"{n}季度", f"Q{n}") for n in range(1, 5))
ROADMAP = Roadmap(
    QUARTERS,
    3,
    (
        Wave(
            "w1",
            both("第一波：奠基", "Wave 1: Foundations"),
            (
                Bar("office", both("成立运营治理办公室", "Set up the COO office"), 0, 2),
                Bar("rights", both("权责清单", "Decision rights"), 1, 4.5),
            ),
            (
                Milestone("go", both("总裁办公会批准", "Executive committee approves"), 1),
                Milestone("out", both("发布", "Published"), 1.5),
            ),
        ),
        Wave(
            "w2",
            both("第二波", "Wave 2"),
            (
                Bar("teams", both("七个运营团队组建与选任", "Staff the seven teams and appoint their heads"), 4, 12),
                Bar("end", both("收尾", "Close"), 11.5, 12),
            ),
            (Milestone("done", both("整体验收", "Final acceptance"), 12),),
        ),
    ),
)
RISKS = RiskMap(
    (
        RiskPoint("posts", "R1", both("关键岗位空缺", "Key posts vacant"), 4, 4),
        RiskPoint("data", "R2", both("数据口径不一", "Inconsistent data"), 3, 3),
        RiskPoint("staff", "R3", both("员工抵触", "Staff resistance"), 3, 3),
        RiskPoint("space", "R4", both("场地不足", "Lack of space"), 1, 2),
    ),
    both("可能性", "Likelihood"),
    both("影响", "Impact"),
    (both("低", "Low"), both("中", "Medium"), both("高", "High")),
)
HOUSE = Pillars(
    both("提升运营效率", "Efficient operation"),
    both("数据与人才", "Data and people"),
    tuple((both(f"支柱{n}", f"Pillar {n}"), (both("标准化", "Standardisation"),) * n) for n in range(1, 6)),
)
CHARTS: dict[str, Chart] = {"roadmap": ROADMAP, "risk map": RISKS, "pillars": HOUSE}


def texts(drawing: Drawing) -> str:
    return " ".join(paragraph.text for paragraph in drawing.paragraphs())


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("frame", [(470, 700), (740, 480)], ids=["portrait", "landscape"])
class TestEveryChart:
    def test_it_stays_in_its_frame_with_type_of_seven_points_at_least(
        self, name: str, frame: tuple[float, float]
    ) -> None:
        drawing = lay_out(CHARTS[name], *frame, STYLE)
        assert drawing.width <= frame[0] + 0.1
        assert drawing.height <= frame[1] + 0.1
        assert min(run.size for p in drawing.paragraphs() for run in p.runs) >= 7

    def test_no_words_stand_on_other_words_and_each_fits_its_frame(self, name: str, frame: tuple[float, float]) -> None:
        drawing = lay_out(CHARTS[name], *frame, STYLE)
        frames = [item for item in drawing.items if isinstance(item, Text)]
        for item in frames:
            for paragraph in item.paragraphs:
                for line in paragraph.lines:
                    assert runs_width(line, STYLE) <= item.width + 0.1, line
        for a, b in combinations([_ink(item) for item in frames], 2):
            assert a[2] <= b[0] + 0.1 or b[2] <= a[0] + 0.1 or a[3] <= b[1] + 0.1 or b[3] <= a[1] + 0.1, (a, b)


def _ink(item: Text) -> tuple[float, float, float, float]:
    """Where the words themselves lie inside their frame."""
    wide = max(runs_width(line, STYLE) for p in item.paragraphs for line in p.lines)
    high = sum(p.height for p in item.paragraphs)
    x = item.x + {"left": 0.0, "center": (item.width - wide) / 2, "right": item.width - wide}[item.align]
    y = item.y + {"top": 0.0, "middle": (item.height - high) / 2, "bottom": item.height - high}[item.anchor]
    return x, y, x + wide, y + high


class TestRoadmap:
    def test_bars_are_as_long_as_they_last_and_milestones_are_diamonds(self) -> None:
        drawing = lay_out(ROADMAP, 470, 700, STYLE)
        bars = {item.name: item for item in drawing.items if isinstance(item, Rect)}
        office, rights = bars["成立运营治理办公室 Set up the COO office"], bars["权责清单 Decision rights"]
        assert rights.width / office.width == pytest.approx(3.5 / 2, abs=0.01)
        assert sum(isinstance(item, Polygon) for item in drawing.items) == 3

    def test_dates_out_of_order_or_off_the_grid_are_refused(self) -> None:
        bad = Roadmap(QUARTERS, 3, (Wave("w", both("波", "Wave"), (Bar("late", both("甲", "A"), 5, 4),)),))
        with pytest.raises(ValueError, match='"late" runs from month 5 to 4; the columns hold 0 to 12'):
            lay_out(bad, 470, 700, STYLE)

    def test_what_does_not_fit_is_said(self) -> None:
        with pytest.raises(DoesNotFit, match=r"a roadmap of 4 initiatives needs .* and has 470 × 60 pt"):
            lay_out(ROADMAP, 470, 60, STYLE)


class TestRiskMap:
    def test_numbers_stand_in_their_cells_and_levels_differ_without_colour(self) -> None:
        drawing = lay_out(RISKS, 470, 700, STYLE)
        cells = {item.name: item for item in drawing.items if isinstance(item, Rect) and "×" in item.name}
        chips = {item.name: item for item in drawing.items if isinstance(item, Ellipse)}
        cell, chip = cells["4 × 4"], chips["关键岗位空缺 Key posts vacant"]
        assert cell.x <= chip.x
        assert chip.x + chip.width <= cell.x + cell.width
        assert cell.y <= chip.y
        assert chip.y + chip.height <= cell.y + cell.height
        assert len({cells[name].hatch for name in ("1 × 1", "3 × 3", "5 × 5")}) == 3

    def test_a_full_cell_grows_instead_of_hiding_numbers(self) -> None:
        many = tuple(RiskPoint(f"r{n}", f"R{n}", both(f"风险{n}", f"Risk {n}"), 2, 2) for n in range(12))
        drawing = lay_out(RiskMap(many, RISKS.x_label, RISKS.y_label, RISKS.levels), 470, 700, STYLE)
        chips = [item for item in drawing.items if isinstance(item, Ellipse)]
        assert len({(chip.x, chip.y) for chip in chips}) == 12

    def test_a_risk_outside_the_grid_is_refused(self) -> None:
        bad = RiskMap((RiskPoint("r", "R1", both("甲", "A"), 6, 1),), RISKS.x_label, RISKS.y_label, RISKS.levels)
        with pytest.raises(ValueError, match='"r" has likelihood 6 and impact 1; 1 to 5 each'):
            lay_out(bad, 470, 700, STYLE)


class TestPillars:
    def test_every_pillar_has_a_heading_of_one_height(self) -> None:
        drawing = lay_out(HOUSE, 470, 700, STYLE)
        heads = [box for box in drawing.boxes if box.id.startswith("pillar-")]
        assert len(heads) == 5
        assert len({(box.y, box.height) for box in heads}) == 1
        assert texts(drawing).count("标准化") == 15

    def test_too_many_pillars_are_refused(self) -> None:
        wide = Pillars(HOUSE.roof, HOUSE.base, HOUSE.pillars * 4)
        with pytest.raises(DoesNotFit, match="a house of 20 pillars"):
            lay_out(wide, 470, 700, STYLE)


class TestWords:
    def test_an_organisation_is_told_level_by_level(self) -> None:
        chart = OrgChart(
            Unit(
                "r",
                both("总裁", "President"),
                (
                    Unit(
                        "a", both("财务部", "Finance"), (Unit("b", both("预算", "Budget"), metric="4"),), "unit", "new"
                    ),
                    Unit("c", both("法务部", "Legal")),
                ),
            ),
            (DottedLine("b", "c", both("合规", "Compliance")),),
            (Unit("d", both("审计委员会", "Audit Committee"), (), "committee"),),
        )
        assert describe(chart, "zh") == (
            "总裁下设财务部（新设）、法务部。财务部（新设）下设预算（4）。总裁旁设审计委员会。预算（4）向法务部虚线汇报（合规）。"
        )
        assert describe(chart, "en") == (
            "President leads Finance (New), Legal. Finance (New) leads Budget (4). Beside President: Audit Committee. "
            "Budget (4) has a dotted line to Legal (Compliance)."
        )
        first, beside = outline(chart)
        assert str(first.label) == "总裁 President"
        assert first.entries[0].entries[0].note == "4"
        assert str(beside.label) == "审计委员会 Audit Committee"

    @pytest.mark.parametrize("name", CHARTS)
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_every_chart_has_words_in_both_languages(self, name: str, lang: str) -> None:
        said = describe(CHARTS[name], lang)
        assert len(said) > 20
        assert ("。" in said) == (lang == "zh")
        assert outline(CHARTS[name])

    def test_the_roadmap_names_its_months(self) -> None:
        assert "权责清单（第2至5个月）" in describe(ROADMAP, "zh")
        assert "Decision rights (months 2 to 5)" in describe(ROADMAP, "en")
