"""Saksframlegg: the case as a municipality writes it, filled with what is found and to be edited.

The recommendation («innstilling») is the kommunedirektør's, and is never written here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from veivalg.content import Bearing, Report, Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.publish.document.layout import Document, whole
from veivalg.publish.document.parts import Heading, Paragraph, Part
from veivalg.publish.document.summary import ROWS, beside, compared, finding, findings, texts
from veivalg.publish.document.told import Told, bearing, choices, lacking, risks, weighed

FINDINGS, LACKING, TOLD, MANY = 7, 6, 3, 12
"""Findings, lines of what isn't known, and sentences of each of what is weighed, of those there are
to choose among."""
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
    first = findings(report, FINDINGS)
    ahead = {id(one.statement): one.ahead for one in report.ranked}
    for one in first:
        yield _with_years(one, ahead.get(id(one.statement)))
        yield from beside(one)
    yield _head(_("Rettslig grunnlag"), "rett")
    yield from _said(report, "law", _("[Skriv lover, forskrifter og egne vedtak saken bygger på.]"))
    yield _head(_("Medvirkning"), "medvirkning")
    hint = _("[Skriv hvilke råd, tillitsvalgte, brukere og pårørende som har uttalt seg.]")
    yield from _said(report, "involved", hint)
    yield _head(_("Vurdering"), "vurdering")
    yield from texts(report, "assessment")
    groups = _groups(report, first)
    told = [*first, *(one for _title, _anchor, said in groups for one in said)]
    for title, anchor, said in groups:
        yield from _weighed(title, anchor, said)
    yield from _weighed(_("Risiko"), "risiko", risks(report, TOLD, told))
    unknown, reservations = lacking(report, LACKING), tuple(texts(report, "reservations"))
    if unknown or reservations:
        yield Heading(2, _("Det vi ikke vet"), "ukjent", listed=False)
        yield from reservations
        yield from (Paragraph(line, "bullet") for line in unknown)
    yield from _alternatives(report, told)
    yield _head(_("Tiltak"), "tiltak")
    yield from _said(report, "measures", _("[Skriv tiltakene, hvem som har ansvaret, og fristen.]"))
    yield _head(_("Videre prosess"), "prosess")
    hint = _("[Skriv hva som skjer videre, og når.]")
    yield from _said(report, "process", hint)


def _with_years(one: Told, ahead: Statement | None) -> Paragraph:
    """Give a finding with what it is in the years of the økonomiplan, where that is told."""
    told = finding(one)
    if ahead is None:
        return told
    later = finding(Told(ahead, one.chapter, None))
    return replace(told, text=f"{told.text} {later.text}")


def _groups(
    report: Report, before: Sequence[Told]
) -> tuple[tuple[str, str, tuple[Told, ...]], ...]:
    """Give what is weighed: title, anchor, and what is said of it that isn't said before."""
    known = {(one.chapter.id, figure.id) for one in before for figure in one.figures}

    def new(units: tuple[Unit, ...]) -> tuple[Told, ...]:
        said = weighed(report, units, MANY)
        return tuple(one for one in said if (one.chapter.id, one.figures[0].id) not in known)[:TOLD]

    users = (*new(USERS), *bearing(report, Bearing.KIN))
    return (
        (_("Brukere og pårørende"), "brukere", users),
        (_("Ansatte"), "ansatte", new(STAFF)),
        (_("Økonomi"), "okonomi", new(ECONOMY)),
    )


def _alternatives(report: Report, told: Sequence[Told]) -> Iterator[Part]:
    """Give what can be chosen, to do nothing first, and each beside the others."""
    yield _head(_("Alternativer"), "alternativer")
    undecided = bearing(report, Bearing.UNDECIDED)
    yield Heading(2, _("Ikke gjøre noe"), "alternativer-ingenting", listed=False)
    yield from (finding(one) for one in undecided)
    if not undecided:
        yield Paragraph(_("[Skriv hva som skjer hvis ingenting blir bestemt.]"), "note")
    said, table = choices(report, TOLD, ROWS, (*told, *undecided))
    yield Heading(2, _("Valgene"), "valgene", listed=False)
    yield from (finding(one) for one in said)
    yield from compared(table)
    if not said and table is None:
        yield Paragraph(_("[Skriv hvilke valg kommunen har.]"), "note")


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
