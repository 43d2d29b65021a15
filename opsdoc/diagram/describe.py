"""What a chart shows in words: alt text, and an outline for a list beside it."""

from __future__ import annotations

from dataclasses import dataclass

from opsdoc.diagram.figurewords import describe_bridge, describe_spans
from opsdoc.diagram.model import (
    BeforeAfter,
    Bridge,
    Chart,
    Cycle,
    KpiTree,
    Label,
    Measure,
    OrgChart,
    Pillars,
    RiskMap,
    Roadmap,
    Spans,
    Swimlane,
    Unit,
)
from opsdoc.diagram.processwords import describe_cycle, describe_process, describe_tree, named, spread
from opsdoc.diagram.words import MARKS, word

# Alt text is listened to: beyond this many units it says how many follow, and the outline tells the rest.
SPOKEN = 60


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of an outline, with the lines below it."""

    label: Label
    note: str = ""
    entries: tuple[Entry, ...] = ()


def name_of(label: Label, lang: str) -> str:
    """A label in one language; the first one stands in where that language is missing."""
    for own, text in label.parts:
        if own == lang:
            return " ".join(text.split())
    return " ".join(label.parts[0][1].split()) if label.parts else ""


def title(chart: Chart, lang: str) -> str:
    """A short title, for drawings that have no caption."""
    match chart:
        case OrgChart():
            name = name_of(chart.root.label, lang)
            return f"{name}{word('organisation', lang)}" if lang == "zh" else f"Organisation chart: {name}"
        case BeforeAfter():
            names = [name_of(one, lang) for one in chart.titles]
            return word("before_after", lang) + ("：" if lang == "zh" else ": ") + _joined(names, lang)
        case Roadmap():
            return word("roadmap", lang)
        case RiskMap():
            return word("risk_map", lang)
        case Pillars():
            name = name_of(chart.roof, lang)
            return f"{word('pillars', lang)}：{name}" if lang == "zh" else f"{word('pillars', lang)}: {name}"
        case Bridge():
            return word("bridge", lang)
        case Spans():
            return word("spans", lang)
        case Cycle():
            return named("cycle", chart.centre, lang)
        case KpiTree():
            return named("kpi_tree", chart.root.label, lang)
        case Swimlane():
            return word("swimlane", lang)


def describe(chart: Chart, lang: str) -> str:
    """The chart in sentences; for an organisation chart the whole hierarchy, level by level."""
    match chart:
        case OrgChart():
            return _organisation(chart, lang)
        case BeforeAfter():
            halves = zip(chart.titles, (chart.before, chart.after), strict=True)
            colon, space = ("：", "") if lang == "zh" else (": ", " ")
            return space.join(f"{name_of(title, lang)}{colon}{_organisation(half, lang)}" for title, half in halves)
        case Roadmap():
            return _roadmap(chart, lang)
        case RiskMap():
            return _risk_map(chart, lang)
        case Pillars():
            return _pillars(chart, lang)
        case Bridge():
            return describe_bridge(chart, lang)
        case Spans():
            return describe_spans(chart, lang)
        case Cycle():
            return describe_cycle(chart, lang)
        case KpiTree():
            return describe_tree(chart, lang)
        case Swimlane():
            return describe_process(chart, lang)


def _joined(names: list[str], lang: str) -> str:
    return "、".join(names) if lang == "zh" else ", ".join(names)


def _unit_name(unit: Unit, lang: str) -> str:
    notes = []
    if unit.change in MARKS:
        notes.append(name_of(unit.how, lang) if unit.how else word(unit.change, lang))
    if unit.vacant:
        notes.append(word("vacant", lang))
    if unit.metric:
        notes.append(unit.metric)
    name = name_of(unit.label, lang)
    if not notes:
        return name
    return f"{name}（{'，'.join(notes)}）" if lang == "zh" else f"{name} ({', '.join(notes)})"


def _organisation(chart: OrgChart, lang: str) -> str:
    zh = lang == "zh"
    sentences: list[str] = []
    spoken = 1
    names = {unit.id: _unit_name(unit, lang) for unit in (*units(chart.root), *chart.committees)}
    waiting = [chart.root]
    while waiting:
        unit = waiting.pop(0)
        waiting.extend(unit.children)
        if not unit.children:
            continue
        if spoken > SPOKEN:
            rest = sum(1 for _ in units(chart.root)) - spoken
            sentences.append(f"其余{rest}个单位见文字清单。" if zh else f"{rest} more units: see the list.")
            break
        spoken += len(unit.children)
        below = _joined([names[child.id] for child in unit.children], lang)
        name = names[unit.id]
        sentences.append(f"{name}下设{below}。" if zh else f"{name} leads {below}.")
    if not sentences:
        sentences.append(names[chart.root.id] + ("。" if zh else "."))
    if chart.committees:
        beside = _joined([names[unit.id] for unit in chart.committees], lang)
        root = names[chart.root.id]
        sentences.append(f"{root}旁设{beside}。" if zh else f"Beside {root}: {beside}.")
    for line in chart.dotted:
        source, target = names.get(line.source, line.source), names.get(line.target, line.target)
        why = name_of(line.caption, lang) if line.caption else ""
        if zh:
            sentences.append(f"{source}向{target}虚线汇报" + (f"（{why}）。" if why else "。"))
        else:
            sentences.append(f"{source} has a dotted line to {target}" + (f" ({why})." if why else "."))
    return "".join(sentences) if zh else " ".join(sentences)


def units(root: Unit) -> list[Unit]:
    """All units of a hierarchy, parents first."""
    found, waiting = [], [root]
    while waiting:
        unit = waiting.pop()
        found.append(unit)
        waiting.extend(reversed(unit.children))
    return found


def _roadmap(chart: Roadmap, lang: str) -> str:
    zh = lang == "zh"
    sentences = []
    for wave in chart.waves:
        bars = _joined([f"{name_of(b.label, lang)} ({_months(b.start, b.end, lang)})" for b in wave.bars], lang)
        sentence = f"{name_of(wave.label, lang)}：{bars}" if zh else f"{name_of(wave.label, lang)}: {bars}"
        events = _joined([f"{name_of(m.label, lang)} ({_month(m.at, lang)})" for m in wave.milestones], lang)
        if events:
            sentence += f"；里程碑：{events}" if zh else f"; milestones: {events}"
        sentences.append(sentence + ("。" if zh else "."))
    text = "".join(sentences) if zh else " ".join(sentences)
    return text.replace(" (", "（").replace(")", "）") if zh else text


def _months(start: float, end: float, lang: str) -> str:
    first, last = int(start) + 1, max(int(-(-end // 1)), int(start) + 1)
    if first == last:
        return _month(start, lang)
    return f"第{first}至{last}个月" if lang == "zh" else f"months {first} to {last}"


def _month(at: float, lang: str) -> str:
    return (
        f"第{at:g}个月末"
        if lang == "zh" and at == int(at) and at > 0
        else (f"第{int(at) + 1}个月" if lang == "zh" else f"month {at:g}")
    )


def _risk_map(chart: RiskMap, lang: str) -> str:
    zh = lang == "zh"
    x, y = name_of(chart.x_label, lang), name_of(chart.y_label, lang)
    sentences = []
    for point in sorted(chart.points, key=lambda p: -p.likelihood * p.impact):
        level = name_of(chart.levels[level_of(chart, point.likelihood, point.impact)], lang)
        name = name_of(point.label, lang)
        if zh:
            sentences.append(f"{point.number} {name}：{x}{point.likelihood}，{y}{point.impact}，{level}。")
        else:
            sentences.append(f"{point.number} {name}: {x} {point.likelihood}, {y} {point.impact}, {level}.")
    return "".join(sentences) if zh else " ".join(sentences)


def level_of(chart: RiskMap, likelihood: int, impact: int) -> int:
    """0 low, 1 medium, 2 high."""
    product = likelihood * impact
    return sum(product >= threshold for threshold in chart.thresholds)


def _pillars(chart: Pillars, lang: str) -> str:
    zh = lang == "zh"
    columns = []
    for heading, lines in chart.pillars:
        below = _joined([name_of(line, lang) for line in lines], lang)
        name = name_of(heading, lang)
        columns.append((f"{name}（{below}）" if zh else f"{name} ({below})") if below else name)
    roof, base = name_of(chart.roof, lang), name_of(chart.base, lang)
    if zh:
        return f"屋顶：{roof}。支柱：{'；'.join(columns)}。基座：{base}。"
    return f"Roof: {roof}. Pillars: {'; '.join(columns)}. Base: {base}."


def outline(chart: Chart) -> tuple[Entry, ...]:
    """The chart's data as a nested list, in all its languages."""
    match chart:
        case OrgChart():
            beside = tuple(Entry(unit.label, unit.metric) for unit in chart.committees)
            return (_unit_entry(chart.root), *beside)
        case BeforeAfter():
            halves = zip(chart.titles, (chart.before, chart.after), strict=True)
            return tuple(Entry(title, "", outline(half)) for title, half in halves)
        case Roadmap():
            lang = chart.waves[0].label.parts[0][0] if chart.waves else "en"
            return tuple(
                Entry(
                    wave.label,
                    "",
                    (
                        *(Entry(bar.label, _months(bar.start, bar.end, lang)) for bar in wave.bars),
                        *(Entry(event.label, _month(event.at, lang)) for event in wave.milestones),
                    ),
                )
                for wave in chart.waves
            )
        case RiskMap():
            return tuple(
                Entry(point.label, f"{point.number}: {point.likelihood} × {point.impact}") for point in chart.points
            )
        case Pillars():
            columns = tuple(Entry(head, "", tuple(Entry(line) for line in lines)) for head, lines in chart.pillars)
            return (Entry(chart.roof), *columns, Entry(chart.base))
        case Bridge():
            return tuple(Entry(bar.label, str(bar.figure)) for bar in chart.bars)
        case Spans():
            return tuple(
                Entry(s.label, str(s.figure), tuple(Entry(layer.label, str(layer.figure)) for layer in s.layers))
                for s in chart.structures
            )
        case Cycle():
            return tuple(
                Entry(stage.label, "", tuple(Entry(event.label, spread(event)) for event in stage.events))
                for stage in chart.stages
            )
        case KpiTree():
            return (_measure_entry(chart.root),)
        case Swimlane():
            names = {lane.id: str(lane.label) for lane in chart.lanes}
            return tuple(Entry(step.label, names.get(step.lane, step.lane)) for step in chart.steps)


def _measure_entry(measure: Measure) -> Entry:
    return Entry(measure.label, str(measure.values or ""), tuple(map(_measure_entry, measure.children)))


def _unit_entry(root: Unit) -> Entry:
    done: dict[int, Entry] = {}
    for unit in reversed(units(root)):
        done[id(unit)] = Entry(unit.label, unit.metric, tuple(done[id(child)] for child in unit.children))
    return done[id(root)]
