"""What choosing another option would change, against the one that is presented."""

from __future__ import annotations

from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, bullets, cell, columns, head, row
from opsdoc.document.wording import number
from opsdoc.org.compare import ranking
from opsdoc.org.coverage import cover
from opsdoc.org.metrics import metrics
from opsdoc.org.select import Option


def differences(call: Call) -> t.Blocks:
    """`:: differences`: every other option against the one at hand: functions that would gain or lose their owner, and
    by how much hand-offs, full-time equivalents and the weighted score would differ (signed)."""
    case, w = call.case, call.word
    here = case.option if case.option.id in case.options else next(iter(case.options.values()))
    others = [option for option in case.options.values() if option.id != here.id]
    if not others:
        return ()
    rank = ranking(case)
    scores = rank.scores if rank else {}
    mine = metrics(case, here)
    rows = []
    for other in others:
        theirs = metrics(case, other)
        gained, lost = _owned(call, other) - _owned(call, here), _owned(call, here) - _owned(call, other)
        scored = here.id in scores and other.id in scores
        rows.append(
            row(
                [
                    call.name(other.variant.name),
                    cell(_functions(call, gained)),
                    cell(_functions(call, lost)),
                    _signed(call, theirs.hand_offs - mine.hand_offs),
                    _signed(call, theirs.fte - mine.fte) if mine.fte and theirs.fte else "—",
                    _signed(call, scores[other.id] - scores[here.id], 2) if scored else "—",
                ],
                other.id,
                head_first=True,
            )
        )
    return (
        t.Table(
            columns(18, 24, 30, "9r", "9r", "10r"),
            head(w("option"), w("owner_gained"), w("owner_lost"), w("hand_offs_short"), w("fte"), w("weighted_score")),
            tuple(rows),
            caption=call.caption(w("caption_differences").format(name=call.name(here.variant.name))),
            note=call.sourced(),
            id=call.id,
            source=call.source,
        ),
    )


def _owned(call: Call, option: Option) -> set[str]:
    return {id_ for id_ in call.case.functions if cover(option, id_).status == "owner"}


def _functions(call: Call, ids: set[str]) -> t.Blocks:
    names = [call.name(f.name) for f in call.case.functions.values() if f.id in ids]
    return bullets([call.listed(names)]) or (t.Paragraph(t.text("—"), "compact"),)


def _signed(call: Call, value: float, places: int = 0) -> str:
    text = number(abs(value), call.lang, places)
    return f"{'+' if value > 0 else '−'}{text}" if float(text.replace(",", "")) else "0"
