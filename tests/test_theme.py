"""Themes: found by name, tokens checked, colours readable."""

from __future__ import annotations

from pathlib import Path

import pytest

from opsdoc.diagnostics import OpsdocError
from opsdoc.resources import data_folder
from opsdoc.theme import Theme, load_theme, theme_names


def luminance(colour: str) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(params=theme_names())
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme(request.param)


def test_text_can_be_read_on_paper_and_on_tint(theme: Theme) -> None:
    colours = theme.colours
    for style in theme.type.values():
        ground = colours.primary if style.colour.startswith("on_primary") else colours.paper
        assert contrast(theme.colour(style.colour), ground) >= 4.5, style
    for colour in (colours.ink, colours.primary, colours.accent, colours.muted, colours.warning, *colours.series):
        assert contrast(colour, colours.tint) >= 4.5, colour
    for name, tone in theme.tones.items():
        assert contrast(tone.text, tone.fill) >= 4.5, name


def test_an_unknown_theme_is_a_wrong_argument() -> None:
    with pytest.raises(OpsdocError, match="did you mean") as wrong:
        load_theme("consultng")
    assert wrong.value.exit_code == 2


@pytest.mark.parametrize("name", ["../consulting", "_base", "", "consulting/../consulting"])
def test_a_theme_has_a_plain_name(name: str) -> None:
    with pytest.raises(OpsdocError):
        load_theme(name)


def test_tokens_that_do_not_fit_are_named_with_their_lines(tmp_path: Path) -> None:
    tokens = (data_folder("templates") / "themes/consulting/theme.yaml").read_text()
    folder = tmp_path / "themes/mine"
    folder.mkdir(parents=True)
    (folder / "theme.yaml").write_text(tokens.replace('ink: "#16202B"', "ink: black\n  pink: 1"))
    with pytest.raises(OpsdocError) as wrong:
        load_theme("mine", [tmp_path])
    places = {d.message.split('"')[1]: d.source.line for d in wrong.value.diagnostics if d.source}
    line = tokens[: tokens.index("ink:")].count("\n") + 1
    assert places == {"colours.ink": line, "colours.pink": line + 1}
