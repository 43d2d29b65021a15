"""The sample engagement's documents as trees: proposal, policy and handbook, each in Chinese, English and both."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from opsdoc.content.load import Workspace, load
from opsdoc.diagnostics import Log
from opsdoc.document.compose import compose
from opsdoc.document.pair import pair
from opsdoc.document.refine import refine
from opsdoc.document.tree import Document, Lang
from opsdoc.org.select import select
from opsdoc.render.artifact import RenderContext
from opsdoc.theme import load_theme

ROOT = Path(__file__).resolve().parents[3]
ENGAGEMENT, VARIANT = "sample-trading", "hybrid"
KINDS = ("proposal", "policy", "notice", "handbook")
LANGS = ("zh", "en", "zh-en")
NAMES = tuple(f"{kind} {lang}" for kind in KINDS for lang in LANGS)


@lru_cache
def workspace() -> Workspace:
    """The project's own content."""
    log = Log()
    loaded = load(ROOT, ROOT, log)
    log.raise_if_errors()
    return loaded


@lru_cache
def _single(kind: str, lang: Lang) -> Document:
    log = Log()
    document = refine(compose(select(workspace(), ENGAGEMENT, kind, VARIANT), lang, log), log)
    log.raise_if_errors()
    return document


@lru_cache
def tree(name: str) -> Document:
    """The document of a name such as "policy zh-en"."""
    kind, lang = name.split()
    if lang == "zh-en":
        return pair(_single(kind, "zh"), _single(kind, "en"), Log(), False)
    return _single(kind, lang)  # type: ignore[arg-type]


def context(**more: object) -> RenderContext:
    """What the renderers get beside a tree."""
    return RenderContext(load_theme("consulting", workspace().templates), ROOT, **more)  # type: ignore[arg-type]
