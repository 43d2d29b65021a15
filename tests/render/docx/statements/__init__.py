"""The statements of word.md about a Word file, by number: each finds what breaks it, a line for every place.

Tests hold every document that they make against them. Four need more than one finished file or another program, and
are tests of their own: the SDK (1), both branches of an alternative (2), fields that are asked to update (20, on
request) and two builds (40). Redline (39) comes later.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

from tests.render.docx.statements import captions, contents, drawings, headings, pages, parts, tables, wording
from tests.render.docx.statements.file import File as File

Statement: TypeAlias = Callable[[File], Iterator[str]]
STATEMENTS: Mapping[str, Statement] = {
    **parts.STATEMENTS,
    **wording.STATEMENTS,
    **headings.STATEMENTS,
    **contents.STATEMENTS,
    **captions.STATEMENTS,
    **pages.STATEMENTS,
    **tables.STATEMENTS,
    **drawings.STATEMENTS,
}
