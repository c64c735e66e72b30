"""What the chapter «ressursbruk» opens beside the comparison of costs, and what it lacks."""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import isfinite, isnan

import polars as pl

from veivalg.chapters.common.compared import compared, group_of
from veivalg.chapters.common.costs import Model, extra_tax_year
from veivalg.chapters.common.costs.choices import correction_name, in_sentence
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.indicator_series import Series, series
from veivalg.chapters.common.missing import how_to_get, missing_table, table_name
from veivalg.chapters.common.periods import january
from veivalg.chapters.common.sentences import fill, listed
from veivalg.chapters.common.unknown_codes import unknown_codes
from veivalg.chapters.ressursbruk.model.areas import METHOD, TABLE, Areas
from veivalg.chapters.ressursbruk.model.held import NAMES
from veivalg.content import Figure, Missing, Role, Unit, format_plain
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.accounts import inhabitants_of
from veivalg.maths.comparison.area_year import AREA_NEEDS
from veivalg.maths.comparison.costs import Correction
from veivalg.norway.indicators import Area, indicators
from veivalg.norway.municipality import country_without_oslo

KEY_FIGURES = (
    "administration_cost_pi",
    "kindergarten_cost_target",
    "school_cost_target",
    "care_cost_pi",
    "health_care_cost_pi",
    "health_prevention_target",
    "child_welfare_cost_target",
    "culture_cost_pi",
    "roads_cost_pi",
    "fire_cost_pi",
    "property_cost_pi",
)
"""Published cost per inhabitant or per inhabitant in the target group: not corrected."""


BESIDE = frozenset({Area.QUALITY, Area.COVERAGE})
INCOME, REVENUES = "free_income_pi", "AGD13"
MOST_BESIDE = 3


def beside(evidence: Evidence) -> list[Series]:
    """Give free income, and the first known measures of quality and coverage of each area."""
    services = {sector for parts in AREA_NEEDS.values() for sector in parts}
    counted: Counter[tuple[str, Area]] = Counter()
    found = [s for s in [series(evidence, INCOME)] if s.value() is not None]
    for entry in indicators():
        kind = (entry.service, entry.area)
        if entry.service not in services or entry.area not in BESIDE:
            continue
        if counted[kind] < MOST_BESIDE and (one := series(evidence, entry.id)).value() is not None:
            counted[kind] += 1
            found.append(one)
    return found


def revenues(evidence: Evidence, found: Areas) -> dict[Role, Figure]:
    """Give operating revenues per inhabitant of the year, of own, group and country."""
    finances, people = (evidence.country.get(n) for n in ("finances", "population_groups"))
    if finances is None or people is None:
        return {}
    wanted = (pl.col("year") == found.year, pl.col("concept") == REVENUES)
    amounts = dict(finances.frame.filter(*wanted).select("municipality", "amount").iter_rows())
    counted = inhabitants_of([people.frame], found.year + 1)
    year, made = str(found.year), {}
    for role, place in compared(evidence, country_without_oslo()):
        amount, n = amounts.get(place.code), counted.get(place.code)
        if amount is None or not n:
            continue
        booked = Figures(place, year, finances.source(place.code))
        persons = Figures(place, january(found.year + 1), people.source(place.code))
        inputs = (
            booked(f"driftsinntekter-{role}", _("Driftsinntekter"), amount, Unit.MILLION_NOK),
            persons(f"innbyggere-{role}", _("Innbyggere"), n, Unit.PERSONS),
        )
        label = _("Driftsinntekter per innbygger")
        made[role] = Figures(place, year, method=METHOD, inputs=inputs)(
            f"inntekt-{role}", label, amount / n, Unit.NOK, _("Driftsinntekter ÷ innbyggere"), 0
        )
    return made


def key_figures(evidence: Evidence) -> tuple[str | None, list[Series]]:
    """Give the group's name, and the published cost of each service that the municipality has."""
    found = [s for id in KEY_FIGURES if (s := series(evidence, id)).own is not None]
    group = group_of(evidence)
    return group.name if group else None, found


def missing(
    evidence: Evidence, model: Model | None, found: Areas | None, measures: Sequence[Series]
) -> tuple[Missing, ...]:
    """Say what is lacking of accounts, of those compared with, and of what corrections rest on."""
    return (
        *_missing_areas(evidence, found, measures),
        *_missing_costs(evidence, model, found is not None),
    )


def _missing_areas(
    evidence: Evidence, found: Areas | None, measures: Sequence[Series]
) -> Iterator[Missing]:
    if found is None:
        yield missing_table(evidence, TABLE, _("Utgiftene i tjenesteområdene, sammenliknet"))
    elif not any(one.entry.area in BESIDE for one in measures):
        yield Missing(
            _("Kvalitet og dekning ved siden av merutgiften"),
            fill(_("Målene mangler for {place}."), place=evidence.place.name),
            how_to_get(evidence.place),
            table_name("indicators"),
        )
    group = found.group if found and found.chosen is None else None
    if group is not None and len(group.members) == 1:
        yield _unchosen(evidence)
    gaps = found.country.gaps if found else {}
    lacking = [a for a, g in gaps.items() if isfinite(g.value) and isnan(g.before[0])]
    if found is not None and lacking:
        named = listed([_(NAMES[a]).lower() for a in lacking])
        yield Missing(
            fill(_("Utgiftene året før for {areas}"), areas=named),
            fill(
                _("Regnskapet for {year} er med bare for de andre områdene."),
                year=str(found.year - 1),
            ),
            _("Hent tall for hele landet."),
            table_name(TABLE),
        )
    if found is not None and not any(one.entry.id == INCOME for one in measures):
        yield Missing(
            _("Frie inntekter per innbygger"),
            fill(_("Tallet mangler for {place}."), place=evidence.place.name),
            how_to_get(evidence.place),
            table_name("indicators"),
        )


def _unchosen(evidence: Evidence) -> Missing:
    """Say how one that is alone in its group can be held against others."""
    place = evidence.place
    return Missing(
        _("Utgifter sammenliknet med valgte byer"),
        fill(_("{place} er alene i gruppen sin, og ingen er valgt."), place=place.name),
        _("Velg dem på siden «Velg hvem dere sammenlikner med»."),
        table_name(TABLE),
    )


def _missing_costs(evidence: Evidence, model: Model | None, by_area: bool) -> tuple[Missing, ...]:
    if model is None:
        return (missing_table(evidence, "accounts", _("Regnskap etter funksjon og art")),)
    found = [*unknown_codes(evidence, model.year)]
    for name, known, size in model.lacking:
        why = (
            _("Gruppen har ingen andre kommuner.")
            if size == 0
            else _("Regnskapet er hentet for {known} av {size} kommuner.")
        )
        how = (
            _("Sammenlikn med landet uten Oslo eller velg kommuner selv.")
            if size == 0
            else _("Hent tall for hele landet.")
            if size > 1
            else how_to_get(evidence.place)
        )
        found.append(
            Missing(
                fill(_("Sammenlikning av funksjoner med {name}"), name=name),
                fill(why, known=format_plain(known), size=format_plain(size)),
                how,
                table_name("accounts"),
            )
        )
    flags = dict(model.flags)
    for held in model.held:
        for correction, codes in held.comparison.flags.items():
            flags[correction] = flags.get(correction, set()) | codes
    for correction in sorted(flags, key=list(Correction).index):
        if not (by_area and correction is Correction.EMPLOYER_TAX):
            found.append(_uncorrected(evidence, correction))
    if extra_tax_year(model) and not model.choices.high_pay.value:
        found.append(
            Missing(
                _("Ekstra arbeidsgiveravgift på høy lønn"),
                fill(
                    _(
                        "Avgiften fantes i {year} og ligger i regnskapet, men ingen tabell sier "
                        "hvor mye."
                    ),
                    year=str(model.year),
                ),
                _("Oppgi andelen av lønnen over terskelen under antakelser."),
            )
        )
    if not model.choices.private_share.value:
        found.append(
            Missing(
                _("Elever i private skoler"),
                _("Tallet er ikke blant tabellene, så grunnskole er ikke korrigert for det."),
                _("Oppgi andelen under antakelser, for kommunen og for de andre."),
            )
        )
    return tuple(found)


def _uncorrected(evidence: Evidence, correction: Correction) -> Missing:
    """Say for one correction that figures lack; need comes from the ministry's workbook."""
    name = correction_name(correction)
    what = fill(_("Korreksjon for {what}"), what=in_sentence(name))
    if correction is Correction.NEED:
        return Missing(
            what,
            _(
                "Indekser for utgiftsbehov mangler for kommunen eller for de fleste av dem den "
                "sammenliknes med. Tallene er ikke behovskorrigert der det står."
            ),
            _("Last ned «Grønt hefte» og les det inn med «veivalg importer-gront-hefte FIL»."),
            "need_indices",
        )
    why = _(
        "Regnskapet mangler artene korreksjonen bygger på, eller satsene for året er ikke kjent."
    )
    return Missing(what, why, how_to_get(evidence.place), table_name("accounts"))
