"""The chapter «hjemmetjeneste» on the made-up week, on totals only, and with faults in it."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from own_evidence import own_evidence

from veivalg.chapters.common.care import care
from veivalg.chapters.hjemmetjeneste.chapter import chapter as home_care
from veivalg.content import Source, SourceKind
from veivalg.gather.gather import gather
from veivalg.norway.register import municipality
from veivalg.own.tables import own_table
from veivalg.tables import Sourced

SOURCE = {"*": Source("own", "Kommunen selv", "x", kind=SourceKind.DOCUMENT)}


def _table(name: str, *rows: tuple) -> Sourced:
    schema = own_table(name)
    columns = [f.name for f in schema.fields]
    return Sourced(schema.validate(pl.DataFrame(rows, schema=columns, orient="row")), SOURCE)


def _says(chapter) -> str:
    return " ".join(s.text() for s in chapter.statements()).replace("\u202f", " ")


def _rows(chapter, id: str) -> list[dict]:
    return next(e for e in chapter.exhibits() if e.id == id).table.records()


@pytest.fixture(scope="module")
def made_up():
    return home_care(gather(municipality("0099")))


def test_the_ata_and_profile_of_the_example_are_found(made_up) -> None:
    said = _says(made_up)
    assert "59,9 % av arbeidstiden" in said and "2 183 timer" in said
    assert "lavest i Sone C (31,4 %)" in said


def test_every_exhibit_of_the_made_up_week_says_so(made_up) -> None:
    for exhibit in made_up.exhibits():
        assert any(s.kind is SourceKind.CONSTRUCTED for s in exhibit.sources)


def test_no_count_from_one_to_four_is_shown(made_up) -> None:
    for id in ("hjemmetjeneste-soneprofil", "hjemmetjeneste-alder", "hjemmetjeneste-soner"):
        for row in _rows(made_up, id):
            counts = [v for k, v in row.items() if k == "users" or k.startswith("b")]
            assert all(v in ("skjermet", None) or v == 0 or v >= 5 for v in counts)


def test_pseudonyms_are_in_no_exhibit(made_up) -> None:
    cells = {str(v) for e in made_up.exhibits() for row in e.table.rows for v in row}
    assert not any(c.startswith("K0") for c in cells)


def test_totals_alone_give_ata_without_a_profile() -> None:
    own = {
        "home_care_totals": _table("home_care_totals", ("A", 40, 213.0, None)),
        "home_care_staff": _table("home_care_staff", ("A", 10.0, 35.5, None)),
    }
    evidence = own_evidence("5503", own=own)
    chapter = home_care(evidence)
    assert "60,0 % av arbeidstiden" in _says(chapter)
    assert not any(e.id == "hjemmetjeneste-timeprofil" for e in chapter.exhibits())
    taken = care(evidence)
    assert taken.year.contact == taken.prices["contact_share"].value == pytest.approx(0.6)
    assert "Egne tall for sonene i hjemmetjenesten, en uke" in taken.year.source
    assert taken.prices["contact_share"].source == taken.year.source


def test_raising_ata_can_be_chosen() -> None:
    own = {
        "home_care_totals": _table("home_care_totals", ("A", 40, 213.0, None)),
        "home_care_staff": _table("home_care_staff", ("A", 10.0, 35.5, None)),
    }
    chosen = own_evidence("5503", own=own, overrides={"ata_maal": 0.75})
    assert _rows(home_care(chosen), "hjemmetjeneste-gevinst")[-1]["fte"] == pytest.approx(2.0)


def test_more_hours_than_people_is_told_as_a_fault() -> None:
    own = {
        "home_care_totals": _table("home_care_totals", ("A", 40, 400.0, None)),
        "home_care_staff": _table("home_care_staff", ("A", 10.0, 35.5, None)),
    }
    evidence = own_evidence("5503", own=own)
    assert "flere timer hos brukerne enn det er folk til" in _says(home_care(evidence))
    assert care(evidence).year.contact == 0.599, "a fault is no share: the assumption is taken"


def test_a_zone_without_people_is_named() -> None:
    own = {
        "home_care_totals": _table(
            "home_care_totals", ("A", 40, 200.0, None), ("B", 10, 20.0, None)
        ),
        "home_care_staff": _table("home_care_staff", ("A", 10.0, 35.5, None)),
    }
    assert "B har besøk, men ingen årsverk" in _says(home_care(own_evidence("5503", own=own)))


def test_a_user_of_two_zones_counts_once_in_all() -> None:
    visits = [
        (i, f"u{i % 10}", "A" if i < 10 else "B", date(2024, 1, 1 + i % 7), 60.0, None, 80)
        for i in range(20)
    ]
    own = {
        "home_care_visits": _table(
            "home_care_visits", *[(i + 1, *v[1:]) for i, v in enumerate(visits)]
        ),
        "home_care_staff": _table(
            "home_care_staff", ("A", 1.0, 35.5, None), ("B", 1.0, 35.5, None)
        ),
    }
    rows = _rows(home_care(own_evidence("5503", own=own)), "hjemmetjeneste-soner")
    assert [r["users"] for r in rows] == [10, 10, 10]


def _zones_of(hours: dict[str, dict[str, float]]) -> dict[str, tuple[object, object]]:
    """Give users and hours as the chapter shows them by zone, of weekly hours by zone and user."""
    visits = [
        (n, user, zone, date(2024, 1, day), 60.0 * each / 7, None, 80)
        for zone, users in hours.items()
        for n, (user, each) in enumerate(users.items())
        for day in range(1, 8)
    ]
    own = {
        "home_care_visits": _table(
            "home_care_visits", *[(i + 1, *v[1:]) for i, v in enumerate(visits)]
        ),
        "home_care_staff": _table("home_care_staff", *[(z, 5.0, 35.5, None) for z in hours]),
    }
    rows = _rows(home_care(own_evidence("5503", own=own)), "hjemmetjeneste-soner")
    return {str(r["zone"]): (r["users"], r["hours"]) for r in rows}


MANY = {f"c{i}": 5.0 for i in range(30)}


def test_few_users_of_two_zones_are_not_told_as_twice_as_many() -> None:
    both = {f"p{i}": 10.0 for i in range(3)}
    shown = _zones_of({"A": both, "B": both, "C": MANY})
    assert 60.0 not in [hours for _users, hours in shown.values()]


def test_one_with_most_of_two_zones_together_is_not_told() -> None:
    zones = {z: {"P": 32.0} | {f"{z}{i}": 1.6 for i in range(5)} for z in "AB"}
    shown = _zones_of({**zones, "C": MANY})
    assert 80.0 not in [hours for _users, hours in shown.values()]


def test_one_user_of_two_zones_is_not_found_by_subtraction() -> None:
    zones = {
        z: {"p": 1.5} | {f"{z}{i}": 1.5 for i in range(7)} | {f"{z}m{i}": 5.0 for i in range(10)}
        for z in "AB"
    }
    shown = _zones_of(zones)
    counts = [users for name, (users, _hours) in shown.items() if name in "AB"]
    assert counts and all(isinstance(n, (int, float)) for n in counts)
    assert sum(counts) == 35


def test_nothing_brought_is_told_with_the_way_to_it() -> None:
    chapter = home_care(gather(municipality("5610")))
    assert "«Egne tall»" in chapter.missing[0].how_to_get


def _visits(*zones: str) -> Sourced:
    rows = [
        (
            i + 1,
            f"u{i}",
            zones[i % len(zones)],
            date(2024, 1, 1 + i % 7),
            60.0,
            75.0,
            30 if i < 6 else 85,
        )
        for i in range(60)
    ]
    return _table("home_care_visits", *rows)


def test_visits_without_people_give_the_profiles_and_what_is_decided() -> None:
    evidence = own_evidence("5503", own={"home_care_visits": _visits("Vestre", "Østre")})
    chapter = home_care(evidence)
    ids = {e.id for e in chapter.exhibits()}
    assert {"hjemmetjeneste-timeprofil", "hjemmetjeneste-alder", "hjemmetjeneste-vedtak"} <= ids
    assert not ids & {"hjemmetjeneste-soner", "hjemmetjeneste-ata", "hjemmetjeneste-gevinst"}
    said = _says(chapter)
    assert "60 timer i uken" in said and "Årsverk mangler" in said
    assert "Det leveres 80,0 % av timene som er vedtatt" in said and "er tomt" not in said
    assert any("Årsverk i hjemmetjenesten" in m.what for m in chapter.missing)


def test_zone_names_that_differ_are_set_against_each_other() -> None:
    own = {
        "home_care_visits": _visits("Vestre", "Østre"),
        "home_care_staff": _table("home_care_staff", ("Vest", 1.0, 35.5, None)),
    }
    chapter = home_care(own_evidence("5503", own=own))
    assert "Sonenavnene er ikke like: Vestre, Østre i timene, Vest i årsverkene" in _says(chapter)
    assert any(e.id == "hjemmetjeneste-timeprofil" for e in chapter.exhibits())


def test_a_zone_without_people_still_counts_in_what_is_decided() -> None:
    own = {
        "home_care_visits": _visits("A", "B"),
        "home_care_staff": _table("home_care_staff", ("A", 1.0, 35.5, None)),
    }
    rows = _rows(home_care(own_evidence("5503", own=own)), "hjemmetjeneste-vedtak")
    assert rows[-1]["hours"] == pytest.approx(60)


def test_a_headline_is_never_made_from_few_users(made_up) -> None:
    own = {
        "home_care_visits": _table(
            "home_care_visits",
            *[
                (
                    i + 1,
                    f"u{i}",
                    "A",
                    date(2024, 1, 1 + i % 7),
                    600.0 if i < 6 else 60.0,
                    None,
                    30 if i < 6 else 85,
                )
                for i in range(60)
            ],
        )
    }
    chapter = home_care(own_evidence("5503", own=own))
    title = next(e.title for e in chapter.exhibits() if e.id == "hjemmetjeneste-alder")
    assert "85–89" in title
    title = next(e.title for e in made_up.exhibits() if e.id == "hjemmetjeneste-alder")
    assert "0–49" not in title


def test_positions_of_another_week_are_turned_into_ordinary_ones(made_up) -> None:
    note = next(e.note for e in made_up.exhibits() if e.id == "hjemmetjeneste-soner")
    note = note.replace("\u202f", " ")
    assert "Natt: 33,6 timer" in note and "102,7 årsverk" in note


def test_what_the_review_of_harstad_prints_is_told_as_printed() -> None:
    chapter = home_care(gather(municipality("5503")))
    (told,) = [s.text() for s in chapter.statements() if s.id == "trykt-tid"]
    told = told.replace("\u202f", " ")
    assert told.startswith("Trykt i Harstad kommune: Tjenestegjennomgang")
    assert "kapittel 3.7" in told and ", 2024: " in told
    assert told.endswith(
        "610 brukere får 2 183 timer i uken, og 59,9 % av arbeidstiden går til brukerne."
    )
    other = home_care(gather(municipality("1833")))
    assert not [s for s in other.statements() if s.id == "trykt-tid"]
