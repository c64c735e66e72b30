"""Counts of people a municipality has brought, as a chapter of their own: for its page and files.

The cells hidden here are those the chapters hide, since both are one release of the gate.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from veivalg.chapters.common.hidden import SHIELDED, shown
from veivalg.content import Cell, Chapter, Column, Exhibit, Place, Section, Table, Unit
from veivalg.content.numbers import format_plain
from veivalg.foundation.i18n import _
from veivalg.own.persons.absence import TABLE as ABSENCE
from veivalg.own.persons.absence import absence
from veivalg.own.persons.assistance import COUNTED, need
from veivalg.own.persons.care_costs import TABLE as CARE_COSTS
from veivalg.own.persons.care_costs import costs
from veivalg.own.persons.home_care import TABLE as VISITS
from veivalg.own.persons.home_care import TOTALS, totals
from veivalg.own.persons.schools import AGES as CHILDREN
from veivalg.own.persons.schools import KINDERGARTENS, PUPILS, kindergartens, pupils
from veivalg.own.persons.technology import PLACES, technologies
from veivalg.own.persons.technology import TABLE as TECHNOLOGIES
from veivalg.own.tables import OwnTable, own_table
from veivalg.own.tables.iplos import AGES, NAMES, SERVICES
from veivalg.own.tables.user_groups import GROUPS
from veivalg.own.tables.user_groups import SERVICES as CARE
from veivalg.tables.amounts import Shown
from veivalg.tables.gate import Persons, Release, any_rows
from veivalg.tables.small_numbers import SMALLEST_DENOMINATOR

Rows = Sequence[Sequence[Cell]]
Grid = tuple[str, Sequence[Column], Rows]
"""What the counts are by, in words; columns and rows."""


def brought(
    place: Place, table: type[OwnTable], people: Persons, held: Collection[str]
) -> Chapter | None:
    """Give what may be shown of a table of counts of people, or None where nothing may.

    Parameters
    ----------
    held
        Names of all tables the municipality has rows of. Of two that count the same people only
        the one the chapters use is shown: the other could tell what is hidden in it.
    """
    make = _MADE.get(table.name)
    if make is None or not any_rows(people) or _INSTEAD.get(table.name) in held:
        return None
    exhibits = tuple(
        Exhibit(
            id=f"{table.template}-{n}",
            title=_("{title} {what}").format(title=table.title, what=what),
            subtitle=place.name,
            alt=_("{title} {what}, {place}.").format(
                title=table.title, what=what, place=place.name
            ),
            table=Table(tuple(columns), tuple(tuple(row) for row in rows)),
            sources=(people.source(),),
            note=_note(table.name),
        )
        for n, (what, columns, rows) in enumerate(make(people), 1)
    )
    lead = _("Det kommunen har lest inn, slik det kan vises.")
    parts = (Section("tall", _("Tallene"), exhibits),)
    return Chapter(table.template, table.title, place, "", lead, (), parts)


def _note(table: str) -> str:
    """Say what is hidden, and from how few people."""
    if table == ABSENCE:
        return _(
            "Enheter med færre enn {n} ansatte er skjermet, og noen til, så summen ikke gir dem."
        ).format(n=SMALLEST_DENOMINATOR)
    if table == CARE_COSTS:
        return _(
            "Tjenester til én til fire personer, eller til et ukjent antall, er slått sammen med "
            "andre, eller hele gruppen er skjermet."
        )
    return _("Tall for én til fire personer er skjermet, og noen til, så summene ikke gir dem.")


def _need(people: Persons) -> Sequence[Grid]:
    found = need(people)
    return (
        (_("etter tjeneste"), _categories(_("Tjeneste")), _counts(found, "service", SERVICES)),
        (_("etter alder"), _categories(_("Aldersgruppe")), _counts(found, "age", AGES)),
    )


def _categories(first: str) -> Sequence[Column]:
    return (Column("of", first), *(Column(id, name, Unit.COUNT) for id, name in NAMES.items()))


def _counts(found: Release, table: str, names: Mapping[str, str]) -> Rows:
    order = found.traits["category"]
    return [
        [names[value], *(shown(dict(zip(order, line, strict=True))[id]) for id in NAMES)]
        for value, line in found.by(table).items()
    ]


def _totals(people: Persons) -> Sequence[Grid]:
    found = totals(people)
    if found is None:
        return ()
    titles = {f.name: f.title for f in own_table(TOTALS).fields}
    sums = {what: found.zones.amounts[what] for what in ("hours", "granted")}
    columns = (
        Column("zone", titles["zone"]),
        Column("users", titles["users"], Unit.USERS),
        *(Column(what, titles[what], Unit.HOURS) for what in sums),
    )
    rows = [
        [zone, shown(users), *(_sum(amount, zone) for amount in sums.values())]
        for zone, users in found.zones.by("zone").items()
    ]
    return ((_("etter sone"), columns, rows),)


def _sum(amount: Shown, value: str) -> Cell:
    return _(SHIELDED) if value in amount.hidden else amount.by[value]


def _technologies(people: Persons) -> Sequence[Grid]:
    titles = {f.name: f.title for f in own_table(TECHNOLOGIES).fields}
    counted = {**{name: titles[name] for name in PLACES}, "used": _("I bruk til sammen")}
    columns = (
        Column("technology", titles["technology"]),
        *(Column(id, title, Unit.COUNT) for id, title in counted.items()),
    )
    rows = [
        [r["technology"], *(_(SHIELDED) if id in r["shielded"] else r[id] for id in counted)]
        for r in technologies(people)
    ]
    return ((_("etter teknologi"), columns, rows),)


def _pupils(people: Persons) -> Sequence[Grid]:
    found = pupils(people)
    if found is None:
        return ()
    made, grades = found.release, found.release.traits["grade"]
    columns = (
        Column("school", _("Skole")),
        *(Column(f"g{g}", f"{format_plain(int(g))}.", Unit.COUNT) for g in grades),
        Column("sum", _("Sum"), Unit.COUNT),
    )
    sums = made.by("school")
    lines = {school: (*line, sums[school]) for school, line in made.by("both").items()}
    lines[_("Sum")] = (*made.tables["grade"], made.total)
    what = _("i skoleåret fra høsten {year}").format(year=found.year)
    return ((what, columns, [[name, *map(shown, line)] for name, line in lines.items()]),)


def _kindergartens(people: Persons) -> Sequence[Grid]:
    found = kindergartens(people)
    if found is None:
        return ()
    titles = {f.name: f.title for f in own_table(KINDERGARTENS).fields}
    columns = (
        Column("kindergarten", titles["kindergarten"]),
        *(Column(age, titles[age], Unit.COUNT) for age in CHILDREN),
    )
    rows = [[name, *map(shown, line)] for name, line in found.release.by("both").items()]
    return ((_("i {year}").format(year=found.year), columns, rows),)


def _absence(people: Persons) -> Sequence[Grid]:
    found = absence(people)
    if found is None:
        return ()
    titles = {f.name: f.title for f in own_table(ABSENCE).fields}
    columns = (
        Column("unit", titles["unit"]),
        *(Column(what, titles[what], Unit.SHARE, 1) for what in ("short", "long")),
    )
    lines = {**found.units, _("Alle"): found.whole}
    rows = [[unit, *(lost or (SHIELDED, SHIELDED))] for unit, lost in lines.items()]
    return ((_("i de siste fire kvartalene"), columns, rows),)


def _costs(people: Persons) -> Sequence[Grid]:
    found = costs(people)
    if found is None:
        return ()
    titles = {f.name: f.title for f in own_table(CARE_COSTS).fields}
    columns = (
        Column("group", titles["group"]),
        Column("service", titles["service"]),
        Column("gross", titles["gross"], Unit.NOK),
    )
    rows: list[Sequence[Cell]] = [
        (GROUPS[c.group], ", ".join(CARE[s] for s in c.services or (c.service,)), c.gross)
        for c in found.costs.costs
    ]
    rows += [(GROUPS[g], SHIELDED, SHIELDED) for g in GROUPS if g in found.costs.hidden]
    return ((_("i {year}").format(year=found.year), columns, rows),)


_MADE: Mapping[str, Callable[[Persons], Sequence[Grid]]] = {
    ABSENCE: _absence,
    CARE_COSTS: _costs,
    COUNTED: _need,
    KINDERGARTENS: _kindergartens,
    PUPILS: _pupils,
    TOTALS: _totals,
    TECHNOLOGIES: _technologies,
}
_INSTEAD = {TOTALS: VISITS}
"""Table → the one the chapters use instead of it."""
