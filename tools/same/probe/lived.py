"""A data folder people have used: own figures, a note, local knowledge and peers of their own.

All figures are constructed, by sums of whole numbers, so that they are the same everywhere.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from .doors import CommandLine

Row = Sequence[object]
FOLDER = Path("brukt")
MONDAY = date(2026, 3, 2)
SERVICES = ("Hjemmetjenester", "Korttidsopphold", "Langtidsopphold", "Bolig med heldøgns bemanning")
AGES = ("0–66 år", "67–79 år", "80 år og eldre")
NEEDS = ("Noe eller avgrenset", "Middels til stort", "Omfattende", "Ikke grunnlag")
ZONES = ("Nord", "Sør", "Øst")


def own_tables() -> Iterator[tuple[str, Iterator[Row]]]:
    """Give the rows of each own table by the name of its template, small numbers among them."""
    yield "fravaer", _absence()
    yield "ressurskrevende", _high_cost()
    yield "besok", _visits()
    yield "hjemmetjenestebemanning", ((z, 9 + 4 * n, 35.5, 0.05) for n, z in enumerate(ZONES))
    yield "bistandsbehov", _needs()
    yield "maanedsregnskap", _accounts()
    yield (
        "aarsbudsjett",
        ((unit, 2026, 14_000_000 + 2_500_000 * n, "", 120_000) for n, unit in enumerate(ZONES)),
    )


def _absence() -> Iterator[Row]:
    for n, unit in enumerate(ZONES):
        for quarter in (1, 2, 3, 4):
            people = 3 + 11 * n
            yield unit, 2025, quarter, people, 0.8 * people, 0.03 + 0.002 * quarter, 0.05 + 0.01 * n


def _high_cost() -> Iterator[Row]:
    for n in range(9):
        yield 2025, f"M{n:02d}", 20 + 6 * n, ("Ja", "Nei")[n % 2], 1_400_000 + 350_000 * n


def _visits() -> Iterator[Row]:
    number = 0
    for user in range(46):
        zone = ZONES[min(2, user // 21)]  # four users in the last zone: too few to tell
        for day in range(0, 7, 1 + user % 3):
            number += 1
            minutes = 15 + (7 * user + 11 * day) % 50
            when = (MONDAY + timedelta(day)).isoformat()
            yield number, f"B{user:03d}", zone, when, minutes, minutes + 2, 58 + user % 40


def _needs() -> Iterator[Row]:
    for s, service in enumerate(SERVICES):
        for a, age in enumerate(AGES):
            for n, need in enumerate(NEEDS):
                yield service, age, need, (3 + 13 * s + 17 * a + 29 * n) % 60


def _accounts() -> Iterator[Row]:
    for n, unit in enumerate(ZONES):
        for month in range(1, 11):
            amount = 1_150_000 + 210_000 * n + 13_000 * month * (1 + month % 3)
            yield unit, 2026, month, amount, amount // 20


def live(cli: CommandLine, place: str) -> Iterator[tuple[str, str]]:
    """Use a data folder of the place's own; give what each command said, by its name."""
    folder = FOLDER / place
    data = ("--data", str(folder))
    for name, file in _files(cli, folder.with_name(f"{place}-filer")):
        given = ("--kommune", place, "--tabell", name, "--hvem", "Kari", *data)
        yield f"importer-{name}", _told(cli, "importer", str(file), *given)
    said = ("--kapittel", "befolkning", "--om", "Innbyggere", "--tekst", "Vi venter flere.")
    yield "merknad", _told(cli, "merknad", place, *said, "--hvem", "Ola", *data)
    known = ("--legg-til", "boligfelt", "--aar", "2030", "--antall", "120", "--hvorfor", "Vedtatt")
    yield "lokalkunnskap", _told(cli, "lokalkunnskap", place, *known, "--hvem", "Ola", *data)
    for command in ("egne", "merknad", "lokalkunnskap"):
        yield f"{command}-vist", _told(cli, command, place, *data)
    yield "rapport", _told(cli, "rapport", place, "--ut", "brukt-ut", "--format", "md", *data)
    for file in Path("brukt-ut").iterdir():
        yield file.name, _without_chance(file.read_text(encoding="utf-8"))
        file.unlink()


def _files(cli: CommandLine, folder: Path) -> Iterator[tuple[str, Path]]:
    """Write a file a table, with the headings its template has."""
    folder.mkdir(parents=True)
    titles = {
        table["mal"]: [column["tittel"] for column in table["kolonner"]]
        for table in json.loads(cli("mal", "--json").out)
    }
    for name, rows in own_tables():
        path = folder / f"{name}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(titles[name])
            writer.writerows(map(_norwegian, rows))
        yield name, path


def _norwegian(row: Row) -> list[str]:
    return [
        f"{value:.4f}".replace(".", ",") if isinstance(value, float) else str(value)
        for value in row
    ]


def _told(cli: CommandLine, *command: str) -> str:
    said = cli(*command)
    return _without_chance(f"[{said.code}]\n{said.out.decode()}\n[stderr]\n{said.err}")


def _without_chance(text: str) -> str:
    """Leave out the clock, the day it is, ids that are drawn and sizes of files."""
    day = date.today()
    text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[^\s\"«»,)]*", "<tid>", text)
    text = text.replace(f"{day:%d.%m.%Y}", "<dag>").replace(day.isoformat(), "<dag>")
    text = re.sub(r"\(\d+ kB\)", "(<kB>)", text)
    return re.sub(r"\b[0-9a-f]{12}\b", "<id>", text)
