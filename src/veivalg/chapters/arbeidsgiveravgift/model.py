"""What the chapter «arbeidsgiveravgift» rests on: costs, the zone, and the table Rana printed."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from veivalg.chapters.arbeidsgiveravgift import SPEC
from veivalg.chapters.common import costs
from veivalg.chapters.common.costs import Model
from veivalg.chapters.common.costs.choices import choices
from veivalg.chapters.common.costs.effects import with_effects
from veivalg.chapters.common.figures import Figures
from veivalg.chapters.common.missing import how_to_get, missing_table, table_name
from veivalg.chapters.common.printed import printed
from veivalg.chapters.common.sentences import fill
from veivalg.content import Assumption, Figure, Missing, Place, Unit, calculation
from veivalg.foundation.i18n import _
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.accounts import service_sectors
from veivalg.maths.comparison.costs import Correction
from veivalg.norway.aga import full_rate

METHOD = SPEC.methods[0]
FIRST_YEAR, LAST_YEAR, LISTED = 2024, 2026, 2025
"""Years with known rates, and the one whose list of zones was checked."""
DIFFERENCE, EFFECT, CORRECTED = (
    "group_difference_",
    "reduced_tax_effect_",
    "group_difference_full_tax_",
)
TOTAL = "total"


def printed_services() -> Mapping[str, str]:
    """Give the services of the printed table in its order, by the end of their items."""
    return {
        "care": _("Pleie og omsorg"),
        "primary_school": _("Grunnskole"),
        "kindergarten": _("Barnehage"),
        "administration": _("Administrasjon og styring"),
        "health": _("Kommunehelse"),
        "social": _("Sosiale tjenester"),
        "culture": _("Kultur og idrett"),
        "transport": _("Samferdsel"),
        "child_welfare": _("Barnevern"),
        "fire": _("Brann og ulykkesvern"),
        "planning": _("Plan, kulturminner, natur og nærmiljø"),
        "pension": _("Pensjon og fellesutgifter"),
        "church": _("Kirke"),
        "housing": _("Bolig"),
        "adult_education": _("Voksenopplæring"),
        "water_waste": _("Vann, avløp og renovasjon"),
        "other": _("Øvrige områder"),
    }


@dataclass(frozen=True, slots=True)
class PrintedService:
    """A service of the printed table: difference from the group, effect, and what the text says."""

    id: str
    label: str
    difference: Figure
    effect: Figure
    stated: Figure | None

    def corrected(self) -> Figure:
        """Give the difference with the reduced rate taken out: difference plus effect."""
        inputs = (self.difference, self.effect)
        made = Figures(
            self.difference.place,
            self.difference.period,
            calculation("m4-aga-trykt", _("Trykte tall lagt sammen"), *inputs),
            METHOD,
            inputs=inputs,
        )
        return made(
            f"trykt-korrigert-{self.id.replace('_', '-')}",
            fill(_("{service}: trykt avvik pluss trykt virkning"), service=self.label),
            sum(f.value or 0.0 for f in inputs),
            Unit.MILLION_NOK,
            _("avvik fra gruppen + virkning av redusert arbeidsgiveravgift"),
        )

    @property
    def agrees(self) -> bool:
        """Say whether the text gives what its own table adds up to."""
        if self.stated is None or self.stated.value is None:
            return True
        return abs((self.corrected().value or 0.0) - self.stated.value) < 0.06e6


@dataclass(frozen=True, slots=True)
class Tax:
    """The municipality, its costs when the accounts are known, and what a document prints.

    ``total`` is the printed sum of the differences of ``services``.
    """

    place: Place
    costs: Model | None
    services: tuple[PrintedService, ...]
    total: Figure | None
    assumptions: tuple[Assumption, ...]

    @property
    def year(self) -> int:
        """Give the year whose rates are stated: that of the accounts, else that of the list."""
        return min(max(self.costs.year, FIRST_YEAR), LAST_YEAR) if self.costs else LISTED


def build(evidence: Evidence) -> Tax:
    """Open accounts and printed figures."""
    found = costs.build(evidence)
    return Tax(
        evidence.place,
        found,
        _printed(evidence),
        printed(evidence, DIFFERENCE + TOTAL),
        with_effects(found) if found else choices(evidence).all(),
    )


def _printed(evidence: Evidence) -> tuple[PrintedService, ...]:
    """Give the printed services that have both numbers; empty for all but Rana."""
    found = []
    for id, label in printed_services().items():
        difference, effect = printed(evidence, DIFFERENCE + id), printed(evidence, EFFECT + id)
        if difference is not None and effect is not None:
            stated = printed(evidence, CORRECTED + id)
            found.append(PrintedService(id, label, difference, effect, stated))
    return tuple(found)


def effects(model: Model) -> dict[str, float]:
    """Give what the reduced rate saves in each sector, NOK; sectors with a gap are left out."""
    rows = model.ledger.filter(pl.col("municipality") == model.place.code)
    if rows["tax_rate"].null_count() == rows.height:
        return {}  # the rates of that year aren't known
    effect = pl.col("tax_base") * (full_rate(model.year) - pl.col("tax_rate"))
    summed = rows.group_by("sector").agg(
        pl.when(effect.null_count() == 0).then(effect.sum()).alias("effect")
    )
    by = {s: e for s, e in summed.iter_rows() if e is not None}
    return {s: by[s] for s in service_sectors() if s in by}


def missing(evidence: Evidence, model: Model | None) -> tuple[Missing, ...]:
    """Say what the effect and the comparison lack."""
    if model is None:
        what = _("Virkningen av arbeidsgiveravgiften i hver tjeneste")
        return (missing_table(evidence, "accounts", what),)
    found = []
    if Correction.EMPLOYER_TAX in model.flags or not effects(model):
        found.append(
            Missing(
                _("Virkningen av arbeidsgiveravgiften i noen eller alle tjenester"),
                _(
                    "Regnskapet mangler arbeidsgiveravgift og lønn etter art, eller satsen for "
                    "året er ikke kjent. Avviket ved lik avgift står i kapitlet «Ressursbruk»."
                ),
                how_to_get(evidence.place),
                table_name("accounts"),
            )
        )
    if not model.held:
        found.append(
            Missing(
                _("Arbeidsgiveravgiften i andre kommuner"),
                _("Regnskapet mangler for de fleste andre kommuner."),
                _("Hent tall for hele landet."),
                table_name("accounts"),
            )
        )
    return tuple(found)
