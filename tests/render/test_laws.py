"""The forty laws of print.md on documents of every kind and language; `make matrix` holds all files against them."""

from __future__ import annotations

import pytest

from tests.render.laws import LAWS
from tests.render.pages import finished

# The front and the shortest chapters of the sample documents: real words, every kind of exhibit, a minute in all.
FILES = (
    "zh", "en", "zh-en", "zh-en-stacked", "proposal-zh", "proposal-en", "proposal-zh-en",
    "policy-zh", "policy-en", "policy-zh-en", "handbook-zh", "handbook-en", "handbook-zh-en", "notice-zh", "notice-en",
    "notice-zh-en",
)  # fmt: skip


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("law", LAWS)
def test_the_law_holds(law: str, name: str) -> None:
    assert list(LAWS[law](finished(name))) == []
