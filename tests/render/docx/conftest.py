"""Word files, made once for all tests: small ones that hold every node of the tree, and the sample engagement's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
import yaml

from opsdoc.document.tree import Article, Contents, Document, Heading, OrderedList, Paragraph, Text
from opsdoc.render.artifact import Artifact, RenderContext
from opsdoc.render.docx import render_docx
from opsdoc.resources import data_folder
from opsdoc.theme import Theme
from tests.render.docx import kinds
from tests.render.docx.statements import File
from tests.samples import LABELS, WORKSPACE, sample, sample_pair

EPOCH = 1795392000


@pytest.fixture(scope="session")
def theme() -> Theme:
    return Theme.model_validate(
        yaml.safe_load((data_folder("templates") / "themes" / "consulting" / "theme.yaml").read_text("utf-8"))
    )


@pytest.fixture(scope="session")
def word(theme: Theme) -> Callable[..., Artifact]:
    def render(document: Document, **more: Any) -> Artifact:
        return render_docx(document, RenderContext(**{"theme": theme, "workspace": WORKSPACE, "epoch": EPOCH, **more}))

    return render


def policy(lang: str) -> Document:
    """A policy in chapters and running articles, with lists below them."""
    zh = lang == "zh"

    def words(value: str) -> tuple[Text, ...]:
        return (Text(value),)

    blocks: list[Any] = [Contents(depth=2)]
    ordinal = 0
    han = "零一二三四五六七八九十"
    roman = ("", "I", "II")
    for chapter in (1, 2):
        number = f"第{han[chapter]}章" if zh else f"Chapter {roman[chapter]}"
        blocks.append(
            Heading(id=f"chapter-{chapter}", level=1, number=number, content=words("总则" if zh else "General"))
        )
        section = "第一节" if zh else "Section 1"
        blocks.append(
            Heading(id=f"section-{chapter}", level=2, number=section, content=words("目的" if zh else "Purpose"))
        )
        for _ in range(3):
            ordinal += 1
            title = words("目的" if zh else "Purpose") if ordinal % 2 else ()
            blocks.append(
                Article(
                    id=f"article-{ordinal}",
                    ordinal=ordinal,
                    number=f"第{han[ordinal]}条" if zh else f"Article {ordinal}",
                    title=title,
                    content=(
                        Paragraph(words("为规范组织管理，制定本办法。" if zh else "This policy sets out rules.")),
                        OrderedList(
                            style="paren-han",
                            items=(
                                (Paragraph(words("甲；" if zh else "first;")),),
                                (Paragraph(words("乙。" if zh else "second.")),),
                            ),
                        ),
                    ),
                )
            )
    base = sample(lang)  # type: ignore[arg-type]
    meta = replace(base.meta, kind="policy", watermark="受控" if zh else "CONTROLLED")
    return Document(
        lang=lang,
        meta=meta,
        blocks=tuple(blocks),
        numbering="chapter-article",
        labels=LABELS[lang],  # type: ignore[arg-type]
    )


DOCUMENTS: dict[str, Callable[[], Document]] = {
    "zh": lambda: sample("zh"),
    "en": lambda: sample("en"),
    "zh-en": sample_pair,
    "zh-en stacked": lambda: sample_pair("stacked"),
    "policy zh": lambda: policy("zh"),
    "policy en": lambda: policy("en"),
}


@pytest.fixture(scope="session")
def file_of(theme: Theme) -> Callable[[str], File]:
    """The file of a name: a small document of DOCUMENTS, or one of the sample engagement as `opsdoc build` makes it."""

    @cache
    def made(name: str) -> File:
        small = name in DOCUMENTS
        context = RenderContext(theme, WORKSPACE, EPOCH) if small else kinds.context(name.removeprefix("sample "))
        document = DOCUMENTS[name]() if small else kinds.tree(name.removeprefix("sample "))
        return File(document, render_docx(document, context).data, context)

    return made


@pytest.fixture(scope="session", params=[*DOCUMENTS, *(f"sample {name}" for name in kinds.NAMES)])
def file(request: pytest.FixtureRequest, file_of: Callable[[str], File]) -> File:
    """Each file in turn; no test changes it."""
    return file_of(request.param)
