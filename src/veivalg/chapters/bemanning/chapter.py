"""Chapter «bemanning»: what shift plans take, what the units have, and what it costs (M11, M17)."""

from collections.abc import Iterator

from veivalg.chapters.bemanning import SPEC, sentences
from veivalg.chapters.bemanning.exhibits import people as of_people
from veivalg.chapters.bemanning.exhibits import plans
from veivalg.chapters.bemanning.exhibits import roster as of_roster
from veivalg.chapters.bemanning.model import ROSTER_TABLES, TABLES, brought, build, choices
from veivalg.chapters.bemanning.model.people import People, people, prices
from veivalg.chapters.bemanning.model.roster import Rostered, agreement, roster, rostered
from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.missing import missing_owned, nothing_own
from veivalg.chapters.common.printed_tables import printed_note
from veivalg.content import Assumption, Chapter, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Give FTE and factors by unit, the weekends, absence, pay and how rules are kept."""
    model, shifts = build(evidence), roster(evidence)
    known = people(evidence, model) if model is not None else None
    return frame(
        SPEC,
        evidence.place,
        period=_("siste plan og siste år") if known is not None or shifts is not None else "",
        lead=_(
            "Kapitlet regner vaktplaner om til årsverk, holder dem mot det enhetene har, og "
            "viser hva helger, fravær og variabel lønn betyr."
        ),
        findings=_findings(evidence, known, shifts),
        nothing=nothing_own(evidence, "staff_plan"),
        sections=_sections(known, shifts, agreement(evidence)),
        missing=missing_owned(evidence, *TABLES, *ROSTER_TABLES),
        assumptions=_assumptions(evidence),
    )


def _assumptions(evidence: Evidence) -> tuple[Assumption, ...]:
    c, p = choices(evidence), prices(evidence)
    plan = (c.every, c.replaced, c.leave, c.yearly_cost)
    return (*plan, p.position, p.week, p.exit, p.leaving, p.supplement, agreement(evidence))


def _findings(
    evidence: Evidence, known: People | None, shifts: Rostered | None
) -> Iterator[Statement | None]:
    yield printed_note(*brought(evidence))
    if known is not None:
        model, pay, sick = known.model, known.payroll, known.sick
        yield sentences.deviation(model)
        yield sentences.money(model)
        yield sentences.weekend(model)
        yield sentences.variable(known, pay) if pay else None
        yield sentences.absence(known, sick) if sick else None
        yield sentences.faulty(model)
        yield sentences.left(model)
    if shifts is not None:
        yield sentences.rules(shifts)
    elif rostered(evidence):
        yield sentences.few_rostered()


def _sections(
    known: People | None, shifts: Rostered | None, agreed: Assumption
) -> Iterator[Section | None]:
    if known is not None:
        yield from _plans_and_people(known)
    if shifts is not None:
        yield section(
            "turnus",
            _("Turnusen mot reglene"),
            of_roster.rules(shifts, agreed),
            sentences.norm(shifts),
            sentences.untried(shifts),
            of_roster.position_sizes(shifts),
        )


def _plans_and_people(known: People) -> Iterator[Section | None]:
    model, sick, pay = known.model, known.sick, known.payroll
    yield section(
        "aarsverk",
        _("Kalkulerte og rapporterte årsverk"),
        plans.chart_of_compared(model),
        plans.compared(model),
    )
    yield section(
        "vaktplan",
        _("Hva vaktplanene krever"),
        sentences.factor(model),
        plans.factors(model),
        plans.scale(model),
        plans.gross(model),
        plans.hours(model) if model.units else None,
    )
    yield section(
        "helg",
        _("Helger og heltid"),
        plans.weekends(model),
        of_people.full_time(known),
        sentences.turnover(known),
    )
    if sick is not None:
        yield section(
            "fravaer",
            _("Sykefravær"),
            of_people.absence(known, sick),
            of_people.by_quarter(known, sick),
            of_people.absence_money(known, sick),
        )
    if pay is not None:
        yield section(
            "lonn",
            _("Variabel lønn og innleie"),
            of_people.variable(known, pay),
            sentences.agency(known, pay),
            of_people.agency(known, pay),
        )
