"""What the chapter «kompetanse» says."""

from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.indicator_series import Series
from veivalg.chapters.common.sentences import rises, say, tell
from veivalg.chapters.kompetanse.model import ALL, HEALTH, METHOD, Model, label
from veivalg.content import Figure, Role, Statement, Unit
from veivalg.foundation.i18n import _


def nothing(place: str) -> Statement:
    """Say that there is nothing of who works in care."""
    text = _("Vi mangler tall om ansatte i omsorg i {place}, så kompetansen kan ikke vises ennå.")
    return tell("mangler", text, place=place, lacking=True)


def staff(model: Model) -> Statement | None:
    """Say how many årsverk there are, and were."""
    own = model.own
    first, last = own.figure(ALL, model.first), own.figure(ALL, model.year)
    words = {"place": own.place.name, "last": str(model.year), "first": str(model.first)}
    if model.first == model.year:
        text = _("{place} hadde {b} i omsorgstjenesten ved utgangen av {last}.")
        return say("arsverk", text, {"b": last}, words)
    text = _("{place} hadde {b} i omsorgstjenesten ved utgangen av {last}, mot {a:u} i {first}.")
    return say("arsverk", text, {"a": first, "b": last}, words)


def educated(one: Series) -> Statement | None:
    """Say what share has a health education, how it has changed, and what it is elsewhere."""
    last = one.figure()
    if one.own is None or last is None:
        return None
    year, first, newest, now = one.ends
    figures: dict[str, Figure | None] = {"b": last}
    text = _("{b} av de brukerrettede årsverkene hadde helseutdanning i {last}{others}.")
    if year != newest:
        figures["a"] = one.figure(year)
        text = _(
            "Andelen av de brukerrettede årsverkene med helseutdanning {verb} fra {a} i "
            "{first} til {b} i {last}{others}."
        )
    beside = []
    for role in (Role.GROUP, Role.NORWAY):
        figure = one.figure(role=role)
        if figure is not None:
            figures[role.value] = figure
            beside.append(f"{{{role.value}}} {_('i')} {figure.place.name}")
    others = f", {_('mot')} {_(' og ').join(beside)}" if beside else ""
    return say(
        "utdanning",
        text,
        figures,
        verb=rises(now - first, *(f.text() for f in (figures.get("a"), last) if f)),
        first=str(year),
        last=str(newest),
        others=others,
    )


def occupation(model: Model, id: str, which: str) -> Statement | None:
    """Say how many work in an occupation, what share they are, and the change."""
    own, year = model.own, model.year
    figures: dict[str, Figure | None] = {
        "n": own.figure(which, year),
        "share": own.share_figure(f"andel-{id}", label(which), own.share(which, year), year, which),
    }
    then = own.value(which, model.first)
    if model.first == year or then is None:
        text = _("{who}: {n}, {share} av alle.")
        return say(id, text, figures, who=label(which))
    now = own.value(which, year)
    inputs = tuple(f for y in (model.first, year) if (f := own.figure(which, y)) is not None)
    made = Figures(own.place, f"{model.first}–{year}", method=METHOD, inputs=inputs)
    figures["change"] = made(
        f"endring-{id}",
        _("Endring i årsverk"),
        None if now is None else now - then,
        Unit.FTE,
        _("Siste år − første år"),
        0,
    )
    text = _("{who}: {n}, {share} av alle. Endringen fra {first} er {change:+}.")
    return say(id, text, figures, who=label(which), first=str(model.first))


def health(model: Model) -> Statement | None:
    """Say what share the health occupations are of all."""
    share = model.own.health_share(model.year)
    figure = model.own.share_figure(
        "andel-helseyrker", _("Andel i helseyrker"), share, model.year, *HEALTH
    )
    text = _(
        "Sykepleiere, spesialsykepleiere, vernepleiere og helsefagarbeidere er til sammen "
        "{share} av årsverkene."
    )
    return say("helseyrker", text, {"share": figure})


def beside(model: Model) -> Statement | None:
    """Set the share of nurses beside those compared with, in the newest year both are known."""
    figures: dict[str, Figure | None] = {}
    for staff in (model.own, *model.others):
        year = staff.years[-1]
        figure = staff.share_figure(
            "andel-sykepleiere-mot", label("nurse"), staff.share("nurse", year), year, "nurse"
        )
        if figure is not None:
            figures[f"place_{staff.place.code}"] = figure
    own = figures.pop(f"place_{model.own.place.code}", None)
    if own is None or not figures:
        return None
    others = f" {_('og')} ".join(
        f"{{{slot}}} {_('i')} {f.place.name}" for slot, f in figures.items() if f
    )
    text = _("Sykepleiere er {own} av årsverkene i {place}, mot {others}.")
    words = {"place": model.own.place.name, "others": others}
    return say("sammenlikning", text, {"own": own, **figures}, words)
