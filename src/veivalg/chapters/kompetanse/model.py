"""The figures of the chapter «kompetanse»: årsverk in care by occupation, and education."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from veivalg.chapters.common.compared import compared_services
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.indicator_series import Series, missing_series, series
from veivalg.chapters.common.missing import how_to_get, missing_table, table_name
from veivalg.chapters.common.periods import december
from veivalg.chapters.kompetanse import SPEC
from veivalg.content import Figure, Missing, Place, Role, Source, Unit
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.norway.occupations import OCCUPATION_LABELS
from veivalg.norway.quantities import quantity

METHOD = SPEC.methods[0]
ALL = "all"
EDUCATED = "care_educated_staff"
HEALTH = ("nurse", "specialist_nurse", "disability_nurse", "health_worker")
"""Occupations that need a health education; the others may have one."""
TOO_FEW = 10.0
"""Årsverk below which a share is not given: KS hides figures resting on 10 or fewer."""

Years = Mapping[int, float | None]


@dataclass(frozen=True)
class Staff:
    """A place's årsverk by occupation and year, from one source."""

    role: Role
    place: Place
    fte: Mapping[str, Years]
    source: Source

    @property
    def years(self) -> tuple[int, ...]:
        """Give every year årsverk in all are known."""
        return tuple(sorted(y for y, v in self.fte.get(ALL, {}).items() if v is not None))

    def value(self, occupation: str, year: int) -> float | None:
        """Give årsverk, or None when they are hidden or unknown."""
        return self.fte.get(occupation, {}).get(year)

    def share(self, occupation: str, year: int) -> float | None:
        """Give an occupation's share of all årsverk; None under ten («for lite grunnlag»)."""
        part, whole = self.value(occupation, year), self.value(ALL, year)
        return part / whole if part is not None and whole and whole >= TOO_FEW else None

    def health_share(self, year: int) -> float | None:
        """Give the share in the health occupations; None when any of them is hidden."""
        parts = [self.share(o, year) for o in HEALTH]
        known = [p for p in parts if p is not None]
        return sum(known) if len(known) == len(parts) else None

    def figure(self, occupation: str, year: int) -> Figure | None:
        """Give årsverk as a figure, or None."""
        value = self.value(occupation, year)
        if value is None:
            return None
        return Figure(
            f"arsverk-{occupation.replace('_', '-')}-{self.place.code.lower()}-{year}",
            label(occupation),
            value,
            Unit.FTE,
            self.place,
            december(year),
            self.source,
            quantity=quantity("fte", year + 1) if occupation == ALL else None,
        )

    def share_figure(
        self, id: str, text: str, value: float | None, year: int, *occupations: str
    ) -> Figure | None:
        """Give a share of all årsverk as a figure with the årsverk behind it."""
        if value is None:
            return None
        inputs = tuple(f for o in (*occupations, ALL) if (f := self.figure(o, year)) is not None)
        title = _("Andel av årsverk")
        made = Figures(self.place, str(year), method=METHOD, title=title, inputs=inputs)
        formula = _("Årsverk i yrkene ÷ årsverk i alt")
        return made(f"{id}-{self.place.code.lower()}-{year}", text, value, Unit.SHARE, formula, 1)


@dataclass(frozen=True)
class Model:
    """The municipality's staff, those it is compared with, and the published education share."""

    own: Staff
    others: tuple[Staff, ...]
    educated: Series

    @property
    def year(self) -> int:
        """Give the newest year."""
        return self.own.years[-1]

    @property
    def first(self) -> int:
        """Give the oldest year."""
        return self.own.years[0]

    def hidden(self) -> tuple[str, ...]:
        """Give the occupations that have no value in the newest year."""
        return tuple(
            o for o in OCCUPATION_LABELS if o != ALL and self.own.value(o, self.year) is None
        )


def label(occupation: str) -> str:
    """Give SSB's label of an occupation."""
    return OCCUPATION_LABELS[occupation]


def build(evidence: Evidence) -> tuple[Model | None, Series]:
    """Give the model (None when årsverk in all are not known) and the education share."""
    educated = series(evidence, EDUCATED)
    found = [(role, _staff(evidence, role, place)) for role, place in _places(evidence)]
    staff = [s for _role, s in found if s is not None and s.years]
    if not staff or staff[0].role is not Role.OWN:
        return None, educated
    return Model(staff[0], tuple(staff[1:]), educated), educated


def _places(evidence: Evidence) -> list[tuple[Role, Place]]:
    return [*compared_services(evidence, "care_staff"), *((Role.PEER, p) for p in evidence.peers)]


def _staff(evidence: Evidence, role: Role, place: Place) -> Staff | None:
    rows = evidence.rows("care_staff", place)
    if rows is None:
        return None
    fte: dict[str, dict[int, float | None]] = {}
    known = rows.frame.filter(pl.col("occupation").is_in(list(OCCUPATION_LABELS)))
    for row in known.sort("year").iter_rows(named=True):
        fte.setdefault(row["occupation"], {})[row["year"]] = row["fte"]
    return Staff(role, place, fte, rows.source(place.code))


def missing(evidence: Evidence, model: Model | None, educated: Series) -> tuple[Missing, ...]:
    """Say what is lacking of staff and education."""
    found = list(missing_series(evidence, [educated]))
    if model is None:
        return (missing_table(evidence, "care_staff", _("Årsverk etter yrke")), *found)
    hidden = model.hidden()
    if hidden:
        found.append(
            Missing(
                _("Årsverk for noen yrker"),
                _("Tallet er skjermet eller ikke oppgitt: {names}.").format(
                    names=", ".join(label(o) for o in hidden)
                ),
                _("Bruk kommunens egne tall."),
                table_name("care_staff"),
            )
        )
    if not model.others:
        found.append(
            Missing(
                _("Yrker i KOSTRA-gruppen og landet uten Oslo"),
                _("Årsverk etter yrke mangler for gruppen eller landet."),
                how_to_get(evidence.place),
                table_name("care_staff"),
            )
        )
    return tuple(found)
