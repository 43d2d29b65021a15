"""Pictures in the package: what Word can show goes in as it is, the rest is turned into PNG or refused."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path
from typing import TypeAlias

from opsdoc.diagnostics import error
from opsdoc.document.tree import Figure
from opsdoc.render.docx.scope import Writer
from opsdoc.render.images import shape

MAX_BYTES = 20_000_000
MAX_PIXELS = 50_000_000
Loaded: TypeAlias = tuple[bytes, str, float, float, bytes]
# Formats that every Word shows, by the name that Pillow gives them.
_SHOWN = {"PNG": "png", "JPEG": "jpeg", "GIF": "gif", "BMP": "bmp", "TIFF": "tiff"}


def add_media(writer: Writer, data: bytes, extension: str) -> str:
    """The relationship id of a picture in the package; equal pictures are stored once."""
    name = f"/word/media/{hashlib.sha256(data).hexdigest()[:16]}.{extension}"
    if name not in writer.package.parts:
        writer.package.put(name, data)
    return writer.relations.to("image", name.removeprefix("/word/"))


def logo_run(writer: Writer, height: float, *, head: bool = False) -> str:
    """A run with the firm's logo of a height in points, and a space after it in running heads; nothing without one."""
    from opsdoc.render.docx.drawings import inline_picture

    logos = writer.context.logos
    if logos is None:
        return ""
    picture = logos.head if head else logos.cover
    width = height * shape(picture)
    if picture.mime == "image/svg+xml":
        data, extension = raster(picture.data.decode("utf-8", "replace"), round(width * 5)), "png"
    else:
        data, extension = picture.data, picture.mime.partition("/")[2].replace("webp", "png")
    if picture.mime == "image/webp":
        data = _from_pixels(data)[0]
    relation = add_media(writer, data, extension)
    # A head repeats what the cover has said.
    run = inline_picture(writer, relation, width, height, logos.alt, decorative=head or not logos.alt)
    return run + '<w:r><w:t xml:space="preserve">  </w:t></w:r>' * head


def load_picture(writer: Writer, block: Figure) -> Loaded | None:
    """Data, extension, width and height (points) of a figure's image, and its SVG where it is one; None, with an
    error logged, when the file is missing, outside the workspace, too large, or nothing that Word can show."""
    try:
        path = _inside(writer, block)
        # What is read is what was measured: the open file, not the path.
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
            data = file.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise _Refused("is larger than 20 MB", "save it smaller")
        return _from_svg(data) if path.suffix.lower() == ".svg" else _from_pixels(data)
    except OSError as failure:
        why, help = f"cannot be read: {failure.strerror}", "check the path and the file's rights"
    except _Refused as refusal:
        why, help = refusal.args
    writer.log.add(error("image", f'image "{block.image}" {why}', block.source, help=help))
    return None


def _inside(writer: Writer, block: Figure) -> Path:
    root = writer.context.workspace.resolve()
    path = (root / block.image).resolve()
    if not path.is_relative_to(root):
        raise _Refused("lies outside the workspace", "copy it into the workspace")
    if not path.is_file():
        raise _Refused("does not exist", "check the path; it is relative to the workspace")
    return path


class _Refused(Exception):
    """Why an image cannot be shown, and the way out."""


def _from_pixels(data: bytes) -> Loaded:
    import warnings

    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data)) as image:
                width, height = image.size
                if width * height > MAX_PIXELS:
                    raise _Refused("has more than 50 million pixels", "save it smaller")
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
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _Refused("has more pixels than are safe to open", "save it smaller") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise _Refused("is not an image that Word can show", "use PNG, JPEG, SVG or WebP") from None
    return data, extension, width * 72 / across, height * 72 / down, b""


def _from_svg(data: bytes) -> Loaded:
    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except (DefusedXmlException, ElementTree.ParseError):
        raise _Refused("is not an SVG that is safe to open", "save it without DTD and entities") from None
    for element in root.iter():
        for name, value in element.attrib.items():
            if name.rpartition("}")[2] == "href" and not value.startswith(("#", "data:")):
                raise _Refused(f'refers to another file, "{value[:60]}"', "embed what it shows")
    box = (root.get("viewBox") or "").replace(",", " ").split()
    try:
        given = (box[2], box[3]) if len(box) == 4 else (root.get("width"), root.get("height"))
        width, height = (_length(value) for value in given)
    except ValueError:
        width = height = 0.0
    if not (width > 0 and height > 0):
        raise _Refused("does not say how large it is", "give the SVG a viewBox")
    return raster(data.decode("utf-8", "replace"), 1600), "png", width * 0.75, height * 0.75, data


def _length(text: str | None) -> float:
    return float((text or "0").strip().removesuffix("px").removesuffix("pt"))


def raster(svg: str, width: int) -> bytes:
    """An SVG drawn as PNG, `width` pixels across, with our fonts only, so that every machine draws alike."""
    import resvg_py

    from opsdoc.diagram.measure import drawing_files
    from opsdoc.diagram.style import Style

    fonts = [str(path) for path in drawing_files(Style())] if "<text" in svg else []
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width, skip_system_fonts=True, font_files=fonts))
