"""`egne`: the versions of the municipality's own figures in a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from veivalg.cli.parts import (
    SURE,
    TO_FILE,
    AsJson,
    Commands,
    Data,
    Place,
    TableName,
    Who,
    check_excel,
    plain,
    print_json,
    write_file,
)
from veivalg.content.numbers import format_exact
from veivalg.foundation.errors import TableError, UsageError
from veivalg.foundation.i18n import N_, _
from veivalg.foundation.settings import data_folder, today

if TYPE_CHECKING:
    from veivalg.norway.municipality import Municipality
    from veivalg.own.history import Version
    from veivalg.own.tables import OwnTable
    from veivalg.own.versions import OwnStore
    from veivalg.tables.gate import Persons

commands = Commands(order=91)
KINDS = {"import": "lest inn", "undo": "angret", "delete": "slettet", "damaged": "skadet"}
_SHOWN = 40


@commands.command()
def egne(
    kommune: Place,
    tabell: TableName = None,
    forskjell: Annotated[
        str | None, typer.Option("--forskjell", metavar="GAMMEL:NY", help="Eller «siste».")
    ] = None,
    angre: Annotated[bool, typer.Option("--angre", help=N_("Gå tilbake en versjon."))] = False,
    slett: Annotated[bool, typer.Option("--slett", help=N_("Slett alle versjoner."))] = False,
    ja: Annotated[bool, SURE(help=N_("Slett uten å spørre."))] = False,
    ut: Annotated[Path | None, TO_FILE(help=N_("Skriv radene til et regneark."))] = None,
    hvem: Who = "",
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Vis kommunens egne tall: tabeller, versjoner og forskjeller. Angre, slett eller skriv ut."""
    from veivalg.norway.register import find
    from veivalg.own.intake import find_table
    from veivalg.own.versions import OwnStore

    asked = {"--forskjell": forskjell is not None, "--angre": angre, "--slett": slett}
    wanted = [name for name, given in {**asked, "--ut": ut is not None}.items() if given]
    if len(wanted) > 1:  # the second would be swallowed
        raise UsageError(
            _("{names} kan ikke brukes sammen.").format(names=_(" og ").join(wanted)),
            _("Bruk én om gangen."),
        )
    store, place = OwnStore(data_folder(data)), find(kommune)
    if tabell is None:
        if wanted:
            raise UsageError(_("Si hvilken tabell det gjelder."), _("Legg til --tabell NAVN."))
        _show_tables(store, place, as_json=json)
        return
    table = find_table(tabell)
    if forskjell is not None:
        _show_difference(store, place.code, table, forskjell, as_json=json)
    elif angre:
        _undo(store, place.code, table, hvem)
    elif slett:
        _delete(store, place.code, table, hvem, sure=ja)
    elif ut is not None:
        _export(store, place, table, ut)
    else:
        _show_versions(store, place.code, table, as_json=json)


def _show_tables(store: OwnStore, place: Municipality, *, as_json: bool) -> None:
    """List the tables of a municipality."""
    from veivalg.own.tables import own_tables

    held = ((own_tables()[key], store.current(place.code, key)) for key in store.tables(place.code))
    rows = [(table, version) for table, version in held if version is not None]
    faults = {t.name: fault for t, _v in rows if (fault := store.fault(place.code, t.name))}
    if as_json:
        lists = [{"tabell": t.name, "mal": t.template, **_event(t, v)} for t, v in rows]
        print_json([{**one, "skadet": one["tabell"] in faults} for one in lists])
    for table, version in () if as_json else rows:
        what = (
            _("{rows} fra {file}").format(rows=table.rows_text(version.rows), file=version.file)
            if table.name not in faults
            else "skadet"
        )
        plain().print(
            f"{table.template}: {table.title}, {what}, "
            f"versjon {version.number} ({version.when[:10]})"
        )
    if not rows and not as_json:
        print(
            _("{name} har ikke lest inn egne tall. Se malene med «veivalg mal».").format(
                name=place.name
            )
        )
    for fault in faults.values():
        raise fault


def _event(table: type[OwnTable], version: Version) -> dict[str, object]:
    """Give a version for a program; the number of rows is null where it may not be told.

    Of a table about people there are no checksums: hidden counts could be tried against them.
    """
    rows = version.rows if table.tells(version.rows) else None
    unsafe = ("sha256", "facts") if table.guarded() else ()
    told = {name: value for name, value in asdict(version).items() if name not in unsafe}
    return {**told, "rows": rows}


def _show_versions(store: OwnStore, code: str, table: type[OwnTable], *, as_json: bool) -> None:
    history, fault = store.versions(code, table.name), store.fault(code, table.name)
    if as_json:
        print_json([_event(table, v) for v in history])
    for v in () if as_json else history:
        who = f", {v.who}" if v.who else ""
        file = _(" fra {file}").format(file=v.file) if v.file else ""
        plain().print(
            f"{v.number}: {KINDS[v.kind]} {_moment(v)}{who}, {table.rows_text(v.rows)}{file}"
        )
    if not history and not as_json:
        print(_("«{title}» er ikke lest inn.").format(title=table.title))
    if fault:
        raise fault


def _show_difference(
    store: OwnStore, code: str, table: type[OwnTable], which: str, *, as_json: bool
) -> None:
    """Show what a version adds, removes and changes; of tables about people only that it is kept.

    For a program every row is written, by the stored names.
    """
    old, new = _two(which, store, code, table)
    found, out = store.difference(code, table.name, old, new), plain()
    rows = found.rows if found else None
    kinds = {"nye": rows.added, "fjernet": rows.removed, "endret": rows.changed} if rows else {}
    if as_json:
        told = {kind: frame.to_dicts() for kind, frame in kinds.items()}
        hidden = {} if kinds else {"skjult": table.hidden_text()}
        print_json({"mal": table.template, "fra": old, "til": new, **told, **hidden})
        return
    print(
        _("Fra versjon {old} til {new} av «{title}»:").format(old=old, new=new, title=table.title)
    )
    if found is None:
        for v in store.versions(code, table.name):
            if v.number in (old, new):
                print(f"{v.number}: {KINDS[v.kind]} {_moment(v)}")
        print(table.hidden_text())
    for label, frame in kinds.items():
        out.print(f"{label.capitalize()}: {table.rows_text(frame.height)}")
        for row in frame.head(_SHOWN).iter_rows(named=True):
            values = (f"{f.title}: {_value(row[f.name])}" for f in table.fields)
            out.print("    " + ", ".join(values))


def _moment(version: Version) -> str:
    return version.when[:16].replace("T", " ")


def _two(which: str, store: OwnStore, code: str, table: type[OwnTable]) -> tuple[int, int]:
    numbers = [v.number for v in store.versions(code, table.name)]
    if which == "siste":
        if len(numbers) < 2:
            raise UsageError(
                _("«{title}» har ikke to versjoner å sammenlikne.").format(title=table.title)
            )
        return numbers[-2], numbers[-1]
    parts = which.split(":")
    if len(parts) == 2 and all(p in map(str, numbers) for p in parts):
        return int(parts[0]), int(parts[1])
    raise UsageError(
        _("«{which}» er ikke to versjoner av «{title}».").format(which=which, title=table.title),
        _("Skriv «siste», eller to numre med kolon mellom, for eksempel 1:3."),
    )


def _value(value: object) -> str:
    if value is None:
        return "–"
    return format_exact(value) if isinstance(value, float) else str(value)


def _undo(store: OwnStore, code: str, table: type[OwnTable], who: str) -> None:
    version = store.undo(code, table.name, who)
    print(
        _("«{title}» er tilbake til {file} ({rows}).").format(
            title=table.title, file=version.file, rows=table.rows_text(version.rows)
        )
    )


def _delete(store: OwnStore, code: str, table: type[OwnTable], who: str, *, sure: bool) -> None:
    """Remove the rows of every version from the disk."""
    if not store.versions(code, table.name):
        raise UsageError(_("«{title}» er ikke lest inn.").format(title=table.title))
    if not sure:
        raise UsageError(
            _(
                "Alle versjoner av «{title}» blir slettet og kan bare hentes tilbake fra en "
                "sikkerhetskopi."
            ).format(title=table.title),
            _("Legg til --ja for å gjøre det."),
        )
    store.delete(code, table.name, who)
    print(_("Slettet alle rader i «{title}».").format(title=table.title))
    print(_("Sikkerhetskopier du har laget selv, har dem fortsatt."))
    if copies := store.in_copies(code, table.name):
        print(
            _(
                "Det har også disse mappene i datamappen: {copies}. Slett dem om radene skal bort."
            ).format(copies=", ".join(copies))
        )


def _export(store: OwnStore, place: Municipality, table: type[OwnTable], target: Path) -> None:
    """Write the rows in force into the template; of people only the counts that may be shown.

    Raises
    ------
    UsageError
        When nothing is stored.
    """
    from veivalg.own.intake import rows_text, template
    from veivalg.tables import Sourced

    held = store.read(place.code, table.name)
    if held is None and not table.personal:
        raise UsageError(_("«{title}» er ikke lest inn.").format(title=table.title))
    if not isinstance(held, Sourced):
        _export_counts(place, table, held, store.tables(place.code), target)
        return
    check_excel(target)
    write_file(target, template(table, held.frame), private=True)
    print(
        _("Skrev {height} av «{title}» til {target} ({today}).").format(
            height=rows_text(held.frame.height), title=table.title, target=target, today=today()
        )
    )


def _export_counts(
    place: Municipality,
    table: type[OwnTable],
    people: Persons | None,
    held: Sequence[str],
    target: Path,
) -> None:
    """Write the counts of people that may be shown, in the format of the file's name.

    Raises
    ------
    TableError
        When none may be shown.
    UsageError
        When there is no such format.
    """
    from veivalg.chapters.common.brought import brought
    from veivalg.content import Place
    from veivalg.publish import formats, render_chapter
    from veivalg.publish.format import PART

    where = Place(place.code, place.name)
    made = brought(where, table, people, held) if people is not None else None
    if made is None:
        raise TableError(
            _("«{title}» er om enkeltpersoner og kan ikke skrives ut.").format(title=table.title),
            _("Kapitlene og rapporten har summene."),
        )
    known = {f.suffix: f.name for f in formats(PART).values()}
    if target.suffix.lower() not in known:
        raise UsageError(
            _("«{name}» har ikke et kjent format.").format(name=target.name),
            _("Velg blant {names}.").format(names=", ".join(known)),
        )
    write_file(target, render_chapter(made, known[target.suffix.lower()]), private=True)
    print(
        _("Skrev tallene i «{title}» som kan vises, til {target} ({today}).").format(
            title=table.title, target=target, today=today()
        )
    )
