"""What the chapter «hjemmetjeneste» says."""

from veivalg.chapters.common.figures import chosen_words
from veivalg.chapters.common.printed import Documents
from veivalg.chapters.common.sentences import say, tell
from veivalg.chapters.hjemmetjeneste.model import Model, few_hours
from veivalg.content import Statement, Unit
from veivalg.foundation.i18n import _
from veivalg.maths.services.home_care import ata, over_full


def few_users() -> Statement:
    """Say that there are visits to so few that all is hidden."""
    text = _("Færre enn fem brukere har besøk, så alle tall om dem er skjermet.")
    return tell("faa-brukere", text, lacking=True)


def time(model: Model) -> Statement | None:
    """Say the hours with users, and what share of the time they are when people are known."""
    hours, fte = model.hours_with_users(), model.people()
    if fte is None:
        return say("timer", _("Brukerne får {hours} i uken."), {"hours": hours})
    formula = _("Timer hos brukerne ÷ (årsverk × timer per uke)")
    share = model.figures("ata", _("ATA-tid"), model.own.ata, Unit.SHARE, formula)
    text = _("{ata} av arbeidstiden går til brukerne: {hours} i uken med {fte}.")
    return say("tid", text, {"ata": share, "hours": hours, "fte": fte})


def printed(found: Documents) -> Statement | None:
    """Say what a document prints of users, hours and time with users in all."""
    items = {"users": "home_care_users", "hours": "home_care_hours_week", "ata": "home_care_ata"}
    figures = {name: found.figure(item) for name, item in items.items()}
    users = figures["users"]
    if users is None:
        return None
    text = _(
        "Trykt i {document}, {page}, {year}: {users} får {hours} i uken, og {ata} av "
        "arbeidstiden går til brukerne."
    )
    source, page = users.source, users.source.title[:1].lower() + users.source.title[1:]
    return say("trykt-tid", text, figures, document=source.producer, page=page, year=users.period)


def without_people(model: Model) -> Statement | None:
    """Say why there is no ATA: no people, or people in zones of other names."""
    if model.own.zones:
        return None
    text = _("Årsverk mangler, så ATA-tiden er ikke regnet ut.")
    if model.own.unmatched:
        text = _(
            "Sonenavnene er ikke like: {visits} i timene, {staff} i årsverkene. Derfor er "
            "ATA-tiden ikke regnet ut. Bruk samme navn i begge filene."
        )
    visits, staff = ", ".join(model.own.without_staff), ", ".join(model.own.unmatched)
    return tell("uten-aarsverk", text, lacking=True, visits=visits, staff=staff)


def uneven(model: Model) -> Statement | None:
    """Say where ATA is lowest and highest."""
    if len(model.own.zones) < 2:
        return None
    low, high = model.by_ata[0], model.by_ata[-1]
    made, formula = model.figures, _("Timer ÷ timer det er folk til, i sonen")
    figures = {
        "lowest": made("ata-lavest", _("Laveste ATA-tid"), ata([low]), Unit.SHARE, formula),
        "highest": made("ata-hoyest", _("Høyeste ATA-tid"), ata([high]), Unit.SHARE, formula),
    }
    text = _("ATA-tiden er lavest i {low} ({lowest}) og høyest i {high} ({highest}).")
    return say("ujevn", text, figures, low=low.name, high=high.name)


def few(model: Model) -> Statement | None:
    """Say what share of the users get few hours, and what share of the hours they get."""
    shares = few_hours(model.own.week) if model.own.week is not None else None
    if shares is None:
        return None
    made, of_users = model.figures, _("Brukere under 2,5 timer ÷ alle brukere")
    users, hours = _("Brukere under 2,5 timer"), _("Timer til dem ÷ alle timer")
    figures = {
        "users": made("smaa-brukere", users, shares[0], Unit.SHARE, of_users),
        "hours": made("smaa-timer", _("Timer til dem"), shares[1], Unit.SHARE, hours),
    }
    text = _("{users} av brukerne får under 2,5 timer i uken. De får {hours} av timene.")
    return say("smaa", text, figures)


def gain(model: Model) -> Statement | None:
    """Say what raising ATA frees."""
    if model.freed <= 0:
        return None
    made, chosen = model.figures, (model.target,)
    figures = {
        "aim": made(
            "ata-maal",
            _("ATA-tid sonene heves til"),
            model.target.value,
            Unit.SHARE,
            chosen_words(),
            assumptions=chosen,
        ),
        "fte": made(
            "frigjort",
            _("Årsverk frigjort"),
            model.freed,
            Unit.FTE,
            _("Årsverk × (1 − ATA nå ÷ ATA hevet til)"),
            1,
            assumptions=chosen,
        ),
    }
    text = _("Heves ATA-tiden til {aim:0} i sonene som ligger under, frigjøres {fte}.")
    return say("gevinst", text, figures)


def granted(model: Model) -> Statement | None:
    """Say what share of the hours decided is delivered."""
    if not model.granted:
        return None
    delivered = sum(z.hours for z in model.own.every) / model.granted
    label, formula = _("Leverte av vedtatte timer"), _("Leverte timer ÷ vedtatte timer")
    share = model.figures("levert-av-vedtatt", label, delivered, Unit.SHARE, formula)
    return say("vedtak", _("Det leveres {share} av timene som er vedtatt."), {"share": share})


def fault(model: Model) -> Statement | None:
    """Say which zones have more hours with users than there are people for."""
    names = over_full(model.own.zones)
    if not names:
        return None
    text = _(
        "{zones} har flere timer hos brukerne enn det er folk til. Se etter besøk med to "
        "ansatte som er ført én gang, eller årsverk som mangler."
    )
    return tell("feil", text, caution=True, zones=", ".join(names))


def unstaffed(model: Model) -> Statement | None:
    """Say which zones have visits and no people."""
    if not model.own.zones or not model.own.without_staff:
        return None
    text = _("{zones} har besøk, men ingen årsverk, og er ikke med.")
    return tell("uten-aarsverk", text, lacking=True, zones=", ".join(model.own.without_staff))
