"""What the chapter «arsverk» would have in an overview: more årsverk, and whom to recruit."""

from veivalg.chapters.arsverk import SPEC
from veivalg.chapters.arsverk.model import Model, build
from veivalg.chapters.arsverk.model.figures import figures as figures_of
from veivalg.chapters.arsverk.sentences import WHERE, more_fte, recruits
from veivalg.chapters.common.care import care
from veivalg.chapters.common.certainty import turning
from veivalg.chapters.common.digits import whole
from veivalg.chapters.common.figures import ends_of
from veivalg.chapters.common.periods import plan_years
from veivalg.chapters.common.sentences import more_or_fewer, say, turns
from veivalg.content import Figure, Ranked, Statement, Theme, Track, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence

BACK = 10
"""Years before today that are shown."""


def ranked(evidence: Evidence) -> tuple[Ranked, ...]:
    """Give the change in årsverk to the target year."""
    model = build(evidence)
    change = more_fte(model, model.target) if model and model.ahead else None
    if model is None or change is None or change.value is None or change.interval is None:
        return ()
    ends = (change.interval.low, change.interval.high)
    each = [whole(by.get(model.target)) for by in model.each.values()]
    others = [n - (whole(model.fte_now) or 0.0) for n in each if n is not None]
    found = model.turning
    unsure = bool(
        found or turns(*ends) or turns(min(others, default=0.0), max(others, default=0.0))
    )
    today = care(evidence)
    price = today.prices.get("new_fte") if today.priced else None
    said = _sentence(model, change, others, caution=unsure)
    if said is None:
        return ()
    one = Ranked(
        f"{SPEC.id}-flere",
        Theme.STAFF,
        said,
        None if price is None else 0.0 if unsure else abs(change.value) * price.value,
        _("Årsverk × lønn i et nytt årsverk med pensjon og avgift (usikkert anslag)")
        if price is not None
        else _("Kroner vises når regnskapet etter funksjon er hentet"),
        _("Usikkert") if unsure else _("Framskrevet"),
        _("Det kan bli både flere og færre")
        if unsure
        else _("Fortegnet er det samme i hele intervallet og med alt plassene kan følge"),
        str(model.target),
        SPEC.id,
        f"utstilling-{SPEC.id}-arsverk-utvikling",
        _track(model),
        _plan(model),
        name=_("Årsverk i omsorgen"),
    )
    return (one,)


def _sentence(
    model: Model, change: Figure, others: list[float], *, caution: bool
) -> Statement | None:
    """Say how many more årsverk, whom to hire, and what turns it or what places may follow."""
    value, ends, found = change.value or 0.0, change.interval, model.turning
    text = _(
        "Med {practice} trenger {place} {extra:au} {more} årsverk i omsorgen i {year} enn i dag"
    )
    if abs(value) < 0.5:
        text = _(
            "Med {practice} trenger {place} om lag like mange årsverk i omsorgen i {year} "
            "({extra:+u})"
        )
    either = ends is not None and turns(ends.low, ends.high)
    text += _(" (trolig {low:+u} til {high:+u})") if either else _(" (trolig {low:au}–{high:au})")
    figures: dict[str, Figure | None] = {"extra": change, **ends_of(change)}
    if (hiring := recruits(model)) is not None:
        text += _(", og må ansette rundt {people:u} det året")
        figures["people"] = hiring.figures["people"]
    text += "."
    words = {
        "practice": model.going.followed(model.driver),
        "place": model.place.name,
        "year": str(model.target),
        "more": more_or_fewer(value),
    }
    if found:
        text += " " + _("Fortegnet snur {turns}.")
        words["turns"] = turning(found, _(WHERE))
    elif len(others) > 1:
        text += " " + _("Etter hva plassene følger, er det {least:+u} til {most:+u}.")
        figures |= _with_others(model, others)
    kept = 2 if found else 1
    return say("arsverk-rangert", text, figures, words, caution=caution, together=kept)


def _with_others(model: Model, others: list[float]) -> dict[str, Figure | None]:
    """Give the fewest and the most årsverk more, by what places follow."""
    label = _("Endring i årsverk etter hva plassene følger")
    formula = _("Årsverk i midterste framskriving, alt annet likt, minus årsverk i dag")
    made = figures_of(model)
    return {
        slot: made(f"arsverk-endring-{slot}", label, value, Unit.FTE, formula, 0)
        for slot, value in (("least", min(others)), ("most", max(others)))
    }


def _track(model: Model) -> Track:
    past = {year + 1: n for year, n in model.fte_history.items()}
    ahead = {year: model.fte_in(year) for year in model.years if year <= model.target}
    known = {y: n for y, n in (past | ahead).items() if n is not None}
    years = tuple(y for y in sorted(known) if y >= model.base_year - BACK)
    values = tuple(float(known[y]) for y in years)
    label = _("Årsverk i omsorgstjenesten")
    return Track(label, model.place, Unit.FTE, years, values, model.base_year + 1, 0)


def _plan(model: Model) -> Statement | None:
    """Say the change in the first and the last year of the økonomiplan."""
    years = plan_years(model.base_year)
    first, last = more_fte(model, years[0]), more_fte(model, years[-1])
    text = _(
        "I økonomiplanen {first_year}–{last_year}: {first:+} i {first_year}, {last:+u} i "
        "{last_year}."
    )
    words = {"first_year": str(years[0]), "last_year": str(years[-1])}
    return say("arsverk-rangert-fram", text, {"first": first, "last": last}, words)
