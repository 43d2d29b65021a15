"""Inline Markdown tokens → inline nodes, with expressions put back where they stood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import unquote

from opsdoc.diagnostics import Log, Source
from opsdoc.document import tree as t

if TYPE_CHECKING:
    from markdown_it.token import Token

# An expression stands in the text as these private-use characters around its index.
OPEN, CLOSE = "\ue000", "\ue001"
# Outlines mark each line with the template line it came from (see document/outline.py).
LINE_OPEN, LINE_CLOSE = "\ue002", "\ue003"
LINE_MARK = re.compile(f" ?{LINE_OPEN}(\\d+){LINE_CLOSE}")
_PLACEHOLDER = re.compile(f"{OPEN}(\\d+){CLOSE}")
_SAFE_LINK = re.compile(r"^(https?://|mailto:|tel:|#|[^:/\\?#]+(?:[/?#]|$))", re.IGNORECASE)


@dataclass(slots=True)
class InlineReader:
    """Turns the tokens of a line of text into nodes; `text` is the whole text, `notes` the tokens of its notes."""

    name: str
    text: str
    prefix: str
    expressions: list[t.Expr]
    log: Log
    first_line: int
    count: int = 0
    notes: dict[int, Sequence[Token]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def source(self, token: Token) -> Source:
        """The author's line and column of a token."""
        if token.map is None:
            return Source(self.name)
        line = token.map[0]
        mark = LINE_MARK.search(self.lines[line]) if line < len(self.lines) else None
        text = self.lines[line] if line < len(self.lines) else ""
        column = len(text) - len(text.lstrip(" >\t")) + 1
        return Source(self.name, int(mark[1]) if mark else line + self.first_line, column)

    def inlines(self, token: Token) -> t.Inlines:
        """The nodes of an inline token."""
        out, _ = self._run(token.children or [], 0, None, self.source(token))
        return _trimmed(out)

    def _run(self, tokens: Sequence[Token], position: int, until: str | None, source: Source) -> tuple[t.Inlines, int]:
        out: list[t.Inline] = []
        while position < len(tokens):
            token = tokens[position]
            if token.type == until:
                return tuple(out), position + 1
            position += 1
            match token.type:
                case "text":
                    out.extend(self._text(token.content))
                case "code_inline":
                    out.append(t.Code(self.literal(token.content)))
                case "softbreak":
                    out.append(t.SoftBreak())
                case "hardbreak":
                    out.append(t.LineBreak())
                case "strong_open":
                    inner, position = self._run(tokens, position, "strong_close", source)
                    out.append(t.Strong(inner))
                case "em_open":
                    inner, position = self._run(tokens, position, "em_close", source)
                    out.append(t.Emph(inner))
                case "link_open":
                    inner, position = self._run(tokens, position, "link_close", source)
                    out.append(self._link(token, inner, source))
                case "span_open":
                    inner, position = self._run(tokens, position, "span_close", source)
                    term, reading = str(token.attrs.get("term", "")), str(token.attrs.get("ruby", "")).strip()
                    if reading:
                        out.append(self._ruby(inner, self.literal(reading), source))
                    else:
                        out.extend((t.Term(inner, term),) if term else inner)
                case "footnote_ref":
                    out.append(self._note(token, source))
                case "image":
                    self.log.error(
                        "image",
                        f'the image "{unquote(str(token.attrs.get("src", "")))}" stands inside a line of text',
                        source,
                        help="give it a line of its own, with an empty line before and after it",
                    )
        return tuple(out), position

    def _ruby(self, inner: t.Inlines, reading: str, source: Source) -> t.Inline:
        if len(inner) == 1 and isinstance(inner[0], t.Text):
            return t.Ruby(inner[0].text, reading)
        self.log.error(
            "markdown",
            f'the reading "{reading[:40]}" stands over more than plain words',
            source,
            help='write [words]{ruby="reading"}, and emphasis or links outside of it',
        )
        return t.Strong(inner)

    def _note(self, token: Token, source: Source) -> t.Note:
        number = int(token.meta["id"])
        parts: list[t.Inline] = []
        for inline in self.notes.get(number, []):
            if parts:
                parts.append(t.LineBreak())
            parts.extend(self.inlines(inline))
        self.count += 1
        return t.Note(tuple(parts), id=f"{self.prefix}-note-{self.count}")

    def _link(self, token: Token, inner: t.Inlines, source: Source) -> t.Inline:
        target = self.literal(str(token.attrs.get("href", "")))
        if target.startswith("#") and not inner:
            form = str(token.attrs.get("class", "label"))
            return t.Ref(target[1:], form=form if form in ("label", "number", "title", "page") else "label")  # type: ignore[arg-type]
        if _PLACEHOLDER.search(str(token.attrs.get("href", ""))):
            self.log.error(
                "link",
                f"an expression cannot stand in the address of a link: {target[:60]}",
                source,
                help="write the address out",
            )
            return t.Strong(inner)
        if not _SAFE_LINK.match(target) or target.startswith(("//", "\\")):
            self.log.error(
                "link",
                f"a link of this kind is not allowed: {target[:60]}",
                source,
                help="use https, http, mailto, tel, #id or a relative path",
            )
            return t.Strong(inner)
        return t.Link(inner, target)

    def _text(self, content: str) -> t.Inlines:
        content = LINE_MARK.sub("", content)
        parts = _PLACEHOLDER.split(content)
        out: list[t.Inline] = []
        for n, part in enumerate(parts):
            if n % 2:
                out.append(self.expressions[int(part)])
            elif part:
                out.append(t.Text(part))
        return tuple(out)

    def literal(self, content: str) -> str:
        """A text with its expressions as they were typed."""
        # In code, attributes and arguments an expression is shown as it was typed.
        content = LINE_MARK.sub("", content)
        return _PLACEHOLDER.sub(lambda m: "{{ " + self.expressions[int(m[1])].expression + " }}", content)


def _trimmed(content: t.Inlines) -> t.Inlines:
    if content and isinstance(content[-1], t.Text):
        last = replace(content[-1], text=content[-1].text.rstrip())
        content = (*content[:-1], last) if last.text else content[:-1]
    return content
