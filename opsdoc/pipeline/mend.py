"""What `opsdoc check --fix` mends in the files of a workspace, seen before it is written."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from opsdoc.content.mending import Mended, mend
from opsdoc.diagnostics import Log, OpsdocError, Source
from opsdoc.document.labels import forget_labels, missing_labels
from opsdoc.pipeline.plan import workspace_root
from opsdoc.resources import data_folder
from opsdoc.write import write_files

# A file that is larger has been made by a program.
_LIMIT = 5_000_000


@dataclass(frozen=True, slots=True)
class Mending:
    """A file of the workspace with its slips mended: `path`, the bytes read, the text before and after, and what was
    mended."""

    name: str
    path: Path
    data: bytes
    before: str
    after: str
    what: tuple[str, ...]

    def diff(self) -> list[str]:
        """The lines of a unified diff; empty where only bytes change (line ends, a byte order mark)."""
        old, new = self.before.splitlines(), self.after.splitlines()
        if old == new:
            return []
        return list(difflib.unified_diff(old, new, self.name, self.name, lineterm="", n=1))


def mendings(given: Path | None, log: Log) -> list[Mending]:
    """What can be mended in the workspace's own content and labels; a file whose meaning would change is left alone and
    warned of."""
    root = workspace_root(given)
    out = []
    for path, kind in _files(root):
        name = path.relative_to(root).as_posix()
        try:
            if path.is_symlink() or (path.exists() and path.stat().st_size > _LIMIT):
                continue
            data = path.read_bytes()
        except FileNotFoundError:
            data = b""
        except OSError:
            # Reading says what is wrong with it.
            continue
        found = _with_labels(mend(data, name, kind), data, path, root)
        if found is None:
            continue
        if found.safe:
            out.append(Mending(name, path, data, found.before, found.after, found.what))
        else:
            message = f"not mended ({', '.join(found.what)}): the text would then be read in another way"
            log.warning("file", message, Source(name), help="mend it by hand")
    return out


def write(found: Sequence[Mending], log: Log) -> list[Mending]:
    """Write what was mended, each file whole or not at all; those written are returned. A file that cannot be written
    is an error of the log, one that somebody has changed meanwhile a warning."""
    done = []
    for item in found:
        place = Source(item.name)
        try:
            now = item.path.read_bytes() if item.path.exists() else b""
            if now != item.data:
                log.warning(
                    "file", "not mended: it was changed meanwhile", place, help="run `opsdoc check --fix` again"
                )
                continue
            write_files(item.path.parent, {item.path.name: item.after.encode()})
        except (OSError, OpsdocError):
            message = "not mended: the file or its folder cannot be written"
            log.error("environment", message, place, help="allow writing (chmod u+w)")
            continue
        done.append(item)
    forget_labels()
    return done


def _files(root: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted((root / "content").rglob("*")):
        if path.suffix in (".md", ".yaml", ".csv") and path.is_file() and not path.name.startswith("."):
            chinese = path.suffix == ".md" and (path.stem == "zh" or path.stem.endswith(".zh"))
            yield path, path.suffix[1:] + ("-zh" if chinese else "")
    labels = root / "templates" / "labels"
    for language in ("zh", "en") if labels.is_dir() else ():
        yield labels / f"{language}.yaml", "yaml-zh" if language == "zh" else "yaml"


def _with_labels(found: Mended | None, data: bytes, path: Path, root: Path) -> Mended | None:
    """A labels file with the entries that only the other language has, marked as open."""
    if path.parent != root / "templates" / "labels":
        return found
    missing = missing_labels(path, data_folder("templates"))
    if not missing:
        return found
    text = found.after if found else data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    added = "".join(f"{key}: {_quoted(f'TBD {value}')}\n" for key, value in missing.items())
    before = found.before if found else text
    after = (text if text.endswith("\n") or not text else f"{text}\n") + added
    return Mended(before, after, (*(found.what if found else ()), "missing labels"), found is None or found.safe)


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
