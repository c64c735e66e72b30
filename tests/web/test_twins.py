"""Nobody is seen through what a reader chooses: two municipalities that differ only in what is
hidden give the same answers to everything that can be asked of them.

Each table about people is stored twice, those of one municipality together. In the one a few people
stand in other hidden cells than in the other; the sums that are shown are the same. Whoever asks
the real web application may vary every assumption a chapter has, the peers, the formats and the
versions; as long as no answer tells the two apart, more than one table is possible for every hidden
cell.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from starlette.testclient import TestClient
from tests.tiers import sized
from tests.web.conftest import HOST

from veivalg.chapters.common.registry import all_chapters
from veivalg.content.numbers import THIN
from veivalg.maths.services.assistance import VARIABLES
from veivalg.own.tables import own_table, own_tables
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
    hidden
        What stands in the place of what is hidden.
    """

    page: str
    one: Rows
    other: Rows
    shown: str
    beside: tuple[tuple[str, Rows], ...] = ()
    hidden: str = "skjermet"


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


FTE = {"A": 1.5, "B": 0.8, "C": 12.0, "D": 9.0}


def zones() -> Twins:
    """Two small zones that have changed names."""
    big = [("C", 47, 310.0, 320.0), ("D", 39, 260.0, 270.0)]
    one, other = (3, 21.0, 22.0), (2, 13.0, 14.0)
    return Twins(
        "hjemmetjenestetimer",
        [("A", *one), ("B", *other), *big],
        [("A", *other), ("B", *one), *big],
        "47",
        (("home_care_staff", [(zone, fte, 35.5, None) for zone, fte in FTE.items()]),),
    )


def sick_leave() -> Twins:
    """Two small units that have changed names, and so how many they are, ill leave and pay."""

    def rows(first: str, second: str) -> Rows:
        return sorted(
            (unit, 2024, quarter, people, fte, short, long)
            for unit, people, fte, short, long in (
                (first, 3, 2.0, 0.01, 0.04),
                (second, 4, 3.0, 0.03, 0.09),
                ("C", 27, 20.0, 0.02, 0.05),
                ("D", 41, 30.0, 0.02, 0.07),
                ("E", 53, 40.0, 0.03, 0.06),
            )
            for quarter in (1, 2)
        )

    pay = [
        (unit, 2024, month, year / 12, 1e4, 1e4, 1e4, 0.0, 0.0)
        for unit, year in (("A", 2e6), ("B", 2e6), ("C", 1.4e7), ("D", 2e7), ("E", 2.6e7))
        for month in range(1, 13)
    ]
    return Twins("fravaer", rows("A", "B"), rows("B", "A"), "årsverk", (("staff_pay", pay),))


def costs() -> Twins:
    """Two services to few people: what they cost, and how many they are to, are changed about."""

    def row(group: str, service: str, gross: float, users: float) -> tuple[object, ...]:
        each = gross / users  # what others have worked out, which is held against the cost
        return (2023, group, service, "all", gross, 0.9 * gross, users, "users", None, each)

    def rows(first: str, second: str) -> Rows:
        made = [
            row("disability", first, 4.1e6, 3.0),
            row("disability", second, 2.3e6, 2.0),
            row("disability", "work_activity", 9e6, 60.0),
            row("disability", "day_centre", 8e6, 50.0),
            row("other", "long_stay", 2.7e8, 200.0),
        ]
        return sorted(made, key=lambda row: str(row[2]))

    one, other = rows("dwelling", "carer_pay"), rows("carer_pay", "dwelling")
    return Twins("brukergrupper", one, other, "270", hidden="Slått sammen")


def recipients() -> Twins:
    """One who gets no grant has a disability here and not there; two have changed pay."""

    def rows(disabled: int, apart: float) -> Rows:
        dear = [2.6e6 + apart, 2.6e6 - apart, *[2.6e6] * 7]
        people = [*((w, "no") for w in dear), *((1e6, "yes"),) * disabled]
        people += [(1e6, "no")] * (13 - len(people))
        return [(2023, f"R{n}", 40, d, w) for n, (w, d) in enumerate(people)]

    return Twins("ressurskrevende", rows(3, 0.0), rows(2, 250_000.0), "13")


def visits() -> Twins:
    """Two small zones that have changed names; one of them is of another age, too."""

    def rows(first: str, second: str, ages: Sequence[int]) -> Rows:
        small = list(zip([first] * 3 + [second] * 2, ages, strict=True))
        people = [*small, *[("C", 82)] * 47, *[("D", 87)] * 39]
        return [
            (n, f"u{n}", zone, date(2024, 1, 1 + n % 7), 120.0, 130.0, age)
            for n, (zone, age) in enumerate(people, 1)
        ]

    one, other = rows("A", "B", (30, 30, 30, 70, 70)), rows("B", "A", (30, 30, 70, 70, 70))
    staff = [(zone, 9.0, 35.5, None) for zone in "ABCD"]
    return Twins("besok", one, other, "47", (("home_care_staff", staff),))


EVENING, MORNING = ("15:30", "23:59"), ("07:00", "12:00")


def week(breaks: Sequence[int]) -> Rows:
    """Give each employee two evenings and two mornings, with so many nights too short."""
    rows: list[tuple[object, ...]] = []
    for who, times in enumerate(breaks):
        after = (7 if times else 8, 10 if times > 1 else 11)
        for day, clock in ((6, EVENING), (after[0], MORNING), (9, EVENING), (after[1], MORNING)):
            rows.append(
                (len(rows) + 1, f"a{who}", "A", date(2025, 1, day), *clock, "ordinary", None)
            )
    return rows


def shifts() -> Twins:
    """Three who rest too little once, and one who does once and one who does twice."""
    people = [(f"a{n}", 1.0, 37.5) for n in range(24)]
    one, other = ((*few, *[0] * 21) for few in ((1, 1, 1), (1, 2, 0)))
    return Twins("turnus", week(one), week(other), "100 %", (("roster_people", people),))


def positions() -> Twins:
    """Three with less than half a position and two with more, or two and three; the sum is one."""

    def rows(*few: float) -> Rows:
        return [(f"a{n}", p, 37.5) for n, p in enumerate((*few, *[0.875] * 7, *[1.0] * 10))]

    one, other = (
        rows(*[0.25] * 3, *[0.5] * 2, 0.9375, 0.9375),
        rows(*[0.25] * 2, *[0.5] * 3, 0.8125, 0.8125),
    )
    return Twins("turnusstillinger", one, other, "100 %", (("roster_shifts", week([0] * 24)),))


TWINS: dict[str, Callable[[], Twins]] = {
    "pupils": pupils,
    "iplos_categories": categories,
    "iplos_scores": scores,
    "technologies": technologies,
    "kindergartens": kindergartens,
    "home_care_totals": zones,
    "absence": sick_leave,
    "care_costs": costs,
    "high_cost_users": recipients,
    "home_care_visits": visits,
    "roster_people": positions,
    "roster_shifts": shifts,
}
PERSONS = ("iplos_scores", "high_cost_users", "home_care_visits", "roster_people", "roster_shifts")
"""Rows that are persons are given in no file."""
WHEN = re.compile(r"kl\. \d\d\.\d\d")
"""When it was stored, which the two are not at the same minute."""
Asking = Callable[[str], list[tuple[int, str]]]


def frame(name: str, rows: Rows) -> pl.DataFrame:
    schema = own_table(name)
    types = {f.name: f.dtype for f in schema.fields}
    return schema.validate(pl.DataFrame(rows, schema=types, orient="row"))


TOGETHER = (
    (
        "pupils",
        "kindergartens",
        "iplos_categories",
        "technologies",
        "home_care_visits",
        "absence",
        "roster_shifts",
        "roster_people",
        "care_costs",
        "high_cost_users",
    ),
    ("iplos_scores", "home_care_totals"),
)
"""Tables that one municipality may have brought: each chapter is asked once for all it reads.

`make proof` asks with each table alone, too.
"""


@dataclass(frozen=True)
class Asked:
    """Tables with their twins, and what asks both municipalities that have brought them."""

    twins: dict[str, Twins]
    ask: Asking

    @property
    def chapters(self) -> tuple[str, ...]:
        """Name the chapters that read the tables, each once."""
        return tuple(dict.fromkeys(c for n in self.twins for c in own_table(n).chapters))


def brought(
    folder: Path, tables: dict[str, Twins], turn: int, history: Callable[[int], Sequence[int]]
) -> TestClient:
    """Store one or the other of each table, as one of the versions it has had."""
    store = OwnStore(folder)
    for name, twins in tables.items():
        for other, more in twins.beside:
            if other in tables:
                continue
            store.put("1833", other, frame(other, more), file="b.csv", sha256="x")
        for held in history(turn):
            rows = (twins.one, twins.other)[held]
            store.put("1833", name, frame(name, rows), file="a.csv", sha256="x")
    return TestClient(create_app(folder, source_url=f"{HOST}:9/"), base_url=HOST)


def newest(turn: int) -> Sequence[int]:
    """Give the versions when the twins differ in the newest; the one before is the same."""
    return (0, turn)


HISTORIES: tuple[Callable[[int], Sequence[int]], ...] = (
    lambda turn: (turn, 0),
    lambda turn: (turn, turn),
    lambda turn: (0, turn, 0),
    lambda turn: (turn, 1 - turn),
    lambda turn: (turn, 1 - turn, turn),
)
"""The twins of each version, by which of the two municipalities it is."""
ALONE = tuple((name,) for name in TWINS)


@pytest.fixture(
    scope="module", params=sized(TOGETHER, TOGETHER + ALONE), ids=lambda names: "-".join(names[:1])
)
def asked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    tables = {name: TWINS[name]() for name in request.param}
    folders = [tmp_path_factory.mktemp("tvilling") for _turn in (0, 1)]
    clients = [brought(folders[turn], tables, turn, newest) for turn in (0, 1)]

    def ask(address: str) -> list[tuple[int, str]]:
        answers = [client.get(PLACE + address) for client in clients]
        return [(answer.status_code, WHEN.sub("", answer.text)) for answer in answers]

    return Asked(tables, ask)


def test_every_table_about_people_has_twins() -> None:
    assert set(TWINS) == {name for name, table in own_tables().items() if table.guarded()}


def differ(one: Rows, other: Rows) -> int:
    """Count the rows of the one that the other doesn't have."""
    return len(set(one) - set(other))


def test_the_twins_differ_and_what_is_not_hidden_is_shown(asked: Asked) -> None:
    pages = {page: asked.ask(f"/{page}")[0][1] for page in asked.chapters}
    for name, twins in asked.twins.items():
        assert differ(twins.one, twins.other) >= 2
        table = asked.ask(f"/egne-tall/{twins.page}")[0][1]
        seen = " ".join([*(pages[c] for c in own_table(name).chapters), table])
        text = re.sub("<[^>]+>", " ", seen).replace(THIN, " ")
        assert twins.shown in text and twins.hidden in text, name


@pytest.mark.parametrize("form", ["", ".json", ".xlsx", "/forskjell?fra=1&til=2"])
def test_the_table_itself_tells_no_twin_from_the_other(asked: Asked, form: str) -> None:
    for name, twins in asked.twins.items():
        one, other = asked.ask(f"/egne-tall/{twins.page}{form}")
        assert one == other, name
        assert one[0] == (400 if name in PERSONS and form in (".json", ".xlsx") else 200), name


@pytest.mark.parametrize("history", HISTORIES, ids=range(len(HISTORIES)))
@pytest.mark.parametrize("names", sized(TOGETHER, TOGETHER + ALONE), ids=lambda n: n[0])
def test_no_history_of_versions_tells_the_twins_apart(
    history: Callable[[int], Sequence[int]], names: Sequence[str], tmp_path: Path
) -> None:
    """A version that is there no more is part of what readers may have seen."""
    tables = {name: TWINS[name]() for name in names}
    clients = [brought(tmp_path / str(turn), tables, turn, history) for turn in (0, 1)]
    chapters = dict.fromkeys(c for name in names for c in own_table(name).chapters)
    addresses = [f"/egne-tall/{twins.page}" for twins in tables.values()]
    addresses += [f"/{chapter}.json" for chapter in sized([*chapters][:3], [*chapters])]
    for address in addresses:
        one, other = (WHEN.sub("", client.get(PLACE + address).text) for client in clients)
        assert one == other, address


def values(assumption: dict[str, Any]) -> list[float]:
    """Give values a reader may choose: the end farthest from what stands, or the whole range.

    Of what is counted, also what is below the fewest that are shown.
    """
    low, high, step, now = (float(assumption[key]) for key in ("low", "high", "step", "value"))
    even = [low + step * round((high - low) / step * n / 11) for n in range(12)]
    few = [low + step * n for n in range(1, 6)]
    far = [low if now - low > high - now else high]
    counted = few[:4:3] if low == 0 and step == 1 else []
    found = {v for v in sized([*far, *counted], [*even, *few, now + step]) if low <= v <= high}
    shown = 100 if assumption["unit"] == "%" else 1
    return sorted(round(v * shown, 6) for v in found)


def questions(ask: Asking, chapter: str) -> Iterator[str]:
    """Give what a reader may ask of a chapter: each assumption, pairs of them, all, and peers."""
    made = json.loads(ask(f"/{chapter}.json")[0][1])
    chosen = [
        [f"a.{a['id']}=" + f"{value:f}".replace(".", ",") for value in values(a)]
        for a in made["assumptions"]
    ]
    yield from (one for some in chosen for one in some)
    pairs = [pair for some, more in combinations(chosen, 2) for pair in product(some, more)]
    every = max(1, math.ceil(len(pairs) / sized(2, 400)))
    yield from (f"{one}&{other}" for one, other in pairs[::every])
    yield "&".join(some[-1] for some in chosen) or "sammenlikn=5503"
    yield from ("sammenlikn=1804", "sammenlikn=1804,5503,5610")


def test_no_choice_of_a_reader_tells_the_twins_apart(asked: Asked) -> None:
    for chapter in asked.chapters:
        for form in (".json", ""):
            one, other = asked.ask(f"/{chapter}{form}")
            assert one == other and one[0] == 200, chapter
        count = 0
        for question in questions(asked.ask, chapter):
            one, other = asked.ask(f"/{chapter}.json?{question}")
            assert one == other, (chapter, question)
            assert one[0] == 200, (chapter, question)
            count += 1
        assert count >= 2, chapter


def test_no_other_chapter_that_reads_the_tables_tells_the_twins_apart(asked: Asked) -> None:
    """Chapters of care ask for the share of time with users, and whether there are costs."""
    others = {spec.id for spec in all_chapters() if set(spec.needs) & set(asked.twins)}
    ordered = sorted(others - set(asked.chapters), key=lambda id: (id != "omsorg", id))
    for chapter in ordered[: sized(1, None)]:
        one, other = asked.ask(f"/{chapter}.json")
        assert one == other and one[0] == 200, chapter


@pytest.mark.parametrize("asked", [TOGETHER[1]], indirect=True, ids=["iplos_scores"])
def test_a_limit_between_the_scores_of_two_people_can_not_be_chosen(asked: Asked) -> None:
    usual = asked.ask("/bistandsbehov.json")[0]
    for id, limits in (("iplos_middels", (1.9, 2.2, 2.3)), ("iplos_omfattende", (3.4, 4.0))):
        for limit in limits:
            chosen = f"a.{id}={str(limit).replace('.', ',')}"
            one, other = asked.ask(f"/bistandsbehov.json?{chosen}")
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


@pytest.mark.proof
@pytest.mark.parametrize("name", PERSONS[1:])
def test_twins_would_be_told_apart_if_small_counts_were_not_hidden(
    name: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("veivalg.tables.gate.THRESHOLD", 1)
    tables = {name: TWINS[name]()}
    folders = [tmp_path_factory.mktemp("tvilling") for _turn in (0, 1)]
    clients = [brought(folders[turn], tables, turn, newest) for turn in (0, 1)]
    (chapter,) = own_table(name).chapters
    one, other = (client.get(f"{PLACE}/{chapter}.json").text for client in clients)
    assert one != other


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
