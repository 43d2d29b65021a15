"""The fixed words of a language: `templates/labels/<lang>.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from opsdoc.content import yamlfile
from opsdoc.diagnostics import Log, OpsdocError, Source, error
from opsdoc.resources import data_folder


class Labels(dict[str, str]):
    """Words by key; a key that is not there is an error that names it."""

    def __missing__(self, key: str) -> str:
        raise OpsdocError(
            [error("labels", f'no label "{key}"', Source("templates/labels"), help="add it to every labels file")], 1
        )


def load_labels(folders: Sequence[Path], lang: str) -> Labels:
    """Labels of a language; the first folder (the workspace's) wins key by key."""
    out = Labels()
    for folder in reversed(folders):
        out.update(_read(folder / "labels" / f"{lang}.yaml"))
    return out


def missing_labels(path: Path, packaged: Path) -> dict[str, str]:
    """Labels of a workspace that the file of the other language beside this one has, and this language has nowhere:
    key → the other language's words."""
    other = path.with_name("en.yaml" if path.stem == "zh" else "zh.yaml")
    try:
        theirs, ours = _read(other), {**_read(packaged / "labels" / path.name), **_read(path)}
    except OpsdocError:
        return {}
    return {key: value for key, value in theirs.items() if key not in ours}


@lru_cache(maxsize=1)
def sentences() -> Mapping[str, Mapping[str, str]]:
    """What findings say in Chinese, by what they say in English: `templates/labels/findings.zh.yaml`, part by part."""
    log = Log()
    name = "templates/labels/findings.zh.yaml"
    text = (data_folder("templates") / "labels" / "findings.zh.yaml").read_text("utf-8")
    parsed = yamlfile.parse(text, name, log)
    log.raise_if_errors()
    parts = parsed.data if parsed else {}
    return {part: {str(key): str(value) for key, value in pairs.items()} for part, pairs in parts.items()}


def forget_labels() -> None:
    """Have files that were changed meanwhile read again."""
    _read.cache_clear()


@lru_cache(maxsize=16)
def _read(path: Path) -> Mapping[str, str]:
    if not path.is_file():
        return {}
    log = Log()
    name = f"templates/labels/{path.name}"
    try:
        parsed = yamlfile.parse(path.read_text("utf-8-sig"), name, log)
    except (OSError, UnicodeDecodeError) as problem:
        log.error("file", f"cannot read {name}: {problem}", Source(name), help="the file must be UTF-8")
        parsed = None
    log.raise_if_errors()
    if parsed is None or not isinstance(parsed.data, dict):
        return {}
    return {key: str(value) for key, value in parsed.data.items()}
