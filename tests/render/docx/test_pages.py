"""Page numbers in contents, judged by LibreOffice on the sample proposal; rules of the layout on small files."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from opsdoc.document.tree import (
    Align,
    Cell,
    Column,
    Contents,
    Document,
    Heading,
    Paragraph,
    Ref,
    Row,
    Table,
    Text,
)
from opsdoc.render.artifact import Artifact
from opsdoc.render.docx.layout import paginate
from opsdoc.render.docx.layout.lines import Piece, count_lines
from opsdoc.render.docx.layout.metrics import measure
from opsdoc.render.docx.layout.styles import Face
from opsdoc.theme import Theme
from tests.render.docx import judge, kinds
from tests.samples import sample

# The long ones take minutes: `python -m tests.render.docx.judge handbook` judges them.
JUDGED = (*(f"{kind}.{lang}" for kind in ("proposal", "policy") for lang in kinds.LANGS), "handbook.zh")


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, judge.Verdict]:
    if lacking := judge.missing():
        pytest.skip(f"{lacking}; `tools/setup.sh dev` installs it")
    files = judge.documents(JUDGED)
    paths = judge.laid_out(files, tmp_path_factory.mktemp("judge"))
    return {name: judge.judged(files[name], path) for name, path in paths.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", JUDGED)
def test_contents_name_the_pages_that_libreoffice_makes(verdicts: dict[str, judge.Verdict], name: str) -> None:
    verdict = verdicts[name]
    assert verdict.entries > (15 if name.startswith("policy") else 90)
    assert verdict.exact >= 0.9, verdict
    assert verdict.furthest <= 1, verdict


def part(made: Artifact, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        return archive.read(f"word/{name}.xml").decode()


def chapters(*paragraphs: int) -> Document:
    """Chapters of so many short paragraphs, each with a reference to the last chapter's page."""
    last = f"c{len(paragraphs)}"
    blocks: list[Heading | Paragraph] = []
    for number, count in enumerate(paragraphs, 1):
        blocks.append(Heading(id=f"c{number}", level=1, number=str(number), content=(Text(f"第{number}部分"),)))
        blocks.append(Paragraph((Text("见第 "), Ref(target=last, text="1", form="page"), Text(" 页。"))))
        blocks += [Paragraph((Text("一行。"),)) for _ in range(count - 1)]
    return replace(sample("zh"), blocks=tuple(blocks))


def openings(xml: str) -> list[bool]:
    """Whether each chapter's first paragraph asks for a page of its own."""
    heads = re.findall(r'<w:pPr><w:pStyle w:val="(?:Eyebrow|Heading1)"/>(.*?)</w:pPr>', xml)
    assert all('w:val="room"' not in head for head in heads)
    return ["<w:pageBreakBefore/>" in head for head in heads]


def last_page(xml: str) -> str:
    return xml.partition("PAGEREF")[2].split('"separate"/>', 1)[1].split("</w:t>")[0].rpartition(">")[2]


# The cover is page 1; a page holds 28 lines of 17 points with 7.4 points between them.
@pytest.mark.parametrize(
    ("paragraphs", "starts", "page"),
    [
        ((3, 3, 3), [True, False, False], "2"),
        ((20, 3, 3), [True, True, False], "3"),
        # The second ends on the third page, where less than 42 % is left.
        ((3, 40, 3), [True, False, True], "4"),
        ((3, 28, 3), [True, False, False], "3"),
    ],
)
def test_a_chapter_starts_a_page_where_little_is_left(
    word: Callable[..., Artifact], paragraphs: tuple[int, ...], starts: list[bool], page: str
) -> None:
    xml = part(word(chapters(*paragraphs)), "document")
    assert openings(xml) == starts
    assert last_page(xml) == page


def test_a_chapter_that_starts_a_page_is_laid_out_as_it_will_stand(word: Callable[..., Artifact]) -> None:
    # What ends the chapter before asks for space below itself, which a fresh page does not give.
    said, seen = [], []
    for count in range(25, 29):
        blocks = list(chapters(20, count, 26).blocks)
        source = Paragraph((Text("来源：项目组分析"),), role="source")
        blocks.insert(next(n for n, b in enumerate(blocks) if isinstance(b, Heading) and b.id == "c2"), source)
        made = word(replace(sample("zh"), blocks=tuple(blocks)))
        said.append(part(made, "footer_body").partition("NUMPAGES")[2].partition("</w:t>")[0].rpartition(">")[2])
        parts = (part(made, name).encode() for name in ("document", "styles", "numbering", "footnotes"))
        seen.append(str(paginate(*parts).count))
    assert said == seen
    assert len(set(said)) == 2, "among them is the page's edge"


def test_a_theme_may_start_every_chapter_on_a_page(word: Callable[..., Artifact], theme: Theme) -> None:
    every = theme.model_copy(update={"page": theme.page.model_copy(update={"chapter_starts": "page"})})
    # The page break is the style's own: whoever takes it out of Heading 1 changes every chapter.
    xml = part(word(chapters(3, 3, 3), theme=every), "document")
    assert (last_page(xml), openings(xml)) == ("4", [False] * 3)


def test_a_chapter_after_the_contents_starts_a_page(word: Callable[..., Artifact]) -> None:
    document = chapters(3, 3)
    contents = Contents("headings", depth=1)
    xml = part(word(replace(document, blocks=(*document.blocks[:4], contents, *document.blocks[4:]))), "document")
    assert openings(xml) == [True, True]
    # The end of the list's field takes no room: a list that fills its page leaves none empty.
    ends = re.findall(r'<w:pStyle w:val="(\w+)"/></w:pPr><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>', xml)
    assert ends == ["CoverSpace"]


def test_the_running_head_finds_short_names_and_the_headings_of_chapters_without(word: Callable[..., Artifact]) -> None:
    document = chapters(1, 1)
    named = tuple(replace(b, short="现状") if isinstance(b, Heading) and b.id == "c2" else b for b in document.blocks)
    made = word(replace(document, blocks=named))
    found = re.findall(r'<w:rStyle w:val="RunningHead"/>.*?<w:t[^>]*>(.*?)</w:t>', part(made, "document"))
    assert found[0].startswith("第")
    assert found[-1] == "现状"
    assert re.search(r"STYLEREF [^<]*页眉章名", part(made, "header_body"))
    assert '<w:name w:val="页眉章名"/>' in part(made, "styles")


def lines(text: str, width: float, **face: object) -> int:
    return count_lines([Piece(text, Face("Calibri", 10, **face))], width)  # type: ignore[arg-type]


def test_lines_break_as_chinese_is_set() -> None:
    assert lines("一二三四五六七八九十", 100) == 1
    assert lines("一二三四五六七八九十百", 100) == 2
    # A full stop may not begin a line, nor a bracket end one, so that it takes the next sign with it.
    assert lines("一二三四五六七八九十。", 100) == 2
    assert lines("一二三四五六七八九（十）", 100) == 2
    assert lines("一二三四五六七八九十！", 100) == 2


def test_lines_break_between_words_only() -> None:
    wide = measure("Calibri", False)("organisation") * 10
    assert lines("organisation design", wide + 1) == 2
    assert lines("organisation " * 3, wide + 1) == 3
    assert lines("a\nb", 100) == 2
    # A word that no line holds is cut.
    assert lines("organisation", wide / 2 + 1) == 2


def test_spaces_that_join_break_nowhere_and_are_as_wide_as_others() -> None:
    assert lines("一二三四五六七\xa0（%）", 100) == lines("一二三四五六七 （%）", 100)
    assert (lines("at 10 km at", 27), lines("at 10\xa0km at", 27)) == (2, 3)
    assert measure("Calibri", False)("\xa0") == measure("Calibri", False)(" ")


def test_pairs_of_letters_stand_closer() -> None:
    width = measure("Calibri", False)
    assert width("AV") < width("A") + width("V")
    assert measure("Consolas", False)("iiii") == measure("Consolas", False)("WWWW")


def test_the_same_document_gives_the_same_bytes(word: Callable[..., Artifact], tmp_path: Path) -> None:
    assert word(chapters(2, 2)).data == word(chapters(2, 2)).data


def test_entries_without_a_number_begin_where_the_words_of_others_do(word: Callable[..., Artifact]) -> None:
    document = chapters(1, 1)
    blocks = tuple(replace(b, number="") if isinstance(b, Heading) and b.id == "c1" else b for b in document.blocks)
    made = word(replace(document, blocks=(Contents("headings", depth=1), *blocks)))
    style = re.search(r'w:styleId="TOC1".*?</w:style>', part(made, "styles"))
    assert style is not None
    assert '<w:ind w:left="700" w:hanging="700"/>' in style[0]
    entries = re.findall(r'<w:pStyle w:val="TOC1"/>(.*?)</w:pPr>(.*?)</w:p>', part(made, "document"))
    # What has a number is laid out by its style alone.
    assert [ppr for ppr, _ in entries] == ['<w:ind w:left="700" w:firstLine="0"/>', ""]
    assert "<w:tab/>" in entries[1][1].split("第2部分")[0]


@pytest.mark.parametrize(("align", "kept"), [(Align.LEFT, False), (Align.RIGHT, True)])
def test_a_table_of_figures_stays_whole_where_one_of_words_parts(
    align: Align, kept: bool, word: Callable[..., Artifact]
) -> None:
    # Fifteen lines take two fifths of a page.
    row = Row(tuple(Cell((Paragraph((Text("12"),)),)) for _ in range(4)))
    table = Table(columns=(Column(), *[Column(align=align)] * 3), head=(row,), body=(row,) * 15)
    xml = part(word(replace(sample("zh"), blocks=(table, Paragraph((Text("下文。"),))))), "document")
    *_, grid = xml.split("<w:tbl>")
    rows = grid.split("</w:tr>")[1:-2]
    assert all("<w:keepNext/>" in one for one in rows) == kept
    assert "<w:keepNext/>" in rows[0], "the head does not stand with one row"
    assert "<w:keepNext/>" in rows[-1], "nor the last row alone"


def test_a_chip_has_air_of_its_own_ground(word: Callable[..., Artifact]) -> None:
    table = Table(columns=(Column(),), head=(), body=(Row((Cell((Paragraph((Text("高"),)),), tone="high"),)),))
    xml = part(word(replace(sample("zh"), blocks=(table,))), "document")
    chip = xml.rpartition("<w:tbl>")[2].partition("</w:tbl>")[0]
    assert re.findall(r'w:fill="B5432A"/></w:rPr><w:t[^>]*>(.*?)</w:t>', chip) == ["\u00a0", "高", "\u00a0"]


@pytest.mark.parametrize(
    ("above", "kept", "pages"),
    [
        (70, (), [1, 2, 2, 2, 2]),
        (70, (0,), [2, 2, 2, 2, 2]),
        (70, (1,), [1, 2, 2, 2, 2]),
        (70, (0, 1, 2, 3), [2, 2, 2, 2, 2]),
        (30, (1, 2), [1, 2, 2, 2, 2]),
        (10, (3,), [1, 1, 1, 2, 2]),
        (70, (4,), [1, 2, 2, 2, 2]),  # what follows has no room beside it, but the table began a page earlier
    ],
)
def test_rows_stay_together_as_libreoffice_reads_it(above: int, kept: tuple[int, ...], pages: list[int]) -> None:
    def line(text: str, height: int, ppr: str = "") -> str:
        exact = f'<w:spacing w:line="{height * 20}" w:lineRule="exact"/>'
        return f"<w:p><w:pPr>{ppr}{exact}</w:pPr><w:bookmarkStart w:name='{text}'/><w:r><w:t>a</w:t></w:r></w:p>"

    rows = "".join(
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr/>"
        f"{line(f'r{n}', 20, '<w:keepNext/>' if n in kept else '')}</w:tc></w:tr>"
        for n in range(5)
    )
    section = (
        '<w:sectPr><w:pgSz w:w="4000" w:h="2000"/><w:pgMar w:top="0" w:bottom="0" w:left="0" w:right="0"/></w:sectPr>'
    )
    grid = '<w:tblGrid><w:gridCol w:w="3000"/></w:tblGrid>'
    word_ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"{line('p', above)}<w:tbl><w:tblPr/>{grid}{rows}</w:tbl>{line('s', 30)}{section}"
    document = f"<w:document {word_ns}><w:body>{body}</w:body></w:document>"
    of = paginate(document.encode(), f"<w:styles {word_ns}/>".encode()).of
    assert [of[f"r{n}"] for n in range(5)] == pages


def test_a_row_that_may_break_is_as_tall_as_its_taller_cell_with_the_space_below_it() -> None:
    # 20 + 30 points beside 40 leave half of the page, not the 30 that 40 + 30 would.
    def paragraph(height: int, after: int, name: str = "") -> str:
        mark = f"<w:bookmarkStart w:name='{name}'/>" if name else ""
        spacing = f'<w:spacing w:after="{after * 20}" w:line="{height * 20}" w:lineRule="exact"/>'
        return f"<w:p><w:pPr>{spacing}</w:pPr>{mark}<w:r><w:t>a</w:t></w:r></w:p>"

    cells = "".join(f"<w:tc><w:tcPr/>{paragraph(*size)}</w:tc>" for size in ((20, 30), (40, 0)))
    grid = '<w:tblGrid><w:gridCol w:w="1500"/><w:gridCol w:w="1500"/></w:tblGrid>'
    section = (
        '<w:sectPr><w:pgSz w:w="4000" w:h="2000"/><w:pgMar w:top="0" w:bottom="0" w:left="0" w:right="0"/></w:sectPr>'
    )
    word_ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = f"<w:tbl><w:tblPr/>{grid}<w:tr>{cells}</w:tr></w:tbl>{paragraph(45, 0, 'below')}{section}"
    document = f"<w:document {word_ns}><w:body>{body}</w:body></w:document>"
    assert paginate(document.encode(), f"<w:styles {word_ns}/>".encode()).of["below"] == 1
