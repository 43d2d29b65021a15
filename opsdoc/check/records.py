"""Records as rules see them: their short texts with the paths of the fields, and how messages name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from opsdoc.content.models import I18n, Model, Record
from opsdoc.diagnostics import suggest

Path = tuple[str | int, ...]


class Said(NamedTuple):
    """A short text of a record and the path of its field."""

    record: Record
    path: Path
    text: I18n


def texts_of(record: Record, model: Model, path: Path) -> Iterator[Said]:
    """All short texts below a model that are not empty, with their paths."""
    for name, value in model.__dict__.items():
        yield from _texts(record, value, (*path, name))


def _texts(record: Record, value: Any, path: Path) -> Iterator[Said]:
    if isinstance(value, I18n):
        if value:
            yield Said(record, path, value)
    elif isinstance(value, Model):
        yield from texts_of(record, value, path)
    elif isinstance(value, tuple):
        for n, item in enumerate(value):
            if not isinstance(item, str):
                yield from _texts(record, item, (*path, n))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(item, (str, float, int)):
                yield from _texts(record, item, (*path, key))


# Texts whose absence is a finding of another rule.
_OTHERS = frozenset({"purpose", "formula", "rationale", "caption", "exit_criterion", "reason", "remedy"})


def needed_texts(record: Record) -> Iterator[Path]:
    """Paths of short texts that a record cannot do without, and that are empty."""
    yield from _needed(record, ())


def _needed(model: Model, path: Path) -> Iterator[Path]:
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if isinstance(value, I18n):
            if not value and field.is_required() and name not in _OTHERS:
                yield (*path, name)
        elif isinstance(value, Model):
            yield from _needed(value, (*path, name))
        elif isinstance(value, tuple):
            for n, item in enumerate(value):
                if isinstance(item, Model) and not isinstance(item, I18n):
                    yield from _needed(item, (*path, name, n))


def called(record: Record) -> str:
    """How messages name a record: its kind, id and Chinese or English name."""
    name = getattr(record, "name", None)
    text = f" “{name.zh or name.en}”" if isinstance(name, I18n) and name else ""
    return f"{_KINDS.get(type(record).__name__, type(record).__name__.lower())} {record.id}{text}"


_KINDS = {
    "Kpi": "KPI",
    "Raci": "RACI row",
    "Authority": "authority",
    "DocumentRecord": "document",
    "Term": "term",
    "SourceNote": "source",
    "EngagementVariant": "engagement's variant",
}


def nearest(wrong: str, known: Iterable[str], otherwise: str) -> str:
    """A suggestion for a near miss; else a short list of choices, else the advice given."""
    choices = list(known)
    if not choices or len(choices) > 2000:
        return otherwise
    text = suggest(wrong, choices)
    return text if text.startswith("did") or len(choices) <= 12 else otherwise
