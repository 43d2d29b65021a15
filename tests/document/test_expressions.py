"""Expressions of section texts: plain data in, plain text out, nothing else within reach."""

from __future__ import annotations

import pytest

from opsdoc.content.markdown import parse
from opsdoc.diagnostics import Diagnostic, Log, Source
from opsdoc.document import tree as t
from opsdoc.document.expressions import escape_markdown, evaluate, truth

PLACE = Source("s.zh.md", 3, 5)
NASTY = 'A*B | <C> {{ 7*7 }} & "D"'
DATA = {"a": {"b": 3}, "client": {"short_name": NASTY}}


def test_values_and_filters() -> None:
    assert evaluate("a.b + 1", DATA, "en", PLACE) == "4"
    assert evaluate("1200000 | money", DATA, "zh", PLACE) == "120万元"
    assert evaluate("client.short_name", DATA, "zh", PLACE) == NASTY


@pytest.mark.parametrize(
    ("expression", "message", "help_"),
    [
        ("a.bb", "no attribute 'bb'", 'did you mean "b"?'),
        ("clent.short_name", "'clent' is not defined", 'did you mean "client"?'),
        ("a.b |", "cannot read", "correct the expression"),
        ("1 / 0", "division by zero", "correct the expression"),
        ("a.__class__.__mro__", "unsafe", "correct the expression"),
        ("''.join.__globals__", "fails", "correct the expression"),
        ("'{:>99999999999}'.format(1)", "fails", "correct the expression"),
        ("1 | center(99999999999)", "cannot read", "correct the expression"),
        ("'x' * 10**9", "is for numbers", "correct the expression"),
        ("9 ** 99999999", "is for numbers", "correct the expression"),
        ("(1).to_bytes(10**10, 'big')", "unsafe", "correct the expression"),
        ("1.5 | round(10**9, 'ceil')", "from -15 to 15 places", "correct the expression"),
        ("range(10**4) | join(range(10**4) | join)", "more than 20000 characters", "correct the expression"),
        ("'{:>999999999}'.format(1)", "may not have a width", "correct the expression"),
        ("('{:>' ~ '999999999}').format(1)", "may not have a width", "correct the expression"),
        ("'{:{w}}'.format(1, w=10**9)", "may not have a width", "correct the expression"),
        ("a.keys", "is a method, not a text", "name one field"),
        ("a", "is a group of fields, not a text", "name one field"),
        ("[1, 2]", "is a list, not a text", "join a list"),
        ("'x' | number", "not a number", "correct the expression"),
        ("cycler", "'cycler' is not defined", ""),
    ],
)
def test_what_fails_says_where_and_what_to_do(expression: str, message: str, help_: str) -> None:
    result = evaluate(expression, DATA, "en", PLACE)
    assert isinstance(result, Diagnostic)
    assert message in result.message
    assert result.source == PLACE
    assert help_ in result.help


def test_a_field_comes_before_a_method_of_the_same_name() -> None:
    assert evaluate("a.items", {"a": {"items": 3}}, "zh", PLACE) == "3"


def test_labels_with_places_for_values_can_be_filled() -> None:
    assert evaluate("t.x.format(n=a.b)", {**DATA, "t": {"x": "{n} 项"}}, "zh", PLACE) == "3 项"


def test_a_long_loop_ends() -> None:
    assert evaluate("range(10**9) | length", DATA, "en", PLACE) == "10000"


def test_conditions() -> None:
    assert truth("a.b == 3", DATA, "zh", PLACE) is True
    assert truth("a.b > 3 and a.b", DATA, "zh", PLACE) is False
    assert isinstance(truth("nothing > 3", DATA, "zh", PLACE), Diagnostic)


@pytest.mark.parametrize("name", [NASTY, "- x", "1. x", "# x", "a\nb", "`x`", "[a](b)", ":: section x", "x ~~ y ^z^"])
def test_a_value_in_an_outline_can_only_be_text(name: str) -> None:
    log = Log()
    (block,) = parse(escape_markdown(name) + "\n", "o.md", log).blocks
    assert isinstance(block, t.Paragraph)
    assert t.plain(block.content) == " ".join(name.split())
    assert not log.items
