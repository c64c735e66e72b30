"""What the chapter «arbeidsgiveravgift» says."""

from collections.abc import Iterator
from dataclasses import replace

from veivalg.chapters.arbeidsgiveravgift.model import METHOD, PrintedService, Tax, effects
from veivalg.chapters.common.costs import Held, Model
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.sentences import say, tell
from veivalg.content import Figure, Source, Statement, Unit, calculation
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.employer_tax import wage_factor
from veivalg.norway.aga import ZonePart, full_rate, zone_parts
from veivalg.norway.kostra import sector
from veivalg.norway.reference import reference


def zone(tax: Tax) -> Statement | None:
    """Say which zone and rate the municipality has."""
    year = tax.year
    parts, made = zone_parts(tax.place.code, year), Figures(tax.place, str(year), _rate_source())
    full = made("full-sats", _("Full sats"), full_rate(year), Unit.SHARE, decimals=1)
    words = {"place": tax.place.name, "year": str(year)}
    if len(parts) == 1:
        own = made("egen-sats", _("Sats i sonen"), parts[0].rate, Unit.SHARE, decimals=1)
        return _one_zone(made, parts[0], own, full, words)
    text = _(
        "{place} har deler i flere soner: {zones}. Full sats er {full}. "
        "Satsen under er vektet med lønnen i regnskapet."
    )
    zones = ", ".join(f"{p.zone} ({p.part})" for p in parts)
    return say("sone", text, {"full": full}, words, zones=zones)


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


def _one_zone(
    rates: Figures, part: ZonePart, own: Figure, full: Figure, words: dict[str, str]
) -> Statement | None:
    figures = {"own": own, "full": full}
    if part.reduced_rate is not None:
        label = _("Sats til fribeløpet er brukt opp")
        low = rates("lav-sats", label, part.reduced_rate, Unit.SHARE, decimals=1)
        text = _(
            "{place} ligger i sone Ia i {year}: {low} til fribeløpet er brukt opp, og {own} "
            "etterpå. Full sats er {full}."
        )
        return say("sone", text, {**figures, "low": low}, words)
    if part.rate >= (full.value or 0):
        text = _("{place} ligger i sone {zone} og betalte full sats, {own}, i {year}.")
        return say("sone", text, {"own": own}, words, zone=part.zone)
    made = replace(
        rates,
        source=calculation("m4-lonnsfaktor", _("Lønn med full og egen sats"), own, full),
        method=METHOD,
        inputs=(own, full),
    )
    factor = made(
        "lonnsfaktor",
        _("Hvor mye dyrere ren lønn blir med full sats"),
        wage_factor(part.rate, full.value or 0.0) - 1,
        Unit.SHARE,
        _("(1 + full sats) ÷ (1 + egen sats) − 1"),
        1,
    )
    text = _(
        "{place} ligger i sone {zone} og betaler {own} arbeidsgiveravgift i {year}, mot "
        "{full} i sone I. Med full sats koster den samme lønnen {factor} mer."
    )
    return say("sone", text, {**figures, "factor": factor}, words, zone=part.zone)


def worth(model: Model) -> Statement | None:
    """Say what the reduced rate saved, in all and per inhabitant."""
    found = effects(model)
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
    return say("verdi", text, figures, place=model.place.name, year=str(model.year))


def beside(model: Model, held: Held) -> Statement | None:
    """Say how the difference from a reference changes when the others pay the own rate."""
    before, after = held.without_tax.total(), held.with_tax.total()
    if not effects(model) or before.lacking == held.without_tax.sectors().height:
        return None
    formula = _(
        "Sum over sektorene av (eget nivå − nivået det sammenliknes med) × utgiftsbehov × "
        "innbyggere"
    )
    figures = {
        slot: model.figure(id, label, value, Unit.MILLION_NOK, formula, 1, held)
        for slot, id, label, value in (
            ("before", "avvik-som-i-dag", _("Avvik med satsene som de er"), before.net),
            ("after", "avvik-samme-sats", _("Avvik ved samme sats"), after.net),
        )
    }
    text = _(
        "Mot {name} er avviket {before:+} med satsene som de er. Når de andre regnes om til "
        "satsen i {place}, er det {after:+}. Merutgift er ikke det samme som innsparing."
    )
    return say("avvik", text, figures, name=held.name, place=model.place.name)


def turned(held: Held) -> Statement | None:
    """Name the services that look cheap only because of the low rate."""
    before = dict(held.without_tax.sectors().select("sector", "savings").iter_rows())
    after = dict(held.with_tax.sectors().select("sector", "savings").iter_rows())
    found = [
        s
        for s, b in before.items()
        if b is not None and after.get(s) is not None and b < 0 < after[s]
    ]
    if not found:
        return None
    names = ", ".join(sector(s).label.lower() for s in found)
    text = _("Noen tjenester ligger under {name} bare fordi satsen er lav: {names}.")
    return tell("snudd", text, name=held.name, names=names)


def misprints(tax: Tax) -> Iterator[Statement | None]:
    """Say where the printed table contradicts itself."""
    if tax.services:
        yield from (_misprint(s) for s in tax.services if not s.agrees)
        yield _sum(tax)


def largest(services: tuple[PrintedService, ...]) -> Statement | None:
    """Repeat the largest difference of the printed table; None where none is printed."""
    if not services:
        return None
    top = max(services, key=lambda s: s.corrected().value or 0.0)
    text = _(
        "«{document}» viser at {service} i {year} lå {before:+} fra snittet i gruppen. Uten "
        "den lave avgiften er tallet {after:+}."
    )
    return say(
        "trykt-storst",
        text,
        {"before": top.difference.renamed(f"trykt-avvik-{top.id}"), "after": top.corrected()},
        document=top.difference.source.producer,
        year=top.difference.period,
        service=top.label.lower(),
    )


def _misprint(service: PrintedService) -> Statement | None:
    """Say where the text states another number than its own table gives."""
    text = _(
        "«{document}» skriver {stated} for {service} uten den lave "
        "avgiften. Tabellens egne tall gir {ours}."
    )
    return say(
        f"avvik-{service.id.replace('_', '-')}",
        text,
        {"stated": service.stated, "ours": service.corrected()},
        document=service.stated.source.producer if service.stated else "",
        service=service.label.lower(),
        deviation=True,
    )


def _sum(tax: Tax) -> Statement | None:
    """Say that the printed sum of differences is not the sum of the printed differences."""
    theirs, parts = tax.total, tuple(s.difference for s in tax.services)
    value = sum(p.value or 0.0 for p in parts)
    if theirs is None or theirs.value is None or abs(theirs.value - value) < 0.05e6:
        return None
    source = calculation("m4-aga-trykt", _("Trykte tall lagt sammen"), *parts)
    made = Figures(tax.place, theirs.period, source, METHOD, inputs=parts)
    ours = made(
        "trykt-sum-regnet",
        _("Sum av de trykte avvikene"),
        value,
        Unit.MILLION_NOK,
        _("sum av tjenestene i tabellen"),
        1,
    )
    text = _(
        "Summen av avvikene er trykt som {theirs} i «{document}», men "
        "tjenestene summerer til {ours}. Det er innenfor avrunding."
    )
    words = {"document": theirs.source.producer}
    return say("avvik-sum", text, {"theirs": theirs, "ours": ours}, words, deviation=True)
