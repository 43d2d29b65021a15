"""Text and images that Word cannot hold: each gives a clear line, and never a corrupt file."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from opsdoc.diagnostics import OpsdocError, Source
from opsdoc.document.tree import Block, Cell, Column, Document, Figure, Heading, Link, Meta, Paragraph, Row, Table, Text
from opsdoc.render.artifact import Artifact
from tests.render.docx.lint import A, W, findings, parts, stories
from tests.samples import sample

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="#00707C"/></svg>'


def document(*blocks: Block) -> Document:
    return Document(
        lang="en", meta=Meta(title="A & <B>"), blocks=(Heading(level=1, content=(Text("H"),), number="1"), *blocks)
    )


def image(path: Path, kind: str, **more: object) -> None:
    Image.new("RGB", (60, 30), "teal").save(path, kind, **more)  # type: ignore[arg-type]


def picture(name: str) -> Figure:
    return Figure(
        alt="A picture", image=name, caption=(Text("Caption"),), number="Figure 1-1", source=Source("a.md", 7)
    )


def test_control_characters_are_named_and_left_out(word: Callable[..., Artifact]) -> None:
    made = word(document(Paragraph((Text("a\x0bb\x01c\ufffe"),), source=Source("a.md", 3))))
    (warning,) = made.warnings
    assert str(warning.source) == "a.md:3"
    assert "U+0001, U+000B, U+FFFE" in warning.message
    assert findings(made.data) == []
    assert b"abc" in parts(made.data)["word/document.xml"]


def test_control_characters_of_a_title_have_no_line_of_the_text(word: Callable[..., Artifact]) -> None:
    made = word(
        Document(lang="en", meta=Meta(title="A\x02B"), blocks=(Paragraph((Text("x"),), source=Source("a.md", 3)),))
    )
    assert [warning.source for warning in made.warnings] == [None]


def spoilt(node: Any) -> Any:
    """A tree with characters that XML forbids in every text of it."""
    if isinstance(node, tuple):
        return tuple(map(spoilt, node))
    if isinstance(node, Mapping):
        return {key: spoilt(value) for key, value in node.items()}
    if not is_dataclass(node) or isinstance(node, type | Source):
        return node
    changes = {}
    for part in fields(node):
        value = getattr(node, part.name)
        written = isinstance(value, str) and value and part.type == "str" and part.name not in NAMES
        changes[part.name] = f"{value[:1]}\x0b{value[1:]}\ufffe" if written else spoilt(value)
    return replace(node, **changes)


# What is the name of something, and no text.
NAMES = {"id", "target", "image", "of", "kind", "colour", "unit", "url", "href", "source", "start", "end"}


@pytest.mark.parametrize("diagrams", ["canvas", "picture"])
def test_control_characters_in_any_text_corrupt_no_file(diagrams: str, word: Callable[..., Artifact]) -> None:
    document = spoilt(replace(sample("zh"), numbering=sample("zh").numbering))
    assert document.meta.title.endswith("\ufffe")
    made = word(document, docx_diagrams=diagrams)
    assert made.warnings
    for name, data in parts(made.data).items():
        if name.endswith((".xml", ".rels", ".svg")):
            assert etree.fromstring(data) is not None, name


def test_markup_in_text_stays_text(word: Callable[..., Artifact]) -> None:
    text = 'A*B | <C> {{ 7*7 }} & "D" ]]> &amp;'
    body = stories(word(document(Paragraph((Text(text),)))).data)["word/document.xml"]
    assert text in "".join(t.text or "" for t in body.iter(f"{W}t"))


def test_links_that_run_programs_are_refused(word: Callable[..., Artifact]) -> None:
    for target in ("javascript:alert(1)", "ms-msdt:/id", "file:///etc/passwd", "//host/share", "\\\\host\\share"):
        with pytest.raises(OpsdocError, match="is not a link"):
            word(document(Paragraph((Link((Text("x"),), target),), source=Source("a.md", 2))))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP"])
def test_images_come_in_as_something_word_shows(kind: str, word: Callable[..., Artifact], tmp_path: Path) -> None:
    image(tmp_path / "a.img", kind)
    made = word(document(picture("a.img")), workspace=tmp_path)
    assert findings(made.data) == []
    media = [name for name in parts(made.data) if name.startswith("word/media/")]
    assert not [name for name in media if name.endswith("webp")]


def test_svg_comes_with_a_picture_for_old_words(word: Callable[..., Artifact], tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(SVG)
    made = word(document(picture("a.svg")), workspace=tmp_path)
    held = parts(made.data)
    assert any(name.endswith(".svg") for name in held)
    blips = [b for b in stories(made.data)["word/document.xml"].iter(f"{A}blip") if len(b)]
    assert len(blips) == 1
    assert b"svgBlip" in etree.tostring(blips[0])


def _bomb() -> bytes:
    buffer = io.BytesIO()
    Image.new("1", (12000, 12000)).save(buffer, "PNG")
    return buffer.getvalue()


BAD: dict[str, tuple[bytes | None, str]] = {
    "missing.png": (None, "does not exist"),
    "../outside.png": (b"x", "outside the workspace"),
    "text.png": (b"no image", "not an image that Word can show"),
    "bomb.png": (_bomb(), "pixels"),
    "photo.heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64, "not an image that Word can show"),
    "photo.avif": (b"\0\0\0\x18ftypavif\0\0\0\0mif1avif" + b"\0" * 64, "not an image that Word can show"),
    "dtd.svg": (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1"/>', "not an SVG that is safe"),
    "broken.svg": (b"<svg", "not an SVG that is safe"),
    "reads.svg": (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><image href="/etc/a.png"/></svg>',
        "refers to another file",
    ),
    "sizeless.svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "how large"),
}


@pytest.mark.parametrize("name", list(BAD))
def test_images_that_cannot_be_shown_stop_the_build(name: str, word: Callable[..., Artifact], tmp_path: Path) -> None:
    data, line = BAD[name]
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    if data is not None:
        (workspace / name).write_bytes(data)
    with pytest.raises(OpsdocError) as caught:
        word(document(picture(name)), workspace=workspace)
    (found,) = caught.value.diagnostics
    assert line in found.message
    assert str(found.source) == "a.md:7"


def test_a_table_with_missing_and_spanning_cells_keeps_its_grid(word: Callable[..., Artifact]) -> None:
    def cell(text: str, **more: int) -> Cell:
        return Cell((Paragraph((Text(text),)),), **more)

    rows = (
        Row((cell("a", rowspan=2), cell("b", colspan=2))),
        Row((cell("c"),)),
        Row((cell("d", colspan=9),)),
        Row(()),
        Row((Cell(()), cell("e", rowspan=7), cell("f"))),
    )
    table = Table(columns=(Column(), Column(width=2), Column()), head=(), body=rows)
    assert findings(word(document(table)).data) == []


def test_an_empty_document_is_a_document(word: Callable[..., Artifact]) -> None:
    assert findings(word(Document(lang="zh", meta=Meta(title="空"), blocks=())).data) == []
