"""What a build is made from, as SHA-256: content and templates, the request, the program and what it stands on."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from opsdoc import __version__, platform
from opsdoc.content.files import readable
from opsdoc.pipeline.request import Request
from opsdoc.write import file_digest

_NEIGHBOURS = re.compile(r"content/engagements/[^/]+/(?:engagement|documents/[^/]+)\.yaml$")
_PACKAGE = Path(__file__).resolve().parents[1]
# Fields of a request that change what happens around the files, not the files.
_AROUND = {"workspace", "jobs", "force", "dry_run", "strict", "lock_wait", "output_dir", "reference_doc", "brand"}


def snapshot(root: Path, base: Path) -> dict[str, str]:
    """Every file that a build of the workspace may read → its SHA-256, by the name that authors know it by."""
    out: dict[str, str] = {}
    config = root / "opsdoc.yaml"
    if config.is_file():
        out["opsdoc.yaml"] = file_digest(config)
    for folder, prefix in ((root, ""), *(((base, "opsdoc:"),) if base != root else ())):
        for top in ("content", "templates", "fonts"):
            for path in _files(folder / top):
                out[prefix + readable(path.relative_to(folder).as_posix())] = file_digest(path)
    return dict(sorted(out.items()))


def of_engagement(inputs: Mapping[str, str], engagement: str) -> dict[str, str]:
    """The inputs without other engagements' files, but for those that say whose they are and what documents they have:
    no document may bear another client's name or another's number."""
    own = f"content/engagements/{engagement}/"
    return {
        name: digest
        for name, digest in inputs.items()
        if "content/engagements/" not in name
        or name.removeprefix("opsdoc:").startswith(own)
        or _NEIGHBOURS.search(name)
    }


def _files(folder: Path) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "__pycache__")
        for name in names:
            path = Path(place, name)
            if not name.startswith(".") and path.is_file():
                yield path


@cache
def versions() -> dict[str, str]:
    """Versions of all that shapes a page: opsdoc, the packages and native libraries under it."""
    native = {name: version for name, version in platform.native_versions().items() if version not in ("", "?")}
    return {"opsdoc": __version__, **platform.package_versions(), **native}


@cache
def program() -> str:
    """A digest of the program itself: its sources, its fonts and the versions of what it stands on."""
    # Sources and not the version alone, so that whoever changes a renderer sees the change.
    sources = {
        str(path.relative_to(_PACKAGE)): file_digest(path)
        for path in _files(_PACKAGE)
        if path.suffix == ".py" or path.name == "fonts.json"
    }
    return digest([sorted(sources.items()), versions()])


def of_request(request: Request) -> dict[str, Any]:
    """The request as plain data, with the content of the files that it names instead of their paths."""
    data: dict[str, Any] = {f.name: getattr(request, f.name) for f in fields(request) if f.name not in _AROUND}
    data["reference_doc"] = file_digest(request.reference_doc) if request.reference_doc else ""
    data["brand"] = file_digest(request.brand) if request.brand and request.brand.is_file() else ""
    data["params"] = {key: repr(value) for key, value in sorted(request.params.items())}
    # Rules know what day it is: a waiver ends, a review falls due.
    data["day"] = os.environ.get("SOURCE_DATE_EPOCH") or date.today().isoformat()
    return data


def digest(data: Any) -> str:
    """The SHA-256 of plain data."""
    return hashlib.sha256(
        json.dumps(data, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    ).hexdigest()
