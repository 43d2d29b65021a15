"""A small workspace that breaks no rule, and a way to change one thing in it."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from opsdoc.check import wording
from opsdoc.check.rules import check_case, check_workspace
from opsdoc.content.load import Workspace, load
from opsdoc.diagnostics import Diagnostic, Log
from opsdoc.org.select import Case, select

TODAY = date(2026, 6, 1)
Files = dict[str, Any]


def both(zh: str, en: str) -> dict[str, str]:
    return {"zh": zh, "en": en}


def function(id_: str, zh: str, en: str, other: str, words: list[str]) -> dict[str, Any]:
    partner = {"sales": "销售", "supply": "供应"}[other]
    return {
        "name": both(zh, en),
        "purpose": both(f"让{zh}可预期。", f"Make {en.lower()} predictable."),
        "responsibilities": [both(f"制定{zh}{w}", f"Set the {w} of {en.lower()}") for w in words],
        "inputs": [{"item": both(f"{zh}所需", f"what {en.lower()} needs"), "party": other}],
        "outputs": [{"item": both(f"{partner}所需", f"what {other} needs"), "party": other}],
        "interfaces": [
            {"party": "customers", "content": both("询问", "enquiries"), "sla": both("2天内", "within 2 days")}
        ],
        "kpis": [f"{id_}-1", f"{id_}-2", f"{id_}-3"],
        "systems": [both("系统", "System")],
        "risks": [f"{id_}-r"],
        "roles": [f"{id_}-lead"],
    }


def kpi(id_: str, zh: str, en: str, kind: str) -> dict[str, Any]:
    return {
        "id": id_,
        "name": both(zh, en),
        "definition": both("按期占比", "Share on time"),
        "formula": both("按期数÷总数×100%", "on time ÷ all × 100%"),
        "unit": "%",
        "direction": "up",
        "frequency": "month",
        "type": kind,
        "functions": [id_.rsplit("-", 1)[0]],
        "owner_role": "sales-lead",
        "source_system": both("系统", "System"),
        "inclusions": both("全部订单", "All orders"),
        "exclusions": both("样品", "Samples"),
        "null_rule": both("记为空", "Left empty"),
    }


def risk(id_: str) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{id_}-r",
            "name": both("延误", "Delay"),
            "function": id_,
            "owner_role": f"{id_}-lead",
            "likelihood": 3,
            "impact": 5,
            "controls": [f"{id_}-c"],
            "residual": {"likelihood": 2, "impact": 3},
        }
    ]


def valid() -> Files:
    """Files of a workspace by path; YAML is written as JSON, which is YAML too."""
    files: Files = {
        "content/functions/sales/function.yaml": function(
            "sales", "销售", "Sales", "supply", ["targets", "prices", "territories", "contracts"]
        ),
        "content/functions/supply/function.yaml": function(
            "supply", "供应", "Supply", "sales", ["sources", "stocks", "routes", "calendar"]
        ),
        "content/functions/sales/zh.md": "销售按3个步骤推进。\n",
        "content/functions/sales/en.md": "Sales moves in three steps.\n",
        "content/variants/two/variant.yaml": {
            "name": both("两部门", "Two departments"),
            "kind": "structure",
            "logic": both("按职能", "By function"),
            "units": [
                {"id": "top", "name": both("公司", "Company"), "type": "company"},
                {"id": "sales-dept", "name": both("销售部", "Sales department"), "parent": "top"},
                {"id": "supply-dept", "name": both("供应部", "Supply department"), "parent": "top"},
                {"id": "office", "name": both("办公室", "Office"), "parent": "top"},
            ],
            "placements": [
                {"function": "sales", "unit": "sales-dept", "role": "owner"},
                {"function": "supply", "unit": "supply-dept", "role": "owner"},
                {"function": "sales", "unit": "office", "role": "support"},
            ],
        },
        "content/tables/kpis.yaml": [
            kpi(f"{f}-{n}", f"{zh}指标{n}", f"{en} measure {n}", "leading" if n == 1 else "lagging")
            for f, zh, en in (("sales", "销售", "Sales"), ("supply", "供应", "Supply"))
            for n in (1, 2, 3)
        ],
        "content/tables/risks.yaml": [*risk("sales"), *risk("supply")],
        "content/tables/controls.yaml": [
            {
                "id": f"{f}-c",
                "statement": both("每周核对", "Check every week"),
                "type": "preventive",
                "owner_role": f"{f}-lead",
                "evidence": both("记录", "Record"),
            }
            for f in ("sales", "supply")
        ],
        "content/tables/roles.yaml": [
            {"id": "board", "name": both("董事会", "Board")},
            {"id": "ceo", "name": both("总经理", "General Manager"), "reports_to": "board"},
            *(
                {
                    "id": f"{f}-lead",
                    "name": both(f"{f}负责人", f"Head of {f}"),
                    "function": f,
                    "reports_to": "ceo",
                    "duties": [
                        {"text": both("计划", "Plan"), "weight": 60},
                        {"text": both("跟进", "Follow"), "weight": 40},
                    ],
                    "experience": both("5年同业经验", "5 years in the trade"),
                }
                for f in ("sales", "supply")
            ),
        ],
        "content/tables/parties.yaml": [{"id": "customers", "name": both("客户", "Customers")}],
        "content/tables/processes.yaml": [{"id": "order", "name": both("订单", "Order"), "steps": ["sales", "supply"]}],
        "content/tables/raci.yaml": [
            {
                "id": "plan",
                "process": "order",
                "activity": both("排产", "Schedule"),
                "cells": {"sales-lead": "R", "supply-lead": "A"},
                "deliverable": both("计划", "Plan"),
            }
        ],
        "content/tables/authority.yaml": [
            {
                "id": "discount",
                "category": both("销售", "Sales"),
                "matter": both("折让", "Discount"),
                "currency": "CNY",
                "bands": [
                    {"min": 0, "max": 1000, "proposer": "sales-lead", "approver": "supply-lead"},
                    {"min": 1000, "proposer": "sales-lead", "approver": "board"},
                ],
            }
        ],
        "content/tables/decision-rights.yaml": [
            {
                "id": "promise",
                "matter": both("承诺交期", "Promise a date"),
                "form": "rapid",
                "lead": ["sales-lead"],
                "agree": ["supply-lead"],
                "decide": "ceo",
                "forum": "weekly",
                "deadlock": both("当日裁定", "Ruled the same day"),
            }
        ],
        "content/tables/forums.yaml": [
            {"id": "weekly", "name": both("周会", "Weekly"), "chair": "ceo", "cadence": both("每周1次", "Once a week")}
        ],
        "content/tables/criteria.yaml": [
            {"id": "fit", "name": both("契合", "Fit"), "weight": 60},
            {"id": "cost", "name": both("成本", "Cost"), "weight": 40},
        ],
        "content/tables/glossary.yaml": [
            {
                "id": "owner",
                "zh": "责任单位",
                "en": "owner unit",
                "forbidden_zh": ["归口单位"],
                "forbidden_en": ["owning unit"],
            },
            {"id": "fte", "zh": "全职当量", "en": "full-time equivalent", "abbr": "FTE"},
        ],
        "content/engagements/acme/engagement.yaml": {
            "client": {
                "legal_name": both("宏远有限公司", "Acme Limited"),
                "short_name": both("宏远", "Acme"),
                "size_fte": 100,
            },
            "title": both("组织设计", "Organisation design"),
            "as_of": "2026-03-31",
            "variants": ["two"],
            "recommended_variant": "two",
            "decisions": [
                {"id": "go", "text": both("批准", "Approve"), "decider": both("董事会", "Board"), "due": "2026-06-30"}
            ],
            "roadmap": {
                "waves": [{"id": "one", "name": both("第一波", "Wave 1")}],
                "initiatives": [
                    {
                        "id": "a",
                        "name": both("准备", "Prepare"),
                        "wave": "one",
                        "start": "2026-07-01",
                        "end": "2026-07-31",
                        "owner_role": "ceo",
                    },
                    {
                        "id": "b",
                        "name": both("切换", "Switch"),
                        "wave": "one",
                        "start": "2026-08-01",
                        "end": "2026-08-31",
                        "owner_role": "ceo",
                        "depends_on": ["a"],
                    },
                ],
                "milestones": [
                    {
                        "id": "m",
                        "name": both("上线", "Live"),
                        "wave": "one",
                        "date": "2026-09-01",
                        "owner_role": "ceo",
                        "exit_criterion": both("无积压", "No backlog"),
                    }
                ],
            },
            "waivers": [],
        },
        "content/engagements/acme/as-is/variant.yaml": {
            "name": both("现状", "As is"),
            "kind": "structure",
            "logic": both("历史形成", "Grown"),
            "units": [
                {"id": "top", "name": both("公司", "Company"), "type": "company"},
                {"id": "trade", "name": both("业务部", "Trade"), "parent": "top"},
            ],
            "placements": [{"function": "sales", "unit": "trade", "role": "owner"}],
        },
        "content/engagements/acme/variants/as-is.yaml": {
            "figures": {"top": {"as_is": 2, "to_be": 2}, "trade": {"as_is": 58, "to_be": 58}}
        },
        "content/engagements/acme/variants/two.yaml": {
            "figures": {
                "top": {"as_is": 2, "to_be": 2},
                "sales-dept": {"as_is": 30, "to_be": 28},
                "supply-dept": {"as_is": 28, "to_be": 28},
            },
            "scores": [
                {"criterion": "fit", "score": 4, "rationale": both("契合", "Fits")},
                {"criterion": "cost", "score": 3, "rationale": both("持平", "Level")},
            ],
            "mappings": [
                {"from": ["top"], "to": ["top"], "kind": "keep", "fte": 2},
                {"from": ["trade"], "to": ["sales-dept"], "kind": "split", "fte": 30},
                {"from": ["trade"], "to": ["supply-dept"], "kind": "split", "fte": 28},
                {"to": ["office"], "kind": "new"},
            ],
        },
        "content/engagements/acme/documents/proposal.yaml": {
            "kind": "proposal",
            "title": both("方案", "Proposal"),
            "number": "A-1",
            "version": "0.1",
            "date": "2026-05-01",
            "languages": ["zh", "en"],
        },
    }
    return copy.deepcopy(files)


ISSUED = {
    "status": "effective",
    "effective": "2026-05-20",
    "review_due": "2027-05-20",
    "owner": both("办公室", "Office"),
    "classification": both("内部", "Internal"),
    "approvals": [
        {"step": "prepared", "role": both("办公室", "Office"), "date": "2026-05-10"},
        {"step": "approved", "role": both("董事会", "Board"), "date": "2026-05-15"},
    ],
    "revisions": [{"version": "0.1", "date": "2026-05-15", "reason": both("首次发布", "First issue")}],
}

DOCUMENT = "content/engagements/acme/documents/proposal.yaml"


def issue(files: Files) -> None:
    """The document approved and in force."""
    files[DOCUMENT].update(copy.deepcopy(ISSUED))


def written(folder: Path, files: Files) -> Workspace:
    """The workspace of these files; it must load without a finding."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, indent=1)
        path.write_text(text, encoding="utf-8")
    log = Log()
    workspace = load(folder, folder, log)
    assert not log.items, "\n".join(d.format() for d in log)
    return workspace


def case_of(folder: Path, change: Callable[[Files], Any] | None = None) -> Case:
    """The valid case with one change."""
    files = valid()
    if change:
        change(files)
    return select(written(folder, files), "acme", "proposal")


def findings(folder: Path, change: Callable[[Files], Any] | None = None) -> list[Diagnostic]:
    """What the rules over records say about the valid case with one change."""
    case = case_of(folder, change)
    log = Log()
    check_case(case, log, TODAY)
    check_workspace(case.workspace, log)
    return log.items


def row(files: Files, table: str, id_: str) -> dict[str, Any]:
    """A row of a table."""
    rows: list[dict[str, Any]] = files[f"content/tables/{table}.yaml"]
    return next(r for r in rows if r["id"] == id_)


def update(target: dict[str, Any], values: Mapping[str, Any]) -> None:
    target.update(values)


# What stands in quotes and backticks is named, not said; so are paths and ids.
_NAMED = re.compile(r"`[^`]*`|“[^”]*”|\"[^\"]*\"|[\w/.-]*[/_.-][\w/.-]*")


def said_in_chinese(found: Diagnostic) -> bool:
    """Whether a finding and its way out have Chinese words, without English ones left in them."""
    said = (wording.message(found.message), wording.remedy(found.help))
    return all(text and not re.search(r"[a-z]{2,} [a-z]{2,}", _NAMED.sub("", text)) for text in said)
