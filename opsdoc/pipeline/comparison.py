"""The comparison: a document that every engagement has, whether or not it keeps a record of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from opsdoc.diagnostics import OpsdocError, suggest, usage_error

if TYPE_CHECKING:
    from opsdoc.content.load import EngagementContent, Workspace
    from opsdoc.document.tree import Document
    from opsdoc.org.select import Case

COMPARISON = "comparison"
AS_IS = "as-is"
# The exhibits that set options side by side; the others of the document show one option each.
_SIDE_BY_SIDE = ("tab-comparison", "tab-scores", "tab-coverage", "tab-differences")


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table as strings: its id and caption, the heads of its columns, and rows of as many cells."""

    id: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def with_comparison(workspace: Workspace, engagement: str, documents: Sequence[str]) -> Workspace:
    """The workspace, its engagement having the document `comparison` if it is among the documents asked for: its own
    record, else one made from its words and dates."""
    from opsdoc.content.models import DocumentRecord, I18n
    from opsdoc.document.labels import load_labels

    content = workspace.engagements[engagement]
    if COMPARISON not in documents or COMPARISON in content.documents:
        return workspace
    try:
        words = {lang: load_labels(workspace.templates, lang) for lang in ("zh", "en")}
    except OpsdocError:
        # Labels that cannot be read are an error of the documents that were asked for, with its place.
        return workspace
    record = DocumentRecord(
        id=COMPARISON,
        kind=COMPARISON,
        title=I18n(**{lang: found[f"kind_label_{COMPARISON}"] for lang, found in words.items()}),
        subtitle=content.record.title,
        date=content.record.as_of,
        classification=content.record.confidentiality,
    )
    content = replace(content, documents={**content.documents, COMPARISON: record})
    return replace(workspace, engagements={**workspace.engagements, engagement: content})


def known_options(content: EngagementContent, workspace: Workspace) -> tuple[str, ...]:
    """The options that can be compared: the engagement's in its order, and its as-is structure."""
    offered = content.record.variants or tuple({**workspace.library.variants, **content.layer.variants})
    return (*offered, *((AS_IS,) if content.as_is else ()))


def check_compared(compared: Sequence[str], content: EngagementContent, workspace: Workspace) -> None:
    """Raise a usage error for an option that is not there, or for one alone."""
    known = known_options(content, workspace)
    for id_ in compared:
        if id_ not in known:
            raise usage_error(f'no variant "{id_}"', suggest(id_, known))
    if len(set(compared)) == 1:
        others = ", ".join(id_ for id_ in known if id_ not in compared)
        raise usage_error(f"{compared[0]} has nothing to be compared with", f"name another one too: {others}")


def presented(compared: Sequence[str], recommended: str) -> str:
    """The option that a comparison presents: the recommended one where it takes part."""
    variants = [id_ for id_ in compared if id_ != AS_IS]
    return recommended if recommended in variants or not variants else variants[0]


def narrowed(case: Case, compared: Sequence[str]) -> Case:
    """The case with these options alone, in this order."""
    known = {**case.options, **({AS_IS: case.as_is} if case.as_is else {})}
    return replace(case, options={id_: known[id_] for id_ in compared if id_ in known})


def plain_tables(document: Document) -> tuple[PlainTable, ...]:
    """The tables of a comparison that set options side by side. A row that heads a group is left out."""
    from opsdoc.document import tree as t

    def words(cell: t.Cell) -> str:
        return " ".join(text.text for text in t.query(cell, t.Text)).strip()

    out = []
    for table in t.query(document.blocks, t.Table):
        if table.id in _SIDE_BY_SIDE and table.head:
            columns = tuple(words(cell) for cell in table.head[0].cells)
            rows = tuple(tuple(words(c) for c in row.cells) for row in table.body if len(row.cells) == len(columns))
            caption = t.plain(table.caption)
            out.append(PlainTable(table.id.removeprefix("tab-"), caption, columns, rows))
    return tuple(out)
