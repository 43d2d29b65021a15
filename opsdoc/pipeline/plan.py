"""From a request to jobs: which document, variant, language and formats, under which names, in which folder."""

from __future__ import annotations

import os
import typing
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from opsdoc.diagnostics import OpsdocError, Source, error, suggest, usage_error
from opsdoc.pipeline.comparison import check_compared, presented
from opsdoc.pipeline.copies import copies
from opsdoc.pipeline.request import DOCX_DIAGRAMS, LANGUAGES, PAPERS, FileResult, Request
from opsdoc.render import RENDERERS
from opsdoc.write import file_name, refuse_clashes

if TYPE_CHECKING:
    from opsdoc.content.load import EngagementContent, Workspace
    from opsdoc.content.models import DocumentRecord

_WORKSPACE_FILE = "opsdoc.yaml"


@dataclass(frozen=True, slots=True)
class Job:
    """One document in one variant and language. `files`: format → file name; `epoch`: the date that its files carry."""

    record: DocumentRecord
    variant: str
    lang: str
    files: Mapping[str, str]
    theme: str
    epoch: int
    copy: int = 0  # of a controlled document

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells this job from the others of its run."""
        return self.record.id, self.variant, self.lang + f" {self.copy:02d}" * bool(self.copy)

    def file(self, format: str, folder: Path) -> FileResult:
        """A file of this job, before it is made."""
        return FileResult(folder / self.files[format], self.record.id, self.variant, self.lang, format, "planned")

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats to make, in the order of rendering."""
        return tuple(self.files)


def workspace_root(given: Path | None) -> Path:
    """The workspace: the folder given, else the nearest at or above the current one that holds opsdoc.yaml."""
    if given is not None:
        root = given.absolute()
        if not (root / _WORKSPACE_FILE).is_file():
            what = "is no workspace (it has no opsdoc.yaml)" if root.is_dir() else "is not there"
            what = "is a file, a folder is needed" if root.is_file() else what
            raise usage_error(f"{given} {what}", f"`opsdoc init {given}` makes a workspace")
        return root
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / _WORKSPACE_FILE).is_file():
            return folder
    raise usage_error(
        "no workspace here: no opsdoc.yaml in this folder or above it",
        "`opsdoc init DIR` makes one; or name one with --workspace",
    )


def _readable(path: Path) -> None:
    """Raise a usage error for a file that another program holds, or that is somebody else's."""
    try:
        with path.open("rb"):
            pass
    except OSError as problem:
        why = problem.strerror or "no access"
        raise usage_error(f"{path} cannot be read ({why})", "close it in Word, or see who may read it") from None


def check_words(request: Request) -> Request:
    """The request with its formats in the order of rendering. Raises a usage error for what needs no content to be
    seen as wrong."""
    for what, given, known in (
        ("language", request.langs, LANGUAGES),
        ("format", request.formats, tuple(RENDERERS)),
        ("paper", _some(request.paper), PAPERS),
        ("way to draw diagrams", _some(request.docx_diagrams), DOCX_DIAGRAMS),
    ):
        for word in given:
            known_or_usage(what, word, known)
    if request.variants and request.all_variants:
        raise usage_error("--variant and --all-variants exclude each other", "leave one of them out")
    if request.reference_doc is not None and not request.reference_doc.is_file():
        what = "is a folder" if request.reference_doc.is_dir() else "is not there"
        raise usage_error(f"{request.reference_doc} {what}", "name a .docx file")
    if request.reference_doc is not None:
        _readable(request.reference_doc)
    if request.brand is not None and not request.brand.is_file():
        what = "is a folder" if request.brand.is_dir() else "is not there"
        raise usage_error(f"{request.brand} {what}", "name a brand.yml")
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    # Until the year 9999: no format knows later dates.
    if epoch and not (epoch.isascii() and epoch.isdigit() and int(epoch[:12]) < 253_370_764_800 and len(epoch) < 13):
        raise usage_error(f'SOURCE_DATE_EPOCH is "{epoch}"', "it is a number of seconds since 1970")
    return replace(request, formats=tuple(name for name in RENDERERS if name in request.formats))


def known_or_usage(what: str, name: str, known: Iterable[str]) -> None:
    """Raise a usage error with a suggestion when a name is not among those known."""
    if name not in known:
        raise usage_error(f'no {what} "{name}"', suggest(name, known))


def _some(word: str) -> tuple[str, ...]:
    return (word,) if word else ()


def engagement_ids(*places: Path) -> list[str]:
    """Engagements of the workspace, of the package, or of both."""
    folders = [place / "content" / "engagements" for place in places]
    return sorted({path.parent.name for folder in folders for path in folder.glob("*/engagement.yaml")})


def engagement_id(given: str, root: Path, base: Path) -> str:
    """The engagement asked for, else the one of opsdoc.yaml, else the only one of the workspace itself, else the only
    one there is."""
    known = engagement_ids(root, base)
    chosen = given or _configured_engagement(root)
    if chosen:
        known_or_usage("engagement", chosen, known)
        return chosen
    if not known:
        raise usage_error(
            "the workspace has no engagement",
            "add content/engagements/<id>/engagement.yaml, or start with `opsdoc init DIR`",
        )
    own = engagement_ids(root)
    if len(own) == 1:
        return own[0]
    if len(known) > 1:
        raise usage_error("which engagement?", f"name one with --engagement, or in opsdoc.yaml: {', '.join(known)}")
    return known[0]


def _configured_engagement(root: Path) -> str:
    # Only this word is needed so early; what else is in the file, and wrong with it, `load` says.
    from opsdoc.content import yamlfile
    from opsdoc.diagnostics import Log

    try:
        text = (root / _WORKSPACE_FILE).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return ""
    parsed = yamlfile.parse(text, _WORKSPACE_FILE, Log())
    data = parsed.data if parsed else None
    value = data.get("engagement") if isinstance(data, dict) else None
    return value if isinstance(value, str) else ""


def output_path(request: Request, root: Path, engagement: str) -> Path:
    """Where the files go: --output-dir, else output/<engagement>/ of the workspace."""
    return request.output_dir.absolute() if request.output_dir else root / "output" / engagement


def plan(request: Request, workspace: Workspace, engagement: str) -> list[Job]:
    """The jobs of a request in its order. Raises a usage error for every name that is not there."""
    from opsdoc.content.models import Status

    content = workspace.engagements[engagement]
    if not request.documents:
        raise usage_error("which document?", f"choose from: {', '.join(sorted(content.documents))}")
    for id_ in request.documents:
        known_or_usage("document", id_, content.documents)
    variants = {**workspace.library.variants, **content.layer.variants}
    for id_ in request.variants:
        known_or_usage("variant", id_, variants)
    check_compared(request.compared, content, workspace)
    if request.audience:
        known_or_usage("audience", request.audience, content.record.audiences)
    if request.status:
        known_or_usage("status", request.status, typing.get_args(Status))
    jobs = []
    for id_ in dict.fromkeys(request.documents):
        record = content.documents[id_]
        if request.status:
            record = record.model_copy(update={"status": request.status})
        for variant in _variants(request, record, workspace, content, variants):
            for lang in _stated(request.langs, record, "languages", workspace):
                formats = _stated(request.formats, record, "formats", workspace)
                about = "+".join(request.compared) or variant
                parts = (id_, about, lang, "body") if request.body_only else (id_, about, lang)
                for copy in copies(request.copies, record):
                    files = {
                        name: file_name(*parts, f"copy-{copy:02d}" * bool(copy), _bleed(request, name), name)
                        for name in RENDERERS
                        if name in formats
                    }
                    theme = _theme(request, record, workspace)
                    jobs.append(Job(record, variant, lang, files, theme, _epoch(record), copy))
    refuse_clashes(name for job in jobs for name in job.files.values())
    return jobs


def _bleed(request: Request, format: str) -> str:
    """What tells the file for the printing house from the one for screens and desks."""
    return "bleed" if request.bleed and format == "pdf" else ""


def _variants(
    request: Request,
    record: DocumentRecord,
    workspace: Workspace,
    content: EngagementContent,
    known: Iterable[str],
) -> tuple[str, ...]:
    if request.variants:
        return tuple(dict.fromkeys(request.variants))
    if request.compared:
        return (presented(request.compared, content.record.recommended_variant),)
    if request.all_variants:
        return (record.variants if len(record.variants) > 1 else content.record.variants) or tuple(known)
    named = (
        (record.variants[0] if record.variants else "", record.at("variants")),
        (workspace.config.variant, Source(_WORKSPACE_FILE)),
        (content.record.recommended_variant, content.record.at("recommended_variant")),
    )
    chosen, place = next((name, place) for name, place in named if name)
    if chosen not in known:
        raise OpsdocError([error("G01", f'no variant "{chosen}"', place, help=suggest(chosen, known))])
    return (chosen,)


def _stated(given: tuple[str, ...], record: DocumentRecord, field: str, workspace: Workspace) -> tuple[str, ...]:
    """The request's, else what the record says, else what opsdoc.yaml says, else the packaged default."""
    own: tuple[str, ...] = getattr(record, field)
    if given or field in record.model_fields_set:
        return given or own
    configured: tuple[str, ...] = getattr(workspace.config, field)
    return configured or own


def _theme(request: Request, record: DocumentRecord, workspace: Workspace) -> str:
    """The theme asked for, else the record's, else that of opsdoc.yaml, else that of the kind of document."""
    from opsdoc.document.outline import default_theme

    named = request.theme or record.theme or workspace.config.theme
    return named or default_theme(record.kind, workspace.templates) or "consulting"


def _epoch(record: DocumentRecord) -> int:
    given = os.environ.get("SOURCE_DATE_EPOCH")
    day = record.date
    return int(given) if given else int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
