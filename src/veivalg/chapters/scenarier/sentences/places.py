"""What is said of places: the three numbers, the coverage that is chosen, and who moves."""

from collections.abc import Sequence

from veivalg.chapters.common.sentences import say, tell
from veivalg.chapters.common.use_trend import three_numbers
from veivalg.chapters.scenarier.model import Compared, figure, made_by, middle_words, slug
from veivalg.chapters.scenarier.model.apart import apart
from veivalg.chapters.scenarier.model.followed import follows, going_on
from veivalg.content import WHOLE, Figure, Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.levers import decides_coverage, text_of, value_of
from veivalg.maths.scenarios.outcome import QUANTITIES
from veivalg.maths.service_model.flow import THREE
from veivalg.maths.service_model.services import Driver


def three(compared: Compared) -> Statement | None:
    """Say the three numbers of places together, and which of them the scenario follows."""
    outcome, scenario = compared.runs[compared.at].outcome, compared.runs[compared.at].scenario
    levers = compared.inputs.levers
    found = {driver: _whole(compared, id) for driver, id in THREE.items() if id in outcome}
    rate = levers["coverage_institution"]
    if Driver.AGE not in found or not rate.known:
        return None
    made = made_by(compared, QUANTITIES[THREE[Driver.TREND]])
    counts, going = compared.inputs.today.coverage, going_on(compared, scenario)
    text, figures = three_numbers(found, rate.today, counts, going, made)
    text += " " + (
        _(
            "I «{name}» er dekningen valgt ({chosen}). Hvor mange som ellers ville fått plass, "
            "følger {driver}."
        )
        if decides_coverage(levers, scenario)
        else _("«{name}» følger {driver}.")
    )
    words = {
        "year": str(compared.year),
        "name": compared.said[compared.at],
        "chosen": text_of(levers, scenario, "coverage_institution"),
        "driver": follows(compared, scenario),
    }
    return say("tre-tall", text, figures, words, together=WHOLE)


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


def served(compared: Compared) -> Statement | None:
    """Say what coverage is chosen and reached, and who then gets help at home instead."""
    run, quantity = compared.runs[compared.at], QUANTITIES["institution_needed"]
    levers, known = compared.inputs.levers, {q.id for q in compared.known}
    if not decides_coverage(levers, run.scenario):
        return None
    if not {"institution_needed", "persons_80", "users_home"} <= known:
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
    instead = value_of(levers, run.scenario, "home_instead_of_institution")
    text = (
        _(
            "Dekningen er valgt til {chosen}, og {instead} av dem får hjelp hjemme i stedet. I "
            "{year} gir det {places} i «{name}», {share} av innbyggerne på 80 år og eldre."
        )
        if instead
        else _(
            "Dekningen er valgt til {chosen}. I {year} gir det {places} i «{name}», {share} av "
            "innbyggerne på 80 år og eldre."
        )
    )
    if compared.year < value_of(levers, run.scenario, "full_year"):
        text += " " + _("Valget er gjennomført i {full}.")
    text += " " + _(
        "Får flere plass, får færre hjemmetjenester, og omvendt. Derfor endrer valget årsverkene "
        "mindre enn plassene alene."
    )
    words = {
        "chosen": text_of(levers, run.scenario, "coverage_institution"),
        "instead": text_of(levers, run.scenario, "home_instead_of_institution"),
        "driver": follows(compared, run.scenario),
        "full": text_of(levers, run.scenario, "full_year"),
        "year": str(compared.year),
        "name": compared.said[compared.at],
    }
    changes = _served_alone(compared)
    if changes:
        text += " " + _(
            "Mot {driver} gir valget alene {more:+u} plasser, {home:+u} brukere av hjemmetjenester "
            "og {staff:+u} årsverk."
        )
        swapped = [abs(f.value or 0) for f in (changes["more"], changes["home"]) if f is not None]
        if 0.5 <= abs(swapped[0] - swapped[-1]) < 1.5:
            text += " " + _("Plassene og brukerne er like mange før avrunding.")
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
        off = apart(compared, run, base, id)
        found[name] = made_by(compared, what)(
            f"dekning-{slug(what)}",
            _("{label}, endring").format(label=_(what.label)),
            off.middle,
            what.unit,
            _("Med valget minus uten, når plassene følger det samme tallet"),
            off.decimals,
        )
    return found


def reasons(compared: Compared) -> tuple[Statement, ...]:
    """Say why årsverk are lower with more places, where they are: in the year told, else when."""
    found = compared.runs[compared.at].outcome.reasons
    return tuple(
        tell(f"faerre-arsverk-{n + 1}", text, when=_when(years, compared.year))
        for n, (text, years) in enumerate(found.items())
    )


def _when(years: Sequence[int], year: int) -> str:
    if year in years:
        return str(year)
    first, last = years[0], years[-1]
    if last - first == len(years) - 1:
        span = f"{first}–{last}" if last > first else str(first)
    else:
        span = _("{n} av årene {first}–{last}").format(n=len(years), first=first, last=last)
    return _("{span}, men ikke i {year}").format(span=span, year=year)
