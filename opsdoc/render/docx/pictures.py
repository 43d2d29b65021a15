"""Pictures in the package: what Word can show goes in as it is, the rest is turned into PNG or refused."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

from opsdoc.diagnostics import error
from opsdoc.document.tree import Figure
from opsdoc.render.docx.scope import Writer

MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000
# Formats that every Word shows, by the name that Pillow gives them.
_SHOWN = {"PNG": "png", "JPEG": "jpeg", "GIF": "gif", "BMP": "bmp", "TIFF": "tiff"}


def add_media(writer: Writer, data: bytes, extension: str) -> str:
    """The relationship id of a picture in the package; equal pictures are stored once."""
    name = f"/word/media/{hashlib.sha256(data).hexdigest()[:16]}.{extension}"
    if name not in writer.package.parts:
        writer.package.put(name, data)
    return writer.relations.to("image", name.removeprefix("/word/"))


def load_picture(writer: Writer, block: Figure) -> tuple[bytes, str, float, float, bytes] | None:
    """Data, extension, width and height (points) of a figure's image, and its SVG where it is one; None, with an
    error logged, when the file is missing, outside the workspace, too large, or nothing that Word can show."""
    path = _inside(writer, block)
    if path is None:
        return None
    try:
        # Checked on the open file: what is read is what was measured.
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as failure:
        return _refused(writer, block, f"cannot be read: {failure.strerror}", "check the path and the file's rights")
    if len(data) > MAX_BYTES:
        return _refused(writer, block, "is larger than 20 MB", "save it smaller")
    if path.suffix.lower() == ".svg":
        return _from_svg(writer, block, data)
    return _from_pixels(writer, block, data)


def _inside(writer: Writer, block: Figure) -> Path | None:
    root = writer.context.workspace.resolve()
    path = (root / block.image).resolve()
    if not path.is_relative_to(root):
        return _refused(writer, block, "lies outside the workspace", "copy it into the workspace")
    if not path.is_file():
        return _refused(writer, block, "does not exist", "check the path; it is relative to the workspace")
    return path


def _refused(writer: Writer, block: Figure, why: str, help: str) -> None:
    writer.log.add(error("image", f'image "{block.image}" {why}', block.source, help=help))


def _from_pixels(writer: Writer, block: Figure, data: bytes) -> tuple[bytes, str, float, float, bytes] | None:
    import warnings

    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    return _refused(writer, block, "has more than 50 million pixels", "save it smaller")
                dots = image.info.get("dpi", (96, 96))
                across, down = (float(value) if value and value > 1 else 96.0 for value in dots[:2])
                extension = _SHOWN.get(image.format or "")
                if extension is None:
                    # WebP, AVIF and others: Word shows a red cross.
                    buffer = io.BytesIO()
                    image.convert("RGBA").save(buffer, "PNG")
                    data, extension = buffer.getvalue(), "png"
                else:
                    image.verify()
    except Image.DecompressionBombError:
        return _refused(writer, block, "has more pixels than are safe to open", "save it smaller")
    except Image.DecompressionBombWarning:
        return _refused(writer, block, "has more pixels than are safe to open", "save it smaller")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return _refused(writer, block, "is not an image that Word can show", "use PNG, JPEG, SVG or WebP")
    return data, extension, width * 72 / across, height * 72 / down, b""


def _from_svg(writer: Writer, block: Figure, data: bytes) -> tuple[bytes, str, float, float, bytes] | None:
    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except (DefusedXmlException, ElementTree.ParseError):
        return _refused(writer, block, "is not an SVG that is safe to open", "save it without DTD and entities")
    box = (root.get("viewBox") or "").replace(",", " ").split()
    try:
        width, height = (float(box[2]), float(box[3])) if len(box) == 4 else (_length(root.get("width")), _length(root.get("height")))
    except ValueError:
        width = height = 0.0
    if not (width > 0 and height > 0):
        return _refused(writer, block, "does not say how large it is", "give the SVG a viewBox")
    return raster(data.decode("utf-8", "replace"), 1600), "png", width * 0.75, height * 0.75, data


def _length(text: str | None) -> float:
    return float((text or "0").strip().removesuffix("px").removesuffix("pt"))


def raster(svg: str, width: int) -> bytes:
    """An SVG drawn as PNG, `width` pixels across."""
    import resvg_py

    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width))
