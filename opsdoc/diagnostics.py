"""What went wrong, where, and the way out: the one form in which every stage reports to a person."""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

# Line ends and tabs may be printed; other controls and direction marks may not.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
# More names than these help nobody who has none in mind.
SHOWN_CHOICES = 12


class Severity(enum.StrEnum):
    """How much a finding weighs: an error stops the build, a warning is listed, a note only tells."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Source:
    """A place in an author's file: path as the author knows it, 1-based line and column (0 = unknown)."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: `code` is a rule of `opsdoc check --explain`, `help` the way out."""

    severity: Severity
    code: str
    message: str
    source: Source | None = None
    help: str = ""
    excerpt: str = ""
    note: str = ""

    def format(self) -> str:
        """The printed form: place, message, the line with a caret, help."""
        place = f"{self.source}: " if self.source else ""
        lines = [_printable(f"{place}{self.severity}[{self.code}]: {self.message}")]
        if self.excerpt and self.source and self.source.line:
            margin = f"{self.source.line:>5} | "
            lines.append(margin + _printable(self.excerpt))
            if self.source.column:
                lines.append(" " * (len(margin) - 2) + "| " + _caret(self.excerpt, self.source.column) + self.note)
        if self.help:
            lines.append(_printable(f"help: {self.help}"))
        return "\n".join(lines)

    def as_json(self) -> str:
        """One JSON object on one line, for `--log-format json` and `check --format json`."""
        return json.dumps(self.as_dict(), ensure_ascii=False)

    def as_dict(self) -> dict[str, object]:
        """Plain data with the keys severity, code, message, file, line, column, help."""
        place = self.source or Source("")
        return {
            "severity": str(self.severity),
            "code": self.code,
            "message": self.message,
            "file": place.file,
            "line": place.line,
            "column": place.column,
            "help": self.help,
        }


def _printable(text: str) -> str:
    # What stands in a file must neither steer the terminal nor turn its reading direction.
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _caret(excerpt: str, column: int) -> str:
    # A Han character takes two columns in a terminal; the caret has to stand under the right one.
    from opsdoc.text import display_width

    before = excerpt[: column - 1]
    pad = "".join("\t" if c == "\t" else " " * display_width(c) for c in before)
    return f"{pad}^ "


def error(code: str, message: str, source: Source | None = None, **more: str) -> Diagnostic:
    """An error; `more` takes help, excerpt and note."""
    return Diagnostic(Severity.ERROR, code, message, source, **more)


def warning(code: str, message: str, source: Source | None = None, **more: str) -> Diagnostic:
    """A warning; `more` takes help, excerpt and note."""
    return Diagnostic(Severity.WARNING, code, message, source, **more)


def note(code: str, message: str, source: Source | None = None, **more: str) -> Diagnostic:
    """Something to know that nothing is wrong with; `more` takes help, excerpt and note."""
    return Diagnostic(Severity.NOTE, code, message, source, **more)


@dataclass(slots=True)
class Log:
    """Findings of a run, collected so that all are shown at once."""

    items: list[Diagnostic] = field(default_factory=list)
    _known: set[Diagnostic] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._known = set(self.items)

    def add(self, diagnostic: Diagnostic) -> None:
        if len(self._known) != len(self.items):
            self._known = set(self.items)
        if diagnostic not in self._known:
            self._known.add(diagnostic)
            self.items.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        for diagnostic in diagnostics:
            self.add(diagnostic)

    def error(self, code: str, message: str, source: Source | None = None, **more: str) -> None:
        self.add(error(code, message, source, **more))

    def warning(self, code: str, message: str, source: Source | None = None, **more: str) -> None:
        self.add(warning(code, message, source, **more))

    def note(self, code: str, message: str, source: Source | None = None, **more: str) -> None:
        self.add(note(code, message, source, **more))

    @property
    def errors(self) -> list[Diagnostic]:
        return [d for d in self.items if d.severity is Severity.ERROR]

    @property
    def warnings(self) -> list[Diagnostic]:
        return [d for d in self.items if d.severity is Severity.WARNING]

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    @property
    def exit_code(self) -> int:
        """0 without errors, 4 when all of them are limits, else 1."""
        codes = {d.code for d in self.errors}
        return 4 if codes == {"limit"} else 1 if codes else 0

    def raise_if_errors(self, exit_code: int | None = None) -> None:
        """Raise `OpsdocError` with everything found so far when an error is among it; the exit code follows from the
        errors, unless one is given."""
        if self.errors:
            raise OpsdocError(list(self.items), self.exit_code if exit_code is None else exit_code)


class OpsdocError(Exception):
    """The one exception of the public API: all diagnostics of the run and the exit code of the command line.

    Exit codes: 1 content, 2 usage, 3 environment or output, 4 limit or blocked, 5 internal.
    """

    def __init__(self, diagnostics: list[Diagnostic], exit_code: int = 1) -> None:
        super().__init__("\n".join(d.format() for d in diagnostics))
        self.diagnostics = diagnostics
        self.exit_code = exit_code

    def __reduce__(self) -> tuple[type[OpsdocError], tuple[list[Diagnostic], int]]:
        return type(self), (self.diagnostics, self.exit_code)


def usage_error(message: str, help: str = "") -> OpsdocError:
    """A wrong argument: exit 2."""
    return OpsdocError([error("usage", message, help=help)], 2)


def environment_error(message: str, help: str = "", source: Source | None = None) -> OpsdocError:
    """Something about the machine or the output folder: exit 3."""
    return OpsdocError([error("environment", message, source, help=help)], 3)


def limit_error(message: str, help: str = "", source: Source | None = None) -> OpsdocError:
    """A limit was reached, or something unsafe was blocked: exit 4."""
    return OpsdocError([error("limit", message, source, help=help)], 4)


def suggest(wrong: str, known: Iterable[str]) -> str:
    """`did you mean "x"?` for a near miss, else the choices, else nothing."""
    import difflib

    choices = sorted(known)
    close = difflib.get_close_matches(wrong, choices, n=1, cutoff=0.6)
    if close:
        return f'did you mean "{close[0]}"?'
    if not choices:
        return ""
    shown = ", ".join(choices[:SHOWN_CHOICES])
    return f"choose from: {shown}" + (f" … ({len(choices)} in all)" if len(choices) > SHOWN_CHOICES else "")
