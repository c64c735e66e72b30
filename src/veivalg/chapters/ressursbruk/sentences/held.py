"""What the chapter says of whom a municipality is held against: nobody, those chosen, a county."""

from veivalg.chapters.common.sentences import tell
from veivalg.chapters.ressursbruk.model.areas import Areas
from veivalg.content import Statement
from veivalg.foundation.i18n import _
from veivalg.norway.municipality import OSLO


def no_group(areas: Areas) -> Statement | None:
    """Say why there is nothing to compare with in the group, and what there is instead."""
    if areas.group is None or areas.group.known:
        return None
    if len(areas.group.members) > 1:
        text = _(
            "{place} har ingen sektorindekser for utgiftsbehov: ingen sammenlikning ved likt "
            "behov, verken med {name} eller med landet uten Oslo."
        )
    elif areas.chosen is None:
        text = _(
            "{place} er alene i {name}: ingen sammenlikning med gruppen. Her er landet uten Oslo "
            "brukt, og dere kan velge byer å sammenlikne med."
        )
    else:
        text = _("{place} er alene i {name}: ingen sammenlikning med gruppen.")
    return tell("ingen-sammenlikning", text, place=areas.place.name, name=areas.group.name)


def chosen(areas: Areas) -> Statement | None:
    """Say that the mean of those chosen is our own."""
    if areas.chosen is None or not areas.chosen.known or len(areas.chosen.members) < 2:
        return None
    text = _(
        "Snittet av de valgte kommunene er Veivalgs eget, og SSB publiserer det ikke. {place} er "
        "ikke regnet med i det."
    )
    return tell("eget-snitt", text, place=areas.place.name)


def county(areas: Areas) -> Statement | None:
    """Say what of the figures of one that is a county too has the county's services in it."""
    if areas.place.code != OSLO:
        return None
    text = _(
        "{place} er både kommune og fylke. Områdene er kommunens oppgaver alene, men inntektene "
        "skal dekke fylkets oppgaver også."
    )
    return tell("fylke", text, place=areas.place.name)
