"""What the chapter «arsverk» says."""

from collections.abc import Mapping
from dataclasses import replace

from veivalg.chapters.arsverk.model import HOME, WORKING, Model
from veivalg.chapters.arsverk.model.figures import (
    burden_now,
    burden_words,
    figures,
    followed,
    fte_inputs,
    people,
    published,
)
from veivalg.chapters.common.certainty import DOUBTS, turning
from veivalg.chapters.common.digits import two_digits, whole
from veivalg.chapters.common.figures import Figures, ends_of
from veivalg.chapters.common.periods import december
from veivalg.chapters.common.sentences import by_distance, more_or_fewer, say, tell
from veivalg.content import WHOLE, Figure, Interval, Statement, Unit, format_number, format_plain
from veivalg.foundation.i18n import N_, _
from veivalg.maths.service_model.conversion import WEEKS
from veivalg.maths.service_model.services import Driver
from veivalg.norway.quantities import quantity

WHERE = N_("Hvor sikkert er svaret?")
"""The section of what the answer rests on."""


def extra(model: Model) -> Statement | None:
    """Say the change in årsverk to the target year, with its interval."""
    change = more_fte(model, model.target)
    if change is None or change.value is None or change.interval is None:
        return None
    value, low, high = change.value, change.interval.low, change.interval.high
    text = (
        _(
            "Hvis praksis er som i dag og plassene følger {driver}, trenger {place} "
            "{extra:au} {more} årsverk i {year} enn i dag, trolig mellom {ends}."
        )
        if abs(value) >= 0.5
        else _(
            "Hvis praksis er som i dag og plassene følger {driver}, trenger {place} omtrent like "
            "mange årsverk i {year} som i dag ({extra:u}), trolig mellom {ends}."
        )
    )
    words = {
        "place": model.place.name,
        "more": more_or_fewer(value),
        "ends": _ends(low, high, "low", "high"),
        "year": str(model.target),
        "driver": model.going.followed(model.driver),
    }
    found = model.turning
    if found:
        doubt = _(DOUBTS["fte", value > 0])
        text = f"{doubt}: {text[:1].lower()}{text[1:]} " + _("Fortegnet snur {turns}.")
        words |= {"turns": turning(found, _(WHERE))}
    unsure = abs(value) >= 0.5 and model.either and not found  # else it is said already
    told, kept = {"extra": change, **ends_of(change)}, 2 if found else 1
    return say("arsverk", text, told, words, caution=unsure, together=kept)


def more_fte(model: Model, year: int) -> Figure | None:
    """Give how many more årsverk than today a year needs, with its interval; None without it."""
    value, spread = model.extra(year), model.spread(year)
    now = whole(model.fte_in(model.base_year))
    if value is None or spread is None or now is None:
        return None
    meaning = _("80 av 100 utfall for befolkningen og de andre usikre forholdene")
    low, high = ((whole(end) or 0.0) - now for end in spread)
    return figures(model, year)(
        "arsverk-endring" if year == model.target else f"arsverk-endring-{year}",
        _("Endring i årsverk"),
        value,
        Unit.FTE,
        _change_words(),
        0,
        interval=Interval(low, high, meaning, 0.8),
    )


def three(model: Model) -> Statement | None:
    """Say årsverk in the target year with each that places could follow."""
    made = figures(model)
    found = {
        driver.value: made(
            f"arsverk-{driver.value}",
            _("Årsverk når plassene følger {driver}").format(driver=model.going.followed(driver)),
            years.get(model.target),
            Unit.FTE,
            _("Årsverk i midterste framskriving, alt annet likt"),
            0,
        )
        for driver, years in model.each.items()
    }
    if Driver.AGE.value not in found:
        return None
    first = _("Årsverkene i {year} blir {n:u} når plassene følger {driver}.")
    other = _("De blir {n:u} når plassene følger {driver}.")
    parts = [
        (other if n else first).replace("{n", f"{{{d.value}").replace("{driver}", name)
        for n, (d, name) in enumerate((d, model.going.followed(d)) for d in model.each)
    ]
    told = " ".join((*parts, _("Ingen av tallene er et mål.")))
    return say("arsverk-tre", told, found, together=WHOLE, year=str(model.target))


def _change_words() -> str:
    return _("Årsverk i målåret minus årsverk i dag")


def _ends(low: float, high: float, first: str, last: str) -> str:
    """Give the slots of two ends of a change, with «færre» where they fall below today."""
    text = (
        _("{a:au} færre og {b:au} flere")
        if low < -0.5 and high > 0.5
        else _("{a:au} og {b:au} flere")
        if low >= -0.5
        else _("{b:au} og {a:au} færre")
    )
    return text.replace("{a:", f"{{{first}:").replace("{b:", f"{{{last}:")


def other_answers(model: Model) -> Statement | None:
    """Say the lowest and the highest answer when one assumption is moved, and the three largest."""
    moved = [(end, one.label) for one, ends in model.moved() for end in ends]
    if model.rests is None or not moved:
        return None
    least, most = min(moved), max(moved)
    told = {
        slot: figures(model)(
            f"arsverk-{slot}",
            _("Endring i årsverk: {name}").format(name=name),
            value,
            Unit.FTE,
            _change_words(),
            0,
        )
        for slot, (value, name) in {"least": least, "most": most}.items()
    }
    text = _(
        "Flyttes én antakelse om gangen innenfor sitt eget område, er svaret i {year} mellom "
        "{ends} årsverk enn i dag. Mest betyr: {first}. {order}"
    )
    return say(
        "arsverk-andre",
        text,
        told,
        ends=_ends(least[0], most[0], "least", "most"),
        year=str(model.target),
        order=by_distance(model.extra(model.target) or 0.0, Unit.FTE, 0),
        first="; ".join(one.label for one in model.rests.first),
    )


def staff(model: Model) -> Statement | None:
    """Say the change in employees that the change in årsverk is."""
    change = model.extra(model.target)
    value = None if change is None else change / model.choices.position.value
    if value is None or abs(value) < 0.5:
        return None
    made, position = figures(model), model.choices.position
    found = {
        "people": made(
            "ansatte-endring",
            _("Endring i ansatte"),
            value,
            Unit.EMPLOYEES,
            _("Endring i årsverk delt på stillingsstørrelse"),
            two_digits(value),
            assumptions=(*model.choices.for_fte(), position),
        ),
        "position": made.chosen("stilling", position, 0),
    }
    text = _(
        "Med en gjennomsnittlig stilling på {position} er det omtrent {people:au} {more} "
        "ansatte i {year}."
    )
    words = {"more": more_or_fewer(value), "year": str(model.target)}
    return say("ansatte", text, found, words, caution=model.either)


def recruits(model: Model) -> Statement | None:
    """Say how many must be recruited in the target year, and what it is if fewer or more leave."""
    chosen, year, drawn = model.choices.exits, model.target, model.outcome
    if drawn is None or "hires" not in drawn:
        return None
    meaning = _("80 av 100 utfall for befolkningen og de andre usikre forholdene")
    interval = Interval(*drawn.told("hires", year)[1:], meaning, 0.8)
    resting = (*model.choices.for_fte(), model.choices.position)
    made = figures(model)
    tried = {"people": chosen.value, "few": chosen.low, "many": chosen.high}
    found = {
        name: made(
            f"rekruttering-{name}",
            _("Ansatte som må rekrutteres dette året"),
            model.recruits(exits).get(year),
            Unit.EMPLOYEES,
            _("Ansatte som slutter, pluss vekst, i året"),
            two_digits(model.recruits(exits).get(year)),
            interval=interval if name == "people" else None,
            assumptions=(*resting, replace(chosen, value=exits)),
            quantity=quantity("hires", year) if name == "people" else None,
        )
        for name, exits in tried.items()
    }
    found |= ends_of(found["people"])
    text = _(
        "Når de som slutter også må erstattes, må {place} rekruttere omtrent {people} i {year}, "
        "trolig mellom {low:u} og {high:u}. Slutter {least} i året, blir det {few:u}, og slutter "
        "{most}, {many:u}."
    )
    least, most = (format_number(v, Unit.SHARE, 1) for v in (chosen.low, chosen.high))
    words = {"place": model.place.name, "year": str(year), "least": least, "most": most}
    return say("rekruttering", text, found, words)


def burden(model: Model) -> Statement | None:
    """Say årsverk per hundred of working age today, and in the target year when it is known."""
    base = model.base_year
    now = burden_now(model, "per-100-now", model.per_hundred(base, model.fte_in(base)))
    if not model.ahead:
        text = _("I dag går {now} årsverk per 100 innbyggere i alderen 20–66 år til omsorg.")
        return say("arbeidsstyrke", text, {"now": now})
    label, formula = burden_words()
    then = figures(model)(
        "per-100-then",
        label,
        model.per_hundred(model.target, model.fte_in(model.target)),
        Unit.COUNT,
        formula,
        1,
        inputs=(*fte_inputs(model, model.target), *people(model, [WORKING], model.target)),
    )
    text = _(
        "I dag går {now} årsverk per 100 innbyggere i alderen 20–66 år til omsorg. I {year} "
        "er det {then}."
    )
    found, unsure = {"now": now, "then": then}, model.burden_turns
    return say("arbeidsstyrke", text, found, {"year": str(model.target)}, caution=unsure)


def users(model: Model) -> Statement | None:
    """Say how users of home services have grown, and how many there will be."""
    past = _past(model)
    if HOME not in model.used or past is None or not past["first"].value:
        return None
    inputs = (published(model, "care_users"), *followed(model, model.target, HOME))
    then = figures(model)(
        "hjemmetjeneste-fram",
        _("Brukere av hjemmetjenester, framskrevet"),
        model.users(HOME).get(model.target),
        Unit.USERS,
        _("Brukere i dag × innbyggere i aldersgruppen ÷ innbyggere i dag"),
        0,
        inputs=inputs,
        assumptions=(model.choices.trend,),
    )
    text = _(
        "Antall brukere av hjemmetjenester har gått fra {first:u} i {since} til {last:u} i "
        "{to}. Med dagens bruk i hver aldersgruppe blir det omtrent {then} i {year}."
    )
    words = _span(model) | {"year": str(model.target)}
    return say("brukere", text, {**past, "then": then}, words)


def users_so_far(model: Model) -> Statement | None:
    """Say how users of home services have grown."""
    past = _past(model)
    text = _(
        "Antall brukere av hjemmetjenester har gått fra {first:u} i {since} til {last:u} i {to}."
    )
    return say("brukere", text, past, _span(model)) if past else None


def _counted(model: Model) -> list[tuple[int, float]]:
    return [(y, v) for y, v in model.history.get(HOME, {}).items() if v is not None]


def _past(model: Model) -> Mapping[str, Figure] | None:
    """Give users of home services in the first and the last year counted; None where one is."""
    known = _counted(model)
    if len(known) < 2:
        return None
    return {
        name: Figures(model.place, december(year), model.sources["care_users"])(
            f"hjemmetjeneste-{year}", _("Brukere av hjemmetjenester"), value, Unit.USERS
        )
        for name, (year, value) in (("first", known[0]), ("last", known[-1]))
    }


def _span(model: Model) -> dict[str, str]:
    known = _counted(model)
    return {"since": str(known[0][0]), "to": str(known[-1][0])} if known else {}


def compared(model: Model) -> Statement | None:
    """Set the municipality's årsverk per hundred beside those of the country."""
    ours = model.ours
    if not model.others or ours is None:
        return None
    other = model.others[-1]
    label, formula = burden_words()
    theirs = Figures(other.place, december(other.year), other.source)(
        "per-100-landet", label, other.per_hundred, Unit.COUNT, formula, 1
    )
    own = burden_now(model, "per-100-eget", ours.per_hundred)
    text = _("{place} har {own} årsverk per 100 innbyggere 20–66 år, {other} har {theirs}.")
    found = {"own": own, "theirs": theirs}
    return say("sammenlikning", text, found, place=model.place.name, other=other.place.name)


def against_print(model: Model) -> Statement | None:
    """Set a printed growth beside ours; base year and method differ, so it is not reproduced."""
    theirs, change = model.printed.get("extra_fte_since_2021"), model.extra(model.target)
    if theirs is None or theirs.value is None or change is None:
        return None
    made = figures(model)
    implied = made(
        "trykt-ansatte-regnet",
        _("Trykte årsverk regnet om til ansatte"),
        theirs.value / 0.72,
        Unit.EMPLOYEES,
        _("Trykt årsverk delt på 0,72"),
        inputs=(theirs,),
        assumptions=(),
    )
    ours = made(
        "arsverk-endring-sammenliknet", _("Endring i årsverk"), change, Unit.FTE, _change_words(), 0
    )
    text = _(
        "«{document}» skriver {theirs:u} flere årsverk i {year} enn i 2021 ({people:u} ansatte; "
        "{implied:u} etter stillinger på 72 %). Tallene her gir {ours:au} {more} enn i {base}."
    )
    people = model.printed.get("extra_employees_since_2021")
    found = {"theirs": theirs, "people": people, "implied": implied, "ours": ours}
    words = {
        "document": theirs.source.producer,
        "year": str(model.target),
        "base": str(model.base_year),
        "more": more_or_fewer(change),
    }
    return say("trykt", text, found, words, deviation=True)


def plausible(model: Model) -> Statement | None:
    """Tell how much of all årsverk the granted hours account for, or that they can't be used."""
    users = model.used.get(HOME)
    if users is None or model.hours_now is None or not model.fte_now:
        return None
    unusable = next((x.text for x in model.care.limits if x.id == "hours"), "")
    if unusable:
        return tell("timer", f"{unusable}.", lacking=True)
    hours, year = published(model, "care_hours"), model.care.year
    share = year.fte(users.total * model.hours_now * WEEKS) / model.fte_now
    figure = figures(model, model.base_year)(
        "andel-timer",
        _("Tildelte timer som andel av årsverkene"),
        share,
        Unit.SHARE,
        _("Brukere × timer per uke × 52 ÷ timer hos brukerne per årsverk ÷ årsverk i alt"),
        0,
        inputs=(hours, published(model, "care_users"), published(model, "care_staff")),
        assumptions=(),
    )
    text = _(
        "Brukerne av hjemmetjenester er tildelt {hours} i uka i snitt. Med {each} timer hos "
        "brukerne per årsverk er det {share} av alle årsverkene i omsorgstjenesten."
    )
    return say("timer", text, {"hours": hours, "share": figure}, each=format_plain(year.with_users))


def nothing(place: str) -> Statement:
    """Say that the chapter lacks what it rests on."""
    text = _("Vi mangler tall om {place}, så årsverk og rekruttering kan ikke beregnes ennå.")
    return tell("mangler", text, lacking=True, place=place)
