"""Options against weighted criteria: scores, ranking and how far the ranking survives other weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from opsdoc.content.models import Criterion
from opsdoc.org.select import Case

# The weights are tried this far up and down, one criterion at a time (orgdesign §2a, 7).
SENSITIVITY = 0.2


@dataclass(frozen=True, slots=True)
class Ranking:
    """Weighted scores (1–5) of the options, best first; `margin` is the lead of the first over the second, and
    `fragile` lists (criterion, direction, new first) where a weight 20 % up or down changes the first place. `ranges`
    are each option's lowest and highest score in those trials, `wins` how many of the `trials` it leads."""

    scores: Mapping[str, float]
    order: tuple[str, ...]
    margin: float
    fragile: tuple[tuple[str, str, str], ...]
    ranges: Mapping[str, tuple[float, float]]
    wins: Mapping[str, int]
    trials: int


def weights(case: Case) -> dict[str, float]:
    """Weights by criterion: the engagement's where it sets them, else the table's; criteria without weight drop out."""
    own = case.engagement.weights
    if own:
        return dict(own)
    return {c.id: c.weight for c in case.table("criteria", Criterion).values()}


def ranking(case: Case) -> Ranking | None:
    """Ranking of the case's options; None where none is scored."""
    weight = weights(case)
    scored = {
        id_: {s.criterion: s.score for s in option.scores} for id_, option in case.options.items() if option.scores
    }
    if not scored or not weight:
        return None
    scores = {id_: weighted(points, weight) for id_, points in scored.items()}
    order = tuple(sorted(scores, key=lambda id_: (-scores[id_], id_)))
    fragile = []
    wins = dict.fromkeys(scores, 0)
    ranges = {id_: (score, score) for id_, score in scores.items()}
    for criterion in weight:
        for direction, factor in (("up", 1 + SENSITIVITY), ("down", 1 - SENSITIVITY)):
            other = {**weight, criterion: weight[criterion] * factor}
            tried = {id_: weighted(points, other) for id_, points in scored.items()}
            ranges = {id_: (min(low, tried[id_]), max(high, tried[id_])) for id_, (low, high) in ranges.items()}
            first = max(tried, key=lambda id_: tried[id_])
            wins[first] += 1
            if first != order[0]:
                fragile.append((criterion, direction, first))
    margin = scores[order[0]] - scores[order[1]] if len(order) > 1 else 0.0
    return Ranking(scores, order, margin, tuple(fragile), ranges, wins, 2 * len(weight))


def weighted(points: Mapping[str, float], weight: Mapping[str, float]) -> float:
    """Weighted mean of the points; a criterion without points counts as none."""
    total = sum(weight.values())
    return sum(points.get(c, 0.0) * w for c, w in weight.items()) / total if total else 0.0
