"""What an audience may not see is nowhere in its document: not in texts, charts, names, ids or properties."""

from __future__ import annotations

from pathlib import Path

import pytest

from opsdoc.content.load import load
from opsdoc.diagnostics import Log
from opsdoc.document.compose import compose
from opsdoc.org.select import select
from tests.cli.tiny import ENGAGEMENT, copy_of_tiny

REPOSITORY = Path(__file__).resolve().parents[2]

OUTLINE = """\
# {{ document.title }}

:: orgchart
:: units
:: coverage
:: charter open-function
:: raci
:: kpis
:: roles
:: roadmap
:: initiatives
:: milestones
:: interfaces

{% for unit in variant.units %}{{ unit.name }} {% endfor %}
"""

PLAN = """
roadmap:
  waves: [{id: w1, name: SECRET-wave, audience: [board]}, {id: w2, name: 一}]
  initiatives:
    - {id: i1, name: SECRET-work, wave: w2, start: 2026-01-01, end: 2026-03-01, audience: [board]}
    - {id: i2, name: 公开, wave: w2, start: 2026-01-01, end: 2026-03-01}
  milestones: [{id: m1, name: SECRET-gate, wave: w2, date: 2026-03-01, exit_criterion: x, audience: [board]}]
findings: [{id: f1, statement: SECRET-finding, audience: [board]}]
"""

FILES = {
    "functions/secret-function/function.yaml": "name: SECRET-function\npurpose: 甲\naudience: [board]\n",
    "functions/open-function/function.yaml": (
        "name: 公开\npurpose: 乙\ninterfaces: [{party: secret-function, content: 丙}]\n"
    ),
    "tables/roles.yaml": "- {id: secret-role, name: SECRET-role, function: secret-function, audience: [board]}\n",
    "tables/raci.yaml": (
        "- {id: r1, process: plan-to-deliver, activity: SECRET-activity, cells: {secret-role: A}, audience: [board]}\n"
        "- {id: r2, process: plan-to-deliver, activity: 丁, cells: {secret-role: A}}\n"
    ),
    "variants/five-departments.yaml": (
        "units: [{id: secret-unit, name: SECRET-unit, parent: operations, audience: [board]}]\n"
        "placements:\n"
        "  - {function: secret-function, unit: secret-unit, role: owner}\n"
        "  - {function: open-function, unit: secret-unit, role: owner}\n"
        "figures: {secret-unit: {to_be: 5}, operations: {to_be: 2}}\n"
    ),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = copy_of_tiny(tmp_path)
    own = made / ENGAGEMENT
    (made / "templates/kinds/tiny.md.j2").write_text(OUTLINE, "utf-8")
    (own / "engagement.yaml").write_text((own / "engagement.yaml").read_text("utf-8") + PLAN, "utf-8")
    for name, text in FILES.items():
        (own / name).parent.mkdir(parents=True, exist_ok=True)
        (own / name).write_text(text, "utf-8")
    return made


def composed(root: Path, audience: str) -> str:
    log = Log()
    workspace = load(root, REPOSITORY, log, ["tiny"])
    tree = compose(select(workspace, "tiny", "note", "", audience), "zh", log)
    assert [d.format() for d in log] == []
    return repr(tree)


def test_nothing_withheld_is_anywhere_in_the_tree(root: Path) -> None:
    assert "SECRET-unit" in composed(root, "board")
    assert "SECRET-work" in composed(root, "board")
    seen = composed(root, "staff")
    assert "SECRET" not in seen
    for id_ in ("secret-function", "secret-role", "secret-unit"):
        assert f"'{id_}" not in seen


def test_what_a_withheld_unit_holds_shows_at_the_unit_above_it(root: Path) -> None:
    workspace = load(root, REPOSITORY, Log(), ["tiny"])
    option = select(workspace, "tiny", "note", "", "staff").option
    assert option.owner_of("open-function") == "operations"
    assert option.figures["operations"].to_be == 7
    assert "secret-unit" not in option.figures
