"""Cycles, KPI trees and processes in words: alt text for those who cannot see the drawing."""

from __future__ import annotations

from itertools import pairwise

from opsdoc.diagram.figurewords import said
from opsdoc.diagram.model import Cycle, CycleEvent, KpiTree, Label, Measure, Swimlane
from opsdoc.diagram.words import word

JOINS = {
    "sum": {"zh": "加", "en": "plus"},
    "difference": {"zh": "减", "en": "minus"},
    "product": {"zh": "乘", "en": "times"},
    "ratio": {"zh": "除以", "en": "divided by"},
}


def named(key: str, label: Label, lang: str) -> str:
    """A kind of chart and what it is about."""
    return f"{word(key, lang)}{'：' if lang == 'zh' else ': '}{said(label, lang)}"


def spread(event: CycleEvent) -> str:
    """Months as numbers: 1, 4, 7, 10 or 10–12."""
    months = sorted(set(event.months))
    starts = [months[0], *(b for a, b in pairwise(months) if b != a + 1)]
    ends = [*(a for a, b in pairwise(months) if b != a + 1), months[-1]]
    return ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in zip(starts, ends, strict=True))


def describe_cycle(chart: Cycle, lang: str) -> str:
    """The ring, then each stage with its question and what happens in which months."""
    zh = lang == "zh"
    names = [said(stage.label, lang) for stage in chart.stages]
    arrows = " → ".join((*names, names[0]))
    sentences = [f"{arrows}{'。' if zh else '.'}"]
    for stage, name in zip(chart.stages, names, strict=True):
        question = said(stage.question, lang) if stage.question else ""
        events = [
            f"{said(event.label, lang)}（{spread(event)}月）"
            if zh
            else f"{said(event.label, lang)} (month {spread(event)})"
            for event in stage.events
        ]
        parts = [part for part in (question, ("、" if zh else ", ").join(events)) if part]
        if parts:
            sentences.append(f"{name}：{''.join(parts)}。" if zh else f"{name}: {' '.join(parts)}.")
    return "".join(sentences) if zh else " ".join(sentences)


def describe_tree(chart: KpiTree, lang: str) -> str:
    """Every KPI that others make up, with them in the order drawn."""
    zh = lang == "zh"
    sentences: list[str] = []
    waiting: list[Measure] = [chart.root]
    while waiting:
        measure = waiting.pop(0)
        waiting.extend(measure.children)
        if not measure.children:
            continue
        counted = [c for c in measure.children if c.relation in JOINS]
        driven = [c for c in measure.children if c not in counted]
        parts: list[str] = []
        for n, child in enumerate(counted):
            name, sign = said(child.label, lang), JOINS[child.relation]["zh" if zh else "en"]
            plain = n == 0 and child.relation in ("sum", "product")
            gap = "" if zh else " "
            parts.append(name if plain else f"{sign}{gap}{name}")
        formula = ("" if zh else " ").join(parts)
        drivers = ("、" if zh else ", ").join(said(child.label, lang) for child in driven)
        name = said(measure.label, lang)
        if zh:
            told = [f"等于{formula}" if formula else "", f"由{drivers}驱动" if drivers else ""]
            sentences.append(f"{name}{'，'.join(part for part in told if part)}。")
        else:
            told = [f"is {formula}" if formula else "", f"is driven by {drivers}" if drivers else ""]
            sentences.append(f"{name} {' and '.join(part for part in told if part)}.")
    return ("" if zh else " ").join(sentences) or said(chart.root.label, lang)


def describe_process(chart: Swimlane, lang: str) -> str:
    """The steps in order, each with the unit in whose lane it stands."""
    zh = lang == "zh"
    names = {lane.id: said(lane.label, lang) for lane in chart.lanes}
    steps = [
        f"{said(step.label, lang)}（{names.get(step.lane, '')}）"
        if zh
        else f"{said(step.label, lang)} ({names.get(step.lane, '')})"
        for step in chart.steps
    ]
    return " → ".join(steps) + ("。" if zh else ".")
