"""What a file's bytes may be: an encoding that is no UTF-8 is named where it can be told, and an unfinished merge is
found before anything else is made of it."""

from __future__ import annotations

import pytest

from opsdoc.content import yamlfile
from opsdoc.content.files import decode
from opsdoc.diagnostics import Log

TEXT = "# 标题\n\n销售战略规划，分三步。\n"


def refusal(data: bytes) -> str:
    log = Log()
    assert decode(data, "x.md", log) is None
    (found,) = log.items
    assert found.help
    return found.format()


@pytest.mark.parametrize(
    ("data", "place", "said"),
    [
        (TEXT.encode("gb18030"), "x.md:1:3: error[encoding]", "it reads as GBK\n    1 | # 标题\n"),
        (TEXT.encode("utf-16"), "x.md:1:1: error[encoding]", "it reads as UTF-16\n"),
        ("café\n".encode("cp1252"), "x.md:1:4: error[encoding]", "not UTF-8: byte E9\n"),
        (
            b"a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> branch\n",
            "x.md:2:1: error[conflict]",
            "2 | <<<<<<< HEAD\n",
        ),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(data: bytes, place: str, said: str) -> None:
    found = refusal(data)
    assert found.startswith(place), found
    assert said in found, found


@pytest.mark.parametrize("text", ["=======\n标题\n=======\n", "<<<<<<< 一行\n", ">>>>>>> 引文\n"])
def test_single_marks_are_text(text: str) -> None:
    assert decode(text.encode(), "x.md", Log()) == text


@pytest.mark.parametrize(
    ("text", "place", "said", "way_out"),
    [
        ('a: 1\nb: "open\nc: 2\n', "x:2:4", "a quoted text is not closed", "close the quote"),
        ("a:\n\tb: 1\n", "x:2:1", "a tab where spaces indent", "indent with spaces"),
        ("- &a {id: b}\n- <<: *a\n", "x:2:3", "a merge key (<<) is not read", "write the fields out"),
    ],
)
def test_faults_of_yaml_are_named_where_they_are_made(text: str, place: str, said: str, way_out: str) -> None:
    log = Log()
    assert yamlfile.parse(text, "x", log) is None
    (found,) = log.items
    assert str(found.source) == place
    assert said in found.message
    assert way_out in found.help
