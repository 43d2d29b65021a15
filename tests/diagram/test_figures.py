"""Bridges and spans: what they hold, what they refuse, and the laws that any of them obeys."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opsdoc.diagram import svg
from opsdoc.diagram.describe import describe, outline
from opsdoc.diagram.drawing import DoesNotFit, Drawing, Line, Rect, Text
from opsdoc.diagram.layout import lay_out
from opsdoc.diagram.measure import runs_width
from opsdoc.diagram.model import Bridge, BridgeBar, Chart, Label, SpanLayer, Spans, SpanStructure
from opsdoc.diagram.style import Style, mixed
from tests.diagram.test_charts import _ink, both

STYLE = Style()
KEYS = ("total", "increase", "decrease", "open", "range", "cut")
LEGEND = tuple((key, both(f"图例{key}", f"legend {key}")) for key in KEYS)


def one(text: str) -> Label:
    return Label((("zh", text),))


def bar(id_: str, value: float, kind: str = "change", low: float | None = None, high: float | None = None) -> BridgeBar:
    return BridgeBar(id_, both(f"单位{id_}", f"Unit {id_}"), value, one(f"{value:+g}"), kind, low, high)  # type: ignore[arg-type]


ESTABLISHMENT = Bridge(
    (bar("start", 312, "total"), bar("up", 9), bar("down", -18), bar("rest", 2, "open"), bar("end", 305, "total")),
    LEGEND,
)
MONEY = Bridge(
    (
        bar("benefit", 103, low=75, high=128),
        bar("running", -42, low=-47, high=-38),
        bar("net", 61, "total", 28, 90),
        bar("outlay", -72, low=-91, high=-59),
        bar("left", -11, "total", -63, 31),
    ),
    LEGEND,
)
BANDS = tuple(map(one, ("1", "2", "3–5", "6–7", "8–10", "11–15", "≥16")))


def layer(number: int, units: int, *heads: int) -> SpanLayer:
    counts = (*heads, *([0] * (len(BANDS) - len(heads))))
    return SpanLayer(both(f"第{number}层", f"Layer {number}"), units, both(f"{units}个单位", f"{units} units"), counts)


NOW = SpanStructure(
    "now", both("现有架构", "Present structure"), both("3层", "3 layers"), (layer(1, 1, 0, 0, 0, 0, 1), layer(2, 9, 2))
)
THEN = SpanStructure("then", both("目标", "Target"), both("2层", "2 layers"), (layer(1, 1, 0, 0, 1), layer(2, 4)))
SPANS = Spans(
    BANDS,
    (NOW, THEN),
    (both("层级", "Layer"), both("单位", "Units"), both("负责人数", "Heads")),
    (2, 4),
    (both("通常", "usual"), both("过窄或过宽", "narrow or wide")),
)
FIGURES: dict[str, Chart] = {"establishment": ESTABLISHMENT, "money": MONEY, "spans": SPANS}


def rects(drawing: Drawing, start: str) -> list[Rect]:
    return [item for item in drawing.items if isinstance(item, Rect) and item.name.startswith(start)]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


labels = st.text("运营供应链 abcdefg", min_size=1, max_size=60).map(lambda s: both(s.strip() or "甲", s.strip() or "a"))


@st.composite
def bridges(draw: st.DrawFn) -> Bridge:
    """A bridge that closes: any number of changes, with subtotals between them."""
    level = draw(st.integers(-500, 900))
    bars = [replace(bar("start", level, "total"), label=draw(labels))]
    for number, value in enumerate(draw(st.lists(st.integers(-300, 300), max_size=12))):
        level += value
        spread = draw(st.integers(0, 90))
        bars.append(replace(bar(f"b{number}", value, low=value - spread, high=value + spread), label=draw(labels)))
        if draw(st.booleans()):
            bars.append(replace(bar(f"t{number}", level, "total"), label=draw(labels)))
    return Bridge((*bars, bar("end", level, "total")), LEGEND)


@st.composite
def spans(draw: st.DrawFn) -> Spans:
    structures = []
    for n in range(draw(st.integers(1, 3))):
        layers = []
        for number in range(1, draw(st.integers(1, 7)) + 1):
            heads = draw(st.lists(st.integers(0, 40), min_size=len(BANDS), max_size=len(BANDS)))
            units = max(1, sum(heads) + draw(st.integers(0, 300)))
            layers.append(replace(layer(number, units, *heads), label=draw(labels)))
        structures.append(SpanStructure(f"s{n}", draw(labels), draw(labels), tuple(layers)))
    return replace(SPANS, structures=tuple(structures))


def assert_lawful(drawing: Drawing) -> None:
    """Every label fits its frame and the drawing, none stands on another, and type has seven points at least."""
    frames = [item for item in drawing.items if isinstance(item, Text)]
    for item in frames:
        left, top, right, bottom = _ink(item)
        assert left >= -0.1
        assert right <= drawing.width + 0.1
        assert top >= -0.1
        assert bottom <= drawing.height + 0.1
        for paragraph in item.paragraphs:
            assert all(runs_width(line, STYLE) <= item.width + 0.1 for line in paragraph.lines)
            assert min(run.size for run in paragraph.runs) >= 7
    for a, b in combinations([_ink(item) for item in frames], 2):
        assert a[2] <= b[0] + 0.1 or b[2] <= a[0] + 0.1 or a[3] <= b[1] + 0.1 or b[3] <= a[1] + 0.1, (a, b)


class TestEveryFigure:
    @pytest.mark.parametrize("frame", [(470, 700), (740, 480)], ids=["portrait", "landscape"])
    @pytest.mark.parametrize("name", FIGURES)
    def test_it_stays_in_its_frame(self, name: str, frame: tuple[float, float]) -> None:
        drawing = lay_out(FIGURES[name], *frame, STYLE)
        assert drawing.width <= frame[0] + 0.1
        assert drawing.height <= frame[1] + 0.1
        assert_lawful(drawing)

    @pytest.mark.parametrize("name", FIGURES)
    def test_words_stand_out_from_what_they_stand_on(self, name: str) -> None:
        drawing = lay_out(FIGURES[name], 470, 700, STYLE)
        for item in drawing.items:
            if isinstance(item, Text):
                for run in (run for p in item.paragraphs for run in p.runs):
                    # Words stand on paper, on the tint of a total's row, or on their own patch.
                    for ground in (item.fill,) if item.fill else (STYLE.paper, STYLE.tint):
                        assert contrast(run.colour, ground) >= 4.5, (run, ground)

    @pytest.mark.parametrize("lang", ["zh", "en"])
    @pytest.mark.parametrize("name", FIGURES)
    def test_it_is_told_in_words(self, name: str, lang: str) -> None:
        said = describe(FIGURES[name], lang)
        assert ("。" in said) == (lang == "zh")
        assert len(outline(FIGURES[name])) >= 2

    @settings(max_examples=25, deadline=None)
    @given(st.one_of(bridges(), spans()))
    def test_any_of_them_is_lawful_and_always_the_same(self, chart: Chart) -> None:
        drawing = lay_out(chart, 470, 1e5, STYLE)
        assert_lawful(drawing)
        again = lay_out(chart, 470, 1e5, STYLE)
        assert svg.paint(drawing, "d") == svg.paint(again, "d")

    @settings(max_examples=20, deadline=None)
    @given(bridges(), st.data())
    def test_a_longer_label_never_makes_it_smaller(self, chart: Bridge, data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(chart.bars) - 1))
        bars = list(chart.bars)
        longer = Label(tuple((lang, text + "及其下属各处室") for lang, text in bars[at].label.parts))
        bars[at] = replace(bars[at], label=longer)
        before, after = (lay_out(c, 470, 1e5, STYLE) for c in (chart, replace(chart, bars=tuple(bars))))
        assert after.width >= before.width - 0.1
        assert after.height >= before.height - 0.1


class TestBridge:
    def test_bars_are_as_long_as_their_values_and_hang_together(self) -> None:
        drawing = lay_out(MONEY, 470, 700, STYLE)
        bars = {item.name: item for item in rects(drawing, "bar")}
        up, down, net = bars["bar benefit"], bars["bar running"], bars["bar net"]
        assert up.width / down.width == pytest.approx(103 / 42, rel=0.01)
        assert up.x + up.width == pytest.approx(down.x + down.width, abs=0.1)
        assert net.x + net.width == pytest.approx(down.x, abs=0.1)
        # What is lost lies left of zero, where the line of zero stands.
        (zero,) = [item for item in drawing.items if isinstance(item, Line) and item.name == "zero"]
        assert bars["bar left"].x + bars["bar left"].width == pytest.approx(zero.points[0][0], abs=0.1)

    @settings(max_examples=25, deadline=None)
    @given(bridges())
    def test_no_bar_stands_on_another(self, chart: Bridge) -> None:
        bars = rects(lay_out(chart, 470, 1e5, STYLE), "bar")
        assert len(bars) == len(chart.bars)
        assert all(upper.y + upper.height <= lower.y for upper, lower in pairwise(bars))

    def test_ups_downs_and_totals_differ_without_colour(self) -> None:
        drawing = lay_out(ESTABLISHMENT, 470, 700, STYLE)
        bars = {item.name: item for item in rects(drawing, "bar")}
        assert bars["bar down"].hatch
        assert not bars["bar up"].hatch
        assert bars["bar rest"].dashed
        greys = [luminance(bars[f"bar {name}"].fill) for name in ("start", "up", "down")]
        assert greys[0] < greys[1] < greys[2]
        assert {"+9", "-18"} <= {p.text for p in drawing.paragraphs()}

    def test_an_axis_that_does_not_begin_at_zero_says_so(self) -> None:
        cut = [item.name for item in lay_out(ESTABLISHMENT, 470, 700, STYLE).items if item.name == "cut"]  # type: ignore[union-attr]
        assert cut
        words = " ".join(p.text for p in lay_out(ESTABLISHMENT, 470, 700, STYLE).paragraphs())
        assert "图例cut" in words
        assert "图例cut" not in " ".join(p.text for p in lay_out(MONEY, 470, 700, STYLE).paragraphs())

    @pytest.mark.parametrize(
        ("bars", "message"),
        [
            (
                (bar("a", 10, "total"), bar("b", 5), bar("c", 12, "total")),
                '"c" is 12, and the bars before it come to 15',
            ),
            ((bar("a", 10, "total"), bar("b", 5)), "the last bar must be a total"),
            ((), "the last bar must be a total"),
            ((bar("a", 10, "total", 12, 15),), '"a" is 10, outside its range 12 to 15'),
        ],
    )
    def test_one_that_does_not_close_is_refused(self, bars: tuple[BridgeBar, ...], message: str) -> None:
        with pytest.raises(ValueError, match=message):
            lay_out(Bridge(bars), 470, 700, STYLE)

    def test_what_does_not_fit_is_said(self) -> None:
        with pytest.raises(DoesNotFit, match=r"a bridge of 5 bars needs .* and has 470 × 40 pt"):
            lay_out(MONEY, 470, 40, STYLE)


class TestSpans:
    def test_the_pyramid_has_one_scale_and_counts_stand_in_their_bands(self) -> None:
        drawing = lay_out(SPANS, 470, 700, STYLE)
        one_, nine, _, four = rects(drawing, "pyramid")
        assert nine.width / four.width == pytest.approx(9 / 4, rel=0.01)
        assert one_.x + one_.width / 2 == pytest.approx(nine.x + nine.width / 2, abs=0.1)
        texts = [item for item in drawing.items if isinstance(item, Text) and item.paragraphs]
        narrow = rects(drawing, "band 0")[1]
        inside = [t.paragraphs[0].text for t in texts if narrow.x <= t.x <= narrow.x + narrow.width and t.y > narrow.y]
        assert inside[0] == "2"

    def test_unusual_spans_are_hatched(self) -> None:
        drawing = lay_out(SPANS, 470, 700, STYLE)
        assert rects(drawing, "band 0")[1].hatch
        assert not rects(drawing, "band 4")[0].hatch
        assert rects(drawing, "band 4")[0].fill == mixed(STYLE.accent, STYLE.paper, 0.2)

    @pytest.mark.parametrize(
        ("bad", "message"),
        [
            (layer(1, 2, 3), "has 3 heads for 2 units"),
            (layer(1, 2, -1), "none can be negative"),
            (replace(layer(1, 2), heads=(1,)), "has 1 counts for 7 bands"),
        ],
    )
    def test_counts_that_cannot_be_are_refused(self, bad: SpanLayer, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            lay_out(replace(SPANS, structures=(replace(NOW, layers=(bad,)),)), 470, 700, STYLE)
        with pytest.raises(ValueError, match="no layers"):
            lay_out(replace(SPANS, structures=()), 470, 700, STYLE)
