"""Boxes that hold only what is their own: most of the memory of a layout is their attributes.

WeasyPrint gives each box some thirty-five, of which twenty are zero nearly everywhere. Here those are the class's, and
a box has one of its own where it differs. Those that it has stand in an array beside the names that all boxes of its
class share (PEP 412), in a third of the room of a dictionary: Python does so for up to twenty-nine names that were
there when the first boxes were made, and for values that are set one by one.
"""

from __future__ import annotations

from functools import cache
from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.boxes import Box, ParentBox
from weasyprint.layout import background, percent

_SQUARE = (0, 0)
_DEFAULTS: dict[str, Any] = {
    **{f"{kind}_{side}": 0 for kind in ("margin", "padding") for side in ("top", "right", "bottom", "left")},
    **{f"border_{corner}_radius": _SQUARE for corner in ("top_left", "top_right", "bottom_right", "bottom_left")},
    "min_width": 0,
    "min_height": 0,
    "max_width": inf,
    "max_height": inf,
    "first_letter_style": None,
    "first_line_style": None,
    "remove_decoration_sides": frozenset(),
    "children": (),
}
_EVERYWHERE = (
    *("element_tag", "element", "style", "position_x", "position_y", "width", "height"),
    *(f"border_{side}_width" for side in ("top", "right", "bottom", "left")),
)
_ABOVE_AND_BELOW = ("background", "margin_top", "margin_bottom", "padding_top", "padding_bottom")
_PARENT = (*_EVERYWHERE, "children", "string_set")
_SPACES = ("leading_collapsible_space", "trailing_collapsible_space")
_CELL = ("grid_x", "colspan", "rowspan", "computed_height", "content_height", "empty", "vertical_align")
# What the boxes of a class have of their own nearly always or often, of those classes that have many boxes.
_NAMES: dict[Any, tuple[str, ...]] = {
    boxes.TextBox: (*_EVERYWHERE, "text", "pango_layout", "baseline", *_ABOVE_AND_BELOW[:3]),
    boxes.LineBox: (*_EVERYWHERE, "children", "text_indent", "baseline", "resume_at", *_ABOVE_AND_BELOW),
    boxes.InlineBox: (
        *_PARENT,
        *_SPACES,
        "baseline",
        "cached_counter_values",
        "missing_link",
        "link",
        *_ABOVE_AND_BELOW[:3],
    ),
    boxes.InlineBlockBox: (*_PARENT, *_SPACES, "baseline", "margin_left", "background"),
    boxes.BlockBox: (
        *_PARENT,
        *_SPACES,
        "clearance",
        "index",
        "padding_left",
        "cached_counter_values",
        *_ABOVE_AND_BELOW,
    ),
    boxes.TableCellBox: (*_PARENT, "margin_left", "padding_left", "padding_right", *_CELL, *_ABOVE_AND_BELOW),
    boxes.TableRowBox: (*_PARENT, *_SPACES, "index", "baseline", "background"),
}
_NO_RADIUS = ((0, "px"), (0, "px"))

_OWN = object()

_original_resolve_one_percentage: Any = None
_original_resolve_radii_percentages: Any = None
_original_init: Any = None
_original_copy: Any = None
_original_reset_spacing: Any = None
_original_copy_with_children: Any = None


def install() -> None:
    """Give the class of all boxes these values, and replace the functions that set them on each box."""
    global _original_resolve_one_percentage, _original_resolve_radii_percentages
    global _original_init, _original_copy, _original_reset_spacing, _original_copy_with_children
    if _original_init is not None:
        return
    _original_resolve_one_percentage = percent.resolve_one_percentage
    _original_resolve_radii_percentages = percent.resolve_radii_percentages
    _original_init, _original_copy, _original_reset_spacing = Box.__init__, Box.copy, ParentBox._reset_spacing
    _original_copy_with_children = ParentBox.copy_with_children
    for name, value in _DEFAULTS.items():
        setattr(Box, name, value)
    for kind, names in _NAMES.items():
        first = kind.__new__(kind)
        for name in names:
            setattr(first, name, None)
    percent.resolve_one_percentage = resolve_one_percentage
    background.resolve_radii_percentages = resolve_radii_percentages
    Box.__init__ = _init
    Box.copy = _copy
    ParentBox._reset_spacing = _reset_spacing
    ParentBox.copy_with_children = _copy_with_children


def resolve_one_percentage(box: Any, property_name: str, refer_to: Any) -> None:
    """WeasyPrint's function of this name; a value that the box has already, from its class, is not set."""
    value = percent.percentage(box.style[property_name], box.style, refer_to)
    if value == "auto" and property_name in ("min_width", "min_height"):
        value = 0
    if getattr(box, property_name, None) != value:
        setattr(box, property_name, value)


def resolve_radii_percentages(box: Any) -> None:
    """WeasyPrint's function of this name, for boxes with round corners."""
    style = box.style
    if (
        style["border_top_left_radius"]
        == style["border_top_right_radius"]
        == style["border_bottom_right_radius"]
        == style["border_bottom_left_radius"]
        == _NO_RADIUS
    ):
        return
    _original_resolve_radii_percentages(box)


def _init(self: Any, element_tag: Any, style: Any, element: Any) -> None:
    self.element_tag = element_tag
    self.element = element
    self.style = style


def _copy(self: Any) -> Any:
    kind: Any = type(self)
    new_box = kind.__new__(kind)
    common = _class_values(kind)
    for name, value in self.__dict__.items():
        if value is not common.get(name, _OWN):
            setattr(new_box, name, value)
    return new_box


@cache
def _class_values(kind: Any) -> dict[str, Any]:
    """What a box of a class has without any attribute of its own."""
    return {name: value for one in reversed(kind.__mro__) for name, value in vars(one).items()}


def _reset_spacing(self: Any, side: str) -> None:
    self.remove_decoration_sides |= {side}
    setattr(self, f"margin_{side}", 0)
    setattr(self, f"padding_{side}", 0)
    setattr(self, f"border_{side}_width", 0)


def _copy_with_children(self: Any, new_children: Any) -> Any:
    new_box = self.copy()
    new_box.children = new_children
    if self.remove_decoration_sides:
        self.remove_decoration_sides = frozenset()
    return new_box
