"""What a paragraph of a Word file looks like once styles, numbering and its own properties are put together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from opsdoc.render.docx.markup import NAMESPACES
from opsdoc.render.docx.openings import WAITS

W = f"{{{NAMESPACES['w']}}}"
_VAL = W + "val"
_OFF = {"0", "false", "off", "none"}


@dataclass(frozen=True, slots=True)
class Face:
    """Font and size of a run, in points."""

    latin: str = "Calibri"
    size: float = 10.0
    bold: bool = False
    hint: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """Measures of a paragraph, in points."""

    style: str = ""
    face: Face = Face()
    before: float = 0.0
    after: float = 0.0
    line: float = 12.0
    rule: str = "auto"
    left: float = 0.0
    right: float = 0.0
    first: float = 0.0
    keep_next: bool = False
    keep_lines: bool = False
    page_break: bool = False
    room: bool = False
    """A chapter that starts a page unless it has room on this one."""
    contextual: bool = False
    widows: bool = False
    borders: tuple[tuple[str, float], ...] = ()
    """Name of an edge with its line and its distance from the text together."""
    numbers: tuple[str, int] = ("", 0)
    """Id of the list and level in it."""


@dataclass(slots=True)
class Level:
    """A level of a numbered list: indents, and whether the number takes room of the first line."""

    left: float | None = None
    first: float | None = None
    text: str = ""
    suffix: str = "tab"


@dataclass(slots=True)
class Sheet:
    """Styles and lists of a file."""

    base: Look = Look()
    elements: dict[str, Any] = field(default_factory=dict)
    default: str = ""
    tables: dict[str, tuple[float, float]] = field(default_factory=dict)
    levels: dict[tuple[str, int], Level] = field(default_factory=dict)
    _looks: dict[str, Look] = field(default_factory=dict)
    _marks: dict[tuple[Face, str], Face] = field(default_factory=dict)

    @classmethod
    def of(cls, styles: Any, numbering: Any) -> Sheet:
        """The style sheet from two parts' roots; a file may lack the second."""
        sheet = cls()
        for style in styles.iterfind(f"{W}style"):
            name = style.get(W + "styleId")
            sheet.elements[name] = style
            if style.get(W + "default") == "1" and style.get(W + "type") == "paragraph":
                sheet.default = name
        defaults = styles.find(f"{W}docDefaults")
        look = Look()
        if defaults is not None:
            run, paragraph = (defaults.find(f"{W}{kind}PrDefault/{W}{kind[0]}Pr") for kind in ("r", "p"))
            look = replace(look, face=with_run(look.face, run))
            look = with_paragraph(look, paragraph)
        sheet.base = look
        if numbering is not None:
            sheet._number(numbering)
        return sheet

    def look(self, name: str) -> Look:
        """A paragraph style with all it is based on."""
        name = name or self.default
        known = self._looks.get(name)
        if known is None:
            element = self.elements.get(name)
            if element is None:
                return self.look(self.default) if name != self.default else self.base
            parent = element.find(f"{W}basedOn")
            self._looks[name] = self.base  # a style based on itself ends here
            above = self.look(parent.get(_VAL)) if parent is not None else self.base
            known = self.dressed(above, element.find(f"{W}pPr"))
            known = replace(known, style=name, face=with_run(known.face, element.find(f"{W}rPr")))
            self._looks[name] = known
        return known

    def dressed(self, look: Look, ppr: Any) -> Look:
        """A look with a w:pPr on top; a number brings its level's indents, which w:ind beside it overrules."""
        if ppr is None:
            return look
        number = ppr.find(f"{W}numPr")
        if number is not None:
            level, which = number.find(f"{W}ilvl"), number.find(f"{W}numId")
            depth = int(level.get(_VAL)) if level is not None else 0
            list_id = which.get(_VAL) if which is not None else look.numbers[0]
            before = self.levels.get(look.numbers)
            look = replace(look, numbers=(list_id, depth))
            found = self.levels.get((list_id, depth))
            if found is not None:
                look = replace(
                    look,
                    left=look.left if found.left is None else found.left,
                    first=look.first if found.first is None else found.first,
                )
            elif before is not None:
                look = replace(look, left=0.0, first=0.0)
        return with_paragraph(look, ppr)

    def marked(self, face: Face, rpr: Any) -> Face:
        """A face with a w:rPr on top, its character style first."""
        if rpr is None:
            return face
        style = rpr.find(f"{W}rStyle")
        if style is not None:
            name = style.get(_VAL)
            known = self._marks.get((face, name))
            if known is None:
                element = self.elements.get(name)
                known = with_run(face, None if element is None else element.find(f"{W}rPr"))
                self._marks[face, name] = known
            face = known
        return with_run(face, rpr) if len(rpr) > (style is not None) else face

    def _number(self, numbering: Any) -> None:
        abstracts: dict[str, list[tuple[int, Level]]] = {}
        for abstract in numbering.iterfind(f"{W}abstractNum"):
            levels = []
            for level in abstract.iterfind(f"{W}lvl"):
                made = Level()
                indent = level.find(f"{W}pPr/{W}ind")
                if indent is not None:
                    made.left, made.first = _indent(indent, 0.0, 0.0)
                text, suffix = level.find(f"{W}lvlText"), level.find(f"{W}suff")
                made.text = text.get(_VAL, "") if text is not None else ""
                made.suffix = suffix.get(_VAL, "tab") if suffix is not None else "tab"
                levels.append((int(level.get(W + "ilvl")), made))
            abstracts[abstract.get(W + "abstractNumId")] = levels
        for num in numbering.iterfind(f"{W}num"):
            which = num.find(f"{W}abstractNumId")
            for depth, made in abstracts.get(which.get(_VAL), ()) if which is not None else ():
                self.levels[num.get(W + "numId"), depth] = made


def points(value: str | None) -> float:
    """Twips in points."""
    return float(value) / 20 if value else 0.0


def on(element: Any) -> bool:
    """Whether a switch is on."""
    return element.get(_VAL, "1") not in _OFF


def with_run(face: Face, rpr: Any) -> Face:
    """A face with the direct properties of a w:rPr."""
    if rpr is None:
        return face
    changes: dict[str, Any] = {}
    for child in rpr:
        match child.tag:
            case t if t == W + "rFonts":
                if child.get(W + "ascii"):
                    changes["latin"] = child.get(W + "ascii")
                if child.get(W + "hint"):
                    changes["hint"] = child.get(W + "hint") == "eastAsia"
            case t if t == W + "sz":
                changes["size"] = float(child.get(_VAL)) / 2
            case t if t == W + "b":
                changes["bold"] = on(child)
            case t if t == W + "vertAlign" and child.get(_VAL) != "baseline":
                changes["size"] = face.size * 0.58
    return replace(face, **changes) if changes else face


def with_paragraph(look: Look, ppr: Any) -> Look:
    """A look with the direct properties of a w:pPr, numbers left out."""
    if ppr is None:
        return look
    changes: dict[str, Any] = {}
    for child in ppr:
        match child.tag.rpartition("}")[2]:
            case "spacing":
                changes.update(_spacing(child))
            case "ind":
                changes["left"], changes["first"] = _indent(child, look.left, look.first, look.face.size)
                if child.get(W + "right") or child.get(W + "end"):
                    changes["right"] = points(child.get(W + "right") or child.get(W + "end"))
            case "keepNext":
                changes["keep_next"] = on(child)
            case "keepLines":
                changes["keep_lines"] = on(child)
            case "pageBreakBefore" if child.get(_VAL) == WAITS:
                changes["room"] = True
            case "pageBreakBefore":
                changes["page_break"] = on(child)
            case "widowControl":
                changes["widows"] = on(child)
            case "contextualSpacing":
                changes["contextual"] = on(child)
            case "pBdr":
                changes["borders"] = tuple(
                    (
                        edge.tag.rpartition("}")[2],
                        float(edge.get(W + "sz", "0")) / 8 + float(edge.get(W + "space", "0")),
                    )
                    for edge in child
                    if edge.get(_VAL) not in ("nil", "none")
                )
    return replace(look, **changes) if changes else look


def _spacing(element: Any) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name in ("before", "after"):
        if element.get(W + name) is not None:
            out[name] = points(element.get(W + name))
    if element.get(W + "line") is not None:
        out["rule"] = element.get(W + "lineRule", "auto")
        out["line"] = points(element.get(W + "line"))
    return out


def _indent(element: Any, left: float, first: float, size: float = 10.0) -> tuple[float, float]:
    start = element.get(W + "left") or element.get(W + "start")
    if start is not None:
        left = points(start)
    if element.get(W + "hanging") is not None:
        first = -points(element.get(W + "hanging"))
    elif element.get(W + "firstLineChars") not in (None, "0"):
        first = float(element.get(W + "firstLineChars")) / 100 * size
    elif element.get(W + "firstLine") is not None:
        first = points(element.get(W + "firstLine"))
    return left, first
