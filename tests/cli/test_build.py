"""`opsdoc build`: what it prints where, and what it says to wrong arguments and folders."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from opsdoc.write import output_folder
from tests.cli.tiny import ENGAGEMENT, WORDS, Tiny


def test_progress_and_summary_go_to_stderr_and_nothing_to_stdout(tiny: Tiny) -> None:
    done = tiny.run("build", "note", "--to", "html,docx", "--lang", "zh,en")
    assert (done.code, done.out) == (0, "")
    lines = [re.sub(r"\d+\.\d s", "0.0 s", line) for line in done.err.splitlines()]
    assert lines == [
        "[1/4] note · five-departments · zh → docx  0.0 s",
        "[2/4] note · five-departments · zh → html  0.0 s",
        "[3/4] note · five-departments · en → docx  0.0 s",
        "[4/4] note · five-departments · en → html  0.0 s",
        "4 built in 0.0 s: output/tiny/",
        "  note.five-departments.zh.docx",
        "  note.five-departments.zh.html",
        "  note.five-departments.en.docx",
        "  note.five-departments.en.html",
    ]
    again = tiny.run("build", "note", "--to", "html,docx", "--lang", "zh,en")
    assert again.err.splitlines()[0] == "[1/4] note · five-departments · zh → docx  unchanged"
    assert "4 unchanged in" in again.err


def test_a_pdf_says_its_pages(tiny: Tiny) -> None:
    done = tiny.run("build", "note", "--to", "pdf")
    assert re.match(r"\[1/1\] note · five-departments · zh → pdf  \d+ pages?  \d+\.\d s\n", done.err)


def test_quiet_says_nothing_when_all_is_well(tiny: Tiny) -> None:
    assert tiny.run("build", "memo", "-q").err == ""


def test_progress_and_findings_as_json_lines(tiny: Tiny) -> None:
    (tiny.root / ENGAGEMENT / "sections/words.en.md").unlink()
    done = tiny.run("build", "memo", "--log-format", "json")
    progress, finding = (json.loads(line) for line in done.err.splitlines())
    assert progress["state"] == "built"
    assert progress["format"] == "html"
    assert (finding["severity"], finding["code"]) == ("warning", "G02")


def test_dry_run_lists_the_files_and_writes_none(tiny: Tiny) -> None:
    done = tiny.run("build", "note", "--variant", "hybrid", "--dry-run")
    assert done.code == 0
    assert done.out.splitlines() == [
        str(tiny.output / "note.hybrid.zh.pdf"),
        str(tiny.output / "note.hybrid.zh.docx"),
    ]
    assert not (tiny.root / "output").exists()


def test_parameters_reach_the_templates(tiny: Tiny) -> None:
    tiny.write(WORDS, "{{ params.year + 1 }} {{ params.name }}\n")
    assert tiny.run("build", "note", "--to", "html", "-P", "year=2026", "-P", "name=<b>甲</b>").code == 0
    page = (tiny.output / "note.five-departments.zh.html").read_text("utf-8")
    text = re.sub(r"<[^>]*>", "", page)
    assert "2027" in text
    assert "&lt;b&gt;甲&lt;/b&gt;" in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nota"], 'no document "nota"\nhelp: did you mean "note"?'),
        ([], "which document?\nhelp: choose from: memo, note"),
        (
            ["note", "--variant", "five-department"],
            'no variant "five-department"\nhelp: did you mean "five-departments"?',
        ),
        (["note", "--lang", "cn"], 'no language "cn"\nhelp: choose from: en, en-zh, zh, zh-en'),
        (["note", "--to", "pdf,dox"], 'no format "dox"\nhelp: did you mean "docx"?'),
        (["note", "--engagement", "tinny"], 'no engagement "tinny"\nhelp: did you mean "tiny"?'),
        (["note", "--theme", "consultin"], 'no theme "consultin"\nhelp: did you mean "consulting"?'),
        (["note", "--paper", "a3"], 'no paper "a3"'),
        (["note", "--audience", "bord"], 'no audience "bord"\nhelp: did you mean "board"?'),
        (["note", "--status", "drafty"], 'no status "drafty"\nhelp: did you mean "draft"?'),
        (["note", "--docx-diagrams", "canvass"], 'no way to draw diagrams "canvass"'),
        (["note", "-P", "year"], 'cannot read -P "year"\nhelp: write -P key=value'),
        (["note", "-j", "many"], '-j "many" is no number of processes'),
        (["note", "--variant", "hybrid", "--all-variants"], "--variant and --all-variants exclude each other"),
        (["note", "--reference-doc", "no.docx"], "no.docx is not there"),
        (["note", "--reference-doc", "content"], "content is a folder"),
        (["note", "--workspace", "content"], "content is no workspace (it has no opsdoc.yaml)"),
        (["note", "--workspace", "opsdoc.yaml"], "opsdoc.yaml is a file, a folder is needed"),
        (["note", "--workspace", "nowhere"], "nowhere is not there\nhelp: `opsdoc init nowhere` makes a workspace"),
        (["note", "--langs", "zh"], "No such option"),
    ],
)
def test_a_wrong_argument_exits_2_and_says_the_way_out(tiny: Tiny, arguments: list[str], message: str) -> None:
    done = tiny.run("build", *arguments)
    assert done.code == 2
    assert done.out == ""
    assert message in done.err
    assert "error[usage]: " in done.err
    assert "\nhelp: " in done.err
    assert "Traceback" not in done.err
    assert tiny.files() == {}


def test_outside_a_workspace_init_is_the_way_out(tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = tiny.run("build", "note")
    assert done.code == 2
    assert "no workspace here" in done.err
    assert "`opsdoc init DIR` makes one" in done.err


def test_the_workspace_is_found_from_a_folder_below(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tiny.root / "content" / "engagements")
    done = tiny.run("build", "memo")
    assert done.code == 0
    assert (tiny.output / "memo.five-departments.en.html").is_file()


def test_an_empty_workspace_is_the_packaged_one(tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "opsdoc.yaml").write_text("")
    monkeypatch.chdir(tmp_path / "empty")
    done = tiny.run("build", "proposal", "--dry-run", "--engagement", "sample-trading")
    assert done.code == 0, done.err
    unnamed = tiny.run("build", "proposal")
    assert unnamed.code == 2
    assert "which engagement?\nhelp: name one with --engagement, or in opsdoc.yaml: sample-" in unnamed.err


def test_the_only_engagement_of_a_workspace_need_not_be_named(tiny: Tiny) -> None:
    tiny.write("opsdoc.yaml", "")
    assert tiny.run("build", "memo", "--dry-run").code == 0


@pytest.mark.parametrize(
    ("config", "code", "message"),
    [
        ("workspace_version: 0\nengagement: tiny\n", 3, "opsdoc.yaml:1:1: error[workspace]: workspace version 0"),
        ("workspace_version: 2\nengagement: tiny\n", 3, "help: install a newer opsdoc"),
        ("engagement: tiny\nengagment: x\n", 1, '    2 | engagment: x\n      | ^ \nhelp: did you mean "engagement"?'),
        ("engagement: tiny\nformats: [pdff]\n", 1, "opsdoc.yaml:2"),
        ("engagement: tinny\n", 2, 'no engagement "tinny"'),
        ("engagement: [\n", 1, "opsdoc.yaml:"),
    ],
)
def test_what_is_wrong_in_opsdoc_yaml(tiny: Tiny, config: str, code: int, message: str) -> None:
    # The package's own engagement must not stand in for the one that a broken file no longer names.
    tiny.write("opsdoc.yaml", config)
    done = tiny.run("build", "note", *(["--engagement", "tiny"] if "[\n" in config else []))
    assert (done.code, message in done.err) == (code, True), done.err
    assert tiny.files() == {}


def test_all_errors_of_the_content_are_shown_at_once(tiny: Tiny) -> None:
    tiny.write("content/functions/brand/function.yaml", "name: {zh: 品牌, en: Brand}\npurpose: x\npurpose: y\n")
    tiny.write(f"{ENGAGEMENT}/documents/other.yaml", "kind: tiny\n")
    done = tiny.run("build", "note")
    assert done.code == 1
    assert 'content/functions/brand/function.yaml:3:1: error[yaml]: duplicate key "purpose"' in done.err
    assert '"title" is missing' in done.err
    assert '"date" is missing' in done.err
    assert tiny.files() == {}


def test_strict_finishes_everything_and_then_fails(tiny: Tiny) -> None:
    (tiny.root / ENGAGEMENT / "sections/words.en.md").unlink()
    done = tiny.run("build", "memo", "note", "--to", "html", "--strict")
    assert done.code == 1
    assert "warning[G02]: section words has no English text" in done.err
    assert len([name for name in tiny.files() if name.endswith(".html")]) == 2
    assert tiny.run("build", "note", "--to", "html", "--strict").code == 0


def test_a_missing_translation_stops_an_issued_document(tiny: Tiny) -> None:
    (tiny.root / ENGAGEMENT / "sections/words.en.md").unlink()
    done = tiny.run("build", "memo", "--status", "effective")
    assert done.code == 1
    assert "error[G02]: section words has no English text" in done.err
    assert tiny.files() == {}


def test_an_output_folder_that_cannot_be_written_exits_3(tiny: Tiny) -> None:
    (tiny.root / "plain").write_text("a file")
    (tiny.root / "link").symlink_to(tiny.root)
    for place, message in (
        ("plain", "a folder is needed"),
        ("link", "is a symbolic link"),
        ("/proc/opsdoc", "cannot write /proc/opsdoc"),
    ):
        done = tiny.run("build", "memo", "--output-dir", place)
        assert (done.code, message in done.err) == (3, True), done.err
        assert "[1/1]" not in done.err


@pytest.mark.parametrize("option", ["--output-dir=", "--workspace=", "--brand= "])
def test_an_empty_path_is_not_the_current_folder(tiny: Tiny, option: str) -> None:
    done = tiny.run("build", "memo", option)
    assert done.code == 2
    assert f"{option.partition('=')[0]} is empty" in done.err
    assert "help: " in done.err
    assert not tiny.output.exists()


def test_an_output_file_that_is_a_link_is_refused_before_rendering(tiny: Tiny) -> None:
    tiny.output.mkdir(parents=True)
    (tiny.output / "memo.five-departments.en.html").symlink_to(tiny.root / "opsdoc.yaml")
    before = (tiny.root / "opsdoc.yaml").read_bytes()
    done = tiny.run("build", "memo")
    assert done.code == 3
    assert "is a symbolic link" in done.err
    assert (tiny.root / "opsdoc.yaml").read_bytes() == before


@pytest.mark.slow
def test_a_second_build_at_the_same_time_names_the_first(tiny: Tiny) -> None:
    with output_folder(tiny.output, []):
        done = tiny.run("build", "memo")
    assert done.code == 3
    assert re.search(rf"another build is writing to .* \(process {os.getpid()}, since ", done.err)
    assert tiny.files() == {}


def started(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "opsdoc", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True).stdout
    return [int(word) for word in listed.split()]


def alive(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="asks ps for children")
@pytest.mark.parametrize(
    ("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -signal.SIGKILL)]
)
def test_a_build_that_is_ended_leaves_no_child_and_no_torn_file(tiny: Tiny, sent: signal.Signals, code: int) -> None:
    tiny.run("build", "note")
    good = tiny.files()
    tiny.write(WORDS, "组织设计让决策靠近信息。\n\n" * 3000)
    build = started("build", "note")
    deadline = time.monotonic() + 30
    while not (tiny.output / ".opsdoc.lock").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.5)
    renderers = children(build.pid)
    build.send_signal(sent)
    _, said = build.communicate(timeout=30)
    # A shell says 130 for both: CPython itself ends by SIGINT when that arrives while it executes a string, as the
    # making of a dataclass does.
    assert build.returncode in (code, -sent if sent is signal.SIGINT else code), said
    assert "Traceback" not in said
    assert renderers
    for _ in range(100):
        if not any(alive(pid) for pid in renderers):
            break
        time.sleep(0.05)
    assert not any(alive(pid) for pid in renderers)
    left = {name: data for name, data in tiny.files().items() if name != ".opsdoc.lock"}
    assert left == good
    if sent is not signal.SIGKILL:
        assert not (tiny.output / ".opsdoc.lock").exists()
    # A lock that nobody holds stops nobody.
    tiny.write(WORDS, "短\n")
    assert tiny.run("build", "note", "--to", "html").code == 0
    assert not [name for name in tiny.files() if name.startswith(".")]


def test_the_first_pdf_is_opened(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []
    monkeypatch.setattr("opsdoc.platform.open_file", seen.append)
    assert tiny.run("build", "note", "--to", "pdf", "--open").code == 0
    assert [path.name for path in seen] == ["note.five-departments.zh.pdf"]


def test_a_fault_of_opsdoc_is_one_line_and_exit_5(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("opsdoc.cli.build.build", broken)
    done = tiny.run("build", "note")
    assert done.code == 5
    assert done.err.splitlines()[0] == "error[internal]: RuntimeError: boom"
    assert "Traceback" not in done.err
    with pytest.raises(RuntimeError):
        tiny.run("--debug", "build", "note")
