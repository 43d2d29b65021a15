"""The flags of `opsdoc build` that are for Word, from outside: what they change, and what is refused in one line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.tiny import Tiny
from tests.render.docx.firms import OFFICE, firm
from tests.render.docx.lint import parts

NAME = "note.five-departments.zh.docx"


def made(tiny: Tiny, *more: str) -> dict[str, bytes]:
    """The parts of the DOCX that a build writes."""
    done = tiny.run("build", "note", "--to", "docx", *more)
    assert done.code == 0, done.err
    return parts(tiny.files()[NAME])


def test_only_on_request_does_word_ask_to_update_fields(tiny: Tiny) -> None:
    assert b"updateFields" not in made(tiny)["word/settings.xml"]
    assert b'<w:updateFields w:val="true"/>' in made(tiny, "--refresh-fields")["word/settings.xml"]


def test_a_firms_document_gives_its_look(tiny: Tiny) -> None:
    (tiny.root / "firm.docx").write_bytes(firm("numbers"))
    held = made(tiny, "--reference-doc", "firm.docx")
    assert b"Firm &amp; Partners" in held["word/header1.xml"]
    assert b'w:styleId="77"' in held["word/styles.xml"]


REMOTE = (
    f'<Relationship Id="rId1" Type="{OFFICE}/attachedTemplate" '
    'Target="https://x.example/t.dotm" TargetMode="External"/>'
)
REFUSED = {
    "protected.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), 1, "password"),
    # The name that Word gives to the mark of a document that somebody has open.
    "~$firm.docx": (b"\x05Owner" + b"\0" * 156, 1, "is not a DOCX file"),
    "empty.docx": (b"", 1, "is not a DOCX file"),
    "macros.docx": (firm(document_type="application/vnd.ms-word.document.macroEnabled.main+xml"), 4, "holds macros"),
    "remote.docx": (firm(header_relations=REMOTE), 4, "loads a template from elsewhere"),
    "bomb.docx": (firm(parts={"word/media/a.bin": b"\0" * 30_000_000}), 4, "may be a trap"),
}


@pytest.mark.parametrize("name", list(REFUSED))
def test_a_firms_document_that_cannot_be_used_is_refused(name: str, tiny: Tiny) -> None:
    data, code, line = REFUSED[name]
    (tiny.root / name).write_bytes(data)
    done = tiny.run("build", "note", "--to", "docx", "--reference-doc", name)
    assert (done.code, tiny.files().get(NAME)) == (code, None), done.err
    assert "Traceback" not in done.err
    assert re.search(rf"error\[reference-doc\]: .*the reference document .*{line}.*\nhelp: \w", done.err), done.err


def test_a_firms_document_that_may_not_be_read_is_refused(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    (tiny.root / "firm.docx").write_bytes(firm())
    opened = Path.open

    def locked(path: Path, *more: object, **named: object) -> object:
        if path.name == "firm.docx":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *more, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", locked)
    done = tiny.run("build", "note", "--to", "docx", "--reference-doc", "firm.docx")
    assert done.code == 2
    assert "error[usage]: firm.docx cannot be read (Permission denied)" in done.err
    assert "Traceback" not in done.err
