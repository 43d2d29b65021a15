"""A request carried out: load → select → compose → refine → pair → render → write, with all findings collected."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from opsdoc.diagnostics import Log, OpsdocError
from opsdoc.pipeline import unchanged
from opsdoc.pipeline.comparison import with_comparison
from opsdoc.pipeline.inputs import of_engagement, snapshot
from opsdoc.pipeline.lines import with_lines
from opsdoc.pipeline.plan import Job, check_words, engagement_id, output_path, plan, workspace_root
from opsdoc.pipeline.request import Event, Progress, Request, Result
from opsdoc.resources import data_folder

if TYPE_CHECKING:
    from opsdoc.content.load import Workspace


def build(request: Request, progress: Progress | None = None) -> Result:
    """Carry out a request. What is wrong with single documents is in the result, whose other documents are made;
    what stops everything (a wrong name, content that cannot be read, a folder that cannot be written) is raised as
    OpsdocError before anything is written."""
    request = check_words(request)
    root, base = workspace_root(request.workspace), data_folder("content").parent
    try:
        result = _carried_out(request, root, base, progress or (lambda event: None))
    except OpsdocError as problem:
        raise OpsdocError(with_lines(problem.diagnostics, root, base), problem.exit_code) from None
    return replace(result, diagnostics=tuple(with_lines(result.diagnostics, root, base)))


def _carried_out(request: Request, root: Path, base: Path, tell: Progress) -> Result:
    started = time.monotonic()
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
            pool = stack.enter_context(Pool(request.formats or ("pdf", "docx"), fonts=root / "fonts"))
            pool.start()
        tell(Event(0, stage="reading"))
        engagement = engagement_id(request.engagement, root, base)
        workspace, log = read_workspace(root, base, engagement)
        workspace = with_comparison(workspace, engagement, request.documents)
        jobs = plan(request, workspace, engagement)
        folder = output_path(request, root, engagement)
        names = [name for job in jobs for name in job.files.values()]
        if pool is None:
            return _planned(jobs, folder, log, started)
        from opsdoc.write import output_folder

        stack.enter_context(output_folder(folder, names, request.lock_wait))
        from opsdoc.pipeline.work import Run

        limits = workspace.config.limits
        pool.set_limits(limits.seconds, limits.memory_mb)
        run = Run(request, workspace, engagement, folder, jobs, of_engagement(inputs, engagement), pool, tell, log)
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
    files = [job.file(name, folder) for job in jobs for name in job.formats]
    return Result(folder, tuple(files), tuple(log), time.monotonic() - started)
