"""Limits that hold in a process of their own, and versions that can be told without loading what they are of."""

from __future__ import annotations

import importlib.metadata
import signal
import subprocess
import sys

import pytest

from opsdoc import platform

posix = pytest.mark.skipif(platform.WINDOWS, reason="Windows has no such limits")


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)


@posix
def test_memory_beyond_the_limit_is_refused() -> None:
    code = "from opsdoc.platform import limit_memory; limit_memory(200)\ntry: bytearray(400_000_000)\n"
    assert python(code + "except MemoryError: print('refused')").stdout == "refused\n"


@posix
def test_processor_time_is_counted_from_the_call() -> None:
    burn = "import time\nwhile time.process_time() < {}: pass\n"
    code = f"from opsdoc.platform import limit_cpu\n{burn.format(1.2)}limit_cpu(0)\n{burn.format(30)}"
    done = python(code)
    assert done.returncode == -signal.SIGXCPU
    assert platform.ran_out_of_cpu(done.returncode)
    assert platform.death(done.returncode) == "signal SIGXCPU"


@posix
def test_sigterm_runs_what_stands_in_finally() -> None:
    code = (
        "import os, signal\nfrom opsdoc.platform import Terminated, end_on_sigterm\nend_on_sigterm()\n"
        "try:\n  os.kill(os.getpid(), signal.SIGTERM)\n  signal.pause()\nexcept Terminated: print('ended')\n"
        "finally: print('closed')"
    )
    assert python(code).stdout == "ended\nclosed\n"


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_a_child_ends_with_its_parent() -> None:
    child = (
        "import time\nfrom opsdoc.platform import leave_signals_to_parent\nleave_signals_to_parent()\n"
        "print('up', flush=True)\ntime.sleep(60)"
    )
    parent = (
        f"import os, signal, subprocess, sys\np = subprocess.Popen([sys.executable, '-c', {child!r}], stdout=-1)\n"
        "p.stdout.readline()\nprint(p.pid, flush=True)\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    pid = int(python(parent).stdout)
    for _ in range(100):
        state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
        if not state or state.startswith("Z"):
            return
    pytest.fail(f"the child still runs: {state}")


def test_versions_are_those_of_the_packages() -> None:
    found = platform.package_versions()
    assert list(found) == sorted(found)
    assert set(found) == set(platform.SHAPING)
    for name, version in found.items():
        assert version == importlib.metadata.version(name)


def test_native_libraries_tell_their_versions() -> None:
    found = platform.native_versions()
    assert set(found) == set(platform.NATIVE)
    assert found["pango"].startswith("1.")
    assert all(found.values())
