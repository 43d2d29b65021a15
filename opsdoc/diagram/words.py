"""The few words that drawings and their descriptions add of their own, in each language."""

from __future__ import annotations

from opsdoc.diagram.model import Label

WORDS: dict[str, dict[str, str]] = {
    "unchanged": {"zh": "不变", "en": "Unchanged"},
    "new": {"zh": "新设", "en": "New"},
    "changed": {"zh": "调整", "en": "Changed"},
    "closed": {"zh": "撤销", "en": "Closed"},
    "moved": {"zh": "划转", "en": "Moved"},
    "open": {"zh": "去向未定", "en": "Not decided"},
    "vacant": {"zh": "空缺", "en": "Vacant"},
    "committee": {"zh": "委员会", "en": "committee"},
    "assistant": {"zh": "助理", "en": "assistant"},
    "part": {"zh": "分图{0}", "en": "Chart {0}"},
    "see": {"zh": "见分图{0}", "en": "See chart {0}"},
    "continues": {"zh": "续分图{0}", "en": "Continues chart {0}"},
    "dotted_to": {"zh": "虚线关系见分图{0}", "en": "Dotted line: chart {0}"},
    "dotted": {"zh": "虚线汇报", "en": "Dotted-line reporting"},
    "before_after": {"zh": "组织架构对照图", "en": "Structures compared"},
    "organisation": {"zh": "组织架构图", "en": "Organisation chart"},
    "roadmap": {"zh": "实施路线图", "en": "Roadmap"},
    "risk_map": {"zh": "风险地图", "en": "Risk map"},
    "pillars": {"zh": "支柱图", "en": "Pillars"},
    "cycle": {"zh": "循环图", "en": "Cycle"},
    "kpi_tree": {"zh": "指标树", "en": "KPI tree"},
    "bridge": {"zh": "变动桥图", "en": "Bridge"},
    "spans": {"zh": "管理幅度与层级", "en": "Spans and layers"},
    "swimlane": {"zh": "跨部门流程图", "en": "Process across units"},
}
# A mark beside the word, so that greyscale and a quick glance tell changes apart.
MARKS = {"unchanged": "=", "new": "+", "changed": "±", "closed": "×", "moved": "→", "open": "?"}


def word(key: str, lang: str, *values: object) -> str:
    """A word in a language; English stands in for a language that has none."""
    forms = WORDS[key]
    return forms.get(lang, forms["en"]).format(*values)


def label(key: str, like: Label, *values: object) -> Label:
    """A word as a label in the languages of another label."""
    return Label(tuple((lang, word(key, lang, *values)) for lang, _ in like.parts))
