"""Charts on a page: how much of it they may take, and the style that a theme gives them; one answer for all formats."""

from __future__ import annotations

from opsdoc.diagram.style import Style
from opsdoc.theme import Theme

LARGEST_SCALE = 1.35  # of a drawing that is smaller than its frame
# Shares of the type area's height, tried in turn: title, caption and source have to fit on the page, and a chart says
# as much when it leaves room for the words around it.
_UPRIGHT = 0.46, 0.54, 0.62, 0.78
_TURNED = (0.66,)
_LARGEST = 0.86  # for one that would not fit otherwise
IMAGE_SHARE = _UPRIGHT[-1]


def heights(frame: float, landscape: bool) -> tuple[float, ...]:
    """Heights of the frames that are tried for a chart, from the type area's, in the same unit."""
    return tuple(frame * share for share in (*(_TURNED if landscape else _UPRIGHT), _LARGEST))


def diagram_style(theme: Theme) -> Style:
    """The style in which the theme draws charts."""
    colours, body = theme.colours, theme.fonts.body
    return Style(
        fonts=tuple((lang, tuple(families)) for lang, families in body.pdf.items()),
        word_latin=body.word.latin,
        word_east_asian=body.word.east_asian,
        ink=colours.ink, primary=colours.primary, accent=colours.accent, muted=colours.muted, rule=colours.rule,
        tint=colours.tint, paper=colours.paper, on_primary=colours.on_primary, series=colours.series,
    )  # fmt: skip
