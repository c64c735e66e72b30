"""The plan of a town, step by step, beside the same plan solved for every draw at once.

A made-up town of 25,000 with need growing by about three per cent a year, 1,000 draws, 14 years.

Run: ``python -m benchmarks.frames``.
"""

from __future__ import annotations

import time

from tests.maths.optimise.cases import basis

from benchmarks.measure import Row
from veivalg.maths.optimise.answer import DRAWS, answer
from veivalg.maths.optimise.check import out_of_sample
from veivalg.maths.optimise.explain import conflict, worth
from veivalg.maths.optimise.formulate import formulate
from veivalg.maths.optimise.front import front
from veivalg.maths.optimise.means import means
from veivalg.maths.optimise.problem import representatives
from veivalg.maths.optimise.search import solve

TARGET = 8.0
"""Seconds a reader may wait for a whole answer, with progress from the first second."""

MORE = (8, 12, 24)


def measure() -> list[Row]:
    """Measure a whole answer, its parts, and what more draws would cost and change."""
    town = basis(1_000)
    answer(town)  # what is loaded the first time is not measured
    whole = _taken(lambda: answer(town))
    every = formulate(town, means(town))
    few = representatives(every, DRAWS)
    plan = solve(few)
    rows = [
        Row("Plan innenfor rammene, hele svaret", whole, "s", TARGET, "14 år, 9 punkter"),
        Row("  planen", _taken(lambda: solve(few)), "s", None, _proved(plan)),
        Row("  verdien av én til", _taken(lambda: worth(plan)), "s"),
        Row("  prøvd på alle 1 000 trekk", _taken(lambda: out_of_sample(plan, every)), "s"),
        Row("  fronten", _taken(lambda: front(plan)), "s"),
    ]
    poor = formulate(town, means(town, {"investering": 0.0, "dekning-minst": 0.3}))
    rows.append(
        Row(
            "  krav som ikke går sammen",
            _taken(lambda: conflict(representatives(poor, DRAWS))),
            "s",
        )
    )
    for draws in MORE:
        began = time.perf_counter()
        other = solve(representatives(every, draws))
        seconds = time.perf_counter() - began
        found = out_of_sample(other, every).measure
        rows.append(
            Row(
                f"  planen for {draws} trekk",
                seconds,
                "s",
                None,
                f"udekket i alle 1 000 trekk {found:.0f}",
            )
        )
    return rows


def _proved(plan: object) -> str:
    proof = getattr(plan, "uncovered_proof", None)
    return proof.text() if proof is not None else ""


def _taken(work: object) -> float:
    began = time.perf_counter()
    assert callable(work)
    work()
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    for row in measure():
        print(" | ".join(row.cells()))


if __name__ == "__main__":
    main()
