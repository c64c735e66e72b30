"""Chapter «utvikling»: ten years in fixed prices, and what growth is made of (M13)."""

from __future__ import annotations

from dataclasses import dataclass

from veivalg.chapters.common.indicator_series import Series, all_series, missing_series
from veivalg.chapters.common.missing import how_to_get, missing_table
from veivalg.chapters.common.printed import named_once
from veivalg.chapters.common.sentences import fill, present, rises, say
from veivalg.chapters.utvikling import exhibits as exhibits
from veivalg.chapters.utvikling.care import CARE, SHARE, care_from_accounts
from veivalg.chapters.utvikling.care import PER_INHABITANT as ACCOUNTED
from veivalg.chapters.utvikling.model import METHOD, Model, build
from veivalg.chapters.utvikling.printed import prices_alone, print_check, printed_growth
from veivalg.content import (
    Block,
    Chapter,
    Figure,
    Missing,
    Role,
    Section,
    Statement,
    Unit,
)
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.deflate import FACTORS

SHARES = (
    "care_share",
    "school_share",
    "kindergarten_share",
    "health_share",
    "child_welfare_share",
    "administration_share",
    "culture_share",
)
PER_INHABITANT = "care_cost_pi"


def chapter(evidence: Evidence) -> Chapter:
    """Give spending in fixed prices, growth split into its parts, and the service profile."""
    model = build(evidence)
    shares = all_series(evidence, (*SHARES, PER_INHABITANT))
    care = _care(evidence, model, shares)
    return Chapter(
        id="utvikling",
        title=_("Utvikling over tid"),
        municipality=evidence.place,
        period=f"{model.first}–{model.last}" if model else str(shares["care_share"].year or ""),
        lead=_(
            "Kapitlet viser hva kommunen bruker penger på over tid når prisveksten er trukket "
            "fra, og hvor mye av veksten som følger av befolkningen."
        ),
        findings=_findings(model, shares, care) or (_nothing(evidence),),
        sections=_sections(evidence, model, shares, care),
        missing=_missing(evidence, model, shares, care),
        terms={
            _("faste priser"): _("Beløp regnet om så de kan kjøpe like mye i alle år."),
            _("kommunal deflator"): _("Prisveksten på det kommuner lønner og kjøper."),
            _("netto driftsutgifter"): _(
                "Det driften koster når brukerbetaling og tilskudd til tjenesten er trukket fra."
            ),
            _("volum"): _(
                "Hvor mye det brukes per innbygger med behov når priser og befolkning "
                "er trukket fra."
            ),
        },
        methods=(METHOD, "M3"),
    )


@dataclass(frozen=True)
class Care:
    """What care takes: its share and its cost per inhabitant, from one and the same origin."""

    share: Series
    per_inhabitant: Series
    from_accounts: bool


def _care(evidence: Evidence, model: Model | None, shares: dict[str, Series]) -> Care:
    """Take both from the accounts when the chapter rests on them, else as SSB publishes them."""
    if model is None or CARE in model.left_out:
        return Care(shares["care_share"], shares[PER_INHABITANT], from_accounts=False)
    made = care_from_accounts(evidence, model)
    return Care(made[SHARE], made[ACCOUNTED], from_accounts=True)


def _findings(model: Model | None, shares: dict[str, Series], care: Care) -> tuple[Statement, ...]:
    if model is None:
        return present((*_published(shares), _care_compared(care)))
    return present(
        (
            _real(model),
            _split(model),
            _sector(model),
            _last_year(model),
            _profile(model),
            _care_compared(care),
        )
    )


def _formula() -> str:
    return _("Utgift i siste år − utgift i første år regnet om til siste års priser")


def _real(model: Model) -> Statement | None:
    change = model.change()
    if change is None:
        return None
    figures = {
        "share": model.figure(
            "realvekst-andel",
            _("Realvekst i netto driftsutgifter"),
            abs(change[1]),
            Unit.SHARE,
            _formula(),
        ),
        "money": model.figure(
            "realvekst",
            _("Realvekst i netto driftsutgifter, kroner"),
            abs(change[0]),
            Unit.MILLION_NOK,
            _formula(),
            model.digits,
        ),
        "price": model.figure(
            "prisvekst-periode",
            _("Prisvekst i perioden"),
            model.prices,
            Unit.SHARE,
            _("Produktet av årlig prisvekst"),
        ),
    }
    text = (
        _(
            "Fra {first} til {last} økte netto driftsutgifter i {place} med {share} i faste "
            "priser, {money}. Prisene økte med {price}."
        )
        if change[0] >= 0
        else _(
            "Fra {first} til {last} falt netto driftsutgifter i {place} med {share} i faste "
            "priser, {money}. Prisene økte med {price}."
        )
    )
    text += exhibits.left_out_note(model)
    return say(
        "realvekst",
        fill(text, first=str(model.first), last=str(model.last), place=model.place.name),
        figures,
    )


def _split(model: Model) -> Statement | None:
    whole = model.whole
    if whole is None:
        return None
    labels = exhibits.part_names()
    figures: dict[str, Figure | None] = {
        part: model.figure(
            f"bidrag-{part}",
            labels[part],
            whole.part(part),
            Unit.MILLION_NOK,
            exhibits.split_formula(),
            model.digits,
        )
        for part in FACTORS
    }
    figures["total"] = model.figure(
        "vekst-nominell",
        _("Vekst i årets kroner"),
        whole.total,
        Unit.MILLION_NOK,
        _("Siste år − første år"),
        model.digits,
    )
    text = _(
        "I årets kroner er endringen {total:+}. Prisvekst står for {price:+}, endret befolkning "
        "for {demography:+} og endret bruk per innbygger med behov for {volume:+}."
    )
    return say("bidrag", text, figures)


def _sector(model: Model) -> Statement | None:
    """Name the sectors with the largest and the smallest real growth in kroner."""
    changes = {s: c for s in model.spending if (c := model.change(s)) is not None}
    if len(changes) < 2:
        return None
    top, bottom = (pick(changes, key=lambda s: changes[s][0]) for pick in (max, min))
    figures = {
        name: model.figure(
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
    return say("sektor", fill(text, top=model.label(top), bottom=model.label(bottom)), figures)


def _last_year(model: Model) -> Statement | None:
    fixed = model.real()
    before = max((y for y, v in fixed.items() if v is not None and y < model.last), default=None)
    end = fixed[model.last]
    if before is None or before == model.first or end is None or fixed[before] is None:
        return None
    change = end - (fixed[before] or 0.0)
    figure = model.figure(
        "realvekst-siste-aar",
        _("Realvekst siste år"),
        abs(change),
        Unit.MILLION_NOK,
        _formula(),
        model.digits,
    )
    text = (
        _("Fra {before} til {last} økte utgiftene i faste priser med {money}.")
        if change >= 0
        else _("Fra {before} til {last} falt utgiftene i faste priser med {money}.")
    )
    return say("siste-aar", fill(text, before=str(before), last=str(model.last)), {"money": figure})


def _profile(model: Model) -> Statement | None:
    if model.left_out:
        return None
    figures = {
        name: model.figure(
            f"andel-omsorg-{name}",
            _("Pleie og omsorg, andel av utgiftene"),
            model.share("care", year),
            Unit.SHARE,
            _("Pleie og omsorg ÷ netto driftsutgifter i alt"),
        )
        for name, year in (("a", model.first), ("b", model.last))
        if "care" in model.spending
    }
    if not figures:
        return None
    text = _("Pleie og omsorg var {a} av netto driftsutgifter i {first} og {b} i {last}.")
    return say("profil", fill(text, first=str(model.first), last=str(model.last)), figures)


def _published(shares: dict[str, Series]) -> list[Statement | None]:
    """Say how the published shares of the three largest sectors have moved."""
    found = []
    for id in SHARES[:3]:
        one = shares[id]
        if one.own is None or one.own.newest is None:
            continue
        first, start, last, end = exhibits.ends(one)
        figures = {"end": one.figure(last)}
        text = _("{sector} var {end} av netto driftsutgifter i {last}.")
        if first != last:
            figures["start"] = one.figure(first)
            text = _(
                "{sector}: andelen av netto driftsutgifter {verb} fra {start} i {first} til "
                "{end} i {last}."
            )
        found.append(
            say(
                f"andel-{id.replace('_', '-')}",
                fill(
                    text,
                    sector=exhibits.sector_name(one),
                    first=str(first),
                    last=str(last),
                    verb=rises(end - start),
                ),
                figures,
            )
        )
    return found


def _care_compared(care: Care) -> Statement | None:
    """Set the share that care takes beside group and Norway."""
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
    text = _("Pleie og omsorg er {own} av utgiftene i {place} i {year}, mot {others}.")
    text = fill(text, place=one.place.name, year=str(one.year), others=f" {_('og')} ".join(parts))
    return say("omsorg-sammenliknet", text, {"own": own, **found})


def _nothing(evidence: Evidence) -> Statement:
    text = _("Vi mangler regnskapstall om {place}, så utviklingen kan ikke vises ennå.")
    return Statement("mangler", fill(text, place=evidence.place.name), {}, caution=True)


def _sections(
    evidence: Evidence, model: Model | None, shares: dict[str, Series], care: Care
) -> tuple[Section, ...]:
    published = exhibits.published_profile([shares[id] for id in SHARES], evidence.place.name)
    parts: list[tuple[str, str, list[Block | None]]] = [
        (
            "priser",
            _("Utgifter i faste priser"),
            [
                prices_alone(model),
                exhibits.fixed_prices(model) if model else None,
                exhibits.per_inhabitant(care.per_inhabitant, care.from_accounts),
            ],
        ),
        (
            "bidrag",
            _("Hva veksten består av"),
            [exhibits.waterfall(model), exhibits.by_sector(model)] if model else [],
        ),
        (
            "profil",
            _("Hva pengene går til"),
            [published if model is None or model.left_out else exhibits.profile(model)],
        ),
        (
            "trykt",
            _("Trykte tall"),
            [*named_once(present([printed_growth(evidence)])), print_check(evidence, model)],
        ),
    ]
    filled = ((id, title, tuple(b for b in blocks if b is not None)) for id, title, blocks in parts)
    return tuple(Section(id, title, blocks) for id, title, blocks in filled if blocks)


def _missing(
    evidence: Evidence, model: Model | None, shares: dict[str, Series], care: Care
) -> tuple[Missing, ...]:
    found: list[Missing] = []
    if model is None:
        what = _("Utgifter i faste priser")
        if evidence.rows("accounts", evidence.place) is None:
            found.append(missing_table(evidence, "accounts", what))
        else:
            why = _(
                "For lite grunnlag: regnskapet for {place} har ikke to år der tallene for mer "
                "enn halvparten av utgiftene er publisert."
            )
            found.append(
                Missing(
                    what,
                    why.format(place=evidence.place.name),
                    how_to_get(evidence.place),
                    "accounts",
                )
            )
    if model is not None and model.left_out:
        found.append(
            Missing(
                _("Noen sektorer"),
                _(
                    "{names} er ikke med i summene, fordi tall er skjermet i {first} eller {last}."
                ).format(
                    names=", ".join(model.label(s) for s in model.left_out),
                    first=model.first,
                    last=model.last,
                ),
                _("Bruk kommunens eget regnskap."),
                "accounts",
            )
        )
    if model is not None and model.divided:
        found.append(
            Missing(
                _("Regnskap før {year}").format(year=min(model.years)),
                _(
                    "Kommunen er delt eller slått sammen, og regnskapet for de tidligere kommunene "
                    "kan ikke føres over på dagens grenser."
                ),
                _("Bruk regnskapene til de tidligere kommunene."),
                "accounts",
            )
        )
    if model is not None and not model.parts:
        found.append(
            Missing(
                _("Hva veksten består av"),
                _("Folketallet etter alder er ikke kjent for både {first} og {last}.").format(
                    first=model.first, last=model.last
                ),
                how_to_get(evidence.place),
                "population_groups",
            )
        )
    wanted = [care.share] if model is None else [care.share, care.per_inhabitant]
    return (*found, *missing_series(evidence, wanted))
