"""Documents of jobs: select, compose, refine and pair, each language of a document once per run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from opsdoc.diagnostics import Log, OpsdocError, Severity
from opsdoc.pipeline.comparison import narrowed
from opsdoc.pipeline.glyphs import report_uncovered
from opsdoc.pipeline.plan import Job
from opsdoc.pipeline.request import Request

if TYPE_CHECKING:
    from opsdoc.content.load import Workspace
    from opsdoc.diagnostics import Diagnostic
    from opsdoc.document.tree import Document, Lang
    from opsdoc.org.select import Case


@dataclass(slots=True)
class Trees:
    """Composes on demand and remembers: `zh-en` uses the trees that `zh` and `en` have been printed from."""

    workspace: Workspace
    engagement: str
    request: Request
    _cases: dict[tuple[str, str], Case] = field(default_factory=dict)
    _trees: dict[tuple[str, str, str], tuple[Document | None, Log]] = field(default_factory=dict)
    _composed: dict[tuple[str, str, str], Document] = field(default_factory=dict)

    def of(self, job: Job, annexed: Iterable[Diagnostic] = ()) -> tuple[Document | None, Log]:
        """The finished tree of a job and what was found on the way; no tree when an error is among it. Where an
        annex of findings is asked for, those `annexed` are printed in it with those of the way."""
        from opsdoc.document.compose import ISSUED
        from opsdoc.document.index import indexed
        from opsdoc.document.pair import pair

        log = Log()
        languages: list[Lang] = ["zh" if word == "zh" else "en" for word in job.lang.split("-")]
        singles = []
        for lang in languages:
            document, found = self.single(job, lang)
            log.extend(found)
            if document is not None:
                singles.append(document)
        if log.errors:
            return None, log
        if self.request.qa_annex:
            singles = [self._with_annex(job, document, [*annexed, *log]) for document in singles]
        document = singles[0]
        if len(singles) > 1:
            document = pair(singles[0], singles[1], log, job.record.status in ISSUED)
        return (None if log.errors else indexed(document)), log

    def forget(self) -> None:
        """Let go of the trees made so far."""
        self._trees.clear()
        self._composed.clear()

    def case(self, job: Job) -> Case:
        """The selected case of a job."""
        from opsdoc.org.select import select

        key = (job.record.id, job.variant)
        if key not in self._cases:
            request = self.request
            case = select(self.workspace, self.engagement, job.record.id, job.variant, request.audience)
            if request.compared:
                case = narrowed(case, request.compared)
            self._cases[key] = replace(case, document=job.record, params={**case.params, **request.params})
        return self._cases[key]

    def single(self, job: Job, lang: Lang) -> tuple[Document | None, Log]:
        """The refined tree of a job in one language."""
        from opsdoc.document.compose import compose
        from opsdoc.document.refine import refine

        key = (job.record.id, job.variant, lang)
        if key not in self._trees:
            log = Log()
            document = None
            try:
                composed = compose(self.case(job), lang, log)
                if self.request.qa_annex:
                    self._composed[key] = composed
                document = refine(composed, log)
                report_uncovered(document, self.workspace, log)
                _report_long_tables(document, self.workspace.config.limits.table_rows, log)
            except OpsdocError as problem:
                log.extend(problem.diagnostics)
            self._trees[key] = document, log
        return self._trees[key]

    def _with_annex(self, job: Job, document: Document, found: Iterable[Diagnostic]) -> Document:
        """The document refined once more, with its warnings behind it: numbered and listed like any annex."""
        from opsdoc.check.annex import annex
        from opsdoc.document.refine import refine

        warnings = [item for item in found if item.severity is Severity.WARNING]
        blocks = annex(warnings, document.lang, document.labels, alone="-" not in job.lang)
        if not blocks:
            return document
        composed = self._composed[job.record.id, job.variant, document.lang]
        # What refining finds has been logged the first time.
        return refine(replace(composed, blocks=(*composed.blocks, *blocks)), Log())


def _report_long_tables(document: Document, limit: int, log: Log) -> None:
    """Log an error for each table that would take minutes and gigabytes to lay out."""
    from opsdoc.document.tree import Table, query

    for table in query(document.blocks, Table):
        if len(table.body) > limit:
            message = f"a table of {len(table.body)} rows, more than {limit} (limit `table_rows`)"
            log.error("limit", message, table.source, help="split it, or raise the limit in opsdoc.yaml")
