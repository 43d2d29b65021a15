"""V09–V11: a recommendation, criteria that weigh 100 in all, scores that bear the recommendation."""

from __future__ import annotations

from collections.abc import Iterator

from opsdoc.check.facts import Facts
from opsdoc.check.records import called, nearest
from opsdoc.check.rule import ISSUED, Finding, Rule
from opsdoc.content.models import Criterion
from opsdoc.org.compare import ranking, weights

# Kinds of document that choose between options.
CHOOSING = frozenset({"proposal"})


def recommendation(facts: Facts) -> Iterator[Finding]:
    """The recommended variant is one of the options; the present structure is described."""
    case = facts.case
    engagement = case.engagement
    # What is presented or recommended counts as an option here, so the engagement's own list is asked.
    offered = engagement.variants or tuple(case.options)
    if engagement.recommended_variant not in offered:
        yield Finding(
            f'{called(engagement)} recommends "{engagement.recommended_variant}", which is none of its variants',
            engagement.at("recommended_variant"),
            nearest(engagement.recommended_variant, offered, "add it under `variants`"),
            (engagement.id,),
            "hard",
        )
    if case.document.kind in CHOOSING and case.as_is is None and not case.params.get("greenfield"):
        yield Finding(
            f"{called(engagement)} has no as-is structure to compare the options with",
            engagement.at(),
            "add as-is/variant.yaml, or `params: {greenfield: true}` in the document",
            (engagement.id,),
        )


def weighing(facts: Facts) -> Iterator[Finding]:
    """Weights of 100 in all; a score with its reason for each option on each criterion."""
    case = facts.case
    weight = weights(case)
    rows = facts.table("criteria", Criterion)
    total = sum(weight.values())
    if weight and abs(total - 100) > 0.001:
        own = bool(case.engagement.weights)
        last = list(rows.values())[-1] if rows else None
        place = case.engagement.at("weights") if own else last.at("weight") if last else None
        yield Finding(
            f"the weights of the {len(weight)} criteria add up to {total:g}, not 100",
            place,
            f"{'take away' if total > 100 else 'add'} {abs(total - 100):g}",
            (case.engagement.id,),
            "hard",
        )
    for id_, share in case.engagement.weights.items():
        if share <= 0:
            yield Finding(
                f"criterion {id_} has a weight of {share:g}",
                case.engagement.at("weights", id_),
                "give it a share of the 100, or leave it out",
                (case.engagement.id, id_),
                "hard",
            )
    if case.document.kind not in CHOOSING:
        return
    scored = [seen for seen in facts.options if seen.option.scores]
    if weight and not scored and len(facts.options) > 1:
        yield Finding(
            f"none of the {len(facts.options)} options is scored on the {len(weight)} criteria",
            case.engagement.at("variants"),
            "add `scores:` to each file under variants/ of the engagement",
            (case.engagement.id,),
            "late",  # a draft without scores says nothing wrong: the comparison leaves them out
        )
    for seen in facts.options if scored else ():
        owner = seen.own or seen.variant
        points = {s.criterion: (n, s) for n, s in enumerate(seen.option.scores)}
        missing = [criterion for criterion in weight if criterion not in points]
        if missing:
            yield Finding(
                f"{seen.name} is not scored on {', '.join(missing)}",
                owner.at("scores"),
                "score every option on every criterion: {criterion: …, score: 1–5, rationale: {zh: …, en: …}}",
                (seen.variant.id, *missing),
            )
        for criterion, (n, score) in points.items():
            if not score.rationale:
                yield Finding(
                    f"{seen.name}: the score on {criterion} has no rationale",
                    owner.at("scores", n),
                    "say in one sentence what the score rests on",
                    (seen.variant.id, criterion),
                )
        if len(points) < len(seen.option.scores):
            yield Finding(
                f"{seen.name} is scored twice on one criterion",
                owner.at("scores"),
                "keep one score for each criterion",
                (seen.variant.id,),
            )


def top_score(facts: Facts) -> Iterator[Finding]:
    """The recommendation has the best weighted score, or says why it is made all the same."""
    case = facts.case
    rank = ranking(case)
    chosen = case.engagement.recommended_variant
    if rank is None or chosen not in rank.scores or case.engagement.override_reason:
        return
    first = rank.order[0]
    if rank.scores[first] > rank.scores[chosen] + 1e-9:
        yield Finding(
            f"{chosen} is recommended with {rank.scores[chosen]:.2f} points, but {first} has {rank.scores[first]:.2f}",
            case.engagement.at("recommended_variant"),
            "recommend the first, check the scores, or give an `override_reason`",
            (case.engagement.id, chosen, first),
        )


RULES = (
    Rule(
        "V09",
        "One option is recommended, against the present structure",
        "A proposal answers first; and without the present structure nobody can tell what changes.",
        "Recommend one of the engagement's variants and add as-is/variant.yaml.",
        ISSUED,
        "case",
        recommendation,
    ),
    Rule(
        "V10",
        "Weights add up to 100, every option has every score",
        "A ranking over other weights, or with holes, proves nothing.",
        "Set the weights to 100 in all and score each option on each criterion with a rationale.",
        ISSUED,
        "case",
        weighing,
    ),
    Rule(
        "V11",
        "The recommended option has the top score",
        "A reader adds up the table; a recommendation against it needs its reason.",
        "Recommend the first of the ranking, or state `override_reason`.",
        ISSUED,
        "case",
        top_score,
    ),
)
