"""A returned file can be matched to its source: ids of blocks are bookmarks and paragraph ids, and they stay."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from opsdoc.document.tree import Article, Document, Figure, Heading, Paragraph, Table, Text, query
from opsdoc.render.artifact import Artifact
from tests.render.docx import kinds
from tests.render.docx.lint import W14, W, stories

Ids = dict[str, str]


def ids(artifact: Artifact) -> Ids:
    """The words of every paragraph of the body by its id, drawings apart."""
    body = stories(artifact.data)["word/document.xml"].find(f"{W}body")
    return {
        p.get(f"{W14}paraId"): "".join(t.text or "" for t in p.iter(f"{W}t"))
        for p in body.iter(f"{W}p")
        if not any(ancestor.tag == f"{W}txbxContent" for ancestor in p.iterancestors())
    }


@pytest.fixture(scope="module")
def policy() -> Document:
    return kinds.tree("policy zh")


@pytest.fixture(scope="module")
def before(policy: Document, word: Callable[..., Artifact]) -> Artifact:
    return word(policy, workspace=kinds.ROOT)


def test_every_block_with_an_id_is_found_by_it(policy: Document, before: Artifact) -> None:
    body = stories(before.data)["word/document.xml"]
    names = {b.get(f"{W}name") for b in body.iter(f"{W}bookmarkStart")}
    for block in query(policy.blocks, (Heading, Article, Table, Figure)):
        if block.id and getattr(block, "number", ""):
            assert block.id.replace("-", "_") in names, block.id
    known = ids(before)
    for paragraph in policy.blocks:
        if isinstance(paragraph, Paragraph) and paragraph.id:
            assert f"{zlib.crc32(f'{paragraph.id}/0'.encode()) & 0x7FFFFFFF:08X}" in known


def test_a_new_paragraph_changes_the_id_of_no_other(
    policy: Document, before: Artifact, word: Callable[..., Artifact]
) -> None:
    at = next(i for i, block in enumerate(policy.blocks) if isinstance(block, Heading) and block.id == "procedures")
    new = Paragraph((Text("新增一段。"),), id="new")
    blocks = (*policy.blocks[: at + 1], new, *policy.blocks[at + 1 :])
    after = ids(word(replace(policy, blocks=blocks), workspace=kinds.ROOT))
    had = ids(before)
    # Page numbers in the contents may move; ids and words do not.
    assert set(had) <= set(after)
    assert [after[i] for i in set(after) - set(had)] == ["新增一段。"]


def test_a_changed_word_is_found_at_its_id(policy: Document, before: Artifact, word: Callable[..., Artifact]) -> None:
    index, old = next((i, b) for i, b in enumerate(policy.blocks) if isinstance(b, Article))
    inner = next(p for p in old.content if isinstance(p, Paragraph))
    new = replace(inner, content=(Text("改过的话。"),))
    changed = replace(old, content=tuple(new if b is inner else b for b in old.content))
    blocks = (*policy.blocks[:index], changed, *policy.blocks[index + 1 :])
    after, had = ids(word(replace(policy, blocks=blocks), workspace=kinds.ROOT)), ids(before)
    moved = {i for i in had if had[i] != after.get(i) and "改过的话" in after.get(i, "")}
    assert len(moved) == 1
    assert set(had) == set(after)
