"""What an official document says around its text: GB/T 9704-2012, 7.2 to 7.4."""

from __future__ import annotations

from datetime import date as Day
from typing import Literal

from pydantic import Field

from opsdoc.content.models.base import I18n, Model, Texts


class Dispatch(Model):
    """The formal elements of a notice. `mark` (发文机关代字) and `serial` make its document number with the year of its
    date: 衡川办〔2026〕2号; `copy_number` is the six-figure number of a copy, `signer` the one who signs a document
    that goes upwards, `to` the bodies addressed, `copied_to` those for information, `remark` what stands in brackets
    under the date. The colophon says who printed the document, by default its owner, and when, by default on its
    date."""

    mark: I18n = I18n()
    serial: int = Field(default=0, ge=0)
    copy_number: int = Field(default=0, ge=0, le=999999)
    urgency: Literal["", "urgent", "extra-urgent"] = ""
    signer: I18n = I18n()
    to: Texts = ()
    copied_to: Texts = ()
    remark: I18n = I18n()
    printed_by: I18n = I18n()
    printed_on: Day | None = None
