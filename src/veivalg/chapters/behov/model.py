"""The figures of the chapter «behov»: need index by sector, place, key and variant (M3)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from veivalg.chapters.behov import SPEC
from veivalg.chapters.common.choices import choice, set_out
from veivalg.chapters.common.compared import compared_people
from veivalg.chapters.common.digits import FEWEST_FOR_PERCENT
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.missing import how_to_get, missing_table, table_name
from veivalg.chapters.common.people import persons
from veivalg.chapters.common.periods import TARGET_YEAR
from veivalg.chapters.common.population import population_path
from veivalg.chapters.common.printed import printed
from veivalg.chapters.common.sources import worked_out
from veivalg.content import (
    Assumption,
    Certainty,
    Figure,
    Interval,
    Missing,
    Place,
    Role,
    Source,
    SourceKind,
    Unit,
)
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.projections.indicators import AgeGroup
from veivalg.maths.projections.need import (
    AgeNeed,
    Share,
    Variant,
    age_needs,
    national_share,
    need_index,
)
from veivalg.maths.projections.population import PopulationPath
from veivalg.maths.projections.spread import AGED_SIGMA5, TOTAL_SIGMA5, interval
from veivalg.maths.projections.tested import ages
from veivalg.norway.cost_keys import TOTAL, KeySystem, sectors, system_for
from veivalg.norway.cost_keys import systems as key_systems
from veivalg.norway.municipality import NORWAY, OSLO, country_for, country_of_services

METHOD = SPEC.methods[0]
AGED = 80


def variant_name(system: str, variant: Variant) -> str:
    """Name a key and variant: «nøkkel 2026, bare alder»."""
    how = _("bare alder") if variant is Variant.AGE_ONLY else _("full")
    return f"{key_systems()[system].label}, {how}"


def scenario_name(system: str, variant: Variant) -> str:
    """Name a key and variant where it is not the one used unless another is chosen."""
    first = next(iter(key_systems())) == system and variant is Variant.AGE_ONLY
    return "" if first else series_name(system, variant)


def series_name(system: str, variant: Variant) -> str:
    """Name a key and variant as it stands alone: «Nøkkel 2026, bare alder»."""
    name = variant_name(system, variant)
    return name[:1].upper() + name[1:]


@dataclass(frozen=True, slots=True)
class Line:
    """Index by sector and year for one place; base year = 100."""

    place: Place
    role: Role
    path: PopulationPath
    index: Mapping[str, Mapping[int, float | None]]

    def at(self, sector: str, year: int) -> float | None:
        """Give the index of a sector in a year, or None."""
        return self.index.get(sector, {}).get(year)


@dataclass(frozen=True, slots=True)
class Model:
    """Everything the sentences and exhibits of the chapter are made from.

    ``variants`` is the care index of the municipality by (key, variant); ``norway`` gives the
    national shares the need per person rests on; ``printed`` a growth in årsverk a document prints.
    """

    base_year: int
    system: KeySystem
    variant: Variant
    assumptions: tuple[Assumption, Assumption]
    lines: tuple[Line, ...]
    variants: Mapping[tuple[str, Variant], Mapping[int, float | None]]
    norway: PopulationPath | None
    printed: Figure | None

    @property
    def place(self) -> Place:
        """Give the municipality."""
        return self.own.place

    @property
    def own(self) -> Line:
        """Give the municipality's own line."""
        return self.lines[0]

    @property
    def country(self) -> Line | None:
        """Give the line of the country compared with."""
        return next((line for line in self.lines if line.role is Role.NORWAY), None)

    @property
    def target(self) -> int:
        """Give the year the findings speak of: 2040, or the last year there is."""
        return min(TARGET_YEAR, self.own.path.last_year)

    @property
    def ahead(self) -> bool:
        """Say whether anything is known of the years to come."""
        return self.target > self.base_year

    def needs(self, sector: str) -> Sequence[AgeNeed]:
        """Give the need per person by age group, with the key and variant that are chosen."""
        return age_needs(self.system, sector, national_share(self.norway), self.variant)


def choices(evidence: Evidence) -> tuple[Assumption, Assumption]:
    """Give the two choices a person can change: year of the key, and which variant."""
    key = choice(
        "nokkel",
        _("Kostnadsnøkkel (året den gjelder for)"),
        2026,
        Unit.YEAR,
        (2017, 2026, 1),
        (Certainty.FOUND, key_systems()["2026"].source),
        note=_(
            "2026 og 2025 er fra Grønt hefte. År til og med 2024 gir nøkkelen fra 2017, som er "
            "usikkert og bare kjent for omsorg, grunnskole og barnehage."
        ),
    )
    (variant,) = set_out(evidence, "behovsvariant")
    return evidence.assume(key), variant


def build(evidence: Evidence) -> Model | None:
    """Work out the index for the municipality, its group and Norway; None without population."""
    own = population_path(evidence, evidence.place)
    if own is None:
        return None
    chosen = choices(evidence)
    system, variant = system_for(chosen[0].value), Variant(int(chosen[1].value >= 0.5))
    norway = population_path(evidence, NORWAY)
    share = national_share(norway)
    base = own.base_year
    lines = []
    for role, place in compared_people(evidence):
        path = population_path(evidence, place)
        if path is not None:
            lines.append(Line(place, role, path, _all_sectors(path, base, system, share, variant)))
    variants = {
        (id, v): need_index(key_systems()[id], "care", own.group, base, own.years, share, v)
        for id in ("2026", "2017")
        for v in Variant
    }
    model = Model(base, system, variant, chosen, tuple(lines), variants, norway, None)
    return replace(model, printed=printed(evidence, "fte_growth_share", model.target))


def _all_sectors(
    path: PopulationPath, base: int, system: KeySystem, share: Share, variant: Variant
) -> dict[str, dict[int, float | None]]:
    return {
        sector: need_index(system, sector, path.group, base, path.years, share, variant)
        for sector in (*sectors(), TOTAL)
    }


def need_country(evidence: Evidence) -> Place:
    """Give what the ministry's need index is held against: for Oslo the country without it."""
    lacking = evidence.place.code == OSLO and not _weights(evidence, _newest_need(evidence))
    return country_of_services(0, 1) if lacking else country_for(evidence.place.code)


def _newest_need(evidence: Evidence) -> int:
    table = evidence.rows("need_indices", evidence.place)
    return int(table.frame["year"].max()) if table is not None else 0  # type: ignore[arg-type]


def _weights(evidence: Evidence, year: int) -> tuple[Figure, ...]:
    """Give the inhabitants of one that must be taken out of Norway, and Norway's, as inputs."""
    if country_for(evidence.place.code) == NORWAY:
        return ()
    paths = (population_path(evidence, place) for place in (evidence.place, NORWAY))
    known = [persons(p, 0, 105, year, f"innbyggere-{p.place.code}-{year}") for p in paths if p]
    return tuple(known) if len(known) == 2 and all(f.value for f in known) else ()


def _need_gap(index: float, weights: tuple[Figure, ...]) -> float:
    """Give how far an index of which Norway's is 1 lies from that of the country compared with."""
    if not weights:
        return index - 1
    share = (weights[0].value or 0.0) / (weights[1].value or 1.0)
    return index / ((1 - share * index) / (1 - share)) - 1


def official(evidence: Evidence) -> dict[str, Figure]:
    """Give the ministry's need index per inhabitant today, by sector, newest year.

    The index is 1 for Norway. Of the country without Oslo it is what makes the two, weighted by
    inhabitants, 1 (`need_country`).
    """
    table = evidence.rows("need_indices", evidence.place)
    if table is None:
        return {}
    rows = sorted(table.frame.iter_rows(named=True), key=lambda r: r["year"])
    names = {**sectors(), TOTAL: _("Alle sektorer")}
    source = table.source(evidence.place.code)
    weights = _weights(evidence, _newest_need(evidence))
    return {
        r["sector"]: Figures(evidence.place, str(r["year"]), source)(
            f"utgiftsbehov-{r['sector'].replace('_', '-')}",
            _("Beregnet utgiftsbehov, {sector}").format(sector=names[r["sector"]]),
            _need_gap(r["index"], weights),
            Unit.SHARE,
            need_formula(less=bool(weights)),
            inputs=weights,
        )
        for r in rows
        if r["sector"] in names
    }


def need_formula(*, less: bool) -> str:
    """Write how an index is set against the country; `less` when Oslo is taken out of it."""
    if not less:
        return _("Indeks for utgiftsbehov per innbygger (Norge = 1) minus 1")
    return _(
        "Indeks for utgiftsbehov per innbygger delt på indeksen for landet uten Oslo, minus 1. Den "
        "er (1 − andel × indeks) ÷ (1 − andel), der andel er Oslos del av innbyggerne i Norge"
    )


def change(model: Model, line: Line, sector: str, start: int, end: int) -> Figure | None:
    """Give the change in need between two years as a fraction, or None."""
    then, now = line.at(sector, end), line.at(sector, start)
    if then is None or not now:
        return None
    title = sectors().get(sector, _("Alle sektorer"))
    made = Figures(line.place, f"{start}–{end}", index_source(model, line), METHOD)
    formula = _(
        "Summen av innbyggere i hver aldersgruppe × behov per person, delt på summen i "
        "{year}, minus 1"
    )
    return made(
        f"behov-{sector.replace('_', '-')}-{line.role}-{start}-{end}",
        _("Endring i behov, {sector}").format(sector=title),
        then / now - 1,
        Unit.SHARE,
        formula.format(year=start),
        0,
        interval=_interval(model, line, sector, start, end),
        inputs=drivers(model, line, sector, (start, end)),
        assumptions=model.assumptions,
    )


def _interval(model: Model, line: Line, sector: str, start: int, end: int) -> Interval | None:
    """Give the interval of a change in the municipality's own care need from the base year on."""
    if line is not model.own or sector != "care" or start != model.base_year:
        return None
    ends = need_interval(model, end)
    if ends is None or not line.path.is_projected(end):
        return None
    return Interval(ends[0] / 100 - 1, ends[1] / 100 - 1, interval_meaning(line.path.tested), 0.8)


def drivers(model: Model, line: Line, sector: str, years: tuple[int, ...]) -> tuple[Figure, ...]:
    """Give what drives an index: persons in each age group with weight, and need per person."""
    found: list[Figure] = []
    for need in model.needs(sector):
        ages = f"{need.low}-{need.high}"
        found += [
            persons(line.path, need.low, need.high, year, f"innbyggere-{ages}-{line.role}-{year}")
            for year in dict.fromkeys(years)
        ]
        found.append(_per_person(model, sector, need))
    return tuple(found)


def too_few(model: Model, line: Line, sector: str, year: int) -> bool:
    """Say whether so few persons drive a sector that chance decides its change in per cent (M18).

    The number is the effective one: the same need from equal persons, ``(Σ p·n)² / Σ p²·n``.
    """
    needs = model.needs(sector)
    people = [(n.per_person, line.path.group(n.low, n.high, year) or 0.0) for n in needs]
    squares = sum(p * p * n for p, n in people)
    return squares <= 0 or sum(p * n for p, n in people) ** 2 / squares < FEWEST_FOR_PERCENT


def _per_person(model: Model, sector: str, need: AgeNeed) -> Figure:
    """Give the need per person of an age group, with the weight and the share it comes from."""
    group, path = AgeGroup(need.low, need.high).label, model.norway
    slug = f"{sector.replace('_', '-')}-{need.low}-{need.high}"
    key = Figures(NORWAY, model.system.id, key_source(model.system), METHOD)
    counted = key if path is None else _counted(path, need)
    weight, share = (
        key(
            f"vekt-{slug}",
            _("Vekt i nøkkelen, {group}").format(group=group),
            need.weight,
            Unit.SHARE,
            decimals=2,
        ),
        replace(counted, method="M1")(
            f"landsandel-{slug}",
            _("Andel av innbyggerne i Norge, {group}").format(group=group),
            need.share,
            Unit.SHARE,
            decimals=2,
        ),
    )
    return key(
        f"behov-per-person-{slug}",
        _("Behov per person {group} (vekt delt på andel)").format(group=group),
        need.per_person,
        Unit.RATIO,
        _("Vekt i nøkkelen ÷ gruppens andel av innbyggerne i Norge"),
        inputs=(weight, share),
    )


def _counted(path: PopulationPath, need: AgeNeed) -> Figures:
    base = path.base_year
    return Figures(NORWAY, str(base), path.source(base, need.low, need.high))


def key_source(system: KeySystem) -> Source:
    """Give the cost key as a source; one from memory is an assumption and says so."""
    kind = SourceKind.ASSUMPTION if system.unverified else SourceKind.DOCUMENT
    return Source(
        f"kostnadsnokkel-{system.id}",
        _("Kommunal- og distriktsdepartementet"),
        f"{system.title} ({system.label})",
        kind=kind,
        note=system.source,
    )


def may_be(model: Model, sector: str, value: float) -> bool:
    """Say whether the index in the target year may lie on either side of a value."""
    ends = need_interval(model, model.target, sector) if model.ahead else None
    return ends is not None and ends[0] < value < ends[1]


def need_interval(model: Model, year: int, sector: str = "care") -> tuple[float, float] | None:
    """Give the 80 % interval of the municipality's index from the population alone.

    Every draw of the population is weighed with need per person. Where there are no draws, need
    from those aged 80 and over is as uncertain as their number, the rest as the population in all,
    and the two are taken to miss in the same direction.
    """
    value, path = model.own.at(sector, year), model.own.path
    needs = age_needs(model.system, sector, national_share(model.norway))
    parts = [(n.low, n.per_person * (path.group(n.low, n.high, year) or 0.0)) for n in needs]
    whole = sum(part for _low, part in parts)
    if value is None or whole <= 0:
        return None
    ends = path.ends(sum((n.per_person * ages(n.low, n.high) for n in needs), ages(1, 0)), year)
    if ends is not None:
        return value * ends[0], value * ends[1]
    aged = sum(part for low, part in parts if low >= AGED) / whole
    people = path.group(0, 105, model.base_year) or 1.0
    ahead = year - model.base_year
    old = interval(value * aged, ahead, people, AGED_SIGMA5)
    rest = interval(value * (1 - aged), ahead, people, TOTAL_SIGMA5)
    return old[0] + rest[0], old[1] + rest[1]


def interval_meaning(tested: bool) -> str:
    """Say what the interval of the care index is, and whether its spread was held to what came."""
    if tested:
        return _(
            "80 % intervall for befolkningen, etterprøvd mot det som kom, med nøkkelen og "
            "varianten som er valgt"
        )
    return _("80 % intervall for befolkningen, med nøkkelen og varianten som er valgt")


def index_source(model: Model, line: Line) -> Source:
    """Give our calculation as source; constructed when the population is."""
    title = _("Demografisk behov etter kostnadsnøkkel")
    part = "" if line is model.own else f"-{line.place.code}"
    source = worked_out(METHOD, title, line.path.sources, part=part, note=line.path.caveat)
    return replace(source, title=f"{title} ({model.system.label})")


def spread(model: Model) -> tuple[Figure, Figure] | None:
    """Give the lowest and highest change in care need among the variants of keys found in print.

    A key that is not confirmed in a source carries no finding.
    """
    return _variant_figures(model, unverified=False)


def unconfirmed(model: Model) -> tuple[Figure, Figure] | None:
    """Give the lowest and highest change by keys that are not confirmed in a source."""
    return _variant_figures(model, unverified=True)


def _variant_figures(model: Model, *, unverified: bool) -> tuple[Figure, Figure] | None:
    """Give the variants of keys that are or aren't confirmed, lowest and highest, as changes."""
    found = sorted(
        (index[model.target] or 0, id, variant)
        for (id, variant), index in model.variants.items()
        if index.get(model.target) is not None and key_systems()[id].unverified is unverified
    )
    if len(found) < 2:
        return None
    mark, period = "-ubekreftet" if unverified else "", f"{model.base_year}–{model.target}"
    low, high = (
        Figures(model.place, period, index_source(other, model.own), METHOD)(
            f"omsorg-variant-{name}{mark}",
            variant_name(other.system.id, other.variant),
            value / 100 - 1,
            Unit.SHARE,
            _("Behovsindeks for omsorg minus 100"),
            0,
            inputs=drivers(other, model.own, "care", (model.base_year, model.target)),
            assumptions=other.assumptions,
        )
        for name, value, other in (
            (name, value, _choosing(model, id, variant))
            for name, (value, id, variant) in (("lavest", found[0]), ("hoyest", found[-1]))
        )
    )
    return low, high


def _choosing(model: Model, system: str, variant: Variant) -> Model:
    """Give the model as if this key and variant were chosen, for what a figure rests on."""
    key, how = model.assumptions
    chosen = (replace(key, value=float(system)), replace(how, value=float(variant)))
    return replace(model, system=key_systems()[system], variant=variant, assumptions=chosen)


def missing(
    evidence: Evidence, model: Model | None, today: Mapping[str, Figure]
) -> Iterator[Missing]:
    """Say what of people, need and keys is not at hand, and what is printed without numbers."""
    if model is None:
        yield missing_table(evidence, "population", _("Folkemengde etter alder"))
    elif not model.ahead:
        yield missing_table(evidence, "projection", _("Omsorgsbehovet i årene som kommer"))
    if not today:
        yield missing_table(evidence, "need_indices", _("Utgiftsbehov per innbygger i dag"))
    if model is not None and model.system.unverified:
        yield Missing(
            _("Behovet for kommunehelse, barnevern, sosiale tjenester og administrasjon"),
            _("Delnøklene fra 2017 er ikke funnet for disse sektorene."),
            _("Velg nøkkelen for 2026, eller skaff Grønt hefte 2024."),
        )
    if model is not None and model.country is None:
        yield Missing(
            _("Omsorgsbehovet i Norge"),
            _("Folkemengden for Norge er ikke lastet inn."),
            how_to_get(evidence.place),
            table_name("population"),
        )
    if evidence.municipality.code == "1833":
        yield Missing(
            _("Omsorgsbehovet i figur 5 i strategien for 2024–27"),
            _("Figuren viser behovet fram mot 2050 uten trykte tall, så vi gjengir den ikke."),
            _("Be kommunen om tallene bak figuren."),
        )
