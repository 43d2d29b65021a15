"""The process that renders: a child with limits, so that no document can take the program down with it.

It reads tasks from its standard input and writes answers to its standard output, each a pickle after its length in
eight bytes. Both ends are this program, so the pickles are trusted.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import time
import traceback
from dataclasses import dataclass
from typing import IO, Any

from opsdoc import platform
from opsdoc.diagnostics import OpsdocError, environment_error
from opsdoc.document.tree import Document
from opsdoc.render import RENDERERS
from opsdoc.render.artifact import Artifact, RenderContext


@dataclass(frozen=True, slots=True)
class Task:
    """A document to render in some formats, with `seconds` of processor time for each of them."""

    document: Document
    context: RenderContext
    formats: tuple[str, ...]
    seconds: int


@dataclass(frozen=True, slots=True)
class Made:
    """A finished format and the time it took."""

    artifact: Artifact
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """The task's end before its time: what is wrong with the document, or a fault of the program with its trace."""

    error: OpsdocError | None = None
    memory: bool = False
    fault: str = ""
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The task's end."""


def send(stream: IO[bytes], message: Any) -> None:
    """Write one message."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(len(data).to_bytes(8, "big"))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Read one message; EOFError when the other side is gone."""
    head = stream.read(8)
    if len(head) < 8:
        raise EOFError
    size = int.from_bytes(head, "big")
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)


def run(task: Task, answers: IO[bytes]) -> None:
    """Carry out a task; each format is sent as soon as it is made."""
    try:
        for name in RENDERERS:
            if name not in task.formats:
                continue
            started = time.monotonic()
            platform.limit_cpu(task.seconds)
            artifact = RENDERERS[name]()(task.document, task.context)
            send(answers, Made(artifact, time.monotonic() - started))
            # Boxes hold each other in circles: what one document leaves behind would count against the next one.
            del artifact
            gc.collect()
    except OpsdocError as problem:
        send(answers, Failed(error=problem))
    except MemoryError:
        send(answers, Failed(memory=True))
    except Exception as problem:  # the parent names it, whatever it is, and goes on with the next document
        fault = "".join(traceback.format_exception_only(problem)).strip()
        send(answers, Failed(fault=fault, trace=traceback.format_exc()))
    else:
        send(answers, Done())


def preload(formats: tuple[str, ...]) -> None:
    """Import what the formats need while the parent still reads and composes."""
    for name in formats:
        RENDERERS[name]()
    if "pdf" in formats:
        import weasyprint  # noqa: F401


def main(formats: str, memory_mb: int) -> None:
    """Serve tasks until the parent closes the pipe."""
    platform.leave_signals_to_parent()
    # Answers travel on a descriptor of their own: nothing that a library prints can get between them.
    answers = os.fdopen(os.dup(1), "wb")
    tasks = os.fdopen(os.dup(0), "rb")
    os.dup2(2, 1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    broken: OpsdocError | None = None
    try:
        preload(tuple(formats.split(",")))
    except (ImportError, OSError) as problem:
        broken = environment_error(f"cannot load what draws: {problem}", "`opsdoc doctor` says what is missing")
    platform.limit_memory(memory_mb)
    # A layout makes millions of objects and drops few: collecting as often as Python does by default takes a fifth of
    # the whole time, and this saves 5 MB of 280.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    while True:
        try:
            task = receive(tasks)
        except EOFError:
            return
        if broken:
            send(answers, Failed(error=broken))
            continue
        run(task, answers)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
