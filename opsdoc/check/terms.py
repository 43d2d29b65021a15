"""G04 and G06: terms as the glossary fixes them, abbreviations explained where they first stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from opsdoc.check.facts import Facts
from opsdoc.check.records import called
from opsdoc.check.rule import ADVICE, Finding, Rule
from opsdoc.check.words import LANGUAGES, all_texts, authored, field_name
from opsdoc.content.models import Term
from opsdoc.diagnostics import Source
from opsdoc.document import tree as t

# Abbreviations that every reader of such a document knows.
COMMON = frozenset(
    {
        *("KPI", "CEO", "COO", "CFO", "HR", "IT", "ERP", "CRM", "RACI", "PDF", "CSV", "FAQ", "R&D", "SWOT"),
        *("RMB", "CNY", "USD", "EUR", "ISO", "APQC"),
        # Placeholders are for G05 to find.
        *("TBD", "TBC", "TODO", "FIXME"),
    }
)
# An abbreviation by its look; a code (HC-ZD-2026, GB/T) is none.
_ABBREVIATION = re.compile(r"(?<![A-Za-z0-9/-])[A-Z]{3,6}(?![A-Za-z0-9/-])")
_ROMAN = re.compile(r"[IVXLC]+$")


def terms(facts: Facts) -> Iterator[Finding]:
    """Forbidden variants of glossary terms in texts of records and prose, and terms that are not one pair."""
    rows = facts.table("glossary", Term)
    yield from _pairs(rows.values())
    yield from _equivalents(facts, rows.values())
    for lang in ("zh", "en"):
        wrong = _forbidden(rows.values(), lang)
        if not wrong:
            continue
        pattern = _alternatives(wrong, lang)
        for text, where in all_texts(facts, lang):
            found = {_plain(m[0]): m[0] for m in pattern.finditer(text)}
            for key, shown in found.items():
                term = wrong[key]
                fixed = _word(term, lang)
                if _within_fixed(text, shown, rows.values(), lang):
                    continue
                yield Finding(
                    f'{where.name}: "{shown}" is a forbidden variant of the term "{fixed}"',
                    where.place,
                    f'write "{fixed}"',
                    (*where.records, term.id),
                )


def _pairs(rows: Iterable[Term]) -> Iterator[Finding]:
    for lang in ("zh", "en"):
        first: dict[str, Term] = {}
        for row in rows:
            word = _plain(_word(row, lang))
            known = first.setdefault(word, row)
            if known is not row:
                yield Finding(
                    f'term {row.id}: "{_word(row, lang)}" has two equivalents, in {known.id} and here',
                    row.at(lang),
                    "keep one pair, or tell the two apart in both languages",
                    (row.id, known.id),
                )


def _equivalents(facts: Facts, rows: Iterable[Term]) -> Iterator[Finding]:
    """Names and short texts that are a term in one language, and not its fixed equivalent in the other."""
    # A term that brackets tell from another, 客户（咨询）, is no fixed word without them.
    fixed = {lang: {_singular(_word(row, lang)): row for row in rows} for lang in ("zh", "en")}
    longest = 2 * max((len(word) for words in fixed.values() for word in words), default=0)
    for record, path, text in facts.said:
        if isinstance(record, Term) or not (text.zh and text.en) or len(text.zh) > longest < len(text.en):
            continue
        for lang, other in (("zh", "en"), ("en", "zh")):
            term = fixed[lang].get(_bare(text.get(lang)))
            # "客户健康度评分" holds the fixed "客户健康度": the same term, said at more length.
            if term is not None and _bare(_word(term, other)) not in _bare(text.get(other)):
                yield Finding(
                    f'{called(record)}: {field_name(path)} is the term "{_word(term, lang)}", whose equivalent is '
                    f'"{_word(term, other)}", not "{text.get(other)}"',
                    record.at(*path, other),
                    f'write "{_word(term, other)}", or say something else in {LANGUAGES[lang]}',
                    (record.id, term.id),
                )
                break


def _bare(word: str) -> str:
    """A term as `_singular` has it, without what stands in brackets behind it."""
    return _singular(re.sub(r"\s*[（(][^）)]*[）)]\s*$", "", word))


def _singular(word: str) -> str:
    """A term without plural, case and hyphens."""
    return " ".join(part.removesuffix("s") for part in word.lower().replace("-", " ").split())


def _forbidden(rows: Iterable[Term], lang: str) -> dict[str, Term]:
    return {_plain(word): row for row in rows for word in (row.forbidden_zh if lang == "zh" else row.forbidden_en)}


def _alternatives(words: Iterable[str], lang: str) -> re.Pattern[str]:
    inner = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(inner if lang == "zh" else rf"(?<![\w-])(?:{inner})(?![\w-])", re.IGNORECASE)


def _within_fixed(text: str, shown: str, rows: Iterable[Term], lang: str) -> bool:
    # "服务水平" may be forbidden on its own and yet be part of the fixed "服务水平协议".
    fixed = [_word(row, lang) for row in rows]
    covering = [word for word in fixed if shown.lower() in word.lower() and word.lower() in text.lower()]
    if not covering:
        return False
    rest = text.lower()
    for word in covering:
        rest = rest.replace(word.lower(), " ")
    return shown.lower() not in rest


def _word(term: Term, lang: str) -> str:
    return term.zh if lang == "zh" else term.en


def _plain(word: str) -> str:
    return " ".join(word.lower().split())


def abbreviations(facts: Facts, documents: Sequence[t.Document]) -> Iterator[Finding]:
    """Abbreviations that stand in the text without the term that they stand for, where they are first used."""
    rows = {row.abbr: row for row in facts.table("glossary", Term).values() if len(row.abbr) > 1}
    for document in documents:
        first: dict[str, tuple[str, Source | None]] = {}
        explained: set[str] = set()
        for text, source in authored(document.blocks):
            for abbr in _abbreviations(text, rows):
                first.setdefault(abbr, (text, source))
                if re.search(rf"[（(]{re.escape(abbr)}[）)]", text):
                    explained.add(abbr)
        for abbr, (text, source) in first.items():
            row = rows.get(abbr)
            if row is not None and _word(row, document.lang).lower() not in text.lower():
                written = f"{row.zh}（{abbr}）" if document.lang == "zh" else f"{row.en} ({abbr})"
                yield Finding(
                    f'"{abbr}" is not expanded at its first use in the {LANGUAGES[document.lang]} text',
                    source,
                    f"write {written}",
                    (row.id,),
                )
            elif row is None and abbr not in explained:
                yield Finding(
                    f'"{abbr}" is expanded nowhere in the {LANGUAGES[document.lang]} text, and the glossary has no '
                    "such abbreviation",
                    source,
                    f"write the words with ({abbr}) behind them, or add the term with `abbr: {abbr}`",
                    (abbr,),
                )


def _abbreviations(text: str, rows: Mapping[str, Term]) -> Iterator[str]:
    for abbr in dict.fromkeys(_ABBREVIATION.findall(text)):
        if abbr not in rows and abbr not in COMMON and not _ROMAN.match(abbr):
            yield abbr
    for abbr in rows:
        inner = rf"(?<![A-Za-z0-9]){re.escape(abbr)}(?![A-Za-z0-9])"
        if abbr not in COMMON and abbr in text and re.search(inner, text):
            yield abbr


RULES = (
    Rule(
        "G04",
        "Terms are used as the glossary fixes them",
        "Two words for one thing read as two things.",
        "Write the fixed term. Where two are needed, give each a row of its own.",
        ADVICE,
        "case",
        terms,
    ),
    Rule(
        "G06",
        "Abbreviations are expanded at first use",
        "A reader outside the field stops at the first one that nobody explained.",
        "Write the full term with the abbreviation in brackets where it first stands, in each language.",
        ADVICE,
        "document",
        abbreviations,
    ),
)
