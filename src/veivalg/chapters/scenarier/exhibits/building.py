"""«Hva om vi ikke bygger?»: who lacks a place, and what it costs against building (M15)."""

from collections.abc import Sequence

import numpy as np

from veivalg.chapters.common.periods import MILESTONES
from veivalg.chapters.common.sentences import fill, more_or_less
from veivalg.chapters.common.timeline import YEAR, timeline, year_column
from veivalg.chapters.scenarier.exhibits import SCENARIO, VALUE, show
from veivalg.chapters.scenarier.model import Compared, Run, decimals, digits_of, notes
from veivalg.chapters.scenarier.model.place_price import doubt
from veivalg.chapters.scenarier.sentences import LEAST
from veivalg.content import (
    Column,
    Exhibit,
    Role,
    Unit,
    format_number,
    format_plain,
    format_together,
)
from veivalg.content.numbers import unit_once
from veivalg.content.settled import Terms
from veivalg.foundation.i18n import _
from veivalg.maths.scenarios.engine import on_main_path
from veivalg.maths.scenarios.model import PLACE_KINDS
from veivalg.maths.scenarios.not_building import NotBuilding, hours_before, rests
from veivalg.maths.scenarios.not_building import not_building as against_building
from veivalg.maths.scenarios.outcome import Draws, Outcome, ends_drawn
from veivalg.maths.scenarios.today import PRICED
from veivalg.maths.service_model.sensitivity import Sensitivity


def _lacking(outcome: Outcome) -> dict[int, float]:
    """Give people without a place, nursing home and staffed dwelling together, by year.

    Places to spare of one kind help nobody who needs the other.
    """
    kinds = [k for k in PLACE_KINDS if f"{k}_gap" in outcome]
    if not kinds:
        return {}
    found = np.sum([np.maximum(outcome.main[f"{k}_gap"], 0) for k in kinds], axis=0)
    return dict(zip(outcome.years, found.tolist(), strict=True))


def not_building(compared: Compared, i: int) -> Exhibit | None:
    """Show places lacking with and without the building steps of a scenario."""
    run = compared.runs[i]
    if run.bare is None:
        return None
    with_steps, without = _lacking(run.outcome), _lacking(run.bare)
    if not with_steps or not without:
        return None
    built, bare = with_steps[compared.year], without[compared.year]
    shown = digits_of(Unit.PLACES, bare, built)
    return show(compared)(
        f"scenarier-ikke-bygge-{i + 1}",
        _("Uten å bygge mangler {bare} plasser i {year} i «{name}», med byggetrinn {built}"),
        _("Plasser som mangler i «{name}», {place}, institusjon og heldøgns bolig"),
        **timeline(
            {
                _("Med byggetrinn"): (Role.SCENARIO, with_steps),
                _("Uten byggetrinn"): (Role.SCENARIO, without),
            },
            Column(VALUE, _("Plasser som mangler"), Unit.PLACES, 0),
            Column(SCENARIO, _("Bygging")),
            projected_from=compared.base_year + 1,
            zero=True,
            y_title=Unit.PLACES.value,
        ),
        name=compared.names[i],
        bare=format_number(bare, Unit.PLACES, shown, word=False),
        built=format_number(built, Unit.PLACES, shown, word=False),
        alt=_("Uten byggetrinnene mangler {bare} plasser i {year}, med dem {built}."),
        formula=_(
            "Plasser som trengs minus plasser som finnes, for institusjon og heldøgns bolig hver "
            "for seg; ledige plasser av ett slag dekker ikke det andre."
        ),
        method="M15",
        note=compared.inputs.caveat,
    )


def cost_of_not_building(compared: Compared, i: int) -> Exhibit | None:
    """Put the yearly cost of not building beside that of building, at milestones."""
    run = compared.runs[i]
    bare = run.bare or run.outcome
    if "cost_not_building" not in bare:
        return None
    only = PLACE_KINDS if run.bare else PLACE_KINDS[:1]
    found, drawn = (
        against_building(inputs, run.scenario, built, unbuilt, only=only)
        for inputs, built, unbuilt in (
            (on_main_path(compared.inputs), run.outcome.on_main_path, bare.on_main_path),
            (compared.inputs, run.outcome, bare),
        )
    )
    if found is None or drawn is None:
        return None
    years = sorted({y for y in (*MILESTONES, compared.year) if y in bare.years})
    parts = _parts(run, found)
    title, alt, likely = _told(compared, i, found, drawn)
    return show(compared)(
        f"scenarier-pris-ikke-bygge-{i + 1}",
        title,
        _("Kostnad per år, mill. kr i {level}, «{name}», {place}, midterste framskriving"),
        (
            year_column(),
            Column("part", _("Hva")),
            Column(VALUE, _("Kostnad per år"), Unit.MILLION_NOK, 1),
        ),
        [
            (y, label, float(draws[:, bare.years.index(y)].mean()))
            for label, draws in parts
            for y in years
        ],
        name=compared.names[i],
        level=compared.inputs.today.price_level,
        alt=alt,
        pivot=(YEAR, "part", VALUE),
        terms=_terms([label for label, _draws in parts]),
        method="M15",
        formula=_(
            "Personer uten plass × kostnaden ved å hjelpe dem hjemme, mot personer som får "
            "plass × driften av plassen, pluss renter og avdrag"
        )
        if run.bare
        else _(
            "Personer uten plass × kostnaden ved å hjelpe dem hjemme, mot de samme × driften av "
            "plassen (253)"
        ),
        note=notes(
            likely,
            doubt(compared, i, PRICED if run.bare else ("place_cost", "hour_cost")),
            _price_note(run),
            _used_note(run, found),
            compared.inputs.caveat,
        ),
    )


def _terms(labels: Sequence[str]) -> Terms:
    """Say that the last is the difference of the whole and the first, and the whole its parts."""
    home, *parts, whole, difference = labels
    return ({whole: parts} if parts else {}) | {difference: (whole, f"-{home}")}


def _parts(run: Run, found: NotBuilding) -> list[tuple[str, Draws]]:
    return _built(found, paid=not run.scenario.uncosted) if run.bare else _unbuilt(found)


def _built(found: NotBuilding, *, paid: bool) -> list[tuple[str, Draws]]:
    """Give the parts; without what is paid for the buildings where a cost is missing."""
    home, money = found.home, np.broadcast_to(found.capital, found.home.shape)
    total = found.building if paid else found.building - money
    return [
        (_("Ikke bygge: hjelpe dem som mangler plass eller bolig"), home),
        (_("Bygge: drift av plasser og boliger som blir brukt, uten lokaler (261)"), found.running),
        *([(_("Bygge: renter og avdrag"), money)] if paid else []),
        (_("Bygge: hjelpe dem som fortsatt mangler plass eller bolig"), found.home_built),
        (_("Bygge i alt") if paid else _("Bygge, før lokaler og byggekostnad"), total),
        (_("Forskjell: bygge minus ikke bygge"), total - home),
    ]


def _unbuilt(found: NotBuilding) -> list[tuple[str, Draws]]:
    home = found.home
    return [
        (_("Ikke bygge: hjelpe hjemme"), home),
        (
            _("Institusjonsplasser til alle: drift (253), uten lokaler (261) og byggekostnad"),
            found.places,
        ),
        (_("Forskjell: plasser minus ikke bygge"), found.places - home),
    ]


def _likely(compared: Compared, ends: tuple[float, float], digits: int, rest: Sensitivity) -> str:
    """Say the 80 % interval of the difference in the year, as drawn: it may be nothing in many."""
    texts = [format_number(end, Unit.MILLION_NOK, digits, sign=True) for end in ends]
    low, high = unit_once(*texts), texts[1]
    text = _("Forskjellen i {year} er trolig mellom {low} og {high}.")
    if texts[0] == texts[1]:
        text = _("Forskjellen i {year} er trolig {high}.")
    if _either(ends, digits):
        text += " " + _("Det er altså usikkert hva som er billigst.")
    elif rest.uncertain:
        one = rest.turning[0]
        text += " " + _(
            "Det er likevel usikkert hva som er billigst: «{label}» kan være fra {first} til "
            "{last}, og {at} snur forskjellen."
        )
        first = unit_once(one.low, one.high)
        words = {"label": one.label, "first": first, "last": one.high, "at": one.turns_at}
        text = fill(text, **words)
    return text.format(year=compared.year, low=low, high=high)


def _either(ends: tuple[float, float], digits: int) -> bool:
    """Say whether the ends are written on either side of nothing."""
    none, *told = (format_number(v, Unit.MILLION_NOK, digits) for v in (0, *ends))
    return ends[0] < 0 < ends[1] and none not in told


def _told(
    compared: Compared, i: int, found: NotBuilding, drawn: NotBuilding
) -> tuple[str, str, str]:
    """Give title, description and how likely: the difference in the year, and if its sign holds."""
    unit, run = Unit.MILLION_NOK, compared.runs[i]
    at = found.years.index(compared.year)
    told, draws = (_parts(run, one)[-1][1][:, at] for one in (found, drawn))
    more, worth = float(told[0]), float(found.worth[0])
    digits, far, ends = decimals(more, unit), digits_of(unit, worth), ends_drawn(draws, more)
    low, high = ends_drawn(drawn.worth, worth)
    rest = rests(compared.inputs, run.scenario, found, compared.year)
    words = {
        "cost": _cost(more, digits),
        "year": str(compared.year),
        "name": compared.names[i],
        "last": str(found.years[-1]),
        "worth": format_number(worth, unit, far),
        **dict(zip(("low", "high"), format_together((low, high), unit, far), strict=True)),
    }
    text, alt = _words(run, compared.year, lacks=_lacks(run, found, at)), "."
    if run.bare is not None and not run.scenario.uncosted:
        text += _("; nåverdi {worth}")
        alt = _(
            ". Nåverdien av å bygge er {worth} til og med {last}, trolig mellom {low} og {high}. "
            "Under null betyr at det koster mer å bygge enn å hjelpe hjemme."
        )
    if rest.uncertain or _either(ends, digits):
        before = hours_before(compared.inputs, run.scenario, found, compared.year)
        text = _("usikkert: {told}{turns}").format(told=text, turns=_turning(rest, before))
    title = fill(text[:1].upper() + text[1:], **words)
    return title, title + fill(alt, **words), _likely(compared, ends, digits, rest)


def _lacks(run: Run, found: NotBuilding, at: int) -> bool:
    """Say whether anybody lacks a place that the difference is reckoned of."""
    still = found.lacking_built if run.bare is not None else {}
    return any(
        n[0, at] - (still[k][0, at] if still else 0) >= LEAST for k, n in found.lacking.items()
    )


def _cost(more: float, digits: int) -> str:
    """Say how much dearer or cheaper it is, as it is printed."""
    n, none = (format_number(v, Unit.MILLION_NOK, digits) for v in (abs(more), 0))
    if n == none:
        return _("like mye som")
    return _("{n} {more} enn").format(n=n, more=more_or_less(more))


def _none_lack(run: Run, year: int) -> str:
    """Say that nobody lacks a place in the middle, and how many may in the outcomes."""
    most = format_number(run.outcome.told("institution_gap", year)[2], Unit.PLACES, 0)
    if most.startswith(("0", "\u2212")):
        return _("i «{name}» mangler ingen institusjonsplass i {year}")
    text = _(
        "i «{name}» mangler ingen institusjonsplass i {year} i midterste framskriving, men det kan "
        "mangle opptil {most}"
    )
    return text.replace("{most}", most)


def _words(run: Run, year: int, *, lacks: bool) -> str:
    """Give the template of the title, which may follow a word of doubt."""
    if run.bare is None:
        return (
            _(
                "i «{name}» koster institusjonsplasser til alle {cost} å hjelpe hjemme i {year}, "
                "før lokaler og byggekostnad"
            )
            if lacks
            else _none_lack(run, year)
        )
    if not run.scenario.uncosted:
        return _("å bygge koster {cost} å la være i {year} i «{name}»")
    return (
        _("å bygge koster {cost} å la være i {year} i «{name}», før lokaler og byggekostnad")
        if lacks
        else _("ingen trenger det som bygges i «{name}», i {year}")
    )


def _turning(rest: Sensitivity, before: str) -> str:
    """Say what turns the sign of the difference; empty where no price alone does.

    Parameters
    ----------
    before
        What turns it at last year's price, where one is in doubt.
    """
    hours = _("{at} hjemme i uka, {before}") if before else ""
    told = [
        (hours or _("{at} hjemme i uka")).format(at=one.turns_at, before=before)
        if one.id == "substitute_hours"
        else _("{at} for «{label}»").format(at=one.turns_at, label=one.label)
        for one in rest.turning
    ]
    return _("; snur ved {turns}").format(turns=_(" eller ").join(told)) if told else ""


def _price_note(run: Run) -> str:
    """Say what building costs are left out, and what the present value counts."""
    if run.bare is None:
        return ""
    if run.scenario.uncosted:
        return _(
            "Byggekostnaden mangler for {names}. Derfor vises verken renter, avdrag eller nåverdi. "
            "Sett den inn i scenariorommet."
        ).format(names=", ".join(f"«{name}»" for name in run.scenario.uncosted))
    return _(
        "Nåverdien er det som spares ved å bygge, minus drift, renter og avdrag, hvert år i "
        "framskrivingen. Under null er det dyrere å bygge."
    )


def _used_note(run: Run, found: NotBuilding) -> str:
    """Say that only what is used is counted, and which new dwellings nobody needs by the model."""
    if run.bare is None:
        return ""
    used = _(
        "Her koster bare plassene som blir brukt, én for én. Planen innenfor rammene regner hele "
        "avdelinger."
    )
    if run.scenario.planned_homes:
        used += " " + _(
            "De {n} boligene er de samme som i kapitlet om plasser og i Plan innenfor rammene. Der "
            "regnes de også til dem som mangler institusjonsplass."
        ).format(n=format_plain(run.scenario.planned_homes))
    kind = PLACE_KINDS[1]
    built = sum(step.places.get(kind, 0) for step in run.scenario.steps)
    if built <= 0 or kind not in found.lacking:
        return used
    if float(np.max(found.lacking[kind] - found.lacking_built[kind])) >= 0.5:
        return used
    idle = _("Ingen av de {n} boligene trengs etter modellen, så de er regnet uten drift.")
    return f"{used} {idle.format(n=format_plain(built))}"
