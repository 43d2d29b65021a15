"""The sample proposal as the peers get it, and parts of our own line without the rest of it."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from opsdoc.content.load import load
from opsdoc.diagnostics import Log
from opsdoc.document.compose import compose
from opsdoc.document.refine import refine
from opsdoc.document.tree import Document
from opsdoc.fontconfig import isolated
from opsdoc.org.select import select
from opsdoc.render.artifact import RenderContext
from opsdoc.resources import cache_folder
from opsdoc.theme import load_theme

ROOT = Path(__file__).resolve().parent.parent


def sample(variant: str = "hybrid") -> tuple[Document, RenderContext]:
    """The sample proposal in Chinese, as it enters the renderers."""
    log = Log()
    workspace = load(ROOT, ROOT, log)
    document = refine(compose(select(workspace, "sample-trading", "proposal", variant), "zh", log), log)
    log.raise_if_errors()
    return document, RenderContext(load_theme("consulting", workspace.templates), ROOT)


def print_html(target: Path) -> Path:
    """Write the page that our PDF is made from; gives the font configuration that it needs."""
    from opsdoc.render.html import html_page

    document, context = sample()
    page, log = html_page(document, context, "print")
    log.raise_if_errors()
    target.write_text(page, encoding="utf-8")
    return isolated(cache_folder() / "fonts")


def cold_docx() -> int:
    """A DOCX from nothing: the number of its bytes."""
    from opsdoc.render.docx import render_docx

    document, context = sample()
    return len(render_docx(document, context).data)


def warm_docx(anew: bool = False, runs: int = 5) -> float:
    """Median seconds of processor time of a DOCX in a process that has made one before; `anew` forgets the charts."""
    from opsdoc.diagram import layout, orgchart, png
    from opsdoc.render.docx import render_docx

    document, context = sample()
    times = []
    for _ in range(runs + 1):
        if anew:
            for known in (layout._within, orgchart._cast, png._rendered):
                known.cache_clear()
        start = time.process_time()
        render_docx(document, context)
        times.append(time.process_time() - start)
    return statistics.median(times[1:])
