"""Headings, articles and lists: statements 12 to 15 and 18, and numbers as Word counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opsdoc.document.tree import Article, BulletList, Figure, Heading, OrderedList, plain, query
from tests.render.docx.counting import han
from tests.render.docx.lint import W
from tests.render.docx.statements.file import File, bare, unequal, words

ARTICLES = ("条", "Article")
ITEMS = ("List Bullet", "List Number", "译文列表", "Second Language List", "表格项目符号", "Table Bullet", "表格编号",
         "Table Number")  # fmt: skip
IN_ORDER = ("List Number", "译文列表", "Second Language List", "表格编号", "Table Number")
_typed = re.compile(r"\s*(?:[•·‣▪]|[-–—] |\d+[.)．、]\s|[（(]?[一二三四五六七八九十]+[）)、])")


def styled(file: File) -> Iterator[str]:
    """Each heading stands in `heading N`, which has the outline level N - 1."""
    wanted = list(query(file.document.blocks, Heading))
    if len(wanted) != len(file.headings):
        yield f"{len(file.headings)} headings, {len(wanted)} in the document"
    for heading, paragraph in zip(wanted, file.headings, strict=False):
        name = file.style_name(paragraph)
        if name != f"heading {heading.level}":
            yield f"{words(paragraph)} is in {name}"
        both = bare(plain(heading.content) + plain(heading.translation))
        if bare(words(paragraph)) != both:
            yield f"{words(paragraph)!r} stands for {both!r}"
        level = file.of_paragraph(paragraph, "outlineLvl")
        if level is None or level.get(f"{W}val") != str(int(name[-1]) - 1):
            yield f"{name} has no outline level of its own"


def unbroken(file: File) -> Iterator[str]:
    """No level is skipped on the way down."""
    before = 0
    for paragraph in file.headings:
        level = int(file.style_name(paragraph)[-1])
        if level > before + 1:
            yield f"level {level} after {before}: {words(paragraph)}"
        before = level


def numbered(file: File) -> Iterator[str]:
    """Numbers of headings and articles come from lists, are none of their words, and are those of the document."""
    wanted = list(query(file.document.blocks, Heading))
    for heading, paragraph in zip(wanted, file.headings, strict=False):
        if heading.number and words(paragraph).startswith(heading.number):
            yield f"a typed number: {words(paragraph)}"
        # No numPr but numId 0 takes a style's number away.
        shown = file.numbers.get(id(paragraph), "")
        if shown != heading.number:
            yield f"Word counts {shown!r}, the document {heading.number!r}: {words(paragraph)}"
    articles = list(query(file.document.blocks, Article))
    found = file.styled(*ARTICLES)
    yield from unequal("articles", [file.numbers.get(id(p), "") for p in found], [a.number for a in articles])


def linked(file: File) -> Iterator[str]:
    """Levels and styles point at each other."""
    abstracts = {a.get(f"{W}abstractNumId"): a for a in file.numbering.iter(f"{W}abstractNum")}
    nums = {n.get(f"{W}numId"): n.find(f"{W}abstractNumId").get(f"{W}val") for n in file.numbering.iter(f"{W}num")}
    count = 0
    for identifier, style in file.styles.items():
        number, level = style.find(f"{W}pPr/{W}numPr/{W}numId"), style.find(f"{W}pPr/{W}numPr/{W}ilvl")
        if number is None or number.get(f"{W}val") == "0":
            continue
        count += 1
        ilvl = "0" if level is None else level.get(f"{W}val")
        definition = abstracts[nums[number.get(f"{W}val")]]
        there = next(v for v in definition.iter(f"{W}lvl") if v.get(f"{W}ilvl") == ilvl)
        back = there.find(f"{W}pStyle")
        if back is None or back.get(f"{W}val") != identifier:
            yield f"level {ilvl} does not name {identifier}"
    if count < 6:
        yield f"{count} styles are numbered"
    for number, definition in abstracts.items():
        for one in definition.iter(f"{W}pStyle"):
            style = file.styles.get(one.get(f"{W}val"))
            back = None if style is None else style.find(f"{W}pPr/{W}numPr/{W}numId")
            if back is None or nums.get(back.get(f"{W}val")) != number:
                yield f"{one.get(f'{W}val')} does not name its list"


def listed(file: File) -> Iterator[str]:
    """Every item of a list is one of Word's, and begins with no sign of its own."""
    for paragraph in file.paragraphs:
        if file.style_name(paragraph).removesuffix(" 2").removesuffix(" 3") in ITEMS:
            if not file.numbers.get(id(paragraph)):
                yield f"an item without a sign: {words(paragraph)[:30]}"
            if _typed.match(words(paragraph)):
                yield f"a typed sign: {words(paragraph)[:30]}"
    kinds = (BulletList, OrderedList)
    wanted = sum(len(one.items) for one in query(file.document.blocks, kinds))
    # The data of a chart, which paper lists at its end, are the chart's own text here.
    wanted -= sum(len(one.items) for f in query(file.document.blocks, Figure) for one in query(f, kinds))
    others = {id(p) for p in (*file.headings, *file.styled(*ARTICLES))}
    found = sum(1 for key in file.numbers if key not in others)
    if found != wanted:
        yield f"{found} items, {wanted} in the document"


def counts(file: File) -> Iterator[str]:
    """Ordered lists count from their start, each list anew."""
    items: dict[str, list[int]] = {}
    for paragraph in file.paragraphs:
        number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        name = file.style_name(paragraph).removesuffix(" 2").removesuffix(" 3")
        if number is not None and name in IN_ORDER and not _is_bullet(file.numbers[id(paragraph)]):
            items.setdefault(number.get(f"{W}val"), []).append(_ordinal(file.numbers[id(paragraph)]))
    wanted = [[ordered.start + n for n in range(len(ordered.items))] for ordered in _ordered(file) if ordered.items]
    found = list(items.values())
    if sorted(found) != sorted(wanted):
        yield f"lists in order count {[one for one in found if one not in wanted][:5]}, {len(found)} of {len(wanted)}"


def _is_bullet(number: str) -> bool:
    return number == "•"


def _ordinal(number: str) -> int:
    """The value of a list's number: 3 of （三）, 2 of b)."""
    core = number.strip("（）().、")
    if core.isdigit():
        return int(core)
    if re.fullmatch("[a-z]", core):
        return ord(core) - 96
    return next(value for value in range(1, 100) if han(value) == core)


def _ordered(file: File) -> Iterator[OrderedList]:
    charts = {id(one) for f in query(file.document.blocks, Figure) for one in query(f, OrderedList)}
    yield from (one for one in query(file.document.blocks, OrderedList) if id(one) not in charts)


STATEMENTS = {
    "12 headings stand in heading styles": styled,
    "13 no level is skipped": unbroken,
    "14 numbers come from lists": numbered,
    "15 levels and styles point at each other": linked,
    "18 lists use numbering": listed,
    "18 lists in order count anew": counts,
}
