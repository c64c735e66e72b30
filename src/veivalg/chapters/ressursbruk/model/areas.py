"""The six areas of a municipality beside its group and the country: opened, compared and named."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl

from veivalg.chapters.common.choices import choice
from veivalg.chapters.common.costs import NEED_SCHEMA
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.periods import january
from veivalg.chapters.common.sentences import fill
from veivalg.chapters.common.sources import unique
from veivalg.chapters.ressursbruk.model.held import (
    CARE,
    EARLIER,
    NAMES,
    Against,
    Years,
    chosen,
    references,
)
from veivalg.content import Assumption, Certainty, Figure, Place, Source, Unit
from veivalg.foundation.cache import Cache
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.accounts import country_ledger, inhabitants_of
from veivalg.maths.comparison.area_gaps import (
    ASSUMED_SHARE,
    AreaGap,
    Verdict,
    WageShare,
    all_gaps,
    movers,
)
from veivalg.maths.comparison.area_order import (
    LeftOut,
    Quarter,
    Standing,
    average_need_levels,
    best_quarter,
    left_out,
    other_people,
    standings,
)
from veivalg.maths.comparison.area_year import AreaYear, area_needs, area_year, wage_shares
from veivalg.maths.comparison.employer_tax import TakenRate, taken_rate
from veivalg.norway import kostra
from veivalg.norway.aga import full_rate
from veivalg.norway.register import municipalities
from veivalg.tables import Sourced

METHOD = "M4"
TABLE = "area_accounts"
LARGE = 10e6
"""NOK: a smaller gap is written with a decimal."""
HALF = 5e5
"""NOK: a smaller one would be 0 million without a decimal, whatever stands beside it."""


@dataclass(frozen=True)
class Areas:
    """The six areas of a municipality in one accounting year.

    Parameters
    ----------
    need_year
        Year of the need indices.
    booked
        Source of the accounts by art, where they tell the share of pay of anybody.
    now
        Area → every municipality that year.
    share
        w, which a person can change.
    rate
        The own rate of employer's tax.
    chosen
        The municipalities a person has chosen: a mean of our own, the municipality itself left out.
    """

    place: Place
    year: int
    need_year: int
    years: Years
    share: Assumption
    rate: TakenRate
    group: Against | None
    country: Against
    sources: tuple[Source, ...]
    booked: Source | None = None
    chosen: Against | None = None

    @property
    def first(self) -> Against:
        """Give what it is held against first: the group, those chosen where it is alone, or all."""
        held = (self.group, self.chosen)
        return next((a for a in held if a is not None and a.known), self.country)

    @property
    def held(self) -> tuple[Against, ...]:
        """Give all it is held against, in reading order."""
        found = (self.group, self.chosen, self.country)
        return tuple(a for a in found if a is not None and a.known)

    def now(self, area: str) -> AreaYear:
        """Give an area of every municipality in the year."""
        return self.years[area, self.year]

    def own(self, area: str) -> float:
        """Give the municipality's net cost of an area, NOK."""
        return float(self.now(area).amounts[self.now(area).index(self.place.code)])

    def says_little(self, area: str, gap: AreaGap) -> bool:
        """Say whether a gap says little: net cost is low, or moved over 30 per cent in a year."""
        earlier = self.years.get((area, self.year - 1))
        moved = earlier is not None and movers(self.now(area), earlier, {self.place.code})
        return gap.little or bool(moved)

    @property
    def people(self) -> float:
        """Give inhabitants on 1 January after the accounting year."""
        return float(self.now(CARE).people[self.now(CARE).index(self.place.code)])

    @property
    def full(self) -> bool:
        """Say whether the municipality pays the full rate of employer's tax."""
        return self.rate.rate >= full_rate(self.year)

    @property
    def wages(self) -> WageShare:
        """Give w and its range."""
        return _wages(self.share)

    def standing(self, area: str) -> Standing | None:
        """Give the place in the group's order of an area, 1 the cheapest."""
        if self.group is None or self.group.gaps[area].verdict is Verdict.NONE:
            return None
        return self.order(area, self.group.members).get(self.place.code)

    def order(self, area: str, members: frozenset[str]) -> Mapping[str, Standing]:
        """Give the place of each of some municipalities in an area, made once for all of them.

        Those whose comparison doesn't hold have none (`left_out`).
        """
        there = [self.years[area, y] for y in (self.year, self.year - 1) if (area, y) in self.years]
        ranked = members - self.left_out(area, members).all
        return _orders.get(
            (area, self.year, members, self.wages),
            lambda: standings(there, ranked, full_rate(self.year), self.wages, self.people_changed),
            held=(self.years,),
        )

    def left_out(self, area: str, members: frozenset[str]) -> LeftOut:
        """Give who of some municipalities are in no order of an area, and why."""
        before = self.years.get((area, self.year - 1))
        return _left.get(
            (area, self.year, members, self.wages),
            lambda: left_out(self.now(area), before, members, self.wages.value),
            held=(self.years,),
        )

    @cached_property
    def people_changed(self) -> Mapping[str, float]:
        """Give the inhabitants the need index was made of, where they differ much from now."""
        before = self.years.get((CARE, self.year - 1))
        return {} if before is None else other_people(self.now(CARE), before)

    @cached_property
    def levels(self) -> Mapping[str, float]:
        """Give what the order of health and care rests on, NOK per inhabitant of average need."""
        return average_need_levels(self.now(CARE), full_rate(self.year), self.wages.value)

    def quarter(self, area: str, *, taxed: bool = True) -> Quarter | None:
        """Give the gap to the best quarter of the group in an area, at the own rate of tax.

        Parameters
        ----------
        taxed
            False gives it before employer's tax is corrected for.
        """
        if self.group is None or self.group.gaps[area].verdict is Verdict.NONE:
            return None
        if self.place.code in self.left_out(area, self.group.members).all:
            return None
        now = self.now(area)
        share = self.wages.value if taxed else 0.0
        return best_quarter(now, self.place.code, now.mask(self.group.members), share)

    def per_inhabitant(self, area: str) -> dict[str, float | None]:
        """Give what each member spends above the group, NOK per inhabitant, at its own rate."""
        members = dict.fromkeys(self.group.members if self.group else (), METHOD)
        now = self.now(area)
        found = all_gaps(now, members, self.wages.value) / now.people
        return {
            code: None if np.isnan(value) else float(value)
            for code, value in zip(now.codes, found, strict=True)
            if code in members
        }

    @cached_property
    def figures(self) -> Figures:
        """Give what makes the chapter's figures of areas, with what they rest on."""
        return self.figures_of(CARE)

    def figures_of(self, area: str, year: int | None = None) -> Figures:
        """Give what makes the figures of one area in a year, with what they rest on."""
        accounts, population, needs = self.sources
        when = self.year if year is None else year
        booked = Figures(self.place, str(when), accounts)
        counted = Figures(self.place, january(when + 1), population)
        indexed = Figures(self.place, str(self.need_year), needs)
        now, what = self.years[area, when], _(NAMES[area])
        here, what = now.index(self.place.code), what[:1].lower() + what[1:]
        slug, of = "" if area == CARE else f"-{area.lower()}", "" if when == self.year else "-for"
        need = float(now.need[here])
        label = fill(_("Netto driftsutgifter, {area}"), area=what)
        below: tuple[Figure, ...] = (
            booked(f"omrade-netto{slug}{of}", label, float(now.amounts[here]), Unit.MILLION_NOK),
            counted(
                f"omrade-innbyggere{of}", _("Innbyggere"), float(now.people[here]), Unit.PERSONS
            ),
            indexed(
                f"omrade-behov{slug}",
                fill(_("Utgiftsbehov, {area} (Norge = 1)"), area=what),
                None if np.isnan(need) else need,
                Unit.COUNT,
                decimals=3,
                reason=_("kommunen har ingen sektorindeks") if np.isnan(need) else "",
            ),
        )
        if self.booked is not None and area == CARE:
            below = (*below, self._wages_booked(self.booked))
        return Figures(
            self.place,
            str(when),
            None,
            METHOD,
            _("Avvik ved likt behov og lik arbeidsgiveravgift"),
            below,
            (self.share,),
        )

    def _wages_booked(self, source: Source) -> Figure:
        """Give the own share of pay in health and care, as the accounts by art tell it."""
        share = float(self.now(CARE).shares[self.now(CARE).index(self.place.code)])
        unknown = np.isnan(share)
        return Figures(self.place, str(self.year), source)(
            "omrade-lonnsandel",
            _("Lønn med arbeidsgiveravgift, andel av netto utgift til helse og omsorg"),
            None if unknown else share,
            Unit.SHARE,
            reason=_("regnskapet etter art er ikke kjent") if unknown else "",
        )

    @property
    def told_wages(self) -> int:
        """Give how many of the group whose accounts tell the share of pay in health and care."""
        members = self.group.members if self.group else frozenset()
        now = self.now(CARE)
        return int(np.isfinite(now.shares[now.mask(members)]).sum())

    def money(
        self,
        id: str,
        label: str,
        value: float,
        like: float | None = None,
        area: str = CARE,
        *,
        before: bool = False,
    ) -> Figure:
        """Make a figure of million kroner, with a decimal where it, or the one beside, is small.

        One of the year before rests on that year's accounts and people.
        """
        whole = abs(value if like is None else like) >= LARGE and abs(value) >= HALF
        shown = 0 if whole else 1
        known = None if np.isnan(value) else float(value)
        if before:
            made = self.figures_of(area, self.year - 1)
        else:
            made = self.figures if area == CARE else self.figures_of(area)
        return made(id, label, known, Unit.MILLION_NOK, formula(), shown)

    @property
    def all_sources(self) -> tuple[Source, ...]:
        """Give the calculation and the tables behind it, once each."""
        booked = (self.booked,) if self.booked else ()
        return unique((self.figures.made_by(), *self.sources, *booked))


def formula(*, chosen: bool = False) -> str:
    """Give the formula of the gap in words; those chosen make a level without the municipality."""
    if chosen:
        return _(
            "Avvik = netto driftsutgifter − de valgtes nivå × innbyggere × utgiftsbehov. Nivået "
            "er summen av utgifter delt på summen av innbyggere × utgiftsbehov i de valgte, uten "
            "kommunen selv, etter at alle er regnet om til kommunens sats for arbeidsgiveravgift."
        )
    return _(
        "Avvik = netto driftsutgifter − gruppens nivå × innbyggere × utgiftsbehov. Nivået er "
        "summen av utgifter delt på summen av innbyggere × utgiftsbehov i gruppen, kommunen selv "
        "medregnet, etter at alle er regnet om til kommunens sats for arbeidsgiveravgift."
    )


def wage_share(evidence: Evidence) -> Assumption:
    """Give w with what a person has changed."""
    span = (ASSUMED_SHARE.low, ASSUMED_SHARE.high, 0.01)
    return evidence.assume(
        choice(
            "lonnsandel-netto",
            _("Lønn med arbeidsgiveravgift, andel av netto driftsutgifter"),
            ASSUMED_SHARE.value,
            Unit.SHARE,
            span,
            (Certainty.CHOICE, _("Metode M4: to kommuners egne regnskap gir 0,64 og 0,94")),
            decimals=0,
        )
    )


def areas(evidence: Evidence) -> Areas | None:
    """Compare the areas, or give None when the municipality's aren't known."""
    tables = [_table(evidence, name) for name in (TABLE, "population_groups", "need_indices")]
    accounts, people, needs = tables
    code = evidence.place.code
    if accounts is None or people is None or needs is None:
        return None
    booked = _table(evidence, "accounts")
    year = _newest(accounts.frame, code)
    need_year = _need_year(needs.frame, year)
    if year is None or need_year is None:
        return None
    years = _kept.get(
        (year, need_year),
        lambda: _years(accounts.frame, people.frame, needs.frame, booked, (year, need_year), code),
        held=(accounts, people, needs, booked),
    )
    if any((area, year) not in years or code not in years[area, year].codes for area in NAMES):
        return None
    share = wage_share(evidence)
    group, country = references(evidence, years, year, _wages(share))
    return Areas(
        evidence.place,
        year,
        need_year,
        years,
        share,
        taken_rate(code, year),
        group,
        country,
        (accounts.source(code), people.source(code), needs.source(code)),
        _booked_source(booked, years[CARE, year], code),
        chosen(evidence, years, year, _wages(share)),
    )


def _booked_source(booked: Sourced | None, now: AreaYear, code: str) -> Source | None:
    if booked is None or not np.isfinite(now.shares).any():
        return None
    return booked.source(code) if {"*", code} & set(booked.sources) else None


_kept: Cache[dict[tuple[str, int], AreaYear]] = Cache()
_orders: Cache[dict[str, Standing]] = Cache()
_left: Cache[LeftOut] = Cache()


def _wages(share: Assumption) -> WageShare:
    return WageShare(share.value, share.low, share.high)


def _table(evidence: Evidence, name: str) -> Sourced | None:
    """Give a table of the country; Eksempelkommunen's own rows stand beside it, in no group."""
    country, own = evidence.country.get(name), evidence.rows(name, evidence.place)
    if not evidence.municipality.example or country is None or own is None:
        return country
    code = evidence.place.code
    sources = {**country.sources, code: own.source(code)}
    return Sourced(pl.concat([country.frame, own.frame]), sources)


def _net(accounts: pl.DataFrame) -> pl.DataFrame:
    return accounts.filter(pl.col("measure") == "net", pl.col("area").is_in(list(NAMES)))


def _newest(accounts: pl.DataFrame, code: str) -> int | None:
    """Give the newest year with every area of a municipality."""
    own = _net(accounts).filter(pl.col("municipality") == code, pl.col("amount").is_not_null())
    known = own.group_by("year").agg(pl.col("area").n_unique()).filter(pl.col("area") == len(NAMES))
    return max((int(year) for year in known["year"]), default=None)


def _need_year(needs: pl.DataFrame, year: int | None) -> int | None:
    """Give the year of need indices nearest the count of people: 1 January after the accounts."""
    if year is None:
        return None
    years = {int(y) for y in needs.filter(pl.col("sector") == "care")["year"]}
    return min(years, key=lambda y: (abs(y - year - 1), -y), default=None)


def _years(
    accounts: pl.DataFrame,
    people: pl.DataFrame,
    needs: pl.DataFrame,
    booked: Sourced | None,
    when: tuple[int, int],
    own: str,
) -> dict[tuple[str, int], AreaYear]:
    """Give every area of the year and those before, of all municipalities and the own one.

    Parameters
    ----------
    when
        The year of the accounts and that of the need indices.
    """
    year, need_year = when
    indices = area_needs(needs.filter(pl.col("year") == need_year))
    rates = _rates(year, own)
    shares = _shares(booked, inhabitants_of([people], year + 1), year)
    found: dict[tuple[str, int], AreaYear] = {}
    for wanted in range(year, year - EARLIER - 1, -1):
        counted = inhabitants_of([people], wanted + 1)
        rows = _net(accounts).filter(pl.col("year") == wanted, pl.col("municipality").is_in(rates))
        for area in NAMES:
            amounts = dict(
                rows.filter(pl.col("area") == area).select("municipality", "amount").iter_rows()
            )
            if amounts:
                known = (counted, indices[area], rates, shares.get(area))
                found[area, wanted] = area_year(amounts, *known)
    return found


def _shares(
    booked: Sourced | None, people: Mapping[str, float], year: int
) -> dict[str, dict[str, float]]:
    """Give the share of pay that accounts by function and art tell, where they are fetched."""
    if booked is None:
        return {}
    codes = {m.code for m in municipalities()}
    counted = {code: n for code, n in people.items() if code in codes}
    ledger = country_ledger(booked.frame, counted, pl.DataFrame(schema=NEED_SCHEMA), year)
    return wage_shares(ledger, {code: kostra.area(code).parts(year) for code in NAMES})


def _rates(year: int, own: str) -> dict[str, float]:
    try:
        return {c: taken_rate(c, year).rate for c in {own, *(m.code for m in municipalities())}}
    except UsageError:  # the rates of that year aren't among the reference data
        return {}


def names(codes: Iterable[str]) -> list[str]:
    """Name municipalities by code."""
    wanted = set(codes)
    return [m.name for m in municipalities() if m.code in wanted]
