"""Figures in two languages: what says the same is left alone, what differs is named."""

from __future__ import annotations

import pytest

from opsdoc.check.numbers import differences

SAME = [
    ("2026年3月1日", "1 March 2026"),
    ("2026-03-01前", "by 1 March 2026"),
    ("120万元", "RMB 1.2 million"),
    ("3.5亿元", "RMB 350 million"),
    ("9.6亿元", "RMB 960m"),
    ("5–10万元", "RMB 50,000–100,000"),
    ("5%–10%", "5–10%"),
    ("5至10个百分点", "5 to 10 percentage points"),
    ("一百二十万元", "RMB 1.2 million"),
    ("万元以上", "above RMB 10,000"),
    ("上半年完成", "done in H1"),
    ("下半年完成", "done in the second half of the year"),
    ("第三季度", "Q3"),
    ("第三季度定目标，第四季度下达", "set in the third quarter, issued in the fourth"),
    ("分数决定下一季度的份额", "ratings decide the next quarter's share"),
    ("三成", "30%"),
    ("按七折计", "at 70%"),
    ("百分之十五", "15 per cent"),
    ("5‰", "5‰"),
    ("每月1次", "once a month"),
    ("两周内", "within 2 weeks"),
    ("半年", "6 months"),
    ("27项职能", "twenty-seven functions"),
    ("二十七项职能", "27 functions"),
    ("30/60/90天", "30, 60 and 90 days"),
    ("7×24小时", "24/7"),
    ("1,200人", "1200 people"),
    ("２个工作日", "2 working days"),
    ("2–3月", "February to March"),
    ("5月", "in May"),
    ("B2B与5S", "corporate customers and tidiness"),
    ("ISO9001", "ISO 9001"),
    ("见KPI-STR1", "see STR1"),
    ("五类职能", "the functions"),
    ("一旦发生", "should it happen"),
    ("T+1日", "by T+1"),
    ("1.0版", "version 1.0"),
]
DIFFERENT = [
    ("24小时内", "within 48 hours", ("24",), ("48",)),
    ("120万元", "RMB 12 million", ("120万",), ("12 million",)),
    ("3亿元", "RMB 3 million", ("3亿",), ("3 million",)),
    ("30%", "a third", ("30%",), ()),
    ("2026年上半年", "H2 2026", ("上半年",), ("H2",)),
    ("第四季度", "third quarter", ("第四季度",), ("third quarter",)),
    ("2026年3月", "April 2026", ("3月",), ("April",)),
    ("5个指标", "the measures", ("5",), ()),
    ("负责人", "the 3 heads", (), ("3",)),
    ("STR1", "STR2", ("STR1",), ("STR2",)),
]


@pytest.mark.parametrize(("zh", "en"), SAME)
def test_the_same_figures_in_two_languages(zh: str, en: str) -> None:
    assert differences(zh, en) == ((), ())


@pytest.mark.parametrize(("zh", "en", "only_zh", "only_en"), DIFFERENT)
def test_figures_that_differ(zh: str, en: str, only_zh: tuple[str, ...], only_en: tuple[str, ...]) -> None:
    assert differences(zh, en) == (only_zh, only_en)
