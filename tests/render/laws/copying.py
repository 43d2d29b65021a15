"""Law 44: what those meet who copy a page. It goes beyond the forty of print.md."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping

from tests.render.finished import Finished

_LIFTED = 0.04  # of the passages of a page


def copied_text(finished: Finished) -> Iterator[str]:
    """44: a page is painted, and so copied, in the order in which it is read. Notes stand at its foot; a line or two
    that are lifted out of the flow may be painted after what they stand above."""
    notes = {mark for element in finished.elements if element.tag == "Note" for mark in element.marks}
    for number, page in enumerate(finished.characters):
        marks = (mark for mark in finished.elements[0].marks if mark[0] == number and mark not in notes)
        ranks = {mark: rank for rank, (_, mark) in enumerate(marks)}
        painted = list(dict.fromkeys(ranks[c.mark] for c in page if c.mark in ranks))
        lifted = len(painted) - _longest_rising(painted)
        if lifted > max(2, _LIFTED * len(painted)):
            yield f"page {number + 1}: {lifted} of {len(painted)} passages are out of place"


def _longest_rising(ranks: list[int]) -> int:
    """The length of the longest series that rises."""
    ends: list[int] = []
    for rank in ranks:
        at = bisect_left(ends, rank)
        ends[at : at + 1] = [rank]
    return len(ends)


LAWS: Mapping[str, Callable[[Finished], Iterator[str]]] = {"44 copied text": copied_text}
