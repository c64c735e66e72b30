"""What the chapter «utvikling» says."""

from collections.abc import Collection, Iterator, Mapping
from math import prod

from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.indicator_series import Series
from veivalg.chapters.common.printed import Documents
from veivalg.chapters.common.sentences import joined_to, rises, say, tell
from veivalg.chapters.utvikling.model import METHOD, Model
from veivalg.chapters.utvikling.model.care import SHARES, Care
from veivalg.chapters.utvikling.model.words import (
    left_out_note,
    part_names,
    sector_name,
    split_formula,
)
from veivalg.content import Figure, Role, Statement, Unit, calculation
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.deflate import FACTORS, growth_between, real
from veivalg.norway.deflator import deflator_source, growth_shares, price_growth
from veivalg.norway.municipality import NORWAY


def _formula() -> str:
    return _("Utgift i siste år − utgift i første år regnet om til siste års priser")


def real_growth(model: Model) -> Statement | None:
    """Say how spending has grown in fixed prices: on the services, and in all as SSB has it."""
    change = model.change()
    if change is None:
        return None
    made = model.figures
    in_money, product = (
        _("Realvekst i netto driftsutgifter til tjenestene, kroner"),
        _("Produktet av årlig prisvekst"),
    )
    figures = {
        "share": made(
            "realvekst-andel",
            _("Realvekst i netto driftsutgifter til tjenestene"),
            abs(change[1]),
            Unit.SHARE,
            _formula(),
        ),
        "money": made(
            "realvekst", in_money, abs(change[0]), Unit.MILLION_NOK, _formula(), model.digits
        ),
        "price": made(
            "prisvekst-periode", _("Prisvekst i perioden"), model.prices, Unit.SHARE, product
        ),
    }
    text = _(
        "Fra {first} til {last} {moved} netto driftsutgifter til tjenestene i {place} med {share} "
        "i faste priser, {money}. Vann, avløp og renovasjon, pensjon og fellesutgifter (funksjon "
        "170–190) og funksjon 285 og 290 er ikke med. Prisene økte med {price}."
    )
    words = _words(model) | {"moved": _moved(change[0])}
    said = say("realvekst", text + left_out_note(model), figures, words)
    whole = _in_all(model)
    return said if whole is None else joined_to(said, whole)


def _in_all(model: Model) -> Statement | None:
    """Say how net operating expenditure in all has grown, as SSB defines it (AGD1)."""
    change = model.change_in_all()
    if change is None:
        return None
    label = _("Realvekst i netto driftsutgifter i alt (SSB)")
    figures = {
        name: model.figures_in_all(id, text, abs(value), unit, _formula(), digits)
        for name, id, text, value, unit, digits in (
            ("whole", "realvekst-i-alt-andel", label, change[1], Unit.SHARE, None),
            (
                "whole_money",
                "realvekst-i-alt",
                label + _(", kroner"),
                change[0],
                Unit.MILLION_NOK,
                model.digits,
            ),
        )
    }
    text = _(
        "Netto driftsutgifter i alt, slik SSB regner dem med alle funksjoner, {moved} med {whole} "
        "i faste priser, {whole_money}."
    )
    return say("realvekst-i-alt", text, figures, moved=_moved(change[0]))


def _moved(change: float) -> str:
    return _("økte") if change >= 0 else _("falt")


def _words(model: Model) -> dict[str, str]:
    return {"place": model.place.name, "first": str(model.first), "last": str(model.last)}


def split(model: Model) -> Statement | None:
    """Say what growth in kroner is made of."""
    whole = model.whole
    if whole is None:
        return None
    labels = part_names()
    figures: dict[str, Figure | None] = {
        part: model.figures(
            f"bidrag-{part}",
            labels[part],
            whole.part(part),
            Unit.MILLION_NOK,
            split_formula(),
            model.digits,
        )
        for part in FACTORS
    }
    figures["total"] = model.figures(
        "vekst-nominell",
        _("Vekst i årets kroner"),
        whole.total,
        Unit.MILLION_NOK,
        _("Siste år − første år"),
        model.digits,
    )
    text = _(
        "I årets kroner er endringen {total:+}. Prisvekst står for {price:+}. Resten er veksten i "
        "faste priser: endret befolkning står for {demography:+} og endret bruk per innbygger med "
        "behov for {volume:+}."
    )
    return say("bidrag", text, figures)


def sectors(model: Model) -> Statement | None:
    """Name the sectors with the largest and the smallest real growth in kroner."""
    changes = {s: c for s in model.spending if (c := model.change(s)) is not None}
    if len(changes) < 2:
        return None
    top, bottom = (pick(changes, key=lambda s: changes[s][0]) for pick in (max, min))
    figures = {
        name: model.figures(
            f"realvekst-{sector.replace('_', '-')}",
            _("Realvekst i {sector}").format(sector=model.label(sector)),
            changes[sector][0],
            Unit.MILLION_NOK,
            _formula(),
            model.digits,
        )
        for name, sector in (("a", top), ("b", bottom))
    }
    text = _("Sterkest vekst i faste priser har {top}, {a:+}. Svakest har {bottom}, {b:+}.")
    return say("sektor", text, figures, top=model.label(top), bottom=model.label(bottom))


def last_year(model: Model) -> Statement | None:
    """Say how spending moved in the last year, in fixed prices."""
    fixed = model.real()
    before = max((y for y, v in fixed.items() if v is not None and y < model.last), default=None)
    end = fixed[model.last]
    if before is None or before == model.first or end is None or fixed[before] is None:
        return None
    change = end - (fixed[before] or 0.0)
    figure = model.figures(
        "realvekst-siste-aar",
        _("Realvekst siste år"),
        abs(change),
        Unit.MILLION_NOK,
        _formula(),
        model.digits,
    )
    text = _("Fra {before} til {last} {moved} utgiftene til tjenestene i faste priser med {money}.")
    words = {"before": str(before), "last": str(model.last), "moved": _moved(change)}
    return say("siste-aar", text, {"money": figure}, words)


def profile(model: Model) -> Statement | None:
    """Say what share of spending care takes, then and now."""
    if model.left_out:
        return None
    figures = {
        name: model.figures_in_all(
            f"andel-omsorg-{name}",
            _("Pleie og omsorg, andel av netto driftsutgifter i alt"),
            share,
            Unit.SHARE,
            _("Pleie og omsorg ÷ netto driftsutgifter i alt (SSB, alle funksjoner)"),
        )
        for name, year in (("a", model.first), ("b", model.last))
        if "care" in model.spending and (share := model.share("care", year)) is not None
    }
    if len(figures) < 2:
        return None
    text = _("Pleie og omsorg var {a} av netto driftsutgifter i alt i {first} og {b} i {last}.")
    return say("profil", text, figures, _words(model))


def published(shares: Mapping[str, Series]) -> Iterator[Statement | None]:
    """Say how the published shares of the three largest sectors have moved."""
    for id in SHARES[:3]:
        one = shares[id]
        if one.own is None or one.own.newest is None:
            continue
        first, start, last, end = one.ends
        figures = {"end": one.figure(last)}
        text = _("{sector} var {end} av netto driftsutgifter i alt i {last}.")
        if first != last:
            figures["start"] = one.figure(first)
            text = _(
                "{sector}: andelen av netto driftsutgifter i alt {verb} fra {start} i {first} til "
                "{end} i {last}."
            )
        words = {
            "sector": sector_name(one),
            "first": str(first),
            "last": str(last),
            "verb": rises(end - start, *(f.text() for f in figures.values() if f)),
        }
        yield say(f"andel-{id.replace('_', '-')}", text, figures, words)


def care_compared(care: Care, told: Collection[str]) -> Statement | None:
    """Set the share that care takes beside group and Norway; one that is `told` isn't repeated."""
    one = care.share
    found = {
        role.value: f
        for role in (Role.GROUP, Role.NORWAY)
        if (f := one.figure(role=role)) is not None
    }
    own = one.figure()
    if own is None or not found:
        return None
    parts = [f"{{{name}}} {_('i')} {f.place.name}" for name, f in found.items()]
    text = _(
        "Pleie og omsorg er {own} av netto driftsutgifter i alt i {place} i {year}, mot {others}."
    )
    if own.text() in told:
        own = None
        text = _(
            "Andelen av netto driftsutgifter i alt som går til pleie og omsorg i {year}, er til "
            "sammenlikning {others}."
        )
    others = f" {_('og')} ".join(parts)
    words = {"place": one.place.name, "year": str(one.year), "others": others}
    figures = found if own is None else {"own": own, **found}
    return say("omsorg-sammenliknet", text, figures, words)


def nothing(place: str) -> Statement:
    """Say that the chapter lacks what it rests on."""
    text = _("Vi mangler regnskapstall om {place}, så utviklingen kan ikke vises ennå.")
    return tell("mangler", text, lacking=True, place=place)


def printed_growth(documents: Documents) -> Statement | None:
    """Repeat what a document prints of real growth in care."""
    items = {
        "total": "care_real_growth_since_2015",
        "last": "care_real_growth_last_year",
        "home": "home_real_growth_since_2015",
        "institution": "institution_real_growth_since_2015",
        "aged": "population_80_plus_growth_since_2015",
    }
    found = {name: documents.figure(item, 2023) for name, item in items.items()}
    if found["total"] is None:
        return None
    text = _(
        "«{document}» skriver at pleie og omsorg økte med {total:0} fra 2015 til 2023 i faste "
        "priser, og {last} kom det siste året. Tjenester hjemme økte med {home:0} og institusjon "
        "med {institution:0}. Antall innbyggere på 80 år og eldre økte med {aged}."
    )
    return say("trykt", text, found, document=found["total"].source.producer)


def print_check(documents: Documents, model: Model | None) -> Statement | None:
    """Give our own real growth in care over the years a document prints, when accounts reach."""
    theirs = documents.figure("care_real_growth_since_2015", 2023)
    if theirs is None or model is None or "care" not in model.spending:
        return None
    ours = growth_between(real(model.spending["care"], growth_shares(), 2023), 2015, 2023)
    if ours is None:
        return None
    made = Figures(model.place, "2015–2023", model.calculated, METHOD)
    figure = made(
        "realvekst-omsorg-2015-2023",
        _("Realvekst i pleie og omsorg 2015–2023"),
        ours[0],
        Unit.MILLION_NOK,
        _("Utgift i 2023 − utgift i 2015 i 2023-priser"),
        0,
    )
    text = _(
        "Med regnskapstallene her er realveksten i pleie og omsorg {ours:+} fra 2015 til 2023."
    )
    return say("trykt-kontroll", text, {"ours": figure})


def prices_alone(span: tuple[int, int] | None) -> Statement | None:
    """Say what prices have done in the years told of, for a municipality without accounts.

    It is ten years where nothing is told of.
    """
    growth = price_growth()
    years = [y for y, g in growth.items() if not g.preliminary][-10:]
    if span and span[0] < span[1] <= max(growth):
        years = [y for y in growth if span[0] < y <= span[1]]
    first, last = str(years[0] - 1), str(years[-1])
    newest = Figures(NORWAY, last, deflator_source())(
        "prisvekst-siste", _("Prisvekst siste år"), growth[years[-1]].share, Unit.SHARE
    )
    source = calculation(METHOD, _("Vekst i faste priser"))
    figure = Figures(NORWAY, f"{first}–{last}", source, METHOD, inputs=(newest,))(
        "prisvekst-i-alt",
        _("Prisvekst, kommunal deflator"),
        prod(1 + growth[year].share for year in years) - 1,
        Unit.SHARE,
        _("Produktet av årlig prisvekst"),
    )
    text = _(
        "Prisene kommunene møter, økte med {price} fra {first} til {last}. Utgiftene må ha "
        "økt like mye for å være uendret i faste priser."
    )
    if growth[years[-1]].preliminary:
        text += " " + _("Prisveksten er foreløpig for {last}.")
    return say("priser", text, {"price": figure}, first=first, last=last)
