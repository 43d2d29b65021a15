"""Reading authors' files: size limits, UTF-8 with or without BOM, and errors that name line and column."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from opsdoc.diagnostics import Log, Source


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
        for folder, prefix in ((self.root, ""), (self.base, "opsdoc:")):
            try:
                return prefix + path.relative_to(folder).as_posix()
            except ValueError:
                continue
        return path.as_posix()

    def read_bytes(self, path: Path, limit_mb: float) -> bytes | None:
        """The file's bytes, or None after an error has been logged."""
        name = self.name(path)
        if path.is_dir():
            self.log.error("file", f"{name} is a folder, a file is needed", Source(name))
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
            with path.open("rb") as stream:
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
    """UTF-8 text of bytes; a bad byte is an error at its line and column."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        # `start` counts from after the BOM, if there is one.
        body = data[3:] if data.startswith(b"\xef\xbb\xbf") else data
        before = body[: problem.start].decode("utf-8", "replace")
        line = before.count("\n") + 1
        column = len(before) - (before.rfind("\n") + 1) + 1
        bad = " ".join(f"{byte:02X}" for byte in body[problem.start : problem.end])
        log.error(
            "encoding",
            f"not UTF-8: byte {bad}",
            Source(name, line, column),
            help="save the file as UTF-8 (in Excel: “CSV UTF-8”)",
        )
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def excerpt(text: str, line: int) -> str:
    """A line of a text for a diagnostic, cut to a readable length; empty when there is none."""
    lines = text.split("\n")
    return lines[line - 1][:160] if 0 < line <= len(lines) else ""
