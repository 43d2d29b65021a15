"""A workspace of ten thousand records: how long loading them takes, and how long judging them."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

RECORDS = 10_000


def load_and_judge() -> tuple[float, float]:
    """Seconds of processor time: loading the records from YAML and CSV, and all rules over them."""
    from opsdoc.check.rules import check_case
    from opsdoc.content.load import load
    from opsdoc.diagnostics import Log
    from opsdoc.org.select import select

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in files().items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        start = time.process_time()
        log = Log()
        workspace = load(root, root, log)
        loaded = time.process_time()
        if log.items:
            raise SystemExit("\n".join(item.format() for item in log))
        check_case(select(workspace, "large", "proposal"), log, date(2026, 6, 1))
        judged = time.process_time()
    if len(log) > 1000:
        raise SystemExit(f"the records are not sound: {len(log)} findings, such as\n{log.items[0].format()}")
    return loaded - start, judged - loaded


def files() -> Mapping[str, str]:
    """Files of the workspace by path: one function and unit, and five tables of a fifth of the records each."""
    count = RECORDS // 5
    lead = "lead"
    kpis = [
        (
            f"k{n}",
            f"指标{n}",
            f"Measure {n}",
            f"按期数{n}÷总数×100%",
            f"on time {n} ÷ all × 100%",
            "%",
            "up",
            "month",
            "lagging",
            "work",
            lead,
            "系统",
            "System",
            "按期占比",
            "Share on time",
            "全部",
            "All",
            "样品",
            "Samples",
            "空",
            "Empty",
        )
        for n in range(count)
    ]
    kpi_fields = (
        "id,name.zh,name.en,formula.zh,formula.en,unit,direction,frequency,type,functions,owner_role,source_system.zh,"
        "source_system.en,definition.zh,definition.en,inclusions.zh,inclusions.en,exclusions.zh,exclusions.en,"
        "null_rule.zh,null_rule.en"
    )
    targets = [(f"k{n}", 80, 95, 93, 85) for n in range(count)]
    raci = [(f"a{n}", "flow", f"办理事项{n}", f"Settle matter {n}", "A/R", "C") for n in range(count)]
    risks = [
        (f"x{n}", f"延误{n}", f"Delay {n}", "work", lead, 3, 5, "guard", f"第{n}条延误的说明", f"Note on delay {n}")
        for n in range(count)
    ]
    terms = [(f"t{n}", f"词条甲{n}号", f"entry {n}", f"别词{n}号", f"other word {n}") for n in range(count)]
    text = {"zh": "组", "en": "Team"}
    small = {
        "functions/work/function.yaml": {"name": {"zh": "作业", "en": "Work"}, "purpose": text, "kpis": ["k1", "k2"]},
        "variants/one/variant.yaml": {
            "name": text,
            "kind": "structure",
            "logic": text,
            "units": [{"id": "top", "name": text}],
            "placements": [{"function": "work", "unit": "top", "role": "owner"}],
        },
        "tables/roles.yaml": [
            {"id": lead, "name": {"zh": "负责人", "en": "Lead"}, "function": "work"},
            {"id": "board", "name": text},
        ],
        "tables/processes.yaml": [{"id": "flow", "name": text, "steps": ["work"]}],
        "tables/controls.yaml": [
            {"id": "guard", "statement": text, "type": "preventive", "owner_role": lead, "evidence": text}
        ],
        "engagements/large/engagement.yaml": {
            "client": {
                "legal_name": {"zh": "宏远公司", "en": "Acme Limited"},
                "short_name": {"zh": "宏远", "en": "Acme"},
            },
            "title": text,
            "as_of": "2026-01-01",
            "recommended_variant": "one",
        },
        "engagements/large/documents/proposal.yaml": {"kind": "proposal", "title": text, "date": "2026-01-01"},
    }
    tables = {
        "tables/kpis.csv": _csv(kpi_fields, kpis),
        "engagements/large/tables/targets.csv": _csv("id,baseline,target,green,amber", targets),
        "tables/raci.csv": _csv("id,process,activity.zh,activity.en,cells.lead,cells.board", raci),
        "tables/risks.csv": _csv(
            "id,name.zh,name.en,function,owner_role,likelihood,impact,controls,description.zh,description.en", risks
        ),
        "tables/glossary.csv": _csv("id,zh,en,forbidden_zh,forbidden_en", terms),
    }
    texts = {name: json.dumps(data, ensure_ascii=False) for name, data in small.items()}
    return {f"content/{name}": text for name, text in {**texts, **tables}.items()}


def _csv(fields: str, rows: Sequence[Sequence[object]]) -> str:
    return "\n".join([fields, *(",".join(map(str, row)) for row in rows)]) + "\n"
