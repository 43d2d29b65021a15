"""K02 and K04: targets that can be reached, thresholds in order, trees and scorecards that add up."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise

from opsdoc.check.facts import Facts, cycles
from opsdoc.check.records import called
from opsdoc.check.rule import ISSUED, Finding, Rule
from opsdoc.content.models import Kpi, Target

# What divides: a sign, or the words for it. A hyphen or a minus does not.
_DIVISION = re.compile(
    r"\S.*?(?:[÷/／:：]|除以|之比|占|比上|divided by|\bper\b|\bover\b|share of|ratio|percentile).*?\S", re.I
)
_NOTHING = re.compile(r"^\W*[÷/／]|[÷/／]\W*$")
_HUNDRED = re.compile(r"×\s*100\s*[%‰]?")
_RATE = re.compile(r"[%‰]")
# Shares that may lie outside 0–100: what grows, falls short or is compared with a plan.
_UNBOUNDED = re.compile(
    r"增长|增幅|增速|同比|环比|变动|变化|偏差|差异|达成|完成率|回报|收益率|利润率|毛利|净利|净收入|覆盖倍数|周转|"
    r"growth|increase|change|variance|deviation|attainment|achievement|versus plan|return|margin|turnover|yield|"
    r"net revenue",
    re.IGNORECASE,
)
_ON_TIME = re.compile(r"按[期时]|准[时点]|及时|\bon[ -]time\b|\bon schedule\b", re.IGNORECASE)
_SIGNED = re.compile(r"净|现金流|利润|差|增|变|NPS|net|cash flow|profit|loss|gap|change|growth|variance", re.IGNORECASE)
_SCALE = re.compile(r"(-?\d+)\s*(?:[-–—~～至到]|to)\s*(\d+)")
# Figures that are printed with one decimal of a per cent add up within this share of the whole.
TOLERANCE = 0.005
# Relations that are computed, with their signs; a driver only moves what it feeds.
SIGNS = {"sum": "+", "difference": "−", "product": "×", "ratio": "÷"}


def shares(facts: Facts) -> Iterator[Finding]:
    """A KPI in percent says what is divided by what."""
    for kpi in facts.kpis.values():
        if not _RATE.search(kpi.unit.zh + kpi.unit.en):
            continue
        for lang in ("zh", "en"):
            formula = kpi.formula.get(lang)
            # A product of shares is one: availability × performance × quality.
            parts = _HUNDRED.sub("", formula)
            if formula and "×" not in parts and (not _DIVISION.search(formula) or _NOTHING.search(formula)):
                yield Finding(
                    f"{called(kpi)} is a share, but its formula divides nothing by nothing ({lang})",
                    kpi.at("formula", lang),
                    "name numerator and denominator: won ÷ (won + lost) × 100%",
                    (kpi.id,),
                )
    yield from _reachable(facts)


def _reachable(facts: Facts) -> Iterator[Finding]:
    for target in facts.targets.values():
        kpi = facts.kpis.get(target.id)
        if kpi is None:
            continue
        low, high = domain(kpi)
        for field in ("baseline", "target", "green", "amber", "low", "high"):
            value = getattr(target, field)
            if value is not None and not low <= value <= high:
                bounds = f"at least {low:g}" if math.isinf(high) else f"{low:g} to {high:g}"
                yield Finding(
                    f"{called(kpi)}: the {field} of {value:g} is outside the unit's domain, {bounds}",
                    target.at(field),
                    "give the value in the KPI's unit; a share of 92.5% is written 92.5",
                    (kpi.id,),
                )
        problem = _disorder(kpi, target)
        if problem:
            field, text, remedy = problem
            yield Finding(f"{called(kpi)}: {text}", target.at(field), remedy, (kpi.id,))


def domain(kpi: Kpi) -> tuple[float, float]:
    """The least and the largest value that a KPI can have, by its unit and its name."""
    unit, name = f"{kpi.unit.zh} {kpi.unit.en}", f"{kpi.name.zh} {kpi.name.en}"
    scale = _SCALE.search(unit)
    if scale:
        return float(scale[1]), float(scale[2])
    # What is done on time is a share of what was due, however it is called.
    if _RATE.search(unit) and (_ON_TIME.search(name) or not _UNBOUNDED.search(name)):
        return 0.0, 1000.0 if "‰" in unit else 100.0
    return (-math.inf if _SIGNED.search(name) or _UNBOUNDED.search(name) else 0.0), math.inf


def _disorder(kpi: Kpi, target: Target) -> tuple[str, str, str] | None:
    """The field, what is wrong with the order of a KPI's values, and the way out."""
    if kpi.direction == "range":
        if target.low is None or target.high is None:
            return "id", "its direction is a range, but the target has no `low` and `high`", "add both"
        if target.low >= target.high:
            return "low", f"its range ends at {target.high:g} before it starts at {target.low:g}", "swap low and high"
        if target.target is not None and not target.low <= target.target <= target.high:
            text = f"the target of {target.target:g} lies outside its range, {target.low:g} to {target.high:g}"
            return "target", text, "set the target within low and high"
        return None
    up = kpi.direction == "up"
    # From the best value to the worst, as the direction has it.
    order = [(field, value) for field in ("target", "green", "amber") if (value := getattr(target, field)) is not None]
    for (better, best), (worse, least) in pairwise(order):
        same = best == least and (better, worse) == ("green", "amber")
        if same or (best < least if up else best > least):
            way = "more" if up else "less"
            text = f"{way} is better, yet {better} is {best:g} and {worse} is {least:g}"
            order_said = "amber < green ≤ target" if up else "target ≤ green < amber"
            return worse, text, f"order them {order_said}, or correct the KPI's direction"
    return None


def adds_up(facts: Facts) -> Iterator[Finding]:
    """No KPI feeds itself; what is added has one unit and, where targets give values, the sum; weights are 100."""
    for ring in cycles({k.id: [p.kpi for p in k.parents] for k in facts.kpis.values() if k.parents}):
        kpi = facts.kpis[ring[0]]
        yield Finding(
            f"{called(kpi)} feeds itself: {' → '.join((*ring, ring[0]))}",
            kpi.at("parents"),
            "take one of the parents out",
            ring,
            "hard",
        )
    added: dict[str, list[tuple[str, Kpi]]] = {}
    multiplied: dict[str, list[tuple[str, Kpi]]] = {}
    for kpi in facts.kpis.values():
        for n, parent in enumerate(kpi.parents):
            whole = facts.kpis.get(parent.kpi)
            if whole is None or parent.relation not in SIGNS:
                continue
            adds = parent.relation in ("sum", "difference")
            # Days add up to days; a sum of days and percentages is none.
            if adds and whole.unit != kpi.unit:
                yield Finding(
                    f"{called(kpi)} is added into {parent.kpi}, but {kpi.unit.en} and {whole.unit.en} do not add up",
                    kpi.at("parents", n),
                    "use one unit, or another relation",
                    (kpi.id, parent.kpi),
                )
            else:
                (added if adds else multiplied).setdefault(parent.kpi, []).append((parent.relation, kpi))
    for parts in (added, multiplied):
        for id_, made_of in parts.items():
            yield from _reconciled(facts, facts.kpis[id_], made_of)
    yield from _scorecards(facts)


def _reconciled(facts: Facts, whole: Kpi, parts: list[tuple[str, Kpi]]) -> Iterator[Finding]:
    """What the parts make, beside what the whole states; a single part is a part and no whole."""
    stated = facts.targets.get(whole.id)
    for field in ("baseline", "target"):
        values = [(relation, _value(facts.targets.get(kpi.id), kpi, field)) for relation, kpi in parts]
        expected = _value(stated, whole, field)
        known = [(relation, value) for relation, value in values if value is not None]
        if stated is None or expected is None or len(parts) < 2 or len(known) < len(values):
            continue
        result = _made_of(known)
        if result is None or abs(result - expected) <= max(TOLERANCE * abs(expected), 1e-9):
            continue
        scale = _fraction(whole)
        names = " ".join(f"{SIGNS[relation]} {kpi.id}" for relation, kpi in parts).lstrip("+× ")
        yield Finding(
            f"{called(whole)}: the {field} is {expected / scale:g}, but {names} give {result / scale:g}",
            stated.at(field),
            f"correct the {field} of one of them, or the relation under `parents`",
            (whole.id, *(kpi.id for _, kpi in parts)),
        )


def _made_of(parts: list[tuple[str, float]]) -> float | None:
    """The sum or product of the parts; None where one of them divides by nothing."""
    if parts[0][0] in ("sum", "difference"):
        return sum(-value if relation == "difference" else value for relation, value in parts)
    if any(relation == "ratio" and not value for relation, value in parts):
        return None
    return math.prod(1 / value if relation == "ratio" else value for relation, value in parts)


def _value(target: Target | None, kpi: Kpi, field: str) -> float | None:
    value = getattr(target, field) if target else None
    return None if value is None else value * _fraction(kpi)


def _fraction(kpi: Kpi) -> float:
    # A product of shares is one of fractions: 90% × 95%; customers times RMB is RMB, not ten thousands of it.
    unit = kpi.unit.zh + kpi.unit.en
    for mark, scale in (("%", 0.01), ("‰", 0.001), ("亿", 1e8), ("万", 1e4)):
        if mark in unit:
            return scale
    return 1.0


def _scorecards(facts: Facts) -> Iterator[Finding]:
    for seen in facts.structures:
        for unit, weights in seen.own.scorecards.items() if seen.own else ():
            total = sum(weights.values())
            place = seen.own.at("scorecards", unit) if seen.own else None
            if abs(total - 100) > 0.01:
                yield Finding(
                    f"{seen.name}: the scorecard of {unit} weighs {total:g} in all, not 100",
                    place,
                    f"{'take away' if total > 100 else 'add'} {abs(total - 100):g}",
                    (unit, seen.variant.id),
                    "hard",
                )
            for kpi, weight in weights.items():
                if weight <= 0 and seen.own:
                    yield Finding(
                        f"{seen.name}: the scorecard of {unit} gives {kpi} a weight of {weight:g}",
                        seen.own.at("scorecards", unit, kpi),
                        "leave it out, or give it a weight",
                        (unit, kpi, seen.variant.id),
                    )


RULES = (
    Rule(
        "K02",
        "Shares are divisions, targets lie in reach, thresholds are in order",
        "A percentage of nothing cannot be computed; a target of 120% on time, or amber above green, cannot be read.",
        "Write the formula as a division; give targets in the KPI's unit, ordered amber, green, target.",
        ISSUED,
        "case",
        shares,
    ),
    Rule(
        "K04",
        "The KPI tree has no circle, its targets reconcile, scorecards weigh 100",
        "A KPI that feeds itself explains nothing; parts that do not give the whole put two targets on one result.",
        "Take a parent out, correct a target or a relation; set the weights of each scorecard to 100 in all.",
        ISSUED,
        "case",
        adds_up,
    ),
)
