"""The command line: Norwegian, exit codes, files whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import json
import pkgutil
import re
import socket
import subprocess
import sys
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from veivalg import cli
from veivalg.chapters.common.registry import all_chapters
from veivalg.cli.main import groups, run
from veivalg.cli.parts import overrides
from veivalg.content import Source
from veivalg.foundation.errors import UsageError
from veivalg.lake.lake import Lake
from veivalg.sources.embedded.figures import embedded_tables


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("VEIVALG_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capsys) -> str:
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return " ".join((captured.out + captured.err).split())


@pytest.mark.parametrize(
    "url",
    ["x", "ftp://data.ssb.no", "http://", "http://[", "http://a:b", "http://a..b", "http://.no"],
)
@pytest.mark.parametrize(
    "command",
    [("hent", "Utsira"), ("hent", "--grenser"), ("start", "--ingen-nettleser")],
)
def test_a_source_that_is_no_web_address_is_refused_at_once(
    command: tuple[str, ...], url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*command, "--kilde", url]) == 2
    assert f"«{url}» er ikke en nettadresse" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize("name", ["5503", "1903", "5402", "Harstad", "Hárstták", "harstad"])
def test_a_municipality_is_found_by_any_number_and_name(name, folder, capsys):
    assert run(["kapittel", "befolkning", name, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["municipality"]["code"] == "5503"


@pytest.mark.parametrize("chapter", [spec.id for spec in all_chapters()[:5]])
def test_every_chapter_has_the_promised_json_keys(chapter, folder, capsys):
    assert run(["kapittel", chapter, "Rana", "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {"chapter", "municipality", "figures", "statements", "exhibits", "missing"} <= set(
        answer
    )
    assert answer["figures"]
    for figure in answer["figures"]:
        assert {"id", "label", "value", "unit", "place", "period", "interval", "source"} <= set(
            figure
        )


def test_a_report_is_written_in_all_five_formats(folder, capsys):
    assert run(["rapport", "1151", "--ut", "ut"]) == 0
    made = sorted(p.suffix for p in Path("ut").iterdir())
    assert made == [".docx", ".html", ".json", ".pdf", ".xlsx"]
    assert "Skrev" in told(capsys)


def test_an_assumption_can_be_changed_and_is_used(folder, capsys):
    run(["kapittel", "arsverk", "Harstad", "--format", "json"])
    plain = json.loads(capsys.readouterr().out)
    chosen = next(a for a in plain["assumptions"] if a["value"] > a["low"])
    changed_id, low = chosen["id"], chosen["low"]
    assert (
        run(["kapittel", "arsverk", "Harstad", "--format", "json", "--sett", f"{changed_id}={low}"])
        == 0
    )
    changed = json.loads(capsys.readouterr().out)
    assert next(a for a in changed["assumptions"] if a["id"] == changed_id)["value"] == low
    assert changed["figures"] != plain["figures"]


def test_an_assumption_out_of_range_or_unknown_is_refused(folder, capsys):
    assert run(["kapittel", "arsverk", "Harstad", "--sett", "finnes-ikke=1"]) == 2
    assert "Det finnes ingen antakelse" in told(capsys)
    assert run(["kapittel", "arsverk", "Harstad", "--sett", "tull"]) == 2
    assert "ikke en antakelse med verdi" in told(capsys)


def test_decimal_comma_and_point_are_both_read():
    assert overrides(["a=0,8", "b=0.8"]) == {"a": 0.8, "b": 0.8}
    with pytest.raises(UsageError):
        overrides(["a"])


def test_an_unknown_municipality_gets_suggestions(folder, capsys):
    assert run(["kapittel", "befolkning", "Harrstad"]) == 2
    assert "Harstad" in told(capsys)


def test_an_ambiguous_name_is_not_guessed(folder, capsys):
    assert run(["kapittel", "befolkning", "Herøy"]) == 2
    text = told(capsys)
    assert "1515" in text and "1818" in text


def test_an_unknown_chapter_or_format_says_what_there_is(folder, capsys):
    assert run(["kapittel", "befolkninga", "Harstad"]) == 2
    assert "befolkning" in told(capsys)
    assert run(["rapport", "Harstad", "--ut", "ut", "--format", "odt"]) == 2
    assert "docx" in told(capsys)
    assert not Path("ut").exists()


def test_a_format_given_twice_is_both(folder, capsys):
    asked = ["rapport", "Utsira", "--ut", "ut", "--format", "json", "--format", "md,html"]
    assert run(asked) == 0
    assert {path.suffix for path in Path("ut").iterdir()} == {".json", ".html", ".md"}


def test_a_wrong_command_line_is_explained_in_norwegian(folder, capsys):
    assert run(["finnes-ikke"]) == 2
    assert "veivalg --hjelp" in told(capsys)
    assert run(["rapport"]) == 2
    assert "mangler" in told(capsys)
    assert run(["start", "--port", "abc"]) == 2
    assert "kan ikke brukes" in told(capsys)


def test_a_folder_that_can_not_be_written_gives_one_sentence(folder, capsys):
    Path("fil").write_text("i veien")
    assert run(["rapport", "Harstad", "--ut", "fil/under", "--format", "json"]) == 5
    assert "Kan ikke skrive" in told(capsys)


def test_a_port_in_use_gives_one_sentence(folder, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert run(["start", "--port", str(port), "--ingen-nettleser"]) != 0
    text = told(capsys)
    assert str(port) in text and "--port" in text


def test_no_network_gives_one_sentence_and_keeps_what_is_there(folder, capsys):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    assert run(["hent", "Utsira", "--kilde", f"http://127.0.0.1:{port}"]) == 4
    assert "kontakt" in told(capsys)


def test_municipalities_are_listed_and_searched(folder, capsys):
    assert run(["kommuner", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 357
    assert run(["kommuner", "kárášjohka"]) == 0
    assert "5610" in told(capsys)


def test_status_tells_what_is_here_and_where_it_is_from(folder, capsys):
    assert run(["status", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {row["tabell"] for row in answer["tabeller"]} >= {"population", "care_places"}
    assert all(row["kilde"] for row in answer["tabeller"])
    assert run(["status"]) == 0
    assert "Ingen tall er hentet" in told(capsys)


def test_a_municipality_without_figures_says_what_is_missing_and_how_to_get_it(folder, capsys):
    assert run(["kapittel", "plasser", "Utsira"]) == 0
    assert "Hent tall" in told(capsys)


def test_a_fault_of_ours_gives_one_sentence_and_a_file_to_send(folder, capsys, monkeypatch):
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError("hemmelig")

    monkeypatch.setattr("veivalg.norway.register.municipalities", fails)
    assert run(["kommuner"]) == 70
    text = "".join(told(capsys).split())
    file = Path(text.partition("leggved")[2].rstrip("."))
    found = file.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in found and re.search(r"cli/registers\.py:\d+ kommuner", found)
    assert "hemmelig" not in found, "the text of an error can hold what was read in"


@pytest.mark.parametrize("command", ["start", "rapport", "kapittel", "hent", "kommuner", "status"])
def test_help_is_in_norwegian_all_through(command, folder, capsys):
    for arguments in ([command, "--hjelp"], ["--hjelp"]):
        assert run(arguments) == 0
        text = told(capsys)
        assert "Bruk: veivalg" in text
        assert not any(word in text for word in ("Usage", "Show this", "Options", "[OPTIONS]"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="trenger /dev/full")
def test_a_full_disk_gives_one_sentence_and_no_device_is_written_over(folder, capsys, monkeypatch):
    device = Path("/dev/full")
    assert run(["kapittel", "befolkning", "Harstad", "--ut", str(device)]) == 5
    assert "ikke en vanlig fil" in told(capsys)
    assert device.is_char_device()
    with device.open("w") as full:
        monkeypatch.setattr("sys.stdout", full)
        code = run(["kapittel", "befolkning", "Harstad"])
        monkeypatch.undo()
        with contextlib.suppress(OSError):
            full.close()
    assert code == 5
    assert "disken er full" in told(capsys)


def test_the_disk_filling_up_leaves_no_half_file(folder, capsys, monkeypatch):
    def full(self: Path, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert run(["kapittel", "befolkning", "Harstad", "--ut", "ut/k.md"]) == 5
    assert "disken er full" in told(capsys)
    assert not list(Path("ut").iterdir())


def test_a_report_is_compared_with_those_named_or_those_saved(tmp_path: Path) -> None:
    from veivalg.cli.report import peer_places
    from veivalg.desk.choices import Choices

    Choices(tmp_path).save("5503", ["1833"])
    assert [p.name for p in peer_places("5503", None, tmp_path)] == ["Rana"]
    assert [p.code for p in peer_places("5503", "Bodø, 1806", tmp_path)] == ["1804", "1806"]
    assert peer_places("5503", "", tmp_path) == ()
    assert (
        run(["kapittel", "okonomi", "5503", "--sammenlikn", "9999", "--data", str(tmp_path)]) == 2
    )


def test_borders_that_can_not_be_fetched_are_told(tmp_path: Path) -> None:
    assert run(["hent", "--grenser", "--kilde", "http://127.0.0.1:9", "--data", str(tmp_path)]) == 4
    assert not list(tmp_path.iterdir())


def test_status_has_a_line_a_table_and_every_part_when_asked(folder, capsys):
    source = Source("ssb-07459", "SSB", "Folkemengde", "07459", retrieved="2026-03-01")
    lake = Lake(folder / "data")
    for code in ("1151", "1833", "5610"):
        rows = embedded_tables()["population_groups"].frame.head(3)
        lake.put("population_groups", code, rows.with_columns(municipality=pl.lit(code)), source)
    assert run(["status"]) == 0
    summed = told(capsys)
    assert run(["status", "--alt"]) == 0
    every = told(capsys)
    assert summed.count("hentet 1.3.2026") < every.count("hentet 1.3.2026")
    assert "--alt" in summed
    assert "--alt" not in every


def test_help_comes_without_what_is_heavy():
    """The list of commands is drawn before any table, figure or page is loaded."""
    heavy = {
        "polars",
        "numpy",
        "scipy",
        "numba",
        "fastapi",
        "jinja2",
        "docx",
        "typst",
        "xlsxwriter",
    }
    script = (
        "import sys; from veivalg.cli.main import run; assert run(['--hjelp']) == 0; "
        "print(*sys.modules, sep='\\n')"
    )
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "plan-innenfor-rammene" in out.stdout
    assert not heavy & set(out.stdout.split())


def test_a_group_of_commands_is_found_by_itself(folder, capsys):
    """A file beside the others is enough; the commands come in the order of the groups."""
    modules = {m.name for m in pkgutil.iter_modules(cli.__path__)} - {"help", "main", "parts"}
    listed = groups()
    assert len(listed) == len(modules)
    assert [g.order for g in listed] == sorted({g.order for g in listed})


def test_no_parameter_is_declared_twice():
    """An option's name stands once in the source of the command line, but for other meanings."""
    declared = Counter()
    for file in Path(cli.__path__[0]).glob("*.py"):
        declared.update(
            re.findall(r"(typer\.(?:Option|Argument)\([^)]*\))", file.read_text("utf-8"))
        )
    assert [text for text, count in declared.items() if count > 1] == []
