"""Which table a file is: how sure it is, what else it may be, and what a person said before."""

from __future__ import annotations

from pathlib import Path

import pytest

from veivalg.foundation.errors import Exit
from veivalg.own.intake import Intake, UnknownTableError, accept, read_file
from veivalg.own.tables import own_tables
from veivalg.own.tables.areas import AREAS, by_area, had
from veivalg.own.versions import OwnStore

LEAVE = (
    "Enhet;Måned;Årsverk;Egenmeldt;Legemeldt;Vikar;Kommentar;Leder\n"
    "Helse;1;12;1,2;4,0;2;ok;A\nSkole;1;15;1,1;3,0;1;ok;B\n"
)
"""A report of sick leave from a payroll system, with headings of its own."""
SCHOOLS = "Skole;Skoleår;Trinn;Elever{more}\nBåsmo;2025;1;33{cells}\nGruben;2025;1;41{cells}\n"


@pytest.fixture
def store(tmp_path: Path) -> OwnStore:
    return OwnStore(tmp_path)


def read(store: OwnStore, content: str, **more: object) -> Intake:
    return read_file(content.encode(), "fil.csv", code="1833", store=store, **more)  # type: ignore[arg-type]


def test_a_report_with_headings_of_its_own_is_asked_about_with_what_it_may_be(
    store: OwnStore,
) -> None:
    found = read(store, LEAVE)
    (question,) = (q for q in found.questions if q.id == "table")
    assert found.frame is None and found.sure == "usikkert" and found.used == 2
    for heading in ("Måned", "Egenmeldt", "Legemeldt", "Vikar", "Kommentar", "Leder"):
        assert f"«{heading}»" in question.text
    values = [o.value for o in question.options]
    assert values[0] == "yes" and values[-1] == "no" and "fravaer" in values
    # By hand: «Enhet», «Måned» and «Vikar» are columns of pay; «Enhet» and «Årsverk» of absence.
    said = {o.value: o.text for o in question.options}
    assert "bruker 3 av 8 kolonner" in said["variabel_lonn"]
    assert "bruker 2 av 8 kolonner" in said["fravaer"]
    used = [one.used for one in found.likely[1:]]
    assert used == sorted(used, reverse=True), "the one that uses most columns is first"


def test_another_table_is_an_answer_and_the_form_is_known_again(store: OwnStore) -> None:
    """The leave report is of absence; columns pointed out and the table are both remembered."""
    heads = "Avdeling;Aar;Maaned;Fastlonn;Overtidslonn;Elever;Trinn;Skole;Skoleår\n"
    rows = heads + "Helse;2025;1;100;20;33;1;Båsmo;2025\n"
    assert read(store, rows).table.template == "elever"
    other = read(store, rows, answers={"table": "fravaer"})
    assert other.table.template == "fravaer" and other.sure == "valgt av deg"
    assert other.missing, "the columns are pointed out next"
    with pytest.raises(UnknownTableError) as no:
        read(store, LEAVE, answers={"table": "no"})
    assert "fravaer" in [one.table.template for one in no.value.likely]
    assert "rapporterte_aarsverk" not in [one.table.template for one in no.value.likely]


def test_what_a_person_said_of_a_form_settles_the_next_file(store: OwnStore) -> None:
    content = SCHOOLS.format(more=";A;B;C;D", cells=";1;2;3;4")
    assert [q.id for q in read(store, content).questions] == ["table"]
    yes = read(store, content, answers={"table": "yes"})
    accept(yes, store)
    again = read(store, content.replace("33", "35"))
    assert again.ok and not again.questions
    assert read_file(content.encode(), "fil.csv", code="5503", store=store).questions, (
        "of another municipality nothing is known"
    )


def test_a_form_that_fits_two_tables_is_asked_about_once(store: OwnStore) -> None:
    content = "Rapport;Aar;Slag\nPlan for skole;2024;plan\n"
    with pytest.raises(UnknownTableError) as caught:
        read(store, content)
    question = caught.value.question
    assert question is not None and caught.value.exit_code is Exit.OPEN
    assert {"dokumenter", "dokumentutsagn"} <= {o.value for o in question.options}
    assert all("kolonner" in o.text for o in question.options)


def test_the_same_form_is_read_as_the_table_that_was_chosen_of_two(store: OwnStore) -> None:
    """The two tables of staff share «Enhet» and «Årsverk»; a person says which, once."""
    table = own_tables()["staff_reported"]
    heads = ["Enhet", "Årsverk", "A", "B", "C", "D"]
    content = ";".join(heads) + "\nHelse;12;1;2;3;4\nSkole;15;1;2;3;4\n"
    chosen = read(store, content, answers={"table": table.template})
    assert chosen.table is table
    assert chosen.ok
    accept(chosen, store)
    again = read(store, content.replace("12", "13"))
    assert again.table is table and again.ok and not again.questions


def test_a_file_with_nothing_in_common_is_refused_without_a_question(store: OwnStore) -> None:
    with pytest.raises(UnknownTableError) as caught:
        read(store, "Navn;Vekt\nx;1\n")
    assert caught.value.question is None and caught.value.exit_code is Exit.TABLE


@pytest.mark.parametrize(
    ("more", "cells", "sure"), [("", "", "sikkert"), (";Leder", ";A", "ganske sikkert")]
)
def test_how_sure_it_is_follows_the_columns_that_are_not_used(
    more: str, cells: str, sure: str, store: OwnStore
) -> None:
    found = read(store, SCHOOLS.format(more=more, cells=cells))
    n = 4 + bool(more)
    assert found.ok and found.recognition() == f"{sure}: 4 av {n} kolonner er brukt"


def test_every_table_stands_once_under_what_one_has() -> None:
    tables = own_tables().values()
    listed = [t for _area, _called, held in by_area(tables) for t in held]
    assert sorted(t.name for t in listed) == sorted(t.name for t in tables)
    for table in tables:
        assert table.area in AREAS and table.area != "annet", table.name
        assert table.have and table.have != table.title.lower(), table.name
        assert had(table)[0].isupper() and not table.have.endswith(".")


def test_a_form_is_the_same_whatever_its_sheet_is_called_unless_that_states_a_unit(
    store: OwnStore,
) -> None:
    budget = b"Enhet;\xc3\x85r;Revidert budsjett\nHelse;2026;900000\nSkole;2026;700000\n"

    def named(file: str, answers: dict[str, str] | None = None) -> Intake:
        return read_file(budget, file, code="5503", store=store, answers=answers)

    accept(named("januar.csv", {"unit:budget": "1000"}), store)
    assert named("februar.csv").ok, "what was answered of January's file holds for February's"
    stated = named("beløp i hele kroner.csv")
    assert [q.id for q in stated.questions] == ["unit:budget"]


@pytest.mark.parametrize("more", ["Budsjett;Avvik;Avvik %", "Rev. budsjett;Avvik i kr;Forbruk i %"])
def test_deviations_beside_accounts_say_nothing_of_the_table(more: str, store: OwnStore) -> None:
    rows = [f"{u};2025;{m};{n + m * 137};4000000;1000;0,3"
            for u, n in (("Helse", 3_437_855), ("Skole", 4_661_231)) for m in (1, 2)]  # fmt: skip
    got = read(store, "\n".join([f"Enhet;År;Måned;Regnskap;{more}", *rows]))
    assert got.frame is not None and not got.questions
