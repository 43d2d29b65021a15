"""The words of texts: prose that a case may print, and the passages of a composed document, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from opsdoc.check.facts import Facts
from opsdoc.check.records import called
from opsdoc.content.markdown import Directive, Parsed
from opsdoc.content.models import Record, Term
from opsdoc.diagnostics import Source
from opsdoc.document import tree as t

LANGUAGES = {"zh": "Chinese", "en": "English"}


def field_name(path: tuple[str | int, ...]) -> str:
    """A field's path as people count: responsibilities.1.zh."""
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in path)


class Where(NamedTuple):
    """Where a text stands: a record's field, or a file of prose. Its name and place are worked out when they are asked
    for, since most texts give no finding."""

    record: Record | None
    path: tuple[str | int, ...]
    source: Source | None = None

    @property
    def name(self) -> str:
        """How messages name it."""
        if self.record is None:
            return "/".join(map(str, self.path)) or "the text"
        return f"{called(self.record)}: {field_name(self.path)}"

    @property
    def place(self) -> Source | None:
        """File, line and column."""
        return self.source if self.record is None else self.record.at(*self.path)

    @property
    def records(self) -> tuple[str, ...]:
        """The id under which a waiver may name it."""
        return (str(self.path[-1]),) if self.record is None and self.path else (self.record.id,) if self.record else ()


def all_texts(facts: Facts, lang: str) -> Iterator[tuple[str, Where]]:
    for record, path, text in facts.said:
        # A glossary row may name what it forbids.
        if not isinstance(record, Term) and text.get(lang):
            yield text.get(lang), Where(record, (*path, lang))
    for folder, id_, language, parsed in prose_texts(facts):
        if language == lang:
            for words, source in authored(parsed.blocks):
                yield words, Where(None, (folder, id_), source)


def prose_texts(facts: Facts) -> Iterator[tuple[str, str, str, Parsed]]:
    """Prose within reach of the case, (folder, id, language, text): charters of its functions, texts of its variants,
    sections of its kind. An engagement's text stands in for the library's."""
    case = facts.case
    options = {seen.option.id for seen in facts.options}
    folders = {"sections", "sections/common", f"sections/{case.document.kind}"} | {f"sections/{o}" for o in options}
    folders |= {f"sections/{case.document.kind}/{o}" for o in options}
    found: dict[tuple[str, str, str], Parsed] = {}
    for layer in (case.workspace.library, case.content.layer):
        for key, parsed in layer.prose.items():
            folder, id_, _ = key
            if (
                folder in folders
                or (folder == "functions" and id_ in case.functions)
                or (folder == "variants" and id_ in options)
            ):
                found[key] = parsed
    for (folder, id_, lang), parsed in sorted(found.items()):
        yield folder, id_, lang, parsed


def authored(blocks: tuple[Any, ...], generated: bool = False) -> Iterator[tuple[str, Source | None]]:
    """Passages with their places, in reading order. Cells and items without a place come from records, which are
    judged where they are written; `generated` gives them too, at the place of the block around them."""
    yield from _passages(blocks, None, generated)


def _passages(blocks: Any, around: Source | None, generated: bool) -> Iterator[tuple[str, Source | None]]:
    for block in blocks:
        if isinstance(block, Directive):
            yield from _passages(block.content, block.source, generated)
            continue
        source = getattr(block, "source", None)
        place = source or around
        match block:
            case t.Heading() | t.Paragraph():
                if source is not None or generated:
                    yield words(block.content), place
                    for note in t.query(block.content, t.Note):
                        yield words(note.content), place
            case t.BulletList() | t.OrderedList():
                for item in block.items:
                    yield from _passages(item, place, generated)
            case t.Table():
                for row in (*block.head, *block.body):
                    for cell in row.cells:
                        yield from _passages(cell.content, place, generated)
                if generated:
                    yield t.plain(block.caption), place
                    yield from _passages(block.note, place, generated)
            case t.Figure():
                if generated:
                    yield t.plain(block.caption), place
                    yield block.alt, place
                    yield from _passages((*block.note, *block.alternative), place, generated)
            case t.Article() | t.Callout():
                if source is not None:
                    yield t.plain(block.title), place
                yield from _passages(block.content, place, generated)
            case t.Quote() | t.Landscape():
                yield from _passages(block.content, place, generated)
            case t.Pair():
                yield from _passages((*block.first, *block.second), place, generated)


def words(content: t.Inlines) -> str:
    """The words of inlines; a value still to be filled in is an ellipsis."""
    return t.plain(tuple(t.Text("…") if isinstance(inline, t.Expr) else inline for inline in content))
