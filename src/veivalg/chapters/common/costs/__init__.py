"""What chapters that compare costs rest on: ledger, choices, and what it is held against (M4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from veivalg.chapters.common.costs.choices import KEYED, Choices, choices
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.periods import december
from veivalg.chapters.common.sources import unique
from veivalg.content import Figure, Place, Role, Source, Unit, calculation
from veivalg.foundation.cache import Cache
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.accounts import (
    country_ledger,
    inhabitants_of,
    service_sectors,
    with_inputs,
)
from veivalg.maths.comparison.costs import Correction, Step, even_out, neutral, steps
from veivalg.maths.comparison.savings import LEAST_MEMBERS, Comparison, compare
from veivalg.norway.aga import extra_rate
from veivalg.norway.kostra import functions, labels, sector
from veivalg.norway.municipality import OSLO, country_without_oslo, kostra_group
from veivalg.norway.register import members_of, municipalities
from veivalg.tables import Sourced

METHOD = "M4"
ENOUGH = 0.5
"""Share of a KOSTRA group that must have figures before it is compared with."""
ENOUGH_COUNTRY = 0.9
"""Share of the country that must have figures before it is called the country."""


@dataclass(frozen=True)
class Held:
    """A reference the municipality is held against: «KOSTRA-gruppe 7», the country or a peer.

    ``name`` is as it stands inside a sentence, ``title`` as it stands alone.

    ``comparison`` is with the corrections that are switched on; ``with_tax`` and ``without_tax``
    are the same with the correction for employer's tax on and off.
    """

    id: str
    name: str
    role: Role
    size: int
    comparison: Comparison
    with_tax: Comparison
    without_tax: Comparison

    @property
    def title(self) -> str:
        """Give the name as it stands at the head of a column."""
        return self.name[:1].upper() + self.name[1:]

    @property
    def tax_effect(self) -> float:
        """Give what the gap moves, NOK, when all are brought to the own rate of tax."""
        return self.with_tax.total().net - self.without_tax.total().net

    @property
    def members(self) -> int:
        """Give how many municipalities the level of the largest number of functions rests on."""
        return int(self.comparison.rows["members"].max() or 0)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Model:
    """A municipality's cost of a year, its corrections and what it is held against.

    ``names`` labels the functions; ``need_year`` is the year of the need indices.
    """

    place: Place
    year: int
    ledger: pl.DataFrame
    choices: Choices
    held: tuple[Held, ...]
    lacking: tuple[tuple[str, int, int], ...]
    sources: tuple[Source, ...]
    names: Mapping[str, str]
    need_year: int | None = None

    @cached_property
    def _even(self) -> tuple[pl.DataFrame, dict[Correction, set[str]]]:
        """Give the municipality's own rows as they are compared, and what was left out of them.

        A correction that the first reference can't be made comparable with is left out here too:
        the waterfall must end at the level that is compared.
        """
        rows = self.ledger.filter(pl.col("municipality") == self.place.code)
        rows, flags = even_out(rows, self.place.code, self.choices.on)
        left_out = self.first.comparison.flags if self.first else {}
        for correction, codes in left_out.items():
            rows = neutral(rows, correction, codes)
            flags[correction] = flags.get(correction, set()) | codes
        return rows, flags

    @property
    def own(self) -> pl.DataFrame:
        """Give the municipality's own rows, with corrections that can't be made left out."""
        return self._even[0]

    @property
    def flags(self) -> dict[Correction, set[str]]:
        """Give the functions a correction could not be made for."""
        return self._even[1]

    @property
    def on(self) -> frozenset[Correction]:
        """Give the corrections that are switched on."""
        return self.choices.on

    @property
    def inhabitants(self) -> float:
        """Give inhabitants on 31 December of the year."""
        return float(self.own["inhabitants"][0])

    @cached_property
    def complete(self) -> tuple[str, ...]:
        """Give the sectors with net cost known in every function."""
        known = self.own.group_by("sector").agg(pl.col("net").null_count().alias("gaps"))
        whole = set(known.filter(pl.col("gaps") == 0)["sector"])
        return tuple(s for s in service_sectors() if s in whole)

    def steps(self, sectors: Iterable[str] | None = None) -> tuple[Step, ...]:
        """Give raw, effects and corrected, NOK, of the sectors (default all that are complete)."""
        wanted = list(self.complete if sectors is None else sectors)
        return steps(self.own.filter(pl.col("sector").is_in(wanted)), self.on)

    @cached_property
    def effects(self) -> dict[Correction, float | None]:
        """Give NOK per inhabitant that each switch moves: what it does, or would do if put on.

        Employer's tax moves the others to the own rate, so it moves the gap to the first
        reference. None for a correction that lacks its figures in every function.
        """
        rows = self.ledger.filter(pl.col("municipality") == self.place.code)
        wanted = pl.col("sector").is_in(list(self.complete))
        found: dict[Correction, float | None] = {}
        for correction in Correction:
            on = self.on | {correction}
            even, gone = (
                (self.own, self.flags)
                if correction in self.on
                else even_out(rows, self.place.code, on)
            )
            touched = pl.col("sector").is_in(KEYED) if correction is Correction.NEED else True
            if gone.get(correction, set()) >= set(even.filter(touched)["function"]):
                found[correction] = None
                continue
            made = {s.correction: s.effect for s in steps(even.filter(wanted), on)}
            made[Correction.EMPLOYER_TAX] = self.first.tax_effect if self.first else 0.0
            found[correction] = made[correction] / self.inhabitants
        return found

    @property
    def first(self) -> Held | None:
        """Give the reference the findings speak of: the group, else the country, else a peer."""
        return self.held[0] if self.held else None

    def figure(
        self,
        id: str,
        label: str,
        value: float | None,
        unit: Unit,
        formula: str = "",
        decimals: int | None = None,
        held: Held | None = None,
    ) -> Figure:
        """Make a calculated figure with what it rests on: accounts, people and the choices."""
        changed = tuple(a for a in self.choices.all() if a.changed)
        made = Figures(
            self.place,
            str(self.year),
            calculation("m4-kostnad", _("Korrigert ressursbruk"), *self._inputs),
            METHOD,
            inputs=self._inputs,
            assumptions=(*self.choices.switches.values(), *changed),
        )
        return made(
            f"{id}-{held.id}" if held else id,
            f"{label}, {held.name}" if held else label,
            value,
            unit,
            formula,
            decimals,
        )

    @cached_property
    def _inputs(self) -> tuple[Figure, Figure]:
        """Give net cost of the services in all, and the people it is shared by."""
        total = self.own.filter(pl.col("sector").is_in(self.complete))["net"].sum()
        accounts, population = self.sources[:2]
        booked = Figures(self.place, str(self.year), accounts)
        counted = Figures(self.place, december(self.year), population)
        label = _("Netto driftsutgifter, tjenestene i alt")
        return (
            booked("regnskap-netto", label, float(total), Unit.MILLION_NOK),
            counted("innbyggere-arets-slutt", _("Innbyggere"), self.inhabitants, Unit.PERSONS),
        )


def build(evidence: Evidence) -> Model | None:
    """Work out the model, or give None when the municipality's accounts or people aren't known."""
    accounts = _table(evidence, "accounts")
    year = _newest(accounts, evidence.place.code)
    if accounts is None or year is None:
        return None
    people = [
        t for n in ("population_groups", "population") if (t := _table(evidence, n)) is not None
    ]
    chosen = choices(evidence)
    needs, need_year = _needs(evidence, year)
    inputs = chosen.inputs()
    inhabitants = _inhabitants(people, year)
    country = _ledgers.get(
        (year, need_year, inputs.high_pay_share, tuple(inhabitants.items())),
        lambda: country_ledger(
            accounts.frame, inhabitants, _of_year(needs, need_year), year, inputs.high_pay_share
        ),
        held=(accounts, needs),
    )
    ledger = with_inputs(country, evidence.place.code, inputs)
    if ledger.filter(pl.col("municipality") == evidence.place.code).is_empty():
        return None
    held, lacking = _references(evidence, ledger, chosen)
    found = [
        accounts.source(evidence.place.code),
        next(t for t in people if _has(t, evidence.place.code)).source(evidence.place.code),
    ]
    found += [needs.source(evidence.place.code)] if needs else []
    return Model(
        evidence.place,
        year,
        ledger,
        chosen,
        held,
        lacking,
        tuple(found),
        labels(evidence.function_names),
        need_year,
    )


_ledgers: Cache[pl.DataFrame] = Cache()
_years: Cache[dict[str, int]] = Cache()


def _inhabitants(people: Iterable[Sourced], year: int) -> dict[str, float]:
    """Give inhabitants on 31 December by municipality in force."""
    codes = {m.code for m in municipalities()}
    counted = inhabitants_of((t.frame for t in people), year + 1)
    return {code: n for code, n in sorted(counted.items()) if code in codes and n}


def _of_year(needs: Sourced | None, year: int | None) -> pl.DataFrame:
    if needs is None:
        return pl.DataFrame(schema=NEED_SCHEMA)
    return needs.frame.filter(pl.col("year") == year)


NEED_SCHEMA = {"municipality": pl.String, "sector": pl.String, "index": pl.Float64}


def _table(evidence: Evidence, name: str) -> Sourced | None:
    """Give the whole country's rows where they are gathered, else the municipality's own."""
    return evidence.country.get(name) or evidence.tables.get(name)


def _has(table: Sourced, code: str) -> bool:
    return bool((table.frame["municipality"] == code).any())


def _newest(accounts: Sourced | None, code: str) -> int | None:
    return _years.get((), lambda: _newest_years(accounts), held=(accounts,)).get(code)


def _newest_years(accounts: Sourced | None) -> dict[str, int]:
    """Give the newest year with net cost of each place."""
    if accounts is None:
        return {}
    known = accounts.frame.filter(
        pl.col("scope") == "konsern", pl.col("art") == "sum_net", pl.col("amount").is_not_null()
    )
    return dict(known.group_by("municipality").agg(pl.col("year").max()).iter_rows())


def _needs(evidence: Evidence, year: int) -> tuple[Sourced | None, int | None]:
    """Give the need indices and the year nearest the count of people that the accounts go with."""
    table = _table(evidence, "need_indices")
    if table is None:
        return None, None
    years = table.frame.filter(
        pl.col("municipality") == evidence.place.code, pl.col("sector") == "care"
    )["year"].to_list()
    if not years:
        return None, None
    return table, min(years, key=lambda y: (abs(y - year - 1), -y))


def _references(
    evidence: Evidence, ledger: pl.DataFrame, chosen: Choices
) -> tuple[tuple[Held, ...], tuple[tuple[str, int, int], ...]]:
    """Give the references with enough figures, and name, known and size of those without."""
    known = set(ledger.filter(pl.col("net").is_not_null())["municipality"])
    own = evidence.place.code
    everyone = [m.code for m in municipalities() if m.code != OSLO]
    wanted: list[tuple[str, str, Role, list[str], float]] = []
    # The group also where the municipality is alone in it: then that is what is told.
    if (group := evidence.municipality.kostra_group) is not None:
        members = [m.code for m in members_of(group)]
        members = [] if members == [own] else members
        wanted.append(("gruppe", kostra_group(group).name, Role.GROUP, members, ENOUGH))
    wanted.append(("landet", country_without_oslo().name, Role.NORWAY, everyone, ENOUGH_COUNTRY))
    wanted += [(p.code, p.name, Role.PEER, [p.code], 1.0) for p in evidence.peers if p.code != own]
    held, lacking = [], []
    for id, name, role, members, share in wanted:
        there = [m for m in members if m in known]
        least = 1 if role is Role.PEER else LEAST_MEMBERS
        if len(there) < max(share * len(members), least):
            lacking.append((name, len(there), len(members)))
            continue
        with_tax, without = (
            compare(ledger, own, there, on, weighted=chosen.simple_mean.value < 0.5, least=least)
            for on in (chosen.on | {Correction.EMPLOYER_TAX}, chosen.on - {Correction.EMPLOYER_TAX})
        )
        plain = with_tax if Correction.EMPLOYER_TAX in chosen.on else without
        held.append(Held(id, name, role, len(members), plain, with_tax, without))
    return tuple(held), tuple(lacking)


def sector_names(model: Model, functions_of: Iterable[str]) -> str:
    """Name the sectors some functions belong to, for a sentence."""
    wanted = set(functions_of)
    ids = {f.sector for f in functions() if f.code in wanted}
    return ", ".join(sector(s).label.lower() for s in service_sectors() if s in ids)


def all_sources(model: Model) -> tuple[Source, ...]:
    """Give the calculation and the tables behind it, once each."""
    return unique((model.figure("x", "", 0.0, Unit.NOK).source, *model.sources))


def extra_tax_year(model: Model) -> bool:
    """Say whether the extra tax of 2023–2024 is inside the accounts."""
    return extra_rate(model.year) > 0
