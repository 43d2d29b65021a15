"""A firm's `brand.yml` as data: colours by role, fonts by role, logos by size; every key that is not known is named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from opsdoc.content.yamlfile import YamlFile, native, parse
from opsdoc.diagnostics import Log, Source, suggest
from opsdoc.theme.colour import hexadecimal

_ANY = None  # what stands below is the file's own
# Where one word is as good as keys of its own.
_TYPOGRAPHY = ("base", "headings", "monospace", "monospace-inline", "monospace-block", "link")
_WORD_WILL_DO = {("meta", "name"), ("logo",), *(("typography", role) for role in _TYPOGRAPHY)}
_MAPPINGS = {("color", "palette"), ("logo", "images")}
_TEXT = {"family", "weight", "size", "style", "line-height", "color", "background-color", "decoration"}
ROLES = ("foreground", "background", "primary", "secondary", "tertiary", "success", "info", "warning", "danger",
         "light", "dark", "link")  # fmt: skip
_KEYS: Mapping[str, Any] = {
    "meta": {"name": {"short": _ANY, "full": _ANY}, "link": _ANY, "description": _ANY},
    "logo": {"images": _ANY, "small": _ANY, "medium": _ANY, "large": _ANY, "path": _ANY, "alt": _ANY},
    "color": {"palette": _ANY, **dict.fromkeys(ROLES)},
    "typography": {
        "fonts": _ANY,
        **{name: dict.fromkeys(_TEXT) for name in _TYPOGRAPHY},
    },
    "defaults": _ANY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo's file, from the brand file's folder; `dark` is the one for dark grounds."""

    path: str
    alt: str = ""
    dark: str = ""
    place: Source | None = None


@dataclass(frozen=True, slots=True)
class Brand:
    """What a brand file says. `colours` and `fonts` are by role (`primary`, `headings`); places by the same names."""

    name: str = ""
    colours: Mapping[str, str] = field(default_factory=dict)
    palette: Mapping[str, str] = field(default_factory=dict)
    fonts: Mapping[str, str] = field(default_factory=dict)
    logos: Mapping[str, Logo] = field(default_factory=dict)
    places: Mapping[str, Source] = field(default_factory=dict)


def read_brand(path: Path, shown: str, log: Log) -> Brand:
    """The brand of a file; findings go to the log, errors when it cannot be read at all."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        what = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8"
        log.error("brand", f"cannot read {shown}: {what}", Source(shown), help="name a brand.yml")
        return Brand()
    parsed = parse(text, shown, log)
    if parsed is None:
        return Brand()
    if not isinstance(parsed.data, dict):
        log.error("brand", "the file holds no keys", Source(shown, 1), help="write `color:`, `typography:` or `logo:`")
        return Brand()
    data = native(parsed.data)
    _unknown(parsed, data, _KEYS, (), log)
    if log.errors:
        return Brand()
    reader = _Reader(parsed, log)
    palette = reader.palette(_mapping(data, "color", "palette"))
    colours = reader.colours(_mapping(data, "color"), palette)
    fonts = reader.fonts(_mapping(data, "typography"))
    logos = reader.logos(data.get("logo"))
    reader.unused(data)
    name = data.get("meta", {}).get("name", "") if isinstance(data.get("meta"), dict) else ""
    name = name.get("full") or name.get("short") or "" if isinstance(name, dict) else name
    return Brand(str(name), colours, palette, fonts, logos, reader.named)


def _mapping(data: Any, *keys: str) -> dict[str, Any]:
    for key in keys:
        data = data.get(key) if isinstance(data, dict) else None
    return data if isinstance(data, dict) else {}


def _unknown(parsed: YamlFile, data: Any, keys: Any, where: tuple[str, ...], log: Log) -> None:
    deeper = isinstance(keys, Mapping)
    if data is None or not (deeper or where in _MAPPINGS):
        return
    if not isinstance(data, dict):
        if not (isinstance(data, str) and where in _WORD_WILL_DO):
            log.error("brand", f'"{".".join(where)}" holds no keys', parsed.places.get(where),
                      help=f"write {where[-1]}: {{key: value}}")  # fmt: skip
        return
    if not deeper:
        return
    for key, value in data.items():
        if key not in keys:
            log.warning("brand", f'no key "{".".join((*where, key))}"', parsed.places.get((*where, key)),
                        help=suggest(key, keys))  # fmt: skip
        else:
            _unknown(parsed, value, keys[key], (*where, key), log)


@dataclass(slots=True)
class _Reader:
    parsed: YamlFile
    log: Log
    named: dict[str, Source] = field(default_factory=dict)

    def place(self, *path: str | int) -> Source | None:
        return self.parsed.places.get(path)

    def palette(self, given: Mapping[str, Any]) -> dict[str, str]:
        out: dict[str, str] = {}
        for name, value in given.items():
            named = given.get(value, value) if isinstance(value, str) else value
            colour = self._colour(named, ("color", "palette", name))
            if colour:
                out[name] = colour
                self._name(f"palette.{name}", "color", "palette", name)
        return out

    def colours(self, given: Mapping[str, Any], palette: Mapping[str, str]) -> dict[str, str]:
        out: dict[str, str] = {}
        for role in ROLES:
            value = given.get(role)
            if isinstance(value, dict):  # for light and dark pages
                value = value.get("light")
            if value is None:
                continue
            # A role may be named by another role, which stands in the palette as little as a CSS colour does.
            value = given.get(value, value) if value in ROLES and value not in palette else value
            colour = palette.get(str(value)) or self._colour(value, ("color", role))
            if colour:
                out[role] = colour
                self._name(role, "color", role)
        return out

    def _colour(self, value: Any, path: tuple[str, ...]) -> str:
        try:
            return hexadecimal(str(value))
        except ValueError:
            shown = ".".join(path)
            self.log.error("brand", f'"{shown}": "{value}" is no colour', self.place(*path),
                           help='write it as "#1A2B3C", or name a colour of the palette')  # fmt: skip
            return ""

    def _name(self, name: str, *path: str | int) -> None:
        place = self.place(*path)
        if place:
            self.named[name] = place

    def fonts(self, given: Mapping[str, Any]) -> dict[str, str]:
        out: dict[str, str] = {}
        for role in ("base", "headings", "monospace"):
            value = given.get(role)
            family = value.get("family") if isinstance(value, dict) else value
            if isinstance(family, str) and family:
                out[role] = family
                self._name(role, "typography", role)
            elif family:
                self.log.error("brand", f'"typography.{role}.family" is no name of a font',
                               self.place("typography", role), help="name one font")  # fmt: skip
        return out

    def logos(self, given: Any) -> dict[str, Logo]:
        if isinstance(given, str):
            given = {"medium": given}
        if not isinstance(given, dict):
            return {}
        if "path" in given:
            given = {"medium": {"path": given["path"], "alt": given.get("alt", "")}}
        images = _mapping(given, "images")
        out: dict[str, Logo] = {}
        for size in ("small", "medium", "large"):
            value = given.get(size)
            if not value:
                continue
            light, dark = (value.get("light"), value.get("dark")) if _sides(value) else (value, "")
            path, alt = _image(light or dark, images)
            out[size] = Logo(path, alt, _image(dark, images)[0], self.place("logo", size) or self.place("logo"))
        return out

    def unused(self, data: Mapping[str, Any]) -> None:
        """Say what the documents have no use for, a line each."""
        colour, text = _mapping(data, "color"), _mapping(data, "typography")
        for role, why in (
            ("success", "no text stands for success"),
            ("info", "notes take the primary colour"),
            ("dark", "pages are light"),
            ("link", "links take the secondary colour"),
        ):
            if role in colour:
                self._said(("color", role), why)
        for role, value in text.items():
            if role in ("link", "monospace-inline", "monospace-block"):
                self._said(("typography", role), "the theme sets it")
            for key in sorted(set(value) - {"family"}) if isinstance(value, dict) and role != "fonts" else ():
                if role in ("base", "headings", "monospace") and key in _TEXT:
                    self._said(("typography", role, key), "sizes, weights and leading belong to the theme")
        if _mapping(data, "meta").get("link"):
            self._said(("meta", "link"), "covers carry no addresses")
        if "defaults" in data:
            self._said(("defaults",), "it is for other programs")

    def _said(self, path: tuple[str, ...], why: str) -> None:
        self.log.note("brand", f"{'.'.join(path)} is not taken: {why}", self.place(*path))


def _sides(value: Any) -> bool:
    return isinstance(value, dict) and bool({"light", "dark"} & set(value))


def _image(value: Any, images: Mapping[str, Any]) -> tuple[str, str]:
    """Path and words of a logo: a path, a name among the images, or both at once."""
    if isinstance(value, str):
        value = images.get(value, value)
    if isinstance(value, dict):
        return str(value.get("path") or ""), str(value.get("alt") or "")
    return str(value or ""), ""
