"""`opsdoc check`: all findings, as text, JSON and annotations; and what a build does with the same findings."""

from __future__ import annotations

import json

import pytest

from opsdoc.cli.check import annotation
from opsdoc.diagnostics import Source, error, warning
from tests.cli.tiny import ENGAGEMENT, WORDS, Tiny

TWO_HEADS = (
    "- {id: x-1, process: data-to-decision, activity: {zh: 决, en: Decide}, cells: {coo: A, cfo: A, it-lead: R}}\n"
)


def codes(text: str) -> set[str]:
    return {item["code"] for item in json.loads(text)}


def test_sound_content_has_no_errors(tiny: Tiny) -> None:
    done = tiny.run("check", "--format", "json")
    assert done.code == 0, done.out
    assert all(item["severity"] == "warning" for item in json.loads(done.out))


def test_findings_are_sorted_by_place_and_counted(tiny: Tiny) -> None:
    tiny.write(WORDS, "甲 {{ nowhere }}\n\n乙 {{ client.nothing }}\n")
    tiny.write(f"{ENGAGEMENT}/tables/raci.yaml", TWO_HEADS)
    done = tiny.run("check")
    assert done.code == 1
    assert done.out == ""
    firsts = [line for line in done.err.splitlines() if " error[" in line]
    assert [line.split(" error")[0] for line in firsts[:2]] == [f"{WORDS}:1:3:", f"{WORDS}:3:3:"]
    assert firsts[2].startswith(f"{ENGAGEMENT}/tables/raci.yaml:1:")
    assert "error[R01]" in firsts[2]
    assert done.err.splitlines()[-1].startswith("3 errors")
    assert not tiny.output.exists()


def test_only_the_documents_named_are_checked(tiny: Tiny) -> None:
    tiny.write(WORDS, "甲 {{ nowhere }}\n")
    assert "expression" in codes(tiny.run("check", "--format", "json").out)
    assert "expression" not in codes(tiny.run("check", "memo", "--format", "json").out)


def test_content_that_cannot_be_read_is_a_finding(tiny: Tiny) -> None:
    tiny.write(f"{ENGAGEMENT}/documents/bad.yaml", "kind: tiny\nkind: tiny\n")
    done = tiny.run("check", "--format", "json")
    assert done.code == 1
    (found,) = json.loads(done.out)
    assert (found["code"], found["file"], found["line"]) == ("yaml", f"{ENGAGEMENT}/documents/bad.yaml", 2)


def test_strict_fails_on_warnings(tiny: Tiny) -> None:
    (tiny.root / ENGAGEMENT / "sections/words.en.md").unlink()
    assert tiny.run("check", "memo").code == 0
    assert tiny.run("check", "memo", "--strict").code == 1
    assert tiny.run("check", "memo", "--status", "approved").code == 1


def test_a_rule_is_explained(tiny: Tiny) -> None:
    done = tiny.run("check", "--explain", "R01")
    assert done.code == 0
    assert done.out.startswith("R01: ")
    wrong = tiny.run("check", "--explain", "Z99")
    assert wrong.code == 2
    assert 'no rule "Z99"' in wrong.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(["nota"], 'no document "nota"'), (["--variant", "hybird"], 'no variant "hybird"')],
)
def test_wrong_names_are_usage_errors(tiny: Tiny, arguments: list[str], message: str) -> None:
    done = tiny.run("check", *arguments)
    assert done.code == 2
    assert message in done.err


def test_annotations_escape_what_workflow_commands_reserve() -> None:
    item = error("R01", "100%\nboth", Source("a,b:c.md", 3, 5), help="keep one")
    assert annotation(item) == "::error file=a%2Cb%3Ac.md,line=3,col=5,title=R01::100%25%0Aboth%0Ahelp: keep one"
    assert annotation(warning("W01", "x")) == "::warning title=W01::x"


def test_a_build_stops_at_the_errors_of_rules_and_keeps_old_files(tiny: Tiny) -> None:
    assert tiny.run("build", "memo").code == 0
    good = tiny.files()
    tiny.write(f"{ENGAGEMENT}/tables/raci.yaml", TWO_HEADS)
    tiny.write(f"{ENGAGEMENT}/sections/words.en.md", "Changed.\n")
    done = tiny.run("build", "memo")
    assert done.code == 1
    assert "error[R01]" in done.err
    assert tiny.files() == good


# ------------------------------------------------------------------------------------------------ --fix


SLIPS = "销售,市场(含渠道) \r\n\r\n费用另计.\r\n"
MENDED = "销售，市场（含渠道）\n\n费用另计。\n"


def slips(tiny: Tiny) -> None:
    (tiny.root / WORDS).write_bytes(SLIPS.encode())


def test_a_file_that_cannot_be_read_or_written_stops_no_other_from_being_mended(tiny: Tiny) -> None:
    slips(tiny)
    broken = tiny.write(f"{ENGAGEMENT}/tables/raci.yaml", "a: 中文,中文 \n  b: [")
    tiny.write(f"{ENGAGEMENT}/sections/locked.zh.md", SLIPS).chmod(0o444)
    found = tiny.run("check")
    assert "error[yaml]" in found.err
    assert "slips of typing in 2 files" in found.err
    done = tiny.run("check", "--fix")
    assert done.code == 3
    assert f"mended: {WORDS}" in done.err
    assert "locked.zh.md: error[environment]: not mended: the file or its folder cannot be written" in done.err
    assert "help: allow writing (chmod u+w)\n" in done.err
    assert (tiny.root / WORDS).read_bytes() == MENDED.encode()
    assert broken.read_text("utf-8") == "a: 中文,中文 \n  b: ["


def test_slips_are_offered_shown_and_mended(tiny: Tiny) -> None:
    slips(tiny)
    assert "slips of typing in 1 file: `opsdoc check --diff` shows them" in tiny.run("check").err
    shown = tiny.run("check", "--diff")
    assert shown.code == 1
    assert "-费用另计." in shown.out
    assert "+费用另计。" in shown.out
    assert f"can be mended: {WORDS} (line ends, trailing spaces, punctuation)" in shown.err
    assert (tiny.root / WORDS).read_bytes() == SLIPS.encode()
    done = tiny.run("check", "--fix", "note")
    assert done.code == 0
    assert done.out == shown.out
    assert "\x1b" not in done.out
    assert (tiny.root / WORDS).read_bytes() == MENDED.encode()
    again = tiny.run("check", "--diff")
    assert (again.code, again.out, again.err) == (0, "", "nothing to mend\n")
    assert [path.name for path in (tiny.root / WORDS).parent.iterdir() if path.name.startswith(".")] == []


def test_what_is_left_after_mending_decides_the_exit_code(tiny: Tiny) -> None:
    tiny.write(WORDS, "甲,乙 {{ nowhere }}\n")
    done = tiny.run("check", "--fix", "--format", "json")
    assert done.code == 1
    assert "expression" in codes(done.out)
    assert "甲，乙 {{ nowhere }}" in (tiny.root / WORDS).read_text("utf-8")
    # The diff gives way to the findings on stdout.
    assert "+甲，乙" in done.err


def test_a_file_that_was_changed_meanwhile_is_not_overwritten(tiny: Tiny) -> None:
    from opsdoc.diagnostics import Log
    from opsdoc.pipeline.mend import mendings, write

    slips(tiny)
    found, log = mendings(tiny.root, Log()), Log()
    tiny.write(WORDS, "另一位作者的话\n")
    assert write(found, log) == []
    assert [(d.message, d.source and d.source.file) for d in log] == [("not mended: it was changed meanwhile", WORDS)]
    assert (tiny.root / WORDS).read_text("utf-8") == "另一位作者的话\n"


def test_labels_of_one_language_are_added_to_the_other_as_open(tiny: Tiny) -> None:
    tiny.write("templates/labels/zh.yaml", 'own_word: "自定词"\n')
    tiny.run("check", "--fix", "memo")
    assert (tiny.root / "templates/labels/en.yaml").read_text("utf-8") == 'own_word: "TBD 自定词"\n'
    found = json.loads(tiny.run("check", "memo", "--format", "json").out)
    assert [item["file"] for item in found if item["code"] == "G05"] == ["templates/labels/en.yaml"]


def test_fix_and_diff_exclude_each_other(tiny: Tiny) -> None:
    done = tiny.run("check", "--fix", "--diff")
    assert done.code == 2
    assert "exclude each other" in done.err


# ------------------------------------------------------------------------------------------------ reports


def test_findings_stand_by_file_and_are_counted_by_code(tiny: Tiny) -> None:
    tiny.write(WORDS, "甲待定 {{ nowhere }}\n\n乙 {{ client.nothing }}\n")
    tiny.write(f"{ENGAGEMENT}/tables/raci.yaml", TWO_HEADS)
    lines = tiny.run("check", "note").err.splitlines()
    assert "    2 × expression  An expression cannot be read or names nothing" in lines
    assert lines[-1].startswith("3 errors")
    # Another file begins behind an empty line.
    first = next(n for n, line in enumerate(lines) if "error[R01]" in line)
    assert lines[first - 1] == ""
    assert lines[first - 2] != ""


def test_github_gets_one_annotation_for_each_finding(tiny: Tiny) -> None:
    tiny.write(WORDS, "甲 {{ nowhere }}\n")
    done = tiny.run("check", "note", "--format", "github")
    assert done.code == 1
    assert f"::error file={WORDS},line=1,col=3,title=expression::" in done.out
    assert all(line.startswith(("::error ", "::warning ")) for line in done.out.splitlines())


def test_an_unknown_kind_is_named_at_its_line(tiny: Tiny) -> None:
    name = f"{ENGAGEMENT}/documents/note.yaml"
    tiny.change(name, "kind: tiny", "title: {zh: 说明, en: Note}\nkind: tinny")
    tiny.change(name, "\ntitle: {zh: 说明, en: Note}\ndate", "\ndate")
    for status in ("draft", "approved"):
        found = json.loads(tiny.run("check", "note", "--status", status, "--format", "json").out)
        (wrong,) = [item for item in found if "no kind of document" in item["message"]]
        assert (wrong["file"], wrong["line"], wrong["help"]) == (name, 2, 'did you mean "tiny"?')


def test_another_client_of_the_workspace_is_not_named(tiny: Tiny) -> None:
    other = "content/engagements/other/engagement.yaml"
    tiny.write(other, (tiny.root / ENGAGEMENT / "engagement.yaml").read_text("utf-8").replace("小微", "宏图"))
    tiny.write(
        "content/engagements/other/documents/memo.yaml",
        "kind: tiny\ntitle: {zh: 备忘, en: Memo}\ndate: 2026-03-01\nnumber: A-1\n",
    )
    tiny.change(f"{ENGAGEMENT}/documents/note.yaml", "kind: tiny", "kind: tiny\nnumber: A-1")
    tiny.write(WORDS, "宏图的结构\n")
    done = tiny.run("check", "note", "--engagement", "tiny", "--format", "json")
    found = {item["code"]: item for item in json.loads(done.out)}
    assert '"宏图" is the client of engagement other' in found["G07"]["message"]
    assert "has the number A-1 of memo" in found["N01"]["message"]


def test_twenty_broken_rules_are_all_named_in_one_run(tiny: Tiny) -> None:
    own = f"{ENGAGEMENT}/tables"
    cells = "cells: {coo: A, cfo: A, it-lead: R}"
    rows = [
        f"- {{id: x-{n}, process: data-to-decision, activity: {{zh: 决{n}, en: Decide {n}}}, {cells}}}"
        for n in range(20)
    ]
    tiny.write(f"{own}/raci.yaml", "\n".join(rows) + "\n")
    found = [item for item in json.loads(tiny.run("check", "memo", "--format", "json").out) if item["code"] == "R01"]
    assert sorted(item["line"] for item in found) == list(range(1, 21))
    assert {item["file"] for item in found} == {f"{own}/raci.yaml"}
