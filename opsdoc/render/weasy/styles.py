"""Elements of one look share one style, also those that name their language or can be referred to.

WeasyPrint gives elements of the same parent style, rules and inline declarations one style. It reads `lang` and `id` as
such declarations, anew for each element, and so no two that have one are alike, nor anything inside them: of the 22,500
styles of a bilingual handbook, each of up to a hundred values, most said the same. Here equal declarations are one, and
an element with an id has a style of its own for itself, but not for what is inside.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from weasyprint import css

_ANCHOR = "-weasy-anchor"

_original_find_style_attributes: Any = None


def install() -> None:
    """Replace the function that reads the declarations of elements, and the class that makes their styles."""
    global _original_find_style_attributes
    if _original_find_style_attributes is not None:
        return
    _original_find_style_attributes = css.find_style_attributes
    css.find_style_attributes = find_style_attributes
    css.StyleFor = SharedStyles


def find_style_attributes(tree: Any, *rest: Any) -> Iterator[Any]:
    """WeasyPrint's function of this name, without the names of places; equal declarations are the same objects.

    Only where an element has no others: WeasyPrint compares elements by the last that this yields of each."""
    known: dict[tuple[Any, ...], Any] = {}
    for _, group in groupby(_original_find_style_attributes(tree, *rest), key=itemgetter(1)):
        rules = [rule for rule in group if not any(declared.name == _ANCHOR for declared in _declared(rule))]
        if len(rules) != 1:
            yield from rules
            continue
        specificity, element, declarations, base_url = rules[0]
        words = (specificity, base_url, *(declaration.serialize() for declaration in declarations))
        yield specificity, element, known.setdefault(words, declarations), base_url


def _declared(rule: Any) -> list[Any]:
    return [one for one in rule[2] if one.type == "declaration"]


class SharedStyles(css.StyleFor):  # type: ignore[misc]
    """WeasyPrint's styles of a document; the name of a place is its element's alone."""

    def __init__(self, html: Any, sheets: Any, presentational_hints: Any, font_config: Any, target_collector: Any):
        super().__init__(html, sheets, presentational_hints, font_config, target_collector)
        self._named: dict[Any, Any] = {}
        for element in html.etree_element.iter():
            name = (element.tag == "a" and element.get("name")) or element.get("id")
            if not name:
                continue
            target_collector.collect_anchor(name)
            style = self._named[element] = self._computed_styles[element, None].copy()
            style["anchor"] = name

    def __call__(self, element: Any, pseudo_type: Any = None) -> Any:
        shared = super().__call__(element, pseudo_type)
        return self._named.get(element, shared) if pseudo_type is None else shared
