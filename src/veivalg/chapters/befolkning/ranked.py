"""What the chapter «befolkning» would have in an overview: the aged, the pupils and the helpers."""

from collections.abc import Iterator

from veivalg.chapters.befolkning import SPEC
from veivalg.chapters.befolkning.model import Demography, build
from veivalg.chapters.common.periods import plan_years
from veivalg.chapters.common.sentences import fill, joined, more, say
from veivalg.content import Figure, Ranked, Statement, Theme, Track, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.indicators import RETIRED, WORKING, AgeGroup

AGED, PUPILS = (80, 105), (6, 15)
BACK = 10
"""Years before today that are shown."""
FEWER = 0.05
"""The least share pupils must change by to be told."""


def ranked(evidence: Evidence) -> tuple[Ranked, ...]:
    """Give those aged 80 and over, the children of school age, and how many there are to help."""
    d = build(evidence)
    return tuple(_each(d)) if d is not None and d.ahead else ()


def _each(d: Demography) -> Iterator[Ranked]:
    growth = d.change(*AGED, d.base, d.target, d.norway) if d.norway else None
    told = _said(d, "eldste-rangert", AGED, _("på 80 år og eldre"), growth)
    if told is not None:
        yield _ranked(d, "eldste", told, AGED, f"utsagn-{SPEC.id}-eldste")
    pupils = d.change(*PUPILS, d.base, d.target)
    if pupils is not None and abs(pupils.value or 0.0) >= FEWER:
        told = _said(d, "skolebarn-rangert", PUPILS, _("på 6–15 år"), None)
        if told is not None:
            anchor = f"utstilling-{SPEC.id}-endring"
            yield _ranked(d, "skolebarn", told, PUPILS, anchor)
    helpers = _helpers(d)
    if helpers is not None:
        yield helpers


def _said(
    d: Demography, id: str, ages: tuple[int, int], who: str, elsewhere: Figure | None
) -> Statement | None:
    now, later = d.persons(*ages, d.base), d.persons(*ages, d.target)
    change = d.change(*ages, d.base, d.target)
    figures: dict[str, Figure | None] = {"now": now, "later": later}
    text = _("{now:u} innbyggere {who} blir rundt {later:u} i {then}")
    if change is not None and change.value is not None:
        figures["change"] = change
        text += more(change, _(", {change:a} {more}"), _(" ({change:+})"))
        if elsewhere is not None and elsewhere.value is not None:
            figures["norway"] = elsewhere
            text += fill(_(" ({country} {norway:+})"), country=elsewhere.place.name)
    unsure = d.either_way(*ages, d.target)
    return say(id, text + ".", figures, caution=unsure, who=who, then=str(d.target))


def _ranked(d: Demography, id: str, said: Statement, ages: tuple[int, int], anchor: str) -> Ranked:
    return Ranked(
        f"{SPEC.id}-{id}",
        Theme.PEOPLE,
        said,
        None,
        _("Innbyggere har ingen pris"),
        _("Usikkert") if said.caution else _("Framskrevet"),
        _("Det kan bli både flere og færre")
        if said.caution
        else _("Fortegnet er det samme i hele 80 % intervallet"),
        str(d.target),
        SPEC.id,
        anchor,
        _track(d, ages),
        _plan(d, f"{said.id}-fram", ages),
        name=AgeGroup(*ages).label,
    )


def _track(d: Demography, ages: tuple[int, int]) -> Track:
    values = {
        year: n
        for year in d.own.years
        if d.base - BACK <= year <= d.target and (n := d.own.group(*ages, year)) is not None
    }
    label = d.persons(*ages, d.base)
    name = label.label if label is not None else ""
    years, counts = tuple(values), tuple(values.values())
    return Track(name, d.place, Unit.PERSONS, years, counts, d.base + 1)


def _plan(d: Demography, id: str, ages: tuple[int, int]) -> Statement | None:
    years = plan_years(d.base)
    first, last = d.persons(*ages, years[0]), d.persons(*ages, years[-1])
    text = _("I økonomiplanen {a}–{b}: {first:u} i {a}, {last:u} i {b}.")
    return say(id, text, {"first": first, "last": last}, a=str(years[0]), b=str(years[-1]))


def _helpers(d: Demography) -> Ranked | None:
    """Give inhabitants of working age for each who is retired, now and later."""

    def at(year: int) -> Figure | None:
        return d.per(WORKING, RETIRED, year, "aldersbaereevne", _("Aldersbæreevne"), d.own)

    norway = (
        d.per(WORKING, RETIRED, d.base, "aldersbaereevne", _("Aldersbæreevne"), d.norway)
        if d.norway
        else None
    )
    country = norway.place.name if norway else ""
    said = joined(
        "hjelpere-rangert",
        (
            _("{now:1} i yrkesaktiv alder for hver på 67 år og eldre blir {later:1} i {then}."),
            {"now": at(d.base), "later": at(d.target)},
        ),
        (_("{country} har {norway:1} i dag."), {"norway": norway}),
        then=str(d.target),
        country=country[:1].upper() + country[1:],
    )
    if said is None:
        return None
    known = [(y, f) for y in d.own.years if d.base - BACK <= y <= d.target and (f := at(y))]
    points = [(y, f.value) for y, f in known if f.value is not None]
    years, values = zip(*points, strict=True)
    name, first, last = (
        _("Innbyggere 16–66 år per innbygger 67 år og eldre"),
        *plan_years(d.base)[::3],
    )
    plan = say(
        f"{said.id}-fram",
        _("I økonomiplanen {a}–{b}: {first:1} i {a}, {last:1} i {b}."),
        {"first": at(first), "last": at(last)},
        a=str(first),
        b=str(last),
    )
    return Ranked(
        f"{SPEC.id}-hjelpere",
        Theme.STAFF,
        said,
        None,
        _("Innbyggere har ingen pris"),
        _("Framskrevet"),
        _("Forholdet følger framskrivingen etter alder"),
        str(d.target),
        SPEC.id,
        f"utstilling-{SPEC.id}-aldersbaereevne",
        Track(name, d.place, Unit.RATIO, years, values, d.base + 1, 1),
        plan,
        name=_("Yrkesaktive per eldre"),
    )
