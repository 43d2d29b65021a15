"""Themes: found by name, tokens checked, colours readable."""

from __future__ import annotations

from pathlib import Path

import pytest

from opsdoc.diagnostics import Log, OpsdocError, Severity
from opsdoc.document.outline import default_theme
from opsdoc.fontconfig import families
from opsdoc.resources import data_folder
from opsdoc.theme import Theme, load_theme, theme_names
from opsdoc.theme.colour import contrast


@pytest.fixture(params=theme_names())
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme(request.param)


def test_text_can_be_read_on_paper_and_on_tint(theme: Theme) -> None:
    colours = theme.colours
    for style in theme.type.values():
        ground = colours.primary if style.colour.startswith("on_primary") else colours.paper
        if style in (theme.type["cover_title"], theme.type["cover_value"]):
            ground = theme.colour(theme.cover.ground)
        assert contrast(theme.colour(style.colour), ground) >= 4.5, style
    for colour in (colours.ink, colours.primary, colours.accent, colours.muted, colours.warning, *colours.series):
        assert contrast(colour, colours.tint) >= 4.5, colour
    for token in (token for _, token in theme.callouts):
        assert contrast(theme.colour(token), colours.tint) >= 4.5, token
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


def own(folder: Path, text: str, name: str = "mine") -> list[Path]:
    (folder / "themes" / name).mkdir(parents=True)
    (folder / "themes" / name / "theme.yaml").write_text(text, encoding="utf-8")
    return [folder]


EXTENDS = "extends: corporate\ntitle: {zh: 我方, en: Ours}\n"


@pytest.mark.parametrize(
    ("text", "line", "words", "help"),
    [
        ("colours:\n  acent: '#112233'\n", 4, '"colours.acent": no such token', '"accent"'),
        ("colours: {ink: blak}\n", 3, '"blak" is no colour', "#1A2B3C"),
        ("type:\n  lead: {colour: acent}\n", 4, 'no colour token "acent"', '"accent"'),
        ("cover: {ground: sky}\n", 3, 'no colour token "sky"', ""),
        ("pgae: {}\n", 3, '"pgae": no such token', '"page"'),
        ("fonts: {body: {pdf: {zh: [Nowhere]}}}\n", 3, "none of these fonts is here: Nowhere", "fonts/"),
    ],
)
def test_a_wrong_token_has_its_line_and_a_suggestion(
    text: str, line: int, words: str, help: str, tmp_path: Path
) -> None:
    with pytest.raises(OpsdocError) as wrong:
        load_theme("mine", own(tmp_path, EXTENDS + text), families(tmp_path), Log())
    found = next(d for d in wrong.value.diagnostics if words in d.message)
    assert str(found.source).startswith(f"templates/themes/mine/theme.yaml:{line}:")
    assert found.excerpt
    assert help in found.help


def test_a_misspelt_bundled_font_is_a_warning_with_its_name(tmp_path: Path) -> None:
    log = Log()
    text = EXTENDS + "fonts: {body: {pdf: {zh: [OD Sanz SC, OD Serif SC]}}}\n"
    theme = load_theme("mine", own(tmp_path, text), families(tmp_path), log)
    (found,) = log
    assert (found.severity, found.help) == (Severity.WARNING, 'did you mean "OD Sans SC"?')
    assert theme.fonts.body.pdf["zh"] == ("OD Serif SC",)


def test_a_theme_extends_another_token_by_token(tmp_path: Path) -> None:
    theme = load_theme("mine", own(tmp_path, EXTENDS + "colours: {accent: '#0B6E4F'}\n"))
    corporate = load_theme("corporate")
    assert theme.lineage == ("consulting", "corporate", "mine")
    assert theme.colours == corporate.colours.model_copy(update={"accent": "#0B6E4F"})
    assert theme.type == corporate.type


@pytest.mark.parametrize("text", ["extends: mine\n", "extends: nowhere\n"])
def test_a_theme_that_extends_nothing_real_is_an_error_of_its_file(text: str, tmp_path: Path) -> None:
    with pytest.raises(OpsdocError) as wrong:
        load_theme("mine", own(tmp_path, text))
    assert wrong.value.exit_code == 1
    assert str(wrong.value.diagnostics[0].source) == "templates/themes/mine/theme.yaml:1:1"


def test_kinds_of_documents_have_themes_of_their_own() -> None:
    folders = [data_folder("templates")]
    named = {kind: default_theme(kind, folders) for kind in ("policy", "notice", "handbook", "proposal")}
    assert named == {"policy": "corporate", "notice": "official", "handbook": "handbook", "proposal": ""}
