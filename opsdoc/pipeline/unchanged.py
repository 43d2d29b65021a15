"""A run that would repeat an earlier one: nothing is read but hashes, nothing is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from opsdoc.diagnostics import Diagnostic, Severity, Source
from opsdoc.pipeline.bodyonly import metadata_kept
from opsdoc.pipeline.cache import cached, keep
from opsdoc.pipeline.inputs import digest, of_engagement, of_request, program
from opsdoc.pipeline.request import FileResult, Request, Result
from opsdoc.write import file_digest, read_manifest


def whole_run(request: Request, root: Path, inputs: Mapping[str, str]) -> Result | None:
    """The earlier result, when the same request met the same inputs and its files are as it left them."""
    held = cached("runs", _key(request, root))
    try:
        if held is None or held["inputs"] != digest([of_engagement(inputs, held["engagement"]), program()]):
            return None
        if any(file_digest(root / name) != sha for name, sha in held["images"].items()):
            return None
        folder = Path(held["folder"])
        records = read_manifest(folder).files
        files = []
        for item in held["files"]:
            record = records[item["name"]]
            path = folder / item["name"]
            if path.is_symlink() or record["sha256"] != item["sha256"] or file_digest(path) != item["sha256"]:
                return None
            if request.body_only and not metadata_kept(record, folder):
                return None
            document, variant, lang, format = (record[name] for name in ("document", "variant", "lang", "format"))
            files.append(FileResult(path, document, variant, lang, format, "unchanged", record["pages"]))
        found = tuple(diagnostic_of(item) for item in held["diagnostics"])
        warned = any(item.severity is Severity.WARNING for item in found)
    except (KeyError, TypeError, ValueError):
        return None
    return Result(folder, tuple(files), found, exit_code=1 if request.strict and warned else 0)


def remember(
    request: Request, root: Path, engagement: str, inputs: Mapping[str, str], images: Mapping[str, str], result: Result
) -> None:
    """Keep what a run without failures was made from."""
    if any(file.state == "failed" for file in result.files):
        return
    records = read_manifest(result.folder).files
    data: dict[str, Any] = {
        "engagement": engagement,
        "folder": str(result.folder),
        "inputs": digest([dict(inputs), program()]),
        "images": dict(images),
        "files": [{"name": f.path.name, "sha256": records[f.path.name]["sha256"]} for f in result.files],
        "diagnostics": [fields_of(d) for d in result.diagnostics],
    }
    keep("runs", _key(request, root), data)


def _key(request: Request, root: Path) -> str:
    folder = str(request.output_dir.absolute()) if request.output_dir else ""
    return digest([str(root), folder, of_request(request)])


def fields_of(diagnostic: Diagnostic) -> dict[str, object]:
    """A finding as plain data, whole."""
    return {**diagnostic.as_dict(), "excerpt": diagnostic.excerpt, "note": diagnostic.note}


def diagnostic_of(data: Mapping[str, Any]) -> Diagnostic:
    """The finding of plain data."""
    place = Source(data["file"], data["line"], data["column"]) if data["file"] else None
    severity = Severity(data["severity"])
    return Diagnostic(severity, data["code"], data["message"], place, data["help"], data["excerpt"], data["note"])
