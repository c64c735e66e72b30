"""What the chapter «plan-innenfor-rammene» says of the need it follows, and of too few places."""

import numpy as np

from veivalg.chapters.common.sentences import join, listed, say
from veivalg.chapters.common.use_trend import formula_of, three_numbers
from veivalg.chapters.plan_innenfor_rammene.model import (
    counted,
    figures,
    going_on,
    last_year,
    percent,
    printed,
    unmet_decimals,
)
from veivalg.content import WHOLE, Figure, Statement, Unit, format_plain, round_half_up
from veivalg.foundation.i18n import N_, _
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.check import Check
from veivalg.maths.optimise.formulate import DWELLINGS, INSTITUTION, INTENSIVE, SHORT
from veivalg.maths.optimise.problem import Kind
from veivalg.maths.service_model.flow import THREE
from veivalg.maths.service_model.services import Driver
from veivalg.norway.quantities import quantity, registry

LEAST_LACKING = 0.5
"""Fewer places than this are none."""

FRAMES = {Kind.STAFF.value: N_("årsverkene"), Kind.MONEY.value: N_("pengene til drift")}
KINDS = {Kind.STAFF.value: N_("årsverk"), Kind.MONEY.value: N_("penger til drift")}
OFTEN = 0.5
"""Share of the draws from which on a frame that is used up does not reach."""
NEARLY = 0.999
"""The share of a frame from which on it is used up."""
FOLLOWED = {
    Driver.AGE: N_("det første, dagens bruk i hver aldersgruppe"),
    Driver.COVERAGE: N_("det andre, dagens dekning av dem over 80 år"),
    Driver.TREND: N_("det siste, bruken slik den har endret seg de siste fem årene"),
}
"""Which of the three numbers is followed, as it stands in a sentence."""


def three(answer: Answer) -> Statement | None:
    """Say the three numbers of places together, and which of them every plan follows."""
    basis, year = answer.basis, last_year(answer)
    made = figures(answer, str(year))
    found = {
        driver: made(
            f"plasser-{driver.value}",
            _(registry()[id].label),
            basis.told(id),
            Unit.PLACES,
            formula_of(driver, going_on(answer)),
            0,
            quantity=quantity(id, year),
        )
        for driver, id in THREE.items()
        if id in basis.main
    }
    if basis.coverage is None or not {Driver.AGE, Driver.COVERAGE} <= found.keys():
        return None
    text, told = three_numbers(found, basis.coverage, basis.use, going_on(answer), made)
    # A trend that can't be read changes nothing: places then follow the use there is.
    followed = FOLLOWED[basis.driver if basis.driver in found else Driver.AGE]
    text += " " + _("Planen følger {followed}.").replace("{followed}", _(followed))
    return say("tre-tall", text, told, together=WHOLE, year=str(year))


def lacked(answer: Answer) -> Figure | None:
    """Give the institution places lacking as other chapters count them; None where none are."""
    basis = answer.basis
    needed = float(round_half_up(basis.told("institution_needed")))
    lacking = needed - basis.places["institution"] - basis.places["short_stay"]
    if lacking < LEAST_LACKING:
        return None
    return figures(answer, str(last_year(answer)))(
        "plasser-mangler",
        _("Institusjonsplasser som mangler når ingen får hjelp på annen måte"),
        lacking,
        Unit.PLACES,
        _("Plasser som trengs, i hele plasser, minus plasser i dag"),
        0,
    )


def why_apart(answer: Answer, here: Figure | None, there: Figure) -> str:
    """Say why fewer or more lack a place when nothing is built than other chapters count."""
    if here is None or (here.value or 0.0) <= (there.value or 0.0):
        return join(_instead(answer, answer.idle), _left(answer, here, there))
    idle, limit = answer.idle, answer.problem.limit
    used = {Kind.STAFF: idle.staff, Kind.MONEY: idle.money} if idle else {}
    said = [
        _(FRAMES[kind.value])
        for kind, row in used.items()
        if (most := limit(kind)) and (row[:, -1] >= most.values[-1] * NEARLY).mean() >= OFTEN
    ]
    text = _("Her er det flere, for {what} rekker ikke til alle plassene og boligene som finnes.")
    return text.format(what=listed(said)) if said else _("Her er boligene regnet med.")


def _instead(answer: Answer, check: Check | None) -> str:
    """Say how many who need a place are helped at home or in a dwelling, and how many can be."""
    if check is None:
        return ""
    home, housed = (check.instead(INSTITUTION, id) for id in (INTENSIVE, DWELLINGS))
    most = (answer.means[f"sykehjem-{id}"].value for id in ("hjemme", "i-bolig"))
    of_home, of_housed = map(percent, most)
    text = _(
        "I snitt får {home} av dem som trenger plass, mye hjelp hjemme i stedet, og "
        "{housed} bor i heldøgns bolig. Høyst {of_home} og {of_housed} av dem kan det."
    )
    if housed < LEAST_LACKING:
        text = _(
            "I snitt får {home} av dem som trenger plass, mye hjelp hjemme i stedet. "
            "Høyst {of_home} av dem kan det. Ingen bolig er ledig for dem."
        )
    return text.format(
        home=counted(answer, home),
        housed=counted(answer, housed),
        of_home=of_home,
        of_housed=of_housed,
    )


def _left(answer: Answer, here: Figure | None, there: Figure) -> str:
    """Say why as many lack a place or dwelling as do, where the numbers told don't subtract."""
    check, digits = answer.idle, unmet_decimals(answer)
    if check is None or here is None:
        return ""
    lacking, helped, housed, homeless, now = (
        float(round_half_up(value, digits))
        for value in (
            there.value or 0.0,
            check.instead(INSTITUTION, INTENSIVE),
            check.instead(INSTITUTION, DWELLINGS),
            check.lacks(DWELLINGS),
            here.value or 0.0,
        )
    )
    housed = housed if housed >= LEAST_LACKING else 0.0
    left = lacking - helped - housed
    if abs(now - left) < 10.0**-digits / 2:
        return ""
    why = []
    if homeless:
        why.append(_("fordi {n} mangler heldøgns bolig").format(n=counted(answer, homeless)))
    if abs(now - left - homeless) >= 10.0**-digits / 2:
        why.append(_("fordi tallene her er snitt av trekkene, avrundet hver for seg"))
    taken = listed([counted(answer, n) for n in (helped, housed) if n])
    text = _("Trekkes {taken} fra {lacking}, er {left} igjen. Her er det {now}, {why}.")
    whole, rest, here_now = (counted(answer, n) for n in (lacking, left, now))
    return text.format(taken=taken, lacking=whole, left=rest, now=here_now, why=listed(why))


def why_as_many(answer: Answer) -> str:
    """Say why the plan builds fewer or more places than lack; empty where it builds as many."""
    missing = lacked(answer)
    lacking = 0.0 if missing is None or missing.value is None else missing.value
    built = float(sum(many * size for many, size in _built(answer)))
    beyond = built - lacking
    if abs(beyond) < LEAST_LACKING:
        return ""
    if beyond < 0:
        return _("Det er {n} færre enn de {all} institusjonsplassene som mangler. {why}").format(
            n=format_plain(-beyond), all=format_plain(lacking), why=_held_back(answer)
        )
    size = max(size for _many, size in _built(answer))
    why = (
        _("det bygges i hele trinn på {size} plasser").format(size=format_plain(size))
        if beyond < size
        else _("kravet om plasser per innbygger over 80 år sier det")
    )
    if not lacking:
        return _("Ingen institusjonsplasser mangler. Det bygges likevel, fordi {why}.").format(
            why=why
        )
    return _("Det er {n} flere enn de {all} institusjonsplassene som mangler, fordi {why}.").format(
        n=format_plain(beyond), all=format_plain(lacking), why=why
    )


def _built(answer: Answer) -> list[tuple[float, float]]:
    """Give (how many, places in each) of the steps of institution places the plan opens."""
    steps = answer.problem.steps
    return [
        (many, sum(steps[j].places.get(id, 0.0) for id in (INSTITUTION, SHORT)))
        for j, _year, many in answer.solution.opened
    ]


def _held_back(answer: Answer) -> str:
    """Say what is known to hold the plan back in the last year, and how else people get help."""
    said = []
    if answer.basis.priced and _build_money_gone(answer):
        said.append(_("pengene til bygg rekker ikke til ett trinn til"))
    if _steps_used_up(answer):
        most = format_plain(answer.means["trinn-hoyst"].value)
        said.append(_("det bygges høyst {n} trinn av hvert slag").format(n=most))
    parts = [_("Rammene holder igjen: {what}.").format(what=listed(said))] if said else []
    parts.append(_without_ceiling(answer))
    return join(*parts, _together(answer, known=any(parts)), _instead(answer, answer.check))


def _together(answer: Answer, *, known: bool) -> str:
    """Say which frames hold the plan back, and who lacks a place or dwelling without them.

    Parameters
    ----------
    known
        Whether something else is known to: then it isn't said that the frames do not.
    """
    held, digits = answer.held, unmet_decimals(answer)
    if held is None or answer.check is None or not held.left or (known and not held.frames):
        return ""
    now, mean = printed(answer, answer.check)["tungt"], answer.check.heavy
    there = (max(now + float(round_half_up(n - mean, digits)), 0.0) for n in held.left.values())
    left = [counted(answer, n) if n else _("ingen") for n in there]
    kinds = [_(KINDS[kind]) for kind in held.frames or held.tried]
    names = listed([_(FRAMES[kind]) for kind in held.frames or held.tried])
    text = {
        0: _(
            "Rammene er ikke grunnen: med nok {kinds} mangler {n} plass eller bolig i {year}. "
            "Det bygges i hele trinn, og aldri flere plasser enn det mangler midt i trekkene."
        ),
        1: _(
            "{names} holder igjen: med nok {kinds} mangler {n} plass eller bolig i {year}, og i "
            "planen {now}."
        ),
        2: _(
            "{names} holder igjen sammen. Med bare nok {one} mangler {a} plass eller bolig i "
            "{year}, med bare nok {other} {b}, og med nok av begge {n}. I planen er det {now}."
        ),
    }[len(held.frames)]
    told = text.format(
        names=f"{names[:1].upper()}{names[1:]}",
        kinds=listed(kinds),
        n=left[list(held.left).index(held.frames or held.tried)],
        a=left[0],
        b=left[-2:][0],
        one=kinds[0],
        other=kinds[-1],
        now=counted(answer, now),
        year=str(last_year(answer)),
    )
    if held.spared < LEAST_LACKING:
        return told
    less = _("{n} plasser til er tatt ut: de ville senket det udekkede behovet med under {share}.")
    share = answer.means["slingring"].text()
    return f"{told} {less.format(n=format_plain(held.spared), share=share)}"


def _without_ceiling(answer: Answer) -> str:
    """Say how much more a plan builds that may leave more uncovered; empty where none does."""
    if answer.refused is None or answer.check is None:
        return ""
    more = answer.refused.beds(INSTITUTION, SHORT) - answer.check.beds(INSTITUTION, SHORT)
    if more < LEAST_LACKING:
        return ""
    return _(
        "Ingen plan får la flere stå udekket enn når ingenting bygges eller kjøpes. Uten det "
        "kravet hadde planen bygd {n} institusjonsplasser til."
    ).format(n=format_plain(more))


def _steps_used_up(answer: Answer) -> bool:
    """Say whether all the steps of places in long stay that may be opened are opened."""
    steps = answer.problem.steps
    opened = sum(many for j, _y, many in answer.solution.opened if INSTITUTION in steps[j].places)
    return opened >= answer.means["trinn-hoyst"].value


def _build_money_gone(answer: Answer) -> bool:
    """Say whether what is left of the money for buildings pays for no further step of places."""
    steps, opened = answer.problem.steps, answer.solution.opened
    left = answer.means["investering"].value - sum(m * steps[j].capital for j, _y, m in opened)
    prices = [s.capital for s in steps if INSTITUTION in s.places or SHORT in s.places]
    return bool(prices) and left < float(np.min(prices))
