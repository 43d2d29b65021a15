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
