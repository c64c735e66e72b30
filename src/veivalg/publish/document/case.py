"""Saksframlegg: the case as a municipality writes it, filled with what is found and to be edited.

The recommendation («innstilling») is the kommunedirektør's, and is never written here.
"""

from collections.abc import Iterator, Sequence

from veivalg.content import Report, Unit
from veivalg.foundation.i18n import _
from veivalg.publish.document.layout import Document, whole
from veivalg.publish.document.parts import Heading, Paragraph, Part
from veivalg.publish.document.summary import chosen, finding, findings, texts
from veivalg.publish.document.told import Told, lacking, risks, weighed

FINDINGS, LACKING, TOLD = 7, 6, 3
"""Findings, lines of what isn't known, and sentences of each of what is weighed."""
USERS = (Unit.PLACES, Unit.USERS, Unit.PERSONS)
STAFF = (Unit.FTE, Unit.EMPLOYEES)
ECONOMY = (Unit.NOK, Unit.MILLION_NOK)


def case(report: Report) -> Document:
    """Lay out the case text of a report."""
    return whole(report, tuple(_parts(report)), title=_("Saksframlegg"), short=True)


def _parts(report: Report) -> Iterator[Part]:
    yield _head(_("Kommunedirektørens innstilling"), "innstilling")
    yield Paragraph(_("[Skrives av kommunedirektøren.]"), "note")
    yield _head(_("Saken gjelder"), "saken")
    yield from _said(
        report, "mandate", _("[Skriv hva saken gjelder, og hvem som har bedt om den.]")
    )
    yield _head(_("Saksopplysninger"), "opplysninger")
    yield from (finding(one) for one in findings(report, FINDINGS))
    yield _head(_("Rettslig grunnlag"), "rett")
    yield from _said(report, "law", _("[Skriv lover, forskrifter og egne vedtak saken bygger på.]"))
    yield _head(_("Medvirkning"), "medvirkning")
    hint = _("[Skriv hvilke råd, tillitsvalgte, brukere og pårørende som har uttalt seg.]")
    yield from _said(report, "involved", hint)
    yield _head(_("Vurdering"), "vurdering")
    yield from texts(report, "assessment")
    yield from _weighed(_("Brukere og pårørende"), "brukere", weighed(report, USERS, TOLD))
    yield from _weighed(_("Ansatte"), "ansatte", weighed(report, STAFF, TOLD))
    yield from _weighed(_("Økonomi"), "okonomi", weighed(report, ECONOMY, TOLD))
    yield from _weighed(_("Risiko"), "risiko", risks(report, TOLD))
    unknown, reservations = lacking(report, LACKING), tuple(texts(report, "reservations"))
    if unknown or reservations:
        yield Heading(2, _("Det vi ikke vet"), "ukjent", listed=False)
        yield from reservations
        yield from (Paragraph(line, "bullet") for line in unknown)
    yield from chosen(report)
    yield _head(_("Tiltak"), "tiltak")
    yield from _said(report, "measures", _("[Skriv tiltakene, hvem som har ansvaret, og fristen.]"))
    yield _head(_("Videre prosess"), "prosess")
    hint = _("[Skriv hva som skjer videre, og når.]")
    yield from _said(report, "process", hint)


def _head(text: str, anchor: str) -> Heading:
    return Heading(1, text, anchor, listed=False)


def _said(report: Report, name: str, hint: str) -> Iterator[Part]:
    """Give what people have written, else what is to stand there."""
    yield from tuple(texts(report, name)) or (Paragraph(hint, "note"),)


def _weighed(title: str, anchor: str, said: Sequence[Told]) -> Iterator[Part]:
    yield Heading(2, title, f"vurdering-{anchor}", listed=False)
    yield from (finding(one) for one in said)
    if not said:
        yield Paragraph(_("[Tallene sier ikke noe om dette. Skriv vurderingen.]"), "note")
