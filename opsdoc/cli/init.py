"""`opsdoc init`: a workspace with the starter content, ready to build."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import click

from opsdoc.cli import console
from opsdoc.cli.newclient import Client
from opsdoc.cli.paths import PLACE
from opsdoc.diagnostics import environment_error, suggest, usage_error

EPILOG = """\b
Examples:
  opsdoc init my-client
  opsdoc init my-client --yes && cd my-client && opsdoc build proposal
  opsdoc init acme --yes --client-en "Acme Ltd" --client 艾可米有限公司 --variant hybrid --lang zh-en
"""

# The engagement that a new workspace builds until its owner names another.
STARTER = "sample-trading"
# What a client's documents present until somebody chooses: the one option without gaps in the library's functions.
RECOMMENDED = "hybrid"
LANGUAGES = ("zh", "en", "zh-en", "en-zh")

CONFIG = """\
# The workspace: its defaults and its limits. Flags of the command line and documents' records win over them.
workspace_version: 1
engagement: {engagement}
{variant}variant: {variant_id}    # the option that documents present; by default the engagement's recommendation
{languages}languages: [{language_list}]   # zh, en, zh-en, en-zh
# formats: [pdf, docx]         # pdf, docx, html
# theme: consulting            # `opsdoc list themes`; by default each kind of document has its own
# brand: brand.yml             # the firm's colours, fonts and logos, over any theme
# limits for one document; a bilingual handbook of hundreds of pages takes more than the usual 60 s
limits: {{seconds: 300}}
"""

README = """\
# {name}

Organisation-design documents, made with opsdoc.

    opsdoc build {document}          # PDF and Word files in output/{engagement}/
    opsdoc check                   # read and judge everything, render nothing
    opsdoc list                    # what there is

## What to edit first

| file | holds |
|---|---|
| `content/engagements/{engagement}/engagement.yaml` | client, scope, findings, roadmap, the recommended variant |
| `content/engagements/{engagement}/documents/` | a record for each document: title, status, languages, approvals |
| `content/engagements/{engagement}/variants/` | headcount, scores and changes of this client, variant by variant |
| `content/sections/` | texts that are the same for every client, a file for each language |
| `content/functions/`, `content/variants/`, `content/tables/` | the library: functions, ways to organise, KPIs, RACI |
| `templates/kinds/` | what stands in a document, in which order |
| `templates/labels/` | fixed words such as “Figure” and “Contents” |
| `opsdoc.yaml` | defaults of this workspace |

{next_client}
"""

OWN = (
    "`content/engagements/{sample}/` is an invented client with every part filled in: look there for how it is written."
)
COPY = (
    "To start a client of your own, copy `content/engagements/{sample}/`, then name the copy in `opsdoc.yaml`;"
    "\n`opsdoc init DIR --client NAME` makes a workspace for a client at once."
)


@click.command(epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=PLACE)
@click.option("--client", "client_zh", metavar="NAME", default=None, help="The client's name in Chinese.")
@click.option("--client-en", metavar="NAME", default=None, help="The client's name in English.")
@click.option("--kind", metavar="KIND", default=None, help="The first document: proposal, policy, handbook …")
@click.option("--variant", metavar="ID", default=None, help="The option that documents present.")
@click.option("--lang", "languages", metavar="LANG,...", default=None, help="zh, en, zh-en, en-zh; with commas.")
@click.option("--yes", is_flag=True, help="Ask nothing, take the defaults.")
def command(
    folder: Path,
    client_zh: str | None,
    client_en: str | None,
    kind: str | None,
    variant: str | None,
    languages: str | None,
    yes: bool,
) -> None:
    """Make a workspace in DIR with the starter content and templates, ready to build.

    On a terminal it asks for client, kind of document, variant and languages; --yes takes the defaults for what no
    flag says. Without a client the workspace builds the sample. DIR must be new or empty.
    """
    from opsdoc.resources import data_folder

    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise usage_error(f"{folder} is a file", "name a folder that is new or empty")
    if folder.is_dir() and any(folder.iterdir()):
        raise usage_error(f"{folder} is not empty", "name a folder that is new or empty")
    start = Start(data_folder("content"), data_folder("templates"))
    ask = not yes and sys.stdin.isatty()
    chosen = start.chosen(ask, client_zh, client_en, kind, variant, languages)
    try:
        _make(folder.absolute(), start, chosen)
    except OSError as problem:
        raise environment_error(f"cannot write {folder}: {problem.strerror}", "choose another folder") from None
    console.say(f"{folder} is ready. Next:\n  cd {folder}\n  opsdoc build {chosen.kind}")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a new workspace is about; empty where its owner leaves it to the records."""

    client: Client | None
    kind: str
    variant: str
    languages: str


@dataclass(frozen=True, slots=True)
class Start:
    """The starter content and templates, and what can be chosen from them."""

    content: Path
    templates: Path

    @property
    def sample(self) -> str:
        """The engagement that a new workspace builds until its owner names another."""
        found = sorted(path.parent.name for path in (self.content / "engagements").glob("*/engagement.yaml"))
        if not found:
            raise environment_error("this installation has no starter content", "install opsdoc again")
        return STARTER if STARTER in found else found[0]

    def kinds(self, client: bool) -> list[str]:
        """Kinds of a first document: for a client all outlines that need no other document, else the sample's."""
        if client:
            # A notice issues another document, a comparison is built by `opsdoc compare`.
            outlines = {path.name.partition(".")[0] for path in (self.templates / "kinds").glob("*.md.j2")}
            return sorted(outlines - {"notice", "comparison"}, key=lambda kind: (kind != "proposal", kind))
        documents = (self.content / "engagements" / self.sample / "documents").glob("*.yaml")
        return sorted((path.stem for path in documents), key=lambda kind: (kind != "proposal", kind))

    def variants(self) -> list[str]:
        """Variants of the library, the starter's recommendation first."""
        return sorted(path.parent.name for path in self.content.glob("variants/*/variant.yaml"))

    def chosen(
        self,
        ask: bool,
        zh: str | None,
        en: str | None,
        kind: str | None,
        variant: str | None,
        languages: str | None,
    ) -> Chosen:
        """What the flags say, what the user answers where `ask`, else the defaults. Raises a usage error for a word
        that is not known."""
        if ask and zh is None and en is None:
            zh = click.prompt("Client, in Chinese (empty: the sample client)", default="", show_default=False, err=True)
            en = click.prompt("Client, in English", default="", show_default=False, err=True)
        name = Client((zh or "").strip(), (en or "").strip())
        client = name if name.zh or name.en else None
        kinds, variants = self.kinds(client is not None), self.variants()
        if ask and kind is None:
            kind = click.prompt("Kind of document", type=click.Choice(kinds), default=kinds[0], err=True)
        if ask and variant is None:
            choices = click.Choice(["recommended", *variants])
            variant = click.prompt("Variant", type=choices, default="recommended", err=True)
        if ask and languages is None:
            text = "Languages (zh, en, zh-en, en-zh; several with commas)"
            languages = click.prompt(text, default="zh, en, zh-en", err=True)
        variant = "" if variant in (None, "recommended") else variant
        for what, word, known in (("kind of document", kind, kinds), ("variant", variant, variants)):
            if word and word not in known:
                raise usage_error(f'no {what} "{word}"', suggest(word, known))
        listed = [word.strip() for word in (languages or "").split(",") if word.strip()]
        for word in listed:
            if word not in LANGUAGES:
                raise usage_error(f'no language "{word}"', "choose from: en, en-zh, zh, zh-en")
        return Chosen(client, kind or kinds[0], variant or "", ", ".join(dict.fromkeys(listed)))


def _make(folder: Path, start: Start, chosen: Chosen) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Made beside its place and moved there whole: a full disk leaves nothing half done.
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        ignore = shutil.ignore_patterns(".*", "__pycache__")
        shutil.copytree(start.content, made / "content", ignore=ignore)
        for name in ("kinds", "labels"):
            if (start.templates / name).is_dir():
                shutil.copytree(start.templates / name, made / "templates" / name, ignore=ignore)
        _write(made, folder.name, start, chosen)
        _give_usual_modes(made)
        if folder.is_dir():
            folder.rmdir()
        os.replace(made, folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _write(made: Path, name: str, start: Start, chosen: Chosen) -> None:
    engagement = start.sample
    if chosen.client is not None:
        from opsdoc.cli.newclient import write_client

        engagement = chosen.client.id
        if engagement in {path.name for path in (start.content / "engagements").iterdir()}:
            raise usage_error(f'"{engagement}" is a client of the starter content', "give another name")
        recommended = chosen.variant or RECOMMENDED
        languages = chosen.languages or "zh, en, zh-en"
        write_client(made, chosen.client, chosen.kind, start.variants(), recommended, languages, start.sample)
    config = CONFIG.format(
        engagement=engagement,
        variant="" if chosen.variant else "# ",
        variant_id=chosen.variant or "five-departments",
        languages="" if chosen.languages else "# ",
        language_list=chosen.languages or "zh, en, zh-en",
    )
    (made / "opsdoc.yaml").write_text(config, "utf-8")
    hint = (OWN if chosen.client else COPY).format(sample=start.sample)
    readme = README.format(name=name, engagement=engagement, document=chosen.kind, next_client=hint)
    (made / "README.md").write_text(readme, "utf-8")
    (made / ".gitignore").write_text("/output/\n", "utf-8")


def _give_usual_modes(made: Path) -> None:
    # mkdtemp makes a folder for its owner alone, and what an installed package holds may be read-only.
    mask = os.umask(0)
    os.umask(mask)
    for place, _, files in os.walk(made):
        os.chmod(place, 0o777 & ~mask)
        for name in files:
            os.chmod(Path(place, name), 0o666 & ~mask)
