"""YAML whose every node knows its line: strings, lists and mappings only, so that the schema decides the types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from opsdoc.content.files import CONTROL, DIRECTION, excerpt, position
from opsdoc.diagnostics import Log, Source

# Limits against files that grow when they are read (safety: alias bombs, nesting).
MAX_ALIASES = 64
MAX_DEPTH = 40
# Up to here libyaml cannot nest deep enough to use up the stack (at some 25,000 levels): brackets in a text, and
# characters that can open blocks on one line.
_BRACKETS = 3_000
_INDENT = re.compile(r"^[ \t?:-]{1000}", re.MULTILINE)

Path = tuple[str | int, ...]


class Plain(str):
    """An unquoted scalar. Kept as text, so that `version: 1.10` stays 1.10 and `no` stays no; where the schema leaves
    the type open, `native` says what it looks like."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class YamlFile:
    """Data of a YAML file, and the place of each node by its path."""

    data: Any
    places: Mapping[Path, Source]
    text: str


class _Rejected(Exception):
    def __init__(self, code: str, message: str, mark: yaml.Mark, help: str) -> None:
        self.code, self.message, self.mark, self.help = code, message, mark, help


def parse(text: str, name: str, log: Log) -> YamlFile | None:
    """Parse a YAML text; None after errors have been logged. Never constructs Python objects."""
    loader_type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        if text.count("[") + text.count("{") > _BRACKETS or _INDENT.search(text):
            _refuse_depth(loader_type(text))
        loader = loader_type(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        what = f"not valid YAML: {problem.problem or problem.context}"
        help = "check the indentation, and quote a text that contains “: ” or starts with a special character"
        if "quoted scalar" in (problem.context or "") and problem.context_mark:
            # The end of the file is not where the quote is missing.
            mark, what = problem.context_mark, "not valid YAML: a quoted text is not closed"
            help = "close the quote; write a quote inside quotes twice, or use the other kind around it"
        elif mark and excerpt(text, mark.line + 1)[mark.column : mark.column + 1] == "\t":
            what = "not valid YAML: a tab where spaces indent"
            help = "indent with spaces, two for each level; tabs are not allowed"
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        log.error("yaml", what, Source(name, line, column), excerpt=excerpt(text, line), help=help)
        return None
    except _Rejected as problem:
        _report(problem, text, name, log)
        return None
    except yaml.reader.ReaderError as problem:
        # libyaml counts bytes and gives the character's number.
        line, column = position(text, len(text.encode()[: problem.position].decode("utf-8", "ignore")))
        what = f"a character that YAML does not allow, U+{int(problem.character):04X}"
        log.error("yaml", what, Source(name, line, column), excerpt=excerpt(text, line), help="delete it")
        return None
    if root is None:
        return YamlFile(None, {(): Source(name, 1)}, text)
    places: dict[Path, Source] = {}
    try:
        data = _Builder(name, places).build(root, (), 0)
    except _Rejected as problem:
        _report(problem, text, name, log)
        return None
    return YamlFile(data, places, text)


def _report(problem: _Rejected, text: str, name: str, log: Log) -> None:
    line = problem.mark.line + 1
    place = Source(name, line, problem.mark.column + 1)
    log.error(problem.code, problem.message, place, excerpt=excerpt(text, line), help=problem.help)


def _refuse_depth(loader: Any) -> None:
    """Raise _Rejected for nesting that would use up the stack while nodes are made."""
    depth = 0
    try:
        while loader.check_event():
            event = loader.get_event()
            if isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
                depth += 1
                if depth > MAX_DEPTH:
                    raise _too_deep(event.start_mark)
            elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
                depth -= 1
    finally:
        loader.dispose()


def _too_deep(mark: Any) -> _Rejected:
    return _Rejected("yaml", f"nested deeper than {MAX_DEPTH} levels", mark, "flatten the structure")


class _Builder:
    def __init__(self, name: str, places: dict[Path, Source]) -> None:
        self.name = name
        self.places = places
        self.seen: set[int] = set()
        self.aliases = 0

    def build(self, node: yaml.Node, path: Path, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise _too_deep(node.start_mark)
        # A node met twice was written once and called by an alias.
        if id(node) in self.seen:
            self.aliases += 1
            if self.aliases > MAX_ALIASES:
                raise _Rejected(
                    "limit",
                    f"more than {MAX_ALIASES} aliases",
                    node.start_mark,
                    "write the values out instead of *alias",
                )
        self.seen.add(id(node))
        self.places[path] = Source(self.name, node.start_mark.line + 1, node.start_mark.column + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, n), depth + 1) for n, item in enumerate(node.value)]
        return _scalar(node) if isinstance(node, yaml.ScalarNode) else None

    def _mapping(self, node: yaml.MappingNode, path: Path, depth: int) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise _Rejected("yaml", "a key must be a plain word", key_node.start_mark, "write `key: value`")
            key = str(key_node.value)
            if key == "<<":
                raise _Rejected(
                    "yaml", "a merge key (<<) is not read", key_node.start_mark, "write the fields out in each record"
                )
            if key in out:
                raise _Rejected(
                    "yaml",
                    f'duplicate key "{key}"',
                    key_node.start_mark,
                    f"keep one of the two; the first stands in line {self.places[(*path, key)].line}",
                )
            out[key] = self.build(value_node, (*path, key), depth + 1)
            # The key's own place is where a reader looks for the field.
            self.places[(*path, key)] = Source(self.name, key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        return out


def _scalar(node: yaml.ScalarNode) -> str | None:
    value = str(node.value)
    # Escapes bring in what the text itself may not hold.
    bad = CONTROL.search(value) or DIRECTION.search(value)
    if bad:
        what = "an invisible direction mark" if DIRECTION.match(bad[0]) else "a control character"
        raise _Rejected("yaml", f"{what}, U+{ord(bad[0]):04X}", node.start_mark, "delete it")
    if node.style in ("'", '"', "|", ">"):
        return value.rstrip("\n") if node.style in "|>" else value
    return None if value in ("", "~", "null") else Plain(value)


def scalars(text: str) -> list[tuple[Path, int, int]]:
    """The path of each single value of a readable YAML text, with the offsets at which it starts and ends there, quotes
    included. Values called by an alias are left out: they stand where they are written."""
    root = yaml.compose(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    found: list[tuple[Path, int, int]] = []
    seen: set[int] = set()
    pending: list[tuple[Path, Any]] = [((), root)]
    while pending:
        path, node = pending.pop()
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            pending.extend(((*path, str(key.value)), value) for key, value in node.value)
        elif isinstance(node, yaml.SequenceNode):
            pending.extend(((*path, n), value) for n, value in enumerate(node.value))
        else:
            marks = (node.start_mark, node.end_mark)
            start, end = (min(starts[mark.line] + mark.column, len(text)) for mark in marks)
            found.append((path, start, end))
    return sorted(found, key=lambda item: item[1])


def native(value: Any) -> Any:
    """Plain scalars of untyped data as numbers of up to 18 figures and booleans (only true and false are booleans)."""
    if isinstance(value, dict):
        return {key: native(item) for key, item in value.items()}
    if isinstance(value, list):
        return [native(item) for item in value]
    if not isinstance(value, Plain):
        return value
    if value in ("true", "false"):
        return value == "true"
    # Longer ones are serial numbers, whose every figure counts.
    if re.fullmatch(r"-?(0|[1-9][0-9]{0,17})", value):
        return int(value)
    if re.fullmatch(r"-?(0|[1-9][0-9]{0,17})\.[0-9]+", value):
        return float(value)
    return str(value)
