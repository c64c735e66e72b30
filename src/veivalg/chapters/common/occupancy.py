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
    of = max((c for c in found.counts.values() if c.occupancy), key=lambda c: c.year, default=None)
    sources = [found.by_table.get(name) for name in ("care_activity", "care_places")]
    if of is None or of.days is None or of.occupancy is None or None in sources:
        return None
    by_days, by_places = (Figures(found.place, str(of.year), s, method) for s in sources)
    days = by_days("belegg-dogn", _("Oppholdsdøgn i institusjon"), of.days, Unit.COUNT, decimals=0)
    beds = by_places("belegg-plasser", _("Plasser i institusjon"), of.institution, Unit.PLACES)
    made = Figures(found.place, str(of.year), method=method, inputs=(days, beds))
    what, known = _("Belegg i institusjon, målt i oppholdsdøgn"), quantity("occupancy", of.year)
    how = _("Oppholdsdøgn ÷ (plasser × {n} døgn)").format(n=DAYS)
    share = made("belegg", what, of.occupancy, Unit.SHARE, how, 1, quantity=known)
    text = _(
        "Gjennom {year} var belegget i institusjon {share}: {days} oppholdsdøgn delt på {places} i "
        "{whole} døgn."
    )
    figures = {"share": share, "days": days, "places": beds}
    if of.occupancy > 1:
        text += " " + _("Det er flere brukere enn plasser: i snitt {users} på {places:u} plasser.")
        mean, how = _("Brukere i snitt gjennom året"), _("Oppholdsdøgn ÷ dager i året")
        figures["users"] = made("belegg-brukere", mean, of.days / DAYS, Unit.USERS, how, 1)
    return say("belegg", text, figures, year=str(of.year), whole=str(DAYS))
