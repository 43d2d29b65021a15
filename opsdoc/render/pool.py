"""The parent's side of rendering: starts children early, gives them tasks, ends them, and names what ended them."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from opsdoc import platform
from opsdoc.diagnostics import Diagnostic, environment_error, error
from opsdoc.render.artifact import Artifact
from opsdoc.render.worker import Done, Failed, Made, Task, receive, send

# How Python, C++, GLib and the C library say that the address space is used up; a thread needs some too.
_OUT_OF_MEMORY = ("MemoryError", "bad_alloc", "failed to allocate", "Cannot allocate memory", "Error creating thread")

# The wall clock counts what other programs do as well, so it is given more than the processor's.
PATIENCE = 2

_RAISE = "raise it under `limits:` in opsdoc.yaml, or make the document smaller"


class RenderFailed(Exception):
    """A document that could not be rendered: why, and the exit code that this asks for."""

    def __init__(self, diagnostics: list[Diagnostic], exit_code: int, trace: str = "") -> None:
        super().__init__(diagnostics[0].message)
        self.diagnostics = diagnostics
        self.exit_code = exit_code
        self.trace = trace


class _Clock:
    """Calls `ring` when it has not been restarted for so many seconds."""

    def __init__(self, seconds: float, ring: Callable[[], None]) -> None:
        self.seconds = seconds
        self.ring = ring
        self.rang = False
        self._start()

    def _start(self) -> None:
        self._timer = threading.Timer(self.seconds, self._ring)
        self._timer.daemon = True
        self._timer.start()

    def _ring(self) -> None:
        self.rang = True
        self.ring()

    def restart(self) -> None:
        self.stop()
        self._start()

    def stop(self) -> None:
        self._timer.cancel()


class _Child:
    """One rendering process."""

    def __init__(self, formats: tuple[str, ...], memory_mb: int, environment: dict[str, str]) -> None:
        self.errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  lives as long as the process
        # -P: a file in the current folder must not pass for a module of Python's own.
        root = str(Path(__file__).resolve().parents[2])
        start = f"import sys; sys.path.append({root!r}); from opsdoc.render.worker import main; "
        start += f"main({','.join(formats)!r}, {memory_mb})"
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-X", "utf8", "-c", start],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            env=environment,
        )

    def kill(self) -> None:
        self.process.kill()

    def close(self) -> int:
        """End the process, and give its return code."""
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                # A task may still be on its way to a child that is gone.
                with contextlib.suppress(OSError):
                    stream.close()
        if self.process.poll() is None:
            self.process.kill()
        return self.process.wait()

    def said(self) -> str:
        """The end of what the process wrote to stderr."""
        size = self.errors.seek(0, os.SEEK_END)
        self.errors.seek(max(0, size - 4000))
        return self.errors.read().decode("utf-8", "replace").strip()


class Pool:
    """Rendering processes; a context manager that leaves none behind.

    `render` may be called from as many threads as there are workers.
    """

    def __init__(
        self, formats: tuple[str, ...], seconds: int = 60, memory_mb: int = 1536, fonts: Path | None = None
    ) -> None:
        self.formats = formats
        self.seconds = seconds
        self.memory_mb = memory_mb
        self._idle: list[_Child] = []
        self._all: set[_Child] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._environment = _environment([fonts] if fonts and fonts.is_dir() else [])

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *problem: object) -> None:
        self.close()

    def start(self) -> None:
        """Start a process ahead of its first task."""
        child = self._new()
        with self._lock:
            self._idle.append(child)

    def close(self) -> None:
        """End all processes, also those at work."""
        with self._lock:
            self._closed = True
            children, self._all, self._idle = list(self._all), set(), []
        for child in children:
            child.kill()
        for child in children:
            child.process.wait()

    def set_limits(self, seconds: int, memory_mb: int) -> None:
        """The workspace's limits, once they are known; processes that wait with another memory limit are replaced."""
        if memory_mb != self.memory_mb:
            with self._lock:
                waiting, self._idle = self._idle, []
            for child in waiting:
                self._end(child)
        self.seconds, self.memory_mb = seconds, memory_mb

    def render(self, task: Task, made: Callable[[Made], None]) -> Done:
        """Have a task done; `made` gets each format as it comes. Raises RenderFailed."""
        child = self._take()
        clock = _Clock(task.seconds * PATIENCE, child.kill)
        answer: object = None
        try:
            assert child.process.stdin is not None
            assert child.process.stdout is not None
            send(child.process.stdin, task)
            while not isinstance(answer := receive(child.process.stdout), (Done, Failed)):
                assert isinstance(answer, Made)
                clock.restart()
                made(answer)
        except (EOFError, OSError):
            code = self._end(child)
            raise RenderFailed([self._death(code, clock.rang, child)], 4) from None
        except BaseException:
            self._end(child)
            raise
        finally:
            clock.stop()
        if isinstance(answer, Failed):
            # A process that ran out of memory may be left in any state.
            if answer.memory:
                self._end(child)
            else:
                self._give_back(child)
            raise self._failure(answer)
        self._give_back(child)
        return answer

    # ------------------------------------------------------------------------------------------------

    def _new(self) -> _Child:
        with self._lock:
            if self._closed:
                raise RenderFailed([error("interrupted", "the build was interrupted")], 130)
            child = _Child(self.formats, self.memory_mb, self._environment)
            self._all.add(child)
        return child

    def _take(self) -> _Child:
        with self._lock:
            child = self._idle.pop() if self._idle else None
        return child or self._new()

    def _give_back(self, child: _Child) -> None:
        with self._lock:
            if not self._closed:
                self._idle.append(child)

    def _end(self, child: _Child) -> int:
        with self._lock:
            self._all.discard(child)
        return child.close()

    def _death(self, code: int, late: bool, child: _Child) -> Diagnostic:
        if late:
            return error("limit", f"not rendered after {self.seconds * PATIENCE} s (limit `seconds`)", help=_RAISE)
        if platform.ran_out_of_cpu(code):
            took = f"rendering took more than {self.seconds} s of processor time (limit `seconds`)"
            return error("limit", took, help=_RAISE)
        said = child.said()
        last = said.splitlines()[-1] if said else ""
        if any(words in said for words in _OUT_OF_MEMORY):
            return self._too_large()
        what = f"the rendering process died ({platform.death(code)}){': ' + last if last else ''}"
        if platform.died_in_native_code(code):
            # Pango and Cairo do not say that they got no memory: they fall over.
            what += f"; it may need more than {self.memory_mb} MB (limit `memory_mb`)"
        return error("limit", what, help="raise the limit in opsdoc.yaml; `opsdoc doctor` checks native libraries")

    def _too_large(self) -> Diagnostic:
        return error("limit", f"rendering needs more than {self.memory_mb} MB (limit `memory_mb`)", help=_RAISE)

    def _failure(self, answer: Failed) -> RenderFailed:
        if answer.memory:
            return RenderFailed([self._too_large()], 4)
        if answer.error is not None:
            return RenderFailed(answer.error.diagnostics, answer.error.exit_code)
        fault = error("internal", answer.fault, help="this is opsdoc's fault; `opsdoc --debug …` shows the trace")
        return RenderFailed([fault], 5, answer.trace)


def _environment(fonts: Sequence[Path]) -> dict[str, str]:
    from opsdoc.fontconfig import isolated
    from opsdoc.resources import cache_folder

    folder = cache_folder()
    try:
        config = isolated(folder, fonts)
    except OSError as problem:
        raise environment_error(
            f"the cache folder {folder} cannot be written: {problem.strerror}",
            "set OPSDOC_CACHE to a folder that can",
        ) from None
    return {**os.environ, "FONTCONFIG_FILE": str(config)}


__all__ = ["Artifact", "Done", "Made", "Pool", "RenderFailed", "Task"]
