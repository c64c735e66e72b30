"""`plan-innenfor-rammene`: plans beside «ingenting bygges eller kjøpes», and why."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from veivalg.cli.parts import (
    CHANGE,
    DRAWS,
    Commands,
    Data,
    PartFormat,
    Place,
    Target,
    check_format,
    overrides,
    progress_bar,
    write_file,
)
from veivalg.foundation.errors import Exit, UsageError
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.settings import data_folder, today

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veivalg.content import Missing
    from veivalg.maths.optimise.answer import Answer
    from veivalg.maths.scenarios.model import Scenario
    from veivalg.maths.scenarios.presets import Preset
    from veivalg.norway.municipality import Municipality

commands = Commands(order=80)


@commands.command("plan-innenfor-rammene")
def plan_within(
    kommune: Place,
    sett: Annotated[
        list[str] | None,
        CHANGE(
            help=N_(
                "Årsverk, penger, krav og priser, for eksempel arsverk-2030=700. "
                "Andeler som desimaltall, penger i kroner. Kan gjentas."
            )
        ),
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option(
            "--scenario",
            metavar="SCENARIO",
            help=N_("Ferdig scenario (for eksempel «ytteren») å sette ved siden av."),
        ),
    ] = None,
    format: PartFormat = "md",
    ut: Target = None,
    trekk: Annotated[int, DRAWS(help=N_("Så mange framtider lages planen for."))] = 12,
    punkter: Annotated[int, typer.Option("--punkter", help=N_("Så mange planer på fronten."))] = 9,
    data: Data = None,
) -> None:
    """Vis hva ansatte, penger og plasser kan dekke, mot «ingenting bygges eller kjøpes»."""
    from veivalg.chapters.plan_innenfor_rammene.chapter import chapter
    from veivalg.norway.register import find
    from veivalg.publish import formats, render_chapter
    from veivalg.publish.format import PART

    chosen = overrides(sett)
    check_format(format, formats(PART), ut, "her")
    if not 2 <= trekk <= 50:
        raise UsageError(
            _("Planen kan ikke lages for {trekk} trekk.").format(trekk=trekk),
            _("Velg fra 2 til 50."),
        )
    if not 8 <= punkter <= 40:
        raise UsageError(
            _("Fronten kan ikke ha {punkter} punkter.").format(punkter=punkter),
            _("Velg fra 8 til 40."),
        )
    found, missing = _answer(find(kommune), chosen, data_folder(data), (trekk, punkter), scenario)
    content = render_chapter(chapter(found, missing), format)
    if ut is None:
        sys.stdout.write(content.decode("utf-8"))
    else:
        write_file(ut, content)
        print(f"Skrev {ut}", file=sys.stderr)
    if not found.solution.found:
        # A script must see that there is no plan, though the reason is written out. The number is
        # the one it has had since the first release.
        raise typer.Exit(Exit.SOURCE)


def _answer(
    place: Municipality,
    chosen: dict[str, float],
    folder: Path,
    size: tuple[int, int],
    beside: str | None,
) -> tuple[Answer, tuple[Missing, ...]]:
    from veivalg.chapters.common.care_paths import along, people
    from veivalg.content import Missing
    from veivalg.desk.local_knowledge import LocalKnowledge
    from veivalg.gather.gather import gather
    from veivalg.lake.lake import Lake
    from veivalg.maths.optimise.answer import answer
    from veivalg.maths.optimise.basis import basis, short_share
    from veivalg.maths.scenarios.presets import presets
    from veivalg.own.persons.technology import TABLE, possible

    with progress_bar(quiet=False) as bar:
        task = bar.add_task("Lager tusen mulige framtider for befolkningen", total=100)
        # What places follow decides the futures themselves, and so comes first.
        taken = {id: value for id, value in chosen.items() if id in along()}
        evidence = gather(place, Lake(folder), overrides=taken, today=today())
        along(evidence)
        found = people(evidence, LocalKnowledge(folder).of(place.code))
        if isinstance(found, Missing):
            raise UsageError(f"{found.what}. {found.why}", found.how_to_get)
        scenario = _scenario(presets(found[0]), beside) if beside else None
        share = short_share(evidence.rows("care_places", evidence.place))
        known = possible(evidence.persons.get(TABLE))
        ground, missing = basis(found[0], share, scenario, known)
        if ground is None:
            what = ", ".join(dict.fromkeys(m.what for m in missing))
            raise UsageError(
                _("Plan innenfor rammene mangler tall: {what}.").format(what=what),
                missing[0].how_to_get,
            )
        made = answer(
            ground,
            chosen,
            scenario=scenario,
            draws=size[0],
            points=size[1],
            progress=lambda text, done: bar.update(task, description=text, completed=done),
        )
    return made, missing


def _scenario(known: Sequence[Preset], id: str) -> Scenario:
    """Give a ready-made scenario; raises ``UsageError`` with those there are."""
    for preset in known:
        if preset.id == id:
            return preset.scenario
    raise UsageError(
        _("Det finnes ikke noe ferdig scenario som heter «{id}».").format(id=id),
        _("Velg blant {ids}.").format(ids=", ".join(p.id for p in known)),
    )
