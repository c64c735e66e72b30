"""The note of a municipality that was a part of another: why its years before are missing."""

from collections.abc import Iterable

from veivalg.content import Chapter, Note, NoteKind, Place, Source, Unit
from veivalg.foundation.i18n import _
from veivalg.norway.reference import reference
from veivalg.norway.splits import SPLIT, own_since


def reaches_back(chapter: Chapter) -> bool:
    """Say whether anything a chapter shows goes back to the first year of its municipality."""
    first = own_since().get(chapter.municipality.code)
    return first is not None and any(
        isinstance(cell, int | float) and cell <= first
        for exhibit in chapter.exhibits()
        for column in exhibit.table.columns
        if column.unit is Unit.YEAR
        for cell in exhibit.table.cells(column.key)
    )


def split_notes(places: Iterable[Place]) -> tuple[Note, ...]:
    """Say of each place that came of a split which years are missing, and why."""
    since = own_since()
    return tuple(_note(p, since[p.code]) for p in dict.fromkeys(places) if p.code in since)


def _note(place: Place, first: int) -> Note:
    history = reference("code_history")
    text = _(
        "Mangler: {why}. Hvor mye av kommunen før delingen som er dagens, er ikke kjent. Årene er "
        "ikke med i noen sum, rate eller framskriving."
    )
    return Note(
        f"delt-{place.code}",
        NoteKind.BREAK,
        place,
        _("Tallene før {year}").format(year=first),
        text.replace("{why}", _(SPLIT)),
        source=Source("klass-131", history.producer, history.title, licence=history.licence),
    )
