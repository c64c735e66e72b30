"""What the chapter «skole» says."""

from collections.abc import Iterator

from veivalg.chapters.common.sentences import more_or_fewer, say, tell, turns
from veivalg.chapters.skole.model import Alternative, Model, school_year
from veivalg.content import Figure, Interval, Statement, Unit, format_plain
from veivalg.foundation.i18n import _


def few_pupils() -> Statement:
    """Say that there are too few pupils for anything to be shown."""
    text = _(
        "Færre enn fem elever er lest inn, eller tallene ville sammen med en tidligere versjon "
        "vise hvem noen er. Alle tall om dem er skjermet."
    )
    return tell("faa", text)


def today(model: Model) -> Statement | None:
    """Say pupils, classes and teachers today; no teachers where a grade is hidden."""
    made = model.figures()
    classes = float(sum(model.classes(s, model.year) for s in model.now))
    fewest = _("Færrest klasser med snitt under grensen")
    figures = {
        "pupils": model.count(),
        "classes": made("klasser", _("Klasser"), classes, Unit.COUNT, fewest),
    }
    text = _("{pupils:u} elever går på {n} skoler i {year}. Det gir {classes} klasser.")
    if None in model.sure.values():
        text = _("{pupils:u} elever går på {n} skoler i {year}. Det gir om lag {classes} klasser.")
    if not model.hidden:  # the sum less the schools shown would give the hidden grades back
        need = sum(model.teachers(s, model.year) for s in model.now)
        formula = _("Det største av klasser og lærernorm")
        figures["teachers"] = made("laerere", _("Lærerårsverk"), need, Unit.FTE, formula)
        text = _(
            "{pupils:u} elever går på {n} skoler i {year}. Det gir {classes} klasser og "
            "krever {teachers} til undervisning."
        )
    return say("i-dag", text, figures, n=format_plain(len(model.now)), year=school_year(model.year))


def ahead(model: Model) -> Statement | None:
    """Say how the number of pupils changes, with its interval."""
    last = model.years[-1]
    if last == model.year:
        return None
    now = model.total(model.year)
    low, high = (end - now for end in model.interval(last))
    digits = -1 if abs(high - low) >= 100 else 0
    meaning = _("åtte av ti ganger er endringen mellom endene")
    figure = model.figures(last)(
        "elever-endring",
        _("Endring i elevtallet"),
        model.total(last) - now,
        Unit.PERSONS,
        _("Elever da − elever nå"),
        digits,
        interval=Interval(low, high, meaning, 0.8),
    )
    apart = low < 0 < high
    text = _("Fram til {year} blir det {change:au} {more} elever, trolig mellom {low} og {high}.")
    if apart:
        text = _("Fram til {year} blir det {change:au} {more} elever, trolig fra {low} til {high}.")
    near, far = (low, high) if apart else sorted((abs(low), abs(high)))
    ends = {n: format_plain(v, digits, sign=apart) for n, v in (("low", near), ("high", far))}
    more = more_or_fewer(figure.value or 0.0)
    words = {"year": school_year(last), "more": more, **ends}
    return say("framover", text, {"change": figure}, words, caution=turns(low, high))


def best(model: Model) -> Statement | None:
    """Say what the alternative that saves most gives, or that none saves teachers."""
    if all(a.sure and a.effect.classes >= 0 for a in model.alternatives):
        text = _("Ingen av alternativene gir færre klasser, så de sparer ikke lærere.")
        return tell("alternativ", text) if model.alternatives else None
    one = model.best
    if one is None:
        return None
    text = _(
        "«{name}» gir {classes} klasser og {teachers} mindre til lærere, men {transport} mer "
        "til skyss i året. Bygget er ikke regnet med."
    )
    if one.priced:
        saves = one.effect.saving >= 0
        text = _("«{name}» gir {classes} klasser og sparer {net} i året: ")
        text = text if saves else _("«{name}» gir {classes} klasser, men koster {net} mer i året: ")
        text += _(
            "{teachers} mindre til lærere og {building} mindre til bygg, men {transport} mer til "
            "skyss."
        )
    return say("alternativ", text, _amounts(model, one), name=one.name)


def _amounts(model: Model, one: Alternative) -> dict[str, Figure]:
    """Give what an alternative changes in a year; buildings and the sum where all are priced."""
    e, chosen = one.effect, model.choices
    moved = _given(model, one, building=False)
    both = _given(model, one, building=True)
    teachers, unit = (chosen.largest, chosen.teacher_cost), Unit.MILLION_NOK
    found = {
        "teachers": model.figures(None, *moved)(
            "alternativ-laerere",
            _("Mindre til lærere"),
            e.teacher_saving,
            unit,
            _("Færre lærerårsverk × utgift per årsverk"),
            assumptions=teachers,
        ),
        "transport": model.figures(None, *moved)(
            "alternativ-skyss",
            _("Mer til skyss"),
            -e.transport_saving,
            unit,
            _("Elever som flytter × skyss"),
            assumptions=(chosen.transport,),
        ),
    }
    if one.priced:
        found["building"] = model.figures(None, *both)(
            "alternativ-bygg",
            _("Mindre til bygg"),
            e.building_saving,
            unit,
            _("Årlig utgift til bygg som blir tomme"),
        )
        found["net"] = model.figures(None, *both)(
            "alternativ-sum",
            _("Endring i alt"),
            abs(e.saving),
            unit,
            _("Lærere + bygg − skyss"),
            assumptions=(*teachers, chosen.transport),
        )
    found["classes"] = model.figures()(
        "alternativ-klasser",
        _("Endring i klasser"),
        float(e.classes),
        Unit.COUNT,
        _("Klasser etter − klasser før"),
    )
    return found


def _given(model: Model, one: Alternative, *, building: bool) -> tuple[Figure, ...]:
    """Give what the amounts rest on beside the pupils: who moves, and what empty buildings cost."""
    e, found = one.effect, []
    if model.moves is not None:
        label = _("Elever som flytter")
        found.append(model.given("flytter", label, e.moved, Unit.PERSONS, model.moves))
    if building and model.buildings is not None:
        label = _("Årlig utgift til bygg som blir tomme")
        amount = e.building_saving
        found.append(model.given("byggutgift", label, amount, Unit.NOK, model.buildings))
    return tuple(found)


def crowded(model: Model) -> Iterator[Statement]:
    """Say which alternatives put more pupils in a school than there is room for."""
    text = _("«{name}» gir flere elever enn det er plass til på {schools}.")
    for n, a in enumerate(model.alternatives, 1):
        if a.effect.over:
            schools = ", ".join(a.effect.over)
            yield tell(f"fullt-{n}", text, caution=True, name=a.name, schools=schools)
