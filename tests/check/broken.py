"""One change for each way to break a rule over records: code, change, file, part of the message, error in a draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.check.workspace import DOCUMENT, Files, both, issue, row

ENGAGEMENT = "content/engagements/acme/engagement.yaml"
OWN = "content/engagements/acme/variants/two.yaml"
VARIANT = "content/variants/two/variant.yaml"
SALES = "content/functions/sales/function.yaml"
KPIS = "content/tables/kpis.yaml"
PARTIES = "content/tables/parties.yaml"
CYCLE = "content/tables/cycle.yaml"
TARGETS = "content/engagements/acme/tables/targets.yaml"
ROLES = "content/tables/roles.yaml"
RACI = "content/tables/raci.yaml"
AUTHORITY = "content/tables/authority.yaml"
RIGHTS = "content/tables/decision-rights.yaml"
RISKS = "content/tables/risks.yaml"
CONTROLS = "content/tables/controls.yaml"
GLOSSARY = "content/tables/glossary.yaml"
CRITERIA = "content/tables/criteria.yaml"


def units(files: Files) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = files[VARIANT]["units"]
    return found


def right(**changes: Any) -> Callable[[Files], None]:
    """The decision between units with other parts."""

    def change(files: Files) -> None:
        row(files, "decision-rights", "promise").update(changes)

    return change


def day_one(date: str = "2026-08-01", **changes: Any) -> Callable[[Files], None]:
    """A first day with one item that differs."""

    def change(files: Files) -> None:
        item = {"id": "letters", "area": "people", "text": both("发函", "Send letters"), "owner_role": "ceo"}
        item["proof"] = both("回执", "Receipts")
        files[ENGAGEMENT]["roadmap"]["day_one"] = {"date": date, "items": [{**item, **changes}]}

    return change


def many_units(count: int) -> Callable[[Files], None]:
    """So many more units below the office, each with work."""

    def change(files: Files) -> None:
        for n in range(count):
            units(files).append({"id": f"u{n}", "name": both(f"组{n}", f"Group {n}"), "parent": "office"})
            files[VARIANT]["placements"].append({"function": "sales", "unit": f"u{n}", "role": "support"})
            files[OWN]["mappings"].append({"to": [f"u{n}"], "kind": "new"})

    return change


def deep(files: Files) -> None:
    # Six layers, of which each superior has three reports.
    for level in range(4):
        for n in range(3):
            id_, parent = f"l{level}-{n}", f"l{level - 1}-0" if level else "office"
            units(files).append({"id": id_, "name": both(f"层{level}-{n}", f"Layer {level}-{n}"), "parent": parent})
            files[VARIANT]["placements"].append({"function": "sales", "unit": id_, "role": "support"})
            files[OWN]["mappings"].append({"to": [id_], "kind": "new"})


def circle(files: Files) -> None:
    many_units(3)(files)
    units(files)[3]["parent"] = "u0"


def greenfield(files: Files) -> None:
    for name in ("as-is/variant.yaml", "variants/as-is.yaml"):
        del files[f"content/engagements/acme/{name}"]
    del files[OWN]["mappings"]


def issued(change: Callable[[Files], Any]) -> Callable[[Files], Any]:
    def both_changes(files: Files) -> None:
        issue(files)
        change(files)

    return both_changes


def another(files: Files, **fields: Any) -> None:
    """A second variant with a better score."""
    two = files[VARIANT]
    files["content/variants/other/variant.yaml"] = {**two, "name": both("另一", "Other"), **fields}
    files[ENGAGEMENT]["variants"] = ["two", "other"]


def scored(files: Files, points: int) -> None:
    another(files)
    files["content/engagements/acme/variants/other.yaml"] = {
        "scores": [{"criterion": c, "score": points, "rationale": both("好", "Good")} for c in ("fit", "cost")]
    }


def only_other(files: Files) -> None:
    scored(files, 2)
    files[ENGAGEMENT]["variants"] = ["other"]


def second_engagement(files: Files) -> None:
    files["content/engagements/beta/engagement.yaml"] = {
        **files[ENGAGEMENT],
        "client": {"legal_name": both("天成公司", "Beta Limited"), "short_name": both("天成", "Beta")},
    }
    files["content/engagements/beta/documents/other.yaml"] = {**files[DOCUMENT]}


def bands(*items: dict[str, Any]) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        row(files, "authority", "discount")["bands"] = [
            {"proposer": "sales-lead", "approver": "board", **item} for item in items
        ]

    return change


def targets(**rows: dict[str, Any]) -> Callable[[Files], None]:
    """Targets of KPIs; `sales_1` stands for the id sales-1."""

    def change(files: Files) -> None:
        files[TARGETS] = [{"id": id_.replace("_", "-"), **values} for id_, values in rows.items()]

    return change


def parts(relation: str, unit: str, **values: float) -> Callable[[Files], None]:
    """sales-2 and sales-3 make up sales-1, each with a target."""

    def change(files: Files) -> None:
        for id_ in ("sales-1", "sales-2", "sales-3"):
            row(files, "kpis", id_)["unit"] = both(unit, {"天": "day"}.get(unit, unit))
        for id_ in ("sales-2", "sales-3"):
            row(files, "kpis", id_)["parents"] = [{"kpi": "sales-1", "relation": relation}]
        targets(**{id_: {"target": value} for id_, value in values.items()})(files)

    return change


def ranged(**values: float) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        row(files, "kpis", "sales-1")["direction"] = "range"
        targets(sales_1=values)(files)

    return change


def employees(**fields: Any) -> Callable[[Files], None]:
    """A document that affects employees' interests, issued after its whole procedure but for these fields."""

    def change(files: Files) -> None:
        issue(files)
        given = {
            "affects_employee_interests": True,
            "democratic_procedure": {"body": both("职工代表大会", "Employee congress"), "date": "2026-05-08"},
            "publicity": {"method": both("内网公示", "Posted on the intranet"), "date": "2026-05-12"},
            **fields,
        }
        files[DOCUMENT].update({key: value for key, value in given.items() if value is not None})

    return change


def impact(**fields: Any) -> Callable[[Files], None]:
    def change(files: Files) -> None:
        given = {
            "id": "sellers",
            "group": both("销售人员", "Sales staff"),
            "dimension": "role",
            "current": both("按区域", "By territory"),
            "future": both("按客户", "By customer"),
            "level": 2,
            "action": both("培训", "Training"),
            "owner": both("销售负责人", "Head of Sales"),
            "due": "2026-08-31",
            **fields,
        }
        files[ENGAGEMENT]["impacts"] = [{key: value for key, value in given.items() if value is not None}]

    return change


MOVED = (
    {"from": ["seller"], "to": ["sales-lead"], "kind": "rename", "fte": 3},
    {"from": ["buyer"], "to": ["supply-lead"], "kind": "keep", "fte": 1},
)


def role_mappings(*mappings: dict[str, Any], establishment: int = 0) -> Callable[[Files], None]:
    """Two present roles, three sellers and a buyer, and what becomes of them; `establishment`: posts of the ceo."""

    def change(files: Files) -> None:
        files[ENGAGEMENT]["present_roles"] = [
            {"id": "seller", "name": both("业务员", "Sales representative"), "unit": "trade", "posts": 3},
            {"id": "buyer", "name": both("采购员", "Buyer"), "unit": "trade"},
        ]
        files[ENGAGEMENT]["headcounts"] = {"ceo": {"establishment": establishment}}
        files[OWN]["role_mappings"] = list(mappings)

    return change


CEO_WORKS = {"id": "x", "process": "order", "activity": both("评审", "Review"), "cells": {"ceo": "A/R"}}

# code, what it breaks, the file of the finding, a part of its message, error in a draft.
BROKEN: list[tuple[str, Callable[[Files], Any], str, str, bool]] = [
    ("G01", lambda f: f[SALES]["kpis"].__setitem__(0, "salse-1"), SALES, '"salse-1"', True),
    ("G01", lambda f: f[SALES]["inputs"].append({"item": both("货", "Goods"), "party": "moon"}), SALES, '"moon"', True),
    ("G01", lambda f: row(f, "roles", "ceo").update(reports_to="bord"), ROLES, '"bord"', True),
    (
        "G01",
        lambda f: row(f, "roles", "ceo").update(
            purpose=both("向{{ roles.bord }}负责", "Answer to the {{ roles.bord }}")
        ),
        ROLES,
        '"bord"',
        True,
    ),
    (
        "G01",
        lambda f: f[ENGAGEMENT].update(decision_body=both("{{ roles.bord }}裁定", "The {{ roles.bord }} rules")),
        ENGAGEMENT,
        '"bord"',
        True,
    ),
    (
        "G01",
        lambda f: row(f, "roles", "ceo").update(purpose=both("向{{ roles.sales-lead }}负责", "Answer to the board")),
        ROLES,
        "“{{ roles.sales-lead }}”, which names no role",
        True,
    ),
    ("G01", lambda f: row(f, "raci", "plan").update(process="none"), RACI, '"none"', True),
    (
        "G01",
        lambda f: units(f)[1].update(dotted=[{"to": "nil", "caption": both("线", "Line")}]),
        VARIANT,
        '"nil"',
        True,
    ),
    ("G01", lambda f: f[ENGAGEMENT]["decisions"].append(f[ENGAGEMENT]["decisions"][0]), ENGAGEMENT, "twice", True),
    ("G01", lambda f: f[ENGAGEMENT]["roadmap"]["initiatives"][1].update(wave="two"), ENGAGEMENT, '"two"', True),
    ("G01", targets(sales_9={"target": 3}), TARGETS, '"sales-9"', True),
    ("G01", lambda f: row(f, "controls", "sales-c").update(tester_role="auditt"), CONTROLS, '"auditt"', True),
    ("G01", lambda f: f.update({CYCLE: [{"id": "sails"}]}), CYCLE, '"sails"', True),
    (
        "G01",
        lambda f: f.update({CYCLE: [{"id": "sales", "year": [{"forum": "council", "months": [1]}]}]}),
        CYCLE,
        '"council"',
        True,
    ),
    ("G01", lambda f: f[OWN].update(scorecards={"office": {"sales-9": 100}}), OWN, '"sales-9"', True),
    ("G01", lambda f: f[ENGAGEMENT].update(headcounts={"coo": {"establishment": 1}}), ENGAGEMENT, '"coo"', True),
    ("G02", lambda f: f[SALES]["purpose"].pop("en"), SALES, "has no English text", False),
    ("G02", lambda f: f[SALES].update(purpose=both("使销售稳定。", "使销售稳定。")), SALES, "same text", False),
    ("G02", lambda f: f[PARTIES][0].update(name=both("", "")), PARTIES, "name has no text", False),
    ("G02", lambda f: f[SALES].update(systems=[both("order book", "order book")]), SALES, "is not translated", False),
    (
        "G03",
        lambda f: f[SALES]["interfaces"][0].update(sla=both("2天内", "within 3 days")),
        SALES,
        "2 in zh only",
        False,
    ),
    (
        "G03",
        lambda f: f.update({"content/functions/sales/en.md": "Sales has 4 steps.\n"}),
        "content/functions/sales/en.md",
        "4 in en only",
        False,
    ),
    (
        "G04",
        lambda f: f[SALES].update(purpose=both("明确归口单位。", "Name the owner unit.")),
        SALES,
        "归口单位",
        False,
    ),
    ("G04", lambda f: row(f, "glossary", "fte").update(en="owner unit"), GLOSSARY, "two equivalents", False),
    ("G04", lambda f: f[SALES].update(systems=[both("责任单位", "Unit list")]), SALES, 'not "Unit list"', False),
    ("G04", lambda f: f[SALES].update(systems=[both("单位表", "Owner units")]), SALES, 'not "单位表"', False),
    ("G05", lambda f: f[SALES].update(purpose=both("待定", "Open.")), SALES, "待定", False),
    (
        "G05",
        lambda f: f[SALES].update(purpose=both("待定（财务部，2026-05-01）。", "TBD (Finance, 2026-05-01).")),
        SALES,
        "was to be filled by 2026-05-01",
        False,
    ),
    ("G05", lambda f: f[SALES].update(purpose=both("未决。", "TBD")), SALES, "TBD", False),
    ("V01", lambda f: units(f)[3].pop("parent"), VARIANT, "root already", True),
    ("V01", lambda f: units(f)[3].update(parent="nowhere"), VARIANT, '"nowhere"', True),
    ("V01", circle, VARIANT, "circle", True),
    (
        "V02",
        lambda f: f[VARIANT]["placements"][1].update(function="sales", role="support"),
        VARIANT,
        "has no owner",
        False,
    ),
    ("V02", lambda f: f[VARIANT]["placements"][1].update(role="partial"), VARIANT, "in part only", False),
    ("V02", lambda f: f[VARIANT]["placements"][2].update(role="owner"), VARIANT, "2 owners", False),
    ("V03", lambda f: f[VARIANT]["placements"].pop(2), VARIANT, '"office" has no function', False),
    ("V03", lambda f: row(f, "risks", "sales-r").update(controls=["supply-c"]), CONTROLS, "no risk", False),
    ("V03", lambda f: f[ROLES].append({"id": "vp", "name": both("副总", "Vice")}), ROLES, "belongs to no unit", False),
    ("V04", lambda f: units(f)[1].update(name=both("销售处", "Sales")), VARIANT, "like its function, “Sales”", False),
    ("V04", lambda f: units(f)[2].update(name=both("销售部", "Supply department")), VARIANT, "销售部", False),
    ("V04", lambda f: units(f)[1].update(name=both("销售", "Sales department")), VARIANT, "like its function", False),
    ("V05", deep, VARIANT, "6 layers; with 100 FTE more than 5", False),
    ("V05", lambda f: f[ENGAGEMENT].update(max_layers=1), VARIANT, "the engagement's target is 1 at most", False),
    ("V06", many_units(11), VARIANT, "11 direct reports", False),
    ("V06", lambda f: units(f)[0].update(archetype="coach"), VARIANT, "a coach leads 6–7", False),
    ("V07", many_units(1), VARIANT, "one direct report", False),
    ("V08", lambda f: f[ENGAGEMENT]["client"].update(size_fte=50), OWN, "more than the client's 50", False),
    ("V08", lambda f: f[OWN]["figures"]["top"].update(cost=100), OWN, "have staff, but no cost", False),
    (
        "V08",
        lambda f: f[ENGAGEMENT].update(headcounts={"sales-lead": {"establishment": 40, "actual": 1}}),
        ENGAGEMENT,
        "the posts of the roles of sales-dept are 40",
        False,
    ),
    ("V09", greenfield, ENGAGEMENT, "no as-is structure", False),
    (
        "V09",
        only_other,
        ENGAGEMENT,
        "none of its variants",
        True,
    ),
    ("V10", lambda f: row(f, "criteria", "cost").update(weight=30), CRITERIA, "add up to 90", True),
    ("V10", lambda f: f[OWN]["scores"].pop(), OWN, "not scored on cost", False),
    ("V10", lambda f: f[OWN]["scores"][0].update(rationale=both("", "")), OWN, "no rationale", False),
    ("V10", lambda f: f[ENGAGEMENT].update(weights={"fit": 120, "cost": -20}), ENGAGEMENT, "weight of -20", True),
    ("V10", lambda f: (issue(f), another(f), f[OWN].pop("scores")), ENGAGEMENT, "none of the 2 options is", True),
    ("V11", lambda f: scored(f, 5), ENGAGEMENT, "other has 5.00", False),
    (
        "V12",
        lambda f: units(f)[1].update(dotted=[{"to": "top", "caption": both("线", "Line")}]),
        VARIANT,
        "repeats",
        False,
    ),
    (
        "V12",
        lambda f: units(f)[1].update(dotted=[{"to": "office", "caption": both("线", "Line")}] * 2),
        VARIANT,
        "two dotted lines",
        False,
    ),
    (
        "V12",
        lambda f: units(f)[0].update(dotted=[{"to": "office", "caption": both("线", "Line")}]),
        VARIANT,
        "repeats the solid one",
        False,
    ),
    (
        "V12",
        lambda f: units(f)[1].update(dotted=[{"to": "office", "caption": both("", "")}]),
        VARIANT,
        "has no caption",
        False,
    ),
    (
        "V13",
        lambda f: units(f)[1].update(name=both("运营" * 200, "Operations")),
        VARIANT,
        "has 400 characters (zh)",
        False,
    ),
    (
        "V14",
        lambda f: f[OWN]["figures"]["supply-dept"].update(to_be=0),
        OWN,
        "has 0 FTE (to_be)",
        False,
    ),
    (
        "F01",
        lambda f: f[SALES].update(purpose=both("稳定。可预期。", "Keep sales steady.")),
        SALES,
        "one sentence",
        False,
    ),
    ("F01", lambda f: f[SALES].update(purpose=both("", "")), SALES, "has no purpose", False),
    (
        "F01",
        lambda f: f[SALES]["responsibilities"][1].update(zh="价格管理"),
        SALES,
        "2 does not start with a verb (zh)",
        False,
    ),
    ("F01", lambda f: f[SALES]["responsibilities"][1].update(zh="负责定价"), SALES, "“负责定价”", False),
    ("F01", lambda f: f[SALES]["responsibilities"].pop(), SALES, "3 responsibilities", False),
    ("F01", lambda f: f[SALES]["responsibilities"][0].update(en="Planning of prices"), SALES, "with a verb", False),
    (
        "F01",
        lambda f: f[SALES]["responsibilities"][0].update(
            f["content/functions/supply/function.yaml"]["responsibilities"][0]
        ),
        "",
        "same as",
        False,
    ),
    (
        "F02",
        lambda f: f[SALES].update(inputs=[]),
        "content/functions/supply/function.yaml",
        "no input from supply",
        False,
    ),
    (
        "F02",
        lambda f: f[SALES]["outputs"][0].update(item=both("订单", "orders")),
        SALES,
        "gives “订单” to supply, which has no such input from sales",
        False,
    ),
    ("F03", lambda f: f[SALES]["kpis"].pop(), SALES, "2 KPIs", False),
    ("F03", lambda f: row(f, "kpis", "sales-1").update(type="lagging"), SALES, "no leading", False),
    ("F03", lambda f: f[SALES].update(systems=[]), SALES, "no system", False),
    ("R01", lambda f: row(f, "raci", "plan")["cells"].update(ceo="A"), RACI, "2 accountable", True),
    ("R01", lambda f: row(f, "raci", "plan")["cells"].update({"supply-lead": "R"}), RACI, "no account", True),
    (
        "R02",
        lambda f: (
            row(f, "raci", "plan")["cells"].update({"sales-lead": "A", "supply-lead": "C"})
            or f[RACI].append(
                {"id": "x", "process": "order", "activity": both("交货", "Deliver"), "cells": {"supply-lead": "A/R"}}
            )
        ),
        RACI,
        "nobody who does",
        False,
    ),
    (
        "R03",
        lambda f: f[RACI].append(
            {
                "id": "x",
                "process": "order",
                "activity": both("评审", "Review"),
                "cells": {"ceo": "A/R", "board": "R", "sales-lead": "R", "supply-lead": "R"},
            }
        ),
        RACI,
        "4 resp",
        False,
    ),
    ("R04", lambda f: row(f, "raci", "plan")["cells"].update({"wang-wei": "C"}), RACI, "wang-wei", True),
    (
        "R05",
        lambda f: row(f, "raci", "plan")["cells"].update({"sales-lead": "C", "ceo": "R"}),
        RACI,
        "no A and no R",
        False,
    ),
    (
        "R05",
        lambda f: f[RACI].extend(
            {"id": f"x{n}", "process": "order", "activity": both(f"事{n}", f"Do {n}"), "cells": {"ceo": "A/R"}}
            for n in range(10)
        ),
        RACI,
        "10 of 11",
        False,
    ),
    ("R05", lambda f: row(f, "raci", "plan")["cells"].update(board="C"), RACI, "role board “董事会” stands in", False),
    (
        "R06",
        lambda f: row(f, "raci", "plan").update(
            authority="discount", cells={"ceo": "A", "sales-lead": "R", "supply-lead": "R"}
        ),
        RACI,
        "ceo is accountable",
        False,
    ),
    ("D01", bands({"min": 0, "max": 900}, {"min": 800}), AUTHORITY, "overlap", True),
    ("D01", bands({"min": 0, "max": 900}, {"min": 950}), AUTHORITY, "gap between 900 and 950", False),
    ("D01", bands({"min": 0, "max": 900}), AUTHORITY, "nobody who decides from 900", False),
    ("D01", lambda f: row(f, "authority", "discount").pop("currency"), AUTHORITY, "no currency", False),
    ("D02", bands({"min": 0, "approver": "sales-lead"}), AUTHORITY, "its own proposal", False),
    ("D02", bands({"min": 0, "reviewers": ["board"]}), AUTHORITY, "under reviewers", False),
    ("D02", bands({"min": 0, "file_with": ["sales-lead"]}), AUTHORITY, "under file_with", False),
    ("D03", lambda f: row(f, "authority", "discount").update(collective=True), AUTHORITY, "alone", False),
    ("D03", lambda f: row(f, "authority", "discount").update(delegated=True), AUTHORITY, "until when", False),
    (
        "D03",
        lambda f: row(f, "authority", "discount").update(delegated=True, valid_to="2026-05-31"),
        AUTHORITY,
        "ended on 2026-05-31",
        False,
    ),
    ("D04", right(decide="sales-lead"), RIGHTS, "decides and also stands under lead", False),
    ("D04", right(agree=[]), RIGHTS, "nobody has to agree", False),
    ("D04", right(informed=["board"]), RIGHTS, "RAPID has no informed", True),
    ("D04", right(form="daci"), RIGHTS, "DACI has no agree", True),
    ("D04", right(deadlock=both("", "")), RIGHTS, "deadlock", False),
    ("D05", right(authority="discount"), RIGHTS, "discount lets board, supply-lead decide", False),
    ("G01", right(lead=["nobody"]), RIGHTS, 'names the role "nobody"', True),
    ("G01", right(forum="never"), RIGHTS, 'names the forum "never"', True),
    ("K01", lambda f: row(f, "kpis", "sales-1").update(definition=both("", "")), KPIS, "definition", False),
    (
        "K02",
        lambda f: row(f, "kpis", "sales-1").update(formula=both("按期订单数", "orders on time")),
        KPIS,
        "divides nothing",
        False,
    ),
    (
        "K02",
        lambda f: row(f, "kpis", "sales-1").update(formula=both("÷总数", "÷ all orders")),
        KPIS,
        "divides nothing",
        False,
    ),
    ("K02", targets(sales_1={"target": 120}), TARGETS, "outside the unit's domain, 0 to 100", False),
    ("K02", targets(sales_1={"target": 90, "green": 85, "amber": 88}), TARGETS, "green is 85 and amber is 88", False),
    ("K02", targets(sales_1={"target": 80, "green": 85}), TARGETS, "target is 80 and green is 85", False),
    (
        "K02",
        lambda f: (row(f, "kpis", "sales-1").update(direction="down"), targets(sales_1={"green": 5, "amber": 3})(f)),
        TARGETS,
        "less is better",
        False,
    ),
    ("K02", ranged(target=5), TARGETS, "no `low` and `high`", False),
    ("K02", ranged(low=9, high=5), TARGETS, "before it starts", False),
    ("K02", ranged(low=5, high=9, target=10), TARGETS, "outside its range", False),
    ("K03", lambda f: row(f, "kpis", "sales-1").pop("exclusions"), KPIS, "exclusions", False),
    (
        "K04",
        lambda f: (
            row(f, "kpis", "sales-1").update(parents=[{"kpi": "sales-2"}]),
            row(f, "kpis", "sales-2").update(parents=[{"kpi": "sales-1"}]),
        ),
        KPIS,
        "itself",
        True,
    ),
    (
        "K04",
        lambda f: row(f, "kpis", "sales-1").update(
            parents=[{"kpi": "sales-2", "relation": "sum"}], unit=both("天", "day")
        ),
        KPIS,
        "do not add up",
        False,
    ),
    ("K04", parts("sum", "天", sales_1=10, sales_2=4, sales_3=5), TARGETS, "sales-2 + sales-3 give 9", False),
    ("K04", parts("product", "%", sales_1=90, sales_2=90, sales_3=90), TARGETS, "sales-2 × sales-3 give 81", False),
    ("K04", parts("ratio", "天", sales_1=1, sales_2=2, sales_3=4), TARGETS, "÷ sales-2 ÷ sales-3 give 0.125", False),
    (
        "K04",
        lambda f: (
            parts("sum", "天", sales_1=14, sales_2=9, sales_3=5)(f),
            row(f, "kpis", "sales-3")["parents"][0].update(relation="difference"),
        ),
        TARGETS,
        "sales-2 − sales-3 give 4",
        False,
    ),
    ("K04", lambda f: f[OWN].update(scorecards={"office": {"sales-1": 60, "sales-2": 30}}), OWN, "weighs 90", True),
    (
        "K05",
        lambda f: row(f, "kpis", "sales-1").update(
            name=row(f, "kpis", "sales-2")["name"], formula=both("甲÷乙", "a ÷ b")
        ),
        KPIS,
        "another formula",
        False,
    ),
    ("P01", lambda f: row(f, "roles", "sales-lead")["duties"][0].update(weight=50), ROLES, "to 90", True),
    (
        "P01",
        lambda f: (
            row(f, "roles", "sales-lead")["duties"][0].update(weight=120),
            row(f, "roles", "sales-lead")["duties"][1].update(weight=-20),
        ),
        ROLES,
        "the weight of duty 2 is -20",
        True,
    ),
    ("P01", lambda f: row(f, "roles", "board").update(reports_to="ceo"), ROLES, "reports to itself", True),
    (
        "P01",
        lambda f: (
            f[ENGAGEMENT].update(out_of_scope=["supply"]),
            row(f, "roles", "sales-lead").update(reports_to="supply-lead"),
        ),
        ROLES,
        "has no unit in variant two",
        False,
    ),
    (
        "P02",
        lambda f: f[ENGAGEMENT].update(headcounts={"sales-lead": {"establishment": 1, "actual": 2}}),
        ENGAGEMENT,
        "2 posts filled, 1 established",
        False,
    ),
    (
        "P03",
        lambda f: row(f, "roles", "sales-lead").update(skills=both("35岁以下", "Under 35 years old")),
        ROLES,
        "岁",
        False,
    ),
    (
        "X01",
        lambda f: row(f, "risks", "sales-r").update(residual={"likelihood": 5, "impact": 5}),
        RISKS,
        "25 after controls",
        False,
    ),
    ("X01", lambda f: row(f, "controls", "sales-c").pop("evidence"), CONTROLS, "lacks evidence", False),
    ("X02", lambda f: row(f, "controls", "sales-c").update(type="corrective"), RISKS, "corrective", False),
    ("X02", lambda f: row(f, "controls", "sales-c").update(tester_role="sales-lead"), CONTROLS, "is tested by", False),
    ("M01", lambda f: f[OWN]["mappings"].pop(), OWN, "to-be units office", False),
    ("M01", lambda f: f[OWN]["mappings"][1].update(fte=25), OWN, "25 FTE", False),
    ("M01", lambda f: f[OWN].pop("mappings"), OWN, "nothing says", False),
    (
        "M01",
        role_mappings({"from": ["seller"], "to": ["sales-lead"], "kind": "rename"}),
        OWN,
        "as-is roles buyer",
        False,
    ),
    ("M01", role_mappings(*MOVED, establishment=1), OWN, "to-be roles ceo", False),
    ("M01", role_mappings({**MOVED[0], "fte": 2}, MOVED[1]), ENGAGEMENT, "2 posts leave seller, which has 3", False),
    ("M01", role_mappings(MOVED[0], {"from": ["buyer"], "kind": "move"}), OWN, "of kind move has no `to`", False),
    ("M01", role_mappings(), OWN, "what becomes of the present roles", False),
    ("G01", role_mappings(*MOVED, {"from": ["clerk"], "kind": "close"}), OWN, 'as-is role "clerk"', True),
    ("M02", impact(action=None, due=None), ENGAGEMENT, "of level 2 and has no action, no due", False),
    (
        "T01",
        lambda f: f[ENGAGEMENT]["roadmap"]["initiatives"][0].update(start="2026-06-29"),
        ENGAGEMENT,
        "before the first decision on 2026-06-30",
        False,
    ),
    (
        "T01",
        lambda f: f[ENGAGEMENT]["roadmap"]["milestones"][0].update(date="2026-05-31"),
        ENGAGEMENT,
        "falls on 2026-05-31",
        False,
    ),
    (
        "T01",
        lambda f: f[ENGAGEMENT]["roadmap"]["initiatives"][1].update(end="2026-07-20"),
        ENGAGEMENT,
        "before it sta",
        True,
    ),
    (
        "T01",
        lambda f: f[ENGAGEMENT]["roadmap"]["initiatives"][0].update(depends_on=["b"]),
        ENGAGEMENT,
        "each other",
        True,
    ),
    ("T01", lambda f: f[ENGAGEMENT]["roadmap"]["milestones"][0].pop("owner_role"), ENGAGEMENT, "owner_role", False),
    ("T01", day_one(proof=both("", "")), ENGAGEMENT, "no proof", False),
    ("T01", day_one("2026-06-01"), ENGAGEMENT, "day one is 2026-06-01, before the first decision", False),
    ("G01", day_one(owner_role="nobody"), ENGAGEMENT, 'names the role "nobody"', True),
    ("G01", lambda f: f[OWN].update(vacant=["nowhere"]), OWN, 'names the unit "nowhere"', True),
    ("N01", issued(lambda f: f[DOCUMENT].update(version="0.2")), DOCUMENT, "last revision row", True),
    ("N01", issued(lambda f: f[DOCUMENT].update(effective="2026-05-12")), DOCUMENT, "before its approval", True),
    ("N01", issued(lambda f: f[DOCUMENT]["approvals"][1].pop("date")), DOCUMENT, "nobody has approved", True),
    ("N01", issued(lambda f: f[DOCUMENT].update(review_due="2026-05-25")), DOCUMENT, "was due for review", False),
    ("N05", employees(democratic_procedure=None), DOCUMENT, "no record of the discussion", True),
    ("N05", employees(publicity=None), DOCUMENT, "no record of how employees were told", True),
    (
        "N05",
        employees(publicity={"method": both("公示", "Posted"), "date": "2026-06-12"}),
        DOCUMENT,
        "before how employees were told on 2026-06-12",
        True,
    ),
    ("N06", issued(lambda f: f[DOCUMENT].pop("owner")), DOCUMENT, "lacks owner", True),
    (
        "N06",
        issued(lambda f: f[DOCUMENT].update(kind="handbook", owner=both("办公室", "Office"))),
        DOCUMENT,
        "lacks distribution",
        True,
    ),
    ("N01", second_engagement, "content/engagements/beta/documents/other.yaml", "number A-1", True),
    (
        "W01",
        lambda f: f[ENGAGEMENT].update(
            waivers=[{"rule": "K03", "reason": "later", "owner": "ceo", "expires": "2026-01-01"}]
        ),
        ENGAGEMENT,
        "expired",
        False,
    ),
]

# What satisfies a rule where the valid workspace has nothing to judge; whether the document is in force.
SOUND: list[tuple[Callable[[Files], Any], bool]] = [
    (targets(sales_1={"baseline": 80, "target": 95, "green": 93, "amber": 85}), True),
    (targets(sales_1={"target": 90, "green": 90}), True),
    (
        lambda f: (row(f, "kpis", "sales-1").update(direction="down"), targets(sales_1={"green": 3, "amber": 5})(f)),
        True,
    ),
    (ranged(low=5, high=9, target=7), True),
    (
        lambda f: (
            row(f, "kpis", "sales-1").update(name=both("销售增长率", "Sales growth")),
            targets(sales_1={"baseline": -5, "target": 120})(f),
        ),
        True,
    ),
    (lambda f: row(f, "kpis", "sales-1").update(formula=both("可用率×合格率×100%", "uptime × yield × 100%")), True),
    (parts("sum", "天", sales_1=10, sales_2=4, sales_3=6), True),
    (parts("sum", "天", sales_1=10, sales_2=4), True),
    (parts("product", "%", sales_1=81, sales_2=90, sales_3=90), True),
    (lambda f: f[OWN].update(scorecards={"office": {"sales-1": 60, "sales-2": 40}}), True),
    (lambda f: f[ENGAGEMENT].update(headcounts={"sales-lead": {"establishment": 1, "actual": 1}}), True),
    (
        lambda f: f[ENGAGEMENT].update(
            headcounts={
                "sales-lead": {"establishment": 1, "actual": 2, "note": both("交接至6月底", "Until the end of June")}
            }
        ),
        False,
    ),
    (lambda f: row(f, "controls", "sales-c").update(tester_role="supply-lead"), True),
    (lambda f: row(f, "authority", "discount").update(delegated=True, valid_to="2026-12-31"), True),
    (
        lambda f: (
            row(f, "authority", "discount").update(collective=True),
            bands({"min": 0, "approver": "board"})(f),
        ),
        True,
    ),
    (role_mappings(*MOVED), True),
    (role_mappings(*MOVED, {"to": ["ceo"], "kind": "new"}, establishment=1), True),
    (impact(), True),
    (impact(level=1, action=None, owner=None, due=None), True),
    (employees(), True),
    (lambda f: f[DOCUMENT].update(affects_employee_interests=True), False),
    (lambda f: f[ENGAGEMENT]["roadmap"]["initiatives"][0].update(start="2026-04-01"), True),
    (lambda f: f[SALES].update(systems=[both("责任单位（甲）", "Owner units (A)")]), True),
    (lambda f: (deep(f), f[ENGAGEMENT].update(max_layers=6)), True),
    (lambda f: (deep(f), f[ENGAGEMENT]["client"].pop("size_fte")), True),
    (lambda f: f[SALES].update(systems=[both("SAP", "SAP"), both("Power BI", "Power BI")]), True),
    (
        lambda f: (
            f[SALES].update(systems=[both("eBay store", "eBay store")]),
            f[GLOSSARY].append({"id": "ebay", "zh": "eBay store", "en": "eBay store"}),
        ),
        True,
    ),
    (lambda f: f[SALES]["responsibilities"][1].update(zh="每月复盘价格，合同的管理"), True),
    (lambda f: row(f, "raci", "plan")["cells"].update(ceo="C") or f[RACI].append(CEO_WORKS), True),
    (lambda f: units(f)[1].update(dotted=[{"to": "office", "caption": both("线", "Line")}]), True),
]
