"""What a page, and a chapter of a report, is about: chapters that a reader wants together."""

from enum import StrEnum

from veivalg.content.stage import Stage
from veivalg.foundation.i18n import N_, _


class Topic(StrEnum):
    """What chapters are folded into («emne»), in the order a person goes through them.

    The value is its name in addresses, which is that of the first of its chapters.
    """

    POPULATION = "befolkning"
    NEED = "behov"
    DEMENTIA = "demens"
    STAFF_TO_COME = "arsverk"
    PLACES = "plasser"
    ECONOMY = "okonomi"
    COSTS = "ressursbruk"
    QUALITY = "kvalitet"
    CARE = "omsorg"
    STAFF = "bemanning"
    SCHOOL = "skole"
    HEARD = "dokumenter"
    SCENARIOS = "scenarier"
    PLAN = "plan-innenfor-rammene"
    FRAME = "rammenedtrekk"
    MONTHS = "okonomioppfolging"

    @property
    def label(self) -> str:
        """Give what it is called, in the language in use."""
        return _(_KNOWN[self][1])

    @property
    def stage(self) -> Stage:
        """Give where on the way to a decision it stands."""
        return _KNOWN[self][0]

    @property
    def about(self) -> str:
        """Give in one line what it is, for one of several chapters; else its chapter says it."""
        return _(_ABOUT[self]) if self in _ABOUT else ""


_KNOWN = {
    Topic.POPULATION: (Stage.COMING, N_("Befolkning")),
    Topic.NEED: (Stage.COMING, N_("Behov")),
    Topic.DEMENTIA: (Stage.COMING, N_("Demens")),
    Topic.STAFF_TO_COME: (Stage.COMING, N_("Årsverk")),
    Topic.PLACES: (Stage.COMING, N_("Plasser")),
    Topic.ECONOMY: (Stage.HERE, N_("Økonomi")),
    Topic.COSTS: (Stage.HERE, N_("Hva tjenestene koster")),
    Topic.QUALITY: (Stage.HERE, N_("Kvalitet og indeks")),
    Topic.CARE: (Stage.HERE, N_("Omsorgen i dag")),
    Topic.STAFF: (Stage.HERE, N_("Bemanning og kompetanse")),
    Topic.SCHOOL: (Stage.HERE, N_("Skole og barnehage")),
    Topic.HEARD: (Stage.HEARD, N_("Dokumenter og intervjuer")),
    Topic.SCENARIOS: (Stage.CHOICE, N_("Scenarier")),
    Topic.PLAN: (Stage.CHOICE, N_("Plan innenfor rammene")),
    Topic.FRAME: (Stage.FOLLOW, N_("Rammenedtrekk")),
    Topic.MONTHS: (Stage.FOLLOW, N_("Økonomioppfølging")),
}
_ABOUT = {
    Topic.ECONOMY: N_("Hvor sunn økonomien er, og hva utgiftene har vokst med."),
    Topic.COSTS: N_(
        "Hva tjenestene koster ved likt behov, mot kommuner det er rimelig å likne på."
    ),
    Topic.QUALITY: N_("Hvor gode tjenestene er, og hvor kommunen står blant alle kommuner."),
    Topic.CARE: N_("Hvem som får omsorg, hva den koster, og hvordan tiden og teknologien brukes."),
    Topic.STAFF: N_("Hvem som gir omsorgen, og om det er nok av dem."),
}
