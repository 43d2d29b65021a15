"""Exhibits of shape: spans and layers of a structure, drawn beside the present one."""

from __future__ import annotations

from opsdoc.diagnostics import suggest
from opsdoc.diagram.model import SpanLayer, Spans, SpanStructure
from opsdoc.document import tree as t
from opsdoc.document.exhibits.call import Call, ExhibitError
from opsdoc.document.wording import between, number
from opsdoc.org.layers import USUAL, Layer, band_bounds, profile
from opsdoc.org.metrics import metrics
from opsdoc.org.select import Option


def spans(call: Call) -> t.Blocks:
    """`:: spans variant=ID beside=as-is|none|ID`: layers and span bands of an option beside another structure, by
    default the present one where there is one."""
    w, case = call.word, call.case
    option = call.option_variant()
    beside = call.options.get("beside", "as-is" if case.as_is else "none")
    known = {"none": None, "as-is": case.as_is, **case.options}
    if beside not in known or (beside == "as-is" and case.as_is is None):
        raise ExhibitError(f'no variant "{beside}"', suggest(beside, known))
    other = known[beside]
    shown = [other, option] if other is not None and other.id != option.id else [option]
    profiles = [(o, profile(o, "as_is" if o is case.as_is else "to_be")) for o in shown]
    bands = [_band(low, high, call.lang) for low, high in band_bounds()]
    chart = Spans(
        tuple(call.own_label(band) for band in bands),
        tuple(
            SpanStructure(
                o.id,
                call.label(o.variant.name),
                call.own_label(_summed(call, o)),
                tuple(
                    SpanLayer(
                        call.own_label(w("layer_n").format(n=layer.number)),
                        layer.units,
                        call.own_label(_units(call, layer)),
                        layer.heads,
                    )
                    for layer in layers
                ),
            )
            for o, layers in profiles
        ),
        (call.own_label(w("layer")), call.own_label(w("layer_units")), call.own_label(w("heads_by_span"))),
        USUAL,
        (call.own_label(w("span_usual")), call.own_label(w("span_unusual"))),
    )
    default = w("caption_spans_beside" if len(shown) > 1 else "caption_spans").format(
        name=call.name(option.variant.name), other=call.name(shown[0].variant.name)
    )
    colon = "：" if call.lang == "zh" else ": "
    alt = call.join(f"{call.name(o.variant.name)}{colon}{_in_words(call, o, layers, bands)}" for o, layers in profiles)
    return (
        t.Figure(
            alt,
            chart=chart,
            caption=call.caption(default),
            note=call.sourced(),
            alternative=_list(call, profiles, bands),
            id=call.id,
            source=call.source,
        ),
    )


def _band(low: int, high: int | None, lang: str) -> str:
    return f"≥{low}" if high is None else str(low) if low == high else between(low, high, lang)


def _units(call: Call, layer: Layer) -> str:
    key = ("layer_unit" if layer.units == 1 else "layer_count") + ("" if layer.fte is None else "_fte")
    return call.word(key).format(units=layer.units, fte="" if layer.fte is None else number(layer.fte, call.lang))


def _summed(call: Call, option: Option) -> str:
    figures = metrics(call.case, option)
    return call.word("spans_summed").format(
        layers=figures.layers, span=number(figures.average_span, call.lang, 1), widest=figures.widest_span
    )


def _layer(call: Call, layer: Layer, bands: list[str]) -> str:
    """A layer in one line: its units, their FTE, and its heads by span band."""
    heads = [
        call.word("alt_heads").format(count=count, band=band)
        for band, count in zip(bands, layer.heads, strict=True)
        if count
    ]
    return call.word("layer_n").format(n=layer.number) + call.quoted(call.sentence([_units(call, layer), *heads]))


def _in_words(call: Call, option: Option, layers: tuple[Layer, ...], bands: list[str]) -> str:
    return call.sentence([_summed(call, option), *(_layer(call, layer, bands) for layer in layers)])


def _list(call: Call, profiles: list[tuple[Option, tuple[Layer, ...]]], bands: list[str]) -> t.Blocks:
    items = []
    for option, layers in profiles:
        name = f"{call.name(option.variant.name)}{call.quoted(_summed(call, option))}"
        inner = t.BulletList(tuple((t.Paragraph(t.text(_layer(call, x, bands)), "compact"),) for x in layers))
        items.append((t.Paragraph(t.text(name), "compact"), inner))
    return (t.BulletList(tuple(items)),)
