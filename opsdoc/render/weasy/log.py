"""WeasyPrint's log, read as findings: it reports and goes on where a document must not be made."""

from __future__ import annotations

import logging
import re
from types import TracebackType

from opsdoc.diagnostics import Diagnostic, Log, error, warning

_MISSING = re.compile(r"\.notdef glyph rendered .*\"(.*)\" \(U\+([0-9A-F]+)\)", re.DOTALL)


class LogWatch(logging.Handler):
    """Gathers the records of a rendering; use it in a `with` statement."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found = Log()
        self.missing: dict[str, None] = {}

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        missing = _MISSING.search(message)
        if missing:
            self.missing[chr(int(missing[2], 16))] = None
        else:
            self.found.add(_finding(record.levelno, message))

    def __enter__(self) -> LogWatch:
        self._logger = logging.getLogger("weasyprint")
        self._propagated, self._logger.propagate = self._logger.propagate, False
        self._logger.addHandler(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._logger.removeHandler(self)
        self._logger.propagate = self._propagated


def _finding(level: int, message: str) -> Diagnostic:
    if message.startswith(("Ignored", "Invalid or unsupported", "Unsupported", "Parse error")):
        return warning("style", f"the style sheet: {message}", help="use what WeasyPrint supports")
    if level >= logging.ERROR:
        return error("pdf", message)
    return warning("pdf", message)
