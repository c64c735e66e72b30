"""Exhibits of the chapter «arsverk»."""

from __future__ import annotations

from collections.abc import Sequence

from veivalg.chapters.arsverk.model import HOME, METHOD, WORKING, Model, source_of
from veivalg.chapters.common.digits import two_digits, whole
from veivalg.chapters.common.people import sources_behind
from veivalg.chapters.common.periods import MILESTONES
from veivalg.chapters.common.sentences import fill
from veivalg.chapters.common.sources import unique
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Pivot,
    Role,
    Shape,
    Source,
    Table,
    Unit,
    format_number,
)
from veivalg.foundation.i18n import _
from veivalg.maths.projections.rounding import largest_remainder

YEAR = "year"
FTE_TABLES = ("care_staff", "care_users", "care_places")


def _formula() -> str:
    return _(
        "Årsverk = årsverk i dag × brukere vektet med timer, delt på det samme i dag. Brukere = "
        "brukere i dag × innbyggere i aldersgruppen ÷ innbyggere i dag."
    )


def service_name(service: str) -> str:
    """Give the Norwegian name of a service."""
    return _("Hjemmetjenester") if service == HOME else _("Langtidsopphold i institusjon")


def count(value: float | None, unit: Unit) -> str:
    """Write a far year's count with two significant digits."""
    return format_number(value, unit, two_digits(value))


def bare(value: float | None) -> str:
    """Write a far year's count without its unit word."""
    return format_number(value, Unit.COUNT, two_digits(value))


def _sources(model: Model, *tables: str, working: bool = False) -> tuple[Source, ...]:
    """Give what an exhibit is made from: some tables, and the ages the users follow."""
    groups = {g.basis for used in model.used.values() for g in used.groups}
    groups |= {WORKING} if working else set()
    title, part = (
        (_("Årsverk ved dagens praksis"), "")
        if "care_staff" in tables
        else (_("Brukere ved dagens dekningsgrad"), "-brukere")
    )
    known = (model.sources[name] for name in tables if name in model.sources)
    return unique(
        [
            source_of(model, title, part),
            *known,
            *sources_behind(model.path, sorted(groups), model.years),
        ]
    )


def _years_shown(model: Model) -> list[int]:
    return [model.base_year, *(y for y in MILESTONES if y > model.base_year and y in model.years)]


def _uncertainty(model: Model) -> str:
    tested = _("Spredningen er etterprøvd mot det som kom. ") if model.path.tested else ""
    return tested + _(
        "Båndet er et 80 % intervall for befolkningen, med forutsetningene som er valgt. Svar "
        "med andre forutsetninger står for seg, under «Hvor sikkert er svaret?». Scenariorommet "
        "trekker flere usikre forhold, og har derfor videre intervaller."
    )


def fte(model: Model) -> Exhibit | None:
    """Show årsverk in all by year, counted and projected, with a ribbon."""
    path = model.fte()
    if path is None:
        return None
    now, then = path.total(model.base_year), path.total(model.target)
    if now is None or then is None:
        return None
    rows: list[tuple[Cell, ...]] = [
        (year + 1, value, None, None)
        for year, value in model.fte_history.items()
        if value is not None and year + 1 < model.base_year
    ]
    for year in model.years:
        ends = model.spread(year)
        rows.append((year, whole(path.total(year)), *map(whole, ends or (None, None))))
    words = {
        "extra": bare(abs(then - now)),
        "year": str(model.target),
        "more": _("flere") if then >= now else _("færre"),
        "place": model.place.name,
        "now": format_number(now, Unit.COUNT),
        "then": format_number(then, Unit.FTE),
    }
    return Exhibit(
        "arsverk-utvikling",
        fill(
            _("Dagens praksis krever {extra} {more} årsverk i {year}")
            if abs(then - now) >= 0.5
            else _("Dagens praksis krever like mange årsverk i {year} som i dag"),
            **words,
        ),
        fill(_("Årsverk i omsorgstjenesten ved dagens dekningsgrad, {place}, 1. januar"), **words),
        fill(_("Årsverkene går fra {now} til {then} i {year} hvis praksis er som i dag."), **words),
        Table(
            (
                Column(YEAR, _("År"), Unit.YEAR),
                Column("fte", _("Årsverk"), Unit.FTE),
                Column("low", _("Nedre"), Unit.FTE),
                Column("high", _("Øvre"), Unit.FTE),
            ),
            tuple(rows),
        ),
        _sources(model, *FTE_TABLES),
        Chart(
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
        method=METHOD,
        uncertainty=_uncertainty(model),
        assumptions=model.choices.for_fte(),
        note=model.path.caveat,
    )


def by_service(model: Model) -> Exhibit | None:
    """Show årsverk by service in some years, stacked."""
    path = model.fte()
    if path is None:
        return None
    years = _years_shown(model)
    rows = tuple(
        (y, name, whole(series.get(y)))
        for y in years
        for name, series in (
            (_("Hjemmetjenester"), path.home),
            (_("Institusjon"), path.institution),
        )
    )
    growth = {
        name: (series.get(model.target) or 0) - (series.get(model.base_year) or 0)
        for name, series in (
            (_("hjemmetjenestene"), path.home),
            (_("institusjon"), path.institution),
        )
    }
    most = max(growth, key=lambda n: growth[n])
    words = {
        "most": most,
        "extra": bare(growth[most]),
        "year": str(model.target),
        "place": model.place.name,
    }
    title = (
        _("Mest vekst i {most}: {extra} flere årsverk i {year}")
        if growth[most] >= 0.5
        else _("Ingen av tjenestene trenger flere årsverk i {year}")
    )
    return Exhibit(
        "arsverk-tjeneste",
        fill(title, **words),
        fill(_("Årsverk etter tjeneste ved dagens praksis, {place}"), **words),
        fill(
            _("Årsverkene øker mest i {most}, {extra} årsverk fram til {year}.")
            if growth[most] >= 0.5
            else title + ".",
            **words,
        ),
        Table(
            (
                Column(YEAR, _("År"), Unit.YEAR),
                Column("service", _("Tjeneste")),
                Column("fte", _("Årsverk"), Unit.FTE),
            ),
            rows,
            pivot=Pivot(YEAR, "service", "fte"),
        ),
        _sources(model, *FTE_TABLES),
        Chart(Shape.COLUMNS, YEAR, "fte", "service", stacked=True, zero=True, y_title=_("årsverk")),
        formula=_formula(),
        method=METHOD,
        assumptions=model.choices.for_fte(),
        note=_(
            "Fordelingen mellom tjenestene er regnet ut med årsverk per plass; den er ikke "
            "publisert i tabellene vi bruker. Boliger med bemanning regnes til "
            "hjemmetjenestene."
        ),
    )


def users(model: Model) -> Exhibit:
    """Show users of each service, counted and projected."""
    place = model.place.name
    rows: list[tuple[Cell, ...]] = []
    for service in model.used:
        name = service_name(service)
        past = ((y + 1, v) for y, v in model.history[service].items() if y + 1 < model.base_year)
        rows += [(y, name, place, v) for y, v in past if v is not None]
        rows += [
            (y, name, place, whole(v)) for y, v in model.users(service).items() if v is not None
        ]
    ends = {s: model.users(s).get(model.target) for s in model.used}
    texts = [
        _("{service}: {now} til {then}")
        .replace("{service}", service_name(s))
        .replace("{now}", format_number(model.used[s].total, Unit.COUNT))
        .replace("{then}", count(ends[s], Unit.USERS))
        for s in model.used
    ]
    first = next(iter(model.used))
    rising = (ends[first] or 0) > model.used[first].total
    words = {
        "service": service_name(first),
        "year": str(model.target),
        "place": place,
        "then": count(ends[first], Unit.USERS),
    }
    title = (
        _("{service} får flere brukere: {then} i {year}")
        if rising
        else _("{service} får ikke flere brukere: {then} i {year}")
    )
    return Exhibit(
        "brukere",
        fill(title, **words),
        fill(_("Brukere ved dagens dekningsgrad i hver aldersgruppe, {place}, 1. januar"), **words),
        fill(_("Fram til {year}. "), **words) + "; ".join(texts) + ".",
        Table(
            (
                Column(YEAR, _("År"), Unit.YEAR),
                Column("service", _("Tjeneste")),
                Column("place", _("Sted")),
                Column("users", _("Brukere"), Unit.USERS),
            ),
            tuple(rows),
            pivot=Pivot(YEAR, "service", "users"),
        ),
        _sources(model, "care_users"),
        Chart(
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
        formula=_("Brukere i dag × innbyggere i aldersgruppen ÷ innbyggere i dag"),
        method=METHOD,
        note=_merged_note(model),
        assumptions=(model.choices.trend,),
    )


def _merged_note(model: Model) -> str:
    merged = any(u.merged for u in model.used.values())
    text = _("Aldersgrupper med skjermede tall er slått sammen. ") if merged else ""
    return text + model.path.caveat


def burden(
    model: Model,
    others: Sequence[tuple[Role, str, int, float]],
    more: Sequence[Source] = (),
) -> Exhibit | None:
    """Show årsverk per hundred of working age by year, with group and Norway where known."""
    path = model.fte()
    if path is None:
        return None
    place = model.place.name
    series = {y: model.per_hundred(y, path.total(y)) for y in model.years}
    past = {
        y + 1: model.per_hundred(y + 1, v)
        for y, v in model.fte_history.items()
        if y + 1 < model.base_year
    }
    rows: list[tuple[Cell, ...]] = [
        (y, place, v) for y, v in (past | series).items() if v is not None
    ]
    rows += [(year + 1, name, value) for _role, name, year, value in others]
    rows.sort(key=lambda row: float(row[0] or 0))
    now, then = series.get(model.base_year), series.get(model.target)
    if now is None or then is None:
        return None
    words = {
        "now": format_number(now, Unit.COUNT, 1),
        "then": format_number(then, Unit.COUNT, 1),
        "year": str(model.target),
        "place": place,
    }
    title = (
        _("Omsorg tar {then} av 100 i arbeidsfør alder i {year}, mot {now} i dag")
        if then >= now
        else _(
            "Omsorg tar en mindre del av arbeidsstyrken: {then} av 100 i {year}, mot {now} i dag"
        )
    )
    return Exhibit(
        "arsverk-per-100",
        fill(title, **words),
        fill(_("Årsverk i omsorgstjenesten per 100 innbyggere 20–66 år, {place}"), **words),
        fill(_("Tallet går fra {now} i dag til {then} i {year}."), **words),
        Table(
            (
                Column(YEAR, _("År"), Unit.YEAR),
                Column("place", _("Sted")),
                Column("share", _("Årsverk per 100"), Unit.COUNT, 1),
            ),
            tuple(rows),
            pivot=Pivot(YEAR, "place", "share"),
        ),
        unique([*_sources(model, *FTE_TABLES), *more]),
        Chart(
            Shape.LINES,
            YEAR,
            "share",
            "place",
            {place: Role.OWN} | {name: role for role, name, _y, _v in others},
            projected_from=model.base_year + 1,
            zero=True,
            y_title=_("årsverk per 100 innbyggere 20–66 år"),
        ),
        formula=_("Årsverk ÷ innbyggere 20–66 år × 100"),
        method=METHOD,
        assumptions=model.choices.for_fte(),
        note=model.path.caveat,
    )


def recruitment(model: Model) -> Exhibit | None:
    """Show recruits a year: to replace those who leave and to grow."""
    hires, needed = model.recruits(), model.employees()
    years = [y for y in hires if y in (*MILESTONES, model.base_year + 1)]
    if not years:
        return None
    rows: list[tuple[Cell, ...]] = []
    for year in years:
        grow = max(needed[year] - needed[year - 1], 0.0) if year - 1 in needed else 0.0
        grow = min(grow, hires[year])
        replaced, growing = largest_remainder([hires[year] - grow, grow])
        rows.append((year, _("Erstatte dem som slutter"), float(replaced)))
        rows.append((year, _("Dekke vekst"), float(growing)))
    total = sum(hires[y] for y in years)
    growth = sum(
        float(v) for _y, name, v in rows if name == _("Dekke vekst") and isinstance(v, float)
    )
    share = format_number(growth / total if total else 0.0, Unit.SHARE, 0)
    words = {"share": share, "place": model.place.name}
    return Exhibit(
        "rekruttering",
        fill(
            _("Vekst er bare {share} av rekrutteringen: resten erstatter dem som slutter")
            if total and growth < 0.5 * total
            else _("Vekst er {share} av rekrutteringen i årene som er vist"),
            **words,
        ),
        fill(_("Ansatte som må rekrutteres per år ved dagens praksis, {place}"), **words),
        fill(
            _("Av ansatte som må rekrutteres i årene som er vist, går {share} til vekst."), **words
        ),
        Table(
            (
                Column(YEAR, _("År"), Unit.YEAR),
                Column("why", _("Grunn")),
                Column("people", _("Ansatte"), Unit.EMPLOYEES),
            ),
            tuple(rows),
            pivot=Pivot(YEAR, "why", "people"),
        ),
        _sources(model, *FTE_TABLES),
        Chart(Shape.COLUMNS, YEAR, "people", "why", stacked=True, zero=True, y_title=_("ansatte")),
        formula=_("Ansatte året før × andelen som slutter + endring i ansatte"),
        method=METHOD,
        assumptions=(*model.choices.for_fte(), model.choices.position, model.choices.exits),
        uncertainty=_("Andelen som slutter, er valgt. Funnet spenn er 5,2 til 21,9 % i året."),
    )


def sensitivity(model: Model) -> Exhibit | None:
    """Show how årsverk in the target year vary with each assumption."""
    path = model.fte()
    now = path.total(model.base_year) if path else None
    rows: list[tuple[Cell, ...]] = []
    for name, variant in {_("Valgte forutsetninger"): model, **model.variants()}.items():
        value, ends = variant.extra(model.target), variant.spread(model.target)
        if now is not None and value is not None and ends is not None:
            rows.append((name, *map(whole, (value, ends[0] - now, ends[1] - now))))
    if not rows:
        return None
    points = sorted(float(r[1]) for r in rows if isinstance(r[1], float))
    words = {
        "a": format_number(points[0], Unit.FTE, two_digits(points[0]), sign=True, word=False),
        "b": format_number(points[-1], Unit.FTE, two_digits(points[-1]), sign=True),
        "year": str(model.target),
        "place": model.place.name,
    }
    return Exhibit(
        "arsverk-folsomhet",
        fill(_("Svaret i {year} går fra {a} til {b} med andre forutsetninger"), **words),
        fill(
            _("Endring i årsverk fra i dag til {year}, {place}, 80 % intervall for befolkningen"),
            **words,
        ),
        fill(_("Endringen i {year} er fra {a} til {b}, avhengig av forutsetningene."), **words),
        Table(
            (
                Column("case", _("Forutsetning")),
                Column("extra", _("Endring"), Unit.FTE, sign=True),
                Column("low", _("Nedre"), Unit.FTE, sign=True),
                Column("high", _("Øvre"), Unit.FTE, sign=True),
            ),
            tuple(rows),
        ),
        _sources(model, *FTE_TABLES),
        Chart(Shape.RANGE, "extra", "case", low="low", high="high"),
        formula=_formula(),
        method=METHOD,
        assumptions=model.choices.for_fte(),
        uncertainty=_(
            "Intervallet gjelder befolkningen. Radene er ulike forutsetninger, ikke et intervall."
        ),
    )
