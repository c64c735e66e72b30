"""What is frozen, by kind: each kind writes one file a thing into its own folder."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from . import books, doors, lived

COMMON = "felles"
"""The place of what belongs to no municipality."""

DATA = Path("data")
HOST = "http://127.0.0.1"
NOWHERE = f"{HOST}:9/"
ASKED = tomllib.loads(Path(__file__).with_name("asked.toml").read_text(encoding="utf-8"))


class Session:
    """The running program of one tree, opened as far as it is asked for."""

    def __init__(self, tree: Path) -> None:
        self._tree = tree
        self.out = Path()
        self._open = ExitStack()
        self._reports: dict[str, dict[str, Any]] = {}

    def close(self) -> None:
        """Let go of the web application."""
        self._open.close()

    @cached_property
    def cli(self) -> doors.CommandLine:
        """Give the command line."""
        return doors.CommandLine(self._tree)

    @cached_property
    def app(self) -> Any:
        """Give the web application over an empty data folder."""
        return doors.locate("create_app")(DATA, source_url=NOWHERE)

    @cached_property
    def client(self) -> Any:
        """Give a client that follows nothing by itself."""
        from starlette.testclient import TestClient

        client = TestClient(self.app, base_url=HOST, follow_redirects=False)
        return self._open.enter_context(client)

    def get(self, path: str) -> Any:
        """Ask for an address that is there."""
        answer = self.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:300]}"
        return answer

    def report(self, place: str) -> dict[str, Any]:
        """Give a report as its JSON says it."""
        if place not in self._reports:
            self._reports[place] = self.get(f"/kommune/{place}/rapport.json").json()
        return self._reports[place]

    def exhibits(self, place: str) -> Iterator[tuple[str, str]]:
        """Give chapter and exhibit of everything shown for a place."""
        for chapter in self.report(place)["chapters"]:
            for exhibit in chapter["exhibits"]:
                yield chapter["chapter"], exhibit["id"]

    def write(self, name: str, content: bytes | str) -> None:
        """Write a file of the unit at hand, below ``out``."""
        path = self.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def _written(session: Session, place: str, format: str) -> bytes:
    """Give a report as the command `rapport` writes it."""
    folder = Path("rapport") / format
    words = ("--ut", str(folder), "--format", format, "--data", str(DATA))
    said = session.cli("rapport", place, *words)
    assert said.code == 0, said.err
    (file,) = folder.iterdir()
    content = file.read_bytes()
    file.unlink()
    return content


def as_json(session: Session, place: str) -> None:
    """Freeze the report as JSON."""
    session.write("rapport.json", _written(session, place, "json"))


def as_markdown(session: Session, place: str) -> None:
    """Freeze the report and every chapter of it as Markdown."""
    session.write("rapport.md", _written(session, place, "md"))
    for chapter in json.loads(_written(session, place, "json"))["chapters"]:
        said = session.cli("kapittel", chapter["chapter"], place, "--data", str(DATA))
        assert said.code == 0, said.err
        session.write(f"{chapter['chapter']}.md", said.out)


def as_svg(session: Session, place: str) -> None:
    """Freeze every chart in every size."""
    for name, drawing in doors.charts(doors.report(place, DATA)):
        session.write(f"{name}.svg", drawing)


def as_csv(session: Session, place: str) -> None:
    """Freeze the table behind every exhibit."""
    for chapter, exhibit in session.exhibits(place):
        answer = session.get(f"/kommune/{place}/{chapter}/{exhibit}.csv")
        session.write(f"{chapter}/{exhibit}.csv", answer.content)


def as_workbooks(session: Session, place: str) -> None:
    """Freeze the cells of the report's workbook and of every exhibit's, or of the templates."""
    if place == COMMON:
        for table in json.loads(session.cli("mal", "--json").out):
            name = table["mal"]
            content = session.get(f"/kommune/5503/egne-tall/mal/{name}.xlsx").content
            session.write(f"mal/{name}.txt", _book(content))
        for path in ASKED["common_books"]:
            session.write(f"{_slug(path)}.txt", _book(session.get(path).content))
        return
    session.write("rapport.txt", _book(_written(session, place, "xlsx")))
    for chapter, exhibit in session.exhibits(place):
        answer = session.get(f"/kommune/{place}/{chapter}/{exhibit}.xlsx")
        session.write(f"{chapter}/{exhibit}.txt", _book(answer.content))


def _book(content: bytes) -> str:
    return "\n".join(books.lines(content)) + "\n"


def as_help(session: Session, place: str) -> None:
    """Freeze the help of the program and of every command and subcommand."""
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        command = waiting.pop(0)
        said = session.cli(*command, "--hjelp")
        assert said.code == 0, said.err
        text = said.out.decode()
        session.write(f"{'-'.join(command) or 'veivalg'}.txt", text)
        waiting += [(*command, name) for name in _commands(text)]


def _commands(text: str) -> list[str]:
    """Give the commands a help text lists.

    Examples
    --------
    >>> _commands("╭─ Valg ─╮\\n│ --hjelp │\\n╭─ Kommandoer ─╮\\n│ hent   Hent │\\n│        tall │")
    ['hent']
    """
    _before, _title, listed = text.partition("─ Kommandoer ─")
    return re.findall(r"^│ ([a-zæøå][\w-]*) ", listed, re.MULTILINE)


def as_answers(session: Session, place: str) -> None:
    """Freeze what commands answer, wrong use included: exit code, output and error output."""
    for command in ASKED["commands"]:
        said = session.cli(*command.split())
        head = f"$ veivalg {command}\n[{said.code}]\n".encode()
        session.write(
            f"{_slug(command)}.txt",
            head + said.out + b"\n[stderr]\n" + _without_bars(said.err).encode(),
        )


def as_futures(session: Session, place: str) -> None:
    """Freeze a projection as its rows, and the plan within the frames as Markdown."""
    import polars

    rows = Path(f"framskriving-{place}.parquet")
    said = session.cli("framskriv", place, "--trekk", "40", "--ut", str(rows), "--data", "framtid")
    session.write(
        "framskriving.txt", f"[{said.code}]\n{_without_bars(said.err)}".encode() + said.out
    )
    if rows.exists():
        session.write("framskriving.csv", polars.read_parquet(rows).write_csv())
    said = session.cli(
        "plan-innenfor-rammene", place, "--trekk", "3", "--punkter", "8", "--data", str(DATA)
    )
    session.write(
        "plan-innenfor-rammene.md", f"[{said.code}]\n{_without_bars(said.err)}".encode() + said.out
    )


def as_lived_in(session: Session, place: str) -> None:
    """Freeze what a data folder in use says: own figures, a note and local knowledge."""
    for name, text in lived.live(session.cli, place):
        session.write(name if "." in name else f"{name}.txt", text)


def _without_bars(errors: str) -> str:
    """Leave out bars of progress: how often they are drawn is chance."""
    return "\n".join(line for line in errors.splitlines() if not re.search(r"\d:\d\d:\d\d", line))


def as_pages(session: Session, place: str) -> None:
    """Freeze the list of addresses, and the pages people read."""
    if place == COMMON:
        session.write("adresser.txt", "\n".join(doors.routes(session.app)) + "\n")
        methods = re.findall(r'href="(/metode/[^"#?]+)"', session.get("/metode").text)
        paths = [*ASKED["common_pages"], *dict.fromkeys(methods)]
    else:
        root = f"/kommune/{place}"
        chapters = [f"/{chapter['chapter']}" for chapter in session.report(place)["chapters"]]
        own = [f"/egne-tall/{t['mal']}" for t in json.loads(session.cli("mal", "--json").out)]
        paths = [f"{root}{end}".rstrip("/") for end in (*ASKED["place_pages"], *chapters, *own)]
    for path in paths:
        answer = session.client.get(path)
        kind = answer.headers.get("content-type", "")
        head = f"{answer.status_code} {kind} {answer.headers.get('location', '')}".strip()
        session.write(f"{_slug(path) or 'forside'}.txt", f"{head}\n".encode() + answer.content)


def _slug(text: str) -> str:
    """Give an address or a command as a file name.

    Examples
    --------
    >>> _slug("/sok?q=har"), _slug("/kommune/5503/rapport.html")
    ('sok-q-har', 'kommune-5503-rapport.html')
    """
    return re.sub(r"[^\w.-]+", "-", text.replace("--", "")).strip("-")


@dataclass(frozen=True)
class Kind:
    """What writes a kind, and whether it is by municipality, shared by all, or both."""

    write: Callable[[Session, str], None]
    places: bool = False
    common: bool = False


KINDS = {
    "json": Kind(as_json, places=True),
    "md": Kind(as_markdown, places=True),
    "svg": Kind(as_svg, places=True),
    "csv": Kind(as_csv, places=True),
    "xlsx": Kind(as_workbooks, places=True, common=True),
    "help": Kind(as_help, common=True),
    "cli": Kind(as_answers, common=True),
    "ahead": Kind(as_futures, places=True),
    "own": Kind(as_lived_in, places=True),
    "pages": Kind(as_pages, places=True, common=True),
}
