"""An end-to-end process over the units of an option: who does which step, and where work changes hands."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from opsdoc.content.models import Process
from opsdoc.diagram.model import Label, Lane, LaneStep, Swimlane
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, ExhibitError
from opsdoc.org.select import Option

GAP = "gap"


def swimlane(call: Call) -> t.Blocks:
    """`:: swimlane PROCESS variant=ID`: a lane for each unit that owns a step, a box for each step, and every hand-off
    between lanes numbered; steps that nobody owns stand in a lane of their own. Without a process, the one that the
    document's structure changes most against the as-is one."""
    w = call.word
    known = call.case.table("processes", Process)
    process = known[call.argument("process", known)] if call.arguments else _most_changed(call, known)
    option = call.option_variant()
    steps = [step for step in process.steps if step.function in call.case.functions]
    if not steps:
        raise ExhibitError(f"no step of {process.id} is in the engagement's scope", "add steps, or leave it out")
    lanes: dict[str, Lane] = {}
    drawn: list[LaneStep] = []
    hand_offs = 0
    for n, step in enumerate(steps, start=1):
        unit, partial = _holder(option, step.function)
        label = call.label(option.by_id[unit].name) if unit else call.own_label(w("gap_lane"))
        lanes.setdefault(unit or GAP, Lane(unit or GAP, label, not unit))
        crossed = bool(drawn) and drawn[-1].lane != (unit or GAP)
        hand_offs += crossed
        handed = steps[n - 2].hands_on if crossed else None
        drawn.append(
            LaneStep(
                f"{n}-{step.function}",
                unit or GAP,
                call.label(step.activity or call.case.functions[step.function].name),
                call.label(step.system) if step.system else None,
                partial,
                str(hand_offs) if crossed else "",
                call.label(handed) if handed else None,
            )
        )
    colon = "：" if call.lang == "zh" else ": "
    ends = [
        call.own_label(f"{w(key)}{colon}{call.say(text)}") if text else None
        for key, text in (("trigger", process.trigger), ("process_end", process.end))
    ]
    chart = Swimlane(tuple(lanes.values()), tuple(drawn), ends[0], ends[1], _legend(call, drawn, hand_offs))
    words = {"process": call.name(process.name), "count": hand_offs, "name": call.name(option.variant.name)}
    return (
        t.Figure(
            w("alt_swimlane").format(
                **words, steps=len(drawn), lanes=call.listed(str(x.label) for x in lanes.values())
            ),
            chart=chart,
            caption=call.caption(w("caption_swimlane").format(**words)),
            note=call.sourced(),
            alternative=_in_words(call, chart),
            id=call.id,
            source=call.source,
        ),
    )


def _most_changed(call: Call, known: Mapping[str, Process]) -> Process:
    """The process that loses most hand-offs and steps without an owner; of equals the longest."""
    case = call.case

    def friction(process: Process, option: Option | None) -> int:
        if option is None:
            return 0
        held = [option.owner_of(f) for f in process.functions if f in case.functions]
        return sum(a != b for a, b in pairwise(held)) + held.count("")

    if not known:
        raise ExhibitError("there is no process to draw", "add one to tables/processes.yaml")
    return max(
        known.values(),
        key=lambda p: (friction(p, case.as_is) - friction(p, case.option) if case.as_is else 0, len(p.steps)),
    )


def _holder(option: Option, function: str) -> tuple[str, bool]:
    """The unit that owns a function, or the first that holds a part of it (True); empty where nobody does."""
    unit = option.owner_of(function)
    return unit, bool(unit) and all(
        p.role != "owner" for p in option.placements if p.function == function and p.unit == unit
    )


def _legend(call: Call, steps: list[LaneStep], count: int) -> tuple[tuple[str, Label], ...]:
    entries = [("handed", call.own_label(call.word("legend_hand_offs").format(count=count)))]
    if any(step.system for step in steps):
        entries.append(("system", call.own_label(call.word("system"))))
    if any(step.partial for step in steps):
        entries.append(("partial", call.own_label(call.word("legend_partial"))))
    return tuple(entries)


def _in_words(call: Call, chart: Swimlane) -> t.Blocks:
    """Step by step: what is done, by whom, in which system; a hand-off stands before the step that takes it."""
    names = {lane.id: str(lane.label) for lane in chart.lanes}
    items = []
    for step in chart.steps:
        held = names[step.lane] + (call.quoted(call.word("partial")) if step.partial else "")
        line = f"{step.label}{call.quoted(call.join([held, str(step.system or '')]))}"
        if step.number:
            received = call.word("hand_off").format(number=step.number)
            handed = f"{'：' if call.lang == 'zh' else ': '}{step.handed}" if step.handed else ""
            line += ("；" if call.lang == "zh" else "; ") + received + handed
        items.append((t.Paragraph(t.text(line), "compact"),))
    return (t.BulletList(tuple(items)),)
