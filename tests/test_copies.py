"""Numbered copies of a controlled document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from opsdoc.content.models import DocumentRecord
from opsdoc.diagnostics import OpsdocError
from opsdoc.pipeline.copies import copies, numbered
from tests.samples import sample

RECORD = DocumentRecord.model_validate(
    {"id": "p", "kind": "policy", "title": {"zh": "制度", "en": "Policy"}, "date": "2026-11-23", "controlled": True,
     "distribution": [{"zh": "甲", "en": "A"}, {"zh": "乙", "en": "B"}, {"zh": "丙", "en": "C"}]}
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"), [((), (0,)), (("2",), (2,)), (("2-3", "1"), (1, 2, 3)), (("all",), (1, 2, 3))]
)
def test_copies_are_asked_for_by_number(asked: tuple[str, ...], found: tuple[int, ...]) -> None:
    assert copies(asked, RECORD) == found


@pytest.mark.parametrize("asked", ["0", "4", "3-2", "two", "1-9"])
def test_a_copy_without_a_recipient_is_refused(asked: str) -> None:
    with pytest.raises(OpsdocError) as refused:
        copies((asked,), RECORD)
    assert refused.value.exit_code == 2


def test_only_a_controlled_document_has_numbered_copies() -> None:
    with pytest.raises(OpsdocError, match="no numbered copies"):
        copies(("1",), RECORD.model_copy(update={"controlled": False}))


def test_a_copy_says_its_number_and_a_draft_stays_a_draft() -> None:
    labels = {"control_copy": "受控文件　分发号{number}", "watermark_controlled": "受控"}
    labels |= {"copy_number": "分发号", "cover_copy": "{number}（受控）"}
    made = replace(sample("zh"), labels=labels)
    copy = numbered(replace(made, meta=replace(made.meta, watermark="")), 3)
    assert (copy.meta.control, copy.meta.watermark) == ("受控文件　分发号03", "受控 03")
    assert copy.meta.imprint[-1][1:] == ("分发号", "03（受控）")
    assert numbered(replace(made, meta=replace(made.meta, watermark="草稿")), 3).meta.watermark == "草稿"
    assert numbered(made, 0) == made
