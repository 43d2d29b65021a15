"""Images from the workspace: what may come in."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from PIL import Image

from opsdoc.diagnostics import OpsdocError
from opsdoc.render.images import load_image


def png(folder: Path, name: str = "a.png", size: tuple[int, int] = (8, 6), mode: str = "RGB", **more: object) -> Path:
    Image.new(mode, size).save(folder / name, **more)  # type: ignore[arg-type]
    return folder / name


def test_a_plain_image_is_read(tmp_path: Path) -> None:
    png(tmp_path)
    picture = load_image("a.png", tmp_path)
    assert (picture.mime, picture.width, picture.height) == ("image/png", 8, 6)


def test_cmyk_becomes_rgb(tmp_path: Path) -> None:
    png(tmp_path, "a.jpg", mode="CMYK")
    picture = load_image("a.jpg", tmp_path)
    assert Image.open(io.BytesIO(picture.data)).mode == "RGB"


def test_a_link_out_of_the_workspace_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "a.png").symlink_to(png(tmp_path))
    with pytest.raises(OpsdocError) as refused:
        load_image("a.png", inside)
    assert refused.value.exit_code == 4


@pytest.mark.parametrize("path", ["../a.png", "/proc/self/environ", "/proc/self/fd/0.png", "x/../../a.png"])
def test_paths_out_of_the_workspace_are_refused(tmp_path: Path, path: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    png(tmp_path)
    with pytest.raises(OpsdocError):
        load_image(path, inside)


def test_pipes_and_folders_are_no_images(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "folder.png").mkdir()
    for name in ("pipe.png", "folder.png"):
        with pytest.raises(OpsdocError):
            load_image(name, tmp_path)


def test_a_false_or_broken_image_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"GIF89a not a png")
    png(tmp_path, "b.png")
    (tmp_path / "b.png").write_bytes((tmp_path / "b.png").read_bytes()[:40])
    for name in ("a.png", "b.png"):
        with pytest.raises(OpsdocError):
            load_image(name, tmp_path)


def test_too_many_pixels_or_bytes_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    png(tmp_path, size=(9000, 9000), mode="1")
    with pytest.raises(OpsdocError, match="9000"):
        load_image("a.png", tmp_path)
    png(tmp_path, "b.png", size=(300, 300))
    monkeypatch.setattr("opsdoc.render.images.MAX_BYTES", 100)
    with pytest.raises(OpsdocError, match="larger"):
        load_image("b.png", tmp_path)


def test_one_pixel_and_animation_are_refused(tmp_path: Path) -> None:
    png(tmp_path, "a.png", size=(1, 300))
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(tmp_path / "b.gif", save_all=True, append_images=frames[1:])
    for name, why in (("a.png", "one pixel"), ("b.gif", "animated")):
        with pytest.raises(OpsdocError, match=why):
            load_image(name, tmp_path)


SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">{}</svg>'


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="http://example.org/a.png"/>',
        '<image xlink:href="file:///etc/passwd"/>',
        '<image href="../../a.png"/>',
        '<use href="//example.org/a.svg#x"/>',
        '<rect style="fill:url(http://example.org/#x)"/>',
        "<style>@import 'a.css';</style>",
        "<script>1</script>",
        "<foreignObject/>",
    ],
)
def test_an_svg_that_points_outside_is_refused(tmp_path: Path, inside: str) -> None:
    (tmp_path / "a.svg").write_text(SVG.format(inside))
    with pytest.raises(OpsdocError):
        load_image("a.svg", tmp_path)


def test_an_svg_with_a_dtd_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text('<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.format("<text>&a;</text>"))
    with pytest.raises(OpsdocError, match="DTD"):
        load_image("a.svg", tmp_path)


def test_a_plain_svg_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(SVG.format('<defs><rect id="r"/></defs><use href="#r"/>'))
    assert load_image("a.svg", tmp_path).mime == "image/svg+xml"
