"""A structure beside another: two organisation charts under their titles, side by side or one above the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from opsdoc.diagram.canvas import MARGIN, drawing, height_of, legend, paragraphs, text
from opsdoc.diagram.drawing import Box, Connector, DoesNotFit, Drawing, Item, Line, Paragraph, moved
from opsdoc.diagram.model import BeforeAfter, Label, OrgChart
from opsdoc.diagram.orgchart import lay_out_org_chart, reads_easily
from opsdoc.diagram.orgpages import Part, parts_of
from opsdoc.diagram.orgtree import change_colour
from opsdoc.diagram.style import Style
from opsdoc.diagram.words import MARKS

GAP = 26.0
TITLE_GAP = 8.0
# How the frame is divided between the two: evenly at best, since equals are compared best at one scale.
SHARES = (0.5, 0.42, 0.58, 0.34, 0.66)


def lay_out_before_after(chart: BeforeAfter, width: float, height: float, style: Style) -> Drawing:
    """Both charts in one frame. On a wide frame they stand side by side, on a high one above each other; the other
    way is taken where only it fits, or reads more easily. Raises DoesNotFit when neither does."""
    wide = width >= height
    found: Drawing | None = None
    problem: DoesNotFit | None = None
    failed = _Failed()
    for beside in (wide, not wide):
        for share in SHARES:
            try:
                made, easy = _divided(chart, width, height, style, beside, share, failed)
            except DoesNotFit as error:
                problem = problem or error
                continue
            if easy:
                return made
            found = found or made
            break
    if found:
        return found
    assert problem is not None
    what = f"two organisation charts beside each other: {problem.what}"
    raise DoesNotFit(what, problem.needed, (width, height), problem.advice)


def pages_of(chart: BeforeAfter, width: float, height: float, style: Style) -> list[tuple[OrgChart, Drawing]]:
    """Each chart on pages of its own, where no page holds both: the old one first, every page under its title."""
    result: list[tuple[OrgChart, Drawing]] = []
    for half, title in ((chart.before, chart.titles[0]), (chart.after, chart.titles[1])):
        half = replace(half, legend=chart.legend)
        head = height_of(_title(title, width, style)) + TITLE_GAP

        def drawn(part: Part, head: float = head) -> Drawing:
            return lay_out_org_chart(part.chart, width, height - head, style, part.tags)

        try:
            pages = [(Part(half), drawn(Part(half)))]  # whole, it needs no room for references
        except DoesNotFit:
            pages = parts_of(half, drawn, len(result) + 1)
        result += [(part.chart, _under(title, page, width, style)) for part, page in pages]
    return result


@dataclass(slots=True)
class _Failed:
    """Frames that were too small for one of the two charts: a smaller one need not be tried."""

    problems: list[list[DoesNotFit]] = field(default_factory=lambda: [[], []])

    def refuse(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Raise what was found of a frame that is at least as large, for either chart."""
        for known, (width, height) in zip(self.problems, sizes, strict=True):
            for problem in known:
                if width <= problem.frame[0] and height <= problem.frame[1]:
                    raise problem

    def lay_out(self, number: int, half: OrgChart, width: float, height: float, style: Style) -> Drawing:
        try:
            return lay_out_org_chart(half, width, height, style)
        except DoesNotFit as problem:
            self.problems[number].append(problem)
            raise


def _divided(
    chart: BeforeAfter, width: float, height: float, style: Style, beside: bool, share: float, failed: _Failed
) -> tuple[Drawing, bool]:
    """The two charts in their shares of the frame, and whether both read easily at the usual size of type."""
    key = _legend(chart, 0, 0, width - 2 * MARGIN, style)
    below = drawing(key, style, "").height + 10 if key else 0.0
    frames = list(_frames(width, height - below, beside, share))
    titles = [_title(title, frame[0], style) for title, frame in zip(chart.titles, frames, strict=True)]
    # Titles of one height, so that the charts side by side begin at one height too.
    heads = [height_of(rows) + TITLE_GAP for rows in titles]
    heads = [max(heads)] * 2 if beside else heads
    sizes = [(frame[0], frame[1] - head) for frame, head in zip(frames, heads, strict=True)]
    failed.refuse(sizes)
    halves = [
        failed.lay_out(number, half, *size, style)
        for number, (half, size) in enumerate(zip((chart.before, chart.after), sizes, strict=True))
    ]
    easy = all(reads_easily(half) and _largest(half) >= style.label_size for half in halves)
    items: list[Item] = []
    x = y = 0.0
    across = sum(half.width for half in halves) + GAP if beside else max(half.width for half in halves)
    for number, (half, rows, head) in enumerate(zip(halves, titles, heads, strict=True)):
        room = half.width if beside else across
        items.append(text(x, y, room, rows, height=head - TITLE_GAP, name="title"))
        left = x + (room - half.width) / 2
        items += [_named(moved(item, left, y + head), number) for item in half.items]
        if number == 0 and beside:
            tall = max(one.height + head for one in halves)
            middle = x + half.width + GAP / 2
            items.append(Line(((middle, y), (middle, y + tall)), style.rule, 0.75, name="between"))
            x += half.width + GAP
        elif number == 0:
            y += head + half.height + GAP
            items.append(Line(((x, y - GAP / 2), (x + across, y - GAP / 2)), style.rule, 0.75, name="between"))
    bottom = (
        max(half.height + head for half, head in zip(halves, heads, strict=True))
        if beside
        else (y + heads[1] + halves[1].height)
    )
    items += _legend(chart, 0, bottom + 10, max(across, min(240.0, width - 2 * MARGIN)), style)
    made = drawing(items, style, halves[0].lang)
    if made.width > width + 0.01 or made.height > height + 0.01:
        raise DoesNotFit("they", (made.width, made.height), (width, height), "turn the page")
    return made, easy


def _frames(width: float, height: float, beside: bool, share: float) -> Iterator[tuple[float, float]]:
    for part in (share, 1 - share):
        if beside:
            yield ((width - 2 * MARGIN - GAP) * part, height - 2 * MARGIN)
        else:
            yield (width - 2 * MARGIN, (height - 2 * MARGIN - GAP) * part)


def _title(title: Label, width: float, style: Style) -> tuple[Paragraph, ...]:
    return paragraphs(title, width, style, colour=style.primary, size=style.label_size + 1, weight=700)


def _largest(half: Drawing) -> float:
    return max(run.size for paragraph in half.paragraphs() for run in paragraph.runs)


def _legend(chart: BeforeAfter, x: float, y: float, width: float, style: Style) -> list[Item]:
    entries = [
        (MARKS[key], change_colour(key, style), label) if key in MARKS else ("dotted", style.line, label)
        for key, label in chart.legend
    ]
    return legend(entries, x, y, width, style) if entries else []


def _named(item: Item, number: int) -> Item:
    """The item with ids that say which of the two charts it belongs to: a unit may stand in both."""
    prefix = ("before", "after")[number]
    match item:
        case Box():
            return replace(item, id=f"{prefix}--{item.id}")
        case Connector():
            return replace(item, source=f"{prefix}--{item.source}", target=f"{prefix}--{item.target}")
        case _:
            return item


def _under(title: Label, page: Drawing, width: float, style: Style) -> Drawing:
    rows = _title(title, width, style)
    head = height_of(rows) + TITLE_GAP
    items: list[Item] = [text(MARGIN, 0, min(width - 2 * MARGIN, max(page.width, 200.0)), rows, name="title")]
    return drawing([*items, *(moved(item, 0, head) for item in page.items)], style, page.lang, page.notes)
