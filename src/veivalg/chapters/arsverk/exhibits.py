"""Exhibits of the chapter «arsverk»."""

from veivalg.chapters.arsverk.model import Model
from veivalg.chapters.arsverk.model.figures import FTE_TABLES, METHOD, exhibit_sources
from veivalg.chapters.arsverk.model.missing import service_name
from veivalg.chapters.common.digits import two_digits, whole
from veivalg.chapters.common.exhibits import Exhibits
from veivalg.chapters.common.periods import MILESTONES
from veivalg.chapters.common.sentences import fill, more_or_fewer
from veivalg.chapters.common.timeline import YEAR, by_line, timeline, year_column
from veivalg.content import Cell, Chart, Column, Exhibit, Role, Shape, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.projections.rounding import largest_remainder


def _show(model: Model) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    return Exhibits(METHOD, {"place": model.place.name, "year": str(model.target)})


def _formula() -> str:
    return _(
        "Årsverk = årsverk i dag × brukere vektet med timer, delt på det samme i dag. Brukere = "
        "brukere i dag × innbyggere i aldersgruppen ÷ innbyggere i dag."
    )


def far(value: float | None, unit: Unit, *, sign: bool = False, word: bool = True) -> str:
    """Write a far year's count with two significant digits."""
    return format_number(value, unit, two_digits(value), sign=sign, word=word)


def fte(model: Model) -> Exhibit | None:
    """Show årsverk in all by year, counted and projected, with a ribbon."""
    now, then = model.fte_in(model.base_year), model.fte_in(model.target)
    if now is None or then is None:
        return None
    tested = _("Spredningen er etterprøvd mot det som kom. ") if model.path.tested else ""
    return _show(model)(
        "arsverk-utvikling",
        _("Dagens praksis krever {extra} {more} årsverk i {year}")
        if abs(then - now) >= 0.5
        else _("Dagens praksis krever like mange årsverk i {year} som i dag"),
        _("Årsverk i omsorgstjenesten ved dagens dekningsgrad, {place}, 1. januar"),
        (
            year_column(),
            Column("fte", _("Årsverk"), Unit.FTE),
            Column("low", _("Nedre"), Unit.FTE),
            Column("high", _("Øvre"), Unit.FTE),
        ),
        _fte_rows(model),
        extra=far(abs(then - now), Unit.COUNT),
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
        uncertainty=tested
        + _(
            "Båndet er et 80 % intervall for befolkningen, med forutsetningene som er valgt. Svar "
            "med andre forutsetninger står for seg, under «Hvor sikkert er svaret?». "
            "Scenariorommet trekker flere usikre forhold, og har derfor videre intervaller."
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


def by_service(model: Model) -> Exhibit | None:
    """Show årsverk by service in some years, stacked."""
    path, base = model.fte, model.base_year
    if path is None:
        return None
    growth = {
        name: (series.get(model.target) or 0) - (series.get(base) or 0)
        for name, series in (
            (_("hjemmetjenestene"), path.home),
            (_("institusjon"), path.institution),
        )
    }
    most = max(growth, key=lambda n: growth[n])
    grows = growth[most] >= 0.5
    return _show(model)(
        "arsverk-tjeneste",
        _("Mest vekst i {most}: {extra} flere årsverk i {year}")
        if grows
        else _("Ingen av tjenestene trenger flere årsverk i {year}"),
        _("Årsverk etter tjeneste ved dagens praksis, {place}"),
        (year_column(), Column("service", _("Tjeneste")), Column("fte", _("Årsverk"), Unit.FTE)),
        [
            (y, name, whole(series.get(y)))
            for y in (base, *(y for y in MILESTONES if y > base and y in model.years))
            for name, series in (
                (_("Hjemmetjenester"), path.home),
                (_("Institusjon"), path.institution),
            )
        ],
        most=most,
        extra=far(growth[most], Unit.COUNT),
        alt=_("Årsverkene øker mest i {most}, {extra} årsverk fram til {year}.") if grows else "",
        pivot=(YEAR, "service", "fte"),
        sources=exhibit_sources(model, *FTE_TABLES),
        chart=_stacked("fte", "service", _("årsverk")),
        formula=_formula(),
        assumptions=model.choices.for_fte(),
        note=_(
            "Fordelingen mellom tjenestene er regnet ut med årsverk per plass; den er ikke "
            "publisert i tabellene vi bruker. Boliger med bemanning regnes til hjemmetjenestene."
        ),
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
            then=far(ends[s], Unit.USERS),
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
        _("Brukere ved dagens dekningsgrad i hver aldersgruppe, {place}, 1. januar"),
        (
            year_column(),
            Column("service", _("Tjeneste")),
            Column("place", _("Sted")),
            Column("users", _("Brukere"), Unit.USERS),
        ),
        [(year, name, place, value) for year, name, value in by_line(_users(model))],
        service=service_name(first),
        place=place,
        then=far(ends[first], Unit.USERS),
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
        formula=_("Brukere i dag × innbyggere i aldersgruppen ÷ innbyggere i dag"),
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
        replaced, growing = largest_remainder([hires[year] - grow, grow])
        split[year] = replaced, growing
    if not split:
        return None
    total, growth = sum(hires[y] for y in split), sum(growing for _r, growing in split.values())
    return _show(model)(
        "rekruttering",
        _("Vekst er bare {share} av rekrutteringen: resten erstatter dem som slutter")
        if total and growth < 0.5 * total
        else _("Vekst er {share} av rekrutteringen i årene som er vist"),
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
    """Show how årsverk in the target year vary with each assumption."""
    now = model.fte_in(model.base_year)
    rows: list[tuple[Cell, ...]] = []
    for name, variant in {_("Valgte forutsetninger"): model, **model.variants()}.items():
        value, ends = variant.extra(model.target), variant.spread(model.target)
        if now is not None and value is not None and ends is not None:
            rows.append((name, *map(whole, (value, ends[0] - now, ends[1] - now))))
    if not rows:
        return None
    points = sorted(float(r[1]) for r in rows if isinstance(r[1], float))
    return _show(model)(
        "arsverk-folsomhet",
        _("Svaret i {year} går fra {a} til {b} med andre forutsetninger"),
        _("Endring i årsverk fra i dag til {year}, {place}, 80 % intervall for befolkningen"),
        (
            Column("case", _("Forutsetning")),
            Column("extra", _("Endring"), Unit.FTE, sign=True),
            Column("low", _("Nedre"), Unit.FTE, sign=True),
            Column("high", _("Øvre"), Unit.FTE, sign=True),
        ),
        rows,
        a=far(points[0], Unit.FTE, sign=True, word=False),
        b=far(points[-1], Unit.FTE, sign=True),
        alt=_("Endringen i {year} er fra {a} til {b}, avhengig av forutsetningene."),
        sources=exhibit_sources(model, *FTE_TABLES),
        chart=Chart(Shape.RANGE, "extra", "case", low="low", high="high"),
        formula=_formula(),
        assumptions=model.choices.for_fte(),
        uncertainty=_(
            "Intervallet gjelder befolkningen. Radene er ulike forutsetninger, ikke et intervall."
        ),
    )
