"""Chapter «arsverk»: users, årsverk, employees and recruits if practice stays as today (M7)."""

from collections.abc import Iterator

from veivalg.chapters.arsverk import SPEC, exhibits, sentences
from veivalg.chapters.arsverk.model import Model, build
from veivalg.chapters.arsverk.model.choices import choices
from veivalg.chapters.arsverk.model.missing import missing
from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.periods import december
from veivalg.chapters.common.printed import beside
from veivalg.chapters.common.sentences import led
from veivalg.content import Chapter, Section, Statement
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Give users, årsverk, employees and recruits by year when today's practice goes on.

    Method M7: users follow the population in their age group, årsverk follow places and hours with
    users in the one model of care, and the base year is the published figure.
    """
    model = build(evidence)
    lead = _(
        "Kapitlet viser hvor mange brukere, årsverk og nye ansatte omsorgstjenesten "
        "trenger hvis hver aldersgruppe får tjenester på samme måte som i dag."
    )
    return frame(
        SPEC,
        evidence.place,
        period=december(model.base_year - 1) if model else "",
        lead=led(lead, model.path if model else None),
        findings=_findings(model) if model else (),
        nothing=sentences.nothing(evidence.place.name),
        sections=_sections(model) if model and model.ahead else (),
        missing=missing(evidence, model),
        assumptions=(model.choices if model else choices(evidence)).all(),
    )


def _findings(model: Model) -> Iterator[Statement | None]:
    if model.ahead:
        yield sentences.extra(model)
        yield sentences.staff(model)
        yield sentences.recruits(model)
        yield sentences.burden(model)
        yield sentences.users(model)
    else:
        yield sentences.users_so_far(model)
        yield sentences.burden(model)
    yield sentences.compared(model)


def _sections(model: Model) -> Iterator[Section | None]:
    yield section("brukere", _("Brukere av tjenestene"), exhibits.users(model))
    yield section(
        "arsverk",
        _("Årsverk ved dagens praksis"),
        sentences.three(model),
        beside(exhibits.fte(model), sentences.against_print(model)),
        exhibits.by_part(model),
        sentences.plausible(model),
    )
    yield section(
        "rekruttering",
        _("Rekruttering og arbeidsstyrke"),
        exhibits.recruitment(model),
        exhibits.burden(model),
    )
    yield section(
        "folsomhet",
        _(sentences.WHERE),
        sentences.other_answers(model),
        exhibits.sensitivity(model),
    )
