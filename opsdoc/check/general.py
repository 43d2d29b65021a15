"""G: both languages there and saying the same, terms as fixed, nothing left over from drafting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from opsdoc.check.facts import Facts
from opsdoc.check.numbers import differences
from opsdoc.check.records import called, needed_texts
from opsdoc.check.references import references
from opsdoc.check.rule import ALWAYS, ISSUED, Finding, Rule, Weight
from opsdoc.check.words import LANGUAGES, Where, all_texts, authored, field_name, prose_texts
from opsdoc.content.models import Client, Term
from opsdoc.diagnostics import Source
from opsdoc.document import tree as t
from opsdoc.text import has_han

# 待定 is also the end of 定岗定编: 有待定岗 is no placeholder.
PLACEHOLDER = re.compile(
    r"\b(?:TBD|TBC|TODO|FIXME)\b|(?<![A-Za-z0-9])(?:X{2,4}|x{3,})(?![A-Za-z0-9])|lorem ipsum|×{2,}|"
    r"待定(?![岗编员责职])|待补充(?!货)|待填写|待完善|此处(?:填写|插入|补充)",
)
# What a placeholder has in it; nearly all texts have none of these and need no closer look.
_MARKS = ("TB", "TODO", "FIXME", "XX", "xxx", "lorem", "××", "待", "此处")
ROMAN_BEFORE = re.compile(r"(?:Chapter|Part|Annex|Volume)\s$")
# A placeholder that says who and until when is work in hand: 待定（财务部，2026-06-30）.
OWNED = re.compile(r"[（(][^）)]{2,60}\d{4}(?:-\d\d?|年\d)[^）)]*[）)]")


# ------------------------------------------------------------------------------------------------ both languages


def languages(facts: Facts) -> Iterator[Finding]:
    """A text with one language only, or with the same words in both."""
    needed = facts.languages
    # Names that the glossary fixes alike in both languages.
    same = {term.en for term in facts.table("glossary", Term).values() if term.zh == term.en}
    for record in facts.records:
        for path in needed_texts(record):
            yield Finding(
                f"{called(record)}: {field_name(path)} has no text",
                record.at(*path),
                "add `zh: …` and `en: …`",
                (record.id,),
            )
    for record, path, text in facts.said:
        for lang in needed:
            if not text.get(lang):
                yield Finding(
                    f"{called(record)}: {field_name(path)} has no {LANGUAGES[lang]} text",
                    record.at(*path),
                    f"add `{lang}: …`",
                    (record.id,),
                )
        if not (text.zh and text.en):
            continue
        if has_han(text.en) and text.en == text.zh:
            problem = "has the same text in both languages"
        elif has_han(text.en):
            problem = "has Chinese characters in its English text"
        elif text.zh == text.en and _is_worded(text.en) and text.en not in same:
            problem = "is not translated into Chinese"
        else:
            continue
        yield Finding(
            f"{called(record)}: {field_name(path)} {problem}",
            record.at(*path, "en") or record.at(*path),
            "write it in each language; only codes and proper names may be the same in both",
            (record.id,),
        )


def _is_worded(text: str) -> bool:
    """Whether a text has words of a language: codes and proper names are capitals and capitalised words."""
    return bool(re.search(r"(?<![A-Za-z])[a-z]{3,}(?![A-Za-z])", text))


# ------------------------------------------------------------------------------------------------ the same figures


def same_figures(facts: Facts) -> Iterator[Finding]:
    """Figures, dates and shares that stand in one language only."""
    for record, path, text in facts.said:
        if text.zh and text.en and text.zh != text.en:
            yield from _compared(text.zh, text.en, Where(record, path))
    texts: dict[tuple[str, str], dict[str, tuple[str, Source | None]]] = {}
    for folder, id_, lang, parsed in prose_texts(facts):
        words = "\n".join(words for words, _ in authored(parsed.blocks))
        texts.setdefault((folder, id_), {})[lang] = (words, parsed.source)
    for (folder, id_), found in texts.items():
        if "zh" in found and "en" in found:
            yield from _compared(found["zh"][0], found["en"][0], Where(None, (folder, id_), found["en"][1]))


def _compared(zh: str, en: str, where: Where) -> Iterator[Finding]:
    only_zh, only_en = differences(zh, en)
    if only_zh or only_en:
        sides = [f"{', '.join(side)} in {lang} only" for side, lang in ((only_zh, "zh"), (only_en, "en")) if side]
        yield Finding(
            f"{where.name}: the figures differ: {'; '.join(sides)}",
            where.place,
            "write the same figures, dates and percentages in both languages",
            where.records,
        )


# ------------------------------------------------------------------------------------------------ left over


def placeholders(facts: Facts) -> Iterator[Finding]:
    """Placeholders in texts of records and in prose."""
    for lang in facts.languages:
        for text, where in all_texts(facts, lang):
            yield from _left_over(text, where, facts.today)


def _due(promise: str) -> date | None:
    """The day that a promise names; None where it names a month only, or no day at all."""
    found = re.search(r"(\d{4})[-年](\d\d?)[-月](\d\d?)", promise)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _left_over(text: str, where: Where, today: date) -> Iterator[Finding]:
    if not any(mark in text for mark in _MARKS):
        return
    for match in PLACEHOLDER.finditer(text):
        if match[0].isupper() and ROMAN_BEFORE.search(text[: match.start()]):
            continue
        promise = OWNED.match(text[match.end() :].lstrip())
        due = _due(promise[0]) if promise else None
        weight: Weight = "soft" if promise and not (due and due < today) else ""
        if due and due < today:
            yield Finding(
                f'{where.name}: the placeholder "{match[0]}" was to be filled by {due}',
                where.place,
                "write the text, or set a new date with its owner",
                where.records,
            )
            continue
        yield Finding(
            f'{where.name}: the placeholder "{match[0]}" is left',
            where.place,
            "write the text, or say in brackets who will and until when: TBD (Finance, 2026-06-30)",
            where.records,
            weight,
        )


def other_clients(facts: Facts, documents: Sequence[t.Document]) -> Iterator[Finding]:
    """Names of the workspace's other clients in a composed document."""
    own = _client_names(facts.case.engagement.client)
    others: dict[str, str] = {}
    workspace = facts.case.workspace
    read = (content.record for content in workspace.engagements.values())
    for record in (*read, *(neighbour.record for neighbour in workspace.neighbours.values())):
        if record.id != facts.case.engagement.id:
            for name in _client_names(record.client):
                if not any(name in mine or mine in name for mine in own):
                    others[name] = record.id
    if not others:
        return
    inner = "|".join(re.escape(name) for name in sorted(others, key=len, reverse=True))
    pattern = re.compile(rf"(?<![A-Za-z])(?:{inner})(?![A-Za-z])")
    for document in documents:
        for text, source in authored(document.blocks, generated=True):
            for name in sorted(set(pattern.findall(text))):
                yield Finding(
                    f'"{name}" is the client of engagement {others[name]}, not of this document',
                    source,
                    "write {{ client.short_name }} where a text names the client",
                    (others[name],),
                    "hard",
                )


def _client_names(client: Client) -> list[str]:
    names = [n.get(lang) for n in (client.short_name, client.legal_name) for lang in ("zh", "en")]
    return [name for name in names if len(name) >= (2 if has_han(name) else 4)]


def left_in_document(facts: Facts, documents: Sequence[t.Document]) -> Iterator[Finding]:
    """Placeholders in what was composed: outlines and labels are texts too."""
    for document in documents:
        for key, words in document.labels.items():
            if any(mark in words for mark in _MARKS):
                where = Where(None, ("labels", key), Source(f"templates/labels/{document.lang}.yaml"))
                yield from _left_over(words, where, facts.today)
        for text, source in authored(document.blocks):
            yield from _left_over(text, Where(None, (), source), facts.today)


def links(facts: Facts, documents: Sequence[t.Document]) -> Iterator[Finding]:
    """Links to places in the document that nothing has; references without words are resolved when it is composed."""
    for document in documents:
        known = {block.id for block in t.query(document.blocks, t.Base) if block.id}
        for block in t.query(document.blocks, t.Paragraph):
            for link in t.query(block.content, t.Link):
                if link.target.startswith("#") and link.target[1:] not in known:
                    yield Finding(
                        f'a link leads to "{link.target}", which nothing in the document has',
                        block.source,
                        "correct the id, or give the place this id: {" + link.target + "}",
                        (),
                        "hard",
                    )


RULES = (
    Rule(
        "G01",
        "Ids are unique and every reference resolves",
        "A name that leads nowhere prints as a hole: a chart without a box, a table without a row.",
        "Correct the id, or add the record that it names.",
        ALWAYS,
        "case",
        references,
    ),
    Rule(
        "G02",
        "Every text has both languages",
        "A reader of the other language finds a gap, or a text that was never translated.",
        "Write the missing language; a name that is alike in both may stand in the glossary. A draft prints “transla"
        "tion pending” instead; an issued document may not.",
        ISSUED,
        "case",
        languages,
    ),
    Rule(
        "G03",
        "Numbers, dates and percentages are the same in both languages",
        "Two figures for one fact make a document worthless in a dispute. 120万 and 1.2 million, 上半年 and H1, dates "
        "and number words are brought to one form before they are compared.",
        "Write the same figures in both languages, better still once, as data: {{ … }}.",
        ISSUED,
        "case",
        same_figures,
    ),
    Rule(
        "G05",
        "No placeholder is left",
        "TBD, 待定, XX and lorem ipsum are promises; an issued document may not hold open ones.",
        "Write the text, or name an owner and a date in brackets after the placeholder.",
        ISSUED,
        "case",
        placeholders,
    ),
    Rule(
        "G07",
        "No other client's name is in the text",
        "A name left over from an earlier engagement breaks confidence with both clients.",
        "Name the client through {{ client.short_name }}.",
        ALWAYS,
        "document",
        other_clients,
    ),
)
# Codes whose rule looks at records and again at the composed document.
COMPOSED = {"G01": links, "G05": left_in_document}
