"""Load a workspace: read and validate everything, so that every record remembers its file and line.

Content is a stack of folders: the packaged library, the workspace's `content/` over it by path, the engagement over
both by id.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from opsdoc.content import yamlfile
from opsdoc.content.files import Reader, report_direction
from opsdoc.content.markdown import Parsed, parse
from opsdoc.content.models import (
    TABLES,
    DocumentRecord,
    Engagement,
    EngagementVariant,
    Function,
    Limits,
    Record,
    Variant,
    WorkspaceConfig,
    shape_at,
)
from opsdoc.content.tables import SUFFIXES, RawRecord, read_table
from opsdoc.diagnostics import Log, Source, suggest

R = TypeVar("R", bound=Record)
WORKSPACE_FILE = "opsdoc.yaml"
WORKSPACE_VERSION = 1


@dataclass(frozen=True, slots=True)
class Layer:
    """Records of one layer (the library or an engagement). `prose` is keyed by (folder, id, lang)."""

    functions: Mapping[str, Function] = field(default_factory=dict)
    variants: Mapping[str, Variant] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Record]] = field(default_factory=dict)
    prose: Mapping[tuple[str, str, str], Parsed] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EngagementContent:
    """An engagement with what it lays over the library."""

    record: Engagement
    layer: Layer
    documents: Mapping[str, DocumentRecord]
    variants: Mapping[str, EngagementVariant]
    as_is: Variant | None = None
    as_is_figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What is known of an engagement that was not read: whose it is, and which documents it has."""

    record: Engagement
    documents: Mapping[str, DocumentRecord]


@dataclass(frozen=True, slots=True)
class Workspace:
    """All content of a workspace, validated, with the SHA-256 of every file that was read."""

    root: Path
    config: WorkspaceConfig
    library: Layer
    engagements: Mapping[str, EngagementContent]
    templates: tuple[Path, ...]
    hashes: Mapping[str, str]
    base: Path
    neighbours: Mapping[str, Neighbour] = field(default_factory=dict)


def load(root: Path, base: Path, log: Log, engagements: Iterable[str] | None = None) -> Workspace:
    """Read the workspace at `root` over the packaged content at `base` (the folder that holds `content` and
    `templates`). `engagements` limits which are read; None reads all. Of the others only the client and the documents'
    records are known, and what is wrong with them is not said."""
    reader = Reader(root, base, log)
    config = _config(root, reader)
    loader = _Loader(reader, config.limits, (base / "content", root / "content"))
    library = loader.layer("")
    wanted = loader.ids("engagements") if engagements is None else list(engagements)
    known = loader.ids("engagements")
    found: dict[str, EngagementContent] = {}
    for id_ in wanted:
        if id_ not in known:
            log.error("G01", f'no engagement "{id_}"', help=suggest(id_, known))
            continue
        content = loader.engagement(id_)
        if content is not None:
            found[id_] = content
    templates = tuple(
        folder for folder in (root / "templates", base / "templates") if folder.is_dir() and folder.resolve()
    )
    quiet = _Loader(Reader(root, base, Log()), config.limits, loader.folders)
    others = {id_: quiet.neighbour(id_) for id_ in known if id_ not in wanted}
    return Workspace(
        root,
        config,
        library,
        found,
        tuple(dict.fromkeys(templates)),
        reader.hashes,
        base,
        {id_: other for id_, other in others.items() if other is not None},
    )


def _config(root: Path, reader: Reader) -> WorkspaceConfig:
    path = root / WORKSPACE_FILE
    if not path.is_file():
        return WorkspaceConfig()
    text = reader.read_text(path, Limits().yaml_mb)
    parsed = None if text is None else yamlfile.parse(text, reader.name(path), reader.log)
    if parsed is None or parsed.data is None:
        return WorkspaceConfig()
    try:
        config = WorkspaceConfig.model_validate(parsed.data)
    except ValidationError as problem:
        _report(problem, parsed.places, WorkspaceConfig, reader.log)
        return WorkspaceConfig()
    if config.workspace_version != WORKSPACE_VERSION:
        older = config.workspace_version < WORKSPACE_VERSION
        reader.log.error(
            "workspace",
            f"workspace version {config.workspace_version}; this opsdoc reads version {WORKSPACE_VERSION}",
            parsed.places.get(("workspace_version",)),
            help=(
                "make a new workspace with `opsdoc init` and copy your content into it"
                if older
                else "install a newer opsdoc"
            ),
        )
    return config


@dataclass(frozen=True, slots=True)
class _Loader:
    reader: Reader
    limits: Limits
    folders: tuple[Path, ...]

    @property
    def log(self) -> Log:
        return self.reader.log

    def files(self, pattern: str) -> dict[str, Path]:
        """Files by path below content/, where the workspace's replace the package's."""
        found: dict[str, Path] = {}
        for folder in dict.fromkeys(f.resolve() for f in self.folders if f.is_dir()):
            for path in sorted(folder.glob(pattern)):
                if not path.name.startswith("."):
                    found[path.relative_to(folder).as_posix()] = path
        return found

    def ids(self, folder: str) -> list[str]:
        marker = {"engagements": "engagement.yaml"}[folder]
        return sorted({name.split("/")[1] for name in self.files(f"{folder}/*/{marker}")})

    def layer(self, prefix: str) -> Layer:
        self._unknown_tables(prefix)
        return Layer(
            self._records(f"{prefix}functions/*/function.yaml", Function),
            self._records(f"{prefix}variants/*/variant.yaml", Variant),
            {name: self._table(prefix, name, model) for name, model in TABLES.items()},
            self._prose(prefix),
        )

    def _unknown_tables(self, prefix: str) -> None:
        # Rows that nobody reads are rows that are missing, and nothing else would say so.
        for path in self.files(f"{prefix}tables/*").values():
            if path.stem in TABLES and path.suffix in SUFFIXES:
                continue
            # Notes beside the tables, and what a spreadsheet program leaves while it has one open, are no tables.
            if path.suffix in (".md", ".txt") or path.name.startswith("~$"):
                continue
            known = path.stem in TABLES
            way = f"save it as {' or '.join(SUFFIXES)}" if known else suggest(path.stem, TABLES)
            message = f"{path.name} is no table that is read"
            self.log.error("file", message, Source(self.reader.name(path)), help=way)

    def engagement(self, id_: str) -> EngagementContent | None:
        prefix = f"engagements/{id_}/"
        records = self._records(f"{prefix}engagement.yaml", Engagement, id_)
        documents = self._records(f"{prefix}documents/*.yaml", DocumentRecord)
        variants = self._records(f"{prefix}variants/*.yaml", EngagementVariant)
        as_is = self._records(f"{prefix}as-is/variant.yaml", Variant, "as-is")
        if id_ not in records:
            return None
        return EngagementContent(
            records[id_], self.layer(prefix), documents, variants, next(iter(as_is.values()), None)
        )

    def neighbour(self, id_: str) -> Neighbour | None:
        records = self._records(f"engagements/{id_}/engagement.yaml", Engagement, id_)
        documents = self._records(f"engagements/{id_}/documents/*.yaml", DocumentRecord)
        return Neighbour(records[id_], documents) if id_ in records else None

    def _records(self, pattern: str, model: type[R], id_: str = "") -> dict[str, R]:
        found: dict[str, R] = {}
        for name, path in self.files(pattern).items():
            own = id_ or (path.parent.name if path.stem in ("function", "variant") else path.stem)
            text = self.reader.read_text(path, self.limits.yaml_mb)
            parsed = None if text is None else yamlfile.parse(text, self.reader.name(path), self.log)
            if parsed is None:
                continue
            if not isinstance(parsed.data, dict):
                self.log.error(
                    "yaml",
                    f"{name} is empty" if parsed.data is None else f"{name} is not a mapping of fields",
                    Source(self.reader.name(path), 1, 1),
                    help="write `name: …`",
                )
                continue
            given = parsed.data.get("id", own)
            if given != own:
                self.log.error(
                    "G01",
                    f'id "{given}" does not match its path ({own})',
                    parsed.places.get(("id",)),
                    help="rename the folder or the id",
                )
                continue
            record = self._validated(RawRecord({"id": own, **parsed.data}, dict(parsed.places)), model)
            if record is not None:
                found[own] = record
        return found

    def _table(self, prefix: str, name: str, model: type[Record]) -> dict[str, Record]:
        found: dict[str, Record] = {}
        for suffix in SUFFIXES:
            for path in self.files(f"{prefix}tables/{name}{suffix}").values():
                for raw in read_table(path, self.reader, self.limits, model):
                    record = self._validated(raw, model)
                    if record is None:
                        continue
                    if record.id in found:
                        self.log.error(
                            "G01",
                            f'id "{record.id}" stands twice in {name}; first in {found[record.id].at("id")}',
                            record.at("id"),
                            help="give one of the two another id",
                        )
                        continue
                    found[record.id] = record
        return found

    def _validated(self, raw: RawRecord, model: type[R]) -> R | None:
        try:
            record = model.model_validate(_untyped_params(raw.data, model))
        except ValidationError as problem:
            _report(problem, raw.places, model, self.log)
            return None
        record._places = raw.places
        return record

    def _prose(self, prefix: str) -> dict[tuple[str, str, str], Parsed]:
        found: dict[tuple[str, str, str], Parsed] = {}
        for pattern in (f"{prefix}functions/*/*.md", f"{prefix}variants/*/*.md", f"{prefix}sections/**/*.md"):
            for name, path in self.files(pattern).items():
                parts = name.removeprefix(prefix).split("/")
                if parts[0] == "sections":
                    stem, _, lang = path.name.removesuffix(".md").rpartition(".")
                    key = ("/".join(["sections", *parts[1:-1]]), stem, lang)
                else:
                    key = (parts[0], parts[1], path.stem)
                if key[2] not in ("zh", "en"):
                    self.log.error(
                        "file",
                        f"{self.reader.name(path)}: the name does not say the language",
                        Source(self.reader.name(path)),
                        help="name it <id>.zh.md or <id>.en.md",
                    )
                    continue
                text = self.reader.read_text(path, self.limits.markdown_mb)
                if text is not None:
                    report_direction(text, self.reader.name(path), self.log)
                    found[key] = parse(text, self.reader.name(path), self.log, key[1])
        return found


def _untyped_params(data: dict[str, Any], model: type[Record]) -> dict[str, Any]:
    if model is DocumentRecord and "params" in data:
        return {**data, "params": yamlfile.native(data["params"])}
    return data


def _wanted(model: type[Any], path: tuple[str | int, ...]) -> str:
    """How to write the value of a field that has the wrong type."""
    kind, fields = shape_at(model, path)
    if kind == "record":
        return f"write its fields: {{{', '.join(f'{name}: …' for name in fields[:3])}}}"
    name = next((part for part in reversed(path) if isinstance(part, str)), "…")
    ways = {"list": f"write a list: {name}: [ … ]", "mapping": f"write a mapping: {name}: {{ … : … }}"}
    return ways.get(kind, f"correct the value of `{name}`; `opsdoc schema` shows what it may be")


_KINDS: Mapping[type, str] = {list: "a list", dict: "a mapping", type(None): "nothing"}


def _report(problem: ValidationError, places: Mapping[yamlfile.Path, Source], model: type[Any], log: Log) -> None:
    for item in problem.errors():
        path = tuple(part for part in item["loc"] if not (isinstance(part, str) and "[" in part))
        place = next((places[path[:end]] for end in range(len(path), -1, -1) if path[:end] in places), None)
        # People count from one.
        field_name = ".".join(str(part + 1) if isinstance(part, int) else part for part in path)
        help_text = ""
        match item["type"]:
            case "missing":
                message = f'"{field_name}" is missing'
                help_text = f"add `{path[-1]}: …`"
            case "extra_forbidden":
                message = f'no field "{field_name}"'
                help_text = suggest(str(path[-1]), shape_at(model, path[:-1])[1])
            case "string_pattern_mismatch":
                message = f'"{field_name}" has characters that an id may not have: {item.get("input")!r}'
                help_text = "use letters, digits and hyphens"
            case "too_short":
                message = f'"{field_name}" is empty'
                help_text = _wanted(model, path)
            case "tuple_type" | "list_type" | "dict_type" | "model_type" | "mapping_type" | "string_type" as kind:
                message = f'"{field_name}" is of the wrong kind: {_KINDS.get(type(item.get("input")), "a value")}'
                help_text = f"write one value: {path[-1]}: …" if kind == "string_type" else _wanted(model, path)
            case _:
                message = f'"{field_name}": {item["msg"][:1].lower()}{item["msg"][1:]}'
                context = item.get("ctx") or {}
                help_text = f"choose {context['expected']}" if "expected" in context else _wanted(model, path)
        log.error("schema", message, place, help=help_text)
