"""What is said of a headline: which way, how sure, and what it rests on."""

from collections.abc import Sequence

from veivalg.chapters.common.alike import Alike, place_price
from veivalg.chapters.common.certainty import DOUBTS, turning
from veivalg.chapters.common.sentences import by_distance, fill, join, listed, say, tell
from veivalg.chapters.scenarier.model import Compared, Run, decimals, made_by, middle_words, slug
from veivalg.chapters.scenarier.model.apart import EITHER, Apart, apart, ends_of, sides
from veivalg.chapters.scenarier.model.followed import (
    FOLLOWED,
    follows,
    follows_another,
    label_of,
    still,
)
from veivalg.chapters.scenarier.model.place_price import WHERE, doubt
from veivalg.chapters.scenarier.sentences import LEAST
from veivalg.content import WHOLE, Statement, Unit, format_number, format_together
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.levers import said, value_of
from veivalg.maths.scenarios.model import Scenario
from veivalg.maths.scenarios.outcome import QUANTITIES
from veivalg.maths.scenarios.practice import followed_by
from veivalg.maths.service_model.flow import THREE
from veivalg.maths.service_model.sensitivity import Sensitivity, Tried


def rests_on(compared: Compared, i: int, id: str) -> Statement | None:
    """Say what a headline is, whether it is certain which way, and the three it rests on most."""
    found = compared.rests.get(i, {}).get(id)
    if found is None or not found.tried or abs(found.headline) < LEAST:
        return None
    quantity, name = QUANTITIES[id], compared.names[i]
    off = apart(compared, compared.runs[i], compared.against[i], id)
    headline = made_by(compared, quantity)(
        f"forskjell-{slug(quantity)}-{i + 1}",
        fill(
            _("Hvor mye «{label}» endres, {name}"), label=label_of(compared, quantity.id), name=name
        ),
        abs(off.middle),
        quantity.unit,
        middle_words(),
        off.decimals,
    )
    words = {
        "label": label_of(compared, quantity.id),
        "name": compared.said[i],
        "year": str(compared.year),
        "first": str(compared.base_year),
        "most": _most(found, quantity.unit, off),
        "turns": turning(found.turning, _(WHERE), _held),
    }
    return say(
        f"avhenger-{slug(quantity)}-{i + 1}",
        _rests_text(compared, i, id, found),
        {"n": headline},
        words,
        together=WHOLE,
    )


def _rests_text(compared: Compared, i: int, id: str, found: Sensitivity) -> str:
    """Give the template: the change, whether its sign holds, and what moves it."""
    changed, more = compared.against[i] is not compared.runs[i], found.headline > 0
    if changed:
        text = _("«{label}» blir {n} {more} i {year} i «{name}» enn om {still}.")
    else:
        text = _("«{label}» blir {n} {more} i {year} enn i {first} når alt går som i dag.")
    if found.uncertain or sides(compared, i, id, compared.against[i]) == EITHER:
        text = "{doubt}: " + text
    beside, its = _beside(compared, i, id)
    text = join(text, beside)
    if found.uncertain:
        first = _("Det første fortegnet snur {turns}.")
        text = join(text, first if beside else _("Fortegnet snur {turns}."))
        text = join(text, _("Alt annet er da som i «{name}».") if changed else "")
    change = _("Den første forskjellen") if beside else _("Endringen")
    between = _between(compared, i, id, compared.against[i], change)
    # the others stand where it is said why
    moved = {one.id for one in found.tried if i == compared.at}
    text = join(text, between, its, doubt(compared, i, moved)) + " {most}"
    if changed:
        text += " " + _("Antakelser som ikke er valgt i «{name}», er de samme i sammenlikningen.")
    return fill(
        text,
        more=_("høyere") if more else _("lavere"),
        doubt=_(DOUBTS[id, more]),
        still=still(compared, i),
    )


def _beside(compared: Compared, i: int, id: str) -> tuple[str, str]:
    """Say how far it lies from «Som i dag» too, where the places follow another number there.

    Returns
    -------
    tuple[str, str]
        What stands beside the first difference, and its interval; both empty where none does.
    """
    if not follows_another(compared, compared.against[i].scenario):
        return "", ""
    off = apart(compared, compared.runs[i], compared.runs[0], id)
    text = _("«{first}» følger {driver}: mot det er det {n} {more}.")
    told = fill(
        text,
        first=compared.said[0],
        driver=follows(compared, compared.runs[0].scenario),
        n=format_number(abs(off.middle), QUANTITIES[id].unit, off.decimals),
        more=_("høyere") if off.middle > 0 else _("lavere"),
    )
    change = fill(_("Forskjellen fra «{first}»"), first=compared.said[0])
    return told, _between(compared, i, id, compared.runs[0], change)


def _between(compared: Compared, i: int, id: str, against: Run, change: str) -> str:
    """Say the 80 % interval of the change itself."""
    unit, on = QUANTITIES[id].unit, sides(compared, i, id, against)
    _middle, *ends, digits = apart(compared, compared.runs[i], against, id)
    sizes = sorted(map(abs, ends)) if on != EITHER else [abs(end) for end in ends]
    low, high = format_together(sizes, unit, digits)
    if on == EITHER:
        low, high = (format_number(size, unit, digits) for size in sizes)
    text = {
        (False, False): _("{change} er trolig en nedgang på mellom {low} og {high}."),
        (True, True): _("{change} er trolig en økning på mellom {low} og {high}."),
        EITHER: _("{change} er trolig mellom en nedgang på {low} og en økning på {high}."),
    }[on]
    return fill(text, change=change, low=low, high=high)


def _against(one: Tried, template: str) -> str:
    """Say what a change is held against when an assumption redefines it; empty where none does."""
    if not one.shared or one.id not in FOLLOWED:
        return ""
    return template.format(other=_("en kommune der {it}").format(it=_(FOLLOWED[one.id])))


def _moving(one: Tried, unit: Unit, off: float) -> str:
    """Write what the change becomes, not how far it moves: that would be a change of a change."""
    ends = zip((one.low, one.high), ends_of(one, off), strict=True)
    told = _("{text} gir {value}")
    parts = (
        fill(told, text=said(text), value=format_number(v, unit, decimals(v, unit), sign=True))
        for text, v in ends
    )
    against = _(" mot {other}") if one.low == _("nei") else _(". Begge er mot {other}")
    return f"«{one.label}»: {', '.join(parts)}{_against(one, against)}."


def _most(found: Sensitivity, unit: Unit, off: Apart) -> str:
    """Say the assumptions that move a headline most, a sentence each, and what orders them."""
    order = _("Mest betyr {what}"), _("Så kommer {what}"), _("Deretter kommer {what}")
    moving = (_moving(one, unit, off.middle - found.headline) for one in found.first)
    told = " ".join(fill(text, what=what) for text, what in zip(order, moving, strict=False))
    return f"{told} {by_distance(off.middle, unit, off.decimals)}"


def _held(one: Tried) -> str:
    """Say what a change that turns is held against, in its clause."""
    return _against(one, _(", og det holdes mot {other}"))


def break_even(compared: Compared) -> Statement | None:
    """Say from how many hours a week a place is cheaper, where some get help at home instead."""
    levers, scenario = compared.inputs.levers, compared.runs[compared.at].scenario
    prices = [levers[id] for id in ("place_cost", "hour_cost")]
    outcome = compared.runs[compared.at].outcome
    followed = THREE[followed_by(levers, scenario)]
    if not {"cost", "institution_needed", followed} <= outcome.arrays.keys():
        return None
    needed, otherwise = (
        outcome.middle(id, compared.year) for id in ("institution_needed", followed)
    )
    if otherwise - needed < LEAST:
        return None
    place, hour = (value_of(levers, scenario, now.id) for now in prices)
    price = place_price(compared.inputs.base, compared.inputs.today.prices)
    rooms = price[1] if price else 0.0
    make, today = made_by(compared, QUANTITIES["cost"]), compared.inputs.today
    text, figures = Alike(make, place, rooms, hour, today.prices, today.price_level).told()
    turned, staff = (_turned(compared, id) for id in ("cost", "fte"))
    there = compared.inputs.base.places or 0.0
    holds = "both" if needed >= there else "hours" if otherwise <= there else ""
    limit = figures[holds if rooms and holds else "hours"].text()
    text += _for_one(holds) if rooms else ""
    if turned and turned != limit:
        text += _for_all(_also(scenario, closing=needed < there, rooms=not holds))
    if staff and staff != limit:
        text += " " + _(
            "Ved {staff} tar hele «{name}» like mange årsverk som om {still}. Der er hele "
            "avdelinger regnet med, så grensen avhenger av hvor mange plasser det er, og gjelder "
            "ikke én plass alene."
        )
    text = join(text, doubt(compared, compared.at, ("place_cost", "hour_cost")))
    words = {
        "name": compared.said[compared.at],
        "still": still(compared, compared.at) if turned or staff else "",
        "turned": turned,
        "staff": staff,
        "year": str(compared.year),
    }
    return say("timer-likt", text, figures, words)


def _for_one(holds: str) -> str:
    """Say which of the two limits of a place holds in the scenario; empty where both may."""
    return {
        "": "",
        "both": " "
        + _(
            "I «{name}» gjelder {both}: alle dagens plasser trengs, så hjelp hjemme sparer også "
            "lokalene til en ny plass."
        ),
        "hours": " "
        + _(
            "I «{name}» gjelder {hours}: ingen nye plasser trengs, og lokalene koster det samme "
            "også når plassen er tom."
        ),
    }[holds]


def _for_all(also: Sequence[str]) -> str:
    """Say at which hours the whole scenario costs the same, and what is in that too."""
    text = _(
        "Ved {turned} koster hele «{name}» det samme som om {still}: der er {also} regnet med."
    )
    return " " + text.replace("{also}", listed(also))


def _also(scenario: Scenario, *, closing: bool, rooms: bool) -> list[str]:
    """Give what moves a scenario beyond a place against hours at home."""
    swap = {"home_instead_of_institution", "coverage_institution", "substitute_hours"}
    found = [_("lokaler der plassene ikke bygges")] if rooms else []
    found += [_("hele avdelinger")] if closing else []
    found += [_("resten av valgene")] if scenario.settings.keys() - swap - {"driver"} else []
    return found or [_("alt")]


def _turned(compared: Compared, id: str) -> str:
    """Give the hours a week at which a headline turns its sign; empty where it doesn't."""
    found = compared.rests.get(compared.at, {}).get(id)
    turning = found.turning if found else ()
    return next((one.turns_at for one in turning if one.id == "substitute_hours"), "")


def lump(compared: Compared) -> Statement | None:
    """Say why årsverk stand as one number where they aren't known by service."""
    if compared.inputs.today.labour.shown or "fte" not in compared.runs[0].outcome:
        return None
    return tell(
        "arsverk-samlet",
        _(
            "Årsverkene står samlet, for SSB publiserer dem ikke etter tjeneste. De blir delt når "
            "lønn etter funksjon (tabell 12367) er hentet."
        ),
    )
