"""What the chapter «scenarier» says."""

from math import inf

from veivalg.chapters.common.sentences import fill, say, tell
from veivalg.chapters.scenarier.model import (
    FILLED,
    Compared,
    Run,
    borne,
    decimals,
    figure,
    made_by,
    middle_words,
    slug,
    written,
)
from veivalg.content import Figure, Statement, Unit, format_first, format_number
from veivalg.content.numbers import format_short
from veivalg.foundation.i18n import N_, _
from veivalg.maths.scenarios.levers import text_of, value_of
from veivalg.maths.scenarios.model import PLACE_KINDS
from veivalg.maths.scenarios.outcome import QUANTITIES
from veivalg.maths.scenarios.tipping import Crossing
from veivalg.maths.service_model.flow import THREE
from veivalg.maths.service_model.marginal import break_even as hours_alike
from veivalg.maths.service_model.sensitivity import Sensitivity, Tried
from veivalg.maths.service_model.services import Driver

LEAST = 0.5
"""Fewer places than this are none."""

MOST_CERTAIN = 0.99
TEMPLATES = {
    "institution_gap": N_(
        "Sannsynligheten for at {place} mangler mer enn {limit} institusjonsplasser i {year} er "
        "{p} i «{name}»."
    ),
    "fte_lacking": N_(
        "Sannsynligheten for at omsorgen i {place} i {year} trenger mer enn {limit} årsverk ut "
        "over dem samme andel av 20–66-åringene som i dag gir, er {p} i «{name}»."
    ),
    "cost": N_(
        "Sannsynligheten for at omsorgen i {place} koster mer enn {limit} i {year} er {p} i "
        "«{name}»."
    ),
}


def outcome(compared: Compared, id: str) -> Statement | None:
    """Say what the scenario in focus gives, and how far it lies from the first one."""
    quantity, at, key = QUANTITIES[id], compared.at, slug(QUANTITIES[id])
    own = figure(compared, at, id, f"{key}-her")
    if own is None or own.interval is None:
        return None
    text = _("{label} i {year}: {own} i «{name}», trolig mellom {low} og {high}.")
    figures: dict[str, Figure | None] = {"own": own}
    label = _(quantity.label)
    base = figure(compared, 0, id, f"{key}-foerst") if at else None
    if base is not None and base.text() != own.text():
        figures["base"] = base
        text = _(
            "{label} i {year}: {own} i «{name}», trolig mellom {low} og {high}. I «{first}» er "
            "det {base}."
        )
    if id == "cost":
        label = f"{label} ({compared.inputs.today.price_level})"
        figures["gross"] = figure(compared, at, "cost_gross", f"{key}-brutto")
        text += " " + _("Brutto er det {gross}.")
    if id in FILLED:
        text += " " + _("Det gjelder hvis alle som trenger plass, får plass.")
    words = {
        "label": label,
        "year": str(compared.year),
        "name": compared.said[at],
        "first": compared.said[0],
        "low": format_first(own.interval.low, own.interval.high, quantity.unit, own.decimals),
        "high": format_number(own.interval.high, quantity.unit, own.decimals),
    }
    return say(f"{key}-naa", text, figures, words)


def served(compared: Compared) -> Statement | None:
    """Say what coverage a moved slider ends in, and who then gets help at home instead."""
    run, quantity = compared.runs[compared.at], QUANTITIES["institution_needed"]
    known = {"institution_needed", "persons_80", "users_home"} <= {q.id for q in compared.known}
    if "coverage_institution" not in run.scenario.settings or not known:
        return None
    places = figure(compared, compared.at, quantity.id, "dekning-plasser")
    share = made_by(compared, quantity)(
        "dekning-her",
        _("Institusjonsplasser per innbygger 80 år og eldre"),
        run.outcome.middle(quantity.id, compared.year)
        / run.outcome.middle("persons_80", compared.year),
        Unit.SHARE,
        _("Plasser som trengs delt på innbyggere 80 år og eldre"),
        1,
    )
    text = _(
        "Du valgte {chosen}: det gir {places} i {year} i «{name}», {share} av innbyggerne på 80 år "
        "og eldre, for valget legges på det plassene følger. Får flere plass, får færre "
        "hjemmetjenester, og omvendt: derfor endrer valget årsverkene mindre enn plassene alene."
    )
    words = {
        "chosen": text_of(compared.inputs.levers, run.scenario, "coverage_institution"),
        "year": str(compared.year),
        "name": compared.said[compared.at],
    }
    changes = _served_alone(compared)
    if changes:
        text += " " + _(
            "Valget alene gir {more:+u} plasser, {home:+u} brukere av hjemmetjenester og "
            "{staff:+u} årsverk."
        )
    return say("dekning-her", text, {"places": places, "share": share, **changes}, words)


def _served_alone(compared: Compared) -> dict[str, Figure | None]:
    """Give what a moved coverage changes by itself; empty where more is moved, or not all known."""
    run, base = compared.runs[compared.at], compared.against.get(compared.at)
    ids = {"more": "institution_needed", "home": "users_home", "staff": "fte"}
    # What the places follow is the same in both, and the year only says when the choice is whole.
    alone = run.scenario.settings.keys() <= {"driver", "coverage_institution", "full_year"}
    if base is None or not alone or run.scenario.steps or run.scenario.overrides:
        return {}
    if not all(id in run.outcome and id in base.outcome for id in ids.values()):
        return {}
    found: dict[str, Figure | None] = {}
    for name, id in ids.items():
        what = QUANTITIES[id]
        now, before = (r.outcome.middle(id, compared.year) for r in (run, base))
        found[name] = made_by(compared, what)(
            f"dekning-{slug(what)}",
            _("{label}, endring").format(label=_(what.label)),
            now - before,
            what.unit,
            _("Med valget minus uten, når plassene følger det samme tallet"),
            0,
        )
    return found


def crossings(compared: Compared) -> tuple[Statement, ...]:
    """Say how likely each limit is to be crossed in the scenario in focus, and when it tips."""
    if not compared.crossings:
        return ()
    at = compared.at
    found = [_crossing(compared, at, id, c) for id, c in compared.crossings[at].items()]
    return tuple(s for s in found if s is not None)


def _crossing(compared: Compared, i: int, id: str, crossed: Crossing) -> Statement | None:
    quantity = QUANTITIES[id]
    if compared.year not in crossed.probability:
        return None
    key = f"{id.replace('_', '-')}-{i + 1}"
    share = crossed.probability[compared.year]
    word, shown = _certain(share)
    p = made_by(compared, quantity, "M18")(
        f"sannsynlig-{key}",
        _("Sannsynlighet, {name}").format(name=compared.names[i]),
        shown,
        Unit.SHARE,
        _("Andelen av trekningene der grensen er passert"),
        0,
    )
    limit, bare = crossed.threshold, id in ("institution_gap", "fte_lacking")
    text = fill(
        _(TEMPLATES[id]),
        place=compared.place.name,
        year=str(compared.year),
        name=compared.said[i],
        limit=format_short(limit or 0.0, 2) if bare else written(limit or 0.0, quantity.unit),
    )
    text = text.replace("{p}", f"{word}{{p}}")
    if crossed.year is not None and crossed.year > compared.base_year:
        text += " " + crossed.tipping()
    return say(f"grense-{key}", text, {"p": p})


def _certain(share: float) -> tuple[str, float]:
    """Give the word and number of a probability: draws alone make nothing certain."""
    if share > MOST_CERTAIN:
        return _("over "), MOST_CERTAIN
    if share < 1 - MOST_CERTAIN:
        return _("under "), 1 - MOST_CERTAIN
    return "", share


def not_building(compared: Compared, i: int) -> Statement | None:
    """Say what lacks and what it costs when nothing is built; the price is of all that is named."""
    gaps = {kind: _bare_figure(compared, i, f"{kind}_gap") for kind in PLACE_KINDS}
    figures: dict[str, Figure | None] = {
        kind: gap for kind, gap in gaps.items() if gap and (gap.value or 0.0) >= LEAST
    }
    match tuple(figures):
        case ("institution", "dwellings_24h"):
            text = _(
                "Bygges det ikke i «{name}», mangler {place} {institution} i institusjon og "
                "{dwellings_24h} i heldøgns bolig i {year}."
            )
        case ("institution",):
            text = _(
                "Bygges det ikke i «{name}», mangler {place} {institution} i institusjon i {year}."
            )
        case ("dwellings_24h",):
            text = _(
                "Bygges det ikke i «{name}», mangler {place} {dwellings_24h} i heldøgns bolig "
                "i {year}."
            )
        case _none:
            return None
    cost = _bare_figure(compared, i, "cost_not_building") if "institution" in figures else None
    if cost is not None:
        text += " " + _(
            "Å hjelpe hjemme dem som mangler institusjonsplass, koster da {cost} i året, i {level}."
        )
        figures["cost"] = cost
    words = {
        "place": compared.place.name,
        "year": str(compared.year),
        "name": compared.said[i],
        "level": compared.inputs.today.price_level,
    }
    return say(f"ikke-bygge-{i + 1}", text, figures, words)


def _bare_figure(compared: Compared, i: int, id: str) -> Figure | None:
    """Give a quantity of a scenario without its building steps."""
    run = compared.runs[i]
    bare = run.bare or run.outcome
    if id not in bare:
        return None
    quantity = QUANTITIES[id]
    label = _("{label} uten byggetrinn, {name}")
    return made_by(compared, quantity)(
        f"uten-bygging-{id.replace('_', '-')}-{i + 1}",
        fill(label, label=_(quantity.label), name=compared.names[i]),
        bare.middle(id, compared.year),
        quantity.unit,
        middle_words(),
        borne(bare, id, compared.year),
    )


def three(compared: Compared) -> Statement | None:
    """Say the three numbers of places together, and which of them the scenario follows."""
    ids = [THREE[driver] for driver in Driver]
    outcome, levers = compared.runs[compared.at].outcome, compared.inputs.levers
    found = {id: _whole(compared, id) for id in ids if id in outcome}
    rate = levers["coverage_institution"]
    if ids[0] not in found or not rate.known:
        return None
    per = made_by(compared, QUANTITIES[ids[1]])(
        "dekning-i-dag",
        _("Institusjonsplasser per 100 innbyggere over 80 år i dag"),
        100 * rate.today,
        Unit.COUNT,
        _("Plasser i dag delt på innbyggere 80 år og eldre"),
        0,
    )
    text = _(
        "Med dagens bruk i hver aldersgruppe trengs {age} i institusjon i {year}. Skal det "
        "fortsatt være {per} plasser per 100 innbyggere over 80 år, trengs {coverage}."
    )
    figures = {"age": found[ids[0]], "coverage": found[ids[1]], "per": per}
    if ids[2] in found:
        falling = levers["rate_trend"].today < 0
        text += " " + (
            _("Fortsetter bruken å falle som de siste fem årene, trengs {trend}.")
            if falling
            else _("Fortsetter bruken å øke som de siste fem årene, trengs {trend}.")
        )
        figures["trend"] = found[ids[2]]
    else:
        text += " " + _("Hvordan bruken har endret seg, kan ikke leses av så få beboere.")
    text += " " + _("Ingen av tallene er et mål. «{name}» følger: {driver}.")
    words = {
        "year": str(compared.year),
        "name": compared.said[compared.at],
        "driver": text_of(levers, compared.runs[compared.at].scenario, "driver").lower(),
    }
    return say("tre-tall", text, figures, words)


def _whole(compared: Compared, id: str) -> Figure:
    """Give one of the three numbers, to the whole place: they are told to be compared."""
    quantity = QUANTITIES[id]
    return made_by(compared, quantity)(
        f"{slug(quantity)}-tall",
        _(quantity.label),
        compared.runs[compared.at].outcome.middle(id, compared.year),
        quantity.unit,
        middle_words(),
        0,
    )


def rests_on(compared: Compared, i: int, id: str) -> Statement | None:
    """Say what a headline is, whether it is certain which way, and the three it rests on most."""
    found = compared.rests.get(i, {}).get(id)
    if found is None or not found.tried or abs(found.headline) < LEAST:
        return None
    quantity, name = QUANTITIES[id], compared.names[i]
    headline = made_by(compared, quantity)(
        f"forskjell-{slug(quantity)}-{i + 1}",
        fill(_("Endring i «{label}», {name}"), label=_(quantity.label), name=name),
        abs(found.headline),
        quantity.unit,
        middle_words(),
        decimals(found.headline, quantity.unit),
    )
    words = {
        "label": _(quantity.label),
        "name": compared.said[i],
        "year": str(compared.year),
        "first": str(compared.base_year),
        "most": "; ".join(_moving(one, quantity.unit) for one in found.first),
        "turns": _(" eller ").join(turning(one, found.headline) for one in found.turning),
    }
    return say(
        f"avhenger-{slug(quantity)}-{i + 1}",
        _rests_text(compared, i, id, found),
        {"n": headline},
        words,
    )


DOUBTS = {
    ("cost", False): N_("Usikkert om det sparer"),
    ("cost", True): N_("Usikkert om det koster mer"),
    ("fte", False): N_("Usikkert om det tar færre årsverk"),
    ("fte", True): N_("Usikkert om det tar flere årsverk"),
}
"""Headline, and whether it is a rise → what can't be said when one assumption turns its sign."""


def _rests_text(compared: Compared, i: int, id: str, found: Sensitivity) -> str:
    """Give the template: the change, whether its sign holds, and what moves it."""
    changed, more = compared.against[i] is not compared.runs[i], found.headline > 0
    if found.uncertain and changed:
        text = _(
            "{doubt}: «{label}» blir {n} {more} i {year} i «{name}» enn om {still}, men "
            "fortegnet snur når {turns} og alt annet er som i «{name}»."
        )
    elif changed:
        text = _("«{label}» blir {n} {more} i {year} i «{name}» enn om {still}.")
    else:
        text = _("«{label}» blir {n} {more} i {year} enn i {first} når alt går som i dag.")
    between = _between(compared, i, id, compared.against[i])
    text = " ".join(p for p in (text, between, _beside(compared, i, id)) if p)
    return fill(
        text + " " + _("Mest betyr: {most}."),
        more=_("høyere") if more else _("lavere"),
        doubt=_(DOUBTS[id, more]),
        still=_still(compared, i),
    )


def _still(compared: Compared, i: int) -> str:
    """Say what a scenario is held against."""
    held = compared.against[i].scenario
    if not held.settings:
        return _("alt går som i dag")
    driver = text_of(compared.inputs.levers, held, "driver").lower()
    return _("plassene følger {driver} og alt annet går som i dag").format(driver=driver)


def _beside(compared: Compared, i: int, id: str) -> str:
    """Say how far it lies from «Som i dag» too, where the places follow another number there."""
    if not compared.against[i].scenario.settings:
        return ""
    unit = QUANTITIES[id].unit
    middles = [compared.runs[n].outcome.middle(id, compared.year) for n in (i, 0)]
    off = middles[0] - middles[1]
    text = _("«{first}» følger {driver}: mot det er det {n} {more}. {between}")
    return fill(
        text,
        first=compared.said[0],
        driver=text_of(compared.inputs.levers, compared.runs[0].scenario, "driver").lower(),
        n=format_number(abs(off), unit, decimals(off, unit)),
        more=_("høyere") if off > 0 else _("lavere"),
        between=_between(compared, i, id, compared.runs[0]),
    )


def _between(compared: Compared, i: int, id: str, against: Run) -> str:
    """Say the 80 % interval of the change itself."""
    own, unit = compared.runs[i].outcome, QUANTITIES[id].unit
    middle, *ends = own.beyond(against.outcome, id, compared.year)
    digits = decimals(middle, unit)
    low, high = (format_number(abs(end), unit, digits) for end in ends)
    none = format_number(0, unit, digits)
    if none in (low, high):  # an end that is written as nothing is on neither side
        ends = [ends[1] if low == none else ends[0]] * 2
    text = {
        (False, False): _("{change} er trolig mellom {high} og {low} lavere."),
        (True, True): _("{change} er trolig mellom {low} og {high} høyere."),
        (False, True): _("{change} er trolig mellom {low} lavere og {high} høyere."),
    }[ends[0] >= 0, ends[1] >= 0]
    change = _("Endringen") if against is compared.against[i] else _("Den forskjellen")
    return fill(text, change=change, low=low, high=high)


def _moving(one: Tried, unit: Unit) -> str:
    """Write what the change becomes, not how far it moves: that would be a change of a change."""
    ends = ((one.low, one.at_low), (one.high, one.at_high))
    told = _("{text} gir {value}")
    parts = (
        fill(told, text=text, value=format_number(v, unit, decimals(v, unit), sign=True))
        for text, v in ends
    )
    return f"{one.label} ({', '.join(parts)})"


def turning(one: Tried, headline: float) -> str:
    """Say where an assumption turns the sign; of a choice, every answer that does."""
    ends = ((one.low, one.at_low), (one.high, one.at_high))
    others = [text for text, value in ends if value * headline < 0]
    at = one.turns_at or _(" eller ").join(dict.fromkeys(others))
    return _("«{label}» er {at}").format(label=one.label, at=at)


def break_even(compared: Compared) -> Statement | None:
    """Say from how many hours a week a place is cheaper, where some get help at home instead."""
    levers, scenario = compared.inputs.levers, compared.runs[compared.at].scenario
    prices = [levers[id] for id in ("place_cost", "hour_cost")]
    if not value_of(levers, scenario, "home_instead_of_institution") and not (
        scenario.settings.get("coverage_institution", inf) < levers["coverage_institution"].today
    ):
        return None
    if "cost" not in compared.runs[compared.at].outcome:
        return None
    place, hour = (value_of(levers, scenario, now.id) for now in prices)
    hours = made_by(compared, QUANTITIES["cost"])(
        "timer-likt",
        _("Timer i uka der en plass og hjelp hjemme koster det samme"),
        hours_alike(place, hour),
        Unit.HOURS,
        _("Netto utgift per plass (253) delt på 52 ganger utgiften per time"),
        0,
    )
    text = _(
        "Hjelp hjemme i stedet for en institusjonsplass lønner seg under {hours} i uka per bruker, "
        "regnet med netto utgift per plass (253) og brutto utgift per time, og hvis hele prisen på "
        "plassen spares. "
        "Pårørende, husleie, dagsenter og transport er ikke regnet med."
    )
    return say("timer-likt", text, {"hours": hours})


def reasons(compared: Compared) -> tuple[Statement, ...]:
    """Say why årsverk are lower with more places, where they are."""
    found = compared.runs[compared.at].outcome.reasons
    return tuple(tell(f"faerre-arsverk-{n + 1}", text) for n, text in enumerate(found))
