"""Bilingual organisation-design documents from Markdown, YAML and tables.

`build` does from Python what `opsdoc build` does on the command line; `OpsdocError` is the one exception it raises.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["OpsdocError", "__version__", "build"]

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from opsdoc.diagnostics import OpsdocError
    from opsdoc.pipeline import Progress, Result


def __getattr__(name: str) -> Any:
    # `import opsdoc` costs nothing until something of it is used.
    if name == "OpsdocError":
        from opsdoc.diagnostics import OpsdocError

        return OpsdocError
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def build(
    documents: str | Iterable[str],
    *,
    workspace: str | Path | None = None,
    engagement: str = "",
    variants: str | Iterable[str] = (),
    all_variants: bool = False,
    langs: str | Iterable[str] = (),
    formats: str | Iterable[str] = (),
    theme: str = "",
    audience: str = "",
    status: str = "",
    params: Mapping[str, Any] | None = None,
    output_dir: str | Path | None = None,
    paper: str = "",
    brand: str | Path | None = None,
    docx_diagrams: str = "",
    refresh_fields: bool = False,
    reference_doc: str | Path | None = None,
    strict: bool = False,
    force: bool = False,
    dry_run: bool = False,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Result:
    """Build documents of a workspace (by default the one around the current folder).

    What is left out is taken from the documents' records, then `opsdoc.yaml`. `jobs` processes render, 0 for one per
    processor. `progress` is called with an `opsdoc.pipeline.Event` for each finished file.

    Returns the files with their pages, and the warnings. Raises `OpsdocError` with all findings of the run when any
    document failed (the others have been written), or when `strict` and there was a warning.
    """
    from pathlib import Path

    from opsdoc.pipeline import Request
    from opsdoc.pipeline import build as carry_out

    def some(value: str | Iterable[str]) -> tuple[str, ...]:
        return (value,) if isinstance(value, str) else tuple(value)

    request = Request(
        documents=some(documents),
        workspace=Path(workspace) if workspace is not None else None,
        engagement=engagement,
        variants=some(variants),
        all_variants=all_variants,
        langs=some(langs),
        formats=some(formats),
        theme=theme,
        audience=audience,
        status=status,
        params=dict(params or {}),
        output_dir=Path(output_dir) if output_dir is not None else None,
        paper=paper,
        brand=Path(brand) if brand is not None else None,
        docx_diagrams=docx_diagrams,
        refresh_fields=refresh_fields,
        reference_doc=Path(reference_doc) if reference_doc is not None else None,
        strict=strict,
        force=force,
        dry_run=dry_run,
        jobs=jobs,
    )
    return carry_out(request, progress).raise_if_failed()
