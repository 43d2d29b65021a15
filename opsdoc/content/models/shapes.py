"""What stands at a path of a model: how a diagnostic knows which keys are possible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel


def shape_at(model: type[BaseModel], path: Sequence[str | int]) -> tuple[str, list[str]]:
    """What stands at a path of a model: `record` with the names of its fields, `mapping`, `list`, or `value`."""
    current: Any = model
    for part in path:
        kind, _ = _shape(current)
        if kind == "record":
            field = next((f for name, f in current.model_fields.items() if part in (name, f.alias)), None)
            current = field.annotation if field else str
        elif kind in ("mapping", "list"):
            current = get_args(current)[1 if kind == "mapping" else 0]
        else:
            return "value", []
        while get_origin(current) in (Annotated, Union, UnionType):
            current = get_args(current)[0]
    return _shape(current)


def _shape(annotation: Any) -> tuple[str, list[str]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "record", [field.alias or name for name, field in annotation.model_fields.items()]
    kinds: Mapping[Any, str] = {Mapping: "mapping", dict: "mapping", tuple: "list", list: "list"}
    return kinds.get(get_origin(annotation), "value"), []
