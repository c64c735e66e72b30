"""`lokalkunnskap`: what people know of their own place that changes the projections."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from veivalg.cli.parts import (
    ALL,
    YEAR,
    AsJson,
    Changes,
    Commands,
    Data,
    Place,
    Remove,
    Who,
    overrides,
    print_json,
)
from veivalg.content.numbers import format_plain
from veivalg.foundation.errors import UsageError
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.settings import data_folder

if TYPE_CHECKING:
    from veivalg.desk.local_knowledge import LocalKnowledge
    from veivalg.maths.projections.ensemble.overrides import Override
    from veivalg.norway.municipality import Municipality

commands = Commands(order=72)
KINDS = {
    "boligfelt": "HOUSING",
    "skole": "SCHOOL_CLOSED",
    "bedrift": "EMPLOYER",
    "flyktninger": "REFUGEES",
    "annet": "OTHER",
}


@commands.command()
def lokalkunnskap(
    kommune: Place,
    legg_til: Annotated[
        str,
        typer.Option(
            "--legg-til",
            metavar="TYPE",
            help=N_("boligfelt, skole, bedrift, flyktninger eller annet. Uten: vis alt."),
        ),
    ] = "",
    aar: Annotated[int | None, YEAR(help=N_("Året det skjer."))] = None,
    antall: Annotated[
        float | None,
        typer.Option("--antall", help=N_("Boliger, elever, arbeidsplasser eller personer.")),
    ] = None,
    hvem: Who = "",
    hvorfor: Annotated[str, typer.Option("--hvorfor", help="Begrunnelsen.")] = "",
    sett: Changes = None,
    fjern: Remove = "",
    alt: Annotated[bool, ALL(help=N_("Vis også det som er fjernet."))] = False,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Vis, legg til eller fjern det dere vet som endrer framskrivingen."""
    from veivalg.desk.local_knowledge import LocalKnowledge
    from veivalg.maths.projections.ensemble.override_rules import Kind
    from veivalg.norway.register import find

    store, settings = LocalKnowledge(data_folder(data)), overrides(sett)
    if fjern:
        removed = store.remove(find(kommune).code, fjern, who=hvem, why=hvorfor)
        print(f"Fjernet: {removed.line()}.")
        return
    if not legg_til:
        _list(find(kommune), store, everything=alt, as_json=json)
        return
    if legg_til not in KINDS:
        raise UsageError(
            _("«{legg_til}» er ikke en type.").format(legg_til=legg_til),
            _("Velg blant {names}.").format(names=", ".join(KINDS)),
        )
    if aar is None or antall is None:
        missing = _("Året") if aar is None else "Antallet"
        raise UsageError(
            _("{missing} mangler.").format(missing=missing),
            _("Legg til --aar ÅR og --antall TALL."),
        )
    added = store.add(
        find(kommune).code,
        Kind[KINDS[legg_til]],
        aar,
        antall,
        who=hvem,
        why=hvorfor,
        settings=settings,
    )
    print(f"Lagret {added.id}: {added.line()}, netto {_net(added)} personer.")


def _list(place: Municipality, store: LocalKnowledge, *, everything: bool, as_json: bool) -> None:
    """List what is in force, or the whole history, with what each rests on."""
    from veivalg.maths.projections.ensemble.override_rules import factors

    held = store.history(place.code) if everything else store.of(place.code)
    if as_json:
        print_json([_record(o) for o in held])
        return
    for one in held:
        by = f"{one.removed_by}: {one.removed_why}"
        gone = f" – fjernet {one.removed[:10]} ({by})" if one.removed else ""
        print(f"{one.id}  {one.line()} – netto {_net(one)} personer{gone}")
        for assumption in one.assumptions():
            if assumption.id in factors(one.kind) or assumption.changed or everything:
                print(f"    {assumption.id} = {assumption.text()}")
    if not held:
        print(_("{name} har ingen lokalkunnskap lagret.").format(name=place.name))


def _net(one: Override) -> str:
    return format_plain(float(one.movers().sum()), sign=True)


def _record(one: Override) -> dict[str, object]:
    return asdict(one) | {
        "netto_personer": float(one.movers().sum()),
        "antakelser": {a.id: a.value for a in one.assumptions()},
    }
