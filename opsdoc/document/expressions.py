"""Jinja for content: a sandbox without undefined names, for outlines and for the expressions of section texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import InvalidOperation
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError, nodes
from jinja2.filters import do_round
from jinja2.sandbox import ImmutableSandboxedEnvironment

from opsdoc.diagnostics import Diagnostic, Source, error, suggest
from opsdoc.document.wording import filters

# A value longer than this in a text is a mistake or an attack ({{ "x" * 10**9 }}).
MAX_VALUE = 20_000
# Of Jinja's own filters, those that count, choose and order; none that can make a long text out of a short one.
_FILTERS = frozenset(
    [
        "abs",
        "default",
        "first",
        "float",
        "groupby",
        "int",
        "items",
        "join",
        "last",
        "length",
        "list",
        "lower",
        "map",
        "max",
        "min",
        "reject",
        "rejectattr",
        "round",
        "select",
        "selectattr",
        "sort",
        "sum",
        "title",
        "trim",
        "unique",
        "upper",
    ]
)
_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_PLAIN = (str, bytes, int, float, list, tuple)
# A width or a precision of more than two figures, or one that a value gives.
_WIDTH = re.compile(r"\{[^{}]*:[^{}]*(?:\d{3}|\{)")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


class _Sandbox(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset({"*", "**", "%"})

    def getattr(self, obj: Any, attribute: str) -> Any:
        """A field of the data before a method of the same name: `coverage.items` is what the data calls so."""
        if isinstance(obj, Mapping) and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        # Of strings, numbers and lists no method is needed, and some make gigabytes: (1).to_bytes(10**10, "big").
        if isinstance(obj, Mapping):
            return attr in ("get", "items", "keys", "values")
        return not isinstance(obj, _PLAIN) and super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        """`text.format(…)` for the labels that have places for values, without widths: `{:>999999999}` is a bomb."""
        wrapped = super().wrap_str_format(value)
        if wrapped is None or not _WIDTH.search(value.__self__):
            return wrapped
        raise TemplateError("a format may not have a width")

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        sizes = [value for value in (left, right) if isinstance(value, (int, float))]
        if len(sizes) < 2 or (operator == "**" and any(abs(size) > 1000 for size in sizes)):
            raise TemplateError(f"`{operator}` is for numbers")
        return super().call_binop(context, operator, left, right)


@lru_cache(maxsize=8)
def environment(lang: str, for_outline: bool) -> ImmutableSandboxedEnvironment:
    """The sandbox of a language. In outlines values are escaped for Markdown, and comments are `{## … ##}`, because
    `{#id}` names a heading."""
    env = _Sandbox(
        undefined=StrictUndefined,
        autoescape=False,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
        comment_start_string="{##",
        comment_end_string="##}",
        finalize=escape_markdown if for_outline else None,
    )
    # Only what templates of documents need: the rest of Jinja's built-ins stays out of reach.
    env.globals.clear()
    env.globals["range"] = lambda *bounds: list(range(*bounds)[:10_000])
    env.filters = {name: call for name, call in env.filters.items() if name in _FILTERS}
    env.filters.update(filters(lang), join=_join, round=_round)
    return env


def _join(values: Iterable[Any], between: str = "", attribute: str | None = None) -> str:
    """Jinja's `join`, up to the length that a value may have."""
    items = [str(value[attribute] if attribute else value) for value in values]
    if sum(map(len, items)) + len(between) * len(items) > MAX_VALUE:
        raise TemplateError(f"`join` gives more than {MAX_VALUE} characters")
    return str(between).join(items)


def _round(value: float, precision: int = 0, method: str = "common") -> float:
    """Jinja's `round`, to at most 15 places: ten to the power of a billion takes for ever."""
    if not -15 <= precision <= 15:
        raise TemplateError("`round` takes from -15 to 15 places")
    return do_round(value, precision, method)  # type: ignore[arg-type]


def escape_markdown(value: Any) -> Any:
    """A value as Markdown text that can only be text: all ASCII punctuation escaped, line ends made spaces. Slugs stay
    as they are, since directives take them as arguments."""
    if isinstance(value, StrictUndefined) or value is None:
        return value
    if kind := _no_text(value):
        raise TemplateError(f"the value is {kind}, not a text")
    text = str(value)
    if _SLUG.fullmatch(text):
        return text
    # A space at either end may be what sets a label off from the words around it.
    text = re.sub(r"\s+", " ", text)
    return _PUNCTUATION.sub(r"\\\1", text)


def _no_text(value: Any) -> str:
    """What a value is that nobody means to print; empty for one that can be printed."""
    if isinstance(value, Mapping):
        return "a group of fields"
    if isinstance(value, (list, tuple)):
        return "a list"
    # An undefined value can be called, to say that it is undefined.
    return "a method" if callable(value) and not isinstance(value, StrictUndefined) else ""


def evaluate(expression: str, data: Mapping[str, Any], lang: str, source: Source | None) -> str | Diagnostic:
    """The text of an expression of a section, or the diagnostic that says why there is none."""
    try:
        value = _compiled(expression, lang)(**data)
        if kind := _no_text(value):
            message = f"{{{{ {expression} }}}} is {kind}, not a text"
            return error("expression", message, source, help="name one field, or join a list: {{ … | join }}")
        text = str(value)
    except UndefinedError as problem:
        return error("expression", _undefined(problem), source, help=_known(expression, data), excerpt="")
    except TemplateSyntaxError as problem:
        return error(
            "expression",
            f"cannot read {{{{ {expression} }}}}: {problem.message}",
            source,
            help="correct the expression",
        )
    except RecursionError:
        return error("expression", "the expression is nested too deep", source, help="simplify it")
    except Exception as problem:  # an expression may fail in any way; its author needs the place, not a traceback
        # What decimal says is "[<class 'decimal.InvalidOperation'>]".
        reason = "not a number that can be written so" if isinstance(problem, InvalidOperation) else str(problem)
        message = f"{{{{ {expression} }}}} fails: {reason or 'not allowed'}"
        return error("expression", message, source, help="correct the expression")
    if len(text) > MAX_VALUE:
        return error(
            "limit", f"{{{{ {expression} }}}} gives more than {MAX_VALUE} characters", source, help="shorten it"
        )
    return text


@lru_cache(maxsize=4096)
def _compiled(expression: str, lang: str) -> Callable[..., Any]:
    return environment(lang, False).compile_expression(expression, undefined_to_none=False)


def truth(expression: str, data: Mapping[str, Any], lang: str, source: Source | None) -> bool | Diagnostic:
    """Whether a condition holds (`holds_if`), or the diagnostic that says why it cannot be judged."""
    result = evaluate(f"'1' if ({expression}) else '0'", data, lang, source)
    return result == "1" if isinstance(result, str) else result


def _undefined(problem: UndefinedError) -> str:
    return str(problem.message).replace("'dict object'", "the value").replace("is undefined", "is not defined")


def _known(expression: str, data: Mapping[str, Any]) -> str:
    """A suggestion for the first name or attribute of the expression that leads nowhere."""
    try:
        parsed = environment("en", False).parse("{{ " + expression + " }}")
    except TemplateError:
        return ""
    for node in parsed.find_all(nodes.Name):
        if node.ctx == "load" and node.name not in data:
            return suggest(node.name, data)
    for attribute in parsed.find_all(nodes.Getattr):
        value: Any = _follow(attribute.node, data)
        if isinstance(value, Mapping) and attribute.attr not in value:
            return suggest(attribute.attr, [str(key) for key in value])
    return "see `opsdoc list fields` for what a text may use"


def _follow(node: nodes.Node, data: Mapping[str, Any]) -> Any:
    if isinstance(node, nodes.Name):
        return data.get(node.name)
    if isinstance(node, nodes.Getattr):
        value = _follow(node.node, data)
        return value.get(node.attr) if isinstance(value, Mapping) else None
    return None
