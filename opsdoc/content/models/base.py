"""The base of all records: texts in two languages, ids, and the place in the file that a record came from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, model_validator

from opsdoc.diagnostics import Source

Slug = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*$", max_length=64)]
LangName = Literal["zh", "en"]
LangMode = Literal["zh", "en", "zh-en", "en-zh"]
# What is counted, paid or measured, as large as a document can print and add up without losing a cent.
Number = Annotated[float, Field(ge=-1e15, le=1e15)]
Amount = Annotated[float, Field(ge=0, le=1e15)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
RaciLetter = Literal["R", "A", "C", "I", "A/R"]
Frequency = Literal["day", "week", "month", "quarter", "half-year", "year", "event"]
Status = Literal["draft", "consultation", "countersign", "approved", "trial", "effective", "obsolete"]


def as_list(value: Any) -> Any:
    # A single value where a list is meant is what people write; a list cell of a CSV or XLSX table uses ";".
    if isinstance(value, str):
        return [part.strip() for part in value.split(";") if part.strip()]
    return [] if value is None else value


class Model(BaseModel):
    """Base of all content models: frozen; unknown keys are errors, and so are numbers that are none (nan, inf)."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class I18n(Model):
    """A short text in both languages; an empty one is missing."""

    zh: str = ""
    en: str = ""

    @model_validator(mode="before")
    @classmethod
    def _plain_string(cls, value: Any) -> Any:
        # A name that is the same in both languages (SAP, ISO 9001) may be written as one plain string.
        return {"zh": value, "en": value} if isinstance(value, str) else value

    def get(self, lang: str) -> str:
        """The text in a language, or an empty string."""
        return self.zh if lang == "zh" else self.en

    def or_other(self, lang: str) -> str:
        """A name in a language; where it has none, the other's in brackets: better than no name."""
        other = self.get("en" if lang == "zh" else "zh")
        return self.get(lang) or (f"[{other}]" if other else "")

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)


Slugs = Annotated[tuple[Slug, ...], BeforeValidator(as_list)]
Texts = Annotated[tuple[I18n, ...], BeforeValidator(as_list)]


class Record(Model):
    """A record with an id that knows its file and the line of each of its fields.

    `audience`: only these audiences may see the record (empty = all).
    """

    id: Slug
    audience: Slugs = ()
    _places: Mapping[tuple[str | int, ...], Source] = PrivateAttr(default_factory=dict)

    def at(self, *path: str | int) -> Source | None:
        """Where a field stands in the author's file; the nearest enclosing place if it has none of its own."""
        for end in range(len(path), -1, -1):
            place = self._places.get(path[:end])
            if place is not None:
                return place
        return None
