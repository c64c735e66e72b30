"""What the chapter «plasser» would have in an overview: places to come, and fewer in long stay."""

from veivalg.chapters.common.figures import Figures, ends_of
from veivalg.chapters.common.periods import december, plan_years
from veivalg.chapters.common.sentences import fill, more_or_fewer, say, turns
from veivalg.chapters.common.use_trend import formula_of
from veivalg.chapters.plasser import SPEC
from veivalg.chapters.plasser.model import Model, build, practice
from veivalg.chapters.plasser.model.figures import needs
from veivalg.chapters.plasser.sentences import more_places, own_cost
from veivalg.content import Figure, Ranked, Statement, Theme, Track, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.places import yearly_cost
from veivalg.maths.service_model.services import Driver

BACK = 5
"""Years that a change in use is told over."""


def ranked(evidence: Evidence) -> tuple[Ranked, ...]:
    """Give the places that come to lack, and how use of long stays has changed."""
    model = build(evidence)
    if model is None:
        return ()
    return tuple(one for one in (_places(model), _long_stay(model)) if one is not None)


def _places(model: Model) -> Ranked | None:
    need = model.need.get(model.target)
    if need is None or not model.ahead:
        return None
    extra = more_places(model, need, model.target)
    change = extra.value or 0.0
    figures: dict[str, Figure | None] = {"extra": extra, **ends_of(extra)}
    others = _others(model)
    unsure = model.either
    text = _(
        "Med {practice} trenger {place} {extra:au} {more} plasser i institusjon i {year} enn i dag"
    )
    if abs(change) < 0.5:
        text = _(
            "Med {practice} trenger {place} om lag like mange plasser i institusjon i {year} "
            "({extra:+u})"
        )
    if (ends := extra.interval) is not None:
        either = turns(ends.low, ends.high)
        text += (
            _(" (trolig {low:+u} til {high:+u})") if either else _(" (trolig {low:au}–{high:au})")
        )
    text += "."
    for driver, figure in others.items():
        figures[driver.value] = figure
        text += " " + _other(model, driver, figure.value or 0.0)
    price = model.choices.place_cost
    if change >= 0.5 and price is not None and not unsure:
        figures["money"] = own_cost(model, change)
        text += " " + _("{extra:a} koster {money} netto i året.")
    words = {
        "place": model.place.name,
        "year": str(model.target),
        "more": more_or_fewer(change),
        "practice": practice(model),
    }
    said = say("plasser-rangert", text, figures, words, caution=unsure)
    if said is None:
        return None
    return Ranked(
        f"{SPEC.id}-flere",
        Theme.PEOPLE,
        said,
        None if price is None else 0.0 if unsure else yearly_cost(abs(change), price.value),
        _("Plasser × netto utgift per plass (253)")
        if price is not None
        else _("Prisen på en plass kjennes når regnskapet er hentet"),
        _("Usikkert") if unsure else _("Framskrevet"),
        _("Det kan bli både flere og færre")
        if unsure
        else _("Hele intervallet og alle tre tallene er på én side"),
        str(model.target),
        SPEC.id,
        f"utstilling-{SPEC.id}-plasser-behov",
        _needed(model),
        _plan(model),
        name=_("Institusjonsplasser"),
    )


def _others(model: Model) -> dict[Driver, Figure]:
    """Give how many more are needed with each other thing places could follow."""
    known = {d: n for d, by in model.three.items() if (n := by.get(model.target)) is not None}
    return {
        driver: needs(model)(
            f"plasser-flere-{driver.value}",
            _("Flere institusjonsplasser enn i dag"),
            need - model.places,
            Unit.PLACES,
            formula_of(driver, model.going),
            0,
        )
        for driver, need in known.items()
        if driver is not model.driver
    }


def _other(model: Model, driver: Driver, change: float) -> str:
    """Say what another of the three numbers gives, as the chapter does."""
    going, slot = model.going, f"{driver.value}:au"
    text = _("Med {practice} er det {extra} {more}.")
    if driver is Driver.TREND and going.years and not going.chosen:
        text = (
            _("Faller bruken {lasts}, er det {extra} {more}.")
            if going.rate < 0
            else _("Øker bruken {lasts}, er det {extra} {more}.")
        )
    return fill(
        text,
        practice=going.followed(driver),
        lasts=going.lasts,
        extra=f"{{{slot}}}",
        more=more_or_fewer(change),
    )


def _needed(model: Model) -> Track:
    known = {y: n for y, n in model.need.items() if n is not None}
    years = tuple(y for y in sorted(known) if y <= model.target)
    values = tuple(known[y] for y in years)
    label = _("Institusjonsplasser som trengs")
    return Track(label, model.place, Unit.PLACES, years, values, model.base_year + 1, 0)


def _plan(model: Model) -> Statement | None:
    """Say how many more are needed in the first and the last year of the økonomiplan."""
    years = plan_years(model.base_year)
    needs = [model.need.get(year) for year in (years[0], years[-1])]
    first, last = (
        None if need is None else more_places(model, need, year)
        for need, year in zip(needs, (years[0], years[-1]), strict=True)
    )
    text = _(
        "I økonomiplanen {first_year}–{last_year}: {first:+} i {first_year}, "
        "{last:+u} i {last_year}."
    )
    words = {"first_year": str(years[0]), "last_year": str(years[-1])}
    return say("plasser-rangert-fram", text, {"first": first, "last": last}, words)


def _long_stay(model: Model) -> Ranked | None:
    """Give long stays per hundred aged 80 and over, now and five years ago; not for a few."""
    course = model.course
    if course is None or course.trend is None or not course.coverage:
        return None
    last = max(course.coverage)
    first = last - BACK
    if first not in course.coverage:
        return None
    then, now = (_per_hundred(model, year) for year in (first, last))
    text = _(
        "Av 100 over 80 år hadde {now} langtidsopphold i institusjon i {last}, mot {then} i "
        "{first}."
    )
    words = {"last": str(last), "first": str(first)}
    said = say("langtid-rangert", text, {"now": now, "then": then}, words)
    price, aged = model.choices.place_cost, model.aged(model.base_year)
    moved = abs(course.coverage[last] - course.coverage[first])
    if said is None:
        return None
    years = tuple(sorted(course.coverage))[-11:]
    values = tuple(100 * course.coverage[year] for year in years)
    return Ranked(
        f"{SPEC.id}-langtid",
        Theme.QUALITY,
        said,
        None if price is None or aged is None else yearly_cost(moved * aged, price.value),
        _("Endringen × innbyggere over 80 år i dag × netto utgift per plass (253)")
        if price is not None
        else _("Prisen på en plass kjennes når regnskapet er hentet"),
        _("Telt"),
        _("Det er så mange beboere at utviklingen kan leses"),
        str(last),
        "omsorg",
        "utstilling-omsorg-omsorg-dekning",
        Track(_label(), model.place, Unit.COUNT, years, values, None, 1),
        name=_("Langtidsopphold"),
    )


def _label() -> str:
    return _("Langtidsopphold per 100 innbyggere over 80 år")


def _per_hundred(model: Model, year: int) -> Figure | None:
    share = model.course.coverage.get(year) if model.course else None
    made = Figures(model.place, december(year), model.sources["care_users"])
    formula = _("Beboere på 80 år og eldre ÷ innbyggere på 80 år og eldre × 100")
    value = None if share is None else 100 * share
    return made(f"langtid-per-100-{year}", _label(), value, Unit.COUNT, formula, 1)
