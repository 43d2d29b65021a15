"""Boxes that hold only what is their own: most of the memory of a layout is their attributes.

WeasyPrint gives each box some thirty-five, of which twenty are zero nearly everywhere. Here those are the class's, and
a box has one of its own where it differs: its dictionary is half as large.
"""

from __future__ import annotations

from math import inf
from typing import Any

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
_NO_RADIUS = ((0, "px"), (0, "px"))

_original_resolve_one_percentage: Any = None
_original_resolve_radii_percentages: Any = None
_original_init: Any = None
_original_reset_spacing: Any = None
_original_copy_with_children: Any = None


def install() -> None:
    """Give the class of all boxes these values, and replace the functions that set them on each box."""
    global _original_resolve_one_percentage, _original_resolve_radii_percentages
    global _original_init, _original_reset_spacing, _original_copy_with_children
    if _original_init is not None:
        return
    _original_resolve_one_percentage = percent.resolve_one_percentage
    _original_resolve_radii_percentages = percent.resolve_radii_percentages
    _original_init, _original_reset_spacing = Box.__init__, ParentBox._reset_spacing
    _original_copy_with_children = ParentBox.copy_with_children
    for name, value in _DEFAULTS.items():
        setattr(Box, name, value)
    percent.resolve_one_percentage = resolve_one_percentage
    background.resolve_radii_percentages = resolve_radii_percentages
    Box.__init__ = _init
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
