"""`veivalg mal`, `importer` and `egne`: own figures from a terminal, from template to undo."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from veivalg.cli.main import run
from veivalg.own.tables import own_tables

HEAD = "Skole;Skoleår;Trinn;Elever\n"
ROOM = "Skole;Plass til;Største klasserom;Årlig utgift til bygget\n"


@pytest.fixture
def told(tmp_path, capfd):
    """Run a command on a data folder; give exit code, what it said and what it complained of."""

    def call(*arguments: str, data: bool = True) -> tuple[int, str, str]:
        capfd.readouterr()
        code = run([*arguments, *(["--data", str(tmp_path / "data")] if data else [])])
        heard = capfd.readouterr()
        return code, " ".join(heard.out.split()), " ".join(heard.err.split())

    return call


def _file(folder: Path, text: str, name: str = "elever.csv") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_every_template_is_listed_and_written(told, tmp_path):
    code, said, _err = told("mal", "--json", data=False)
    listed = json.loads(said)
    assert code == 0 and {t["navn"] for t in listed} == set(own_tables())
    target = tmp_path / "ny" / "elever.xlsx"
    assert told("mal", "elever", "--ut", str(target), data=False)[0] == 0
    assert "Veiledning" in openpyxl.load_workbook(target).sheetnames
    for name in ("elever.csv", "elever.xls", "elever"):
        wrong = tmp_path / name
        code, _said, err = told("mal", "elever", "--ut", str(wrong), data=False)
        assert code == 2 and "slutter på .xlsx" in err and not wrong.exists()
    code, _said, err = told("mal", "elver", data=False)
    assert code == 2 and "Mente du elever" in err


def test_a_file_is_read_in_changed_compared_undone_and_deleted(told, tmp_path):
    first = _file(tmp_path, ROOM + "Båsmo;330;60;2500000\nGruben;400;62;3500000\n", "bygg.csv")
    code, said, _err = told("importer", first, "--kommune", "rana", "--hvem", "Kari")
    assert code == 0 and "2 rader" in said and "versjon 1" in said
    second = _file(tmp_path, ROOM + "Båsmo;350;60;2500000\nYtteren;90;50;900000\n", "ny.csv")
    code, _said, err = told("importer", second)
    assert code == 2 and "--kommune" in err  # never guessed, though only one has figures
    assert "for Rana" in told("importer", second, "--kommune", "rana")[1]
    _code, said, _err = told("egne", "1833", "--tabell", "skolebygg", "--forskjell", "siste")
    assert "Nye: 1 rad" in said and "Fjernet: 1 rad" in said and "Endret: 1 rad" in said
    assert "Plass til: 350" in said
    one = ("egne", "1833", "--tabell", "skolebygg", "--forskjell", "1:2", "--json")
    asked = json.loads(told(*one)[1])
    assert (asked["mal"], asked["fra"], asked["til"]) == ("skolebygg", 1, 2)
    assert [len(asked[kind]) for kind in ("nye", "fjernet", "endret")] == [1, 1, 1]
    assert 350 in asked["endret"][0].values()
    assert "ny.csv" in told("egne", "rana")[1]
    assert "bygg.csv" in told("egne", "rana", "--tabell", "skolebygg", "--angre")[1]
    history = json.loads(told("egne", "rana", "--tabell", "skolebygg", "--json")[1])
    assert [v["kind"] for v in history] == ["import", "import", "undo"]
    assert history[0]["who"] == "Kari"
    code, _said, err = told("egne", "rana", "--tabell", "skolebygg", "--slett")
    assert code == 2 and "--ja" in err
    assert told("egne", "rana", "--tabell", "skolebygg", "--slett", "--ja")[0] == 0
    assert "har ikke lest inn egne tall" in told("egne", "rana")[1]
    assert not list((tmp_path / "data").rglob("*.parquet"))


def test_every_fault_is_told_at_once_and_nothing_is_stored(told, tmp_path):
    path = _file(tmp_path, HEAD + "Båsmo;2025;1;tolv\n;2025;99;3\n")
    marked = tmp_path / "feil.xlsx"
    code, said, _err = told("importer", path, "--kommune", "rana", "--merket", str(marked))
    assert code == 3 and said.count("Feil: ") == 3 and "Ingenting er lagret" in said
    assert openpyxl.load_workbook(marked)["elever"]["D2"].comment is not None
    assert not (tmp_path / "data").exists()
    code, said, _err = told("importer", path, "--kommune", "rana", "--json")
    found = json.loads(said)
    assert code == 3 and found["feil"] == 3 and found["versjon"] is None
    assert {f["cell"] for f in found["funn"]} == {"D2", "A3", "C3"}


def test_a_renamed_column_is_pointed_out_once(told, tmp_path):
    path = _file(tmp_path, HEAD.replace("Elever", "Hoder") + "Båsmo;2025;1;33\n")
    code, said, _err = told("importer", path, "--kommune", "rana")
    assert code == 3 and '--kolonne "Elever=Hoder" --tabell elever' in said
    arguments = ("importer", path, "--kommune", "rana")
    assert told(*arguments, "--kolonne", "Elever=Hoder")[0] == 2  # which table?
    assert told(*arguments, "--kolonne", "Elever", "--tabell", "elever")[0] == 2
    assert told(*arguments, "--kolonne", "elever=Hoder", "--tabell", "elever")[0] == 0
    assert told(*arguments)[0] == 0


def test_a_check_alone_stores_nothing(told, tmp_path):
    path = _file(tmp_path, HEAD + "Båsmo;2025;1;33\n")
    code, said, _err = told("importer", path, "--kommune", "rana", "--kontroller")
    assert code == 0 and "er i orden" in said and not (tmp_path / "data").exists()


def test_what_is_exported_can_be_read_in_again_but_rows_about_persons_stay(told, tmp_path):
    path = _file(tmp_path, ROOM + "Båsmo;330;60;2500000\n")
    told("importer", path, "--kommune", "rana")
    target = tmp_path / "ut.xlsx"
    assert told("egne", "rana", "--tabell", "skolebygg", "--ut", str(target))[0] == 0
    assert told("importer", str(target), "--kommune", "rana")[0] == 0
    assert "Nye: 0 rader" in told("egne", "rana", "--tabell", "skolebygg", "--forskjell", "1:2")[1]
    code, _said, err = told("egne", "rana", "--tabell", "besok", "--ut", str(target))
    assert code == 3 and "enkeltpersoner" in err


@pytest.mark.parametrize("which", ["", "²:1", "1:²", "٣:1", "1e3:1", "∞:1", "01:1"])
def test_two_versions_that_are_no_numbers_are_refused_in_a_sentence(told, tmp_path, which):
    path = _file(tmp_path, ROOM + "Båsmo;330;60;2500000\n")
    told("importer", path, "--kommune", "rana")
    code, _said, err = told("egne", "rana", "--tabell", "skolebygg", "--forskjell", which)
    assert code == 2 and f"«{which}» er ikke to versjoner" in err


@pytest.mark.parametrize("other", [("--ut", "x.csv"), ("--angre",), ("--slett", "--ja")])
def test_two_things_asked_for_at_once_are_refused_and_none_is_done(told, tmp_path, other):
    path = _file(tmp_path, ROOM + "Båsmo;330;60;2500000\n")
    for _twice in range(2):
        told("importer", path, "--kommune", "rana")
    both = ("egne", "rana", "--tabell", "skolebygg", "--forskjell", "1:2", *other)
    code, _said, err = told(*both)
    assert code == 2 and f"--forskjell og {other[0]} kan ikke brukes sammen" in err
    assert len(json.loads(told("egne", "rana", "--tabell", "skolebygg", "--json")[1])) == 2


def test_of_pupils_it_is_what_may_be_shown_that_is_written(told, tmp_path):
    path = _file(tmp_path, HEAD + "Båsmo;2025;1;33\nBåsmo;2025;2;30\nGruben;2025;1;3\n")
    told("importer", path, "--kommune", "rana")
    target = tmp_path / "ut.xlsx"
    assert told("egne", "rana", "--tabell", "elever", "--ut", str(target))[0] == 0
    cells = [c.value for sheet in openpyxl.load_workbook(target) for row in sheet for c in row]
    # Three at one school: with the sum of all, 66, and 33 the third would follow.
    assert 66 in cells and 30 in cells and "skjermet" in cells
    assert not {3, 33, 63} & {c for c in cells if isinstance(c, int | float)}


@pytest.mark.parametrize(
    "arguments",
    [
        ("importer", "finnes-ikke.csv", "--kommune", "rana"),
        ("importer", "a.csv"),
        ("egne", "rana", "--angre"),
        ("egne", "rana", "--tabell", "elever", "--angre"),
        ("egne", "rana", "--tabell", "elever", "--slett", "--ja"),
        ("egne", "rana", "--tabell", "elever", "--ut", "x.xlsx"),
        ("egne", "rana", "--tabell", "elever", "--forskjell", "1:2"),
    ],
)
def test_what_can_not_be_done_is_said_in_one_sentence(arguments, told):
    code, _said, err = told(*arguments)
    assert code == 2 and err.startswith("Feil:")


def test_the_same_file_again_is_said_to_be_unchanged_but_not_of_people(told, tmp_path):
    path = _file(tmp_path, ROOM + "Båsmo;330;60;2500000\n")
    assert "uendret" not in told("importer", path, "--kommune", "rana")[1]
    assert "er uendret" in told("importer", path, "--kommune", "rana")[1]
    other = _file(tmp_path, ROOM + "Båsmo;331;60;2500000\n")
    assert "uendret" not in told("importer", other, "--kommune", "rana")[1]
    pupils = _file(tmp_path, HEAD + "Båsmo;2025;1;33\n")
    for _again in range(2):
        assert "uendret" not in told("importer", pupils, "--kommune", "rana")[1]


def test_a_service_to_nobody_knows_how_many_is_taken_in_with_a_warning(told, tmp_path):
    head = "Regnskapsår;Brukergruppe;Tjeneste;Aldersgruppe;Brutto driftsutgifter;Volum;Måleenhet"
    group, hours = "2023;Andre, i hovedsak eldre;", "Brukerstyrt personlig assistanse;18–66 år;"
    lines = [
        f"{head};Antall brukere",
        f"{group}Institusjon, langtid;Alle aldre;270500000;200;plasser;",
        f"{group}{hours}3456000;2500;timer;",
        f"{group}Dagsenter;Alle aldre;0;;;",
        f"{group}Praktisk bistand;Alle aldre;4100000;900;timer;30",
    ]
    bad = _file(tmp_path, "\n".join(lines) + "\n", "kostnader.csv")
    code, said, _err = told("importer", bad, "--kommune", "rana")
    assert code == 0 and "versjon 1" in said
    assert said.count("Antall brukere er ikke oppgitt") == 1 and "rad 3" in said
    _code, page, _err = told("kapittel", "brukergrupper", "rana")
    assert "1 382" not in " ".join(page.split())  # 3 456 000 NOK by 2 500 hours: of how many?


@pytest.mark.parametrize("begun", [True, False])
def test_a_fault_is_logged_in_the_folder_that_is_named(told, tmp_path, monkeypatch, begun):
    other = tmp_path / "vanlig"
    monkeypatch.setenv("VEIVALG_DATA", str(other))
    if begun:
        assert (
            told("importer", _file(tmp_path, HEAD + "A;2025;1;33\n"), "--kommune", "rana")[0] == 0
        )

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("veivalg.own.versions.OwnStore.current", broken)
    code, _said, err = told("egne", "rana")
    assert code == 70
    assert str(tmp_path / "data" / "logg") in "".join(err.split())  # a long path is broken
    assert not other.exists()


BUDGET = "Enhet;År;Revidert budsjett\nHelse;2026;900000\nSkole;2026;700000\n"


def test_a_question_with_nobody_to_ask_ends_with_six_and_stores_nothing(told, tmp_path):
    path = _file(tmp_path, BUDGET, "budsjett.csv")
    code, said, _err = told("importer", path, "--kommune", "harstad")
    assert code == 6 and "Spørsmål: Er «Revidert budsjett» i 1 000 kr?" in said
    assert "--svar unit:budget=1000" in said and "Helse: 900 000 000 kr" in said
    assert '--enhet "Revidert budsjett=ENHET"' in said
    assert not (tmp_path / "data" / "egne-tall" / "5503" / "yearly_budgets").exists()
    code, said, _err = told("importer", path, "--kommune", "harstad", "--json")
    found = json.loads(said)
    assert code == 6 and [q["id"] for q in found["spørsmål"]] == ["unit:budget"]


@pytest.mark.parametrize(
    "answer",
    [("--enhet", "1000 kr"), ("--enhet", "Revidert budsjett=tkr"), ("--svar", "unit:budget=1000")],
)
def test_a_unit_that_is_said_is_used_and_remembered_for_the_form(answer, told, tmp_path):
    path = _file(tmp_path, BUDGET, "budsjett.csv")
    arguments = ("importer", path, "--kommune", "harstad")
    assert told(*arguments, *answer)[0] == 0
    code, said, _err = told(*arguments)
    assert code == 0 and "uendret" in said, "the same form is not asked about twice"


@pytest.mark.parametrize("unit", ["1", "1 kr", "1kr", "kr", "Revidert budsjett=1", "budget=1 kr"])
def test_one_krone_is_a_unit_too(unit, told, tmp_path):
    path = _file(tmp_path, BUDGET, "budsjett.csv")
    code, said, err = told("importer", path, "--kommune", "harstad", "--enhet", unit)
    assert code == 0, err
    assert "Lagret" in said


def test_a_unit_that_is_said_goes_before_what_was_said_of_the_form_before(told, tmp_path):
    path = _file(tmp_path, BUDGET, "budsjett.csv")
    arguments = ("importer", path, "--kommune", "harstad")
    assert told(*arguments, "--enhet", "1000 kr")[0] == 0
    code, said, err = told(*arguments, "--enhet", "1000 kr")
    assert code == 0 and "uendret" in said, err
    code, said, err = told(*arguments, "--enhet", "kr")
    assert code == 0 and "uendret" not in said, err
    code, said, err = told(*arguments)
    assert code == 0 and "uendret" in said, "the newest answer is the one remembered"


def test_a_file_that_may_be_many_tables_ends_with_six_and_is_settled_by_an_answer(told, tmp_path):
    heads = "Enhet;Årsverk;A;B;C;D\n"
    path = _file(tmp_path, heads + "Helse;12;1;2;3;4\n", "a.csv")
    arguments = ("importer", path, "--kommune", "harstad")
    code, said, _err = told(*arguments)
    assert code == 6 and "--svar table=yes" in said and "bruker 2 av 6 kolonner" in said
    code, _said, err = told(*arguments, "--svar", "table=no")
    assert code == 6 and "--svar table=NAVN" in err and "bruker 2 av 6 kolonner" in err
    code, said, _err = told(*arguments, "--svar", "table=no", "--json")
    (question,) = json.loads(said)["spørsmål"]
    assert code == 6 and question["id"] == "table" and len(question["options"]) > 1
    assert told(*arguments, "--svar", "table=rapporterte_aarsverk")[0] == 0
    code, said, _err = told(*arguments)
    assert code == 0 and "uendret" in said, "which table the form is, is remembered"
    assert "Kolonner som ikke er tatt inn: «A», «B», «C», «D»" in said


def test_the_list_of_templates_begins_with_what_one_has(told):
    _code, said, _err = told("mal", data=False)
    assert said.startswith("Hva har du? Ansatte, turnus og sykefravær")
    assert "En turnusplan med hver vakt turnus: Vakter i turnusen" in said
    _code, said, _err = told("mal", "--json", data=False)
    assert all(t["omraade"] and t["har_du"] for t in json.loads(said))


@pytest.mark.parametrize("unit", ["kilo", "Ukjent=1000 kr", "Revidert budsjett="])
def test_a_unit_that_is_none_is_refused_in_a_sentence(unit, told, tmp_path):
    path = _file(tmp_path, BUDGET, "budsjett.csv")
    code, _said, err = told("importer", path, "--kommune", "harstad", "--enhet", unit)
    assert code == 2 and "er ikke en enhet" in err
