"""`opsdoc diagram`: one exhibit alone, its files, and what it says to names that are not there."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2  # type: ignore[import-untyped]
import pytest

from tests.cli.tiny import Tiny

SVG = "{http://www.w3.org/2000/svg}"


def test_an_exhibit_is_one_svg_beside_the_documents_unless_told_otherwise(tiny: Tiny) -> None:
    done = tiny.run("diagram", "orgchart")
    assert (done.code, done.out) == (0, "")
    path = tiny.output / "orgchart.five-departments.en.svg"
    assert done.err == f"{path}\n"
    assert path.is_file()


def test_the_svg_is_valid_stands_alone_and_says_in_words_what_it_shows(tiny: Tiny) -> None:
    assert tiny.run("diagram", "orgchart", "--lang", "en", "-P", "show=none", "-o", "chart.svg").code == 0
    text = Path("chart.svg").read_text("utf-8")
    root = ElementTree.fromstring(text)
    assert root.tag == f"{SVG}svg"
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert not tags & {"script", "image", "foreignObject", "style", "text"}, "letters are outlines, nothing is fetched"
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    used = {element.get("{http://www.w3.org/1999/xlink}href", "")[1:] for element in root.iter(f"{SVG}use")}
    assert used
    assert used <= ids
    assert not re.search(r'(?:href|src)="(?!#)', text)
    assert "Product Operations Department" in (root.findtext(f"{SVG}desc") or "")
    assert root.findtext(f"{SVG}title") == "Five departments, fifteen functions: organisation chart"


def test_several_formats_variants_and_languages_are_told_apart_by_name(tiny: Tiny) -> None:
    arguments = ["--to", "svg,png", "--lang", "zh,en", "--variant", "hybrid,five-departments", "-o", "out/chart", "-q"]
    assert tiny.run("diagram", "orgchart", *arguments).code == 0
    names = {path.name for path in Path("out").iterdir() if path.suffix in (".svg", ".png")}
    assert {
        f"chart.{v}.{la}.{e}" for v in ("hybrid", "five-departments") for la in ("zh", "en") for e in ("svg", "png")
    } == {name for name in names if not re.search(r"chart-\d", name)}
    assert Path("out/chart.hybrid.zh.png").read_bytes().startswith(b"\x89PNG")


def test_a_pdf_has_a_page_of_the_size_of_its_drawing(tiny: Tiny) -> None:
    assert (
        tiny.run("diagram", "orgchart", "-P", "show=none", "-P", "root=product-department", "-o", "chart.pdf").code == 0
    )
    document = pypdfium2.PdfDocument("chart.pdf")
    assert len(document) == 1
    width, height = document[0].get_size()
    assert width < 300
    assert height < 200


def test_the_same_data_give_the_same_bytes(tiny: Tiny) -> None:
    for name in ("a", "b"):
        assert tiny.run("diagram", "orgchart", "--to", "svg,pdf", "-o", name).code == 0
    for ending in ("svg", "pdf"):
        assert Path(f"a.{ending}").read_bytes() == Path(f"b.{ending}").read_bytes()


def test_stdout_takes_one_file(tiny: Tiny) -> None:
    done = tiny.run("diagram", "orgchart", "-o", "-")
    assert done.code == 0
    assert done.out.startswith("<?xml ")
    assert done.err == ""
    refused = tiny.run("diagram", "orgchart", "--to", "svg,png", "-o", "-")
    assert refused.code == 2
    assert "-o - takes one file, and these are 2" in refused.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["orgchat"], 'no exhibit "orgchat"\nhelp: did you mean "orgchart"?'),
        (["coverage"], '"coverage" is a table and not a drawing: `opsdoc build` prints it in its document'),
        (["roadmap"], '"roadmap" has nothing to draw'),
        (["orgchart", "--variant", "hybird"], 'no variant "hybird"\nhelp: did you mean "hybrid"?'),
        (["orgchart", "--engagement", "tinny"], 'no engagement "tinny"'),
        (["orgchart", "--document", "nota"], 'no document "nota"'),
        (["orgchart", "--lang", "fr"], 'no language "fr"'),
        (["orgchart", "--to", "gif"], 'no format "gif"'),
        (["orgchart", "-o", "chart.gif"], 'no format "gif"'),
        (["orgchart", "-o", "."], "-o . is a folder\nhelp: name a file in it: -o chart.svg"),
        (["orgchart", "--to", "svg", "-o", "chart.pdf"], "-o chart.pdf is no svg\nhelp: write --to pdf"),
        (["orgchart", "-P", "depth"], 'cannot read -P "depth"\nhelp: write -P key=value'),
        (["orgchart", "-P", "roof=x"], 'orgchart has no argument "roof"\nhelp: did you mean "root"?'),
        (["orgchart", "-P", "root=nowhere"], 'no unit "nowhere" in five-departments'),
        (["orgchart", "-P", "depth=0"], 'depth="0" is not a number from 1 to 99'),
        (["orgchart", "-P", "show=fte,heads"], 'show="heads" is not known\nhelp: did you mean "head"?'),
        (["orgchart", "-P", "before=as-is"], "the engagement has no as-is structure"),
        ([], "Missing argument"),
    ],
)
def test_a_wrong_name_exits_2_and_says_the_way_out(tiny: Tiny, arguments: list[str], message: str) -> None:
    done = tiny.run("diagram", *arguments)
    assert done.code == 2
    assert message in done.err
    assert "\nhelp: " in done.err
    assert done.out == ""
    assert not tiny.files(), "nothing is written"


def test_a_drawing_is_in_the_firms_colours_like_its_document(tiny: Tiny) -> None:
    tiny.write("brand.yml", 'color: {primary: "#5B2A86"}\n')
    assert tiny.run("diagram", "orgchart", "-o", "plain.svg").code == 0
    tiny.write("opsdoc.yaml", (tiny.root / "opsdoc.yaml").read_text() + "brand: brand.yml\n")
    assert tiny.run("diagram", "orgchart", "-o", "branded.svg").code == 0
    assert "#5B2A86" not in Path("plain.svg").read_text("utf-8").upper()
    assert "#5B2A86" in Path("branded.svg").read_text("utf-8").upper()


def test_a_folder_that_cannot_be_written_exits_3(tiny: Tiny) -> None:
    tiny.write("taken", "a file")
    done = tiny.run("diagram", "orgchart", "-o", "taken/chart.svg")
    assert done.code == 3
    assert "taken is a file, a folder is needed" in done.err
