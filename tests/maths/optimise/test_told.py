"""What is printed of a plan: one number for one thing, and rows that add up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.maths.optimise.cases import basis

from veivalg.chapters.plan_innenfor_rammene.exhibits import beside, years
from veivalg.content import Exhibit
from veivalg.maths.optimise.answer import Answer
from veivalg.maths.optimise.check import Check, held_in
from veivalg.maths.optimise.formulate import formulate
from veivalg.maths.optimise.front import idle_plan
from veivalg.maths.optimise.means import means


@pytest.fixture(scope="module")
def town() -> Answer:
    """Give a town where the plan is twenty places from 2031, nothing searched for."""
    ground = basis(2)
    found = means(ground)
    problem = formulate(ground, found)
    nothing = idle_plan(problem)
    first = np.concatenate([nothing.standing, nothing.units])
    idle = held_in(problem, first)
    first[0, 4:] = 1.0
    return Answer(ground, found, problem, nothing, idle, check=held_in(problem, first))


def test_kroner_for_the_whole_need_have_a_bridge_to_what_the_scenarios_tell(town: Answer) -> None:
    """Harstad's 908 stood beside 989 in the scenarios, with no word of what lay between."""
    rows = {str(r[0]): [_number(str(c)) for c in r[1:4]] for r in _made(beside(town)).table.rows}
    names = (
        "Netto utgift om alle fikk tilbudet de får i dag",
        "Endring i utgift fordi noen får hjelp på annen måte",
        "Netto utgift når hele behovet dekkes",
    )
    first = list(rows).index(names[0])
    assert tuple(list(rows)[first : first + 3]) == names
    today, change, whole = (rows[name] for name in names)
    # 812.3 million grow by 3.2 % a year for fourteen years, to 1262.503.
    assert today == [1263, 1263, 0]
    assert change != [0, 0, 0]
    assert [t + c for t, c in zip(today, change, strict=True)] == whole


@pytest.mark.parametrize("left", [(20.45, 5.35), (1.4, 10.6), (19.6, 6.7), (30.2, 0.4)])
def test_who_is_uncovered_is_one_number_in_both_tables_and_the_title(
    town: Answer, left: tuple[float, float]
) -> None:
    """Rana printed 21 and 5 beside 20 and 6, Karasjok 1 and 11 beside 1 and 12 of 12."""
    assert town.idle is not None
    assert town.check is not None
    made = replace(town, idle=_left(town.idle, 20.4, 5.4), check=_left(town.check, *left))
    told = {str(r[0]): _number(str(r[2])) for r in _made(beside(made)).table.rows}
    heavy, light, total = (
        told[name]
        for name in (
            "Av dem mangler plass eller bolig",
            "Av dem mangler hjemmetjeneste",
            "Udekket behov etter dagens praksis",
        )
    )
    assert heavy + light == total
    assert total == pytest.approx(sum(left), abs=1)
    table, figure = _made(years.home(made)).table, _made(years.mix(made))
    at = [i for i, c in enumerate(table.columns) if c.key.startswith("lacking-")]
    assert [table.rows[-1][i] for i in at] == [heavy, light]
    unmet = [row for row in figure.table.rows if str(row[1]).startswith("Udekket")]
    assert unmet[-1][2] == total
    assert f"behovet til {total:.0f} udekket, og {heavy:.0f} av dem" in figure.title
    for year, parts in zip(unmet, table.rows, strict=True):
        assert year[2] == sum(float(str(parts[i])) for i in at)


def _made(exhibit: Exhibit | None) -> Exhibit:
    assert exhibit is not None
    return exhibit


def _left(check: Check, heavy: float, light: float) -> Check:
    """Give a plan that leaves these uncovered in every draw of the last year."""
    blocks, ways = check.blocks.copy(), len(check.program.ways)
    blocks[:, -1, ways : ways + 4] = (heavy, 0.0, 0.0, light)
    return replace(check, blocks=blocks)


def _number(text: str) -> float:
    kept = text.replace("\u2212", "-").replace(",", ".").split("\u202f")
    digits = [part for part in kept if part.lstrip("+-").replace(".", "").isdigit()]
    return float("".join(digits))
