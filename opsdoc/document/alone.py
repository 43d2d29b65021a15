"""One exhibit without a document around it: its figures, and which exhibits have any."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from opsdoc.content.markdown import Directive
from opsdoc.diagnostics import suggest
from opsdoc.document import tree as t
from opsdoc.document.arguments import COMMON_OPTIONS, check_arguments
from opsdoc.document.context import context
from opsdoc.document.exhibits import EXHIBITS
from opsdoc.document.exhibits.call import Call, ExhibitError
from opsdoc.document.labels import load_labels
from opsdoc.document.pair import join_charts
from opsdoc.org.select import Case


def figures(
    case: Case, languages: Sequence[t.Lang], name: str, arguments: Sequence[str], options: Mapping[str, str]
) -> tuple[t.Figure, ...]:
    """The drawings of an exhibit in one language, or in two drawn once with both.

    Raises ExhibitError: there is no such exhibit, it takes no such argument, its data are faulty, it is a table, or
    the case has nothing for it to draw."""
    if name not in EXHIBITS:
        raise ExhibitError(f'no exhibit "{name}"', suggest(name, EXHIBITS))
    found = [_blocks(case, lang, name, arguments, options) for lang in languages]
    drawn = [tuple(x for x in t.query(blocks, t.Figure) if x.chart is not None) for blocks in found]
    if not drawn[0]:
        others = ", ".join(drawings(case, languages[0]))
        if any(True for _ in t.query(found[0], t.Table)):
            message = f'"{name}" is a table and not a drawing: `opsdoc build` prints it in its document'
        elif found[0]:
            message = f'"{name}" is text and not a drawing: `opsdoc build` prints it in its document'
        else:
            message = f'"{name}" has nothing to draw: the content has no data for it'
        raise ExhibitError(message, f"drawings are: {others}")
    if len(drawn) == 1:
        return drawn[0]
    return tuple(_both(a, b) for a, b in zip(drawn[0], drawn[1], strict=False))


def drawings(case: Case, lang: t.Lang) -> tuple[str, ...]:
    """The exhibits that draw something of this case without being told more."""
    names = []
    for name in EXHIBITS:
        try:
            blocks = _blocks(case, lang, name, (), {})
        except ExhibitError:
            continue
        if any(figure.chart is not None for figure in t.query(blocks, t.Figure)):
            names.append(name)
    return tuple(names)


def _blocks(case: Case, lang: t.Lang, name: str, arguments: Sequence[str], options: Mapping[str, str]) -> t.Blocks:
    exhibit = EXHIBITS[name]
    directive = Directive(name=name, arguments=tuple(arguments), options=tuple(options.items()))
    check_arguments(directive, exhibit.words, (*exhibit.options, *COMMON_OPTIONS))
    labels = load_labels(case.workspace.templates, lang)
    data = context(case, lang, labels)
    return exhibit.build(Call(case, lang, labels, data, name, 1, tuple(arguments), dict(options)))


def _both(a: t.Figure, b: t.Figure) -> t.Figure:
    """A figure drawn once with the labels of both languages."""
    chart = join_charts(a.chart, b.chart) if a.chart is not None and b.chart is not None else a.chart
    alt = a.alt if a.alt == b.alt else f"{a.alt} {b.alt}"
    return replace(a, chart=chart, alt=alt, caption_translation=b.caption)
