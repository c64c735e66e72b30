"""Gather what is known of a municipality: the lake first, the embedded figures for the rest."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

import polars as pl

from veivalg.content import Place, Source, SourceKind, format_plain
from veivalg.foundation.cache import Cache
from veivalg.foundation.i18n import _, language
from veivalg.gather.country import Country, Damaged, joined
from veivalg.gather.evidence import Evidence
from veivalg.gather.own_figures import OwnFigures
from veivalg.gather.revisions import one_revision
from veivalg.gather.without_oslo import NEEDED, with_country_without_oslo
from veivalg.lake.entry import Problem
from veivalg.lake.lake import Lake
from veivalg.lake.names import FUNCTIONS, read_names
from veivalg.norway.ages import BANDS
from veivalg.norway.municipality import NORWAY, WITHOUT_OSLO, Municipality
from veivalg.norway.register import members_of
from veivalg.own.examples.official import official_tables
from veivalg.own.tables import own_tables
from veivalg.sources.embedded.figures import embedded_tables
from veivalg.tables import TABLES, Sourced

_WHEN = ["municipality", "year"]
_embedded: Cache[Sourced | None] = Cache()
_groups: Cache[tuple[Sourced | None, tuple[Problem, ...]]] = Cache()


def gather(
    municipality: Municipality,
    lake: Lake | None = None,
    *,
    overrides: Mapping[str, float] | None = None,
    today: str = "",
    peers: Sequence[Place] = (),
    own: bool = True,
) -> Evidence:
    """Give everything the chapters need about `municipality`.

    For each table, place and year the rows of the lake are used when it has any, else the
    embedded ones, indicator by indicator. The comparison group's population is summed from its
    members when the lake holds all. The whole country is read first when a chapter asks for it. A
    damaged file in the lake costs its own rows only, and is told in ``damaged``.

    Parameters
    ----------
    overrides
        Assumption id → chosen value.
    today
        ISO date for the report.
    peers
        Municipalities to compare with.
    own
        Whether what it has brought itself is among it.
    """
    if municipality.example:
        return _made_up(municipality, overrides, today)
    places = [municipality.code, NORWAY.code]
    if municipality.kostra_group:
        places.append(municipality.kostra_group)
    places += [peer.code for peer in peers if peer.code not in places]
    tables, country = Gathered(municipality, lake, places), Country(lake)
    brought = OwnFigures(municipality.code, lake.folder if lake and own else None)
    return Evidence(
        municipality,
        tables,
        dict(overrides or {}),
        today,
        country=country,
        peers=tuple(peers),
        damaged=Damaged(
            {*TABLES, *own_tables()}, lambda n: tables.fault(n) if n in TABLES else brought.fault(n)
        ),
        damaged_country=country.damaged(),
        own=brought.open(),
        persons=brought.persons(),
        function_names=read_names(lake.folder, FUNCTIONS) if lake else {},
    )


def _made_up(
    municipality: Municipality, overrides: Mapping[str, float] | None, today: str
) -> Evidence:
    """Give what is made up of Eksempelkommunen, beside Norway as it is.

    Nothing fetched or brought is of it, and it is among no others: the tables of the whole country
    are those of the municipalities that exist, and hold no row of it.
    """
    norway, own = Gathered(municipality, None, [NORWAY.code]), OwnFigures(municipality.code, None)
    tables = {name: _append(norway.get(name), made) for name, made in official_tables().items()}
    return Evidence(
        municipality,
        {**norway, **tables},
        dict(overrides or {}),
        today,
        country=Country(None),
        own=own.open(),
        persons=own.persons(),
    )


class Gathered(Mapping[str, Sourced]):
    """Table name → rows of some places, each table read when it is first asked for.

    A chapter needs three or four of a dozen tables. A table that holds nothing is absent.
    """

    def __init__(self, municipality: Municipality, lake: Lake | None, places: list[str]) -> None:
        self._municipality = municipality
        self._lake = lake
        self._places = places
        self._read: dict[str, Sourced | None] = {}
        self._faults: dict[str, str] = {}

    def __getitem__(self, name: str) -> Sourced:
        if name not in TABLES:
            raise KeyError(name)
        if name not in self._read:
            self._read[name] = self._gathered(name)
        found = self._read[name]
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return (name for name in TABLES if name in self)

    def __len__(self) -> int:
        return sum(1 for _name in self)

    def fault(self, name: str) -> str | None:
        """Say what is damaged of a table, or None."""
        # The groups are summed from the population of every member.
        for table in {name, "population_groups"} if name == "population" else {name}:
            self.get(table)
        return self._faults.get(name)

    def _gathered(self, name: str) -> Sourced | None:
        """Give the rows of a table; those that are embedded alone are worked out once."""
        embedded, make = embedded_tables().get(name), partial(self._worked_out, name)
        if embedded is None or self._fetched(name):
            return make()
        return _embedded.get((name, *self._places, language()), make, held=(embedded,))

    def _fetched(self, name: str) -> bool:
        """Say whether the lake has, or has lost, any rows a table is made of."""
        if self._lake is None:
            return False
        rests_on = [(name, [*self._places, *NEEDED]), ("population_groups", [*NEEDED])]
        if name == "population_groups" and (group := self._municipality.kostra_group):
            rests_on.append(("population", [m.code for m in members_of(group)]))
        return any(self._lake.version(table, places) for table, places in rests_on)

    def _worked_out(self, name: str) -> Sourced | None:
        faults: list[Problem] = []
        found = self._merged(name, [*dict.fromkeys((*self._places, *NEEDED))], faults)
        if self._lake is None:
            return self._whole(name, found)
        if name == "population_groups" and self._municipality.kostra_group:
            group, more = _group_population(self._municipality.kostra_group, self._lake)
            faults += more
            found = found if group is None else _by_year(group, found)
        for problem in faults:
            self._faults.setdefault(problem.table, str(problem.error))
        return self._whole(name, found)

    def _merged(self, name: str, places: Sequence[str], faults: list[Problem]) -> Sourced | None:
        stored = self._lake.read(name, places, unreadable=faults) if self._lake else None
        return _merge(stored, name, places)

    def _whole(self, name: str, found: Sourced | None) -> Sourced | None:
        """Add the country without Oslo, and keep one revision and the places asked for."""
        whole = with_country_without_oslo(
            name, one_revision(found), lambda: self._merged("population_groups", NEEDED, [])
        )
        if whole is None:
            return None
        rows = whole.frame.filter(pl.col("municipality").is_in([*self._places, WITHOUT_OSLO]))
        return Sourced(rows, whole.sources) if rows.height else None


def _merge(stored: Sourced | None, name: str, places: Sequence[str]) -> Sourced | None:
    """Join the lake's rows with the embedded rows of the places and years the lake lacks."""
    embedded = embedded_tables().get(name)
    if embedded is None:
        return stored
    extra = embedded.frame.filter(pl.col("municipality").is_in(list(places)))
    if "indicator" in extra.columns:
        return joined(stored, Sourced(extra, embedded.sources)) if extra.height else stored
    if stored is not None:
        extra = extra.join(stored.frame.select(_WHEN).unique(), on=_WHEN, how="anti")
    if extra.is_empty():
        return stored
    sources = {place: embedded.source(place) for place in extra["municipality"].unique()}
    if stored is None:
        return Sourced(extra, sources)
    for place, embedded_source in sources.items():
        if place in stored.sources:
            years = extra.filter(pl.col("municipality") == place)["year"].to_list()
            sources[place] = _longer(stored.source(place), embedded_source, years)
    return Sourced(pl.concat([stored.frame, extra]), {**stored.sources, **sources})


def _longer(fetched: Source, embedded: Source, years: Sequence[int]) -> Source:
    """Give the fetched source, telling which earlier years are the embedded figures."""
    told = _("Årene {first}–{last} er innebygde tall ({line}).").format(
        first=min(years), last=max(years), line=embedded.line()
    )
    return replace(fetched, note=f"{fetched.note} {told}".strip())


def _by_year(group: Sourced, table: Sourced | None) -> Sourced:
    """Put a group summed from its members in place of the same years of it.

    Before a member was split the members don't add up to the group, and what is embedded stands.
    """
    if table is None:
        return group
    kept = table.frame.join(group.frame.select(_WHEN).unique(), on=_WHEN, how="anti")
    (place,) = group.sources
    years = kept.filter(pl.col("municipality") == place)["year"].to_list()
    source = group.source(place)
    if years:
        source = _longer(source, table.source(place), years)
    return Sourced(pl.concat([kept, group.frame]), {**table.sources, place: source})


def _append(table: Sourced | None, more: Sourced) -> Sourced:
    """Put `more` in place of any rows of the same places."""
    if table is None:
        return more
    replaced = list(more.frame["municipality"].unique())
    kept = table.frame.filter(~pl.col("municipality").is_in(replaced))
    return Sourced(pl.concat([kept, more.frame]), {**table.sources, **more.sources})


def _group_population(group: str, lake: Lake) -> tuple[Sourced | None, tuple[Problem, ...]]:
    """Sum the comparison group by age band; None unless every member is in the lake.

    A group has up to a hundred members and is the same for each of them, so the sum is kept.
    """
    members = tuple(m.code for m in members_of(group))

    def make() -> tuple[Sourced | None, tuple[Problem, ...]]:
        faults: list[Problem] = []
        stored = lake.read("population", members, unreadable=faults)
        whole = stored is not None and stored.frame["municipality"].n_unique() == len(members)
        made = _sum(stored, group, members) if stored is not None and whole else None
        return made, tuple(faults)

    return _groups.get((lake.folder, group, lake.version("population", members), language()), make)


def _sum(stored: Sourced, group: str, members: Sequence[str]) -> Sourced:
    bands = pl.DataFrame(
        {"age_from": [b[0] for b in BANDS], "age_to": [b[1] for b in BANDS]},
        schema={"age_from": pl.Int16, "age_to": pl.Int16},
    )
    summed = (
        stored.frame.sort("age")
        .join_asof(bands, left_on="age", right_on="age_from", strategy="backward")
        .group_by("year", "age_from", "age_to")
        .agg(pl.col("persons").sum(), pl.col("municipality").n_unique().alias("members"))
        .filter(pl.col("members") == len(members))
        .with_columns(pl.lit(group).alias("municipality"))
    )
    first = stored.source(members[0])
    constructed = any(stored.source(m).kind is SourceKind.CONSTRUCTED for m in members)
    source = Source(
        id=f"{first.id}-{group}",
        producer=first.producer,
        title=_("{title}, sum av {count} kommuner i KOSTRA-gruppen").format(
            title=first.title, count=format_plain(len(members))
        ),
        table=first.table,
        query=_("kommunene i {group}, summert av Veivalg").format(group=group),
        url=first.url,
        retrieved=first.retrieved,
        updated=first.updated,
        licence=first.licence,
        kind=SourceKind.CONSTRUCTED if constructed else first.kind,
    )
    return Sourced(TABLES["population_groups"].validate(summed), {group: source})
