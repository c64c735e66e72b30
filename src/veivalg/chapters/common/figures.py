"""Figures of one calculation, each made by one short call.

A chapter binds what its figures share once, and says only what differs::

    made = Figures(place, "2026", method="M15", source=source, inputs=(beds, aged))
    made("plasser-behov", _("Plasser som trengs"), need, Unit.PLACES, _("Dekning × innbyggere"))
"""

from dataclasses import dataclass, replace

from veivalg.content import (
    Assumption,
    End,
    Figure,
    Interval,
    Place,
    Quantity,
    Source,
    Unit,
    calculation,
)
from veivalg.foundation.i18n import _


@dataclass(frozen=True, slots=True)
class Figures:
    """What the figures of a calculation share.

    Parameters
    ----------
    period
        The date or span they are about, unless a figure says otherwise.
    source
        Where they come from. None for our own working by `method` with the figure's inputs, under
        the name `title`: it is marked constructed when any input is.
    inputs, assumptions
        What every figure rests on, unless it says otherwise.
    """

    place: Place
    period: str
    source: Source | None = None
    method: str = ""
    title: str = ""
    inputs: tuple[Figure, ...] = ()
    assumptions: tuple[Assumption, ...] = ()

    def __call__(
        self,
        id: str,
        label: str,
        value: float | None,
        unit: Unit,
        formula: str = "",
        decimals: int | None = None,
        *,
        period: str | None = None,
        interval: Interval | None = None,
        inputs: tuple[Figure, ...] | None = None,
        assumptions: tuple[Assumption, ...] | None = None,
        reason: str = "",
        quantity: Quantity | None = None,
    ) -> Figure:
        """Make a figure; `value` in stored scale, and what is not given is what they share."""
        under = self.inputs if inputs is None else inputs
        return Figure(
            id,
            label,
            value,
            unit,
            self.place,
            self.period if period is None else period,
            self.source or calculation(self.method, self.title or label, *under),
            decimals,
            interval,
            formula,
            under,
            self.assumptions if assumptions is None else assumptions,
            self.method,
            reason,
            quantity,
        )

    def made_by(self) -> Source:
        """Give the source of the figures."""
        return self.source or calculation(self.method, self.title, *self.inputs)

    def chosen(self, id: str, assumption: Assumption, decimals: int | None = None) -> Figure:
        """Give a number that is chosen as a figure, so that it can stand in a sentence."""
        return self(
            id,
            assumption.label,
            assumption.value,
            assumption.unit,
            chosen_words(),
            decimals,
            inputs=(),
            assumptions=(assumption,),
        )


def ends_of(figure: Figure) -> dict[str, Figure]:
    """Give the ends of a figure's interval as ``low`` and ``high``, in the digits it is told with.

    There are none where the figure has no interval.
    """
    found, what = figure.interval, figure.quantity
    if found is None:
        return {}
    ends = (
        ("low", "nedre", _("Nedre ende"), End.LOW, found.low),
        ("high", "ovre", _("Øvre ende"), End.HIGH, found.high),
    )
    return {
        slot: replace(
            figure,
            id=f"{figure.id}-{name}",
            label=label,
            value=value,
            decimals=figure.decimals if found.decimals is None else found.decimals,
            interval=None,
            formula=found.meaning,
            inputs=(figure,),
            quantity=what and replace(what, end=end),
        )
        for slot, name, label, end, value in ends
    }


def chosen_words() -> str:
    """Give the formula of a number that is chosen, not worked out."""
    return _("Valgt forutsetning")
