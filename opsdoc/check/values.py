"""The second part of N07: a metric has one value all over a document.

What a text says of a KPI is compared with the engagement's targets; without any, with what the text says elsewhere.
Only plain statements are taken, `on-time delivery is 92%`, `由82%提高到95%`: a figure behind other words is as often a
threshold, a part or a month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from opsdoc.check.facts import Facts
from opsdoc.check.rule import Finding
from opsdoc.check.words import authored
from opsdoc.content.models import Kpi, Target
from opsdoc.diagnostics import Source
from opsdoc.document import tree as t
from opsdoc.text import HAN

_NUMBER = r"-?\d+(?:,\d{3})*(?:\.\d+)?"
# Words between a name and its value, and between its value now and later.
_SAYS = {
    "zh": r"(?:现|目前|当前|现状|基线|目标值?|上年|今年)?"
    r"(?:为|是|达到?|从|由|[:：（(]|(?:提高|提升|升|上升|降低?|下降|缩短|压缩)(?:到|至))\s*",
    "en": r"\s*(?:\b(?:now |currently )?(?:is|was|stands at|stood at|reach(?:es|ed)|of|at|from|"
    r"(?:rises?|rose|falls?|fell|grows?|grew|climbs?) (?:to|from))\b|[:(])\s*",
}
_THEN = {
    "zh": r"(?:\s*(?:提高|提升|升|上升|增|降低?|下降|缩短|压缩)?(?:到|至)\s*|\s*→\s*)",
    "en": r"(?:\s*(?:,? and |rising |falling )?(?:to|→)\s*)",
}
# What may stand before a name: of 海外准时交付率 or the export on-time delivery only a part is measured.
_EDGE = {
    "zh": rf"(?:(?<![{HAN}])|(?<=[使将让把则且和与及]))",
    "en": r"(?:^|(?<=[.;:,(—] )|(?<=\()|(?<=\bthe )|(?<=\band )|(?<=\bthat ))",
}
# Names shorter than this are words of any text.
_SHORTEST = {"zh": 4, "en": 8}


def one_value(facts: Facts, documents: Sequence[t.Document]) -> Iterator[Finding]:
    """Values of KPIs in a text that are none of the data, or not those that the text states elsewhere."""
    for document in documents:
        named = {_plain(kpi.name.get(document.lang)): kpi for kpi in facts.kpis.values()}
        named = {name: kpi for name, kpi in named.items() if len(name) >= _SHORTEST[document.lang]}
        if not named:
            continue
        pattern = _statement(named, document.lang)
        first: dict[tuple[str, str], tuple[Decimal, Source | None]] = {}
        for text, source in authored(document.blocks):
            for found in pattern.finditer(text):
                kpi = named[_plain(found["name"])]
                if not _in_unit(text[found.end() :], kpi, document.lang):
                    continue
                target = facts.targets.get(kpi.id)
                known = _values(target) if target else ()
                for part in ("now", "then"):
                    if found[part] is None:
                        continue
                    value = Decimal(found[part].replace(",", ""))
                    if known and value not in known:
                        yield _other(kpi, document.lang, value, known, source)
                    elif not known:
                        key = kpi.id, _plain(found["says"]) if part == "now" else "→"
                        before, place = first.setdefault(key, (value, source))
                        if before != value:
                            yield _elsewhere(kpi, document.lang, value, before, source, place)


def _statement(named: Mapping[str, Kpi], lang: str) -> re.Pattern[str]:
    names = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in sorted(named, key=len, reverse=True))
    unit = r"(?:\s?%|\s?‰)?"
    return re.compile(
        rf"{_EDGE[lang]}(?P<name>{names})(?P<says>{_SAYS[lang]})(?P<now>{_NUMBER})"
        rf"(?:{unit}{_THEN[lang]}(?P<then>{_NUMBER}))?(?![\d.]*\d)",
        re.IGNORECASE,
    )


def _in_unit(rest: str, kpi: Kpi, lang: str) -> bool:
    """Whether the KPI's own unit follows the figure: 3 percentage points is a change of a share, and no share."""
    unit = kpi.unit.get(lang)
    mark = next((sign for sign in "%‰" if sign in unit), "")
    if mark:
        return rest.lstrip().startswith(mark)
    word = re.split(r"[（(/\s]", unit, maxsplit=1)[0]
    return bool(word) and rest.lstrip().lower().startswith(word.lower().removesuffix("s"))


def _values(target: Target) -> tuple[Decimal, ...]:
    fields = ("baseline", "target", "green", "amber", "low", "high")
    return tuple(Decimal(str(value)) for field in fields if (value := getattr(target, field)) is not None)


def _other(kpi: Kpi, lang: str, value: Decimal, known: Sequence[Decimal], source: Source | None) -> Finding:
    said = ", ".join(f"{float(number):g}" for number in dict.fromkeys(known))
    return Finding(
        f"KPI {kpi.id} “{kpi.name.get(lang)}”: the text says {value}, the data say {said}",
        source,
        "take the figure from data, {{ … }}, or correct it",
        (kpi.id,),
    )


def _elsewhere(
    kpi: Kpi, lang: str, value: Decimal, before: Decimal, source: Source | None, place: Source | None
) -> Finding:
    return Finding(
        f"KPI {kpi.id} “{kpi.name.get(lang)}” is {value} here and {before} in {place or 'the text'}",
        source,
        "take the figure from data, {{ … }}, or correct it",
        (kpi.id,),
    )


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
