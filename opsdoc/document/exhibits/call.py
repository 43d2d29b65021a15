"""What an exhibit is called with, and the small builders that all exhibits share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from opsdoc.content.models import Function, I18n, Party, Role
from opsdoc.diagnostics import Source, suggest
from opsdoc.diagram.model import Label
from opsdoc.document import tree as t
from opsdoc.document.labels import Labels, load_labels
from opsdoc.org.scope import visible
from opsdoc.org.select import Case, Option


class ExhibitError(Exception):
    """A directive that cannot be carried out; compose adds its place."""

    def __init__(self, message: str, help: str = "") -> None:
        super().__init__(message)
        self.message, self.help = message, help


@dataclass(frozen=True, slots=True)
class Call:
    """A directive with everything an exhibit may use. `level` is the heading level that surrounds it."""

    case: Case
    lang: t.Lang
    labels: Labels
    data: Mapping[str, Any]
    id: str
    level: int = 1
    arguments: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    source: Source | None = None

    def say(self, value: I18n) -> str:
        """A text in the call's language; the mark of a pending translation where only the other language has it."""
        return value.get(self.lang) or (self.labels["pending"] if value else "")

    def name(self, value: I18n) -> str:
        """A name; where this language has none, the other's in brackets: better than no name."""
        return value.or_other(self.lang)

    def word(self, key: str) -> str:
        """A fixed word."""
        return self.labels[key]

    def word_in(self, lang: str, key: str) -> str:
        """A fixed word in either language."""
        return self.labels[key] if lang == self.lang else load_labels(self.case.workspace.templates, lang)[key]

    def label(self, value: I18n) -> Label:
        """A diagram label in the call's language."""
        return Label(((self.lang, self.name(value)),))

    def own_label(self, text: str) -> Label:
        """A diagram label of a plain string."""
        return Label(((self.lang, text),))

    def argument(self, what: str, known: Iterable[str]) -> str:
        """The directive's one argument, which must be among `known`."""
        choices = list(known)
        if not self.arguments:
            raise ExhibitError(f"the name of a {what} is missing", suggest("", choices))
        if self.arguments[0] not in choices:
            raise ExhibitError(f'no {what} "{self.arguments[0]}"', suggest(self.arguments[0], choices))
        return self.arguments[0]

    def number(self, option: str, default: int, lowest: int = 1, highest: int = 99) -> int:
        """A whole number among the options, within bounds."""
        text = self.options.get(option, str(default))
        if not (text.isascii() and text.isdigit()) or not lowest <= int(text) <= highest:
            message = f'{option}="{text}" is not a number from {lowest} to {highest}'
            raise ExhibitError(message, f"write {option}={lowest} to {option}={highest}")
        return int(text)

    def choice(self, option: str, choices: Sequence[str]) -> str:
        """One of the choices; the first is the default."""
        value = self.options.get(option, choices[0])
        if value not in choices:
            raise ExhibitError(f'{option}="{value}" is not known', suggest(value, filter(None, choices)))
        return value

    def option_variant(self) -> Option:
        """The option that the exhibit is about: `variant=…`, else the document's."""
        name = self.options.get("variant", "")
        if name in ("", self.case.option.id):
            return self.case.option
        if name == "as-is" and self.case.as_is:
            return self.case.as_is
        if name not in self.case.options:
            raise ExhibitError(f'no variant "{name}"', suggest(name, self.case.options))
        return self.case.options[name]

    def party(self, id_: str) -> str:
        """The name of a function or counterpart."""
        record = self.case.functions.get(id_) or self.case.tables["parties"].get(id_)
        if record is None:
            record = self.case.workspace.library.functions.get(id_)
        return self.name(record.name) if isinstance(record, (Function, Party)) else id_

    def role(self, id_: str) -> str:
        """The name of a role; of the library's where the engagement has no such function."""
        record = self.case.tables["roles"].get(id_)
        if record is None:
            known = self.case.workspace.library.tables["roles"].get(id_)
            record = known if known is not None and visible(known, self.case.audience) else None
        return self.name(record.name) if isinstance(record, Role) else id_

    def unit(self, id_: str, option: Option | None = None) -> str:
        """The name of a unit in an option."""
        unit = (option or self.case.option).by_id.get(id_)
        return self.name(unit.name) if unit else id_

    def join(self, items: Iterable[str]) -> str:
        """Items of a table cell in one line."""
        return ("；" if self.lang == "zh" else "; ").join(item for item in items if item)

    def listed(self, items: Iterable[str]) -> str:
        """Short names in one line."""
        return ("、" if self.lang == "zh" else ", ").join(item for item in items if item)

    def sentence(self, items: Iterable[str]) -> str:
        """Parts of a remark, set off by commas."""
        return ("，" if self.lang == "zh" else ", ").join(item for item in items if item)

    def quoted(self, inner: str) -> str:
        """A text in brackets."""
        return f"（{inner}）" if self.lang == "zh" else f" ({inner})"

    def sourced(self, text: str = "") -> t.Blocks:
        """The source line under an exhibit: given by `source=…`, else the analysis's own with its date."""
        given = self.options.get("source", text) or self.word("source_default")
        colon = "：" if self.lang == "zh" else ": "
        return (t.Paragraph(t.text(f"{self.word('source')}{colon}{given}"), "source"),)

    def caption(self, default: str) -> t.Inlines:
        """The caption: given by `caption=…`, else the exhibit's own."""
        return t.text(self.options.get("caption", default))


def cell(content: str | t.Blocks, tone: str = "", header: bool = False, colspan: int = 1, rowspan: int = 1) -> t.Cell:
    """A cell of a string or of blocks."""
    blocks: t.Blocks = (t.Paragraph(t.text(content), "compact"),) if isinstance(content, str) else content
    return t.Cell(blocks, colspan, rowspan, header, tone)


def bullets(items: Iterable[str]) -> t.Blocks:
    """A tight bullet list of strings; one item alone is a paragraph."""
    texts = [item for item in items if item]
    if len(texts) == 1:
        return (t.Paragraph(t.text(texts[0]), "compact"),)
    return (t.BulletList(tuple((t.Paragraph(t.text(x), "compact"),) for x in texts)),) if texts else ()


def row(cells: Iterable[str | t.Cell | t.Blocks], id_: str = "", role: Any = "body", head_first: bool = False) -> t.Row:
    """A row of strings, blocks or cells; `head_first` makes the first one a row header."""
    out = []
    for n, item in enumerate(cells):
        made = item if isinstance(item, t.Cell) else cell(item)
        if n == 0 and head_first and not made.header:
            made = t.Cell(made.content, made.colspan, made.rowspan, True, made.tone)
        out.append(made)
    return t.Row(tuple(out), id_, role)


def head(*cells: str) -> tuple[t.Row, ...]:
    """A header row."""
    return (t.Row(tuple(cell(text, header=True) for text in cells)),)


def columns(*spec: str | float) -> tuple[t.Column, ...]:
    """Columns from widths (shares); a string such as "12r" or "6c" also says how they are aligned."""
    out = []
    for item in spec:
        text = str(item)
        align = {"r": t.Align.RIGHT, "c": t.Align.CENTRE}.get(text[-1], t.Align.LEFT)
        out.append(t.Column(align, float(text.rstrip("rcl"))))
    return tuple(out)
