"""A request carried out: load → select → compose → refine → pair → render → write, with all findings collected."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from opsdoc import platform
from opsdoc.diagnostics import Diagnostic, Log, OpsdocError
from opsdoc.pipeline import unchanged
from opsdoc.pipeline.inputs import of_engagement, snapshot
from opsdoc.pipeline.plan import Job, check_words, engagement_id, output_path, plan, workspace_root
from opsdoc.pipeline.request import Event, FileResult, Progress, Request, Result
from opsdoc.resources import data_folder

if TYPE_CHECKING:
    from opsdoc.content.load import Workspace
    from opsdoc.render.pool import Pool


def build(request: Request, progress: Progress | None = None) -> Result:
    """Carry out a request. What is wrong with single documents is in the result, whose other documents are made;
    what stops everything (a wrong name, content that cannot be read, a folder that cannot be written) is raised as
    OpsdocError before anything is written."""
    started = time.monotonic()
    tell = progress or (lambda event: None)
    request = check_words(request)
    root, base = workspace_root(request.workspace), data_folder("content").parent
    inputs = snapshot(root, base)
    if not request.force and not request.dry_run:
        known = unchanged.whole_run(request, root, inputs)
        if known is not None:
            for number, file in enumerate(known.files, 1):
                tell(Event(len(known.files), number, file))
            return replace(known, seconds=time.monotonic() - started)
    with ExitStack() as stack:
        pool = None
        if not request.dry_run:
            from opsdoc.render.pool import Pool

            # The child imports what draws pages while this process reads and composes.
            pool = stack.enter_context(Pool(request.formats or ("pdf", "docx")))
            pool.start()
        tell(Event(0, stage="reading"))
        engagement = engagement_id(request.engagement, root, base)
        workspace, log = read_workspace(root, base, engagement)
        jobs = plan(request, workspace, engagement)
        folder = output_path(request, root, engagement)
        names = [name for job in jobs for name in job.files.values()]
        if pool is None:
            return _planned(jobs, folder, log, started)
        from opsdoc.write import output_folder

        stack.enter_context(output_folder(folder, names, request.lock_wait))
        limits = workspace.config.limits
        pool.set_limits(limits.seconds, limits.memory_mb)
        run = _Run(request, workspace, engagement, folder, jobs, of_engagement(inputs, engagement), pool, tell, log)
        run.all_jobs()
        result = run.result(time.monotonic() - started)
    unchanged.remember(request, root, engagement, run.inputs, run.images, result)
    return result


def read_workspace(root: Path, base: Path, engagement: str) -> tuple[Workspace, Log]:
    """The workspace with one engagement, and the warnings of reading it. Raises OpsdocError with every error found."""
    from opsdoc.content.load import load

    log = Log()
    workspace = load(root, base, log, [engagement])
    older = [d for d in log.errors if d.code == "workspace"]
    if older:
        # What else is wrong follows from the version.
        raise OpsdocError(older, 3)
    log.raise_if_errors()
    return workspace, log


def _planned(jobs: Sequence[Job], folder: Path, log: Log, started: float) -> Result:
    files = [_file(job, name, folder) for job in jobs for name in job.formats]
    return Result(folder, tuple(files), tuple(log), time.monotonic() - started)


def _file(job: Job, format: str, folder: Path) -> FileResult:
    return FileResult(folder / job.files[format], job.record.id, job.variant, job.lang, format, "planned")


@dataclass(slots=True)
class _Run:
    request: Request
    workspace: Workspace
    engagement: str
    folder: Path
    jobs: Sequence[Job]
    inputs: dict[str, str]
    pool: Pool
    tell: Progress
    log: Log
    images: dict[str, str] = field(default_factory=dict)
    files: dict[Path, FileResult] = field(default_factory=dict)
    codes: set[int] = field(default_factory=set)
    traces: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def total(self) -> int:
        return sum(len(job.files) for job in self.jobs)

    def all_jobs(self) -> None:
        """Compose job by job, while the pool renders what was composed before."""
        from concurrent.futures import ThreadPoolExecutor

        from opsdoc.pipeline.one import Station

        station = Station(self.request, self.workspace, self.engagement, self.folder, self.inputs, self.pool)
        workers = min(self.request.jobs or platform.cores(), len(self.jobs)) or 1
        executor = ThreadPoolExecutor(workers)
        try:
            futures = []
            for job in self.jobs:
                prepared = station.prepare(job)
                self.images.update(prepared.images)
                futures.append((job, executor.submit(station.finish, prepared, self._finished)))
            for job, future in futures:
                outcome = future.result()
                self.log.extend(outcome.diagnostics)
                if outcome.exit_code:
                    self.codes.add(outcome.exit_code)
                    self.traces.extend(outcome.traces)
                    for name in job.formats:
                        self._finished(replace(_file(job, name, self.folder), state="failed"))
        except BaseException:
            # Renderings under way end with their processes; only then can the threads be waited for.
            self.pool.close()
            executor.shutdown(cancel_futures=True)
            raise
        executor.shutdown()

    def _finished(self, file: FileResult) -> None:
        with self.lock:
            self.files[file.path] = file
            self.tell(Event(self.total, len(self.files), file))

    def result(self, seconds: float) -> Result:
        """All files in the order of the request. The highest exit code of the failures counts; warnings count as
        failures when the request is strict."""
        code = max(self.codes, default=0)
        if not code and self.request.strict and self.log.warnings:
            code = 1
        order = [self.files[self.folder / name] for job in self.jobs for name in job.files.values()]
        found: list[Diagnostic] = list(self.log)
        return Result(self.folder, tuple(order), tuple(found), seconds, code, tuple(self.traces))
