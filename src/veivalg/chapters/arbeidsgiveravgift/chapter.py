"""Chapter «arbeidsgiveravgift»: what the reduced rate is worth, and the comparison without it."""

from __future__ import annotations

from dataclasses import replace

from veivalg.chapters.arbeidsgiveravgift import exhibits as exhibits
from veivalg.chapters.common.costs import METHOD, Held, Model, build
from veivalg.chapters.common.costs.choices import choices
from veivalg.chapters.common.costs.effects import with_effects
from veivalg.chapters.common.missing import how_to_get, missing_table
from veivalg.chapters.common.printed import named_once, printed
from veivalg.chapters.common.sentences import fill, present, say
from veivalg.content import (
    Block,
    Chapter,
    Figure,
    Missing,
    Section,
    Source,
    Statement,
    Unit,
    calculation,
)
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.costs import Correction
from veivalg.maths.comparison.employer_tax import wage_factor
from veivalg.norway.aga import ZonePart, full_rate, zone_parts
from veivalg.norway.kostra import sector
from veivalg.norway.reference import reference

FIRST_YEAR, LAST_YEAR = 2024, 2026
"""Years with known rates."""


def chapter(evidence: Evidence) -> Chapter:
    """Give the zone, what its rate is worth by service, and the comparison at the full rate.

    Method M4, step 2: pay = tax over rate, effect = pay × (0.141 − rate).
    """
    model = build(evidence)
    held = model.first if model else None
    findings = (_zone(evidence, model), *_findings(model, held), *_printed_findings(evidence))
    return Chapter(
        id="arbeidsgiveravgift",
        title=_("Arbeidsgiveravgift"),
        municipality=evidence.place,
        period=str(model.year) if model else str(_year(model)),
        lead=_(
            "Kapitlet viser hva den reduserte satsen for arbeidsgiveravgift er verd i hver "
            "tjeneste, og hvordan sammenlikningen blir når alle betaler full sats."
        ),
        findings=tuple(named_once(present(findings))),
        sections=_sections(evidence, model, held),
        missing=_missing(evidence, model),
        assumptions=with_effects(model) if model else choices(evidence).all(),
        terms={
            _("arbeidsgiveravgift"): _(
                "Avgift arbeidsgiveren betaler av lønn og pensjon. Satsen "
                "avhenger av sonen kommunen ligger i."
            ),
            _("fribeløp"): _(
                "Beløpet en arbeidsgiver i sone Ia kan spare i året før full sats gjelder."
            ),
        },
        methods=(METHOD,),
    )


def _year(model: Model | None) -> int:
    """Give the year whose rates are stated: that of the accounts, within the years known."""
    return min(max(model.year, FIRST_YEAR), LAST_YEAR) if model else LAST_YEAR


def _rate_source() -> Source:
    table = reference("aga_rates")
    return Source(
        "aga-satser",
        table.producer,
        table.title,
        query=table.source,
        licence=table.licence,
        note=table.note,
    )


def _rate_figure(evidence: Evidence, id: str, label: str, value: float, year: int) -> Figure:
    return Figure(id, label, value, Unit.SHARE, evidence.place, str(year), _rate_source(), 1)


def _zone(evidence: Evidence, model: Model | None) -> Statement | None:
    """Say which zone and rate the municipality has."""
    year = _year(model)
    parts = zone_parts(evidence.place.code, year)
    full = _rate_figure(evidence, "full-sats", _("Full sats"), full_rate(year), year)
    words = {"place": evidence.place.name, "year": str(year)}
    if len(parts) > 1:
        listed = ", ".join(f"{p.zone} ({p.part})" for p in parts)
        return say(
            "sone",
            fill(
                _(
                    "{place} har deler i flere soner: {zones}. Full sats er {full}. "
                    "Satsen under er vektet med lønnen i regnskapet."
                ),
                zones=listed,
                **words,
            ),
            {"full": full},
        )
    own = _rate_figure(evidence, "egen-sats", _("Sats i sonen"), parts[0].rate, year)
    return _one_zone(parts[0], {"own": own, "full": full}, words, evidence, year)


def _one_zone(
    part: ZonePart, figures: dict[str, Figure], words: dict[str, str], evidence: Evidence, year: int
) -> Statement | None:
    if part.reduced_rate is not None:
        low = _rate_figure(
            evidence, "lav-sats", _("Sats til fribeløpet er brukt opp"), part.reduced_rate, year
        )
        text = _(
            "{place} ligger i sone Ia i {year}: {low} til fribeløpet er brukt opp, og {own} "
            "etterpå. Full sats er {full}."
        )
        return say("sone", fill(text, **words), {**figures, "low": low})
    if part.rate >= (figures["full"].value or 0):
        text = _("{place} ligger i sone {zone} og betalte full sats, {own}, i {year}.")
        return say("sone", fill(text, zone=part.zone, **words), {"own": figures["own"]})
    factor = Figure(
        "lonnsfaktor",
        _("Hvor mye dyrere ren lønn blir med full sats"),
        wage_factor(part.rate, full_rate(year)) - 1,
        Unit.SHARE,
        evidence.place,
        str(year),
        calculation("m4-lonnsfaktor", _("Lønn med full og egen sats"), *figures.values()),
        1,
        formula=_("(1 + full sats) ÷ (1 + egen sats) − 1"),
        inputs=tuple(figures.values()),
        method=METHOD,
    )
    text = _(
        "{place} ligger i sone {zone} og betaler {own} arbeidsgiveravgift i {year}, mot "
        "{full} i sone I. Med full sats koster den samme lønnen {factor} mer."
    )
    return say("sone", fill(text, zone=part.zone, **words), {**figures, "factor": factor})


def _findings(model: Model | None, held: Held | None) -> tuple[Statement | None, ...]:
    if model is None:
        return ()
    return (_worth(model), _compared(model, held), _turned(model, held))


def _worth(model: Model) -> Statement | None:
    found = exhibits.effects(model)
    total = sum(found.values())
    if not found or total <= 0:
        return None
    effect = model.figure(
        "virkning",
        _("Virkning av redusert sats"),
        total,
        Unit.MILLION_NOK,
        _("Lønn × (14,1 % − egen sats)"),
        1,
    )
    per = model.figure(
        "virkning-per-innbygger",
        _("Virkning per innbygger"),
        total / model.inhabitants,
        Unit.NOK,
        _("Virkning ÷ innbyggere"),
        0,
    )
    text = _(
        "Den reduserte satsen sparte {place} for {effect} i {year}, eller {per} per innbygger."
    )
    # The effect rests on what was paid, not on which corrections a comparison makes.
    paid = {"effect": effect, "per": per}
    figures = {k: replace(f, assumptions=(model.choices.high_pay,)) for k, f in paid.items()}
    return say("verdi", fill(text, place=model.place.name, year=str(model.year)), figures)


def _compared(model: Model, held: Held | None) -> Statement | None:
    if held is None or not exhibits.effects(model):
        return None
    before, after = held.without_tax.total(), held.with_tax.total()
    if before.lacking == held.without_tax.sectors().height:
        return None
    formula = _(
        "Sum over sektorene av (eget nivå − nivået det sammenliknes med) × utgiftsbehov × "
        "innbyggere"
    )
    figures = {
        "before": model.figure(
            "avvik-som-i-dag",
            _("Avvik med satsene som de er"),
            before.net,
            Unit.MILLION_NOK,
            formula,
            1,
            held,
        ),
        "after": model.figure(
            "avvik-full-sats",
            _("Avvik med full sats hos alle"),
            after.net,
            Unit.MILLION_NOK,
            formula,
            1,
            held,
        ),
    }
    text = _(
        "Mot {name} er avviket {before:+} med satsene som de er. Når alle regnes om til full "
        "sats, er det {after:+}."
    )
    return say("avvik", fill(text, name=held.in_text), figures)


def _turned(model: Model, held: Held | None) -> Statement | None:
    """Name the services that look cheap only because of the low rate."""
    if held is None:
        return None
    before = dict(held.without_tax.sectors().select("sector", "savings").iter_rows())
    after = dict(held.with_tax.sectors().select("sector", "savings").iter_rows())
    turned = [
        s
        for s, b in before.items()
        if b is not None and after.get(s) is not None and b < 0 < after[s]
    ]
    if not turned:
        return None
    names = ", ".join(sector(s).label.lower() for s in turned)
    text = _("Noen tjenester ligger under {name} bare fordi satsen er lav: {names}.")
    return Statement("snudd", fill(text, name=held.in_text, names=names))


def _printed_findings(evidence: Evidence) -> tuple[Statement | None, ...]:
    services = exhibits.printed_table(evidence)
    if not services:
        return ()
    return (
        _printed_care(services),
        *(_misprint(s) for s in services if not s.agrees),
        _printed_sum(evidence, services),
    )


def _printed_care(services: tuple[exhibits.PrintedService, ...]) -> Statement | None:
    top = max(services, key=lambda s: s.corrected().value or 0.0)
    text = _(
        "«{document}» viser at {service} i {year} lå {before:+} fra snittet i gruppen. Uten "
        "den lave avgiften er tallet {after:+}."
    )
    return say(
        "trykt-storst",
        fill(
            text,
            document=top.difference.source.producer,
            year=top.difference.period,
            service=top.label.lower(),
        ),
        {"before": top.difference.renamed(f"trykt-avvik-{top.id}"), "after": top.corrected()},
    )


def _misprint(service: exhibits.PrintedService) -> Statement | None:
    """Say where the text states another number than its own table gives."""
    text = _(
        "Trykt tall avviker: «{document}» skriver {stated} for {service} uten den lave "
        "avgiften. Tabellens egne tall gir {ours}."
    )
    document = service.stated.source.producer if service.stated else ""
    return say(
        f"avvik-{service.id.replace('_', '-')}",
        fill(text, document=document, service=service.label.lower()),
        {"stated": service.stated, "ours": service.corrected()},
        caution=True,
    )


def _printed_sum(
    evidence: Evidence, services: tuple[exhibits.PrintedService, ...]
) -> Statement | None:
    """Say that the printed sum of differences is not the sum of the printed differences."""
    theirs = printed(evidence, exhibits.DIFFERENCE + exhibits.TOTAL)
    parts = tuple(s.difference for s in services)
    value = sum(p.value or 0.0 for p in parts)
    if theirs is None or theirs.value is None or abs(theirs.value - value) < 0.05e6:
        return None
    ours = Figure(
        "trykt-sum-regnet",
        _("Sum av de trykte avvikene"),
        value,
        Unit.MILLION_NOK,
        evidence.place,
        theirs.period,
        calculation("m4-aga-trykt", _("Trykte tall lagt sammen"), *parts),
        1,
        formula=_("sum av tjenestene i tabellen"),
        inputs=parts,
        method=METHOD,
    )
    text = _(
        "Trykt tall avviker: summen av avvikene er trykt som {theirs} i «{document}», men "
        "tjenestene summerer til {ours}. Det er innenfor avrunding."
    )
    return say(
        "avvik-sum",
        fill(text, document=theirs.source.producer),
        {"theirs": theirs, "ours": ours},
        caution=True,
    )


def _sections(evidence: Evidence, model: Model | None, held: Held | None) -> tuple[Section, ...]:
    parts: list[tuple[str, str, list[Block | None]]] = []
    if model is not None:
        parts.append(("verdi", _("Hva den lave satsen er verd"), [exhibits.worth(model)]))
        tables = [exhibits.compared_table(model, h) for h in model.held]
        parts.append(("uten", _("Sammenlikningen når alle betaler full sats"), [*tables]))
    parts.append(("trykt", _("Tabellen kommunen har trykt"), [exhibits.printed_exhibit(evidence)]))
    filled = ((id, title, tuple(b for b in blocks if b is not None)) for id, title, blocks in parts)
    return tuple(Section(id, title, blocks) for id, title, blocks in filled if blocks)


def _missing(evidence: Evidence, model: Model | None) -> tuple[Missing, ...]:
    if model is None:
        return (missing_table(evidence, "accounts", _("Virkningen i hver tjeneste")),)
    found = []
    if Correction.EMPLOYER_TAX in model.flags or not exhibits.effects(model):
        found.append(
            Missing(
                _("Virkningen i noen eller alle tjenester"),
                _(
                    "Regnskapet mangler arbeidsgiveravgift og lønn etter art, eller "
                    "satsen for året er "
                    "ikke kjent."
                ),
                how_to_get(evidence.place),
                "accounts",
            )
        )
    if not model.held:
        found.append(
            Missing(
                _("Sammenlikning med andre kommuner"),
                _("Regnskapet er hentet for for få andre kommuner."),
                _("Hent alle med «veivalg hent --alle»."),
                "accounts",
            )
        )
    return tuple(found)
