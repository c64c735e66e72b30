"""What turned the sign of a gap that is «om lag likt», in words and with the gap it gives."""

from collections.abc import Iterator, Sequence

from veivalg.chapters.common.sentences import fill, listed
from veivalg.chapters.common.written import in_words, percent
from veivalg.chapters.ressursbruk.model.areas import Areas
from veivalg.chapters.ressursbruk.model.held import NAMES
from veivalg.content import Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.area_gaps import AreaGap, Gap, Total, direction
from veivalg.norway.register import municipality

MANY = 3


def without(codes: Sequence[str]) -> str:
    """Say which members are left out; of many, how many."""
    if len(codes) > MANY:
        text = _("uten {n} kommuner der utgiften flyttet seg over 30 prosent")
        return fill(text, n=in_words(len(codes)))
    return fill(_("uten {names}"), names=listed([municipality(code).name for code in codes]))


def how(areas: Areas, tried: str, found: Gap) -> str:
    """Say what was assumed when something was tried of a gap (`Gap.tried`)."""
    little = found.little if isinstance(found, Total) else ()
    moved = found.moved if isinstance(found, AreaGap | Total) else ()
    words = {
        "untaxed": _("uten avgiftskorreksjonen"),
        "low_pay": _("når lønn er {low} av netto utgift"),
        "high_pay": _("når lønn er {high} av netto utgift"),
        "before": _("med regnskapet for {year}{rest}"),
        "before_untaxed": _("med regnskapet for {year}{rest} uten avgiftskorreksjon"),
        "people": _("med folketallet 1. januar {now}"),
        "little": _("uten {names}"),
    }
    return fill(
        words[tried] if tried in words else _("uten {name}"),
        low=percent(areas.wages.low, 0),
        high=percent(areas.wages.high, 0),
        year=str(areas.year - 1),
        rest=f" {without(moved)}" if moved else "",
        now=str(areas.year),
        names=", ".join(_(NAMES[area]).lower() for area in little),
        name="" if tried in words else municipality(tried).name,
    )


def alike(areas: Areas, gaps: Sequence[tuple[str, Gap]]) -> Iterator[str]:
    """Name the gaps that are about alike, a sentence for each thing that turned their sign.

    «Om lag likt, for avviket skifter fortegn uten Leka: grunnskole (−0,4 mill. kr).»
    """
    by: dict[tuple[str, bool], list[str]] = {}
    for name, found in gaps:
        tried, value = found.turned or ("", 0.0)
        why = how(areas, tried, found) if tried else ""
        text = format_number(value, Unit.MILLION_NOK, 1, sign=True, word=False)
        turns = direction(value) != 0
        by.setdefault((why, turns), []).append(f"{name} ({text})" if turns else name)
    for (why, turns), named in by.items():
        text = _("Om lag likt: {names}.")
        if why and not turns:
            text = _("Om lag likt, for {how} er det ikke noe avvik: {names}.")
        elif why:
            text = _("Om lag likt, for {how} skifter avviket fortegn (mill. kr): {names}.")
        yield fill(text, how=why, names=", ".join(named))
