"""zh + en → one bilingual document: a zip of two refined trees.

Generated blocks meet by id and their rows by record id, authored ones by kind and position. A block without a partner
is printed with the mark of a pending translation, and reported: an error in an issued document, a warning in a draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from opsdoc.diagnostics import Diagnostic, Log, Severity
from opsdoc.diagram.model import Chart, Label
from opsdoc.document import tree as t
from opsdoc.document.exhibits.front import USED_TERMS
from opsdoc.document.refine import renumber_notes


def pair(first: t.Document, second: t.Document, log: Log, issued: bool) -> t.Document:
    """The bilingual document whose first language leads; both must come from the same case."""
    paired = _Pairing(first, second, log, issued).blocks(first.blocks, second.blocks)
    own, other = first.meta, second.meta
    meta = replace(
        own,
        title_translation=other.title,
        subtitle_translation=other.subtitle,
        kind_label_translation=other.kind_label,
        client_translation=other.client,
        date_text_translation=other.date_text,
        classification_translation=other.classification,
        letterhead_translation=other.letterhead,
        letter_lines_translation=other.letter_lines,
        letter_number_translation=other.letter_number,
        letter_signer_translation=other.letter_signer,
        watermark_translation=other.watermark,
        control_translation=other.control,
        imprint=tuple(
            (key, f"{label} {label2}", value)
            for (key, label, value), (_, label2, _) in zip(own.imprint, other.imprint, strict=False)
        ),
    )
    return replace(
        first,
        meta=meta,
        blocks=renumber_notes(paired),
        second_lang=second.lang,
        labels_second=second.labels,
    )


@dataclass(slots=True)
class _Pairing:
    first: t.Document
    second: t.Document
    log: Log
    issued: bool

    # -------------------------------------------------------------------------------------------- sequences

    def blocks(self, ours: Sequence[t.Block], theirs: Sequence[t.Block]) -> t.Blocks:
        shared = {b.id for b in ours} & {b.id for b in theirs}
        left = [_signature(b, shared) for b in ours]
        right = [_signature(b, shared) for b in theirs]
        out: list[t.Block] = []
        for tag, i, j, k, m in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
            if tag == "equal":
                out.extend(self.block(a, b) for a, b in zip(ours[i:j], theirs[k:m], strict=True))
            else:
                out.extend(self._unlike(ours[i:j], theirs[k:m]))
        return tuple(out)

    def _unlike(self, ours: Sequence[t.Block], theirs: Sequence[t.Block]) -> list[t.Block]:
        # Text stands across from text even where one side has a list and the other a paragraph.
        out: list[t.Block] = []
        left, right = list(ours), list(theirs)
        while left and right and _is_text(left[0]) and _is_text(right[0]):
            out.append(self._side_by_side((left.pop(0),), (right.pop(0),)))
        out.extend(self._alone(block, ours=True) for block in left)
        out.extend(self._alone(block, ours=False) for block in right)
        return out

    def _alone(self, block: t.Block, ours: bool) -> t.Block:
        missing = self.second if ours else self.first
        severity = Severity.ERROR if self.issued else Severity.WARNING
        language = "Chinese" if missing.lang == "zh" else "English"
        self.log.add(
            Diagnostic(
                severity,
                "G02",
                f"no {language} partner for this {type(block).__name__.lower()}: {_words(block)[:40]}",
                block.source,
                f"add it to the {language} text, at the same place",
            )
        )
        if isinstance(block, (t.Contents, t.Index, t.PageBreak)):
            return block
        pending: t.Blocks = (t.Paragraph(t.text(missing.labels["pending"]), "pending", id=f"{block.id}-pending"),)
        if isinstance(block, t.Heading):
            content = block.content if ours else t.text(missing.labels["pending"])
            other = t.text(missing.labels["pending"]) if ours else block.content
            return replace(block, content=content, translation=other)
        return self._side_by_side((block,), pending) if ours else self._side_by_side(pending, (block,))

    def _side_by_side(self, ours: t.Blocks, theirs: t.Blocks) -> t.Pair:
        return t.Pair(
            ours,
            theirs,
            self.first.lang,
            self.second.lang,
            self.first.layout,
            id=f"{ours[0].id}-pair" if ours else "",
            source=ours[0].source if ours else None,
        )

    # -------------------------------------------------------------------------------------------- one block

    def block(self, a: t.Block, b: t.Block) -> t.Block:
        match a, b:
            case t.Heading(), t.Heading():
                return replace(a, translation=b.content)
            case t.Table(), t.Table():
                return self._table(a, b)
            case t.Figure(), t.Figure():
                return self._figure(a, b)
            case t.Callout(), t.Callout():
                return replace(a, title=self._both(a.title, b.title), content=self.blocks(a.content, b.content))
            case t.Landscape(), t.Landscape():
                return replace(a, content=self.blocks(a.content, b.content))
            case t.Article(), t.Article():
                return replace(a, title_translation=b.title, content=self.blocks(a.content, b.content))
            case t.Contents(), t.Contents():
                return replace(a, title_translation=b.title)
            case t.Index(), t.Index():
                return replace(a, entries=(*a.entries, *b.entries))
            case t.PageBreak(), _:
                return a
            case t.CodeBlock(), t.CodeBlock() if a.text == b.text:
                return a
            case _:
                return self._side_by_side((a,), (b,))

    def _both(self, ours: t.Inlines, theirs: t.Inlines) -> t.Inlines:
        if not ours or not theirs or t.plain(ours) == t.plain(theirs):
            return ours or theirs
        return (*ours, t.Text(" "), t.Foreign(theirs, self.second.lang))

    def _figure(self, a: t.Figure, b: t.Figure) -> t.Figure:
        chart = join_charts(a.chart, b.chart) if a.chart is not None and b.chart is not None else a.chart
        return replace(
            a,
            chart=chart,
            alt=a.alt if a.alt == b.alt else f"{a.alt} {b.alt}",
            caption_translation=b.caption,
            note=self._notes(a.note, b.note),
            alternative=self._stacked(a.alternative, b.alternative),
        )

    def _notes(self, ours: t.Blocks, theirs: t.Blocks) -> t.Blocks:
        return ours if ours == theirs else (*ours, *self._foreign(theirs))

    def _foreign(self, blocks: t.Blocks) -> t.Blocks:
        return tuple(replace(block, lang=self.second.lang) for block in blocks)

    def _stacked(self, ours: t.Blocks, theirs: t.Blocks) -> t.Blocks:
        """Both languages in one cell: the second below the first, once where they are the same."""
        if not ours or not theirs:
            return ours or self._foreign(theirs)
        if _words(ours) == _words(theirs):
            return ours
        if len(ours) == len(theirs) and all(isinstance(x, t.Paragraph) for x in (*ours, *theirs)):
            out: list[t.Block] = []
            for x, y in zip(ours, theirs, strict=True):
                out += [x] if _words(x) == _words(y) else [x, replace(y, lang=self.second.lang)]
            return tuple(out)
        return (*ours, *self._foreign(theirs))

    def _used_terms(self, a: t.Table, b: t.Table) -> t.Table:
        """A glossary of the terms that a document uses: those of either language, each said once in both."""
        b = _turned(b)
        terms, name = {row.id for row in a.body}, f"term_{self.second.lang}"
        named = t.Cell((t.Paragraph(t.text(self.second.labels[name]), "compact"),), header=True)
        partners = {row.id: row for row in b.body}
        both = (self._row(row, partners[row.id]) if row.id in partners else row for row in a.body)
        body = (*both, *self._foreign_rows(row for row in b.body if row.id not in terms))
        counted = (made.labels["caption_glossary"].format(count=len(body)) for made in (self.first, self.second))
        first, second = map(t.text, counted)
        head = tuple(replace(row, cells=(row.cells[1], named, *row.cells[2:])) for row in b.head)
        head = tuple(self._row(x, y) for x, y in zip(a.head, head, strict=False))
        return replace(a, head=head, body=body, caption=first, caption_translation=second)

    def _table(self, a: t.Table, b: t.Table) -> t.Table:
        if USED_TERMS in a.classes:
            return self._used_terms(a, b)
        if "glossary" in a.classes:
            b = _turned(b)
        head = tuple(self._row(x, y) for x, y in zip(a.head, b.head, strict=False))
        return replace(
            a,
            head=head,
            body=self._rows(a.body, b.body),
            caption_translation=b.caption,
            note=self._notes(a.note, b.note),
            summary=a.summary if a.summary == b.summary else f"{a.summary} {b.summary}",
        )

    def _rows(self, ours: Sequence[t.Row], theirs: Sequence[t.Row]) -> tuple[t.Row, ...]:
        ids = [row.id for row in theirs]
        # Rows of records meet by id, whatever order a language sorts them in; typed rows meet by position.
        by_id = {row.id: row for row in theirs} if all(ids) and len(set(ids)) == len(ids) else {}
        out = []
        for n, row in enumerate(ours):
            partner = by_id.get(row.id) if by_id else (theirs[n] if n < len(theirs) else None)
            if partner is None and by_id and n < len(theirs) and _is_alone(theirs[n], row, ours):
                partner = theirs[n]
            out.append(self._row(row, partner) if partner is not None else row)
        if not by_id:
            out.extend(self._foreign_rows(theirs[len(ours) :]))
        return tuple(out)

    def _foreign_rows(self, rows: Iterable[t.Row]) -> Iterator[t.Row]:
        for row in rows:
            yield replace(row, cells=tuple(replace(c, content=self._foreign(c.content)) for c in row.cells))

    def _row(self, a: t.Row, b: t.Row) -> t.Row:
        cells = tuple(
            replace(x, content=self._stacked(x.content, y.content)) for x, y in zip(a.cells, b.cells, strict=False)
        )
        return replace(a, cells=cells + a.cells[len(cells) :])


def _is_alone(theirs: t.Row, row: t.Row, ours: Sequence[t.Row]) -> bool:
    """Whether a row at the same place may be the other language of one: it has the shape, and no partner by its id."""
    return len(theirs.cells) == len(row.cells) and all(theirs.id != one.id for one in ours)


def _turned(glossary: t.Table) -> t.Table:
    """A glossary with its two columns of terms exchanged: each language begins with its own."""

    def turned(row: t.Row) -> t.Row:
        return replace(row, cells=(row.cells[1], row.cells[0], *row.cells[2:]))

    return replace(glossary, head=tuple(map(turned, glossary.head)), body=tuple(map(turned, glossary.body)))


def join_charts(ours: Chart, theirs: Chart) -> Chart:
    """One chart whose labels carry both languages; both must have the same shape."""
    joined: Chart = _join(ours, theirs)
    return joined


def _join(a: Any, b: Any) -> Any:
    if isinstance(a, Label) and isinstance(b, Label):
        return a.joined(b)
    if isinstance(a, tuple) and isinstance(b, tuple):
        return tuple(_join(x, y) for x, y in zip(a, b, strict=False)) + a[len(b) :]
    if is_dataclass(a) and not isinstance(a, type) and type(a) is type(b):
        changes = {f.name: _join(getattr(a, f.name), getattr(b, f.name)) for f in fields(a)}
        return replace(a, **changes)
    return a


def _signature(block: t.Block, shared: set[str]) -> tuple[str, str]:
    kind = type(block).__name__
    match block:
        case t.Heading():
            return (kind, f"{block.level}")
        case t.Table() | t.Figure() | t.Article():
            return (kind, block.id if block.id in shared else "")
        case t.Callout():
            return (kind, block.kind)
        case t.Contents():
            return (kind, block.of)
        case t.BulletList() | t.OrderedList():
            return ("List", "")
        case t.Paragraph():
            return (kind, block.role)
        case _:
            return (kind, "")


def _is_text(block: t.Block) -> bool:
    return isinstance(block, (t.Paragraph, t.BulletList, t.OrderedList, t.Quote, t.CodeBlock))


def _words(node: Any) -> str:
    return "".join(x.text for x in t.query(node, t.Text)) + "".join(x.text for x in t.query(node, t.Code))
