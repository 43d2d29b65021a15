"""Markdown text → blocks: CommonMark, tables, footnotes, attributes and directives; raw HTML stays text.

`:: name argument key=value` on a line of its own is a leaf directive, `::: name … :::` a container; both become
`Directive` blocks, which compose expands. `{{ expression }}` is taken out before Markdown sees it (a `|` in it must not
split a table cell) and comes back as an `Expr` node, so that a value can never become markup.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from opsdoc.content.files import excerpt, position
from opsdoc.diagnostics import Log, Source
from opsdoc.document import tree as t

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_NESTING = 100
# An expression stands in the text as these private-use characters around its index.
_OPEN, _CLOSE = "\ue000", "\ue001"
# Outlines mark each line with the template line it came from (see document/outline.py).
LINE_OPEN, LINE_CLOSE = "\ue002", "\ue003"
_PLACEHOLDER = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_LINE_MARK = re.compile(f" ?{LINE_OPEN}(\\d+){LINE_CLOSE}")
_EXPRESSION = re.compile(r"\{\{(.*?)\}\}")
_SAFE_LINK = re.compile(r"^(https?://|mailto:|tel:|#|[^:/\\?#]+(?:[/?#]|$))", re.IGNORECASE)

CONTAINERS = frozenset(
    [
        "key",
        "note",
        "tip",
        "warning",
        "rule",
        "example",
        "risk",
        "aside",
        "article",
        "landscape",
        "quote",
        "lead",
        "figures",
    ]
)


@dataclass(frozen=True, slots=True)
class Directive(t.Base):
    """A call that compose expands: positional and named arguments, and blocks for a container."""

    name: str
    arguments: tuple[str, ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    content: tuple[Any, ...] = ()

    def option(self, name: str, default: str = "") -> str:
        """A named argument, or the default."""
        return dict(self.options).get(name, default)


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
    md.normalizeLink = lambda url: url if _OPEN in url else normalizeLink(url)  # type: ignore[method-assign]
    attributes = ["id", "class", "holds_if", "width", "caption", "summary", "term", "annex", "short", "note", "alt"]
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
    for character in (_OPEN, _CLOSE):
        if character in text:
            line = text[: text.index(character)].count("\n") + 1
            log.error("markdown", "a private-use character", Source(name, line), help="delete the character")
            text = text.replace(character, "")
    expressions: list[t.Expr] = []
    protected = _protect(text, name, expressions, log)
    notes: dict[str, Any] = {}
    tokens = _parser().parse(protected, notes)
    _check_notes(protected, notes, name, log)
    reader = _Blocks(name, protected, prefix or "b", expressions, log, first_line)
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
        return f"{_OPEN}{len(expressions) - 1}{_CLOSE}"

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


@dataclass(slots=True)
class _Blocks:
    name: str
    text: str
    prefix: str
    expressions: list[t.Expr]
    log: Log
    first_line: int
    count: int = 0
    notes: dict[int, Sequence[Token]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)

    def too_deep(self, tokens: Sequence[Token]) -> bool:
        return any(child.level >= MAX_NESTING - 2 for token in tokens if token.children for child in token.children)

    def read(self, tokens: Sequence[Token]) -> tuple[Any, ...]:
        self.lines = self.text.split("\n")
        body: Sequence[Token] = tokens
        for n, token in enumerate(tokens):
            if token.type == "footnote_block_open":
                body = tokens[:n]
                self._collect_notes(tokens[n + 1 :])
                break
        return self.blocks(body)

    def _collect_notes(self, tokens: Sequence[Token]) -> None:
        current: list[Token] = []
        for token in tokens:
            if token.type == "footnote_open":
                current = []
                self.notes[int(token.meta["id"])] = current
            elif token.type == "inline":
                current.append(token)

    # ------------------------------------------------------------------------------------------- places and ids

    def source(self, token: Token) -> Source:
        if token.map is None:
            return Source(self.name)
        line = token.map[0]
        mark = _LINE_MARK.search(self.lines[line]) if line < len(self.lines) else None
        text = self.lines[line] if line < len(self.lines) else ""
        column = len(text) - len(text.lstrip(" >\t")) + 1
        return Source(self.name, int(mark[1]) if mark else line + self.first_line, column)

    def _base(self, token: Token) -> dict[str, Any]:
        self.count += 1
        classes = str(token.attrs.get("class", "")).split()
        own = str(token.attrs.get("id", ""))
        return {"id": own or f"{self.prefix}-{self.count}", "source": self.source(token), "classes": tuple(classes)}

    # ------------------------------------------------------------------------------------------- blocks

    def blocks(self, tokens: Sequence[Token]) -> tuple[Any, ...]:
        out: list[Any] = []
        position = 0
        while position < len(tokens):
            token = tokens[position]
            if token.nesting == 1:
                end = _closing(tokens, position)
                out.extend(self._container(token, tokens[position + 1 : end]))
                position = end + 1
            else:
                out.extend(self._leaf(token))
                position += 1
        return tuple(out)

    def _leaf(self, token: Token) -> tuple[Any, ...]:
        match token.type:
            case "leaf_directive":
                return self._directive(token, ())
            case "fence" | "code_block":
                text = self._literal(token.content).rstrip("\n")
                return (t.CodeBlock(text, token.info.split(" ")[0] if token.info else "", **self._base(token)),)
            case "hr":
                return (t.PageBreak(**self._base(token)),)
            case "inline":
                return (t.Paragraph(self.inlines(token), **self._base(token)),)
            case _:
                return ()

    def _container(self, token: Token, inner: Sequence[Token]) -> tuple[Any, ...]:
        match token.type:
            case "heading_open":
                _trailing_attributes(token, inner[0])
                base = self._base(token)
                return (
                    t.Heading(
                        int(token.tag[1]),
                        self.inlines(inner[0]),
                        numbered="unnumbered" not in base["classes"],
                        annex="annex" in base["classes"],
                        short=str(token.attrs.get("short", "")),
                        holds_if=self._literal(str(token.attrs.get("holds_if", ""))),
                        **base,
                    ),
                )
            case "paragraph_open":
                return self._paragraph(token, inner)
            case "bullet_list_open" | "ordered_list_open":
                items = self._items(inner)
                tight = not any(tok.type == "paragraph_open" and not tok.hidden for tok in inner)
                base = self._base(token)
                if token.type == "bullet_list_open":
                    return (t.BulletList(items, tight, **base),)
                return (t.OrderedList(items, int(token.attrs.get("start", 1)), tight, **base),)
            case "blockquote_open":
                return (t.Quote(self.blocks(inner), **self._base(token)),)
            case "table_open":
                return (self._table(token, inner),)
            case "container_directive_open":
                self._check_closed(token)
                return self._directive(token, self.blocks(inner))
            case _:
                return self.blocks(inner)

    def _paragraph(self, token: Token, inner: Sequence[Token]) -> tuple[Any, ...]:
        self._check_colons(token, inner[0].content)
        base = self._base(token)
        images = [c for c in inner[0].children or [] if c.type == "image"]
        if len(images) == 1 and len([c for c in inner[0].children or [] if c.type not in ("softbreak",)]) == 1:
            image = images[0]
            for key in ("id", "class"):
                if key in image.attrs:
                    base[key if key == "id" else "classes"] = (
                        str(image.attrs[key]) if key == "id" else tuple(str(image.attrs[key]).split())
                    )
            caption = str(image.attrs.get("title", "")) or str(image.attrs.get("caption", ""))
            width = str(image.attrs.get("width", "100%")).rstrip("%")
            return (
                t.Figure(
                    self._literal(image.content),
                    image=unquote(self._literal(str(image.attrs.get("src", "")))),
                    caption=t.text(caption),
                    width=float(width) / 100 if width.replace(".", "", 1).isdigit() else 1.0,
                    **base,
                ),
            )
        content = self.inlines(inner[0])
        return (t.Paragraph(content, **base),) if content else ()

    def _items(self, tokens: Sequence[Token]) -> tuple[Any, ...]:
        items = []
        position = 0
        while position < len(tokens):
            if tokens[position].type == "list_item_open":
                end = _closing(tokens, position)
                items.append(self.blocks(tokens[position + 1 : end]))
                position = end
            position += 1
        return tuple(items)

    def _table(self, token: Token, inner: Sequence[Token]) -> t.Table:
        base = self._base(token)
        head: list[t.Row] = []
        body: list[t.Row] = []
        columns: list[t.Column] = []
        target = head
        cells: list[t.Cell] = []
        for n, tok in enumerate(inner):
            if tok.type == "tbody_open":
                target = body
            elif tok.type == "tr_open":
                cells = []
            elif tok.type in ("th_open", "td_open"):
                style = str(tok.attrs.get("style", ""))
                if target is head:
                    align = style.removeprefix("text-align:") or "left"
                    columns.append(t.Column(t.Align(align)))
                content = t.Paragraph(self.inlines(inner[n + 1]), "compact", source=self.source(token))
                cells.append(t.Cell((content,), header=target is head))
            elif tok.type == "tr_close":
                target.append(t.Row(tuple(cells)))
            if tok.type == "tr_open" and target is body:
                self._check_cells(tok, len(columns))
        caption = self._literal(str(token.attrs.get("caption", "")))
        return t.Table(
            tuple(columns),
            tuple(head),
            tuple(body),
            caption=t.text(caption),
            summary=str(token.attrs.get("summary", "")),
            role="grid" if caption else "plain",
            **base,
        )

    def _check_cells(self, row: Token, columns: int) -> None:
        """Log an error for a row with more cells than the header: GitHub's rules drop them without a word."""
        from markdown_it.rules_block.table import escapedSplit

        text = self.lines[row.map[0]].strip(" >\t") if row.map else ""
        cells = escapedSplit(text.removeprefix("|"))
        if cells and not cells[-1].strip():
            cells.pop()
        if len(cells) > columns:
            self.log.error(
                "markdown",
                f"the row has {len(cells)} cells, the header {columns}",
                self.source(row),
                excerpt=self._literal(text)[:160],
                help="write a bar inside a cell as \\|, or give the header another cell",
            )

    # ------------------------------------------------------------------------------------------- directives

    def _directive(self, token: Token, content: tuple[Any, ...]) -> tuple[Any, ...]:
        source = self.source(token)
        info = _LINE_MARK.sub("", token.info).strip()
        own_id = re.search(r"\{#([\w.-]+)\}", info)
        info = re.sub(r"\{#[\w.-]+\}", "", self._literal(info))
        try:
            words = [_unescaped(word) for word in shlex.split(info)]
        except ValueError:
            words = []
        if not words:
            self.log.error(
                "directive", "a directive with an unclosed quote", source, excerpt=info, help="close the quotation mark"
            )
            return ()
        pairs = [word for word in words[1:] if re.match(r"[A-Za-z_-]+=", word)]
        base = self._base(token)
        return (
            Directive(
                words[0],
                tuple(word for word in words[1:] if word not in pairs),
                tuple((pair.split("=", 1)[0], pair.split("=", 1)[1]) for pair in pairs),
                content,
                **{**base, "id": own_id[1] if own_id else base["id"]},
            ),
        )

    def _check_colons(self, token: Token, content: str) -> None:
        for number, line in enumerate(content.split("\n")):
            if re.fullmatch(r":{3,}\s*", _LINE_MARK.sub("", line)):
                place = self.source(token)
                self.log.error(
                    "directive",
                    "a line of colons that closes nothing",
                    replace(place, line=place.line + number),
                    excerpt=line,
                    help="delete it; a container around another one takes more colons, :::: ",
                )

    def _check_closed(self, token: Token) -> None:
        start, end = token.map or (0, 0)
        closing = self.lines[end].strip() if end < len(self.lines) else ""
        if not (closing.startswith(":::") and set(closing) == {":"}):
            self.log.error(
                "directive",
                f'container "{token.info.strip().split(" ")[0]}" is not closed',
                self.source(token),
                excerpt=_LINE_MARK.sub("", self.lines[start]),
                help="end it with a line of three colons, ::: ",
            )

    # ------------------------------------------------------------------------------------------- inlines

    def inlines(self, token: Token) -> t.Inlines:
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
                    out.append(t.Code(self._literal(token.content)))
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
                    term = str(token.attrs.get("term", ""))
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
        target = self._literal(str(token.attrs.get("href", "")))
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
        content = _LINE_MARK.sub("", content)
        parts = _PLACEHOLDER.split(content)
        out: list[t.Inline] = []
        for n, part in enumerate(parts):
            if n % 2:
                out.append(self.expressions[int(part)])
            elif part:
                out.append(t.Text(part))
        return tuple(out)

    def _literal(self, content: str) -> str:
        # In code, attributes and arguments an expression is shown as it was typed.
        content = _LINE_MARK.sub("", content)
        return _PLACEHOLDER.sub(lambda m: "{{ " + self.expressions[int(m[1])].expression + " }}", content)


def _trailing_attributes(token: Token, inline: Token) -> None:
    # `# Title {#id .class key="value"}`, as Pandoc writes it; the attributes plug-in knows only lines of their own.
    if not inline.children or inline.children[-1].type != "text":
        return
    last = inline.children[-1]
    match = re.search(rf"\s*\{{([#.\w][^{{}}]*)\}}\s*(?={LINE_OPEN}|$)", last.content)
    if not match:
        return
    for item in re.finditer(r'#([\w.-]+)|\.([\w-]+)|([\w-]+)=(?:"([^"]*)"|(\S+))', match[1]):
        if item[1]:
            token.attrs["id"] = item[1]
        elif item[2]:
            token.attrs["class"] = f"{token.attrs.get('class', '')} {item[2]}".strip()
        else:
            token.attrs[item[3]] = item[4] if item[4] is not None else item[5]
    last.content = last.content[: match.start()] + last.content[match.end() :]


def _unescaped(word: str) -> str:
    # Outlines escape values for Markdown; what shlex leaves of that inside quotes is undone here.
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", word)


def _closing(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for at in range(start, len(tokens)):
        depth += tokens[at].nesting
        if depth == 0:
            return at
    return len(tokens)


def _trimmed(content: t.Inlines) -> t.Inlines:
    if content and isinstance(content[-1], t.Text):
        last = replace(content[-1], text=content[-1].text.rstrip())
        content = (*content[:-1], last) if last.text else content[:-1]
    return content
