"""Befolkning (M1, M2): who lives here, who will, and how that compares with the country."""

from __future__ import annotations

from collections.abc import Iterable

from veivalg.chapters.befolkning import exhibits as exhibits
from veivalg.chapters.befolkning import sentences as sentences
from veivalg.chapters.befolkning.figures import Demography
from veivalg.chapters.befolkning.printed import disagreements
from veivalg.chapters.common.missing import how_to_get, missing_table, table_name
from veivalg.chapters.common.periods import january
from veivalg.chapters.common.printed import named_once
from veivalg.chapters.common.sentences import led, present
from veivalg.content import Block, Chapter, Exhibit, Mark, Missing, Section, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def chapter(evidence: Evidence) -> Chapter:
    """Describe the population now and to 2050, against its past, its group and Norway.

    Returns
    -------
    Chapter
        With what is missing, and nothing else, where no table knows the municipality.
    """
    d = Demography.of(evidence)
    lead = _(
        "Hvor mange som bor i {place} kommune i dag, og hvordan folketallet og "
        "alderssammensetningen ventes å endre seg."
    ).format(place=evidence.place.name)
    if d is None:
        missing = (missing_table(evidence, "population", _("Folkemengde etter alder")),)
        return Chapter(
            "befolkning",
            _("Befolkning"),
            evidence.place,
            "",
            lead,
            (),
            (),
            missing,
            terms=_terms(),
            methods=("M1", "M2"),
        )
    return Chapter(
        "befolkning",
        _("Befolkning"),
        evidence.place,
        january(d.base),
        led(lead, d.own, d.norway),
        present(
            (
                sentences.size_now(d),
                sentences.size_ahead(d),
                sentences.oldest(d),
                sentences.tipping_point(d),
                sentences.support_sentence(d),
            )
        ),
        tuple(_sections(d)),
        tuple(_missing(d)),
        d.assumptions() if d.ahead else (),
        _terms(),
        ("M1", "M2"),
    )


def _sections(d: Demography) -> Iterable[Section]:
    parts: tuple[tuple[str, str, tuple[Block | None, ...]], ...] = (
        (
            "aldersgrupper",
            _("Aldersgruppene"),
            (sentences.young(d), exhibits.change_table(d), exhibits.pyramid(d)),
        ),
        (
            "alternativer",
            _("Folketallet fram i tid"),
            (exhibits.alternatives(d), sentences.likely_range(d), exhibits.total_uncertainty(d)),
        ),
        ("eldste", _("De eldste"), (sentences.oldest_share(d), _share_80(d))),
        ("vippepunkt", _("Eldre og unge"), (_old_per_young(d), sentences.share_lead(d))),
        (
            "baereevne",
            _("Hvem skal hjelpe?"),
            (_support(d), sentences.support_sentence(d, finding=False), _family(d)),
        ),
        (
            "trykte-tall",
            _("Trykte tall vi ikke får til å stemme"),
            tuple(named_once(disagreements(d))),
        ),
    )
    for id, title, blocks in parts:
        known = tuple(b for b in blocks if b is not None)
        if known:
            yield Section(id, title, known)


def _span(d: Demography) -> dict[str, str | int]:
    return {"place": d.own.place.name, "a": d.own.years[0], "b": d.last}


def _now_or_later(d: Demography) -> int:
    return d.last if d.ahead else d.base


def _share_80(d: Demography) -> Exhibit | None:
    year = _now_or_later(d)
    value = exhibits.share_80(d.own, year)
    return exhibits.compared(
        d,
        "andel-80",
        exhibits.share_80,
        Unit.SHARE,
        _("{share} er 80 år eller eldre i {year}").format(
            share=format_number(value, Unit.SHARE), year=year
        ),
        _("Andel innbyggere 80 år og eldre, {place}, {a}–{b}, prosent").format(**_span(d)),
        _("Innbyggere 80 år og eldre / alle innbyggere"),
        groups=((80, 105), (0, 105)),
        decimals=1,
        y_title=_("andel 80 år og eldre"),
    )


def _old_per_young(d: Demography) -> Exhibit | None:
    here = d.crossover(d.own)
    if here is not None and here.value is not None:
        year = int(here.value)
        text = (
            _("Flere eldre enn unge fra {year}")
            if d.own.is_projected(year)
            else _("Flere eldre enn unge første gang i {year}")
        )
        title = text.format(year=year)
    elif (exhibits.old_per_young(d.own, d.base) or 0) > 1:
        title = _("Flere eldre enn unge i alle årene")
    else:
        title = _("Flere unge enn eldre i alle årene")
    return exhibits.compared(
        d,
        "vippepunkt",
        exhibits.old_per_young,
        Unit.RATIO,
        title,
        _("Innbyggere 65 år og eldre per innbygger 0–19 år, {place}, {a}–{b}").format(**_span(d)),
        _("Innbyggere 65 år og eldre / innbyggere 0–19 år"),
        groups=((65, 105), (0, 19)),
        decimals=2,
        mark=Mark(_("Like mange"), y=1.0),
        y_title=_("eldre per ung"),
    )


def _support(d: Demography) -> Exhibit | None:
    return exhibits.compared(
        d,
        "aldersbaereevne",
        exhibits.support,
        Unit.RATIO,
        _ratio_title(d, exhibits.support, _("i arbeidsfør alder"), _("på 67 år og eldre")),
        _(
            "Aldersbæreevne: innbyggere 16–66 år per innbygger 67 år og eldre, {place}, {a}–{b}"
        ).format(**_span(d)),
        _("Innbyggere 16–66 år / innbyggere 67 år og eldre"),
        groups=((16, 66), (67, 105)),
        decimals=1,
        y_title=_("personer per eldre"),
    )


def _family(d: Demography) -> Exhibit | None:
    return exhibits.compared(
        d,
        "familieomsorg",
        exhibits.family_care,
        Unit.RATIO,
        _ratio_title(d, exhibits.family_care, _("på 50–66 år"), _("på 85 år og eldre")),
        _(
            "Familieomsorgskoeffisient: innbyggere 50–66 år per innbygger 85 år og eldre, {place}, "
            "{a}–{b}"
        ).format(**_span(d)),
        _("Innbyggere 50–66 år / innbyggere 85 år og eldre"),
        groups=((50, 66), (85, 105)),
        decimals=1,
        y_title=_("personer per eldre"),
    )


def _ratio_title(d: Demography, measure: exhibits.Measure, above: str, below: str) -> str:
    now, later = measure(d.own, d.base), measure(d.own, d.last)
    if now is None or later is None or not d.ahead:
        return _("{now} innbyggere {above} for hver {below}").format(
            now=format_number(now, Unit.RATIO, 1), above=above, below=below
        )
    words = _("Færre") if later < now else _("Flere")
    return _("{words} {above} for hver {below}: {now} i {base}, {later} i {last}").format(
        words=words,
        above=above,
        below=below,
        now=format_number(now, Unit.RATIO, 1),
        base=d.base,
        later=format_number(later, Unit.RATIO, 1),
        last=d.last,
    )


def _missing(d: Demography) -> Iterable[Missing]:
    get = how_to_get(d.evidence.place)
    if d.own.method != "ssb":
        yield Missing(
            _("SSBs framskriving etter kjønn og ettårig alder, alle ni alternativer"),
            d.own.caveat,
            get,
            table_name("projection"),
        )
    if d.own.ages(d.base) is None:
        yield Missing(
            _("Folkemengde etter kjønn og ettårig alder"),
            _("Bare aldersgrupper er kjent, så alderspyramiden mangler."),
            get,
            table_name("population"),
        )
    if d.norway is None:
        yield Missing(
            _("Folkemengden i Norge"),
            _("Det er ikke hentet tall for Norge."),
            get,
            table_name("population"),
        )
    elif d.ahead and d.norway.method != "ssb":
        yield Missing(
            _("SSBs framskriving for Norge"), d.norway.caveat, get, table_name("projection")
        )
    if d.group is None and d.evidence.group is not None:
        yield Missing(
            _("Folkemengden i {group}").format(group=d.evidence.group.name),
            _(
                "SSB publiserer ikke folketall for gruppen. Den summeres av kommunene, og alle er "
                "ikke hentet."
            ),
            _("Hent alle kommunene med «veivalg hent --alle»."),
            table_name("population_groups"),
        )


def _terms() -> dict[str, str]:
    return {
        _("framskriving"): _(
            "En beregning av hvordan folketallet blir hvis forutsetningene om "
            "fødsler, dødsfall og flytting slår til. Det er ikke en spådom."
        ),
        _("hovedalternativet"): _(
            "SSBs alternativ MMMM, med middels fruktbarhet, levealder, "
            "innenlandsk flytting og innvandring."
        ),
        _("vippepunkt"): _(
            "Det første året med flere innbyggere på 65 år og eldre enn på 0–19 år."
        ),
        _("aldersbæreevne"): _(
            "Antall innbyggere på 16–66 år for hver innbygger på 67 år og eldre."
        ),
        _("familieomsorgskoeffisient"): _(
            "Antall innbyggere på 50–66 år for hver innbygger på 85 "
            "år og eldre. Den sier noe om hvor mange som kan gi "
            "omsorg til foreldre."
        ),
        _("KOSTRA-gruppe"): _(
            "Kommuner som SSB grupperer sammen fordi de likner i folketall og økonomi."
        ),
    }
