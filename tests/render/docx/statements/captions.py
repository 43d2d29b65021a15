"""Captions and footnotes: statements 24 to 27."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opsdoc.document.tree import Figure, Note, Table, plain, query
from tests.render.docx.lint import WP, W, instructions
from tests.render.docx.statements.file import File, bare, first_number, results, words


def numbered(file: File) -> Iterator[str]:
    """A caption has one SEQ, in two languages too, and says its number and words."""
    captioned = [b for b in query(file.document.blocks, (Table, Figure)) if b.caption]
    paragraphs = file.styled("caption")
    if len(paragraphs) != len(captioned):
        yield f"{len(paragraphs)} captions, {len(captioned)} in the document"
    for block, paragraph in zip(captioned, paragraphs, strict=False):
        first = first_number(block.number)
        said = bare(words(paragraph))
        if not said.startswith(bare(first + plain(block.caption))):
            yield f"{words(paragraph)!r}, wanted {first} {plain(block.caption)}"
        if block.caption_translation and not said.endswith(bare(plain(block.caption_translation))):
            yield f"{words(paragraph)!r} lacks {plain(block.caption_translation)}"
        fields = instructions(paragraph)
        if sum(field.upper().startswith("SEQ ") for field in fields) != 1:
            yield f"{words(paragraph)!r} is numbered by {fields}"
        if any(field.startswith("STYLEREF 1 \\s") for field in fields) != ("-" in first):
            yield f"{words(paragraph)!r}: the chapter's number is no field"


def counted(file: File) -> Iterator[str]:
    """Cached numbers are those that Word counts: on and on, or anew at each heading of the first level."""
    counts: dict[str, int] = {}
    chapter = ""
    for paragraph in file.paragraphs:
        if file.style_name(paragraph) == "heading 1":
            chapter = file.numbers.get(id(paragraph), "")
            counts = {name: 0 if name.endswith(" anew") else count for name, count in counts.items()}
        for instruction, result in results(paragraph):
            wanted = None
            if instruction.upper().startswith("SEQ "):
                name = instruction.split()[1] + (" anew" if "\\s 1" in instruction else "")
                counts[name] = counts.get(name, 0) + 1
                wanted = str(counts[name])
            elif instruction.startswith("STYLEREF 1 \\s"):
                wanted = re.sub(r"^(附录|Annex)\s*", "", chapter).strip()
            if wanted is not None and result != wanted:
                yield f"{instruction} shows {result!r}, Word would count {wanted!r}: {words(paragraph)}"


def placed(file: File) -> Iterator[str]:
    """Figure captions stand below, table captions above; both stay with what they name."""
    for paragraph in file.styled("caption"):
        is_table = any(i.upper().startswith(("SEQ 表", "SEQ TABLE")) for i in instructions(paragraph))
        above, below = paragraph.getprevious(), paragraph.getnext()
        if is_table:
            if below is None or below.tag != f"{W}tbl":
                yield f"no table below {words(paragraph)}"
            if file.of_paragraph(paragraph, "keepNext") is None:
                yield f"{words(paragraph)} may leave its table"
        elif above is None or next(above.iter(f"{WP}inline"), None) is None:
            yield f"no figure above {words(paragraph)}"
        elif file.of_paragraph(above, "keepNext") is None:
            yield f"the figure may leave {words(paragraph)}"


def sourced(file: File) -> Iterator[str]:
    """A source stays with the table above it."""
    for paragraph in file.styled("资料来源", "Source"):
        above = paragraph.getprevious()
        if above is not None and above.tag == f"{W}tbl":
            first = next(above.findall(f"{W}tr")[-1].iter(f"{W}p"))
            if file.style_id(first) != "CoverSpace" and file.of_paragraph(first, "keepNext") is None:
                yield f"{words(paragraph)} may leave its table"


def noted(file: File) -> Iterator[str]:
    """Footnotes and the document's notes are one to one, in order; the separators are named in the settings."""
    notes = list(query(file.document.blocks, Note))
    part = file.stories["word/footnotes.xml"]
    held = [n for n in part.iter(f"{W}footnote") if n.get(f"{W}type") is None]
    called = [n.get(f"{W}id") for n in file.body.iter(f"{W}footnoteReference")]
    if called != [str(n) for n in range(1, len(notes) + 1)] or len(held) != len(notes):
        yield f"{len(notes)} notes, called {called}, held {len(held)}"
    for note, element in zip(notes, held, strict=False):
        if bare(words(element)) != bare(plain(note.content)):
            yield f"{words(element)!r} stands for {plain(note.content)!r}"
    own = file.settings.find(f"{W}footnotePr")
    separators = set() if own is None else {n.get(f"{W}id") for n in own}
    typed = {n.get(f"{W}id") for n in part.iter(f"{W}footnote") if n.get(f"{W}type") is not None}
    if not separators == typed == {"-1", "0"}:
        yield f"separators {sorted(separators)}, held {sorted(typed)}"


def called(file: File) -> Iterator[str]:
    """No note is called by typed figures, in a raised run or in raised signs."""
    for name, run in file.runs():
        text = "".join(t.text or "" for t in run.findall(f"{W}t")).strip()
        if re.fullmatch(r"[\[［(（]?\d+[\]］)）]?", text) and file.resolved(run, "vertAlign", "val") == "superscript":
            yield f"{name}: {text} is raised"
        if re.search("[⁰¹²³⁴⁵⁶⁷⁸⁹]", text) and not re.search("[A-Za-z][²³]", text):
            yield f"{name}: {text} has raised figures"


STATEMENTS = {
    "24 captions have one number": numbered,
    "24 cached numbers are those that Word counts": counted,
    "25 captions stand where they belong": placed,
    "25 a source stays with its table": sourced,
    "26 footnotes are notes": noted,
    "27 no note is typed": called,
}
