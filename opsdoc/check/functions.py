"""F: charters that say what a function does, in the same shape for each of them."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator

from opsdoc.check import verbs
from opsdoc.check.facts import Facts
from opsdoc.check.records import called
from opsdoc.check.rule import ADVICE, Finding, Rule
from opsdoc.content.models import Function, I18n
from opsdoc.text import has_han

RESPONSIBILITIES = (4, 8)
KPIS = (3, 7)
# Two responsibilities with more common words than this share are the same one.
SIMILAR = 0.8
_SENTENCE_ZH = re.compile(r"[。！？!?](?=.)")
_SENTENCE_EN = re.compile(r"(?<!e\.g)(?<!i\.e)(?<!etc)[.!?]\s+(?=[A-Z])")


def charter(facts: Facts) -> Iterator[Finding]:
    """Purpose in one sentence; 4–8 responsibilities that start with a verb and stand in one charter only."""
    for function in facts.case.functions.values():
        if not function.purpose:
            yield Finding(
                f"{called(function)} has no purpose",
                function.at("purpose"),
                "say in one sentence what it is for: `purpose: {zh: …, en: …}`",
                (function.id,),
            )
        for lang, pattern in (("zh", _SENTENCE_ZH), ("en", _SENTENCE_EN)):
            if pattern.search(function.purpose.get(lang).strip()):
                yield Finding(
                    f"{called(function)}: the purpose is more than one sentence ({lang})",
                    function.at("purpose", lang),
                    "keep the sentence that says what it is for; the rest belongs in the charter text",
                    (function.id,),
                )
        count = len(function.responsibilities)
        low, high = RESPONSIBILITIES
        if not low <= count <= high:
            yield Finding(
                f"{called(function)} has {count} responsibilities; {low}–{high} can be remembered",
                function.at("responsibilities"),
                "merge small ones or add what is missing",
                (function.id,),
            )
        for n, text in enumerate(function.responsibilities):
            for lang, starts, example in (
                ("zh", verbs.starts_in_chinese, "制定, 审核, 维护 …"),
                ("en", verbs.starts_in_english, "Set, Review, Maintain …"),
            ):
                said = text.get(lang)
                if said and not starts(said):
                    yield Finding(
                        f"{called(function)}: responsibility {n + 1} does not start with a verb ({lang}): "
                        f"“{said[:40]}”",
                        function.at("responsibilities", n, lang),
                        f"start with what is done: {example}",
                        (function.id,),
                    )
    yield from _duplicates(facts)


def _duplicates(facts: Facts) -> Iterator[Finding]:
    texts: list[tuple[Function, int, frozenset[str]]] = []
    for function in facts.case.functions.values():
        for n, text in enumerate(function.responsibilities):
            texts += [(function, n, words) for lang in ("zh", "en") if (words := _words(text.get(lang)))]
    common = Counter(word for *_, words in texts for word in words)
    named: set[tuple[str, int]] = set()
    # Two sets as similar as this share one of their rarest words: only those need to be compared.
    index: dict[str, list[int]] = {}
    for position, (function, n, words) in enumerate(texts):
        rare = sorted(words, key=lambda word: (common[word], word))
        rare = rare[: len(rare) - math.ceil(SIMILAR * len(rare)) + 1]
        candidates = {other for word in rare for other in index.get(word, ())}
        for other in sorted(candidates):
            known, m, theirs = texts[other]
            same = known is not function and len(words & theirs) > SIMILAR * len(words | theirs)
            if same and (function.id, n) not in named:
                named.add((function.id, n))
                yield Finding(
                    f"{called(function)}: responsibility {n + 1} is the same as {m + 1} of {known.id}",
                    function.at("responsibilities", n),
                    "leave it with one of the two, and let the other name the interface",
                    (function.id, known.id),
                )
                break
        for word in rare:
            index.setdefault(word, []).append(position)


def _words(text: str) -> frozenset[str]:
    if not has_han(text):
        return frozenset(re.findall(r"\w+", text.lower()))
    # Chinese has no spaces: pairs of characters stand for its words.
    signs = re.sub(r"\W", "", text)
    return frozenset(signs[n : n + 2] for n in range(len(signs) - 1))


def symmetry(facts: Facts) -> Iterator[Finding]:
    """What one function gives another, the other takes under the same name; and the reverse."""
    functions = facts.case.functions
    gives: dict[tuple[str, str], list[I18n]] = {}
    takes: dict[tuple[str, str], list[I18n]] = {}
    for function in functions.values():
        for flow in function.outputs:
            gives.setdefault((function.id, flow.party), []).append(flow.item)
        for flow in function.inputs:
            takes.setdefault((flow.party, function.id), []).append(flow.item)
    for function in functions.values():
        for field, flows, others in (("outputs", function.outputs, takes), ("inputs", function.inputs, gives)):
            out = field == "outputs"
            for n, flow in enumerate(flows):
                pair = (function.id, flow.party) if out else (flow.party, function.id)
                theirs = others.get(pair, [])
                if flow.party not in functions or flow.party == function.id or _among(flow.item, theirs):
                    continue
                what, way = ("input", "from") if out else ("output", "to")
                which = f"no such {what}" if theirs else f"no {what}"
                known = ", ".join(f"“{item.zh or item.en}”" for item in theirs)
                add = f"add `{{item: …, party: {function.id}}}` to the {what}s of {flow.party}"
                yield Finding(
                    f"{called(function)} {'gives' if out else 'takes'} “{flow.item.zh or flow.item.en}” "
                    f"{'to' if out else 'from'} {flow.party}, which has {which} {way} {function.id}",
                    function.at(field, n),
                    f"{add}, or name it as it stands there: {known}" if known else f"{add}, or correct the party",
                    (function.id, flow.party),
                )


def _among(item: I18n, others: list[I18n]) -> bool:
    """Whether a thing bears the same name on the other side, in either language."""
    names = {name for lang in ("zh", "en") if (name := _squeezed(item.get(lang)))}
    return any(_squeezed(other.get(lang)) in names for other in others for lang in ("zh", "en") if other.get(lang))


def _squeezed(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


def measured(facts: Facts) -> Iterator[Finding]:
    """3–7 KPIs, leading and lagging; a risk with a control; a system."""
    for function in facts.case.functions.values():
        known = [facts.kpis[id_] for id_ in function.kpis if id_ in facts.kpis]
        low, high = KPIS
        if not low <= len(function.kpis) <= high:
            yield Finding(
                f"{called(function)} has {len(function.kpis)} KPIs; {low}–{high} are led by",
                function.at("kpis"),
                "choose those that its head is judged by",
                (function.id,),
            )
        missing = {"leading", "lagging"} - {k.type for k in known}
        # An unknown KPI may be the one that is missed; G01 has named it.
        if len(known) == len(function.kpis) and known and missing:
            yield Finding(
                f"{called(function)} has no {' and no '.join(sorted(missing))} KPI",
                function.at("kpis"),
                "measure what drives the result (leading) and the result (lagging)",
                (function.id,),
            )
        risks = [facts.risks[id_] for id_ in function.risks if id_ in facts.risks]
        if not function.risks or (risks and not any(risk.controls for risk in risks)):
            yield Finding(
                f"{called(function)} has no risk with a control",
                function.at("risks"),
                "name a risk of tables/risks that has controls",
                (function.id,),
            )
        if not function.systems:
            yield Finding(
                f"{called(function)} names no system",
                function.at("systems"),
                "add `systems:`, a spreadsheet also counts",
                (function.id,),
            )


RULES = (
    Rule(
        "F01",
        "A charter has one purpose and 4–8 responsibilities",
        "A charter that says everything commits to nothing; a responsibility in two charters is nobody's.",
        "One sentence of purpose; responsibilities that start with a verb, each in one charter.",
        ADVICE,
        "case",
        charter,
    ),
    Rule(
        "F02",
        "Outputs and inputs mirror each other",
        "A hand-off that one side does not know of is where work gets lost.",
        "State the flow in both charters under the same name, or correct the party.",
        ADVICE,
        "case",
        symmetry,
    ),
    Rule(
        "F03",
        "A function is measured, guarded and equipped",
        "3–7 KPIs, leading and lagging, a risk with a control and a system are what its head works with.",
        "Complete the charter.",
        ADVICE,
        "case",
        measured,
    ),
)
