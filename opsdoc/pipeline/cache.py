"""Small JSON files in the cache folder, each with its own checksum: a damaged one counts as missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from opsdoc.pipeline.inputs import digest
from opsdoc.resources import cache_folder

# Entries of a kind; beyond that the older half goes.
MOST = 400


def cached(kind: str, key: str) -> Any:
    """What was kept under a key, or None."""
    try:
        held = json.loads(_path(kind, key).read_text("utf-8"))
        return held["data"] if held["sha256"] == digest(held["data"]) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(kind: str, key: str, data: Any) -> None:
    """Keep plain data under a key. A cache that cannot be written is no reason to stop."""
    import os
    import tempfile

    path = _path(kind, key)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"sha256": digest(data), "data": data}, file, ensure_ascii=False)
        os.replace(name, path)
        _prune(path.parent)
    except OSError:
        return


def _prune(folder: Path) -> None:
    held = list(folder.iterdir())
    if len(held) > MOST:
        for path in sorted(held, key=lambda path: path.stat().st_mtime)[: MOST // 2]:
            path.unlink(missing_ok=True)


def _path(kind: str, key: str) -> Path:
    return cache_folder() / kind / f"{key}.json"
