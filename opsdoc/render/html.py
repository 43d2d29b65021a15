"""The document as one HTML page: the self-contained file for `--to html`, and the page that becomes the PDF."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from opsdoc.document.tree import Document, Lang, text
from opsdoc.render.artifact import Artifact, RenderContext
from opsdoc.render.furniture import fitted
from opsdoc.render.images import data_url
from opsdoc.render.markup.blocks import chapters
from opsdoc.render.markup.figures import figure_data
from opsdoc.render.markup.inlines import inlines, title
from opsdoc.render.markup.setting import LANGUAGE_TAGS, Medium, Setting
from opsdoc.render.stylesheet import fill, stylesheet, theme_folders

if TYPE_CHECKING:
    import jinja2

    from opsdoc.diagnostics import Log


def render_html(document: Document, context: RenderContext) -> Artifact:
    """The document as a self-contained HTML file. Raises OpsdocError when something in it cannot be drawn."""
    page, log = html_page(document, context, "screen")
    log.raise_if_errors()
    return Artifact("html", page.encode("utf-8"), warnings=tuple(log.warnings))


def html_page(document: Document, context: RenderContext, medium: Medium) -> tuple[str, Log]:
    """The page's markup for a medium, and what was found while writing it."""
    from markupsafe import Markup

    context = replace(context, theme=fitted(context.theme, document.meta))
    setting = Setting(document, context, medium)
    meta, lang = document.meta, document.lang
    content = chapters(document.blocks, setting)
    notes = [
        (note.id or f"note-{note.number}", note.number, Markup(inlines(note.content, its_lang, setting)))
        for note, its_lang in tuple(setting.notes)
    ]
    page = _page_template(context).render(
        lang=LANGUAGE_TAGS[lang],
        second_lang=LANGUAGE_TAGS[document.second_lang] if document.second_lang else "",
        medium=medium,
        meta=meta,
        cover=context.theme.cover.kind,
        logo=data_url(context.logos.cover) if context.logos else "",
        logo_alt=(context.logos.alt if context.logos else "") or meta.author or meta.client,
        created=_date(context.epoch),
        css=Markup(stylesheet(context, document, medium)),
        cover_art=Markup(_cover_art(context)),
        cover_title=Markup(title(text(meta.title), lang, setting)),
        cover_subtitle=_line(meta.subtitle, lang, setting),
        letter_number=_line(meta.letter_number or meta.number, lang, setting),
        imprint=[(_line(label, lang, setting), _line(value, lang, setting)) for _, label, value in meta.imprint],
        content=Markup(content),
        notes=notes,
        notes_title=setting.label("notes"),
        figure_data=Markup(figure_data(setting)),
    )  # fmt: skip
    return page, setting.log


def _line(words: str, lang: Lang, setting: Setting) -> object:
    from markupsafe import Markup

    return Markup(inlines(text(words), lang, setting))


def _date(epoch: int) -> str:
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if epoch else ""


def _cover_art(context: RenderContext) -> str:
    if context.theme.cover.art == "none":
        return ""
    for folder in reversed(theme_folders(context)):
        drawing = folder / "cover.svg"
        if drawing.is_file():
            return fill(drawing.read_text(encoding="utf-8"), context.theme)
    return ""


def _page_template(context: RenderContext) -> jinja2.Template:
    """The page of the theme, or the one that all share; `extends "_base/page.html.j2"` finds the latter."""
    import jinja2

    shared, *own = theme_folders(context)

    def load(name: str) -> str | None:
        folder, _, file = name.rpartition("/")
        for place in (shared,) if folder == shared.name else (*reversed(own), shared):
            # jinja2's own loader follows symbolic links out of its folder.
            path = (place / file).resolve()
            if path.is_file() and path.is_relative_to(place.resolve()):
                return path.read_text(encoding="utf-8")
        return None

    loader = jinja2.FunctionLoader(load)
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined).get_template(
        "page.html.j2"
    )
