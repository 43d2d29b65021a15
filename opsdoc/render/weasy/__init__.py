"""What WeasyPrint 70 lacks for these documents, put into it: Chinese justification, our own PDF tags, painting in the
order of reading, page numbers of an index that stand once, and text that goes before an exhibit that has no room.

They reach into private parts of WeasyPrint, so its version is pinned and checked here, and contract tests name every
function that is replaced.
"""

from __future__ import annotations

from opsdoc.diagnostics import environment_error

WEASYPRINT, PYDYF = "70.0", "0.13.0"
_installed = False


def install() -> None:
    """Put the additions in place, once per process. Raises OpsdocError (exit 3) for another version."""
    global _installed
    if _installed:
        return
    check_versions()
    from opsdoc.render.weasy import (
        archive,
        boxes,
        copyfit,
        floats,
        fonts,
        justify,
        locators,
        notes,
        painting,
        rows,
        styles,
        tags,
    )

    archive.install()
    boxes.install()
    copyfit.install()
    floats.install()
    fonts.install()
    justify.install()
    locators.install()
    notes.install()
    painting.install()
    rows.install()
    styles.install()
    tags.install()
    _installed = True


def check_versions() -> None:
    """Refuse a WeasyPrint or pydyf that the additions were not written for."""
    import pydyf
    import weasyprint

    for name, found, wanted in (
        ("weasyprint", weasyprint.__version__, WEASYPRINT),
        ("pydyf", pydyf.__version__, PYDYF),
    ):
        if found != wanted:
            raise environment_error(
                f"{name} {found} is installed, but PDF needs exactly {wanted}",
                help="install the versions of requirements.lock again",
            )
