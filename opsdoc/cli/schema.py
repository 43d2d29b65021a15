"""`opsdoc schema`: JSON Schema of the YAML files, for editors."""

from __future__ import annotations

import json
from typing import Any

import click

from opsdoc.cli.workspace import print_rows
from opsdoc.diagnostics import suggest, usage_error

EPILOG = """\b
Examples:
  opsdoc schema
  opsdoc schema function > function.schema.json
  (then, as the first line of a function.yaml:)
  # yaml-language-server: $schema=../../../function.schema.json
"""


@click.command(epilog=EPILOG)
@click.argument("name", metavar="[NAME]", required=False, default="")
def command(name: str) -> None:
    """Print the JSON Schema of a kind of YAML file; without NAME, list the kinds.

    Editors use it to complete and check fields while you write.
    """
    known = described()
    if not name:
        print_rows(("name", "files"), [(key, files) for key, (_, files, _) in known.items()], "text")
        return
    if name not in known:
        raise usage_error(f'no schema "{name}"', suggest(name, known))
    model, files, many = known[name]
    schema: dict[str, Any] = model.model_json_schema(by_alias=True)
    if many:
        definitions = schema.pop("$defs", {})
        schema = {"type": "array", "items": schema, "$defs": definitions}
    else:
        # The path says the id; a file need not repeat it.
        schema["required"] = [field for field in schema.get("required", []) if field != "id"]
    data = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"opsdoc {name}: {files}", **schema}
    click.echo(json.dumps({**data, "title": f"opsdoc {name}: {files}"}, ensure_ascii=False, indent=2))


def described() -> dict[str, tuple[Any, str, bool]]:
    """Name → model, the files that it describes, and whether they hold a list of it."""
    from opsdoc.content import models
    from opsdoc.theme import Theme

    out: dict[str, tuple[Any, str, bool]] = {
        "workspace": (models.WorkspaceConfig, "opsdoc.yaml", False),
        "function": (models.Function, "content/functions/<id>/function.yaml", False),
        "variant": (models.Variant, "content/variants/<id>/variant.yaml", False),
        "engagement": (models.Engagement, "content/engagements/<id>/engagement.yaml", False),
        "document": (models.DocumentRecord, "content/engagements/<id>/documents/<id>.yaml", False),
        "engagement-variant": (models.EngagementVariant, "content/engagements/<id>/variants/<variant>.yaml", False),
        "theme": (Theme, "templates/themes/<name>/theme.yaml", False),
    }
    return out | {name: (row, f"content/tables/{name}.yaml", True) for name, row in models.TABLES.items()}
