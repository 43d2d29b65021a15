"""Whatever stands in a section, and however tall: no word is lost or printed twice, exhibits and notes keep their
order."""

from __future__ import annotations

from collections import Counter
from itertools import count

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.render.test_floats import drawing, lines, pages, rows, whole

# What is drawn of each: its height in lines, or in rows, and some of them with a note, inside others or taller than a
# page of ten lines.
KINDS = ("text", "text", "noted", "figure", "figure", "short", "long", "tall", "list", "quote", "heading")
BLOCKS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 13)), min_size=2, max_size=14)
CHAPTERS = st.lists(BLOCKS, min_size=1, max_size=2)


def _block(kind: str, height: int, name: str) -> tuple[str, list[str]]:
    """The markup of a block and the words that it prints."""
    numbered = [f"{name}{n}" for n in range(1, height + 1)]
    match kind:
        case "text":
            return lines(name, height), numbered
        case "noted":
            note = f'{name}1<span class="note">N{name}</span>'
            return lines(name, height).replace(f"{name}1", note, 1), [*numbered, f"N{name}"]
        case "figure":
            return drawing(f"F{name}", 20 * height - 5, 'data-least="0.8"'), [f"F{name}"]
        case "short":
            return whole(name, height), numbered
        case "long" | "tall":
            return rows(name, 2 * height, kind.replace("long", "")), [f"{name}{n}" for n in range(1, 2 * height + 1)]
        case "list":
            return f"<ul>{''.join(f'<li>{word}' for word in numbered)}</ul>", numbered
        case "quote":
            return f"<blockquote>{lines(name, height)}{drawing(f'F{name}', 60)}</blockquote>", [*numbered, f"F{name}"]
    return f"<h2>{name}0</h2>", [f"{name}0"]


@settings(max_examples=20, deadline=None, derandomize=True, phases=[Phase.generate])
@given(CHAPTERS)
def test_nothing_is_lost_or_doubled_and_exhibits_keep_their_order(chapters: list[list[tuple[str, int]]]) -> None:
    numbers, body, words = count(1), "<p><a href='#end'></a>", list[str]()
    for chapter in chapters:
        made = [_block(kind, height, f"w{next(numbers)}x") for kind, height in chapter]
        body += f'<section class="chapter">{"".join(markup for markup, _ in made)}</section>'
        words += [word for _, printed in made for word in printed]
    css = "a::after{content:target-counter(attr(href),page)} .chapter{break-before:page} blockquote{margin:0}"
    made_pages = pages(body, '<p id="end">end</p>', css=css)
    shown = " ".join(made_pages).split()
    assert Counter(word for word in shown if "x" in word) == Counter(words)
    for first in "FN":
        order = [word for word in words if word.startswith(first)]
        assert [word for word in shown if word.startswith(first)] == order
    assert shown[0] == str(next(n for n, page in enumerate(made_pages, 1) if "end" in page.split()))
