"""Write a data folder with version 0.1.0's own code, and what 0.1.0 says a reader sees in it.

The figures are constructed. It is run once, in an environment where version 0.1.0 is installed
(``git worktree add ../v0.1.0 v0.1.0``), never with today's code::

    python tests/data_folder/make_0_1_0.py tests/data_folder

It leaves ``folder_0_1_0.zip`` (an archive, so that no name in it meets another file system) and
``expected_0_1_0.json``, which the tests hold today's code up to.
"""

from __future__ import annotations

import json
import sys
import tempfile
import zipfile
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import polars as pl
from starlette.testclient import TestClient
from veivalg.projections.ensemble.overrides import Kind
from veivalg.scenarios.model import BuildingStep, Scenario, from_text, to_dict
from veivalg.sources.boundaries import read_boundaries
from veivalg.sources.gather import gather
from veivalg.sources.intake import accept, read_file
from veivalg.sources.intake.pseudonyms import pseudonym, salt
from veivalg.store import Lake
from veivalg.store.choices import Choices
from veivalg.store.local_knowledge import LocalKnowledge
from veivalg.store.mappings import Mappings
from veivalg.store.names import FUNCTIONS, keep_names, read_names
from veivalg.store.notes import Notes
from veivalg.store.own import OwnStore
from veivalg.store.scenarios import Scenarios
from veivalg.web.scenario_state import token

from veivalg import __version__
from veivalg.content import Source, SourceKind
from veivalg.norway.register import municipality
from veivalg.sources.embedded import embedded_tables
from veivalg.web.app import create_app

HOST = "http://127.0.0.1"
CODES = ("5503", "1833", "5610")
OTHERS = {"notat.txt": "En fil som ikke er Veivalgs, og som skal få ligge.\n"}


def write_own(folder: Path) -> None:
    """Read in own tables: versions, an undo, a delete, pointed-out columns and pseudonyms."""
    store = OwnStore(folder)

    def take(code: str, table: str, name: str, lines: list[str], **more: Any) -> None:
        content = "\n".join(lines).encode()
        read = read_file(content, name, code=code, store=store, table=table, **more)
        accept(read, store, who=more.get("who", "Kari Nordmann"))

    head = "Skole;Skoleår;Trinn;Elever"
    take("1833", "pupils", "elever høst.csv", [head, "Båsmo;2025;1;33", "Gruben;2025;2;40"])
    take("1833", "pupils", "elever retta.csv", [head, "Båsmo;2025;1;34", "Gruben;2025;2;40"])
    take("1833", "pupils", "elever feil.csv", [head, "Båsmo;2025;1;340", "Ytteren;2025;2;7"])
    store.undo("1833", "pupils", "Ola")
    store.undo("1833", "pupils", "Ola")
    lines = ["Skole;Skoleår;Trinn;Antall barn", "Kárášjohka;2025;1;31"]
    take("5610", "pupils", "oahppit.csv", lines, mapping={"pupils": "Antall barn"})
    staff = "Sone;Utøvende årsverk;Timer per uke i full stilling;Fravær uten vikar"
    for file, fte in (("turnus mai.csv", "16,5"), ("turnus juni.csv", "17,25")):
        take("5503", "home_care_staff", file, [staff, f"Nord;{fte};35,5;0,05", "Sør;9;35,5;"])
    store.delete("5503", "home_care_staff", "Per")
    take("5503", "home_care_staff", "turnus juli.csv", [staff, "Nord;18;35,5;", "Sør;9,5;35,5;"])
    visits = "Besøk nr.;Bruker-ID;Sone;Dato;Minutter hos bruker;Minutter etter vedtak;Alder"
    rows = [
        f"{n};B{1000 + n % 7};{['Sør', 'Nord'][n % 2]};2024-09-{16 + n % 7};{20 + n};;8{n % 10}"
        for n in range(1, 29)
    ]
    take("5503", "home_care_visits", "besøk uke 38.csv", [visits, *rows[:-1]])
    take("5503", "home_care_visits", "besøk uke 38 hele.csv", [visits, *rows])


def write_at_once(folder: Path) -> None:
    """Let two programs store the same table at once: 0.1.0 gives both the same number."""
    store, late = OwnStore(folder), OwnStore(folder)
    head = "Skole;Skoleår;Trinn;Elever"

    def read(line: str) -> Any:
        return read_file(
            f"{head}\n{line}".encode(), "samtidig.csv", code="5503", store=store, table="pupils"
        )

    accept(read("Kanebogen;2025;1;20"), store)
    seen = store.versions("5503", "pupils")
    accept(read("Kanebogen;2025;1;21"), store)
    late.versions = lambda code, table: seen  # type: ignore[method-assign]
    accept(read("Kanebogen;2025;1;22"), late)


def write_desk(folder: Path) -> None:
    """Write notes, choices, local knowledge and scenarios, some of them removed again."""
    notes = Notes(folder)
    kept = notes.add(
        "5503",
        "ressursbruk",
        "Funksjon 254, 2022",
        "Ført på feil funksjon.",
        period="2022",
        who="Kari Nordmann",
    )
    gone = notes.add("5503", "ressursbruk", "Funksjon 234", "Skal bort.", who="Ola")
    notes.add("5503", "befolkning", "Folketallet", "Hárstták: «æøå» og 100 % sikkert.", who="Máret")
    notes.remove("5503", gone.id)
    notes.add("1833", "plasser", "Sykehjemsplasser", "Ytteren kommer i tillegg.", who="Per")
    assert kept.id != gone.id
    choices = Choices(folder)
    choices.save("5503", ["1804", "Rana"])
    choices.save("5503", ["1833", "1806", "5501"])
    choices.save("1833", ["5503"])
    choices.save("5610", ["5503"])
    choices.save("5610", [])
    knowledge = LocalKnowledge(folder)
    knowledge.add(
        "5503",
        Kind.HOUSING,
        2029,
        120,
        who="Kari",
        why="vedtatt reguleringsplan",
        settings={"andel_utenfra": 0.4},
    )
    firm = knowledge.add("5503", Kind.EMPLOYER, 2030, 300, who="Ola", why="intensjonsavtale")
    knowledge.add("5503", Kind.REFUGEES, 2027, 25, who="Kari", why="vedtak i formannskapet")
    knowledge.remove("5503", firm.id, who="Per", why="avtalen ble ikke noe av")
    knowledge.add("1833", Kind.SCHOOL_CLOSED, 2028, 45, who="Per", why="skolestruktur")


def write_scenarios(folder: Path, client: TestClient) -> None:
    """Save scenarios through the page, so that the history says what was moved."""
    room = "/kommune/5503/scenariorom"
    housing = LocalKnowledge(folder).of("5503")[0].id

    def save(scenario: Scenario, who: str) -> None:
        form = {"scenario": token(scenario), "navn": scenario.name, "hvem": who, "tilbake": ""}
        reply = client.post(f"{room}/lagre", data=form)
        assert reply.status_code == 303, reply.text

    way = Scenario("Vår vei", settings={"sick_leave": 0.08}, overrides=(housing,))
    save(way, "Kari")
    step = BuildingStep("Nytt bokollektiv", 2030, {"dwellings_24h": 24.0}, 120e6, 0.4)
    save(replace(way, settings={"sick_leave": 0.07}, steps=(step,)), "Ola")
    save(
        Scenario(
            "Prøve", settings={"coverage_institution": 0.12}, intervals={"sick_leave": (0.06, 0.1)}
        ),
        "Kari",
    )
    assert client.post(f"{room}/fjern", data={"navn": "Prøve", "hvem": "Kari"}).status_code == 303
    save(Scenario("Mindre fravær", settings={"sick_leave": 0.06}), "Máret")
    Scenarios(folder).save("1833", {"name": "Ytteren", "settings": {}}, who="Per", what=("Ny",))


def write_lake(folder: Path) -> None:
    """Store a few partitions, one of them twice, with names of codes and boundaries."""
    lake = Lake(folder)
    source = Source(
        "ssb-07459",
        "SSB",
        "07459: Befolkning",
        table="07459",
        query="konstruert",
        retrieved="2026-03-01",
        updated="2026-02-24T07:00:00Z",
        licence="CC BY 4.0",
        kind=SourceKind.CONSTRUCTED,
    )
    people = embedded_tables()["population"].frame
    for code in ("5610", "5503"):
        rows = people.filter(pl.col("municipality") == code)
        for factor in (2, 3):
            made = rows.with_columns((pl.col("persons") * factor).cast(pl.Int32))
            lake.put("population", f"07459-{code}", made, source)
    places = embedded_tables()["care_places"].frame.filter(pl.col("municipality") == "1833")
    lake.put("care_places", "11875-1833", places, replace(source, id="ssb-11875", table="11875"))
    keep_names(folder, FUNCTIONS, {"241": "Diagnose, behandling", "254": "Helse- og omsorg"})
    square = [[[16.0, 68.0], [17.0, 68.0], [17.0, 69.0], [16.0, 69.0], [16.0, 68.0]]]
    feature = {
        "type": "Feature",
        "properties": {"kommunenummer": "5503"},
        "geometry": {"type": "Polygon", "coordinates": square},
    }
    (folder / "grenser.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}), "utf-8"
    )


def seen_own(folder: Path) -> dict[str, Any]:
    """Give every own table: history, rows of each version that has rows, headings, source."""
    store = OwnStore(folder)
    found: dict[str, Any] = {}
    for place in sorted((folder / "egne").glob("*/*")):
        code, table = place.parent.name, place.name
        rows: dict[str, Any] = {}
        for version in store.versions(code, table):
            if version.facts and (place / version.facts).exists():
                read = store.read(code, table, version.number)
                rows[str(version.number)] = read.frame.write_json() if read else None
        current = store.read(code, table)
        found[f"{code}/{table}"] = {
            "versions": [asdict(v) for v in store.versions(code, table)],
            "can_undo": store.can_undo(code, table),
            "rows": rows,
            "current": current.frame.write_json() if current else None,
            "source": asdict(current.source("*")) if current else None,
            "headings": Mappings(store).of(code, table),
        }
    return found


def seen_desk(folder: Path) -> dict[str, Any]:
    """Give what each municipality's desk holds, and its history."""
    notes, knowledge, scenarios = Notes(folder), LocalKnowledge(folder), Scenarios(folder)
    return {
        code: {
            "notes": [asdict(n) for n in notes.history(code)],
            "note_lines": [n.line() for n in notes.of(code)],
            "peers": list(Choices(folder).peers(code)),
            "knowledge": [asdict(o) for o in knowledge.history(code)],
            "in_force": [o.line() for o in knowledge.of(code)],
            "scenario_events": [asdict(e) for e in scenarios.history(code)],
            "scenarios": scenarios.current(code),
        }
        for code in CODES
    }


def seen_lake(folder: Path) -> dict[str, Any]:
    """Give the catalogue, and the rows as chapters get them."""
    lake = Lake(folder)
    rows = {}
    for table in ("population", "care_places"):
        read = lake.read(table)
        assert read is not None
        frame = read.frame
        rows[table] = {
            "height": frame.height,
            "hash": str(frame.hash_rows(seed=7).sum()),
            "sources": {place: asdict(source) for place, source in sorted(read.sources.items())},
        }
    persons = lake.read("population")
    assert persons is not None
    sums = persons.frame.group_by("municipality").agg(pl.col("persons").sum()).sort("municipality")
    return {
        "catalogue": [{**asdict(e), "path": e.path.name} for e in lake.catalogue()],
        "rows": rows,
        "persons": dict(sums.rows()),
        "names": read_names(folder, FUNCTIONS),
        "outline": read_boundaries(folder / "grenser.geojson")["5503"],
    }


def seen_links(folder: Path, client: TestClient) -> list[dict[str, Any]]:
    """Give links to share, what they say, and what the page answers to them."""
    found = []
    for name, content in Scenarios(folder).current("5503").items():
        scenario = replace(from_text(token_of(content)), log=())
        query = urlencode([("s", token(scenario)), ("nr", "1"), ("vis", "fte_lacking")])
        reply = client.get(f"/kommune/5503/scenariorom/svar?{query}")
        assert reply.status_code == 200
        found.append(
            {
                "name": name,
                "query": query,
                "scenario": to_dict(scenario),
                "errors": reply.json()["feil"],
                "link": reply.json()["lenke"],
            }
        )
    return found


def token_of(content: Any) -> str:
    """Give a saved scenario as it stands in an address."""
    from veivalg.scenarios.model import from_dict

    return token(from_dict(content))


def main(target: Path) -> None:
    """Write the archive and what is expected of it into `target`."""
    assert __version__ == "0.1.0", "this is to be run with version 0.1.0"
    assert municipality("5503").name == "Harstad"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        folder.mkdir()
        write_lake(folder)
        write_own(folder)
        write_at_once(folder)
        write_desk(folder)
        app = create_app(folder, source_url=f"{HOST}:9/")
        with TestClient(app, base_url=HOST, follow_redirects=False) as client:
            write_scenarios(folder, client)
            links = seen_links(folder, client)
        for file, text in OTHERS.items():
            (folder / file).write_text(text, "utf-8")
        gather(municipality("5503"), Lake(folder))
        secret = salt(folder / "egne")
        expected = {
            "version": __version__,
            "own": seen_own(folder),
            "pseudonym": pseudonym("B1003", "5503", secret),
            "desk": seen_desk(folder),
            "lake": seen_lake(folder),
            "links": links,
            "others": OTHERS,
        }
        pack(folder, target / "folder_0_1_0.zip")
    text = json.dumps(expected, ensure_ascii=False, indent=1, sort_keys=True, default=str)
    (target / "expected_0_1_0.json").write_text(text + "\n", "utf-8")


def pack(folder: Path, archive: Path) -> None:
    """Pack every file, temporary ones too, in the order of their names."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            packed.write(path, path.relative_to(folder).as_posix())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
