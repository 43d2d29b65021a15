"""A client's engagement in a new workspace: the few records that a first document needs, and hints at the others."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ENGAGEMENT = """\
# The client and the question. Everything that is not here yet is left out of the documents until it is;
# `opsdoc schema engagement` lists every field, `content/engagements/{sample}/` shows them filled in.
id: {id}
client:
  legal_name: {{zh: {zh}, en: {en}}}
  short_name: {{zh: {zh}, en: {en}}}
  # industry: {{zh: , en: }}
  # size_fte: 300
title: {{zh: {title_zh}, en: {title_en}}}
as_of: {today}
currency: CNY
variants: [{variants}]
recommended_variant: {variant}
# objectives:             # what the client wants of the new structure
#   - {{zh: , en: }}
# reasons:                # why this option; printed on the first page
#   - {{zh: , en: }}
# trade_offs:             # what it gives up
#   - {{zh: , en: }}
# decisions:              # what the document asks for
#   - id: approve-structure
#     text: {{zh: , en: }}
#     decider: {{zh: , en: }}
#     due: {today}
"""

DOCUMENT = """\
# `opsdoc schema document` lists every field
kind: {kind}
title: {{zh: {zh}, en: {en}}}
version: '0.1'
status: draft
date: {today}
languages: [{languages}]
# No as-is structure yet: add `as-is/variant.yaml` to this engagement, then take this away.
params: {{greenfield: true}}
"""

TITLES = {
    "proposal": ("运营组织设计方案", "Organisation Design for Operations"),
    "policy": ("运营组织管理制度", "Policy on the Organisation of Operations"),
    "handbook": ("运营手册", "Operations Handbook"),
}


@dataclass(frozen=True, slots=True)
class Client:
    """The client's name in both languages; where one is missing, the other stands for it."""

    zh: str
    en: str

    @property
    def id(self) -> str:
        """A folder name from the English name; `client` where that has no Latin letters."""
        plain = unicodedata.normalize("NFKD", self.en).encode("ascii", "ignore").decode().lower()
        return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-") or "client"


def write_client(
    folder: Path, client: Client, kind: str, variants: Sequence[str], variant: str, languages: str, sample: str
) -> None:
    """The engagement's record and one document of a kind, under `folder`/content/engagements/."""
    today = date.today().isoformat()
    zh, en = client.zh or client.en, client.en or client.zh
    home = folder / "content" / "engagements" / client.id
    (home / "documents").mkdir(parents=True)
    engagement = ENGAGEMENT.format(
        id=client.id,
        sample=sample,
        zh=_quoted(zh),
        en=_quoted(en),
        title_zh=_quoted(f"{zh}运营组织设计"),
        title_en=_quoted(f"Organisation design for {en}"),
        today=today,
        variants=", ".join(variants),
        variant=variant,
    )
    (home / "engagement.yaml").write_text(engagement, "utf-8")
    title_zh, title_en = TITLES.get(kind, (kind, kind))
    document = DOCUMENT.format(kind=kind, zh=_quoted(title_zh), en=_quoted(title_en), today=today, languages=languages)
    (home / "documents" / f"{kind}.yaml").write_text(document, "utf-8")


def _quoted(text: str) -> str:
    # JSON strings are YAML strings, whatever stands in them.
    return json.dumps(text, ensure_ascii=False)
