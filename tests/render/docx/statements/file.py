"""A finished Word file as the statements read it: parts, styles and numbers, each looked up once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from lxml import etree

from opsdoc.document.tree import Document
from opsdoc.render.artifact import RenderContext
from opsdoc.theme import Theme
from tests.render.docx.counting import counted
from tests.render.docx.lint import W, parts, stories


@dataclass
class File:
    """A Word file with the document that it was made from, and how."""

    document: Document
    data: bytes
    context: RenderContext
    _properties: dict[tuple[str, str, str], str] = field(default_factory=dict)

    @property
    def theme(self) -> Theme:
        return self.context.theme

    @cached_property
    def parts(self) -> dict[str, bytes]:
        return parts(self.data)

    @cached_property
    def stories(self) -> dict[str, etree._Element]:
        """The parts that hold text."""
        return stories(self.data)

    @cached_property
    def trees(self) -> dict[str, etree._Element]:
        """Every part that is XML, relationships apart."""
        return {
            name: self.stories.get(name, etree.fromstring(data)) if name in self.stories else etree.fromstring(data)
            for name, data in self.parts.items()
            if name.endswith(".xml")
        }

    @cached_property
    def body(self) -> etree._Element:
        return self.stories["word/document.xml"].find(f"{W}body")

    @cached_property
    def sheet(self) -> etree._Element:
        """The style part."""
        return etree.fromstring(self.parts["word/styles.xml"])

    @cached_property
    def settings(self) -> etree._Element:
        return etree.fromstring(self.parts["word/settings.xml"])

    @cached_property
    def numbering(self) -> etree._Element:
        return etree.fromstring(self.parts["word/numbering.xml"])

    @cached_property
    def styles(self) -> dict[str, etree._Element]:
        return {style.get(f"{W}styleId"): style for style in self.sheet.iter(f"{W}style")}

    @cached_property
    def names(self) -> dict[str, str]:
        """Styles' names by their ids."""
        return {identifier: style.find(f"{W}name").get(f"{W}val") for identifier, style in self.styles.items()}

    @cached_property
    def paragraphs(self) -> list[etree._Element]:
        """All paragraphs of the body; held, so that each is one object."""
        return list(self.body.iter(f"{W}p"))

    @cached_property
    def tables(self) -> list[etree._Element]:
        """All tables of the body that are no mere layout."""
        layout = {"TableLayout", "TableFigures"}
        tables = self.body.iter(f"{W}tbl")
        return [t for t in tables if t.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") not in layout]

    @cached_property
    def numbers(self) -> dict[int, str]:
        """What a reader sees before a paragraph that a list numbers, by the paragraph's id()."""
        assert self.paragraphs
        return {id(p): number for p, number in counted(self.body, self.numbering, self.sheet)}

    @cached_property
    def headings(self) -> list[etree._Element]:
        """The paragraphs in heading styles, in order."""
        return [p for p in self.paragraphs if self.style_name(p).startswith("heading ")]

    def runs(self) -> Iterator[tuple[str, etree._Element]]:
        """Every run of every part that holds text, with the part's name."""
        for name, root in self.stories.items():
            for run in root.iter(f"{W}r"):
                yield name, run

    def styled(self, *names: str) -> list[etree._Element]:
        """Paragraphs of the body in styles of these names."""
        return [p for p in self.paragraphs if self.style_name(p) in names]

    def style_id(self, paragraph: etree._Element | None) -> str:
        style = None if paragraph is None else paragraph.find(f"{W}pPr/{W}pStyle")
        return "" if style is None else style.get(f"{W}val")

    def style_name(self, paragraph: etree._Element) -> str:
        return self.names.get(self.style_id(paragraph), "")

    def resolved(self, run: etree._Element, tag: str, attribute: str) -> str:
        """A property of a run as Word finds it: its own, its character style's, its paragraph style's, the default's;
        a switch without a value is "on"."""
        own = _value(run.find(f"{W}rPr"), tag, attribute)
        if own:
            return own
        mark = run.find(f"{W}rPr/{W}rStyle")
        paragraph = next(run.iterancestors(f"{W}p"), None)
        found = self._of_style("" if mark is None else mark.get(f"{W}val"), tag, attribute)
        found = found or self._of_style(self.style_id(paragraph), tag, attribute)
        return found or self._of_style("*", tag, attribute)

    def _of_style(self, identifier: str, tag: str, attribute: str) -> str:
        """A property of text as a style gives it, or one that it is based on; "*" stands for the defaults."""
        key = identifier, tag, attribute
        if key not in self._properties:
            if identifier == "*":
                found = _value(self.sheet.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr"), tag, attribute)
            else:
                values = (_value(style.find(f"{W}rPr"), tag, attribute) for style in self.chain(identifier))
                found = next((value for value in values if value), "")
            self._properties[key] = found
        return self._properties[key]

    def of_paragraph(self, paragraph: etree._Element, tag: str) -> etree._Element | None:
        """A property of a paragraph: its own or its style's."""
        found = paragraph.find(f"{W}pPr/{W}{tag}")
        for style in self.chain(self.style_id(paragraph)):
            found = style.find(f"{W}pPr/{W}{tag}") if found is None else found
        return found

    def chain(self, identifier: str) -> list[etree._Element]:
        """A style and those that it is based on."""
        out = []
        while identifier in self.styles:
            out.append(self.styles[identifier])
            based = out[-1].find(f"{W}basedOn")
            identifier = "" if based is None else based.get(f"{W}val")
        return out


def _value(properties: etree._Element | None, tag: str, attribute: str) -> str:
    found = None if properties is None else properties.find(f"{W}{tag}")
    if found is None:
        return ""
    return found.get(f"{W}{attribute}") or ("" if tag == "rFonts" else "on")


def words(element: etree._Element) -> str:
    """The visible words of a paragraph, fields' instructions apart; a line break is a space."""
    out = []
    for node in element.iter(f"{W}t", f"{W}tab", f"{W}br"):
        out.append(node.text or "" if node.tag == f"{W}t" else " ")
    return "".join(out)


def bare(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def first_number(number: str) -> str:
    """A caption's number in the document's first language: "图3-1" of "图3-1 Figure 3-1"."""
    return re.sub(r"(?<=\d) (?:Figure|Table|图|表).*", "", number)


def results(paragraph: etree._Element) -> Iterator[tuple[str, str]]:
    """The complex fields that begin and end in a paragraph: instruction and cached words."""
    open_fields: list[list[str]] = []
    for node in paragraph.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
        kind = node.get(f"{W}fldCharType")
        if kind == "begin":
            open_fields.append(["", "", ""])
        elif kind == "separate" and open_fields:
            open_fields[-1][2] = "shown"
        elif kind == "end" and open_fields:
            instruction, result, _ = open_fields.pop()
            yield " ".join(instruction.split()), result
            if open_fields and open_fields[-1][2]:
                open_fields[-1][1] += result
        elif open_fields:
            open_fields[-1][1 if open_fields[-1][2] else 0] += node.text or ""


def unequal(what: str, found: list[str], wanted: list[str]) -> Iterator[str]:
    """A line for each place where two lists differ, and one for a difference in length."""
    if len(found) != len(wanted):
        yield f"{what}: {len(found)} found, {len(wanted)} wanted"
    for ours, theirs in zip(found, wanted, strict=False):
        if ours != theirs:
            yield f"{what}: {ours!r}, wanted {theirs!r}"
