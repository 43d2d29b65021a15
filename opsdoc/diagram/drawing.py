"""A laid-out chart: boxes, connectors, lines and words at fixed places, in points from the top left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal, TypeAlias

from opsdoc.diagram.style import Style

Align: TypeAlias = Literal["left", "center", "right"]
Anchor: TypeAlias = Literal["top", "middle", "bottom"]
Point: TypeAlias = tuple[float, float]
# Connection sites of a rectangle, as DrawingML numbers them; 4 is ours: where the line to hanging children begins.
TOP, LEFT, BOTTOM, RIGHT, HANG = 0, 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one language, size, weight and colour."""

    text: str
    lang: str
    size: float
    weight: int
    colour: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its whole text as `runs`, and the same text broken into `lines` with their distance `leading`."""

    runs: tuple[Run, ...]
    lines: tuple[tuple[Run, ...], ...]
    leading: float

    @property
    def height(self) -> float:
        return self.leading * len(self.lines)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class Box:
    """A unit: a rectangle with its label. `bar` is the colour of the stripe at its left edge, `aside` a short
    figure at its right edge. Text stands inside `insets` (left, top, right, bottom)."""

    id: str
    x: float
    y: float
    width: float
    height: float
    paragraphs: tuple[Paragraph, ...] = ()
    aside: Paragraph | None = None
    align: Align = "center"
    anchor: Anchor = "middle"
    fill: str = ""
    stroke: str = ""
    stroke_width: float = 0.75
    bar: str = ""
    bar_width: float = 0
    dashed: bool = False
    insets: tuple[float, float, float, float] = (4, 3, 4, 3)
    role: str = "unit"
    hang: float = 0
    """Distance from the left edge at which the line to hanging children leaves the bottom; 0: none hang."""

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> float:
        return self.x + self.width / 2

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def text(self) -> str:
        return " ".join(paragraph.text for paragraph in self.paragraphs)

    def site(self, number: int) -> Point:
        """Where a connection site lies."""
        if number == TOP:
            return self.centre, self.y
        if number == LEFT:
            return self.x, self.middle
        if number == BOTTOM:
            return self.centre, self.bottom
        if number == RIGHT:
            return self.right, self.middle
        return self.x + self.hang, self.bottom


@dataclass(frozen=True, slots=True)
class Connector:
    """A line of right angles from one box to another, glued to a site of each."""

    source: str
    target: str
    points: tuple[Point, ...]
    source_site: int
    target_site: int
    colour: str
    width: float = 0.75
    dotted: bool = False
    arrow: bool = False


@dataclass(frozen=True, slots=True)
class Rect:
    """A plain rectangle; `name` tells an editor what it is. `hatch` draws diagonals at this distance."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    stroke_width: float = 0.5
    dashed: bool = False
    hatch: float = 0
    hatch_colour: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A plain polyline."""

    points: tuple[Point, ...]
    colour: str
    width: float = 0.5
    dashed: bool = False
    arrow: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Polygon:
    """A closed plain shape, with text in its bounding box where given."""

    points: tuple[Point, ...]
    fill: str = ""
    stroke: str = ""
    stroke_width: float = 0.5
    name: str = ""


@dataclass(frozen=True, slots=True)
class Ellipse:
    """An ellipse in its bounding box, with words at its centre."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    stroke: str = ""
    stroke_width: float = 0.75
    paragraphs: tuple[Paragraph, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Words without a box of their own; `fill` hides what they stand on."""

    x: float
    y: float
    width: float
    height: float
    paragraphs: tuple[Paragraph, ...]
    align: Align = "left"
    anchor: Anchor = "top"
    fill: str = ""
    name: str = ""


Item: TypeAlias = Box | Connector | Rect | Line | Polygon | Ellipse | Text


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart ready to be painted, items in painting order. `title` and `description` are its words for those who
    cannot see it; `notes` say what had to give way to fit."""

    width: float
    height: float
    items: tuple[Item, ...]
    style: Style
    title: str = ""
    description: str = ""
    lang: str = "zh"
    notes: tuple[str, ...] = field(default=())

    @property
    def boxes(self) -> tuple[Box, ...]:
        return tuple(item for item in self.items if isinstance(item, Box))

    @property
    def connectors(self) -> tuple[Connector, ...]:
        return tuple(item for item in self.items if isinstance(item, Connector))

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph, in painting order."""
        for item in self.items:
            if isinstance(item, Box):
                yield from item.paragraphs
                if item.aside:
                    yield item.aside
            elif isinstance(item, Text | Ellipse):
                yield from item.paragraphs

    def box(self, identifier: str) -> Box:
        """The box of a unit; KeyError when it is not in the drawing."""
        for box in self.boxes:
            if box.id == identifier:
                return box
        raise KeyError(identifier)


def moved(item: Item, dx: float, dy: float) -> Item:
    """The item, shifted."""
    match item:
        case Connector() | Line() | Polygon():
            return replace(item, points=tuple((x + dx, y + dy) for x, y in item.points))
        case _:
            return replace(item, x=item.x + dx, y=item.y + dy)


class DoesNotFit(ValueError):
    """A chart needs more room than its frame gives, at the smallest text allowed. `needed` and `frame` are
    (width, height) in points."""

    def __init__(self, what: str, needed: tuple[float, float], frame: tuple[float, float], advice: str) -> None:
        self.what, self.needed, self.frame, self.advice = what, needed, frame, advice
        super().__init__(f"{what} needs {_size(needed)} and has {_size(frame)} at the smallest text allowed: {advice}")


def _size(size: tuple[float, float]) -> str:
    return " × ".join("any" if length == float("inf") else f"{length:.0f}" for length in size) + " pt"
