"""The forty laws of a finished PDF and some more, by number: each finds what breaks it, page by page.

Tests hold small documents against them, `make matrix` every file. Three need more than one finished file and are
tests of their own: two builds are equal (32), and the official theme's lines and characters (12, 13).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from tests.render.finished import Finished
from tests.render.laws import archive, copying, layout, pages, structure, typography

Law: TypeAlias = Callable[[Finished], Iterator[str]]
LAWS: Mapping[str, Law] = {
    **typography.LAWS,
    **layout.LAWS,
    **structure.LAWS,
    **archive.LAWS,
    **pages.LAWS,
    **copying.LAWS,
}


def broken(finished: Finished, laws: Mapping[str, Law] = LAWS, most: int = 8) -> list[str]:
    """What a file breaks, a line each, at most some of every law."""
    found = []
    for name, law in laws.items():
        lines = list(law(finished))
        found += [f"{name}: {line}" for line in lines[:most]]
        found += [f"{name}: and {len(lines) - most} more"] * (len(lines) > most)
    return found
