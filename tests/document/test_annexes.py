"""The annexes of a proposal: orgdesign §2a, A to H, each where the document asks for it."""

from __future__ import annotations

from functools import lru_cache

import pytest

from opsdoc.content.models import Raci
from opsdoc.diagnostics import Log
from opsdoc.document import tree as t
from opsdoc.document.compose import compose
from opsdoc.document.refine import refine
from opsdoc.org.select import select
from tests.document.workspace import shipped

ALL = ["mapping", "glossary", "kpis", "authority", "raci", "rolecards", "charters"]
IN_ORDER = ["charters", "rolecards", "raci", "authority", "kpis", "glossary", "sources", "mapping"]


@lru_cache
def proposal(lang: t.Lang, *annexes: str) -> t.Document:
    log = Log()
    case = select(shipped(), "sample-trading", "proposal", annexes=list(annexes))
    document = refine(compose(case, lang, log), log)
    assert not log.errors, [d.format() for d in log.errors]
    return document


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_all_annexes_stand_in_order_with_something_in_each(lang: t.Lang) -> None:
    document = proposal(lang, *ALL)
    heads = [n for n, block in enumerate(document.blocks) if isinstance(block, t.Heading) and block.level == 1]
    annexes = [n for n in heads if getattr(document.blocks[n], "annex", False)]
    assert [document.blocks[n].id for n in annexes] == [f"annex-{name}" for name in IN_ORDER]
    assert [str(getattr(document.blocks[n], "number", ""))[-1] for n in annexes] == list("ABCDEFGH")
    for start, end in zip(annexes, [*annexes[1:], len(document.blocks)], strict=True):
        assert list(t.query(document.blocks[start:end], t.Table)), document.blocks[start].id


def test_body_and_annex_together_hold_every_matrix_once() -> None:
    document = proposal("zh", *ALL)
    matrices = [table.id for table in t.query(document.blocks, t.Table) if table.id.startswith("raci-")]
    assert sorted(matrices) == sorted({f"raci-{row.process}" for row in _raci()})
    assert len([table for table in t.query(document.blocks, t.Table) if table.id == "tab-mapping"]) == 1


def test_without_being_asked_there_are_sources_alone() -> None:
    document = proposal("zh")
    annexes = [h.id for h in t.query(document.blocks, t.Heading) if h.annex]
    assert annexes == ["annex-sources"]
    assert "tab-mapping" in {table.id for table in t.query(document.blocks, t.Table)}


def _raci() -> list[Raci]:
    case = select(shipped(), "sample-trading", "proposal")
    return list(case.table("raci", Raci).values())
