"""What the chapter «omsorg» says."""

from collections.abc import Iterator

from veivalg.chapters.common.sentences import say, tell
from veivalg.chapters.omsorg import SPEC
from veivalg.content import Figure, Quantity, Statement, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.service_model.care import CareToday
from veivalg.maths.service_model.counts import counted_in
from veivalg.norway.quantities import quantity

METHOD = SPEC.methods[0]


def nothing(found: CareToday) -> Statement:
    """Say that nothing is known of care."""
    text = _("Vi mangler tall om omsorgen i {place}, så den kan ikke vises ennå.")
    return tell("mangler", text, place=found.place.name, lacking=True)


def _figure(
    found: CareToday,
    id: str,
    label: str,
    value: float | None,
    unit: Unit,
    table: str,
    what: Quantity | None = None,
    formula: str = "",
    decimals: int | None = None,
    year: int | None = None,
) -> Figure | None:
    """Give a figure of a year, that of the accounts where none is said; None when not known."""
    year = found.accounts_year if year is None else year
    if value is None or year is None or table not in found.by_table:
        return None
    return Figure(
        id,
        label,
        value,
        unit,
        found.place,
        str(year),
        found.by_table[table],
        decimals,
        formula=formula,
        method=METHOD,
        quantity=what,
    )


def cost(found: CareToday) -> Statement | None:
    """Say what care cost, net and gross."""
    year = found.accounts_year
    if year is None:
        return None
    net, gross = (
        _figure(found, id, label, value, Unit.MILLION_NOK, "accounts", quantity(name, year))
        for id, label, value, name in (
            ("netto", _("Netto driftsutgifter til omsorg"), found.net, "care_net"),
            ("brutto", _("Brutto driftsutgifter til omsorg"), found.gross, "care_gross"),
        )
    )
    text = _(
        "Omsorgen i {place} kostet {net} netto og {gross} brutto i {year}. Forskjellen er det "
        "brukerne, staten og andre betaler."
    )
    words = {"place": found.place.name, "year": str(year)}
    return say("utgift", text, {"net": net, "gross": gross}, words)


def place(found: CareToday) -> Statement | None:
    """Say what a place cost, by the accounts and the places counted."""
    net = found.prices.get("place_net")
    if net is None or not net.own or net.numerator is None or net.denominator is None:
        return None
    figure = _figure(
        found,
        "plass",
        net.label,
        net.value,
        Unit.MILLION_NOK,
        "accounts",
        formula=f"{net.numerator.label} ÷ {net.denominator.label}",
        decimals=2,
    )
    places = _figure(
        found,
        "plasser",
        _("Institusjonsplasser"),
        net.denominator.value,
        Unit.PLACES,
        "care_places",
        year=net.year,
    )
    text = _("En institusjonsplass kostet {price} netto i {year}: funksjon 253 delt på {places}.")
    return say("plass", text, {"price": figure, "places": places}, year=str(found.accounts_year))


def fte(found: CareToday) -> Statement | None:
    """Say the two quantities that are both called årsverk."""
    year = counted_in(found.counts, "fte")
    agreed = _figure(
        found,
        "arsverk",
        _("Avtalte årsverk i omsorgstjenesten"),
        found.fte,
        Unit.FTE,
        "care_staff",
        quantity("fte", year + 1) if year else None,
        year=year,
    )
    facing = _figure(
        found,
        "brukerrettede",
        _("Brukerrettede årsverk"),
        found.fte_user_facing,
        Unit.FTE,
        "care_activity",
        year=counted_in(found.counts, "fte_user_facing"),
    )
    if facing is None:
        text = _("{place} har {agreed} i omsorgen.")
        return say("arsverk", text, {"agreed": agreed}, place=found.place.name)
    text = _(
        "{place} har {agreed} i omsorgen. «Brukerrettede årsverk» ({facing:u}) er et annet mål, og "
        "brukes ikke her."
    )
    words = {"place": found.place.name}
    return say("arsverk", text, {"agreed": agreed, "facing": facing}, words)


def each(found: CareToday) -> Statement | None:
    """Say gross cost per årsverk, and that it is no price of one."""
    price = found.prices.get("gross_per_fte")
    if price is None:
        return None
    figure = _figure(
        found, "per-arsverk", price.label, price.value, Unit.MILLION_NOK, "accounts", decimals=2
    )
    text = _("Det er {price} brutto per avtalt årsverk. {note}.")
    return say("per-arsverk", text, {"price": figure}, note=price.note)


def first_limit(found: CareToday) -> Statement | None:
    """Say the limit that changes most of what can be told."""
    first = next((x for x in found.limits if x.id in ("hours", "labour", "bought", "oslo")), None)
    return tell("grense", f"{first.text}.", lacking=True) if first else None


def refused(found: CareToday) -> Iterator[Statement]:
    """Say why prices aren't given; each reason once."""
    for n, text in enumerate(dict.fromkeys(found.refused.values())):
        yield tell(f"uten-pris-{n + 1}", f"{text}.", lacking=True)


def limits(found: CareToday) -> Iterator[Statement]:
    """Say where the model doesn't hold."""
    for n, limit in enumerate(found.limits):
        yield tell(f"grense-{n + 1}", f"{limit.text}.", lacking=True)


def refunds(found: CareToday) -> Statement | None:
    """Say how much of 257 others may pay, before gross is compared."""
    function = found.functions.get("257")
    if function is None or not function.gross:
        return None
    share = _figure(
        found,
        "refusjoner-257",
        _("Inntekter som andel av brutto på funksjon 257"),
        1 - function.net / function.gross,
        Unit.SHARE,
        "accounts",
        decimals=0,
    )
    text = _(
        "Tilskudd og refusjoner er høyst {share} av brutto på funksjon 257. Se på dette før brutto "
        "sammenliknes."
    )
    return say("refusjoner", text, {"share": share})


def new_young(found: CareToday) -> Statement:
    """Say what a new user under 67 costs the municipality above the threshold."""
    threshold, share = found.prices["refund_threshold"], found.prices["refund_share"]
    text = _(
        "En ny bruker under 67 år koster kommunen all direkte lønn opp til {threshold} i året, og "
        "{left} av det over (regler for {year}; nyere er ikke funnet, så dette er usikkert)."
    )
    return tell(
        "ny-under-67",
        text,
        threshold=format_number(threshold.value, Unit.MILLION_NOK, 2),
        left=format_number(1 - share.value, Unit.SHARE, 0),
        year=str(threshold.year),
        caution=True,
    )
