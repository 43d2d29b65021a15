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


def template(target: str) -> str:
    """The relationship by which Word names the template that a document was made from."""
    return f'<Relationship Id="rId1" Type="{OFFICE}/attachedTemplate" Target="{target}" TargetMode="External"/>'


@pytest.mark.parametrize("target", ["file:///C:\\Firm\\firm.dotx", "file:///Users/firm/firm.dotx", "Normal.dotm"])
def test_the_template_that_a_firms_document_was_made_from_is_left_out_and_named(target: str, tiny: Tiny) -> None:
    settings = f'<w:attachedTemplate xmlns:r="{OFFICE}" r:id="rId1"/><w:zoom w:percent="100"/>'
    (tiny.root / "firm.docx").write_bytes(firm(settings=settings, header_relations=template(target)))
    done = tiny.run("build", "note", "--to", "docx", "--reference-doc", "firm.docx", "--strict")
    assert done.code == 0, done.err
    assert re.search(rf'note\[reference-doc\]: .*its template "{re.escape(target)}", which is left out', done.err)
    held = parts(tiny.files()[NAME])
    assert not [name for name, data in held.items() if b"attachedTemplate" in data]
    assert b"w:zoom" in held["word/settings.xml"], "the firm's settings are gone"


FAR = {
    "https": "https://x.example/t.dotm",
    "ftp": "ftp://x.example/t.dotm",
    "share": "\\\\server\\share\\firm.dotx",
    "server": "file://server/share/firm.dotx",
    "server-by-slashes": "file://///server/share/firm.dotx",
    "share-in-a-file": "file:///\\\\server\\share\\firm.dotx",
    "in-disguise": "file:%5C%5Cserver%5Cshare%5Cfirm.dotx",
}
REFUSED = {
    "protected.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), 1, "password"),
    # The name that Word gives to the mark of a document that somebody has open.
    "~$firm.docx": (b"\x05Owner" + b"\0" * 156, 1, "is not a DOCX file"),
    "empty.docx": (b"", 1, "is not a DOCX file"),
    "macros.docx": (firm(document_type="application/vnd.ms-word.document.macroEnabled.main+xml"), 4, "holds macros"),
    **{
        f"{name}.docx": (firm(header_relations=template(target)), 4, "loads a template from elsewhere")
        for name, target in FAR.items()
    },
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
