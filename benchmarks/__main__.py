"""`make bench`: how long things take, as ratios to a peer measured in the same run.

Every figure is a median of whole processes on this machine, now; a busy machine moves both sides of a ratio alike.
Nothing here is a test: targets stand beside the ratios for the reader.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.charts import rows as charts
from benchmarks.pages import print_html
from benchmarks.records import load_and_judge

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
OPSDOC = [PYTHON, "-m", "opsdoc"]


def main() -> int:
    """Measure and print a table; what a machine has no peer for is left out and said."""
    runs = int(os.environ.get("BENCH_RUNS", "3"))
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        rows = [
            start_up(),
            unchanged(work),
            rules(runs),
            pdf(work, runs),
            *docx(work, runs),
            both(work, runs),
            *charts(),
            *handbooks(),
        ]
    print(f"{'what':58} {'ours':>9} {'peer':>9} {'ratio':>7}  target")
    for row in rows:
        if row:
            print(row)
    return 0


def line(what: str, ours: float, peer: float, target: str) -> str:
    """One row of the table; seconds and their ratio."""
    return f"{what:58} {ours:8.2f}s {peer:8.2f}s {ours / peer:6.2f}×  {target}"


def start_up() -> str:
    """`opsdoc --help` as a whole process, beside an empty Python."""
    ours = seconds([*OPSDOC, "--help"], 15)
    bare = seconds([PYTHON, "-c", "pass"], 15)
    return line("opsdoc --help · bare Python", ours, bare, "≤ 6×, ≤ 0.15 s")


def unchanged(work: Path) -> str:
    """The sample proposal of all five variants, none of which has changed, beside an empty Python."""
    five = [*OPSDOC, "build", "proposal", "--all-variants", "--lang", "zh", "--to", "docx", "-q"]
    five += ["--output-dir", str(work / "five")]
    run(five)
    ours = seconds(five, 15)
    bare = seconds([PYTHON, "-c", "pass"], 15)
    return line("five proposals, nothing changed · bare Python", ours, bare, "≤ 0.25 s")


def rules(runs: int) -> str:
    """All rules over ten thousand records, beside loading these from YAML and CSV; processor time of one process."""
    pairs = [load_and_judge() for _ in range(runs)]
    loading, judging = (statistics.median(column) for column in zip(*pairs, strict=True))
    return line("rules over 10,000 records · loading them", judging, loading, "≤ 2×, ≤ 2 s")


def pdf(work: Path, runs: int) -> str:
    """The sample proposal as PDF, beside WeasyPrint alone on the same HTML, both from a cold start."""
    html = work / "proposal.html"
    config = print_html(html)
    environment = {**os.environ, "FONTCONFIG_FILE": str(config)}
    ours = seconds(build(work, "pdf"), runs)
    peer = seconds([PYTHON, "-m", "weasyprint", str(html), str(work / "peer.pdf")], runs, environment)
    return line("proposal → PDF · WeasyPrint on the same HTML, cold", ours, peer, "≤ 1.10×")


def docx(work: Path, runs: int) -> list[str]:
    """The sample proposal as DOCX, beside Pandoc on the same text: whole processes, then one after another in one.

    "The same text" is the page that our PDF is made from: Pandoc takes its words, tables and notes, and the charts as
    pictures, which it copies as they are; we draw each of them as shapes with a picture, and number the pages. Warm
    times are of processor time, Pandoc's too, whose process starts in 0.03 s; the last row forgets the charts that the
    process has drawn before."""
    if not shutil.which("pandoc"):
        return ["proposal → DOCX: no Pandoc on this machine"]
    html = work / "proposal.html"
    peer_command = ["pandoc", "-f", "html", "-t", "docx", "-o", str(work / "peer.docx"), str(html)]
    peer, peer_cpu = seconds(peer_command, runs), processor_seconds(peer_command, runs)

    def warm(anew: bool) -> float:
        code = f"from benchmarks.pages import warm_docx; print(warm_docx({anew}))"
        return float(subprocess.run([PYTHON, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True).stdout)

    cold_code = "from benchmarks.pages import cold_docx; cold_docx()"
    cold = seconds([PYTHON, "-c", cold_code], runs)
    return [
        line("proposal → DOCX · Pandoc on the same text, cold", cold, peer, "≤ 2.5×"),
        line("proposal → DOCX · Pandoc on the same text, warm", warm(False), peer_cpu, "≤ 0.6×"),
        line("the same, every chart drawn anew", warm(True), peer_cpu, ""),
    ]


def processor_seconds(command: Sequence[str], runs: int) -> float:
    """Median processor time of a whole process."""
    times = []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        run(command)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        times.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return statistics.median(times)


def both(work: Path, runs: int) -> str:
    """PDF and DOCX in one run, beside Pandoc → DOCX → LibreOffice → PDF; and the memory that it takes."""
    if not shutil.which("pandoc") or not shutil.which("soffice"):
        return "proposal → PDF and DOCX: no Pandoc or LibreOffice on this machine"
    html = work / "proposal.html"

    def peer() -> None:
        target = work / "peer.docx"
        run(["pandoc", "-f", "html", "-t", "docx", "-o", str(target), str(html)])
        profile = f"-env:UserInstallation=file://{work}/profile"
        run(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(work), str(target)])

    peak = memory(build(work, "pdf,docx"))
    row = line(
        "proposal → PDF + DOCX · Pandoc, then LibreOffice",
        seconds(build(work, "pdf,docx"), runs),
        timed(peer, runs),
        "≤ 1.5×",
    )
    return f"{row}\n{'peak memory of that build, all its processes':58} {peak / 2**20:8.0f} MiB{'':18}  ≤ 350 MiB"


def handbooks() -> list[str]:
    """Handbooks of about 100 and 300 pages: processor time of a page of each, and the memory of the longer; and our
    spacing, justification and tags beside WeasyPrint as it comes, on the same page of markup."""

    def figures(what: str) -> dict[str, float]:
        command = [PYTHON, "-m", "benchmarks.handbooks", what]
        found: dict[str, float] = json.loads(
            subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()[-1]
        )
        return found

    cost, short, long = figures("additions"), figures("100"), figures("300")
    per_page = (made["seconds"] / made["pages"] for made in (long, short))
    return [
        line("spacing, justification, tags · stock WeasyPrint", cost["ours"], cost["raw"], "≤ 1.15×"),
        line(f"a page of {long['pages']:.0f} · a page of {short['pages']:.0f}", *per_page, "≤ 1.15×"),
        f"{'peak memory of the longer one, its renderer':58} {long['peak']:8.0f} MiB{'':18}  ≤ 600 MiB",
    ]


def build(work: Path, formats: str) -> list[str]:
    """The command line of a forced build of the sample proposal."""
    return [
        *OPSDOC,
        "build",
        "proposal",
        "--lang",
        "zh",
        "--to",
        formats,
        "--force",
        "-q",
        "--output-dir",
        str(work / "out"),
    ]


def seconds(command: Sequence[str], runs: int, environment: dict[str, str] | None = None) -> float:
    """Median wall time of a whole process."""
    return timed(lambda: run(command, environment), runs)


def timed(action: Callable[[], None], runs: int) -> float:
    """Median wall time of an action."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def run(command: Sequence[str], environment: dict[str, str] | None = None) -> None:
    """Run a command quietly in the repository; a failure ends the benchmark with what it printed."""
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stderr[-2000:]}")


def memory(command: Sequence[str]) -> int:
    """Highest sum of the proportional memory of a process and its children, in bytes, sampled every 50 ms."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.05):
            peak = max(peak, sum(resident(pid) for pid in family(process.pid)))

    thread = threading.Thread(target=watch)
    thread.start()
    process.wait()
    done.set()
    thread.join()
    return peak


def family(pid: int) -> list[int]:
    """A process and all below it."""
    out = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            out += [p for child in task.read_text().split() for p in family(int(child))]
        except OSError:
            continue
    return out


def resident(pid: int) -> int:
    """Memory of a process, shared pages divided among those that share them."""
    try:
        for row in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if row.startswith("Pss:"):
                return int(row.split()[1]) * 1024
    except OSError:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
