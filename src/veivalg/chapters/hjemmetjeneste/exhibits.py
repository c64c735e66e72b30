"""Exhibits of the chapter «hjemmetjeneste»."""

from __future__ import annotations

from veivalg.chapters.common.sentences import fill
from veivalg.chapters.hjemmetjeneste.model import METHOD, Model, few_hours, profile
from veivalg.content import Cell, Chart, Column, Exhibit, Mark, Pivot, Role, Shape, Table, Unit
from veivalg.content.numbers import format_number
from veivalg.foundation.i18n import _
from veivalg.maths.services.home_care import FEWEST, WEEKLY_HOURS, ata, freed
from veivalg.own.persons.home_care import Week

SHIELDED = "skjermet"
HEADLINE = 20
"""The fewest users a headline is made from (M18)."""


def percent(value: float | None) -> str:
    """Write a share with one decimal."""
    return format_number(value, Unit.SHARE, 1)


def by_zone(model: Model) -> Exhibit:
    """Show users, hours, people and ATA of every zone, and of all together."""
    rows: list[tuple[Cell, ...]] = []
    for z in model.zones:
        rows.append((z.name, _users(model, z.name, z.users), z.hours, z.fte, z.available, ata([z])))
    total = None if model.week is None else model.week.hours.total
    rows.append(
        (
            _("Alle"),
            None if total is None else int(total),
            model.delivered,
            sum(z.fte for z in model.zones),
            sum(z.available for z in model.zones),
            model.ata,
        )
    )
    known = sorted(model.zones, key=lambda z: ata([z]) or 0.0)
    words = {
        "all": percent(model.ata),
        "low": known[0].name,
        "lowest": percent(ata([known[0]])),
        "high": known[-1].name,
        "highest": percent(ata([known[-1]])),
    }
    title = fill(_("{all} av tiden går til brukerne, lavest i {low} ({lowest})"), **words)
    return Exhibit(
        "hjemmetjeneste-soner",
        title,
        _("Brukere, timer per uke, årsverk og ATA-tid per sone"),
        fill(_("ATA-tiden er {all} i alt, {lowest} i {low} og {highest} i {high}."), **words),
        Table(
            (
                Column("zone", _("Sone")),
                Column("users", _("Brukere"), Unit.COUNT),
                Column("hours", _("Timer hos brukerne"), Unit.COUNT, 0),
                Column("fte", _("Årsverk"), Unit.COUNT, 1),
                Column("available", _("Timer det er folk til"), Unit.COUNT, 0),
                Column("ata", _("ATA-tid"), Unit.SHARE, 1),
            ),
            tuple(rows),
            total_row=True,
        ),
        model.sources,
        method=METHOD,
        formula=_(
            "ATA-tid = timer hos brukerne ÷ (årsverk × timer per uke × (1 − fravær uten "
            "vikar)). Summen er summen av timer delt på summen av timer, ikke snittet av "
            "sonene"
        ),
        note=" ".join(
            filter(
                None,
                (
                    _("En bruker som får hjelp fra to soner, teller i begge, men én gang i alle."),
                    _of_ordinary_weeks(model),
                ),
            )
        ),
    )


def _of_ordinary_weeks(model: Model) -> str:
    """Say what the FTE are in ordinary weeks, when some zone has another week."""
    if all(z.weekly == WEEKLY_HOURS for z in model.zones):
        return ""
    ordinary = sum(z.fte * z.weekly for z in model.zones) / WEEKLY_HOURS
    other = ", ".join(
        f"{z.name}: {format_number(z.weekly, Unit.HOURS, 1)}"
        for z in model.zones
        if z.weekly != WEEKLY_HOURS
    )
    return fill(
        _("Ikke alle årsverk er på {week} i uken ({other}). Omregnet til det er de {fte}."),
        week=format_number(WEEKLY_HOURS, Unit.HOURS, 1),
        other=other,
        fte=format_number(ordinary, Unit.FTE, 1),
    )


def _users(model: Model, zone: str, users: int | None) -> Cell:
    if model.week is not None:
        shown = model.week.zones.by("zone").get(zone)
        return SHIELDED if shown is None else shown
    return SHIELDED if users is not None and 0 < users < FEWEST else users


def chart_of_zones(model: Model) -> Exhibit:
    """Show ATA by zone beside the reference municipalities."""
    rows: list[tuple[Cell, ...]] = [(z.name, ata([z]), model.place.name) for z in model.zones]
    rows.append((_("Alle soner"), model.ata, model.place.name))
    others = _("Andre kommuner")
    sources = list(model.sources)
    if model.references is not None:
        rows += [
            (r["municipality"], r["ata"], others)
            for r in model.references.frame.iter_rows(named=True)
        ]
        sources.append(model.references.source())
    rows.sort(key=lambda r: -float(r[1] or 0.0))
    table = model.references.frame if model.references is not None else None
    known = [] if table is None else [float(a) for a in table["ata"]]
    count = len(known)
    words = {
        "n": str(sum(a < (model.ata or 0.0) for a in known)),
        "all": str(count),
        "ata": percent(model.ata),
    }
    title = (
        fill(_("ATA-tiden på {ata} er høyere enn i {n} av {all} andre kommuner"), **words)
        if count
        else fill(_("ATA-tiden er {ata} i alt"), **words)
    )
    return Exhibit(
        "hjemmetjeneste-ata",
        title,
        _("Andel av tiden det er folk til, som går til brukerne"),
        title + ".",
        Table(
            (
                Column("name", _("Sone eller kommune")),
                Column("ata", _("ATA-tid"), Unit.SHARE, 1),
                Column("who", _("Hvem")),
            ),
            tuple(rows),
        ),
        tuple(sources),
        Chart(
            Shape.BARS,
            "ata",
            "name",
            "who",
            {model.place.name: Role.OWN, others: Role.GROUP},
            zero=True,
            marks=(
                Mark(
                    fill(_("Mål: {aim}"), aim=format_number(model.target.value, Unit.SHARE, 0)),
                    x=model.target.value,
                ),
            ),
        ),
        method=METHOD,
        assumptions=(model.target,),
        note=_(
            "Lange avstander gir lavere ATA-tid. Hvordan de andre kommunene har målt, er ikke "
            "kjent."
        ),
    )


def hour_profile(model: Model, week: Week) -> Exhibit:
    """Show the share of users against the share of hours by hours a week."""
    users, hours = _("Andel av brukerne"), _("Andel av timene")
    rows: list[tuple[Cell, ...]] = []
    for bin in profile(week.hours):
        rows.append((bin.label, users, SHIELDED if bin.share_users is None else bin.share_users))
        rows.append((bin.label, hours, SHIELDED if bin.share_hours is None else bin.share_hours))
    title = _("Andel av brukerne og av timene etter timer i uken")
    few = few_hours(week)
    if few is not None:
        text = _("{u} av brukerne får under 2,5 timer i uken, og {h} av timene")
        title = fill(text, u=percent(few[0]), h=percent(few[1]))
    return Exhibit(
        "hjemmetjeneste-timeprofil",
        title,
        fill(
            _("Brukere og timer etter hvor mange timer i uken brukeren får, {period}"),
            period=model.period,
        ),
        title + ".",
        Table(
            (
                Column("bin", _("Timer per uke")),
                Column("what", _("Mål")),
                Column("share", _("Andel"), Unit.SHARE, 1),
            ),
            tuple(rows),
            pivot=Pivot("bin", "what", "share"),
        ),
        (model.hours.source(), model.sources[-1]),
        Chart(Shape.BARS, "share", "bin", "what", {users: Role.OWN, hours: Role.GROUP}, zero=True),
        formula=_("Timer per uke = minutter i perioden ÷ 60 ÷ uker i perioden"),
        method=METHOD,
    )


def ages(model: Model, week: Week) -> Exhibit | None:
    """Show users and hours a week per user by age group."""
    if week.ages is None:
        return None
    rows: list[tuple[Cell, ...]] = []
    known = []
    for bin in profile(week.ages):
        each = bin.hours / bin.users if bin.users and bin.hours is not None else None
        rows.append((bin.label, SHIELDED if bin.users is None else bin.users, each))
        # A mean of few users is chance and no headline (M18).
        if each is not None and bin.users is not None and bin.users >= HEADLINE:
            known.append((bin.label, each))
    most = max(known, key=lambda pair: pair[1], default=None)
    title = (
        _("Brukere og timer etter alder")
        if most is None
        else fill(
            _("De i alderen {age} får flest timer: {hours} i uken"),
            age=most[0],
            hours=format_number(most[1], Unit.COUNT, 1),
        )
    )
    return Exhibit(
        "hjemmetjeneste-alder",
        title,
        _("Brukere og timer per bruker i uken etter alder"),
        title + ".",
        Table(
            (
                Column("age", _("Alder")),
                Column("users", _("Brukere"), Unit.COUNT),
                Column("each", _("Timer per bruker"), Unit.COUNT, 1),
            ),
            tuple(rows),
        ),
        (model.hours.source(), model.sources[-1]),
        method=METHOD,
        formula=_("Timer per bruker = timer ÷ brukere i aldersgruppen"),
        note=_(
            "Grupper med færre enn fem brukere er skjermet, og noen flere, så summen ikke "
            "avslører dem."
        ),
    )


def zones_by_hours(model: Model, week: Week) -> Exhibit:
    """Show how many users each zone has by hours a week."""
    rows: list[tuple[Cell, ...]] = [
        (zone, *(SHIELDED if n is None else n for n in line))
        for zone, line in week.zones.by("both").items()
    ]
    return Exhibit(
        "hjemmetjeneste-soneprofil",
        _("Sonene har ulik blanding av små og store oppdrag"),
        _("Brukere per sone etter timer i uken"),
        _("Tabellen viser hvor mange brukere hver sone har etter timer i uken."),
        Table(
            (
                Column("zone", _("Sone")),
                *(
                    Column(f"b{i}", label, Unit.COUNT)
                    for i, label in enumerate(week.zones.traits["hours"])
                ),
            ),
            tuple(rows),
        ),
        (model.hours.source(), model.sources[-1]),
        method=METHOD,
        formula=_("Antall brukere i hver sone etter timer per uke"),
        note=_("Antall under fem er skjermet, og noen flere, så summene ikke avslører dem."),
    )


def gain(model: Model) -> Exhibit:
    """Show the FTE freed by zone if its ATA is raised to the target."""
    rows: list[tuple[Cell, ...]] = [
        (z.name, ata([z]), model.target.value, freed(z, model.target.value)) for z in model.zones
    ]
    rows.append((_("Alle"), model.ata, None, model.freed))
    words = {
        "aim": format_number(model.target.value, Unit.SHARE, 0),
        "fte": format_number(model.freed, Unit.FTE, 1),
    }
    title = fill(_("Med {aim} ATA-tid i alle soner frigjøres {fte}"), **words)
    return Exhibit(
        "hjemmetjeneste-gevinst",
        title,
        _("Årsverk frigjort om ATA-tiden heves"),
        title + ".",
        Table(
            (
                Column("zone", _("Sone")),
                Column("now", _("ATA-tid nå"), Unit.SHARE, 1),
                Column("aim", _("Hevet til"), Unit.SHARE, 0),
                Column("fte", _("Årsverk frigjort"), Unit.COUNT, 1),
            ),
            tuple(rows),
            total_row=True,
        ),
        model.sources,
        formula=_("Årsverk × (1 − ATA nå ÷ ATA hevet til); 0 for soner over målet"),
        method=METHOD,
        assumptions=(model.target,),
        uncertainty=_(
            "Et regnestykke, ikke en prognose: reisetid og oppgaver utenfor hjemmet "
            "setter grenser som ikke er med."
        ),
        note=_("Frigjort tid er ikke spart før stillinger flyttes."),
    )


def decided(model: Model) -> Exhibit | None:
    """Show hours decided against hours delivered by zone."""
    known = [z for z in model.every if z.granted is not None]
    if not known:
        return None
    rows: list[tuple[Cell, ...]] = [
        (z.name, z.granted, z.hours, z.hours / z.granted if z.granted else None) for z in known
    ]
    granted, hours = sum(z.granted or 0.0 for z in known), sum(z.hours for z in known)
    rows.append((_("Sum"), granted, hours, hours / granted if granted else None))
    title = fill(
        _("Det leveres {share} av timene som er vedtatt"),
        share=percent(hours / granted if granted else None),
    )
    return Exhibit(
        "hjemmetjeneste-vedtak",
        title,
        _("Vedtatte og leverte timer per uke"),
        title + ".",
        Table(
            (
                Column("zone", _("Sone")),
                Column("granted", _("Vedtatt"), Unit.COUNT, 0),
                Column("hours", _("Levert"), Unit.COUNT, 0),
                Column("share", _("Levert av vedtatt"), Unit.SHARE, 1),
            ),
            tuple(rows),
            total_row=True,
        ),
        (model.hours.source(),),
        formula=_("Leverte timer ÷ vedtatte timer"),
        method=METHOD,
    )
