"""Block tokens of Markdown → blocks of the tree and directives, each with its place and id."""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from opsdoc.content.inlines import LINE_MARK, LINE_OPEN, InlineReader
from opsdoc.document import tree as t

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_NESTING = 100


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


@dataclass(slots=True)
class BlockReader(InlineReader):
    """Turns the tokens of a text into blocks, and logs what cannot be meant."""

    def too_deep(self, tokens: Sequence[Token]) -> bool:
        """Whether emphasis and links stand deeper in each other than they are parsed."""
        return any(child.level >= MAX_NESTING - 2 for token in tokens if token.children for child in token.children)

    def read(self, tokens: Sequence[Token]) -> tuple[Any, ...]:
        """All blocks of a text; its notes are kept for where they are called."""
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

    def _base(self, token: Token) -> dict[str, Any]:
        self.count += 1
        classes = str(token.attrs.get("class", "")).split()
        own = str(token.attrs.get("id", ""))
        return {"id": own or f"{self.prefix}-{self.count}", "source": self.source(token), "classes": tuple(classes)}

    # ------------------------------------------------------------------------------------------- blocks

    def blocks(self, tokens: Sequence[Token]) -> tuple[Any, ...]:
        """The blocks of a run of tokens."""
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
                text = self.literal(token.content).rstrip("\n")
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
                        holds_if=self.literal(str(token.attrs.get("holds_if", ""))),
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
                    self.literal(image.content),
                    image=unquote(self.literal(str(image.attrs.get("src", "")))),
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
        caption = self.literal(str(token.attrs.get("caption", "")))
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
                excerpt=self.literal(text)[:160],
                help="write a bar inside a cell as \\|, or give the header another cell",
            )

    # ------------------------------------------------------------------------------------------- directives

    def _directive(self, token: Token, content: tuple[Any, ...]) -> tuple[Any, ...]:
        source = self.source(token)
        info = LINE_MARK.sub("", token.info).strip()
        own_id = re.search(r"\{#([\w.-]+)\}", info)
        info = re.sub(r"\{#[\w.-]+\}", "", self.literal(info))
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
            if re.fullmatch(r":{3,}\s*", LINE_MARK.sub("", line)):
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
                excerpt=LINE_MARK.sub("", self.lines[start]),
                help="end it with a line of three colons, ::: ",
            )


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
