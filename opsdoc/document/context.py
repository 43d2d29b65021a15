"""A case as plain data in one language: what outlines and section texts may name."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from opsdoc.content.models import Criterion, I18n, Kpi, Process, Raci, Risk, Role, Target
from opsdoc.document.labels import Labels
from opsdoc.org.compare import Ranking, ranking, weights
from opsdoc.org.costs import costs
from opsdoc.org.coverage import cover, totals
from opsdoc.org.metrics import Metrics, metrics
from opsdoc.org.naming import role_names
from opsdoc.org.select import Case, Option


def context(case: Case, lang: str, labels: Labels) -> dict[str, Any]:
    """Plain strings, numbers, lists and mappings only: nothing with methods that a template could reach."""
    engagement = case.engagement
    client = engagement.client
    rank = ranking(case)
    options = [_option(case, option, lang, rank) for option in case.options.values()]
    by_id = {option["id"]: option for option in options}
    coverage = by_id[case.option.id]["coverage"]
    recommended = engagement.recommended_variant
    first = ranking_data(case, rank, by_id)
    return {
        "lang": lang,
        "t": dict(labels),
        "params": dict(case.params),
        "audience": case.audience,
        "client": {
            "legal_name": client.legal_name.get(lang),
            "short_name": client.short_name.get(lang),
            "industry": client.industry.get(lang),
            "size_fte": client.size_fte,
            "revenue": client.revenue.get(lang),
            "locations": _texts(client.locations, lang),
        },
        "engagement": {
            "id": engagement.id,
            "title": engagement.title.get(lang),
            "sponsor": engagement.sponsor.get(lang),
            "as_of": engagement.as_of.isoformat(),
            "currency": engagement.currency,
            "decision_body": engagement.decision_body.get(lang),
            "override_reason": engagement.override_reason.get(lang),
            **{
                key: _texts(getattr(engagement, key), lang)
                for key in (
                    "objectives",
                    "drivers",
                    "scope_in",
                    "scope_out",
                    "method",
                    "trade_offs",
                    "reasons",
                    "options_risks",
                )
            },
        },
        "document": {
            "id": case.document.id,
            "kind": case.document.kind,
            "title": case.document.title.get(lang),
            "subtitle": case.document.subtitle.get(lang),
            "number": case.document.number,
            "version": case.document.version,
            "status": case.document.status,
            "date": case.document.date.isoformat(),
            "classification": case.document.classification.get(lang),
            "prevailing": case.document.prevailing,
            "affects_employee_interests": case.document.affects_employee_interests,
        },
        "variant": by_id[case.option.id],
        "variants": options,
        "recommended": by_id.get(recommended, by_id[case.option.id]),
        "presents_recommended": case.option.id == recommended,
        "metrics": by_id[case.option.id]["metrics"],
        "as_is": _option(case, case.as_is, lang, None) if case.as_is else None,
        "coverage": coverage,
        "ranking": first,
        "functions": [_function(case, id_, lang) for id_ in case.functions],
        "roles": {
            id_: name.or_other(lang)
            for id_, name in role_names(engagement, case.workspace.library, case.content.layer).items()
        },
        "renamed_roles": _renamed(case, lang),
        "criteria": [
            {"id": c.id, "name": c.name.get(lang), "weight": weights(case).get(c.id, 0)}
            for c in case.table("criteria", Criterion).values()
            if weights(case).get(c.id)
        ],
        "counts": _counts(case),
        # Those with activities, in the order of their matrices.
        "processes": [
            {"id": p.id, "name": p.name.get(lang)}
            for p in case.table("processes", Process).values()
            if any(r.process == p.id for r in case.table("raci", Raci).values())
        ],
        "findings": [
            {"id": f.id, "statement": f.statement.get(lang), "severity": f.severity} for f in engagement.findings
        ],
        "decisions": [
            {"id": d.id, "text": d.text.get(lang), "decider": d.decider.get(lang), "due": d.due.isoformat()}
            for d in engagement.decisions
        ],
        "fte": _fte(case),
        "costs": _costs(case),
        "targets": {id_: _target(target) for id_, target in case.table("targets", Target).items()},
        "roadmap": _roadmap(case, lang),
    }


def _renamed(case: Case, lang: str) -> list[str]:
    """Usual names of roles with the engagement's own in brackets."""
    usual = case.workspace.library.tables.get("roles", {})
    roles = case.table("roles", Role)
    pairs = [(usual[id_], roles[id_]) for id_ in case.engagement.rename_roles if id_ in usual and id_ in roles]
    form = "{}（{}）" if lang == "zh" else "{} ({})"
    return [form.format(old.name.get(lang), new.name.get(lang)) for old, new in pairs if isinstance(old, Role)]


def _texts(items: tuple[I18n, ...], lang: str) -> list[str]:
    return [item.get(lang) for item in items]


def _option(case: Case, option: Option, lang: str, rank: Ranking | None) -> dict[str, Any]:
    counted = totals(option, case.functions)
    figures = metrics(case, option)
    gaps = [f for f in case.functions if cover(option, f).status == "gap"]
    partial = [f for f in case.functions if cover(option, f).status == "partial"]
    return {
        "id": option.id,
        "name": option.variant.name.get(lang),
        "kind": option.variant.kind,
        "logic": option.variant.logic.get(lang),
        "summary": option.variant.summary.get(lang),
        "root": _unit(case, option, option.root.id, lang),
        "units": [_unit(case, option, unit.id, lang) for unit in option.units if unit.parent],
        "strengths": _texts(option.variant.strengths, lang),
        "weaknesses": _texts(option.variant.weaknesses, lang),
        "fits_when": _texts(option.variant.fits_when, lang),
        "preconditions": _texts(option.variant.preconditions, lang),
        "recommended": option.id == case.engagement.recommended_variant,
        "metrics": _metrics(figures),
        "coverage": {
            "owned": counted.owned,
            "partial": counted.partial,
            "gaps": counted.gaps,
            "total": counted.total,
            "gap_names": [case.functions[f].name.get(lang) for f in gaps],
            "partial_names": [case.functions[f].name.get(lang) for f in partial],
        },
        "score": rank.scores.get(option.id, 0.0) if rank else 0.0,
        "exclusions": [
            {"function": e.function, "reason": e.reason.get(lang), "remedy": e.remedy.get(lang)}
            for e in option.exclusions
        ],
    }


def _unit(case: Case, option: Option, id_: str, lang: str) -> dict[str, Any]:
    unit = option.by_id[id_]
    figures = option.figures.get(id_)
    own = case.content.variants.get(option.id)
    return {
        "id": unit.id,
        "name": unit.name.get(lang),
        "type": unit.type,
        "parent": unit.parent,
        "mission": unit.mission.get(lang),
        "head_role": unit.head_role.get(lang),
        "functions": [_function(case, f, lang) for f in option.functions_of(id_) if f in case.functions],
        "partial": [_function(case, f, lang) for f in option.functions_of(id_, "partial") if f in case.functions],
        "fte": figures.to_be if figures else 0,
        "fte_as_is": figures.as_is if figures else 0,
        "scorecard": bool(own and own.scorecards.get(id_)),
    }


def _function(case: Case, id_: str, lang: str) -> dict[str, Any]:
    function = case.functions[id_]
    return {"id": id_, "name": function.name.get(lang), "purpose": function.purpose.get(lang)}


def _metrics(figures: Metrics) -> dict[str, Any]:
    return {
        "units": figures.units,
        "layers": figures.layers,
        "root_reports": figures.root_reports,
        "span": figures.average_span,
        "median_span": figures.median_span,
        "widest_span": figures.widest_span,
        "one_to_one": figures.one_to_one,
        "hand_offs": figures.hand_offs,
        "interfaces": figures.interfaces,
        "hand_off_share": figures.hand_offs / figures.interfaces if figures.interfaces else 0.0,
        "split_raci": figures.split_raci,
        "raci_rows": figures.raci_rows,
        "fte": figures.fte,
        "cost": figures.cost,
    }


def ranking_data(case: Case, rank: Ranking | None, by_id: Mapping[str, Any]) -> dict[str, Any]:
    """The ranking as data; `stable` says whether the first place survives every weight ±20 %."""
    if rank is None:
        return {"order": [], "margin": 0.0, "stable": True, "fragile": []}
    return {
        "order": [by_id[id_]["name"] for id_ in rank.order],
        "ids": list(rank.order),
        "margin": rank.margin,
        "stable": not rank.fragile,
        "fragile": [{"criterion": c, "direction": d, "first": by_id[f]["name"]} for c, d, f in rank.fragile],
    }


def _counts(case: Case) -> dict[str, int]:
    risks = case.table("risks", Risk).values()
    return {
        "functions": len(case.functions),
        "own_functions": len(case.functions.keys() & case.content.layer.functions.keys()),
        "variants": len(case.options),
        "bodies": len(case.option.variant.committees),
        "dotted": sum(len(unit.dotted) for unit in case.option.units),
        "mappings": len(case.option.mappings),
        "role_mappings": len(case.option.role_mappings),
        "kpis": len(case.table("kpis", Kpi)),
        "targets": len(case.tables["targets"]),
        "raci": len(case.table("raci", Raci)),
        "risks": len(risks),
        "high_risks": sum(1 for r in risks if r.likelihood * r.impact >= HIGH_RISK),
        "controls": len(case.tables["controls"]),
        "roles": len(case.tables["roles"]),
        "authority": len(case.tables["authority"]),
        "decision_rights": len(case.tables["decision-rights"]),
        "processes": len(case.tables["processes"]),
        "forums": len(case.tables["forums"]),
        "terms": len(case.tables["glossary"]),
        "principles": len(case.tables["principles"]),
        "findings": len(case.engagement.findings),
        "decisions": len(case.engagement.decisions),
        "impacts": len(case.engagement.impacts),
    }


# likelihood × impact from which a risk is high, and from which it is medium (orgdesign §3, X01).
HIGH_RISK = 15
MEDIUM_RISK = 8


def _fte(case: Case) -> dict[str, float]:
    figures = case.option.figures.values()
    as_is = sum(f.as_is for f in figures) or (case.as_is.fte if case.as_is else 0.0)
    to_be = sum(f.to_be for f in figures)
    return {"as_is": as_is, "to_be": to_be, "delta": to_be - as_is}


def _target(target: Target) -> dict[str, float]:
    values = {name: getattr(target, name) for name in ("baseline", "target", "green", "amber", "low", "high")}
    return {name: value for name, value in values.items() if value is not None}


def _costs(case: Case) -> dict[str, float]:
    found = costs(case)
    ranged = {"one_off": found.one_off, "run_rate": found.run_rate, "benefit": found.benefit, "net": found.net}
    payback, best, worst = found.payback_months
    return {
        **{name: total.amount for name, total in ranged.items()},
        **{f"{name}_low": total.low for name, total in ranged.items()},
        **{f"{name}_high": total.high for name, total in ranged.items()},
        "payback_months": payback,
        "payback_months_best": best,
        "payback_months_worst": worst,
        "count": found.count,
    }


def _roadmap(case: Case, lang: str) -> dict[str, Any]:
    plan = case.engagement.roadmap
    dates: list[date] = [d for i in plan.initiatives for d in (i.start, i.end)] + [m.date for m in plan.milestones]
    return {
        "start": min(dates).isoformat() if dates else "",
        "end": max(dates).isoformat() if dates else "",
        "months": _months(min(dates), max(dates)) if dates else 0,
        "waves": [{"id": w.id, "name": w.name.get(lang), "goal": w.goal.get(lang)} for w in plan.waves],
        "initiatives": len(plan.initiatives),
        "milestones": len(plan.milestones),
        "first_days": max((first.days for first in plan.first_days), default=0),
    }


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month + 1
