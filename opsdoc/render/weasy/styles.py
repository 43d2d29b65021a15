"""Elements of one look share one style, also those that name their language.

WeasyPrint gives elements of the same parent style, rules and inline declarations one style. It reads `lang` as such a
declaration, anew for each element, and so no two that have it are alike, nor anything inside them: of 22,500 styles of
a bilingual handbook, each of up to a hundred values, most said the same. Here equal declarations are one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from weasyprint import css

_original_find_style_attributes: Any = None


def install() -> None:
    """Replace the function that reads the declarations of elements."""
    global _original_find_style_attributes
    if _original_find_style_attributes is not None:
        return
    _original_find_style_attributes = css.find_style_attributes
    css.find_style_attributes = find_style_attributes


def find_style_attributes(tree: Any, *rest: Any) -> Iterator[Any]:
    """WeasyPrint's function of this name; equal declarations are the same objects.

    Only where an element has no others: WeasyPrint compares elements by the last that this yields of each."""
    known: dict[tuple[Any, ...], Any] = {}
    for _, group in groupby(_original_find_style_attributes(tree, *rest), key=itemgetter(1)):
        rules = list(group)
        if len(rules) > 1:
            yield from rules
            continue
        specificity, element, declarations, base_url = rules[0]
        words = (specificity, base_url, *(declaration.serialize() for declaration in declarations))
        yield specificity, element, known.setdefault(words, declarations), base_url
