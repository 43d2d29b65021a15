"""Request → files: the stages composed, and nothing else."""

from __future__ import annotations

from opsdoc.pipeline.request import Event, FileResult, Progress, Request, Result

__all__ = ["Event", "FileResult", "Progress", "Request", "Result", "build"]


def build(request: Request, progress: Progress | None = None) -> Result:
    """Carry out a request; see `opsdoc.pipeline.run.build`."""
    from opsdoc.pipeline.run import build as carry_out

    return carry_out(request, progress)
