"""Chapter «arsverk»: users, årsverk, employees and recruits if practice stays as today (M7)."""

from __future__ import annotations

from dataclasses import replace

from veivalg.chapters.arsverk import exhibits as exhibits
from veivalg.chapters.arsverk.figures import (
    burden_inputs,
    figure_of,
    followed,
    fte_inputs,
    people,
    published,
)
from veivalg.chapters.arsverk.model import (
    HOME,
    LONG,
    METHOD,
    WORKING,
    Model,
    build,
    choices,
    staff_per_hundred,
)
from veivalg.chapters.common.compared import compared, other_sources
from veivalg.chapters.common.digits import two_digits
from veivalg.chapters.common.figures import chosen_words
from veivalg.chapters.common.missing import holds, lacking_others, missing_table, table_name
from veivalg.chapters.common.periods import december
from veivalg.chapters.common.printed import printed
from veivalg.chapters.common.sentences import fill, led, present, say
from veivalg.content import (
    Block,
    Chapter,
    Figure,
    Interval,
    Missing,
    Role,
    Section,
    Statement,
    Unit,
)
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.workforce import employees


def chapter(evidence: Evidence) -> Chapter:
    """Give users, årsverk, employees and recruits by year when today's practice goes on.

    Method M7: users follow the population in their age group, årsverk follow users weighted by
    hours, and both are calibrated so that the base year is the published figure.
    """
    model = build(evidence)
    return Chapter(
        id="arsverk",
        title=_("Årsverk og rekruttering"),
        municipality=evidence.place,
        period=december(model.base_year - 1) if model else "",
        lead=led(
            _(
                "Kapitlet viser hvor mange brukere, årsverk og nye ansatte omsorgstjenesten "
                "trenger hvis hver aldersgruppe får tjenester på samme måte som i dag."
            ),
            model.path if model else None,
        ),
        findings=_findings(evidence, model) or (_nothing(evidence),),
        sections=_sections(evidence, model),
        missing=_missing(evidence, model),
        assumptions=(model.choices if model else choices(evidence)).all(),
        terms={
            _("årsverk"): _("Én heltidsstilling i ett år. To halve stillinger er ett årsverk."),
            _("dekningsgrad"): _("Andelen i en aldersgruppe som får tjenesten."),
            _("langtidsopphold"): _("Fast plass på sykehjem eller annen institusjon."),
        },
        methods=(METHOD,),
    )


def _findings(evidence: Evidence, model: Model | None) -> tuple[Statement, ...]:
    if model is None:
        return ()
    if not model.ahead:
        return present((_users_so_far(model), _burden_now(model), _compared(evidence, model)))
    return present(
        (
            _extra(model),
            _employees(model),
            _recruits(model),
            _burden(model),
            _users(model),
            _compared(evidence, model),
        )
    )


def _more(value: float) -> str:
    return _("flere") if value >= 0 else _("færre")


def _extra(model: Model) -> Statement | None:
    value, ends = model.extra(model.target), model.spread(model.target)
    path = model.fte()
    now = path.total(model.base_year) if path else None
    if value is None or ends is None or now is None:
        return None
    meaning = (
        _(
            "80 % intervall for befolkningen, etterprøvd mot det som kom, med "
            "forutsetningene som er valgt"
        )
        if model.path.tested
        else _("80 % intervall for befolkningen, med forutsetningene som er valgt")
    )
    formula = _("Årsverk i målåret minus årsverk i dag")
    low, high = ends[0] - now, ends[1] - now
    figures: dict[str, Figure | None] = {
        "extra": figure_of(
            model,
            "arsverk-endring",
            _("Endring i årsverk"),
            value,
            Unit.FTE,
            model.target,
            formula,
            Interval(low, high, meaning, 0.8),
            two_digits(value),
        ),
        "low": figure_of(
            model,
            "arsverk-endring-lav",
            _("Nedre ende"),
            low,
            Unit.FTE,
            model.target,
            meaning,
            decimals=two_digits(low),
        ),
        "high": figure_of(
            model,
            "arsverk-endring-hoy",
            _("Øvre ende"),
            high,
            Unit.FTE,
            model.target,
            meaning,
            decimals=two_digits(high),
        ),
    }
    text = (
        _(
            "Hvis dekningsgrad og praksis er som i dag, trenger {place} omtrent {extra:au} "
            "{more} årsverk i {year} enn i dag, trolig mellom {ends}."
        )
        if abs(value) >= 0.5
        else _(
            "Hvis dekningsgrad og praksis er som i dag, trenger {place} omtrent like mange "
            "årsverk i {year} som i dag ({extra:u}), trolig mellom {ends}."
        )
    )
    return say(
        "arsverk",
        fill(
            text,
            place=model.place.name,
            more=_more(value),
            ends=_ends(low, high, "low", "high"),
            year=str(model.target),
        ),
        figures,
    )


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


def _other_sentence(model: Model) -> Statement | None:
    """Say the lowest and the highest answer under other assumptions."""
    others = _other_answers(model)
    if others is None:
        return None
    least, most = (f.value or 0.0 if (f := others[n]) else 0.0 for n in ("least", "most"))
    text = _("Med andre forutsetninger er svaret i {year} mellom {ends} årsverk enn i dag.")
    return say(
        "arsverk-andre",
        fill(text, ends=_ends(least, most, "least", "most"), year=str(model.target)),
        others,
    )


def _other_answers(model: Model) -> dict[str, Figure | None] | None:
    """Give the lowest and the highest change under other assumptions, each with its own."""
    answers = [
        (value, name, variant)
        for name, variant in model.variants().items()
        if (value := variant.extra(model.target)) is not None
    ]
    if not answers:
        return None
    ends = {"least": min(answers, key=lambda a: a[0]), "most": max(answers, key=lambda a: a[0])}
    return {
        slot: figure_of(
            variant,
            f"arsverk-{slot}",
            _("Endring i årsverk: {name}").format(name=name),
            value,
            Unit.FTE,
            model.target,
            _("Årsverk i målåret minus årsverk i dag"),
            decimals=two_digits(value),
        )
        for slot, (value, name, variant) in ends.items()
    }


def _employees(model: Model) -> Statement | None:
    path = model.fte()
    now, then = (path.total(y) if path else None for y in (model.base_year, model.target))
    if now is None or then is None:
        return None
    value = employees(then - now, model.choices.position.value)
    if abs(value) < 0.5:
        return None
    figure = figure_of(
        model,
        "ansatte-endring",
        _("Endring i ansatte"),
        value,
        Unit.EMPLOYEES,
        model.target,
        _("Endring i årsverk delt på stillingsstørrelse"),
        decimals=two_digits(value),
        assumptions=(*model.choices.for_fte(), model.choices.position),
    )
    position = figure_of(
        model,
        "stilling",
        _("Gjennomsnittlig stillingsstørrelse"),
        model.choices.position.value,
        Unit.SHARE,
        model.target,
        chosen_words(),
        decimals=0,
        inputs=(),
        assumptions=(model.choices.position,),
    )
    text = _(
        "Med en gjennomsnittlig stilling på {position} er det omtrent {people:au} {more} "
        "ansatte i {year}."
    )
    return say(
        "ansatte",
        fill(text, more=_more(value), year=str(model.target)),
        {"people": figure, "position": position},
    )


def _recruits(model: Model) -> Statement | None:
    def yearly(exits: float) -> float | None:
        hires = [n for y, n in model.recruits(exits).items() if y <= model.target]
        return sum(hires) / len(hires) if hires else None

    chosen = model.choices.exits
    exits = {"people": chosen.value, "low": chosen.low, "high": chosen.high}
    values = {name: yearly(share) for name, share in exits.items()}
    figures = {
        name: figure_of(
            model,
            f"rekruttering-{name}",
            _("Ansatte som må rekrutteres per år"),
            value,
            Unit.EMPLOYEES,
            model.target,
            _("Ansatte som slutter, pluss vekst, i snitt per år"),
            decimals=two_digits(value),
            assumptions=(
                *model.choices.for_fte(),
                model.choices.position,
                replace(chosen, value=exits[name]),
            ),
        )
        for name, value in values.items()
    }
    text = _(
        "Når de som slutter også må erstattes, må {place} rekruttere omtrent {people} i "
        "året fram til {year}, mellom {low:u} og {high:u} etter hvor mange som "
        "slutter."
    )
    return say("rekruttering", fill(text, place=model.place.name, year=str(model.target)), figures)


def _burden_now(model: Model) -> Statement | None:
    path = model.fte()
    value = model.per_hundred(model.base_year, path.total(model.base_year) if path else None)
    figure = figure_of(
        model,
        "per-100-now",
        _("Årsverk per 100 innbyggere 20–66 år"),
        value,
        Unit.COUNT,
        model.base_year,
        _("Årsverk ÷ innbyggere 20–66 år × 100"),
        decimals=1,
        inputs=burden_inputs(model),
        assumptions=(),
    )
    text = _("I dag går {now} årsverk per 100 innbyggere i alderen 20–66 år til omsorg.")
    return say("arbeidsstyrke", text, {"now": figure})


def _burden(model: Model) -> Statement | None:
    path = model.fte()
    figures = {
        name: figure_of(
            model,
            f"per-100-{name}",
            _("Årsverk per 100 innbyggere 20–66 år"),
            model.per_hundred(year, path.total(year) if path else None),
            Unit.COUNT,
            year,
            _("Årsverk ÷ innbyggere 20–66 år × 100"),
            decimals=1,
            inputs=burden_inputs(model)
            if name == "now"
            else (*fte_inputs(model, year), *people(model, [WORKING], year)),
            assumptions=() if name == "now" else None,
        )
        for name, year in (("now", model.base_year), ("then", model.target))
    }
    text = _(
        "I dag går {now} årsverk per 100 innbyggere i alderen 20–66 år til omsorg. I {year} "
        "er det {then}."
    )
    return say("arbeidsstyrke", fill(text, year=str(model.target)), figures)


def _users(model: Model) -> Statement | None:
    past = [(y, v) for y, v in model.history.get(HOME, {}).items() if v is not None]
    if HOME not in model.used or len(past) < 2 or not past[0][1]:
        return None
    then = model.users(HOME).get(model.target)
    source = model.sources["care_users"]
    first, last = (
        Figure(
            f"hjemmetjeneste-{year}",
            _("Brukere av hjemmetjenester"),
            value,
            Unit.USERS,
            model.place,
            december(year),
            source,
        )
        for year, value in (past[0], past[-1])
    )
    ahead = figure_of(
        model,
        "hjemmetjeneste-fram",
        _("Brukere av hjemmetjenester, framskrevet"),
        then,
        Unit.USERS,
        model.target,
        _("Brukere i dag × innbyggere i aldersgruppen ÷ innbyggere i dag"),
        decimals=two_digits(then),
        inputs=(published(model, "care_users"), *followed(model, model.target, HOME)),
        assumptions=(model.choices.trend,),
    )
    text = _(
        "Antall brukere av hjemmetjenester har gått fra {first:u} i {since} til {last:u} i "
        "{to}. Med dagens dekningsgrad blir det omtrent {then} i {year}."
    )
    text = fill(text, since=str(past[0][0]), to=str(past[-1][0]), year=str(model.target))
    return say("brukere", text, {"first": first, "last": last, "then": ahead})


def _users_so_far(model: Model) -> Statement | None:
    past = [(y, v) for y, v in model.history.get(HOME, {}).items() if v is not None]
    if len(past) < 2:
        return None
    figures = {
        name: Figure(
            f"hjemmetjeneste-{year}",
            _("Brukere av hjemmetjenester"),
            value,
            Unit.USERS,
            model.place,
            december(year),
            model.sources["care_users"],
        )
        for name, (year, value) in (("first", past[0]), ("last", past[-1]))
    }
    text = _(
        "Antall brukere av hjemmetjenester har gått fra {first:u} i {since} til {last:u} i {to}."
    )
    return say("brukere", fill(text, since=str(past[0][0]), to=str(past[-1][0])), figures)


def _others(evidence: Evidence) -> list[tuple[Role, str, int, float]]:
    """Give the newest årsverk per hundred of the group and Norway, where figures exist."""
    return [
        (role, place.name, *found)
        for role, place in compared(evidence)
        if role is not Role.OWN and (found := staff_per_hundred(evidence, place))
    ]


def _compared(evidence: Evidence, model: Model) -> Statement | None:
    others = _others(evidence)
    ours = staff_per_hundred(evidence, model.place)
    if not others or ours is None:
        return None
    role, name, year, value = others[-1]
    table = evidence.table("care_staff")
    place = next(p for r, p in compared(evidence) if r is role)
    if table is None:
        return None
    figure = Figure(
        "per-100-landet",
        _("Årsverk per 100 innbyggere 20–66 år"),
        value,
        Unit.COUNT,
        place,
        december(year),
        table.source(place.code),
        1,
        formula=_("Årsverk ÷ innbyggere 20–66 år × 100"),
    )
    own = figure_of(
        model,
        "per-100-eget",
        figure.label,
        ours[1],
        Unit.COUNT,
        model.base_year,
        figure.formula,
        decimals=1,
        inputs=burden_inputs(model),
        assumptions=(),
    )
    text = _("{place} har {own} årsverk per 100 innbyggere 20–66 år, {other} har {theirs}.")
    return say(
        "sammenlikning",
        fill(text, place=model.place.name, other=name),
        {"own": own, "theirs": figure},
    )


def _against_print(evidence: Evidence, model: Model) -> Statement | None:
    """Set a printed growth beside ours; base year and method differ, so it is not reproduced."""
    theirs = printed(evidence, "extra_fte_since_2021", model.target)
    people = printed(evidence, "extra_employees_since_2021", model.target)
    path = model.fte()
    now, then = (path.total(y) if path else None for y in (model.base_year, model.target))
    if theirs is None or theirs.value is None or now is None or then is None:
        return None
    implied = figure_of(
        model,
        "trykt-ansatte-regnet",
        _("Trykte årsverk regnet om til ansatte"),
        employees(theirs.value, 0.72),
        Unit.EMPLOYEES,
        model.target,
        _("Trykt årsverk delt på 0,72"),
        inputs=(theirs,),
        assumptions=(),
    )
    ours = figure_of(
        model,
        "arsverk-endring-sammenliknet",
        _("Endring i årsverk"),
        then - now,
        Unit.FTE,
        model.target,
        _("Årsverk i målåret minus årsverk i dag"),
        decimals=two_digits(then - now),
    )
    text = _(
        "«{document}» skriver {theirs:u} flere årsverk i {year} enn i 2021, og "
        "{people:u} flere ansatte. Delt på 72 % er det {implied:u}, så tallene henger "
        "sammen. Vår beregning starter i {base} og gir {ours:au} {more}; vi gjengir ikke det "
        "trykte tallet."
    )
    return say(
        "trykt",
        fill(
            text,
            document=theirs.source.producer,
            year=str(model.target),
            base=str(model.base_year),
            more=_more(then - now),
        ),
        {"theirs": theirs, "people": people, "implied": implied, "ours": ours},
        caution=True,
    )


def _plausible(model: Model) -> Statement | None:
    """Tell how much of the home-service årsverk the granted hours account for."""
    path, home = model.fte(), model.used.get(HOME)
    fte = path.home.get(model.base_year) if path else None
    if home is None or model.hours_now is None or not fte:
        return None
    share = home.total * model.hours_now / 35.5 / fte
    figure = figure_of(
        model,
        "andel-timer",
        _("Tildelte timer som andel av årsverkene"),
        share,
        Unit.SHARE,
        model.base_year,
        _("Brukere × timer per uke ÷ 35,5 ÷ årsverk i hjemmetjenester"),
        decimals=0,
        inputs=(
            published(model, "care_hours"),
            published(model, "care_users"),
            *(published(model, n) for n in ("care_staff", "care_places") if n in model.sources),
        ),
        assumptions=(model.choices.per_place,),
    )
    hours = published(model, "care_hours")
    text = _(
        "Brukerne av hjemmetjenester er tildelt {hours} i uka i snitt. Det svarer til {share} "
        "av årsverkene vi regner til hjemmetjenestene; resten er reise, møter, fravær, "
        "boliger, ledelse og annet."
    )
    if share > 0.8:
        text = _(
            "Brukerne av hjemmetjenester er tildelt {hours} i uka i snitt. Det svarer til "
            "{share} av årsverkene vi regner til hjemmetjenestene. Det er mer enn det er rom "
            "for når reise, møter og fravær også tar tid, så timene eller årsverkene bør "
            "kontrolleres."
        )
    return say("timer", text, {"hours": hours, "share": figure}, caution=share > 0.8)


def _nothing(evidence: Evidence) -> Statement:
    text = _("Vi mangler tall om {place}, så årsverk og rekruttering kan ikke beregnes ennå.")
    return Statement("mangler", fill(text, place=evidence.place.name), {}, caution=True)


def _sections(evidence: Evidence, model: Model | None) -> tuple[Section, ...]:
    if model is None or not model.ahead:
        return ()
    others = _others(evidence)
    more = other_sources(evidence, "care_staff", (name for _r, name, _y, _v in others))
    parts: list[tuple[str, str, list[Block | None]]] = [
        ("brukere", _("Brukere av tjenestene"), [exhibits.users(model)]),
        (
            "arsverk",
            _("Årsverk ved dagens praksis"),
            [
                exhibits.fte(model),
                exhibits.by_service(model),
                _plausible(model),
                _against_print(evidence, model),
            ],
        ),
        (
            "rekruttering",
            _("Rekruttering og arbeidsstyrke"),
            [exhibits.recruitment(model), exhibits.burden(model, others, more)],
        ),
        (
            "folsomhet",
            _("Hvor sikkert er svaret?"),
            [_other_sentence(model), exhibits.sensitivity(model)],
        ),
    ]
    filled = ((id, title, tuple(b for b in blocks if b is not None)) for id, title, blocks in parts)
    return tuple(Section(id, title, blocks) for id, title, blocks in filled if blocks)


def _missing(evidence: Evidence, model: Model | None) -> tuple[Missing, ...]:
    wanted = {
        "population": _("Folkemengde etter alder"),
        "care_users": _("Brukere etter alder"),
        "care_staff": _("Årsverk i omsorgstjenesten"),
        "care_places": _("Institusjonsplasser"),
        "care_hours": _("Timer hjemmetjeneste per uke"),
    }
    found = [
        missing_table(evidence, name, what)
        for name, what in wanted.items()
        if not holds(evidence, name)
    ]
    if model is not None and not model.ahead:
        found.append(missing_table(evidence, "projection", _("Befolkningen i årene som kommer")))
    if evidence.rows("care_users", evidence.place) is not None:
        lacking = [s for s in (HOME, LONG) if model is None or s not in model.used]
        found += [_hidden(exhibits.service_name(s)) for s in lacking]
    if model is not None and not _others(evidence):
        found.append(
            lacking_others(evidence, "care_staff", _("Sammenlikning med KOSTRA-gruppen og landet"))
        )
    return tuple(found)


def _hidden(service: str) -> Missing:
    why = _("Totaltallet eller tallet for de eldste er skjermet eller ikke publisert.")
    how = _("Bruk kommunens egne tall, summert så ingen gruppe er mindre enn fem.")
    return Missing(service, why, how, table_name("care_users"))
