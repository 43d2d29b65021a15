"""Themes: tokens that every renderer takes from one `theme.yaml`, recoloured by a firm's `brand.yml`."""

from opsdoc.theme.files import load_theme, theme_names
from opsdoc.theme.tokens import (
    Colours,
    FontRole,
    Furniture,
    Margins,
    PageNumber,
    Shown,
    Theme,
    Tone,
    TypeStyle,
    WordFonts,
)

__all__ = [
    "Colours",
    "FontRole",
    "Furniture",
    "Margins",
    "PageNumber",
    "Shown",
    "Theme",
    "Tone",
    "TypeStyle",
    "WordFonts",
    "load_theme",
    "theme_names",
]
