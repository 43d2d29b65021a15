"""What an option costs and brings: amounts with their range, totals by kind, and when the outlay comes back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from opsdoc.content.models import CostItem
from opsdoc.org.select import Case, Option


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount with its range, in units of the engagement's currency."""

    amount: float = 0.0
    low: float = 0.0
    high: float = 0.0

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.amount + other.amount, self.low + other.low, self.high + other.high)

    def __sub__(self, other: Amount) -> Amount:
        # The low end of a difference takes the high end of what is subtracted.
        return Amount(self.amount - other.amount, self.low - other.high, self.high - other.low)

    def __neg__(self) -> Amount:
        return Amount() - self

    @property
    def ranged(self) -> bool:
        """Whether the ends differ."""
        return self.low != self.high


@dataclass(frozen=True, slots=True)
class Costs:
    """Totals of an option. `net` is the yearly benefit less the running cost."""

    one_off: Amount
    run_rate: Amount
    benefit: Amount
    count: int

    @property
    def net(self) -> Amount:
        """Yearly benefit less yearly running cost."""
        return self.benefit - self.run_rate

    @property
    def payback_months(self) -> tuple[int, int, int]:
        """Months to payback: as estimated, at best, and at worst; 0 where the outlay never comes back."""

        def months(outlay: float, net: float) -> int:
            return round(outlay / net * 12) if net > 0 else 0

        one_off, net = self.one_off, self.net
        return months(one_off.amount, net.amount), months(one_off.low, net.high), months(one_off.high, net.low)


def cost_items(case: Case, option: Option | None = None) -> list[CostItem]:
    """Cost items of an option (the case's own by default); what the audience may not see is gone already."""
    variant = (option or case.option).id
    return [item for item in case.engagement.costs if not item.variant or item.variant == variant]


def amount_of(item: CostItem) -> Amount:
    """An item with its range; an end that is not given is the amount itself."""
    low = item.low if item.low is not None else item.amount
    high = item.high if item.high is not None else item.amount
    return Amount(item.amount, low, high)


def summed(items: Iterable[CostItem]) -> Amount:
    """The sum of items with its range."""
    return sum((amount_of(item) for item in items), Amount())


def costs(case: Case, option: Option | None = None) -> Costs:
    """The totals of an option."""
    items = cost_items(case, option)

    def total(kind: str) -> Amount:
        return summed(item for item in items if item.kind == kind)

    return Costs(total("one-off"), total("run-rate"), total("benefit"), len(items))
