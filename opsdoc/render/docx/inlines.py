"""Inlines as runs, fields, hyperlinks and footnotes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import assert_never

from opsdoc.diagnostics import error
from opsdoc.document.tree import (
    Article,
    Code,
    Emph,
    Expr,
    Foreign,
    Heading,
    Inlines,
    LineBreak,
    Link,
    Note,
    Ref,
    Ruby,
    SoftBreak,
    Strong,
    Term,
    Text,
    plain,
)
from opsdoc.render.docx.fields import caption_number, field, hyperlink, page_run
from opsdoc.render.docx.markup import CONTROL
from opsdoc.render.docx.runs import Face, runs
from opsdoc.render.docx.scope import Anchored, Place, Writer

HEAVY = {
    "TableHead",
    "TableRowHead",
    "MatrixHead",
    "MatrixRowHead",
    "FigureNumber",
    "CalloutTitle",
    "CautionTitle",
    "RuleTitle",
    "AsideTitle",
}
_outside = re.compile(r"^(https?://|mailto:|tel:)", re.IGNORECASE)


def inlines(writer: Writer, place: Place, content: Inlines, face: Face | None = None) -> str:
    """The runs of inlines in a place. Words on a chip have air of its ground on both sides: a border would give it as
    well, but LibreOffice leaves a white slit before the right one."""
    face = face or Face(lang=place.lang, colour=place.colour, shade=place.shade, heavy=place.style in HEAVY)
    air = words(writer, "\u00a0", face) if face.shade else ""
    return air + _painted(writer, content, face) + air


def _painted(writer: Writer, content: Inlines, face: Face) -> str:
    out = []
    for inline in content:
        match inline:
            case Text(text):
                out.append(words(writer, text, face))
            case Strong(inner):
                style = "" if face.style or face.emphasis or face.heavy else writer.style("Strong")
                out.append(_painted(writer, inner, replace(face, style=style or face.style, bold=not style)))
            case Emph(inner):
                # The emphasis style takes the run's one slot; bold around it becomes a property.
                bold = face.bold or face.style == writer.style("Strong")
                out.append(_painted(writer, inner, replace(face, emphasis=True, bold=bold)))
            case Code(text):
                out.append(words(writer, text, replace(face, style=writer.style("HTMLCode"))))
            case Link():
                out.append(_link(writer, inline, face))
            case Ref():
                out.append(reference(writer, inline, face))
            case Note():
                out.append(_note(writer, inline))
            case Term(inner, term):
                out.append(_term(writer, inner, term, face))
            case Foreign(inner, lang):
                style = face.style or ("" if face.colour else writer.style("SecondLanguageChar"))
                out.append(_painted(writer, inner, replace(face, lang=lang, style=style, regular=face.heavy)))
            case Ruby(text, reading):
                out.append(_ruby(writer, text, reading, face))
            case SoftBreak():
                out.append(words(writer, " ", face))
            case LineBreak():
                out.append("<w:r><w:br/></w:r>")
            case Expr():
                pass  # `compose` has filled them; what is left has no words
            case _:
                assert_never(inline)
    return "".join(out)


def words(writer: Writer, text: str, face: Face) -> str:
    """Plain text; tabs and line ends in it become spaces, and characters that XML forbids are named and left out."""
    if CONTROL.search(text):
        codes = ", ".join(sorted({f"U+{ord(c):04X}" for c in CONTROL.findall(text)}))
        writer.log.warning(
            "control-character",
            f"text holds {codes}, which Word files cannot hold; left out",
            writer.source,
            help="delete the character in the source",
        )
    return runs(text, face, writer.style("Emphasis"), writer.style("EmphasisDots"))


def _ruby(writer: Writer, text: str, reading: str, face: Face) -> str:
    above = words(writer, reading, replace(face, lang="en"))
    base = words(writer, text, face)
    lang = {"zh": "zh-CN", "en": "en-GB"}[face.lang]
    return (
        '<w:r><w:ruby><w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="14"/><w:hpsRaise w:val="20"/>'
        f'<w:hpsBaseText w:val="21"/><w:lid w:val="{lang}"/></w:rubyPr>'
        f"<w:rt>{above}</w:rt><w:rubyBase>{base}</w:rubyBase></w:ruby></w:r>"
    )


def _link(writer: Writer, link: Link, face: Face) -> str:
    inner = _painted(writer, link.content, replace(face, style=writer.style("Hyperlink")))
    if link.target.startswith("#"):
        target = writer.targets.get(link.target[1:])
        return hyperlink(inner, anchor=target.name) if target else _painted(writer, link.content, face)
    if not _outside.match(link.target):
        writer.log.add(
            error(
                "link",
                f'"{link.target}" is not a link that a document may hold',
                writer.source,
                help="use http, https, mailto or tel",
            )
        )
        return _painted(writer, link.content, face)
    return hyperlink(inner, relation=writer.relations.to("hyperlink", link.target, external=True))


def _term(writer: Writer, content: Inlines, term: str, face: Face) -> str:
    target = writer.targets.get(term)
    inner = _painted(writer, content, face)
    return hyperlink(inner, anchor=target.name) if target else inner


def _note(writer: Writer, note: Note) -> str:
    lang = writer.document.lang
    writer.notes.append("")  # the place is taken first: a note may hold another one
    number = len(writer.notes)
    writer.notes[number - 1] = _painted(writer, note.content, Face(lang=lang))
    style = writer.style("FootnoteReference")
    return f'<w:r><w:rPr><w:rStyle w:val="{style}"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def reference(writer: Writer, ref: Ref, face: Face) -> str:
    """A cross-reference: the number in its text is a REF field, words around it stay words."""
    target = writer.targets.get(ref.target)
    if target is None:
        return words(writer, ref.text, face)
    block = target.block

    def show(text: str) -> str:
        return words(writer, text, face)

    def linked(pattern: str, instruction: str) -> str:
        """The part that a field gives, as the field; only a link where the text does not hold what it would give
        (a reference in the other language of a document in two)."""
        found = re.search(pattern, ref.text)
        if found is None or not found.group():
            return hyperlink(show(ref.text), anchor=target.name)
        before, after = ref.text[: found.start()], ref.text[found.end() :]
        result = page_run(target.field) if ref.form == "page" else show(found.group())
        inner = field(instruction, result)
        return (show(before) if before else "") + inner + (show(after) if after else "")

    match ref.form:
        case "page":
            return linked(r"\d+", f"PAGEREF {target.field} \\h")
        case "title":
            return linked(_whole(block), f"REF {target.name} \\h")
        case "label" | "number":
            if not block.number:
                return linked(_whole(block), f"REF {target.name} \\h")
            if isinstance(block, Heading | Article):
                return linked(re.escape(block.number), f"REF {target.field} \\r \\h")
            label, digits = caption_number(block.number)[0]
            if f"{label}{digits}" in ref.text:
                return linked(re.escape(f"{label}{digits}"), f"REF {target.field} \\h")
            # The other language's label: the number alone is the field.
            return linked(re.escape(digits), f"REF {target.digits} \\h")
        case _:
            assert_never(ref.form)


def _whole(block: Anchored) -> str:
    """A pattern of a heading's words; captions and articles are more than their words, so nothing matches them."""
    return f"^{re.escape(plain(block.content))}$" if isinstance(block, Heading) else "(?!)"
