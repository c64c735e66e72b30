"""Exhibits of the chapter «skole»."""

from __future__ import annotations

from collections.abc import Sequence

from veivalg.chapters.common.digits import whole
from veivalg.chapters.common.sentences import fill
from veivalg.chapters.skole.model import METHOD, Alternative, Model, school_year
from veivalg.content import Cell, Chart, Column, Exhibit, Role, Shape, Table, Unit, format_number
from veivalg.foundation.i18n import _
from veivalg.maths.services.schools import GRADES, area_per_pupil, classes
from veivalg.tables import Sourced
from veivalg.tables.small_numbers import is_small, suppress

SHIELDED = "skjermet"


def by_school(model: Model) -> Exhibit:
    """Show pupils by grade, their sum, classes and teachers of every school in the newest year."""
    rows: list[tuple[Cell, ...]] = [
        (
            school,
            *_cells(model.shown[school]),
            sum(by.values()),
            model.classes(school, model.year),
            SHIELDED if school in model.hidden else model.teachers(school, model.year),
        )
        for school, by in model.now.items()
    ]
    columns: list[Cell] = [sum(by.get(g, 0.0) for by in model.now.values()) for g in GRADES]
    if len(model.now) == 1:
        columns = _cells(next(iter(model.shown.values())))
    count = sum(model.classes(s, model.year) for s in model.now)
    need = sum(model.teachers(s, model.year) for s in model.now)
    # The sum of teachers less the schools shown would give the hidden ones back.
    rows.append(
        (_("Sum"), *columns, model.total(model.year), count, SHIELDED if model.hidden else need)
    )
    words = {
        "pupils": format_number(model.total(model.year), Unit.COUNT),
        "n": str(len(model.now)),
        "classes": str(count),
        "year": school_year(model.year),
        "teachers": format_number(need, Unit.FTE, 0),
    }
    return Exhibit(
        "skole-klasser",
        fill(_("{pupils} elever går i {classes} klasser"), **words),
        fill(_("Elever per trinn, klasser og lærerårsverk, {year}"), **words),
        fill(
            _("{n} skoler har {pupils} elever i {classes} klasser.")
            if model.hidden
            else _(
                "{n} skoler har {pupils} elever i {classes} klasser og trenger {teachers} til "
                "undervisning."
            ),
            **words,
        ),
        Table(
            (
                Column("school", _("Skole")),
                *(Column(f"g{g}", f"{g}.", Unit.COUNT) for g in GRADES),
                Column("sum", _("Sum"), Unit.COUNT),
                Column("classes", _("Klasser"), Unit.COUNT),
                Column("teachers", _("Lærerårsverk"), Unit.COUNT, 1),
            ),
            tuple(rows),
            total_row=True,
        ),
        model.sources,
        formula=_(
            "Klasser = færrest mulig når snittet på trinnet er under grensen. Lærerårsverk = "
            "det største av klasser × timer og elever × timer ÷ lærernormen, × 38 uker ÷ "
            "undervisningstimer i et årsverk (741 på 1.–7. trinn, 656 på 8.–10.)"
        ),
        method=METHOD,
        assumptions=(model.choices.largest, model.choices.combine),
        note=_(
            "Lærernormen er 15 elever per lærer på 1.–4. trinn og 20 på 5.–10. Spesial"
            "undervisning og særskilt norsk kommer i tillegg. En fådelt skole kan ha færre "
            "klasser enn tabellen viser. Trinn med færre enn fem elever er skjermet, og "
            "noen flere, så summene ikke avslører dem. Lærerårsverkene er skjermet der et "
            "trinn er det, og i summen, for elevtallet kan regnes tilbake fra dem."
        ),
    )


def _cells(line: Sequence[float | None]) -> list[Cell]:
    return [SHIELDED if n is None else n for n in line]


def ahead(model: Model) -> Exhibit | None:
    """Show the pupils in all in the years to come, with the interval."""
    if len(model.years) < 2:
        return None
    rows: list[tuple[Cell, ...]] = []
    for year in model.years:
        low, high = model.interval(year) if year > model.year else (None, None)
        rows.append((year, model.place.name, whole(model.total(year)), whole(low), whole(high)))
    first, last = model.years[0], model.years[-1]
    change = model.total(last) - model.total(first)
    words = {
        "change": format_number(abs(change), Unit.COUNT, -1 if abs(change) >= 100 else 0),
        "year": school_year(last),
        "now": format_number(model.total(first), Unit.COUNT),
        "then": format_number(model.total(last), Unit.COUNT, -1),
    }
    title = (
        _("Om lag {change} færre elever i {year}")
        if change < 0
        else _("Om lag {change} flere elever i {year}")
    )
    return Exhibit(
        "skole-framover",
        fill(title, **words),
        fill(_("Elever i grunnskolen i {place} etter skoleårets startår"), place=model.place.name),
        fill(_("Elevtallet går fra {now} til om lag {then} i {year}."), **words),
        Table(
            (
                Column("year", _("Skoleår fra høsten"), Unit.YEAR),
                Column("place", _("Kommune")),
                Column("pupils", _("Elever"), Unit.COUNT),
                Column("low", _("Lav"), Unit.COUNT),
                Column("high", _("Høy"), Unit.COUNT),
            ),
            tuple(rows),
        ),
        model.sources_ahead,
        Chart(
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
        method=METHOD,
        uncertainty=_(
            "Åtte av ti ganger er elevtallet mellom endene. For én skole er usikkerheten større."
        ),
    )


def later(model: Model) -> Exhibit | None:
    """Show pupils and classes by school today and in five and ten years."""
    years = [y for y in (model.year, model.year + 5, model.years[-1]) if y in model.years]
    years = list(dict.fromkeys(years))
    if len(years) < 2:
        return None
    rows: list[tuple[Cell, ...]] = []
    for school in model.now:
        cells: list[Cell] = [school]
        for y in years:
            n = sum(model.ahead[y][school].values())
            # What comes of the cohorts would give a hidden grade back, so only classes are shown.
            behind = y > model.year and school in model.hidden
            cells += (
                [SHIELDED, None]
                if is_small(round(n))
                else [SHIELDED if behind else whole(n), model.classes(school, y)]
            )
        rows.append(tuple(cells))
    last = years[-1]
    fewer = sum(model.classes(s, model.year) - model.classes(s, last) for s in model.now)
    words = {"fewer": str(abs(fewer)), "year": school_year(last)}
    title = (
        _("{fewer} færre klasser i {year} med skolene som i dag")
        if fewer > 0
        else _("{fewer} flere klasser i {year} med skolene som i dag")
        if fewer < 0
        else _("Like mange klasser i {year} som i dag")
    )
    columns = [Column("school", _("Skole"))]
    for y in years:
        when = school_year(y)
        columns.append(Column(f"p{y}", fill(_("Elever {y}"), y=when), Unit.COUNT))
        columns.append(Column(f"k{y}", fill(_("Klasser {y}"), y=when), Unit.COUNT))
    return Exhibit(
        "skole-klasser-framover",
        fill(title, **words),
        _("Elever og klasser per skole, i dag og framover"),
        fill(title, **words) + ".",
        Table(tuple(columns), tuple(rows)),
        model.sources_ahead,
        method=METHOD,
        formula=_("Elevene framskrevet med kullene i kommunen, delt i klasser etter grensen"),
        assumptions=(model.choices.largest, model.choices.combine),
        uncertainty=_(
            "Små skoler kan avvike mye fra framskrivingen: noen få familier endrer klassetallet."
        ),
    )


def room(model: Model) -> Exhibit | None:
    """Show area per pupil of the largest class and pupils against room."""
    if model.buildings is None:
        return None
    rows: list[tuple[Cell, ...]] = []
    small = 0
    for school, by in model.now.items():
        area, room = (model.building(school, c) for c in ("classroom_area", "capacity"))
        largest = max(
            (n / classes(n, model.choices.largest.value) for n in by.values() if n > 0), default=0.0
        )
        each = area_per_pupil(area, largest) if area is not None else None
        hidden = school in model.hidden  # the largest class can be a hidden grade
        small += each is not None and each < model.choices.area.value and not hidden
        rows.append(
            (
                school,
                sum(by.values()),
                room,
                SHIELDED if hidden else largest,
                area,
                SHIELDED if hidden else each,
            )
        )
    words = {"small": str(small), "limit": format_number(model.choices.area.value, Unit.COUNT, 1)}
    title = (
        _("{small} skoler har under {limit} m² per elev i den største klassen")
        if small
        else _("Ingen skole har under {limit} m² per elev i den største klassen")
    )
    return Exhibit(
        "skole-plass",
        fill(title, **words),
        _("Elever mot plass, og areal per elev"),
        fill(title, **words) + ".",
        Table(
            (
                Column("school", _("Skole")),
                Column("pupils", _("Elever"), Unit.COUNT),
                Column("room", _("Plass til"), Unit.COUNT),
                Column("largest", _("Største klasse"), Unit.COUNT, 0),
                Column("area", _("Klasserom, m²"), Unit.COUNT, 0),
                Column("each", _("m² per elev"), Unit.COUNT, 1),
            ),
            tuple(rows),
        ),
        (model.buildings.source(), *model.sources),
        formula=_("Klasserom ÷ elever i største klasse"),
        method=METHOD,
        assumptions=(model.choices.area,),
        note=_(
            "Skoler med skjermede trinn er ikke regnet med i overskriften, og største klasse "
            "er skjermet for dem."
        )
        if model.hidden
        else "",
    )


def alternatives(model: Model) -> Exhibit | None:
    """Show what every alternative changes in classes, teachers, building and transport."""
    if not model.alternatives or model.moves is None:
        return None
    rows: list[tuple[Cell, ...]] = []
    for one in model.alternatives:
        e = one.effect
        building: Cell = e.building_saving if one.priced else None
        few = few_moved(model, one)
        teachers: list[Cell] = [e.teachers, e.teacher_saving]
        if not told(model, one):
            teachers = [SHIELDED, SHIELDED]
        open_sum = one.priced and not few and told(model, one)
        rows.append(
            (
                one.name,
                SHIELDED if few else e.moved,
                e.classes,
                *teachers,
                building,
                SHIELDED if few else e.transport_saving,
                e.saving if open_sum else SHIELDED if one.priced else None,
            )
        )
    title, words = _alternatives_title(model)
    return Exhibit(
        "skole-alternativer",
        fill(title, **words),
        _("Endring mot i dag. Pluss er innsparing, minus er utgift, kroner per år"),
        fill(title, **words) + ".",
        Table(
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
            tuple(rows),
        ),
        (model.moves.source(), *model.sources),
        formula=_(
            "Innsparing = færre lærerårsverk × utgift per årsverk + bygg som blir tomme − "
            "elever som flytter × skyss"
        ),
        method=METHOD,
        assumptions=(model.choices.largest, model.choices.teacher_cost, model.choices.transport),
        note=_(
            "Det er bare innsparing når klasser eller bygg blir færre. «Mangler» under Bygg "
            "betyr at årsutgiften til bygget ikke er lest inn. Lærere er skjermet når en av "
            "skolene har skjermede trinn."
        ),
    )


def told(model: Model, one: Alternative) -> bool:
    """Say whether an alternative's teachers give no hidden grade back."""
    return not one.schools & model.hidden


def few_moved(model: Model, one: Alternative) -> bool:
    """Say whether the number that moves is hidden: small, or some grades of a hidden school."""
    return is_small(one.effect.moved) or bool(one.partial & model.hidden)


def best_alternative(model: Model) -> Alternative | None:
    """Give the alternative with fewer classes that saves most in all, of those that can be told."""
    known = [
        a
        for a in model.alternatives
        if a.effect.classes < 0 and told(model, a) and not few_moved(model, a)
    ]
    return max(known, key=lambda a: a.effect.saving, default=None)


def _alternatives_title(model: Model) -> tuple[str, dict[str, str]]:
    best = best_alternative(model)
    if best is None:
        fewer = any(a.effect.classes < 0 for a in model.alternatives)
        return (
            _("Alternativene gir færre klasser, men beløpene er skjermet")
            if fewer
            else _("Ingen av alternativene gir færre klasser")
        ), {}
    e = best.effect
    words = {
        "name": best.name,
        "n": str(-e.classes),
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


def kindergartens(table: Sourced, model_year: int) -> Exhibit:
    """Show children, staff and area by kindergarten in the newest year."""
    frame = table.frame.filter(table.frame["year"] == model_year)
    records = list(frame.iter_rows(named=True))
    counts = suppress([[r["under_three"], r["over_three"]] for r in records])
    rows: list[tuple[Cell, ...]] = []
    for r, line in zip(records, counts, strict=True):
        children = r["under_three"] + r["over_three"]
        hidden = None in line
        staff = children / r["staff"] if r["staff"] and not hidden else None
        area = r["play_area"] / children if r["play_area"] and children and not hidden else None
        rows.append(
            (
                r["kindergarten"],
                *(SHIELDED if n is None else n for n in line),
                r["staff"],
                staff,
                area,
            )
        )
    title = fill(_("{n} barnehager"), n=str(len(rows)))
    return Exhibit(
        "skole-barnehager",
        title,
        fill(_("Barn, voksne og areal, {y}"), y=str(model_year)),
        title + ".",
        Table(
            (
                Column("name", _("Barnehage")),
                Column("small", _("0–2 år"), Unit.COUNT),
                Column("large", _("3–5 år"), Unit.COUNT),
                Column("staff", _("Årsverk"), Unit.COUNT, 1),
                Column("each", _("Barn per årsverk"), Unit.COUNT, 1),
                Column("area", _("m² per barn"), Unit.COUNT, 1),
            ),
            tuple(rows),
        ),
        (table.source(),),
        method=METHOD,
        formula=_("m² per barn = leke- og oppholdsareal ÷ barn"),
    )
