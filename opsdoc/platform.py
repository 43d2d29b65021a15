"""What differs between operating systems: limits of a process, its end with its parent, native libraries, openers."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

WINDOWS = sys.platform == "win32"

# Shared libraries under WeasyPrint: the names they go by, best first, and the Debian package that brings them.
NATIVE: Mapping[str, tuple[tuple[str, ...], str]] = {
    "pango": (("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"), "libpango-1.0-0"),
    "pangoft2": (("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"), "libpangoft2-1.0-0"),
    "harfbuzz": (("libharfbuzz.so.0", "libharfbuzz.dylib", "libharfbuzz-0.dll"), "libharfbuzz0b"),
    "harfbuzz-subset": (
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib", "libharfbuzz-subset-0.dll"),
        "libharfbuzz-subset0",
    ),
    "fontconfig": (("libfontconfig.so.1", "libfontconfig.dylib", "libfontconfig-1.dll"), "libfontconfig1"),
}

# Packages whose version can change a page or a file.
SHAPING = (
    *("jinja2", "lxml", "markdown-it-py", "mdit-py-plugins", "pillow"),
    *("pydyf", "pypinyin", "python-docx", "resvg-py", "weasyprint"),
)


class Terminated(BaseException):
    """SIGTERM arrived: everything is closed on the way out, then the process ends with 143."""


def end_on_sigterm() -> None:
    """Make SIGTERM an exception, so that `finally` blocks run. Only the main thread may call this."""
    import signal

    def end(signum: int, frame: object) -> None:
        raise Terminated

    signal.signal(signal.SIGTERM, end)


def leave_signals_to_parent() -> None:
    """For a child: Ctrl-C is the parent's business, and the kernel ends the child when the parent is gone (Linux)."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "linux":
        import ctypes

        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)


def limit_memory(megabytes: int) -> None:
    """Cap the address space of this process. Windows has no such limit; there the wall clock alone counts."""
    if not WINDOWS:
        import resource

        size = megabytes * 1024 * 1024
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        if hard != resource.RLIM_INFINITY:
            size = min(size, hard)
        resource.setrlimit(resource.RLIMIT_AS, (size, hard))


def limit_cpu(seconds: int) -> None:
    """Allow this process so many seconds of processor time from now on."""
    if not WINDOWS:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        allowed = int(used.ru_utime + used.ru_stime) + seconds + 1
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        if hard != resource.RLIM_INFINITY:
            allowed = min(allowed, hard)
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))


def death(code: int) -> str:
    """Why a process ended, from its return code: `signal SIGSEGV`, `status 3`."""
    if code >= 0:
        return f"status {code}"
    import signal

    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"


def died_in_native_code(code: int) -> bool:
    """Whether a process was ended by a fault or an abort of its native code."""
    if WINDOWS:
        return False
    import signal

    return code in (-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS)


def ran_out_of_cpu(code: int) -> bool:
    """Whether the processor limit ended a process."""
    if WINDOWS:
        return False
    import signal

    return code == -signal.SIGXCPU


def sync_folder(folder: Path) -> None:
    """Have the folder's entries on the disk. Windows cannot, and does it by itself."""
    if WINDOWS:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        pass  # some network file systems refuse; the replacement itself has happened
    finally:
        os.close(handle)


def open_file(path: Path) -> None:
    """Show a file in the program that the desktop has for it. Raises OSError when there is none."""
    if sys.platform == "win32":
        os.startfile(path)
        return
    import subprocess

    opener = "open" if sys.platform == "darwin" else "xdg-open"
    subprocess.Popen(
        [opener, str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def cores() -> int:
    """Processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def package_versions(names: Iterable[str] = SHAPING) -> dict[str, str]:
    """Versions of installed packages by name, in alphabetical order; those that are not there are left out."""
    # The names of the metadata folders tell; reading each package's metadata would take ten times as long.
    wanted = {name.replace("-", "_").lower(): name for name in names}
    found: dict[str, str] = {}
    for folder in sys.path:
        try:
            entries = os.listdir(folder or ".")
        except OSError:
            continue
        for entry in entries:
            if entry.endswith(".dist-info"):
                stem, _, version = entry.removesuffix(".dist-info").partition("-")
                name = wanted.get(stem.replace("-", "_").replace(".", "_").lower())
                if name:
                    found.setdefault(name, version)
    return dict(sorted(found.items()))


def native_versions() -> dict[str, str]:
    """Versions of the native libraries that draw text; "" for one that is missing, "?" for one that does not tell."""
    import ctypes

    out: dict[str, str] = {}
    for name, (candidates, _) in NATIVE.items():
        library = None
        for candidate in candidates:
            try:
                library = ctypes.CDLL(candidate)
                break
            except OSError:
                continue
        out[name] = "" if library is None else _version(name, library)
    return out


def _version(name: str, library: object) -> str:
    import ctypes

    try:
        match name:
            case "pango":
                call = library.pango_version_string  # type: ignore[attr-defined]
                call.restype = ctypes.c_char_p
                return str(call().decode())
            case "harfbuzz":
                call = library.hb_version_string  # type: ignore[attr-defined]
                call.restype = ctypes.c_char_p
                return str(call().decode())
            case "fontconfig":
                number = int(library.FcGetVersion())  # type: ignore[attr-defined]
                return f"{number // 10000}.{number // 100 % 100}.{number % 100}"
    except AttributeError:
        pass
    return "?"
