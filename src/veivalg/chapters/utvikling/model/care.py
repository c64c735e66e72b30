"""Care's share of spending and cost per inhabitant from the accounts the chapter rests on.

The share is of net operating expenditure in all (AGD1), as SSB's key figure of that name is. A key
figure that isn't revised would give a second answer beside revised accounts, so those are used only
when there are no accounts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from veivalg.chapters.common.compared import compared, compared_services
from veivalg.chapters.common.indicator_series import Line, Series
from veivalg.chapters.utvikling.model import TABLE_OF, Model, by_sector, in_all
from veivalg.content import Place, Role
from veivalg.gather.evidence import Evidence
from veivalg.maths.comparison.accounts import inhabitants_of
from veivalg.norway.indicators import indicator
from veivalg.norway.municipality import country_without_oslo

CARE = "care"
SHARE, PER_INHABITANT = "care_share", "net_cost_care_pi"
PUBLISHED = "care_cost_pi"
"""The key figure of cost per inhabitant as SSB publishes it."""

SHARES = (
    SHARE,
    "school_share",
    "kindergarten_share",
    "health_share",
    "child_welfare_share",
    "administration_share",
    "culture_share",
)
"""The key figures of what each sector takes of spending."""


@dataclass(frozen=True)
class Care:
    """What care takes: its share and its cost per inhabitant, from one and the same origin."""

    share: Series
    per_inhabitant: Series
    from_accounts: bool


def care_of(evidence: Evidence, model: Model | None, published: Mapping[str, Series]) -> Care:
    """Take both from the accounts when the chapter rests on them, else as SSB publishes them."""
    if model is None or CARE in model.left_out:
        return Care(published[SHARE], published[PUBLISHED], from_accounts=False)
    made = care_from_accounts(evidence, model, published[SHARE])
    return Care(made[SHARE], made[PER_INHABITANT], from_accounts=True)


def care_from_accounts(evidence: Evidence, model: Model, published: Series) -> dict[str, Series]:
    """Give ``care_share`` and ``net_cost_care_pi`` of the municipality, its group and country.

    Another place without accounts has the share SSB publishes, which is of the same sum, and no
    cost. Inhabitants are those at the end of the year.
    """
    lines: dict[str, list[Line]] = {SHARE: [], PER_INHABITANT: []}
    for role, place in _places(evidence, published):
        rows = evidence.rows("accounts", place)
        if rows is None:
            line = published.of(role)
            lines[SHARE] += [line] if line is not None and line.place.code == place.code else []
            continue
        source = rows.source_of(place.code, TABLE_OF[model.scope])
        net = rows.frame.filter(pl.col("art") == "sum_net", pl.col("scope") == model.scope)
        spending = by_sector(net)
        care, total = spending.get(CARE, {}), in_all(net)
        care = {y: v for y, v in care.items() if y >= min(model.years)}
        found = {
            SHARE: {y: _over(v, total.get(y)) for y, v in care.items()},
            PER_INHABITANT: {y: _over(v, _people(evidence, place, y)) for y, v in care.items()},
        }
        for id, values in found.items():
            if any(v is not None for v in values.values()):
                lines[id].append(Line(role, place, values, source))
    return {id: Series(indicator(id), evidence.place, tuple(own)) for id, own in lines.items()}


def _places(evidence: Evidence, published: Series) -> Iterator[tuple[Role, Place]]:
    """Give those compared: the country as the key figure has it where no accounts lack Oslo."""
    there, line = evidence.rows("accounts", country_without_oslo()), published.of(Role.NORWAY)
    if there is None and line is not None:
        return compared(evidence, line.place)
    return compared_services(evidence, "accounts")


def _over(part: float | None, whole: float | None) -> float | None:
    return part / whole if part is not None and whole else None


def _people(evidence: Evidence, place: Place, year: int) -> float | None:
    tables = [
        t for n in ("population_groups", "population") if (t := evidence.rows(n, place)) is not None
    ]
    return inhabitants_of((t.frame for t in tables), year + 1).get(place.code)
