"""The forty laws of print.md on documents of every kind and language; `make matrix` holds all files against them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from opsdoc.document.tree import Heading, paragraph, text
from tests.render.laws import LAWS, broken
from tests.render.pages import finished

# The front and the shortest chapters of the sample documents: real words, every kind of exhibit, a minute in all.
FILES = (
    "zh", "en", "zh-en", "zh-en-stacked", "proposal-zh-en", "policy-zh", "policy-en", "policy-zh-en", "handbook-zh",
    "handbook-en", "handbook-zh-en", "notice-zh", "notice-en", "notice-zh-en",
)  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_the_laws_hold(name: str) -> None:
    assert broken(finished(name)) == []


def test_the_laws_see_what_is_missing_or_misplaced() -> None:
    file = finished("zh")
    more = (
        *file.document.blocks,
        Heading(1, text("没有印出来的一章"), id="x"),
        paragraph("没有印出来的一段。", id="y"),
    )
    page = file.theme.page.model_copy(
        update={"margins_mm": file.theme.page.margins_mm.model_copy(update={"left": 40.0})}
    )
    other = replace(
        file, document=replace(file.document, blocks=more), theme=file.theme.model_copy(update={"page": page})
    )
    found = {line.partition(":")[0] for line in broken(other)}
    assert {"15 margins", "21–22 bookmarks and contents", "31 nothing lost"} <= found
    assert len(LAWS) >= 30


def test_the_laws_see_a_wrong_page_in_the_contents_and_a_wrong_language() -> None:
    moved = replace(finished("zh"))
    moved.__dict__["targets"] = {name: (page + 1, y) for name, (page, y) in finished("zh").targets.items()}
    assert len(list(LAWS["20 pages of the contents"](moved))) > 10
    silent = replace(finished("zh-en"))
    for element in silent.elements:
        if "/Lang" in element.node:
            del element.node["/Lang"]
    assert any("is said to be zh-CN" in line for line in LAWS["39 languages"](silent))
