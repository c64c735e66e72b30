"""Exhibits of the chapter «arsverk»."""

from dataclasses import replace

from veivalg.chapters.arsverk.model import QUANTITY, Model
from veivalg.chapters.arsverk.model.figures import FTE_TABLES, METHOD, exhibit_sources
from veivalg.chapters.arsverk.model.missing import service_name
from veivalg.chapters.common.care_paths import either_way
from veivalg.chapters.common.digits import whole
from veivalg.chapters.common.exhibits import Exhibits
from veivalg.chapters.common.periods import MILESTONES
from veivalg.chapters.common.sentences import by_distance, fill, more_or_fewer
from veivalg.chapters.common.timeline import YEAR, by_line, timeline, year_column
from veivalg.chapters.common.use_trend import tried_below
from veivalg.content import Cell, Chart, Column, Exhibit, Role, Shape, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.service_model.terms import LABELS


def _show(model: Model) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    return Exhibits(METHOD, {"place": model.place.name, "year": str(model.target)})


def _formula() -> str:
    return _(
        "Årsverk = årsverk i dag × tjenestens del × volumet da og nå. Volumet er plasser, timer "
        "hos brukerne etter alder, og et antall der tjenesten ikke følger folketallet."
    )


def fte(model: Model) -> Exhibit | None:
    """Show årsverk in all by year, counted and projected, with a ribbon."""
    now, then = model.fte_in(model.base_year), model.fte_in(model.target)
    if now is None or then is None:
        return None
    return _show(model)(
        "arsverk-utvikling",
        _("Dagens praksis krever {extra} {more} årsverk i {year}")
        if abs(then - now) >= 0.5
        else _("Dagens praksis krever like mange årsverk i {year} som i dag"),
        _("Årsverk i omsorgstjenesten ved dagens bruk i hver aldersgruppe, {place}, 1. januar"),
        (
            year_column(),
            Column("fte", _("Årsverk"), Unit.FTE),
            Column("low", _("Nedre"), Unit.FTE),
            Column("high", _("Øvre"), Unit.FTE),
        ),
        _fte_rows(model),
        either=model.either,
        extra=format_number(abs(then - now), Unit.COUNT),
        more=more_or_fewer(then - now),
        now=format_number(now, Unit.COUNT),
        then=format_number(then, Unit.FTE),
        alt=_("Årsverkene går fra {now} til {then} i {year} hvis praksis er som i dag."),
        sources=exhibit_sources(model, *FTE_TABLES),
        chart=Chart(
            Shape.LINES,
            YEAR,
            "fte",
            low="low",
            high="high",
            zero=True,
            y_title=_("årsverk"),
            projected_from=model.base_year + 1,
        ),
        formula=_formula(),
        uncertainty=_(
            "Båndet er et 80 % intervall for befolkningen, som er etterprøvd, og for de andre "
            "usikre forholdene i scenariorommet, som ikke er det."
        ),
        assumptions=model.choices.for_fte(),
        note=model.path.caveat,
    )


def _fte_rows(model: Model) -> list[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = [
        (year + 1, value, None, None)
        for year, value in model.fte_history.items()
        if value is not None and year + 1 < model.base_year
    ]
    for year in model.years:
        ends = model.spread(year) or (None, None)
        rows.append((year, *map(whole, (model.fte_in(year), *ends))))
    return rows


def by_part(model: Model) -> Exhibit | None:
    """Show what the rise in årsverk is made of: the parts add up to the whole.

    None where årsverk by service are not known: the parts are services.
    """
    found = model.rise()
    if found is None or not model.care.labour.shown:
        return None
    most = max(found.terms, key=lambda part: found.terms[part], default=None)
    grows = most is not None and found.terms[most] >= 0.5
    return _show(model)(
        "arsverk-deler",
        _("Mest av veksten: {most}, {extra} flere årsverk i {year}")
        if grows
        else _("Ingen del av tjenesten trenger flere årsverk i {year}"),
        _("Hva endringen i årsverk består av, {place}, fra {base} til {year}"),
        (Column("part", _("Del")), Column("fte", _("Årsverk"), Unit.FTE)),
        [
            (str(model.base_year), found.start),
            *((_(LABELS[part]), value) for part, value in found.terms.items()),
        ],
        total=(str(model.target), found.end),
        either=model.either,
        most=_(LABELS[most]).lower() if most else "",
        extra=format_number(found.terms[most], Unit.COUNT) if most else "",
        base=str(model.base_year),
        alt=_("Tabellen viser leddene i endringen. De summerer til tallet i {year}."),
        sources=exhibit_sources(model, *FTE_TABLES),
        formula=_formula(),
        assumptions=model.choices.for_fte(),
        note=_("Årsverkene er delt på tjenestene etter lønnsutgiftene: delingen er vår."),
    )


def _stacked(value: str, parts: str, title: str) -> Chart:
    return Chart(Shape.COLUMNS, YEAR, value, parts, stacked=True, zero=True, y_title=title)


def users(model: Model) -> Exhibit:
    """Show users of each service, counted and projected."""
    place = model.place.name
    ends = {s: model.users(s).get(model.target) for s in model.used}
    text = _("{service}: {now} til {then}")
    texts = [
        fill(
            text,
            service=service_name(s),
            now=format_number(used.total, Unit.COUNT),
            then=format_number(ends[s], Unit.USERS),
        )
        for s, used in model.used.items()
    ]
    first = next(iter(model.used))
    merged = any(u.merged for u in model.used.values())
    return _show(model)(
        "brukere",
        _("{service} får flere brukere: {then} i {year}")
        if (ends[first] or 0) > model.used[first].total
        else _("{service} får ikke flere brukere: {then} i {year}"),
        _("Brukere ved dagens bruk i hver aldersgruppe, {place}, 1. januar"),
        (
            year_column(),
            Column("service", _("Tjeneste")),
            Column("place", _("Sted")),
            Column("users", _("Brukere"), Unit.USERS),
        ),
        [(year, name, place, value) for year, name, value in by_line(_users(model))],
        either=either_way(model.outcome, QUANTITY[first], model.target),
        service=service_name(first),
        place=place,
        then=format_number(ends[first], Unit.USERS),
        alt=_("Fram til {year}. ") + "; ".join(texts) + ".",
        pivot=(YEAR, "service", "users"),
        sources=exhibit_sources(model, "care_users"),
        chart=Chart(
            Shape.PANELS,
            YEAR,
            "users",
            "place",
            {place: Role.OWN},
            facet="service",
            projected_from=model.base_year + 1,
            zero=True,
            y_title=_("brukere"),
        ),
        formula=_(
            "Fra 67 år: brukere i dag × innbyggere i aldersgruppen ÷ innbyggere i dag. Under 67: "
            "dagens antall, med den veksten som er valgt"
        ),
        note=(_("Aldersgrupper med skjermede tall er slått sammen. ") if merged else "")
        + model.path.caveat,
        assumptions=(model.choices.trend,),
    )


def _users(model: Model) -> dict[str, dict[int, float | None]]:
    """Give users by the name of the service and 1 January: counted, then projected and whole."""
    return {
        service_name(s): {
            **{y + 1: v for y, v in model.history[s].items() if y + 1 < model.base_year},
            **{y: whole(v) for y, v in model.users(s).items()},
        }
        for s in model.used
    }


def burden(model: Model) -> Exhibit | None:
    """Show årsverk per hundred of working age by year, with group and Norway where known."""
    place = model.place.name
    series = {y: model.per_hundred(y, model.fte_in(y)) for y in model.years}
    past = {
        y + 1: model.per_hundred(y + 1, v)
        for y, v in model.fte_history.items()
        if y + 1 < model.base_year
    }
    now, then = series.get(model.base_year), series.get(model.target)
    if now is None or then is None:
        return None
    others = {b.place.name: (b.role, {b.year + 1: b.per_hundred}) for b in model.others}
    return _show(model)(
        "arsverk-per-100",
        _("Omsorg tar {then} av 100 i arbeidsfør alder i {year}, mot {now} i dag")
        if then >= now
        else _(
            "Omsorg tar en mindre del av arbeidsstyrken: {then} av 100 i {year}, mot {now} i dag"
        ),
        _("Årsverk i omsorgstjenesten per 100 innbyggere 20–66 år, {place}"),
        **timeline(
            {place: (Role.OWN, past | series), **others},
            Column("share", _("Årsverk per 100"), Unit.COUNT, 1),
            by_year=True,
            projected_from=model.base_year + 1,
            zero=True,
            y_title=_("årsverk per 100 innbyggere 20–66 år"),
        ),
        either=model.burden_turns,
        now=format_number(now, Unit.COUNT, 1),
        then=format_number(then, Unit.COUNT, 1),
        place=place,
        alt=_("Tallet går fra {now} i dag til {then} i {year}."),
        sources=(*exhibit_sources(model, *FTE_TABLES), *model.other_sources),
        formula=_("Årsverk ÷ innbyggere 20–66 år × 100"),
        assumptions=model.choices.for_fte(),
        note=model.path.caveat,
    )


def recruitment(model: Model) -> Exhibit | None:
    """Show recruits a year: to replace those who leave and to grow."""
    hires, needed = model.recruits(), model.employees()
    split: dict[int, tuple[int, int]] = {}
    for year in (y for y in hires if y in (*MILESTONES, model.base_year + 1)):
        grow = max(needed[year] - needed[year - 1], 0.0) if year - 1 in needed else 0.0
        grow = min(grow, hires[year])
        growing = int(whole(grow) or 0)  # what is left of the printed number replaces
        split[year] = int(whole(hires[year]) or 0) - growing, growing
    if not split:
        return None
    total, growth = sum(hires[y] for y in split), sum(growing for _r, growing in split.values())
    return _show(model)(
        "rekruttering",
        _("Vekst er {share} av rekrutteringen i årene som er vist"),
        _("Ansatte som må rekrutteres per år ved dagens praksis, {place}"),
        (year_column(), Column("why", _("Grunn")), Column("people", _("Ansatte"), Unit.EMPLOYEES)),
        [
            (year, why, float(people))
            for year, counts in split.items()
            for why, people in zip(
                (_("Erstatte dem som slutter"), _("Dekke vekst")), counts, strict=True
            )
        ],
        share=format_number(growth / total if total else 0.0, Unit.SHARE, 0),
        alt=_("Av ansatte som må rekrutteres i årene som er vist, går {share} til vekst."),
        pivot=(YEAR, "why", "people"),
        sources=exhibit_sources(model, *FTE_TABLES),
        chart=_stacked("people", "why", _("ansatte")),
        formula=_("Ansatte året før × andelen som slutter + endring i ansatte"),
        assumptions=(*model.choices.for_fte(), model.choices.position, model.choices.exits),
        uncertainty=_("Andelen som slutter, er valgt. Funnet spenn er 5,2 til 21,9 % i året."),
    )


def sensitivity(model: Model) -> Exhibit | None:
    """Show how årsverk in the target year move with each assumption, the one that moves most first.

    Each is tried at both ends of its own range, the rest as they are.
    """
    tried = model.moved()
    if not tried:
        return None
    rows = [(one.label, one.low, one.high, *map(whole, ends)) for one, ends in tried]
    ends = sorted(end for _one, both in tried for end in both)
    going = replace(model.going, years=model.target - model.base_year)
    attendance = _(
        "Nærvær flytter årsverkene fordi permisjon, kurs og annet fravær gir mindre tid til "
        "tjenesten i hvert årsverk. Sykefravær gjør det ikke: det dekkes av vikarer, som koster "
        "penger, men ikke er avtalte årsverk."
    )
    change = model.extra(model.target) or 0.0
    order = by_distance(change, Unit.FTE, 0)
    notes = {"attendance": attendance, "trend_years": tried_below(model.care.coverage, going)}
    return _show(model)(
        "arsverk-folsomhet",
        _("Svaret i {year} går fra {a} til {b} når én antakelse flyttes"),
        _("Endring i årsverk fra i dag til {year}, {place}"),
        (
            Column("case", _("Antakelse")),
            Column("from", _("Prøvd fra")),
            Column("to", _("Prøvd til")),
            Column("low", _("Endring fra"), Unit.FTE, sign=True),
            Column("high", _("Endring til"), Unit.FTE, sign=True),
        ),
        rows,
        a=format_number(ends[0], Unit.FTE, 0, sign=True, word=False),
        b=format_number(ends[-1], Unit.FTE, 0, sign=True),
        alt=_("Endringen i {year} er fra {a} til {b}, avhengig av antakelsen."),
        sources=exhibit_sources(model, *FTE_TABLES),
        formula=_formula(),
        assumptions=model.choices.for_fte(),
        uncertainty=_("Radene er én antakelse om gangen, ikke et intervall."),
        note=" ".join((order, *(notes[one.id] for one, _ends in tried if notes.get(one.id)))),
    )
