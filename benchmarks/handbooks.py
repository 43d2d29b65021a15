"""Long handbooks: the same chapters again and again, for time per page and memory; and what our additions cost."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from typing import Any

from benchmarks.pages import ROOT
from opsdoc.content.load import load
from opsdoc.diagnostics import Log
from opsdoc.document.compose import compose
from opsdoc.document.index import indexed
from opsdoc.document.refine import refine
from opsdoc.document.tree import Base, Blocks, Document, Heading, Ref, query, walk
from opsdoc.fontconfig import isolated
from opsdoc.org.select import select
from opsdoc.render.artifact import RenderContext
from opsdoc.resources import cache_folder
from opsdoc.theme import load_theme


def handbook(pages: int) -> tuple[Document, RenderContext]:
    """The sample handbook in Chinese with its chapters repeated or left out until it has about this many pages."""
    log = Log()
    workspace = load(ROOT, ROOT, log)
    whole = compose(select(workspace, "sample-trading", "handbook", "hybrid"), "zh", log)
    front, chapters, back = _parts(whole.blocks)
    each = _SAMPLE_PAGES / max(1, len(chapters))
    wanted = max(1, round(pages / each))
    body = [block for n in range(wanted) for block in _copied(chapters[n % len(chapters)], n // len(chapters))]
    document = indexed(refine(replace(whole, blocks=(*front, *body, *back)), Log()))
    return document, RenderContext(load_theme("handbook", workspace.templates), ROOT)


_SAMPLE_PAGES = 185  # of the chapters in the sample handbook


def _parts(blocks: Blocks) -> tuple[Blocks, list[Blocks], Blocks]:
    """What stands before the first numbered chapter, the chapters, and what follows the annexes."""
    starts = [n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1 and block.numbered]
    last = next(n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.id == "index")
    ends = [*starts[1:], last]
    return blocks[: starts[0]], [blocks[a:b] for a, b in zip(starts, ends, strict=True)], blocks[last:]


def _copied(chapter: Blocks, copy: int) -> Blocks:
    """A chapter once more, under ids of its own."""
    if not copy:
        return chapter
    names = {block.id for block in query(chapter, Base) if block.id}

    def renamed(node: Any) -> Any:
        if isinstance(node, Base) and node.id:
            return replace(node, id=f"{node.id}-copy-{copy}")
        if isinstance(node, Ref) and node.target in names:
            return replace(node, target=f"{node.target}-copy-{copy}")
        return node

    return walk(chapter, renamed)


def measure(pages: int) -> dict[str, float]:
    """Pages, seconds of processor time and peak memory in MiB of a handbook's PDF, in a process that only renders."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        return pool.submit(rendered, *handbook(pages)).result()


def rendered(document: Document, context: RenderContext) -> dict[str, float]:
    """The figures of this process; its collector is set as that of the process that renders (render/worker.py)."""
    from opsdoc.render.pdf import render_pdf

    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    started = time.process_time()
    made = render_pdf(document, context)
    seconds = time.process_time() - started
    return {"pages": made.pages, "seconds": seconds, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def additions() -> dict[str, float]:
    """Processor seconds of one page of markup with our additions and without them, in this process: first WeasyPrint
    as it comes, since the additions stay once they are in place."""
    from opsdoc.render.html import html_page
    from opsdoc.render.pdf import pdf_of

    document, context = handbook(30)
    page, log = html_page(document, context, "print")
    log.raise_if_errors()
    os.environ["FONTCONFIG_FILE"] = str(isolated(cache_folder()))
    import weasyprint

    def stock() -> object:
        return weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")

    def ours() -> object:
        return pdf_of(page)

    # Each twice: the first time loads what both need.
    raw, with_additions = ([_seconds(action) for _ in range(2)][1] for action in (stock, ours))
    return {"ours": with_additions, "raw": raw}


def _seconds(action: Callable[[], object]) -> float:
    started = time.process_time()
    action()
    return time.process_time() - started


if __name__ == "__main__":
    print(json.dumps(additions() if sys.argv[1] == "additions" else measure(int(sys.argv[1]))))
