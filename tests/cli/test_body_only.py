"""`opsdoc build --body-only`: a body without front matter, and its metadata beside it."""

from __future__ import annotations

import io
import json
import zipfile

from tests.cli.tiny import ENGAGEMENT, Tiny

RECORD = f"{ENGAGEMENT}/documents/note.yaml"
MORE = """
number: TY-1
version: "1.2"
effective: 2026-04-01
classification: {zh: 内部, en: Internal}
approvals:
  - {step: prepared, role: {zh: 办公室, en: Office}, date: 2026-03-01}
distribution:
  - {zh: 全体员工, en: All staff}
"""
OUTLINE = """# 文件控制 {#document-control .unnumbered}

:: control

## 审批 {#approvals .unnumbered}

:: approvals

:: contents

# 正文

一段正文。
"""


def filled(tiny: Tiny) -> Tiny:
    tiny.write(RECORD, (tiny.root / RECORD).read_text("utf-8") + MORE)
    tiny.write("templates/kinds/tiny.md.j2", OUTLINE)
    return tiny


def built(tiny: Tiny, *more: str) -> str:
    done = tiny.run("build", "note", "--to", "docx", *more)
    assert done.code == 0, done.err
    return done.err


def words(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("word/document.xml").decode()


def test_the_body_has_no_front_matter_and_the_metadata_have_it_all(tiny: Tiny) -> None:
    built(filled(tiny), "--body-only")
    body = tiny.files()["note.five-departments.zh.body.docx"]
    assert "一段正文" in words(body)
    assert "TOC \\o" not in words(body)
    for gone in ("文件控制", "全体员工", "审批"):
        assert gone not in words(body), gone
    said = json.loads(tiny.files()["note.five-departments.zh.body.metadata.json"])
    assert (said["title"], said["number"], said["version"], said["status"]) == ("说明", "TY-1", "1.2", "draft")
    assert (said["date"], said["effective"]) == ("2026-03-01", "2026-04-01")
    assert said["classification"]["zh"] == "内部"
    assert said["approvals"][0]["role"] == {"zh": "办公室", "en": "Office"}
    assert said["distribution"] == [{"zh": "全体员工", "en": "All staff"}]
    assert said["files"] == {"docx": "note.five-departments.zh.body.docx"}


def test_the_whole_document_stays_beside_it(tiny: Tiny) -> None:
    built(filled(tiny))
    assert "文件控制" in words(tiny.files()["note.five-departments.zh.docx"])
    built(tiny, "--body-only")
    assert {"note.five-departments.zh.docx", "note.five-departments.zh.body.docx"} <= set(tiny.files())


def test_metadata_follow_the_record_though_the_body_stays(tiny: Tiny) -> None:
    built(filled(tiny), "--body-only")
    assert "unchanged" in built(tiny, "--body-only")
    tiny.change(RECORD, "step: prepared", "step: approved")
    built(tiny, "--body-only")
    said = json.loads(tiny.files()["note.five-departments.zh.body.metadata.json"])
    assert said["approvals"][0]["step"] == "approved"
    (tiny.output / "note.five-departments.zh.body.metadata.json").unlink()
    built(tiny, "--body-only")
    assert "note.five-departments.zh.body.metadata.json" in tiny.files()


def test_metadata_that_somebody_changed_are_written_anew(tiny: Tiny) -> None:
    arguments = ("build", "note", "--body-only", "--to", "html")
    assert tiny.run(*arguments).code == 0
    (path,) = tiny.output.glob("*.metadata.json")
    good = path.read_bytes()
    assert "1 unchanged" in tiny.run(*arguments).err
    path.write_text("{}")
    assert "1 built" in tiny.run(*arguments).err
    assert path.read_bytes() == good
