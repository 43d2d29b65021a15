"""The annex of findings: what `check` has to say about a document, printed behind it for those who work on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from opsdoc.check import wording
from opsdoc.check.rules import RULES
from opsdoc.diagnostics import Diagnostic
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import cell, columns, head, row

ID = "annex-qa"


def annex(findings: Iterable[Diagnostic], lang: t.Lang, labels: Mapping[str, str], alone: bool = True) -> t.Blocks:
    """A table of findings by code and place under a heading of its own, in the document's language; nothing when there
    are none. A finding that has no Chinese words stands under its rule's, and in English where the annex stands
    `alone`, without the English one beside it."""
    found = sorted(
        dict.fromkeys(findings), key=lambda item: (item.code not in RULES, item.code, str(item.source or ""))
    )
    if not found:
        return ()
    # Rows meet their partners in the other language by their ids.
    rows = [
        row(
            [item.code, _what(item, lang, labels, alone), _where(item), _todo(item, lang, labels)],
            f"qa-{n}",
            head_first=True,
        )
        for n, item in enumerate(found, start=1)
    ]
    caption = labels["qa_caption"].format(count=len(found))
    return (
        t.Heading(1, t.text(labels["qa_annex"]), annex=True, id=ID),
        t.Paragraph(t.text(labels["qa_intro"]), id=f"{ID}-intro"),
        t.Table(
            columns(9, 43, 23, 25),
            head(labels["qa_code"], labels["qa_what"], labels["qa_where"], labels["qa_todo"]),
            tuple(rows),
            caption=t.text(caption),
            summary=caption,
            id=f"{ID}-findings",
        ),
    )


def _rule(item: Diagnostic, labels: Mapping[str, str], prefix: str) -> str:
    return labels[f"{prefix}{item.code}" if item.code in RULES else f"{prefix}other"]


def _what(item: Diagnostic, lang: t.Lang, labels: Mapping[str, str], alone: bool) -> t.Cell:
    said = item.message if lang == "en" else wording.message(item.message)
    if said is not None:
        return cell((t.Paragraph(_words(said), "compact"),))
    english = (t.Paragraph((t.Foreign(_words(item.message), "en"),), "compact"),) if alone else ()
    return cell((t.Paragraph(t.text(_rule(item, labels, "qa_")), "compact"), *english))


def _where(item: Diagnostic) -> t.Cell:
    # A path breaks behind its slashes.
    return cell(str(item.source).replace("/", "/\u200b") if item.source else "—")


def _todo(item: Diagnostic, lang: t.Lang, labels: Mapping[str, str]) -> t.Cell:
    if lang == "zh":
        said = wording.remedy(item.help) or _rule(item, labels, "qa_do_")
    else:
        said = item.help or labels["qa_do_other"]
    return cell((t.Paragraph(_words(said[:1].upper() + said[1:]), "compact"),))


def _words(text: str) -> t.Inlines:
    """A message with what is to be typed as it stands, `name: …`, as code."""
    parts = text.split("`")
    return tuple(t.Code(part) if n % 2 else t.Text(part) for n, part in enumerate(parts) if part)
