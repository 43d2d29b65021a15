"""K: KPIs that two people compute alike."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opsdoc.check.facts import Facts
from opsdoc.check.records import called
from opsdoc.check.rule import ADVICE, ISSUED, Finding, Rule
from opsdoc.content.models import Kpi


def complete(facts: Facts) -> Iterator[Finding]:
    """What every KPI needs to be computed by two people alike."""
    for kpi in facts.kpis.values():
        missing = [f for f in ("definition", "formula", "unit", "owner_role", "source_system") if not getattr(kpi, f)]
        if missing:
            yield Finding(
                f"{called(kpi)} lacks {', '.join(missing)}",
                kpi.at("id"),
                "add " + ", ".join(f"`{f}: …`" for f in missing),
                (kpi.id,),
            )


def edges_of_measuring(facts: Facts) -> Iterator[Finding]:
    """What counts, what does not, and what is shown where there is no data."""
    for kpi in facts.kpis.values():
        missing = [f for f in ("inclusions", "exclusions", "null_rule") if not getattr(kpi, f)]
        if missing:
            yield Finding(
                f"{called(kpi)} does not state {', '.join(missing)}",
                kpi.at("id"),
                "say what counts, what does not, and what is shown where the data is missing",
                (kpi.id,),
            )


def one_formula(facts: Facts) -> Iterator[Finding]:
    """A KPI's name stands for one formula."""
    for lang in ("zh", "en"):
        first: dict[str, Kpi] = {}
        for kpi in facts.kpis.values():
            name = " ".join(kpi.name.get(lang).lower().split())
            known = first.setdefault(name, kpi) if name else kpi
            if known is kpi:
                continue
            same = _squeezed(known.formula.get(lang)) == _squeezed(kpi.formula.get(lang))
            yield Finding(
                f"{called(kpi)} has the name of {known.id}" + ("" if same else ", but another formula"),
                kpi.at("name"),
                "keep one of the two" if same else "give each its own name, or both one formula",
                (kpi.id, known.id),
                # One formula under two ids is counted twice, but says nothing false.
                "soft" if same else "",
            )


def _squeezed(formula: str) -> str:
    return re.sub(r"\s+", "", formula).lower()


RULES = (
    Rule(
        "K01",
        "Every KPI is complete",
        "Without definition, formula, unit, direction, frequency, owner and source two people compute two values.",
        "Fill in what is missing.",
        ISSUED,
        "case",
        complete,
    ),
    Rule(
        "K03",
        "What a KPI counts is bounded",
        "Inclusions, exclusions and the rule for missing data are where figures are argued about.",
        "State all three.",
        ADVICE,
        "case",
        edges_of_measuring,
    ),
    Rule(
        "K05",
        "One name, one formula",
        "The same name with two formulas gives two truths.",
        "Rename one, or use one formula.",
        ISSUED,
        "case",
        one_formula,
    ),
)
