"""Exhibits of the chapter «brukergrupper»: what groups and services cost, and at others."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from veivalg.chapters.brukergrupper.model import METHOD, SHIELDED, Level, Model, end_of
from veivalg.chapters.common.costs.words import million
from veivalg.chapters.common.sentences import fill, join
from veivalg.content import Cell, Chart, Column, Exhibit, Pivot, Role, Shape, Table, Unit
from veivalg.content.numbers import format_number
from veivalg.foundation.i18n import _
from veivalg.maths.services.user_groups import ALL_AGES, MERGED, Cost, coverage, gap, off, shares
from veivalg.own.tables.user_groups import AGES, GROUPS, SERVICES, UNITS


def percent(value: float | None) -> str:
    """Write a share with one decimal."""
    return format_number(value, Unit.SHARE, 1)


def small_first(name: str) -> str:
    """Give a name as it stands inside a sentence."""
    return name[:1].lower() + name[1:]


def service_name(cost: Cost) -> str:
    """Name a service; a merged row says what it holds."""
    if cost.service != MERGED:
        return SERVICES[cost.service]
    words = ", ".join(small_first(SERVICES[s]) for s in cost.services)
    return fill(_("Slått sammen: {services}"), services=words)


def by_group(model: Model) -> Exhibit:
    """Show what each user group costs, and its share."""
    groups = model.groups()
    found = (
        shares(groups)
        if not model.costs.hidden
        else {g: amount / model.total for g, amount in groups.items() if model.total}
    )
    rows: list[tuple[Cell, ...]] = [
        (GROUPS[g], amount, found.get(g), _net(model, g)) for g, amount in groups.items()
    ]
    rows += [(GROUPS[g], SHIELDED, SHIELDED, SHIELDED) for g in GROUPS if g in model.costs.hidden]
    top = max(groups, key=lambda g: groups[g], default="")
    whole = SHIELDED if model.total is None else million(model.total)
    words = {"group": GROUPS.get(top, ""), "share": percent(found.get(top))}
    title = (
        fill(_("{group}: {share} av kostnadene"), **words) if top else _("Kostnadene er skjermet")
    )
    return Exhibit(
        "brukergrupper-andeler",
        title,
        fill(
            _(
                "Brutto driftsutgifter til pleie og omsorg etter brukergruppe, {year}, {total} i "
                "alt"
            ),
            year=str(model.year),
            total=whole,
        ),
        title + ".",
        Table(
            (
                Column("group", _("Brukergruppe")),
                Column("gross", _("Brutto, mill. kr"), Unit.MILLION_NOK, 1),
                Column("share", _("Andel"), Unit.SHARE, 1),
                Column("net", _("Netto, mill. kr"), Unit.MILLION_NOK, 1),
            ),
            tuple(rows),
        ),
        model.sources(),
        Chart(Shape.BARS, "share", "group", zero=True) if groups else None,
        formula=_("Andel = brukergruppens brutto driftsutgifter ÷ alle gruppenes"),
        method=METHOD,
        uncertainty=_("Fordelingen av regnskapet på grupper bygger på kommunens egne nøkler."),
        note=_("Brutto er før tilskudd for ressurskrevende tjenester og brukerbetaling."),
    )


def _net(model: Model, group: str) -> float | None:
    rows = [c for c in model.costs.costs if c.group == group]
    nets = [c.net for c in rows if c.net is not None]
    return sum(nets) if nets and len(nets) == len(rows) else None


def by_service(model: Model) -> tuple[Exhibit, ...]:
    """Show cost, volume, unit cost and cost by inhabitant of the services, a table each group."""
    return tuple(_services(model, group) for group in model.groups())


def with_unit(cost: Cost) -> str:
    """Name a service with its ages and the unit of its volume, to stand in a table."""
    age = "" if cost.age == ALL_AGES else f", {AGES[cost.age]}"
    unit = f" ({UNITS[cost.unit]})" if cost.unit and cost.volume is not None else ""
    return f"{service_name(cost)}{age}{unit}"


def _services(model: Model, group: str) -> Exhibit:
    costs = sorted(
        (c for c in model.costs.costs if c.gross and c.group == group), key=lambda c: -c.gross
    )
    rows: list[tuple[Cell, ...]] = [
        (with_unit(c), c.gross, c.volume, c.unit_cost, model.per_target(c)) for c in costs
    ]
    words = {
        "service": small_first(service_name(costs[0])),
        "amount": million(costs[0].gross),
        "group": GROUPS[group],
        "year": str(model.year),
    }
    title = fill(_("{group}: mest til {service}, {amount}"), **words)
    return Exhibit(
        f"brukergrupper-tjenester-{group.replace('_', '-')}",
        title,
        fill(_("{group}: brutto driftsutgifter etter tjeneste, {year}"), **words),
        fill(_("Tabell over {n} tjenester. {title}."), n=str(len(rows)), title=title),
        Table(
            (
                Column("service", _("Tjeneste")),
                Column("gross", _("Brutto, mill. kr"), Unit.MILLION_NOK, 1),
                Column("volume", _("Volum"), Unit.COUNT, 0),
                Column("each", _("Enhetskostnad"), Unit.NOK, 0),
                Column("per", _("Per innbygger"), Unit.NOK, 0),
            ),
            tuple(rows),
        ),
        model.sources(),
        method=METHOD,
        formula=_(
            "Enhetskostnad = brutto ÷ volum. Per innbygger = brutto ÷ innbyggere i "
            "målgruppen ÷ behovsindeksen"
        ),
        note=join(
            fill(
                _(
                    "Per innbygger er likt behov og gjelder målgruppen: 0–17 år for barn, "
                    "18–66 år for voksne og ellers alle, {when}."
                ),
                when=end_of(model),
            ),
            _(
                "Tjenester til færre enn fem personer er slått sammen med andre, så ingen "
                "enkeltpersons kostnad kan leses."
            ),
            _uncounted(costs),
            model.uncorrected(),
        ),
        uncertainty=_(
            "Volum er talt på ulike måter fra tjeneste til tjeneste. Sammenlikn bare "
            "enhetskostnader for samme tjeneste."
        ),
    )


def _uncounted(costs: Sequence[Cost]) -> str:
    """Say for how many services it is not known how few they are for."""
    n = sum(c.counted is None and c.service != MERGED for c in costs)
    text = _(
        "For {n} av radene er antall brukere ikke oppgitt. Se etter at de ikke gjelder få "
        "personer før kapitlet deles."
    )
    return fill(text, n=str(n)) if n else ""


_PART_NAMES = {"institution": "Institusjon", "dwelling": "Bolig med døgntjenester"}


def covered(model: Model) -> Exhibit | None:
    """Show places by inhabitant of 80 and over, and unit cost."""
    aged, parts = model.people(80, 105), model.coverage_parts()
    if not parts or not aged:
        return None
    rows: list[tuple[Cell, ...]] = [
        (_PART_NAMES[name], places, aged, coverage(places, aged), cost / places if places else None)
        for name, (places, cost) in parts.items()
    ]
    words = {"all": "; ".join(f"{r[0]} {percent(float(r[3] or 0))}" for r in rows)}
    return Exhibit(
        "brukergrupper-dekning",
        fill(_("Dekningsgrad: {all}"), **words),
        _("Plasser for andre brukere, i hovedsak eldre, mot innbyggere 80 år og eldre"),
        fill(_("Dekningsgraden er plasser delt på innbyggere 80 år og eldre. {all}."), **words),
        Table(
            (
                Column("what", _("Tilbud")),
                Column("places", _("Plasser"), Unit.COUNT, 1),
                Column("aged", _("Innbyggere 80+"), Unit.COUNT),
                Column("share", _("Dekningsgrad"), Unit.SHARE, 2),
                Column("each", _("Enhetskostnad, mill. kr"), Unit.MILLION_NOK, 2),
            ),
            tuple(rows),
        ),
        model.sources(),
        formula=_("Dekningsgrad = plasser ÷ innbyggere 80 år og eldre"),
        method=METHOD,
        note=fill(_("Innbyggere {when}."), when=end_of(model)),
    )


def triangulated(model: Model) -> tuple[tuple[str, float, float, bool], ...]:
    """Give places × stated unit cost beside the cost: name, worked out, booked, too far off."""
    parts: dict[str, list[Cost]] = {}
    for c in model.costs.costs:
        if c.stated is not None and c.volume:
            inside = c.service in ("long_stay", "short_stay")
            name = _PART_NAMES["institution"] if inside else SERVICES[c.service]
            parts.setdefault(f"{name} ({GROUPS[c.group].lower()})", []).append(c)
    found = []
    for name, costs in parts.items():
        worked = sum((c.volume or 0.0) * (c.stated or 0.0) for c in costs)
        booked = sum(c.gross for c in costs)
        found.append((name, worked, booked, off(worked, booked)))
    return tuple(found)


def triangulation(model: Model) -> Exhibit | None:
    """Show whether volume × stated unit cost gives the booked cost, within 10 %."""
    found = triangulated(model)
    if not found:
        return None
    rows: list[tuple[Cell, ...]] = [
        (name, worked, booked, gap(worked, booked), _("for stort") if bad else _("innenfor"))
        for name, worked, booked, bad in found
    ]
    wrong = sum(bad for _n, _w, _b, bad in found)
    title = (
        fill(_("Volum × enhetskostnad stemmer ikke med regnskapet for {n} tilbud"), n=str(wrong))
        if wrong
        else _("Volum × enhetskostnad stemmer med regnskapet innenfor 10 %")
    )
    return Exhibit(
        "brukergrupper-kontroll",
        title,
        _("Kontroll: oppgitt enhetskostnad mot regnskapet"),
        title + ".",
        Table(
            (
                Column("what", _("Tilbud")),
                Column("worked", _("Volum × enhetskostnad, mill. kr"), Unit.MILLION_NOK, 1),
                Column("booked", _("Regnskap, mill. kr"), Unit.MILLION_NOK, 1),
                Column("gap", _("Avvik"), Unit.SHARE, 1, sign=True),
                Column("mark", _("Vurdering")),
            ),
            tuple(rows),
        ),
        model.sources(),
        formula=_("Avvik = volum × oppgitt enhetskostnad ÷ brutto − 1"),
        method=METHOD,
        note=_("Avvik over 10 % er trolig feil i volum, fordeling eller beregning."),
    )


def level_name(level: Level) -> str:
    """Name a group and its ages for a sentence."""
    return f"{GROUPS[level.group]}, {AGES[level.age].lower()}"


def inside(name: str) -> str:
    """Give what a mean is called inside a sentence; a municipality keeps its capital."""
    return small_first(name) if name.startswith("Snitt") else name


def levels(model: Model) -> tuple[Exhibit, ...]:
    """Show kroner by inhabitant of the target group beside the reference, a table each group."""
    return tuple(_level(model, level) for level in model.levels)


def _level(model: Model, level: Level) -> Exhibit:
    rows: list[tuple[Cell, ...]] = [
        (SERVICES[s], own, r, None if own is None or r is None else own - r)
        for s, own, r in level.rows
    ]
    rows.append((_("Sum"), level.own, level.reference, level.difference))
    diff = level.difference
    words = {
        "what": level_name(level),
        "name": inside(level.name),
        "diff": format_number(abs(diff or 0.0), Unit.NOK, 0),
    }
    text = (
        _("{what}: ikke alle tjenester kan ses mot {name}")
        if diff is None
        else _("{what}: {diff} mindre enn {name} per innbygger i målgruppen")
        if diff < 0
        else _("{what}: {diff} mer enn {name} per innbygger i målgruppen")
    )
    title = fill(text, **words)
    return Exhibit(
        f"brukergrupper-referanse-{level.group.replace('_', '-')}-{level.age.replace('+', '')}",
        title,
        fill(_("Brutto driftsutgifter per innbygger i målgruppen, {year}"), year=str(level.year)),
        title + ".",
        Table(
            (
                Column("service", _("Tjeneste")),
                Column("own", model.place.name, Unit.NOK, 0),
                Column("reference", level.name, Unit.NOK, 0),
                Column("diff", _("Forskjell"), Unit.NOK, 0, sign=True),
            ),
            tuple(rows),
            total_row=True,
        ),
        model.sources(model.references),
        method=METHOD,
        formula=_("Forskjell = egne kroner per innbygger − referansens"),
        note=join(
            _("Brutto, før tilskudd for ressurskrevende tjenester, og ikke korrigert for behov."),
            _("Begge står i samme dokument.")
            if level.printed
            else fill(_("Egne tall gjelder {year}."), year=str(model.year)),
            _("Snittet er uvektet: en liten kommune teller like mye som en stor."),
        ),
        uncertainty=_(
            "Få brukere gir store utslag: én person kan flytte snittet i en liten kommune."
        ),
    )


def municipalities(model: Model) -> Exhibit | None:
    """Show every municipality of the reference table as a dot, service by service."""
    if model.references is None or not model.levels:
        return None
    level, frame = model.levels[0], model.references.frame
    frame = frame.filter(
        pl.col("group") == level.group,
        pl.col("age") == level.age,
        pl.col("year") == pl.col("year").max(),
    )
    each = frame.group_by("municipality", maintain_order=True).agg(pl.col("per_inhabitant").sum())
    sums = sorted(each.iter_rows(), key=lambda pair: -pair[1])
    if len(sums) < 3:
        return None
    rows: list[tuple[Cell, ...]] = [(_("I alt"), name, amount) for name, amount in sums]
    rows += [
        (SERVICES[s], name, amount)
        for s, name, amount in frame.select("service", "municipality", "per_inhabitant").iter_rows()
    ]
    words = {
        "low": sums[-1][0],
        "high": sums[0][0],
        "what": level_name(level),
        "lowest": format_number(sums[-1][1], Unit.NOK, 0),
        "highest": format_number(sums[0][1], Unit.NOK, 0),
    }
    title = fill(_("Fra {lowest} i {low} til {highest} i {high}"), **words)
    return Exhibit(
        "brukergrupper-kommuner",
        title,
        fill(_("{what}: brutto driftsutgifter per innbygger i målgruppen, kr"), **words),
        title + ".",
        Table(
            (
                Column("service", _("Tjeneste")),
                Column("name", _("Kommune")),
                Column("amount", _("Kroner"), Unit.NOK, 0),
            ),
            tuple(rows),
            pivot=Pivot("service", "name", "amount"),
        ),
        (model.references.source(),),
        Chart(
            Shape.DOTS,
            "amount",
            "service",
            "name",
            {model.place.name: Role.OWN, level.name: Role.GROUP},
        ),
        method=METHOD,
        formula=_("I alt er summen av tjenestene i tabellen"),
        note=_("Forskjeller mellom kommuner er også forskjeller i behov og føring."),
    )
