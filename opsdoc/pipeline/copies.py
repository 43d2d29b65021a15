"""Numbered copies of a controlled document: which are asked for, and what each of them says about itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from opsdoc.diagnostics import usage_error

if TYPE_CHECKING:
    from opsdoc.content.models import DocumentRecord
    from opsdoc.document.tree import Document

_SPAN = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")


def copies(asked: Iterable[str], record: DocumentRecord) -> tuple[int, ...]:
    """The numbers of the copies asked for (`3`, `1-8`, `all`), ascending; 0 stands for the one that has no number.

    Raises a usage error for a document that is not controlled, and for a number that has no recipient.
    """
    words = tuple(asked)
    if not words:
        return (0,)
    recipients = len(record.distribution)
    if not record.controlled or not recipients:
        raise usage_error(
            f"{record.id} has no numbered copies",
            "its record needs `controlled: true` and a `distribution:`",
        )
    found: set[int] = set()
    for word in words:
        span = _SPAN.fullmatch(word)
        if word != "all" and span is None:
            raise usage_error(f'--copy "{word}" is no number of a copy', "write --copy 3, --copy 1-8 or --copy all")
        first, last = (1, recipients) if span is None else (int(span[1]), int(span[2] or span[1]))
        if not 1 <= first <= last <= recipients:
            raise usage_error(f"{record.id} has no copy {word}", f"its distribution has {recipients} recipients")
        found.update(range(first, last + 1))
    return tuple(sorted(found))


def numbered(document: Document, number: int) -> Document:
    """The copy of a document: its number at the foot of every page, and behind the text where nothing else stands."""
    if not number:
        return document
    meta, shown = document.meta, f"{number:02d}"

    def words(labels: Mapping[str, str], key: str) -> str:
        return labels[key].format(number=shown) if labels else ""

    label = f"{words(document.labels, 'copy_number')} {words(document.labels_second, 'copy_number')}"
    others = (entry for entry in meta.imprint if entry[0] != "control")
    meta = replace(
        meta,
        control=words(document.labels, "control_copy"),
        control_translation=words(document.labels_second, "control_copy"),
        # Whose copy it is, is seen on its cover.
        imprint=(*others, ("copy", label.strip(), words(document.labels, "cover_copy"))),
    )
    if not meta.watermark:
        mark = f"{words(document.labels, 'watermark_controlled')} {shown}"
        second = words(document.labels_second, "watermark_controlled")
        meta = replace(meta, watermark=mark, watermark_translation=second)
    return replace(document, meta=meta)
