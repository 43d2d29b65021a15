"""X: risks that are answered by controls which somebody carries out, proves and has tested."""

from __future__ import annotations

from collections.abc import Iterator

from opsdoc.check.facts import Facts
from opsdoc.check.records import called
from opsdoc.check.rule import ADVICE, ISSUED, Finding, Rule
from opsdoc.content.models import Control
from opsdoc.document.context import HIGH_RISK


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
        lacking: list[tuple[Control, list[str]]] = []
        known = [facts.controls[id_] for id_ in risk.controls if id_ in facts.controls]
        for control in known:
            # A control always has a frequency: per event, where none is stated.
            missing = [field for field in ("owner_role", "evidence") if not getattr(control, field)]
            if missing:
                lacking.append((control, missing))
        for control, missing in lacking:
            yield Finding(
                f"{called(risk)} is high, and its control {control.id} lacks {', '.join(missing)}",
                control.at("id"),
                "say who carries the control out and what proves it",
                (risk.id, control.id),
                # One whole control answers the risk; the others are then only unfinished.
                "soft" if len(lacking) < len(known) else "",
            )


def caught_in_time(facts: Facts) -> Iterator[Finding]:
    """A high risk is prevented or detected, not only repaired; who owns what is tested does not test it."""
    for risk in facts.risks.values():
        known = [facts.controls[id_] for id_ in risk.controls if id_ in facts.controls]
        if risk.likelihood * risk.impact >= HIGH_RISK and known and all(c.type == "corrective" for c in known):
            yield Finding(
                f"{called(risk)} is high and has corrective controls only",
                risk.at("controls"),
                "add a preventive or detective control",
                (risk.id,),
            )
    owners: dict[str, list[str]] = {}
    for risk in facts.risks.values():
        for id_ in risk.controls:
            owners.setdefault(id_, []).append(risk.owner_role)
    for control in facts.controls.values():
        tester = control.tester_role
        if not tester or tester not in (control.owner_role, *owners.get(control.id, ())):
            continue
        what = "carries it out" if tester == control.owner_role else "owns the risk that it answers"
        yield Finding(
            f"{called(control)} is tested by {tester}, who {what}",
            control.at("tester_role"),
            "let another role test it, such as internal audit",
            (control.id,),
        )


RULES = (
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
        "High risks are prevented or detected, and others than their owners test the controls",
        "Repair alone means that the damage has been done; who tests their own work finds it good.",
        "Add a preventive or detective control; name as tester a role that owns neither the control nor its risk.",
        ADVICE,
        "case",
        caught_in_time,
    ),
)
