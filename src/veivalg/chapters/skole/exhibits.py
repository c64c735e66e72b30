"""Exhibits of the chapter «skole»."""

from collections.abc import Callable

from veivalg.chapters.common.digits import whole
from veivalg.chapters.common.exhibits import Exhibits, by_column, exhibit
from veivalg.chapters.common.hidden import SHIELDED, shown
from veivalg.chapters.common.sentences import turns
from veivalg.chapters.skole.model import METHOD, Alternative, Model, school_year
from veivalg.content import (
    Cell,
    Chart,
    Column,
    Exhibit,
    Role,
    Shape,
    Source,
    Unit,
    format_number,
    format_plain,
    round_half_up,
)
from veivalg.foundation.i18n import _
from veivalg.maths.services.schools import GRADES, area_per_pupil, classes
from veivalg.maths.services.user_groups import whole_sum
from veivalg.own.persons.schools import Kindergartens
from veivalg.tables.small_numbers import is_small


def _show(model: Model) -> Exhibits:
    """Give what makes the exhibits, with what they share."""
    words = {"place": model.place.name, "year": school_year(model.year)}
    return Exhibits(METHOD, words, model.sources)


def by_school(model: Model) -> Exhibit:
    """Show pupils by grade, their sum, classes and teachers of every school in the newest year."""
    grades = map(shown, model.pupils.release.tables["grade"])
    count = sum(model.classes(s, model.year) for s in model.now)
    need = sum(model.teachers(s, model.year) for s in model.now)
    sure = None not in model.sure.values()
    return _show(model)(
        "skole-klasser",
        _("{pupils} elever går i {classes} klasser")
        if sure
        else _("{pupils} elever går i om lag {classes} klasser"),
        _("Elever per trinn, klasser og lærerårsverk, {year}"),
        (
            Column("school", _("Skole")),
            *(Column(f"g{g}", f"{format_plain(g)}.", Unit.COUNT) for g in GRADES),
            Column("sum", _("Sum"), Unit.COUNT),
            Column("classes", _("Klasser"), Unit.COUNT),
            Column("teachers", _("Lærerårsverk"), Unit.COUNT, 1),
        ),
        [
            (
                school,
                *map(shown, model.shown[school]),
                shown(model.sums[school]),
                shown(model.sure[school]),
                _(SHIELDED) if school in model.hidden else model.teachers(school, model.year),
            )
            for school in model.now
        ],
        # The sum of teachers less the schools shown would give the hidden ones back.
        total=(
            _("Sum"),
            *grades,
            model.total(model.year),
            count if sure else _(SHIELDED),
            _(SHIELDED) if model.hidden else need,
        ),
        pupils=format_number(model.total(model.year), Unit.COUNT),
        n=format_plain(len(model.now)),
        classes=format_plain(count),
        teachers=format_number(need, Unit.FTE, 0),
        alt=_("{n} skoler har {pupils} elever i om lag {classes} klasser.")
        if not sure
        else _("{n} skoler har {pupils} elever i {classes} klasser.")
        if model.hidden
        else _(
            "{n} skoler har {pupils} elever i {classes} klasser og trenger {teachers} til "
            "undervisning."
        ),
        formula=_(
            "Klasser = færrest mulig når snittet på trinnet er under grensen. Lærerårsverk = "
            "det største av klasser × timer og elever × timer ÷ lærernormen, × 38 uker ÷ "
            "undervisningstimer i et årsverk (741 på 1.–7. trinn, 656 på 8.–10.)"
        ),
        assumptions=(model.choices.largest, model.choices.combine),
        note=_classes_note(model),
    )


def _classes_note(model: Model) -> str:
    """Say what the norm is, and what is hidden."""
    said = _(
        "Lærernormen er 15 elever per lærer på 1.–4. trinn og 20 på 5.–10. Spesial"
        "undervisning og særskilt norsk kommer i tillegg. En fådelt skole kan ha færre "
        "klasser enn tabellen viser. Trinn med færre enn fem elever er skjermet, og "
        "noen flere, så summene ikke avslører dem. Lærerårsverkene er skjermet der et "
        "trinn er det, og i summen, for elevtallet kan regnes tilbake fra dem."
    )
    if None in model.sums.values():
        said += " " + _(
            "Skoler med færre enn fem elever i alt er skjermet, og minst én skole til, så "
            "summen for kommunen ikke avslører dem."
        )
    if None in model.sure.values():
        said += " " + _(
            "Klassetallet er skjermet der det kunne avsløre et skjermet trinn. I overskriften er "
            "det anslått fra summene."
        )
    return said


def _estimated(model: Model) -> str:
    """Say what the years to come begin with where a grade is hidden."""
    text = _("Trinn som er skjermet, er anslått fra summene før de føres fram.")
    return text if model.hidden else ""


def ahead(model: Model) -> Exhibit | None:
    """Show the pupils in all in the years to come, with the interval."""
    if len(model.years) < 2:
        return None
    first, last = model.years[0], model.years[-1]
    change = model.total(last) - model.total(first)
    ends: dict[int, tuple[float | None, float | None]] = {first: (None, None)}
    ends |= {year: model.interval(year) for year in model.years if year > first}
    return _show(model)(
        "skole-framover",
        _("Om lag {change} færre elever i {year}")
        if change < 0
        else _("Om lag {change} flere elever i {year}"),
        _("Elever i grunnskolen i {place} etter skoleårets startår"),
        *by_column(
            model.years,
            (Column("year", _("Skoleår fra høsten"), Unit.YEAR), lambda y: y),
            (Column("place", _("Kommune")), lambda _y: model.place.name),
            (Column("pupils", _("Elever"), Unit.COUNT), lambda y: whole(model.total(y))),
            (Column("low", _("Lav"), Unit.COUNT), lambda y: whole(ends[y][0])),
            (Column("high", _("Høy"), Unit.COUNT), lambda y: whole(ends[y][1])),
        ),
        either=turns(*(end - model.total(first) for end in model.interval(last))),
        change=format_number(abs(change), Unit.COUNT, -1 if abs(change) >= 100 else 0),
        year=school_year(last),
        now=format_number(model.total(first), Unit.COUNT),
        then=format_number(model.total(last), Unit.COUNT, -1),
        alt=_("Elevtallet går fra {now} til om lag {then} i {year}."),
        sources=model.sources_ahead,
        chart=Chart(
            Shape.LINES,
            "year",
            "pupils",
            "place",
            {model.place.name: Role.OWN},
            low="low",
            high="high",
            projected_from=first,
        ),
        formula=_(
            "Hvert trinn følger kullet sitt i kommunen. Nye førsteklassinger = skolens andel "
            "av 1.–3. trinn i dag × seksåringene i kommunen"
        ),
        uncertainty=_(
            "Åtte av ti ganger er elevtallet mellom endene. For én skole er usikkerheten større."
        ),
        note=_estimated(model),
    )


def later(model: Model) -> Exhibit | None:
    """Show pupils and classes by school today and in five and ten years."""
    years = [y for y in (model.year, model.year + 5, model.years[-1]) if y in model.years]
    years = list(dict.fromkeys(years))
    if len(years) < 2:
        return None
    last = years[-1]
    fewer = sum(model.classes(s, model.year) - model.classes(s, last) for s in model.now)
    columns = [Column("school", _("Skole"))]
    for y in years:
        columns += [
            Column(f"p{y}", _("Elever {y}").format(y=school_year(y)), Unit.COUNT),
            Column(f"k{y}", _("Klasser {y}").format(y=school_year(y)), Unit.COUNT),
        ]
    return _show(model)(
        "skole-klasser-framover",
        _("Én klasse færre i {year} med skolene som i dag")
        if fewer == 1
        else _("Én klasse flere i {year} med skolene som i dag")
        if fewer == -1
        else _("{fewer} færre klasser i {year} med skolene som i dag")
        if fewer > 0
        else _("{fewer} flere klasser i {year} med skolene som i dag")
        if fewer < 0
        else _("Like mange klasser i {year} som i dag"),
        _("Elever og klasser per skole, i dag og framover"),
        columns,
        [
            (school, *(cell for y in years for cell in _pupils_and_classes(model, school, y)))
            for school in model.now
        ],
        fewer=format_plain(abs(fewer)),
        year=school_year(last),
        sources=model.sources_ahead,
        formula=_("Elevene framskrevet med kullene i kommunen, delt i klasser etter grensen"),
        assumptions=(model.choices.largest, model.choices.combine),
        uncertainty=_(
            "Små skoler kan avvike mye fra framskrivingen: noen få familier endrer klassetallet."
        ),
        note=_estimated(model),
    )


def _pupils_and_classes(model: Model, school: str, year: int) -> tuple[Cell, Cell]:
    """Give pupils and classes of a school; what comes of the cohorts of a hidden grade is hidden.

    The pupils ahead would give a hidden grade back, so only classes are shown of such a school.
    """
    if year == model.year:
        return shown(model.sums[school]), shown(model.sure[school])
    pupils = sum(model.ahead[year][school].values())
    if is_small(int(round_half_up(pupils))):
        return _(SHIELDED), None
    return _(SHIELDED) if school in model.hidden else whole(pupils), model.classes(school, year)


def room(model: Model) -> Exhibit | None:
    """Show area per pupil of the largest class and pupils against room."""
    if model.buildings is None:
        return None
    limit, seen = model.choices.area.value, [s for s in model.now if s not in model.hidden]
    small = sum((each := _each(model, s)) is not None and each < limit for s in seen)

    def unless_hidden(read: Callable[[str], float | None]) -> Callable[[str], Cell]:
        # the largest class can be a hidden grade
        return lambda school: _(SHIELDED) if school in model.hidden else read(school)

    return _show(model)(
        "skole-plass",
        _("{small} skoler har under {limit} m² per elev i den største klassen")
        if small
        else _("Ingen skole har under {limit} m² per elev i den største klassen"),
        _("Elever mot plass, og areal per elev"),
        *by_column(
            model.now,
            (Column("school", _("Skole")), lambda s: s),
            (Column("pupils", _("Elever"), Unit.COUNT), lambda s: shown(model.sums[s])),
            (Column("room", _("Plass til"), Unit.COUNT), lambda s: model.building(s, "capacity")),
            (
                Column("largest", _("Største klasse"), Unit.COUNT, 0),
                unless_hidden(lambda s: _largest(model, s)),
            ),
            (
                Column("area", _("Klasserom, m²"), Unit.COUNT, 0),
                lambda s: model.building(s, "classroom_area"),
            ),
            (
                Column("each", _("m² per elev"), Unit.COUNT, 1),
                unless_hidden(lambda s: _each(model, s)),
            ),
        ),
        small=format_plain(small),
        limit=format_number(limit, Unit.COUNT, 1),
        sources=(model.buildings.source(), *model.sources),
        formula=_("Klasserom ÷ elever i største klasse"),
        assumptions=(model.choices.area,),
        note=_(
            "Skoler med skjermede trinn er ikke regnet med i overskriften, og største klasse "
            "er skjermet for dem."
        )
        if model.hidden
        else "",
    )


def _largest(model: Model, school: str) -> float:
    """Give the pupils of the largest class of a school."""
    pupils, limit = model.now[school].values(), model.choices.largest.value
    return max((n / classes(n, limit) for n in pupils if n > 0), default=0.0)


def _each(model: Model, school: str) -> float | None:
    """Give the area per pupil of the largest class, where the area is known."""
    area = model.building(school, "classroom_area")
    return None if area is None else area_per_pupil(area, _largest(model, school))


def alternatives(model: Model) -> Exhibit | None:
    """Show what every alternative changes in classes, teachers, building and transport."""
    if not model.alternatives or model.moves is None:
        return None
    title, words = _alternatives_title(model)
    return _show(model)(
        "skole-alternativer",
        title,
        _("Endring mot i dag. Pluss er innsparing, minus er utgift, kroner per år"),
        (
            Column("name", _("Alternativ")),
            Column("moved", _("Elever som flytter"), Unit.COUNT),
            Column("classes", _("Klasser"), Unit.COUNT, 0, True),
            Column("teachers", _("Lærerårsverk"), Unit.COUNT, 1, True),
            Column("teacher", _("Lærere"), Unit.NOK, -3, True),
            Column("building", _("Bygg"), Unit.NOK, -3, True),
            Column("transport", _("Skyss"), Unit.NOK, -3, True),
            Column("sum", _("I alt"), Unit.NOK, -3, True),
        ),
        [_changes(model, one) for one in model.alternatives],
        words=words,
        sources=(model.moves.source(), *model.sources),
        formula=_(
            "Innsparing = færre lærerårsverk × utgift per årsverk + bygg som blir tomme − "
            "elever som flytter × skyss"
        ),
        assumptions=(model.choices.largest, model.choices.teacher_cost, model.choices.transport),
        note=_(
            "Det er bare innsparing når klasser eller bygg blir færre. «Mangler» under Bygg "
            "betyr at årsutgiften til bygget ikke er lest inn. Lærere er skjermet når en av "
            "skolene har skjermede trinn."
        ),
    )


def _changes(model: Model, one: Alternative) -> tuple[Cell, ...]:
    """Give a row of what an alternative changes, with what would name a pupil hidden."""
    e, told = one.effect, model.told(one)
    building: Cell = e.building_saving if one.priced else None
    whole: Cell = _(SHIELDED) if one.priced else None
    return (
        one.name,
        e.moved if one.counted else _(SHIELDED),
        e.classes if one.sure else _(SHIELDED),
        e.teachers if told else _(SHIELDED),
        e.teacher_saving if told else _(SHIELDED),
        building if one.empty else _(SHIELDED),
        e.transport_saving if one.counted else _(SHIELDED),
        e.saving if one.priced and one.empty and told and one.counted else whole,
    )


def _alternatives_title(model: Model) -> tuple[str, dict[str, str]]:
    best = model.best
    if best is None:
        if any(a.sure and a.effect.classes < 0 for a in model.alternatives):
            return _("Alternativene gir færre klasser, men beløpene er skjermet"), {}
        if not all(a.sure for a in model.alternatives):
            return _("Endringen i klasser er skjermet i noen av alternativene"), {}
        return _("Ingen av alternativene gir færre klasser"), {}
    e = best.effect
    words = {
        "name": best.name,
        "n": format_plain(-e.classes),
        "saved": format_number(e.teacher_saving, Unit.MILLION_NOK),
        "net": format_number(abs(e.saving), Unit.MILLION_NOK),
        "transport": format_number(-e.transport_saving, Unit.MILLION_NOK),
    }
    if not best.priced:
        return _(
            "«{name}» gir {n} færre klasser og {saved} mindre til lærere, men {transport} mer "
            "til skyss"
        ), words
    return (
        _("«{name}» gir {n} færre klasser og koster {net} mindre i alt")
        if e.saving >= 0
        else _("«{name}» gir {n} færre klasser, men koster {net} mer i alt")
    ), words


def kindergartens(found: Kindergartens, source: Source) -> Exhibit:
    """Show children, staff and area by kindergarten in the newest year."""
    rows: list[tuple[Cell, ...]] = []
    for row, counts in zip(found.rows, found.release.tables["both"], strict=True):
        line = [None if count is None else int(count) for count in counts]
        children, staff, area = whole_sum(line), row["staff"], row["play_area"]
        each = children / staff if staff and children is not None else None
        per_child = area / children if area and children else None
        rows.append((row["kindergarten"], *map(shown, line), staff, each, per_child))
    return exhibit(
        "skole-barnehager",
        _("{n} barnehager"),
        _("Barn, voksne og areal, {y}"),
        (
            Column("name", _("Barnehage")),
            Column("small", _("0–2 år"), Unit.COUNT),
            Column("large", _("3–5 år"), Unit.COUNT),
            Column("staff", _("Årsverk"), Unit.COUNT, 1),
            Column("each", _("Barn per årsverk"), Unit.COUNT, 1),
            Column("area", _("m² per barn"), Unit.COUNT, 1),
        ),
        rows,
        n=format_plain(len(rows)),
        y=str(found.year),
        sources=(source,),
        method=METHOD,
        formula=_("m² per barn = leke- og oppholdsareal ÷ barn"),
    )
