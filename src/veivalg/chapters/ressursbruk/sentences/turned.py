"""What turned the sign of a gap that is «om lag likt», in words and with the gap it gives."""

from veivalg.chapters.common.sentences import fill
from veivalg.chapters.common.written import million, percent
from veivalg.chapters.ressursbruk.model.areas import Areas
from veivalg.chapters.ressursbruk.model.held import NAMES
from veivalg.foundation.i18n import _
from veivalg.maths.comparison.area_gaps import Gap, Total
from veivalg.norway.register import municipality


def how(areas: Areas, tried: str, found: Gap) -> str:
    """Say what was assumed when something was tried of a gap (`Gap.tried`)."""
    little = found.little if isinstance(found, Total) else ()
    words = {
        "untaxed": _("uten avgiftskorreksjonen"),
        "low_pay": _("når lønn er {low} av netto utgift"),
        "high_pay": _("når lønn er {high} av netto utgift"),
        "before": _("med regnskapet for {year}"),
        "before_untaxed": _("med regnskapet for {year} uten avgiftskorreksjon"),
        "people": _("med folketallet 1. januar {now}"),
        "little": _("uten {names}"),
    }
    return fill(
        words[tried] if tried in words else _("uten {name}"),
        low=percent(areas.wages.low),
        high=percent(areas.wages.high),
        year=str(areas.year - 1),
        now=str(areas.year),
        names=", ".join(_(NAMES[area]).lower() for area in little),
        name="" if tried in words else municipality(tried).name,
    )


def by(areas: Areas, name: str, found: Gap) -> str:
    """Write a name with what turned its sign: «grunnskole (−0,4 mill. kr uten Leka)»."""
    if found.turned is None:
        return name
    tried, value = found.turned
    return f"{name} ({million(value, sign=True)} {how(areas, tried, found)})"
