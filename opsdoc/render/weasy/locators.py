"""Page numbers of an index entry: each stands once, between them a comma; a section of its own that goes on overleaf
has those of its first and last page. WeasyPrint repeats the numbers of two places on one page, since it counts every
place by itself; their pages are known when it fills in the numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from weasyprint.formatting_structure import build

_JOINTS, _RANGES = {"zh": "、"}, {"zh": "～"}
_MAIN = "!"


def install() -> None:
    """Replace the function that makes the text of `content`."""
    build.compute_content_list = _once_each(build.compute_content_list)


def shown(places: str, page_of: Callable[[str], int]) -> list[str]:
    """The places of an entry that show their page, of the list in `data-places`: of those on one page its main place
    (marked with "!"), else the first; none on the pages of a main place that ends at another ("place!end")."""
    by_page: dict[int, str] = {}
    mains: set[int] = set()
    inside: set[int] = set()
    for word in places.split():
        name, main, end = word.partition(_MAIN)
        page = page_of(name)
        if page not in by_page or (main and page not in mains):
            by_page[page] = name
        if main:
            mains.add(page)
            inside.update(range(page + 1, page_of(end) + 1 if end else 0))
    return [by_page[page] for page in sorted(by_page) if page not in inside]


def _once_each(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    def compute(
        content: Any, box: Any, counters: Any, token: str, again: Any, targets: Any, *rest: Any, **more: Any
    ) -> Any:
        made = original(content, box, counters, token, again, targets, *rest, **more)
        places = None if box.element is None or targets.collecting else box.element.get("data-places")
        if not places or not made or not (box.element_tag or "").endswith("::after"):
            return made

        def page_of(name: str) -> int:
            item = targets.target_lookup_items.get(name)
            page: int = item.cached_page_counter_values.get("page", [0])[-1] if item else 0
            return page

        kept = shown(places, page_of)
        own = box.element.get("data-target")[1:]
        if own not in kept:
            return []
        mains = {name: end for name, main, end in (word.partition(_MAIN) for word in places.split()) if main}
        at, lang = kept.index(own), (box.style["lang"] or "")[:2]
        joint = _JOINTS.get(lang, ", ")
        last = page_of(mains[own]) if mains.get(own) else 0
        if last > page_of(own):
            made[0].text += f"{_RANGES.get(lang, '–')}{last}"
        # A comma is not bold, on whichever side of a bold number it stands.
        if at and own not in mains:
            made[0].text = joint + made[0].text
        if kept[at + 1 : at + 2] and kept[at + 1] in mains:
            made[0].text += joint
        return made

    return compute
