"""The write rule: the old file or the new one, never a torn one; one build at a time; nothing left behind."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from opsdoc import write
from opsdoc.diagnostics import OpsdocError
from opsdoc.write import Manifest, file_name, output_folder, read_manifest, refuse_clashes, write_files


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("proposal", "hybrid", "zh-en", "pdf"), "proposal.hybrid.zh-en.pdf"),
        (("cafe\u0301", "pdf"), "café.pdf"),
        (("a\u202eb\x00c\u200b", "pdf"), "abc.pdf"),
        (('A*B | <C> "D"', "pdf"), "A-B - -C- -D-.pdf"),
        (("../../etc", "pdf"), "-..-etc.pdf"),
        (("con", "zh", "pdf"), "con_.zh.pdf"),
        (("COM1", "pdf"), "COM1_.pdf"),
        (("x. ", "pdf"), "x.pdf"),
        (("", "pdf"), "document.pdf"),
        (("组" * 60, "docx"), "组" * 38 + ".docx"),
    ],
)
def test_file_names_are_safe_on_every_system(parts: tuple[str, ...], expected: str) -> None:
    assert file_name(*parts) == expected
    assert len(file_name(*parts).encode()) <= 120


def test_names_that_differ_in_case_alone_are_refused() -> None:
    refuse_clashes(["a.pdf", "a.docx"])
    with pytest.raises(OpsdocError, match=r"Note\.pdf and note\.pdf") as caught:
        refuse_clashes(["Note.pdf", "note.pdf"])
    assert caught.value.exit_code == 2


def test_a_new_file_follows_the_umask_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    old = tmp_path / "old.pdf"
    old.write_bytes(b"old")
    old.chmod(0o604)
    before = os.umask(0o027)
    try:
        write_files(tmp_path, {"old.pdf": b"new", "new.pdf": b"new"})
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()}
    assert modes == {"old.pdf": 0o604, "new.pdf": 0o640}
    assert old.read_bytes() == b"new"


def test_a_full_disk_leaves_the_old_files_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.pdf").write_bytes(b"old")
    calls = []

    def full(handle: int) -> None:
        calls.append(handle)
        if len(calls) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OpsdocError, match="No space left") as caught:
        write_files(tmp_path, {"a.pdf": b"new", "b.docx": b"new"})
    assert caught.value.exit_code == 3
    assert caught.value.diagnostics[0].help == "free some space"
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.pdf": b"old"}


def test_outputs_that_are_links_folders_or_read_only_are_refused(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"untouched")
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "link.pdf").symlink_to(elsewhere)
    (folder / "folder.pdf").mkdir()
    (folder / "fixed.pdf").write_bytes(b"old")
    (folder / "fixed.pdf").chmod(0o444)
    for name, what in (("link", "symbolic link"), ("folder", "not a file"), ("fixed", "read-only")):
        with pytest.raises(OpsdocError, match=what) as caught, output_folder(folder, [f"{name}.pdf"]):
            pytest.fail("the folder must not be opened")
        assert caught.value.exit_code == 3
    assert elsewhere.read_bytes() == b"untouched"
    assert sorted(path.name for path in folder.iterdir()) == ["fixed.pdf", "folder.pdf", "link.pdf"]


def test_a_folder_that_is_a_link_a_file_or_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "file").write_text("x")
    for place, what in (
        (tmp_path / "link", "symbolic link"),
        (tmp_path / "file", "a folder is needed"),
        (tmp_path / "file" / "below", "a folder is needed"),
        (Path("/proc/opsdoc"), "cannot write"),
    ):
        with pytest.raises(OpsdocError, match=what) as caught, output_folder(place, []):
            pytest.fail("the folder must not be opened")
        assert caught.value.exit_code == 3


def test_a_second_build_waits_and_then_names_the_first(tmp_path: Path) -> None:
    with output_folder(tmp_path, []):
        started = time.monotonic()
        expected = rf"another build is writing to .* \(process {os.getpid()}, since 2\d\d\d-"
        with pytest.raises(OpsdocError, match=expected) as caught, output_folder(tmp_path, [], wait=0.3):
            pytest.fail("two builds in one folder")
        assert 0.2 < time.monotonic() - started < 5
        assert caught.value.exit_code == 3
    with output_folder(tmp_path, [], wait=0.3):
        pass
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_build_left_is_removed(tmp_path: Path) -> None:
    stray = tmp_path / ".note.pdf.abc.opsdoc-tmp"
    stray.write_bytes(b"half")
    (tmp_path / "mine.txt").write_text("kept")
    with output_folder(tmp_path, []):
        assert not stray.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


WRITER = """
import sys
from pathlib import Path
from opsdoc.write import write_files
print("ready", flush=True)
while True:
    for letter in (b"a", b"b"):
        write_files(Path(sys.argv[1]), {"note.pdf": letter * 3_000_000})
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a POSIX signal")
def test_killed_at_any_moment_the_file_is_whole(tmp_path: Path) -> None:
    chance = random.Random(7)
    for _ in range(12):
        with subprocess.Popen([sys.executable, "-c", WRITER, tmp_path], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0.02, 0.15))
            process.send_signal(signal.SIGKILL)
        data = (tmp_path / "note.pdf").read_bytes()
        assert len(data) == 3_000_000
        assert data in (b"a" * 3_000_000, b"b" * 3_000_000)


def test_the_manifest_merges_and_forgets_inputs_that_nothing_names(tmp_path: Path) -> None:
    first = Manifest({}, {}).with_files({"a.pdf": {"inputs": "1"}, "b.pdf": {"inputs": "1"}}, {"1": {"x": "00"}})
    second = first.with_files({"b.pdf": {"inputs": "2"}}, {"2": {"x": "01"}})
    assert second.files == {"a.pdf": {"inputs": "1"}, "b.pdf": {"inputs": "2"}}
    assert second.inputs == {"1": {"x": "00"}, "2": {"x": "01"}}
    third = second.with_files({"a.pdf": {"inputs": "2"}}, {})
    assert third.inputs == {"2": {"x": "01"}}
    assert json.loads(third.as_bytes())["manifest_version"] == 1


def test_the_manifest_of_a_folder_lists_what_is_there(tmp_path: Path) -> None:
    made = Manifest({"a.pdf": {"inputs": "1"}, "gone.pdf": {"inputs": "1"}}, {"1": {}})
    write_files(tmp_path, {"a.pdf": b"x", write.MANIFEST: made.as_bytes()})
    assert read_manifest(tmp_path).files == {"a.pdf": {"inputs": "1"}}


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"manifest_version": 99}', b"\xff\xfe"])
def test_a_damaged_manifest_counts_as_none(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / write.MANIFEST).write_bytes(damage)
    assert read_manifest(tmp_path) == Manifest({}, {})
