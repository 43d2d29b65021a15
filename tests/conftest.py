"""Fixtures for tests from outside: the tiny workspace, and a cache folder that no other run has touched."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

# Pango reads its configuration once, when the first test module that needs WeasyPrint is collected: before any fixture.
_fonts = tempfile.TemporaryDirectory(prefix="opsdoc-fonts-")
from opsdoc.fontconfig import isolated  # noqa: E402

os.environ["FONTCONFIG_FILE"] = str(isolated(Path(_fonts.name)))

import pytest  # noqa: E402

from opsdoc.render.docx.package import Package  # noqa: E402
from tests.cli.tiny import Tiny, copy_of_tiny  # noqa: E402
from tests.render.docx.lint import findings  # noqa: E402

# The files that take longest, which begin first: a long one that begins last keeps one core while the others rest.
LONGEST = (
    "render/docx/test_others.py",
    "render/docx/test_statements.py",
    "render/test_laws.py",
    "render/test_themes.py",
    "render/docx/test_pages.py",
    "test_docs.py",
    "cli/test_build.py",
    "render/test_proposal.py",
    "render/docx/test_accessibility.py",
    "render/docx/test_house_style.py",
    "test_wheel.py",
    "test_bad_input.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, the others as they come (`--no-loadscope-reorder` leaves this order alone)."""
    here = Path(__file__).parent
    order = {here / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: order.get(item.path, len(order)))


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPSDOC_CACHE", str(tmp_path_factory.mktemp("cache")))
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def _every_docx_is_whole() -> Iterator[None]:
    """Whatever test makes a DOCX, what no validator sees is looked for in it: references, ids and fields that do not
    meet."""

    def checked(package: Package) -> bytes:
        made = written(package)
        assert findings(made) == []
        return made

    written = Package.data
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Package, "data", checked)
        yield


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Tiny:
    """The tiny workspace, copied, as the current folder."""
    root = copy_of_tiny(tmp_path)
    monkeypatch.chdir(root)
    return Tiny(root, capsys)
