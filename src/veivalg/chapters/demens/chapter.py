"""Demens (M8): how many are likely to have dementia now and to 2050."""

from collections.abc import Iterator
from dataclasses import replace

from veivalg.chapters.common.frame import frame, section
from veivalg.chapters.common.missing import (
    how_to_get,
    lacking_group,
    lacking_projection,
    missing_table,
    table_name,
)
from veivalg.chapters.common.periods import january
from veivalg.chapters.common.printed import beside, named_once
from veivalg.chapters.common.sentences import fill, led
from veivalg.chapters.demens import SPEC, exhibits, sentences
from veivalg.chapters.demens.model import Dementia, build
from veivalg.content import Chapter, Missing, Section
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Estimate persons with dementia by age and sex to 2050, with scenarios and interval.

    Returns
    -------
    Chapter
        With what is missing, and nothing else, where the ages of the people are not known.
    """
    d = build(evidence)
    text = _("Hvor mange innbyggere i {place} som trolig har demens, og hvor mange det kan bli.")
    lead = fill(text, place=evidence.place.name)
    if d is None:
        lacking = missing_table(evidence, "population", _("Folkemengde etter kjønn og alder"))
        made = frame(SPEC, evidence.place, lead=lead, missing=[lacking])
        return replace(made, methods=SPEC.methods[:1])
    return frame(
        SPEC,
        evidence.place,
        period=january(d.base),
        lead=led(lead, d.own, d.norway),
        findings=(
            sentences.now(d),
            sentences.later(d),
            sentences.compared(d),
            sentences.falling(d),
        ),
        sections=_sections(d),
        missing=_missing(d),
        assumptions=(d.slope,),
    )


def _sections(d: Dementia) -> Iterator[Section | None]:
    printed = tuple(named_once(sentences.against_print(d)))
    off, same = ([s for s in printed if s.deviation is it] for it in (True, False))
    yield section(
        "utvikling",
        _("Hvor mange kan få demens"),
        beside(exhibits.scenarios(d), *off),
        exhibits.spread(d),
    )
    yield section("alder", _("Hvem har demens"), exhibits.by_age(d))
    yield section(
        "sammenlikning", _("Per innbygger, her og andre steder"), exhibits.per_thousand(d)
    )
    yield section("trykte-tall", _("Mot trykte tall"), *same)


def _missing(d: Dementia) -> Iterator[Missing]:
    if d.own.method != "ssb" and d.own.caveat:
        what = _("SSBs framskriving etter kjønn og ettårig alder")
        yield lacking_projection(d.place, d.own, what)
    if d.own.ages(d.base) is None:
        yield Missing(
            _("Personer med demens etter alder og kjønn"),
            _("Bare aldersgrupper er kjent i dag."),
            how_to_get(d.place),
            table_name("population"),
        )
    if d.group is None and d.group_name:
        yield lacking_group(_("Personer med demens i {group}").format(group=d.group_name))
    yield Missing(
        _("Diagnoser i kommunen"),
        _(
            "Det finnes ikke åpne tall for hvor mange som har fått diagnosen demens i kommunen. "
            "Tallene her er beregnet."
        ),
        _(
            "Kommunens egne fagsystemer kan vise hvor mange av tjenestemottakerne som har en "
            "diagnose."
        ),
    )
