"""Costs by user group and service, with services to few people merged (M9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from veivalg.maths.services.cost_protection import Protected, protect_costs
from veivalg.maths.services.user_groups import Cost
from veivalg.tables.gate import Answer, Persons, any_rows, query

TABLE = "care_costs"
COLUMNS = ("group", "service", "age", "gross", "net", "volume", "unit", "stated_unit_cost", "users")


@dataclass(frozen=True, slots=True)
class Costs:
    """Costs of the newest year as they may be shown."""

    year: int
    costs: Protected


def costs(people: Persons | None) -> Costs | None:
    """Give the costs of the newest year; None without any row."""
    if people is None or not any_rows(people):
        return None
    return Costs(**_costs([people]).facts)


@query
def _costs(rows: Mapping[str, pl.DataFrame], before: Sequence[Answer] = ()) -> Answer:
    frame = rows[TABLE].filter(pl.col("year") == pl.col("year").max())
    year = int(frame["year"][0])
    past = [one.kept for one in before if one.of == year]
    made, kept = protect_costs([Cost(*row) for row in frame.select(COLUMNS).iter_rows()], past)
    return Answer({}, {"year": year, "costs": made}, of=year, kept=kept)
