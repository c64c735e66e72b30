"""Nobody is seen: whatever is shown of own tables about people, no few of them can be worked out.

Every exhibit of every chapter that reads a table about people is read by an attacker who knows what
the figures mean and nothing of the code. No hidden count under five may follow, and no sum of what
fewer than five have may be shown or be the difference of two that are.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from attack import Attacker, follows
from hypothesis import example, given, settings
from hypothesis import strategies as st
from own_evidence import own_evidence
from tests.tiers import examples

from veivalg.chapters.bemanning.chapter import chapter as staffing
from veivalg.chapters.bistandsbehov.chapter import chapter as assistance
from veivalg.chapters.brukergrupper.chapter import chapter as user_groups
from veivalg.chapters.common.registry import all_chapters, run_chapter
from veivalg.chapters.common.spec import CARE
from veivalg.chapters.hjemmetjeneste.chapter import chapter as home_care
from veivalg.chapters.skole.chapter import chapter as schools
from veivalg.content import Chapter, Source, SourceKind
from veivalg.foundation.errors import UsageError
from veivalg.maths.services.assistance import VARIABLES
from veivalg.own.tables import own_table, own_tables
from veivalg.tables import Sourced

FEW = 5
SOURCE = {"*": Source("own", "Kommunen selv", "x", kind=SourceKind.DOCUMENT)}
TRIED = {
    "absence",
    "care_costs",
    "home_care_totals",
    "home_care_visits",
    "high_cost_users",
    "iplos_categories",
    "iplos_scores",
    "kindergartens",
    "pupils",
    "roster_people",
    "roster_shifts",
    "technologies",
}


def test_every_table_about_people_is_tried_here() -> None:
    assert {name for name, table in own_tables().items() if table.guarded()} == TRIED


CARE_CHAPTERS = {s.id for s in all_chapters() if set(CARE) <= set(s.needs)}
"""They ask the model of care, which reads the share of time with users of all zones together."""
ALSO_READ = {
    "care_costs": {"omsorg"},  # only whether there are any: «mangler» is said else
    "home_care_totals": CARE_CHAPTERS,
    "home_care_visits": CARE_CHAPTERS,
}


@pytest.mark.parametrize("name", sorted(CARE_CHAPTERS))
def test_a_chapter_of_care_gets_no_share_of_time_with_few(name: str) -> None:
    def told(users: int) -> list:
        # Six are two hundred hours a week, which 27 full-time people can give.
        own = week_of([(n % 3, 4, 0) for n in range(users)]) if users else {}
        chapter = run_chapter(name, own_evidence(own=own))
        return [e.table.rows for e in chapter.exhibits()]

    assert told(0) == told(4)
    if name == "omsorg":
        assert told(0) != told(6)


def test_a_chapter_of_something_else_gets_no_sum_over_few() -> None:
    for name, table_of in own_tables().items():
        if table_of.guarded():
            others = [s.id for s in all_chapters() if name in s.needs]
            outside = set(others) - set(table_of.chapters)
            assert outside <= ALSO_READ.get(name, set())
    # More hours are freed than are delivered to six users, so that the sum shows when it is known.
    gains = {"gain_low": 5.0, "gain_middle": 5.0, "gain_high": 5.0}

    def told(users: int) -> list:
        own = {"technologies": table("technologies", [technology(0, 90, 0, **gains)])}
        if users:
            own["home_care_visits"] = week_of([(0, 0, 0)] * users)["home_care_visits"]
        chapter = run_chapter("velferdsteknologi", own_evidence(own=own))
        return [e.table.rows for e in chapter.exhibits()]

    assert told(0) == told(4) != told(6)


def table(name: str, rows: list[tuple]) -> Sourced:
    schema = own_table(name)
    types = {f.name: f.dtype for f in schema.fields}
    return Sourced(schema.validate(pl.DataFrame(rows, schema=types, orient="row")), SOURCE)


def records(chapter: Chapter, id: str) -> list[dict]:
    found = [e.table.records() for e in chapter.exhibits() if e.id == id]
    return found[0] if found else []


def technology(n: int, home: int | None, institution: int | None, **more: object) -> tuple:
    used = dict.fromkeys(f.name for f in own_table("technologies").fields)
    used |= {"technology": f"T{n}", "kind": "alarm", "home": home, "institution": institution}
    return tuple((used | {"potential": 900, "pool": "home"} | more).values())


def number(value: object) -> float | None:
    return None if value is None or isinstance(value, str) else float(value)  # type: ignore[arg-type]


# Home care: users by zone, hours a week and age.

HOURS = (0.5, 2.0, 5.0, 12.0, 20.0)
AGES = (30, 60, 70, 78, 82, 87, 93, None)
PEOPLE = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 4), st.sampled_from([0, 4, 4, 5, 6, 7])),
    min_size=1,
    max_size=40,
)


def week_of(people: list[tuple[int, int, int]]) -> dict[str, Sourced]:
    visits = [
        (n, f"u{n}", "ABC"[zone], date(2024, 1, 1 + n % 7), HOURS[hours] * 60, None, AGES[age])
        for n, (zone, hours, age) in enumerate(people, 1)
    ]
    # A week has a first and a last day, which the first two give when there are so many.
    visits = [(n, u, z, date(2024, 1, 7 if n == 1 else 1), *r) for n, u, z, _d, *r in visits]
    zones = sorted({v[2] for v in visits})
    return {
        "home_care_visits": table("home_care_visits", visits),
        "home_care_staff": table("home_care_staff", [(z, 9.0, 35.5, None) for z in zones]),
    }


def true_counts(people: list[tuple[int, int, int]]) -> np.ndarray:
    counts = np.zeros((3, 5, 8), dtype=int)
    for where in people:
        counts[where] += 1
    return counts


def of_nobody_much(held: list[float]) -> bool:
    """Say whether a sum is of five at least, and not mostly of one of them, or of two."""
    one, two = max(held, default=0.0), sum(sorted(held)[-2:])
    return len(held) >= FEW and one <= 0.75 * sum(held) and two <= 0.85 * sum(held)


MOSTLY_OF_ONE = [(0, 2, 4)] * 12 + [(1, 2, 4)] * 12 + [(2, 0, 6)] * 5 + [(2, 4, 6)]
MOSTLY_OF_TWO = [(0, 2, 4)] * 12 + [(1, 2, 4)] * 12 + [(2, 0, 6)] * 5 + [(2, 4, 6)] * 2
ONE_OF_NO_AGE = [(0, 1, 4)] * 12 + [(0, 2, 7)]


@settings(deadline=None)
@example(ONE_OF_NO_AGE)
@example(MOSTLY_OF_ONE)
@example(MOSTLY_OF_TWO)
@given(PEOPLE.filter(lambda people: len(people) > 1))
def test_no_user_of_home_care_is_seen(people: list[tuple[int, int, int]]) -> None:
    true = true_counts(people)
    own = week_of(people)
    chapter = home_care(own_evidence(own=own))
    if len(people) < FEW:
        assert not list(chapter.exhibits())
        return
    attacker = Attacker(3, 5, 8)
    hidden: list[tuple[np.ndarray, int]] = []

    def read(members: np.ndarray, shown: float | None, count: int) -> None:
        if shown is not None:
            assert shown == count and (count == 0 or count >= FEW)
            attacker.reads(members, shown)
        else:
            hidden.append((members, count))

    for zone in range(3):
        if not true[zone].any():
            attacker.reads(attacker.members(zone), 0)  # the names of the zones are told
    for row in records(chapter, "hjemmetjeneste-soneprofil"):
        zone = "ABC".index(row["zone"])
        for bin in range(5):
            members = attacker.members(zone, bin)
            read(members, number(row[f"b{bin}"]), true[zone, bin].sum())
    for row in records(chapter, "hjemmetjeneste-soner"):
        zones = [zone for zone in range(3) if "ABC"[zone] in row["zone"].split(" + ")]
        if row["zone"] == "Alle":
            attacker.reads(attacker.members(), row["users"])
        elif (shown := number(row["users"])) is not None:
            read(attacker.members(zones[0]), shown, true[zones[0]].sum())
        held = [HOURS[h] for z, h, _a in people if row["zone"] == "Alle" or z in zones]
        assert of_nobody_much(held), "the hours of few users"
    for number_of, row in enumerate(records(chapter, "hjemmetjeneste-timeprofil")):
        if row["what"] == "Andel av brukerne":
            bin, shown = number_of // 2, number(row["share"])
            count = None if shown is None else round(shown * len(people))
            read(attacker.members(slice(None), bin), count, true[:, bin].sum())
        elif number(row["share"]):
            held = [HOURS[h] for _z, h, _a in people if h == number_of // 2]
            assert of_nobody_much(held), "the hours of few users"
    by_age = records(chapter, "hjemmetjeneste-alder")
    if of_nobody_much([HOURS[h] for _z, h, _a in people]):
        assert bool(by_age) is any(age < 7 for *_, age in people)
    for age, row in enumerate(by_age):
        assert (row["age"] == "Alder ukjent") is (age == 7)
        read(
            attacker.members(slice(None), slice(None), age),
            number(row["users"]),
            true[:, :, age].sum(),
        )
        if row["each"] is not None:
            assert of_nobody_much([HOURS[h] for _z, h, a in people if a == age])
    # All hours are told: less those told by age, they are the hours of the others.
    told = {age for age, row in enumerate(by_age) if row["each"] is not None}
    held = [HOURS[h] for _z, h, a in people if a not in told]
    assert not by_age or not held or of_nobody_much(held), "the hours of few users"
    if by_age and not true[:, :, 7].any():
        attacker.reads(attacker.members(slice(None), slice(None), 7), 0)
    for statement in chapter.statements():
        if statement.id == "smaa":
            share = statement.figures["users"].value
            attacker.reads(attacker.members(slice(None), slice(0, 2)), round(share * len(people)))
    nobody_pinned(attacker, hidden)


def nobody_pinned(attacker: Attacker, hidden: list[tuple[np.ndarray, int]]) -> None:
    for members, count in hidden:
        if 0 < count < FEW:
            low, high = attacker.ends(members)
            assert low < high, f"{count} people are worked out"


ZONES = st.lists(st.integers(0, 12), min_size=1, max_size=4)


@settings(deadline=None)
@given(ZONES)
def test_no_user_is_seen_in_totals_by_zone(users: list[int]) -> None:
    zones = [f"S{n}" for n in range(len(users))]
    rows = [(zone, n, 3.0 * n, None) for zone, n in zip(zones, users, strict=True)]
    own = {
        "home_care_totals": table("home_care_totals", rows),
        "home_care_staff": table("home_care_staff", [(z, 9.0, 35.5, None) for z in zones]),
    }
    chapter = home_care(own_evidence(own=own))
    if 0 < sum(users) < FEW:
        assert not list(chapter.exhibits())
        return
    attacker, hidden = Attacker(len(users)), []
    # The total may be known from elsewhere: each user has three hours here, and all are told.
    attacker.reads(attacker.members(), sum(users))
    for row in records(chapter, "hjemmetjeneste-soner")[:-1]:
        inside = [zones.index(zone) for zone in row["zone"].split(" + ")]
        count, shown = sum(users[i] for i in inside), number(row["users"])
        assert count == 0 or count >= FEW, "the hours of few users"
        if shown is None:
            hidden += [(attacker.members(i), users[i]) for i in inside]
        else:
            assert shown == count
        attacker.reads(inside, round(row["hours"] / 3))  # the worst: hours that give the users
    nobody_pinned(attacker, hidden)


def test_totals_of_a_small_zone_are_not_hidden_with_next_to_nothing() -> None:
    """Of the hours of four users one may have all: 400 of 405 would be told with those of C."""
    rows = [("A", 20, 900.0, None), ("B", 4, 400.0, None), ("C", 5, 5.0, None)]
    own = {
        "home_care_totals": table("home_care_totals", rows),
        "home_care_staff": table("home_care_staff", [(z, 9.0, 35.5, None) for z in "ABC"]),
    }
    (*zones, _all) = records(home_care(own_evidence(own=own)), "hjemmetjeneste-soner")
    assert [(row["zone"], row["hours"]) for row in zones] == [("A + B + C", 1305.0)]


UNITS = st.lists(
    st.tuples(*[st.none() | st.integers(0, 30).map(lambda n: max(0, n - 8))] * 2),
    min_size=1,
    max_size=4,
)


@settings(deadline=None)
@given(UNITS)
def test_nobody_is_seen_by_the_technology_they_have(units: list[tuple[int | None, ...]]) -> None:
    rows = [technology(n, *both) for n, both in enumerate(units)]
    own = own_evidence(own={"technologies": table("technologies", rows)})
    chapter = run_chapter("velferdsteknologi", own)
    attacker, hidden = Attacker(len(units), 2), []
    shown_of = {row["name"]: row for row in records(chapter, "teknologi-bruk")}
    for n, both in enumerate(units):
        row = shown_of.get(f"T{n}", {})
        whole = sum(v or 0 for v in both)
        for place, name in enumerate(("home", "institution")):
            shown = number(row.get(name))
            if shown is not None:
                assert shown == both[place] and (shown == 0 or shown >= FEW)
                attacker.reads(attacker.members(n, place), shown)
            elif both[place]:
                hidden.append((attacker.members(n, place), both[place]))
            else:
                attacker.reads(attacker.members(n, place), 0)
        told = [number(row.get("used"))]
        told += [900 * s for s in [number(row.get("share"))] if s is not None]
        told += [900 - new for new in [number(row.get("new"))] if new is not None]
        for shown in told:
            if shown is not None:
                assert round(shown) == whole and (whole == 0 or whole >= FEW)
                attacker.reads(attacker.members(n), round(shown))
    nobody_pinned(attacker, hidden)


# Need of assistance: users by service, age and category.

SERVICES, BANDS = ("home", "long_stay"), ("67-79", "80+")
CATEGORIES = ("limited", "medium", "extensive", "no_basis")
CELLS = st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 6, 9, 30]), min_size=16, max_size=16)


def read_need(chapter: Chapter, true: np.ndarray) -> None:
    if true.sum() < FEW:
        for id in ("bistand-egne-tjenester", "bistand-egne-alder", "bistand-egne-andeler"):
            assert not any(number(v) for row in records(chapter, id) for v in row.values())
        assert not any(s.id == "egne" for s in chapter.statements())
        return
    attacker, hidden = Attacker(*true.shape), []
    tables = (
        ("bistand-egne-tjenester", 0, {own_names(0)[s]: i for i, s in enumerate(SERVICES)}),
        ("bistand-egne-alder", 1, {own_names(1)[a]: i for i, a in enumerate(BANDS)}),
    )
    for id, axis, places in tables:
        seen = set()
        for row in records(chapter, id):
            at = places[row["row"]]
            seen.add(at)
            for c, name in enumerate(CATEGORIES):
                members = attacker.members(
                    *((at, slice(None)) if axis == 0 else (slice(None), at)), c
                )
                count, shown = int(true.take(at, axis).sum(axis=0)[c]), number(row[name])
                if shown is None:
                    hidden.append((members, count))
                else:
                    assert shown == count and (count == 0 or count >= FEW)
                    attacker.reads(members, shown)
        for at in set(range(2)) - seen:
            attacker.reads(attacker.members(*((at,) if axis == 0 else (slice(None), at))), 0)
    for statement in chapter.statements():
        if statement.id == "egne":
            share = statement.figures["share"].value
            (users,) = (f.value for f in statement.figures["share"].inputs)
            attacker.reads(attacker.members(), users)
            # With a category for everyone but those without a basis, the share gives two sums.
            have = true.sum(axis=(0, 1))
            attacker.reads(
                attacker.members(slice(None), slice(None), 2), round(share * have[:3].sum())
            )
    nobody_pinned(attacker, hidden)


def own_names(axis: int) -> dict[str, str]:
    field = next(
        f for f in own_table("iplos_categories").own_fields() if f.name == ("service", "age")[axis]
    )
    return dict(field.choices)


@settings(deadline=None, max_examples=examples(8))
@given(CELLS)
def test_no_user_with_a_category_is_seen(cells: list[int]) -> None:
    true = np.array(cells).reshape(2, 2, 4)
    rows = [
        (s, a, c, int(true[i, j, k]))
        for i, s in enumerate(SERVICES)
        for j, a in enumerate(BANDS)
        for k, c in enumerate(CATEGORIES)
    ]
    read_need(
        assistance(own_evidence(own={"iplos_categories": table("iplos_categories", rows)})), true
    )


@settings(deadline=None, max_examples=examples(8))
@given(CELLS)
def test_no_user_with_scores_is_seen_and_no_limit_can_be_moved(cells: list[int]) -> None:
    true = np.array(cells).reshape(2, 2, 4)
    score = {"limited": 1, "medium": 3, "extensive": 5, "no_basis": 9}
    rows = [
        (f"{i}{j}{k}-{n}", s, a, *([score[c]] * len(VARIABLES)))
        for i, s in enumerate(SERVICES)
        for j, a in enumerate(BANDS)
        for k, c in enumerate(CATEGORIES)
        for n in range(true[i, j, k])
    ]
    if not rows:
        return
    own = {"iplos_scores": table("iplos_scores", rows)}
    read_need(assistance(own_evidence(own=own)), true)
    for id in ("iplos_middels", "iplos_omfattende"):
        with pytest.raises(UsageError):
            assistance(own_evidence(own=own, overrides={id: 2.5}))


# Recipients of costly services: by disability and by grant, and what they cost.

RECIPIENTS = st.lists(
    st.tuples(
        st.booleans(), st.sampled_from([1e5, 1.2e6, 1.9e6, 3e6, 4e7]), st.sampled_from([40, 40, 12])
    ),
    min_size=1,
    max_size=24,
)
LIMIT, DEDUCTION, SHARE = 1_608_000, 832_000, 0.8  # the circular for 2023
THREE_OF_SEVEN = [(True, 3e6, 40)] * 3 + [(False, 3e6, 40)] * 4


def read_grant(attacker: Attacker, row: dict, kinds: slice | int) -> None:
    """Read pay and grant: the rest is a public limit and a public deduction, so many times each.

    Who gives no grant has at most those. The unit is 8 000 kr, in which both are whole numbers.
    """
    pay, grant = number(row["wages"]), number(row["grant"])
    if pay is None or grant is None:
        return
    rest, takes = (pay - grant / SHARE) / 8_000, np.array([LIMIT, LIMIT + DEDUCTION, LIMIT]) / 8_000
    each = np.repeat(takes[:, None], 2, axis=1)
    attacker.reads(attacker.members(kinds), rest - 1e-3, np.inf, each[kinds].ravel())
    granted = np.atleast_1d(each[kinds, 0])
    attacker.reads(attacker.members(kinds, 0), -np.inf, rest + 1e-3, granted)


def read_recipients(chapter: Chapter, true: np.ndarray) -> None:
    """Work out how many there are of those without, those with a deduction and children with."""
    attacker, every = Attacker(3, 2), slice(None)
    hidden = [(attacker.members(kind, has), true[kind, has]) for kind in (1, 2) for has in (0, 1)]
    shown = records(chapter, "brukergrupper-toppfinansiering")
    for kinds, row in zip((slice(1, 3), 0, every), shown, strict=True):
        members, count = attacker.members(kinds), number(row["count"])
        if count is None:
            hidden.append((members, true[kinds].sum()))
        else:
            assert count == true[kinds].sum() and (count == 0 or count >= FEW)
            attacker.reads(members, count)
        read_grant(attacker, row, kinds)
    for figure in (f for s in chapter.statements() for f in s.figures.values()):
        if figure.id.endswith("toppfinansiering-mottakere") and figure.value is not None:
            attacker.reads(attacker.members(every, 0), figure.value)
        if figure.id.endswith(("-tilskudd", "-egen")):
            assert (figure.value is None) is (number(shown[2]["grant"]) is None)
    nobody_pinned(attacker, hidden)


@settings(deadline=None)
@example([(False, 2.6e6, 40)] * 6 + [(False, 1_234_567.0, 40)] + [(True, 1.7e6, 40)] * 5)
@example([(False, 2.6e6, 40)] * 6 + [(False, 1e6, 40)] + [(True, 1e6, 40)] * 5)
@example(THREE_OF_SEVEN)
@example([(True, 3e6, 40)] * 9 + [(True, 3e6, 12)] * 2 + [(False, 3e6, 40)] * 6)
@given(RECIPIENTS)
def test_no_recipient_of_costly_services_is_seen(recipients: list[tuple[bool, float, int]]) -> None:
    rows = [
        (2023, f"R{n}", age, "yes" if disability else "no", wages)
        for n, (disability, wages, age) in enumerate(recipients)
    ]
    chapter = user_groups(own_evidence(own={"high_cost_users": table("high_cost_users", rows)}))
    shown = records(chapter, "brukergrupper-toppfinansiering")
    wages = [
        [w for d, w, _a in recipients if d],
        [w for d, w, _a in recipients if not d],
        [w for _d, w, _a in recipients],
    ]
    true = np.zeros((3, 2))
    for disability, pay, age in recipients:
        kind = 0 if not disability else 1 if age >= 16 else 2
        true[kind, 0 if pay > LIMIT + (DEDUCTION if kind == 1 else 0) else 1] += 1
    for at, row in enumerate(shown):
        if number(row["wages"]):
            assert len(wages[at]) >= FEW and max(wages[at]) <= 0.75 * sum(wages[at])
        if at == 1 and number(row["grant"]):
            # 80 % of the pay above 1 608 000 is known with it: so is the pay on each side.
            over = [w for w in wages[at] if w > LIMIT]
            under = [w for w in wages[at] if w <= LIMIT]
            for part in (over, under):
                assert not part or (len(part) >= FEW and max(part) <= 0.75 * sum(part))
    known = [number(row["wages"]) is not None for row in shown]
    # Of the sums of two groups and of all, two give the third.
    assert sum(known) != 2 or not (known[2] and min(len(w) for w in wages[:2]))
    if shown:
        read_recipients(chapter, true)


def test_pay_and_grant_of_all_tell_how_many_a_deduction_is_made_for() -> None:
    """The attacker solves what is not protected: 5 798 400 of 21 million is three of seven."""
    attacker = Attacker(3, 2)
    attacker.reads(attacker.members(), 7)
    attacker.reads(attacker.members(slice(None), 0), 7)
    read_grant(attacker, {"wages": 21e6, "grant": 5_798_400.0}, slice(None))
    assert attacker.ends(attacker.members(1)) == (3, 3)


# The roster: how many break each limit, and positions.


def shifts_of(breakers: list[int], people: int) -> list[tuple]:
    """Six ordinary weeks for everyone; some have that many double shifts too."""
    rows = []
    for who in range(people):
        for week in range(6):
            for day in range(5):
                rows.append((f"a{who}", "A", date(2025, 1, 6 + day).replace(day=6 + day), week))
    found = []
    for number_of, (who, unit, day, week) in enumerate(rows, 1):
        when = date.fromordinal(day.toordinal() + 7 * week)
        found.append((number_of, who, unit, when, "07:30", "15:00", "ordinary", None))
    for who, times in enumerate(breakers):
        for week in range(times):
            when = date.fromordinal(date(2025, 1, 6).toordinal() + 7 * week)
            found.append((len(found) + 1, f"a{who}", "A", when, "15:30", "23:59", "overtime", None))
    return found


@settings(deadline=None, max_examples=examples(12))
@given(st.lists(st.integers(0, 4), max_size=7), st.integers(7, 24), st.data())
def test_no_employee_of_a_roster_is_seen_whatever_is_agreed(breakers, people, data) -> None:
    sizes = data.draw(
        st.lists(st.sampled_from([0.3, 0.6, 0.9, 1.0]), min_size=people, max_size=people)
    )
    own = {
        "roster_shifts": table("roster_shifts", shifts_of(breakers, people)),
        "roster_people": table("roster_people", [(f"a{n}", s, 37.5) for n, s in enumerate(sizes)]),
    }
    for agreed in (0, 1, 2):
        chapter = staffing(own_evidence(own=own, overrides={"turnusavtale": agreed}))
        for row in records(chapter, "bemanning-turnusregler"):
            employees, times = number(row["employees"]), number(row["times"])
            assert employees is None or employees == 0 or employees >= FEW
            assert (employees is None) is (times is None)
    bands = ("under 50 %", "50–79 %", "80–99 %", "100 %")
    true = [sizes.count(s) for s in (0.3, 0.6, 0.9, 1.0)]
    attacker, hidden = Attacker(4), []
    for row in records(chapter, "bemanning-stillinger"):
        shown = number(row["n"])
        if row["band"] == "Alle":
            attacker.reads(attacker.members(), shown)
            continue
        at = bands.index(row["band"])
        assert (shown is None) is (number(row["share"]) is None)
        if shown is None:
            hidden.append((attacker.members(at), true[at]))
        else:
            assert shown == true[at] and (shown == 0 or shown >= FEW)
            attacker.reads(attacker.members(at), shown)
    nobody_pinned(attacker, hidden)


def test_no_employee_is_the_difference_between_two_agreements() -> None:
    """Six rest seven hours, which none allows; nine hours may be rested under one of them."""

    def told(agreed: int, nine_hours: int) -> dict:
        rows = []
        for who in range(6 + nine_hours):
            begins = "07:00" if who < 6 else "09:00"
            for day, start, end in ((6, "15:30", "23:59"), (7, begins, "15:00")):
                when = date(2025, 1, day)
                rows.append((len(rows) + 1, f"a{who}", "A", when, start, end, "ordinary", None))
        own = {"roster_shifts": table("roster_shifts", rows)}
        chapter = staffing(own_evidence(own=own, overrides={"turnusavtale": agreed}))
        rested = [r for r in records(chapter, "bemanning-turnusregler") if r["rule"] == "R3"]
        assert len(rested) == 1
        return rested[0]

    for agreed in (0, 1, 2):
        assert number(told(agreed, 0)["employees"]) == 6
        assert number(told(agreed, 1)["employees"]) is None
        assert number(told(agreed, 1)["times"]) is None
    assert [number(told(agreed, 5)["employees"]) for agreed in (0, 2)] == [11, 6]


# Schools: pupils by school and grade, with sums both ways, room and alternatives.

PLACES_OF_SCHOOLS = st.lists(
    st.lists(st.sampled_from([0, 0, 1, 2, 3, 4, 5, 7, 12, 24, 26]), min_size=3, max_size=3),
    min_size=1,
    max_size=4,
)


def schools_of(counts: list[list[int]], **overrides: float) -> Chapter:
    """Give the chapter of some schools; every one moves to the next in an alternative."""
    names = [f"S{n}" for n in range(len(counts))]
    rows = [
        (name, 2025, grade, n)
        for name, line in zip(names, counts, strict=True)
        for grade, n in enumerate(line, 1)
    ]
    own = {
        "pupils": table("pupils", rows),
        "school_buildings": table("school_buildings", [(s, 900, 50.0, 1e6) for s in names]),
    }
    if len(names) > 1:
        moves = [(s, s, names[n - 1], 1, 10, 1000.0) for n, s in enumerate(names)]
        moves += [(f"{s} 2.", s, names[n - 1], 2, 2, 1000.0) for n, s in enumerate(names)]
        own["school_moves"] = table("school_moves", moves)
    return schools(own_evidence(own=own, overrides=overrides))


def read_schools(chapter: Chapter, true: np.ndarray) -> None:
    """Read every count of pupils in the chapter, and every price of moving them."""
    attacker, hidden = Attacker(*true.shape), []

    def read(members: np.ndarray, shown: float | None, count: int) -> None:
        if shown is None:
            hidden.append((members, count))
        else:
            assert shown == count and (count == 0 or count >= FEW)
            attacker.reads(members, shown)

    where = {f"S{n}": n for n in range(true.shape[0])}
    for row in records(chapter, "skole-klasser"):
        at = slice(None) if row["school"] == "Sum" else where[row["school"]]
        for grade in range(3):
            inside = attacker.members(at, grade)
            read(inside, number(row[f"g{grade + 1}"]), true[at, grade].sum())
        read(attacker.members(at), number(row["sum"]), true[at].sum())
    for row in records(chapter, "skole-plass"):
        at = where[row["school"]]
        read(attacker.members(at), number(row["pupils"]), true[at].sum())
    for row in records(chapter, "skole-alternativer"):
        at, some = where[row["name"][:2]], slice(1, 2) if row["name"].endswith(".") else slice(None)
        inside, count = attacker.members(at, some), true[at, some].sum()
        read(inside, number(row["moved"]), count)
        transport = number(row["transport"])
        read(inside, None if transport is None else -transport / 1000, count)
    for figure in (f for s in chapter.statements() for f in s.figures.values()):
        for one in (figure, *figure.inputs):
            if one.id.endswith("elever") and one.value is not None:
                read(attacker.members(), one.value, true.sum())
    nobody_pinned(attacker, hidden)


@settings(deadline=None)
@given(PLACES_OF_SCHOOLS)
def test_no_pupil_is_seen_in_a_small_school_or_grade(counts: list[list[int]]) -> None:
    true = np.array(counts)
    chapter = schools_of(counts)
    if 0 < true.sum() < FEW:
        assert not list(chapter.exhibits()) and not any(s.figures for s in chapter.statements())
        return
    read_schools(chapter, true)


KINDERGARTENS = st.lists(st.tuples(*[st.sampled_from([0, 1, 3, 4, 5, 9, 30])] * 2), min_size=1)


@settings(deadline=None)
@given(KINDERGARTENS)
def test_no_child_of_a_kindergarten_is_seen(children: list[tuple[int, int]]) -> None:
    rows = [(f"B{n}", 2025, *both, 6.0, 60.0) for n, both in enumerate(children)]
    chapter = schools(own_evidence(own={"kindergartens": table("kindergartens", rows)}))
    true, attacker, hidden = np.array(children), Attacker(len(children), 2), []
    if true.sum() >= FEW:  # how many children there are is published by others
        attacker.reads(attacker.members(), true.sum())
    for n, row in enumerate(records(chapter, "skole-barnehager")):
        for at, name in enumerate(("small", "large")):
            shown = number(row[name])
            if shown is None:
                hidden.append((attacker.members(n, at), true[n, at]))
            else:
                assert shown == true[n, at] and (shown == 0 or shown >= FEW)
                attacker.reads(attacker.members(n, at), shown)
        if (each := number(row["each"])) is not None:
            assert round(6.0 * each) == true[n].sum() and (each == 0 or true[n].sum() >= FEW)
            attacker.reads(attacker.members(n), round(6.0 * each))
    nobody_pinned(attacker, hidden)


# Sick leave: shares of units, of quarters and of all, which with the FTE of each are sums of time.

ENOUGH = 20
WORKPLACES = st.lists(
    st.tuples(st.integers(1, 60), st.booleans()), min_size=1, max_size=6
)  # employees, and whether the unit is brought in the first of two quarters too


@settings(deadline=None)
@given(WORKPLACES)
def test_no_small_unit_is_seen_in_sick_leave(units: list[tuple[int, bool]]) -> None:
    rows = [
        (f"E{n}", 2024, quarter, people, people * 0.5, 0.01 * (n + 1), 0.002 * quarter)
        for n, (people, both) in enumerate(units)
        for quarter in ((1, 2) if both else (2,))
    ]
    chapter = staffing(own_evidence(own={"absence": table("absence", rows)}))
    # Who reads knows the FTE, and what is unknown is time lost by unit and quarter.
    brought = np.array([[both, True] for _n, both in units])
    known, open_to = [], {}
    for row in records(chapter, "bemanning-fravaer"):
        lost = number(row["all"])
        if row["unit"] == "Alle":
            known += [brought.astype(float).ravel()] if lost is not None else []
            continue
        at = int(row["unit"][1:])
        open_to[at] = lost is not None
        if lost is not None:
            assert units[at][0] >= ENOUGH
            only = np.zeros_like(brought, dtype=float)
            only[at] = brought[at]
            known.append(only.ravel())
    for row in records(chapter, "bemanning-fravaer-kvartal")[:1]:
        assert set(row) and all(both for _n, both in units)
        known += [np.tile(quarter, len(units)) for quarter in ([1.0, 0.0], [0.0, 1.0])]
    assert set(open_to) == set(range(len(units)))
    if not any(open_to.values()) and sum(n for n, _both in units) < ENOUGH:
        assert not known and not any(s.id == "fravaer" for s in chapter.statements())
    for n, (people, _both) in enumerate(units):
        for which in ([1.0, 1.0], [1.0, 0.0], [0.0, 1.0]):
            wanted = np.zeros_like(brought, dtype=float)
            wanted[n] = brought[n] * which
            if people < ENOUGH and wanted.any() and len(units) > 1:
                assert not follows(known, wanted.ravel())
    hidden = [people for n, (people, _both) in enumerate(units) if not open_to[n]]
    if known and hidden and any(open_to.values()):
        assert sum(hidden) >= ENOUGH and len(hidden) >= 2


@pytest.mark.parametrize("cost", [None, 600_000.0])
def test_no_price_a_reader_sets_opens_the_pay_of_a_small_unit(cost: float | None) -> None:
    """Where no one has counted, pay tells how many there are at least: four here."""
    pay = [
        (unit, 2024, month, year / 12, 1e4, 1e4, 1e4, 0.0, 0.0)
        for unit, year in (("A", 3.2e6), ("B", 2e7), ("C", 4e7))
        for month in range(1, 13)
    ]
    chosen = {"new_fte": cost} if cost else {}
    chapter = staffing(own_evidence(own={"staff_pay": table("staff_pay", pay)}, overrides=chosen))
    fixed = {r["unit"]: number(r["fixed"]) for r in records(chapter, "bemanning-variabel")}
    assert fixed["A"] is fixed["B"] is None and fixed["C"] == pytest.approx(4e7)


# Costs of services: to one to four people, or nobody knows how many, they are merged with others,
# in groups that are summed.

GROUPS = {
    "other": "Andre, i hovedsak eldre",
    "disability": "Utviklingshemming og utviklingsforstyrrelser",
    "mental_health": "Psykisk helse og rus",
}
KINDS = {"dwelling": "Bolig", "carer_pay": "Omsorgsstønad", "support_contact": "Støttekontakt"}
Served = tuple[str, str, int | None, float]
SERVED = st.lists(
    st.tuples(
        st.sampled_from(list(GROUPS)),
        st.sampled_from(list(KINDS)),
        st.sampled_from([None, 0, 1, 3, 4, 5, 40]),
        st.sampled_from([1e5, 4e5, 3e6]),
    ),
    min_size=1,
    max_size=7,
    unique_by=lambda row: row[:2],
)
TWO_ALONE: list[Served] = [
    ("other", "dwelling", 200, 270.5e6),
    ("disability", "dwelling", 1, 4.1e6),
    ("mental_health", "dwelling", 1, 2.3e6),
]
NOBODY_COUNTED: list[Served] = [
    ("other", "dwelling", 200, 270.5e6),
    ("other", "support_contact", 0, 3.456e6),
]
NOBODY_KNOWS: list[Served] = [
    ("other", "dwelling", 200, 270.5e6),
    ("other", "support_contact", None, 3.456e6),
]


def of_nobody(rows: list[Served]) -> bool:
    """Say whether a sum is of five at least, and no one or two may have nearly all of it.

    In a service to fewer than five, or to nobody knows how many, one may have it all.
    """
    most: list[float] = []
    for _group, _kind, people, gross in rows:
        alone = people is None or people < FEW
        most += [gross] if alone else [gross / people] * 2  # type: ignore[operator]
    one, two, whole = max(most), sum(sorted(most)[-2:]), sum(r[3] for r in rows)
    enough = sum(r[2] or 0 for r in rows) >= FEW
    return enough and one <= 0.75 * whole + 1e-3 and two <= 0.85 * whole + 1e-3


def given_away(known: list[np.ndarray], served: list[Served]) -> list[list[Served]]:
    """Solve for every sum of services there is, and give those that tell of somebody."""
    choices = [np.array(c, dtype=float) for c in np.ndindex(*[2] * len(served)) if any(c)]
    solved = [c for c in choices if follows(known, c)]
    sums = [[r for r, i in zip(served, c, strict=True) if i] for c in solved]
    return [rows for rows in sums if not of_nobody(rows)]


TWO_PLACES_EACH: list[Served] = [
    ("other", "dwelling", 200, 270.5e6),
    *(("mental_health", kind, 1, 4e5) for kind in KINDS),
]


@settings(deadline=None)
@example(TWO_ALONE, "users")
@example(NOBODY_KNOWS, "users")
@example(NOBODY_COUNTED, "users")
@example(NOBODY_COUNTED, "hours")
@example(TWO_PLACES_EACH, "places")
@given(SERVED, st.sampled_from(["users", "hours", "places"]))
def test_no_cost_of_few_people_is_seen(served: list[Served], unit: str) -> None:
    rows: list[tuple] = []
    for group, kind, people, gross in served:
        # Hours, with how many users beside, must be hidden as users are, and so must places.
        by = "hours" if people is None else unit
        counted = {"users": people, "hours": 900.0, "places": 2.0 * (people or 0)}[by]
        beside = None if by == "users" else people
        rows.append((2023, group, kind, "all", gross, None, counted, by, beside, None))
    chapter = user_groups(own_evidence(own={"care_costs": table("care_costs", rows)}))
    known: list[np.ndarray] = []
    every = np.ones(len(served))
    for exhibit in chapter.exhibits():
        if exhibit.id == "brukergrupper-andeler" and "skjermet i alt" not in exhibit.subtitle:
            known.append(every)
    for row in records(chapter, "brukergrupper-andeler"):
        group = next((g for g, name in GROUPS.items() if name == row["group"]), None)
        inside = np.array([float(group in (None, r[0])) for r in served])
        shown = number(row["gross"])
        if shown is not None:
            assert shown == pytest.approx(
                sum(r[3] for r, i in zip(served, inside, strict=True) if i)
            )
            known += [inside, every] if number(row["share"]) else [inside]
    for group in GROUPS:
        for row in records(chapter, f"brukergrupper-tjenester-{group.replace('_', '-')}"):
            name, shown = row["service"].casefold(), number(row["gross"])
            inside = np.array(
                [float(r[0] == group and KINDS[r[1]].casefold() in name) for r in served]
            )
            members = [r for r, i in zip(served, inside, strict=True) if i]
            if shown is not None:
                assert shown == pytest.approx(sum(r[3] for r in members))
                known.append(inside)
            assert number(row["volume"]) is None or all((r[2] or 0) >= FEW for r in members)
    for statement in chapter.statements():
        for figure in statement.figures.values():
            for one in (figure, *figure.inputs):
                if one.id == "brukergrupper-sum" and one.value is not None:
                    known.append(every)
    assert not given_away(known, served)


def test_no_net_cost_of_few_people_is_the_net_of_what_it_is_merged_with() -> None:
    """Who pays nothing back adds nothing to the net: the sum is then one person's."""

    def told(net: float) -> object:
        rows = [
            (2023, "other", "personal_assistance", "all", 3.4e6, 3.4e6, 1.0, "users", None, None),
            (2023, "other", "day_centre", "all", 3.6e6, net, 40.0, "users", None, None),
        ]
        chapter = user_groups(own_evidence(own={"care_costs": table("care_costs", rows)}))
        (row,) = records(chapter, "brukergrupper-andeler")
        assert row["gross"] == pytest.approx(7e6)
        return row["net"]

    assert told(3.0e6) == pytest.approx(6.4e6)
    assert told(0.0) is None


def test_the_attacker_finds_what_is_not_protected() -> None:
    attacker = Attacker(3)
    attacker.reads(attacker.members(), 12)
    attacker.reads(attacker.members(0), 9)
    assert attacker.ends(attacker.members(1)) == (0, 3)
    attacker.reads(attacker.members(2), 1)
    assert attacker.ends(attacker.members(1)) == (2, 2)
    with pytest.raises(AssertionError, match="worked out"):
        nobody_pinned(attacker, [(attacker.members(1), 2)])
    known = [np.array([1.0, 1.0, 1.0]), np.array([0.0, 1.0, 1.0])]
    assert follows(known, np.array([1.0, 0.0, 0.0]))
    # All less the elderly is what two people cost; and nobody knows how many get the hours.
    assert TWO_ALONE[1:] in given_away([np.ones(3), np.array([1.0, 0.0, 0.0])], TWO_ALONE)
    assert NOBODY_KNOWS[1:] in given_away([np.ones(2), np.array([0.0, 1.0])], NOBODY_KNOWS)
    assert not given_away([np.ones(3)], TWO_ALONE)
    assert not follows(known, np.array([0.0, 1.0, 0.0]))
