"""Why a scenario ends where it does: the change from today, term by term."""

from collections.abc import Sequence

from veivalg.chapters.common.sentences import fill
from veivalg.chapters.scenarier.exhibits import SCENARIO, VALUE, digits, in_unit, show
from veivalg.chapters.scenarier.model import Compared, decimals, digits_of, notes
from veivalg.chapters.scenarier.model.followed import label_of
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Shape,
    Unit,
    format_number,
    format_plain,
    format_together,
)
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.decompose import LABELS, Explained, Waterfall
from veivalg.maths.scenarios.levers import Term
from veivalg.maths.scenarios.outcome import QUANTITIES
from veivalg.norway.quantities import Registered


def waterfall(compared: Compared, i: int, explained: Explained) -> Exhibit | None:
    """Show why a scenario ends where it does: the change from today, term by term.

    None where only one thing changes it: the table of terms tells that.
    """
    found = compared.waterfalls[i].get(explained) if compared.waterfalls else None
    if found is None or (len(compared.runs) > 1 and len(_moving(found)) < 2):
        return None
    quantity = QUANTITIES[explained]
    first, last = str(compared.base_year), str(found.year)
    tiny = 1e-9 * max(abs(found.start), 1.0)
    steps = [
        (_(LABELS[term]), value)
        for term, value in found.terms.items()
        if abs(value) > tiny or term is Term.DEMOGRAPHY
    ]
    words = {
        "name": compared.names[i],
        "label": label_of(compared, quantity.id),
        "last": last,
        "first": first,
        "place": compared.place.name,
    }
    head = fill(_("{label}, og endringen fra ledd til ledd"), **words)
    return show(compared)(
        f"scenarier-hvorfor-{explained}-{i + 1}",
        _waterfall_title(found, quantity, words),
        _("{label} i «{name}», {place}, fra {first} til {last}, midterste framskriving"),
        (Column("step", _("Hva")), Column(VALUE, head, quantity.unit, digits(quantity.unit))),
        [(first, found.start), *steps, (last, found.start + sum(v for _n, v in steps))],
        words=words,
        alt=_waterfall_alt(steps, quantity),
        chart=Chart(Shape.WATERFALL, "step", VALUE, totals=(first, last)),
        formula=_("Hvert ledd er endringen når bare det endres; samspill er det de gjør sammen"),
        method=quantity.method,
        note=notes(_together(found), _users(compared, explained), compared.inputs.caveat),
    )


def _together(*falls: Waterfall) -> str:
    """Say what the interaction holds, where some of the waterfalls have one to be seen."""
    if not any(Term.INTERACTION in _moving(fall) for fall in falls):
        return ""
    return _(
        "Hvert ledd er regnet som om bare det endret seg fra i dag. I {year} virker valgene på et "
        "annet antall brukere og plasser enn i dag. Det som kommer i tillegg derfor, står i "
        "«Samspill», og hører til valgene."
    ).format(year=falls[0].year)


def _beyond_first(compared: Compared, falls: Sequence[Waterfall]) -> str:
    """Say which terms make a scenario differ from the first, where only people move that."""
    if set(_moving(falls[0])) != {Term.DEMOGRAPHY} or any(
        fall.terms[Term.DEMOGRAPHY] != falls[0].terms[Term.DEMOGRAPHY] for fall in falls
    ):
        return ""
    text = _(
        "Det et scenario gir mer eller mindre enn «{first}», er alle leddene under «{people}»."
    )
    return fill(text, first=compared.names[0], people=_(LABELS[Term.DEMOGRAPHY]))


def _users(compared: Compared, explained: Explained) -> str:
    """Say why users in all change when places do: a place is not one resident."""
    base = compared.inputs.base
    if explained != "users" or not base.places or not base.users_long:
        return ""
    short = _(", medregnet korttid") if base.users_long < base.places else ""
    return _(
        "Brukere i alt er brukere av hjemmetjenester og beboere på langtidsopphold. I dag bor det "
        "{residents} på langtidsopphold, og det er {places}{short}. Én plass mindre regnes derfor "
        "som {each} færre på langtidsopphold og én bruker mer hjemme."
    ).format(
        residents=format_plain(base.users_long),
        places=format_number(base.places, Unit.PLACES, 0),
        short=short,
        each=format_plain(base.users_long / base.places, 2),
    )


def _moving(found: Waterfall) -> tuple[Term, ...]:
    """Give the terms large enough to be seen: a thousandth of where it started, or more."""
    least = 1e-3 * max(abs(found.start), 1.0)
    return tuple(term for term, value in found.terms.items() if abs(value) >= least)


def _waterfall_title(found: Waterfall, quantity: Registered, words: dict[str, str]) -> str:
    shown = digits_of(quantity.unit, found.start, found.end)
    start, end = format_together((found.start, found.end), quantity.unit, shown)
    alike = len({format_number(v, quantity.unit, shown) for v in (found.start, found.end)}) == 1
    text = (
        _("{label} er om lag uendret i «{name}»: {to}")
        if alike
        else _("{label} går fra {from} til {to} i «{name}»")
    )
    return fill(text, **words, **{"from": start, "to": end})


def _waterfall_alt(steps: list[tuple[str, float]], quantity: Registered) -> str:
    parts = "; ".join(
        f"{name} {format_number(v, quantity.unit, decimals(v, quantity.unit), sign=True)}"
        for name, v in steps
    )
    return fill(_("Endringen fra {first} til {last} i «{name}»: {parts}."), parts=parts)


def explained_table(compared: Compared, explained: Explained) -> Exhibit | None:
    """Put the terms of every scenario's waterfall beside each other."""
    if not compared.waterfalls or any(explained not in w for w in compared.waterfalls):
        return None
    quantity = QUANTITIES[explained]
    falls = [w[explained] for w in compared.waterfalls]
    terms = [t for t in Term if any(abs(fall.terms.get(t, 0.0)) > 1e-9 for fall in falls)]
    rows: list[tuple[Cell, ...]] = []
    for name, fall in zip(compared.names, falls, strict=True):
        rows.append((str(compared.base_year), name, fall.start))
        rows += [(_(LABELS[t]), name, fall.terms.get(t, 0.0)) for t in terms]
        rows.append((str(fall.year), name, fall.end))
    return show(compared)(
        f"scenarier-ledd-{explained}",
        _("Hva som endrer «{label}» i hvert scenario"),
        _("Ledd fra i dag til {year}, {place}, midterste framskriving") + in_unit(quantity),
        (
            Column("step", _("Ledd")),
            Column(SCENARIO, _("Scenario")),
            Column(VALUE, label_of(compared, quantity.id), quantity.unit, digits(quantity.unit)),
        ),
        rows[:-1],
        total=rows[-1],
        label=label_of(compared, quantity.id),
        alt=_("Tabellen viser leddene i endringen for hvert scenario fram til {year}."),
        pivot=("step", SCENARIO, VALUE),
        method=quantity.method,
        note=notes(_together(*falls), _beyond_first(compared, falls), _users(compared, explained)),
    )
