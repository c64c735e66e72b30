"""How a command ends: one list in the code, told in the help and the documents, and kept."""

from __future__ import annotations

import ast
import re
import socket
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import veivalg
from veivalg.cli.main import run
from veivalg.foundation.errors import Exit, VeivalgError

ROOT = Path(__file__).parents[2]
NAMED = {"error": 1, "usage": 2, "rejected table": 3, "source": 4, "store": 5, "open question": 6}
"""What scripts of municipalities are written against."""
SUMS = "Enhet;År;Revidert budsjett\nHelse;2026;900000\nSkole;2026;700000\n"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VEIVALG_DATA", str(tmp_path / "data"))
    return tmp_path


def test_the_help_tells_every_code_and_what_it_means(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    assert run(["--hjelp"]) == 0
    said = capsys.readouterr().out
    for code in Exit:
        assert re.search(rf"^│\s+{int(code)}  {re.escape(code.told)}", said, re.M), code
    assert set(NAMED.values()) < {int(code) for code in Exit}


def test_every_error_ends_with_a_code_of_the_list() -> None:
    for module in walk_packages(veivalg.__path__, "veivalg."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    kinds = list(VeivalgError.__subclasses__())
    for kind in kinds:
        kinds += kind.__subclasses__()
    assert len(kinds) > 10
    assert all(isinstance(kind.exit_code, Exit) for kind in kinds)


def test_no_command_ends_with_a_number_of_its_own() -> None:
    for file in (ROOT / "src/veivalg").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = ast.unparse(node.func)
                plain = isinstance(node.args[0], ast.Constant)
                ends = name in ("typer.Exit", "SystemExit", "sys.exit")
                assert not (ends and plain), f"{file.name}:{node.lineno}"


def _closed(_folder: Path) -> list[str]:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        return ["hent", "Utsira", "--kilde", f"http://127.0.0.1:{closed.getsockname()[1]}"]


def _read(text: str) -> Callable[[Path], list[str]]:
    def arguments(folder: Path) -> list[str]:
        (folder / "fil.csv").write_text(text, encoding="utf-8")
        return ["importer", str(folder / "fil.csv"), "--kommune", "Harstad"]

    return arguments


def _in_the_way(folder: Path) -> list[str]:
    (folder / "fil").write_text("i veien")
    return ["rapport", "Harstad", "--ut", str(folder / "fil" / "under"), "--format", "json"]


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (0, lambda _folder: ["versjon"]),
        (2, lambda _folder: ["kapittel", "finnes-ikke", "Harstad"]),
        (2, lambda _folder: ["finnes-ikke"]),
        (3, _read("Skole;Skoleår;Trinn;Elever\nA;2025;1;mange\n")),
        (4, _closed),
        (5, _in_the_way),
        (6, _read(SUMS)),
    ],
)
def test_commands_end_as_the_list_says(
    code: int, arguments: Callable[[Path], list[str]], data: Path
) -> None:
    assert run(arguments(data)) == code


@pytest.mark.parametrize(("stopped", "code"), [(KeyboardInterrupt, 130), (ZeroDivisionError, 70)])
def test_a_command_that_is_stopped_and_a_fault_of_ours_end_as_the_list_says(
    stopped: type[BaseException], code: int, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends(*_: object, **__: object) -> None:
        raise stopped

    monkeypatch.setattr("veivalg.norway.register.municipalities", ends)
    assert run(["kommuner"]) == code


def test_the_guide_to_own_figures_tells_every_question_and_what_is_remembered() -> None:
    from veivalg.own import mappings
    from veivalg.own.intake import repeats, sure, unseen
    from veivalg.own.intake.questions import TABLE

    guide = (ROOT / "docs/egne-tall.md").read_text("utf-8")
    code = "".join(p.read_text("utf-8") for p in (ROOT / "src/veivalg/own/intake").glob("*.py"))
    asked = {start.partition(":")[0] for start in re.findall(r'Question\(\s*f"(\w+:)', code)}
    asked |= {
        TABLE,
        *re.findall(r'(?:Question\(\s*|(?="(?:rows|letters|title):))"([a-z]+:[a-z]+)"', code),
    }
    rows = {
        id.partition(":FELT")[0]: kept
        for id, kept in re.findall(r"^\| `([\w:]+)` \|.*\| (ja|nei) \|$", guide, re.M)
    }
    assert set(rows) == asked and {repeats.ID, unseen.HIDDEN} <= asked
    once = {
        "rows:repeats",
        "rows:hidden",
        "rows:section",
        "rows:notes",
        "rows:later",
        "rows:ahead",
        "rows:unlikely",
        "rows:unit",
        "days",
        "letters:lost",
        "title:kind",
        "title:year",
    }
    once |= {"rows:title"}
    assert {id for id, kept in rows.items() if kept == "nei"} == once
    assert f"under {sure.LEAST:.0%}".replace("%", " %") in guide
    assert f"de {mappings.MOST_FORMS} siste skjemaene" in guide
    assert f"/{mappings.NAME}" in guide and f"`{mappings.ANSWERS}`" in guide


def test_what_is_damaged_is_never_listed_as_if_it_were_whole(data: Path) -> None:
    note = ("--tekst", "Sjekk.", "--kapittel", "befolkning", "--om", "x", "--hvem", "Kari")
    known = ("--legg-til", "boligfelt", "--aar", "2028", "--antall", "50", "--hvem", "Kari")
    file = data / "elever.csv"
    file.write_text("Skole;Skoleår;Trinn;Elever\nA;2025;1;33\n", encoding="utf-8")
    assert run(["merknad", "rana", *note]) == 0
    assert run(["lokalkunnskap", "rana", *known, "--hvorfor", "Vedtatt"]) == 0
    assert run(["importer", str(file), "--kommune", "rana"]) == 0
    lists = [["merknad", "rana"], ["lokalkunnskap", "rana"], ["egne", "rana"]]
    lists += [["egne", "rana", "--tabell", "elever"]]
    lists += [[*command, "--json"] for command in lists]
    assert {run(command) for command in lists} == {0}
    for event in (data / "data" / "hendelser").rglob("0*.json"):
        event.write_text("{", encoding="utf-8")
    for rows in (data / "data" / "egne-tall").rglob("*.parquet"):
        rows.write_bytes(b"PAR1")
    for command in lists:
        assert run(command) == Exit.STORE, command


@pytest.mark.parametrize("port", ["99999", "65536", "-1", "x"])
def test_no_address_is_given_with_a_port_that_is_none(
    data: Path, port: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("adresse", "start"):
        assert run([command, "--port", port]) == Exit.USAGE
        assert "http" not in capsys.readouterr().out


def test_an_answer_that_is_none_is_refused_and_one_that_is_used_is_not(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = data / "budsjett.csv"
    file.write_text(SUMS, encoding="utf-8")
    arguments = ["importer", str(file), "--kommune", "rana"]
    for answer in ("unit:budsjett=1000", "finnes=ikke", "rows:hidden=keep", "unit:budget=mye"):
        assert run([*arguments, "--svar", answer]) == Exit.USAGE, answer
        assert answer in capsys.readouterr().err
    assert run([*arguments, "--svar", "table=aarsbudsjett"]) == Exit.OPEN
    assert run([*arguments, "--svar", "unit:budget=1000"]) == Exit.DONE
