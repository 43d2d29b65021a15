"""Theme tokens: sizes, colours and fonts that every renderer takes from one `theme.yaml`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from opsdoc.diagnostics import Log, OpsdocError, error, suggest
from opsdoc.resources import data_folder

Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
LangStacks = Mapping[Literal["zh", "en"], tuple[str, ...]]


class _Tokens(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class I18n(_Tokens):
    """A word in both languages."""

    zh: str
    en: str


class Margins(_Tokens):
    """Page margins in millimetres."""

    top: float
    right: float
    bottom: float
    left: float


class Page(_Tokens):
    """Paper, margins (mm) and how chapters start."""

    paper: Literal["a4", "letter", "b5"] = "a4"
    margins_mm: Margins
    landscape_margins_mm: Margins
    aside_mm: float = 36
    gutter_mm: float = 6
    chapter_starts: Literal["page", "recto", "none"] = "page"
    total_pages: bool = True

    def size_mm(self, landscape: bool = False) -> tuple[float, float]:
        """Width and height of the paper in millimetres."""
        width, height = {"a4": (210.0, 297.0), "letter": (215.9, 279.4), "b5": (176.0, 250.0)}[self.paper]
        return (height, width) if landscape else (width, height)

    def frame_mm(self, landscape: bool = False) -> tuple[float, float]:
        """Width and height of the type area in millimetres."""
        width, height = self.size_mm(landscape)
        m = self.landscape_margins_mm if landscape else self.margins_mm
        return width - m.left - m.right, height - m.top - m.bottom


class Colours(_Tokens):
    """Named colours; `series` is the order in which branches and charts take theirs."""

    ink: Colour
    primary: Colour
    accent: Colour
    muted: Colour
    rule: Colour
    tint: Colour
    paper: Colour = "#FFFFFF"
    on_primary: Colour = "#FFFFFF"
    on_primary_soft: Colour
    highlight: Colour
    warning: Colour
    series: tuple[Colour, ...] = Field(min_length=4)


class WordFonts(_Tokens):
    """Font names that Word looks for: installed on the reader's computer, not embedded."""

    latin: str
    east_asian: str


class FontRole(_Tokens):
    """Fonts of one role: family stacks per language for PDF and HTML, names for Word."""

    pdf: LangStacks
    word: WordFonts


class Fonts(_Tokens):
    """The four roles that type styles refer to."""

    body: FontRole
    display: FontRole
    note: FontRole
    mono: FontRole


class TypeStyle(_Tokens):
    """A type style: size, leading and space before and after in points; colour names a token of `Colours`."""

    font: Literal["body", "display", "note", "mono"] = "body"
    size: float = Field(ge=6, le=96)
    leading: float = Field(ge=6, le=140)
    weight: Literal[400, 500, 600, 700] = 400
    colour: str = "ink"
    before: float = 0
    after: float = 0


class Tone(_Tokens):
    """Fill and text colour of a cell tone."""

    fill: Colour
    text: Colour


class Theme(_Tokens):
    """All tokens of a theme."""

    name: str
    title: I18n
    page: Page
    colours: Colours
    fonts: Fonts
    type: Mapping[str, TypeStyle]
    tones: Mapping[str, Tone]
    body_indent: bool = False

    @model_validator(mode="after")
    def _complete(self) -> Theme:
        missing = sorted(REQUIRED_STYLES - set(self.type))
        if missing:
            raise ValueError(f"type styles missing: {', '.join(missing)}")
        for name, style in self.type.items():
            if style.colour not in Colours.model_fields or style.colour == "series":
                raise ValueError(f'type.{name}.colour: no colour token "{style.colour}"')
        return self

    def colour(self, token: str) -> str:
        """The #RRGGBB of a colour token."""
        value: str = getattr(self.colours, token)
        return value


REQUIRED_STYLES = frozenset(
    [
        "cover_title",
        "cover_subtitle",
        "cover_label",
        "cover_value",
        "eyebrow",
        "heading_1",
        "heading_2",
        "heading_3",
        "heading_4",
        "lead",
        "body",
        "second",
        "table",
        "table_head",
        "caption",
        "source",
        "footnote",
        "furniture",
        "figure_number",
        "figure_label",
        "code",
    ]
)


def theme_names(templates: Sequence[Path] = ()) -> list[str]:
    """The themes that the template folders hold, in order of name."""
    found = {file.parent.name for folder in _folders(templates) for file in folder.glob("themes/*/theme.yaml")}
    return sorted(found)


def load_theme(name: str, templates: Sequence[Path] = ()) -> Theme:
    """The theme of a name from the first template folder that holds it (the packaged one comes last).

    Raises OpsdocError: exit 2 for an unknown name, 1 for tokens that do not fit, all of them at once.
    """
    from opsdoc.content.yamlfile import native, parse

    file = next(
        (path for folder in _folders(templates) if (path := folder / "themes" / name / "theme.yaml").is_file()), None
    )
    if file is None or name not in theme_names(templates):
        raise OpsdocError([error("usage", f'no theme "{name}"', help=suggest(name, theme_names(templates)))], 2)
    log = Log()
    shown = f"templates/themes/{name}/theme.yaml"
    parsed = parse(file.read_text(encoding="utf-8-sig"), shown, log)
    log.raise_if_errors()
    assert parsed is not None
    try:
        return Theme.model_validate(native(parsed.data))
    except ValidationError as problem:
        for item in problem.errors():
            where = tuple(item["loc"])
            place = next(
                (parsed.places[where[:n]] for n in range(len(where), -1, -1) if where[:n] in parsed.places), None
            )
            unknown = item["type"] == "extra_forbidden"
            message = "no such token" if unknown else item["msg"]
            log.error("theme", f'"{".".join(str(part) for part in where)}": {message}', place)
        raise OpsdocError(list(log)) from None


def _folders(templates: Sequence[Path]) -> list[Path]:
    return list(dict.fromkeys((*templates, data_folder("templates"))))
