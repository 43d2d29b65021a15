"""A case in one language → a Document: the outline filled, its directives carried out, its expressions evaluated."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from opsdoc.content.markdown import Directive, Parsed
from opsdoc.content.models import DocumentRecord, Term
from opsdoc.diagnostics import Diagnostic, Log, OpsdocError, Severity, Source, suggest
from opsdoc.document import tree as t
from opsdoc.document.arguments import (
    ANY_NUMBER,
    CALLOUTS,
    COMMON_OPTIONS,
    OWN_DIRECTIVES,
    check_arguments,
    whole_number,
)
from opsdoc.document.context import context
from opsdoc.document.exhibits import EXHIBITS
from opsdoc.document.exhibits.call import Call, ExhibitError
from opsdoc.document.exhibits.front import RULES, USED_TERMS
from opsdoc.document.expressions import evaluate, truth
from opsdoc.document.guides import settle
from opsdoc.document.labels import Labels, load_labels
from opsdoc.document.outline import fill
from opsdoc.document.wording import long_date
from opsdoc.org.select import Case

# From approval on a document may not have gaps; before it, they are listed and printed as pending.
ISSUED = frozenset({"approved", "trial", "effective", "obsolete"})


def compose(case: Case, lang: t.Lang, log: Log) -> t.Document:
    """The document of a case in one language, unnumbered. Findings go to the log; errors leave a hole in the tree."""
    labels = load_labels(case.workspace.templates, lang)
    data = context(case, lang, labels)
    kind = case.document.kind
    name = f"templates/kinds/{kind}.md.j2"
    outline = fill(kind, case.workspace.templates, name, lang, data, log, case.document.at("kind"))
    composer = _Composer(case, lang, labels, data, log)
    blocks = only_used_terms(settle(composer.expand(outline.blocks, outline)), case, labels)
    return t.Document(
        lang,
        meta(case.document, case, lang, labels),
        blocks,
        numbering=case.document.numbering,
        labels=labels,
        layout=case.document.layout,
    )


def meta(record: DocumentRecord, case: Case, lang: t.Lang, labels: Labels) -> t.Meta:
    """The document's words about itself."""
    client = case.engagement.client
    day = long_date(record.date, lang)
    classification = record.classification or case.engagement.confidentiality
    version = f"V{record.version}{_brackets(labels['status_' + record.status], lang)}"
    begins = long_date(record.effective, lang) if record.effective else ""
    since = labels["cover_effective"].format(date=begins) if begins else ""
    watermark = labels.get(f"watermark_{record.status}", "")
    return t.Meta(
        title=record.title.get(lang) or record.title.get("zh"),
        subtitle=record.subtitle.get(lang),
        kind=record.kind,
        kind_label=labels.get(f"kind_label_{record.kind}", record.kind),
        author=record.author.get(lang),
        client=client.legal_name.get(lang) or client.short_name.get(lang),
        number=record.number,
        version=record.version,
        status=record.status,
        status_label=labels[f"status_{record.status}"],
        date=record.date.isoformat(),
        date_text=day,
        classification=classification.get(lang),
        watermark=watermark,
        control=labels["control_uncontrolled"] if record.controlled else "",
        letterhead=record.letterhead.get(lang),
        letter_lines=_letter_lines(record, classification.get(lang), labels),
        letter_number=_letter_number(record, lang, labels),
        letter_signer=labels["signer"].format(name=signer) if (signer := record.dispatch.signer.get(lang)) else "",
        keywords=(case.option.variant.name.get(lang), labels.get(f"kind_label_{record.kind}", "")),
        description=record.subtitle.get(lang) or case.option.variant.summary.get(lang),
        imprint=tuple(
            (key, labels[f"cover_{key}"], value)
            for key, value in (
                # A proposal is made for a client; any other document is the organisation's own.
                ("client" if record.kind == "proposal" else "organisation", client.legal_name.get(lang)),
                # What a rule is filed under, and from when on it holds, are looked for on its cover.
                *(
                    (("number", f"{record.number} · {version}"), ("date", day + since))
                    if record.kind in RULES and record.number
                    else (("version", version), ("date", day))
                ),
                ("classification", classification.get(lang) if record.kind == "policy" else ""),
                ("control", labels["controlled"] if record.controlled else ""),
            )
            if value
        ),
    )


def _letter_number(record: DocumentRecord, lang: t.Lang, labels: Labels) -> str:
    """The number of an official document, 衡川办〔2026〕2号; that of the record where it has none."""
    mark, serial = record.dispatch.mark.get(lang), record.dispatch.serial
    if not mark or not serial:
        return record.number
    return labels["dispatch_number"].format(mark=mark, year=record.date.year, serial=serial)


def _letter_lines(record: DocumentRecord, classification: str, labels: Labels) -> tuple[str, ...]:
    """The lines at the upper left of an official document: number of the copy, classification, urgency."""
    dispatch = record.dispatch
    copy = f"{dispatch.copy_number:06d}" if dispatch.copy_number else ""
    urgency = labels[f"urgency_{dispatch.urgency}"] if dispatch.urgency else ""
    return tuple(filter(None, (copy, classification, urgency)))


def only_used_terms(blocks: t.Blocks, case: Case, labels: Labels) -> t.Blocks:
    """Glossaries cut down to the terms that the rest of the document uses, in either language."""
    glossaries = [x for x in t.query(blocks, t.Table) if USED_TERMS in x.classes]
    if not glossaries:
        return blocks
    rest = t.walk(blocks, lambda node: () if isinstance(node, t.Table) and USED_TERMS in node.classes else node)
    words = "\n".join(x.text for x in t.query(rest, t.Text)).lower()
    used = {
        term.id
        for term in case.table("glossary", Term).values()
        if term.zh in words or re.search(rf"\b{re.escape(term.en.lower())}\b", words)
    }

    def cut(node: Any) -> Any:
        if not isinstance(node, t.Table) or USED_TERMS not in node.classes:
            return node
        body = tuple(row for row in node.body if row.id in used)
        return replace(node, body=body, caption=t.text(labels["caption_glossary"].format(count=len(body))))

    return t.walk(blocks, cut)


def _brackets(inner: str, lang: str) -> str:
    return f"（{inner}）" if lang == "zh" else f" ({inner})"


@dataclass(slots=True)
class _Composer:
    case: Case
    lang: t.Lang
    labels: Labels
    data: Mapping[str, Any]
    log: Log
    level: int = 0
    open: list[str] = field(default_factory=list)

    @property
    def issued(self) -> bool:
        return self.case.document.status in ISSUED

    # -------------------------------------------------------------------------------------------- blocks

    def expand(self, blocks: tuple[Any, ...], parsed: Parsed, shift: int = 0) -> t.Blocks:
        out: list[t.Block] = []
        for block in blocks:
            if isinstance(block, Directive):
                out.extend(self._directive(block, parsed))
                continue
            if isinstance(block, t.Heading):
                level = max(1, min(6, block.level + shift))
                self.level = level
                block = replace(block, level=level)
                self._judge(block)
            out.append(self._inside(self._filled(block), parsed, shift))
        return tuple(out)

    def _inside(self, block: t.Block, parsed: Parsed, shift: int) -> t.Block:
        # Directives may stand inside quotations and lists.
        match block:
            case t.Quote():
                return replace(block, content=self.expand(block.content, parsed, shift))
            case t.BulletList() | t.OrderedList():
                return replace(block, items=tuple(self.expand(item, parsed, shift) for item in block.items))
            case _:
                return block

    def _filled(self, block: t.Block) -> t.Block:
        if not any(True for _ in t.query(block, t.Expr)):
            return block

        def value(node: Any) -> Any:
            if not isinstance(node, t.Expr):
                return node
            result = evaluate(node.expression, self.data, self.lang, node.source)
            if isinstance(result, Diagnostic):
                self.log.add(result)
                return t.Text("⟨?⟩")
            return t.Text(result)

        return t.walk(block, value)

    def _judge(self, heading: t.Heading) -> None:
        if not heading.holds_if:
            return
        result = truth(heading.holds_if, self.data, self.lang, heading.source)
        if isinstance(result, Diagnostic):
            self.log.add(result)
        elif not result:
            self._finding(
                "H01",
                f"the data no longer bears this heading: {heading.holds_if} does not hold",
                heading.source,
                "rewrite the heading, or correct the data",
            )

    def _finding(self, code: str, message: str, source: Source | None, help: str) -> None:
        """An error in an issued document, a warning in a draft."""
        severity = Severity.ERROR if self.issued else Severity.WARNING
        self.log.add(Diagnostic(severity, code, message, source, help))

    # -------------------------------------------------------------------------------------------- directives

    def _directive(self, directive: Directive, parsed: Parsed) -> t.Blocks:
        handlers: Mapping[str, Callable[[Directive, Parsed], t.Blocks]] = {
            "section": self._section,
            "prose": self._prose,
            "contents": self._contents,
            "list-of": self._list_of,
            "page-break": lambda d, _: (t.PageBreak(id=d.id, source=d.source),),
            "landscape": self._landscape,
            "article": self._article,
            "lead": self._lead,
            "guide": self._guide,
            "quote": lambda d, p: (t.Quote(self.expand(d.content, p), id=d.id, source=d.source),),
        }
        name = directive.name
        try:
            if name in CALLOUTS:
                check_arguments(directive, ANY_NUMBER, ())
                return self._callout(directive, parsed)
            if name in handlers:
                own = OWN_DIRECTIVES[name]
                check_arguments(directive, own.words, own.options)
                return handlers[name](directive, parsed)
            if name in EXHIBITS:
                return self._exhibit(directive)
            known = [*handlers, *CALLOUTS, *EXHIBITS]
            raise ExhibitError(f'no directive "{name}"', suggest(name, known))
        except ExhibitError as problem:
            self.log.error("directive", problem.message, directive.source, help=problem.help)
        except OpsdocError as problem:
            self.log.extend(problem.diagnostics)
        return ()

    def _exhibit(self, directive: Directive) -> t.Blocks:
        exhibit = EXHIBITS[directive.name]
        options = dict(directive.options)
        check_arguments(directive, exhibit.words, (*exhibit.options, *COMMON_OPTIONS))
        call = Call(
            self.case,
            self.lang,
            self.labels,
            self.data,
            directive.id,
            self.level,
            directive.arguments,
            options,
            directive.source,
        )
        return exhibit.build(call)

    def _section(self, directive: Directive, parsed: Parsed) -> t.Blocks:
        if not directive.arguments:
            raise ExhibitError("the name of a section is missing", "write `:: section <id>`")
        id_ = directive.arguments[0]
        found = self.case.section(id_, self.lang)
        other: t.Lang = "en" if self.lang == "zh" else "zh"
        if found is None:
            if self.case.section(id_, other) is None:
                raise ExhibitError(f'no section "{id_}"', suggest(id_, self._section_names()))
            return self._pending(f"section {id_}", f"{id_}.{self.lang}.md", directive)
        return self._splice(found, id_, directive, whole_number(directive, "level", 0, 5))

    def _section_names(self) -> set[str]:
        layers = (self.case.content.layer, self.case.workspace.library)
        return {id_ for layer in layers for folder, id_, _ in layer.prose if folder.startswith("sections")}

    def _prose(self, directive: Directive, parsed: Parsed) -> t.Blocks:
        if len(directive.arguments) != 2 or directive.arguments[0] not in ("function", "variant"):
            raise ExhibitError("prose needs two arguments", "write `:: prose function <id>` or `:: prose variant <id>`")
        folder, id_ = f"{directive.arguments[0]}s", directive.arguments[1]
        found = self.case.prose(folder, id_, self.lang)
        if found is None:
            other = "en" if self.lang == "zh" else "zh"
            if self.case.prose(folder, id_, other) is None:
                return ()
            return self._pending(f"{folder}/{id_}", f"{self.lang}.md", directive)
        return self._splice(found, f"{directive.arguments[0]}-{id_}", directive, None)

    def _splice(self, found: Parsed, id_: str, directive: Directive, level: int | None) -> t.Blocks:
        if id_ in self.open:
            raise ExhibitError(f'section "{id_}" calls itself', "remove the inner call")
        base = self.level if level is None else level
        tops = [b.level for b in found.blocks if isinstance(b, t.Heading)]
        self.open.append(id_)
        before = self.level
        blocks = self.expand(found.blocks, found, base + 1 - min(tops) if tops else 0)
        # Only a section that was called as a chapter of its own leaves its level behind.
        if level is None:
            self.level = before
        self.open.pop()
        return blocks

    def _pending(self, what: str, file: str, directive: Directive) -> t.Blocks:
        self._finding(
            "G02",
            f"{what} has no {'Chinese' if self.lang == 'zh' else 'English'} text",
            directive.source,
            f"write {file} beside the other language's file",
        )
        return (t.Paragraph(t.text(self.labels["pending"]), "pending", id=directive.id, source=directive.source),)

    def _contents(self, directive: Directive, parsed: Parsed) -> t.Blocks:
        depth = whole_number(directive, "depth", 1, 6) or 2
        title = t.text(self.labels["contents"])
        return (t.Contents("headings", depth, title, id=directive.id, source=directive.source),)

    def _list_of(self, directive: Directive, parsed: Parsed) -> t.Blocks:
        what = directive.arguments[0] if directive.arguments else ""
        if what == "figures":
            title = t.text(self.labels["list_of_figures"])
            return (t.Contents("figures", 1, title, id=directive.id, source=directive.source),)
        if what == "tables":
            title = t.text(self.labels["list_of_tables"])
            return (t.Contents("tables", 1, title, id=directive.id, source=directive.source),)
        raise ExhibitError(f'no list of "{what}"', "choose from: figures, tables")

    def _landscape(self, directive: Directive, parsed: Parsed) -> t.Blocks:
        return (t.Landscape(self.expand(directive.content, parsed), id=directive.id, source=directive.source),)

    def _lead(self, directive: Directive, parsed: Parsed) -> t.Blocks:
        return self._paragraphs(directive, parsed, "lead")

    def _guide(self, directive: Directive, parsed: Parsed) -> t.Blocks:
        return self._paragraphs(directive, parsed, "guide")

    def _paragraphs(self, directive: Directive, parsed: Parsed, role: Literal["lead", "guide"]) -> t.Blocks:
        return tuple(
            replace(block, role=role) if isinstance(block, t.Paragraph) else block
            for block in self.expand(directive.content, parsed)
        )

    def _article(self, directive: Directive, parsed: Parsed) -> t.Blocks:
        title = t.text(" ".join(directive.arguments))
        return (t.Article(title, self.expand(directive.content, parsed), id=directive.id, source=directive.source),)

    def _callout(self, directive: Directive, parsed: Parsed) -> t.Blocks:
        given = " ".join(directive.arguments)
        title = given or ("" if directive.name == "aside" else self.labels[f"callout_{directive.name}"])
        content = self.expand(directive.content, parsed)
        return (t.Callout(directive.name, content, t.text(title), id=directive.id, source=directive.source),)
