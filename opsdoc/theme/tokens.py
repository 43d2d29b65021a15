"""Theme tokens: sizes, colours and fonts that every renderer takes from one `theme.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
LangStacks = Mapping[Literal["zh", "en"], tuple[str, ...]]


class _Tokens(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class I18n(_Tokens):
    """A word in both languages."""

    zh: str
    en: str


# 2 / 31; 第2页 共31页; — 2 —
PageNumber: TypeAlias = Literal["figures", "words", "dashes"]
Shown: TypeAlias = Literal["client", "title", "chapter", "number", "version", "classification", "page"]
Corner: TypeAlias = tuple[Shown, ...]


class Margins(_Tokens):
    """Page margins in millimetres."""

    top: float
    right: float
    bottom: float
    left: float


class Grid(_Tokens):
    """Lines of a page and characters of a line that fill the type area (GB/T 9704-2012, 5.2.1: 22 and 28)."""

    lines: int
    characters: int


class Page(_Tokens):
    """Paper, margins (mm; of a right-hand page where they are mirrored) and how chapters start."""

    paper: Literal["a4", "letter", "b5"] = "a4"
    margins_mm: Margins
    landscape_margins_mm: Margins
    aside_mm: float = 36
    gutter_mm: float = 6
    chapter_starts: Literal["page", "room", "recto", "none"] = "page"
    chapter_number: Literal["above", "beside"] = "above"
    mirrored: bool = False
    grid: Grid | None = None
    page_number: PageNumber = "figures"

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
    # What Word shows where it lacks the font (w:altName).
    alternative: str = ""


class FontRole(_Tokens):
    """Fonts of one role: family stacks per language for PDF and HTML, names for Word."""

    pdf: LangStacks
    word: WordFonts


class Fonts(_Tokens):
    """The roles that type styles refer to."""

    body: FontRole
    heading: FontRole
    display: FontRole
    note: FontRole
    mono: FontRole


class TypeStyle(_Tokens):
    """A type style: size, leading and space before and after in points; colour names a token of `Colours`."""

    font: Literal["body", "heading", "display", "note", "mono"] = "body"
    size: float = Field(ge=6, le=96)
    leading: float = Field(ge=6, le=140)
    weight: Literal[400, 500, 600, 700] = 400
    colour: str = "ink"
    align: Literal["left", "center"] = "left"
    before: float = 0
    after: float = 0


class TypeChange(_Tokens):
    """What a type style has otherwise in another language."""

    size: float | None = Field(default=None, ge=6, le=96)
    leading: float | None = Field(default=None, ge=6, le=140)
    before: float | None = None
    after: float | None = None


TypeChanges: TypeAlias = Mapping[str, TypeChange]


class Tone(_Tokens):
    """Fill and text colour of a cell tone."""

    fill: Colour
    text: Colour


class Cover(_Tokens):
    """The cover: a page on a ground (a colour token) with a picture, or none."""

    kind: Literal["page", "none"] = "page"
    ground: str = "primary"
    art: Literal["tree", "blocks", "none"] = "tree"
    # Where titles begin, as a share of the page's height; the label stands above them, the imprint below.
    title_at: float = Field(default=0.5, ge=0.1, le=0.7)


class Furniture(_Tokens):
    """What stands in the corners of a page; on left-hand pages of a mirrored theme the sides change places."""

    top_left: Corner = ("title",)
    top_right: Corner = ("chapter",)
    bottom_left: Corner = ("classification",)
    bottom_right: Corner = ("page",)

    def mirrored(self) -> Furniture:
        """The furniture of a left-hand page."""
        return Furniture(
            top_left=self.top_right,
            top_right=self.top_left,
            bottom_left=self.bottom_right,
            bottom_right=self.bottom_left,
        )


class Callouts(_Tokens):
    """The colour token of each family of callouts."""

    key: str = "accent"
    caution: str = "warning"
    rule: str = "primary"
    tip: str = "accent"
    example: str = "muted"


class Theme(_Tokens):
    """All tokens of a theme. `lineage` names the themes that it extends and itself, the most general first."""

    name: str
    title: I18n
    lineage: tuple[str, ...] = ()
    page: Page
    cover: Cover = Cover()
    furniture: Furniture = Furniture()
    callouts: Callouts = Callouts()
    colours: Colours
    fonts: Fonts
    type: Mapping[str, TypeStyle]
    # What Word files in English, and in two languages, set otherwise; in print the style sheet says it.
    english: TypeChanges = {}
    bilingual: TypeChanges = {}
    tones: Mapping[str, Tone]
    body_indent: bool = False
    # Items of a list start like paragraphs and turn over flush, as in statutes; else they hang behind their numbers.
    indented_items: bool = False
    # Lines between the rows of tables, or all round every cell.
    table_rules: Literal["rows", "grid"] = "rows"

    @model_validator(mode="after")
    def _complete(self) -> Theme:
        missing = sorted(REQUIRED_STYLES - set(self.type))
        if missing:
            raise ValueError(f"type styles missing: {', '.join(missing)}")
        for kind in ("english", "bilingual"):
            strange = next((name for name in getattr(self, kind) if name not in self.type), "")
            if strange:
                raise ValueError(f'{kind}.{strange}: no type style "{strange}"')
        used = {f"type.{name}.colour": style.colour for name, style in self.type.items()}
        used |= {f"callouts.{name}": token for name, token in self.callouts} | {"cover.ground": self.cover.ground}
        for name, token in used.items():
            if token not in self._named_colours():
                raise ValueError(f'{name}: no colour token "{token}"')
        return self

    def _named_colours(self) -> dict[str, str]:
        values = self.colours.model_dump()
        series = values.pop("series")
        return values | {f"series_{number}": colour for number, colour in enumerate(series, 1)}

    def colour(self, token: str) -> str:
        """The #RRGGBB of a colour token; `series_2` is the second of the series."""
        return self._named_colours()[token]

    def in_languages(self, lang: Literal["zh", "en"], second: Literal["zh", "en"] | None) -> Theme:
        """The theme of a Word file. What belongs to Chinese text alone is gone in English: the indent of paragraphs,
        items that turn over flush, a grid of characters; columns in two languages have smaller type of their own."""
        changes = {**(self.english if lang == "en" else {}), **(self.bilingual if second and lang == "zh" else {})}
        kinds = {
            name: self.type[name].model_copy(update=change.model_dump(exclude_none=True))
            for name, change in changes.items()
        }
        update: dict[str, object] = {"type": {**self.type, **kinds}}
        if lang == "en" or kinds:
            update["page"] = self.page.model_copy(update={"grid": None})
        if lang == "en":
            update |= {"body_indent": False, "indented_items": False}
        return self.model_copy(update=update)

    def on_paper(self, paper: Literal["a4", "letter", "b5"]) -> Theme:
        """The theme on another paper. B5 has no room for a margin column."""
        changes: dict[str, object] = {"paper": paper}
        if paper == "b5":
            changes |= {"aside_mm": 0.0, "gutter_mm": 0.0}
        return self.model_copy(update={"page": self.page.model_copy(update=changes)})


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
