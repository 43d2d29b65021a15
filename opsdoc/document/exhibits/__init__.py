"""Exhibits: data → blocks. One function each, one table of all; `options` are the named arguments that each knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from opsdoc.document import tree as t
from opsdoc.document.exhibits import (
    bridges,
    canvas,
    choice,
    clauses,
    coverage,
    cycles,
    dayone,
    decisionrights,
    front,
    functions,
    interfaces,
    kpitrees,
    letters,
    management,
    measures,
    orgchart,
    plan,
    records,
    rights,
    scorecards,
    shape,
    structure,
    swimlanes,
)
from opsdoc.document.exhibits.call import Call
from opsdoc.document.exhibits.differences import differences


@dataclass(frozen=True, slots=True)
class Exhibit:
    """An exhibit's builder, the named arguments that it takes besides `caption` and `source`, and how many words."""

    build: Callable[[Call], t.Blocks]
    options: tuple[str, ...] = ()
    words: int = 0


# As many words as an author likes: functions, documents, figures.
MANY = 99

EXHIBITS: Mapping[str, Exhibit] = {
    "orgchart": Exhibit(orgchart.orgchart, orgchart.OPTIONS),
    "units": Exhibit(structure.units, ("variant",)),
    "coverage": Exhibit(coverage.coverage),
    "comparison": Exhibit(choice.comparison),
    "differences": Exhibit(differences),
    "scores": Exhibit(choice.scores),
    "rationale": Exhibit(choice.rationale, ("variant",)),
    "swot": Exhibit(choice.swot, ("variant",)),
    "gaps": Exhibit(coverage.gaps, ("variant",)),
    "canvas": Exhibit(canvas.canvas, ("variant",)),
    "mapping": Exhibit(structure.mapping, ("variant",)),
    "role-mapping": Exhibit(structure.role_mapping, ("variant",)),
    "establishment": Exhibit(structure.establishment, ("variant",)),
    "charter": Exhibit(functions.charter, ("form",), words=1),
    "reference": Exhibit(functions.reference),
    "interfaces": Exhibit(interfaces.interfaces, ("show",)),
    "spans": Exhibit(shape.spans, ("beside", "variant")),
    "bridge": Exhibit(bridges.bridge, ("by", "measure", "variant")),
    "raci": Exhibit(rights.raci, ("process",)),
    "authority": Exhibit(rights.authority),
    "decision-rights": Exhibit(decisionrights.decision_rights, ("form",)),
    "forums": Exhibit(rights.forums),
    "roles": Exhibit(rights.roles),
    "rolecard": Exhibit(rights.rolecard, words=1),
    "kpis": Exhibit(measures.kpis, ("unit",)),
    "risks": Exhibit(measures.risks, ("top",)),
    "risk-map": Exhibit(measures.risk_map, ("top",)),
    "roadmap": Exhibit(plan.roadmap),
    "initiatives": Exhibit(plan.initiatives),
    "milestones": Exhibit(plan.milestones),
    "first-days": Exhibit(plan.first_days),
    "day-one": Exhibit(dayone.day_one),
    "costs": Exhibit(plan.costs),
    "impacts": Exhibit(plan.impacts),
    "decisions": Exhibit(plan.decisions),
    "control": Exhibit(front.control),
    "approvals": Exhibit(front.approvals),
    "revisions": Exhibit(front.revisions),
    "figures": Exhibit(front.figures, words=MANY),
    "principles": Exhibit(front.principles),
    "criteria": Exhibit(front.criteria),
    "findings": Exhibit(front.findings),
    "glossary": Exhibit(front.glossary, ("scope",)),
    "sources": Exhibit(front.sources),
    "assumptions": Exhibit(front.assumptions),
    "forms": Exhibit(records.forms),
    "systems": Exhibit(records.systems),
    "processes": Exhibit(records.processes),
    "process-book": Exhibit(records.process_book),
    "process-steps": Exhibit(records.process_steps, words=1),
    "cycle": Exhibit(cycles.cycle, ("show", "variant"), words=MANY),
    "pillars": Exhibit(cycles.pillars, words=MANY),
    "kpi-tree": Exhibit(kpitrees.kpi_tree, ("root", "depth")),
    "swimlane": Exhibit(swimlanes.swimlane, ("variant",), words=1),
    "scorecard": Exhibit(scorecards.scorecard, ("unit",), words=1),
    "drivers": Exhibit(management.drivers),
    "identity": Exhibit(management.identity, words=1),
    "upkeep": Exhibit(management.upkeep, words=1),
    "reviews": Exhibit(management.reviews),
    "rolecards": Exhibit(management.rolecards),
    "glossary-index": Exhibit(management.glossary_index, ("by",)),
    "index": Exhibit(management.index, ("of",)),
    "distribution": Exhibit(records.distribution, ("units",)),
    "issuer": Exhibit(records.issuer),
    "addressees": Exhibit(letters.addressees),
    "remark": Exhibit(letters.remark),
    "colophon": Exhibit(letters.colophon),
    "issued": Exhibit(records.issued, words=MANY),
    "attachments": Exhibit(records.attachments, words=MANY),
    "acknowledgement": Exhibit(records.acknowledgement),
    "unit-duties": Exhibit(clauses.unit_duties),
    "unowned": Exhibit(clauses.unowned),
    "bodies": Exhibit(clauses.bodies),
    "dotted": Exhibit(clauses.dotted),
    "collective": Exhibit(clauses.collective),
    "grant": Exhibit(clauses.grant, words=1),
    "group-steps": Exhibit(clauses.group_steps),
    "agreed": Exhibit(clauses.agreed, words=MANY),
    "measures": Exhibit(clauses.measures, words=MANY),
    "key-controls": Exhibit(clauses.key_controls, words=MANY),
    "clause": Exhibit(clauses.clause, words=1),
}
