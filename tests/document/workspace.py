"""The shipped content under an outline of the test's own."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from opsdoc.content.load import Workspace, load
from opsdoc.diagnostics import Log
from opsdoc.document import tree as t
from opsdoc.document.compose import compose
from opsdoc.document.refine import refine
from opsdoc.org.select import Case, select

REPOSITORY = Path(__file__).resolve().parents[2]


@lru_cache(maxsize=1)
def shipped() -> Workspace:
    """The content that ships, loaded once; it must load without a finding."""
    log = Log()
    workspace = load(REPOSITORY, REPOSITORY, log)
    assert [d.format() for d in log] == []
    return workspace


def case(variant: str = "hybrid", audience: str = "") -> Case:
    """The sample proposal's case."""
    return select(shipped(), "sample-trading", "proposal", variant, audience)


def composed(tmp_path: Path, outline: str, lang: t.Lang = "zh", variant: str = "hybrid") -> tuple[t.Document, Log]:
    """A document made of the shipped content with another outline."""
    (tmp_path / "templates" / "kinds").mkdir(parents=True, exist_ok=True)
    (tmp_path / "templates" / "kinds" / "proposal.md.j2").write_text(outline, encoding="utf-8")
    log = Log()
    workspace = replace(shipped(), templates=(tmp_path / "templates", REPOSITORY / "templates"))
    chosen = select(workspace, "sample-trading", "proposal", variant)
    return refine(compose(chosen, lang, log), log), log
