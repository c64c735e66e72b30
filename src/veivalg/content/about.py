"""What people say of a report: who made it, for whom, and the texts they write themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from veivalg.foundation.i18n import N_

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
        N_("Hvem som har laget rapporten, hvorfor, og hvilke forbehold som gjelder."),
    ),
    "mandate": (
        N_("Bakgrunn og mandat"),
        N_("Hva det er bestilt svar på, av hvem, og hvilke mål arbeidet har."),
    ),
    "method": (
        N_("Metode og medvirkning"),
        N_("Hvordan arbeidet er gjort, hvem som er spurt, og hvem som ikke er hørt."),
    ),
    "measures": (
        N_("Tiltak"),
        N_("Hvilke tiltak som foreslås, og hva som må til for å lykkes."),
    ),
    "process": (N_("Videre prosess"), N_("Hva som skjer videre, når, og hvem som har ansvaret.")),
    "law": (
        N_("Rettslig grunnlag"),
        N_("Lover, forskrifter og egne vedtak saken bygger på."),
    ),
    "involved": (
        N_("Medvirkning"),
        N_("Råd, tillitsvalgte, brukere og pårørende som har uttalt seg, og hva de sa."),
    ),
}
"""Texts people write: name → title, and what is to stand there."""


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
    """

    facts: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    logo: bytes = b""

    def paragraphs(self, name: str) -> tuple[str, ...]:
        """Give the paragraphs of a text; none where nobody has written it."""
        lines = self.texts.get(name, "").splitlines()
        return tuple(line.strip() for line in lines if line.strip())
