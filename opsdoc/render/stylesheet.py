"""Style sheets with the theme's tokens filled in: plain CSS in, plain CSS out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from opsdoc.diagnostics import environment_error
from opsdoc.document.tree import Document, Lang, Meta
from opsdoc.render.artifact import RenderContext
from opsdoc.render.furniture import BETWEEN, CHAPTER_ROOM, page_pattern, shown_words
from opsdoc.render.images import data_url, shape
from opsdoc.render.markup.setting import Medium
from opsdoc.render.markup.widths import words_width
from opsdoc.resources import data_folder
from opsdoc.theme import Shown, Theme, TypeStyle
from opsdoc.theme.colour import mixed

# Tokens are filled in here and not left to custom properties: the PDF engine parses a declaration with var() again
# for every element that it applies to, and themes want tokens in @page.
_VARIABLE = re.compile(r"var\(--([a-z0-9-]+)\)")
_TYPE = re.compile(r"-od-type:\s*([a-z0-9_]+)")
_LOGO_MM = 6  # height of the logo in running heads
_BLEED_MM = 3
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FALLBACKS: dict[str, dict[Lang, tuple[str, ...]]] = {
    "body": {
        "zh": ("Source Sans 3", "Noto Sans SC", "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", "sans-serif"),
        "en": ("Source Sans 3", "Noto Sans", "Helvetica Neue", "Arial", "Noto Sans SC", "sans-serif"),
    },
    "display": {
        "zh": ("Source Serif 4", "Noto Serif SC", "Noto Serif CJK SC", "Songti SC", "SimSun", "serif"),
        "en": ("Source Serif 4", "Noto Serif", "Georgia", "Noto Serif SC", "serif"),
    },
    "mono": dict.fromkeys(("zh", "en"), ("Source Code Pro", "Menlo", "Consolas", "monospace")),
}  # fmt: skip


def theme_folders(context: RenderContext) -> tuple[Path, ...]:
    """Where a theme's files lie, the most general first: what all share, then for the themes that it extends and for
    itself the packaged folder and the workspace's own."""
    packaged, own = data_folder("templates") / "themes", context.workspace / "templates" / "themes"
    lineage = context.theme.lineage or (context.theme.name,)
    return packaged / "_base", *(place / name for name in lineage for place in (packaged, own))


def stylesheet(context: RenderContext, document: Document, medium: Medium) -> str:
    """The shared style sheet and the theme's own for a medium, with every token replaced by its value.

    `var(--accent)` is a token; `-od-type: lead` stands for size, leading, weight and colour of a type style (and the
    family where it is not the body's). An unknown name is an error of the theme (OpsdocError, exit 3).
    """
    theme = context.theme
    tokens = _tokens(context, document, medium)
    folders = theme_folders(context)
    sheets = [path / f"{medium}.css" for path in folders]
    if medium == "print" and theme.page.mirrored:
        sheets.insert(1, folders[0] / "mirrored.css")
    css = "\n".join(path.read_text(encoding="utf-8") for path in sheets if path.is_file())
    css = _COMMENT.sub("", css)
    css = _TYPE.sub(_lookup(lambda name: _type(theme.type[name], tokens), "type style"), css)
    css = _VARIABLE.sub(_lookup(tokens.__getitem__, "token"), css)
    return "\n".join(line.strip() for line in css.splitlines() if line.strip())


def fill(markup: str, theme: Theme) -> str:
    """A drawing of the theme (its cover's picture) with colour tokens filled in."""
    return _VARIABLE.sub(_lookup(_colours(theme).__getitem__, "token"), markup)


def _lookup(find: Callable[[str], str], what: str) -> Callable[[re.Match[str]], str]:
    def replace(match: re.Match[str]) -> str:
        try:
            return find(match[1])
        except KeyError:
            raise environment_error(f'the theme\'s style sheet names an unknown {what} "{match[1]}"') from None

    return replace


def _tokens(context: RenderContext, document: Document, medium: Medium) -> dict[str, str]:
    theme, page, meta = context.theme, context.theme.page, document.meta
    (width, height), (wide_width, wide_height) = page.size_mm(), page.size_mm(landscape=True)
    bleed = _BLEED_MM if context.bleed else 0
    # Right-hand openings are for sheets that are bound; on a screen an empty page before them is only in the way.
    recto = "recto" if context.bleed else "page"
    tokens = _colours(theme)
    tokens.update({
        "page-width": f"{width}mm", "page-height": f"{height}mm",
        "wide-width": f"{wide_width}mm", "wide-height": f"{wide_height}mm",
        "aside": f"{page.aside_mm:g}mm", "gutter": f"{page.gutter_mm:g}mm",
        "column": f"{page.aside_mm + page.gutter_mm:g}mm",
        "chapter-break": {"page": "page", "recto": recto}.get(page.chapter_starts, "auto"),
        "chapter-room": f"{page.frame_mm()[1] * CHAPTER_ROOM:.1f}mm" if page.chapter_starts == "room" else "0",
        "cover": theme.colour(theme.cover.ground),
        "title-at": f"{page.size_mm()[1] * theme.cover.title_at:g}mm",
        "head-logo": f'url("{data_url(context.logos.head)}")' if context.logos else "none",
        "head-logo-room": f"{_LOGO_MM * shape(context.logos.head) + 3:.2f}mm" if context.logos else "0",
        "watermark": _watermark(theme, meta),
        "running-case": "capitalize" if document.lang == "en" else "none",
        "bleed": f"{bleed}mm", "marks": "crop" if context.bleed else "none",
        "art-width": f"{width + 2 * bleed:g}mm", "art-height": f"{height + 2 * bleed:g}mm",
        "indent": "2em" if theme.body_indent else "0",
    })  # fmt: skip
    for prefix, furniture in (("", theme.furniture), ("left-", theme.furniture.mirrored())):
        tokens |= {f"{prefix}{name.replace('_', '-')}": _corner(shown, theme, document) for name, shown in furniture}
    tokens |= {f"callout-{name}": theme.colour(token) for name, token in theme.callouts}
    for name, margins in (("margin", page.margins_mm), ("wide-margin", page.landscape_margins_mm)):
        tokens |= {f"{name}-{side}": f"{getattr(margins, side):g}mm" for side in ("top", "right", "bottom", "left")}
    for role in ("body", "heading", "display", "note", "mono"):
        for lang, families in getattr(theme.fonts, role).pdf.items():
            names = [f'"{name}"' for name in families]
            if medium == "screen":
                names += [f'"{n}"' if " " in n else n for n in _FALLBACKS.get(role, _FALLBACKS["body"])[lang]]
            tokens[f"{role}-{lang}"] = ",".join(names)
        tokens[role] = tokens[f"{role}-{document.lang}"]
    for name, tone in theme.tones.items():
        tokens |= {f"tone-{name.lower()}-fill": tone.fill, f"tone-{name.lower()}-text": tone.text}
    return tokens


def _corner(shown: tuple[Shown, ...], theme: Theme, document: Document) -> str:
    """The value of `content` for a corner of the page."""
    parts = []
    for item in shown:
        if item == "chapter":
            parts.append("string(chapter)")
        elif item == "page":
            pattern = page_pattern(theme.page.page_number, document.labels.get("page_of", "{page} / {pages}"))
            pieces = re.split(r"\{(pages?)\}", pattern)
            parts.append(" ".join(f"counter({p})" if n % 2 else css_string(p) for n, p in enumerate(pieces) if p))
        elif words := shown_words(item, document.meta):
            parts.append(css_string(words))
    return f" {css_string(BETWEEN)} ".join(parts) or "none"


def _colours(theme: Theme) -> dict[str, str]:
    values = theme.colours.model_dump()
    series = values.pop("series")
    tokens = {name.replace("_", "-"): str(value) for name, value in values.items()}
    return tokens | {f"series-{index}": colour for index, colour in enumerate(series, 1)}


def _type(style: TypeStyle, tokens: dict[str, str]) -> str:
    colour = tokens[style.colour.replace("_", "-")]
    out = f"font-size:{style.size:g}pt;line-height:{style.leading:g}pt;font-weight:{style.weight};color:{colour}"
    if style.align == "center":
        out += ";text-align:center"
    return out if style.font == "body" else f"{out};font-family:{tokens[style.font]}"


def css_string(text: str) -> str:
    """A CSS string that can stand in a `<style>` element whatever the text holds."""
    return '"' + re.sub(r"[^\w .,·\-\u00b7\u3000-\u9fff\uff00-\uffef]", lambda m: f"\\{ord(m[0]):x} ", text) + '"'


def _watermark(theme: Theme, meta: Meta) -> str:
    """The words behind the text of every page, across it; both languages below each other."""
    lines = [words for words in dict.fromkeys((meta.watermark, meta.watermark_translation)) if words]
    if not lines:
        return "none"
    from html import escape

    family = ", ".join(theme.fonts.body.pdf["zh"])
    colours = theme.colours
    # Light enough for text on it, and seen on paper; what no longer holds says so in the colour of warnings.
    strong, share = (colours.warning, 0.85) if meta.status == "obsolete" else (colours.muted, 0.87)
    # Letters are followed by a tenth of an em; the longest line fits across a page of any theme.
    size = min(104.0, *(540 / (words_width(line) + 0.1 * len(line) + 0.2) for line in lines))
    words = "".join(
        f'<text x="300" y="{300 + size * (0.36 + 1.25 * (n - (len(lines) - 1) / 2)):.1f}" text-anchor="middle"'
        f' font-family="{family}" font-size="{size:.1f}" font-weight="700" letter-spacing="{size / 10:.1f}"'
        f' fill="{mixed(strong, colours.paper, share)}">{escape(line)}</text>'
        for n, line in enumerate(lines)
    )
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600" viewBox="0 0 600 600">'
        f'<g transform="rotate(-45 300 300)">{words}</g></svg>'
    )
    return f'url("data:image/svg+xml,{quote(svg)}") no-repeat 50% 50%'
