"""Rows of tables that go over whole: WeasyPrint sets the head of a row alone where the text beside it has no room.

A cell that cannot begin on a page is set empty there, and the row is given up where all of its cells are. Here it is
given up for one such cell: a head at a page's foot names nothing. On an empty page the row stays as WeasyPrint has it;
so do passages in two languages side by side, of which each goes on as it can.
"""

from __future__ import annotations

from typing import Any

from weasyprint.layout import block

_original_block_container_layout: Any = None
_original_avoid_page_break: Any = None
_cell_has_no_room = False


def install() -> None:
    """Replace the two functions that the layout of a table takes from that of blocks."""
    global _original_block_container_layout, _original_avoid_page_break
    if _original_avoid_page_break is not None:
        return
    _original_block_container_layout = block.block_container_layout
    _original_avoid_page_break = block.avoid_page_break
    block.block_container_layout = block_container_layout
    block.avoid_page_break = avoid_page_break


def block_container_layout(
    context: Any, box: Any, bottom_space: float, skip_stack: Any, page_is_empty: bool, *rest: Any, **more: Any
) -> Any:
    """WeasyPrint's function of this name; notes a cell that cannot begin. What tables inside it find is theirs."""
    global _cell_has_no_room
    before, _cell_has_no_room = _cell_has_no_room, False
    result = _original_block_container_layout(context, box, bottom_space, skip_stack, page_is_empty, *rest, **more)
    unbegun = result[0] is None and skip_stack is None and not page_is_empty and box.element_tag == "td"
    _cell_has_no_room = before or unbegun
    return result


def avoid_page_break(page_break: str, context: Any) -> bool:
    """WeasyPrint's function of this name. It is asked about a row as soon as all of its cells are set and one of them
    goes on; the row is then not to be parted where one has not begun."""
    global _cell_has_no_room
    unbegun, _cell_has_no_room = _cell_has_no_room, False
    avoided: bool = _original_avoid_page_break(page_break, context)
    return unbegun or avoided
