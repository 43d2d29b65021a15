"""YAML as authors write it, and as they should not: every refusal names the place."""

from __future__ import annotations

import pytest

from opsdoc.content.yamlfile import native, parse
from opsdoc.diagnostics import Log


def read(text: str) -> tuple[object, Log]:
    log = Log()
    parsed = parse(text, "a.yaml", log)
    return (parsed.data if parsed else None), log


def test_scalars_stay_text_so_that_the_schema_decides() -> None:
    data, log = read("a: NO\nb: 0123\nc: 1.10\nd: 2026-03-01\ne:\nf: ~\ng: 'true'\n")
    assert data == {"a": "NO", "b": "0123", "c": "1.10", "d": "2026-03-01", "e": None, "f": None, "g": "true"}
    assert not log.items


def test_untyped_data_knows_only_true_and_false_as_booleans() -> None:
    data, _ = read("a: no\nb: true\nc: 0123\nd: 12\ne: 1.5\nf: 'true'\ng: [1, x]\n")
    assert native(data) == {"a": "no", "b": True, "c": "0123", "d": 12, "e": 1.5, "f": "true", "g": [1, "x"]}


def test_every_node_knows_its_line_and_column() -> None:
    log = Log()
    parsed = parse("name:\n  zh: 甲\nitems:\n  - a\n  - b: 1\n", "a.yaml", log)
    assert parsed is not None
    assert str(parsed.places[("name", "zh")]) == "a.yaml:2:3"
    assert str(parsed.places[("items", 1, "b")]) == "a.yaml:5:5"


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", "a.yaml:3:2", "not valid YAML"),
        ("a: 1\nb: 2\na: 3\n", "a.yaml:3:1", 'duplicate key "a"'),
        ("a: b: c\n", "a.yaml:1:5", "not valid YAML"),
        ("? [a]\n: b\n", "a.yaml:1:3", "a key must be a plain word"),
        ("a: " + "[" * 60 + "]" * 60, "a.yaml:1:", "nested deeper than 40 levels"),
    ],
)
def test_what_cannot_be_read_is_one_error_with_its_place(text: str, place: str, message: str) -> None:
    data, log = read(text)
    assert data is None
    assert len(log.errors) == 1
    assert str(log.errors[0].source).startswith(place)
    assert message in log.errors[0].message
    assert log.errors[0].help


def test_an_alias_bomb_is_refused_at_once() -> None:
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    data, log = read("\n".join(levels))
    assert data is None
    assert log.errors[0].code == "limit"


def test_a_file_that_calls_itself_ends() -> None:
    data, log = read("a: &a [*a]\n")
    assert data is None
    assert log.errors


def test_no_python_object_is_ever_made() -> None:
    data, log = read("a: !!python/object/apply:os.system ['true']\n")
    assert data == {"a": ["true"]}
    assert not log.items


@pytest.mark.parametrize("text", ["[" * 400_000, "- " * 300_000, "{a: " * 200_000, "? " * 300_000])
def test_nesting_that_would_use_up_the_stack_is_refused(text: str) -> None:
    data, log = read(text)
    assert data is None
    assert "nested deeper than 40 levels" in log.errors[0].message
    assert log.errors[0].source is not None
    assert log.errors[0].source.line == 1


def test_many_short_mappings_are_not_deep() -> None:
    data, log = read("".join(f"- {{zh: a{n}, en: b}}\n" for n in range(4000)))
    assert isinstance(data, list)
    assert len(data) == 4000
    assert not log.items


def test_a_long_text_cannot_be_multiplied() -> None:
    data, log = read("a: &a " + "x" * 1000 + "\nb: [" + ", ".join(["*a"] * 100) + "]\n")
    assert data is None
    assert "more than 64 aliases" in log.errors[0].message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('a: "x\\x07y"\n', "a control character, U+0007"),
        ("a: x\u0007y\n", "a character that YAML does not allow, U+0007"),
        ('a: "x\\u202ey"\n', "an invisible direction mark, U+202E"),
        ("a: x\u2066y\n", "an invisible direction mark, U+2066"),
    ],
)
def test_characters_that_nobody_sees_are_refused(text: str, message: str) -> None:
    data, log = read(text)
    assert data is None
    assert message in log.errors[0].message
    assert str(log.errors[0].source).startswith("a.yaml:1:")
