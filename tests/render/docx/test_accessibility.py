"""What Word's accessibility checker asks, of a small document and of the policy: words for what is drawn, rows that
head tables, a title and languages, and colours that can be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from lxml import etree

from opsdoc.document.tree import Table, query
from opsdoc.render.artifact import Artifact
from opsdoc.theme import load_theme, theme_names
from tests.render.docx import kinds
from tests.render.docx.lint import WP, A, W, parts, stories
from tests.samples import sample

LEAST = 4.5  # WCAG 2.1, 1.4.3; large type may do with less, ours need not
LARGE, LEAST_LARGE = 28, 3.0  # half points: 14 pt bold


def contrast(first: str, second: str) -> float:
    """The ratio of two colours' luminances, RRGGBB."""

    def luminance(colour: str) -> float:
        parts = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
        r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


class Sheet:
    """Colour, size and ground of paragraphs and runs by their styles."""

    def __init__(self, data: bytes) -> None:
        root = etree.fromstring(parts(data)["word/styles.xml"])
        self.styles = {s.get(f"{W}styleId"): s for s in root.iter(f"{W}style")}
        self.base = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")

    def value(self, name: str | None, path: str, attribute: str = "val") -> str | None:
        while name:
            style = self.styles[name]
            found = style.find(path)
            if found is not None and found.get(f"{W}{attribute}") not in (None, "auto"):
                return found.get(f"{W}{attribute}")
            parent = style.find(f"{W}basedOn")
            name = None if parent is None else parent.get(f"{W}val")
        return None


def runs(data: bytes) -> Iterator[tuple[str, str, str, int]]:
    """Words, colour, ground and size in half points of every run outside drawings."""
    sheet = Sheet(data)
    default = sheet.base.find(f"{W}color").get(f"{W}val")
    size = sheet.base.find(f"{W}sz").get(f"{W}val")
    for root in stories(data).values():
        for paragraph in root.iter(f"{W}p"):
            if any(ancestor.tag == f"{W}txbxContent" for ancestor in paragraph.iterancestors()):
                continue
            style = paragraph.find(f"{W}pPr/{W}pStyle")
            name = None if style is None else style.get(f"{W}val")
            shade = paragraph.find(f"{W}pPr/{W}shd")
            ground = sheet.value(name, f"{W}pPr/{W}shd", "fill") if shade is None else shade.get(f"{W}fill")
            cell = next((a for a in paragraph.iterancestors() if a.tag == f"{W}tc"), None)
            filled = None if cell is None else cell.find(f"{W}tcPr/{W}shd")
            if ground is None and filled is not None:
                ground = filled.get(f"{W}fill")
            for run in paragraph.findall(f"{W}r"):
                words = "".join(t.text or "" for t in run.findall(f"{W}t")).strip()
                if words:
                    chip = run.find(f"{W}rPr/{W}shd")
                    under = ground if chip is None else chip.get(f"{W}fill")
                    own, mark = run.find(f"{W}rPr/{W}color"), run.find(f"{W}rPr/{W}rStyle")
                    colour = own.get(f"{W}val") if own is not None else None
                    if colour is None and mark is not None:
                        colour = sheet.value(mark.get(f"{W}val"), f"{W}rPr/{W}color")
                    colour = colour or sheet.value(name, f"{W}rPr/{W}color") or default
                    yield words, colour, under or "FFFFFF", int(sheet.value(name, f"{W}rPr/{W}sz") or size)


@pytest.fixture(scope="module", params=theme_names())
def file(request: pytest.FixtureRequest, word: Callable[..., Artifact]) -> bytes:
    return word(sample("zh"), theme=load_theme(request.param)).data


@pytest.fixture(scope="module")
def policy(word: Callable[..., Artifact]) -> bytes:
    theme = load_theme("corporate")
    return word(kinds.tree("policy zh-en"), theme=theme, workspace=kinds.ROOT).data


def test_all_words_can_be_read_on_their_ground(file: bytes) -> None:
    weak = {
        (words, colour, ground)
        for words, colour, ground, size in runs(file)
        if contrast(colour, ground) < (LEAST_LARGE if size >= LARGE else LEAST)
    }
    assert weak == set()


def test_words_in_filled_cells_of_the_policy_can_be_read(policy: bytes) -> None:
    seen = [item for item in runs(policy) if item[2] != "FFFFFF"]
    assert seen
    assert [item for item in seen if contrast(item[1], item[2]) < LEAST] == []


def test_drawings_and_tables_have_words(policy: bytes, file: bytes) -> None:
    for data in (policy, file):
        body = stories(data)["word/document.xml"]
        for drawing in body.iter(f"{WP}docPr"):
            assert drawing.get("descr") or b"decorative" in etree.tostring(drawing)
        for table in body.iter(f"{W}tbl"):
            described = table.find(f"{W}tblPr/{W}tblDescription")
            layout = table.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") == "TableLayout"
            assert layout or described.get(f"{W}val")


def test_tables_with_a_head_say_so_twice(policy: bytes) -> None:
    tables = list(stories(policy)["word/document.xml"].iter(f"{W}tbl"))
    headed = [t for t in tables if t.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None]
    assert len(headed) >= len([t for t in query(kinds.tree("policy zh-en").blocks, Table) if t.head])
    for table in headed:
        assert table.find(f"{W}tblPr/{W}tblLook").get(f"{W}firstRow") == "1"


def test_every_run_of_a_shape_names_its_language(file: bytes) -> None:
    for box in stories(file)["word/document.xml"].iter(f"{W}txbxContent"):
        for run in box.iter(f"{W}r"):
            assert run.find(f"{W}rPr/{W}lang") is not None


def test_no_table_stands_in_a_table_and_no_page_is_made_of_empty_lines(policy: bytes) -> None:
    body = stories(policy)["word/document.xml"]
    assert [t for t in body.iter(f"{W}tbl") if any(a.tag == f"{W}tbl" for a in t.iterancestors())] == []
    empty = 0
    for paragraph in body.findall(f"{W}p"):
        empty = (
            0
            if "".join(paragraph.itertext()).strip() or next(paragraph.iter(f"{A}graphic"), None) is not None
            else empty + 1
        )
        assert empty <= 3, "white space comes from styles"


def test_letters_and_not_colours_alone_carry_meaning(policy: bytes) -> None:
    for cell in stories(policy)["word/document.xml"].iter(f"{W}tc"):
        shade = cell.find(f"{W}tcPr/{W}shd")
        if shade is not None and shade.get(f"{W}fill") in ("15304F", "A8321E"):
            assert "".join(t.text or "" for t in cell.iter(f"{W}t")).strip()
