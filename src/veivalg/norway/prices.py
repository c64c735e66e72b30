"""THE price list: what a thing costs, with numerator, denominator, year, source and certainty.

A municipality's own prices are made from its accounts (`maths.service_model.prices`); what they
can't tell is here. No other place holds a price.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from veivalg.content import Certainty, format_date
from veivalg.foundation.i18n import _, kept_by_language
from veivalg.norway.high_cost_grant import grant_rules
from veivalg.norway.kostra import PUBLISHED
from veivalg.norway.reference import reference


@dataclass(frozen=True, slots=True)
class Part:
    """The numerator or denominator of a price: what it is in words, and how much."""

    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Price:
    """A price, or a rate that prices rest on.

    Parameters
    ----------
    value, unit
        In stored scale: NOK, shares as fractions. ``unit`` is a name of `content.Unit`.
    year
        The accounts' year, or of the source; what year's kroner it is in.
    numerator, denominator
        What was divided by what; None where the source gives the price itself.
    low, high
        The range it is tried within; both the value where none is known.
    own
        Whether it is the municipality's own figure.
    uncertain
        Why it can't be trusted, after «usikker:»; empty when nothing is known against it.
    note
        What a reader must know to read it.
    before
        What it stood at before a person chose another value; None where nobody has.
    past
        What it was the year before, where it is uncertain for having moved.
    """

    id: str
    label: str
    value: float
    unit: str
    year: int | None
    source: str
    certainty: Certainty
    low: float
    high: float
    numerator: Part | None = None
    denominator: Part | None = None
    own: bool = False
    uncertain: str = ""
    note: str = ""
    before: "Price | None" = None
    past: float | None = None

    @property
    def doubt(self) -> str:
        """Say that it can't be trusted, and why; empty when nothing is known against it."""
        return _("Prisen er usikker: {why}").format(why=self.uncertain) if self.uncertain else ""

    def measured(self, value: float, source: str) -> "Price":
        """Give the same as the municipality's own figures have it."""
        return replace(
            self,
            value=value,
            year=None,
            source=source,
            certainty=Certainty.DERIVED,
            low=min(self.low, value),
            high=max(self.high, value),
            own=True,
        )

    def chosen(self, value: float) -> "Price":
        """Give the same with a value a person has chosen."""
        return replace(
            self,
            value=value,
            numerator=None,
            denominator=None,
            source=_("Valgt av en leser"),
            certainty=Certainty.CHOICE,
            low=min(self.low, value),
            high=max(self.high, value),
            uncertain="",
            past=None,
            before=self.before or self,
        )


@kept_by_language
def price_list() -> Mapping[str, Price]:
    """Give every price and rate that isn't a municipality's own, by id.

    The rules of the grant for costly services are the newest known.

    Examples
    --------
    >>> price_list()["weekly_norm"].value
    35.5
    """
    newest = grant_rules()[max(grant_rules())]
    rules = {"refund_threshold": newest.threshold, "refund_share": newest.share}
    return {
        e["id"]: Price(
            e["id"],
            _(e["label"]),
            rules.get(e["id"], e["value"]),
            e["unit"],
            newest.year if e["id"] in rules else e["year"],
            _published(_(e["source"]), e["year"]),
            Certainty(e["certainty"]),
            e["low"],
            e["high"],
        )
        for e in reference("prices").in_force()
    }


def _published(source: str, year: int | None) -> str:
    """Let a source say when the unrevised accounts it has it from were published."""
    dates = PUBLISHED.get(year or 0)
    return source if dates is None else source.replace("{unrevised}", format_date(dates[0]))


def price(id: str) -> Price:
    """Give a price or rate by id; raises ``KeyError`` for one that does not exist."""
    return price_list()[id]
