"""What the chapter «kvalitet» would have in an overview: what is weakest against the group."""

from veivalg.chapters.common.sentences import say
from veivalg.chapters.kvalitet import SPEC
from veivalg.chapters.kvalitet.model import Measure, Model, build
from veivalg.chapters.kvalitet.sentences import furthest
from veivalg.content import Ranked, Role, Theme, Track
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence


def ranked(evidence: Evidence) -> tuple[Ranked, ...]:
    """Give the measure furthest to the weak side of the group."""
    model = build(evidence)
    one = furthest(model, -1)
    figure = one.figure(Role.OWN) if one else None
    if one is None or figure is None:
        return ()
    said = say(
        "svakest-rangert",
        _("Svakest mot {other} i {period}: «{name}» er {own}, mot {theirs}."),
        {"own": figure, "theirs": one.figure(model.other_role)},
        other=model.other.name,
        name=one.entry.name,
        period=one.period,
        caution=_may_be_chance(model, one),
    )
    if said is None:
        return ()
    found = Ranked(
        f"{SPEC.id}-svakest",
        Theme.QUALITY,
        said,
        None,
        _("Kvalitet har ingen pris"),
        _("Usikkert") if said.caution else _("Målt"),
        _("Forskjellen kan være tilfeldig")
        if said.caution
        else _("Forskjellen er større enn tilfeldigheter alene gir, der det kan regnes"),
        one.period,
        SPEC.id,
        f"utstilling-{SPEC.id}-kvalitet-{one.entry.service.replace('_', '-')}",
        _track(model, one),
        name=one.entry.name,
    )
    return (found,)


def _may_be_chance(model: Model, one: Measure) -> bool:
    theirs = one.value(model.other_role)
    found = one.interval
    return found is not None and theirs is not None and found.low <= theirs <= found.high


def _track(model: Model, one: Measure) -> Track | None:
    line = one.series.own
    known = sorted((y, v) for y, v in (line.values if line else {}).items() if v is not None)
    if len(known) < 2:
        return None
    years, values = zip(*known, strict=True)
    entry = one.entry
    return Track(entry.name, model.place, entry.unit, years, values, None, entry.decimals)
