"""Findings in Chinese: their English sentences are matched with `templates/labels/findings.zh.yaml`.

Rules speak English, since the terminal does. A Chinese document that prints findings says the same in Chinese; names,
ids and figures are taken over, words of the list are translated.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from opsdoc.document.labels import sentences

_BLANK = re.compile(r"\{([a-z]+)\}")
# Blanks that hold ids: a unit may be called `owner`, and is then no word of the list.
_IDS = {"other", "unit", "units", "role", "roles", "id", "ids", "to", "root", "parent", "place", "deciders"}
_IDS |= {"criteria", "criterion"}
_ID = r"[A-Za-z0-9][A-Za-z0-9-]*"


@dataclass(frozen=True, slots=True)
class _Sentence:
    """An English sentence with blanks, and its Chinese one."""

    pattern: re.Pattern[str]
    chinese: str


@dataclass(frozen=True, slots=True)
class _Catalogue:
    words: Mapping[str, str]
    kinds: Mapping[str, str]
    messages: tuple[_Sentence, ...]
    help: tuple[_Sentence, ...]
    phrases: tuple[_Sentence, ...]
    record: re.Pattern[str]


def message(english: str) -> str | None:
    """What a finding says; None where the list has no such sentence."""
    return _said(english, _catalogue().messages)


def remedy(english: str) -> str | None:
    """What is to be done about it; None where the list has no such sentence."""
    return _said(english, _catalogue().help)


def _said(english: str, sentences: tuple[_Sentence, ...]) -> str | None:
    for sentence in sentences:
        found = sentence.pattern.fullmatch(english)
        if found:
            return _filled(sentence.chinese, found.groupdict())
    return None


def _filled(chinese: str, values: Mapping[str, str]) -> str:
    def blank(found: re.Match[str]) -> str:
        name, before = found[1], chinese[: found.start()]
        value = values.get(name, found[0])
        # What is quoted, or to be typed, stays as it is.
        if before.endswith("“") or before.count("`") % 2:
            return value
        if name == "what" and value in _catalogue().kinds:
            return _catalogue().kinds[value]
        return _value(value, {} if name in _IDS else _catalogue().words)

    return _BLANK.sub(blank, chinese)


def _value(text: str, words: Mapping[str, str]) -> str:
    """What fills a blank: a word or phrase of the list, a record, several of them, or a name that stays as it is."""
    if text in words:
        return words[text]
    catalogue = _catalogue()
    record = catalogue.record.fullmatch(text)
    if record:
        kind, id_, name = catalogue.kinds[record["kind"]], record["id"], record["name"]
        return f"{kind}“{name}”（{id_}）" if name else f"{kind}{id_}"
    start, colon, path = text.partition(": ")
    if colon and catalogue.record.fullmatch(start):
        return f"{_value(start, words)}的`{path}`"
    parts = re.split(r", no | and no |, | and ", text)
    if len(parts) > 1 and all(part in words or re.fullmatch(rf"{_ID}|[a-z_]+", part) for part in parts):
        return "、".join(words.get(part, part) for part in parts)
    return _said(text, catalogue.phrases) or text


@lru_cache(maxsize=1)
def _catalogue() -> _Catalogue:
    data = sentences()
    words, kinds = data["words"], data["kinds"]
    alternatives = "|".join(re.escape(kind) for kind in sorted(kinds, key=len, reverse=True))
    return _Catalogue(
        words,
        kinds,
        messages=_sentences(data["messages"]),
        help=_sentences(data["help"]),
        phrases=_sentences(data["phrases"]),
        record=re.compile(rf"(?P<kind>{alternatives}) (?P<id>{_ID})(?: “(?P<name>.*)”)?"),
    )


def _sentences(pairs: Mapping[str, str]) -> tuple[_Sentence, ...]:
    """The sentences, those with most fixed letters first: they fit more narrowly."""
    ordered = sorted(pairs.items(), key=lambda pair: -len(_BLANK.sub("", pair[0])))
    return tuple(_Sentence(_pattern(english), chinese) for english, chinese in ordered)


def _pattern(english: str) -> re.Pattern[str]:
    out, end = "", 0
    seen: set[str] = set()
    for blank in _BLANK.finditer(english):
        # A blank that comes twice holds the same words.
        filled = f"(?P={blank[1]})" if blank[1] in seen else f"(?P<{blank[1]}>.+?)"
        out += re.escape(english[end : blank.start()]) + filled
        end = blank.end()
        seen.add(blank[1])
    return re.compile(out + re.escape(english[end:]), re.DOTALL)
