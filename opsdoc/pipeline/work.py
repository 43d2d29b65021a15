"""The jobs of a build: composed and judged in this thread, rendered and written by others, all findings collected."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from opsdoc import platform
from opsdoc.diagnostics import Log
from opsdoc.pipeline.judge import groups, judge
from opsdoc.pipeline.one import Outcome, Prepared, Station
from opsdoc.pipeline.plan import Job
from opsdoc.pipeline.request import Event, FileResult, Progress, Request, Result
from opsdoc.render.pool import Pool

if TYPE_CHECKING:
    from opsdoc.content.load import Workspace


@dataclass(slots=True)
class Run:
    """The jobs of a request under way: what is finished, what was found."""

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
    outcomes: dict[tuple[str, str, str], Outcome] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)
    verdict: Future[Log] = field(default_factory=Future)

    @property
    def total(self) -> int:
        return sum(len(job.files) for job in self.jobs)

    def all_jobs(self) -> None:
        """Compose and judge group by group, while the pool renders what was composed before."""
        station = Station(self.request, self.workspace, self.engagement, self.folder, self.inputs, self.pool)
        workers = min(self.request.jobs or platform.cores(), len(self.jobs)) or 1
        executor = ThreadPoolExecutor(workers)
        started: list[list[Future[None]]] = []
        try:
            for group in groups(self.jobs):
                # Composing runs ahead of rendering, but not so far that all trees of a large run are in memory.
                for future in started[-2] if len(started) > 1 else ():
                    future.result()
                started.append(self._start(group, station, executor))
            for future in (future for futures in started for future in futures):
                future.result()
        except BaseException:
            # Renderings under way end with their processes; only then can the threads be waited for.
            self.verdict.cancel()
            self.pool.close()
            executor.shutdown(cancel_futures=True)
            raise
        executor.shutdown()

    def _start(self, group: Sequence[Job], station: Station, executor: ThreadPoolExecutor) -> list[Future[None]]:
        """Have a group rendered, and judge it meanwhile."""
        verdict: Future[Log] = Future()
        self.verdict = verdict
        futures = []
        # An annex prints what the rules say, so they come first; else they are judged while pages are drawn.
        judged = judge(station.trees, group) if self.request.qa_annex else None
        for job in group:
            prepared = station.prepare(job, () if judged is None else [*self.log, *judged])
            self.images.update(prepared.images)
            futures.append(executor.submit(self._one, station, prepared, verdict))
        verdict.set_result(judge(station.trees, group) if judged is None else judged)
        station.trees.forget()
        return futures

    def _one(self, station: Station, prepared: Prepared, verdict: Future[Log]) -> None:
        job = prepared.job
        with self.lock:
            self.tell(Event(self.total, len(self.files), stage=" · ".join(job.key)))
        outcome = station.finish(prepared, verdict, self._finished)
        with self.lock:
            self.outcomes[job.key] = outcome
        if outcome.exit_code:
            for name in job.formats:
                self._finished(replace(job.file(name, self.folder), state="failed"))

    def _finished(self, file: FileResult) -> None:
        with self.lock:
            self.files[file.path] = file
            self.tell(Event(self.total, len(self.files), file))

    def result(self, seconds: float) -> Result:
        """All files in the order of the request. The highest exit code of the failures counts; warnings count as
        failures when the request is strict."""
        outcomes = [self.outcomes[job.key] for job in self.jobs]
        for outcome in outcomes:
            self.log.extend(outcome.diagnostics)
        code = max((outcome.exit_code for outcome in outcomes), default=0)
        if code == 1:
            code = self.log.exit_code
        if not code and self.request.strict and self.log.warnings:
            code = 1
        order = [self.files[self.folder / name] for job in self.jobs for name in job.files.values()]
        traces = [trace for outcome in outcomes for trace in outcome.traces]
        return Result(self.folder, tuple(order), tuple(self.log), seconds, code, tuple(traces))
