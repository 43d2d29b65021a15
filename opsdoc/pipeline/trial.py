"""A page drawn on trial, through the same process and with the same fonts as every document."""

from __future__ import annotations

from pathlib import Path

from opsdoc.diagnostics import OpsdocError


def trial_page() -> str:
    """What was drawn, in a few words. Raises OpsdocError with what stands in the way."""
    from opsdoc.document import tree as t
    from opsdoc.document.labels import load_labels
    from opsdoc.render.artifact import RenderContext
    from opsdoc.render.pool import Made, Pool, RenderFailed, Task
    from opsdoc.resources import data_folder
    from opsdoc.theme import load_theme

    labels = load_labels([data_folder("templates")], "zh")
    blocks = (t.Heading(level=1, content=t.text("组织设计"), id="trial"), t.paragraph("Organisation design 组织设计"))
    document = t.Document("zh", t.Meta("组织设计"), blocks, labels=labels)
    made: list[Made] = []
    try:
        with Pool(("pdf",)) as pool:
            task = Task(document, RenderContext(load_theme("consulting"), Path.cwd()), ("pdf",), 60)
            pool.render(task, made.append)
    except RenderFailed as problem:
        raise OpsdocError(problem.diagnostics, 3) from None
    return f"a page in {made[0].seconds:.1f} s"
