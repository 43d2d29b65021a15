"""One document in one language: its tree, what of it is up to date, its rendering, its files and their records."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opsdoc.diagnostics import Diagnostic, Log, OpsdocError, error
from opsdoc.pipeline.bodyonly import bare, body, metadata, metadata_kept, metadata_name
from opsdoc.pipeline.copies import numbered
from opsdoc.pipeline.inputs import digest, program, versions
from opsdoc.pipeline.look import Look, look
from opsdoc.pipeline.plan import Job
from opsdoc.pipeline.request import FileResult, Request
from opsdoc.pipeline.trees import Trees
from opsdoc.pipeline.unchanged import diagnostic_of, fields_of
from opsdoc.render.artifact import Artifact, RenderContext
from opsdoc.render.pool import Made, Pool, RenderFailed, Task
from opsdoc.write import MANIFEST, file_digest, read_manifest, write_files

if TYPE_CHECKING:
    from opsdoc.content.load import Workspace
    from opsdoc.document.tree import Document

Finished = Callable[[FileResult], None]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A job with its tree. `key` is a digest of all that decides the bytes of its files; `images` → SHA-256."""

    job: Job
    document: Document | None
    context: RenderContext | None
    log: Log
    key: str = ""
    images: Mapping[str, str] = field(default_factory=dict)
    exit_code: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found while a job was done; an exit code other than 0 says that it failed and nothing was written."""

    diagnostics: Sequence[Diagnostic]
    exit_code: int = 0
    traces: tuple[str, ...] = ()


class Station:
    """Prepares jobs in one thread and finishes them in others; the manifest is written by one of them at a time."""

    def __init__(
        self,
        request: Request,
        workspace: Workspace,
        engagement: str,
        folder: Path,
        inputs: Mapping[str, str],
        pool: Pool,
    ) -> None:
        self.request = request
        self.workspace = workspace
        self.engagement = engagement
        self.folder = folder
        self.inputs = inputs
        self.pool = pool
        self.trees = Trees(workspace, engagement, request)
        self.reference = request.reference_doc.read_bytes() if request.reference_doc else None
        self._manifest = read_manifest(folder)
        self._writing = threading.Lock()
        self._looks: dict[str, Look] = {}

    def prepare(self, job: Job, annexed: Iterable[Diagnostic] = ()) -> Prepared:
        """The job's tree and context, and the key that says whether its files must be made anew; with an annex of
        findings, if the request wants one."""
        try:
            document, log = self.trees.of(job, annexed)
            if document is None:
                return Prepared(job, None, None, log, exit_code=1)
            document = numbered(document, job.copy)
            own = self._look(job.theme)
            log.extend(own.findings)
            theme = own.theme
            if self.request.body_only:
                document, theme = body(document), bare(theme)
            context = RenderContext(
                theme=theme,
                logos=None if self.request.body_only else own.logos,
                workspace=self.workspace.root,
                epoch=job.epoch,
                docx_diagrams=self.request.docx_diagrams or "canvas",  # type: ignore[arg-type]
                refresh_fields=self.request.refresh_fields,
                reference_doc=self.reference,
                bleed=self.request.bleed,
                attach_data=self.request.attach_data,
            )
        except OpsdocError as problem:
            return Prepared(job, None, None, Log(problem.diagnostics), exit_code=problem.exit_code)
        images = {**self._images(document), **own.files}
        key = self._key(document, context, images)
        if self.request.body_only:
            # The body does not hold what the metadata do.
            key = digest([key, metadata(document, job.record, job.variant, job.files).decode()])
        return Prepared(job, document, context, log, key, images)

    def finish(self, prepared: Prepared, verdict: Future[Log], finished: Finished) -> Outcome:
        """Render what is not up to date, and write it when the verdict of the rules allows it. Never raises for what is
        wrong with the document."""
        job, log = prepared.job, Log(list(prepared.log))
        if prepared.document is None or prepared.context is None:
            log.extend(verdict.result())
            return Outcome(list(log), prepared.exit_code)
        stale = [name for name in job.formats if self.request.force or not self._up_to_date(job, name, prepared.key)]
        fresh = [name for name in job.formats if name not in stale]
        try:
            # Rules are judged while pages are drawn; only writing has to wait for both.
            made = self._rendered(prepared, stale) if stale else []
            found = self._named([warning for item in made for warning in item.artifact.warnings], job)
            log.extend(verdict.result())
            if log.errors:
                return Outcome(list(log), 1)
            if made:
                with self._writing:
                    files = {job.files[m.artifact.format]: m.artifact.data for m in made}
                    if self.request.body_only:
                        files[metadata_name(job.files)] = metadata(
                            prepared.document, job.record, job.variant, job.files
                        )
                    write_files(self.folder, files)
                    self._record(prepared, made, [*log.warnings, *found])
        except RenderFailed as problem:
            traces = (problem.trace,) if problem.trace else ()
            return Outcome([*log, *self._named(problem.diagnostics, job)], problem.exit_code, traces)
        except OpsdocError as problem:
            return Outcome([*log, *problem.diagnostics], problem.exit_code)
        for name in fresh:
            record = self._manifest.files[job.files[name]]
            log.extend(diagnostic_of(item) for item in record["warnings"])
            finished(self._result(job, name, "unchanged", int(record["pages"])))
        log.extend(found)
        for item in made:
            done = self._result(job, item.artifact.format, "built", item.artifact.pages)
            finished(replace(done, seconds=item.seconds))
        return Outcome(list(log))

    # ------------------------------------------------------------------------------------------------

    def _rendered(self, prepared: Prepared, formats: Sequence[str]) -> list[Made]:
        assert prepared.document is not None
        assert prepared.context is not None
        limits = self.workspace.config.limits
        made: list[Made] = []
        self.pool.render(Task(prepared.document, prepared.context, tuple(formats), limits.seconds), made.append)
        for item in made:
            self._check_size(item.artifact, limits.output_mb)
        return made

    def _check_size(self, artifact: Artifact, limit_mb: int) -> None:
        size = len(artifact.data) / 1_000_000
        if size > limit_mb:
            message = f"the {artifact.format} would have {size:.0f} MB, more than {limit_mb} MB (limit `output_mb`)"
            found = error("limit", message, help="use smaller images, or raise the limit in opsdoc.yaml")
            raise RenderFailed([found], 4)

    def _named(self, diagnostics: Sequence[Diagnostic], job: Job) -> list[Diagnostic]:
        """Findings without a place, with the document that they are about."""
        name = f"{job.record.id} · {job.variant} · {job.lang}"
        return [d if d.source else replace(d, message=f"{name}: {d.message}") for d in diagnostics]

    def _result(self, job: Job, name: str, state: Any, pages: int) -> FileResult:
        return replace(job.file(name, self.folder), state=state, pages=pages)

    # ------------------------------------------------------------------------------------------------ up to date

    def _look(self, name: str) -> Look:
        if name not in self._looks:
            self._looks[name] = look(name, self.request, self.workspace, self.engagement)
        return self._looks[name]

    def _images(self, document: Document) -> dict[str, str]:
        from opsdoc.document.tree import Figure, query

        names = {figure.image for figure in query(document.blocks, Figure) if figure.image}
        return {name: file_digest(self.workspace.root / name) for name in sorted(names)}

    def _key(self, document: Document, context: RenderContext, images: Mapping[str, str]) -> str:
        # The tree's repr holds every value in it, and nothing that differs between two runs.
        places = "templates/themes/", "fonts/"
        theme = {name: sha for name, sha in self.inputs.items() if any(place in name for place in places)}
        reference = hashlib.sha256(self.reference or b"").hexdigest()
        rest = [
            theme,
            images,
            reference,
            context.epoch,
            context.docx_diagrams,
            context.refresh_fields,
            context.bleed,
            context.attach_data,
        ]
        tree = hashlib.sha256(repr((document, context.theme)).encode("utf-8", "surrogatepass")).hexdigest()
        return digest([program(), tree, rest])

    def _up_to_date(self, job: Job, name: str, key: str) -> bool:
        record = self._manifest.files.get(job.files[name])
        if not record or record.get("key") != key:
            return False
        if self.request.body_only and not metadata_kept(record, self.folder):
            return False
        return bool(record.get("sha256") == file_digest(self.folder / job.files[name]))

    def _record(self, prepared: Prepared, made: Sequence[Made], found: Sequence[Diagnostic]) -> None:
        """The manifest with this job's files, on the disk after them."""
        job = prepared.job
        inputs = dict(sorted({**self.inputs, **prepared.images}.items()))
        named = digest(inputs)
        beside = {}
        if self.request.body_only:
            name = metadata_name(job.files)
            beside = {"metadata": {name: file_digest(self.folder / name)}}
        records = {
            job.files[item.artifact.format]: {
                "document": job.record.id,
                "variant": job.variant,
                "lang": job.lang,
                "format": item.artifact.format,
                "pages": item.artifact.pages,
                "bytes": len(item.artifact.data),
                "sha256": hashlib.sha256(item.artifact.data).hexdigest(),
                "inputs": named,
                "key": prepared.key,
                "qa_annex": self.request.qa_annex,
                "warnings": [fields_of(d) for d in found],
                "versions": versions(),
                **beside,
            }
            for item in made
        }
        self._manifest = self._manifest.with_files(records, {named: inputs})
        write_files(self.folder, {MANIFEST: self._manifest.as_bytes()})
