"""Nobody is seen through what a reader chooses: two municipalities that differ only in what is
hidden give the same answers to everything that can be asked of them.

Each table about people is stored twice. In the one a few people stand in other hidden cells than in
the other; the sums that are shown are the same. Whoever asks the real web application may vary
every assumption a chapter has, the peers, the formats and the versions; as long as no answer tells
the two apart, more than one table is possible for every hidden cell.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from starlette.testclient import TestClient
from tests.tiers import sized
from tests.web.conftest import HOST

from veivalg.maths.services.assistance import VARIABLES
from veivalg.own.tables import own_table
from veivalg.own.versions import OwnStore
from veivalg.web.app import create_app

PLACE = "/kommune/1833"
Rows = Sequence[tuple[object, ...]]


@dataclass(frozen=True)
class Twins:
    """A table about people, and the same with a few of them in other hidden cells.

    Parameters
    ----------
    page
        What the table is called in addresses.
    one, other
        The two.
    shown
        A figure that must be seen, so that silence is not taken for safety.
    beside
        What else the municipality has brought.
    """

    page: str
    one: Rows
    other: Rows
    shown: str
    beside: tuple[tuple[str, Rows], ...] = ()


def pupils() -> Twins:
    """Four small classes of two schools: a pupil in each of them has moved to the next."""
    small = {("A", 1): (3, 2), ("A", 2): (2, 3), ("B", 1): (2, 3), ("B", 2): (4, 3)}
    grades = list(product("ABC", range(1, 11)))
    usual = {"A": 12, "B": 13, "C": 27}
    one, other = (
        [(s, 2025, g, small.get((s, g), (usual[s],) * 2)[n]) for s, g in grades] for n in (0, 1)
    )
    buildings = [(s, 900, 50.0, 1e6) for s in "ABC"]
    moves = [(f"{s} {g}", s, "C", g, g, 1000.0) for s, g in product("AB", (1, 2))]
    beside = (("school_buildings", buildings), ("school_moves", moves))
    return Twins("elever", one, other, "27", beside)


SERVICES, AGES = ("home", "long_stay", "short_stay"), ("0-66", "67-79", "80+")
CATEGORIES = ("limited", "medium", "extensive", "no_basis")
SCORE = {"limited": 1, "medium": 3, "extensive": 5, "no_basis": 9}


def needs(turn: int) -> dict[tuple[str, str, str], int]:
    """Count users by service, age and category: two services have few with limited and medium need,
    all of one age, and one in each of the four has changed places with another."""
    counts = dict.fromkeys(product(SERVICES, AGES, CATEGORIES), 14)
    for service, age, category in product(range(2), range(3), range(2)):
        few = 2 + (service + category + turn) % 2
        counts[SERVICES[service], AGES[age], CATEGORIES[category]] = few if age == 0 else 0
    return {cell: count for cell, count in counts.items() if count}


def categories() -> Twins:
    one, other = ([(*cell, n) for cell, n in needs(turn).items()] for turn in (0, 1))
    return Twins("bistandsbehov", one, other, "42")


def scores() -> Twins:
    def people(turn: int) -> Rows:
        return [
            (f"{'-'.join(cell)}-{n}", *cell[:2], *([SCORE[cell[2]]] * len(VARIABLES)))
            for cell, count in needs(turn).items()
            for n in range(count)
        ]

    return Twins("funksjonsskaar", people(0), people(1), "")


def technologies() -> Twins:
    """Two technologies that few have: one has it at home who had it in an institution."""

    def rows(*users: tuple[int, int]) -> Rows:
        made = []
        for n, (home, institution) in enumerate(users):
            used: dict[str, Any] = dict.fromkeys(f.name for f in own_table("technologies").fields)
            used |= {"technology": f"T{n}", "kind": "alarm", "home": home, "pool": "home"}
            used |= {"institution": institution, "potential": 900}
            made.append(tuple(used.values()))
        return made

    return Twins(
        "teknologi",
        rows((3, 2), (2, 3), (41, 30), (37, 28)),
        rows((2, 3), (3, 2), (41, 30), (37, 28)),
        "41",
    )


def kindergartens() -> Twins:
    def rows(*children: tuple[int, int]) -> Rows:
        return [(f"B{n}", 2025, *both, 6.0, 60.0) for n, both in enumerate(children)]

    return Twins("barnehager", rows((3, 4), (4, 3), (31, 33)), rows((4, 3), (3, 4), (31, 33)), "31")


def zones() -> Twins:
    """Two small zones that have changed names."""
    big = [("C", 47, 310.0, 320.0), ("D", 39, 260.0, 270.0)]
    one, other = (3, 21.0, 22.0), (2, 13.0, 14.0)
    return Twins(
        "hjemmetjenestetimer",
        [("A", *one), ("B", *other), *big],
        [("A", *other), ("B", *one), *big],
        "47",
    )


TWINS: dict[str, Callable[[], Twins]] = {
    "pupils": pupils,
    "iplos_categories": categories,
    "iplos_scores": scores,
    "technologies": technologies,
    "kindergartens": kindergartens,
    "home_care_totals": zones,
}
NOT_OFFERED = {("iplos_scores", ".json"), ("iplos_scores", ".xlsx")}
"""Rows that are persons are given in no file."""
Asking = Callable[[str], list[tuple[int, str]]]


def frame(name: str, rows: Rows) -> pl.DataFrame:
    schema = own_table(name)
    types = {f.name: f.dtype for f in schema.fields}
    return schema.validate(pl.DataFrame(rows, schema=types, orient="row"))


@pytest.fixture(scope="module", params=TWINS)
def asked(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Twins, Asking]]:
    """Give a table, its twins, and what asks both of them; both have an older version too."""
    name, twins = request.param, TWINS[request.param]()
    clients = []
    for rows in (twins.one, twins.other):
        folder = tmp_path_factory.mktemp("tvilling")
        store = OwnStore(folder)
        for other, more in twins.beside:
            store.put("1833", other, frame(other, more), file="b.csv", sha256="x")
        for held in (twins.one, rows):
            store.put("1833", name, frame(name, held), file="a.csv", sha256="x")
        client = TestClient(create_app(folder, source_url=f"{HOST}:9/"), base_url=HOST)
        clients.append(client)

    def ask(address: str) -> list[tuple[int, str]]:
        answers = [client.get(PLACE + address) for client in clients]
        return [(answer.status_code, answer.text) for answer in answers]

    yield name, twins, ask


def differ(one: Rows, other: Rows) -> int:
    """Count the rows of the one that the other doesn't have."""
    return len(set(one) - set(other))


def test_the_twins_differ_and_what_is_not_hidden_is_shown(
    asked: tuple[str, Twins, Asking],
) -> None:
    name, twins, ask = asked
    assert differ(twins.one, twins.other) >= 2
    pages = (*own_table(name).chapters, f"egne-tall/{twins.page}")
    seen = [ask(f"/{page}")[0][1] for page in pages]
    text = re.sub("<[^>]+>", " ", " ".join(seen))
    assert twins.shown in text and "skjermet" in text


@pytest.mark.parametrize("form", ["", ".json", ".xlsx", "/forskjell?fra=1&til=2"])
def test_the_table_itself_tells_no_twin_from_the_other(
    asked: tuple[str, Twins, Asking], form: str
) -> None:
    name, twins, ask = asked
    one, other = ask(f"/egne-tall/{twins.page}{form}")
    assert one == other
    assert one[0] == (400 if (name, form) in NOT_OFFERED else 200)


def values(assumption: dict[str, Any]) -> list[float]:
    """Give values over the whole range a reader may choose from, and beside its middle."""
    low, high, step = (float(assumption[key]) for key in ("low", "high", "step"))
    count = sized(3, 12)
    even = [low + step * round((high - low) / step * n / (count - 1)) for n in range(count)]
    near = [low + step * n for n in range(1, 6)]  # below the fewest that are shown
    found = {v for v in (*even, *near, float(assumption["value"]) + step) if low <= v <= high}
    shown = 100 if assumption["unit"] == "%" else 1
    return sorted(round(v * shown, 6) for v in found)


def questions(ask: Asking, chapter: str) -> Iterator[str]:
    """Give everything a reader may ask of a chapter: each assumption, pairs of them, and peers."""
    made = json.loads(ask(f"/{chapter}.json")[0][1])
    chosen = [
        [f"a.{a['id']}=" + f"{value:f}".replace(".", ",") for value in values(a)]
        for a in made["assumptions"]
    ]
    yield from (one for some in chosen for one in some)
    pairs = [pair for some, more in combinations(chosen, 2) for pair in product(some, more)]
    every = max(1, math.ceil(len(pairs) / sized(8, 400)))
    yield from (f"{one}&{other}" for one, other in pairs[::every])
    yield from ("sammenlikn=1804", "sammenlikn=1804,5503,5610")


def test_no_choice_of_a_reader_tells_the_twins_apart(asked: tuple[str, Twins, Asking]) -> None:
    name, _twins, ask = asked
    count = 0
    for chapter in own_table(name).chapters:
        one, other = ask(f"/{chapter}.json")
        assert one == other and one[0] == 200
        one, other = ask(f"/{chapter}")
        assert one == other and one[0] == 200
        for question in questions(ask, chapter):
            one, other = ask(f"/{chapter}.json?{question}")
            assert one == other, question
            assert one[0] == 200, question
            count += 1
    assert count >= 2


@pytest.mark.parametrize("asked", ["iplos_scores"], indirect=True)
def test_a_limit_between_the_scores_of_two_people_can_not_be_chosen(
    asked: tuple[str, Twins, Asking],
) -> None:
    _name, _twins, ask = asked
    usual = ask("/bistandsbehov.json")[0]
    for id, limits in (("iplos_middels", (1.9, 2.2, 2.3)), ("iplos_omfattende", (3.4, 4.0))):
        for limit in limits:
            one, other = ask(f"/bistandsbehov.json?a.{id}={str(limit).replace('.', ',')}")
            assert one == other
            assert one == usual or one[0] == 400


def classes_of(grades: Sequence[int], fewest: int, limit: float) -> int:
    """Count the classes of the first stage as anyone who knows the pupils would."""
    alone = [n for n in grades if n >= fewest]
    together = sum(n for n in grades if 0 < n < fewest)
    return sum(math.ceil(n / limit) for n in (*alone, *([together] if together else [])))


def test_class_sizes_would_tell_the_twins_apart_if_they_followed_what_is_hidden() -> None:
    """At four pupils one twin of school B has two classes in two grades, and the other one."""
    twins = pupils()
    small = [
        [int(str(r[3])) for r in rows if r[0] == "B" and r[2] in (1, 2)]
        for rows in (twins.one, twins.other)
    ]
    assert small == [[2, 4], [3, 3]]
    assert [classes_of(grades, 4, 25.5) for grades in small] == [2, 1]
    step = {"low": 0, "high": 25, "step": 1, "value": 0, "unit": ""}
    assert 4 in values(step)


def test_twins_that_differ_in_what_is_shown_are_told_apart(tmp_path: Path) -> None:
    told = []
    for n in (31, 32):
        rows = [*kindergartens().one[:2], ("B2", 2025, n, 33, 6.0, 60.0)]
        folder = tmp_path / str(n)
        OwnStore(folder).put(
            "1833", "kindergartens", frame("kindergartens", rows), file="a.csv", sha256="x"
        )
        with TestClient(create_app(folder), base_url=HOST) as client:
            told.append(client.get(f"{PLACE}/skole.json").content)
    assert told[0] != told[1]
