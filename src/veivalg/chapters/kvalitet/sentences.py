"""What the chapter «kvalitet» says."""

from veivalg.chapters.common.sentences import say, tell
from veivalg.chapters.kvalitet.model import Measure, Model, mark
from veivalg.content import Figure, Role, Statement
from veivalg.foundation.i18n import _


def standing(model: Model) -> Statement | None:
    """Say on how many numbers the municipality is better and weaker than the others."""
    better, weaker = model.judged(1), model.judged(-1)
    judged = better + weaker + model.judged(0)
    if not judged:
        return _listed(model)
    text = _(
        "{place} er bedre enn {other} på {better} av {all} tall om kvalitet og dekning, og "
        "svakere på {weaker}."
    )
    figures = {
        "better": model.count("tall-bedre", _("Tall der kommunen er bedre"), better),
        "weaker": model.count("tall-svakere", _("Tall der kommunen er svakere"), weaker),
        "all": model.count("tall-vurdert", _("Tall som kan vurderes"), judged),
    }
    return say("samlet", text, figures, place=model.place.name, other=model.other.name)


def _listed(model: Model) -> Statement | None:
    text = _(
        "Vi har {n} tall om kvalitet og dekning i {place}, men ingen som kan kalles bedre eller "
        "svakere enn hos andre."
    )
    known = model.count("tall-kjent", _("Kjente tall"), model.known)
    return say("samlet", text, {"n": known}, place=model.place.name)


def _gap(measure: Measure, role: Role) -> float:
    """Give the difference to the group as a share of the group's value."""
    own, other = measure.value(Role.OWN), measure.value(role)
    return abs(own - other) / abs(other) if own is not None and other else 0.0


def furthest(model: Model, sign: int) -> Measure | None:
    """Give the indicator furthest from the group on the good or the weak side."""
    return max(model.judged(sign), key=lambda m: _gap(m, model.other_role), default=None)


def extreme(model: Model, sign: int) -> Statement | None:
    """Name the indicator furthest from the group on the good or the weak side."""
    one = furthest(model, sign)
    if one is None:
        return None
    text = (
        _("Sterkest mot {other}: «{name}» er {own}, mot {theirs}.")
        if sign > 0
        else _("Svakest mot {other}: «{name}» er {own}, mot {theirs}.")
    )
    return say(
        "best" if sign > 0 else "svakest",
        text,
        {"own": one.figure(Role.OWN), "theirs": one.figure(model.other_role)},
        name=one.entry.name,
        other=model.other.name,
    )


def turned(model: Model) -> Statement | None:
    """Say how many numbers have become better and weaker than the years before."""
    if not any(m.trend is not None for m in model.known):
        return None
    text = _("Mot de fire årene før er {up} tall blitt bedre og {down} svakere.")
    figures = {
        "up": model.count("tall-opp", _("Tall som er blitt bedre"), model.turned(1)),
        "down": model.count("tall-ned", _("Tall som er blitt svakere"), model.turned(-1)),
    }
    return say("utvikling", text, figures)


def thin(model: Model) -> Statement | None:
    """Say how many numbers rest on too few to be shown."""
    if not model.thin:
        return None
    text = _(
        "For lite grunnlag for {n} av tallene: de er skjermet, ikke publisert eller hviler på "
        "for få. De er ikke med i vurderingen."
    )
    few = model.count("tall-for-lite", _("Tall med for lite grunnlag"), model.thin)
    return say("for-lite", text, {"n": few}, caution=True)


def nothing(model: Model) -> Statement:
    """Say that no number can be shown, because of how few they rest on or because none is here."""
    text = (
        _("For lite grunnlag: ingen av tallene om kvalitet i {place} kan vises.")
        if model.thin
        else _("Vi mangler tall om kvalitet og dekning i {place}.")
    )
    return tell("ingen-tall", text, place=model.place.name, lacking=True)


def one(measure: Measure) -> Statement | None:
    """Say one indicator: own, group, country, four years, trend, and what it means."""
    own = measure.figure(Role.OWN)
    if own is None:
        return None
    figures: dict[str, Figure | None] = {"own": own}
    against = []
    for slot, role in (("group", Role.GROUP), ("country", Role.NORWAY)):
        other = measure.figure(role)
        if other is not None:
            figures[slot] = other
            against.append(
                _("{value} i {place}").format(
                    value=f"{{{slot}}}",
                    place=other.place.name,
                )
            )
    text = _("{name}, {period}: {own}")
    if against:
        text += _(", mot {others}")
    text += "."
    mean = measure.mean
    if mean is not None and not measure.smoothed:
        figures["mean"] = mean
        text += " " + _("Snittet av fire år er {mean}.")
    text += " " + _("Utvikling: {trend}. Hva betyr dette? {plain}")
    return say(
        measure.entry.id.replace("_", "-"),
        text,
        figures,
        name=measure.entry.name,
        period=measure.period,
        others=_(" og ").join(against),
        trend=mark(measure),
        plain=measure.entry.plain,
    )
