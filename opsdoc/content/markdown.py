"""Markdown text → blocks: CommonMark, tables, footnotes, attributes and directives; raw HTML stays text.

`:: name argument key=value` on a line of its own is a leaf directive, `::: name … :::` a container; both become
`Directive` blocks, which compose expands. `{{ expression }}` is taken out before Markdown sees it (a `|` in it must not
split a table cell) and comes back as an `Expr` node, so that a value can never become markup.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from opsdoc.content.blocks import MAX_NESTING, BlockReader, Directive
from opsdoc.content.files import excerpt, position
from opsdoc.content.inlines import CLOSE, LINE_CLOSE, LINE_OPEN, OPEN
from opsdoc.diagnostics import Log, Source
from opsdoc.document import tree as t

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

__all__ = ["LINE_CLOSE", "LINE_OPEN", "Directive", "Parsed", "parse"]

_EXPRESSION = re.compile(r"\{\{(.*?)\}\}")


@dataclass(frozen=True, slots=True)
class Parsed:
    """Blocks of a text, not yet numbered or filled."""

    blocks: tuple[Any, ...]
    source: Source


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from markdown_it.common.normalize_url import normalizeLink
    from mdit_py_plugins.attrs import attrs_block_plugin, attrs_plugin
    from mdit_py_plugins.container import container_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    md = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING}).enable("table")
    md.disable(["html_block", "html_inline"])
    # Links are judged by us, with a place, instead of being left as text without a word.
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    # Expressions in an address must be found there again, to be refused by name.
    md.normalizeLink = lambda url: url if OPEN in url else normalizeLink(url)  # type: ignore[method-assign]
    attributes = ["id", "class", "holds_if", "width", "caption", "summary", "annex", "short", "note", "alt"]
    attributes += ["term", "ruby"]
    md.use(footnote_plugin)
    md.use(attrs_plugin, spans=True, allowed=attributes)
    md.use(attrs_block_plugin, allowed=attributes)
    md.use(container_plugin, name="directive", marker=":", validate=lambda params, *_: bool(params.strip()))
    md.block.ruler.before("fence", "leaf_directive", _leaf_directive, {"alt": ["paragraph", "list", "blockquote"]})
    return md


def _leaf_directive(state: Any, line: int, end: int, silent: bool) -> bool:
    start, stop = state.bMarks[line] + state.tShift[line], state.eMarks[line]
    text = state.src[start:stop]
    if not re.match(r"::[ \t]", text):
        return False
    if not silent:
        state.line = line + 1
        token = state.push("leaf_directive", "", 0)
        token.map = [line, line + 1]
        token.info = text[2:].strip()
    return True


def parse(text: str, name: str, log: Log, prefix: str = "", first_line: int = 1) -> Parsed:
    """Parse Markdown into blocks. `prefix` starts the ids of blocks without one of their own.

    Logs: unclosed containers and expressions, bad arguments, links of unsafe kinds, nesting over 100 levels.
    """
    for character in (OPEN, CLOSE):
        if character in text:
            line = text[: text.index(character)].count("\n") + 1
            log.error("markdown", "a private-use character", Source(name, line), help="delete the character")
            text = text.replace(character, "")
    expressions: list[t.Expr] = []
    protected = _protect(text, name, expressions, log)
    notes: dict[str, Any] = {}
    tokens = _parser().parse(protected, notes)
    _check_notes(protected, notes, name, log)
    reader = BlockReader(name, protected, prefix or "b", expressions, log, first_line)
    if any(token.level >= MAX_NESTING - 2 for token in tokens) or reader.too_deep(tokens):
        deep = next((tok for tok in tokens if tok.map and tok.level >= MAX_NESTING - 2), None)
        log.error(
            "markdown",
            f"nested deeper than {MAX_NESTING} levels; text would be lost",
            Source(name, (deep.map[0] + 1) if deep and deep.map else 1, 1),
            help="flatten the lists or quotations",
        )
        return Parsed((), Source(name, 1))
    return Parsed(reader.read(tokens), Source(name, 1))


def _check_notes(text: str, found: dict[str, Any], name: str, log: Log) -> None:
    """Log notes that are called and not written (they would be printed as typed), and the other way round (lost)."""
    written: dict[str, int] = found.get("footnotes", {}).get("refs", {})
    for label, number in written.items():
        if number < 0:
            at = text.find(f"[^{label.removeprefix(':')}]:")
            place = Source(name, *position(text, max(0, at)))
            message = f"the note [^{label.removeprefix(':')}] is written and never called"
            log.error("markdown", message, place, help="call it where it belongs, or delete it")


def _protect(text: str, name: str, expressions: list[t.Expr], log: Log) -> str:
    def keep(match: re.Match[str]) -> str:
        line, column = position(text, match.start())
        expressions.append(t.Expr(match[1].strip(), Source(name, line, column)))
        return f"{OPEN}{len(expressions) - 1}{CLOSE}"

    protected = _EXPRESSION.sub(keep, text)
    loose = protected.find("{{")
    if loose >= 0:
        line = protected[:loose].count("\n") + 1
        log.error(
            "expression",
            "an expression is not closed",
            Source(name, line, loose - protected.rfind("\n", 0, loose)),
            excerpt=excerpt(text, line),
            help="close it with }} on the same line",
        )
    return protected
