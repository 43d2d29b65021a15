"""Outlines: `templates/kinds/<kind>.md.j2` filled with a case's data, giving Markdown with directives."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import TemplateError, TemplateSyntaxError, UndefinedError

from opsdoc.content import yamlfile
from opsdoc.content.files import decode
from opsdoc.content.markdown import LINE_CLOSE, LINE_OPEN, Parsed, parse
from opsdoc.diagnostics import Log, Source, suggest
from opsdoc.document.expressions import environment

SUFFIX = ".md.j2"
_FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
_SETTINGS = ("theme",)


def kinds(folders: Sequence[Path]) -> dict[str, Path]:
    """Kinds of document by name: every outline in the template folders, the first folder winning."""
    found: dict[str, Path] = {}
    for folder in reversed(folders):
        for path in sorted((folder / "kinds").glob(f"*{SUFFIX}")):
            found[path.name.removesuffix(SUFFIX)] = path
    return found


def fill(
    kind: str,
    folders: Sequence[Path],
    name: str,
    lang: str,
    data: Mapping[str, Any],
    log: Log,
    named: Source | None = None,
) -> Parsed:
    """The outline of a kind as blocks and directives. Errors name the template's own line; `named` is the place that
    asks for the kind."""
    known = kinds(folders)
    if kind not in known:
        log.error("G01", f'no kind of document "{kind}"', named, help=suggest(kind, known))
        return Parsed((), Source(name))
    path = known[kind]
    try:
        source = decode(path.read_bytes(), name, log)
    except OSError as problem:
        log.error("file", f"cannot read {name}: {problem.strerror}", Source(name), help="check its permissions")
        source = None
    if source is None:
        return Parsed((), Source(name))
    _, source = front_matter(source, name, log)
    env = environment(lang, True)
    try:
        text = env.from_string(_with_line_marks(source)).render(**data)
    except TemplateSyntaxError as problem:
        _report(log, name, source, problem.lineno, problem.message or "cannot be read")
    except UndefinedError as problem:
        _report(log, name, source, _line_of(problem), str(problem.message).replace("'dict object'", "the value"))
    except TemplateError as problem:
        _report(log, name, source, _line_of(problem), problem.message or "fails")
    except Exception as problem:  # whatever a template's expression raises, its author needs the line
        _report(log, name, source, _line_of(problem), str(problem))
    else:
        return parse(text, name, log, kind)
    return Parsed((), Source(name))


def default_theme(kind: str, folders: Sequence[Path]) -> str:
    """The theme that an outline names for documents that name none, or nothing."""
    path = kinds(folders).get(kind)
    try:
        source = path.read_text("utf-8-sig") if path else ""
    except (OSError, UnicodeDecodeError):
        return ""  # `fill` says what is wrong with it
    return front_matter(source, kind, Log())[0].get("theme", "")


def front_matter(source: str, name: str, log: Log) -> tuple[dict[str, str], str]:
    """The settings between `---` lines at the top of an outline, and the outline with blank lines in their place."""
    found = _FRONT_MATTER.match(source)
    if found is None:
        return {}, source
    rest = "\n" * found[0].count("\n") + source[found.end() :]
    # The first line is `---`: with an empty one before them, lines keep their numbers.
    parsed = yamlfile.parse("\n" + found[1], name, log)
    data = parsed.data if parsed else None
    if not isinstance(data, dict):
        return {}, rest
    for key in data:
        if key not in _SETTINGS and parsed:
            log.error("template", f'no setting "{key}"', parsed.places[(key,)], help=suggest(key, _SETTINGS))
    return {key: str(data[key]) for key in _SETTINGS if data.get(key)}, rest


def _with_line_marks(source: str) -> str:
    # Loops and conditions move lines; a mark on each heading and directive keeps the author's own line number.
    out = []
    for number, line in enumerate(source.split("\n"), start=1):
        marked = re.match(r"(:{2,}[ \t]*[^:\s]|#{1,6} )", line)
        out.append(f"{line} {LINE_OPEN}{number}{LINE_CLOSE}" if marked else line)
    return "\n".join(out)


def _line_of(problem: BaseException) -> int:
    line = 0
    trace = problem.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _report(log: Log, name: str, source: str, line: int, message: str) -> None:
    lines = source.split("\n")
    log.error(
        "template",
        message,
        Source(name, line),
        excerpt=lines[line - 1] if 0 < line <= len(lines) else "",
        help="correct the template; `opsdoc list fields` shows what it may use",
    )
