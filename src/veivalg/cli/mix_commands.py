"""What `veivalg sammensetning` does: find the best mix of services and say why."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from veivalg.content import Missing
from veivalg.desk.local_knowledge import LocalKnowledge
from veivalg.foundation.errors import UsageError
from veivalg.foundation.settings import today
from veivalg.lake.lake import Lake
from veivalg.norway.municipality import Municipality
from veivalg.norway.register import find

if TYPE_CHECKING:
    from veivalg.maths.optimise.answer import Answer

FORMATS = ("md", "json", "xlsx")


def best_mix(
    name: str,
    chosen: Mapping[str, float],
    format: str,
    file: Path | None,
    data: Path,
    *,
    draws: int,
    points: int,
) -> None:
    """Find the best mix and write the chapter to a file or to standard output.

    Raises
    ------
    typer.Exit
        With code 4, after the chapter is written, where no plan keeps the demands.
    """
    from veivalg.chapters.sammensetning.chapter import chapter
    from veivalg.publish import render_chapter

    if format not in FORMATS:
        known = ", ".join(FORMATS)
        raise UsageError(f"Formatet «{format}» finnes ikke her.", f"Velg blant {known}.")
    if format == "xlsx" and file is None:
        raise UsageError("XLSX må skrives til en fil.", "Legg til --ut FIL.")
    if not 2 <= draws <= 50:
        raise UsageError(f"Planen kan ikke lages for {draws} trekk.", "Velg fra 2 til 50.")
    if not 8 <= points <= 40:
        raise UsageError(f"Fronten kan ikke ha {points} punkter.", "Velg fra 8 til 40.")
    found, missing = _answer(find(name), chosen, data, draws, points)
    made = chapter(found, missing)
    content = render_chapter(made, format)
    if file is None:
        sys.stdout.write(content.decode("utf-8"))
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
        print(f"Skrev {file}", file=sys.stderr)
    if not found.solution.found:
        # A script must see that there is no plan, though the reason is written out.
        raise typer.Exit(4)


def _answer(
    place: Municipality, chosen: Mapping[str, float], data: Path, draws: int, points: int
) -> tuple[Answer, tuple[Missing, ...]]:
    from veivalg.chapters.scenarier.people import people
    from veivalg.cli.commands import progress_bar
    from veivalg.gather.gather import gather
    from veivalg.maths.optimise.answer import answer
    from veivalg.maths.optimise.basis import basis, short_share

    with progress_bar(quiet=False) as bar:
        task = bar.add_task("Lager tusen mulige framtider for befolkningen", total=100)
        evidence = gather(place, Lake(data), today=today())
        found = people(evidence, LocalKnowledge(data).of(place.code))
        if isinstance(found, Missing):
            raise UsageError(f"{found.what}. {found.why}", found.how_to_get)
        ground, missing = basis(found[0], short_share(evidence.rows("care_places", evidence.place)))
        if ground is None:
            raise UsageError(*_told(missing))
        made = answer(
            ground,
            chosen,
            draws=draws,
            points=points,
            progress=lambda text, done: bar.update(task, description=text, completed=done),
        )
    return made, missing


def _told(missing: tuple[Missing, ...]) -> tuple[str, str]:
    """Say what lacks, and how to get it."""
    what = ", ".join(dict.fromkeys(m.what for m in missing))
    return f"Beste sammensetning mangler tall: {what}.", missing[0].how_to_get
