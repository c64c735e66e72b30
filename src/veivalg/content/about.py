"""What people say of a report: who made it, for whom, and the texts they write themselves."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from veivalg.foundation.i18n import N_, _

FACTS: Mapping[str, str] = {
    "author": N_("Forfatter"),
    "client": N_("Oppdragsgiver"),
    "status": N_("Status"),
    "case": N_("Saksnummer"),
}
"""What is told of a document on its cover and in its properties: name → as it is written."""
TEXTS: Mapping[str, tuple[str, str]] = {
    "foreword": (
        N_("Forord"),
        N_(
            "Hvem som har laget rapporten, for hvem og hvorfor, hvem som svarer for den, hvem som "
            "skal ha takk, og om den er et utkast eller en delrapport."
        ),
    ),
    "assessment": (
        N_("Vår vurdering"),
        N_("Hva funnene betyr til sammen, og hva som må endres. Står i sammendraget."),
    ),
    "mandate": (
        N_("Bakgrunn og mandat"),
        N_("Hva det er bestilt svar på, av hvem, og hvilke mål arbeidet har."),
    ),
    "method": (
        N_("Metode og prosjektorganisering"),
        N_("Hvordan arbeidet er gjort, i hvilken periode, og hvem som har fulgt det."),
    ),
    "phases": (
        N_("Faser i arbeidet"),
        N_("En fase på hver linje: hva den heter, hva som gjøres, og når."),
    ),
    "involved": (
        N_("Medvirkning"),
        N_("Hvem som er spurt og hva de sa, og hvem som ikke er hørt."),
    ),
    "reservations": (
        N_("Forbehold"),
        N_("Hva arbeidet ikke dekker, og hva leseren må ta hensyn til."),
    ),
    "comparison": (
        N_("Hvorfor disse kommunene"),
        N_("Hvorfor dere sammenlikner dere med nettopp dem, og hva som skiller dere fra dem."),
    ),
    "law": (
        N_("Rettslig grunnlag"),
        N_("Lover, forskrifter og egne vedtak saken bygger på."),
    ),
    "measures": (
        N_("Tiltak"),
        N_("Hvilke tiltak som foreslås, og hva som må til for å lykkes."),
    ),
    "process": (N_("Videre prosess"), N_("Hva som skjer videre, når, og hvem som har ansvaret.")),
}
"""Texts people write: name → title, and what is to stand there, in the order they are read."""
FIRST: tuple[str, ...] = ("foreword", "assessment")
BEFORE: tuple[str, ...] = (
    "mandate",
    "method",
    "phases",
    "involved",
    "reservations",
    "comparison",
    "law",
)
AFTER: tuple[str, ...] = ("measures", "process")
"""Of those: with the summary, before the chapters, and after them."""


@dataclass(frozen=True, slots=True)
class About:
    """What people have said of a report; empty where nobody has.

    Parameters
    ----------
    facts
        By the names of :data:`FACTS`.
    texts
        By the names of :data:`TEXTS`; paragraphs are parted by line breaks.
    logo
        A PNG; empty without one.
    made_up
        Whether it is written to show what can stand there, and by nobody.
    """

    facts: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    logo: bytes = b""
    made_up: bool = False

    def written(self, names: Iterable[str] = TEXTS) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """Give name, title and paragraphs of each text that somebody has written."""
        for name in names:
            if found := self.paragraphs(name):
                yield name, _(TEXTS[name][0]), found

    def paragraphs(self, name: str) -> tuple[str, ...]:
        """Give the paragraphs of a text; none where nobody has written it."""
        lines = self.texts.get(name, "").splitlines()
        return tuple(line.strip() for line in lines if line.strip())
