"""Reading authors' files: size limits, UTF-8 with or without BOM, and errors that name line and column."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path

from opsdoc.diagnostics import Log, Source
from opsdoc.text import has_han

# Characters that no text needs and that some format cannot hold: controls, line separators, half pairs, no-characters.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
# Lines that git leaves where it could not merge.
_CONFLICT = re.compile(r"^<{7}(?: .*)?$", re.MULTILINE)
_CONFLICT_END = re.compile(r"^>{7}(?: .*)?$", re.MULTILINE)
# Characters that turn the reading direction without being seen: what is read is not what is stored.
DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(slots=True)
class Reader:
    """Reads files below `root` (the workspace) or `base` (the packaged content) and remembers each one's SHA-256.

    `hashes` maps the name that authors see to the digest: the inputs of a build, for the manifest.
    """

    root: Path
    base: Path
    log: Log
    hashes: dict[str, str] = field(default_factory=dict)

    def name(self, path: Path) -> str:
        """The path as the author knows it: relative to the workspace, else to the package."""
        # Folders below are found under their real path, also where the workspace was named by a link.
        places = ((self.root, ""), (self.root.resolve(), ""), (self.base, "opsdoc:"), (self.base.resolve(), "opsdoc:"))
        for folder, prefix in places:
            try:
                return prefix + readable(path.relative_to(folder).as_posix())
            except ValueError:
                continue
        return readable(path.as_posix())

    def read_bytes(self, path: Path, limit_mb: float) -> bytes | None:
        """The file's bytes, or None after an error has been logged."""
        name = self.name(path)
        if path.is_dir():
            message = f"{name} is a folder, a file is needed"
            self.log.error("file", message, Source(name), help="move it away, or give it another name")
            return None
        real = path.resolve()
        if not any(real.is_relative_to(folder.resolve()) for folder in (self.root, self.base)):
            self.log.error(
                "file",
                f"{name} points outside the workspace",
                Source(name),
                help="copy the file into the workspace; links that lead out of it are not followed",
            )
            return None
        try:
            # A pipe or a device would never end, and opening a pipe waits for its writer.
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
            with os.fdopen(handle, "rb") as stream:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    message = f"{name} is not a regular file"
                    self.log.error("file", message, Source(name), help="put a file with text in its place")
                    return None
                data = stream.read(int(limit_mb * 1_000_000) + 1)
        except OSError as problem:
            self.log.error(
                "file",
                f"cannot read {name}: {problem.strerror}",
                Source(name),
                help="check the file and its permissions",
            )
            return None
        if len(data) > limit_mb * 1_000_000:
            self.log.error(
                "limit",
                f"{name} is larger than {limit_mb:g} MB",
                Source(name),
                help="split the file, or raise the limit under `limits:` in opsdoc.yaml",
            )
            return None
        self.hashes[name] = hashlib.sha256(data).hexdigest()
        return data

    def read_text(self, path: Path, limit_mb: float) -> str | None:
        """The file's text with `\\n` line ends and without BOM, or None after an error has been logged."""
        data = self.read_bytes(path, limit_mb)
        return None if data is None else decode(data, self.name(path), self.log)


def decode(data: bytes, name: str, log: Log) -> str | None:
    """UTF-8 text of bytes; a bad byte and a control character are errors at their line and column."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        # `start` counts from after the BOM, if there is one.
        body = data[3:] if data.startswith(b"\xef\xbb\xbf") else data
        before = body[: problem.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        bad = " ".join(f"{byte:02X}" for byte in body[problem.start : problem.end])
        guessed, text = _guess(data)
        log.error(
            "encoding",
            f"not UTF-8: byte {bad}" + (f"; it reads as {guessed}" if guessed else ""),
            Source(name, line, column),
            excerpt=excerpt(text, line) if guessed else "",
            help="save the file as UTF-8 (in Excel: “CSV UTF-8”)",
        )
        return None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = CONTROL.search(text)
    if found:
        line, column = position(text, found.start())
        log.error(
            "encoding",
            f"a control character, U+{ord(found[0]):04X}",
            Source(name, line, column),
            excerpt=excerpt(text, line),
            help="delete it",
        )
        return None
    conflict = _CONFLICT.search(text)
    if conflict and _CONFLICT_END.search(text, conflict.end()):
        line, column = position(text, conflict.start())
        log.error(
            "conflict",
            "a merge of two versions was not finished here",
            Source(name, line, column),
            excerpt=excerpt(text, line),
            help="keep one side, and delete the lines with <<<<<<<, ======= and >>>>>>>",
        )
        return None
    return text


def _guess(data: bytes) -> tuple[str, str]:
    """The encoding that bytes which are no UTF-8 may have, and what they then say; empty where nothing fits."""
    for mark, codec in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            try:
                return "UTF-16", data.decode(codec)
            except UnicodeDecodeError:
                return "", ""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return "", ""
    other = [character for character in text if ord(character) > 127]
    # Bytes of other encodings make rare characters of GB 18030.
    common = sum(has_han(character) or character in "，。；：？！（）“”、《》—…·" for character in other)
    return ("GBK", text) if common >= 0.9 * len(other) else ("", "")


def report_direction(text: str, name: str, log: Log) -> None:
    """Warn of the first invisible direction mark in a text."""
    found = DIRECTION.search(text)
    if found:
        log.warning(
            "encoding",
            f"an invisible direction mark, U+{ord(found[0]):04X}: what is read may not be what is stored",
            Source(name, *position(text, found.start())),
            help="delete it",
        )


def position(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of an offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def readable(name: str) -> str:
    """A path that can be printed: bytes in it that are not UTF-8 are spelled out."""
    return name.encode("utf-8", "backslashreplace").decode()


def excerpt(text: str, line: int) -> str:
    """A line of a text for a diagnostic, cut to a readable length; empty when there is none."""
    lines = text.split("\n")
    return lines[line - 1][:160] if 0 < line <= len(lines) else ""
