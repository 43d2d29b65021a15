"""The sample engagement's documents just as `opsdoc build` renders them: each kind in Chinese, English and both."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from opsdoc.content.load import Workspace, load
from opsdoc.diagnostics import Log
from opsdoc.document.tree import Document
from opsdoc.pipeline.look import look
from opsdoc.pipeline.plan import Job, plan
from opsdoc.pipeline.request import Request
from opsdoc.pipeline.trees import Trees
from opsdoc.render.artifact import RenderContext

ROOT = Path(__file__).resolve().parents[3]
ENGAGEMENT, VARIANT = "sample-trading", "hybrid"
KINDS = ("proposal", "policy", "notice", "handbook")
LANGS = ("zh", "en", "zh-en")
NAMES = tuple(f"{kind} {lang}" for kind in KINDS for lang in LANGS)
REQUEST = Request(documents=KINDS, variants=(VARIANT,), langs=LANGS, formats=("docx",))


@lru_cache
def workspace() -> Workspace:
    """The project's own content."""
    log = Log()
    loaded = load(ROOT, ROOT, log)
    log.raise_if_errors()
    return loaded


@lru_cache
def _trees() -> Trees:
    return Trees(workspace(), ENGAGEMENT, REQUEST)


@lru_cache
def _jobs() -> dict[str, Job]:
    return {f"{job.record.id} {job.lang}": job for job in plan(REQUEST, workspace(), ENGAGEMENT)}


@lru_cache
def tree(name: str) -> Document:
    """The document of a name such as "policy zh-en"."""
    document, log = _trees().of(_jobs()[name])
    log.raise_if_errors()
    assert document is not None
    return document


@lru_cache
def _context(name: str) -> RenderContext:
    job = _jobs()[name]
    own = look(job.theme, REQUEST, workspace(), ENGAGEMENT)
    return RenderContext(own.theme, ROOT, job.epoch, logos=own.logos)


def context(name: str, **more: object) -> RenderContext:
    """What the renderers get beside the document of a name: its theme, its firm's logos, its date."""
    return replace(_context(name), **more)  # type: ignore[arg-type]
