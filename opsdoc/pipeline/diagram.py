"""One exhibit alone: a directive carried out for a case, its drawing as files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from opsdoc.diagnostics import Diagnostic, OpsdocError, error, usage_error
from opsdoc.pipeline.lines import with_lines
from opsdoc.pipeline.look import look
from opsdoc.pipeline.plan import Job, engagement_id, known_or_usage, plan, workspace_root
from opsdoc.pipeline.request import LANGUAGES, Request
from opsdoc.pipeline.run import read_workspace
from opsdoc.pipeline.trees import Trees
from opsdoc.resources import data_folder

if TYPE_CHECKING:
    from opsdoc.content.load import Workspace
    from opsdoc.document.tree import Figure, Lang

FORMATS = ("svg", "png", "pdf")


@dataclass(frozen=True, slots=True)
class DiagramRequest:
    """An exhibit as it was asked for. `options` and `arguments` are the directive's; `document` is the record whose
    theme and audience count (the engagement's proposal by default); `output` the file, or the file whose name the
    others of several vary."""

    name: str
    arguments: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    workspace: Path | None = None
    engagement: str = ""
    document: str = ""
    variants: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    theme: str = ""
    audience: str = ""
    output: Path | None = None


@dataclass(frozen=True, slots=True)
class DiagramResult:
    """The files that were written, and what was found on the way; `data` is the only file where it was asked for
    on standard output."""

    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...] = ()
    data: bytes = b""


def diagram(request: DiagramRequest) -> DiagramResult:
    """Draw an exhibit and write its files. Raises OpsdocError: 2 for names and options that do not fit, 1 for content
    that cannot be read or drawn, 3 for a place that cannot be written."""
    for what, given, known in (("language", request.langs, LANGUAGES), ("format", request.formats, FORMATS)):
        for word in given:
            known_or_usage(what, word, known)
    formats = request.formats or _formats_of(request.output)
    _check_output(request.output, formats)
    root, base = workspace_root(request.workspace), data_folder("content").parent
    try:
        return _carried_out(request, formats, root, base)
    except OpsdocError as problem:
        raise OpsdocError(with_lines(problem.diagnostics, root, base), problem.exit_code) from None


def _formats_of(output: Path | None) -> tuple[str, ...]:
    """SVG, or what the name of the output ends in."""
    ending = output.suffix.lstrip(".").lower() if output else ""
    if ending:
        known_or_usage("format", ending, FORMATS)
    return (ending or "svg",)


def _check_output(output: Path | None, formats: tuple[str, ...]) -> None:
    """Raise a usage error for an output that is a folder, or whose name ends in a format that was not asked for."""
    if output is None:
        return
    if output.is_dir():
        raise usage_error(f"-o {output} is a folder", f"name a file in it: -o {output / 'chart'}.{formats[0]}")
    ending = output.suffix.lstrip(".").lower()
    if ending in FORMATS and ending not in formats:
        raise usage_error(f"-o {output} is no {formats[0]}", f"write --to {ending}, or name another file")


def _carried_out(request: DiagramRequest, formats: tuple[str, ...], root: Path, base: Path) -> DiagramResult:
    from opsdoc.render.artifact import RenderContext
    from opsdoc.write import file_name, output_folder, write_files

    engagement = engagement_id(request.engagement, root, base)
    workspace, log = read_workspace(root, base, engagement)
    asked = Request(
        documents=(_document(request, workspace, engagement),),
        variants=request.variants,
        langs=request.langs,
        formats=("pdf",),
        theme=request.theme,
        audience=request.audience,
    )
    jobs = plan(asked, workspace, engagement)
    # A document may be printed in every language it has; a drawing is wanted in one unless more are named.
    jobs = jobs if request.langs else [job for job in jobs if job.lang == jobs[0].lang]
    trees = Trees(workspace, engagement, asked)
    made: dict[str, bytes] = {}
    for job in jobs:
        own = look(job.theme, asked, workspace, engagement)
        log.extend(own.findings)
        context = RenderContext(own.theme, root, job.epoch)
        for number, figure in enumerate(_figures(request, trees, job), 1):
            stem = request.name if number == 1 else f"{request.name}-{number}"
            for ending, files in _drawn(figure, stem, job, context, formats).items():
                for page, data in enumerate(files, 1):
                    part = stem if len(files) == 1 else f"{stem}-{page}"
                    name = file_name(part, job.variant, job.lang, ending)
                    if request.output is not None and str(request.output) != "-":
                        name = _named(request.output, part.removeprefix(request.name), job, ending, jobs)
                    made[name] = data
    if request.output is not None and str(request.output) == "-":
        if len(made) > 1:
            raise usage_error(
                f"-o - takes one file, and these are {len(made)}", "name a file, one format, one language"
            )
        return DiagramResult((), tuple(log), next(iter(made.values())))
    folder = request.output.absolute().parent if request.output else root / "output" / engagement
    with output_folder(folder, made):
        write_files(folder, made)
    return DiagramResult(tuple(folder / name for name in made), tuple(log))


def _document(request: DiagramRequest, workspace: Workspace, engagement: str) -> str:
    documents = workspace.engagements[engagement].documents
    if request.document:
        known_or_usage("document", request.document, documents)
        return request.document
    if not documents:
        raise usage_error("the engagement has no documents", "add content/engagements/<id>/documents/<id>.yaml")
    return next((id_ for id_, record in documents.items() if record.kind == "proposal"), next(iter(documents)))


def _figures(request: DiagramRequest, trees: Trees, job: Job) -> Sequence[Figure]:
    from opsdoc.document.alone import figures
    from opsdoc.document.exhibits.call import ExhibitError

    languages: list[Lang] = ["zh" if word == "zh" else "en" for word in job.lang.split("-")]
    try:
        return figures(trees.case(job), languages, request.name, request.arguments, request.options)
    except ExhibitError as problem:
        raise OpsdocError([error("usage", problem.message, help=problem.help)], 2) from None


def _drawn(
    figure: Figure, name: str, job: Job, context: object, formats: tuple[str, ...]
) -> Mapping[str, tuple[bytes, ...]]:
    from opsdoc.render.alone import chart_files

    return chart_files(figure, name, "zh" if job.lang.startswith("zh") else "en", context, formats)  # type: ignore[arg-type]


def _named(output: Path, part: str, job: Job, ending: str, jobs: Sequence[Job]) -> str:
    """The output's own name, varied by what tells several files apart."""
    stem = output.stem if output.suffix else output.name
    variants, langs = ({getattr(one, key) for one in jobs} for key in ("variant", "lang"))
    words = [stem + part, job.variant if len(variants) > 1 else "", job.lang if len(langs) > 1 else ""]
    return ".".join(filter(None, [*words, ending]))
