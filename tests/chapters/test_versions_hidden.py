"""What is hidden in any version of a table stays so for one who has read all of them.

The attacker has read every version as it was shown when it was brought, and knows which counts have
been changed since: one that hasn't is the same unknown in all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import polars as pl
import pytest
from attack import Attacker, follows
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.tiers import examples

from veivalg.own.persons.absence import Absence, absence
from veivalg.own.persons.assistance import need
from veivalg.own.persons.care_costs import Costs, costs
from veivalg.own.persons.schools import kindergartens, pupils
from veivalg.own.tables import own_table
from veivalg.own.versions import OwnStore
from veivalg.tables.amounts import Amount, Shown
from veivalg.tables.gate import Answer, Persons, Release, Tally, release

CODE = "1833"
Table = tuple[tuple[int, ...], ...]
Change = tuple[int, int, int]
"""A row, a column, and what stands there from then on."""
NAMES = ("Nord", "Midt", "Sør", "Øst")
AGES, CATEGORIES = ("0-66", "67-79", "80+"), ("limited", "medium", "extensive", "no_basis")


def stored(store: OwnStore, name: str, rows: Sequence[tuple]) -> Persons:
    types = {f.name: f.dtype for f in own_table(name).fields}
    frame = pl.DataFrame(rows, schema=types, orient="row")
    store.put(CODE, name, frame, file="a.csv", sha256="x")
    found = store.read(CODE, name)
    assert isinstance(found, Persons)
    return found


def by_school(store: OwnStore, table: Table) -> Release | None:
    rows = [(NAMES[r], 2025, g, n) for r, line in enumerate(table) for g, n in enumerate(line, 1)]
    found = pupils(stored(store, "pupils", rows))
    assert found is not None
    return found.release


def by_kindergarten(store: OwnStore, table: Table) -> Release | None:
    rows = [(NAMES[r], 2025, line[0], line[1], 6.0, 60.0) for r, line in enumerate(table)]
    found = kindergartens(stored(store, "kindergartens", rows))
    assert found is not None
    return found.release


def by_need(store: OwnStore, table: Table) -> Release | None:
    rows = [
        ("home", AGES[r], CATEGORIES[c], n)
        for r, line in enumerate(table[:3])
        for c, n in enumerate(line[:4])
        if n
    ]
    return need(stored(store, "iplos_categories", rows))


def sums(table: Table, kind: str, made: Release) -> list[tuple[list[tuple[int, int]], object]]:
    """Give what of the counts each published number is the sum of, and the number as shown."""
    wide = range(len(table[0]))
    every = list(product(range(len(table)), wide))
    if kind == "need":
        home = made.tables["service"][0]
        found = [([(r, c) for r in range(len(table))], home[c]) for c in wide]
        ages = made.tables["age"]
        found += [([(r, c)], ages[r][c]) for r, c in every]
        found += [([(r, c) for c in wide], made.tables["ages"][r]) for r in range(len(table))]
        found.append((every, made.tables["services"][0]))
        found += [
            (([(r, c) for r in range(len(table))]), made.tables["categories"][c]) for c in wide
        ]
    else:
        both = made.tables["both"]
        found = [([(r, c)], both[r][c]) for r, c in every]
    if kind == "school":
        lines = made.tables["school"]
        found += [([(r, c) for c in wide], lines[r]) for r in range(len(table))]
        grades = made.tables["grade"]
        found += [([(r, c) for r in range(len(table))], grades[c]) for c in wide]
    return [*found, (every, made.total)]


def attack(tables: Sequence[Table], kind: str, releases: Sequence[Release]) -> None:
    """Read all that was published of every version, and try each small count that is hidden."""
    names: dict[tuple[int, int, int], int] = {}
    for table in tables:
        for r, line in enumerate(table):
            for c, n in enumerate(line):
                names.setdefault((r, c, n), len(names))
    attacker, secrets = Attacker(len(names)), []
    for table, one in zip(tables, releases, strict=True):
        if one.total is None:
            continue
        read = sums(table, kind, one)
        true = [sum(table[r][c] for r, c in cells) for cells, _shown in read]
        least = 0 if any(s is None and t == 0 for (_c, s), t in zip(read, true, strict=True)) else 1
        for (cells, shown), value in zip(read, true, strict=True):
            members = [names[r, c, table[r][c]] for r, c in cells]
            if shown is not None:
                assert shown == value
                assert len(cells) == sum(map(len, table)) or not 0 < value < 5
                attacker.reads(members, value)
            else:
                attacker.reads(members, least, np.inf)
                if 0 < value < 5:
                    secrets.append((members, value))
    for members, value in secrets:
        low, high = attacker.ends(members)
        assert low < high, (tables, value, [r.tables for r in releases])


SHOW = {"school": by_school, "kindergarten": by_kindergarten, "need": by_need}
COUNTS = st.sampled_from([0, 1, 2, 3, 4, 5, 6, 8, 9, 11, 13, 20])
WIDTH = {"school": 3, "kindergarten": 2, "need": 4}


def run(kind: str, table: Table, changes: Sequence[Sequence[Change]]) -> list[Release]:
    """Bring a table, change it and bring it again; try all that was shown of it against itself."""
    tables, releases = [], []
    with TemporaryDirectory() as folder:
        store = OwnStore(Path(folder))
        for some in ([], *changes):
            lines = [list(line) for line in table]
            for r, c, n in some:
                lines[r % len(lines)][c % len(lines[0])] = n
            table = tuple(map(tuple, lines))
            made = SHOW[kind](store, table)
            assert made is not None
            tables.append(table)
            releases.append(made)
        attack(tables, kind, releases)
    return releases


def lines(width: int) -> st.SearchStrategy[Table]:
    return st.lists(st.tuples(*[COUNTS] * width), min_size=3, max_size=3).map(tuple)


CHANGES = st.lists(
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), COUNTS), min_size=1, max_size=3),
    min_size=1,
    max_size=3,
)
CORRECTED: Table = ((25, 8, 12, 10), (18, 10, 11, 6), (29, 4, 9, 20))
"""Hidden with the four in the second grade of the third school are others, one of them eight."""


@pytest.mark.parametrize("kind", SHOW)
@settings(deadline=None, max_examples=examples(12), suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_no_version_tells_what_another_hides(kind: str, data: st.DataObject) -> None:
    run(kind, data.draw(lines(WIDTH[kind])), data.draw(CHANGES))


@pytest.mark.parametrize(
    "changes",
    [
        [[(0, 1, 13)]],  # one that was hidden for another's sake is corrected
        [[(2, 1, 12)]],  # the small one is
        [[(0, 0, 3)]],  # one that was shown becomes small
        [[(0, 1, 13)], [(0, 1, 8)], [(1, 3, 7)]],
        [[(0, 1, 13), (1, 1, 15)], [(2, 1, 9)]],
        [[(0, 1, 13)], [(0, 3, 12)], [(1, 2, 14)], [(2, 2, 10)]],
    ],
)
def test_a_corrected_count_tells_nobody_of_the_small_one_beside_it(changes) -> None:
    run("school", CORRECTED, changes)


def test_what_was_hidden_for_anothers_sake_stays_hidden_while_the_version_is_kept() -> None:
    first, second = run("school", CORRECTED, [[(0, 1, 13)]])
    assert first.tables["both"][0][1] is second.tables["both"][0][1] is None
    # Brought with no version before it, the second grade of the first school is shown.
    (alone,) = run("school", ((25, 13, 12, 10), *CORRECTED[1:]), [])
    assert alone.tables["both"][0][1] == 13


def test_one_shown_before_that_is_small_now_is_not_told_by_the_total_alone() -> None:
    """Only one count has changed, and the sum of all has changed by it: then nothing is shown."""
    first, second, third = run("kindergarten", ((9, 12), (20, 31)), [[(0, 0, 3)], [(0, 0, 14)]])
    assert first.total == 72 and second.total is None and third.total == 77
    assert second.tables["both"] == [[None, None], [None, None]]


def test_what_was_deleted_or_is_of_another_year_holds_nothing_back(tmp_path: Path) -> None:
    store = OwnStore(tmp_path)
    by_school(store, CORRECTED)
    store.delete(CODE, "pupils")
    corrected = ((25, 13, 12, 10), *CORRECTED[1:])
    found = by_school(store, corrected)
    assert found is not None and found.tables["both"][0][1] == 13
    later = [
        (NAMES[r], 2026, g, n) for r, line in enumerate(CORRECTED) for g, n in enumerate(line, 1)
    ]
    newest = pupils(stored(store, "pupils", later))
    assert newest is not None and newest.release.tables["both"][1][1] == 10


def test_a_version_that_is_gone_back_to_is_shown_as_it_was(tmp_path: Path) -> None:
    store = OwnStore(tmp_path)
    first = by_school(store, CORRECTED)
    by_school(store, ((25, 13, 12, 10), *CORRECTED[1:]))
    store.undo(CODE, "pupils")
    back = store.read(CODE, "pupils")
    assert isinstance(back, Persons) and first is not None
    again = pupils(back)
    assert again is not None and again.release.tables == first.tables


def zones(people: Sequence[int], hours: Sequence[float]) -> Answer:
    """Users and hours by zone; all users of a zone have as many."""
    most = [[h / n] * min(n, 2) for n, h in zip(people, hours, strict=True)]
    tally = Tally(
        {"zone": NAMES[: len(people)]},
        np.array(people, dtype=float),
        {"zone": ("zone",)},
        {"hours": Amount("zone", np.array(hours), most)},
    )
    return Answer({"zones": tally})


def seen(versions: Sequence[tuple[Sequence[int], Sequence[float]]]) -> list[Shown]:
    """Give the hours of each version as shown; try all of them against the small zones of each."""
    answers = [zones(*version) for version in versions]
    found = [release(a, answers[:n])["zones"] for n, a in enumerate(answers)]
    names: dict[tuple[int, float], int] = {}
    for _people, hours in versions:
        for at in enumerate(hours):
            names.setdefault(at, len(names))
    # What was shown of enough people before is no secret when fewer have as much.
    large = {names[n, h] for p, hours in versions for n, h in enumerate(hours) if p[n] >= 5}
    known, secrets = [], []
    for (_people, hours), made in zip(versions, found, strict=True):
        shown = made.amounts["hours"]
        parts = np.zeros((len(hours), len(names)))
        for n, h in enumerate(hours):
            parts[n, names[n, h]] = 1
            if shown.by[NAMES[n]] is not None:
                assert shown.by[NAMES[n]] == h
                known.append(parts[n])
            if names[n, h] not in large:
                secrets.append(parts[n])
        if shown.total is not None:
            known.append(parts.sum(axis=0))
    for secret in secrets:
        assert not follows(known, secret), (versions, found)
    return [made.amounts["hours"] for made in found]


PEOPLE, HOURS = st.sampled_from([2, 4, 5, 6, 9, 20]), st.sampled_from([9.0, 21.0, 34.0, 61.0, 95.0])
VERSION = st.lists(st.tuples(PEOPLE, HOURS), min_size=4, max_size=4)
CORRECTIONS = st.lists(st.tuples(st.integers(0, 3), PEOPLE, HOURS), min_size=1, max_size=4)


@settings(deadline=None, max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
@given(VERSION, CORRECTIONS)
def test_no_version_tells_the_sum_that_another_hides(first, corrections) -> None:
    versions, now = [], list(first)
    for at, people, hours in [(0, *first[0]), *corrections]:
        now[at] = (people, hours)
        versions.append(tuple(zip(*now, strict=True)))
    seen(versions)


def test_a_sum_hidden_for_anothers_sake_is_not_shown_when_the_other_has_grown() -> None:
    """Three users of Nord have nine hours; Midt was hidden with it, and is as it was."""
    first, second = seen([((3, 9, 20), (9.0, 34.0, 95.0)), ((6, 9, 20), (21.0, 34.0, 95.0))])
    assert first.by == {"Nord": None, "Midt": None, "Sør": 95.0} and first.total == 138.0
    assert second.by["Midt"] is None
    (alone,) = seen([((6, 9, 20), (21.0, 34.0, 95.0))])
    assert alone.by == {"Nord": 21.0, "Midt": 34.0, "Sør": 95.0}


def ill(store: OwnStore, *units: tuple[str, int, float]) -> Absence:
    rows = [(unit, 2024, q, n, n * 0.8, s, 0.05) for unit, n, s in units for q in (1, 2, 3, 4)]
    found = absence(stored(store, "absence", rows))
    assert found is not None
    return found


BESIDE = (("Midt", 25, 0.03), ("Sør", 40, 0.02), ("Øst", 60, 0.04))


def test_a_unit_hidden_for_anothers_sake_stays_hidden_when_the_other_has_grown(
    tmp_path: Path,
) -> None:
    store = OwnStore(tmp_path)
    first = ill(store, ("Nord", 8, 0.09), *BESIDE)
    assert {u for u, v in first.units.items() if v is None} == {"Nord", "Midt"} and first.whole
    second = ill(store, ("Nord", 22, 0.01), *BESIDE)
    assert second.units["Midt"] is None
    alone = ill(OwnStore(tmp_path / "ny"), ("Nord", 22, 0.01), *BESIDE)
    assert None not in alone.units.values()


def test_the_whole_is_not_told_when_it_gives_the_one_that_has_shrunk(tmp_path: Path) -> None:
    """All others were shown before, and are as they were."""
    store = OwnStore(tmp_path)
    assert None not in ill(store, ("Nord", 22, 0.01), *BESIDE).units.values()
    second = ill(store, ("Nord", 8, 0.09), *BESIDE)
    assert second.units["Nord"] is None and second.whole is None and not second.quarters
    store.delete(CODE, "absence")
    alone = ill(store, ("Nord", 8, 0.09), *BESIDE)
    assert alone.whole is not None and alone.units["Nord"] is None


def cost(service: str, gross: float, users: float, group: str = "disability") -> tuple:
    return (2023, group, service, "all", gross, gross, users, "users", None, None)


def spent(store: OwnStore, *rows: tuple) -> Costs:
    found = costs(stored(store, "care_costs", rows))
    assert found is not None
    return found


LARGE = (cost("day_centre", 8e6, 50.0), cost("long_stay", 2.7e8, 200.0, "other"))
KEEPS = cost("work_activity", 3e6, 60.0)


def test_a_service_merged_for_anothers_sake_stays_merged_when_the_other_has_grown(
    tmp_path: Path,
) -> None:
    store = OwnStore(tmp_path)
    first = spent(store, cost("dwelling", 1e6, 3.0), KEEPS, *LARGE)
    merged = next(c for c in first.costs.costs if c.services)
    assert set(merged.services) == {"dwelling", "work_activity"}
    second = spent(store, cost("dwelling", 4e6, 12.0), KEEPS, *LARGE)
    assert "work_activity" not in {c.service for c in second.costs.costs}
    alone = spent(OwnStore(tmp_path / "ny"), cost("dwelling", 4e6, 12.0), KEEPS, *LARGE)
    assert {c.service for c in alone.costs.costs} >= {"work_activity", "dwelling"}


def test_a_cost_is_not_given_by_the_merged_sum_when_the_others_were_shown(tmp_path: Path) -> None:
    store = OwnStore(tmp_path)
    spent(store, cost("dwelling", 4e6, 12.0), KEEPS, *LARGE)
    second = spent(store, cost("dwelling", 1e6, 3.0), KEEPS, *LARGE)
    told = sum(c.gross for c in second.costs.costs if c.group == "disability")
    assert "disability" in second.costs.hidden and told == 0 and second.costs.total is None
