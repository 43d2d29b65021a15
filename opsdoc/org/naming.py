"""Roles that texts of records name by reference: `{{ roles.board }}` reads as the engagement calls that role."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar, cast

from opsdoc.content.load import EngagementContent, Layer
from opsdoc.content.models import Engagement, I18n, Model, Record, Role

V = TypeVar("V")

REFERENCE = re.compile(r"\{\{\s*roles\.(\w+)\s*\}\}")


def role_names(engagement: Engagement, *layers: Layer) -> dict[str, I18n]:
    """Names of all roles of the layers, the later winning, as the engagement calls them. Keys are ids with
    underscores, for an expression would read a hyphen as a minus."""
    rows = [row for layer in layers for row in layer.tables.get("roles", {}).values()]
    found = {row.id: row.name for row in rows if isinstance(row, Role)}
    return {id_.replace("-", "_"): engagement.rename_roles.get(id_, name) for id_, name in found.items()}


def named(value: V, names: Mapping[str, I18n]) -> V:
    """A record, or a part of one, with names in place of its references; itself where it has none. A reference to no
    role is left, for check G01 to report."""
    return cast(V, _named(value, names))


def named_throughout(content: EngagementContent, names: Mapping[str, I18n]) -> EngagementContent:
    """An engagement's own records with names in place of references; those of its layer are left to who merges it."""
    return replace(
        content,
        record=named(content.record, names),
        documents={id_: named(record, names) for id_, record in content.documents.items()},
        variants={id_: named(record, names) for id_, record in content.variants.items()},
        as_is=named(content.as_is, names),
    )


def _named(value: Any, names: Mapping[str, I18n]) -> Any:
    if isinstance(value, I18n):
        if "{{" not in value.zh and "{{" not in value.en:
            return value
        return I18n(zh=_said(value.zh, names, "zh"), en=_said(value.en, names, "en"))
    if isinstance(value, Model):
        changes = {}
        for field in type(value).model_fields:
            old = getattr(value, field)
            new = _named(old, names)
            if new is not old:
                changes[field] = new
        if not changes:
            return value
        copy = value.model_copy(update=changes)
        if isinstance(value, Record) and isinstance(copy, Record):
            copy._places = value._places
        return copy
    if isinstance(value, Mapping):
        entries = {key: _named(item, names) for key, item in value.items()}
        return entries if any(entries[key] is not item for key, item in value.items()) else value
    if isinstance(value, tuple):
        items = tuple(_named(item, names) for item in value)
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value


def _said(text: str, names: Mapping[str, I18n], lang: str) -> str:
    return REFERENCE.sub(lambda m: names[m[1]].or_other(lang) if m[1] in names else m[0], text)
