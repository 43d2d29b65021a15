"""`opsdoc init` for a client: what it asks, what it writes, and that it builds."""

from __future__ import annotations

import sys

import click
import pytest

from tests.cli.tiny import Tiny


def answers(monkeypatch: pytest.MonkeyPatch, *given: str) -> list[str]:
    """A user at a terminal who gives these answers; the list fills with what is asked."""
    asked: list[str] = []
    left = list(given)

    def prompt(text: str, default: str = "", **_: object) -> str:
        asked.append(text)
        return left.pop(0) or default

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True)
    monkeypatch.setattr(click, "prompt", prompt)
    return asked


def test_it_asks_client_kind_variant_and_languages(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answers(monkeypatch, "云岭文旅有限公司", "Yunling Leisure Ltd", "policy", "seven-teams", "zh")
    done = tiny.run("init", "new")
    assert done.code == 0, done.err
    assert [text.partition(" (")[0].partition(",")[0] for text in asked] == [
        "Client",
        "Client",
        "Kind of document",
        "Variant",
        "Languages",
    ]
    assert "opsdoc build policy" in done.err
    monkeypatch.chdir(tiny.root / "new")
    planned = tiny.run("build", "policy", "--dry-run")
    assert [line.rpartition("/")[2] for line in planned.out.split()] == [
        "policy.seven-teams.zh.pdf",
        "policy.seven-teams.zh.docx",
    ]


def test_a_new_clients_documents_build_clean_and_name_no_other_client(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("--yes", "--client", '云岭: "文旅" 公司', "--client-en", "Yunling & Sons", "--lang", "zh")
    assert tiny.run("init", "new", *arguments).code == 0
    monkeypatch.chdir(tiny.root / "new")
    checked = tiny.run("check", "--strict")
    assert checked.code == 0, checked.err
    assert tiny.run("build", "proposal", "--to", "html").code == 0
    page = (tiny.root / "new/output/yunling-sons/proposal.hybrid.zh.html").read_text("utf-8")
    assert "云岭" in page
    assert "衡川" not in page


def test_no_client_means_the_sample(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "", "", "", "", "")
    assert tiny.run("init", "new").code == 0
    assert "\nengagement: sample-trading\n" in (tiny.root / "new/opsdoc.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--kind", "polcy"], 'no kind of document "polcy"\nhelp: did you mean "policy"?'),
        (["--variant", "hybird"], 'no variant "hybird"\nhelp: did you mean "hybrid"?'),
        (["--lang", "de"], 'no language "de"'),
        (["--client-en", "Sample Trading"], '"sample-trading" is a client of the starter content'),
    ],
)
def test_a_wrong_choice_leaves_nothing_behind(tiny: Tiny, arguments: list[str], message: str) -> None:
    before = sorted(path.name for path in tiny.root.iterdir())
    done = tiny.run("init", "new", "--yes", *arguments)
    assert done.code == 2
    assert message in done.err
    assert sorted(path.name for path in tiny.root.iterdir()) == before
