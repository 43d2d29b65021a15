"""Images from the workspace: read once, checked before any renderer sees them."""

from __future__ import annotations

import base64
import io
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opsdoc.diagnostics import OpsdocError, Source, error, limit_error

MAX_BYTES = 20 << 20
MAX_SVG_BYTES = 2 << 20
MAX_PIXELS = 50_000_000
_MIME = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif",
         ".webp": "image/webp", ".svg": "image/svg+xml"}  # fmt: skip
_FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
# References out of an SVG file: anything in a link that is not a fragment of the file itself or data.
_OUTSIDE = re.compile(r"(?:https?:|file:|ftp:|//|\.\./|@import)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Picture:
    """A checked image: its bytes, MIME type, and size in pixels (0 × 0 for SVG without a size)."""

    data: bytes
    mime: str
    width: int
    height: int


def shape(picture: Picture) -> float:
    """Width over height; of an SVG by its viewBox or its size, 1 where it has neither."""
    if picture.width and picture.height:
        return picture.width / picture.height
    head = picture.data[:4000].decode("utf-8", "replace")
    box = re.search(r"viewBox\s*=\s*[\"']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)", head)
    size = [re.search(rf"\b{side}\s*=\s*[\"']([\d.]+)", head) for side in ("width", "height")]
    width, height = (float(box[1]), float(box[2])) if box else (float(m[1]) if m else 0.0 for m in size)
    return width / height if width > 0 and height > 0 else 1.0


def data_url(picture: Picture) -> str:
    """The picture as a URL that needs nothing outside itself."""
    return f"data:{picture.mime};base64,{base64.b64encode(picture.data).decode('ascii')}"


def load_image(path: str, workspace: Path, source: Source | None = None) -> Picture:
    """Read an image inside the workspace. Raises OpsdocError (1: not usable, 4: blocked or too large) with the way
    out; CMYK becomes RGB, since the pages are sRGB."""
    suffix = Path(path).suffix.lower()
    if suffix not in _MIME:
        raise _unusable(path, "is not an image type that can be used", "use PNG, JPEG, GIF, WebP or SVG", source)
    data = _read_inside(path, workspace, MAX_SVG_BYTES if suffix == ".svg" else MAX_BYTES, source)
    if suffix == ".svg":
        return _svg(path, data, source)
    return _raster(path, data, _MIME[suffix], source)


def _unusable(path: str, what: str, help: str, source: Source | None) -> OpsdocError:
    return OpsdocError([error("image", f'the image "{path}" {what}', source, help=help)], 1)


def _read_inside(path: str, workspace: Path, limit: int, source: Source | None) -> bytes:
    root = os.path.realpath(workspace)
    full = os.path.realpath(os.path.join(root, path))
    if os.path.commonpath([root, full]) != root:
        raise limit_error(f'the image "{path}" lies outside the workspace', "copy it into the workspace", source)
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(full, flags)
    except FileNotFoundError:
        raise _unusable(path, "does not exist", "check the path, from the workspace's folder", source) from None
    except OSError as problem:
        raise _unusable(path, f"cannot be read: {problem.strerror}", "check the file", source) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise _unusable(path, "is not a file", "name a regular file", source)
    with os.fdopen(descriptor, "rb") as file:
        data = file.read(limit + 1)
    if len(data) > limit:
        raise limit_error(f'the image "{path}" is larger than {limit >> 20} MB', "make it smaller", source)
    return data


def _svg(path: str, data: bytes, source: Source | None) -> Picture:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException) as problem:
        raise _unusable(path, f"is not an SVG that can be used: {problem}", "save it without a DTD", source) from None
    if not str(root.tag).endswith("svg"):
        raise _unusable(path, "is not an SVG", "check the file", source)
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        outside = name in {"script", "foreignObject"} or any(
            _OUTSIDE.search(value) for key, value in element.attrib.items() if not key.startswith("xmlns")
        )
        if outside or (name == "style" and _OUTSIDE.search(element.text or "")):
            raise limit_error(f'the image "{path}" refers to something outside itself', "embed what it uses", source)
    return Picture(data, "image/svg+xml", 0, 0)


def _raster(path: str, data: bytes, mime: str, source: Source | None) -> Picture:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=[_FORMATS[mime]]) as image:
            width, height = image.size
            if width * height > MAX_PIXELS:
                raise limit_error(f'the image "{path}" has {width} × {height} pixels', "make it smaller", source)
            if width < 2 or height < 2:
                raise _unusable(path, "is one pixel wide or high", "check the file", source)
            if getattr(image, "n_frames", 1) > 1:
                raise _unusable(path, "is animated", "save one picture of it", source)
            image.load()
            if image.mode in ("CMYK", "YCCK", "LAB"):
                buffer = io.BytesIO()
                _as_srgb(image).save(buffer, "PNG", optimize=False)
                return Picture(buffer.getvalue(), "image/png", width, height)
    except Image.DecompressionBombError:
        message = f'the image "{path}" has more than {MAX_PIXELS:,} pixels'
        raise limit_error(message, "make it smaller", source) from None
    except (UnidentifiedImageError, OSError, SyntaxError) as problem:
        raise _unusable(path, f"cannot be read as {_FORMATS[mime]}: {problem}", "check the file", source) from None
    return Picture(data, mime, width, height)


def _as_srgb(image: Any) -> Any:
    """An image of inks in the colours of screens: by its own profile, where it has one that can be read."""
    from PIL import ImageCms

    profile = image.info.get("icc_profile")
    if profile:
        try:
            return ImageCms.profileToProfile(
                image, io.BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, OSError):
            pass  # a damaged profile says nothing about the colours
    return image.convert("RGB")
