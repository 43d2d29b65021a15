"""Records of decisions that cross units: who drives them, who may stop them, who decides."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from opsdoc.content.models.base import I18n, Record, Slug, Slugs


class DecisionRight(Record):
    """A decision between units and who takes which part. `form`: `rapid` where somebody may say no (recommend, agree,
    perform, input, decide), `daci` for one within a project (driver, approver, contributors, informed). `lead`
    recommends or drives, `decide` decides or approves, `input` is asked; `agree` and `perform` belong to RAPID,
    `informed` to DACI. `forum`: where it is settled; `authority`: the matter of the delegation of authority that it is;
    `deadlock`: what happens when the parts do not agree."""

    matter: I18n
    form: Literal["rapid", "daci"] = "rapid"
    lead: Slugs = Field(min_length=1)
    agree: Slugs = ()
    input: Slugs = ()
    decide: Slug
    perform: Slugs = ()
    informed: Slugs = ()
    forum: str = ""
    authority: str = ""
    deadlock: I18n = I18n()
