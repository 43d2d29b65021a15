"""What a rule is and what it finds: severity is rule × document status × how the finding bears on this document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from opsdoc.diagnostics import Severity, Source

Over = Literal["case", "document"]
# soft: never more than a warning (the as-is structure, an option that is only shown for comparison);
# hard: an error even in a draft, since what is printed would be wrong, not just incomplete;
# late: not looked at before the document is issued.
Weight = Literal["", "soft", "hard", "late"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of a rule: where, what, and what would satisfy it. `records` are the ids under which a waiver may
    name it."""

    message: str
    source: Source | None
    help: str
    records: tuple[str, ...] = ()
    weight: Weight = ""


@dataclass(frozen=True, slots=True)
class Levels:
    """Severity before and from approval on; None: the rule is silent."""

    draft: Severity | None
    issued: Severity | None

    def of(self, issued: bool, weight: Weight) -> Severity | None:
        """The severity of a finding of this weight."""
        level = self.issued if issued else self.draft
        match weight:
            case "hard":
                return Severity.ERROR
            case "soft":
                return Severity.WARNING if level else None
            case "late":
                return self.issued if issued else None
            case _:
                return level


# The four ladders that the table of rules uses.
ALWAYS = Levels(Severity.ERROR, Severity.ERROR)
ISSUED = Levels(Severity.WARNING, Severity.ERROR)
ADVICE = Levels(Severity.WARNING, Severity.WARNING)
ON_ISSUE = Levels(None, Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule under its code. `run` takes the facts of a case; over a document also the composed documents."""

    code: str
    title: str
    why: str
    remedy: str
    severity: Levels
    over: Over
    run: Callable[..., Iterable[Finding]]


def nothing(*_: Any) -> Iterable[Finding]:
    """The run of a rule that an earlier stage carries out; it stands in the table to be explained and waived."""
    return ()
