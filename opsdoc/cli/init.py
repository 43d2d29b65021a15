"""`opsdoc init`: a workspace with the starter content, ready to build."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import click

from opsdoc.cli import console
from opsdoc.diagnostics import environment_error, usage_error

EPILOG = """\b
Examples:
  opsdoc init my-client
  opsdoc init my-client --yes && cd my-client && opsdoc build proposal
"""

# The engagement that a new workspace builds until its owner names another.
STARTER = "sample-trading"

CONFIG = """\
# The workspace: its defaults and its limits. Flags of the command line and documents' records win over them.
workspace_version: 1
engagement: {engagement}
{variant}variant: {variant_id}    # the option that documents present; by default the engagement's recommendation
{languages}languages: [{language_list}]   # zh, en, zh-en, en-zh
# formats: [pdf, docx]         # pdf, docx, html
# theme: consulting            # `opsdoc list themes`
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

To start a client of your own, copy the folder `content/engagements/{engagement}/`, then name the copy in `opsdoc.yaml`.
"""


@click.command(epilog=EPILOG)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--yes", is_flag=True, help="Ask nothing, take the defaults.")
def command(folder: Path, yes: bool) -> None:
    """Make a workspace in DIR with the starter content and templates, ready to build.

    On a terminal it asks for the variant and the languages; --yes takes the defaults. DIR must be new or empty.
    """
    from opsdoc.resources import data_folder

    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise usage_error(f"{folder} is a file", "name a folder that is new or empty")
    if folder.is_dir() and any(folder.iterdir()):
        raise usage_error(f"{folder} is not empty", "name a folder that is new or empty")
    content, templates = data_folder("content"), data_folder("templates")
    engagement = _starter(content / "engagements")
    variant, languages = ("", "") if yes or not sys.stdin.isatty() else _asked(content)
    try:
        _make(folder.absolute(), content, templates, engagement, variant, languages)
    except OSError as problem:
        raise environment_error(f"cannot write {folder}: {problem.strerror}", "choose another folder") from None
    document = _document(content, engagement)
    console.say(f"{folder} is ready. Next:\n  cd {folder}\n  opsdoc build {document}")


def _asked(content: Path) -> tuple[str, str]:
    variants = sorted(path.parent.name for path in content.glob("variants/*/variant.yaml"))
    variant = click.prompt(
        "Variant", type=click.Choice(["recommended", *variants]), default="recommended", err=True, show_choices=True
    )
    languages = click.prompt("Languages (zh, en, zh-en, en-zh; several with commas)", default="zh, en, zh-en", err=True)
    known = {"zh", "en", "zh-en", "en-zh"}
    wrong = [word for word in (part.strip() for part in languages.split(",")) if word not in known]
    if wrong:
        raise usage_error(f'no language "{wrong[0]}"', "choose from: en, en-zh, zh, zh-en")
    return ("" if variant == "recommended" else variant), languages


def _make(folder: Path, content: Path, templates: Path, engagement: str, variant: str, languages: str) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Made beside its place and moved there whole: a full disk leaves nothing half done.
    made = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        ignore = shutil.ignore_patterns(".*", "__pycache__")
        shutil.copytree(content, made / "content", ignore=ignore)
        for name in ("kinds", "labels"):
            if (templates / name).is_dir():
                shutil.copytree(templates / name, made / "templates" / name, ignore=ignore)
        config = CONFIG.format(
            engagement=engagement,
            variant="" if variant else "# ",
            variant_id=variant or "five-departments",
            languages="" if languages else "# ",
            language_list=languages or "zh, en, zh-en",
        )
        (made / "opsdoc.yaml").write_text(config, "utf-8")
        readme = README.format(name=folder.name, engagement=engagement, document=_document(content, engagement))
        (made / "README.md").write_text(readme, "utf-8")
        (made / ".gitignore").write_text("/output/\n", "utf-8")
        _give_usual_modes(made)
        if folder.is_dir():
            folder.rmdir()
        os.replace(made, folder)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _give_usual_modes(made: Path) -> None:
    # mkdtemp makes a folder for its owner alone, and what an installed package holds may be read-only.
    mask = os.umask(0)
    os.umask(mask)
    for place, _, files in os.walk(made):
        os.chmod(place, 0o777 & ~mask)
        for name in files:
            os.chmod(Path(place, name), 0o666 & ~mask)


def _starter(folder: Path) -> str:
    found = sorted(path.parent.name for path in folder.glob("*/engagement.yaml"))
    if not found:
        raise environment_error("this installation has no starter content", "install opsdoc again")
    return STARTER if STARTER in found else found[0]


def _document(content: Path, engagement: str) -> str:
    found = sorted(path.stem for path in (content / "engagements" / engagement / "documents").glob("*.yaml"))
    return "proposal" if "proposal" in found or not found else found[0]
