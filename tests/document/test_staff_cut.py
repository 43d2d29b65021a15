"""The proposal as staff may read it: no cost and no number of posts to come, in no text, chart or property."""

from __future__ import annotations

from functools import lru_cache

import pytest

from opsdoc.diagnostics import Log
from opsdoc.diagram.model import OrgChart
from opsdoc.document import tree as t
from opsdoc.document.compose import compose
from opsdoc.document.labels import load_labels
from opsdoc.document.refine import refine
from opsdoc.document.wording import money
from opsdoc.org.costs import costs
from opsdoc.org.scope import visible
from opsdoc.org.select import select
from tests.document.workspace import shipped


@lru_cache
def cut(engagement: str, audience: str, lang: t.Lang) -> t.Document:
    log = Log()
    case = select(shipped(), engagement, "proposal", "", audience)
    return refine(compose(case, lang, log), log)


def said(document: t.Document) -> str:
    """Everything that is in the tree: texts, captions, alternatives, charts, properties."""
    return repr((document.meta, document.blocks))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_staff_read_no_cost_and_no_number_of_posts_to_come(lang: t.Lang) -> None:
    whole = select(shipped(), "sample-trading", "proposal")
    text, full = said(cut("sample-trading", "staff", lang)), said(cut("sample-trading", "", lang))
    withheld = [item for item in whole.engagement.costs if not visible(item, "staff")]
    assert len(withheld) == len(whole.engagement.costs) > 0
    total = costs(whole)
    currency = whole.engagement.currency
    amounts = [x.amount for x in (total.one_off, total.run_rate, total.benefit, total.net)]
    words = [money(x, lang, currency) for x in (*amounts, *(item.amount for item in withheld))]
    words += [item.name.get(lang) for item in withheld]
    words += [d.text.get(lang) for d in whole.engagement.decisions if not visible(d, "staff")]
    shown = [word for word in words if word and word in full]
    assert len(shown) > len(withheld)  # the test would see them
    assert [word for word in words if word and word in text] == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_staff_read_the_posts_of_today_alone(lang: t.Lang) -> None:
    whole = select(shipped(), "sample-trading", "proposal")
    staff = cut("sample-trading", "staff", lang)
    labels = load_labels(whole.workspace.templates, lang)
    to_be = f"{whole.option.fte:.0f}"
    assert to_be not in {x.text.strip() for x in t.query(staff.blocks, t.Text)}
    assert labels["fte_to_be"] not in said(staff)
    assert labels["fte_to_be"] in said(cut("sample-trading", "", lang))
    charts = [f.chart for f in t.query(staff.blocks, t.Figure) if isinstance(f.chart, OrgChart)]
    numbered = [chart for chart in charts if chart.root.metric]
    assert [chart.root.metric for chart in numbered] == [f"{whole.engagement.client.size_fte}"]


def test_staff_do_not_read_how_many_posts_are_created() -> None:
    def posts(audience: str) -> dict[str, list[str]]:
        out: dict[str, list[str]] = {}
        for table in t.query(cut("sample-trading", audience, "zh").blocks, t.Table):
            for row in table.body if table.id == "tab-role-mapping" else ():
                words = [t.plain(p.content) for p in t.query(row, t.Paragraph)]
                out.setdefault(words[1], []).append(words[3])
        return out

    whole, staff = posts(""), posts("staff")
    assert set(staff.pop("新设")) == {"—"} != set(whole.pop("新设"))
    assert staff == whole
