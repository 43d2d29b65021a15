"""Codes of what other stages find: reading, composing, drawing. They are explained like rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Stage(NamedTuple):
    """A code of a stage: what is wrong, why it matters, and the way out."""

    title: str
    why: str
    remedy: str


_UNREAD = "What cannot be read is not printed; nothing is guessed."

STAGES: Mapping[str, Stage] = {
    "yaml": Stage("A YAML file cannot be read", _UNREAD, "Check indentation and quotes at the place given."),
    "csv": Stage("A CSV table cannot be read", _UNREAD, "Check the header, the quotes and the number of cells."),
    "xlsx": Stage("A workbook cannot be read", _UNREAD, "Open it and save it as .xlsx again, or save it as CSV."),
    "schema": Stage(
        "A record does not fit its schema",
        "A misspelt field would be left out without a word.",
        "Correct the field; `opsdoc schema NAME` shows which there are.",
    ),
    "encoding": Stage(
        "A file is not plain UTF-8",
        "Bytes in another encoding, controls and invisible direction marks print as something else.",
        "Save the file as UTF-8, and delete what cannot be seen.",
    ),
    "conflict": Stage(
        "A merge of two versions was not finished",
        "Both versions, and the marks between them, would be printed.",
        "Keep one side, and delete the lines with <<<<<<<, ======= and >>>>>>>.",
    ),
    "file": Stage(
        "A file cannot be read or has a wrong name",
        "Only files in their place, inside the workspace, are part of a document.",
        "Check the name, the permissions and that it lies in the workspace.",
    ),
    "limit": Stage(
        "A limit of size, depth or count is reached",
        "Limits keep one file from taking the machine; some stand against files made to do so.",
        "Make it smaller, or raise the limit under `limits:` in opsdoc.yaml.",
    ),
    "markdown": Stage("A text cannot be read without losing words", _UNREAD, "Mend it at the place given."),
    "link": Stage(
        "A link is of a kind that is not allowed",
        "A link in an issued document may only lead to the web, to mail, or to a place in the document.",
        "Use https:, mailto: or #id.",
    ),
    "image": Stage("An image cannot be printed", _UNREAD, "Name a PNG, JPEG or SVG file of the workspace."),
    "directive": Stage(
        "A directive is unknown, unclosed or has a wrong argument",
        "A directive that cannot be carried out would leave a hole.",
        "Correct its name or its arguments: `:: name argument key=value`; `opsdoc list fields` helps.",
    ),
    "expression": Stage(
        "An expression cannot be read or names nothing",
        "A figure that is not there must not print as an empty place.",
        "Correct what stands in {{ … }}; `opsdoc list fields` shows what there is.",
    ),
    "template": Stage("An outline cannot be filled", _UNREAD, "Correct the template at the line given."),
    "labels": Stage(
        "A fixed word is missing or cannot be read",
        "Headings, columns and legends are made of these words.",
        "Add the word to templates/labels of both languages; `opsdoc check --fix` adds what one of the two has.",
    ),
    "headings": Stage(
        "A heading skips a level",
        "Readers of the contents and screen readers lose a step.",
        "Use the next level.",
    ),
    "pair-heading": Stage(
        "Headings of the two languages do not meet",
        "In a bilingual document each heading stands across from its own.",
        "Write the same headings in both languages, in the same order.",
    ),
    "figure": Stage(
        "A figure cannot be drawn as asked", "A chart that leaves something out misleads.", "See its help."
    ),
    "chart": Stage("A chart cannot be drawn as asked", "A chart that leaves something out misleads.", "See its help."),
    "table": Stage(
        "A table does not fit the page",
        "Columns of a character or two cannot be read.",
        "Exchange rows and columns, split the table, or put it on a landscape page.",
    ),
    "note": Stage(
        "A footnote is too long for its page",
        "A note stands whole on the page of its call.",
        "Put its words into the text or into an annex, and refer to them.",
    ),
    "font": Stage(
        "A character has no glyph in the fonts",
        "It would print as an empty box.",
        "Write it with other characters, or add a font to the workspace's fonts/.",
    ),
    "control-character": Stage(
        "A character that Word files cannot hold",
        "It is left out of the DOCX.",
        "Delete it from the text at the place given.",
    ),
    "theme": Stage("A theme cannot be read or does not fit", _UNREAD, "Correct the theme at the place given."),
    "brand": Stage(
        "A brand file is not taken whole",
        "Colours that cannot be told apart or read in print are not used.",
        "Correct the value at the place given, or leave it to the theme.",
    ),
    "style": Stage("A style cannot be read", _UNREAD, "Correct it at the place given."),
    "reference-doc": Stage(
        "The reference document is not used whole",
        "Only styles, page size and furniture are taken from it.",
        "Name a .docx file that Word opens without a question.",
    ),
    "pdf": Stage("The PDF could not be made as it should", "What was drawn may differ from the text.", "See its help."),
    "blocked": Stage(
        "Something unsafe was not carried out",
        "Documents load nothing from outside the workspace.",
        "Copy what is needed into the workspace.",
    ),
    "environment": Stage(
        "Something about the machine or the output folder",
        "Nothing was written.",
        "`opsdoc doctor` says what is missing and the command that mends it.",
    ),
    "usage": Stage("A name or option on the command line is not known", "Nothing was done.", "See `--help`."),
    "workspace": Stage(
        "The workspace is of another version",
        "Its files could mean something else.",
        "Make a new one with `opsdoc init` and copy your content, or install the fitting opsdoc.",
    ),
    "interrupted": Stage("The run was stopped", "Finished files are whole; nothing half is left.", "Run it again."),
    "internal": Stage(
        "A fault of opsdoc itself",
        "The content may be sound.",
        "Report it with the output of `opsdoc --debug …` and `opsdoc --version`.",
    ),
}
