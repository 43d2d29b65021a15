"""Page numbers of an index entry: each stands once, between them a comma. WeasyPrint repeats those of two places on one
page, since it counts every place by itself; their pages are known when it fills in the numbers."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from weasyprint.formatting_structure import build

_JOINTS = {"zh": "、"}


def install() -> None:
    """Replace the function that makes the text of `content`."""
    build.compute_content_list = _once_each(build.compute_content_list)


def shown(places: str, page_of: Callable[[str], int]) -> list[str]:
    """The places of an entry that show their page, of the list in `data-places`: of those on one page its main place
    (marked with "!"), else the first."""
    by_page: dict[int, str] = {}
    mains = set()
    for word in places.split():
        name = word.removesuffix("!")
        page = page_of(name)
        if page not in by_page or (word != name and page not in mains):
            by_page[page] = name
        if word != name:
            mains.add(page)
    return [by_page[page] for page in sorted(by_page)]


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
        if kept[0] != own:
            made[0].text = _JOINTS.get((box.style["lang"] or "")[:2], ", ") + made[0].text
        return made

    return compute
