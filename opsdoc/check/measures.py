"""K and X: KPIs that can be computed, risks that are answered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opsdoc.check.facts import Facts, called, cycles
from opsdoc.check.rule import ADVICE, ISSUED, Finding, Rule
from opsdoc.content.models import Kpi
from opsdoc.document.context import HIGH_RISK

_DIVISION = re.compile(r"[÷/／−–-]|除以|之比|占|divided by|\bper\b|share of|ratio", re.IGNORECASE)


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


def shares(facts: Facts) -> Iterator[Finding]:
    """A KPI in percent says what is divided by what."""
    for kpi in facts.kpis.values():
        if not re.search(r"[%‰]", kpi.unit.zh + kpi.unit.en):
            continue
        for lang in ("zh", "en"):
            formula = kpi.formula.get(lang)
            if formula and not _DIVISION.search(formula):
                yield Finding(
                    f"{called(kpi)} is a share, but its formula divides nothing by nothing ({lang})",
                    kpi.at("formula", lang),
                    "name numerator and denominator: won ÷ (won + lost) × 100%",
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


def kpi_tree(facts: Facts) -> Iterator[Finding]:
    """No KPI feeds itself; what is added has one unit."""
    for ring in cycles({k.id: [p.kpi for p in k.parents] for k in facts.kpis.values() if k.parents}):
        kpi = facts.kpis[ring[0]]
        yield Finding(
            f"{called(kpi)} feeds itself: {' → '.join((*ring, ring[0]))}",
            kpi.at("parents"),
            "take one of the parents out",
            ring,
            "hard",
        )
    for kpi in facts.kpis.values():
        for n, parent in enumerate(kpi.parents):
            whole = facts.kpis.get(parent.kpi)
            # Days add up to days; a sum of days and percentages is none.
            if whole is not None and parent.relation == "sum" and whole.unit != kpi.unit:
                yield Finding(
                    f"{called(kpi)} is added into {parent.kpi}, but {kpi.unit.en} and {whole.unit.en} do not add up",
                    kpi.at("parents", n),
                    "use one unit, or another relation",
                    (kpi.id, parent.kpi),
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
            )


def _squeezed(formula: str) -> str:
    return re.sub(r"\s+", "", formula).lower()


# ------------------------------------------------------------------------------------------------ risks


def answered(facts: Facts) -> Iterator[Finding]:
    """Controls do not raise a risk; a high one has a control with owner, frequency and evidence."""
    for risk in facts.risks.values():
        inherent = risk.likelihood * risk.impact
        if risk.residual and risk.residual.likelihood * risk.residual.impact > inherent:
            yield Finding(
                f"{called(risk)} is rated {risk.residual.likelihood * risk.residual.impact} after controls, "
                f"{inherent} before",
                risk.at("residual"),
                "rate the risk before controls higher, or the residual one lower",
                (risk.id,),
            )
        if inherent < HIGH_RISK:
            continue
        if not risk.controls:
            yield Finding(
                f"{called(risk)} is high ({risk.likelihood} × {risk.impact}) and has no control",
                risk.at("controls") or risk.at("id"),
                "add at least one control",
                (risk.id,),
            )
        for n, id_ in enumerate(risk.controls):
            control = facts.controls.get(id_)
            missing = [f for f in ("owner_role", "evidence") if control is not None and not getattr(control, f)]
            if control is not None and missing:
                yield Finding(
                    f"{called(risk)} is high, and its control {id_} lacks {', '.join(missing)}",
                    control.at("id") or risk.at("controls", n),
                    "say who carries the control out and what proves it",
                    (risk.id, id_),
                )


def caught_in_time(facts: Facts) -> Iterator[Finding]:
    """A high risk is prevented or detected, not only repaired."""
    for risk in facts.risks.values():
        known = [facts.controls[id_] for id_ in risk.controls if id_ in facts.controls]
        if risk.likelihood * risk.impact >= HIGH_RISK and known and all(c.type == "corrective" for c in known):
            yield Finding(
                f"{called(risk)} is high and has corrective controls only",
                risk.at("controls"),
                "add a preventive or detective control",
                (risk.id,),
            )


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
        "K02",
        "Shares have a numerator and a denominator",
        "A percentage of nothing cannot be computed.",
        "Write the formula as a division.",
        ISSUED,
        "case",
        shares,
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
        "K04",
        "The KPI tree has no circle, and what it adds has one unit",
        "A KPI that feeds itself explains nothing; days and percentages have no sum.",
        "Take a parent out, or use another relation.",
        ISSUED,
        "case",
        kpi_tree,
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
    Rule(
        "X01",
        "High risks are answered",
        f"A risk of {HIGH_RISK} or more (likelihood × impact) needs a control that somebody carries out and can prove.",
        "Add a control with owner, frequency and evidence; rate the residual risk below the inherent one.",
        ISSUED,
        "case",
        answered,
    ),
    Rule(
        "X02",
        "High risks are prevented or detected",
        "Repair alone means that the damage has been done.",
        "Add a preventive or detective control.",
        ADVICE,
        "case",
        caught_in_time,
    ),
)
