"""Write what documents say of the code from the code itself: `python -m tools.docs`.

`docs/oversikt.md` is written whole: commands, exit codes, formats, chapters, sources and own
tables. In `docs/arkitektur.md` the table of rooms stands between two marks, and so do the samples
in CONTRIBUTING.md, which are the files in `tests/samples`. `tests/test_docs.py` refuses a document
that says something else than the code.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "veivalg"
OVERVIEW = ROOT / "docs" / "oversikt.md"
ARCHITECTURE = ROOT / "docs" / "arkitektur.md"
CONTRIBUTING = ROOT / "CONTRIBUTING.md"
MARKED = re.compile(r"(<!-- made: (?P<what>[^>]+?) -->\n).*?(<!-- /made -->)", re.S)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table in Markdown."""
    lines = [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def rooms() -> list[tuple[str, ...]]:
    """Give the rooms, the deepest first; those that stand beside one another together."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (contract,) = (c for c in told["tool"]["importlinter"]["contracts"] if c.get("id") == "layers")
    return [tuple(line.split(" | ")) for line in reversed(contract["layers"])]


def said_of(room: str) -> str:
    """Give the first line of a room's docstring: what it is."""
    text = (SOURCE / room / "__init__.py").read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(text)) or "").split("\n")[0]


def rooms_table() -> str:
    """Write the rooms from the deepest to the doors: a room may know only rooms above its line."""
    rows = [
        (str(level), f"`{room}/`", said_of(room))
        for level, beside in enumerate(rooms(), 1)
        for room in beside
    ]
    return table(("level", "room", "what it is"), rows)


def commands() -> Iterator[tuple[str, str]]:
    """Give every command with the first sentence of its help."""
    from veivalg.cli.main import groups

    for group in groups():
        for command in group.registered_commands:
            assert command.callback is not None
            name = command.name or command.callback.__name__.replace("_", "-")
            yield name, " ".join((command.callback.__doc__ or "").split("\n\n")[0].split())


def exit_codes() -> Iterator[tuple[str, str]]:
    """Give how a command can end, with what it means."""
    from veivalg.foundation.errors import Exit

    return ((str(int(code)), code.told) for code in Exit)


def formats() -> Iterator[tuple[str, ...]]:
    """Give the formats a report, a chapter or an exhibit can be had in."""
    from veivalg.publish import every
    from veivalg.publish import formats as known
    from veivalg.publish.format import ONE

    for one in sorted({**every(), **known(ONE)}.values(), key=lambda f: f.order):
        yield f"`{one.name}`", one.label, f"`{one.suffix}`", ", ".join(one.offered) or "–"


def chapters() -> Iterator[tuple[str, ...]]:
    """Give the chapters in order."""
    from veivalg.chapters.common.registry import all_chapters

    for spec in all_chapters():
        yield f"`{spec.id}`", spec.title, spec.question, ", ".join(spec.methods)


def sources() -> Iterator[tuple[str, ...]]:
    """Give the sources."""
    from veivalg.sources import all_sources

    for source in all_sources():
        when = "sammen med de andre" if source.order is not None else "når den blir bedt om"
        yield f"`{source.id}`", source.title, when


def own_tables() -> Iterator[tuple[str, ...]]:
    """Give the tables a municipality can bring."""
    from veivalg.own.tables import own_tables as known

    for one in sorted(known().values(), key=lambda t: t.template):
        yield f"`{one.template}`", one.title, ", ".join(one.chapters)


def overview() -> str:
    """Write the overview."""
    parts = [
        "# Oversikt\n\nLaget av koden med `make docs`. En test ser etter at den stemmer.",
        "## Kommandoer\n\n" + table(("kommando", "hva den gjør"), map(_as_code, commands())),
        "## Avslutningskoder\n\n" + table(("kode", "når"), exit_codes()),
        "## Formater\n\n" + table(("navn", "heter", "fil", "fås for"), formats()),
        "## Kapitler\n\n" + table(("id", "tittel", "spørsmål", "metoder"), chapters()),
        "## Kilder\n\n" + table(("id", "kilde", "hentes"), sources()),
        "## Kommunens egne tabeller\n\n"
        + table(("mal", "tabell", "brukes i kapitlene"), own_tables()),
    ]
    return "\n\n".join(parts) + "\n"


def _as_code(row: tuple[str, str]) -> tuple[str, str]:
    return f"`veivalg {row[0]}`", row[1]


def filled(text: str) -> str:
    """Give a document with what stands between its marks made anew.

    A mark names the table of rooms, «rooms», or a file, which is shown as it is.
    """

    def made(found: re.Match[str]) -> str:
        what = found["what"].strip()
        body = rooms_table() if what == "rooms" else _shown(ROOT / what)
        return f"{found[1]}{body}\n{found[3]}"

    return MARKED.sub(made, text)


def _shown(file: Path) -> str:
    language = "python" if file.suffix == ".py" else file.suffix.removeprefix(".")
    return f"```{language}\n{file.read_text(encoding='utf-8').rstrip()}\n```"


@cache
def made() -> dict[Path, str]:
    """Give every document that is made, wholly or in part, as it ought to be."""
    return {
        OVERVIEW: overview(),
        **{file: filled(file.read_text("utf-8")) for file in (ARCHITECTURE, CONTRIBUTING)},
    }


def main() -> None:
    """Write the documents that have changed."""
    for file, text in made().items():
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            print(file.relative_to(ROOT))


if __name__ == "__main__":
    main()
