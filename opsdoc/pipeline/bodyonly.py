"""Documents for systems that add covers, heads and approvals of their own: the body alone, and a file of what the rest
would have said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from opsdoc.document.refine import renumber_notes
from opsdoc.document.tree import Block, Blocks, Contents, Document, Heading, Index, Link, Ref, Row, Text, query, walk
from opsdoc.write import file_digest

if TYPE_CHECKING:
    from opsdoc.content.models import DocumentRecord
    from opsdoc.theme import Theme

METADATA_VERSION = 1
# Chapters and sections that the system holds in fields of its own.
_HELD = {"document-control", "approvals", "revisions"}
_FIELDS = (
    "number", "version", "status", "date", "effective", "review_due", "classification", "owner", "author", "approvals",
    "revisions", "distribution", "supersedes", "affects_employee_interests", "democratic_procedure", "publicity",
    "prevailing",
)  # fmt: skip


def body(document: Document) -> Document:
    """The document without document control, approvals, revisions, contents and index, and without its red head. A
    heading goes with the last that stood below it."""
    kept: list[Block] = []
    robbed: set[int] = set()  # headings that something was taken from
    above: Block | None = None
    for block in document.blocks:
        if isinstance(block, Heading):
            above = block
        elif isinstance(block, Contents | Index) or block.id in _HELD or (above is not None and above.id in _HELD):
            robbed.add(id(above))
            continue
        kept.append(block)
    out: list[Block] = []
    for block in reversed(kept):
        after = out[-1] if out else None
        bare_heading = after is None or (isinstance(after, Heading) and after.level <= getattr(block, "level", 0))
        if not (isinstance(block, Heading) and id(block) in robbed and bare_heading):
            out.append(block)
    meta = replace(document.meta, letterhead="", letterhead_translation="", imprint=())
    return replace(document, blocks=renumber_notes(without_dangling(tuple(reversed(out)))), meta=meta)


def without_dangling(blocks: Blocks) -> Blocks:
    """Blocks whose references to what is not among them are plain words."""
    ids = {getattr(node, "id", "") for node in query(blocks, (*get_args(Block), Row))}

    def change(node: object) -> object:
        match node:
            case Ref(target, text) if target not in ids:
                return Text(text)
            case Link(content, target) if target.startswith("#") and target[1:] not in ids:
                return content
        return node

    return walk(blocks, change)


def bare(theme: Theme) -> Theme:
    """The theme without a cover, and with page numbers alone in the corners of its pages."""
    furniture = theme.furniture.model_copy(
        update={"top_left": (), "top_right": (), "bottom_left": (), "bottom_right": ("page",)}
    )
    cover = theme.cover.model_copy(update={"kind": "none"})
    return theme.model_copy(update={"cover": cover, "furniture": furniture})


def metadata_name(files: Mapping[str, str]) -> str:
    """The name of the metadata beside bodies of these names."""
    return next(iter(files.values())).removesuffix(f".{next(iter(files))}") + ".metadata.json"


def metadata_kept(record: Mapping[str, Any], folder: Path) -> bool:
    """Whether the metadata beside a body are as its record in the manifest says that they were written."""
    written = record.get("metadata", {})
    return bool(written) and all(file_digest(folder / name) == sha for name, sha in written.items())


def metadata(document: Document, record: DocumentRecord, variant: str, files: Mapping[str, str]) -> bytes:
    """What cover, head and control block would have said, as JSON; `files` are the names of the bodies by format.
    Words are given in every language that the record has, dates as YYYY-MM-DD."""
    meta = document.meta
    held: dict[str, Any] = record.model_dump(mode="json", include=set(_FIELDS))
    data = {
        "metadata_version": METADATA_VERSION,
        "document": record.id,
        "kind": record.kind,
        "variant": variant,
        "languages": document.languages,
        "title": meta.title,
        "title_translation": meta.title_translation,
        "subtitle": meta.subtitle,
        "organisation": meta.client,
        "status_label": meta.status_label,
        "watermark": meta.watermark,
        **{name: held[name] for name in _FIELDS},
        "files": dict(sorted(files.items())),
    }
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
