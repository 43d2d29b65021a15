"""A theme in a firm's colours and fonts: what its brand file says laid over the tokens, every weak contrast named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from opsdoc.diagnostics import Log
from opsdoc.theme.brandfile import Brand
from opsdoc.theme.colour import READABLE, best_on, contrast, luminance, mixed, readable
from opsdoc.theme.tokens import Colours, FontRole, Theme, Tone

# Families at hand → whether they hold Chinese.
Families = Mapping[str, bool]
_MOST_SERIES = 8


def branded(theme: Theme, brand: Brand, families: Families, log: Log) -> Theme:
    """The theme recoloured and set in the brand's fonts. Pairs of text and ground below 4.5:1 are warnings with a
    shade that would pass; the brand's colour is used all the same."""
    colours = _colours(theme.colours, brand, log)
    changes: dict[str, Any] = {"colours": colours, "fonts": theme.fonts}
    if brand.colours:
        changes["tones"] = _tones(theme, colours)
    for role, targets in (("base", ("body", "note")), ("headings", ("heading", "display")), ("monospace", ("mono",))):
        if role not in brand.fonts:
            continue
        if role == "base" and "headings" not in brand.fonts and theme.fonts.heading == theme.fonts.body:
            targets = (*targets, "heading")
        family = brand.fonts[role]
        if family not in families:
            stands_in = getattr(theme.fonts, targets[0]).pdf["en"][0]
            log.warning(
                "font", f'the font "{family}" is not here: "{stands_in}" stands in', brand.places.get(role),
                help="put its file into fonts/ of the workspace; Word takes it from the reader's computer",
            )  # fmt: skip
        update = {name: _font(getattr(theme.fonts, name), family, families) for name in targets}
        changes["fonts"] = changes["fonts"].model_copy(update=update)
    return theme.model_copy(update=changes)


def _colours(old: Colours, brand: Brand, log: Log) -> Colours:
    given = brand.colours
    if not given and not brand.palette:
        return old
    paper = given.get("background", old.paper)
    if luminance(paper) < 0.6:
        log.warning("brand", f"color.background {paper} is not taken: text is printed on light paper",
                    brand.places.get("background"), help="name a light background")  # fmt: skip
        paper = old.paper
    ink = given.get("foreground", old.ink)
    primary = given.get("primary", old.primary)
    accent = given.get("secondary", given.get("primary", old.accent))
    tint = given.get("light", mixed(primary, paper, 0.94) if "primary" in given else old.tint)
    if luminance(tint) < 0.7:
        log.note("brand", f"color.light {tint} is not taken: boxes need a lighter ground", brand.places.get("light"))
        tint = mixed(primary, paper, 0.94)
    warning = given.get("danger", given.get("warning", old.warning))
    on_primary = best_on(primary, ink)
    new = Colours(
        ink=ink,
        primary=primary,
        accent=accent,
        muted=readable(mixed(ink, paper, 0.35), paper, tint),
        rule=mixed(ink, paper, 0.8),
        tint=tint,
        paper=paper,
        on_primary=on_primary,
        on_primary_soft=readable(mixed(on_primary, primary, 0.3), primary),
        highlight=given.get("tertiary", given.get("secondary", old.highlight)),
        warning=warning,
        series=_series(old, brand, (primary, accent), tint, log),
    )
    _judge(new, brand, log)
    return new


def _series(old: Colours, brand: Brand, first: tuple[str, ...], tint: str, log: Log) -> tuple[str, ...]:
    """The colours of charts: the roles, the palette's others that can be read, and the theme's own to fill up."""
    chosen = list(dict.fromkeys(first))
    for name, colour in brand.palette.items():
        if colour in chosen or colour in (brand.colours.get("foreground"), brand.colours.get("background")):
            continue
        ratio = contrast(colour, tint)
        if ratio >= READABLE:
            chosen.append(colour)
        elif name in ("white", "black") or colour == brand.colours.get("light"):
            continue
        else:
            log.note("brand", f"color.palette.{name} {colour} is left out of charts: {ratio:.1f}:1 on their ground",
                     brand.places.get(f"palette.{name}"))  # fmt: skip
    readable_first = [readable(colour, tint) for colour in chosen]
    fill = [colour for colour in old.series if contrast(colour, tint) >= READABLE]
    return tuple(dict.fromkeys((*readable_first, *fill)))[:_MOST_SERIES]


def _judge(new: Colours, brand: Brand, log: Log) -> None:
    pairs = (
        ("foreground", "text", new.ink, "paper", new.paper),
        ("primary", "headings", new.primary, "paper", new.paper),
        ("primary", "headings", new.primary, "boxes", new.tint),
        ("secondary", "labels and links", new.accent, "paper", new.paper),
        ("secondary", "labels and links", new.accent, "boxes", new.tint),
        ("danger", "warnings", new.warning, "paper", new.paper),
        ("danger", "warnings", new.warning, "boxes", new.tint),
    )
    said = set()
    for role, what, colour, where, ground in pairs:
        ratio = contrast(colour, ground)
        named = next((r for r in (role, "warning", "primary") if brand.colours.get(r) == colour), role)
        if ratio >= READABLE or colour in said:
            continue
        said.add(colour)
        log.warning(
            "brand", f"color.{named} {colour} of {what} on {where} {ground} has {ratio:.1f}:1, less than 4.5:1",
            brand.places.get(named), help=f"{readable(colour, new.paper, new.tint)} would pass",
        )  # fmt: skip


def _tones(theme: Theme, new: Colours) -> dict[str, Tone]:
    """The tones of cells: strong ones in the primary and the warning colour, quiet ones in mixtures with the paper."""
    soft = mixed(new.accent, new.paper, 0.8)
    faint = mixed(new.warning, new.paper, 0.9)
    strong = Tone(fill=new.primary, text=best_on(new.primary, new.ink))
    quiet = Tone(fill=soft, text=readable(new.ink, soft))
    own = {
        "owner": strong,
        "A": strong,
        "partial": quiet,
        "R": quiet,
        "high": Tone(fill=new.warning, text=best_on(new.warning, new.ink)),
        "gap": Tone(fill=faint, text=readable(new.warning, faint)),
        "C": Tone(fill=new.paper, text=new.ink),
        "I": Tone(fill=new.paper, text=new.muted),
    }
    return {name: own.get(name, tone) for name, tone in theme.tones.items()}


def _font(role: FontRole, family: str, families: Families) -> FontRole:
    """The role in a family: for Latin text, and for Chinese where it holds Chinese."""
    chinese = families.get(family, False)
    pdf = dict(role.pdf)
    if family in families:
        pdf["en"] = (family, *(name for name in pdf["en"] if name != family))
    if chinese:
        # The Latin face stays in front: it holds no Chinese quotation marks, a Chinese face would.
        pdf["zh"] = (pdf["zh"][0], family, *(name for name in pdf["zh"][1:] if name != family))
    word = role.word.model_copy(update={"latin": family} | ({"east_asian": family} if chinese else {}))
    return role.model_copy(update={"pdf": pdf, "word": word})
