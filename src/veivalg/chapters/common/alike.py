"""From how many hours a week a place is cheaper than help at home: one limit, told alike."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from veivalg.chapters.common.figures import Figures
from veivalg.content import Figure, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.service_model.marginal import break_even
from veivalg.maths.service_model.prices import of_last_year
from veivalg.maths.service_model.start import Start
from veivalg.norway.prices import Price


def place_price(base: Start, prices: Mapping[str, Price]) -> tuple[float, float] | None:
    """Give NOK a year of running a place and of its rooms today; None where one isn't known.

    Of fewer than ten places it is the price that the paths move by.
    """
    running, rooms = (base.booked.get(id) for id in ("long_stay", "premises"))
    if running is None or rooms is None or not base.places:
        return None
    if running.still_net is not None:
        place, room = (prices[f"{id}_net"] for id in ("place", "premises"))
        return (place.before or place).value, (room.before or room).value
    return running.net / base.places, rooms.net / base.places


@dataclass(frozen=True, slots=True)
class Alike:
    """What a place and an hour cost, NOK: ``rooms`` is 0 where they aren't known.

    Parameters
    ----------
    make
        What makes the figures of the chapter that tells it.
    level
        Whose kroner the prices are in.
    """

    make: Figures
    place: float
    rooms: float
    hour: float
    prices: Mapping[str, Price]
    level: str

    def told(self) -> tuple[str, dict[str, Figure]]:
        """Give the sentences, with the limit without rooms, with them, and at last year's price."""
        figures = {"hours": self._figure("", break_even(self.place, self.hour), "253")}
        text = _(
            "Hjelp hjemme i stedet for en institusjonsplass lønner seg under {hours} i uka per "
            "bruker, hvis hele driften av plassen spares. Det er netto utgift per plass (253), "
            "PLACE, delt på brutto utgift per time, HOUR, i 52 uker."
        )
        if self.rooms:
            both = break_even(self.place + self.rooms, self.hour)
            figures["both"] = self._figure("-lokaler", both, "253+261")
            text += " " + _("Spares også lokalene (261), ROOMS per plass, er grensen {both}.")
        told, before = self._last_year()
        text += told + " " + _("Pårørende, husleie, dagsenter og transport er ikke regnet med.")
        for word, value, unit in (
            ("PLACE", self.place, Unit.MILLION_NOK),
            ("ROOMS", self.rooms, Unit.MILLION_NOK),
            ("HOUR", self.hour, Unit.NOK),
        ):
            text = text.replace(word, format_number(value, unit, 0 if unit is Unit.NOK else 2))
        return text, figures | before

    def _last_year(self) -> tuple[str, dict[str, Figure]]:
        """Say from how many hours at last year's price, where one is in doubt."""
        before = of_last_year(self.prices, self.place, self.hour)
        if before is None:
            return "", {}
        named, place, hour = before
        found = {}
        for name, more, codes in (("before", 0.0, "253"), ("before_both", self.rooms, "253+261")):
            made = self._figure(f"-{name.replace('_', '-')}", break_even(place + more, hour), codes)
            label = _("{label}, med {price} året før").format(label=made.label, price=named)
            found[name] = replace(made, label=label)
        told = _(" Med {price} året før, i {level}, er grensen {{before}}.")
        if self.rooms:
            told = _(
                " Med {price} året før, i {level}, er de to grensene {{before}} og {{before_both}}."
            )
        else:
            del found["before_both"]
        return told.format(price=named, level=self.level), found

    def _figure(self, of: str, hours: float, codes: str) -> Figure:
        """Give the hours a week from which a place is cheaper, with the functions it is made of."""
        return self.make(
            f"timer-likt{of}",
            _("Timer i uka der en plass ({codes}) og hjelp hjemme koster det samme").format(
                codes=codes
            ),
            hours,
            Unit.HOURS,
            _("Netto utgift per plass ({codes}) delt på 52 ganger utgiften per time").format(
                codes=codes
            ),
            0,
        )
