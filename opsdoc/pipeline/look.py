"""How a job's pages look: its theme on the paper asked for, with the fonts at hand, in the firm's brand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from opsdoc.diagnostics import Diagnostic, Log, Source
from opsdoc.pipeline.request import Request
from opsdoc.write import file_digest

if TYPE_CHECKING:
    from opsdoc.content.load import Workspace
    from opsdoc.render.artifact import Logos
    from opsdoc.theme import Theme


@dataclass(frozen=True, slots=True)
class Look:
    """A theme ready for rendering, the firm's logos, what was found on the way, and the brand's files → SHA-256."""

    theme: Theme
    logos: Logos | None = None
    findings: tuple[Diagnostic, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)


def look(name: str, request: Request, workspace: Workspace, engagement: str) -> Look:
    """The look of jobs in a theme. Raises OpsdocError for a theme, a brand file or a logo that cannot be used."""
    from opsdoc.fontconfig import families
    from opsdoc.theme import load_theme

    log = Log()
    known = families(workspace.root / "fonts")
    theme = load_theme(name, workspace.templates, known, log)
    if request.paper:
        theme = theme.on_paper(request.paper)  # type: ignore[arg-type]
    path, shown, place = _brand_file(request, workspace, engagement)
    if path is None:
        return Look(theme, findings=tuple(log))
    if not path.is_file():
        log.error("brand", f'no file "{shown}"', place, help="name a brand.yml, from the workspace's folder")
        log.raise_if_errors(exit_code=1 if place else 2)
    from opsdoc.theme.brand import branded
    from opsdoc.theme.brandfile import read_brand

    brand = read_brand(path, shown, log)
    log.raise_if_errors()
    theme = branded(theme, brand, known, log)
    logos, used = _logos(brand, path, theme)
    files = {_known_as(file, workspace.root): file_digest(file) for file in (path, *used)}
    return Look(theme, logos, tuple(log), files)


def _brand_file(request: Request, workspace: Workspace, engagement: str) -> tuple[Path | None, str, Source | None]:
    """The brand file asked for, else the engagement's, else that of opsdoc.yaml; how to name it, and who names it."""
    record = workspace.engagements[engagement].record
    if request.brand is not None:
        return request.brand.absolute(), str(request.brand), None
    for named, place in ((record.brand, record.at("brand")), (workspace.config.brand, Source("opsdoc.yaml"))):
        if named:
            return workspace.root / named, named, place
    return None, "", None


def _logos(brand: object, path: Path, theme: Theme) -> tuple[Logos | None, list[Path]]:
    from opsdoc.render.artifact import Logos
    from opsdoc.render.images import load_image
    from opsdoc.theme.brandfile import Brand
    from opsdoc.theme.colour import luminance

    assert isinstance(brand, Brand)
    large = next((brand.logos[size] for size in ("large", "medium", "small") if size in brand.logos), None)
    small = next((brand.logos[size] for size in ("small", "medium", "large") if size in brand.logos), None)
    if large is None or small is None:
        return None, []
    dark = luminance(theme.colour(theme.cover.ground)) < 0.4
    shown = large.dark if dark and large.dark else large.path
    pictures = {one: load_image(one, path.parent, large.place) for one in dict.fromkeys((shown, small.path))}
    logos = Logos(pictures[shown], pictures[small.path], large.alt or brand.name)
    return logos, [path.parent / one for one in pictures]


def _known_as(file: Path, root: Path) -> str:
    file = file.resolve()
    return file.relative_to(root.resolve()).as_posix() if file.is_relative_to(root.resolve()) else str(file)
