"""Files on the disk: a document's formats staged together, replaced one by one, the manifest last, under a lock."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import tempfile
import time
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opsdoc import platform
from opsdoc.diagnostics import OpsdocError, environment_error, error

MANIFEST = "manifest.json"
MANIFEST_VERSION = 1
LOCK = ".opsdoc.lock"
TEMPORARY = ".opsdoc-tmp"
WAIT = 10.0
NAME_BYTES = 120

_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


# ---------------------------------------------------------------------------------------------------- names


def file_name(*parts: str) -> str:
    """`proposal.hybrid.zh.pdf` from its parts: NFC, nothing that a file system or a reader's eye trips over, at most
    120 bytes; the last part, the ending, is always kept whole."""
    clean = [_clean(part) for part in parts]
    if clean[0].casefold() in _RESERVED:
        clean[0] += "_"
    ending = "." + clean[-1]
    stem = ".".join(part for part in clean[:-1] if part)
    room = NAME_BYTES - len(ending.encode())
    stem = stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ")
    return (stem or "document") + ending


def _clean(part: str) -> str:
    kept = (
        "-" if character in '<>:"/\\|?*' else character
        for character in unicodedata.normalize("NFC", part)
        if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
    )
    return "".join(kept).strip(". ")


def clash(names: Iterable[str]) -> tuple[str, str] | None:
    """Two names that are one on a file system that ignores case, or None."""
    seen: dict[str, str] = {}
    for name in names:
        key = unicodedata.normalize("NFC", name).casefold()
        if key in seen:
            return seen[key], name
        seen[key] = name
    return None


# ---------------------------------------------------------------------------------------------------- folder and lock


@contextlib.contextmanager
def output_folder(folder: Path, names: Iterable[str], wait: float = WAIT) -> Iterator[Path]:
    """The folder made, checked and locked for this build alone; what a killed build left in it is removed.

    Raises OpsdocError, exit 3: the folder or one of the files cannot be written, or another build holds the folder.
    """
    _prepare(folder)
    with _locked(folder, wait):
        for name in (*names, MANIFEST):
            _check_target(folder / name)
        for stray in folder.glob(f".*{TEMPORARY}"):
            stray.unlink(missing_ok=True)
        yield folder


def _prepare(folder: Path) -> None:
    if folder.is_symlink():
        raise environment_error(f"{folder} is a symbolic link", "name the folder that it points to with --output-dir")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # Only trying tells: permission bits say nothing to root, on a read-only disk or on a share.
        handle, name = tempfile.mkstemp(prefix=".", suffix=TEMPORARY, dir=folder)
        os.close(handle)
        os.unlink(name)
    except (FileExistsError, NotADirectoryError):
        raise environment_error(f"{folder} is a file, a folder is needed", "choose another --output-dir") from None
    except OSError as problem:
        raise _unwritable(folder, problem) from None


def _check_target(path: Path) -> None:
    try:
        found = path.lstat()
    except FileNotFoundError:
        return
    except OSError as problem:
        raise _unwritable(path, problem) from None
    if stat.S_ISLNK(found.st_mode):
        raise environment_error(f"{path} is a symbolic link", "remove it; opsdoc does not write through links")
    if not stat.S_ISREG(found.st_mode):
        raise environment_error(f"{path} is not a file", "move it away, or choose another --output-dir")
    if not found.st_mode & 0o222:
        raise environment_error(f"{path} is read-only", "allow writing (chmod u+w), or choose another --output-dir")


def _unwritable(path: Path, problem: OSError) -> OpsdocError:
    help = "free some space" if problem.errno == 28 else "check its permissions, or choose another --output-dir"
    if platform.WINDOWS and isinstance(problem, PermissionError):
        help = "close it in other programs, or choose another --output-dir"
    return environment_error(f"cannot write {path}: {problem.strerror or problem}", help)


@contextlib.contextmanager
def _locked(folder: Path, wait: float) -> Iterator[None]:
    from filelock import FileLock, Timeout

    path = folder / LOCK
    lock = FileLock(path)
    try:
        lock.acquire(timeout=wait)
    except Timeout:
        raise environment_error(
            f"another build is writing to {folder}{_holder(path)}",
            "wait until it has ended, or use another --output-dir",
        ) from None
    except OSError as problem:
        raise _unwritable(path, problem) from None
    try:
        with contextlib.suppress(OSError):
            path.write_text(json.dumps({"pid": os.getpid(), "since": time.strftime("%Y-%m-%d %H:%M:%S")}), "utf-8")
        yield
    finally:
        # Removed while it is held: filelock takes no lock on a file that has lost its name, and tries again.
        if not platform.WINDOWS:
            with contextlib.suppress(OSError):
                path.unlink()
        lock.release()


def _holder(path: Path) -> str:
    try:
        holder = json.loads(path.read_text("utf-8"))
        return f" (process {int(holder['pid'])}, since {holder['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


# ---------------------------------------------------------------------------------------------------- files


@dataclass(slots=True)
class _Staged:
    path: Path
    temporary: Path


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Replace files one by one, after all of them lie complete beside their places.

    Whatever happens, a file is the old one or the new one. Raises OpsdocError, exit 3.
    """
    staged: list[_Staged] = []
    path = folder
    try:
        for name, data in files.items():
            path = folder / name
            staged.append(_Staged(path, _stage(path, data)))
        for item in staged:
            path = item.path
            _check_target(path)
            os.replace(item.temporary, path)
        path = folder
        platform.sync_folder(folder)
    except OSError as problem:
        raise _unwritable(path, problem) from None
    finally:
        for item in staged:
            item.temporary.unlink(missing_ok=True)


def _stage(path: Path, data: bytes) -> Path:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=TEMPORARY, dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if not platform.WINDOWS:
                os.fchmod(file.fileno(), _mode(path))
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _mode(path: Path) -> int:
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def file_digest(path: Path) -> str:
    """The SHA-256 of a file, or "" when it cannot be read, is no regular file (a pipe or a device has no end), or has
    more than 1 GB (the kernel's files claim any size)."""
    digest = hashlib.sha256()
    left = 1_000_000_000
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return ""
            while left > 0 and (chunk := file.read(1 << 20)):
                digest.update(chunk)
                left -= len(chunk)
    except (OSError, ValueError):
        return ""
    return digest.hexdigest() if left > 0 else ""


# ---------------------------------------------------------------------------------------------------- manifest


@dataclass(frozen=True, slots=True)
class Manifest:
    """`manifest.json`: what each file of the folder was made from.

    `files`: name → record; a record's `inputs` names an entry of `inputs`, a mapping of paths to SHA-256.
    """

    files: Mapping[str, Mapping[str, Any]]
    inputs: Mapping[str, Mapping[str, str]]

    def with_files(self, files: Mapping[str, Mapping[str, Any]], inputs: Mapping[str, Mapping[str, str]]) -> Manifest:
        """Records of this build over the earlier ones; lists of inputs that no file names any more are dropped."""
        merged = {**self.files, **files}
        named = {record.get("inputs") for record in merged.values()}
        return Manifest(merged, {key: value for key, value in {**self.inputs, **inputs}.items() if key in named})

    def as_bytes(self) -> bytes:
        """Sorted JSON: the same content gives the same bytes."""
        data = {"manifest_version": MANIFEST_VERSION, "files": self.files, "inputs": self.inputs}
        return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def read_manifest(folder: Path) -> Manifest:
    """The folder's manifest; an empty one when there is none or it cannot be read. Files that are gone are left out."""
    try:
        data = json.loads((folder / MANIFEST).read_text("utf-8"))
        if data["manifest_version"] != MANIFEST_VERSION:
            return Manifest({}, {})
        files = {str(name): dict(record) for name, record in data["files"].items()}
        inputs = {str(key): dict(value) for key, value in data["inputs"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest({}, {})
    return Manifest({name: record for name, record in files.items() if (folder / name).is_file()}, inputs)


def refuse_clashes(names: Iterable[str]) -> None:
    """Raise OpsdocError (exit 2) when two outputs would be one file."""
    found = clash(names)
    if found:
        raise OpsdocError([error("usage", f"two outputs would share one file: {found[0]} and {found[1]}")], 2)
