"""What is asked of a build, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias

from opsdoc.diagnostics import Diagnostic, OpsdocError, Severity

LANGUAGES = ("zh", "en", "zh-en", "en-zh")
PAPERS = ("a4", "letter", "b5")
DOCX_DIAGRAMS = ("canvas", "group", "picture")
State: TypeAlias = Literal["planned", "built", "unchanged", "failed"]


@dataclass(frozen=True, slots=True)
class Request:
    """A build as it was asked for. What is empty is taken from the document's record, then `opsdoc.yaml`, then the
    packaged defaults. `compared`: the options that are set side by side, instead of all the engagement's. `jobs` is
    the number of rendering processes, 0 for one per processor; `lock_wait` in seconds."""

    documents: tuple[str, ...] = ()
    workspace: Path | None = None
    engagement: str = ""
    variants: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    all_variants: bool = False
    langs: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    theme: str = ""
    audience: str = ""
    status: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    output_dir: Path | None = None
    paper: str = ""
    bleed: bool = False
    attach_data: bool = False
    copies: tuple[str, ...] = ()
    brand: Path | None = None
    docx_diagrams: str = ""
    body_only: bool = False
    refresh_fields: bool = False
    qa_annex: bool = False
    reference_doc: Path | None = None
    strict: bool = False
    force: bool = False
    dry_run: bool = False
    jobs: int = 1
    lock_wait: float = 10.0


@dataclass(frozen=True, slots=True)
class FileResult:
    """One output file. `seconds` is the time of its rendering; `pages` is 0 where a format has none."""

    path: Path
    document: str
    variant: str
    lang: str
    format: str
    state: State
    pages: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Event:
    """A file is finished, the `number`th of `total`; or, with no `file`, the stage that is beginning."""

    total: int
    number: int = 0
    file: FileResult | None = None
    stage: str = ""


Progress: TypeAlias = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of a build: files in the order of the request, all findings, and the exit code that they ask for.

    `traces` are those of faults of the program itself, for `--debug`.
    """

    folder: Path
    files: tuple[FileResult, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    seconds: float = 0.0
    exit_code: int = 0
    traces: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """The findings that did not stop anything."""
        return tuple(d for d in self.diagnostics if d.severity is Severity.WARNING)

    def raise_if_failed(self) -> Result:
        """This result, or OpsdocError with all findings when the exit code is not 0."""
        if self.exit_code:
            raise OpsdocError(list(self.diagnostics), self.exit_code)
        return self
