"""The order of painting: what stands in the flow is painted where it is read.

CSS paints a box that is clipped or turned, or has a place of its own to which others refer, after all the text around
it; drawings and letterheads are such boxes. Readers that
follow the page instead of its structure tree, and copied text, would meet every figure at the end of its page. A box of
the flow that nothing lifts out of it (no place, depth or transparency of its own) is painted in its turn here; its
background too, so that what follows may cover it.

Lines between the columns of a table are painted with the columns. Where a page break moves up, the last rows go to the
next page, but the columns stay as tall as they were with them; here they end with the rows that are left.
"""

from __future__ import annotations

from typing import Any

from weasyprint import draw, stacking
from weasyprint.formatting_structure import boxes
from weasyprint.layout import background
from weasyprint.stacking import StackingContext

_original_dispatch: Any = None
_original_draw_block_level: Any = None
_original_layout_box_backgrounds: Any = None


def install() -> None:
    """Replace the functions that sort the boxes of a page, draw those of the flow, and place backgrounds."""
    global _original_dispatch, _original_draw_block_level, _original_layout_box_backgrounds
    if _original_dispatch is not None:
        return
    _original_dispatch, _original_draw_block_level = stacking._dispatch, draw.draw_block_level
    _original_layout_box_backgrounds = background.layout_box_backgrounds
    background.layout_box_backgrounds = layout_box_backgrounds
    stacking._dispatch = dispatch
    draw.draw_block_level = draw_block_level


def dispatch(box: Any, page: Any, contexts: Any, blocks: Any, floats: Any, blocks_and_cells: Any) -> Any:
    """WeasyPrint's function of this name; clipped, turned and placed boxes of the flow become part of the flow."""
    if isinstance(box, boxes.BlockLevelBox) and _is_painted_apart(box):
        blocks_and_cells[StackingContext.from_box(box, page)] = {}
        return None
    return _original_dispatch(box, page, contexts, blocks, floats, blocks_and_cells)


def _is_painted_apart(box: Any) -> bool:
    style = box.style
    if style["overflow"] == "visible" and not style["transform"] and style["position"] != "relative":
        return False
    in_flow = style["position"] in ("static", "relative") and not box.is_floated()
    return bool(in_flow and style["z_index"] == "auto" and style["opacity"] == 1)


def draw_block_level(page: Any, stream: Any, blocks_and_cells: Any) -> None:
    """WeasyPrint's function of this name; contexts of the flow are drawn as such."""
    for block, inside in blocks_and_cells.items():
        if isinstance(block, StackingContext):
            draw.draw_stacking_context(stream, block)
        else:
            _original_draw_block_level(page, stream, {block: inside})


def layout_box_backgrounds(page: Any, box: Any, *rest: Any, **named: Any) -> None:
    """WeasyPrint's function of this name; the columns of a table end with its last row on the page."""
    if isinstance(box, boxes.TableBox) and box.column_groups:
        bottom = max((row.position_y + row.height for group in box.children for row in group.children), default=0)
        for group in box.column_groups:
            for column in (group, *group.children):
                if bottom and column.position_y + column.height > bottom:
                    column.height = max(bottom - column.position_y, 0)
    _original_layout_box_backgrounds(page, box, *rest, **named)
