"""Everything read, composed and judged, and nothing rendered: what `opsdoc check` says, and what `build` asks first."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from opsdoc.diagnostics import Log, OpsdocError
from opsdoc.pipeline.comparison import with_comparison
from opsdoc.pipeline.lines import with_lines
from opsdoc.pipeline.plan import Job, check_words, engagement_id, plan, workspace_root
from opsdoc.pipeline.request import Request
from opsdoc.pipeline.trees import Trees
from opsdoc.resources import data_folder

if TYPE_CHECKING:
    from opsdoc.document.tree import Document


def check(request: Request) -> Log:
    """All findings over the documents of a request (all of the engagement when it names none).

    Raises OpsdocError for wrong names and for content that cannot be read, with every finding of reading it.
    """
    from opsdoc.check.rules import check_workspace
    from opsdoc.pipeline.run import read_workspace

    request = check_words(request)
    root, base = workspace_root(request.workspace), data_folder("content").parent
    engagement = engagement_id(request.engagement, root, base)
    try:
        workspace, log = read_workspace(root, base, engagement)
    except OpsdocError as problem:
        raise OpsdocError(with_lines(problem.diagnostics, root, base), problem.exit_code) from None
    if not request.documents:
        request = replace(request, documents=tuple(workspace.engagements[engagement].documents))
    check_workspace(workspace, log)
    workspace = with_comparison(workspace, engagement, request.documents)
    trees = Trees(workspace, engagement, request)
    jobs = plan(request, workspace, engagement) if request.documents else []
    for group in groups(jobs):
        log.extend(judge(trees, group))
        for job in group:
            log.extend(trees.of(job)[1])
    return Log(with_lines(log, root, base))


def groups(jobs: Sequence[Job]) -> list[list[Job]]:
    """Jobs by document and variant, in order: what is judged together, since both languages tell the same."""
    out: dict[tuple[str, str], list[Job]] = {}
    for job in jobs:
        out.setdefault((job.record.id, job.variant), []).append(job)
    return list(out.values())


def judge(trees: Trees, group: Sequence[Job]) -> Log:
    """What the rules say about a document in all its languages of this run."""
    from opsdoc.check.rules import run

    documents: dict[str, Document] = {}
    for job in group:
        for lang in job.lang.split("-"):
            document = trees.single(job, "zh" if lang == "zh" else "en")[0]
            if document is not None:
                documents[lang] = document
    log = Log()
    run(trees.case(group[0]), list(documents.values()), log, today())
    return log


def today() -> date | None:
    """The day that SOURCE_DATE_EPOCH names, so that a build can be repeated; None is the calendar's."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(given), UTC).date() if given else None
