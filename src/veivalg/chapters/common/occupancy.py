"""How full the institutions are, said alike in every chapter that tells of places."""

from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.sentences import say
from veivalg.content import Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.maths.service_model.care import CareToday
from veivalg.maths.service_model.counts import DAYS
from veivalg.norway.quantities import quantity


def occupancy(found: CareToday, method: str) -> Statement | None:
    """Say the share of places in use through the newest year known, and what it is made of."""
    known = [one for one in found.counts.values() if one.occupancy is not None]
    if not known or not {"care_activity", "care_places"} <= found.by_table.keys():
        return None
    of = max(known, key=lambda one: one.year)
    counted = Figures(found.place, str(of.year), found.by_table["care_activity"], method)
    stayed = _("Oppholdsdøgn i institusjon")
    days = counted("belegg-dogn", stayed, of.days, Unit.COUNT, decimals=0)
    places = Figures(found.place, str(of.year), found.by_table["care_places"], method)(
        "belegg-plasser", _("Plasser i institusjon"), of.institution, Unit.PLACES
    )
    made = Figures(found.place, str(of.year), method=method, inputs=(days, places))
    formula = _("Oppholdsdøgn ÷ (plasser × {n} døgn)").format(n=DAYS)
    figures = {
        "share": made(
            "belegg",
            _("Belegg i institusjon, målt i oppholdsdøgn"),
            of.occupancy,
            Unit.SHARE,
            formula,
            1,
            quantity=quantity("occupancy", of.year),
        ),
        "days": days,
        "places": places,
    }
    text = _(
        "Gjennom {year} var belegget i institusjon {share}: {days} oppholdsdøgn delt på {places} i "
        "{whole} døgn."
    )
    if (of.occupancy or 0.0) > 1:
        text += " " + _("Det er flere brukere enn plasser: i snitt {users} på {places:u} plasser.")
        mean = _("Brukere i institusjon i snitt gjennom året")
        each = _("Oppholdsdøgn ÷ {n} døgn").format(n=DAYS)
        figures["users"] = made(
            "belegg-brukere", mean, (of.days or 0.0) / DAYS, Unit.USERS, each, 1
        )
    return say("belegg", text, figures, year=str(of.year), whole=str(DAYS))
