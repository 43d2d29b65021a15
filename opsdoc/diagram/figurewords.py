"""Bridges and spans in words: alt text, and an outline for a list beside the drawing."""

from __future__ import annotations

from opsdoc.diagram.model import Bridge, Label, Spans


def said(label: Label, lang: str) -> str:
    """A label in one language; the first one stands in where that language is missing."""
    texts = dict(label.parts)
    return " ".join((texts.get(lang) or next(iter(texts.values()), "")).split())


def describe_bridge(chart: Bridge, lang: str) -> str:
    """Every bar with its figure, in one sentence from the first total to the last."""
    parts = [f"{said(bar.label, lang)} {said(bar.figure, lang)}" for bar in chart.bars]
    return "，".join(parts) + "。" if lang == "zh" else ", ".join(parts) + "."


def describe_spans(chart: Spans, lang: str) -> str:
    """Each structure, layer by layer, with the heads of the layer by span band."""
    zh = lang == "zh"
    comma, stop, gap = ("，", "。", "") if zh else (", ", ".", " ")
    sentences = []
    for structure in chart.structures:
        name, sum_ = said(structure.label, lang), said(structure.figure, lang)
        sentences.append(f"{name}：{sum_}{stop}" if zh else f"{name}: {sum_}{stop}")
        for layer in structure.layers:
            parts = [said(layer.figure, lang), *_heads(chart, layer.heads, lang)]
            where = said(layer.label, lang)
            sentences.append(f"{where}{'：' if zh else ': '}{comma.join(part for part in parts if part)}{stop}")
    return gap.join(sentences)


def _heads(chart: Spans, heads: tuple[int, ...], lang: str) -> list[str]:
    band_word = said(chart.headings[2], lang)
    counted = [f"{said(band, lang)} × {count}" for band, count in zip(chart.bands, heads, strict=False) if count]
    return [f"{band_word} {('、' if lang == 'zh' else ', ').join(counted)}"] if counted else []
