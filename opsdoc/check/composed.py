"""N and H: articles, outlines, mandatory parts, captions; judged on the composed trees of a document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from opsdoc.check.facts import Facts
from opsdoc.check.records import called
from opsdoc.check.rule import ISSUED, Finding, Rule, nothing
from opsdoc.check.values import one_value
from opsdoc.check.words import authored
from opsdoc.document import tree as t
from opsdoc.document.wording import han_number
from opsdoc.text import has_han

# Kinds with enough text to lead the reader to each figure; in the others an exhibit may stand for itself.
LONG_FORM = frozenset({"proposal"})
# Kinds of which somebody may rely on either language.
BILINGUAL = frozenset({"policy", "handbook", "proposal"})
# Parts that a policy must have, by the words of their titles.
MANDATORY = (
    ("目的 Purpose", re.compile(r"目的|宗旨|\bpurpose\b|\bobjectives?\b", re.I)),
    ("适用范围 Scope", re.compile(r"范围|\bscope\b|\bapplicab", re.I)),
    ("职责 Responsibilities", re.compile(r"职责|责任|权限|\bresponsibilit|\bduties\b", re.I)),
    ("附则 Final provisions", re.compile(r"附则|\b(?:supplementary|final|closing) provisions?\b", re.I)),
)
# What its final provisions must settle, by the words of its text.
SETTLED = (
    ("who interprets it", re.compile(r"解释|\binterpret", re.I), "由…负责解释 / … interprets this policy"),
    (
        "when it takes effect",
        re.compile(
            r"施行|生效|实施之日|试行|\b(?:takes?|comes? into|in) (?:effect|force)\b|\beffective (?:from|on|as of)\b",
            re.I,
        ),
        "自…起施行 / takes effect on …",
    ),
)
_REPEAL = re.compile(r"废止|失效|\brepeal|\bsupersed|\breplac|cease\w* to", re.I)
_PREVAILS = {
    "zh": re.compile(r"以?(中|英)文(?:文本|版本?|本)?[^。；]{0,12}为准|(同等)(?:法律)?效力"),
    "en": re.compile(
        r"\b(Chinese|English)\b[^.;]{0,60}\bprevails?\b|\b(equally)\s+(?:authentic|binding|valid)|"
        r"\b(equal)\s+(?:force|effect)"
    ),
}
_OWN_ARTICLE = {
    "zh": re.compile(r"本(?:制度|办法|规定|细则|手册|文件)第([零一二三四五六七八九十百]+|\d+)条"),
    "en": re.compile(r"\bArticles? (\d+)\b(?! of (?:the )?(?:Law|Act|Code|Labour|Company))"),
}


def articles(facts: Facts, documents: Sequence[t.Document]) -> Iterator[Finding]:
    """Articles without a gap; typed references that lead to an article; one outline in both languages."""
    for document in documents:
        found = list(t.query(document.blocks, t.Article))
        for expected, article in enumerate(found, start=1):
            if article.ordinal != expected:
                yield Finding(
                    f"article {article.ordinal} follows article {expected - 1}",
                    article.source,
                    "write articles with `::: article`; their numbers are given",
                )
        if not found:
            continue
        known = {han_number(n) for n in range(1, len(found) + 1)} | {str(n) for n in range(1, len(found) + 1)}
        for text, source in authored(document.blocks):
            for match in _OWN_ARTICLE[document.lang].finditer(text):
                if match[1] not in known:
                    yield Finding(
                        f'"{match[0]}" is not among the {len(found)} articles',
                        source,
                        "refer by id, [](#id), so that the number is always right",
                    )
    single = {d.lang: d for d in documents if d.second_lang is None}
    if "zh" in single and "en" in single:
        yield from _same_outline(single["zh"], single["en"])


def _same_outline(zh: t.Document, en: t.Document) -> Iterator[Finding]:
    left, right = _outline(zh), _outline(en)
    for n in range(max(len(left), len(right))):
        one, two = left[n] if n < len(left) else None, right[n] if n < len(right) else None
        if one is not None and two is not None and one[:2] == two[:2]:
            continue
        node = (two or one or ("", 0, None))[2]
        yield Finding(
            f"the outlines part here: {_said(one)} in zh, {_said(two)} in en",
            node.source if isinstance(node, t.Base) else None,
            "write the same chapters, articles and items in both languages",
        )
        # What follows the first difference differs because of it.
        return


def _outline(document: t.Document) -> list[tuple[str, int, t.Block]]:
    out: list[tuple[str, int, t.Block]] = []
    for block in t.query(document.blocks, t.Base):
        if isinstance(block, t.Heading):
            out.append(("heading of level", block.level, block))
        elif isinstance(block, t.Article):
            items = [len(inner.items) for inner in block.content if isinstance(inner, t.OrderedList)]
            out.append(("article with items", sum(items), block))
    return out


def _said(entry: tuple[str, int, t.Block] | None) -> str:
    if entry is None:
        return "nothing"
    kind, number, block = entry
    title = t.plain(block.content if isinstance(block, t.Heading) else getattr(block, "title", ()))
    return f"a {kind} {number} “{title}”" if kind.startswith("heading") else f"an {kind} ({number}) “{title}”"


def mandatory_parts(facts: Facts, documents: Sequence[t.Document]) -> Iterator[Finding]:
    """A policy has purpose, scope, responsibilities and supplementary provisions."""
    record = facts.case.document
    if record.kind != "policy":
        return
    for document in documents:
        titles = [t.plain(h.content) for h in t.query(document.blocks, t.Heading)]
        titles += [t.plain(a.title) for a in t.query(document.blocks, t.Article)]
        for part, pattern in MANDATORY:
            if not any(pattern.search(title) for title in titles):
                yield Finding(
                    f"the policy has no chapter or article on {part} ({document.lang})",
                    record.at("kind"),
                    "add it; the titles are looked at",
                    (record.id,),
                )
        said = [text for text, _ in authored(document.blocks, generated=True)]
        for what, pattern, example in SETTLED:
            if not any(pattern.search(text) for text in said):
                yield Finding(
                    f"the policy does not say {what} ({document.lang})",
                    record.at("kind"),
                    f"say it in the supplementary provisions: {example}",
                    (record.id,),
                )
        if record.supersedes and not any(_REPEAL.search(text) for text in said):
            yield Finding(
                f"the policy supersedes {record.supersedes}, but its text does not say so ({document.lang})",
                record.at("supersedes"),
                "say in the supplementary provisions what is repealed",
                (record.id,),
            )


def prevailing(facts: Facts, documents: Sequence[t.Document]) -> Iterator[Finding]:
    """A document in two languages says which one prevails, and both texts say the same."""
    record = facts.case.document
    if record.kind not in BILINGUAL or not any("-" in mode for mode in record.languages):
        return
    for document in documents:
        if document.second_lang is not None:
            continue
        said: set[str] = set()
        for text, _ in authored(document.blocks, generated=True):
            for match in _PREVAILS[document.lang].finditer(text):
                said.add({"中": "zh", "英": "en", "Chinese": "zh", "English": "en"}.get(match[1] or "", "equal"))
        if record.prevailing not in said or len(said) > 1:
            stated = f"says {', '.join(sorted(said))}" if said else "says nothing"
            yield Finding(
                f"{called(record)}: `prevailing` is {record.prevailing}, the {document.lang} text {stated}",
                record.at("prevailing"),
                "state the prevailing language in both texts: 以中文文本为准 / the Chinese text prevails",
                (record.id,),
            )


def captions(facts: Facts, documents: Sequence[t.Document]) -> Iterator[Finding]:
    """Figures and tables have a caption (and so a number) and words; in long texts also a source and a mention. A
    metric has one value."""
    yield from one_value(facts, documents)
    for document in documents:
        blocks: list[t.Table | t.Figure] = [*t.query(document.blocks, t.Table), *t.query(document.blocks, t.Figure)]
        for block in blocks:
            what = "table" if isinstance(block, t.Table) else "figure"
            if not block.caption and (isinstance(block, t.Figure) or block.role in ("grid", "matrix")):
                yield Finding(f"a {what} has no caption", block.source, "add `caption=…`", (block.id,))
            if isinstance(block, t.Figure) and not block.alt:
                text = "a figure has no words for those who cannot see it"
                yield Finding(text, block.source, "describe it in the brackets of the image", (block.id,))
        if facts.case.document.kind not in LONG_FORM:
            continue
        cited = {ref.target for ref in t.query(document.blocks, t.Ref)}
        cited |= {link.target[1:] for link in t.query(document.blocks, t.Link) if link.target.startswith("#")}
        unsourced = [b for b in _before_annexes(document.blocks) if b.caption and not _sourced(b)]
        if unsourced:
            yield Finding(
                f"{len(unsourced)} figures and tables do not say where they come from: {_named(unsourced)}",
                unsourced[0].source,
                'add `source="…"`',
                tuple(block.id for block in unsourced),
                "late",
            )
        captioned = [b for b in blocks if b.caption]
        alone = [b for b in captioned if b.id not in cited]
        if alone:
            yield Finding(
                f"{len(alone)} of {len(captioned)} figures and tables are not cited in the text: {_named(alone)}",
                alone[0].source,
                "lead the reader there: see [](#id)",
                tuple(block.id for block in alone),
                "late",
            )


def _named(blocks: Sequence[t.Base]) -> str:
    return ", ".join(block.id for block in blocks[:6]) + (", …" if len(blocks) > 6 else "")


def _sourced(block: t.Table | t.Figure) -> bool:
    return any(isinstance(part, t.Paragraph) and part.role == "source" for part in block.note)


def _before_annexes(blocks: t.Blocks) -> list[t.Table | t.Figure]:
    """Figures and tables of the body: an annex of sources or terms is its own source."""
    end = next((n for n, block in enumerate(blocks) if isinstance(block, t.Heading) and block.annex), len(blocks))
    return [*t.query(blocks[:end], t.Table), *t.query(blocks[:end], t.Figure)]


def right_language(facts: Facts, documents: Sequence[t.Document]) -> Iterator[Finding]:
    """Chinese text in the English document: a label, value or name that was not translated."""
    for document in documents:
        if document.second_lang is not None or document.lang != "en":
            continue
        for text, source in authored(document.blocks):
            if len(re.findall("[\u4e00-\u9fff]", text)) > 12 and has_han(text):
                yield Finding(f"an English passage is in Chinese: “{text[:24]}…”", source, "translate it")


RULES = (
    Rule(
        "N02",
        "Articles and outlines are whole",
        "A reference to an article that is not there, or chapters in one language only, make a rule contestable.",
        "Refer by id; write the same chapters, articles and items in both languages.",
        ISSUED,
        "document",
        articles,
    ),
    Rule(
        "N03",
        "A policy has its mandatory parts",
        "目的, 适用范围, 职责 and 附则 are looked for first; what is superseded has to be named.",
        "Add the chapter or article.",
        ISSUED,
        "document",
        mandatory_parts,
    ),
    Rule(
        "N04",
        "The prevailing language is stated in both texts",
        "Where the two differ, somebody has to know which one holds.",
        "State it in the supplementary provisions, as `prevailing` says.",
        ISSUED,
        "document",
        prevailing,
    ),
    Rule(
        "N07",
        "Figures and tables are captioned, described, sourced and cited; a metric has one value",
        "An exhibit without caption, words or mention is not found again; one without a source is not believed; and of "
        "two values for one metric the reader believes neither.",
        "Add caption and text; in a proposal name the source and lead the reader to it; take values from {{ … }}.",
        ISSUED,
        "document",
        captions,
    ),
    Rule(
        "H01",
        "Headings that state a finding still hold",
        "A heading with `holds_if` rests on data; when the data changes, the sentence becomes false.",
        "Rewrite the heading, or correct the data. It is judged while the document is composed.",
        ISSUED,
        "document",
        nothing,
    ),
)
# Codes whose rule looks at records and again at the composed document.
COMPOSED = {"G02": right_language}
