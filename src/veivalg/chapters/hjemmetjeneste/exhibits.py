"""Exhibits of the chapter «hjemmetjeneste»."""

from veivalg.chapters.common.exhibits import Exhibits, by_column
from veivalg.chapters.common.hidden import shown
from veivalg.chapters.common.sentences import fill
from veivalg.chapters.common.written import percent
from veivalg.chapters.hjemmetjeneste.model import METHOD, Bin, Model, few_hours, profile
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Mark,
    Role,
    Shape,
    Unit,
    format_number,
    format_plain,
)
from veivalg.foundation.i18n import _
from veivalg.maths.services.home_care import WEEKLY_HOURS, ata, freed
from veivalg.own.persons.home_care import UNKNOWN, Week

HEADLINE = 20
"""The fewest users a headline is made from (M18)."""


def _show(model: Model) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    words = {"period": model.own.period, "aim": percent(model.target.value, 0)}
    return Exhibits(METHOD, words, model.sources)


def by_zone(model: Model) -> Exhibit:
    """Show users, hours, people and ATA of every zone, and of all together."""
    users = None if model.own.week is None else model.own.week.hours.total
    low, high = model.by_ata[0], model.by_ata[-1]
    both = _(
        "En bruker som får hjelp fra to soner, teller i begge, men én gang i alle. Er det færre "
        "enn fem slike, teller de bare i sonen som gir flest timer."
    )
    return _show(model)(
        "hjemmetjeneste-soner",
        _("{all} av tiden går til brukerne")
        if percent(ata([low]) or 0.0) == percent(ata([high]) or 0.0)
        else _("{all} av tiden går til brukerne, lavest i {low} ({lowest})"),
        _("Brukere, timer per uke, årsverk og ATA-tid per sone"),
        *by_column(
            model.own.zones,
            (Column("zone", _("Sone")), lambda z: z.name),
            (Column("users", _("Brukere"), Unit.COUNT), lambda z: _users(model, z.name, z.users)),
            (Column("hours", _("Timer hos brukerne"), Unit.COUNT, 0), lambda z: z.hours),
            (Column("fte", _("Årsverk"), Unit.COUNT, 1), lambda z: z.fte),
            (Column("available", _("Timer det er folk til"), Unit.COUNT, 0), lambda z: z.available),
            (Column("ata", _("ATA-tid"), Unit.SHARE, 1), lambda z: ata([z])),
        ),
        total=(
            _("Alle"),
            None if users is None else int(users),
            model.delivered,
            sum(z.fte for z in model.own.zones),
            sum(z.available for z in model.own.zones),
            model.own.ata,
        ),
        all=percent(model.own.ata),
        low=low.name,
        lowest=percent(ata([low])),
        high=high.name,
        highest=percent(ata([high])),
        alt=_("ATA-tiden er {all} i alt, {lowest} i {low} og {highest} i {high}."),
        formula=_(
            "ATA-tid = timer hos brukerne ÷ (årsverk × timer per uke × (1 − fravær uten vikar)). "
            "Summen er summen av timer delt på summen av timer, ikke snittet av sonene"
        ),
        note=" ".join(part for part in (both, _of_ordinary_weeks(model)) if part),
    )


def _of_ordinary_weeks(model: Model) -> str:
    """Say what the FTE are in ordinary weeks, when some zone has another week."""
    if all(z.weekly == WEEKLY_HOURS for z in model.own.zones):
        return ""
    ordinary = sum(z.fte * z.weekly for z in model.own.zones) / WEEKLY_HOURS
    other = ", ".join(
        f"{z.name}: {format_number(z.weekly, Unit.HOURS, 1)}"
        for z in model.own.zones
        if z.weekly != WEEKLY_HOURS
    )
    return fill(
        _("Ikke alle årsverk er på {week} i uken ({other}). Omregnet til det er de {fte}."),
        week=format_number(WEEKLY_HOURS, Unit.HOURS, 1),
        other=other,
        fte=format_number(ordinary, Unit.FTE, 1),
    )


def _users(model: Model, zone: str, users: int | None) -> Cell:
    if model.own.week is not None:
        return shown(model.own.week.zones.by("zone").get(zone))
    return shown(users)


def chart_of_zones(model: Model) -> Exhibit:
    """Show ATA by zone beside the reference municipalities."""
    own, others, table = model.place.name, _("Andre kommuner"), model.references
    references = model.measured
    rows: list[tuple[str, float | None, str]] = [
        *((z.name, ata([z]), own) for z in model.own.zones),
        (_("Alle soner"), model.own.ata, own),
        *((name, share, others) for name, share in references),
    ]
    ordered = sorted(rows, key=lambda row: -(row[1] or 0.0))
    lower = sum(share < (model.own.ata or 0.0) for _name, share in references)
    aim = fill(_("Mål: {aim}"), aim=percent(model.target.value, 0))
    return _show(model)(
        "hjemmetjeneste-ata",
        _("ATA-tiden på {ata} er høyere enn i alle de andre kommunene")
        if lower == len(references) > 1
        else _("ATA-tiden på {ata} er høyere enn i {n} av {all} andre kommuner")
        if references
        else _("ATA-tiden er {ata} i alt"),
        _("Andel av arbeidstiden som går til brukerne"),
        (
            Column("name", _("Sone eller kommune")),
            Column("ata", _("ATA-tid"), Unit.SHARE, 1),
            Column("who", _("Hvem")),
        ),
        ordered,
        n=format_plain(lower),
        all=format_plain(len(references)),
        ata=percent(model.own.ata),
        sources=(*model.sources, *([table.source()] if table is not None else [])),
        chart=Chart(
            Shape.BARS,
            "ata",
            "name",
            "who",
            {own: Role.OWN, others: Role.GROUP},
            zero=True,
            marks=(Mark(aim, x=model.target.value),),
        ),
        assumptions=(model.target,),
        note=_(
            "Lange avstander gir lavere ATA-tid. Hvordan de andre kommunene har målt, er ikke "
            "kjent."
        ),
    )


def hour_profile(model: Model, week: Week) -> Exhibit:
    """Show the share of users against the share of hours by hours a week."""
    users, hours = _("Andel av brukerne"), _("Andel av timene")
    few = few_hours(week)
    return _show(model)(
        "hjemmetjeneste-timeprofil",
        _("{u} av brukerne får under 2,5 timer i uken, og {h} av timene")
        if few
        else _("Andel av brukerne og av timene etter timer i uken"),
        _("Brukere og timer etter hvor mange timer i uken brukeren får, {period}"),
        (
            Column("bin", _("Timer per uke")),
            Column("what", _("Mål")),
            Column("share", _("Andel"), Unit.SHARE, 1),
        ),
        [
            (bin.label, what, shown(share))
            for bin in profile(week.hours)
            for what, share in ((users, bin.share_users), (hours, bin.share_hours))
        ],
        u=percent(few[0]) if few else "",
        h=percent(few[1]) if few else "",
        pivot=("bin", "what", "share"),
        sources=model.hour_sources,
        chart=Chart(
            Shape.BARS, "share", "bin", "what", {users: Role.OWN, hours: Role.GROUP}, zero=True
        ),
        formula=_("Timer per uke = minutter i perioden ÷ 60 ÷ uker i perioden"),
    )


def ages(model: Model, week: Week) -> Exhibit | None:
    """Show users and hours a week per user by age group."""
    if week.ages is None:
        return None
    bins = profile(week.ages)
    # A mean of few users is chance and no headline (M18).
    known = {
        b.label: e
        for b in bins
        if b.label != UNKNOWN and (e := _each(b)) is not None and (b.users or 0) >= HEADLINE
    }
    most = max(known, key=lambda label: known[label], default=None)
    more = (
        any((_each(b) or 0.0) > known[most] for b in bins if b.label != UNKNOWN) if most else False
    )
    return _show(model)(
        "hjemmetjeneste-alder",
        _("Av gruppene med minst {least} brukere får {age} flest timer: {hours} i uken")
        if more
        else _("De i alderen {age} får flest timer: {hours} i uken")
        if most
        else _("Brukere og timer etter alder"),
        _("Brukere og timer per bruker i uken etter alder"),
        *by_column(
            bins,
            (
                Column("age", _("Alder")),
                lambda b: _("Alder ukjent") if b.label == UNKNOWN else b.label,
            ),
            (Column("users", _("Brukere"), Unit.COUNT), lambda b: shown(b.users)),
            (Column("each", _("Timer per bruker"), Unit.COUNT, 1), _each),
        ),
        age=most or "",
        least=format_plain(HEADLINE),
        hours=format_number(known[most], Unit.COUNT, 1) if most else "",
        sources=model.hour_sources,
        formula=_("Timer per bruker = timer ÷ brukere i aldersgruppen"),
        note=_(
            "Grupper med færre enn fem brukere er skjermet, og noen flere, så summen ikke "
            "avslører dem."
        ),
    )


def _each(bin: Bin) -> float | None:
    """Give the hours a week of each user; None when either is hidden or there are none."""
    return bin.hours / bin.users if bin.users and bin.hours is not None else None


def zones_by_hours(model: Model, week: Week) -> Exhibit:
    """Show how many users each zone has by hours a week."""
    labels = week.zones.traits["hours"]
    return _show(model)(
        "hjemmetjeneste-soneprofil",
        _("Sonene har ulik blanding av små og store oppdrag"),
        _("Brukere per sone etter timer i uken"),
        (
            Column("zone", _("Sone")),
            *(Column(f"b{i}", label, Unit.COUNT) for i, label in enumerate(labels)),
        ),
        [(zone, *map(shown, line)) for zone, line in week.zones.by("both").items()],
        alt=_("Tabellen viser hvor mange brukere hver sone har etter timer i uken."),
        sources=model.hour_sources,
        formula=_("Antall brukere i hver sone etter timer per uke"),
        note=_("Antall under fem er skjermet, og noen flere, så summene ikke avslører dem."),
    )


def gain(model: Model) -> Exhibit:
    """Show the FTE freed by zone if its ATA is raised to the target."""
    aim = model.target.value
    return _show(model)(
        "hjemmetjeneste-gevinst",
        _("Med {aim} ATA-tid i alle soner frigjøres {fte}"),
        _("Årsverk frigjort om ATA-tiden heves"),
        *by_column(
            model.own.zones,
            (Column("zone", _("Sone")), lambda z: z.name),
            (Column("now", _("ATA-tid nå"), Unit.SHARE, 1), lambda z: ata([z])),
            (Column("aim", _("Hevet til"), Unit.SHARE, 0), lambda _z: aim),
            (Column("fte", _("Årsverk frigjort"), Unit.COUNT, 1), lambda z: freed(z, aim)),
        ),
        total=(_("Alle"), model.own.ata, None, model.freed),
        fte=format_number(model.freed, Unit.FTE, 1),
        formula=_("Årsverk × (1 − ATA nå ÷ ATA hevet til); 0 for soner over målet"),
        assumptions=(model.target,),
        uncertainty=_(
            "Et regnestykke, ikke en prognose: reisetid og oppgaver utenfor hjemmet "
            "setter grenser som ikke er med."
        ),
        note=_("Frigjort tid er ikke spart før stillinger flyttes."),
    )


def decided(model: Model) -> Exhibit | None:
    """Show hours decided against hours delivered by zone."""
    known = [z for z in model.own.every if z.granted is not None]
    if not known:
        return None

    def share(hours: float, granted: float | None) -> float | None:
        return hours / granted if granted else None

    granted, hours = sum(z.granted or 0.0 for z in known), sum(z.hours for z in known)
    return _show(model)(
        "hjemmetjeneste-vedtak",
        _("Det leveres {share} av timene som er vedtatt"),
        _("Vedtatte og leverte timer per uke"),
        *by_column(
            known,
            (Column("zone", _("Sone")), lambda z: z.name),
            (Column("granted", _("Vedtatt"), Unit.COUNT, 0), lambda z: z.granted),
            (Column("hours", _("Levert"), Unit.COUNT, 0), lambda z: z.hours),
            (
                Column("share", _("Levert av vedtatt"), Unit.SHARE, 1),
                lambda z: share(z.hours, z.granted),
            ),
        ),
        total=(_("Sum"), granted, hours, share(hours, granted)),
        share=percent(share(hours, granted)),
        sources=(model.own.hours.source(),),
        formula=_("Leverte timer ÷ vedtatte timer"),
    )
