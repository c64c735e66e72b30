"""What the chapter «plan-innenfor-rammene» says."""

from veivalg.chapters.common.sentences import listed, say
from veivalg.chapters.plan_innenfor_rammene.model import (
    TOLD,
    difference,
    draws,
    figure,
    figures,
    last_year,
    likely,
    practised,
    printed,
    turned,
)
from veivalg.chapters.plan_innenfor_rammene.sentences import empty, need
from veivalg.content import Figure, Statement, Unit, format_plain, literal, round_half_up
from veivalg.foundation.i18n import _
from veivalg.maths.optimise.answer import CEILING, Answer
from veivalg.maths.optimise.compare import WEIGHTS
from veivalg.maths.optimise.means import by_year
from veivalg.maths.optimise.plans import front_points, front_words, step_words

LEAST_FEWER = 0.005
"""Fewer uncovered a year than this is none."""


def conflict_words(answer: Answer) -> str:
    """Say which limits can't be kept together: «Ingen løsning fordi …»."""
    names = {i.id: i.label for i in answer.problem.limits}
    names |= {
        s.id: _("Grensene for byggetrinnet «{name}»").format(name=s.label)
        for s in answer.problem.steps
    }
    names[CEILING] = _(
        "Kravet om at ingen plan lar flere stå udekket enn når ingenting bygges eller kjøpes"
    )
    words = [names[id][:1].lower() + names[id][1:] for id in answer.conflict]
    if not words:
        return _("Løseren ble stoppet før den fant en plan.")
    if len(words) == 1:
        return _("Ingen løsning fordi dette kravet ikke kan holdes: {what}.").format(what=words[0])
    text = _("Ingen løsning fordi disse ikke går sammen: {what}. Minst én av dem må endres.")
    return text.format(what=listed(words))


def no_plan(answer: Answer) -> Statement:
    """Say that there is no plan, and why."""
    return plain("ingen-losning", conflict_words(answer))


def premises(answer: Answer) -> Statement | None:
    """Say what staff, money and places the plans are held within, before any answer."""
    basis, years = answer.basis, answer.problem.years
    found: dict[str, Figure | None] = {**_staff(answer), **_places(answer)}
    money, told = "", _(" Kroner vises når regnskapet er hentet.")
    if basis.priced:
        found |= _money(answer)
        money, told = _(" Penger: {money} til drift i LAST og {build} til bygg i alt."), ""
    text = _(
        "Rammene kan dere endre. Årsverk: {first:u} i FIRST og {staff:u} i LAST.MONEY Plassene som "
        "finnes: {beds} i institusjon og {homes} med heldøgns bemanning. Hele behovet "
        "PRACTICE, dekket med tilbudene som i dag, krever {needed} i LAST. Arbeider en like "
        "stor andel av 20–66-åringene i omsorg som i dag, blir det {supply:u}. Én som mangler "
        "heldøgns tilbud, teller som WEIGHT som mangler hjemmetjeneste."
    )
    text = (text + told).replace("WEIGHT", format_plain(answer.means["vekt-heldogn"].value))
    text = text.replace("MONEY", money).replace("PRACTICE", practised(answer))
    text = text.replace("FIRST", str(years[0]))
    return say("rammene", text.replace("LAST", str(years[-1])), found)


def _staff(answer: Answer) -> dict[str, Figure]:
    """Give the frame of årsverk, what the whole need asks for, and what the market gives."""
    basis, years = answer.basis, answer.problem.years
    staff, made = by_year(basis, answer.means, "arsverk"), figures(answer, str(years[-1]))
    name = _("Ramme for årsverk")
    chosen = _("Ramme som er valgt, eller dagens antall med 1 % flere hvert år")
    return {
        "first": figures(answer, str(years[0]))(
            "ramme-arsverk-start", name, float(staff[0]), Unit.FTE, chosen, 0
        ),
        "staff": made("ramme-arsverk", name, float(staff[-1]), Unit.FTE, chosen, 0),
        "needed": made(
            "behov-arsverk",
            _("Årsverk om alle fikk tilbudet de får i dag"),
            basis.told("fte"),
            Unit.FTE,
            _("Tjenestemodellen {practice}, midterste framskriving").format(
                practice=practised(answer)
            ),
            0,
        ),
        "supply": made(
            "tilbud-arsverk",
            _("Årsverk med like stor andel av 20–66-åringene som i dag"),
            basis.told("fte_available"),
            Unit.FTE,
            _("Årsverk i dag × innbyggere 20–66 år ÷ innbyggere 20–66 år i dag"),
            0,
        ),
    }


def _places(answer: Answer) -> dict[str, Figure]:
    places, made = answer.basis.places, figures(answer, str(answer.basis.base_year))
    beds = places["institution"] + places["short_stay"]
    homes = _("Heldøgns boliger i dag")
    return {
        "beds": made("dagens-plasser", _("Institusjonsplasser i dag"), beds, Unit.PLACES),
        "homes": made("dagens-boliger", homes, places["dwellings"], Unit.DWELLINGS),
    }


def _money(answer: Answer) -> dict[str, Figure]:
    running = float(by_year(answer.basis, answer.means, "penger")[-1])
    build, nok = answer.means["investering"].value, Unit.MILLION_NOK
    made = figures(answer, str(last_year(answer)))
    return {
        "money": made("ramme-penger", _("Ramme til drift"), running, nok, decimals=0),
        "build": made("ramme-bygg", _("Ramme til bygg i alt"), build, nok, decimals=0),
    }


def weights(answer: Answer) -> Statement:
    """Say that who is left out is a choice, and what weights are tried."""
    text = _(
        "Hvem som blir dekket når ikke alt kan dekkes, er et valg. Vektene {tried} er prøvd. "
        "Planene som skiller seg fra hverandre, står under «Andre planer innenfor de samme "
        "rammene»."
    )
    return plain("vekter", text.format(tried=listed([format_plain(w) for w in WEIGHTS])))


def idle(answer: Answer) -> Statement | None:
    """Say what is uncovered when nothing is built or bought."""
    if answer.idle is None:
        return None
    every = figure(answer, answer.idle, "udekket", "ingenting")
    found: dict[str, Figure | None] = {
        "n": every,
        "heavy": figure(answer, answer.idle, "tungt", "ingenting"),
    }
    text = _(
        "Bygges og kjøpes ingenting, er behovet til {n} udekket i YEAR PRACTICELIKELY. HEAVY av "
        "dem mangler plass eller bolig."
    ).replace("HEAVY", _some(found, "heavy"))
    text = text.replace("PRACTICE", practised(answer))
    lacked = need.lacked(answer)
    if lacked is not None:
        found["lacked"] = lacked
        text += " " + _("I kapitlene om plasser og scenarier mangler {lacked}.")
        text += " " + need.why_apart(answer, found.get("heavy"), lacked)
    if "heavy" in found and draws(answer.idle, "tomme").mean() >= TOLD:
        text += " " + _("Tallene er snitt: i noen framtider står plasser tomme, i andre ikke.")
    text = text.replace("LIKELY", likely(every)).replace("YEAR", str(last_year(answer)))
    return say("ingenting", text, found)


def plan(answer: Answer) -> Statement | None:
    """Say what is uncovered with the plan, and how far that is from building nothing."""
    if answer.idle is None or answer.check is None:
        return None
    found: dict[str, Figure | None] = {
        "n": figure(answer, answer.check, "udekket", "planen"),
        "heavy": figure(answer, answer.check, "tungt", "planen"),
        "before": figure(answer, answer.idle, "tungt", "ingenting"),
    }
    fewer = difference(answer, "udekket", answer.check, answer.idle)
    mean = _mean_fewer(answer)
    text = _(
        "Med planen er behovet til {n} udekket i YEAR PRACTICELIKELY. HEAVY av dem "
        "mangler plass eller bolig, mot {before:u} når ingenting bygges eller kjøpes. I alt er "
        "COMPARED når ingenting bygges eller kjøpes."
    ).replace("HEAVY", _some(found, "heavy"))
    text = text.replace("PRACTICE", practised(answer))
    compared = (
        _("like mange udekket som")
        if not fewer.value
        else _("{count} færre{likely} udekket enn").format(
            count=format_plain(-fewer.value, fewer.decimals or 0), likely=likely(turned(fewer))
        )
    )
    if mean is not None:
        found["mean"] = mean
        text += _(" I snitt over årene er det {mean:u} færre.")
    at_home = difference(answer, "lett", answer.check, answer.idle)
    if (at_home.value or 0.0) > 0:
        found["at_home"] = at_home
        text += _(
            " {at_home:au} flere enn når ingenting bygges eller kjøpes mangler hjemmetjeneste: "
            "årsverkene går "
            "til plassene."
        )
    words = {"LIKELY": likely(found["n"]) if found["n"] else "", "COMPARED": compared}
    for slot, word in (*words.items(), ("YEAR", str(last_year(answer)))):
        text = text.replace(slot, word)
    return say("plan", text, found)


def _some(found: dict[str, Figure | None], slot: str) -> str:
    """Give the slot of a number that begins a sentence; for none «Ingen», and no number."""
    made = found[slot]
    if made is not None and made.value:
        return f"{{{slot}:u}}"
    del found[slot]
    return _("Ingen")


def _mean_fewer(answer: Answer) -> Figure | None:
    """Give how many fewer are uncovered a year than when nothing is built; None where none are."""
    if answer.idle is None or answer.check is None:
        return None
    fewer = float((answer.idle.lacking - answer.check.lacking).mean())
    if fewer < LEAST_FEWER:
        return None
    return figures(answer)(
        "udekket-snitt-forskjell",
        _("Færre udekkede per år enn når ingenting bygges eller kjøpes"),
        fewer,
        Unit.USERS,
        _("Snitt over trekk og år av forskjellen mellom planen og «ingenting bygges eller kjøpes»"),
        0 if fewer >= 10 else 1,
    )


def steps(answer: Answer) -> Statement:
    """Say what the plan builds and buys, and that nothing offered does better where so."""
    built = step_words(answer.solution)
    bought = [
        f"{format_plain(round_half_up(float(units[-1])))} {t.label.lower()}"
        for t, units in zip(answer.problem.technologies, answer.solution.units, strict=True)
        if units[-1] >= 0.5
    ]
    if not answer.solution.opened and not bought:
        text = _(
            "Innenfor rammene finnes ingen plan som dekker mer enn «ingenting bygges eller "
            "kjøpes». Flere "
            "årsverk må til først."
        )
        return plain("bygg", text)
    text = _("Planen bygger slik: {steps}.").format(steps=built)
    if not answer.solution.opened:
        text = _("Planen bygger ingen plasser.")
        if any(b.resource.kind == "staff" and (b.share >= 0.5).any() for b in answer.binding):
            text = _(
                "Planen bygger ingen plasser: det er årsverkene som ikke strekker til, og en ny "
                "plass tar årsverk fra dem som får hjelp hjemme."
            )
    else:
        text = " ".join(p for p in (text, need.why_as_many(answer), empty.built(answer)) if p)
    if bought:
        text += " " + _("Den tar i bruk {what}.").format(what=listed(bought))
    return plain("bygg", text)


def refused(answer: Answer) -> Statement | None:
    """Say why a plan that follows the weight alone isn't offered."""
    if answer.refused is None or answer.idle is None:
        return None
    year = last_year(answer)
    found = {
        "n": figure(answer, answer.refused, "udekket", "vekten-alene"),
        "idle": figure(answer, answer.idle, "udekket", "ingenting"),
    }
    text = _(
        "En plan som bare følger vekten, er ikke foreslått: den ville latt behovet til {n} stå "
        "udekket i YEAR, mot {idle:u} når ingenting bygges eller kjøpes. Hver ny plass tar "
        "årsverk fra flere "
        "som får hjelp hjemme."
    )
    return say("ikke-foreslatt", text.replace("YEAR", str(year)), found)


def scenario(answer: Answer) -> Statement | None:
    """Say what is uncovered in the scenario set beside, within the same frames."""
    if answer.scenario is None or answer.chosen is None or answer.idle is None:
        return None
    found: dict[str, Figure | None] = {"n": figure(answer, answer.scenario, "udekket", "scenariet")}
    more = printed(answer, answer.scenario)["udekket"] - printed(answer, answer.idle)["udekket"]
    text = _("Scenariet «NAME» lar innenfor de samme rammene behovet til {n} stå udekket i YEAR.")
    if more > 0:
        text += _(
            " Det er flere enn når ingenting bygges eller kjøpes, og kommunen må dekke behovet "
            "på annen måte."
        )
    if answer.chosen.planned_homes:
        text += _(
            " De {n} boligene i det er de samme som i kapitlene om plasser og scenarier. I "
            "scenariene regnes de bare til dem som trenger bolig."
        ).replace("{n}", format_plain(answer.chosen.planned_homes))
    lacking = answer.chosen.uncosted
    if answer.basis.priced and lacking:
        text += _(
            " Byggekostnaden mangler for {names}. Renter og avdrag er derfor ikke tatt av rammen, "
            "og det vises ikke hva det koster når hele behovet dekkes."
        ).replace("{names}", listed([f"«{literal(name)}»" for name in lacking]))
    elif answer.basis.priced:
        found["all"] = figure(answer, answer.scenario, "i-alt", "scenariet")
        text += _(" Når hele behovet dekkes, koster det {all:u} mill. kr.")
    name = literal(answer.chosen.name)
    return say(
        "scenariet", text.replace("NAME", name).replace("YEAR", str(last_year(answer))), found
    )


def proof(answer: Answer) -> Statement:
    """Say what the solver proved, and what was given up for fewer buildings."""
    solution = answer.solution
    cost = solution.cost_proof
    text = _(
        "Løseren (HiGHS) om udekket behov: {first}. Inntil {given} er gitt opp for å slippe "
        "bygg som lite brukes. Om kostnaden, med like mange udekket: {second}."
    )
    said = text.format(
        first=solution.uncovered_proof.text(),
        given=answer.means["slingring"].text(),
        second="" if cost is None else cost.text(),
    )
    return plain("bevis", said)


def front(answer: Answer) -> Statement:
    """Say what the points of the front build, and what follows from leaving more uncovered."""
    words = front_words(answer)
    if len(front_points(answer)) > 1:
        words += " " + _(
            "Punkter som lar flere stå udekket enn planen, koster mindre i rammen. Men kommunen må "
            "dekke behovet på annen måte: det står i egen kolonne, og «I alt» er summen."
        )
    return plain("fronten", words)


def plain(id: str, text: str) -> Statement:
    """Make a sentence of words that people have written too: a brace in them is no slot."""
    return Statement(id, literal(text))
